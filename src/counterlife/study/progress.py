"""How far a run is: done, rate and time left, on standard error, and only where somebody looks on."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import Task, TaskID

PATIENCE: Final = 1.0
"""Seconds before anything is shown: what is over sooner needs no bar."""


class Progress(Protocol):
    """Told of person-months lived."""

    def start(self, total: int, done: int) -> None:
        """Work of ``total`` person-months begins, ``done`` of which were lived before."""
        ...

    def advance(self, amount: int) -> None:
        """So many person-months more."""
        ...

    def stop(self) -> None:
        """Nothing more will come."""
        ...

    def say(self, line: str) -> None:
        """Something that takes a while begins or has ended."""
        ...


class Quiet:
    """Shows nothing."""

    def start(self, total: int, done: int) -> None:
        """Do nothing."""

    def advance(self, amount: int) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""

    def say(self, line: str) -> None:
        """Do nothing."""


def pace(per_second: float) -> str:
    """A rate of person-months a second in a few characters."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if per_second >= size:
            return f"{per_second / size:.3g} {letter} person-months/s"
    return f"{per_second:.0f} person-months/s"


class Bar:
    """A bar on standard error, shown once the work has taken longer than ``PATIENCE``."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._began = time.monotonic()
        self._total = 0
        self._done = 0
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def say(self, line: str) -> None:
        """Print the line on standard error."""
        print(line, file=sys.stderr, flush=True)

    def start(self, total: int, done: int) -> None:
        """Remember how much there is to do."""
        self._total, self._done = total, done
        self._began = time.monotonic()
        self.advance(0)

    def advance(self, amount: int) -> None:
        """Count, and show the bar if it is time."""
        self._done += amount
        if self._bar is None and time.monotonic() - self._began > PATIENCE:
            self._show()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(pace(task.finished_speed or task.speed or 0.0), style="dim")

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            Rate(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(self._title, total=self._total, completed=self._done)
        self._bar.start()


def for_terminal(title: str) -> Progress:
    """A bar if standard error is a terminal, else nothing."""
    return Bar(title) if sys.stderr.isatty() else Quiet()
