"""Oracles of what somebody can no longer do or have: detention, the internet, a place at a university; and of who is told of a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.oracles.runs import Oracle, chance, month, near_ratio, oracle, rules

from counterlife.life.tally import FLOW, LIST, PAIR
from counterlife.words import CAUSES, NATURES

if TYPE_CHECKING:
    from counterlife.life.tally import Tally

VIOLATION, FINANCIAL, EXPRESSION = (NATURES.index(name) for name in ("violation", "financial", "expression"))
FALSE_REPORT, MISTAKEN = CAUSES.index("false-report"), CAUSES.index("false-attribution")
DETENTION = "lists.held.withholds=[detention]"
TERM = slice(1, 7)
"""Months in which what the first month brought is withheld."""


def lived(*sets: str, months: int = 9, communities: int = 6) -> tuple[Oracle, list[Tally]]:
    """The world beside its muted twin."""
    world = rules("barred", *sets)
    made = oracle(world, world.muted(), town="streets", months=months, pairs=[(0, 1)])
    return made, made.tallies(communities)


def test_the_detained_do_not_act() -> None:
    """Six of the eight months after the first are spent in detention, in which nothing is done but what falls due by itself."""
    made, tallies = lived(DETENTION)
    free = 1 - 6 / 8 * (1 - np.exp(-8))
    for nature, left in ((VIOLATION, None), (EXPRESSION, free), (FINANCIAL, None)):
        here, there = (made.flow(tallies, "acts", nature, world)[:, 1:] for world in range(2))
        missing = np.array([tally.pair[0, 1:, :, PAIR["withheld"] + nature].sum(axis=1) for tally in tallies])
        assert (there - here == missing).all()
        if left is not None:
            near_ratio("acts left", here.sum(axis=1), there.sum(axis=1), left)
        assert (here[:, 6:] == there[:, 6:]).all()
        assert (nature == FINANCIAL) == bool((here == there).all())
    detained = made.flow(tallies, "detained")
    near_ratio("months in detention", detained[:, TERM].sum(axis=1), [6 * 1000] * len(tallies), 1 - np.exp(-8))
    assert not detained[:, 0].any()
    assert not detained[:, 7:].any()


def test_nobody_is_taken_for_the_detained() -> None:
    """All that is seen is laid to somebody else, and everybody is reported; of the months of detention hardly a record is made."""
    reports = "channels.network.false-reports={of: public-order.littering, rate: 1 per person-month}"
    sets = (reports, "channels.network.feeds=[file]", "channels.*.mistaken-person=1", "schemes.file.catalog.traffic.ticket.until=2014-02")
    held, _ = (lived(*sets, which) for which in (DETENTION, "lists.held.withholds=[air]"))
    for cause in (FALSE_REPORT, MISTAKEN):
        records = sum(tally.flow[:, :, :, FLOW["records"] + cause].sum(axis=2) for tally in held[1])
        # Nobody has a ticket of their own here: of a thousand, those on whom none was pinned stay free, by chance 1/e of them.
        free = 1 - held[0].flow(held[1], "detained")[:, 3].sum() / 6_000
        assert 0.3 < free < 0.4
        near = records[0, TERM].sum() / records[1, TERM].sum()
        assert near < free + 0.15 if cause == MISTAKEN else abs(near - free) < 0.02
        assert 0.9 < records[0, 8:].sum() / records[1, 8:].sum() < 1.1


def test_without_detention_nothing_changes() -> None:
    """Where a list withholds something else, everybody does what they do in the muted world."""
    made, tallies = lived()
    for nature in range(len(NATURES)):
        assert (made.flow(tallies, "acts", nature) == made.flow(tallies, "acts", nature, 1)).all()
    assert not made.flow(tallies, "detained").any()


def test_what_the_detained_settle() -> None:
    """They learn at once why they are held, and may appeal against that; against anything else they appeal once they are out."""
    sets = (
        DETENTION,
        "lists.held.exits=[appeal]",
        "lists.other={notice: 1, exits: [appeal], withholds: [credit]}",
        "schemes.file.catalog.finance.late-payment={list: other, since: 2014-03, until: 2014-04}",
        "channels.police-files.sees=[traffic.ticket, finance.late-payment]",
        "recourse.appeal={capacity: 10000 per 10000 adults, files: {if-wrong: 1, if-right: 1}, succeeds: {if-wrong: 0, if-right: 0}}",
    )
    made, tallies = lived(*sets)
    learned, entries = made.of_list(tallies, "held", "learned"), made.of_list(tallies, "held", "entries", None)
    assert (learned[:, 1] == entries[:, 0]).all()
    filed = made.flow(tallies, "appeals-filed", 1)
    other = made.of_list(tallies, "other", "entries", None)
    assert (filed[:, 1] == entries[:, 0]).all()
    assert (filed[:, 2:7].sum(axis=1) + filed[:, 7] == other[:, 2]).all()
    assert filed[:, 7].sum() > 0.99 * other.sum() > 0


@pytest.mark.parametrize("silent", [0.0, 0.4])
def test_without_the_internet(silent: float) -> None:
    """A share of expressions is not made, and half of what is done is not seen on line; at no share, all is said."""
    made, tallies = lived("lists.held.withholds=[internet]", f"bear.internet={{silent: {silent}, unseen: 0.5}}", communities=10)
    here, there = (made.flow(tallies, "acts", EXPRESSION, world)[:, TERM].sum(axis=1) for world in range(2))
    rate = 0.356675, 0.223144
    said = sum(chance(each * (1 - silent)) for each in rate) / sum(chance(each) for each in rate)
    if silent:
        near_ratio("expressions without the internet", here, there, said * (1 - np.exp(-8)) + np.exp(-8))
    else:
        assert (here == there).all()
    unseen, littering = made.flow(tallies, "unseen")[:, TERM].sum(axis=1), made.flow(tallies, "acts", VIOLATION)[:, TERM].sum(axis=1)
    tickets = np.array([chance(8) * 6 * 1000] * len(tallies))
    near_ratio("not seen on line", unseen, here + littering - tickets, 0.5 * (1 - np.exp(-8)))


def test_a_place_at_a_university() -> None:
    """Of those of an age to study .6 seek a place; without it a quarter of the wage is gone, also after the listing has ended."""
    sets = ("lists.held.withholds=[university]", "bear.university={sought: 0.6, wage: 0.25}")
    world = rules("barred", *sets)
    made = oracle(world, world.muted(), town="streets", months=9, town_sets=("ages={20: 1}",))
    tallies = made.tallies(8)
    lost = made.flow(tallies, "university-lost")
    near_ratio("places lost", lost[:, 1], made.flow(tallies, "adults")[:, 1], 0.6 * (1 - np.exp(-8)))
    assert not lost[:, [0, *range(2, 9)]].any()
    income = made.flow(tallies, "income")
    assert (income[:, 0] - income[:, 1] == 125_000 * lost[:, 1]).all()
    assert (income[:, 1:] == income[:, [1]]).all()
    older = oracle(world, town="streets", months=3)
    assert not older.flow(older.tallies(1), "university-lost").any()


def test_work_that_needs_travel() -> None:
    """Four in ten need it, and lose their work at a tenth a month while it is withheld; nobody does for another right."""
    rules_of = "bear.travel-work={needed: 0.4, job-loss: 0.1 per person-month}"
    made, tallies = lived(rules_of, communities=12)
    lost = made.flow(tallies, "jobs-lost")
    near_ratio("work lost", lost[:, 1], made.flow(tallies, "adults")[:, 1], 0.4 * chance(0.1) * (1 - np.exp(-8)))
    assert not lost[:, [0, 7, 8]].any()
    made, tallies = lived(rules_of, "lists.held.withholds=[school]", communities=2)
    assert not made.flow(tallies, "jobs-lost").any()


def test_rented_homes_withheld() -> None:
    """Every search of those from whom rented homes are withheld fails."""
    made = oracle(
        rules("barred", "lists.held.withholds=[rental]"), town="streets", months=9, town_sets=("demand={rental: 0.1 per person-month}",)
    )
    tallies = made.tallies(12)
    failed = made.flow(tallies, "housing-lost")
    near_ratio("homes refused", failed[:, TERM].sum(axis=1), [6 * 1000] * 12, chance(0.1) * (1 - np.exp(-8)))
    assert not failed[:, [0, 7, 8]].any()


LOOKED = (
    "bear.look-ups={employer: 0.2, lender: 0.3, landlord: 0.5, public: 0.5, counter: 0.25}",
    "lists.held.term=for life",
)
TOWN = ("work.loss=0.2 per person-month", f"work.hire={month(0.3)}", "demand={rental: 0.1 per person-month, air: 0.1 per person-month}")


@pytest.mark.parametrize(("tier", "found"), [("public", 0.5), ("counter", 0.25), ("authorities", 0.0)])
def test_tiers_of_publication(tier: str, found: float) -> None:
    """Half of those who look find what is public, a quarter what counters tell, nobody what authorities keep; a counter is silent then."""
    world = rules("barred", *LOOKED, f"lists.held.publishes={tier}", "bear.ties-break=0.1 per person-month")
    made = oracle(world, town="streets", months=24, town_sets=TOWN)
    tallies = made.tallies(8)
    adults, employed = (made.flow(tallies, name)[:, 12:].sum(axis=1) for name in ("adults", "employed"))
    near_ratio("found work", made.flow(tallies, "jobs-found")[:, 12:].sum(axis=1), adults - employed, 0.3 * (1 - 0.2 * found))
    lent, homes = (made.flow(tallies, name)[:, 12:].sum(axis=1) for name in ("credit-refused", "housing-lost"))
    if found:
        near_ratio("lent nothing", lent, adults, 0.3 * found)
        near_ratio("homes refused", homes, adults, chance(0.1) * 0.5 * found)
    else:
        assert not lent.any()
        assert not homes.any()
    learned = sum(tally.list_[0, :, :, :, LIST["learned"]].sum() for tally in tallies)
    assert (learned > 0) == (tier != "authorities")


def test_only_public_names_break_ties() -> None:
    acts = "acts.court.unperformed-order.rate=8 per person-month"
    for tier in ("public", "counter", "authorities"):
        made = oracle(
            rules("named", f"lists.defaulters.publishes={tier}", "bear.look-ups={counter: 1}"), town="star", months=6, town_sets=(acts,)
        )
        assert bool(made.flow(made.tallies(6), "ties-broken").any()) == (tier == "public")
