"""The work of a run: every community of every seed is lived once, and the counts of each seed are summed.

A work unit is (seed, a few neighbouring communities). Counts are integers and sums do not depend on order, so the result is the same
for any number of workers, any order and any size of unit, and after any number of interruptions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from counterlife.study.executors import Executor
    from counterlife.study.progress import Progress

Ints = NDArray[np.int64]
Counts = Mapping[str, Ints]
"""Counts by name, as `counterlife.life.tally` lays them out."""

Live = Callable[[int, int, int], Counts]
"""``live(seed, first, last)``: the summed counts of communities first … last - 1."""

UNIT_PERSONS: Final = 16_384
"""About how many persons one work unit holds."""

AHEAD: Final = 3
"""Work units promised at a time, for each worker."""

KEEP_EVERY: Final = 2.0
"""Seconds between checkpoints."""


@dataclass
class SeedSum:
    """What has been counted of one seed so far."""

    seed: int
    done: NDArray[np.bool_]
    counts: dict[str, Ints] = field(default_factory=dict)
    fresh: bool = False
    """Holds counts that no checkpoint has yet."""

    def take(self, first: int, last: int, counts: Counts) -> None:
        """Add the counts of communities first … last - 1."""
        if self.done[first:last].any():
            raise ValueError(f"seed {self.seed}: communities {first}–{last - 1} were counted before")
        for name, array in counts.items():
            self.counts[name] = self.counts[name] + array if name in self.counts else np.asarray(array, dtype=np.int64)
        self.done[first:last] = True
        self.fresh = True


@dataclass(frozen=True)
class Unit:
    """Communities first … last - 1 of one seed."""

    sum: SeedSum
    first: int
    last: int


class Interrupted(Exception):
    """The run was stopped by the user; what was lived is kept."""


def units(sums: Iterable[SeedSum], size: int, backwards: bool = False) -> Iterator[Unit]:
    """What remains to be lived, in units of at most ``size`` neighbouring communities.

    The very first holds one community only: it is lived alone, so that kernels are compiled once and by one thread.
    """
    first_size = 1
    for total in reversed(list(sums)) if backwards else sums:
        missing = np.flatnonzero(~total.done)
        runs = np.split(missing, np.flatnonzero(np.diff(missing) > 1) + 1) if missing.size else []
        for run in reversed(runs) if backwards else runs:
            start, end = int(run[0]), int(run[-1]) + 1
            while start < end:
                stop = min(start + first_size, end)
                yield Unit(total, start, stop)
                start, first_size = stop, size


class Worker:
    """Lives what remains of some seeds, keeping checkpoints.

    Parameters
    ----------
    live : Live
        The pure function that lives communities.
    executor : Executor
        Who does it.
    keep : callable
        Writes a checkpoint of one seed.
    progress : Progress
        Told of person-months.
    weight : int
        Person-months of one community (all worlds).
    """

    def __init__(self, live: Live, executor: Executor, keep: Callable[[SeedSum], None], progress: Progress, weight: int) -> None:
        self._live = live
        self._executor = executor
        self._keep = keep
        self._progress = progress
        self._weight = weight
        self._pending: dict[Future[Counts], Unit] = {}
        self._sums: list[SeedSum] = []

    def run(self, sums: list[SeedSum], size: int, backwards: bool = False) -> None:
        """Live everything that ``sums`` lack, in units of ``size`` communities.

        Raises
        ------
        Interrupted
            After Ctrl-C, once units under way have ended and every seed has its checkpoint.
        """
        self._sums = sums
        total = sum(total.done.size for total in sums)
        self._progress.start(total * self._weight, sum(int(total.done.sum()) for total in sums) * self._weight)
        try:
            self._work(units(sums, size, backwards))
        except KeyboardInterrupt:
            self._executor.close()
            self._gather(list(self._pending))
            self._checkpoint()
            raise Interrupted from None
        except BaseException:
            self._executor.close()
            raise
        finally:
            self._progress.stop()

    def _work(self, todo: Iterator[Unit]) -> None:
        for unit in todo:
            self._take(unit, self._live(unit.sum.seed, unit.first, unit.last))
            break
        kept = time.monotonic()
        more = True
        while more or self._pending:
            while more and len(self._pending) < AHEAD * self._executor.workers:
                unit_or_none = next(todo, None)
                if unit_or_none is None:
                    more = False
                else:
                    self._promise(unit_or_none)
            # The time limit lets Ctrl-C through on every platform.
            self._gather(wait(self._pending, timeout=0.5, return_when=FIRST_COMPLETED).done)
            if time.monotonic() - kept > KEEP_EVERY:
                self._checkpoint()
                kept = time.monotonic()

    def _promise(self, unit: Unit) -> None:
        self._pending[self._executor.submit(self._live, unit.sum.seed, unit.first, unit.last)] = unit

    def _gather(self, futures: Iterable[Future[Counts]]) -> None:
        for future in futures:
            unit = self._pending.pop(future)
            try:
                counts = future.result()
            except CancelledError:
                continue
            self._take(unit, counts)

    def _take(self, unit: Unit, counts: Counts) -> None:
        unit.sum.take(unit.first, unit.last, counts)
        self._progress.advance((unit.last - unit.first) * self._weight)

    def _checkpoint(self) -> None:
        for total in self._sums:
            if total.fresh:
                self._keep(total)
                total.fresh = False
