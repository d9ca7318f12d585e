"""Books: a balanced life passes; every kind of entry that is changed on its own is found, with its place."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measure.toy import GROUPS, LISTS, PAIRS, WORLDS, toy

from counterlife.life.books import BooksError, check
from counterlife.life.tally import FIRM_FLOW, FLOW, LIST, PAIR, ROW_ACT, STRATUM, Tally, add, empty
from counterlife.words import SPELLS, WAYS

LIFE = toy(1)


def copy(tally: Tally) -> Tally:
    return Tally(*(array.copy() for array in tally))


def fault(tally: Tally) -> str:
    with pytest.raises(BooksError) as found:
        check(tally, WORLDS, GROUPS, LISTS, PAIRS)
    return str(found.value)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 40))
def test_a_balanced_life_passes(seed: int, persons: int, months: int) -> None:
    check(toy(seed, persons, months), WORLDS, GROUPS, LISTS, PAIRS)


def test_books_of_nothing_balance() -> None:
    check(empty(2, 13, 2, 0, 0, 0, 0))
    check(empty(1, 1, 1, 1, 1, 1, 0))


def test_books_of_two_communities_balance_together() -> None:
    check(add(LIFE, toy(2)), pairs=PAIRS)


def test_what_is_counted_by_place_adds_up() -> None:
    tally = empty(2, 3, 2, 0, 0, 0, 0, places=2)
    tally.flow[..., FLOW["adults"]] = tally.person[:, :, 0] = 9
    tally.region[:, 0, ..., FLOW["adults"]], tally.region[:, 1, ..., FLOW["adults"]] = 5, 4
    tally.stratum[:, :, 0, 0, STRATUM.index("adults")], tally.stratum[:, :, 1, 2, STRATUM.index("adults")] = 5, 4
    check(tally)
    tally.region[1, 0, 2, 0, FLOW["hardship"]] = 1
    with pytest.raises(BooksError, match=r"months by place, summed: 1 is not 0, in world 1, month 2"):
        check(tally)
    tally.region[1, 0, 2, 0, FLOW["hardship"]] = 0
    tally.stratum[:, :, 0, 0], tally.stratum[:, :, 1, 2] = tally.stratum[:, :, 1, 2].copy(), tally.stratum[:, :, 0, 0].copy()
    with pytest.raises(BooksError, match=r"adults of a place: 4 is not 5, in world 0, group 0, place 0"):
        check(tally)


FLOW_FAULTS = [
    ("sanctioned", "sanctioned, summed over causes"),
    ("sanctioned-any", "sanctioned, summed over causes"),
    ("ever-sanctioned", "ever sanctioned = ever by an earned file"),
    ("ever-earned", "ever sanctioned = ever by an earned file"),
    ("wrong-made", "wrong records made = records by wrong causes"),
    ("wrong-corrected", "wrong records made = expired"),
    ("records-expired", "records gone so far"),
    ("records-struck", "records gone so far"),
    ("points-moved", "points on file"),
    ("appeals-filed", "appeals waiting"),
    ("appeals-won", "appeals waiting"),
    ("appeals-lost", "appeals waiting"),
    ("appeals-dropped", "appeals waiting"),
    ("appeals-waiting", "appeals waiting"),
    ("debt-paid", "debt is open"),
    ("debtors", "debtors, at most"),
    ("debts-paid", "debtors, at most"),
    ("adults", "`adults` stay the same"),
    ("hardship", "hardship here only"),
    ("jobs-lost", "employed = employed before"),
    ("jobs-found", "employed = employed before"),
    ("ties-broken", "ends of ties"),
    ("tie-ends", "ends of ties"),
    ("pupils-refused", "pupils refused, at most"),
    ("attentive", "`attentive`, at most adults"),
    ("acts", "acts added - withheld"),
]


@pytest.mark.parametrize(("name", "message"), FLOW_FAULTS)
def test_a_changed_flow_is_found(name: str, message: str) -> None:
    broken = copy(LIFE)
    # Large enough to pass every bound, in a month that is no year's end.
    broken.flow[1, 16, 1, FLOW[name]] += 1_000_000
    told = re.findall(rf"{re.escape(message)}.*", fault_of_all(broken))
    assert told
    assert all("there" in line and "group minority" in line for line in told)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("firms", "`firms` stay the same"),
        ("entries", "places of firms = places before"),
        ("exits", "places of firms = places before"),
        ("places", "places of firms = places before"),
        ("records", "records on firms = before"),
        ("records-expired", "records on firms = before"),
        ("records-struck", "records on firms = before"),
        ("on-file", "records on firms = before"),
        ("sanctioned", "firms sanctioned, at most all firms"),
        ("turnover-lost", "turnover lost, at most turnover"),
    ],
)
def test_a_changed_count_of_firms_is_found(name: str, message: str) -> None:
    broken = copy(LIFE)
    broken.firm[1, 16, 2, FIRM_FLOW[name]] += 1_000_000
    told = re.findall(rf"{re.escape(message)}.*", fault_of_all(broken))
    assert told
    assert all("there" in line and "size 2" in line for line in told)


def fault_of_all(tally: Tally) -> str:
    """The message with every fault told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("counterlife.life.books.MOST_TOLD", 1000)
        return fault(tally)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("stock", "stock of a list = stock before"),
        ("entries", "stock of a list = stock before"),
        ("exits", "stock of a list = stock before"),
        ("unnotified", "spells unaware = unnotified entries"),
        ("learned", "spells unaware that ended by learning"),
        ("unaware", "unaware on a list, at most"),
    ],
)
def test_a_changed_list_is_found_with_its_month(name: str, message: str) -> None:
    broken = copy(LIFE)
    broken.list_[0, 1, 7, 1, LIST[name]] += 1
    told = fault_of_all(broken)
    assert message in told
    assert "list points, month 7, group minority" in told or "month" not in message


def test_the_message_names_world_list_month_group_and_both_numbers() -> None:
    broken = copy(LIFE)
    broken.list_[1, 0, 4, 0, LIST["entries"]] += 3
    stock = int(broken.list_[1, 0, 4, 0, LIST["stock"]])
    assert f"stock before + entries - exits: {stock} is not {stock + 3}, in world there, list court, month 4, group majority" in fault(
        broken
    )


@pytest.mark.parametrize(
    ("kind", "way", "message"),
    [
        ("listing", "paid", "spells on a list that ended by `paid`"),
        ("listing", "censored", "spells on a list still open"),
        ("unaware", "left", "spells unaware = unnotified"),
        ("unaware", "censored", "spells unaware still open"),
        ("appeal", "decided", "spells of appeal that were decided"),
        ("appeal", "left", "spells of appeal = appeals filed"),
        ("error", "expired", "wrong records = made"),
    ],
)
def test_a_lost_spell_is_found(kind: str, way: str, message: str) -> None:
    broken = copy(LIFE)
    broken.spell[0, SPELLS.index(kind), 0, 3, WAYS.index(way)] += 1
    assert message in fault_of_all(broken)


def test_a_month_withheld_under_no_act_is_found() -> None:
    broken = copy(LIFE)
    broken.cross[0, 1, 0, 0, 3] += 1
    assert "months withheld by cause = by act" in fault_of_all(broken)
    broken = copy(LIFE)
    broken.cross[0, 1, 0, ROW_ACT, 3] += 1
    assert "by cause = by act" in fault_of_all(broken)
    assert "by context" not in fault_of_all(broken)


def test_who_was_sanctioned_stays_so() -> None:
    broken = copy(LIFE)
    broken.flow[0, 20, 0, [FLOW["ever-sanctioned"], FLOW["ever-earned"]]] = 0
    assert "ever sanctioned by an earned file falls" in fault_of_all(broken)


def test_a_lost_person_is_found() -> None:
    broken = copy(LIFE)
    broken.person[0, 1, 0] -= 1
    assert "persons by months sanctioned = adults" in fault(broken)


def test_pairs_that_do_not_add_up_are_found() -> None:
    for name, message in (
        ("sanction-only", "sanctioned here only"),
        ("job-missing", "at work here only"),
        ("induced", "sanctions induced"),
    ):
        broken = copy(LIFE)
        broken.pair[0, 9, 0, PAIR[name]] += 1000
        told = fault_of_all(broken)
        assert message in told
        assert "world here against there" in told


def test_a_count_below_zero_is_found() -> None:
    broken = copy(LIFE)
    broken.flow[0, 2, 0, FLOW["fines"]] = -1
    assert "`fines` below zero" in fault(broken)
    broken = copy(LIFE)
    broken.seen[0, 0, 0, 1] = -4
    assert "`seen` holds a count below zero: -4" in fault_of_all(broken)


def test_records_of_nothing_seen_are_found() -> None:
    broken = copy(LIFE)
    broken.seen[0] = 0
    assert "at most the sightings" in fault(broken)


def test_persons_missing_from_the_bands_are_found() -> None:
    broken = copy(LIFE)
    broken.band[0, 0, 0, 0, 0] -= 1
    assert "persons over all bands" in fault(broken)


def test_many_faults_are_counted() -> None:
    broken = copy(LIFE)
    broken.flow[...] = np.arange(broken.flow.size).reshape(broken.flow.shape) % 7
    assert re.search(r"and \d+ more$", fault(broken))
