"""Cost: what the authorities spend in staff-hours, so that rivals can be compared at the same price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.life.tally import SEEN
from counterlife.measure.base import HUNDRED, PERSON_YEARS, Count, Measure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "cost"
KINDS: Final = ("record", "review", "listing", "hearing")
ALERTS: Final = SEEN.index("true-kept")
"""Fields of sightings before this one count alerts as they come in."""


def done(view: View) -> dict[str, int]:
    """What staff did: records made, alerts reviewed, entries on lists, cases decided; of firms too, but for a group, which has none."""
    alerts = sum(view.at(place).seen[:ALERTS].sum() for place, name in enumerate(view.scene.channels) if name in view.weights.reviewed)
    return {
        "record": view.total("records") + _firms(view, "records"),
        "review": int(alerts),
        "listing": view.all_entries() + _firms(view, "entries") + _firms(view, "red-entries"),
        "hearing": sum(view.total(name) + _firms(view, name) for name in ("appeals-won", "appeals-lost")),
    }


def _firms(view: View, name: str) -> int:
    """A field of firms, for everybody; nothing for a group."""
    return view.firms(name) if view.group is None else 0


def staff(*kinds: str) -> Callable[[View], Count | None]:
    """Hours for some kinds of work, by the hours that the rules give each."""

    def function(view: View) -> Count | None:
        work, costs = done(view), view.weights.costs
        hours = sum(work[kind] * float(getattr(costs, kind)) for kind in kinds)
        return ratio(hours, view.total("adults"), n=view.last("adults"), events=sum(work[kind] for kind in kinds))

    return function


def against(view: View) -> Count | None:
    """Hours for all kinds of work, of those of the baseline."""
    here, there = staff(*KINDS)(view), None if view.base is None else staff(*KINDS)(view.base)
    return None if here is None or there is None else ratio(here.top, there.top, n=here.n, events=min(here.events, there.events))


UNIT: Final = "hours per 1,000 person-years"
ADULTS: Final = "adult person-years in the window"

MEASURES: Final = (
    Measure(
        "cost.staff", FAMILY, UNIT, ADULTS,
        "staff-hours: records made, alerts reviewed, entries on lists, and cases decided, of persons and (for everybody) of firms, each "
        "times its hours / person-years; a rival is fair if it is matched to the same, see cost.matched",
        staff(*KINDS), PERSON_YEARS, restates="costs",
    ),
    Measure(
        "cost.matched", FAMILY, "of 100 staff-hours of the baseline", "staff-hours of the baseline",
        "staff-hours of this world / of the baseline; about 100 against a rival that is run at the same budget, as `ordinary-fines@budget`",
        against, HUNDRED, restates="costs", needs="baseline",
    ),
    *(
        Measure(
            f"cost.staff.{kind}", FAMILY, UNIT, ADULTS, f"of these, for `costs.{kind}`",
            staff(kind), PERSON_YEARS, restates=f"costs.{kind}",
        )
        for kind in KINDS
    ),
)  # fmt: skip
