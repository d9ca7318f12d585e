"""Mesa: a class of agents with a step, a model that lets all agents step, and a data collector."""

from __future__ import annotations

from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report
from mesa import Agent, DataCollector, Model

PACKAGES = ("mesa",)
ACTS = list(zip(CHANCES, POINTS, strict=True))


class Person(Agent):
    """Somebody with points."""

    def __init__(self, model: Town) -> None:
        super().__init__(model)
        self.total = 0
        self.score = START
        self.on_list = False
        self.began = False
        self.history = [0] * TERM

    def step(self) -> None:
        """Live one month."""
        draw, place = self.random.random, self.model.month % TERM
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


class Town(Model):
    """All people."""

    def __init__(self, people: int, seed: int) -> None:
        super().__init__(seed=seed)
        self.month = 0
        Person.create_agents(self, people)
        self.datacollector = DataCollector(
            {
                "listed": lambda model: sum(model.agents.get("on_list")),
                "begun": lambda model: sum(model.agents.get("began")),
                "points": lambda model: sum(model.agents.get("score")) if model.month % 12 == 11 else None,
            }
        )

    def step(self) -> None:
        """Live one month."""
        self.agents.do("step")
        self.datacollector.collect(self)
        self.month += 1


def run(people: int, seed: int) -> Report:
    """Live everybody through all months."""
    town = Town(people, seed)
    for _ in range(MONTHS):
        town.step()
    found = town.datacollector.model_vars
    return Report(found["listed"], found["begun"], [points for points in found["points"] if points is not None])
