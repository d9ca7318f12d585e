"""The work of a run: every community of every seed is lived once, and the counts of each seed are summed.

A work unit is (seed, a range of neighbouring communities). Counts are integers and sums do not depend on order, so the result is the same
for any number of workers, any order and any size of unit, and after any number of interruptions and lost workers. What is held is one
sum a seed and the results of the units under way: it does not grow with people.
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

UNIT_WORK: Final = 1 << 23
"""About how many person-months, worlds included, one work unit holds: enough that handing out and summing cost little beside them."""

SHARES: Final = 4
"""Work units for each worker, at least, in all but small runs: so that workers of different speed end at about the same time."""

FEW: Final = 16
"""Communities for each worker below which a run is small."""

BEGINNING: Final = 0.1
"""What a work unit costs before its first community, in communities."""

AHEAD: Final = 3
"""Work units promised at a time, for each worker."""

KEEP_EVERY: Final = 2.0
"""Seconds between checkpoints at first; then a 64th of the time so far."""

KEEP_LEAST: Final = 60.0
"""Seconds between checkpoints in the end."""

TRIALS: Final = 4
"""Times that a unit is given out whose worker is lost."""


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
            if name in self.counts:
                self.counts[name] += array
            else:
                self.counts[name] = np.array(array, dtype=np.int64)
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


class WorkersLostError(Exception):
    """Workers end without a result, again and again; what was lived is kept."""


def unit_size(communities: int, seeds: int, weight: int, workers: int) -> int:
    """How many communities a work unit holds; it shows in no result.

    Of the sizes that are not too much work, and that leave each worker some units, the one with which all end first.

    Parameters
    ----------
    communities : int
        Those of one seed.
    weight : int
        Person-months of one of them, in all worlds.
    """
    shares = SHARES if communities * seeds >= FEW * workers else 1
    most = max(1, min(UNIT_WORK // weight, communities, -(-communities * seeds // (shares * workers))))

    def lasts(size: int) -> float:
        rounds = -(-seeds * -(-communities // size) // workers)
        return rounds * (size + BEGINNING)

    return min(range(most, most // 2, -1), key=lasts)


def units(sums: Iterable[SeedSum], size: int, backwards: bool = False, first_size: int = 1) -> Iterator[Unit]:
    """What remains to be lived, in units of at most ``size`` neighbouring communities; the very first of at most ``first_size``."""
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
    alone : bool
        Live one community here before anything is promised, so that what has to be compiled is compiled once.
    """

    def __init__(
        self, live: Live, executor: Executor, keep: Callable[[SeedSum], None], progress: Progress, weight: int, *, alone: bool = True
    ) -> None:
        self._live = live
        self._executor = executor
        self._keep = keep
        self._progress = progress
        self._weight = weight
        self._alone = alone
        self._pending: dict[Future[Counts], Unit] = {}
        self._again: list[Unit] = []
        self._trials: dict[tuple[int, int], int] = {}
        self._sums: list[SeedSum] = []

    def run(self, sums: list[SeedSum], size: int, backwards: bool = False) -> None:
        """Live everything that ``sums`` lack, in units of ``size`` communities.

        Raises
        ------
        Interrupted
            After Ctrl-C, once units under way have ended and every seed has its checkpoint.
        WorkersLostError
            If a unit's workers were lost `TRIALS` times; every seed has its checkpoint.
        """
        self._sums = sums
        total = sum(total.done.size for total in sums)
        self._progress.start(total * self._weight, sum(int(total.done.sum()) for total in sums) * self._weight)
        try:
            self._work(units(sums, size, backwards, 1 if self._alone else size))
        except KeyboardInterrupt:
            self._executor.close()
            self._gather(list(self._pending), stopped=True)
            self._checkpoint()
            raise Interrupted from None
        except WorkersLostError:
            self._executor.close()
            self._checkpoint()
            raise
        except BaseException:
            self._executor.close()
            raise
        finally:
            self._progress.stop()

    def _work(self, todo: Iterator[Unit]) -> None:
        for unit in todo if self._alone else ():
            self._take(unit, self._live(unit.sum.seed, unit.first, unit.last))
            break
        began = kept = time.monotonic()
        more = True
        while more or self._pending or self._again:
            while len(self._pending) < AHEAD * self._executor.workers:
                next_unit = self._again.pop() if self._again else next(todo, None)
                if next_unit is None:
                    more = False
                    break
                self._promise(next_unit)
            # The time limit lets Ctrl-C through on every platform.
            self._gather(wait(self._pending, timeout=0.5, return_when=FIRST_COMPLETED).done)
            now = time.monotonic()
            if now - kept > min(KEEP_LEAST, max(KEEP_EVERY, (now - began) / 64)):
                self._checkpoint()
                kept = now
        if kept > began:  # whatever fails from here on, so long a run is not lived again
            self._checkpoint()

    def _promise(self, unit: Unit) -> None:
        try:
            self._pending[self._executor.submit(self._live, unit.sum.seed, unit.first, unit.last)] = unit
        except self._executor.lost as error:
            self._lose([unit], error)

    def _gather(self, futures: Iterable[Future[Counts]], stopped: bool = False) -> None:
        gone: tuple[type[BaseException], ...] = (CancelledError, *self._executor.lost)
        lost: list[Unit] = []
        why: BaseException | None = None
        for future in futures:
            unit = self._pending.pop(future)
            try:
                counts = future.result()
            except gone as error:
                lost.append(unit)
                why = error
            else:
                self._take(unit, counts)
        if why is not None and not stopped:
            self._lose(lost, why)

    def _lose(self, lost: Iterable[Unit], why: BaseException) -> None:
        """Have units lived again whose worker is gone."""
        for unit in lost:
            place = (unit.sum.seed, unit.first)
            self._trials[place] = self._trials.get(place, 0) + 1
            if self._trials[place] >= TRIALS:
                raise WorkersLostError(
                    f"workers were lost {TRIALS} times at communities {unit.first}–{unit.last - 1} of seed {unit.sum.seed} ({why}); "
                    "perhaps memory ran out: try fewer --workers, or --executor threads; the same command goes on where this stopped"
                )
            self._again.append(unit)
        self._executor.renew()

    def _take(self, unit: Unit, counts: Counts) -> None:
        unit.sum.take(unit.first, unit.last, counts)
        self._progress.advance((unit.last - unit.first) * self._weight)

    def _checkpoint(self) -> None:
        for total in self._sums:
            if total.fresh:
                self._keep(total)
                total.fresh = False
