"""What is known of a result if the numbers it rests on are known within their ranges only.

A design is lived as stated and then again with values drawn from every stated range at once, each time in the same towns under the same
luck. What is kept of each draw is a few figures that are named beforehand.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from counterlife import kernels
from counterlife.measure.draws import Spread, spread
from counterlife.measure.registry import BY_NAME
from counterlife.regime.names import hint
from counterlife.study import design as designs
from counterlife.study import engine as engines
from counterlife.study import ranges
from counterlife.study.design import AT_BUDGET, Design, DesignError
from counterlife.study.executors import check_name
from counterlife.study.progress import Progress, Quiet
from counterlife.study.run import RUNS, live_all, versions
from counterlife.study.store import Store, StoreError, read_manifest, read_rows, write_rows
from counterlife.study.work import Interrupted, SeedSum

if TYPE_CHECKING:
    from counterlife.regime.load import Text
    from counterlife.study.ranges import Input
    from counterlife.study.store import Rows

MEASURES: Final = (
    "sanction.ever", "wrongful.risk", "wrongful.share", "due.unaware24", "hardship.months", "chill.withheld",
    "gain.repaid", "gain.victims", "cost.staff",
)  # fmt: skip
"""Harms and claimed benefits that are followed unless others are named."""

MOST_DRAWS: Final = 10_000
DRAWS_SEED: Final = 1
STATED: Final = 0
"""The draw that is none: every number as stated."""

CODE: Final = (*designs.CODE, "study/ranges.py", "study/uncertainty.py")
"""What a draw depends on beside the inputs, relative to the package."""

FIGURES: Final = {
    "draw": "BIGINT", "measure": "VARCHAR", "world": "VARCHAR", "against": "VARCHAR", "value": "DOUBLE", "lo": "DOUBLE", "hi": "DOUBLE",
    "unit": "VARCHAR",
}  # fmt: skip
VALUES: Final = {"draw": "BIGINT", "path": "VARCHAR", "value": "VARCHAR", "place": "DOUBLE"}
INPUTS: Final = {"path": "VARCHAR", "stated": "VARCHAR", "low": "VARCHAR", "high": "VARCHAR", "grade": "VARCHAR", "source": "VARCHAR"}


@dataclass(frozen=True)
class Figure:
    """A figure as stated and over draws.

    Attributes
    ----------
    measure, world, unit : str
        What it is.
    against : str or None
        The world it is compared with.
    stated : dict or None
        ``value``, ``lo`` and ``hi`` with every number as stated, and what chance alone makes of it; None if it is not defined there.
    spread : Spread
        What it does over the draws.
    """

    measure: str
    world: str
    against: str | None
    unit: str
    stated: dict[str, Any] | None
    spread: Spread


@dataclass(frozen=True)
class Uncertainty:
    """A finished set of draws.

    Attributes
    ----------
    folder : Path
        Where it is kept: ``figures.parquet`` (every figure of every draw; draw 0 is the design as stated), ``values.parquet`` (every value
        of every draw) and ``inputs.parquet`` (the ranges).
    manifest : dict
        What was asked for, and with which versions.
    reused : bool
        True if it was found finished rather than lived now.
    """

    folder: Path
    manifest: dict[str, Any]
    reused: bool = False

    def rows(self) -> Rows:
        """Every figure of every draw."""
        return read_rows(self.folder / "figures.parquet")

    def values(self) -> Rows:
        """The value of every input in every draw, and its place in the range."""
        return read_rows(self.folder / "values.parquet")

    def inputs(self) -> Rows:
        """The numbers that are stated with a range."""
        return read_rows(self.folder / "inputs.parquet")

    @cached_property
    def figures(self) -> list[Figure]:
        """Each figure over the draws, in the order of the measures asked for.

        Of a measure of the regime it is the difference to another world, or its value where that is defined in more draws (a share of
        nothing is not).
        """
        paths = [row["path"] for row in self.inputs()]
        places: dict[int, dict[str, float]] = {}
        for row in self.values():
            places.setdefault(row["draw"], {})[row["path"]] = row["place"]
        found: dict[tuple[str, str, str | None], dict[int, Mapping[str, Any]]] = {}
        for row in self.rows():
            found.setdefault((row["measure"], row["world"], row["against"]), {})[row["draw"]] = row
        by_draw = {draw: [at[path] for path in paths] for draw, at in places.items()}
        own = {measure: len(rows) for (measure, _, against), rows in found.items() if against is None}
        regime = self.manifest["regime"]
        fewer = {key for key, rows in found.items() if key[1] == regime and key[2] is not None and len(rows) < own.get(key[0], 0)}
        compared = {measure for measure, world, against in found.keys() - fewer if world == regime and against is not None}
        kept = [key for key in found if key not in fewer and (key[2] is not None or key[0] not in compared)]
        return [_figure(*key, found[key], by_draw, paths) for key in kept if set(found[key]) != {STATED}]

    def result(self) -> dict[str, Any]:
        """All of it as one plain object, as ``uncertainty --json`` prints it."""
        named = ("regime", "worlds", "people", "months", "seeds", "measures", "draws", "draws_seed", "left_out")
        figures = [{**asdict(figure), "spread": _plain(figure.spread)} for figure in self.figures]
        return {**{name: self.manifest[name] for name in named}, "inputs": self.inputs(), "figures": figures, "folder": str(self.folder)}


def _figure(
    measure: str, world: str, against: str | None,
    rows: Mapping[int, Mapping[str, Any]], places: Mapping[int, Sequence[float]], paths: Sequence[str],
) -> Figure:  # fmt: skip
    drawn = {draw: row["value"] for draw, row in rows.items() if draw != STATED}
    stated = {name: rows[STATED][name] for name in ("value", "lo", "hi")} if STATED in rows else None
    return Figure(measure, world, against, next(iter(rows.values()))["unit"], stated, spread(drawn, places, paths))


def _plain(found: Spread) -> dict[str, Any]:
    return found._asdict() | {"drivers": [driver._asdict() for driver in found.drivers]}


def open_draws(folder: str | Path, design: Design) -> Uncertainty:
    """Finished draws from their folder, for a run of the same rules in the same town.

    Raises
    ------
    StoreError
        If there are none, or they are of other rules or of another town.
    """
    path = Path(folder)
    manifest = read_manifest(path)
    if "draws" not in manifest:
        raise StoreError(f"{path}: holds no draws from ranges; `counterlife uncertainty` makes such a folder")
    own, drawn = design.record(), manifest["design"]
    if own["worlds"][0] != drawn["worlds"][0]:
        raise StoreError(f"{path}: draws of `{manifest['regime']}` with other rules than this run's; draw from the same file and settings")
    if own["town"] != drawn["town"]:
        raise StoreError(f"{path}: draws in another town than this run's; give `uncertainty` the same --town")
    return Uncertainty(path, manifest, reused=True)


def uncertainty(
    regime: str | Text,
    against: str | Sequence[str] = ("none",),
    with_: str | Sequence[str] = (),
    *,
    draws: int = 100,
    draws_seed: int = DRAWS_SEED,
    measures: Sequence[str] = MEASURES,
    people: int = 20_000,
    years: float = 5,
    start: str | int = "2014",
    seeds: Iterable[int] = range(1, 5),
    sets: Sequence[str] = (),
    town: str = "china-2020",
    workers: int | None = None,
    executor: str = "threads",
    out: str | Path | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Uncertainty:
    """Live a regime beside the worlds it is compared with, as stated and with values drawn from every stated range.

    The same call again finds what was finished, or goes on where an interrupted one stopped. See `counterlife.study.design.design` for
    the parameters that say what is run, and `counterlife.study.run.run` for the others.

    Parameters
    ----------
    draws : int
        How many, from 1 to 10,000.
    draws_seed : int
        Seed of the draws, which has nothing to do with those of towns and lives.
    measures : sequence of str
        Names of the registry.

    Raises
    ------
    RegimeError, DesignError
        If something that is asked for can't be run.
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
        match=False,
    )
    return carry_out(
        design, draws, draws_seed, measures, workers=workers, executor=executor, out=out, command=command, progress=progress
    )  # fmt: skip


def carry_out(
    design: Design,
    draws: int = 100,
    draws_seed: int = DRAWS_SEED,
    measures: Sequence[str] = MEASURES,
    *,
    workers: int | None = None,
    executor: str = "threads",
    out: str | Path | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Uncertainty:
    """Draw from the ranges of a design, whose rivals are not matched to a budget, unless its folder holds the result already."""
    _check(design, draws, draws_seed, measures, workers)
    check_name(executor)
    asked = _Asked(design, tuple(measures), draws, draws_seed)
    store = Store(Path(out) if out is not None else Path(RUNS) / f"uncertainty-{design.names[0]}-{asked.key[:12]}", asked.key)
    if finished := store.finished():
        return Uncertainty(store.folder, finished, reused=True)
    with store:
        return asked.carry_out(store, workers, executor, command, progress or Quiet())


def _check(design: Design, draws: int, seed: int, measures: Sequence[str], workers: int | None) -> None:
    if workers is not None and workers < 1:
        raise DesignError(f"workers {workers}: at least 1")
    if not 1 <= draws <= MOST_DRAWS:
        raise DesignError(f"draws {draws}: from 1 to {MOST_DRAWS:,}")
    if not 0 <= seed < designs.SEED_END:
        raise DesignError(f"seed of the draws {seed}: a number from 0 to 2^64 - 1")
    for name in measures:
        if name not in BY_NAME:
            raise DesignError(f"no measure `{name}`; {hint(name, BY_NAME)}")
    if not measures:
        raise DesignError("no measures: name at least one")
    if matched := [name for name in design.names if name.endswith(AT_BUDGET)]:
        raise DesignError(f"`{matched[0]}`: a rival can't be matched to a budget anew in every draw; leave {AT_BUDGET} out")
    if not ranges.inputs(design):
        raise DesignError(f"`{design.names[0]}` and the town state no ranges to draw from; `counterlife check` names numbers without one")


@dataclass(frozen=True)
class _Asked:
    """What is to be drawn and lived."""

    design: Design
    measures: tuple[str, ...]
    draws: int
    seed: int

    @cached_property
    def key(self) -> str:
        """SHA-256 over all that the result depends on."""
        text = json.dumps([self.design.record(), list(self.measures), self.draws, self.seed, kernels.digest(CODE)])
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The ranges drawn from."""
        return ranges.inputs(self.design)

    def carry_out(self, store: Store, workers: int | None, executor: str, command: str, progress: Progress) -> Uncertainty:
        """Live what is not lived yet, and let the folder appear."""
        began = time.perf_counter()
        paths = [one.path for one in self.inputs]
        at = ranges.places(paths, self.draws, self.seed)
        kept = {draw: found for draw in range(self.draws + 1) if (found := store.noted(f"draw-{draw}")) is not None}
        each = self.design.person_months
        progress.start((self.draws + 1) * each, len(kept) * each)
        try:
            for draw in range(self.draws + 1):
                if draw not in kept:
                    places = dict(zip(paths, at[draw - 1].tolist(), strict=True)) if draw != STATED else {}
                    kept[draw] = self._one(places, workers, executor, progress)
                    store.note(f"draw-{draw}", kept[draw])
                    progress.advance(each)
        except KeyboardInterrupt:
            raise Interrupted from None
        finally:
            progress.stop()
        manifest = self._manifest(command) | {
            "left_out": [{"draw": draw, "why": found["why"]} for draw, found in kept.items() if "why" in found],
            "seconds": round(time.perf_counter() - began, 3),
        }
        store.appear(manifest, lambda folder: self._write(folder, kept, at))
        return Uncertainty(store.folder, manifest)

    def _one(self, at: Mapping[str, float], workers: int | None, executor: str, progress: Progress) -> dict[str, Any]:
        """One draw: the figures and the values, or why its values are left out."""
        try:
            design = ranges.drawn(self.design, at) if at else self.design
        except DesignError as error:
            return {"why": str(error)}
        model = engines.engine(design, progress.say)
        sums = [SeedSum(seed, np.zeros(design.communities, dtype=np.bool_)) for seed in design.seeds]
        live_all(design, model, sums, lambda _: None, workers, Quiet(), executor)
        rows = engines.compared(design, {total.seed: total.counts for total in sums}, self.measures)
        return {"figures": [[row[name] for name in list(FIGURES)[1:]] for row in rows], "values": ranges.values(design, list(at))}

    def _write(self, folder: Path, kept: Mapping[int, Mapping[str, Any]], at: Any) -> None:
        lived = {draw: found for draw, found in kept.items() if "why" not in found}
        figures = [dict(zip(FIGURES, (draw, *row), strict=True)) for draw, found in lived.items() for row in found["figures"]]
        values = [
            dict(zip(VALUES, (draw, one.path, value, float(place)), strict=True))
            for draw, found in lived.items()
            if draw
            for one, value, place in zip(self.inputs, found["values"], at[draw - 1], strict=True)
        ]
        write_rows(folder / "figures.parquet", figures, FIGURES)
        write_rows(folder / "values.parquet", values, VALUES)
        write_rows(folder / "inputs.parquet", [asdict(one) for one in self.inputs], INPUTS)

    def _manifest(self, command: str) -> dict[str, Any]:
        design = self.design
        return {
            "inputs": self.key,
            "regime": design.names[0],
            "worlds": design.names,
            "people": design.people,
            "months": design.months,
            "seeds": list(design.seeds),
            "measures": list(self.measures),
            "draws": self.draws,
            "draws_seed": self.seed,
            "ranges": len(self.inputs),
            "command": command,
            "versions": versions(),
            "design": design.record(),
        }
