"""Gaming: points that measure the wish for points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, Count, Measure, ratio

if TYPE_CHECKING:
    from counterlife.measure.view import View

FAMILY: Final = "gaming"


def performed(view: View) -> Count | None:
    """Of points gained, those by acts that do not happen where nothing follows and nobody knows."""
    gained, extra = view.paired("points-gained"), view.paired("points-performed")
    return None if gained is None or extra is None else ratio(int(extra.sum()), int(gained.sum()))


MEASURES: Final = (
    Measure(
        "game.points", FAMILY, "of 100 points gained", "points gained by records of own acts",
        "points by acts that happen here and not where nothing follows and nobody knows / points gained",
        performed, HUNDRED, needs="mute", most=HUNDRED,
    ),
)  # fmt: skip
