"""Contagion: what reaches people through others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.measure.base import HUNDRED, PERSON_YEARS, Count, FieldRatio, Measure, ratio
from counterlife.measure.view import causes_of
from counterlife.measure.wrongful import share_of
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.measure.view import View

FAMILY: Final = "contagion"
THROUGH: Final = (CAUSES.index("association"), *causes_of("through-others"))


def ties_missing(view: View) -> Count | None:
    """Ends of ties alive in the baseline and broken here, at year ends."""
    missing = view.paired("ties-missing")
    if missing is None or view.base is None:
        return None
    ends = sorted({*range(11, view.months, 12), view.months - 1})
    alive = view.base.monthly("tie-ends")[ends]
    return ratio(int(missing[ends].sum()), int(alive.sum()), n=int(np.max(alive)))


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
)  # fmt: skip
