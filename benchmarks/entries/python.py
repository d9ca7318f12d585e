"""Plain Python: a list of numbers a quantity, a loop over people within a loop over months."""

from __future__ import annotations

import random

from benchmarks.workload import CHANCES, LEAST, MONTHS, MOST, POINTS, START, TERM, THRESHOLD, Report

PACKAGES = ()


def run(people: int, seed: int) -> Report:
    """Live everybody through all months."""
    draw = random.Random(seed).random
    acts = list(zip(CHANCES, POINTS, strict=True))
    total = [0] * people
    on_list = [False] * people
    history = [[0] * people for _ in range(TERM)]
    listed, begun, points = [], [], []
    for month in range(MONTHS):
        past = history[month % TERM]
        listed.append(0)
        begun.append(0)
        points.append(0)
        for person in range(people):
            gained = 0
            for chance, worth in acts:
                if draw() < chance:
                    gained += worth
            total[person] += gained - past[person]
            past[person] = gained
            score = min(max(START + total[person], LEAST), MOST)
            below = score <= THRESHOLD
            listed[-1] += below
            begun[-1] += below and not on_list[person]
            points[-1] += score
            on_list[person] = below
    return Report(listed, begun, points[11::12])
