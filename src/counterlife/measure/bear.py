"""Bearing it: what the regime costs people in income, debt, work and hardship, on average and where it falls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.life.tally import LOSS_SIDE
from counterlife.measure.base import HUNDRED, PERSON_YEARS, YUAN_YEAR, Count, FieldRatio, Measure, base_of, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.life.tally import Ints
    from counterlife.measure.view import View

FAMILY: Final = "hardship caused"
COUPLING: Final = "Tian and Pearl (2000)"
DECILES: Final = range(1, 10)


def income_lost(view: View) -> Count | None:
    """Income in the baseline less income here."""
    months = view.total("adults")
    return ratio(base_of(view).total("income") - view.total("income"), months, n=view.last("adults"), events=months)


def debt_added(view: View) -> Count | None:
    """Open debt at the end here less there."""
    base = base_of(view)
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


def _open(view: View) -> int:
    """Judgment debt open at the end."""
    return view.total("debt-made") - view.total("debt-paid")


def bound(helped: bool, most: bool) -> Callable[[View], Count | None]:
    """Fewest or most months harmed (or helped) that any coupling of the two worlds allows, with months of hardship as the harm."""

    def function(view: View) -> Count | None:
        months = view.total("adults")
        here, there = view.total("hardship"), base_of(view).total("hardship")
        more, less = (there, here) if helped else (here, there)
        found = min(more, months - less) if most else max(0, more - less)
        return ratio(found, months, n=view.last("adults"), events=here + there)

    return function


def edge(place: int) -> float:
    """The lower end in yuan of a bin of losses; see `counterlife.life.tally.LOSS_BINS`."""
    far = place - LOSS_SIDE
    if far <= 0:
        return -edge(1 - far + LOSS_SIDE) if far < 0 else -1.0
    doubling, part = divmod(far - 1, 4)
    return float((1 << doubling) * (4 + part) / 4)


def decile(counts: Ints, tenths: int) -> float:
    """The value below which so many tenths lie, along a line within its bin; exactly 0 in the bin of less than a yuan."""
    wanted, below = tenths * int(counts.sum()) / 10, 0
    for place, count in enumerate(counts.tolist()):
        if count and below + count >= wanted:
            if place == LOSS_SIDE:
                return 0.0
            return edge(place) + (edge(place + 1) - edge(place)) * float(wanted - below) / float(count)
        below += count
    return 0.0


def among_listed(name: str, tenths: int | None) -> Callable[[View], Count | None]:
    """What those lost, a year, whom the muted world lists: on average, or at a decile."""

    def function(view: View) -> Count | None:
        found = view.losses(name)
        if found is None or not found[0].sum():
            return None
        counts, cents = found
        persons, years = int(counts.sum()), view.months / 12
        if tenths is None:
            return ratio(cents / 100 / years, persons, n=persons, events=persons)
        return ratio(decile(counts, tenths) / years, 1, n=persons, events=persons)

    return function


def _listed(name: str, words: str) -> tuple[Measure, ...]:
    persons = "adults whom the muted world ever lists"
    return (
        Measure(
            f"bear.{name}.listed", FAMILY, "yuan per person-year", persons, f"{words}, over the whole window, of those listed there",
            among_listed(name, None), needs="baseline", least=None,
        ),
        *(
            Measure(
                f"bear.{name}.d{tenths}", FAMILY, "yuan per person-year", persons,
                f"{words}, over the whole window: {tenths} in ten of those listed there lose less; read off bins, four to a doubling",
                among_listed(name, tenths), needs="baseline", least=None,
            )
            for tenths in DECILES
        ),
    )  # fmt: skip


PER_THOUSAND: Final = "per 1,000 person-years"
ADULTS: Final = "adult person-years in the window"

MEASURES: Final = (
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
        bound(helped=False, most=False), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.harmed-most", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "the most months harmed that any coupling allows: min(hardship here, months without hardship in the baseline)",
        bound(helped=False, most=True), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.helped-least", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "the fewest months helped that any coupling allows: max(0, hardship in the baseline - hardship here)",
        bound(helped=True, most=False), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.helped-most", FAMILY, f"months {PER_THOUSAND}", ADULTS,
        "the most months helped that any coupling allows: min(hardship in the baseline, months without hardship here)",
        bound(helped=True, most=True), PERSON_YEARS, COUPLING, needs="baseline",
    ),
    Measure(
        "bear.detained", FAMILY, f"months {PER_THOUSAND}", ADULTS, "person-months in detention / person-years",
        FieldRatio("detained", stock=True), PERSON_YEARS, most=PERSON_YEARS,
    ),
    Measure(
        "bear.university", FAMILY, f"persons {PER_THOUSAND}", ADULTS,
        "persons from 18 to 22 from whom a place at a university that they seek is withheld, once each / person-years of adults",
        FieldRatio("university-lost"), PERSON_YEARS,
    ),
    Measure(
        "bear.housing", FAMILY, f"searches {PER_THOUSAND}", ADULTS,
        "searches for a home that failed for a visible record, a listing, or because rented homes are withheld / person-years",
        FieldRatio("housing-lost"), PERSON_YEARS,
    ),
    Measure(
        "bear.loans", FAMILY, "of 100 adult-months", "adult-months in the window",
        "person-months of those whom lenders refuse for a visible record or a listing that they found / adult-months",
        FieldRatio("credit-refused", stock=True), HUNDRED, most=HUNDRED,
    ),
    Measure(
        "bear.purchases", FAMILY, f"attempts {PER_THOUSAND}", ADULTS,
        "attempts to buy a home that failed because property is withheld, where the regime says what that does / person-years",
        FieldRatio("purchases-lost"), PERSON_YEARS,
    ),
    Measure(
        "bear.court-fines", FAMILY, "yuan per person-year", ADULTS,
        "fines that courts added while an order stayed unperformed, as they were laid / person-years",
        FieldRatio("court-fine", cents=True), YUAN_YEAR,
    ),
    *_listed("income", "income in the baseline - here"),
    *_listed("debt", "open judgment debt at the end here - in the baseline"),
)  # fmt: skip
