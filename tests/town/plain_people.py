"""People and ties drawn once more, by NumPy over whole columns: what the kernel has to equal to the bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.dice import fill
from counterlife.luck import PURPOSE
from counterlife.town import tables as t
from counterlife.town import traits
from counterlife.town.margins import OLD_AGE
from counterlife.town.tables import N_COLLEAGUE, N_COLLEAGUE_TAKES, N_FAMILY, N_FRIEND, N_FRIEND_TAKES, N_HOMOPHILY, N_SHAPE, SHAPES
from counterlife.town.traits import ADULT, GROUP, HOUSEHOLD, HOUSEHOLD_SIZE, WORKPLACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterlife.dice import Ints

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int32]

SCHOOL_AGE: Final = 6
"""From this age on children go to school, years."""
SIZES_FROM: Final = (10, 50)
"""Workers from which a firm is small, then large (`words.FIRM_SIZES`)."""


OUT: Final = -1
TIE: Final = PURPOSE["town-tie"]


def draws(seed: int, kind: int, community: int, n: int, purpose: int, index: int = 0) -> Ints:
    """Four words for each of the first n entities of one kind in a community, [4, n]; ``seed`` is 64 bits, signed."""
    out = np.empty((4, n), dtype=np.int64)
    fill(seed, kind, community * luck.COMMUNITY_SPAN, luck.STATIC, purpose, 0, index, out)
    return out


def draw(town: t.TownTables, seed: int, community: int) -> traits.Community:
    """One community of a town.

    Parameters
    ----------
    town : TownTables
        What `counterlife.town.tables.town_tables` made of a town profile.
    seed : int
        64-bit seed of the run.
    community : int
        Its number, from 0; no other community matters to it.
    """
    n = town.persons
    byte = np.zeros((traits.BYTES, n), dtype=np.uint8)
    number = np.zeros((traits.NUMBERS, n), dtype=np.int32)
    tie = np.full((town.slots, n), -1, dtype=np.int32)
    seed = (seed & (2**64 - 1)) - ((seed & 2**63) << 1)  # the same 64 bits, signed
    byte[traits.PLACE] = _place(town, seed, community)
    starts = _households(town, seed, community, byte, number)
    _ages(town, seed, community, starts, byte, number)
    _work(town, seed, community, byte, number)
    _money(town, seed, community, starts, byte, number)
    _frailties(town, seed, community, number)
    draw_ties(town.number, seed, community, byte, number, tie)
    return traits.Community(byte, number, tie, town.tie_kind, _firms(town, seed, community, byte, number))


def _own_group(town: t.TownTables, seed: int, community: int) -> int:
    """The group to which a segregated community belongs."""
    return int(town.quantile[t.Q_GROUP][draws(seed, luck.COMMUNITY, community, 1, PURPOSE["town-group"])[0, 0] >> 20])


def _place(town: t.TownTables, seed: int, community: int) -> int:
    """Where in the town a community lies, which may hang on its own group."""
    if len(town.places) == 1:
        return 0
    bins = town.place[_own_group(town, seed, community)]
    return int(bins[draws(seed, luck.COMMUNITY, community, 1, PURPOSE["town-place"])[0, 0] >> 20])


def _households(town: t.TownTables, seed: int, community: int, byte: Bytes, number: Numbers) -> Ints:
    """Sizes and groups; returns where each household starts."""
    n = town.persons
    draw = draws(seed, luck.HOUSEHOLD, community, n, PURPOSE["town-household"])
    ends = np.cumsum(town.quantile[t.Q_SIZE][draw[0] >> 20])
    homes = int(np.searchsorted(ends, n)) + 1
    starts = np.concatenate(([0], ends[: homes - 1]))
    sizes = np.diff(starts, append=n)
    own, group = _own_group(town, seed, community), town.quantile[t.Q_GROUP][draw[2, :homes] >> 20]
    byte[traits.GROUP] = np.repeat(np.where(draw[1, :homes] < town.number[t.N_SEGREGATION], own, group), sizes)
    number[traits.HOUSEHOLD] = np.repeat(starts, sizes)
    number[traits.HOUSEHOLD_SIZE] = np.repeat(sizes, sizes)
    return starts


def _ages(town: t.TownTables, seed: int, community: int, starts: Ints, byte: Bytes, number: Numbers) -> None:
    n = town.persons
    draw = draws(seed, luck.PERSON, community, n, PURPOSE["town-age"])
    child = draw[0] < town.number[t.N_CHILD :][number[traits.HOUSEHOLD_SIZE]]
    child[starts] = False
    old = draw[2] < town.number[t.N_OLD]
    old[starts] &= ~np.logical_or.reduceat(child, starts)
    row = np.where(child, t.Q_CHILD, np.where(old, t.Q_OLD, t.Q_WORKING))
    byte[traits.ADULT] = ~child
    byte[traits.AGE] = town.quantile[row, draw[1] >> 20]
    paid = draws(seed, luck.PERSON, community, n, PURPOSE["town-school"])[0] < town.number[t.N_PUPIL]
    byte[traits.PUPIL] = child & (byte[traits.AGE] >= SCHOOL_AGE) & paid


def _work(town: t.TownTables, seed: int, community: int, byte: Bytes, number: Numbers) -> None:
    """Wages, incomes without work, and firms: those at work in a random order, cut into firms of drawn sizes."""
    n, setting = town.persons, town.number
    draw = draws(seed, luck.PERSON, community, n, PURPOSE["town-work"])
    pay = draws(seed, luck.PERSON, community, n, PURPOSE["town-income"])[0] >> 20
    adult, old = byte[traits.ADULT] != 0, byte[traits.AGE] >= OLD_AGE
    takes = adult & ~old & (draw[0] < setting[t.N_TAKES_PART])
    employed = takes & (draw[1] < setting[t.N_EMPLOYED])
    byte[traits.EMPLOYED] = employed
    number[traits.WAGE] = np.where(takes, town.quantile[t.Q_WAGE + byte[traits.GROUP].astype(np.int64), pay], 0)
    without = np.where(old, setting[t.N_PENSION], np.where(takes, setting[t.N_JOBLESS], setting[t.N_OUTSIDE]))
    number[traits.SUPPORT] = np.where(adult, without, 0)
    workers = np.flatnonzero(employed)
    in_order = np.sort(draw[2, workers] << 16 | workers) & 0xFFFF
    ends = np.cumsum(town.quantile[t.Q_FIRM][draws(seed, luck.FIRM, community, n, PURPOSE["town-firm"])[0] >> 20])
    number[traits.WORKPLACE] = -1
    number[traits.WORKPLACE, in_order] = np.searchsorted(ends, np.arange(len(workers)), side="right")


def _firms(town: t.TownTables, seed: int, community: int, byte: Bytes, number: Numbers) -> Numbers:
    """The firms that people work for. The legal representative is one of the workers; turnover goes by their number."""
    rule, workplace = town.enterprises, number[traits.WORKPLACE]
    workers = np.flatnonzero(workplace >= 0)
    if rule is None or len(workers) == 0:
        return np.zeros((traits.FIRM_FIELDS, 0), dtype=np.int32)
    firms = int(workplace.max()) + 1
    drawn = draws(seed, luck.FIRM, community, firms, PURPOSE["town-firm"])
    firm = np.zeros((traits.FIRM_FIELDS, firms), dtype=np.int32)
    size = np.bincount(workplace[workers], minlength=firms)
    firm[traits.SIZE] = size
    firm[traits.SIZE_CLASS] = np.searchsorted(SIZES_FROM, size, side="right")
    by_firm = workers[np.argsort(workplace[workers], kind="stable")]
    firm[traits.EXECUTIVE] = by_firm[np.concatenate(([0], np.cumsum(size)[:-1])) + (drawn[3] * size >> 32)]
    firm[traits.SECTOR] = rule.sector[drawn[1] >> 20]
    firm[traits.TURNOVER] = np.minimum(size * rule.turnover, t.MONEY_MOST)
    firm[traits.FIRM_FRAILTY] = rule.frailty[drawn[2] >> 20]
    return firm


def _money(town: t.TownTables, seed: int, community: int, starts: Ints, byte: Bytes, number: Numbers) -> None:
    n, setting = town.persons, town.number
    adult = byte[traits.ADULT].astype(np.int64)
    ordinary = np.where(number[traits.WAGE] > 0, number[traits.WAGE], number[traits.SUPPORT]) * adult
    needs = np.minimum(_needs(town, starts, adult, ordinary, number), t.MONEY_MOST) * adult
    draw = draws(seed, luck.PERSON, community, n, PURPOSE["town-income"])
    savings = town.quantile[t.Q_SAVINGS][draw[1] >> 20]
    number[traits.NEEDS] = needs
    number[traits.BUFFER] = np.maximum(savings, setting[t.N_BUFFER]) * adult
    number[traits.CREDIT] = setting[t.N_CREDIT] * adult
    if setting[t.N_RUN_DOWN]:
        savings = np.where(ordinary < needs, -setting[t.N_CREDIT], savings)
    number[traits.SAVINGS] = savings * adult


def _needs(town: t.TownTables, starts: Ints, adult: Ints, ordinary: Ints, number: Numbers) -> Ints:
    """Essentials that each adult bears: their own and an equal part of the children's, or a part of all by ordinary income."""
    setting, sizes = town.number, number[traits.HOUSEHOLD_SIZE]
    adults = np.repeat(np.add.reduceat(adult, starts), sizes[starts])
    children = (sizes - adults) * setting[t.N_NEEDS_CHILD]
    equally: Ints = setting[t.N_NEEDS] + children // adults
    if t.WAYS_BORNE[setting[t.N_BORNE]] == "equally":
        return equally
    income = np.repeat(np.add.reduceat(ordinary, starts), sizes[starts])
    all_of_them = adults * setting[t.N_NEEDS] + children
    part: Ints = (ordinary << 20) // np.maximum(income, 1)
    return np.where(income > 0, all_of_them * part >> 20, equally)


def _frailties(town: t.TownTables, seed: int, community: int, number: Numbers) -> None:
    n, trait = town.persons, PURPOSE["town-trait"]
    draw = draws(seed, luck.PERSON, community, n, trait) >> 20
    for nature in range(traits.DEMAND - traits.FRAILTY):
        number[traits.FRAILTY + nature] = town.quantile[t.Q_FRAILTY + nature][draw[nature]]
    number[traits.DEMAND] = town.quantile[t.Q_DEMAND][draws(seed, luck.PERSON, community, n, trait, 1)[0] >> 20]


def pair(slot: int, pool: Ints, word: Ints, tie: Numbers) -> None:
    """Pair people who follow each other within their pool, in the order of their words, unless they are tied already."""
    waiting: dict[int, int] = {}
    for p in np.argsort(word, kind="stable"):
        if pool[p] == OUT:
            continue
        q = waiting.pop(int(pool[p]), -1)
        if q < 0:
            waiting[int(pool[p])] = int(p)
        elif not (tie[:slot, p] == q).any():
            tie[slot, p], tie[slot, q] = q, p


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
