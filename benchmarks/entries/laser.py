"""LASER: a frame of properties, components with a step, their loops compiled by Numba and shared out among threads."""

from __future__ import annotations

import numba as nb
import numpy as np
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report
from laser.core import LaserFrame
from laser.core.random import seed as seed_random

PACKAGES = ("laser-core", "numba", "numpy")
THREADS = True


@nb.njit(parallel=True, nogil=True, cache=True)
def act_all(count: int, month: int, total: np.ndarray, history: np.ndarray) -> None:
    """Draw the month's acts of all agents."""
    past = history[month % TERM]
    for agent in nb.prange(count):
        gained = 0
        for act in range(len(CHANCES)):
            if np.random.random() < CHANCES[act]:
                gained += POINTS[act]
        total[agent] += gained - past[agent]
        past[agent] = gained


@nb.njit(parallel=True, nogil=True, cache=True)
def list_all(count: int, total: np.ndarray, score: np.ndarray, on_list: np.ndarray) -> tuple[int, int, int]:
    """Read all agents' scores, bring the list in line, and count."""
    listed, begun, points = 0, 0, 0
    for agent in nb.prange(count):
        score[agent] = min(max(START + total[agent], LEAST), MOST)
        below = score[agent] <= THRESHOLD
        listed += below
        begun += below and on_list[agent] == 0
        points += score[agent]
        on_list[agent] = below
    return listed, begun, points


class Acts:
    """The component of what people do."""

    def __init__(self, model: Model) -> None:
        self.model = model
        model.people.add_scalar_property("total", dtype=np.int16)
        model.people.add_vector_property("history", TERM, dtype=np.int16)

    def step(self, tick: int) -> None:
        """One month."""
        people = self.model.people
        act_all(people.count, tick, people.total, people.history)


class List:
    """The component of scores and the list."""

    def __init__(self, model: Model) -> None:
        self.model = model
        model.people.add_scalar_property("score", dtype=np.int16, default=START)
        model.people.add_scalar_property("on_list", dtype=np.uint8)
        model.results.add_vector_property("counts", MONTHS, dtype=np.int64)

    def step(self, tick: int) -> None:
        """One month."""
        people = self.model.people
        self.model.results.counts[tick] = list_all(people.count, people.total, people.score, people.on_list)


class Model:
    """A frame of people, and what happens to them each tick."""

    def __init__(self, people: int, seed: int) -> None:
        seed_random(seed)
        self.people = LaserFrame(people, people)
        self.results = LaserFrame(3, 3)
        self.components = [Acts(self), List(self)]

    def run(self) -> None:
        """All months."""
        for tick in range(MONTHS):
            for component in self.components:
                component.step(tick)


def run(people: int, seed: int, threads: int = 1) -> Report:
    """Live everybody through all months."""
    nb.set_num_threads(threads)
    model = Model(people, seed)
    model.run()
    listed, begun, points = model.results.counts.T.tolist()
    return Report(listed, begun, points[11::12])
