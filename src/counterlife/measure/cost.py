"""Cost: what the authorities spend in staff-hours, so that rivals can be compared at the same price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.life.tally import SEEN
from counterlife.measure.base import PERSON_YEARS, Count, Measure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "cost"
KINDS: Final = ("record", "review", "listing", "hearing")
ALERTS: Final = SEEN.index("true-kept")
"""Fields of sightings before this one count alerts as they come in."""


def done(view: View) -> dict[str, int]:
    """What staff did: records made, alerts reviewed, entries on lists, cases decided."""
    alerts = sum(view.at(place).seen[:ALERTS].sum() for place, name in enumerate(view.scene.channels) if name in view.weights.reviewed)
    return {
        "record": view.total("records"),
        "review": int(alerts),
        "listing": view.all_entries(),
        "hearing": view.total("appeals-won") + view.total("appeals-lost"),
    }


def staff(*kinds: str) -> Callable[[View], Count | None]:
    """Hours for some kinds of work, by the hours that the rules give each."""

    def function(view: View) -> Count | None:
        work, costs = done(view), view.weights.costs
        hours = sum(work[kind] * float(getattr(costs, kind)) for kind in kinds)
        return ratio(hours, view.total("adults"), n=view.last("adults"), events=sum(work[kind] for kind in kinds))

    return function


UNIT: Final = "hours per 1,000 person-years"
ADULTS: Final = "adult person-years in the window"

MEASURES: Final = (
    Measure(
        "cost.staff", FAMILY, UNIT, ADULTS,
        "staff-hours: records made, alerts reviewed, entries on lists of persons, and cases decided, each times its hours / person-years; "
        "a rival is fair if it is matched to the same",
        staff(*KINDS), PERSON_YEARS, restates="costs",
    ),
    *(
        Measure(
            f"cost.staff.{kind}", FAMILY, UNIT, ADULTS, f"of these, for `costs.{kind}`",
            staff(kind), PERSON_YEARS, restates=f"costs.{kind}",
        )
        for kind in KINDS
    ),
)  # fmt: skip
