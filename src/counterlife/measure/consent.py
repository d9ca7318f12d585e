"""Consent: whether people join a scheme of their own will, and whether they can leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, Count, FieldRatio, Measure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "consent"


FREELY, PRESSED, MADE = range(3)


def joined(*ways: int) -> Callable[[View], Count | None]:
    """Of those who joined, those who did so in some ways."""

    def function(view: View) -> Count | None:
        return ratio(view.total("joined", ways), view.total("joined"))

    return function


def held(view: View) -> Count | None:
    """Of those who wished to leave, those who could not."""
    stayed, left = view.total("could-not-leave"), view.total("left-scheme")
    return ratio(stayed, stayed + left)


UNFREE: Final = (PRESSED, MADE)


def normal(*ways: int) -> Callable[[View], Count | None]:
    """Of the months as a member of the scheme that its members may get used to, those in which it was normal; by how they joined."""

    def function(view: View) -> Count | None:
        months = view.total("normal", ways or None)
        return ratio(months, view.total("normal") if ways else view.total("users"), n=view.last("users"), events=view.last("normal"))

    return function


MEASURES: Final = (
    Measure(
        "consent.members", FAMILY, "per 100 adult-months", "adult-months",
        "person-months of membership in schemes that one has to join / adult-months; those who joined before the run are among them",
        FieldRatio("members", stock=True), HUNDRED,
    ),
    Measure(
        "consent.unfree", FAMILY, "of 100 who joined", "persons who joined in the window, once a scheme and time",
        "joined at the rate that pressure adds, or because joining had become mandatory / all who joined",
        joined(PRESSED, MADE), HUNDRED, most=HUNDRED, restates="schemes.*.covers.pressure and schemes.*.covers.mandatory",
    ),
    Measure(
        "consent.freely", FAMILY, "of 100 who joined", "persons who joined in the window, once a scheme and time",
        "joined by themselves or after others, without the rate that pressure adds / all who joined",
        joined(FREELY), HUNDRED, most=HUNDRED, restates="schemes.*.covers.joins and schemes.*.covers.imitates",
    ),
    Measure(
        "consent.pressed", FAMILY, "of 100 who joined", "persons who joined in the window, once a scheme and time",
        "joined at the rate that pressure adds / all who joined",
        joined(PRESSED), HUNDRED, most=HUNDRED, restates="schemes.*.covers.pressure",
    ),
    Measure(
        "consent.held", FAMILY, "of 100 who wished to leave", "wishes to leave a scheme",
        "wishes of those who could not leave / wishes to leave",
        held, HUNDRED, most=HUNDRED, restates="schemes.*.covers.held",
    ),
    Measure(
        "consent.normal", FAMILY, "of 100 member-months", "months as a member of the scheme that its members may get used to",
        "of these, those in which it had become normal to the member",
        normal(), HUNDRED, most=HUNDRED, restates="adapt.habit",
    ),
    Measure(
        "consent.normal-unfree", FAMILY, "of 100 such months", "months as a member to whom it had become normal",
        "of these, those of members who had joined under pressure or because they must",
        normal(*UNFREE), HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
