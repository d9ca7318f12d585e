"""The numbers of the declaration, and what comes out of them in closed form. Needs nothing but Python.

`DECLARATION.md` states the workload in words; every entry takes its numbers from here.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cache

FACTOR = float(os.environ.get("BENCHMARK_RATES", "1"))
"""How many times as often as declared people act; 1 unless `run.py --rates` says otherwise."""
RATES = tuple(rate * FACTOR for rate in (0.10, 0.12, 0.15, 0.25, 0.25, 0.13))
"""How often a person does each of the six acts, a year; once in all."""
POINTS = (-5, -10, -8, -3, 2, 5)
"""What each act brings."""
MILDER = (-5, -10, -4, -3, 2, 5)
"""What each act brings in the other world of the twins: the third costs half as much."""
CHANCES = tuple(-math.expm1(-rate / 12) for rate in RATES)
"""The probability of each act in a month: 1 - exp(-rate / 12)."""
START, LEAST, MOST = 100, 0, 105
THRESHOLD = 80
"""Whoever has so many points or fewer is on the list."""
TERM = 24
"""Months for which points count: that of the act and the 23 after it."""
MONTHS = 120


@dataclass(frozen=True)
class Report:
    """What an entry reports: integers, summed over persons.

    Attributes
    ----------
    listed : list of int
        Persons on the list, in each month.
    begun : list of int
        Persons on the list who were not on it the month before, in each month.
    points : list of int
        The sum of all scores at the end of each year.
    """

    listed: list[int]
    begun: list[int]
    points: list[int]


@dataclass(frozen=True)
class Figure:
    """One figure that entries must agree on.

    Attributes
    ----------
    name : str
        What, and in which month (the first is 1).
    mean, sd : float
        Expected value and standard deviation, of one person; the means of people have a normal law where enough are counted.
    """

    name: str
    mean: float
    sd: float

    def off(self, value: float, people: int) -> float:
        """By how many standard errors a mean over so many people lies off."""
        return abs(value - self.mean) * math.sqrt(people) / self.sd


CHECKED = (6, 12, 24, 25, 36, 60, 120)
"""Months, counted from 1, whose figures are checked."""
TOLERANCE = 4.0
"""Standard errors by which any figure may be off."""
FEWEST = 20
"""Counts of which fewer are expected are not checked."""

Law = dict[int, float]
"""Probabilities of whole numbers."""


def add(one: Law, other: Law) -> Law:
    """The law of the sum of two independent numbers."""
    total: Law = {}
    for x, p in one.items():
        for y, q in other.items():
            total[x + y] = total.get(x + y, 0.0) + p * q
    return total


def month_law(points: tuple[int, ...] = POINTS) -> Law:
    """The law of the points that one month brings."""
    law: Law = {0: 1.0}
    for chance, worth in zip(CHANCES, points, strict=True):
        law = add(law, {0: 1 - chance, worth: chance})
    return law


@cache
def figures(points: tuple[int, ...] = POINTS) -> list[Figure]:
    """Every figure that is checked, in closed form.

    The points that count are a sum of independent months, so their law is that of a month, convolved with itself. A listing begins in month
    t if the points of the 23 months before it, with month t, reach the threshold, and with what has just ceased to count did not.
    """
    month = month_law(points)
    laws: list[Law] = [{0: 1.0}]
    for _ in range(TERM):
        laws.append(add(laws[-1], month))
    found = []
    for t in CHECKED:
        before, law = laws[min(t, TERM) - 1], laws[min(t, TERM)]
        listed = sum(p for total, p in law.items() if clamp(total) <= THRESHOLD)
        begun = sum(
            p * under(total, month) * (1 - (under(total, month) if t > TERM else under(total, {0: 1.0}))) for total, p in before.items()
        )
        found.append(Figure(f"listed, month {t}", listed, math.sqrt(listed * (1 - listed))))
        found.append(Figure(f"begun, month {t}", begun, math.sqrt(begun * (1 - begun))))
        if t % 12 == 0:
            mean = sum(p * clamp(total) for total, p in law.items())
            square = sum(p * clamp(total) ** 2 for total, p in law.items())
            found.append(Figure(f"mean score, month {t}", mean, math.sqrt(square - mean**2)))
    return found


def under(total: int, law: Law) -> float:
    """The probability that a total, with one month's points more, lies at the threshold or below."""
    return sum(p for points, p in law.items() if clamp(total + points) <= THRESHOLD)


def clamp(total: int) -> int:
    """The score of somebody whose points that count add up to a total."""
    return min(max(START + total, LEAST), MOST)


def values(report: Report, people: int) -> list[float]:
    """What an entry found, in the order of `figures`: means over persons."""
    found = []
    for t in CHECKED:
        found.append(report.listed[t - 1] / people)
        found.append(report.begun[t - 1] / people)
        if t % 12 == 0:
            found.append(report.points[t // 12 - 1] / people)
    return found


def worst(report: Report, people: int, points: tuple[int, ...] = POINTS) -> tuple[float, str]:
    """The figure that lies furthest off its closed form: by how many standard errors, and which."""
    if (len(report.listed), len(report.begun), len(report.points)) != (MONTHS, MONTHS, MONTHS // 12):
        return math.inf, "a report of another length"
    pairs = zip(figures(points), values(report, people), strict=True)
    return max((figure.off(value, people), figure.name) for figure, value in pairs if figure.mean * people >= FEWEST)


def pooled(reports: list[Report]) -> Report:
    """Several reports as one, of all their people."""
    columns = (zip(*counts, strict=True) for counts in zip(*((each.listed, each.begun, each.points) for each in reports), strict=True))
    return Report(*([sum(values) for values in column] for column in columns))
