"""Compiling rules: exact numbers, places by name, and clean refusals."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.compile import Compiled, compile_tables, obligation
from counterlife.regime.load import load
from counterlife.regime.model import Regime
from counterlife.regime.reading import RegimeError
from counterlife.town.profile import load_town
from counterlife.town.tables import Q_FRAILTY, TownAct, TownTables, town_tables
from counterlife.words import DOMAINS, REWARDS

START = (2014, 1)


def act(name: str, per_month: Fraction = Fraction(1, 100), **more: Any) -> TownAct:
    rest: dict[str, Any] = {"everyday": False, "median": 0, "spread": Fraction(0), "hardship": Fraction(1)} | more
    return TownAct(name=name, rate=per_month, **rest)


@cache
def town() -> TownTables:
    acts = (
        act("traffic.ticket", everyday=True),
        act("court.unpaid-judgment", median=2_000_000, spread=Fraction(6, 5), hardship=Fraction(2)),
        act("traffic.drunk-driving"),
        act("speech.criticism", everyday=True),
        act("public-order.disorder"),
    )
    return town_tables(load_town("uniform"))._replace(acts=acts, groups=("majority", "minority"))


def regime(**parts: Any) -> Regime:
    return Regime.model_validate({"regime": "mine"} | parts)


def scored(catalog: dict[str, Any] | None = None, follows: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Parts of a regime with one scheme, with bands C < B < A and everybody starting in B."""
    scheme = {
        "score": {"start": 1000, "least": 0, "most": 1300},
        "bands": {"A": {"from": 1100}, "B": {"from": 900}, "C": {"from": 0}},
        "catalog": catalog or {},
        "follows": follows or {},
    }
    return {"schemes": {"points": scheme | more}}


def compiled(*worlds: Regime, months: int = 12, start: tuple[int, int] = START, **more: Any) -> Compiled:
    return compile_tables(worlds, town(), start, months, **more)


def refusal(*worlds: Regime, **more: Any) -> str:
    with pytest.raises(RegimeError) as error:
        compiled(*worlds, **more)
    return str(error.value)


def bits(*names: str) -> int:
    return sum(1 << (*DOMAINS, *REWARDS).index(name) for name in names)


def row(done: Compiled, name: str, w: int = 0) -> list[int]:
    return [int(x) for x in done.tables.listed[w, done.names.lists.index(name)]]


def withheld(done: Compiled, name: str, w: int = 0) -> list[int]:
    return [int(x) for x in done.tables.withheld[w, done.names.lists.index(name)]]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_thresholds_and_rates_are_rounded_down_exactly(top: int, bottom: int) -> None:
    share = Fraction(min(top, bottom), bottom)
    done = compiled(regime(channels={"eyes": {"context": "police", "catches": f"{min(top, bottom)}/{bottom}"}}), months=1)
    assert done.tables.channel[0, 0, rt.CH_CATCHES] == math.floor(share * 2**32)
    look_up = compiled(regime(recourse={"look-up": f"{min(top, bottom)}/{bottom} per person-month"}), months=1)
    assert look_up.tables.world[0, rt.W_LOOK_UP] == math.floor(share * 2**40)


def test_acts_stand_in_the_towns_order_with_their_lanes_and_bounds() -> None:
    rows = compiled(regime()).tables.act
    assert rows[:, rt.ACT_DENSE].tolist() == [0, -1, -1, 1, -1]
    assert rows[:, rt.ACT_BOUND].tolist() == [65536, 131072, 65536, math.ceil(Fraction(7, 5) * 65536), 65536]
    assert rows[:, rt.ACT_CODE].tolist() == [luck.code(one.name) for one in town().acts]
    assert rows[1, rt.ACT_GRAVITY] == 500
    assert rows[2, rt.ACT_RATE] == 2**40 // 100


def test_what_follows_from_bands_becomes_threshold_lists() -> None:
    follows = {"A": {"gives": ["fast-lane"]}, "C": {"withholds": ["air", "credit"], "notice": 0.5, "publishes": True}}
    done = compiled(regime(**scored(follows=follows)))
    assert done.names.lists == ("points/A", "points/C")
    above, below = row(done, "points/A"), row(done, "points/C")
    assert (above[rt.L_RED], above[rt.L_ABOVE], above[rt.L_BAND], above[rt.L_SCHEME]) == (1, 1, 2, 0)
    assert (below[rt.L_RED], below[rt.L_ABOVE], below[rt.L_BAND], below[rt.L_SCHEME]) == (0, 0, 0, 0)
    assert (below[rt.L_NOTICE], below[rt.L_PUBLISHES], below[rt.L_APPEAL], below[rt.L_TERM]) == (2**31, 1, 1, rt.NEVER)
    assert withheld(done, "points/A") == [bits("fast-lane")] * 13
    assert withheld(done, "points/C") == [bits("air", "credit")] * 13


def test_a_band_above_the_start_may_withhold() -> None:
    done = compiled(regime(**scored(follows={"A": {"withholds": ["air"]}})))
    assert (row(done, "points/A")[rt.L_RED], row(done, "points/A")[rt.L_ABOVE]) == (0, 1)


@pytest.mark.parametrize(
    "follow", [{"C": {"gives": ["fast-lane"]}}, {"A": {"gives": ["fast-lane"], "withholds": ["air"]}}], ids=["below", "both"]
)
def test_a_band_that_gives_only_gives_and_lies_above_the_start(follow: dict[str, Any]) -> None:
    assert "only a band above the start gives" in refusal(regime(**scored(follows=follow)))


def test_agencies_add_what_they_withhold_from_their_month_on() -> None:
    lists = {"defaulters": {"withholds": ["hotel-luxury"]}}
    agencies = {"airlines": {"receives": ["defaulters"], "withholds": ["air"], "since": "2014-07"}}
    done = compiled(regime(lists=lists, agencies=agencies))
    assert withheld(done, "defaulters") == [bits("hotel-luxury")] * 6 + [bits("hotel-luxury", "air")] * 7
    later = compiled(regime(lists=lists, agencies=agencies), start=(2016, 3))
    assert set(withheld(later, "defaulters")) == {bits("hotel-luxury", "air")}


def test_nothing_is_withheld_where_nothing_follows_but_ordinary_law_is_never_muted() -> None:
    catalog = {"traffic.ticket": {"list": "drivers"}}
    parts = {
        "schemes": {"road": {"ordinary": True, "catalog": catalog}, "other": {"catalog": {"traffic.drunk-driving": {"list": "sots"}}}},
        "lists": {"drivers": {"withholds": ["licence"]}, "sots": {"withholds": ["air"]}},
    }
    done = compiled(regime(**parts), regime(**parts).muted(), pairs=[(0, 1)], mutes={0: 1})
    assert withheld(done, "sots", 1) == [0] * 13
    assert withheld(done, "sots", 0) == [bits("air")] * 13
    assert withheld(done, "drivers", 1) == [bits("licence")] * 13
    assert done.tables.world[:, rt.W_MUTE].tolist() == [1, -1]
    assert done.tables.world[:, rt.W_FOLLOWS].tolist() == [1, 0]
    assert done.tables.pairs.tolist() == [[0, 1]]
    assert (row(done, "drivers")[rt.L_ORDINARY], row(done, "sots")[rt.L_ORDINARY]) == (1, 0)
    off = compiled(regime(**parts, phases={"sanction": "off"}))
    assert withheld(off, "drivers") == [0] * 13


def test_entries_hold_points_caps_lists_fines_and_times() -> None:
    catalog = {
        "traffic.ticket": {"points": -5, "since": "2014-03", "until": "2014-09"},
        "traffic.drunk-driving": {"band": "C", "kept": "for life"},
        "speech.criticism": {"points": 2},
        "public-order.disorder": {"fine": "200 yuan", "since": "2010"},
    }
    done = compiled(regime(**scored(catalog, records={"kept": "2 years"})))
    ticket, judgment, drunk, speech, disorder = done.tables.entry[0, 0].tolist()
    assert ticket[rt.E_ON : rt.E_VAGUE] == [1, -5, -1, -1, 24, 0, 2, 8, 1]
    assert judgment == [0] * rt.E_FIELDS
    assert drunk[rt.E_ON : rt.E_VAGUE] == [1, 0, 0, -1, rt.NEVER, 0, 0, rt.NEVER, 1]
    assert speech[rt.E_PUNISHES] == 0
    assert disorder[rt.E_ON : rt.E_VAGUE] == [1, 0, -1, -1, 24, 20_000, 0, rt.NEVER, 1]


def test_a_regime_begins_when_it_says_but_ordinary_law_was_there() -> None:
    parts = scored({"traffic.ticket": {"points": -5}}, {"C": {"withholds": ["air"]}})
    parts["schemes"]["fines"] = {"ordinary": True, "catalog": {"traffic.ticket": {"fine": "50 yuan"}}}
    done = compiled(regime(since="2014-05", **parts))
    fines, points = done.tables.entry[0, :, 0, rt.E_SINCE]
    assert (fines, points, row(done, "points/C")[rt.L_SINCE]) == (0, 4, 4)


def test_coverage_changes_by_date_and_group() -> None:
    eyes = {
        "context": "camera",
        "sees": ["traffic.*", "speech.criticism"],
        "coverage": {"2014": 0.25, "2014-07": 0.5},
        "coverage-of": {"minority": 1},
        "mistaken-person": {"minority": 0.5},
        "false-reports": {"rate": "12 per 1000 adult-years", "of": "public-order.disorder"},
    }
    done = compiled(regime(channels={"eyes": eyes}), start=(2013, 7))
    assert done.tables.cover[0, 0, :, 0].tolist() == [0] * 6 + [2**30] * 6
    assert done.tables.cover[0, 0, :, 1].tolist() == [2**32] * 12
    assert done.tables.mistaken[0, 0].tolist() == [0, 2**31]
    assert done.tables.false_report[0, 0].tolist() == [2**40 // 1000] * 2
    assert done.tables.channel[0, 0, rt.CH_REPORT_ACT] == 4
    assert done.tables.sees[0, 0].tolist() == [1, 0, 1, 1, 0]


def test_coverage_by_place_goes_before_coverage_by_group() -> None:
    eyes = {"context": "camera", "coverage": 0.25, "coverage-of": {"minority": 0.5}}
    at = {"region": {"minority": {"2014-07": 1}}, "port": 0}
    rules = regime(channels={"eyes": eyes | {"coverage-at": at}})
    placed = town()._replace(places=("city", "region", "port"))
    cover = compile_tables([rules], placed, START, 12).tables.cover[0, 0]
    assert cover[0].tolist() == [2**30, 2**31, 2**30, 0, 0, 0]
    assert cover[6].tolist() == [2**30, 2**31, 2**30, 2**32, 0, 0]
    with pytest.raises(RegimeError, match="no place `region`"):
        compiled(rules)


def test_alerts() -> None:
    eyes = {
        "context": "camera",
        "matching": {"of": "traffic.ticket", "false-match": {"minority": 0.5}, "gallery": 2, "probes": "1 per person-month", "searches": 1},
        "malice": {"of": "public-order.disorder", "rate": {"conflict": "0.25 per person-month", "out-group": "0.5 per person-month"}},
        "review": {"keeps-wrong": 0.25},
        "removes": 0.5,
        "direction": {"share": 0.125, "enters": "traffic.ticket"},
        "locates": True,
    }
    tables = compiled(regime(channels={"eyes": eyes})).tables
    assert tables.channel[0, 0, rt.CH_REPORT_ACT :].tolist() == [-1, 0, 3 * 2**30, 1, 5, 2**31, 2**29, 1, 1, 0, 0]
    assert tables.false_match[0, 0].tolist() == [0, 2**40 * 5 // 4]
    assert tables.malice[0, 0].tolist() == [0, 0, 0, 2**38, 2**39, 0, 0]
    plain = compiled(regime(channels={"eyes": {"context": "camera"}})).tables
    assert plain.channel[0, 0, rt.CH_REPORT_ACT + 1 :].tolist() == [0] * (rt.CH_FIELDS - rt.CH_REPORT_ACT - 1)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"matching": {"of": "traffic.ticket", "false-match": 1, "searches": 3}}, "falsely matched more than twice"),
        ({"malice": {"of": "traffic.ticket", "rate": {"neighbour": "3 per person-month"}}}, "out of malice more than twice"),
    ],
)
def test_alerts_that_come_too_often(part: dict[str, Any], message: str) -> None:
    with pytest.raises(RegimeError, match=message):
        compiled(regime(channels={"eyes": {"context": "camera"} | part}))


def test_sharing_passes_on_what_was_shared() -> None:
    schemes: dict[str, Any] = {"a": {}, "b": {}, "c": {}}
    channels = {"eyes": {"context": "camera", "feeds": ["a"]}, "ears": {"context": "internet"}}
    table = [
        {"from": "b", "to": "c", "since": "2014-04", "consent": True},
        {"from": "a", "to": "b", "consent": False},
        {"from": "ears", "to": "c", "since": "2014-04", "consent": True},
    ]
    done = compiled(regime(schemes=schemes, channels=channels, sharing=table))
    a, b, c = (1 << done.names.schemes.index(name) for name in "abc")
    ears, eyes = done.tables.share[0, [done.names.channels.index(name) for name in ("ears", "eyes")]]
    assert a not in eyes & rt.SHARED
    assert eyes.tolist() == [b] * 3 + [b | c] * 9
    assert ears.tolist() == [0] * 3 + [c | c << rt.CONSENTED] * 9


@pytest.mark.parametrize(
    "part",
    [
        {"coverage-of": {"minorty": 1}},
        {"mistaken-person": {"minorty": 1}},
        {"false-reports": {"rate": {"minorty": "1 per person-year"}, "of": "traffic.ticket"}},
    ],
    ids=["coverage", "mistaken", "reports"],
)
def test_a_group_that_the_town_lacks_is_named(part: dict[str, Any]) -> None:
    message = refusal(regime(channels={"eyes": {"context": "camera"} | part}))
    assert "no group `minorty`" in message
    assert "did you mean `minority`?" in message


def test_acts_that_the_town_lacks_are_noted_and_leave_no_column() -> None:
    parts = scored({"help.heroic": {"points": 30}, "traffic.ticket": {"points": -5}})
    channels = {"eyes": {"context": "camera", "sees": ["tax.evasion", "help.*"], "feeds": ["points"]}}
    assert compiled(regime(**parts, channels=channels)).absent == (("help.heroic", "tax.evasion"),)


def test_worlds_hold_the_same_numbers_in_any_company() -> None:
    city, courts = load("rongcheng"), load("judgment-defaulters")
    both, alone = compiled(city, courts), compiled(courts)
    for name in ("channels", "schemes", "lists"):
        assert list(getattr(both.names, name)) == sorted(getattr(both.names, name))
    s, own = both.names.schemes.index("enforcement"), alone.names.schemes.index("enforcement")
    judgment = alone.names.acts.index("court.unpaid-judgment")
    one, other = both.tables.entry[1, s, judgment].copy(), alone.tables.entry[0, own, judgment].copy()
    assert both.names.lists[one[rt.E_LIST]] == alone.names.lists[other[rt.E_LIST]] == "defaulters"
    one[rt.E_LIST] = other[rt.E_LIST] = 0
    assert one.tolist() == other.tolist()
    assert not both.tables.entry[0, s].any()
    assert row(both, "defaulters", 1) == row(alone, "defaulters")
    assert withheld(both, "defaulters", 1) == withheld(alone, "defaulters")
    assert both.names.lists_of[0] == {"points/AAA", "points/C", "points/D"}
    assert both.names.bands_of[0]["points"] == ("D", "C", "B", "A", "AA", "AAA")


def test_obligations_are_log_normal_and_saturate() -> None:
    row = obligation(2_000_000, Fraction(6, 5))
    assert list(row) == sorted(row)
    assert row[2047] <= 2_000_000 <= row[2048]
    z = (int(luck.table("normal")[3000]) - 2**20) / 65536
    assert row[3000] == pytest.approx(2_000_000 * math.exp(1.2 * z), rel=1e-9, abs=1)
    assert max(obligation(2**30, Fraction(2))) == 2**30
    assert compiled(regime()).tables.obligation[1].tolist() == list(row)
    assert not compiled(regime()).tables.obligation[0].any()


def test_fear_association_and_appeal_in_fixed_point() -> None:
    parts = scored()
    parts["infer"] = {"association": {"weight": 0.05, "over": {"family": 0.5, "friend": 0.3, "colleague": 0.2}, "scheme": "points"}}
    parts["adapt"] = {"fear": {"strength": -0.1, "steepness": 20, "learning": 0.06, "floor": 0.001, "aware": 0.11}}
    shares = {"if-wrong": 0.5, "if-right": 0.25}
    parts["recourse"] = {"appeal": {"capacity": "5 per 10000 adults", "files": shares, "succeeds": shares}}
    done = compiled(regime(**parts), regime(**parts, phases={"infer": "off", "adapt": "off"}))
    first, second = done.tables.world
    fear = [rt.W_FEAR, rt.W_FEAR_STRENGTH, rt.W_FEAR_STEEPNESS, rt.W_FEAR_LEARNING, rt.W_FEAR_FLOOR, rt.W_FEAR_AWARE]
    assert first[fear].tolist() == [1, -6554, 20 * 65536, 3932, 66, 11 * 2**32 // 100]
    assert second[fear].tolist() == [0] * 6
    assert done.tables.scheme[0, 0, rt.S_WEIGHT : rt.S_FACTOR].tolist() == [3277, 500, 300, 200]
    assert done.tables.scheme[1, 0, rt.S_WEIGHT] == 0
    appeal = [rt.W_HAS_APPEAL, rt.W_APPEAL_CAPACITY, rt.W_FILES_WRONG, rt.W_FILES_RIGHT, rt.W_WINS_WRONG, rt.W_APPEAL_TAKES]
    assert first[appeal].tolist() == [1, 5 * 65536, 2**31, 2**30, 2**31, 1]
    assert first[rt.W_PHASES] == 2**10 - 1
    assert second[rt.W_PHASES] == 2**9 - 1 - 2**4


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"recourse": {"repair": {"after": "1 month", "granted": 0}}, "bear": {"job-loss": "3 per person-month"}}, "lost more than twice"),
        (scored({"traffic.ticket": {"points": -5, "kept": "0 months"}}), "for no time"),
        ({"lists": {"good": {"colour": "red", "withholds": ["air"]}}}, "the red list `good` withholds"),
        ({"lists": {"bad": {"gives": ["discount"]}}}, "the black list `bad` gives"),
        ({"lists": {f"list-{k}": {} for k in range(32)}}, "32 lists"),
        ({"adapt": {"fear": {"strength": -0.5, "steepness": 20, "learning": 0.1, "floor": 0, "aware": 1}}}, "provokes too much"),
        (
            {"lists": {"good": {"colour": "red"}}, "agencies": {"shops": {"receives": ["good"], "withholds": ["air"]}}},
            "agency `shops` withholds",
        ),
    ],
)
def test_what_the_tables_cannot_hold_is_refused(parts: dict[str, Any], message: str) -> None:
    assert message in refusal(regime(**parts))


def test_runs_out_of_bounds_are_refused() -> None:
    one = regime()
    assert "0 months" in refusal(one, months=0)
    assert "25 worlds" in refusal(*[one] * 25)
    assert "no pair" in refusal(one, pairs=[(0, 1)])
    assert "no pair" in refusal(one, mutes={0: 0})


def test_a_rare_act_that_the_frailest_would_commit_too_often_is_refused() -> None:
    often = act("traffic.drunk-driving", Fraction(1, 2))
    frail = town().quantile.copy()
    frail[Q_FRAILTY, -1] = 5 * 65536
    crowd = town()._replace(acts=(often,), quantile=frail)
    with pytest.raises(RegimeError, match="more than twice a month"):
        compile_tables([regime()], crowd, START, 1)
    assert np.array_equal(compile_tables([regime()], town()._replace(acts=(often,)), START, 1).tables.act[:, rt.ACT_DENSE], [-1])


def test_a_hardship_that_no_word_holds_is_refused() -> None:
    """At the highest base rate, 8 a month, the product of rate and multiplier leaves 63 bits from a multiplier of 16 on."""
    frail = town().quantile.copy()
    frail[Q_FRAILTY:, -1] = 40 * 65536
    fine = act("traffic.jaywalking", Fraction(5), everyday=True)._replace(hardship=Fraction(15))
    crowd = town()._replace(acts=(fine,), quantile=frail)
    compile_tables([regime()], crowd, START, 1)
    with pytest.raises(RegimeError, match="reckoned"):
        compile_tables([regime()], crowd._replace(acts=(fine._replace(hardship=Fraction(16)),)), START, 1)


def test_lent_identities_need_no_perceived_risk_but_people_who_may_know() -> None:
    lends = regime(adapt={"lending": {"share": 0.25, "contexts": ["transport"]}})
    for world, share in ((lends, 2**30), (lends.muted(follows=True), 0), (regime(), 0)):
        row = compiled(world).tables.react[0]
        assert (row[rt.X_LEND], row[rt.X_LEND_FROM] > 0, row[rt.X_RISK]) == (share, share > 0, 0)


def test_a_vague_heading_by_strictness_and_group() -> None:
    """Mean .108924 and spread .048976 among officials; half a logit more brings 1.5213 times as many (science of discretion, form 10)."""
    rule = {"mean": 0.1, "official-sd": 0.5, "group": {"minority": 0.5}, "core": 0.25}
    schemes = {name: {"catalog": {"public-order.disorder": {"discretion": rule}, "traffic.ticket": {}}} for name in ("a", "b")}
    done = compiled(regime(schemes=schemes), regime())
    vague, plain = done.tables.entry[0, done.names.schemes.index("b"), [4, 0]]
    assert (vague[rt.E_VAGUE], vague[rt.E_CORE], plain[rt.E_VAGUE], plain[rt.E_CORE]) == (1, 2**30, 0, 0)
    one, other = done.tables.discretion[:2] / 2**32
    assert (done.tables.discretion[2:] == 0).all()
    assert (np.diff(one) >= 0).all()
    assert (one.mean(), one.std()) == pytest.approx((0.108924, 0.048976), abs=2e-5)
    assert other.mean() / one.mean() == pytest.approx(1.5213, abs=1e-4)
    alike = compiled(regime(schemes={"a": {"catalog": {"traffic.ticket": {"discretion": {"mean": 0.125}}}}})).tables.discretion
    assert np.abs(alike - 2**29).max() <= 1
    with pytest.raises(RegimeError, match="no group `minority`"):
        compile_tables([regime(schemes=schemes)], town()._replace(groups=("majority",)), START, 12)
