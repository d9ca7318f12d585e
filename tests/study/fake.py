"""A stand-in for the engine: counts that are a pure function of seed and community, in the engine's layout but small."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np

from counterlife.luck import COMMUNITY, words
from counterlife.study.layout import Layout
from counterlife.study.work import Counts, SeedSum

LAYOUT = Layout(
    axes={"flow": ("world", "month", "group", "field"), "list_": ("world", "list", "month", "field"), "pair": ("pair", "month", "field")},
    labels={"world": ["r", "none"], "pair": ["r|none"], "group": ["a", "b"], "list": ["late", "early"]},
    fields={"flow": ["acts", "records"], "list_": ["entries"], "pair": ["withheld"]},
)
SHAPES = {"flow": (2, 3, 2, 2), "list_": (2, 2, 3, 1), "pair": (1, 3, 1)}


def community(seed: int, number: int) -> Counts:
    """The counts of one community; a third of the cells are zero."""
    counts = {}
    for code, (name, shape) in enumerate(SHAPES.items()):
        size = int(np.prod(shape))
        cells = [words(seed, COMMUNITY, number, 0, 0, code, index)[0] % 1000 for index in range(size)]
        counts[name] = np.array([cell if cell % 3 else 0 for cell in cells], dtype=np.int64).reshape(shape)
    return counts


def live(seed: int, first: int, last: int) -> Counts:
    """The summed counts of communities first … last - 1."""
    total = SeedSum(seed, np.zeros(last, dtype=np.bool_))
    for number in range(first, last):
        total.take(number, number + 1, community(seed, number))
    return total.counts


class Breaks:
    """Lives like `live`, but the user presses Ctrl-C once so many units have been asked for."""

    def __init__(self, after: int) -> None:
        self._left = after
        self._lock = threading.Lock()

    def __call__(self, seed: int, first: int, last: int) -> Counts:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                raise KeyboardInterrupt
        time.sleep(0.001)
        return live(seed, first, last)


class Kills:
    """Lives like `live`, but the process is killed at the first so many tries to live a certain community."""

    def __init__(self, folder: Path, community: int, times: int) -> None:
        self._folder, self._community, self._times = folder, community, times

    def __call__(self, seed: int, first: int, last: int) -> Counts:
        if first <= self._community < last:
            tries = len(list(self._folder.iterdir()))
            if tries < self._times:
                (self._folder / f"{tries}").touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return live(seed, first, last)


class Slow:
    """Lives like `live`, and takes its time; says in a folder which processes do, and waits there until so many do."""

    def __init__(self, folder: Path, seconds: float, together: int = 1) -> None:
        self._folder, self._seconds, self._together = folder, seconds, together

    def __call__(self, seed: int, first: int, last: int) -> Counts:
        (self._folder / f"{os.getpid()}").touch()
        for _ in range(2400):  # two minutes: on a busy machine one worker can begin when another could have done everything
            if len(list(self._folder.iterdir())) >= self._together:
                break
            time.sleep(0.05)
        time.sleep(self._seconds)
        return live(seed, first, last)
