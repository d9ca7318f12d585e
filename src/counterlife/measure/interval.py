"""Intervals over seeds. They say what chance did, and nothing else.

A seed is another draw of the whole town and of all luck, so seeds are the independent units. The interval shrinks with the number of
synthetic people one buys, and tells nothing about the assumptions, which are usually the larger doubt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from counterlife.measure.base import Count, Measure

LEVEL: Final = 0.9
"""Coverage of every interval."""

FEW: Final = 20
"""Fewer counted things than this carry no interval."""

NONE_IN_N: Final = 2.3
"""No events in n: the rate is below 2.3 / n at the level of 90 % (-ln 0.1)."""

CHANCE: Final = "chance only: 90 % t-interval over seeds"
BOUND: Final = "chance only: none counted, upper 90 % bound 2.3 / n"
SAME: Final = "0 in every seed"
FEW_COUNTED: Final = "no interval: fewer than 20 counted"
ONE_SEED: Final = "no interval: fewer than two seeds"


class Interval(NamedTuple):
    """A value over seeds with what chance alone could make of it."""

    value: float
    lo: float | None
    hi: float | None
    n: int
    """Independent units it stands on, over all seeds."""
    events: int
    """Things counted, over all seeds."""
    seeds: int
    """Seeds in which it is defined."""
    note: str
    """What the interval is, or why there is none."""


def t_cdf(t: float, df: int) -> float:
    """P(T <= t) of Student's distribution with a whole number of degrees of freedom.

    Notes
    -----
    Finite sums in the angle atan(t / sqrt(df)): Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
    """
    return 0.5 + 0.5 * _within(math.atan2(t, math.sqrt(df)), df)


def _within(angle: float, df: int) -> float:
    """P(\\|T\\| <= t) with the sign of t, at angle = atan(t / sqrt(df))."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2 == 1
    term, total = (cosine, cosine if df > 1 else 0.0) if odd else (1.0, 1.0)
    for k in range(3 if odd else 2, df - 1, 2):
        term *= cosine * cosine * ((k - 1) / k)
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


@lru_cache(maxsize=256)
def t_quantile(p: float, df: int) -> float:
    """The t with P(T <= t) = p.

    Parameters
    ----------
    p : float
        Between 0 and 1, both excluded.
    df : int
        Degrees of freedom, at least 1.
    """
    if not 0 < p < 1 or df < 1:
        raise ValueError(f"no t for p = {p} and {df} degrees of freedom")
    if p < 0.5:
        return -t_quantile(1 - p, df)
    low, high = 0.0, math.pi / 2
    for _ in range(80):
        middle = (low + high) / 2
        if 0.5 + 0.5 * _within(middle, df) < p:
            low = middle
        else:
            high = middle
    return math.tan((low + high) / 2) * math.sqrt(df)


def t_interval(values: Sequence[float], level: float = LEVEL) -> tuple[float, float] | None:
    """Mean ± t × standard error, with one degree fewer than values; None for fewer than two values."""
    n = len(values)
    if n < 2:
        return None
    mean = math.fsum(values) / n
    error = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1) / n)
    half = t_quantile(0.5 + level / 2, n - 1) * error
    return mean - half, mean + half


def over_seeds(measure: Measure, counts: Sequence[Count | None]) -> Interval | None:
    """A measure over seeds, or None if it is not defined.

    Parameters
    ----------
    measure : Measure
        Gives the scale and the bounds that the interval is cut to.
    counts : sequence of Count or None
        One a seed.
    """
    defined = [count for count in counts if count is not None]
    if not defined or (measure.whole and len(defined) < len(counts)):
        return None
    values = [measure.value(count) for count in defined]
    mean = math.fsum(values) / len(values)
    events, n = sum(count.events for count in defined), sum(count.n for count in defined)

    def made(lo: float | None, hi: float | None, note: str) -> Interval:
        return Interval(mean, lo, hi, n, events, len(values), note)

    if not any(values) and measure.needs:
        return made(0.0, 0.0, SAME)
    if events == 0 and not any(values) and measure.least == 0 and n > 0:
        hi = measure.scale * NONE_IN_N / n
        return made(0.0, hi if measure.most is None else min(hi, measure.most), BOUND)
    if events < FEW:
        return made(None, None, FEW_COUNTED)
    found = t_interval(values)
    if found is None:
        return made(None, None, ONE_SEED)
    least = -math.inf if measure.least is None else measure.least
    most = math.inf if measure.most is None else measure.most
    return made(max(found[0], least), min(found[1], most), CHANCE)


def _paired(counts: Sequence[Count | None], others: Sequence[Count | None]) -> list[tuple[Count, Count]]:
    return [(one, other) for one, other in zip(counts, others, strict=True) if one is not None and other is not None]


def difference(measure: Measure, counts: Sequence[Count | None], others: Sequence[Count | None]) -> Interval | None:
    """A measure in one world less the measure in another, paired by seed; exactly 0 if it is 0 in every seed.

    Parameters
    ----------
    measure : Measure
        What both are.
    counts, others : sequence of Count or None
        One a seed, of the world and of the world it is held against, in the same order of seeds.
    """
    pairs = _paired(counts, others)
    if not pairs or (measure.whole and len(pairs) < len(counts)):
        return None
    values = [measure.value(one) - measure.value(other) for one, other in pairs]
    events = sum(one.events + other.events for one, other in pairs)
    return _interval(values, events, sum(one.n for one, _ in pairs))


def quotient(measure: Measure, counts: Sequence[Count | None], others: Sequence[Count | None]) -> Interval | None:
    """A measure in one world over the measure in another: geometric mean over seeds, with the t-interval of the logarithms.

    None if it is 0 or not defined in some seed of either world, or can be negative.
    """
    pairs = _paired(counts, others)
    if measure.least is None or not pairs or len(pairs) < len(counts) or any(one.top <= 0 or other.top <= 0 for one, other in pairs):
        return None
    logs = [math.log(measure.value(one) / measure.value(other)) for one, other in pairs]
    found = _interval(logs, sum(min(one.events, other.events) for one, other in pairs), sum(one.n for one, _ in pairs))
    lo, hi = (None if end is None else math.exp(end) for end in (found.lo, found.hi))
    return found._replace(value=math.exp(found.value), lo=lo, hi=hi)


def _interval(values: Sequence[float], events: int, n: int) -> Interval:
    """The mean of differences over seeds."""
    mean = math.fsum(values) / len(values)
    if not any(values):
        return Interval(0.0, 0.0, 0.0, n, events, len(values), SAME)
    found = t_interval(values)
    if events < FEW or found is None:
        return Interval(mean, None, None, n, events, len(values), FEW_COUNTED if events < FEW else ONE_SEED)
    return Interval(mean, *found, n, events, len(values), CHANCE)
