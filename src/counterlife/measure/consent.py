"""Consent: whether people join a scheme of their own will, and whether they can leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, Count, FieldRatio, Measure, ratio

if TYPE_CHECKING:
    from counterlife.measure.view import View

FAMILY: Final = "consent"


def unfree(view: View) -> Count | None:
    """Of those who joined, those who did so under pressure or because they had to."""
    freely, pressed, made = (int(part) for part in view.parts("joined"))
    return ratio(pressed + made, freely + pressed + made)


def held(view: View) -> Count | None:
    """Of those who wished to leave, those who could not."""
    stayed, left = view.total("could-not-leave"), view.total("left-scheme")
    return ratio(stayed, stayed + left)


MEASURES: Final = (
    Measure(
        "consent.members", FAMILY, "per 100 adult-months", "adult-months",
        "person-months of membership in schemes that one has to join / adult-months; those who joined before the run are among them",
        FieldRatio("members", stock=True), HUNDRED,
    ),
    Measure(
        "consent.unfree", FAMILY, "of 100 who joined", "persons who joined in the window, once a scheme and time",
        "joined at the rate that pressure adds, or because joining had become mandatory / all who joined",
        unfree, HUNDRED, most=HUNDRED, restates="schemes.*.covers.pressure and schemes.*.covers.mandatory",
    ),
    Measure(
        "consent.held", FAMILY, "of 100 who wished to leave", "wishes to leave a scheme",
        "wishes of those who could not leave / wishes to leave",
        held, HUNDRED, most=HUNDRED, restates="schemes.*.covers.held",
    ),
)  # fmt: skip
