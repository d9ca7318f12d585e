"""Spiral: what follows from a listing feeds the next one. Told apart by worlds in which nothing follows, never by who was listed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import PERSON_YEARS, YUAN_YEAR, Count, Measure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "spiral"
COUPLING: Final = "Tian and Pearl (2000)"


def entries(view: View) -> Count | None:
    """Entries on lists, less those where nothing follows."""
    base = _base(view)
    one, other = view.lists("entries"), base.lists("entries")
    return ratio(one - other, view.total("adults"), events=one + other)


def acts_after_listing(view: View) -> Count | None:
    """Financial acts by those listed so far in the muted world: in this world less in that one."""
    acts, persons = view.paired("acts-after-listing"), view.paired("persons-listed-before")
    if acts is None or persons is None:
        return None
    here, there = (int(count) for count in acts.sum(axis=0))
    return ratio(here - there, int(persons.sum()), events=here + there)


def income_lost(view: View) -> Count | None:
    """Income in the baseline less income here."""
    months = view.total("adults")
    return ratio(_base(view).total("income") - view.total("income"), months, n=view.last("adults"), events=months)


def debt_added(view: View) -> Count | None:
    """Open debt at the end here less there."""
    base = _base(view)
    added = _open(view) - _open(base)
    return ratio(added, view.total("adults"), n=view.last("adults"), events=view.total("debts-made") + base.total("debts-made"))


def work_lost(view: View) -> Count | None:
    """Months at work in the baseline only, less those here only."""
    missing, only = view.paired("job-missing"), view.paired("job-only")
    if missing is None or only is None:
        return None
    there, here = int(missing.sum()), int(only.sum())
    return ratio(there - here, view.total("adults"), n=view.last("adults"), events=there + here)


def only(name: str) -> Callable[[View], Count | None]:
    """Months counted person by person in one of the two worlds only."""

    def function(view: View) -> Count | None:
        counted = view.paired(name)
        return None if counted is None else ratio(int(counted.sum()), view.total("adults"), n=view.last("adults"))

    return function


def harmed_bound(most: bool) -> Callable[[View], Count | None]:
    """Fewest or most months harmed that any coupling of the two worlds allows, with months of hardship as the harm."""

    def function(view: View) -> Count | None:
        months = view.total("adults")
        here, there = view.total("hardship"), _base(view).total("hardship")
        bound = min(here, months - there) if most else max(0, here - there)
        return ratio(bound, months, n=view.last("adults"), events=here + there)

    return function


def _base(view: View) -> View:
    if view.base is None:
        raise ValueError("this measure compares two worlds")
    return view.base


def _open(view: View) -> int:
    return view.total("debt-made") - view.total("debt-paid")


PER_THOUSAND: Final = "per 1,000 person-years"
ADULTS: Final = "adult person-years in the window"

MEASURES: Final = (
    Measure(
        "spiral.entries", FAMILY, f"entries {PER_THOUSAND}", ADULTS,
        "entries on lists that withhold - such entries where nothing follows and nobody knows",
        entries, PERSON_YEARS, needs="mute", least=None,
    ),
    Measure(
        "spiral.acts", FAMILY, "acts per listed person-year", "person-years of those listed so far where nothing follows",
        "financial acts of those listed so far where nothing follows and nobody knows: in this world - in that one",
        acts_after_listing, 12, needs="mute", least=None,
    ),
    Measure(
        "bear.income", FAMILY, "yuan per person-year", ADULTS,
        "income in the baseline - income in this world, fines not taken off",
        income_lost, YUAN_YEAR, needs="baseline", least=None,
    ),
    Measure(
        "bear.debt", FAMILY, "yuan per person-year", ADULTS,
        "open judgment debt at the end in this world - in the baseline",
        debt_added, YUAN_YEAR, needs="baseline", least=None,
    ),
    Measure(
        "bear.jobs", FAMILY, f"months of work {PER_THOUSAND}", ADULTS,
        "person-months at work in the baseline only - in this world only",
        work_lost, PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "bear.harmed", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "person-months in hardship here and not in the baseline, under the same luck: one of many couplings",
        only("hardship-only"), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.helped", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "person-months in hardship in the baseline and not here, under the same luck: one of many couplings",
        only("hardship-spared"), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.harmed-least", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "the fewest months harmed that any coupling allows: max(0, hardship here - hardship in the baseline)",
        harmed_bound(most=False), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.harmed-most", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "the most months harmed that any coupling allows: min(hardship here, months without hardship in the baseline)",
        harmed_bound(most=True), PERSON_YEARS, COUPLING, needs="baseline",
    ),
)  # fmt: skip
