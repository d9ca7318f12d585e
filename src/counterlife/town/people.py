"""People: one community of a town, drawn from the dice. A pure function of town, seed and the community's number.

Persons of a household stand side by side; the last household is cut off where the community is full. A household has one group, and its
first member is an adult; each further member is a child with a chance by the household's size. Where there are children, the first adult is
below 60. Essentials of a household are borne by its adults, in equal parts or by what they ordinarily have. Only those with a wage take
part in work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.luck import PURPOSE
from counterlife.town import tables as t
from counterlife.town import traits
from counterlife.town.margins import OLD_AGE
from counterlife.town.ties import draw_ties, draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterlife.dice import Ints

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int32]

SCHOOL_AGE: Final = 6
"""From this age on children go to school, years."""
SIZES_FROM: Final = (10, 50)
"""Workers from which a firm is small, then large (`words.FIRM_SIZES`)."""


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
