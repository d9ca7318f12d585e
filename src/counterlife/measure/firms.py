"""Enterprises: which are listed and why, and what that does to people. Firms have no group, so these are given for everybody only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, PERSON_YEARS, YUAN_YEAR, Count, FieldRatio, Measure, ratio
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


def of_firms(name: str, below: str = "firms", parts: tuple[int, ...] | None = None) -> Callable[[View], Count | None]:
    """A field of firms over another."""

    def function(view: View) -> Count | None:
        return None if view.group is not None else ratio(view.firms(name, parts), view.firms(below))

    return function


def queue(view: View) -> Count | None:
    """Appeals of firms that wait at a month's end."""
    if view.group is not None:
        return None
    waiting, filed = view.firms("appeals-waiting"), view.firms("appeals-filed")
    return ratio(waiting, view.firms("firms"), n=view.firms("firms") // view.months, events=min(waiting, filed))


def won(view: View) -> Count | None:
    """Appeals of firms won, of those decided."""
    if view.group is not None:
        return None
    wins = view.firms("appeals-won")
    return ratio(wins, wins + view.firms("appeals-lost"))


def fines(view: View) -> Count | None:
    """Fines that firms paid."""
    return None if view.group is not None else ratio(view.firms("fines"), view.firms("firms"), events=view.firms("records"))


def gained(view: View) -> Count | None:
    """Turnover gained while something is given."""
    if view.group is not None:
        return None
    firms, rewarded = view.firms("firms") // view.months, view.firms("rewarded")
    return ratio(view.firms("turnover-gained"), view.firms("turnover"), n=firms, events=rewarded)


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
        "firm.unnotified", FAMILY, "of 100 entries", "entries of firms on lists that withhold",
        "entries of which the firm was not told / entries",
        of_firms("unnotified", "entries"), HUNDRED, restates="lists.*.notice-firm", most=HUNDRED,
    ),
    Measure(
        "firm.unaware", FAMILY, "of 100 standing entries", "entries of firms standing at month's end, summed over months",
        "entries standing of which the firm does not know / entries standing",
        of_firms("unaware", "places"), HUNDRED, most=HUNDRED,
    ),
    Measure(
        "firm.won", FAMILY, "of 100 decided appeals", "appeals of firms decided",
        "appeals of firms won / decided",
        won, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "firm.queue", FAMILY, "cases per 1,000 firms", "firm-months",
        "appeals of firms that wait at a month's end, summed over months / firm-months",
        queue, 1000,
    ),
    Measure(
        "firm.fines", FAMILY, "yuan per firm-year", "firm-years in the window",
        "fines that firms paid / firm-years",
        fines, YUAN_YEAR,
    ),
    Measure(
        "firm.rewarded", FAMILY, "of 100 firm-months", "firm-months",
        "firm-months with something given by a red list / firm-months",
        of_firms("rewarded"), HUNDRED, most=HUNDRED,
    ),
    Measure(
        "firm.gained", FAMILY, "of 100 yuan of turnover", "turnover of firms before what is lost or gained",
        "turnover gained while something is given by a red list or a high band / turnover",
        gained, HUNDRED, most=HUNDRED, restates="bear.firms.gains",
    ),
    Measure(
        "firm.seen", FAMILY, "sightings per 100 acts", "acts of firms",
        "sightings of a firm's own act, once a channel / acts",
        of_firms("seen", "acts", (0,)), HUNDRED,
    ),
)  # fmt: skip
