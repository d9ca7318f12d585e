"""salabim: a component for each person, which holds a month at a time."""

from __future__ import annotations

import random
from collections.abc import Generator

import salabim as sim
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("salabim",)
ACTS = list(zip(CHANCES, POINTS, strict=True))

sim.yieldless(False)


class Person(sim.Component):
    """Somebody with points."""

    def process(self) -> Generator[object, None, None]:
        """One life."""
        total, on_list, history = 0, False, [0] * TERM
        town = self.env
        for month in range(MONTHS):
            gained = 0
            for chance, worth in ACTS:
                if town.draw() < chance:
                    gained += worth
            total += gained - history[month % TERM]
            history[month % TERM] = gained
            score = min(max(START + total, LEAST), MOST)
            below = score <= THRESHOLD
            town.listed[month] += below
            town.begun[month] += below and not on_list
            town.points[month] += score
            on_list = below
            yield self.hold(1)


class Town(sim.Environment):
    """What all people share: the dice and the counts."""

    def setup(self, seed: int) -> None:
        """The beginning."""
        self.draw = random.Random(seed).random
        self.listed, self.begun, self.points = ([0] * MONTHS for _ in range(3))


def run(people: int, seed: int) -> Report:
    """Live everybody through all months."""
    town = Town(trace=False, seed=seed)
    for _ in range(people):
        Person()
    town.run()
    return Report(town.listed, town.begun, town.points[11::12])
