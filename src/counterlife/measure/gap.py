"""Disparity: any measure of one group against another, and how unequally sanctions fall on persons.

Gaps are given crude and, wherever what they need is counted by stratum, also standardised: as if both groups had the conduct and the
places of everybody. Part of every gap is put in by the rates that differ by group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

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


class Standard(NamedTuple):
    """How a measure is read off the strata: fields above the line and below it, each less others."""

    top: tuple[str, ...]
    bottom: tuple[str, ...]
    less_top: tuple[str, ...] = ()
    less_bottom: tuple[str, ...] = ()
    by_month: bool = False
    """Whether the line below counts persons whose months are meant."""
    of_sanctioned: bool = False
    """Whether it stands on no more things than persons were sanctioned."""


STANDARD: Final = {
    "sanction.ever": Standard(("ever",), ("adults",), of_sanctioned=True),
    "sanction.months": Standard(("months",), ("adults",), by_month=True, of_sanctioned=True),
    "sanction.share": Standard(("months",), ("adults",), by_month=True, of_sanctioned=True),
    "wrongful.share": Standard(("months",), ("months",), less_top=("months-earned",), of_sanctioned=True),
    "wrongful.risk": Standard(("ever-unearned-only",), ("adults",), less_bottom=("ever-earned",), of_sanctioned=True),
    "wrongful.innocent": Standard(("innocent-sanctioned",), ("adults",), less_bottom=("whole-file",), of_sanctioned=True),
    "listing.entries": Standard(("entries",), ("adults",), by_month=True),
    "due.unnotified": Standard(("untold",), ("entries",)),
    "spiral.stuck": Standard(("stuck",), ("followed",)),
    "watch.records": Standard(("records",), ("adults",), by_month=True),
    "records.wrong": Standard(("records-wrong",), ("records",)),
    "hardship.months": Standard(("hardship",), ("adults",), by_month=True),
    "work.share": Standard(("worked",), ("adults",), by_month=True),
}
"""Measures that are also standardised. The others are only given crude, for the reasons of `CRUDE`."""

CRUDE: Final = {
    "match.ppv": "what a camera brings up is a sighting of whoever it names, and a wrong match has two persons of two strata: whom "
    "it names and whom it saw",
    "due.unaware24": "it is read off a life table, and one for each stratum would stand on a handful of spells",
    "due.cured24": "it is read off a life table of wrong records, of which most strata have none in a seed",
    "bear.income": "it is money, in which one large wage outweighs a stratum, and it is net of another world, where the same person may "
    "stand in another stratum: what a regime changes is conduct too",
}
"""Why a gap between groups is not standardised to equal conduct and place."""


def rates(view: View, name: str) -> tuple[Floats, Floats]:
    """By stratum: the numerator and the denominator of a measure."""
    how, strata = STANDARD[name], view.strata.astype(np.float64)

    def total(names: tuple[str, ...]) -> Floats:
        counts: Floats = strata[:, [STRATUM.index(each) for each in names]].sum(axis=1)
        return counts

    bottom = (total(how.bottom) - total(how.less_bottom)) * (view.months if how.by_month else 1)
    return total(how.top) - total(how.less_top), bottom


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
        events = min(int(here[0].sum()), int(there[0].sum()))
        if STANDARD[name].of_sanctioned:
            events = min(events, *(int(part.strata[:, STRATUM.index("ever")].sum()) for part in (view, view.compared)))
        return ratio(one / other if times else scale * (one - other), 1, n=int(here[1].sum()), events=events)

    return function


def _standard_gaps(measure: Measure) -> tuple[Measure, ...]:
    words = (
        "over the strata of everybody (place, and own acts that the regime punishes, seen or not: 0, 1-2, 3-5, 6-11, 12-23, 24 or more); "
        "strata without somebody of both groups left out"
    )
    name = measure.name
    return (
        Measure(
            f"gap.diff-std[{name}]", FAMILY, measure.unit, measure.denominator,
            f"{name} of the group - of the {MAJORITY}, {words}",
            standardised(name, False, measure.scale), 1, "direct standardisation", measure.restates, least=None,
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
    *(gap for part in PARTS for measure in part.MEASURES if measure.name in STANDARD for gap in _standard_gaps(measure)),
    Measure(
        "gap.concentration", FAMILY, "0 to 1", "adults",
        "Gini coefficient of months sanctioned over adults (those never sanctioned included; times over 120 months count as 121)",
        gini, 1, most=1,
    ),
)  # fmt: skip
