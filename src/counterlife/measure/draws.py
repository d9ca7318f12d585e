"""What a figure does over draws from the stated ranges: how far it spreads, whether its sign holds, and which numbers move it.

A share of draws is a share of the ranges that were written down. It is no probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

INNER: Final = (0.05, 0.5, 0.95)
"""Quantiles of the draws that are told: the middle, and the ends of what nine in ten draws lie between."""

ERRORS: Final = 4
"""A rank correlation is told from so many standard errors, 1 / sqrt(draws - 1), on: of several hundred numbers that move nothing, one in
ten thousand gets there by chance."""

MOST: Final = 5
"""Numbers told of each figure."""

FEWEST: Final = 20
"""With fewer draws nothing is said of what nine in ten of them do, nor of what moves a figure."""


class Driver(NamedTuple):
    """A number that a figure goes with."""

    path: str
    correlation: float
    """Spearman's rank correlation of the number and the figure, over draws."""
    low: float
    """Mean of the figure in the draws with the number in the lowest third of its range."""
    high: float
    """The same in the highest third."""


class Spread(NamedTuple):
    """A figure over draws."""

    draws: int
    """In which it is defined."""
    low: float | None
    """Nine in ten draws lie between this and ``high``; None of fewer than `FEWEST` draws."""
    middle: float
    high: float | None
    least: float
    least_in: int
    """The draw it is least in."""
    most: float
    most_in: int
    above: int
    """Draws in which it is above 0."""
    below: int
    drivers: tuple[Driver, ...]


def spread(values: Mapping[int, float], places: Mapping[int, Sequence[float]], paths: Sequence[str]) -> Spread:
    """A figure over draws.

    Parameters
    ----------
    values : mapping of int to float
        The figure by draw, where it is defined; at least one.
    places : mapping of int to sequence of float
        Where in its range each number lies, by draw.
    paths : sequence of str
        The numbers.
    """
    draws = sorted(values)
    found = np.array([values[draw] for draw in draws])
    low, middle, high = (float(quantile) for quantile in np.quantile(found, INNER))
    ends = (low, high) if len(draws) >= FEWEST else (None, None)
    least, most = int(found.argmin()), int(found.argmax())
    return Spread(
        len(draws), ends[0], middle, ends[1], float(found[least]), draws[least], float(found[most]), draws[most],
        int((found > 0).sum()), int((found < 0).sum()), drivers(found, np.array([places[draw] for draw in draws]), paths),
    )  # fmt: skip


def drivers(values: NDArray[np.float64], places: NDArray[np.float64], paths: Sequence[str]) -> tuple[Driver, ...]:
    """The numbers that a figure goes with most, strongest first; at most `MOST`, and none that chance could bring up (`ERRORS`).

    Parameters
    ----------
    values : ndarray, [draws]
    places : ndarray, [draws, numbers]
    paths : sequence of str
        The numbers.
    """
    draws = len(values)
    if draws < FEWEST or not paths or values.min() == values.max():
        return ()
    found = rank_correlations(values, places)
    told = [k for k in np.argsort(-np.abs(found), kind="stable")[:MOST] if abs(found[k]) * math.sqrt(draws - 1) >= ERRORS]
    return tuple(Driver(paths[k], float(found[k]), *_thirds(values, places[:, k])) for k in told)


def _thirds(values: NDArray[np.float64], places: NDArray[np.float64]) -> tuple[float, float]:
    """The mean of a figure where a number lies in the lowest, and in the highest, third of the draws."""
    order = np.argsort(places, kind="stable")
    third = len(order) // 3
    return float(values[order[:third]].mean()), float(values[order[-third:]].mean())


def rank_correlations(values: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spearman's rank correlation of a figure [draws] with each number [draws, numbers]; 0 for a number that never changes."""
    one, many = _centred(_ranks(values)), _centred(np.stack([_ranks(column) for column in places.T], axis=1))
    lengths = np.sqrt((one**2).sum() * (many**2).sum(axis=0))
    return np.asarray(np.divide(one @ many, lengths, out=np.zeros(many.shape[1]), where=lengths > 0), dtype=np.float64)


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 0; equals share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means = ends - (counts + 1) / 2
    return np.asarray(means[place], dtype=np.float64)


def _centred(ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(ranks - ranks.mean(axis=0), dtype=np.float64)
