"""NumPy: an array a quantity, one generator, a loop over months."""

from __future__ import annotations

import numpy as np
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("numpy",)


def run(people: int, seed: int, points_of: tuple[int, ...] = POINTS) -> Report:
    """Live everybody through all months."""
    rng = np.random.default_rng(seed)
    chances = np.array(CHANCES, dtype=np.float32)[:, None]
    worth = np.array(points_of, dtype=np.int16)[:, None]
    draws = np.empty((len(POINTS), people), dtype=np.float32)
    total = np.zeros(people, dtype=np.int16)
    history = np.zeros((TERM, people), dtype=np.int16)
    on_list = np.zeros(people, dtype=bool)
    listed, begun, points = [], [], []
    for month in range(MONTHS):
        rng.random(out=draws, dtype=np.float32)
        gained = ((draws < chances) * worth).sum(axis=0, dtype=np.int16)
        past = history[month % TERM]
        total += gained
        total -= past
        past[:] = gained
        score = np.clip(START + total, LEAST, MOST)
        below = score <= THRESHOLD
        listed.append(int(np.count_nonzero(below)))
        begun.append(int(np.count_nonzero(below & ~on_list)))
        on_list = below
        if month % 12 == 11:
            points.append(int(score.sum(dtype=np.int64)))
    return Report(listed, begun, points)


def run_twins(people: int, seed: int, other: tuple[int, ...]) -> tuple[Report, Report]:
    """Live everybody twice, from the same seed: what is drawn hangs on nothing that happens."""
    return run(people, seed), run(people, seed, other)
