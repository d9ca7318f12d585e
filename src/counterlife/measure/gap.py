"""Disparity: any measure of one group against another, and how unequally sanctions fall on persons.

Gaps are given crude, and for some measures also standardised: as if both groups had the conduct and the places of everybody. Part of every
gap is put in by the rates that differ by group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.life.tally import STRATUM
from counterlife.measure import bear, due, plain, spiral, wrongful
from counterlife.measure.base import Count, Measure, ratio
from counterlife.measure.view import MAJORITY

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from counterlife.measure.view import View

    Floats = NDArray[np.float64]

FAMILY: Final = "disparity"
COMPARED: Final = (
    "wrongful.share", "wrongful.risk", "wrongful.innocent", "match.ppv", "records.wrong", "due.unnotified", "due.unaware24", "due.cured24",
    "spiral.stuck", "watch.records", "listing.entries", "sanction.share", "sanction.months", "sanction.ever", "hardship.months",
    "work.share", "bear.income",
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


def _fields(*names: str) -> tuple[int, ...]:
    return tuple(STRATUM.index(name) for name in names)


STANDARD: Final = {
    "sanction.ever": (_fields("ever"), _fields("adults"), ()),
    "sanction.months": (_fields("months"), _fields("adults"), ()),
    "wrongful.share": (_fields("months"), _fields("months"), _fields("months-earned")),
    "wrongful.risk": (_fields("ever-unearned-only"), _fields("adults"), _fields("ever-earned")),
    "wrongful.innocent": (_fields("innocent-sanctioned"), _fields("adults"), _fields("whole-file")),
}
"""Measures that are also standardised: fields above the line, below it, and what is taken off (above for shares of months, else below)."""


def rates(view: View, name: str) -> tuple[Floats, Floats]:
    """By stratum: the numerator and the denominator of a measure."""
    top, bottom, less = (view.strata[:, list(fields)].sum(axis=1).astype(np.float64) for fields in STANDARD[name])
    return (top - less, bottom) if name == "wrongful.share" else (top, bottom - less)


def standardised(name: str, times: bool, scale: float) -> Callable[[View], Count | None]:
    """A measure in a group less (or over) the majority's, both with the strata of everybody: alike in place and own conduct.

    Strata in which one of the two groups has nobody are left out.
    """

    def function(view: View) -> Count | None:
        if view.group is None or view.group == view.compared.group:
            return None
        here, there = rates(view, name), rates(view.compared, name)
        weight = np.where((here[1] > 0) & (there[1] > 0), view.everybody.strata[:, STRATUM.index("adults")], 0)
        if not weight.sum():
            return None
        one, other = (float(weight @ (top / np.maximum(bottom, 1)) / weight.sum()) for top, bottom in (here, there))
        if times and other == 0:
            return None
        persons = [int(part.strata[:, STRATUM.index("ever")].sum()) for part in (view, view.compared)]
        events = min(*persons, int(here[0].sum()), int(there[0].sum()))
        return ratio(one / other if times else scale * (one - other), 1, n=int(here[1].sum()), events=events)

    return function


def _standard_gaps(name: str) -> tuple[Measure, ...]:
    measure = next(found for part in (wrongful, plain) for found in part.MEASURES if found.name == name)
    of_months = name == "sanction.months"
    words = (
        f"over the strata of everybody (place, and own acts that the regime punishes, seen or not: 0, 1-2, 3-5, 6-11, 12-23, 24 or more); "
        f"strata without somebody of both groups left out{'; months over the whole window a person' if of_months else ''}"
    )
    return (
        Measure(
            f"gap.diff-std[{name}]", FAMILY, "months a person, window" if of_months else measure.unit, measure.denominator,
            f"{name} of the group - of the {MAJORITY}, {words}",
            standardised(name, False, 1 if of_months else measure.scale), 1, "direct standardisation", measure.restates, least=None,
        ),
        Measure(
            f"gap.ratio-std[{name}]", FAMILY, "times", measure.denominator,
            f"{name} of the group / of the {MAJORITY}, {words}",
            standardised(name, True, 1), 1, "direct standardisation", measure.restates,
        ),
    )  # fmt: skip


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


PARTS: Final = (wrongful, due, spiral, bear, plain)

MEASURES: Final = (
    *(gap for part in PARTS for measure in part.MEASURES if measure.name in COMPARED for gap in _gaps(measure)),
    *(gap for name in STANDARD for gap in _standard_gaps(name)),
    Measure(
        "gap.concentration", FAMILY, "0 to 1", "adults",
        "Gini coefficient of months sanctioned over adults (those never sanctioned included; times over 120 months count as 121)",
        gini, 1, most=1,
    ),
)  # fmt: skip
