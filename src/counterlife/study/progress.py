"""How far a run is: done, rate and time left, on standard error.

Where somebody looks on, as a bar; elsewhere a line now and then, and only for runs of many minutes. A run of hours says so as soon as it
knows its rate.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress as RichProgress
    from rich.progress import Task, TaskID

PATIENCE: Final = 1.0
"""Seconds before anything is shown: what is over sooner needs no bar."""


PROBE: Final = 5.0
"""Seconds of work after which the rate is known well enough to speak of it."""

LONG: Final = 2 * 3600.0
"""Seconds left from which a run is said to be long."""

LINES_FROM: Final = 600.0
"""Seconds left from which a log gets lines, and between two of them."""


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


def duration(seconds: float) -> str:
    """A time to wait, in words: ``3.2 hours``."""
    for size, word in ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 1.5 * size:
            number = seconds / size
            return f"{number:.0f} {word}" if number >= 10 else f"{number:.1f} {word}"
    return f"{seconds:.0f} seconds"


class Clock:
    """Rate and time left of a run under way.

    The first piece of work is left out of the rate: it may compile, or wait for other processes to start.

    Parameters
    ----------
    now : callable
        Seconds, from any beginning.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.start(0, 0)

    def start(self, total: int, done: int) -> None:
        """Work of ``total`` person-months begins, ``done`` of which were lived before."""
        self.total, self.done = total, done
        self._began = self._now()
        self._since: float | None = None
        self._from = 0
        self._warned = False

    def advance(self, amount: int) -> None:
        """So many person-months more."""
        self.done += amount
        if self._since is None and amount:
            self._since, self._from = self._now(), self.done

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._now() - self._began

    @property
    def rate(self) -> float:
        """Person-months a second, 0 as long as nobody knows."""
        spent = 0.0 if self._since is None else self._now() - self._since
        return (self.done - self._from) / spent if spent > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left at this rate; None as long as nobody knows."""
        return (self.total - self.done) / self.rate if self.rate else None

    @property
    def known(self) -> bool:
        """Whether the rate has been seen for `PROBE` seconds."""
        return self._since is not None and self._now() - self._since >= PROBE and self.done > self._from

    def telling(self) -> str:
        """How far, how fast, how long still: ``12 % · 34.1 M person-months/s · 3.2 hours left at this rate``."""
        share = f"{100 * self.done / max(1, self.total):.3g} %"
        return share if self.left is None else f"{share} · {pace(self.rate)} · {duration(self.left)} left at this rate"

    def warning(self) -> str | None:
        """What to say, once, of a run that will take long."""
        if self._warned or not self.known:
            return None
        self._warned = True
        if self.left is None or self.left < LONG:
            return None
        return (
            f"this run takes long: {duration(self.left)} left at this rate ({pace(self.rate)}). Ctrl-C keeps what was lived, and the same "
            "command goes on from there; fewer --seeds or --people take less"
        )


class Log:
    """A line on standard error now and then, for runs of many minutes."""

    def __init__(self, title: str, clock: Clock | None = None) -> None:
        self._title = title
        self._clock = clock or Clock()
        self._next = 0.0

    def say(self, line: str) -> None:
        """Print the line on standard error."""
        print(line, file=sys.stderr, flush=True)

    def start(self, total: int, done: int) -> None:
        """Remember how much there is to do."""
        self._clock.start(total, done)
        self._next = 0.0

    def advance(self, amount: int) -> None:
        """Count, and print a line if it is time."""
        clock = self._clock
        clock.advance(amount)
        if warning := clock.warning():
            self.say(warning)
        if clock.known and clock.elapsed >= self._next and (self._next or (clock.left or 0.0) >= LINES_FROM):
            self.say(f"{self._title}: {clock.telling()}")
            self._next = clock.elapsed + LINES_FROM

    def stop(self) -> None:
        """Nothing more will come."""


class Bar:
    """A bar on standard error, shown once the work has taken longer than ``PATIENCE``."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._clock = Clock()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def say(self, line: str) -> None:
        """Print the line on standard error, above the bar."""
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False)
        else:
            print(line, file=sys.stderr, flush=True)

    def start(self, total: int, done: int) -> None:
        """Remember how much there is to do."""
        self._clock.start(total, done)

    def advance(self, amount: int) -> None:
        """Count, and show the bar if it is time."""
        self._clock.advance(amount)
        if warning := self._clock.warning():
            self.say(warning)
        if self._bar is None and self._clock.elapsed > PATIENCE:
            self._show()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._clock.done)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn
        from rich.text import Text

        clock = self._clock

        class Told(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(clock.telling(), style="dim")

        self._bar = Progress(TextColumn("{task.description}"), BarColumn(), Told(), console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(self._title, total=clock.total, completed=clock.done)
        self._bar.start()


def for_terminal(title: str) -> Progress:
    """A bar if standard error is a terminal, else lines now and then."""
    return Bar(title) if sys.stderr.isatty() else Log(title)
