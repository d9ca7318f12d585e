"""Runs: from what was asked for to a finished folder, and back."""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import counterlife
from counterlife import kernels
from counterlife.regime.load import fingerprint as rules_hash
from counterlife.study import design as designs
from counterlife.study import engine as engines
from counterlife.study import fingerprint
from counterlife.study.design import Design
from counterlife.study.executors import check_name
from counterlife.study.executors import executor as executor_of
from counterlife.study.living import ready
from counterlife.study.progress import Quiet
from counterlife.study.store import (
    TABLES,
    TALLIES,
    Store,
    StoreError,
    differing,
    read_manifest,
    read_rows,
    read_tallies,
    write_tallies,
)
from counterlife.study.work import SeedSum, Worker, unit_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from counterlife.measure.frame import Frame
    from counterlife.study.engine import Engine
    from counterlife.study.progress import Progress
    from counterlife.study.store import Rows
    from counterlife.study.work import Counts

RUNS: Final = "runs"
"""The folder, in the present one, in which runs are kept unless told otherwise."""


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    folder : Path
        Where it is kept.
    manifest : dict
        What was run, with which versions, and the fingerprints of what came out.
    reused : bool
        True if it was found finished rather than lived now.
    """

    folder: Path
    manifest: dict[str, Any]
    reused: bool = False

    @property
    def fingerprint(self) -> str:
        """Hash of everything counted."""
        return str(self.manifest["fingerprint"])

    def measures(self) -> Rows:
        """Figures: measure, world, group, value, lo, hi, unit, n and more; ``against`` where a figure compares two worlds."""
        return self._table("measures")

    def differences(self) -> Rows:
        """The same, a world less another (``against``), paired by seed."""
        return self._table("differences")

    def ratios(self) -> Rows:
        """The same, a world over another (``against``), paired by seed."""
        return self._table("ratios")

    def regions(
        self, measures: str | Iterable[str] = (), world: str | None = None, against: str | None = None, *, groups: bool = False
    ) -> Rows:
        """Figures by region, which is the place of the town where communities lie; none where a town has one place only.

        Parameters
        ----------
        measures : str or iterable of str
            Names of measures that can be given by region; those of the run's own table if none is given.
        world : str, optional
            Of all worlds if not given.
        against : str, optional
            Differences to this world, paired by seed, in place of values.
        groups : bool
            Also for each group within each region.
        """
        from counterlife.life.tally import Tally
        from counterlife.measure import regions

        counts, names = self.counts(), self.design.compiled.names
        wanted = [measures] if isinstance(measures, str) else list(measures)
        tallies = [Tally(**counts[seed]) for seed in sorted(counts)]
        rows = regions.regions(
            tallies, engines.scene(self.design), names.places, wanted or regions.REGIONAL,
            worlds=None if world is None else [world], against=against, groups=groups,
        )  # fmt: skip
        return [dict(row) for row in rows]

    def _table(self, name: str) -> Rows:
        return read_rows(self.folder / f"{name}.parquet")

    def counts(self) -> dict[int, Counts]:
        """Everything counted, by seed: the arrays of `counterlife.life.tally.Tally` by name."""
        layout, shapes = engines.shape_of(self.design)
        return dict(read_tallies(self.folder / TALLIES, layout, shapes, self.manifest["seeds"]))

    def frame(self, measures: str | Iterable[str] = (), world: str | None = None, against: str | None = None) -> Frame:
        """Measures of one world, overall and by group, with what groups differ by: see `counterlife.measure.frame.Frame`.

        Parameters
        ----------
        measures : str or iterable of str
            Names as ``counterlife measures`` lists them; all that are defined, if none is given.
        world : str, optional
            The regime's own world if not given.
        against : str, optional
            The world compared with; the first of the run's baselines if not given.
        """
        from counterlife.life.tally import Tally
        from counterlife.measure.frame import Frame

        own = world or self.design.names[0]
        if against is None:
            against = next((self.design.names[base] for one, base in self.design.pairs if self.design.names[one] == own), None)
        counts = self.counts()
        return Frame([Tally(**counts[seed]) for seed in sorted(counts)], engines.scene(self.design), measures, world=own, against=against)

    @cached_property
    def design(self) -> Design:
        """What was run, ready to be run again."""
        try:
            return designs.of_record(self.manifest["design"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.folder}: its design can't be read by counterlife {counterlife.__version__} ({error})") from None

    def result(self) -> dict[str, Any]:
        """The run as one plain object, as ``run --json`` prints it."""
        named = ("regime", "worlds", "people", "months", "seeds", "fingerprint")
        return {
            **{name: self.manifest[name] for name in named},
            **{name: self._table(name) for name in TABLES},
            "seconds": self.manifest["seconds"],
            "person_months_per_second": self.manifest["person_months_per_second"],
            "memory_bytes": self.manifest.get("memory_bytes"),
            "folder": str(self.folder),
        }


def run(
    regime: str,
    against: str | Sequence[str] = ("none",),
    with_: str | Sequence[str] = (),
    *,
    people: int = 100_000,
    years: float = 10,
    start: str | int = "2014",
    seeds: Iterable[int] = range(1, 13),
    sets: Sequence[str] = (),
    town: str = "china-2020",
    workers: int | None = None,
    executor: str = "threads",
    out: str | Path | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Run:
    """Live a regime beside the worlds it is compared with, and keep the result.

    The same call again finds the finished run, or goes on where an interrupted one stopped. See `counterlife.study.design.design` for
    the parameters that say what is run.

    Parameters
    ----------
    workers : int, optional
        How many at a time; by default one a core. The result does not depend on it.
    executor : str
        Who does the work: ``threads``, ``processes``, ``dask`` or ``dask:ADDRESS`` (`counterlife.study.executors`). The result does not
        depend on it.
    out : path, optional
        Folder of the run; by default ``runs/<regime>-<hash>``.
    command : str
        How it was asked for, for the manifest.
    progress : Progress, optional
        Told how far it is.
    """
    design = designs.design(
        regime,
        against=(against,) if isinstance(against, str) else against,
        with_=(with_,) if isinstance(with_, str) else with_,
        people=people,
        years=years,
        start=start,
        seeds=seeds,
        sets=sets,
        town=town,
    )
    return carry_out(design, workers=workers, executor=executor, out=out, command=command, progress=progress)


def carry_out(
    design: Design,
    *,
    workers: int | None = None,
    executor: str = "threads",
    out: str | Path | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Run:
    """Run a design, unless its folder holds the result already."""
    if workers is not None and workers < 1:
        raise designs.DesignError(f"workers {workers}: at least 1")
    check_name(executor)
    key = design.key()
    store = Store(Path(out) if out is not None else Path(RUNS) / f"{design.names[0]}-{key[:12]}", key)
    if finished := store.finished():
        return Run(store.folder, finished, reused=True)
    model = engines.engine(design, (progress or Quiet()).say)
    with store:
        began = time.perf_counter()
        sums = [store.load(seed, design.communities) for seed in design.seeds]
        remembered = sum(int(total.done.sum()) for total in sums)
        live_all(design, model, sums, store.keep, workers, progress or Quiet(), executor)
        seconds = time.perf_counter() - began
        by_seed: dict[int, Counts] = {total.seed: total.counts for total in sums}
        figures = model.measure(by_seed)
        lived = design.person_months * (1 - remembered / (design.communities * len(sums)))
        manifest = _manifest(design, key, command) | {
            "fingerprint": fingerprint.of_run(by_seed, model.layout),
            "fingerprints": fingerprint.of_worlds(by_seed, model.layout),
            "seconds": round(seconds, 3),
            "person_months_per_second": round(lived / seconds) if seconds else 0,
            "memory_bytes": most_memory(),
        }
        store.finish(manifest, by_seed, model.layout, figures)
    return Run(store.folder, manifest)


def live_all(
    design: Design,
    model: Engine,
    sums: list[SeedSum],
    keep: Callable[[SeedSum], None],
    workers: int | None,
    progress: Progress,
    executor: str = "threads",
) -> None:
    """Live every community that ``sums`` lack."""
    weight = design.town.community * design.months * len(design.worlds)
    who = executor_of(executor, workers)
    try:
        size = unit_size(design.communities, len(sums), weight, who.workers)
        Worker(model.live, who, keep, progress, weight, alone=not ready()).run(sums, size)
    finally:
        who.close()


def open_run(folder: str | Path) -> Run:
    """A finished run from its folder."""
    path = Path(folder)
    manifest = read_manifest(path)
    if "draws" in manifest:
        raise StoreError(f"{path}: holds draws from ranges, not a run; `counterlife uncertainty` tells what is in it")
    if missing := {"design", "inputs", "fingerprint", "fingerprints"} - set(manifest):
        raise StoreError(f"{path}: its manifest lacks {', '.join(sorted(missing))}; delete the folder and run again")
    return Run(path, manifest, reused=True)


@dataclass(frozen=True)
class Comparison:
    """A run beside its repetition.

    Attributes
    ----------
    fingerprint : str
        Of the repetition.
    worlds : dict of str to bool
        Whether each world came out the same.
    cells : int
        Counts in the stored table that differ from the repetition's.
    same_code : bool
        Whether the program is the one that made the run.
    """

    before: Run
    fingerprint: str
    worlds: dict[str, bool]
    cells: int
    same_code: bool

    @property
    def same(self) -> bool:
        """Whether not a bit differs."""
        return self.fingerprint == self.before.fingerprint and not self.cells


def repeat(before: Run, *, workers: int | None = None, executor: str = "threads", progress: Progress | None = None) -> Comparison:
    """Live a finished run again, from its folder alone, check its books, and compare every count.

    Raises
    ------
    BooksError
        If what was counted contradicts itself.
    """
    design = before.design
    model = engines.engine(design, (progress or Quiet()).say)
    sums = [SeedSum(seed, np.zeros(design.communities, dtype=np.bool_)) for seed in design.seeds]
    live_all(design, model, sums, lambda _: None, workers, progress or Quiet(), executor)
    by_seed: dict[int, Counts] = {total.seed: total.counts for total in sums}
    model.check(by_seed)
    marks = fingerprint.of_worlds(by_seed, model.layout)
    with tempfile.TemporaryDirectory(prefix="counterlife-") as folder:
        again = Path(folder) / TALLIES
        write_tallies(again, by_seed, model.layout)
        cells = differing(again, before.folder / TALLIES)
    return Comparison(
        before=before,
        fingerprint=fingerprint.of_run(by_seed, model.layout),
        worlds={name: mark == before.manifest["fingerprints"].get(name) for name, mark in marks.items()},
        cells=cells,
        same_code=before.manifest.get("code") == kernels.digest(designs.CODE),
    )


def _manifest(design: Design, key: str, command: str) -> dict[str, Any]:
    record = design.record()
    return {
        "regime": design.names[0],
        "worlds": design.names,
        "people": design.people,
        "months": design.months,
        "seeds": list(design.seeds),
        "command": command,
        "inputs": key,
        "code": kernels.digest(designs.CODE),
        "hashes": {world.name: rules_hash(world.regime) for world in design.worlds},
        "versions": versions(),
        "design": record,
    }


def most_memory() -> int | None:
    """Resident memory of this process at most so far, in bytes; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def versions() -> dict[str, str]:
    """What runs are made with."""
    found = {"counterlife": counterlife.__version__, "python": platform.python_version()}
    for name in ("numpy", "numba", "duckdb"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
