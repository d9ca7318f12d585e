"""Spiral: what follows from a listing feeds the next one. Told apart by worlds in which nothing follows, never by who was listed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, PERSON_YEARS, Count, Measure, base_of, ratio

if TYPE_CHECKING:
    from counterlife.measure.view import View

FAMILY: Final = "spiral"


def entries(view: View) -> Count | None:
    """Entries on lists, less those where nothing follows."""
    base = base_of(view)
    one, other = view.lists("entries"), base.lists("entries")
    return ratio(one - other, view.total("adults"), events=one + other)


def acts_after_listing(view: View) -> Count | None:
    """Financial acts by those listed so far where nothing follows: in this world less in that one."""
    acts, persons = view.paired("acts-after-listing"), view.paired("persons-listed-before")
    if acts is None or persons is None:
        return None
    here, there = (int(count) for count in acts.sum(axis=0))
    return ratio(here - there, int(persons.sum()), events=here + there)


def stuck(view: View) -> Count | None:
    """Of those followed for 60 months from their first entry, those listed in 36 of them or more."""
    long, other = (int(part) for part in view.parts("stuck"))
    return ratio(long, long + other)


PER_THOUSAND: Final = "per 1,000 person-years"
ADULTS: Final = "adult person-years in the window"

MEASURES: Final = (
    Measure(
        "spiral.entries", FAMILY, f"entries {PER_THOUSAND}", ADULTS,
        "entries on lists that withhold - such entries where nothing follows (and, unless that world is lived, nobody knows)",
        entries, PERSON_YEARS, needs="follows", least=None,
    ),
    Measure(
        "spiral.acts", FAMILY, "acts per listed person-year", "person-years of those listed so far where nothing follows",
        "financial acts of those listed so far where nothing follows: in this world - in that one",
        acts_after_listing, 12, needs="follows", least=None,
    ),
    Measure(
        "spiral.stuck", FAMILY, "of 100 first entries", "first entries (standing at a month's end) followed for 60 months",
        "persons on a list that withholds at 36 or more of the 60 month ends from their first / persons followed that long",
        stuck, HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
