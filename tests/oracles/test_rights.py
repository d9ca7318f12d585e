"""Oracles of what some rights are in life: property, hotels, easy paperwork, honours; of fines that courts add, and of second documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.oracles.runs import Oracle, chance, near_ratio, oracle, rules

from counterlife.life.tally import FLOW
from counterlife.regime.load import RegimeError
from counterlife.regime.reading import RegimeError as FileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterlife.life.tally import Tally

LISTED = 1 - np.exp(-8)
"""The share of adults whom the first month lists, for six months."""
WORKLESS = ("work.employed=0", "work.hire=0.2 per person-month")
TRAVEL = "bear.travel-work={{needed: 1, job-loss: 0.1 per person-month, hotels: {hotels}}}"


def lived(*sets: str, town: Sequence[str] = (), months: int = 9, communities: int = 12) -> tuple[Oracle, list[Tally]]:
    """The world beside its muted twin."""
    world = rules("barred", *sets)
    made = oracle(world, world.muted(), town="streets", months=months, town_sets=town, pairs=[(0, 1)])
    return made, made.tallies(communities)


def test_who_cannot_move_finds_less_work() -> None:
    """A third of hirings is lost in the first month in which property is withheld; for another right, or at 0, none is."""
    held = "lists.held.withholds=[property]"
    made, tallies = lived(held, "bear.property.hirings=0.4", town=WORKLESS)
    found = made.flow(tallies, "jobs-found")[:, 1]
    without = made.flow(tallies, "adults")[:, 1] - made.flow(tallies, "jobs-found")[:, 0]
    near_ratio("found work", found, without, chance(0.2) * (1 - 0.4 * LISTED))
    for sets in ((held,), ("bear.property.hirings=0.4",)):
        plain, counts = lived(*sets, town=WORKLESS, communities=2)
        assert (plain.flow(counts, "jobs-found") == plain.flow(counts, "jobs-found", world=1)).all()


def test_homes_that_cannot_be_bought() -> None:
    """At the town's demand, in the six months; nobody fails where nothing says what property is."""
    sets, town = ("lists.held.withholds=[property]", "bear.property.hirings=0.1"), ("demand={property: 0.1 per person-month}",)
    made, tallies = lived(*sets, town=town)
    lost = made.flow(tallies, "purchases-lost")
    near_ratio("attempts that fail", lost[:, 1:7].sum(axis=1), 6 * made.flow(tallies, "adults")[:, 1], LISTED * chance(0.1))
    assert not lost[:, [0, 7, 8]].any()
    assert not made.flow(tallies, "purchases-lost", world=1).any()
    unsaid, tallies = lived(sets[0], town=town, communities=1)
    assert not unsaid.flow(tallies, "purchases-lost").any()


@pytest.mark.parametrize("hotels", [0.5, 0])
def test_work_that_needs_hotels_on_the_way(hotels: float) -> None:
    made, tallies = lived("lists.held.withholds=[hotel-luxury]", TRAVEL.format(hotels=hotels))
    lost = made.flow(tallies, "jobs-lost")
    if hotels == 0:
        assert not lost.any()
        return
    near_ratio("work lost", lost[:, 1], made.flow(tallies, "adults")[:, 1], LISTED * chance(0.1 * hotels))
    whole, tallies = lived("lists.held.withholds=[hotel-luxury, air]", TRAVEL.format(hotels=hotels))
    near_ratio(
        "with flights withheld too", whole.flow(tallies, "jobs-lost")[:, 1], whole.flow(tallies, "adults")[:, 1], LISTED * chance(0.1)
    )


def test_repair_takes_longer_without_easy_paperwork() -> None:
    """Everybody told is repaired in the third month of the listing; two months later where paperwork is withheld."""
    ways = ("lists.held.notice=1", "lists.held.exits=[repair]", "recourse.repair={after: 2 months, granted: 8 per person-month}")
    for right, delay, first in (("air", 2, 2), ("paperwork", 2, 4), ("paperwork", 0, 2)):
        made, tallies = lived(f"lists.held.withholds=[{right}]", f"bear.paperwork.delay={delay} months", *ways, communities=3)
        left = made.of_list(tallies, "held", "exits", 4)  # repaired
        assert not left[:, :first].any()
        near_ratio("repaired", left[:, first], made.of_list(tallies, "held", "entries", None)[:, 0], LISTED)


def test_no_reward_without_honours() -> None:
    """Everybody is on the red list too; those from whom honours are withheld get nothing by it, if the regime says so."""
    red = "lists.praised={colour: red, gives: [discount], term: 8 months}"
    named = "schemes.praise={catalog: {public-order.littering: {list: praised}}}"
    sets = (red, named, "channels.police-files.feeds=[file, praise]", "lists.held.withholds=[honour]")
    town = ("acts.public-order.littering.rate=8 per person-month",)
    made, tallies = lived(*sets, "bear.honour.rewards=yes", town=town)
    rewarded = made.flow(tallies, "rewarded")
    near_ratio("rewarded in spite of it", rewarded[:, 3], made.flow(tallies, "adults")[:, 3], (1 - np.exp(-24)) * (1 - LISTED))
    plain, counts = lived(*sets, town=town)
    near_ratio("rewarded where it says nothing", plain.flow(counts, "rewarded")[:, 1], plain.flow(counts, "adults")[:, 1], LISTED)
    assert (plain.flow(counts, "sanctioned-any") == made.flow(tallies, "sanctioned-any")).all()


def fined(*sets: str, months: int = 9) -> tuple[Oracle, list[Tally]]:
    return lived("lists.held.exits=[pay]", *sets, months=months)


def test_courts_fine_those_who_are_still_on_the_list() -> None:
    """Half of those listed are fined 300 yuan in the third month, which falls due in the fourth; the muted world fines nobody."""
    made, tallies = fined("lists.held.fine={sum: 300 yuan, after: 2 months, share: 0.5}")
    laid, cents, paid = (made.flow(tallies, name) for name in ("court-fined", "court-fine", "fines"))
    near_ratio("fined", laid[:, 2], made.flow(tallies, "adults")[:, 2], LISTED / 2)
    assert (cents == 30_000 * laid).all()
    assert not laid[:, [0, 1, *range(3, 9)]].any()
    assert (paid[:, 3] == cents[:, 2]).all()
    assert paid.sum() == cents.sum()
    assert not made.flow(tallies, "court-fined", world=1).any()
    assert not any(tally.flow[0, :, :, FLOW["debt-made"]].any() for tally in tallies), "what is owed for fines is no judgment debt"


def test_nobody_is_fined_who_has_left_or_where_nothing_says_so() -> None:
    none, tallies = fined("lists.held.fine={sum: 300 yuan, after: 7 months}")
    assert not none.flow(tallies, "court-fined").any()
    none, tallies = fined("lists.held.fine={sum: 0 yuan, after: 2 months}")
    assert not none.flow(tallies, "court-fine").any()


def test_a_fine_needs_an_order() -> None:
    with pytest.raises(RegimeError, match="exit `pay` or `perform`"):
        lived("lists.held.fine={sum: 300 yuan, after: 2 months}")
    with pytest.raises(FileError, match="no `fine`"):
        oracle(rules("firms", "lists.named.fine={sum: 3 yuan, after: 2 months}", "lists.named.exits=[pay]"), town="firms", months=2)


DOCUMENTS = "law.documents={second: 0.4, rights: [air], joined: 2014-05}"


def test_a_second_document_until_they_are_joined_up() -> None:
    """Four in ten fly on by another document; from the month in which documents are joined up nobody does."""
    made, tallies = lived(DOCUMENTS)
    adults, barred, slipped = (made.flow(tallies, name) for name in ("adults", "sanctioned-any", "slipped"))
    near_ratio("from whom nothing is withheld", slipped[:, 1], adults[:, 1], 0.4 * LISTED)
    plain, counts = lived()
    everybody = plain.flow(counts, "sanctioned-any")
    assert (barred + slipped == everybody).all()
    assert not slipped[:, 4:].any()
    assert slipped[:, 1:4].all()


def test_documents_open_only_what_asks_for_one() -> None:
    """Nothing slips for a right that asks for no document, or where nobody has a second one."""
    for sets in (("lists.held.withholds=[credit]", DOCUMENTS), ("law.documents={second: 0, rights: [air]}",)):
        made, tallies = lived(*sets, communities=2)
        _, counts = lived(sets[0] if "lists" in sets[0] else "lists.held.withholds=[air]", communities=2)
        assert not made.flow(tallies, "slipped").any()
        assert all((one.flow == other.flow).all() for one, other in zip(tallies, counts, strict=True))
    for_ever, tallies = lived("law.documents={second: 1, rights: [air]}", communities=1)
    assert not for_ever.flow(tallies, "sanctioned-any").any()
