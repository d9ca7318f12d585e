"""Draws from the ranges that the numbers of a design are stated with.

A range is what the author of a number holds possible. One draw takes a place in every range at once. Of n draws, one lies in each n-th of
every range (a Latin hypercube: McKay, Beckman and Conover 1979, Technometrics 21). Where it lies hangs on the seed of the draws and on the
path of the number alone, so that a number which is added to a file moves no other. The same path in two worlds, or in a regime and the same
regime with a safeguard, takes the same place: it is one unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
from pydantic import ValidationError

from counterlife import luck
from counterlife.regime.load import RegimeError, plain
from counterlife.regime.model import Regime
from counterlife.regime.numbers import Stated, numbers, replaced
from counterlife.regime.quantity import Quantity
from counterlife.study.design import Design, DesignError
from counterlife.town.profile import SHAPE, SHAPES, Town, distributions

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOWN: Final = "town."
"""Begins the path of a number of the town; those of regimes are the paths that settings take."""

RANGE: Final = luck.PURPOSE["range"]

WIDE: Final = 10
"""A range whose high end is at least so many times its low end is drawn from by its logarithm, so that its small values are tried too."""

ENDLESS: Final = 1200
"""Months that stand for a term without end: longer than any run."""

DIGITS: Final = 6
"""Figures that a drawn value is rounded to, so that it can be written down."""

_Value = TypeVar("_Value", "Fraction | int", "Fraction | int | None")


@dataclass(frozen=True)
class Input:
    """A number that is stated with a range.

    Attributes
    ----------
    path : str
        Where it stands: as a setting takes it, with ``town.`` before it in the town's profile.
    stated, low, high : str
        The value and the ends of its range in words; of a number with a range for each date, those of the last.
    grade, source : str or None
        Its own, or those of the part it stands in.
    """

    path: str
    stated: str
    low: str
    high: str
    grade: str | None
    source: str | None


def inputs(design: Design) -> tuple[Input, ...]:
    """The numbers of a design's regimes and town that are stated with a range, each path once."""
    found: dict[str, Input] = {}
    for path, stated in _stated(design):
        ranged = _ranged(stated.quantity)
        if ranged is not None and path not in found:
            found[path] = Input(path, str(ranged), _words(ranged, 0), _words(ranged, 1), stated.grade, stated.source)
    return tuple(found.values())


def values(design: Design, paths: Sequence[str]) -> list[str]:
    """The values of some inputs in a design, in words."""
    found: dict[str, str] = {}
    for path, stated in _stated(design):
        found.setdefault(path, str(stated.quantity))
    return [found[path] for path in paths]


def _stated(design: Design) -> Iterator[tuple[str, Stated]]:
    parts = [("", world.regime) for world in design.worlds]
    for before, part in [*parts, (TOWN, design.town)]:
        for stated in numbers(part):
            yield before + stated.path, stated


def _ranged(quantity: Quantity[Any]) -> Quantity[Any] | None:
    """The quantity itself or the last of its steps, whichever has a range."""
    return next((one for one in (quantity, *(step for _, step in reversed(quantity.dated))) if one.range is not None), None)


def _words(quantity: Quantity[Any], end: int) -> str:
    """An end of a quantity's range: 0 the low one, 1 the high one."""
    return str(replace(quantity, constant=(quantity.low, quantity.high)[end], text="", dated=()))


def places(paths: Sequence[str], draws: int, seed: int) -> NDArray[np.float64]:
    """Where in its range each input lies in each draw.

    Parameters
    ----------
    paths : sequence of str
        The inputs.
    draws : int
        At least 1.
    seed : int
        64-bit seed of the draws; it has nothing to do with the seeds of towns and lives.

    Returns
    -------
    ndarray of float64, [draws, inputs]
        From 0, the low end, to below 1.
    """
    found = np.empty((draws, len(paths)))
    for column, path in enumerate(paths):
        entity = int.from_bytes(hashlib.sha256(path.encode()).digest()[:5], "big")
        words = np.array([luck.words(seed, luck.INPUT, entity, luck.STATIC, RANGE, index=draw)[:2] for draw in range(draws)])
        part = np.empty(draws)
        part[np.argsort(words[:, 0], kind="stable")] = np.arange(draws)
        found[:, column] = (part + words[:, 1] / 2.0**32) / draws
    return found


def drawn(design: Design, at: Mapping[str, float]) -> Design:
    """The design with every input at a place in its range.

    Parameters
    ----------
    at : mapping of str to float
        Place by path; inputs that are not named keep their values.

    Raises
    ------
    DesignError
        If the values do not fit together.

    Notes
    -----
    Shares that add up to 1 are drawn and then scaled, those with a range alone, so that they still do.
    """

    def place(before: str) -> Any:
        return lambda path, quantity: _moved(quantity, at[before + path]) if before + path in at else quantity

    try:
        worlds = [replace(world, regime=_checked(replaced(world.regime, place("")))) for world in design.worlds]
        town = _shared_out(replaced(design.town, place(TOWN))).model_dump(mode="json", by_alias=True, exclude_none=True)
        made = replace(design, worlds=tuple(worlds), town=Town.model_validate(town))
        _ = made.compiled  # where rules and town meet
    except ValidationError as error:
        raise DesignError(str(error.errors()[0]["msg"])) from None
    except RegimeError as error:
        raise DesignError(error.problems[0].message) from None
    return made


def _checked(regime: Regime) -> Regime:
    return Regime.model_validate(plain(regime)).with_remarks(regime.remarks)


def _moved(quantity: Quantity[Any], place: float) -> Quantity[Any]:
    """A quantity at a place of its range; of one that changes by date, each step at a place of its own range, or else of the whole's."""
    if quantity.dated:
        steps = (_moved(step, place) if step.range else _bent(step, quantity, place) for _, step in quantity.dated)
        return replace(quantity, dated=tuple((since, step) for (since, _), step in zip(quantity.dated, steps, strict=True)))
    if quantity.range is None:
        return quantity
    if quantity.dimension == SHAPE:  # of those that have a table
        held = [shape for shape in map(Fraction, SHAPES) if quantity.low <= shape <= quantity.high]
        return replace(quantity, constant=held[int(place * len(held))], text="")
    return replace(quantity, constant=between(*quantity.range, place), text="")


def _bent(step: Quantity[Any], whole: Quantity[Any], place: float) -> Quantity[Any]:
    """A step of a number with one range for all dates: between the low end (place 0), its own value (a half) and the high end (1)."""
    if whole.range is None:
        return step
    low, high = whole.range
    value = between(low, step.value, 2 * place) if 2 * place < 1 else between(step.value, high, 2 * place - 1)
    return replace(step, constant=value, text="")


def between(low: _Value, high: _Value, place: float) -> Fraction | int:
    """The value at a place of a range: by equal steps or, in a range that is `WIDE`, by equal factors.

    Parameters
    ----------
    low, high : Fraction or int or None
        None is a term without end.
    place : float
        From 0 to below 1.
    """
    first, last = (Fraction(ENDLESS if end is None else end) for end in (low, high))
    whole = not isinstance(low, Fraction)
    if first > 0 and last >= WIDE * first:
        value = float(first) * float(last / first) ** place
    else:
        value = float(first) + float(last - first + (1 if whole else 0)) * place
    found = Fraction(int(value)) if whole else Fraction(f"{value:.{DIGITS}g}")
    found = min(max(found, first), last)
    return int(found) if whole else found


def _shared_out(town: Town) -> Town:
    """The town with the shares of each distribution that have a range made to add up to 1 with the others."""
    scaled: dict[str, Fraction] = {}
    for shares in distributions(town).values():
        loose = {path: share.value for path, share in shares.items() if share.range is not None}
        fixed = sum((share.value for path, share in shares.items() if path not in loose), Fraction(0))
        total = sum(loose.values(), Fraction(0))
        if total and total + fixed != 1:
            scaled |= {path: value * (1 - fixed) / total for path, value in loose.items()}
    return replaced(town, lambda path, share: replace(share, constant=scaled[path], range=None, text="") if path in scaled else share)
