"""Communities once drawn, kept for the next run: who lives there depends on town and luck, not on the rules that are turned.

Drawing them takes a tenth of the time of living them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.life.tally import as_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.study.design import Design
    from counterlife.study.work import Counts
    from counterlife.town.tables import TownTables
    from counterlife.town.traits import Community

MOST_BYTES: Final = 100_000_000
"""Of all communities kept."""


class Residents:
    """Communities of one town, of the seeds that every run begins with: whoever comes when all places are taken is drawn each time."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._town: TownTables | None = None
        self._kept: dict[tuple[int, int], Community] = {}
        self._lock = threading.Lock()

    def of(self, town: TownTables, seed: int, number: int) -> Community:
        """One community of a town: the same object each time, which nobody changes."""
        from counterlife.town.people import draw

        with self._lock:
            if self._town is not town:
                self._town, self._size, self._kept = town, 0, {}
            known = self._kept.get((seed, number))
        if known is not None:
            return known
        found = draw(town, seed, number)
        with self._lock:
            if self._town is town and (seed, number) not in self._kept and self._size + size(found) <= self._most:
                self._kept[seed, number] = found
                self._size += size(found)
        return found

    def living(self, design: Design, look: Callable[[], None] = lambda: None) -> Callable[[int, int, int], Counts]:
        """What lives communities of a design, as `counterlife.study.work.Live`; the kernels must have been loaded.

        Parameters
        ----------
        look : callable
            Called before each community; what it raises ends the work.
        """
        from counterlife.life.community import live_drawn

        tables, town = design.compiled.tables, design.town_tables

        def live(seed: int, first: int, last: int) -> Counts:
            def drawn(number: int) -> Community:
                look()
                return self.of(town, seed, number)

            return as_dict(live_drawn(tables, drawn, seed, range(first, last)))

        return live


def size(community: Community) -> int:
    """Bytes of a community."""
    return sum(np.asarray(part).nbytes for part in community)
