"""Enterprises: which are listed and why, and what that does to people. Firms have no group, so these are given for everybody only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, PERSON_YEARS, Count, FieldRatio, Measure, ratio
from counterlife.measure.wrongful import share_of
from counterlife.words import CAUSES, FIRM_SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "enterprises"
MISTAKEN: Final = (1,)


def listed(size: int | None) -> Callable[[View], Count | None]:
    """Entries on lists of firms, of all or of one size class."""

    def function(view: View) -> Count | None:
        if view.group is not None:
            return None
        return ratio(view.firms("entries", size=size), view.firms("firms", size=size))

    return function


def wrongful(view: View) -> Count | None:
    """Months sanctioned for what another firm did."""
    if view.group is not None:
        return None
    return ratio(view.firms("sanctioned", MISTAKEN), view.firms("sanctioned"), n=view.firms("entries"))


def turnover(view: View) -> Count | None:
    """Turnover lost to sanctions."""
    if view.group is not None:
        return None
    return ratio(view.firms("turnover-lost"), view.firms("turnover"), n=view.firms("firms") // view.months, events=view.firms("sanctioned"))


def victims(view: View) -> Count | None:
    """Persons harmed by firms in the baseline, less here."""
    if view.base is None or view.group is not None:
        return None
    here, there = view.firms("victims"), view.base.firms("victims")
    acts = view.firms("acts") + view.base.firms("acts")
    return ratio(there - here, view.total("adults"), events=acts) if acts else None


MEASURES: Final = (
    Measure(
        "firm.listed", FAMILY, "per 1,000 firm-years", "firm-years in the window",
        "entries of firms on lists / firm-years",
        listed(None), PERSON_YEARS,
    ),
    *(
        Measure(
            f"firm.listed-{name}", FAMILY, "per 1,000 firm-years", f"firm-years of {name} firms",
            f"the same of {name} firms",
            listed(size), PERSON_YEARS,
        )
        for size, name in enumerate(FIRM_SIZES)
    ),
    Measure(
        "firm.wrongful", FAMILY, "of 100 sanctioned firm-months", "firm-months with at least one right withheld",
        "firm-months sanctioned for what another firm did / firm-months sanctioned",
        wrongful, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "firm.turnover", FAMILY, "of 100 yuan of turnover", "turnover of firms before what is lost",
        "turnover lost while rights are withheld / turnover",
        turnover, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "firm.jobs", FAMILY, "jobs per 1,000 person-years", "adult person-years in the window",
        "jobs lost that would not have been lost at that moment without the sanction on the firm / adult person-years",
        FieldRatio("jobs-lost-firm"), PERSON_YEARS,
    ),
    Measure(
        "firm.persons", FAMILY, "of 100 sanctioned months", "person-months with at least one right withheld",
        "person-months sanctioned as the legal representative of a firm / person-months sanctioned",
        share_of((CAUSES.index("firm"),)), HUNDRED, most=HUNDRED,
    ),
    Measure(
        "gain.victims", FAMILY, "persons per 1,000 person-years", "adult person-years in the window",
        "persons harmed by acts of firms in the baseline - in this world",
        victims, PERSON_YEARS, needs="baseline", least=None,
    ),
)  # fmt: skip
