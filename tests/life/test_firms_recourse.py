"""Enterprises under the law: notice, a court with a queue, fines, lists that give, schemes that end; each alone, by its closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.life.small import unequal
from tests.life.test_firms import ALWAYS, OFTEN, firms, lived, total
from tests.oracles.runs import HERE, near_ratio, rules

from counterlife.life.tally import FIRM_FLOW, FLOW
from counterlife.regime.load import load
from counterlife.regime.reading import RegimeError
from counterlife.town.people import draw
from counterlife.town.traits import ADULT

NAMED = "schemes.file.catalog.firm.false-filing"


def court(capacity: str, wrong: float, right: float, takes: str = "1 month") -> str:
    odds = f"files: {{if-wrong: 1, if-right: 1}}, succeeds: {{if-wrong: {wrong}, if-right: {right}}}"
    return f"recourse.firms={{court: {{capacity: {capacity}, {odds}, takes: {takes}}}}}"


def by_month(name: str, tally: object, world: int = 0) -> list[int]:
    first = FIRM_FLOW[name]
    return [int(x) for x in tally.firm[world, :, :, first].sum(axis=1)]  # type: ignore[attr-defined]


def test_a_court_of_firms_decides_its_whole_cases_and_the_others_wait() -> None:
    """Nearly every firm is listed within two months and appeals; each month the court decides its whole cases, the fraction is carried."""
    made = firms(*ALWAYS, "lists.named.exits=[appeal]", court("100 per 10000 adults", 0, 0), town=OFTEN)
    for tally in lived(made):
        adults = int(tally.flow[0, 0, :, FLOW["adults"]].sum())
        capacity = (100 << 16) * adults // 10_000
        decided = np.cumsum(np.array(by_month("appeals-lost", tally)) + tally.firm[0, :, :, FIRM_FLOW["appeals-lost"] + 1].sum(axis=1))
        # In the first month nobody is heard yet: whole cases lapse, the fraction stays.
        due = [((capacity & 0xFFFF) + t * capacity) >> 16 for t in range(len(decided))]
        waiting = np.array(by_month("appeals-waiting", tally))
        busy = waiting > 0
        assert busy[:8].all()
        assert decided[:8].tolist() == due[:8]
        assert not tally.firm[0, ..., FIRM_FLOW["appeals-won"] : FIRM_FLOW["appeals-won"] + 2].any()


def test_each_district_has_a_court_of_firms() -> None:
    """Two courts carry their own fractions, and hear the firms whose representatives live in their district."""
    sets = (*ALWAYS, "lists.named.exits=[appeal]", court("90 per 10000 adults", 0, 0))
    made = firms(*sets, town=(*OFTEN, "district=200 persons"))
    pooled = firms(*sets, town=OFTEN)
    differ = False
    for place, (tally, whole) in enumerate(zip(lived(made), lived(pooled), strict=True)):
        adults = draw(made.town, 1, place).byte[ADULT]
        due = [
            sum(((((90 << 16) * int(half.sum()) // 10_000) * (t + 1) - (((90 << 16) * int(half.sum()) // 10_000) >> 16 << 16)) >> 16)
                for half in (adults[:200], adults[200:]))
            for t in range(6)
        ]  # fmt: skip
        decided = [sum(tally.firm[0, : t + 1, :, FIRM_FLOW["appeals-lost"] + k].sum() for k in range(2)) for t in range(6)]
        assert decided == due
        differ |= bool((tally.firm[0] != whole.firm[0]).any())
    assert differ, "one court carries one fraction"


def test_only_those_win_whose_listing_is_wrong_where_only_they_do() -> None:
    sets = ("channels.register.mistaken-firm=0.4", "lists.named.exits=[appeal]")
    heard, unheard = (lived(firms(*sets, court("10000 per 10000 adults", wrong, 0))) for wrong in (1, 0))
    assert total(heard, "appeals-won", 0).sum() > 0
    assert total(heard, "appeals-won", 1).sum() == 0
    # A wrong listing is sanctioned in the month of the verdict and no longer, so wrong months are fewer.
    wrong, all_wrong = total(heard, "sanctioned", 1).sum(), total(unheard, "sanctioned", 1).sum()
    assert 0 < wrong < all_wrong / 2


def test_a_longer_case_waits_longer_and_ends_alike() -> None:
    fast, slow = (
        firms(*ALWAYS, "lists.named.exits=[appeal]", court("10000 per 10000 adults", 0, 0, takes)) for takes in ("1 month", "4 months")
    )
    for one, other in zip(lived(fast), lived(slow), strict=True):
        filed, lost = by_month("appeals-filed", one), (by_month("appeals-lost", each) for each in (one, other))
        assert filed == by_month("appeals-filed", other)
        quick, late = lost
        assert late[4:] == quick[1:-3]


@pytest.mark.parametrize("rate", [0.1, 0.7])
def test_a_firm_that_is_not_told_learns_at_its_rate(rate: float) -> None:
    ways = f"recourse.firms={{learns: {rate} per firm-month, rectify: 1 per firm-month}}"
    tallies = lived(firms(*ALWAYS, "lists.named.notice-firm=0", ways))
    assert (total(tallies, "unnotified") == total(tallies, "entries")).all()
    unaware = np.array([by_month("unaware", tally)[:-1] for tally in tallies])
    learned = np.array([by_month("learned", tally)[1:] for tally in tallies])
    near_ratio("learned", learned.sum(axis=1), unaware.sum(axis=1), -math.expm1(-rate))


def test_what_a_firm_does_not_know_it_does_not_set_right() -> None:
    ways = "recourse.firms={rectify: 1 per firm-month}"
    told, untold = (lived(firms(*ALWAYS, "lists.named.exits=[rectify]", f"lists.named.notice-firm={share}", ways)) for share in (1, 0))
    assert total(told, "exits").sum() > 0
    assert total(untold, "exits").sum() == 0


def test_fines_of_firms_are_paid_a_month_later_and_cost_work_like_turnover_lost() -> None:
    """Turnover 500 yuan, a fine of 50: in the month in which it falls due work is lost at a tenth of `jobs`."""
    sets = (f"{NAMED}={{fine: 50 yuan}}", "lists=", "channels.register.catches=1", "bear.firms={jobs: 0.2 per person-month}")
    tallies = lived(firms(*sets, town=OFTEN))
    for tally in tallies:
        records = [int(x) for x in tally.firm[0, :, :, FIRM_FLOW["records"]].sum(axis=1)]
        assert by_month("fines", tally) == [0, *(5000 * n for n in records[:-1])]
        assert not tally.firm[0, ..., FIRM_FLOW["turnover-lost"]].any()
    employed = [tally.flow[0, 1:, :, FLOW["employed"]].sum() for tally in tallies]
    lost = [tally.flow[0, 1:, :, FLOW["jobs-lost-firm"]].sum() for tally in tallies]
    near_ratio("work lost to fines", lost, employed, -math.expm1(-1.9) * -math.expm1(-0.02))


def test_a_muted_world_fines_firms_under_ordinary_law_only() -> None:
    fined = [
        lived(firms(f"{NAMED}={{fine: 50 yuan}}", "lists=", *more))
        for more in ((), ("mute.follows=off",), ("mute.follows=off", "schemes.file.ordinary=on"))
    ]
    plain, muted, ordinary = (total(tallies, "fines").sum() for tallies in fined)
    assert muted == 0 < plain == ordinary


TRUSTED = ("lists.named.colour=red", "lists.named.withholds=[]", "lists.named.gives=[fast-lane]")


def test_whoever_is_trusted_is_looked_at_less() -> None:
    """On the red list for three months after an act that was seen; with `spares` 1 nothing is seen meanwhile."""
    spared, plain = (lived(firms(*TRUSTED, f"channels.register.spares={share}")) for share in (1, 0))
    for tally in spared:
        seen, rewarded = by_month("seen", tally), by_month("rewarded", tally)
        assert rewarded[3:] == [sum(seen[t - 3 : t]) for t in range(3, len(seen))]
        assert not tally.firm[0, ..., FIRM_FLOW["places"]].any()
    free = total(spared, "firms") - total(spared, "rewarded")
    near_ratio("seen of those not trusted", total(spared, "seen"), free, -math.expm1(-0.1) / 2)
    assert total(spared, "seen").sum() < total(plain, "seen").sum()


def test_whoever_has_no_easy_paperwork_is_looked_at_more() -> None:
    """In the last months nearly every firm is listed: of the half that would be missed half is caught; at 0, none of it."""
    listed = ("lists.named.withholds=[paperwork]", "lists.named.term=until it ends")
    for presses, caught in ((0.5, 0.75), (0, 0.5)):
        tallies = lived(firms(*listed, f"channels.register.presses={presses}", town=OFTEN))
        seen, acts = ([sum(by_month(name, tally)[16:]) for tally in tallies] for name in ("seen", "acts"))
        near_ratio("seen of what firms do", seen, acts, caught)


def test_a_band_above_the_start_gives() -> None:
    """Whoever gains points stands above; the others never."""
    rated = (
        "schemes.file.score={start: 50 points, least: 0 points, most: 100 points}",
        "schemes.file.bands={A: {from: 60 points}, B: {from: 0 points}}",
        "schemes.file.catalog={firm.false-filing: {points: +10}}",
        "schemes.file.follows={A: {gives: [cheap-loan]}}",
        "lists=",
    )
    for tally in lived(firms(*rated)):
        high = FIRM_FLOW["band"] + 1
        assert (tally.firm[0, ..., high] == tally.firm[0, ..., FIRM_FLOW["red-places"]]).all()
        assert tally.firm[0, ..., FIRM_FLOW["rewarded"]].sum() > 0
        assert tally.firm[0, ..., FIRM_FLOW["sanctioned"]].sum() == 0


def test_a_scheme_of_firms_ends_with_its_files_and_lists() -> None:
    ended, endless = lived(firms("schemes.file.lasts=10 months")), lived(firms())
    kept = lived(firms("schemes.file.lasts=10 months", "schemes.file.files=kept"))
    for tally, whole, stays in zip(ended, endless, kept, strict=True):
        assert (tally.firm[0, :10] == whole.firm[0, :10]).all()
        late = tally.firm[0, 10:].sum(axis=(0, 1))
        assert not late[FIRM_FLOW["places"]]
        assert not late[FIRM_FLOW["records"]]
        assert not late[FIRM_FLOW["on-file"]]
        assert whole.firm[0, 10:, :, FIRM_FLOW["places"]].any()
        assert not stays.firm[0, 10:, :, FIRM_FLOW["records"]].any()
        assert stays.firm[0, 10, :, FIRM_FLOW["on-file"]].sum() > 0


@pytest.mark.parametrize(
    "off",
    [
        "channels.register.spares=1",
        "recourse.firms={learns: 1 per firm-month}",
        f"{NAMED}={{list: named, fine: 0 yuan}}",
        court("10000 per 10000 adults", 1, 1),
    ],
)
def test_off_changes_nothing(off: str) -> None:
    """Nobody trusted to spare, nobody untold to learn, a fine of nothing, a court to which no list lets anybody go."""
    plain, other = (made.tallies(2)[1] for made in (firms(), firms(off)))
    assert not unequal(plain, other)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("lists.named.gives=[fast-lane]", "gives"),
        ("lists.named.colour=red", "withholds"),
        (court("1 per 10000 adults", 1, 1, "0 months"), "at least a month"),
    ],
)
def test_what_does_not_fit_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(RegimeError, match=said):
        firms(wrong)


def test_two_ways_to_appeal_are_refused() -> None:
    nobody = "{if-wrong: 0, if-right: 0}"
    at_a_rate = "appeal: {if-wrong: 0 per firm-month, if-right: 0 per firm-month}"
    both = f"recourse.firms={{{at_a_rate}, court: {{capacity: 0, files: {nobody}, succeeds: {nobody}}}}}"
    with pytest.raises(RegimeError, match="not both"):
        load(HERE / "regimes" / "firms.yaml", [both])
    assert rules("firms").recourse.firms is None
