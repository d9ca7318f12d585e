"""A stand-in for the engine: counts that are a pure function of seed and community, in the engine's layout but small."""

from __future__ import annotations

import threading
import time

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
