"""Counterlife: `benchmarks/regime.yaml` in `benchmarks/town.yaml`, lived and checked by the engine of every run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from benchmarks.workload import FACTOR, MONTHS, POINTS, RATES, START, Report

from counterlife.life.tally import FLOW, LIST, Tally
from counterlife.study.design import design
from counterlife.study.engine import engine
from counterlife.study.progress import Quiet
from counterlife.study.run import live_all
from counterlife.study.work import SeedSum

PACKAGES = ("counterlife", "numba", "numpy")
THREADS = True
HERE = Path(__file__).parent.parent
REGIME, TOWN, MILDER, SAME = (HERE / f"{name}.yaml" for name in ("regime", "town", "milder", "same"))


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months, and check the books."""
    return lived(people, seed, (), threads)[0]


def run_twins(people: int, seed: int, other: tuple[int, ...], threads: int = 1) -> tuple[Report, Report]:
    """Live everybody in two worlds, in one pass over the same luck."""
    own, twin = lived(people, seed, (str(SAME if other == POINTS else MILDER),), threads)
    return own, twin


def lived(people: int, seed: int, against: tuple[str, ...], threads: int) -> list[Report]:
    """A run as any other, without the folder in which it would be kept: one report a world."""
    asked = design(str(REGIME), against=against, people=people, years=MONTHS / 12, seeds=[seed], town=str(town()))
    model = engine(asked)
    sums = [SeedSum(seed, np.zeros(asked.communities, dtype=np.bool_))]
    live_all(asked, model, sums, lambda _: None, threads, Quiet())
    model.check({seed: sums[0].counts})
    return [report(Tally(**sums[0].counts), world, people) for world in range(len(asked.worlds))]


def town() -> Path:
    """The town; with other rates than declared, one that includes it."""
    if FACTOR == 1:
        return TOWN
    acts = [line.split(":")[0].strip() for line in TOWN.read_text().splitlines() if "per person-year" in line]
    other = Path(tempfile.gettempdir()) / f"declared-{FACTOR:g}.yaml"
    rates = "".join(f"  {act}: {{rate: {rate!r} per person-year, drawn: everyday}}\n" for act, rate in zip(acts, RATES, strict=True))
    other.write_text(f"town: declared\ntitle: Other rates\ninclude: {TOWN}\nacts:\n{rates}")
    return other


def report(counted: Tally, world: int, people: int) -> Report:
    """What the declaration asks for, out of what every run counts."""
    lists, flow = counted.list_[world].sum(axis=(0, 2)), counted.flow[world].sum(axis=1)
    points = START * people + flow[:, FLOW["points-sum"]] + flow[:, FLOW["points-clamped"]]
    return Report(lists[:, LIST["stock"]].tolist(), lists[:, LIST["entries"]].tolist(), points[11::12].tolist())
