"""Ties: every slot a matching, everybody bound as the profile says, and the exact graphs."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterlife import kernels
from counterlife.town.decks import COMMUNITY, POOL, ROOM, Room, room
from counterlife.town.kernel import kernel
from counterlife.town.people import draw
from counterlife.town.profile import load_town
from counterlife.town.tables import TownTables, town_tables
from counterlife.town.ties import OUT, pair
from counterlife.town.traits import ADULT, BYTES, FIRM_FIELDS, GROUP, HOUSEHOLD, HOUSEHOLD_SIZE, NUMBERS, WORKPLACE, Community
from counterlife.words import TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILY, FRIEND, COLLEAGUE = range(3)
WORDS = st.integers(0, 2**32 - 1)


@cache
def tables(name: str, *sets: str) -> TownTables:
    return town_tables(load_town(name, sets))


@cache
def many() -> list[Community]:
    return [draw(tables("china-2020"), 8, community) for community in range(12)]


def check_matchings(tie: np.ndarray) -> None:
    """Each slot is symmetric without loops, and no two people are tied twice."""
    slots, n = tie.shape
    person = np.arange(n)
    for row in tie:
        ends = np.flatnonzero(row >= 0)
        assert np.all(row[ends] != ends)
        np.testing.assert_array_equal(row[row[ends]], ends)
    pairs = [(int(p), int(q)) for row in tie for p, q in zip(person, row, strict=True) if q >= 0]
    assert len(pairs) == len(set(pairs))
    assert np.all(np.sum(tie >= 0, axis=0) <= slots)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**28 - 1), st.sampled_from([1, 2, 5, 60, 300]))
@settings(max_examples=40, deadline=None)
def test_every_slot_is_a_matching(seed: int, community: int, persons: int) -> None:
    check_matchings(draw(tables("china-2020", f"community={persons} persons"), seed, community).tie)


@kernel
def pair_once(slot: int, c: Community, h: Room) -> None:
    """The part that pairs, as a kernel of its own."""
    pair(slot, 0, c, h)


@cache
def machine_code() -> int:
    return kernels.enter(*pair_once.machine_code())


def paired(slot: int, pool: list[int], word: list[int], tie: np.ndarray, home: Sequence[int] | None = None) -> None:
    """Pair people within pools, in the order of their words; each lives alone, if nothing else is said."""
    n = len(pool)
    space = room(n, 4)
    space.list[POOL, :n], space.draw[2] = pool, word
    nobody = (np.zeros((BYTES, n), dtype=np.uint8), np.zeros((NUMBERS, n), dtype=np.int32))
    nobody[1][HOUSEHOLD] = range(n) if home is None else home
    people = Community(*nobody, tie, np.zeros(len(tie), dtype=np.uint8), np.zeros((FIRM_FIELDS, 0), dtype=np.int32))
    decks = COMMUNITY.deal(people), ROOM.deal(space)
    kernels.call(machine_code(), slot, *(deck.ctypes.data for deck in decks))


@given(st.lists(st.tuples(st.integers(OUT, 3), WORDS | st.integers(0, 3)), min_size=1, max_size=60))
@settings(deadline=None)
def test_pairs_follow_each_other_in_the_order_of_their_words(people: list[tuple[int, int]]) -> None:
    pool, word = [one for one, _ in people], [one for _, one in people]
    tie = np.full((1, len(people)), -1, dtype=np.int32)
    paired(0, pool, word, tie)
    expected = np.full(len(people), -1)
    for one in range(4):
        queue = sorted((int(word[p]), p) for p in range(len(people)) if pool[p] == one)
        for (_, p), (_, q) in zip(queue[::2], queue[1::2], strict=False):
            expected[p], expected[q] = q, p
    np.testing.assert_array_equal(tie[0], expected)


def test_a_pair_that_is_tied_already_is_left_alone() -> None:
    tie = np.full((2, 2), -1, dtype=np.int32)
    for slot in range(2):
        paired(slot, [0, 0], [5, 9], tie)
    assert tie.tolist() == [[1, 0], [-1, -1]]


def test_two_of_a_family_are_not_paired_again() -> None:
    tie = np.full((1, 4), -1, dtype=np.int32)
    paired(0, [0, 0, 1, 1], [5, 9, 5, 9], tie, home=[0, 0, 2, 3])
    assert tie.tolist() == [[-1, -1, 3, 2]]


def test_families_are_complete_graphs() -> None:
    for c in many():
        family = c.tie[c.tie_kind == FAMILY]
        np.testing.assert_array_equal(np.sum(family >= 0, axis=0), c.number[HOUSEHOLD_SIZE] - 1)
        ends = family >= 0
        first = np.broadcast_to(c.number[HOUSEHOLD], family.shape)
        np.testing.assert_array_equal(first[ends], c.number[HOUSEHOLD][family[ends]])


@pytest.mark.parametrize(("size", "slots"), [(1, 0), (2, 1), (3, 3), (4, 3), (5, 5), (6, 5)])
def test_a_family_needs_as_many_slots_as_its_edges_need_colours(size: int, slots: int) -> None:
    sets = (f"households={{sizes: {{{size}: 1}}}}", "ages={40: 1}", "ties={}", "community=60 persons")
    town = tables("china-2020", *sets)
    c = draw(town, 1, 0)
    assert town.slots == slots
    check_matchings(c.tie)
    assert np.all(np.sum(c.tie >= 0, axis=0) == size - 1)


def test_friends_are_adults_about_as_many_as_wanted_and_mostly_alike() -> None:
    degrees, inside, outside, chance = [], 0, 0, []
    for c in many():
        friend = c.tie[c.tie_kind == FRIEND]
        adult, group = c.byte[ADULT] == 1, c.byte[GROUP]
        assert not np.any(friend[:, ~adult] >= 0)
        degrees.append(np.sum(friend[:, adult] >= 0, axis=0).mean())
        ends = friend >= 0
        alike = group[friend[ends]] == np.broadcast_to(group, friend.shape)[ends]
        inside, outside = inside + int(alike.sum()), outside + int((~alike).sum())
        share = group[adult].mean()
        chance.append(0.4 * 2 * share * (1 - share))
    assert np.mean(degrees) == pytest.approx(4, abs=0.05)  # a little is lost to odd ones out and to those tied already
    expected = float(np.mean(chance))
    assert abs(outside / (inside + outside) - expected) < 4 * math.sqrt(2 * expected / (inside + outside)) + 0.002


def test_colleagues_work_for_one_firm() -> None:
    for c in many():
        tie = c.tie[c.tie_kind == COLLEAGUE]
        ends = tie >= 0
        firm = np.broadcast_to(c.number[WORKPLACE], tie.shape)
        assert np.all(firm[ends] >= 0)
        np.testing.assert_array_equal(firm[ends], c.number[WORKPLACE][tie[ends]])
    workers = np.concatenate([np.sum(c.tie[c.tie_kind == COLLEAGUE] >= 0, axis=0)[c.number[WORKPLACE] >= 0] for c in many()])
    assert 2 < workers.mean() < 3


def test_more_friend_slots_leave_families_as_they_were() -> None:
    one, other = draw(tables("china-2020"), 1, 0), draw(tables("china-2020", "ties.friend.slots=8"), 1, 0)
    np.testing.assert_array_equal(one.tie[one.tie_kind == FAMILY], other.tie[other.tie_kind == FAMILY])


def test_a_star_has_one_centre() -> None:
    town = tables("uniform", "ties.shape=star", "community=33 persons")
    c = draw(town, 1, 5)
    check_matchings(c.tie)
    assert town.slots == 32
    assert sorted(c.tie[:, 0]) == list(range(1, 33))
    assert np.all(c.tie[:, 1:].max(axis=0) == 0)
    assert np.all(np.sum(c.tie[:, 1:] >= 0, axis=0) == 1)
    assert {TIE_KINDS[kind] for kind in c.tie_kind} == {"friend"}


@pytest.mark.parametrize("persons", [4, 8, 1000])
def test_a_ring_has_two_neighbours_each(persons: int) -> None:
    c = draw(tables("uniform", "ties.shape=ring", f"community={persons} persons"), 1, 5)
    check_matchings(c.tie)
    assert [TIE_KINDS[kind] for kind in c.tie_kind] == ["friend", "friend"]
    for p in range(persons):
        assert {int(c.tie[0, p]), int(c.tie[1, p])} == {(p + 1) % persons, (p - 1) % persons}
