"""Gaming: points that measure the wish for points, and scores that do not measure what they claim."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.life.tally import SCORE_STEPS
from counterlife.measure.base import HUNDRED, Count, Measure, ratio

if TYPE_CHECKING:
    from counterlife.life.tally import Ints
    from counterlife.measure.view import View

FAMILY: Final = "gaming"
_SIDE: Final = tuple((low + high - 1) / 2 for low, high in zip(SCORE_STEPS, (*SCORE_STEPS[1:], 2 * SCORE_STEPS[-1]), strict=True))
MIDDLES: Final = np.array([*(-step for step in reversed(_SIDE)), 0, *_SIDE])
"""Points from the start, in the middle of each bin of scores."""


def performed(view: View) -> Count | None:
    """Of points gained, those by acts that do not happen where nothing follows and nobody knows."""
    gained, extra = view.paired("points-gained"), view.paired("points-performed")
    return None if gained is None or extra is None else ratio(int(extra.sum()), int(gained.sum()))


def tau_b(table: Ints) -> float | None:
    """Kendall's rank correlation of two ordered characters, ties taken into account; None where one of them does not vary.

    Parameters
    ----------
    table : array [row, column]
        Persons by the one and the other.

    Notes
    -----
    (concordant - discordant pairs) / sqrt((pairs - pairs tied in rows) (pairs - pairs tied in columns)): Kendall (1945).
    """
    counts = table.astype(np.float64)
    below = np.zeros_like(counts)
    above = np.zeros_like(counts)
    below[1:, 1:] = counts.cumsum(axis=0).cumsum(axis=1)[:-1, :-1]
    above[1:, :-1] = counts.cumsum(axis=0)[:, ::-1].cumsum(axis=1)[:, ::-1][:-1, 1:]
    agree, differ = float((counts * below).sum()), float((counts * above).sum())

    def pairs(of: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return float((of * (of - 1)).sum()) / 2

    whole = pairs(np.array([counts.sum()]))
    room = (whole - pairs(counts.sum(axis=1))) * (whole - pairs(counts.sum(axis=0)))
    return (agree - differ) / math.sqrt(room) if room > 0 else None


def rank(view: View) -> Count | None:
    """How well a score ranks people by the trait that it claims to measure."""
    table = view.ranks
    found = None if table is None else tau_b(table)
    if table is None or found is None:
        return None
    return ratio(found, 1, n=int(table.sum()), events=int(table.sum()))


def apart(view: View) -> Count | None:
    """Mean absolute difference in points of two persons drawn at random (with replacement)."""
    if view.ranks is None or not view.ranks.sum():
        return None
    shares = view.ranks.sum(axis=1) / view.ranks.sum()
    gaps = np.abs(MIDDLES[:, None] - MIDDLES[None, :])
    return ratio(float(shares @ gaps @ shares), 1, n=int(view.ranks.sum()), events=int(view.ranks.sum()))


def attributes(view: View) -> Count | None:
    """Points on file for what people are rather than what they do."""
    others, acts = view.total("weight-of-attributes"), view.total("weight-of-acts")
    return ratio(others, others + acts, n=view.last("adults"), events=min(others, view.last("adults")))


MEASURES: Final = (
    Measure(
        "game.points", FAMILY, "of 100 points gained", "points gained by records of own acts",
        "points by acts that happen here and not where nothing follows and nobody knows / points gained",
        performed, HUNDRED, needs="mute", most=HUNDRED,
    ),
    Measure(
        "game.rank", FAMILY, "-1 to 1", "pairs of adults, at the end",
        "Kendall's tau-b of the score and the trait that it is declared to measure, better conduct higher; score in 33 steps, trait in "
        "eighths of the town. Compare with the muted world: there nobody acts for points",
        rank, 1, "Kendall (1945)", over="scheme", least=-1, most=1,
    ),
    Measure(
        "score.apart", FAMILY, "points", "pairs of adults, at the end",
        "mean absolute difference of two scores, from 33 steps around the start (256 points and more count as 384); no Gini, since the "
        "zero of a score is arbitrary",
        apart, 1, over="scheme",
    ),
    Measure(
        "score.attributes", FAMILY, "of 100 points on file", "points on file without sign, at year ends, in all schemes",
        "points for attributes, for what was guessed, for those one knows, and for where fixed traits make one start / points on file",
        attributes, HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
