"""Chilling: lawful expression withheld by people who were not sanctioned so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, Count, FieldRatio, Measure, ratio
from counterlife.words import NATURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "chilling"
EXPRESSION: Final = NATURES.index("expression")


def withheld(net: bool) -> Callable[[View], Count | None]:
    """Expressions of the baseline that do not happen here, with or without those that happen here only."""

    def function(view: View) -> Count | None:
        lost, added, spoken = (view.paired(f"{what}-unsanctioned") for what in ("withheld", "added", "spoken"))
        if lost is None or added is None or spoken is None:
            return None
        gone, new = int(lost.sum()), int(added.sum())
        return ratio(gone - new if net else gone, int(spoken.sum()), events=gone + new if net else gone)

    return function


def private(view: View) -> Count | None:
    """Expressions that moved to private channels, of those withheld by people not sanctioned so far."""
    moved, withheld = view.paired("withheld-private"), view.paired("withheld-unsanctioned")
    return None if moved is None or withheld is None else ratio(int(moved.sum()), int(withheld.sum()))


def removed(view: View) -> Count | None:
    """Expressions removed of those made."""
    return ratio(view.total("removed"), view.total("acts", (EXPRESSION,)))


SPOKEN: Final = "expressions, in the baseline, of persons not sanctioned so far in this world"

MEASURES: Final = (
    Measure(
        "chill.withheld", FAMILY, "of 100 expressions", SPOKEN,
        "expressions in the baseline and not here - here and not in the baseline, by persons not sanctioned so far / those in the baseline",
        withheld(net=True), HUNDRED, needs="baseline", restates="adapt.fear.strength", least=None, most=HUNDRED,
    ),
    Measure(
        "chill.withheld-gross", FAMILY, "of 100 expressions", SPOKEN,
        "expressions in the baseline and not here, by persons not sanctioned so far / those in the baseline",
        withheld(net=False), HUNDRED, needs="baseline", restates="adapt.fear.strength", most=HUNDRED,
    ),
    Measure(
        "chill.private", FAMILY, "of 100 expressions withheld", "expressions in the baseline and not here, of persons not sanctioned",
        "of these, said in private to those one trusts; the rest is lost",
        private, HUNDRED, needs="baseline", restates="adapt.fear.private", most=HUNDRED,
    ),
    Measure(
        "chill.removed", FAMILY, "of 100 expressions", "expressions",
        "expressions that a channel catches and removes / expressions; never counted among those withheld",
        removed, HUNDRED, restates="channels.*.removes", most=HUNDRED,
    ),
    Measure(
        "chill.attentive", FAMILY, "of 100 adult-months", "adult-months",
        "person-months of adults who know of the regime / adult-months",
        FieldRatio("attentive", stock=True), HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
