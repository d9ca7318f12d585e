"""Numba: the loop over people as one would write it down, compiled, with NumPy's generator; threads share people out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("numba", "numpy")
THREADS = True


@numba.njit(nogil=True)
def live(rng: np.random.Generator, people: int) -> np.ndarray:
    """Live people through all months; returns the counts of each month."""
    counts = np.zeros((3, MONTHS), dtype=np.int64)
    total = np.zeros(people, dtype=np.int16)
    history = np.zeros((TERM, people), dtype=np.int16)
    on_list = np.zeros(people, dtype=np.bool_)
    for month in range(MONTHS):
        past = history[month % TERM]
        listed, begun, points = 0, 0, 0
        for person in range(people):
            gained = 0
            for act in range(len(CHANCES)):
                if rng.random() < CHANCES[act]:
                    gained += POINTS[act]
            total[person] += gained - past[person]
            past[person] = gained
            score = min(max(START + total[person], LEAST), MOST)
            below = score <= THRESHOLD
            listed += below
            begun += below and not on_list[person]
            points += score
            on_list[person] = below
        counts[0, month], counts[1, month], counts[2, month] = listed, begun, points
    return counts


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months."""
    generators = np.random.default_rng(seed).spawn(threads)
    with ThreadPoolExecutor(threads) as pool:
        listed, begun, points = sum(pool.map(lambda rng: live(rng, people // threads), generators)).tolist()
    return Report(listed, begun, points[11::12])
