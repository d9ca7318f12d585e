"""Ties: family, friends and colleagues, kept in slots. Slot k is a matching, so both ends of a tie hold the same k.

Families are complete graphs, coloured by a round robin. Friends and colleagues are paired slot by slot: those who take part are put in
order by their words, and who follow each other within a pool are tied, unless they are already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill
from counterlife.town.decks import BUCKETS, ORDER, POOL, TAKING, WAITING
from counterlife.town.kernel import part
from counterlife.town.tables import N_COLLEAGUE, N_COLLEAGUE_TAKES, N_FAMILY, N_FRIEND, N_FRIEND_TAKES, N_HOMOPHILY, N_SHAPE, SHAPES
from counterlife.town.traits import ADULT, GROUP, HOUSEHOLD, HOUSEHOLD_SIZE, WORKPLACE

if TYPE_CHECKING:
    from counterlife.town.decks import Pattern, Room
    from counterlife.town.traits import Community

TIE = luck.PURPOSE["town-tie"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
RANDOM, STAR, RING = SHAPES.index("random"), SHAPES.index("star"), SHAPES.index("ring")
OUT = -1
"""The pool of those who do not take part."""


@part
def put_in_order(h: Room, n: int) -> int:
    """Put those whose pool is not ``OUT`` in the order of their words (``draw[2]``; equal words go by place), and say how many they are."""
    pool, word, order, taking, bucket, count, before = h.list[POOL], h.draw[2], h.list[ORDER], h.list[TAKING], h.bucket, 0, 0
    for i in range(BUCKETS):
        bucket[i] = 0
    for p in range(n):
        takes = 1 if pool[p] != OUT else 0
        bucket[word[p] >> 21] += takes
        taking[count] = p
        count += takes
    for i in range(BUCKETS):
        here = bucket[i]
        bucket[i] = before
        before += here
    for i in range(count):
        p = taking[i]
        place = word[p] >> 21
        order[bucket[place]] = p
        bucket[place] += 1
    for i in range(1, count):  # only within a bucket
        p, place = order[i], i
        while place > 0 and word[order[place - 1]] > word[p]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = p
    return count


@part
def gather_pairs(h: Room, n: int) -> int:
    """Write down who follow each other within their pool, in the order of their words, and say how many pairs they are.

    One of each pair stands in ``ORDER``, where those who are paired make room for them, the other in ``TAKING``.
    """
    pool, order, others, waiting, highest, pairs = h.list[POOL], h.list[ORDER], h.list[TAKING], h.list[WAITING], 0, 0
    for p in range(n):
        highest = max(highest, pool[p])
    for i in range(highest + 1):
        waiting[i] = -1
    for i in range(put_in_order(h, n)):
        p = order[i]
        q = waiting[pool[p]]
        waiting[pool[p]] = p if q < 0 else -1
        order[pairs], others[pairs] = p, q
        pairs += 1 if q >= 0 else 0
    return pairs


@part
def pair(slot: int, first: int, c: Community, h: Room) -> None:
    """Pair people who follow each other within their pool, unless they are of one family, or tied in a slot from ``first`` on."""
    home = c.number[HOUSEHOLD]
    for i in range(gather_pairs(h, c.byte.shape[1])):
        p, q = h.list[ORDER, i], h.list[TAKING, i]
        known = home[p] == home[q]
        for k in range(first, slot):
            known |= c.tie[k, p] == q
        if not known:
            c.tie[slot, p] = q
            c.tie[slot, q] = p


@part
def tie_families(c: Community) -> None:
    """Round robin: with m seats (m even, one empty in an odd household), seat i < m-1 meets seat (2k - i) mod (m-1) in round k."""
    for p in range(c.byte.shape[1]):
        first, size = c.number[HOUSEHOLD, p], c.number[HOUSEHOLD_SIZE, p]
        seat, last = p - first, size - 1 + (size & 1)
        for k in range(last):
            other = k if seat == last else (2 * k - seat + last) % last
            if other == seat:
                other = last
            if other < size:
                c.tie[k, p] = first + other


@part
def tie_friends(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Pair friends: within the own group, or among everybody."""
    takes, alike, first = d.number[N_FRIEND_TAKES], d.number[N_HOMOPHILY], d.number[N_FAMILY]
    for slot in range(first, first + d.number[N_FRIEND]):
        fill(seed, PERSON, community * SPAN, STATIC, TIE, 0, slot, h.draw)
        for p in range(c.byte.shape[1]):
            pool = 1 + c.byte[GROUP, p] if h.draw[1, p] < alike else 0
            h.list[POOL, p] = pool if c.byte[ADULT, p] != 0 and h.draw[0, p] < takes else OUT
        pair(slot, first, c, h)


@part
def tie_colleagues(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Pair colleagues within their firm."""
    first = d.number[N_FAMILY] + d.number[N_FRIEND]
    for slot in range(first, first + d.number[N_COLLEAGUE]):
        fill(seed, PERSON, community * SPAN, STATIC, TIE, 0, slot, h.draw)
        for p in range(c.byte.shape[1]):
            h.list[POOL, p] = c.number[WORKPLACE, p] if h.draw[0, p] < d.number[N_COLLEAGUE_TAKES] else OUT
        pair(slot, d.number[N_FAMILY], c, h)


@part
def draw_ties(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Draw the ties of a community whose people are drawn."""
    slots, n = c.tie.shape
    for k in range(slots):
        for p in range(n):
            c.tie[k, p] = -1
    shape = d.number[N_SHAPE]
    if shape == STAR:
        for k in range(slots):
            c.tie[k, 0] = k + 1
            c.tie[k, k + 1] = 0
    elif shape == RING:
        for p in range(n):
            c.tie[p & 1, p] = (p + 1) % n
            c.tie[1 - (p & 1), p] = (p - 1 + n) % n
    elif shape == RANDOM:
        tie_families(c)
        tie_friends(seed, community, d, c, h)
        tie_colleagues(seed, community, d, c, h)
