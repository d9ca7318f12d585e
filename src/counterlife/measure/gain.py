"""Claimed benefits: what the regime is said to be for, net of the baseline, in the same units as its costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.measure.base import HUNDRED, PERSON_YEARS, YUAN_YEAR, Count, FieldRatio, Measure, ratio
from counterlife.words import NATURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "claimed benefits"
HORIZONS: Final = (12, 24, 60)


def repaid(horizon: int | None) -> Callable[[View], Count | None]:
    """Debt paid here less in the baseline, up to a month or over the whole window."""

    def function(view: View) -> Count | None:
        if view.base is None or (horizon is not None and horizon > view.months):
            return None
        here, there = (int(world.monthly("debt-paid")[:horizon].sum()) for world in (view, view.base))
        payments = sum(int(world.monthly("debts-paid")[:horizon].sum()) for world in (view, view.base))
        return ratio(here - there, int(view.monthly("adults")[:horizon].sum()), n=view.last("adults"), events=payments)

    return function


def acts(nature: str, avoided: bool) -> Callable[[View], Count | None]:
    """Acts of a nature here less in the baseline, or the reverse, person by person."""
    place = NATURES.index(nature)

    def function(view: View) -> Count | None:
        withheld, added = view.paired("withheld"), view.paired("added")
        if withheld is None or added is None:
            return None
        gone, new = (int(np.sum(counts[:, place])) for counts in (withheld, added))
        return ratio(gone - new if avoided else new - gone, view.total("adults"), events=gone + new)

    return function


ADULTS: Final = "adult person-years in the window"

MEASURES: Final = (
    Measure(
        "gain.repaid", FAMILY, "yuan per person-year", ADULTS,
        "judgment debt paid in this world - in the baseline; not what people leave lists by, but what is paid beyond the baseline",
        repaid(None), YUAN_YEAR, needs="baseline", least=None,
    ),
    *(
        Measure(
            f"gain.repaid{horizon}", FAMILY, "yuan per person-year", f"adult person-years of the first {horizon} months",
            f"the same up to month {horizon}",
            repaid(horizon), YUAN_YEAR, needs="baseline", least=None,
        )
        for horizon in HORIZONS
    ),
    Measure(
        "gain.violations", FAMILY, "acts per 1,000 person-years", ADULTS,
        "violations in the baseline - in this world",
        acts("violation", avoided=True), PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "gain.prosocial", FAMILY, "acts per 1,000 person-years", ADULTS,
        "prosocial acts in this world - in the baseline",
        acts("prosocial", avoided=False), PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "gain.rewarded", FAMILY, "of 100 adult-months", "adult-months",
        "person-months with a reward / adult-months",
        FieldRatio("rewarded", stock=True), HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
