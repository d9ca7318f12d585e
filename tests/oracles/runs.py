"""Oracles are ordinary regime files in ordinary towns, lived by the ordinary engine. Only the arithmetic of what to expect stands in tests.

A simulated figure must lie within four standard errors of its own run, whose replicates are the communities.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from counterlife.life.community import PoolFullError, empty_state, empty_tally, live, live_into
from counterlife.life.tally import FLOW, LIST
from counterlife.regime.compile import compile_tables
from counterlife.regime.load import load
from counterlife.town.people import draw
from counterlife.town.profile import load_town
from counterlife.town.tables import town_tables
from counterlife.words import SPELLS, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.fill import Names
    from counterlife.regime.model import Regime
    from counterlife.regime.tables import RuleTables
    from counterlife.town.tables import TownTables
    from counterlife.town.traits import Community

HERE = Path(__file__).resolve().parent
START = (2014, 1)
ERRORS = 4


def rules(name: str, *sets: str) -> Regime:
    """An oracle's regime file, with settings."""
    return load(HERE / "regimes" / f"{name}.yaml", sets)


@dataclass(frozen=True)
class Oracle:
    """One or more worlds in a town, ready to be lived."""

    tables: RuleTables
    names: Names
    town: TownTables

    def tallies(self, communities: int, seed: int = 1) -> list[Tally]:
        """What is counted, community by community."""
        return [live(self.tables, self.town, seed, place, place + 1) for place in range(communities)]

    def states(self, communities: int, seed: int = 1) -> Iterator[tuple[Tally, State, Community]]:
        """What is counted and how the columns stand at the end, community by community."""
        for place in range(communities):
            community = draw(self.town, seed, place)
            yield *self._lived(community, seed, place), community

    def _lived(self, community: Community, seed: int, place: int) -> tuple[Tally, State]:
        crowding = 1
        while True:
            tally, state = empty_tally(self.tables), empty_state(self.tables, community, crowding)
            try:
                live_into(tally, state, self.tables, community, seed, place)
            except PoolFullError:
                crowding *= 2
            else:
                return tally, state

    def flow(self, tallies: Sequence[Tally], name: str, more: int = 0, world: int = 0) -> NDArray[np.int64]:
        """A flow, [community, month]."""
        return np.array([tally.flow[world, :, :, FLOW[name] + more].sum(axis=1) for tally in tallies])

    def of_list(self, tallies: Sequence[Tally], list_: str, name: str, more: int | None = 0) -> NDArray[np.int64]:
        """A flow of a list, [community, month]; entries of all causes together with ``more`` None."""
        place, first = self.names.lists.index(list_), LIST[name] + (more or 0)
        end = first + (19 if more is None else 1)
        return np.array([tally.list_[0, place, :, :, first:end].sum(axis=(1, 2)) for tally in tallies])

    def spells(self, tallies: Sequence[Tally], kind: str, way: str) -> NDArray[np.int64]:
        """Spells that ended in a way, [community, age]."""
        return np.array([tally.spell[0, SPELLS.index(kind), :, :, WAYS.index(way)].sum(axis=0) for tally in tallies])


def oracle(
    *worlds: Regime,
    town: str,
    months: int,
    town_sets: Sequence[str] = (),
    pairs: Sequence[tuple[int, int]] = (),
    mutes: dict[int, int] | None = None,
) -> Oracle:
    """Worlds in a town of ``tests/oracles/towns``."""
    place = town_tables(load_town(HERE / "towns" / f"{town}.yaml", town_sets))
    compiled = compile_tables(worlds, place, START, months, pairs, mutes)
    return Oracle(compiled.tables, compiled.names, place)


def month(chance: float) -> str:
    """The rate that gives a chance of a month: 1 - exp(-rate)."""
    return f"{-math.log1p(-chance):.15f} per person-month"


def chance(rate: float) -> float:
    """The chance of a month of a rate a month."""
    return -math.expm1(-rate)


def near(what: str, values: ArrayLike, expected: float) -> None:
    """The mean of replicates is the expected one."""
    near_ratio(what, values, np.ones_like(np.asarray(values, dtype=float)), expected)


def near_ratio(what: str, above: ArrayLike, below: ArrayLike, expected: float) -> None:
    """The ratio of two sums over replicates is the expected one.

    Notes
    -----
    above - expected * below has mean 0 in every replicate, so its spread over replicates is the error of the sum.
    """
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    got = above.sum() / below.sum()
    error = float((above - expected * below).std(ddof=1)) * math.sqrt(len(above)) / below.sum()
    print(f"{what}: expected {expected:.6f}, got {got:.6f}, four standard errors {ERRORS * error:.6f}")
    assert error > 0, f"{what}: all replicates agree to the bit, so this is no simulated figure"
    assert abs(got - expected) < ERRORS * error, (what, expected, got, error)
