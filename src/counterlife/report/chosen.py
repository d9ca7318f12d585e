"""Whose lives are shown: four, each by a rule that is said with it, and how many lives are like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import kernels
from counterlife.study.lives import EVER_BITS, EVER_SANCTIONED, follow, lived, only

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterlife.life.columns import State
    from counterlife.life.replay import Life
    from counterlife.study.design import Design

    Ints = NDArray[np.int64]

RULES: Final = ("median", "worst", "helped", "untouched")
TYPICAL: Final = "typical"
MOST_COMMUNITIES: Final = 50
"""Communities of the first run that are searched; a larger run says so."""

NET, MONTHS, WRONGED, SANCTIONED, HELPED, SAME, PERSON = range(7)
"""Columns of what is known of an adult."""


@dataclass(frozen=True)
class Chosen:
    """A life that is shown, or that nobody lived.

    Attributes
    ----------
    rule : str
        One of `RULES`.
    life : Life or None
        In the world of the regime and that of the twin; None if the rule holds for nobody.
    like, among : int
        How many adults are like this, of how many that were searched: they meet the rule's condition; of the worst, they were sanctioned
        for as long or longer; of the typical, for just as long.
    wronged : bool
        Whether the rule could keep to those whose own conduct did not bring a sanction.
    net : int
        Cents that the person has more than the twin at the end.
    """

    rule: str
    life: Life | None
    like: int
    among: int
    wronged: bool
    net: int = 0


@dataclass(frozen=True)
class Lives:
    """The four lives of a run.

    Attributes
    ----------
    seed : int
        The replicate.
    communities : int
        Of it that were searched.
    all : bool
        Whether these were all.
    """

    seed: int
    communities: int
    all: bool
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True)
class Adults:
    """What is known of the adults of a run's first replicate, to choose from.

    Attributes
    ----------
    pair : Design
        The regime's world and that of the twins.
    seed, communities, all
        As in `Lives`.
    table : array
        A row each.
    """

    pair: Design
    seed: int
    communities: int
    all: bool
    table: Ints

    @property
    def wronged(self) -> bool:
        """Whether anybody was sanctioned though their own conduct never brought it."""
        return bool(self.table[:, WRONGED].any())

    def order(self, rule: str) -> tuple[list[int], int]:
        """The numbers of those for whom a rule holds, in its order, and the place of the one it chooses."""
        rows = self._rows(rule)
        place = len(rows) - 1 - len(rows) // 100 if rule == "worst" else (len(rows) - 1) // 2
        return rows[:, PERSON].tolist(), place

    def chosen(self, rule: str, step: int = 0) -> Chosen:
        """The life that a rule chooses, or so many steps after it in the rule's order, which comes round."""
        persons, place = self.order(rule)
        if not persons:
            return Chosen(rule, None, 0, len(self.table), self.wronged)
        rows, place = self._rows(rule), (place + step) % len(persons)
        life = follow(self.pair, persons[place], self.seed)
        return Chosen(rule, life, _like(rule, rows[:, MONTHS], place), len(self.table), self.wronged, int(rows[place, NET]))

    def _rows(self, rule: str) -> Ints:
        """Those for whom a rule holds, in its order."""
        table = self.table
        kept = {
            "median": WRONGED if self.wronged else SANCTIONED,
            "worst": WRONGED if self.wronged else SANCTIONED,
            "helped": HELPED,
            "untouched": SAME,
            TYPICAL: None,
        }[rule]
        rows = table if kept is None else table[table[:, kept] == 1]
        by = {"helped": NET, "untouched": PERSON}.get(rule, MONTHS)
        return rows[np.lexsort((rows[:, PERSON], rows[:, by]))]


def _like(rule: str, months: Ints, place: int) -> int:
    """How many of those in a rule's order are like the one at a place."""
    if rule == "worst":
        return int((months >= months[place]).sum())
    return int((months == months[place]).sum()) if rule == TYPICAL else len(months)


def search(design: Design, base: int) -> Adults:
    """Live the first replicate, or so much of it as is searched, and keep what is known of its adults.

    Parameters
    ----------
    base : int
        Place of the world of the twins.
    """
    kernels.load(rules=design.compiled.tables)
    pair, seed = only(design, 0, base), design.seeds[0]
    many = min(design.communities, MOST_COMMUNITIES)
    table = np.concatenate([_known(pair, seed, number) for number in range(many)])
    return Adults(pair, seed, many, many == design.communities, table)


def choose(design: Design, base: int) -> Lives:
    """Choose four lives of the first run.

    Parameters
    ----------
    base : int
        Place of the world of the twins.

    Notes
    -----
    The *median* harmed is the one in the middle of all adults sanctioned though their own conduct never brought it, by months sanctioned;
    the *worst* stands where only 1 in 100 of them is sanctioned for longer. Where nobody was sanctioned so, both rules are about all who
    were sanctioned. A *helped* life was never sanctioned and has, at the end, a reward or more savings less debts than the twin: the one
    in the middle by that gain. *Untouched* are those in whom nothing that the model keeps differs from the twin at the end, and who were
    never sanctioned: the one in the middle by number. In twins everything but the regime is equal, so no difference is luck. A *typical*
    life, which the explorer shows too, is the one in the middle of all adults by months sanctioned.
    """
    adults = search(design, base)
    return Lives(adults.seed, adults.communities, adults.all, tuple(adults.chosen(rule) for rule in RULES))


def _known(pair: Design, seed: int, number: int) -> Ints:
    """What is known at the end of the adults of a community, a row each."""
    from counterlife.life import columns as col
    from counterlife.town import traits
    from counterlife.town.people import draw

    tables, town = pair.compiled.tables, pair.town_tables
    state = lived(tables, town, seed, number)
    adults = np.flatnonzero(draw(town, seed, number).byte[traits.ADULT] == 1)
    ever = state.byte[0, col.EVER, adults] & EVER_BITS
    money = state.number[:, col.BALANCE, adults].astype(np.int64) - state.number[:, col.DEBT, adults]
    net = money[0] - money[1]
    never = (ever & EVER_SANCTIONED) == 0
    found = np.zeros((len(adults), 7), dtype=np.int64)
    found[:, NET] = net
    found[:, MONTHS] = state.number[0, col.MONTHS, adults]
    found[:, WRONGED] = ever == EVER_SANCTIONED
    found[:, SANCTIONED] = ~never
    found[:, HELPED] = never & ((net > 0) | (state.byte[0, col.REWARDED, adults] > state.byte[1, col.REWARDED, adults]))
    found[:, SAME] = never & _equal(state, adults)
    found[:, PERSON] = number * town.persons + adults
    return found


def _equal(state: State, adults: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether somebody's purse, work, hardship, ties and rewards are the twin's."""
    from counterlife.life import columns as col

    same = np.ones(len(adults), dtype=np.bool_)
    for row in (col.EMPLOYED, col.SCARRED, col.HARDSHIP, col.REWARDED):
        same &= state.byte[0, row, adults] == state.byte[1, row, adults]
    for row in (col.BALANCE, col.DEBT, col.BROKEN, col.MASK):
        same &= state.number[0, row, adults] == state.number[1, row, adults]
    return same
