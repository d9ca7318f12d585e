"""Oracles of redress without a court, of copies that can be contested, and of courts by district."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.life.small import unequal
from tests.oracles.runs import month, near, near_ratio, oracle, rules
from tests.oracles.test_endings import ONCE, agencies
from tests.oracles.test_recourse import stationary

from counterlife.life.tally import FLOW
from counterlife.words import WAYS

OFTEN = ("community=500 persons", "acts.court.unperformed-order.rate=0.02 per person-month")
OFFICE = "recourse.ombudsman={complaints: 0.2 per person-month, succeeds: 0.5}"
ALL_WRONG = "channels.court-files.mistaken-person=1"
CORRECTED, BY_APPEAL = WAYS.index("corrected"), WAYS.index("appeal")


def test_an_ombudsman_ends_unearned_listings_at_complaints_times_success() -> None:
    made = oracle(rules("orders-list", ALL_WRONG, OFFICE), town="orders", months=24, town_sets=OFTEN)
    tallies = made.tallies(20)
    left, stay = (made.of_list(tallies, "defaulters", "exits", CORRECTED), made.of_list(tallies, "defaulters", "stock"))
    near_ratio("freed by an ombudsman", left.sum(axis=1), (left + stay).sum(axis=1), -math.expm1(-0.1))
    assert (made.flow(tallies, "records-struck").sum(axis=1) == left.sum(axis=1)).all(), "the record behind a wrong listing goes with it"


@pytest.mark.parametrize("off", [OFFICE, "recourse.ombudsman={complaints: 0 per person-month, succeeds: 1}"])
def test_an_ombudsman_frees_nobody_who_earned_it(off: str) -> None:
    earned = () if "0.2" in off else (ALL_WRONG,)
    with_, without = (oracle(rules("orders-list", *earned, *sets), town="orders", months=12, town_sets=OFTEN) for sets in ((off,), ()))
    assert not unequal(with_.tallies(1)[0], without.tallies(1)[0])


SOURCES = (
    "channels.court-files.mistaken-person=0.3",
    "lists.defaulters.exits=[correction]",
    "recourse.correction={on-request: 0.05 per person-month}",
)


@pytest.mark.parametrize("finds", [0.5, 1])
def test_one_error_found_frees_all_of_its_source(finds: float) -> None:
    """In a month with an error found, each wrong record of the same channel goes with probability `finds`."""
    made = oracle(rules("orders-list", *SOURCES, f"recourse.redress={{finds: {finds}}}"), town="orders", months=24, town_sets=OFTEN)
    tallies = made.tallies(20)
    struck, corrected, left = (made.flow(tallies, name) for name in ("redressed", "wrong-corrected", "wrong-records"))
    looked = corrected > struck
    if finds == 1:
        assert not left[looked].any()
        assert struck.sum() > 0
    else:
        near_ratio("found in the same source", (struck * looked).sum(axis=1), ((struck + left) * looked).sum(axis=1), finds)
    assert not struck[~looked].any(), "nobody looks where nothing was found"
    lists = made.of_list(tallies, "defaulters", "exits", CORRECTED)
    alone = oracle(rules("orders-list", *SOURCES), town="orders", months=24, town_sets=OFTEN)
    assert lists.sum() > alone.of_list(alone.tallies(20), "defaulters", "exits", CORRECTED).sum()


def test_other_sources_are_not_looked_into_and_none_without_the_rule() -> None:
    """What was reported falsely to another channel stands, whatever is found of the court's files."""
    false = "{rate: 0.02 per person-month, of: court.unperformed-order}"
    tips = f"channels.informants={{context: informant, false-reports: {false}, feeds: [enforcement]}}"
    known = "lists.defaulters.notice=0"  # nobody knows, so nobody asks and no error is found
    made = oracle(rules("orders-list", *SOURCES, tips, known, "recourse.redress={finds: 1}"), town="orders", months=12, town_sets=OFTEN)
    assert not made.flow(made.tallies(2), "redressed").any()
    off = ((), ("recourse.redress={finds: 0}",))
    plain, none = (oracle(rules("orders-list", *SOURCES, *sets), town="orders", months=12, town_sets=OFTEN) for sets in off)
    assert not unequal(plain.tallies(1)[0], none.tallies(1)[0])


COPIED = (ONCE, "lists.defaulters.term=2 months", agencies(1, 0.1))


@pytest.mark.parametrize(("notice", "stays"), [(1, 0.9 * math.exp(-0.2)), (0, 0.9)])
def test_copies_that_can_be_contested_go_sooner(notice: float, stays: float) -> None:
    """A copy that its agency clears at .1 a month, and at a further rate of .2 where the person was told of it."""
    contest = f"recourse.copies={{notice: {notice}, on-request: 0.2 per person-month}}"
    made = oracle(rules("orders-list", *COPIED, contest), town="orders-once", months=120)
    tallies = made.tallies(12)
    held = made.of_list(tallies, "defaulters/copies", "stock").sum(axis=1)
    exits = made.of_list(tallies, "defaulters", "exits", WAYS.index("expired")).sum(axis=1)
    near_ratio("months on a copy", held, exits, stays / (1 - stays))


def test_an_appeal_against_a_copy_ends_it_and_strikes_nothing() -> None:
    court = "recourse.appeal={capacity: 10000 per 10000 adults, files: {if-wrong: 1, if-right: 0}, succeeds: {if-wrong: 1, if-right: 0}}"
    contest = "recourse.copies={notice: 1, appeal: on}"
    made = oracle(rules("orders-list", *COPIED, court, contest), town="orders-once", months=24)
    tallies = made.tallies(2)
    assert made.of_list(tallies, "defaulters/copies", "exits", BY_APPEAL).sum() == made.flow(tallies, "appeals-won").sum() > 0
    assert not made.flow(tallies, "records-struck").any()
    off = (("recourse.copies={appeal: on}",), ())
    untold, none = (oracle(rules("orders-list", *COPIED, court, *sets), town="orders-once", months=24) for sets in off)
    assert not unequal(untold.tallies(1)[0], none.tallies(1)[0])


def test_two_districts_wait_as_two_courts_do() -> None:
    """Courts of 1,000 persons decide a case a month each, whatever the size of the community that they lie in."""
    people, months, load = 1000, 900, 0.8
    rare = f"acts.court.unperformed-order.rate={month(load / people)}"
    made = oracle(rules("court"), town="orders", months=months, town_sets=(rare, "community=2000 persons", "district=1000 persons"))
    waiting = made.flow(made.tallies(24), "appeals-waiting")
    queue, _ = stationary(people, load / people)
    near("cases waiting in two districts", waiting[:, 200:].mean(axis=1), 2 * queue)
    one = oracle(rules("court"), town="orders", months=months, town_sets=(rare, "community=2000 persons"))
    pooled = one.flow(one.tallies(12), "appeals-waiting")[:, 200:].mean()
    assert pooled < 0.9 * 2 * queue, "one court of two cases a month makes people wait less"


def test_a_district_as_large_as_the_community_is_none() -> None:
    whole, none = (oracle(rules("court"), town="orders", months=12, town_sets=(*OFTEN, *sets)) for sets in (("district=500 persons",), ()))
    assert not unequal(whole.tallies(1)[0], none.tallies(1)[0])
    halves = oracle(rules("court"), town="orders", months=12, town_sets=(*OFTEN, "district=250 persons"))
    one, other = (made.tallies(1)[0].flow[0, ..., FLOW["appeals-waiting"]] for made in (halves, none))
    assert np.any(one != other)
