"""The lives that a case tells: who meets its rule, how many there are in each run, and which of them are shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from counterlife import kernels
from counterlife.measure.base import Count, Measure
from counterlife.measure.interval import over_seeds
from counterlife.study.lives import follow, lived, only
from counterlife.town import traits
from counterlife.town.people import draw
from counterlife.words import CAUSES, DOMAINS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from counterlife.life.columns import State
    from counterlife.measure.interval import Interval
    from counterlife.study.case import Lives
    from counterlife.study.design import Design
    from counterlife.town.traits import Community

TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Found:
    """Somebody whose life meets the rule of a case.

    Attributes
    ----------
    person : int
        Their number in the run.
    months : int
        Months sanctioned; of a pupil, months refused.
    told : int
        Whose life tells it: the person, or for a pupil the adult through whom the place was refused.
    """

    person: int
    months: int
    told: int


@dataclass(frozen=True)
class Telling:
    """Who meets the rule of a case in each run.

    Attributes
    ----------
    found : dict
        By seed, everybody who meets it, in order of months and then of number.
    among : dict
        By seed, how many persons the rule is about.
    """

    found: dict[int, tuple[Found, ...]]
    among: dict[int, int]

    def often(self, who: str) -> Interval | None:
        """How many in 10,000 there are, with the chance interval over runs."""
        measure = Measure(
            name="case.lives", family="case", unit=f"in 10,000 {who}", denominator=who, formula="persons who meet the case's rule",
            function=lambda _: None, scale=TEN_THOUSAND, source="", least=0, most=TEN_THOUSAND,
        )  # fmt: skip
        found = {seed: len(lives) for seed, lives in self.found.items()}
        return over_seeds(measure, [Count(found[s], n, found[s], n) if n else None for s, n in self.among.items()])

    def shown(self, count: int) -> tuple[int, tuple[Found, ...]] | None:
        """The first run that has such lives, and those in the middle of its order, at most ``count``; None if no run has any."""
        for seed, lives in self.found.items():
            if lives:
                many = min(count, len(lives))
                first = (len(lives) - many) // 2
                return seed, lives[first : first + many]
        return None


def tell(design: Design, rule: Lives) -> Telling:
    """Live the first world of a design in every run, and find everybody who meets a rule."""
    kernels.load(rules=design.compiled.tables)
    found, among = {}, {}
    alone = only(design, 0)
    for seed in design.seeds:
        lives: list[Found] = []
        among[seed] = 0
        for number in range(alone.communities):
            people = draw(alone.town_tables, seed, number)
            among[seed] += int(_asked(alone, people, rule).sum())
            search = refused if rule.refused else listed
            lives += search(alone, seed, number, people, rule)
        found[seed] = tuple(sorted(lives, key=lambda one: (one.months, one.person)))
    return Telling(found, among)


def _asked(design: Design, people: Community, rule: Lives) -> NDArray[np.bool_]:
    """The persons of a community that a rule is about."""
    asked: NDArray[np.bool_] = people.byte[traits.PUPIL if rule.refused else traits.ADULT] == 1
    if rule.group is not None:
        asked &= people.byte[traits.GROUP] == design.town_tables.groups.index(rule.group)
    return asked


def listed(design: Design, seed: int, number: int, people: Community, rule: Lives) -> Iterator[Found]:
    """Adults of a community whose latest entry on a list, and whose months sanctioned, are as a rule says."""
    from counterlife.life import columns as col

    state = lived(design.compiled.tables, design.town_tables, seed, number)
    months = state.number[0, col.MONTHS]
    meets = _asked(design, people, rule) & (months >= rule.months)
    first = number * design.town_tables.persons
    for place in np.flatnonzero(meets).tolist():
        if rule.list is None or _entered(design, state, seed, first, place, rule):
            yield Found(first + place, int(months[place]), first + place)


def _entered(design: Design, state: State, seed: int, first: int, place: int, rule: Lives) -> bool:
    """Whether somebody's latest entry on the rule's list is as the rule says."""
    from counterlife.life import columns as col

    names = design.compiled.names
    which = names.lists.index(str(rule.list))
    since, until, cause, record = (int(state.listings[0, which, place, row]) for row in (col.SINCE, col.UNTIL, col.CAUSE, col.RECORD))
    if until == 0 or CAUSES[cause] not in rule.causes:
        return False
    if rule.act is not None and (record == 0 or names.acts[int(state.records[0, record - 1, col.R_ACT])] != rule.act):
        return False
    if rule.withheld and not _withheld(design, which, since, rule):
        return False
    if rule.told is None:
        return True
    when = int(state.listings[0, which, place, col.TOLD])
    # A 0 may also mean that the column was never written: then the life itself is asked.
    told = when == since if since else _told_at_once(design, seed, first + place, str(rule.list))
    return told == rule.told


def _withheld(design: Design, which: int, since: int, rule: Lives) -> bool:
    """Whether the list withholds all of the rule's rights in the month after the entry."""
    rights = design.compiled.tables.withheld[0, which]
    bits = int(rights[min(since + 1, rights.shape[0] - 1)])
    return all((bits >> DOMAINS.index(right)) & 1 for right in rule.withheld)


def _told_at_once(design: Design, seed: int, person: int, name: str) -> bool:
    entries = [m for m in follow(design, person, seed).moments[0] if m.kind == "listed" and m.what["list"] == name]
    return bool(entries and entries[-1].what["told"])


def refused(design: Design, seed: int, number: int, people: Community, rule: Lives) -> Iterator[Found]:
    """Pupils of a community whose paid school place was refused, and the adult of the household through whom it was."""
    from counterlife.life import columns as col

    state = lived(design.compiled.tables, design.town_tables, seed, number)
    home = people.number[traits.HOUSEHOLD]
    sanctioned = (state.number[0, col.MONTHS] > 0) & (people.byte[traits.ADULT] == 1)
    first = number * design.town_tables.persons
    pupils = np.flatnonzero(_asked(design, people, rule))
    for house in np.unique(home[pupils]).tolist():
        adults = [first + place for place in np.flatnonzero((home == house) & sanctioned).tolist()]
        spans = refusals(design, seed, adults)
        if spans:
            months = sum(end - begin for begin, end, _ in spans)
            through = spans[0][2]
            yield from (Found(first + pupil, months, through) for pupil in pupils[home[pupils] == house].tolist())


def refusals(design: Design, seed: int, adults: Iterable[int]) -> list[tuple[int, int, int]]:
    """When the paid school places of a household were refused: from, up to before, and the adult through whom.

    Parameters
    ----------
    adults : iterable of int
        All adults of the household who were ever sanctioned.
    """
    lives = {adult: follow(design, adult, seed) for adult in adults}
    turns = sorted((m.month, adult, bool(m.what["on"])) for adult, life in lives.items() for m in life.moments[0] if m.kind == "school")
    spans = []
    for (begin, adult, on), (end, _, _) in pairwise([*turns, (design.months, -1, False)]):
        if on and begin < end:
            spans.append((begin, end, adult))
    return spans
