"""Oracles of what holds lists down: a judge's leave, proportion to the act, schemes that end, help with appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.oracles.runs import near_ratio, oracle, rules

from counterlife.life.columns import GROUNDS, LISTED, PENDING, R_MONTH, RECORD, SINCE
from counterlife.life.tally import ROW_CAUSE
from counterlife.regime import tables as rt
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.regime.model import Regime

OFTEN = ("community=500 persons", "acts.court.unperformed-order.rate=0.02 per person-month")
ONCE = "schemes.enforcement.catalog={court.unperformed-order: {list: defaulters, until: 2014-02}}"
AIR, JOB = DOMAINS.index("air"), DOMAINS.index("public-job")


def world(*sets: str) -> Regime:
    return rules("orders-list", *sets)


def judged(capacity: float, wrong: float, right: float) -> str:
    return f"law.authorisation={{capacity: {capacity} per 10000 adults, passes: {{if-wrong: {wrong}, if-right: {right}}}}}"


@pytest.mark.parametrize(("mistaken", "passing"), [(0, 0.9), (1, 0.3)])
def test_a_judge_stops_some_listings(mistaken: float, passing: float) -> None:
    """Of right listings nine in ten pass, of wrong ones three; a person is always on the list, so every record is a case."""
    sets = (f"channels.court-files.mistaken-person={mistaken}", "lists.defaulters.term=1 month", "lists.defaulters.exits=[expiry]")
    both = [oracle(one, town="orders", months=60, town_sets=OFTEN) for one in (world(judged(10_000, 0.3, 0.9), *sets), world(*sets))]
    listed, cases = (made.of_list(made.tallies(20), "defaulters", "entries", None).sum(axis=1) for made in both)
    if mistaken:  # a record is pinned on somebody else but for the chance of hitting the actor
        near_ratio("wrong listings that pass", listed, cases, 0.3 + 0.6 / 500)
    else:
        near_ratio("right listings that pass", listed, cases, passing)


def test_cases_wait_for_a_judge() -> None:
    """Some 10 cases a month and 500 adults, judges for five: five are listed each month, however many wait."""
    made = oracle(world(judged(100, 1, 1)), town="orders", months=12, town_sets=OFTEN)
    entries = made.of_list(made.tallies(10), "defaulters", "entries", None)
    assert (entries <= 5).all()
    assert (entries[:, 6:] == 5).all()
    nobody = oracle(world(judged(0, 1, 1)), town="orders", months=6, town_sets=OFTEN)
    assert not nobody.of_list(nobody.tallies(2), "defaulters", "entries", None).any()


def test_each_district_has_its_judges() -> None:
    """Judges of 250 adults look at two cases and a half: two in one month and three in the next, in each of two districts."""
    made = oracle(world(judged(100, 1, 1)), town="orders", months=12, town_sets=(*OFTEN, "district=250 persons"))
    entries = made.of_list(made.tallies(10), "defaulters", "entries", None)
    assert (entries[:, 6:] == [4, 6, 4, 6, 4, 6]).all()
    one, other = (
        oracle(world(judged(100, 1, 1)), town="orders", months=12, town_sets=(*OFTEN, *sets)).tallies(1)[0]
        for sets in ((), ("district=500 persons",))
    )
    assert (one.flow == other.flow).all(), "a district as large as the community is none"


def test_who_waits_longest_is_judged_first() -> None:
    """Cases come before a judge in the order in which they were filed: nobody is listed while an older case waits."""
    made = oracle(world(judged(100, 1, 1)), town="orders", months=12, town_sets=OFTEN)
    for _, state, _ in made.states(5):
        l = made.names.lists.index("defaulters")
        listed = [p for p in range(state.number.shape[2]) if state.number[0, LISTED, p] >> l & 1]
        waiting = [p for p in range(state.number.shape[2]) if state.number[0, PENDING, p] >> l & 1]
        assert len(waiting) > 20
        came = {p: int(state.records[0, state.listings[0, l, p, RECORD] - 1, R_MONTH]) for p in listed}
        waits = [int(state.records[0, state.listings[0, l, p, GROUNDS] - 1, R_MONTH]) for p in waiting]
        assert max(came.values()) <= min(waits)
        in_order = sorted((int(state.listings[0, l, p, SINCE]), came[p]) for p in listed)
        assert [month for _, month in in_order] == sorted(came.values())


def test_a_listing_lasts_in_proportion_to_the_act() -> None:
    """Gravity 4, two months a point: eight months, then the listing has expired; without a limit it never does."""
    sets = ("lists.defaulters.proportion={per-point: 2 months}", "lists.defaulters.exits=[]")
    made = oracle(world(ONCE, *sets), town="orders-once", months=24)
    tallies = made.tallies(4)
    entries = made.of_list(tallies, "defaulters", "entries", None).sum(axis=1)
    assert (made.spells(tallies, "listing", "expired")[:, 8] == entries).all()
    assert entries.all()
    endless = oracle(world(ONCE), town="orders-once", months=24)
    assert not endless.spells(endless.tallies(1), "listing", "expired").any()


def test_only_related_rights_are_withheld() -> None:
    """Some reading relates flights to a court's order, and no reading public posts."""
    both = "lists.defaulters.withholds=[air, public-job]"
    limited = oracle(world(ONCE, both, "lists.defaulters.proportion={related: on}"), town="orders-once", months=6)
    free = oracle(world(ONCE, both), town="orders-once", months=6)
    cut, whole = (sum(tally.cross[0, :, :, ROW_CAUSE:].sum(axis=(0, 1, 2)) for tally in made.tallies(2)) for made in (limited, free))
    assert cut[AIR] == whole[AIR] > 0
    assert cut[JOB] == 0 < whole[JOB]


def test_a_scheme_ends_with_its_files() -> None:
    """Ten months from 2014 on: no record after, none left, nobody on its list; before, as without an end."""
    made = oracle(world("schemes.enforcement.lasts=10 months"), world(), town="orders", months=24, town_sets=OFTEN)
    tallies = made.tallies(10)
    records, without = made.flow(tallies, "records"), made.flow(tallies, "records", world=1)
    assert (records[:, :10] == without[:, :10]).all()
    assert records[:, :10].any()
    assert not records[:, 10:].any()
    stock = made.of_list(tallies, "defaulters", "stock", None)
    assert stock[:, 9].all()
    assert not stock[:, 10:].any()


def test_aids_multiply_and_stay_shares() -> None:
    aids = "recourse.appeal.aids={letters: {files: 2}, advice: {files: 1.5, succeeds: 3}}"
    helped, plain = (oracle(rules("appeals", *sets), town="orders", months=1).tables.world[0] for sets in ((aids,), ()))
    assert helped[rt.W_FILES_WRONG] == pytest.approx(min(1 << 32, 3 * plain[rt.W_FILES_WRONG]), abs=3)
    assert helped[rt.W_FILES_RIGHT] == pytest.approx(min(1 << 32, 3 * plain[rt.W_FILES_RIGHT]), abs=3)
    assert helped[rt.W_WINS_WRONG] == min(1 << 32, 3 * plain[rt.W_WINS_WRONG]) == 1 << 32
