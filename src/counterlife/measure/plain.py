"""Plain counts that readers ask for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, PERSON_YEARS, YUAN_YEAR, Count, FieldRatio, Measure, ratio

if TYPE_CHECKING:
    from counterlife.measure.view import View

FAMILY: Final = "counts"


def list_entries(view: View) -> Count | None:
    """Entries on lists that withhold."""
    return ratio(view.lists("entries"), view.total("adults"))


def list_stock(view: View) -> Count | None:
    """Entries that stand at month's end."""
    stock, entries = view.lists("stock"), view.lists("entries")
    return ratio(stock, view.total("adults"), n=view.last("adults"), events=min(stock, entries))


def list_unaware(view: View) -> Count | None:
    """Entries that stand and are not known to the person, of those that stand."""
    unaware, entries = view.lists("unaware"), view.lists("unnotified")
    return ratio(unaware, view.lists("stock"), n=view.lists("entries"), events=min(unaware, entries))


def sanctioned(view: View) -> Count | None:
    """Months sanctioned; few persons are few, however long it lasts."""
    months = view.total("sanctioned-any")
    return ratio(months, view.total("adults"), n=view.last("adults"), events=min(months, view.last("ever-sanctioned")))


def ever(view: View) -> Count | None:
    """Persons sanctioned in some month."""
    return ratio(view.last("ever-sanctioned"), view.last("adults"))


PY: Final = "per 1,000 person-years"
ADULTS: Final = "adult person-years in the window"
MONTHS: Final = "adult-months"

MEASURES: Final = (
    Measure(
        "watch.records", FAMILY, "records per person-year", ADULTS, "records made, in all schemes / person-years",
        FieldRatio("records"), 12,
    ),
    Measure(
        "listing.entries", FAMILY, f"entries {PY}", ADULTS, "entries on lists that withhold / person-years; entries, not persons",
        list_entries, PERSON_YEARS, over="list",
    ),
    Measure(
        "listing.stock", FAMILY, "entries per 1,000 adults", MONTHS,
        "entries standing at month's end, summed over months / adult-months; holds the long stays; one person may stand on several lists",
        list_stock, 1000, over="list",
    ),
    Measure(
        "listing.unaware", FAMILY, "of 100 standing entries", "entries standing at month's end, summed over months",
        "entries standing of which the person does not know / entries standing",
        list_unaware, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "sanction.months", FAMILY, f"months {PY}", ADULTS, "person-months with at least one right withheld / person-years",
        sanctioned, PERSON_YEARS, most=PERSON_YEARS,
    ),
    Measure(
        "sanction.share", FAMILY, "of 100 adult-months", MONTHS, "person-months with at least one right withheld / adult-months",
        sanctioned, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "sanction.slipped", FAMILY, f"months {PY}", ADULTS,
        "person-months in which a listing withholds a right that the person keeps by a second document / person-years",
        FieldRatio("slipped", stock=True), PERSON_YEARS, most=PERSON_YEARS,
    ),
    Measure(
        "bear.stress", FAMILY, f"months {PY}", ADULTS,
        "person-months with a right withheld in which the person knows of a listing that withholds / person-years; no illness is simulated",
        FieldRatio("known-sanction", stock=True), PERSON_YEARS, most=PERSON_YEARS,
    ),
    Measure(
        "sanction.ever", FAMILY, "in 100 persons", "adults", "adults with a right withheld in any month of the window / adults",
        ever, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "hardship.months", FAMILY, f"months {PY}", ADULTS,
        "person-months in which savings and credit do not meet essentials / person-years",
        FieldRatio("hardship", stock=True), PERSON_YEARS, most=PERSON_YEARS,
    ),
    Measure(
        "work.share", FAMILY, "of 100 adult-months", MONTHS, "person-months of adults at work / adult-months",
        FieldRatio("employed", stock=True), HUNDRED, most=HUNDRED,
    ),
    Measure(
        "work.lost", FAMILY, f"jobs {PY}", ADULTS, "jobs lost / person-years",
        FieldRatio("jobs-lost"), PERSON_YEARS,
    ),
    Measure(
        "income.mean", FAMILY, "yuan per person-year", ADULTS,
        "income of adults, less what rights withheld cost and with what rewards save; fines not taken off / person-years",
        FieldRatio("income", stock=True, cents=True), YUAN_YEAR,
    ),
    Measure(
        "fines.paid", FAMILY, "yuan per person-year", ADULTS, "fines taken / person-years",
        FieldRatio("fines", stock=True, cents=True), YUAN_YEAR,
    ),
    Measure(
        "debts.made", FAMILY, "yuan per person-year", ADULTS, "judgment debt made / person-years",
        FieldRatio("debt-made", stock=True, cents=True), YUAN_YEAR,
    ),
    Measure(
        "debts.repaid", FAMILY, "yuan per person-year", ADULTS,
        "judgment debt paid / person-years; much of it would be paid without any list (see gain.repaid)",
        FieldRatio("debt-paid", stock=True, cents=True), YUAN_YEAR,
    ),
    Measure(
        "debts.open", FAMILY, "persons per 1,000 adults", MONTHS, "person-months with an open judgment debt / adult-months",
        FieldRatio("debtors", stock=True), 1000, most=1000,
    ),
    Measure(
        "ties.broken", FAMILY, "of 1,000 ties a year", "tie-years outside the family", "ends of ties broken / tie-years (two ends a tie)",
        FieldRatio("ties-broken", "tie-ends"), PERSON_YEARS,
    ),
)  # fmt: skip
