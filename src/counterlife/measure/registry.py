"""Every measure there is, by name. What cannot be measured from the tallies is not registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure import (
    bear,
    chill,
    consent,
    cost,
    cross,
    due,
    firms,
    gain,
    gaming,
    gap,
    others,
    plain,
    spiral,
    watch,
    wrongful,
)
from counterlife.measure.base import Count, Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BY_NAME", "FAMILIES", "MEASURES", "Count", "Measure"]

_PARTS: Final = (wrongful, due, spiral, bear, others, chill, cross, watch, gap, gain, cost, firms, plain, consent, gaming)

FAMILIES: Final = tuple(part.FAMILY for part in _PARTS)

MEASURES: Final[tuple[Measure, ...]] = tuple(measure for part in _PARTS for measure in part.MEASURES)
"""All measures, family by family."""

BY_NAME: Final[Mapping[str, Measure]] = {measure.name: measure for measure in MEASURES}
