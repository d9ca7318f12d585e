"""Contagion: what reaches people through others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.life.tally import TENTH_PARTS
from counterlife.measure.base import HUNDRED, PERSON_YEARS, YUAN_YEAR, Count, FieldRatio, Measure, ratio
from counterlife.measure.view import causes_of
from counterlife.measure.wrongful import share_of
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "contagion"
THROUGH: Final = (CAUSES.index("association"), *causes_of("through-others"))


def ties_missing(view: View) -> Count | None:
    """Ends of ties alive in the baseline and broken here, at year ends."""
    missing = view.paired("ties-missing")
    if missing is None or view.base is None:
        return None
    alive = view.base.monthly("tie-ends")[view.ends]
    return ratio(int(missing[view.ends].sum()), int(alive.sum()), n=int(np.max(alive)))


def effect(kind: str, part: str) -> Callable[[View], Count | None]:
    """What the regime does to a random tenth: in all, by itself, or through the others when it exempts them."""
    place = TENTH_PARTS.index(part)

    def function(view: View) -> Count | None:
        exempt, base = view.exempt, view.base
        if exempt is None or base is None:
            return None
        here, there = {"total": (view, base), "direct": (view, exempt), "spill": (exempt, base)}[kind]
        one, other = here.total("tenth", (place,)), there.total("tenth", (place,))
        months = view.total("tenth", (0,))
        events = months if part == "income" else one + other
        return ratio(one - other, months, n=months // view.months, events=events)

    return function


TENTH: Final = "person-years of a random tenth of adults"
EFFECTS: Final = {
    "total": "lived in this world - lived in the baseline",
    "direct": "lived in this world - exempt from all but ordinary law, among others who live in it",
    "spill": "exempt from all but ordinary law, among others who live in this world - lived in the baseline",
}
OUTCOMES: Final = {
    "hardship": ("months in hardship", "months per 1,000 person-years", PERSON_YEARS),
    "work": ("months at work", "months per 1,000 person-years", PERSON_YEARS),
    "income": ("income", "yuan per person-year", YUAN_YEAR),
    "speech": ("lawful expressions", "per 1,000 person-years", PERSON_YEARS),
}
_PART: Final = {"hardship": "hardship", "work": "employed", "income": "income", "speech": "spoken"}
INTERFERENCE: Final = "Hudgens and Halloran (2008)"


def _effects() -> tuple[Measure, ...]:
    found = []
    for outcome, (words, unit, scale) in OUTCOMES.items():
        for kind, difference in EFFECTS.items():
            name = "others.spill" if (kind, outcome) == ("spill", "hardship") else f"effect.{kind}.{outcome}"
            formula = f"{words} of the tenth: {difference}; needs the world `exempt`; total = direct + spill-over"
            found.append(
                Measure(name, FAMILY, unit, TENTH, formula, effect(kind, _PART[outcome]), scale, INTERFERENCE, needs="baseline", least=None)
            )
    return tuple(found)


MEASURES: Final = (
    Measure(
        "others.share", FAMILY, "of 100 sanctioned months", "person-months with at least one right withheld",
        "person-months sanctioned through association, kin, a firm or a lent identity / person-months sanctioned",
        share_of(THROUGH), HUNDRED, most=HUNDRED,
    ),
    Measure(
        "others.school", FAMILY, "months per 1,000 child-years", "child-years of children with a paid school place",
        "child-months refused a school place for an adult of the household / child-months with a paid place",
        FieldRatio("pupils-refused", "pupils", stock=True), PERSON_YEARS, most=PERSON_YEARS,
    ),
    Measure(
        "others.ties", FAMILY, "of 100 ties", "ends of ties outside the family alive in the baseline, at year ends and at the end",
        "ends of ties alive in the baseline and broken in this world / ends alive in the baseline",
        ties_missing, HUNDRED, needs="baseline", most=HUNDRED,
    ),
    Measure(
        "others.dropped", FAMILY, "per 1,000 person-years", "adult person-years in the window",
        "ends of ties that one end dropped for the other's band / adult person-years",
        FieldRatio("ties-dropped"), PERSON_YEARS, restates="adapt.dropping.rate",
    ),
    Measure(
        "others.relief", FAMILY, "yuan per person-year", "adult person-years in the window",
        "what people gave to those they are tied to who were short of essentials / adult person-years",
        FieldRatio("relief", stock=True, cents=True), YUAN_YEAR,
    ),
    Measure(
        "others.pressed", FAMILY, "months per 1,000 person-years", "adult person-years in the window",
        "person-months in which giving left the giver with less than a month's essentials / adult person-years",
        FieldRatio("helpers-pressed", stock=True), PERSON_YEARS, most=PERSON_YEARS,
    ),
    *_effects(),
)  # fmt: skip
