"""One entry with one number of threads: the process it lives in, and what was measured of it."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from benchmarks.peers import HERE, Peer, SetUpError, own_environment
from benchmarks.workload import MILDER, MONTHS, POINTS, TOLERANCE, Report, pooled, worst

SPACING = 1000
"""Seeds of repeats lie so far apart: some frameworks give their threads the seeds that follow the one they are told."""


@dataclass
class Runner:
    """One entry with one number of threads.

    Attributes
    ----------
    twins : bool
        Whether it lives two worlds over common luck instead of one.
    trouble : str
        Why there is no figure to go by, if there is none.
    importing, first, warm_up : float
        Seconds: of importing, from the start of the process to the first result, of the first run with whatever it compiles.
    seconds, processor : list of float
        Of each repeat: by the clock, and of the processor.
    reports : list of list of Report
        Of each repeat, one for each world.
    """

    peer: Peer
    threads: int
    people: int
    twins: bool = False
    trouble: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    importing: float = 0.0
    first: float = 0.0
    warm_up: float = 0.0
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    reports: list[list[Report]] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    _errors: IO[str] | None = None

    @property
    def title(self) -> str:
        """What it is, in words."""
        return f"{self.peer.title}, {self.threads} thread{'s' if self.threads > 1 else ''}{', two worlds' if self.twins else ''}"

    def start(self, environments: Path) -> None:
        """Set its environment up, begin its process, and run it once; twins under equal rules, which must not differ."""
        try:
            python = self.peer.interpreter(environments)
        except SetUpError as error:
            self.trouble = f"can't be installed: {error}"
            return
        command = [str(python), "-W", "ignore", str(HERE / "worker.py"), self.peer.name, str(self.threads)]
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed by `stop`)
        began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True, env=own_environment(self.threads)
        )
        if (hello := self._hear()) is None:
            return
        self.importing, self.versions = hello["importing"], hello["versions"]
        if (answer := self._ask(0, POINTS)) is not None:
            self.first, self.warm_up = time.perf_counter() - began, answer["seconds"]
            if any(report != answer["reports"][0] for report in answer["reports"]):
                self.trouble = "disagrees: its twins differ under equal rules"

    def repeat(self, seed: int) -> None:
        """Run it once more, and keep what it says."""
        if (answer := self._ask(SPACING * seed, MILDER)) is not None:
            self.seconds.append(answer["seconds"])
            self.processor.append(answer["processor"])
            self.reports.append([Report(**report) for report in answer["reports"]])

    def _ask(self, seed: int, other: tuple[int, ...]) -> dict[str, Any] | None:
        """Have it live its people."""
        if self._process is None or self._process.stdin is None:
            return None
        asked = {"people": self.people, "seed": seed, "other": other if self.twins else None}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any] | None:
        """Its next answer; none if it has died, and then why."""
        if self._process is None or self._process.stdout is None or self._errors is None:
            return None
        line = self._process.stdout.readline()
        if line:
            return dict(json.loads(line))
        self._process.communicate()
        self._process = None
        self._errors.seek(0)
        said = self._errors.read().strip().splitlines()
        self.trouble = f"failed: {said[-1] if said else 'no answer'}"
        return None

    def stop(self) -> None:
        """End its process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None
        if self._errors is not None:
            self._errors.close()

    @property
    def person_months(self) -> int:
        """What one run lives, in all worlds."""
        return self.people * MONTHS * (2 if self.twins else 1)

    def _furthest(self) -> tuple[float, str]:
        """Of all worlds and figures the one furthest off, by how many standard errors, and which."""
        people = self.people * len(self.reports)
        worlds = zip(*self.reports, strict=True)
        return max(worst(pooled(list(world)), people, points) for world, points in zip(worlds, (POINTS, MILDER), strict=False))

    def result(self) -> dict[str, Any]:
        """What was measured, as one plain object."""
        about = {
            "name": self.peer.name, "title": self.peer.title, "threads": self.threads, "worlds": 2 if self.twins else 1,
            "people": self.people, "lines": self.peer.lines(), "versions": self.versions, "trouble": self.trouble,
        }  # fmt: skip
        if self.trouble or not self.seconds:
            return about
        rates = sorted(self.person_months / each for each in self.seconds)
        off, figure = self._furthest()
        if off > TOLERANCE:
            about["trouble"] = f"disagrees: {figure} lies {off:.1f} standard errors off"
        return about | {
            "rate": statistics.median(rates), "lowest": rates[0], "highest": rates[-1], "repeats": len(rates),
            "busy": sum(self.processor) / sum(self.seconds), "importing": self.importing, "warm_up": self.warm_up, "first": self.first,
            "off": off, "figure": figure,
        }  # fmt: skip
