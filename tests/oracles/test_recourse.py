"""Oracles of being seen and of being heard: base rates, false matches, appeals, and courts with a queue."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.oracles.runs import month, near, near_ratio, oracle, rules

from counterlife.life.tally import LIST
from counterlife.words import CAUSES

RATE = "acts.court.unperformed-order.rate"


@pytest.mark.parametrize(
    ("share", "caught", "alarm", "right"),
    [
        (1e-4, 0.9, 0.01, 0.008921),
        (1e-3, 0.9, 0.01, 0.082645),
        (1e-2, 0.9, 0.01, 0.476190),
        (0.01, 0.95, 0.05, 0.161017),
        (0.001, 0.99, 0.001, 0.497738),
    ],
)
def test_screening(share: float, caught: float, alarm: float, right: float) -> None:
    """PPV = pt / (pt + (1-p) f): of those on file, few did it where few do it."""
    positive = share * caught / (share * caught + (1 - share) * alarm)
    assert positive == pytest.approx(right, abs=1e-6)
    sets = (f"channels.informants.catches={caught}", f"channels.informants.false-reports.rate={month((1 - share) * alarm)}")
    made = oracle(rules("screening", *sets), town="orders", months=60, town_sets=(f"{RATE}={month(share)}",))
    tallies = made.tallies(60)
    right_ones, reported = (made.flow(tallies, "records", CAUSES.index(cause)).sum(axis=1) for cause in ("earned", "false-report"))
    near_ratio(f"screening {share:g}, {caught:g}, {alarm:g}", right_ones, right_ones + reported, positive)
    assert [tally.seen[..., :3].sum() for tally in tallies] == (right_ones + reported).tolist()


@pytest.mark.parametrize(("rate", "positive"), [(1e-6, 0.001998), (1e-5, 0.019801), (1e-4, 0.181277)])
def test_one_to_many_matching(rate: float, positive: float) -> None:
    """A gallery of N at a false match rate: 1 - (1-FMR)^N. Here the gallery is folded into the number of those mistaken.

    Whom the act is pinned on is drawn from all adults; drawn upon the actor, it stays with the actor.
    """
    false = -math.expm1(2000 * math.log1p(-rate))
    assert false == pytest.approx(positive, abs=1e-6)
    made = oracle(
        rules("matching", f"channels.cameras.mistaken-person={false:.12f}"), town="orders", months=24, town_sets=(f"{RATE}={month(0.2)}",)
    )
    own, other, never = np.array([tally.seen[0, 0].sum(axis=0)[:3] for tally in made.tallies(40)]).T
    n = made.town.persons
    near_ratio(f"matching {rate:g}", other, own + other, false * (n - 1) / n)
    assert not never.any()


def test_appeals() -> None:
    """Success seen in court is .468421, and .16 of the errors are cured: neither says how many there are."""
    made = oracle(rules("appeals"), town="orders", months=240, town_sets=(f"{RATE}={month(0.01)}",))
    tallies = made.tallies(60)
    filed, won = (sum(made.flow(tallies, name, side).sum(axis=1) for side in (0, 1)) for name in ("appeals-filed", "appeals-won"))
    entries = made.of_list(tallies, "defaulters", "entries", None).sum(axis=1)
    wrong = made.of_list(tallies, "defaulters", "entries", CAUSES.index("false-attribution")).sum(axis=1)
    near_ratio("appeals: wrong listings", wrong, entries, 0.1)
    near_ratio("appeals: success seen", won[:], filed, 0.468421)
    near_ratio("appeals: errors cured", made.flow(tallies, "appeals-won", 0).sum(axis=1), wrong, 0.16)


def test_overload() -> None:
    """800 objections in and 74 decided a quarter: the backlog grows by 726 a quarter. What is decided is exact."""
    made = oracle(
        rules("overload"), town="orders", months=12, town_sets=("community=10000 persons", f"{RATE}={month(1 - 0.92 ** (1 / 3))}")
    )
    tallies = made.tallies(40)
    filed, lost = (quarters(made.flow(tallies, name, 1)) for name in ("appeals-filed", "appeals-lost"))
    waiting = made.flow(tallies, "appeals-waiting")[:, 2::3]
    near("overload: objections a quarter", filed.mean(axis=1), 800)
    # Nobody can be heard in the first month, and whole cases that a court has free then lapse: 24 of the 74.
    assert (lost == [50, 74, 74, 74]).all()
    assert (waiting == (filed - lost).cumsum(axis=1)).all()
    near("overload: growth of the backlog a quarter", np.diff(waiting, axis=1).mean(axis=1), 726)


def quarters(months: np.ndarray) -> np.ndarray:
    """Sums of three months."""
    return np.asarray(months.reshape(len(months), -1, 3).sum(axis=2))


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_court_queue(load: float) -> None:
    """The queue of a court that decides one case a month, by its exact chain; with ever more people it waits as M/D/1: 2 months at .8."""
    people, months = 1000, 1200
    made = oracle(rules("court"), town="orders", months=months, town_sets=(f"{RATE}={month(load / people)}",))
    waiting = made.flow(made.tallies(40), "appeals-waiting")
    queue, entered = stationary(people, load / people)
    near(f"court, load {load}: cases waiting", waiting[:, 240:].mean(axis=1), queue)
    limit = [load + load**2 / (2 * (1 - load)), load]
    assert [queue, entered] == pytest.approx(limit, rel=0.03)
    assert limit[0] / load - 1 == pytest.approx({0.5: 0.5, 0.8: 2.0}[load]), "a month for the court, the rest in the queue"


def stationary(people: int, p: float) -> tuple[float, float]:
    """Mean cases waiting at a month's end, and mean entries a month, where those who wait cannot enter again.

    A case filed in a month can be decided from the next, one a month: from q waiting, q' = max(q - 1, 0) + Binomial(people - q, p).
    """
    most = 120
    step = np.zeros((most, most))
    for q in range(most):
        free = people - q
        enter = [math.comb(free, k) * p**k * (1 - p) ** (free - k) for k in range(12)]
        for k, weight in enumerate(enter):
            step[q, min(max(q - 1, 0) + k, most - 1)] += weight
    share = np.full(most, 1 / most)
    for _ in range(14):
        step = step @ step
    share = share @ step / (share @ step).sum()
    places = np.arange(most)
    return float(share @ places), float(share @ (people - places) * p)


def test_lists_count_by_cause() -> None:
    """The entries of all causes that the tests above add up are those of the list."""
    assert LIST["exits"] - LIST["entries"] == len(CAUSES)
