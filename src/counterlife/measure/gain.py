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


THOUSAND: Final = 1000
"""Persons harmed by acts of persons are counted in thousandths."""


def spared(by_persons: bool, by_firms: bool) -> Callable[[View], Count | None]:
    """Persons harmed in the baseline, less here: by acts of persons, of firms, or of both. Firms have no group."""

    def function(view: View) -> Count | None:
        if view.base is None or (by_firms and view.group is not None):
            return None
        harmed = [_harmed(world, by_persons, by_firms) for world in (view.base, view)]
        return ratio(harmed[0] - harmed[1], view.total("adults"), events=round(sum(harmed))) if sum(harmed) else None

    return function


def _harmed(view: View, by_persons: bool, by_firms: bool) -> float:
    return (view.total("harmed") / THOUSAND if by_persons else 0) + (view.firms("victims") if by_firms else 0)


def harmed(view: View) -> Count | None:
    """Persons harmed by acts of persons."""
    persons = view.total("harmed") / THOUSAND
    return ratio(persons, view.total("adults"), events=round(persons)) if persons else None


REPAID, FAILED = range(2)


def _loans(view: View, what: str, firms: bool, parts: tuple[int, ...] | None = None) -> int:
    """Loans to micro-enterprises, or to adults with a thin file: those ``asked`` for or ``lent``, of these some parts."""
    return view.firms(f"loans-{what}", parts) if firms else view.total(f"thin-{what}", parts)


def credit(firms: bool, change: bool) -> Callable[[View], Count | None]:
    """Loans given, of those asked for; here, or here less in the baseline. Firms have no group."""

    def function(view: View) -> Count | None:
        if (firms and view.group is not None) or (change and view.base is None):
            return None
        here = _loans(view, "lent", firms)
        there = _loans(view.base, "lent", firms) if change and view.base is not None else 0
        return ratio(here - there, _loans(view, "asked", firms), events=here + there)

    return function


def failed(firms: bool) -> Callable[[View], Count | None]:
    """Loans given that are not repaid, of those given."""

    def function(view: View) -> Count | None:
        if firms and view.group is not None:
            return None
        return ratio(_loans(view, "lent", firms, (FAILED,)), _loans(view, "lent", firms))

    return function


def loans(name: str, to: str, signal: str, defaults: str, *, firms: bool = False, source: str = "own definition") -> tuple[Measure, ...]:
    """The measures of loans to some borrowers: beyond the baseline, given at all, and not repaid.

    Parameters
    ----------
    name, to : str
        Of the measures, and the borrowers in words.
    signal, defaults : str
        The inputs that they mostly repeat: how well the signal tells borrowers apart, and the town's share that does not repay.
    """
    asked, unit = f"loans asked for by {to}", "per 1,000 loans asked for"
    return (
        Measure(
            f"gain.{name}", FAMILY, unit, asked,
            f"loans given to them in this world - in the baseline; see gain.{name}-failed beside it",
            credit(firms, change=True), 1000, source, restates=signal, needs="baseline", least=None,
        ),
        Measure(
            f"gain.{name}-given", FAMILY, unit, asked, "loans given to them / loans asked for",
            credit(firms, change=False), 1000, restates=signal, most=1000,
        ),
        Measure(
            f"gain.{name}-failed", FAMILY, "of 100 loans", f"loans given to {to}", "of these, those that will not be repaid",
            failed(firms), HUNDRED, restates=f"{signal} and the town's {defaults}", most=HUNDRED,
        ),
    )  # fmt: skip


def gained(name: str) -> Callable[[View], Count | None]:
    """A flow here less in the baseline, by adult person-month."""

    def function(view: View) -> Count | None:
        if view.base is None:
            return None
        here, there = view.total(name), view.base.total(name)
        return ratio(here - there, view.total("adults"), events=here + there)

    return function


def promises_kept(view: View) -> Count | None:
    """Promises over ties outside the family that were kept, as those at the other end found."""
    made = view.total("tie-ends")
    return ratio(made - view.total("promises-broken"), made, n=view.last("tie-ends"), events=min(made, view.total("promises-broken")))


def trust_people(view: View) -> Count | None:
    """The share of promises kept here less in the baseline."""
    here, there = promises_kept(view), None if view.base is None else promises_kept(view.base)
    if here is None or there is None:
        return None
    return ratio(here.top / here.bottom - there.top / there.bottom, 1, n=here.n, events=here.events + there.events)


def trust_institutions(view: View) -> Count | None:
    """Points that wrongs seen punished give, less those that unearned sanctions known take."""
    if view.weights.trust is None:
        return None
    falls, rises = view.weights.trust
    known, punished = view.total("unearned-known"), view.total("wrongs-punished")
    return ratio(rises * punished - falls * known, view.total("adults"), n=view.last("adults"), events=known + punished)


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
        "gain.victims", FAMILY, "persons per 1,000 person-years", ADULTS,
        "persons harmed by acts of persons and of firms in the baseline - in this world; how many one act harms, the tables of acts say",
        spared(by_persons=True, by_firms=True), PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "gain.victims-persons", FAMILY, "persons per 1,000 person-years", ADULTS,
        "of these, by acts of persons (of the group, where one is named)",
        spared(by_persons=True, by_firms=False), PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "gain.victims-firms", FAMILY, "persons per 1,000 person-years", ADULTS,
        "of these, by acts of firms",
        spared(by_persons=False, by_firms=True), PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "acts.harmed", FAMILY, "persons per 1,000 person-years", ADULTS,
        "persons harmed by acts of persons / person-years, seen or not",
        harmed, PERSON_YEARS,
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
    *loans("credit", "adults with a thin file", "infer.credit.auc", "thin-files.default", source="Swets (1988), for the signal"),
    Measure(
        "gain.banks", FAMILY, "persons per 1,000 person-years", ADULTS,
        "persons whom a first loan brings to a bank in this world - in the baseline",
        gained("banked"), PERSON_YEARS, restates="infer.credit.auc and the town's thin-files.unbanked", needs="baseline", least=None,
    ),
    *loans("micro", "micro-enterprises", "infer.firm-credit.auc", "enterprises.loans.default", firms=True),
    Measure(
        "gain.jobs", FAMILY, "jobs per 1,000 person-years", ADULTS,
        "jobs found that would not have been found at that moment without what is given to firms, in this world - in the baseline; "
        "beside it firm.jobs, those lost",
        gained("jobs-found-firm"), PERSON_YEARS, needs="baseline", least=None,
    ),
    Measure(
        "trust.kept", FAMILY, "of 100 promises", "promises: one a month over each end of a tie outside the family",
        "promises kept, as those at the other end found; whoever does a financial act breaks those of the month / promises",
        promises_kept, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "trust.people", FAMILY, "points of 100 promises", "promises: one a month over each end of a tie outside the family",
        "trust between people: share of promises kept in this world - in the baseline; never added to trust in institutions",
        trust_people, HUNDRED, needs="baseline", least=-HUNDRED, most=HUNDRED,
    ),
    Measure(
        "trust.institutions", FAMILY, "points per person-year", ADULTS,
        "trust in institutions, from 0: `rises` for each earned sanction of somebody one is tied to - `falls` for each unearned one that "
        "one hears of, one's own among them; never added to trust between people",
        trust_institutions, 12, restates="adapt.trust", least=None,
    ),
    Measure(
        "trust.unearned-known", FAMILY, "per 1,000 person-years", ADULTS,
        "unearned sanctions heard of, once a person who hears / person-years",
        FieldRatio("unearned-known"), PERSON_YEARS,
    ),
    Measure(
        "trust.punished", FAMILY, "per 1,000 person-years", ADULTS,
        "earned sanctions of those one is tied to, once a person who hears / person-years",
        FieldRatio("wrongs-punished"), PERSON_YEARS,
    ),
)  # fmt: skip
