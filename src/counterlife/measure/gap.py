"""Disparity: any measure of one group against another, and how unequally sanctions fall on persons.

Gaps are crude: groups are not made alike in conduct or place. Part of every gap is put in by the rates that differ by group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.measure import due, plain, spiral, wrongful
from counterlife.measure.base import Count, Measure, ratio
from counterlife.measure.view import MAJORITY

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "disparity"
COMPARED: Final = (
    "wrongful.share", "wrongful.risk", "match.ppv", "records.wrong", "due.unnotified", "due.unaware24", "due.cured24", "watch.records",
    "listing.entries", "sanction.share", "sanction.ever", "hardship.months", "work.share", "bear.income",
)  # fmt: skip
"""Measures that come with a gap between groups."""


def _both(measure: Measure, view: View) -> tuple[Count, Count] | None:
    """A measure in the group looked at and in the reference group."""
    if view.group is None or view.group == view.compared.group:
        return None
    here, there = measure.function(view), measure.function(view.compared)
    return None if here is None or there is None else (here, there)


def difference_of(measure: Measure) -> Callable[[View], Count | None]:
    """The measure in a group less the measure in the reference group."""

    def function(view: View) -> Count | None:
        both = _both(measure, view)
        if both is None:
            return None
        here, there = both
        return Count(measure.value(here) - measure.value(there), 1, min(here.events, there.events), here.n)

    return function


def ratio_of(measure: Measure) -> Callable[[View], Count | None]:
    """The measure in a group, times that of the reference group."""

    def function(view: View) -> Count | None:
        both = _both(measure, view)
        if both is None or both[1].top == 0:
            return None
        here, there = both
        return Count(measure.value(here) / measure.value(there), 1, min(here.events, there.events), here.n)

    return function


def gini(view: View) -> Count | None:
    """Gini coefficient of months sanctioned over adults.

    Notes
    -----
    Sum over pairs of the absolute difference of months / (2 × persons² × mean), from the histogram of persons by months.
    """
    persons = view.persons_by_months.astype(np.float64)
    months = np.arange(len(persons))
    total, lived = float(persons.sum()), float(persons @ months)
    if lived == 0:
        return None
    # Persons up to a number of months, and beyond: each month of difference is counted once for every pair it parts.
    below = np.cumsum(persons)[:-1]
    return ratio(float((below * (total - below)).sum()) / (total * lived), 1, n=int(total), events=int(persons[1:].sum()))


def _gaps(measure: Measure) -> tuple[Measure, ...]:
    difference = Measure(
        f"gap.diff[{measure.name}]", FAMILY, measure.unit, measure.denominator,
        f"{measure.name} of the group - of the {MAJORITY} (crude)",
        difference_of(measure), 1, measure.source, measure.restates, measure.needs, least=None, whole=measure.whole,
    )  # fmt: skip
    if measure.least is None:
        return (difference,)
    times = Measure(
        f"gap.ratio[{measure.name}]", FAMILY, "times", measure.denominator,
        f"{measure.name} of the group / of the {MAJORITY} (crude)",
        ratio_of(measure), 1, measure.source, measure.restates, measure.needs, whole=measure.whole,
    )  # fmt: skip
    return difference, times


MEASURES: Final = (
    *(gap for part in (wrongful, due, spiral, plain) for measure in part.MEASURES if measure.name in COMPARED for gap in _gaps(measure)),
    Measure(
        "gap.concentration", FAMILY, "0 to 1", "adults",
        "Gini coefficient of months sanctioned over adults (those never sanctioned included; times over 120 months count as 121)",
        gini, 1, most=1,
    ),
)  # fmt: skip
