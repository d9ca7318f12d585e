"""The score over the months of both lives, with the edges of the bands: where the scheme has a score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterlife.life.replay import Life, Standing
    from counterlife.regime.model import Regime

ROOM: Final = 0.2
"""Of its height, above and below what a panel shows."""


@dataclass(frozen=True)
class Edge:
    """Where a band begins."""

    band: str
    points: int


@dataclass(frozen=True)
class Cap:
    """Months ``first`` to before ``end`` in which a record holds somebody in a band, whatever the score."""

    first: int
    end: int
    band: str


@dataclass(frozen=True)
class Scoreline:
    """The score of one scheme in two lives.

    Attributes
    ----------
    scheme : str
    scores : tuple of tuple
        By world: points, each month; None where the scheme does not cover the person or is not in force.
    edges : tuple of Edge
        From the worst band that has a lower edge to the best.
    caps : tuple of Cap
        Months in which the person of the regime stands in a worse band than the score alone would give.
    """

    scheme: str
    scores: tuple[tuple[float | None, ...], ...]
    edges: tuple[Edge, ...]
    caps: tuple[Cap, ...] = ()

    @property
    def ends(self) -> tuple[float, float]:
        """The points between which a panel shows the score: with the whole of the bands that it passes through."""
        known = [score for line in self.scores for score in line if score is not None]
        low, high = min(known), max(known)
        low = max((edge.points for edge in self.edges if edge.points <= low), default=low)
        high = min((edge.points for edge in self.edges if edge.points > high), default=high)
        room = max(ROOM * (high - low), 1)
        return low - room, high + room

    @property
    def shown(self) -> tuple[Edge, ...]:
        """The edges within a panel."""
        low, high = self.ends
        return tuple(edge for edge in self.edges if low <= edge.points <= high)

    def band(self, score: float) -> str:
        """The band of a score alone, before what caps it; the worst reaches down for ever."""
        return next((edge.band for edge in reversed(self.edges) if int(score) >= edge.points), self.edges[0].band if self.edges else "")

    def steps(self, world: int) -> list[tuple[int, float, float]]:
        """Months in which the score of a world moved by a point or more: month, before, after."""
        found: list[tuple[int, float, float]] = []
        before: float | None = None
        for month, score in enumerate(self.scores[world]):
            if score is None:
                before = None
            elif before is None:
                before = score
            elif abs(score - before) >= 1:
                found.append((month, before, score))
                before = score
        return found


def scoreline(life: Life, regimes: Sequence[Regime], start: int) -> Scoreline | None:
    """The score that moves most in a life under the first of two regimes; None if no scheme with a score covers the person.

    Parameters
    ----------
    start : int
        First month of the life, counted from January of year 0.
    """
    if not life.standings:
        return None
    found = [_read(life, name, regimes, start) for name in life.standings[0]]
    known = [line for line in found if any(score is not None for score in line.scores[0])]
    return max(known, key=_spread, default=None)


def _spread(line: Scoreline) -> float:
    known = [score for score in line.scores[0] if score is not None]
    return max(known) - min(known)


def _read(life: Life, scheme: str, regimes: Sequence[Regime], start: int) -> Scoreline:
    scores = []
    for regime, known in zip(regimes, life.standings, strict=True):
        each = known.get(scheme, (None,) * life.months)
        scores.append(
            tuple(
                standing.score if standing is not None and in_force(regime, scheme, start, start + month) else None
                for month, standing in enumerate(each)
            )
        )
    bands = regimes[0].schemes[scheme].bands
    edges = sorted((Edge(name, int(band.from_.value)) for name, band in bands.items()), key=lambda edge: edge.points)
    line = Scoreline(scheme, tuple(scores), tuple(edges))
    return replace(line, caps=tuple(_caps(line, life.standings[0].get(scheme, ()))))


def _caps(line: Scoreline, standings: Sequence[Standing | None]) -> Iterator[Cap]:
    bands = [edge.band for edge in line.edges]
    held: list[str] = []
    for standing, score in zip(standings, line.scores[0], strict=True):
        worse = standing is not None and score is not None and bands[standing.band] != line.band(score)
        held.append(bands[standing.band] if standing is not None and worse else "")
    first = 0
    for band, months in groupby(held):
        end = first + len(list(months))
        if band:
            yield Cap(first, end, band)
        first = end


def in_force(regime: Regime, name: str, start: int, month: int) -> bool:
    """Whether a scheme is in force in a month counted from year 0, in a run that began in another."""
    scheme = regime.schemes.get(name)
    if scheme is None:
        return False
    since = scheme.since if scheme.since is not None or scheme.ordinary else regime.since
    ends = [scheme.until] if scheme.until is not None else []
    if scheme.lasts.value is not None:
        ends.append((start if since is None else since) + scheme.lasts.value)
    return (since is None or since <= month) and all(month < end for end in ends)
