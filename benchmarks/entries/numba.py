"""Numba: the loop over people as one would write it down, compiled; `run_threads` shares people out among threads."""

from __future__ import annotations

import numba
import numpy as np
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("numba", "numpy")
THREADS = True


@numba.njit
def live(people: int, listed: np.ndarray, begun: np.ndarray, points: np.ndarray) -> None:
    """Live people through all months, adding to the counts."""
    total = np.zeros(people, dtype=np.int16)
    history = np.zeros((TERM, people), dtype=np.int16)
    on_list = np.zeros(people, dtype=np.bool_)
    for month in range(MONTHS):
        past = history[month % TERM]
        for person in range(people):
            gained = 0
            for act in range(len(CHANCES)):
                if np.random.random() < CHANCES[act]:
                    gained += POINTS[act]
            total[person] += gained - past[person]
            past[person] = gained
            score = min(max(START + total[person], LEAST), MOST)
            below = score <= THRESHOLD
            listed[month] += below
            begun[month] += below and not on_list[person]
            points[month] += score
            on_list[person] = below


@numba.njit
def live_seeded(seed: int, people: int, counts: np.ndarray) -> None:
    """The same, with the generator of this thread seeded."""
    np.random.seed(seed)
    live(people, counts[0], counts[1], counts[2])


@numba.njit(parallel=True)
def live_shared(seed: int, people: int, counts: np.ndarray) -> None:
    """The same, with equal parts of the people in threads of their own."""
    threads = counts.shape[0]
    for thread in numba.prange(threads):
        live_seeded(seed * threads + thread, people // threads, counts[thread])


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months."""
    counts = np.zeros((threads, 3, MONTHS), dtype=np.int64)
    if threads == 1:
        live_seeded(seed, people, counts[0])
    else:
        live_shared(seed, people, counts)
    listed, begun, points = counts.sum(axis=0).tolist()
    return Report(listed, begun, points[11::12])
