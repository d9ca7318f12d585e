"""The kernel that draws a community: households, ages, work, money, what people are prone to, ties, and firms; see `people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill, words
from counterlife.luck import PURPOSE
from counterlife.town.decks import FIRM_TURNOVER, FIRMS, ORDER, PLACES, POOL
from counterlife.town.kernel import kernel, part
from counterlife.town.margins import OLD_AGE
from counterlife.town.tables import (
    MONEY_MOST,
    N_BORNE,
    N_BUFFER,
    N_CHILD,
    N_CREDIT,
    N_EMPLOYED,
    N_JOBLESS,
    N_NEEDS,
    N_NEEDS_CHILD,
    N_OLD,
    N_OUTSIDE,
    N_PENSION,
    N_PUPIL,
    N_RUN_DOWN,
    N_SEGREGATION,
    N_TAKES_PART,
    Q_CHILD,
    Q_DEMAND,
    Q_FIRM,
    Q_FRAILTY,
    Q_GROUP,
    Q_OLD,
    Q_SAVINGS,
    Q_SIZE,
    Q_WAGE,
    Q_WORKING,
    WAYS_BORNE,
)
from counterlife.town.ties import OUT, draw_ties, put_in_order
from counterlife.town.traits import (
    ADULT,
    AGE,
    BUFFER,
    CREDIT,
    DEMAND,
    EMPLOYED,
    EXECUTIVE,
    FIRM_FRAILTY,
    FRAILTY,
    GROUP,
    HOUSEHOLD,
    HOUSEHOLD_SIZE,
    NEEDS,
    PLACE,
    PUPIL,
    SAVINGS,
    SECTOR,
    SIZE,
    SIZE_CLASS,
    SUPPORT,
    TURNOVER,
    WAGE,
    WORKPLACE,
)  # fmt: skip

if TYPE_CHECKING:
    from counterlife.town.decks import Pattern, Room
    from counterlife.town.traits import Community

PERSON, HOME, FIRM, COMMUNITY, SPAN, STATIC = luck.PERSON, luck.HOUSEHOLD, luck.FIRM, luck.COMMUNITY, luck.COMMUNITY_SPAN, luck.STATIC
DRAW_GROUP, DRAW_PLACE, DRAW_HOME, DRAW_AGE = PURPOSE["town-group"], PURPOSE["town-place"], PURPOSE["town-household"], PURPOSE["town-age"]
DRAW_SCHOOL, DRAW_WORK, DRAW_INCOME = PURPOSE["town-school"], PURPOSE["town-work"], PURPOSE["town-income"]
DRAW_FIRM, DRAW_TRAIT = PURPOSE["town-firm"], PURPOSE["town-trait"]
BY_INCOME = WAYS_BORNE.index("by-income")
SCHOOL_AGE = 6
"""From this age on children go to school, years."""
SMALL, LARGE = 10, 50
"""Workers from which a firm is small, then large (`words.FIRM_SIZES`)."""


@part
def own_group(seed: int, community: int, d: Pattern) -> int:
    """The group to which a segregated community belongs."""
    return d.quantile[Q_GROUP, words(seed, COMMUNITY, community * SPAN, STATIC, DRAW_GROUP, 0, 0)[0] >> 20]


@part
def draw_place(seed: int, community: int, d: Pattern, c: Community) -> None:
    """Where in the town the community lies, which may hang on its own group."""
    place = 0
    if d.setting[PLACES] > 1:
        word = words(seed, COMMUNITY, community * SPAN, STATIC, DRAW_PLACE, 0, 0)[0]
        place = d.place[own_group(seed, community, d), word >> 20]
    for p in range(c.byte.shape[1]):
        c.byte[PLACE, p] = place


@part
def draw_homes(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Sizes and groups of households."""
    fill(seed, HOME, community * SPAN, STATIC, DRAW_HOME, 0, 0, h.draw)
    n, own, first, home = c.byte.shape[1], own_group(seed, community, d), 0, 0
    while first < n:
        size = min(d.quantile[Q_SIZE, h.draw[0, home] >> 20], n - first)
        group = own if h.draw[1, home] < d.number[N_SEGREGATION] else d.quantile[Q_GROUP, h.draw[2, home] >> 20]
        for p in range(first, first + size):
            c.byte[GROUP, p] = group
            c.number[HOUSEHOLD, p] = first
            c.number[HOUSEHOLD_SIZE, p] = size
        first += size
        home += 1


@part
def draw_ages(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Ages, and who goes to a paid school."""
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_AGE, 0, 0, h.draw)
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_SCHOOL, 0, 0, h.more)
    children = False  # of the household at hand, whose first member is decided last
    for back in range(c.byte.shape[1]):
        p = c.byte.shape[1] - 1 - back
        head, size = c.number[HOUSEHOLD, p] == p, c.number[HOUSEHOLD_SIZE, p]
        child = not head and h.draw[0, p] < d.number[N_CHILD + size]
        old = h.draw[2, p] < d.number[N_OLD] and not (head and children)
        row = Q_CHILD if child else Q_OLD if old else Q_WORKING
        age = d.quantile[row, h.draw[1, p] >> 20]
        c.byte[ADULT, p] = 0 if child else 1
        c.byte[AGE, p] = age
        c.byte[PUPIL, p] = 1 if child and age >= SCHOOL_AGE and h.more[0, p] < d.number[N_PUPIL] else 0
        children = False if head else children or child


@part
def draw_work(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Wages, incomes without work, and firms: those at work in a random order, cut into firms of drawn sizes."""
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_WORK, 0, 0, h.draw)
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_INCOME, 0, 0, h.more)
    n = c.byte.shape[1]
    for p in range(n):
        adult, old = c.byte[ADULT, p] != 0, c.byte[AGE, p] >= OLD_AGE
        takes = adult and not old and h.draw[0, p] < d.number[N_TAKES_PART]
        employed = takes and h.draw[1, p] < d.number[N_EMPLOYED]
        without = d.number[N_PENSION] if old else d.number[N_JOBLESS] if takes else d.number[N_OUTSIDE]
        c.byte[EMPLOYED, p] = 1 if employed else 0
        c.number[WAGE, p] = d.quantile[Q_WAGE + c.byte[GROUP, p], h.more[0, p] >> 20] if takes else 0
        c.number[SUPPORT, p] = without if adult else 0
        c.number[WORKPLACE, p] = -1
        h.list[POOL, p] = 0 if employed else OUT
    workers = put_in_order(h, n)
    fill(seed, FIRM, community * SPAN, STATIC, DRAW_FIRM, 0, 0, h.draw)
    firm, ends = 0, d.quantile[Q_FIRM, h.draw[0, 0] >> 20]
    for i in range(workers):
        while ends <= i:
            firm += 1
            ends += d.quantile[Q_FIRM, h.draw[0, firm] >> 20]
        c.number[WORKPLACE, h.list[ORDER, i]] = firm
    h.firms[0] = firm + 1 if workers > 0 and d.setting[FIRMS] != 0 else 0


@part
def needs_of(d: Pattern, c: Community, p: int) -> int:
    """Essentials that an adult bears: their own and an equal part of the children's, or a part of all by ordinary income."""
    first, size = c.number[HOUSEHOLD, p], c.number[HOUSEHOLD_SIZE, p]
    adults, income = 0, 0
    for q in range(first, first + size):
        adults += c.byte[ADULT, q]
        income += ordinary(c, q)
    children = (size - adults) * d.number[N_NEEDS_CHILD]
    if d.number[N_BORNE] == BY_INCOME and income > 0:
        return min(((adults * d.number[N_NEEDS] + children) * ((ordinary(c, p) << 20) // income)) >> 20, MONEY_MOST)
    return min(d.number[N_NEEDS] + children // adults, MONEY_MOST)


@part
def ordinary(c: Community, p: int) -> int:
    """Ordinary income of a person: the wage of those who have one, or the support of an adult."""
    income = c.number[WAGE, p] if c.number[WAGE, p] > 0 else c.number[SUPPORT, p]
    return income if c.byte[ADULT, p] != 0 else 0


@part
def draw_money(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Essentials, savings, and how far people can go below zero."""
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_INCOME, 0, 0, h.draw)
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] == 0:
            c.number[NEEDS, p] = 0
            c.number[BUFFER, p] = 0
            c.number[CREDIT, p] = 0
            c.number[SAVINGS, p] = 0
            continue
        savings, needs = d.quantile[Q_SAVINGS, h.draw[1, p] >> 20], needs_of(d, c, p)
        lacking = d.number[N_RUN_DOWN] != 0 and ordinary(c, p) < needs
        c.number[NEEDS, p] = needs
        c.number[BUFFER, p] = max(savings, d.number[N_BUFFER])
        c.number[CREDIT, p] = d.number[N_CREDIT]
        c.number[SAVINGS, p] = -d.number[N_CREDIT] if lacking else savings


@part
def draw_frailties(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """What people are prone to, and how often they use rights."""
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_TRAIT, 0, 0, h.draw)
    fill(seed, PERSON, community * SPAN, STATIC, DRAW_TRAIT, 0, 1, h.more)
    for p in range(c.byte.shape[1]):
        for nature in range(DEMAND - FRAILTY):
            c.number[FRAILTY + nature, p] = d.quantile[Q_FRAILTY + nature, h.draw[nature, p] >> 20]
        c.number[DEMAND, p] = d.quantile[Q_DEMAND, h.more[0, p] >> 20]


@part
def draw_firms(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """The firms that people work for. The legal representative is one of the workers; turnover goes by their number."""
    for f in range(h.firms[0]):
        h.firm[SIZE, f] = 0
    for p in range(c.byte.shape[1]):
        if c.number[WORKPLACE, p] >= 0:
            h.firm[SIZE, c.number[WORKPLACE, p]] += 1
    for f in range(h.firms[0]):
        drawn, size = words(seed, FIRM, community * SPAN + f, STATIC, DRAW_FIRM, 0, 0), h.firm[SIZE, f]
        h.firm[SIZE_CLASS, f] = (1 if size >= SMALL else 0) + (1 if size >= LARGE else 0)
        h.firm[SECTOR, f] = d.sector[drawn[1] >> 20]
        h.firm[TURNOVER, f] = min(size * d.setting[FIRM_TURNOVER], MONEY_MOST)
        h.firm[FIRM_FRAILTY, f] = d.frailty[drawn[2] >> 20]
        h.firm[EXECUTIVE, f] = -1 - ((drawn[3] * size) >> 32)  # how many workers come before
    for p in range(c.byte.shape[1]):
        f = c.number[WORKPLACE, p]
        if f >= 0 and h.firm[EXECUTIVE, f] < 0:
            before = -1 - h.firm[EXECUTIVE, f]
            h.firm[EXECUTIVE, f] = p if before == 0 else -before


@kernel
def draw_community(seed: int, community: int, d: Pattern, c: Community, h: Room) -> None:
    """Draw everything about one community but its firms into ``c``, and these into ``h``."""
    draw_place(seed, community, d, c)
    draw_homes(seed, community, d, c, h)
    draw_ages(seed, community, d, c, h)
    draw_work(seed, community, d, c, h)
    draw_money(seed, community, d, c, h)
    draw_frailties(seed, community, d, c, h)
    draw_ties(seed, community, d, c, h)
    if h.firms[0] > 0:
        draw_firms(seed, community, d, c, h)
