"""Vivarium: a component with columns and a named stream of common random numbers, and observers of its results."""

from __future__ import annotations

import numpy as np
import pandas as pd
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report
from vivarium import Component, InteractiveContext
from vivarium.framework.engine import Builder
from vivarium.framework.event import Event
from vivarium.framework.population import SimulantData

PACKAGES = ("vivarium", "pandas", "numpy")
PAST = [f"past{place}" for place in range(TERM)]


class Points(Component):
    """Points for acts, and a list."""

    def __init__(self, report: Report, worth: tuple[int, ...]) -> None:
        super().__init__()
        self.report = report
        self.worth = worth
        self.month = 0

    def setup(self, builder: Builder) -> None:
        """Ask for the dice, and say what is kept of a person."""
        self.acts = [builder.randomness.get_stream(f"act{place}") for place in range(len(CHANCES))]
        self.register = builder.randomness.register_simulants
        builder.population.register_initializer(
            initializer=self.begin, columns=["number", "total", "score", "on_list", *PAST], required_resources=[]
        )

    def begin(self, new: SimulantData) -> None:
        """The beginning; people are told apart across scenarios by their number."""
        columns = {"number": np.arange(len(new.index)), "total": 0, "score": START, "on_list": False, **dict.fromkeys(PAST, 0)}
        town = pd.DataFrame(columns, index=new.index)
        self.register(town[["number"]])
        self.population_view.initialize(town)

    def on_time_step(self, event: Event) -> None:
        """Live one month."""
        past = PAST[self.month % TERM]
        town = self.population_view.get(event.index, ["total", "on_list", past])
        gained = pd.Series(0, index=event.index)
        for act, chance, worth in zip(self.acts, CHANCES, self.worth, strict=True):
            gained.loc[act.filter_for_probability(event.index, chance)] += worth
        total = town["total"] + gained - town[past]
        score = (START + total).clip(LEAST, MOST)
        below = score <= THRESHOLD
        after = pd.DataFrame({"total": total, "score": score, "on_list": below, past: gained})
        self.population_view.update(list(after), lambda _: after)
        self.report.listed.append(int(below.sum()))
        self.report.begun.append(int((below & ~town["on_list"]).sum()))
        if self.month % 12 == 11:
            self.report.points.append(int(score.sum()))
        self.month += 1


def run(people: int, seed: int, worth: tuple[int, ...] = POINTS) -> Report:
    """Live everybody through all months."""
    report = Report([], [], [])
    settings = {
        "population": {"population_size": people},
        "randomness": {"random_seed": seed, "key_columns": ["number"], "map_size": 10 * people},
        "time": {"start": {"year": 2014, "month": 1, "day": 1}, "step_size": 30},
    }
    InteractiveContext(components=[Points(report, worth)], configuration=settings, logging_verbosity=0).take_steps(MONTHS)
    return report


def run_twins(people: int, seed: int, other: tuple[int, ...]) -> tuple[Report, Report]:
    """Live everybody in two scenarios of one seed, which have common random numbers."""
    return run(people, seed), run(people, seed, other)
