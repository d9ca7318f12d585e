"""agentpy: a class of agents with a step, a list of agents that is told to step, and records."""

from __future__ import annotations

import agentpy as ap
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("agentpy",)
ACTS = list(zip(CHANCES, POINTS, strict=True))


class Person(ap.Agent):
    """Somebody with points."""

    def setup(self) -> None:
        """The beginning."""
        self.total = 0
        self.score = START
        self.on_list = False
        self.began = False
        self.history = [0] * TERM

    def live(self) -> None:
        """Live one month."""
        draw, place = self.model.random.random, (self.model.t - 1) % TERM
        gained = 0
        for chance, worth in ACTS:
            if draw() < chance:
                gained += worth
        self.total += gained - self.history[place]
        self.history[place] = gained
        self.score = min(max(START + self.total, LEAST), MOST)
        below = self.score <= THRESHOLD
        self.began = below and not self.on_list
        self.on_list = below


class Town(ap.Model):
    """All people."""

    def setup(self) -> None:
        """The beginning."""
        self.people = ap.AgentList(self, self.p.people, Person)

    def step(self) -> None:
        """Live one month."""
        self.people.live()

    def update(self) -> None:
        """Record the month."""
        if self.t == 0:
            return
        self.record("listed", sum(self.people.on_list))
        self.record("begun", sum(self.people.began))
        if self.t % 12 == 0:
            self.record("points", sum(self.people.score))


def run(people: int, seed: int) -> Report:
    """Live everybody through all months."""
    found = Town({"people": people, "steps": MONTHS, "seed": seed}).run(display=False).variables.Town
    return Report(*([int(value) for value in found[name].dropna()] for name in ("listed", "begun", "points")))
