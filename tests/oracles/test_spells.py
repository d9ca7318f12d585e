"""Oracles of time: how long until something happens, how long it lasts, how often it has happened."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.oracles.runs import chance, month, near, near_ratio, oracle, rules

from counterlife import luck
from counterlife.town.tables import Q_FRAILTY


@pytest.mark.parametrize(("p", "q", "communities"), [(0.002769, 0.286448, 200), (0.3, 1.2, 40)])
def test_two_state_listing(p: float, q: float, communities: int) -> None:
    """The listed share tends to p/(p+q), and is on its way there at the pace 1 - p - q of a month."""
    months, p, q = 480, p / 12, q / 12
    sets = (f"recourse.repair.granted={month(q)}", f"acts.court.unperformed-order.rate={month(p)}")
    made = oracle(rules("two-state", sets[0]), town="orders", months=months, town_sets=sets[1:])
    stock = made.of_list(made.tallies(communities), "defaulters", "stock") / made.town.persons
    share = p / (p + q)
    if communities == 200:
        assert share == pytest.approx(0.009575, abs=1e-6)
        asked = oracle(rules("two-state"), town="orders", months=months)
        assert all(np.array_equal(ours, theirs) for ours, theirs in zip(asked.tables, made.tables, strict=True)), "the file says the same"
    near("two-state listing, last 20 years", stock[:, 240:].mean(axis=1), share * (1 - decay(p, q, 240, months)))
    near("two-state listing, first 5 years", stock[:, :60].mean(axis=1), share * (1 - decay(p, q, 0, 60)))


def decay(p: float, q: float, first: int, last: int) -> float:
    """How much of the way to the stationary share is left, on average over months; month 0 is one step on."""
    return float(np.mean((1 - p - q) ** np.arange(first + 1, last + 1)))


@pytest.mark.parametrize(("hazard", "reach", "mean"), [(0.1, 0.818731, 1.8127), (0.3, 0.548812, 1.5040)])
def test_fixed_term_with_early_exit(hazard: float, reach: float, mean: float) -> None:
    """In whole months: one chance to leave in the month of listing and in each of the 23 after it, so e^(-hT) is met exactly.

    The mean stay, E[min(T, Exp(h))] in continuous time, is the sum of (1-q)^j over j = 1 to 24 months.
    """
    term, stay = 24, 1 - chance(hazard / 12)
    made = oracle(rules("fixed-term", f"recourse.repair.granted={hazard} per person-year"), town="orders-once", months=term + 1)
    tallies = made.tallies(100)
    early, late = made.spells(tallies, "listing", "repaired"), made.spells(tallies, "listing", "expired")
    entered = made.of_list(tallies, "defaulters", "entries")[:, 0]
    assert (early.sum(axis=1) + late.sum(axis=1) == entered).all()
    assert late[:, term].sum() == late.sum()
    assert early[:, term:].sum() == 0
    assert stay**term == pytest.approx(reach, abs=1e-6)
    near_ratio(f"fixed term, h={hazard}: share reaching it", late.sum(axis=1), entered, stay**term)
    months = sum(stay**j for j in range(1, term + 1))
    assert months / 12 == pytest.approx(mean, abs=hazard / 12), "continuous time is within half a month of hazard"
    stock = made.of_list(tallies, "defaulters", "stock").sum(axis=1)
    near_ratio(f"fixed term, h={hazard}: mean stay in months", stock, entered, months)


@pytest.mark.parametrize("drawn", ["rare", "everyday"])
def test_rare_events(drawn: str) -> None:
    """Gaps are geometric, totals binomial, however the act is drawn."""
    p, months, many = 0.01, 1200, 40
    sets = (f"acts.court.unperformed-order.rate={month(p)}", f"acts.court.unperformed-order.drawn={drawn}")
    made = oracle(rules("rare-events"), town="orders", months=months, town_sets=sets)
    tallies, persons = made.tallies(many), made.town.persons
    first = made.of_list(tallies, "ever", "entries")
    assert first.sum() >= many * persons - 3, "hardly anybody waits a hundred years"
    wait = np.arange(1, months + 1)
    near_ratio("rare events: mean gap", (first * wait).sum(axis=1), first.sum(axis=1), 1 / p)
    spread = (1 - p) / p**2
    assert math.sqrt(spread) == pytest.approx(99.4987, abs=1e-4)
    near_ratio("rare events: variance of the gap", (first * (wait - 1 / p) ** 2).sum(axis=1), first.sum(axis=1), spread)
    near_ratio("rare events: P(T>12), first", first[:, 12:].sum(axis=1), np.full(many, persons), (1 - p) ** 12)
    entries, renewed = (made.of_list(tallies, "lately", name)[:, 12:].sum(axis=1) for name in ("entries", "renewed"))
    assert (1 - p) ** 12 == pytest.approx(0.886385, abs=1e-6)
    near_ratio("rare events: P(T>12), any", entries, entries + renewed, (1 - p) ** 12)
    acts = made.flow(tallies, "acts")
    near("rare events: acts a month", acts.mean(axis=1), persons * p)
    near("rare events: their variance", acts.var(axis=1, ddof=1), persons * p * (1 - p))
    total = np.array([tally.band[0, made.names.schemes.index("total"), :, 0] for tally in tallies])
    for years in (1, 10, 40):
        for k in range(7):
            n = 12 * years
            binomial = math.comb(n, k) * p**k * (1 - p) ** (n - k)
            if binomial > 0.005:
                near(f"rare events: {k} acts in {years} years", total[:, years - 1, 7 - k] / persons, binomial)


@pytest.mark.parametrize(("shape", "quiet"), [("0.5", 0.408248), ("none", 0.082085)])
def test_frailty(shape: str, quiet: float) -> None:
    """Nobody acts in 5 years at 0.5 a year: (1 + rT/k)^-k, and e^(-rT) without frailty."""
    sets = ("acts.court.unperformed-order.rate=0.5 per person-year", f"frailty={{violation: {shape}}}")
    made = oracle(rules("rare-events"), town="orders", months=60, town_sets=sets)
    bins = np.exp(-2.5 * made.town.quantile[Q_FRAILTY] / 65536).mean()
    assert bins == pytest.approx(quiet, abs=2e-4), "the table of the gamma distribution"
    entered = made.of_list(made.tallies(100), "ever", "entries").sum(axis=1)
    near(f"frailty {shape}: no act in 5 years", 1 - entered / made.town.persons, float(bins))


def test_learning_of_a_listing_at_the_counter() -> None:
    """Of those who ask for flights and trains at 0.174 a month, (1 + 24 x 0.174 / k)^-k do not know after 24 months."""
    for shape, unaware in (("0.5", 0.3270), ("none", 0.0154)):
        made = oracle(rules("learning"), town="orders-once", months=25, town_sets=(f"frailty={{demand: {shape}}}",))
        tallies = made.tallies(100)
        entered = made.of_list(tallies, "defaulters", "entries")[:, 0]
        near_ratio(
            f"learning, frailty {shape}: unaware after 24 months", made.of_list(tallies, "defaulters", "unaware")[:, -1], entered, unaware
        )


def test_luck_of_a_month_is_exact() -> None:
    """The thresholds behind these chances are those of 1 - exp(-rate), to within 1.1e-8."""
    for rate in (0.000230776628, 0.0241601, 0.01005, 0.174, 2.0):
        assert luck.chance(int(rate * luck.RATE_ONE)) / 2**32 == pytest.approx(chance(rate), abs=1.1e-8)
