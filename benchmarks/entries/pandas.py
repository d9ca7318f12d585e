"""pandas: a data frame of people, a column a quantity."""

from __future__ import annotations

import numpy as np
import pandas as pd
from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ("pandas", "numpy")


def run(people: int, seed: int) -> Report:
    """Live everybody through all months."""
    rng = np.random.default_rng(seed)
    town = pd.DataFrame({"total": 0, "score": START, "on_list": False}, index=pd.RangeIndex(people))
    history = pd.DataFrame(0, index=town.index, columns=range(TERM))
    listed, begun, points = [], [], []
    for month in range(MONTHS):
        acts = pd.DataFrame(rng.random((people, len(CHANCES))) < CHANCES)
        gained = acts.dot(pd.Series(POINTS))
        town["total"] += gained - history[month % TERM]
        history[month % TERM] = gained
        town["score"] = (START + town["total"]).clip(LEAST, MOST)
        below = town["score"] <= THRESHOLD
        listed.append(int(below.sum()))
        begun.append(int((below & ~town["on_list"]).sum()))
        town["on_list"] = below
        if month % 12 == 11:
            points.append(int(town["score"].sum()))
    return Report(listed, begun, points)
