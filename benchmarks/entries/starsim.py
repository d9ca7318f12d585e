"""Starsim: a module with states, six named Bernoulli distributions, a step, and results."""

from __future__ import annotations

import numpy as np
import starsim as ss
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("starsim", "numpy", "numba")

ss.options(verbose=0, warnings="print")


class Points(ss.Module):
    """Points for acts, and a list."""

    def __init__(self, worth: tuple[int, ...] = POINTS, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.worth = worth
        self.acts = [ss.bernoulli(p=chance, name=f"act{place}") for place, chance in enumerate(CHANCES)]
        self.define_states(
            ss.IntArr("total", default=0),
            ss.IntArr("score", default=START),
            ss.BoolState("on_list"),
            *(ss.IntArr(f"past{place}", default=0) for place in range(TERM)),
        )

    def init_results(self) -> None:
        """Declare what is reported beside those on the list, whom Starsim counts by itself."""
        super().init_results()
        self.define_results(ss.Result("begun", dtype=int), ss.Result("points", dtype=int))

    def step(self) -> None:
        """Live one month."""
        everybody = self.sim.people.auids
        gained = np.zeros(len(everybody), dtype=np.int64)
        for act, worth in zip(self.acts, self.worth, strict=True):
            gained[act.rvs(everybody)] += worth
        past = getattr(self, f"past{self.ti % TERM}")
        self.total[everybody] += gained - past[everybody]
        past[everybody] = gained
        self.score[everybody] = np.clip(START + self.total[everybody], LEAST, MOST)
        below = self.score[everybody] <= THRESHOLD
        self.results.begun[self.ti] = np.count_nonzero(below & ~self.on_list[everybody])
        self.on_list[everybody] = below
        if self.ti % 12 == 11:
            self.results.points[self.ti] = self.score[everybody].sum()


def run(people: int, seed: int, worth: tuple[int, ...] = POINTS, crn: bool = False) -> Report:
    """Live everybody through all months; one world alone does without common random numbers, which is faster."""
    ss.options.crn = crn
    sim = ss.Sim(n_agents=people, modules=Points(worth), dt=ss.months(1), start=0, dur=ss.months(MONTHS - 1), rand_seed=seed)
    sim.run()
    found = sim.results.points
    return Report(*([int(count) for count in found[name]] for name in ("n_on_list", "begun")), [int(sum_) for sum_ in found.points[11::12]])


def run_twins(people: int, seed: int, other: tuple[int, ...]) -> tuple[Report, Report]:
    """Live everybody in two worlds with common random numbers."""
    return run(people, seed, crn=True), run(people, seed, other, crn=True)
