"""Ties: who is bound to whom. Slot k is a matching, so both ends of a tie hold it in the same slot.

Family slots hold each household as a complete graph, by the round-robin colouring of its edges. In a friend slot adults who take part are
paired in a random order, inside their own group or with anybody; in a colleague slot workers are paired inside their firm. Nobody is tied
to the same person twice. The shapes ``star`` and ``ring`` are exact graphs over a whole community.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.dice import compiled, fill
from counterlife.town.tables import N_COLLEAGUE, N_COLLEAGUE_TAKES, N_FAMILY, N_FRIEND, N_FRIEND_TAKES, N_HOMOPHILY, N_SHAPE, SHAPES
from counterlife.town.traits import ADULT, GROUP, HOUSEHOLD, HOUSEHOLD_SIZE, WORKPLACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterlife.dice import Ints

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int32]

BUCKETS: Final = 2048
TIE: Final = luck.PURPOSE["town-tie"]
OUT: Final = -1
"""The pool of those who do not take part."""


def draws(seed: int, kind: int, community: int, n: int, purpose: int, index: int = 0) -> Ints:
    """Four words for each of the first n entities of one kind in a community, [4, n]; ``seed`` is 64 bits, signed."""
    out = np.empty((4, n), dtype=np.int64)
    fill(seed, kind, community * luck.COMMUNITY_SPAN, luck.STATIC, purpose, 0, index, out)
    return out


@compiled
def pair(slot: int, pool: Ints, word: Ints, tie: Numbers) -> None:
    """Pair people who follow each other within their pool, in the order of their words, unless they are tied already.

    Parameters
    ----------
    slot : int
        The row of ``tie`` to fill; rows before it are filled.
    pool, word : ndarray
        Each person's pool (or ``OUT``) and 32-bit word; equal words go by place.
    tie : ndarray
        [slots, n], -1 where nobody is tied.
    """
    n = pool.shape[0]
    # Sort by buckets of the words' upper bits; words are uniform, so that leaves little to the insertion sort.
    start = np.zeros(BUCKETS + 1, np.int64)
    for p in range(n):
        start[(word[p] >> 21) + 1] += pool[p] != OUT
    for i in range(BUCKETS):
        start[i + 1] += start[i]
    filled = start[:-1].copy()
    order = np.empty(start[BUCKETS], np.int64)
    for p in range(n):
        if pool[p] == OUT:
            continue
        bucket = word[p] >> 21
        i = filled[bucket]
        filled[bucket] += 1
        while i > start[bucket] and word[order[i - 1]] > word[p]:
            order[i] = order[i - 1]
            i -= 1
        order[i] = p
    waiting = np.full(pool.max() + 1, -1, np.int64)
    for p in order:
        q = waiting[pool[p]]
        waiting[pool[p]] = p if q < 0 else -1
        known = q < 0
        for k in range(slot):
            known |= tie[k, p] == q
        if not known:
            tie[slot, p] = q
            tie[slot, q] = p


@compiled
def _family(first: Numbers, size: Numbers, tie: Numbers) -> None:
    """Round robin: with m seats (m even, one empty in an odd household), seat i < m-1 meets seat (2k - i) mod (m-1) in round k."""
    for p in range(first.shape[0]):
        seat, last = p - first[p], size[p] - 1 + (size[p] & 1)
        for k in range(last):
            other = k if seat == last else (2 * k - seat) % last
            if other == seat:
                other = last
            if other < size[p]:
                tie[k, p] = first[p] + other


def draw_ties(setting: Ints, seed: int, community: int, byte: Bytes, number: Numbers, tie: Numbers) -> None:
    """Fill ``tie`` [slots, n], all -1 before, with the ties of a community whose people are drawn.

    Parameters
    ----------
    setting : ndarray
        TownTables.number.
    seed : int
        64 bits, signed.
    """
    shape = SHAPES[setting[N_SHAPE]]
    if shape == "star":
        leaves = np.arange(tie.shape[0])
        tie[leaves, 0], tie[leaves, leaves + 1] = leaves + 1, 0
    elif shape == "ring":
        place = np.arange(tie.shape[1])
        tie[place & 1, place] = np.roll(place, -1)
        tie[1 - (place & 1), place] = np.roll(place, 1)
    elif shape == "random":
        _family(number[HOUSEHOLD], number[HOUSEHOLD_SIZE], tie)
        _friends(setting, seed, community, byte, tie)
        _colleagues(setting, seed, community, number[WORKPLACE], tie)


def _friends(setting: Ints, seed: int, community: int, byte: Bytes, tie: Numbers) -> None:
    adult, own = byte[ADULT] != 0, 1 + byte[GROUP].astype(np.int64)
    for slot in range(setting[N_FAMILY], setting[N_FAMILY] + setting[N_FRIEND]):
        draw = draws(seed, luck.PERSON, community, len(adult), TIE, slot)
        pool = np.where(draw[1] < setting[N_HOMOPHILY], own, 0)
        pair(slot, np.where(adult & (draw[0] < setting[N_FRIEND_TAKES]), pool, OUT), draw[2], tie)


def _colleagues(setting: Ints, seed: int, community: int, workplace: Numbers, tie: Numbers) -> None:
    first = setting[N_FAMILY] + setting[N_FRIEND]
    for slot in range(first, first + setting[N_COLLEAGUE]):
        draw = draws(seed, luck.PERSON, community, len(workplace), TIE, slot)
        pair(slot, np.where(draw[0] < setting[N_COLLEAGUE_TAKES], workplace, OUT), draw[2], tie)
