"""Counterlife: `benchmarks/regime.yaml` in `benchmarks/town.yaml`, lived and checked by the engine of every run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from benchmarks.workload import FACTOR, MONTHS, RATES, START, Report

from counterlife.life.tally import FLOW, LIST, Tally
from counterlife.study.design import design
from counterlife.study.engine import engine
from counterlife.study.progress import Quiet
from counterlife.study.run import live_all
from counterlife.study.work import SeedSum

PACKAGES = ("counterlife", "numba", "numpy")
THREADS = True
HERE = Path(__file__).parent.parent
REGIME, TOWN = HERE / "regime.yaml", HERE / "town.yaml"


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months, and check the books."""
    asked = design(str(REGIME), against=(), people=people, years=MONTHS / 12, seeds=[seed], town=str(town()))
    model = engine(asked)
    sums = [SeedSum(seed, np.zeros(asked.communities, dtype=np.bool_))]
    live_all(asked, model, sums, lambda _: None, threads, Quiet())
    model.check({seed: sums[0].counts})
    return report(Tally(**sums[0].counts), people)


def town() -> Path:
    """The town; with other rates than declared, one that includes it."""
    if FACTOR == 1:
        return TOWN
    acts = [line.split(":")[0].strip() for line in TOWN.read_text().splitlines() if "per person-year" in line]
    other = Path(tempfile.gettempdir()) / f"declared-{FACTOR:g}.yaml"
    rates = "".join(f"  {act}: {{rate: {rate!r} per person-year, drawn: everyday}}\n" for act, rate in zip(acts, RATES, strict=True))
    other.write_text(f"town: declared\ninclude: {TOWN}\nacts:\n{rates}")
    return other


def report(counted: Tally, people: int) -> Report:
    """What the declaration asks for, out of what every run counts."""
    lists, flow = counted.list_.sum(axis=(0, 1, 3)), counted.flow.sum(axis=(0, 2))
    points = START * people + flow[:, FLOW["points-sum"]] + flow[:, FLOW["points-clamped"]]
    return Report(lists[:, LIST["stock"]].tolist(), lists[:, LIST["entries"]].tolist(), points[11::12].tolist())
