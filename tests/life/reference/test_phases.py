"""Each phase on a town so small that what must happen can be worked out by hand; what is borne in life is in `test_bearing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.life.blank import ONE, blank_tables, monthly, plain_community
from tests.life.reference.hand import SURE, blacklist, defaulters, everyday, flow, kept_in_file, lived, of_list, scored, spells, watched

from counterlife import luck
from counterlife.life.tally import FLOW, PAIR, ROW_ACT, ROW_CAUSE, ROW_CONTEXT
from counterlife.regime import tables as rt
from counterlife.town import traits
from counterlife.words import ACT_DOMAINS, CAUSES, CONTEXTS, DOMAINS, NATURES, PHASES, WAYS

if TYPE_CHECKING:
    pass


def test_an_everyday_act_happens_at_its_rate() -> None:
    tables = blank_tables(400, months=6)
    everyday(tables, monthly(0.25))
    acts = sum(flow(lived(tables, plain_community(400)), "acts"))
    share = luck.chance(monthly(0.25)) / ONE
    assert abs(acts - 2400 * share) < 4 * (2400 * share * (1 - share)) ** 0.5


def test_a_rare_act_happens_at_its_rate_and_by_frailty() -> None:
    tables = blank_tables(400, months=10)
    tables.act[0, rt.ACT_RATE] = monthly(0.05)
    people = plain_community(400)
    people.number[traits.FRAILTY, :200] = 0
    people.number[traits.FRAILTY, 200:] = 2 * 65536
    people.byte[traits.GROUP, 200:] = 1
    tables.town[rt.T_GROUPS] = 2
    acts = lived(tables._replace(mistaken=tables.mistaken.repeat(2, 2), cover=tables.cover.repeat(2, 3)), people).flow[
        0, :, :, FLOW["acts"]
    ]
    share = luck.chance(monthly(0.1)) / ONE
    assert acts[:, 0].sum() == 0
    assert abs(acts.sum() - 2000 * share) < 4 * (2000 * share) ** 0.5


def test_hardship_multiplies_a_rate() -> None:
    tables = blank_tables(300, worlds=2, months=2)
    everyday(tables, monthly(0.1), "financial")
    tables.act[0, rt.ACT_HARDSHIP] = tables.act[0, rt.ACT_BOUND] = 4 * 65536
    people = plain_community(300)
    people.number[traits.NEEDS] = 1
    first, second = flow(lived(tables, people), "acts", NATURES.index("financial"))
    assert first == pytest.approx(300 * luck.chance(monthly(0.1)) / ONE, abs=20)
    assert second == pytest.approx(300 * luck.chance(monthly(0.4)) / ONE, abs=30)


def test_a_channel_sees_only_those_within_its_sight_and_may_take_one_for_another() -> None:
    tables = blank_tables(300, months=3)
    everyday(tables)
    watched(tables)
    tables.cover[:] = ONE // 4
    tables.mistaken[:] = ONE
    tally = lived(tables, plain_community(300))
    true, mistaken, reports = tally.seen[0, 0, 0, :3]
    acts = sum(flow(tally, "acts"))
    assert acts / 4 == pytest.approx(true + mistaken, abs=75)  # sight is drawn once for 300 people
    assert true <= 10  # the victim is drawn from everybody, so hardly ever the actor
    assert reports == 0
    assert tally.flow[0, :, 0, FLOW["records"] :][:, : len(CAUSES)].sum() == 0  # nothing is fed


def test_false_reports_make_wrong_records_of_what_never_happened() -> None:
    tables = blank_tables(200, months=4)
    watched(tables)
    kept_in_file(tables, E_KEPT=1)
    tables.channel[:, 0, rt.CH_REPORT_ACT] = 0
    tables.false_report[:] = monthly(0.1)
    tally = lived(tables, plain_community(200))
    made = flow(tally, "wrong-made")
    assert made == flow(tally, "records", CAUSES.index("false-report"))
    assert sum(made) == pytest.approx(800 * luck.chance(monthly(0.1)) / ONE, abs=35)
    assert spells(tally, "error", "expired") == {1: sum(made[:-1])}
    assert flow(tally, "wrong-records") == made


def test_an_event_is_filed_once_a_scheme_however_many_channels_see_it() -> None:
    tables = blank_tables(50, months=1, channels=3, schemes=2)
    everyday(tables)
    watched(tables)
    tables.channel[:, :, rt.CH_ON] = 1
    tables.channel[:, :, rt.CH_CATCHES] = ONE
    tables.channel[:, :, rt.CH_FEEDS] = [[0b01, 0b11, 0b10]]
    kept_in_file(tables)
    tables.scheme[:, 1, rt.S_ON] = tables.entry[:, 1, 0, rt.E_ON] = 1
    tally = lived(tables, plain_community(50))
    acts = sum(flow(tally, "acts"))
    assert tally.seen[0, :, 0, 0].tolist() == [acts] * 3
    assert flow(tally, "records") == [2 * acts]


def test_a_score_is_read_from_live_records_and_clamped_once() -> None:
    tables = blank_tables(50, months=13)
    everyday(tables)
    watched(tables)
    kept_in_file(tables, E_POINTS=-30, E_KEPT=4, E_UNTIL=3)
    scored(tables)
    tally = lived(tables, plain_community(50))
    acts = flow(tally, "acts")
    assert flow(tally, "records") == [*acts[:3], *[0] * 10]
    assert flow(tally, "points-moved") == [-30 * n for n in acts[:3]] + [0] + [30 * n for n in acts[:3]] + [0] * 6
    assert tally.band[0, 0, :, 0, :3].tolist() == [[0, 50, 0]] * 2


def test_the_clamped_part_is_counted_apart() -> None:
    tables = blank_tables(20, months=2)
    everyday(tables)
    watched(tables)
    kept_in_file(tables, E_POINTS=-30)
    scored(tables)
    tally = lived(tables, plain_community(20))
    assert flow(tally, "acts") == [20, 20]
    assert flow(tally, "points-sum") == [0, -60 * 20]
    assert flow(tally, "points-clamped") == [0, 10 * 20]
    assert tally.band[0, 0, 0, 0, :3].tolist() == [20, 0, 0]


def test_a_cap_on_the_band_holds_while_its_record_lives() -> None:
    for months, bands in ((2, [0, 20, 0]), (3, [0, 0, 20])):
        tables = blank_tables(20, months=months)
        everyday(tables)
        watched(tables)
        kept_in_file(tables, E_JUMP=1, E_KEPT=2, E_UNTIL=1)
        scored(tables, start=80)
        assert lived(tables, plain_community(20)).band[0, 0, 0, 0, :3].tolist() == bands


def test_half_a_score_from_a_neighbour_moves_it_a_month_later() -> None:
    people = plain_community(2, slots=1)
    people.tie[0] = [1, 0]
    people.number[traits.FRAILTY, 1] = 0
    for months, other in ((1, 2), (2, 1), (3, 1)):
        tables = blank_tables(2, months=months, slots=1)
        everyday(tables)
        watched(tables)
        kept_in_file(tables, E_POINTS=-80, E_UNTIL=1)
        scored(tables, start=80)
        tables.scheme[:, 0, rt.S_WEIGHT] = 32_768
        tables.scheme[:, 0, rt.S_WEIGHT_FRIEND] = 500
        # Scores: (80 + 0) / 2 and 80; then (0 + 80) / 2 and (80 + 40) / 2; then (0 + 60) / 2 and (80 + 40) / 2.
        first = {1: 1, 2: 1, 3: 0}[months]
        bands = lived(tables, people).band[0, 0, 0, 0]
        assert (bands[first] > 0, bands[other] > 0, bands.sum()) == (True, True, 2)


def test_a_term_ends_to_the_month_and_so_does_what_it_withheld() -> None:
    tally = lived(defaulters(30, L_TERM=4), plain_community(30))
    n = sum(flow(tally, "acts")[:1])
    assert of_list(tally, "entries") == [n, *[0] * 11]
    assert of_list(tally, "stock") == [n] * 4 + [0] * 8
    assert flow(tally, "sanctioned") == [0] + [n] * 4 + [0] * 7
    assert flow(tally, "ever-earned") == [0] + [n] * 11
    assert spells(tally, "listing", "expired") == {4: n}
    assert tally.person[0, 0, 4] == n
    air = tally.cross[0, 0, 0, :, DOMAINS.index("air")]
    rows = (ROW_CAUSE, ROW_ACT + ACT_DOMAINS.index("traffic"), ROW_CONTEXT + CONTEXTS.index("camera"))
    assert {row: int(months) for row, months in enumerate(air) if months} == dict.fromkeys(rows, 4 * n)


def test_a_second_event_renews_the_term() -> None:
    tables = defaulters(30, L_TERM=4)
    tables.entry[:, 0, 0, rt.E_UNTIL] = 3
    tables.act[0, rt.ACT_RATE] = luck.RATE_MOST
    tally = lived(tables, plain_community(30))
    assert sum(of_list(tally, "renewed")) == pytest.approx(60, abs=2)
    assert of_list(tally, "stock")[5] == 30
    assert of_list(tally, "stock")[7] == 0


def test_whoever_is_not_told_learns_by_looking_or_by_being_refused() -> None:
    tables = defaulters(400, months=6)
    tables.world[:, rt.W_LOOK_UP] = monthly(0.1)
    tables.demand[DOMAINS.index("air")] = monthly(0.1)
    tally = lived(tables, plain_community(400))
    n = of_list(tally, "entries")[0]
    assert of_list(tally, "unnotified")[0] == n
    learned = of_list(tally, "learned")
    assert learned[0] == 0
    assert learned[1] == pytest.approx(n * luck.chance(monthly(0.2)) / ONE, abs=35)
    assert of_list(tally, "unaware")[5] == n - sum(learned)
    assert sum(spells(tally, "unaware", "learned").values()) == sum(learned)


def test_notice_leaves_nobody_unaware() -> None:
    tally = lived(defaulters(30, L_NOTICE=ONE), plain_community(30))
    assert sum(of_list(tally, "unaware") + of_list(tally, "unnotified")) == 0
    assert sum(flow(tally, "attentive")) > 0


def test_nobody_is_told_where_nobody_may_know() -> None:
    tables = defaulters(30, L_NOTICE=ONE)
    tables.world[:, rt.W_KNOWN] = 0
    tables.world[:, rt.W_LOOK_UP] = SURE
    tally = lived(tables, plain_community(30))
    assert of_list(tally, "unaware") == of_list(tally, "stock")
    assert sum(flow(tally, "attentive")) == 0


def test_the_able_pay_and_leave_while_the_unable_are_not_listed() -> None:
    tables = defaulters(100, L_PAY=1)
    tables.act[0, rt.ACT_OBLIGATION] = 500
    tables.obligation[:] = 500
    tables.act[0, rt.ACT_RATE] = luck.RATE_MOST
    tables.world[:, rt.W_PAY] = luck.RATE_MOST
    people = plain_community(100)
    people.number[traits.SAVINGS, :50] = 100_000
    tally = lived(tables, people)
    assert sum(of_list(tally, "entries")) == pytest.approx(50, abs=1)
    assert sum(of_list(tally, "exits", WAYS.index("paid"))) == sum(of_list(tally, "entries"))
    assert sum(flow(tally, "debt-made")) == 500 * sum(flow(tally, "debts-made"))
    assert sum(flow(tally, "debt-paid")) <= sum(flow(tally, "debt-made"))
    assert flow(tally, "debtors")[-1] == pytest.approx(50, abs=2)


def test_the_unable_whom_a_court_lists_all_the_same_are_listed_wrongly() -> None:
    tables = defaulters(60, L_UNABLE=ONE)
    tables.act[0, rt.ACT_OBLIGATION] = 500
    tables.obligation[:] = 500
    tally = lived(tables, plain_community(60))
    assert of_list(tally, "entries", CAUSES.index("unable"))[0] == flow(tally, "acts")[0] > 50
    assert sum(of_list(tally, "entries", CAUSES.index("earned"))) == 0
    tables.listed[:, 0, rt.L_UNABLE] = 0
    assert sum(of_list(lived(tables, plain_community(60)), "stock")) == 0


def test_a_court_decides_its_whole_cases_a_month_first_come_first_served() -> None:
    tables = defaulters(100, L_NOTICE=ONE, L_APPEAL=1)
    tables.world[:, [rt.W_HAS_APPEAL, rt.W_APPEAL_TAKES]] = 1
    tables.world[:, rt.W_APPEAL_CAPACITY] = int(2.5 * 100 * 65536)  # 2.5 cases a month for 100 adults
    tables.world[:, rt.W_FILES_RIGHT] = ONE
    tally = lived(tables, plain_community(100))
    n = sum(of_list(tally, "entries"))
    assert flow(tally, "appeals-filed", 1)[0] == n
    assert flow(tally, "appeals-lost", 1) == [0, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3]
    assert spells(tally, "appeal", "decided") == dict(zip(range(1, 12), [3, 2] * 6, strict=False))
    assert flow(tally, "appeals-waiting")[-1] == n - 28


def test_a_won_appeal_strikes_the_record_and_ends_the_listing() -> None:
    tables = defaulters(40, L_NOTICE=ONE, L_APPEAL=1)
    tables.world[:, [rt.W_HAS_APPEAL, rt.W_APPEAL_TAKES]] = 1
    tables.world[:, rt.W_APPEAL_CAPACITY] = 10_000 * 65536
    tables.world[:, [rt.W_FILES_RIGHT, rt.W_WINS_RIGHT]] = ONE
    tally = lived(tables, plain_community(40))
    n = of_list(tally, "entries")[0]
    assert of_list(tally, "exits", WAYS.index("appeal"))[1] == n
    assert flow(tally, "records-struck")[1] == n
    assert flow(tally, "wrong-corrected")[1] == 0


def test_an_audit_strikes_wrong_records_and_takes_people_off_the_list() -> None:
    tables = defaulters(60, L_CORRECTION=1)
    tables.mistaken[:] = ONE
    tables.world[:, rt.W_CORRECT_AUDIT] = luck.RATE_MOST
    tally = lived(tables, plain_community(60))
    made = sum(flow(tally, "wrong-made"))
    assert made > 50
    assert sum(flow(tally, "wrong-corrected")) == made
    wrongly = sum(of_list(tally, "entries", CAUSES.index("false-attribution")))
    assert sum(of_list(tally, "exits", WAYS.index("corrected"))) == pytest.approx(wrongly, abs=1)
    assert set(spells(tally, "error", "corrected")) == {0}


def test_repair_waits_its_months() -> None:
    tables = defaulters(60, L_REPAIR=1, L_NOTICE=ONE)
    tables.world[:, rt.W_HAS_REPAIR] = 1
    tables.world[:, rt.W_REPAIR_AFTER] = 5
    tables.world[:, rt.W_REPAIR] = luck.RATE_MOST
    tally = lived(tables, plain_community(60))
    assert min(spells(tally, "listing", "repaired")) == 5
    assert spells(tally, "listing", "repaired")[5] == pytest.approx(of_list(tally, "entries")[0], abs=1)


def test_a_threshold_list_holds_while_the_band_does_and_its_cause_is_the_weightiest_wrong_one() -> None:
    tables = blank_tables(60, months=8)
    watched(tables)
    kept_in_file(tables, E_POINTS=-20, E_KEPT=3, E_UNTIL=1)
    scored(tables)
    tables.channel[:, 0, rt.CH_REPORT_ACT] = 0
    tables.false_report[:] = monthly(1)
    blacklist(tables, L_SCHEME=0, L_BAND=0)
    tally = lived(tables, plain_community(60))
    n = flow(tally, "wrong-made")[0]
    assert of_list(tally, "entries", CAUSES.index("false-report")) == [n, *[0] * 7]
    assert spells(tally, "listing", "recovered") == {3: n}
    assert flow(tally, "sanctioned", CAUSES.index("false-report")) == [0, n, n, n, 0, 0, 0, 0]
    assert flow(tally, "ever-unearned-only")[-1] == n


def test_joint_sanctions_that_begin_later_are_settled_at_that_turn() -> None:
    tables = defaulters(30)
    tables.withheld[:, 0, :6] = 0
    tally = lived(tables, plain_community(30))
    n = of_list(tally, "entries")[0]
    assert flow(tally, "sanctioned-any") == [0] * 6 + [n] * 6


def test_fear_silences_those_who_saw_it_happen() -> None:
    tables = blank_tables(200, worlds=2, months=3, acts=2)
    everyday(tables, luck.RATE_MOST)
    tables.act[1, :] = tables.act[0]
    tables.act[1, [rt.ACT_DENSE, rt.ACT_NATURE, rt.ACT_CODE]] = [1, NATURES.index("expression"), luck.code("speech")]
    watched(tables)
    kept_in_file(tables, E_LIST=0, E_UNTIL=1, E_PUNISHES=1)
    blacklist(tables, L_NOTICE=ONE)
    tables.world[0, [rt.W_FEAR, rt.W_FEAR_STRENGTH, rt.W_FEAR_LEARNING]] = [1, 65_536, 65_536]
    tables.world[0, rt.W_FEAR_STEEPNESS] = 20 * 65_536
    tables.react[0, rt.X_RISK] = 1
    tally = lived(tables._replace(pairs=np.array([[0, 1]], dtype=np.int64)), plain_community(200))
    spoken = flow(tally, "acts", NATURES.index("expression"))
    assert spoken[0] == pytest.approx(200, abs=1)
    assert spoken[1] <= 1
    kept_back = tally.pair[0, :, 0, PAIR["withheld"] + NATURES.index("expression")]
    assert kept_back[1] == pytest.approx(200, abs=2)
    assert tally.pair[0, 1, 0, PAIR["withheld-unsanctioned"]] == kept_back[1]  # sanctions begin in the same month, after the act


def test_an_act_that_only_consequences_brought_is_induced() -> None:
    tables = blank_tables(100, worlds=2, months=3)
    everyday(tables, monthly(0.02), "financial")
    tables.act[0, rt.ACT_HARDSHIP] = tables.act[0, rt.ACT_BOUND] = 400 * 65536
    watched(tables)
    kept_in_file(tables, E_LIST=0)
    blacklist(tables)
    people = plain_community(100)
    people.number[traits.CREDIT] = 1000
    people.number[traits.SAVINGS] = -500
    tables.withheld[0, 0] = 1 << DOMAINS.index("credit")
    tables.withheld[1, 0] = 0
    tables.world[1, [rt.W_FOLLOWS, rt.W_KNOWN]] = 0
    tables.world[0, rt.W_MUTE] = 1
    tally = lived(tables._replace(pairs=np.array([[0, 1]], dtype=np.int64)), people)
    added = tally.pair[0, :, 0, PAIR["added"] + NATURES.index("financial")]
    listed_first = of_list(tally, "entries")[0]
    assert added[2] == pytest.approx(listed_first, abs=2)  # hardship since month 1, so nearly everybody listed acts again in month 2
    assert sum(flow(tally, "records", CAUSES.index("induced"))) == 0  # a world's own counts do not know its muted twin
    assert sum(flow(tally, "acts", NATURES.index("financial"))) == sum(flow(tally, "records"))


def test_a_phase_that_is_off_does_nothing() -> None:
    for phase, gone in (("act", "acts"), ("observe", "records"), ("record", "records"), ("bear", "income")):
        tables = defaulters(20, months=3)
        people = plain_community(20)
        people.number[traits.SUPPORT] = 100
        assert sum(flow(lived(tables, people), gone)) > 0
        tables.world[:, rt.W_PHASES] &= ~(1 << PHASES.index(phase))
        tally = lived(tables, people)
        assert sum(flow(tally, gone)) == 0
        assert flow(tally, "adults") == [20] * 3
