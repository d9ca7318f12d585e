"""How fast the engine is on this machine, beside what the machine itself can do: measured in one go, with repeats interleaved.

It measures the ordinary engine on ordinary regimes and changes nothing in it. Each round takes every case once, so that whatever else
the machine does meets all of them; the figures are medians over rounds.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from counterlife import kernels, luck
from counterlife.regime.tables import ACT_DENSE
from counterlife.study import design as designs
from counterlife.study import engine as engines
from counterlife.study.executors import usable_cores
from counterlife.study.progress import Quiet
from counterlife.study.run import carry_out, live_all, versions
from counterlife.study.work import SeedSum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from counterlife.study.design import Design

REGIMES: Final = ("national", "rongcheng")
WORLDS: Final[dict[int, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    1: ((), ()),
    2: (("none",), ()),
    4: (("none", "mute"), ("notice",)),
}
"""By number of worlds: what the regime is compared with, and the safeguards that it is also lived with."""

BUSY: Final = 0.9
"""A figure whose threads got less than this share of a processor each was slowed by other work."""

BLOCK: Final = 4096
"""Numbers of a block of the triad: three of them fit the nearest caches."""

TRIAD: Final = 1 << 22
"""Numbers in each array of the triad: 32 MiB, more than caches hold."""

LANES: Final = 2000
"""Persons whose lanes are drawn at a time: a community."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    communities: int
    years: float
    rounds: int
    draws: int
    """Months of lanes drawn."""
    first: bool
    """Also compile from nothing."""


FULL: Final = Size(communities=16, years=10, rounds=5, draws=40_000, first=True)
QUICK: Final = Size(communities=4, years=1, rounds=3, draws=4000, first=False)


@dataclass
class Timed:
    """A thing to measure, and what was measured: seconds, and how much of the processors it got."""

    what: dict[str, Any]
    call: Callable[[], float]
    """Does it, and returns how much was done."""
    threads: int = 1
    amounts: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Once more."""
        began, used = time.perf_counter(), time.process_time()
        self.amounts.append(self.call())
        self.seconds.append(time.perf_counter() - began)
        self.busy.append((time.process_time() - used) / self.seconds[-1] / self.threads)

    def result(self) -> dict[str, Any]:
        """Medians, and the range of the repeats."""
        rates = [amount / seconds for amount, seconds in zip(self.amounts, self.seconds, strict=True)]
        return self.what | {
            "threads": self.threads,
            "per_second": statistics.median(rates),
            "least": min(rates),
            "most": max(rates),
            "seconds": statistics.median(self.seconds),
            "busy": statistics.median(self.busy),
        }


def bench(size: Size = FULL, say: Callable[[str], None] = lambda _: None, threads: Iterable[int] | None = None) -> dict[str, Any]:
    """Measure everything.

    Parameters
    ----------
    size : Size
        `FULL` or `QUICK`.
    say : callable
        Told what is being measured.
    threads : iterable of int, optional
        Numbers of threads; by default 1, and 2 where the machine has as many cores.

    Returns
    -------
    dict
        Plain data: ``hardware``, ``size``, ``machine`` (bytes and draws a second), ``speed`` (person-months a second), ``warm`` (seconds of
        a small run), ``memory`` (bytes a person), ``first`` (seconds of the first run ever).
    """
    wanted = tuple(threads or ((1, 2) if usable_cores() > 1 else (1,)))
    say("loading the model")
    cases = {(regime, worlds): _design(regime, worlds, size) for regime in REGIMES for worlds in WORLDS}
    machine = [Timed({"what": "triad"}, _Triad(many), many) for many in wanted]
    machine += [Timed({"what": "draws"}, partial(_draws, many, size.draws), many) for many in wanted]
    speed = [_speed(design, regime, worlds, many) for (regime, worlds), design in cases.items() for many in wanted]
    warm = [_warm(regime, kept, max(wanted)) for regime in REGIMES for kept in (False, True)]
    everything = [*machine, *speed, *warm]
    for timed in everything:
        timed.call()  # loads, compiles and fills caches
    for number in range(size.rounds):
        say(f"round {number + 1} of {size.rounds}")
        for timed in everything:
            timed.measure()
    found = {
        "hardware": hardware(),
        "size": {"people": size.communities * LANES, "months": round(12 * size.years), "rounds": size.rounds},
        "machine": [timed.result() for timed in machine],
        "speed": _beside(speed, machine),
        "warm": [timed.result() for timed in warm],
        "memory": [_memory(regime) for regime in REGIMES],
        "first": [],
    }
    if size.first:
        say("compiling from nothing, once for each regime")
        found["first"] = [{"regime": regime, "seconds": _first(regime)} for regime in REGIMES]
    return found


def hardware() -> dict[str, Any]:
    """What was measured on, and with."""
    return {
        "processor": _processor(),
        "cores": usable_cores(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "system": platform.system(),
        **versions(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _design(regime: str, worlds: int, size: Size) -> Design:
    against, guards = WORLDS[worlds]
    return designs.design(regime, against=against, with_=guards, people=size.communities * LANES, years=size.years, seeds=(1,))


def _on(threads: int, work: Callable[[], float]) -> float:
    """The same work on so many threads; how much was done in all."""
    if threads == 1:
        return work()
    with ThreadPoolExecutor(threads) as pool:
        return sum(promise.result() for promise in [pool.submit(work) for _ in range(threads)])


class _Triad:
    """STREAM's triad, ``a = b + s c``, on so many threads; each has arrays of its own, larger than the caches."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._arrays = [(np.zeros(TRIAD), np.ones(TRIAD), np.ones(TRIAD)) for _ in range(threads)]

    def __call__(self) -> float:
        """Bytes moved, as STREAM counts them."""
        free = list(self._arrays)
        return _on(self._threads, lambda: self._one(*free.pop()))

    def _one(self, a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
        for start in range(0, TRIAD, BLOCK):
            part = a[start : start + BLOCK]
            np.multiply(c[start : start + BLOCK], 3.0, out=part)
            np.add(part, b[start : start + BLOCK], out=part)
        return 24.0 * TRIAD


def _draws(threads: int, months: int) -> float:
    """Lanes of acts for a community, month after month, as the engine draws them: calls of Philox, each eight lanes of one person."""
    return _on(threads, partial(_one_draws, months))


def _one_draws(months: int) -> float:
    from counterlife.dice import fill_lanes

    lanes = np.zeros((8, LANES), dtype=np.uint16)
    for month in range(months):
        fill_lanes(1, luck.PERSON, 0, month, luck.PURPOSE["act-dense"], 0, 0, lanes)
    return float(months * LANES)


def _speed(design: Design, regime: str, worlds: int, threads: int) -> Timed:
    """A regime lived by the ordinary engine: person-months of the town, each lived in all worlds."""
    model = engines.engine(design)
    octets = -(-(1 + int(design.compiled.tables.act[:, ACT_DENSE].max(initial=-1))) // 8)

    def lived() -> float:
        live_all(design, model, _nothing(design), lambda _: None, threads, Quiet())
        return float(design.people * design.months)

    return Timed({"regime": regime, "worlds": worlds, "octets": octets}, lived, threads)


def _nothing(design: Design) -> list[SeedSum]:
    return [SeedSum(seed, np.zeros(design.communities, dtype=np.bool_)) for seed in design.seeds]


def _beside(speed: list[Timed], machine: list[Timed]) -> list[dict[str, Any]]:
    """Each speed beside that of one world, of one thread, and of the draws alone."""
    rows = [timed.result() for timed in speed]
    by_case = {(row["regime"], row["worlds"], row["threads"]): row for row in rows}
    draws = {timed.threads: timed.result()["per_second"] for timed in machine if timed.what["what"] == "draws"}
    for (regime, worlds, threads), row in by_case.items():
        row["times_one_world"] = by_case[regime, 1, threads]["per_second"] / row["per_second"]
        row["times_one_thread"] = row["per_second"] / by_case[regime, worlds, 1]["per_second"] if (regime, worlds, 1) in by_case else None
        row["draws_allow"] = draws[threads] / row["octets"] if row["octets"] else None
        row["of_draws"] = row["per_second"] / row["draws_allow"] if row["draws_allow"] else None
    return rows


def _warm(regime: str, kept: bool, threads: int) -> Timed:
    """A small run in a process that has run before: 20,000 people, 5 years, two worlds; lived only, or also measured and kept."""
    design = designs.design(regime, people=20_000, years=5, seeds=(1,))
    model = engines.engine(design)

    def lived() -> float:
        live_all(design, model, _nothing(design), lambda _: None, threads, Quiet())
        return 1.0

    def whole() -> float:
        with tempfile.TemporaryDirectory(prefix="counterlife-") as folder:
            carry_out(design, workers=threads, out=Path(folder) / "run")
        return 1.0

    return Timed({"regime": regime, "kept": kept}, whole if kept else lived, threads)


def _memory(regime: str) -> dict[str, Any]:
    """Bytes a person set aside for a community that is lived for ten years: the town's, and each world's. Much of it is seldom touched."""
    from counterlife.life.community import empty_state
    from counterlife.town.people import draw

    sizes = {}
    town = 0
    for worlds in (1, 2):
        design = _design(regime, worlds, FULL)
        community = draw(design.town_tables, 1, 0)
        town = _bytes(community)
        sizes[worlds] = _bytes(empty_state(design.compiled.tables, community))
    world = sizes[2] - sizes[1]
    return {"regime": regime, "town": town / LANES, "shared": (sizes[1] - world) / LANES, "world": world / LANES}


def _bytes(arrays: Iterable[Any]) -> int:
    return sum(array.nbytes for array in arrays)


def _first(regime: str) -> float:
    """Seconds of the first run ever: a process of its own with an empty cache of machine code."""
    with tempfile.TemporaryDirectory(prefix="counterlife-") as folder:
        place = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"} | {"XDG_CACHE_HOME": folder}
        words = ["run", regime, "--people", str(LANES), "--years", "1", "--seeds", "1", "--out", str(Path(folder) / "run")]
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "counterlife", *words], env=place, check=True, capture_output=True)
        return time.perf_counter() - began


def peers() -> Path | None:
    """The program that compares the engine with other frameworks, where the sources are at hand."""
    program = kernels.HERE.parents[1] / "benchmarks" / "run.py"
    return program if program.is_file() else None
