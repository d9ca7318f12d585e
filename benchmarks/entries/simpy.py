"""SimPy: a process for each person, which waits a month at a time."""

from __future__ import annotations

import random
from collections.abc import Generator

import simpy
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("simpy",)
ACTS = list(zip(CHANCES, POINTS, strict=True))


class Town:
    """What all people share: the dice and the counts."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed).random
        self.listed, self.begun, self.points = ([0] * MONTHS for _ in range(3))

    def person(self, env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        """One life."""
        total, on_list, history = 0, False, [0] * TERM
        while True:
            month = int(env.now)
            gained = 0
            for chance, worth in ACTS:
                if self.draw() < chance:
                    gained += worth
            total += gained - history[month % TERM]
            history[month % TERM] = gained
            score = min(max(START + total, LEAST), MOST)
            below = score <= THRESHOLD
            self.listed[month] += below
            self.begun[month] += below and not on_list
            self.points[month] += score
            on_list = below
            yield env.timeout(1)


def run(people: int, seed: int) -> Report:
    """Live everybody through all months."""
    env, town = simpy.Environment(), Town(seed)
    for _ in range(people):
        env.process(town.person(env))
    env.run(until=MONTHS)
    return Report(town.listed, town.begun, town.points[11::12])
