"""Oracles of what is guessed: errors that stick, what screening finds, looking where one looked, and scores of fixed traits."""

from __future__ import annotations

import numpy as np
import pytest
from tests.oracles.runs import near, near_ratio, oracle, rules

from counterlife.life.columns import FILE, OFFSET, SCORE
from counterlife.life.tally import FLOW, LIST, SEEN
from counterlife.town.traits import ADULT, FRAILTY, SAVINGS
from counterlife.words import CAUSES

FEW = ("community=500 persons",)
PREDICTION = CAUSES.index("prediction")


@pytest.mark.parametrize(("sticks", "ever"), [(1, 0.01), (0, 0.700620), (0.8, 0.8 * 0.01 + 0.2 * 0.700620)])
def test_errors_that_stick(sticks: float, ever: float) -> None:
    """At a false positive rate of .01: ever flagged in 120 months."""
    made = oracle(rules("classifier", f"infer.prediction.sticks={sticks}"), town="orders", months=120, town_sets=FEW)
    shares = [
        (state.number[0, FILE] > 0)[community.byte[ADULT] != 0].mean() for _, state, community in made.states(30)
    ]  # fmt: skip
    near(f"ever flagged, {sticks} fixed", shares, ever)


@pytest.mark.parametrize(("base", "hit", "false", "ppv"), [(0.01, 0.9, 0.01, 0.476190), (0.01, 0.95, 0.05, 0.161017)])
def test_screening_by_propensity(base: float, hit: float, false: float, ppv: float) -> None:
    """One screening of everybody: positives among those flagged are base x hit / (base x hit + (1 - base) x false)."""
    sets = (f"infer.prediction.of.above={1 - base}", f"infer.prediction.true-positive={hit}", f"infer.prediction.false-positive={false}")
    towns = ("frailty={violation: 0.8}", "community=2000 persons")
    made = oracle(rules("classifier", *sets), town="orders", months=1, town_sets=towns)
    tallies = made.tallies(60)
    right, wrong = (made.flow(tallies, "flags", k)[:, 0] for k in (0, 1))
    base = 41 / 4096 if base == 0.01 else base
    near_ratio("true among flagged", right, right + wrong, base * hit / (base * hit + (1 - base) * false))
    assert abs(base * hit / (base * hit + (1 - base) * false) - ppv) < 0.001


def test_looking_more_finds_more() -> None:
    """Of those flagged a channel sees all, of the others half: with everybody flagged at random, records follow the flags, not the acts."""
    watch = "infer.prediction.watch={channel: eyes, coverage: 1}"
    more = (
        "channels={eyes: {context: police, sees: [court.unperformed-order], coverage: 0.5, feeds: [file]}}",
        "schemes.file.catalog={court.unperformed-order: {}}", "infer.prediction.false-positive=0.5", "infer.prediction.sticks=1",
    )  # fmt: skip
    towns = (*FEW, "acts.court.unperformed-order.rate=0.2 per person-month")
    with_watch, without = rules("classifier", *more, watch), rules("classifier", *more)
    made = oracle(with_watch, without, town="orders", months=24, town_sets=towns)
    tallies = made.tallies(20)
    acts = made.flow(tallies, "acts").sum(axis=1)
    seen = [[int(tally.seen[w, :, :, SEEN.index("true")].sum()) for tally in tallies] for w in (0, 1)]
    first = np.array([tally.flow[:, 0, :, FLOW["acts"]].sum(axis=1)[0] for tally in tallies])
    assert first.sum() > 0
    near_ratio("seen without watching", seen[1], acts, 0.5)
    # In the first month nobody is flagged yet; from the second on half of all persons are seen whole.
    near_ratio("seen with watching", np.array(seen[0]) - 0.5 * first, acts - first, 0.75)


def test_no_classifier_no_difference() -> None:
    """A classifier that flags nobody leaves the world as it is without one, to the last bit."""
    never = rules("classifier", "infer.prediction.false-positive=0")
    without = rules("classifier", "infer.prediction=null")
    made = oracle(never, without, town="orders", months=24, town_sets=FEW)
    for tally in made.tallies(2):
        for part in (tally.flow, tally.list_, tally.cross, tally.seen):
            assert (part[0] == part[1]).all()


def test_factor_score() -> None:
    """Two ranks, weighed: the mean start is the middle, its spread that of the weighed sum of two uniform numbers."""
    varied = ("frailty={financial: 0.8}", "savings.median=10000 yuan", "savings.spread=1", "community=2000 persons")
    made = oracle(rules("factors"), town="orders", months=2, town_sets=varied)
    means, squares = [], []
    for tally, state, community in made.states(12):
        adult = community.byte[ADULT] != 0
        start = state.scores[0, 0, adult, OFFSET] + 650
        assert (state.scores[0, 0, adult, SCORE] == 16 * start).all()
        means.append(start.mean())
        squares.append(((start - 650.0) ** 2).mean())
        steady = np.argmin(community.number[FRAILTY + 1]), np.argmax(community.number[FRAILTY + 1])
        assert state.scores[0, 0, steady[0], OFFSET] > state.scores[0, 0, steady[1], OFFSET]
        assert community.number[SAVINGS].max() > 0
        entries = tally.list_[0, :, 0, :, LIST["entries"] :][..., : len(CAUSES)].sum(axis=(0, 1))
        assert entries[PREDICTION] == (start < 650).sum(), "nobody has acted, so every listing is a guess"
        assert entries.sum() == entries[PREDICTION]
    near("mean start", means, 649.3)
    near("variance of the start", squares, 600**2 * (0.25**2 + 0.75**2) / 12)
