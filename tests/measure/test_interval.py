"""Intervals: quantiles against known values, and what is said where chance says little."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from counterlife.measure.base import Count, Measure
from counterlife.measure.interval import (
    BOUND,
    CHANCE,
    FEW_COUNTED,
    ONE_SEED,
    SAME,
    difference,
    over_seeds,
    quotient,
    t_cdf,
    t_interval,
    t_quantile,
)

SHARE = Measure("share", "test", "of 100", "things", "top / bottom", lambda view: None, scale=100, most=100)
SIGNED = Measure("signed", "test", "yuan", "things", "top / bottom", lambda view: None, least=None)
PAIR = Measure("pair", "test", "of 100", "things", "top / bottom", lambda view: None, scale=100, needs="baseline")
WHOLE = Measure("whole", "test", "of 100", "things", "top / bottom", lambda view: None, scale=100, whole=True)


def counts(*tops: int, bottom: int = 1000) -> list[Count | None]:
    return [Count(top, bottom, top, bottom) for top in tops]


@pytest.mark.parametrize(
    ("p", "df", "t"),
    [
        (0.975, 1, 12.706204736432095),
        (0.95, 1, 6.313751514675041),
        (0.95, 2, 2.919985580353724),
        (0.95, 3, 2.3533634348018264),
        (0.95, 11, 1.7958848187036696),
        (0.975, 30, 2.0422724563012373),
        (0.995, 120, 2.6174211451),
    ],
)
def test_quantiles_of_printed_tables(p: float, df: int, t: float) -> None:
    assert t_quantile(p, df) == pytest.approx(t, rel=1e-9)


@settings(deadline=None)
@given(st.floats(0.001, 0.999), st.integers(1, 400))
def test_quantiles_equal_another_program(p: float, df: int) -> None:
    assert t_quantile(p, df) == pytest.approx(float(stats.t.ppf(p, df)), rel=1e-8, abs=1e-8)


@settings(deadline=None)
@given(st.floats(-50, 50), st.integers(1, 300))
def test_distribution_equals_another_program(t: float, df: int) -> None:
    assert t_cdf(t, df) == pytest.approx(float(stats.t.cdf(t, df)), abs=1e-10)


@pytest.mark.parametrize(("p", "df"), [(0, 3), (1, 3), (0.5, 0)])
def test_no_quantile_outside_the_distribution(p: float, df: int) -> None:
    with pytest.raises(ValueError, match="no t for"):
        t_quantile(p, df)


def test_the_interval_covers_the_mean_nine_times_in_ten() -> None:
    draws = np.random.default_rng(7).normal(3.0, 2.0, size=(4000, 12))
    ends = [t_interval(row.tolist()) for row in draws]
    covered = sum(end is not None and end[0] <= 3.0 <= end[1] for end in ends)
    assert abs(covered / 4000 - 0.9) < 4 * math.sqrt(0.09 / 4000)


def test_an_interval_over_seeds_is_cut_to_what_is_possible() -> None:
    found = over_seeds(SHARE, counts(0, 1, 60))
    assert found is not None
    assert (found.lo, found.note, found.seeds, found.n, found.events) == (0, CHANCE, 3, 3000, 61)
    assert found.value == pytest.approx(100 * 61 / 3000)
    signed = over_seeds(SIGNED, counts(0, 1, 60))
    assert signed is not None
    assert signed.lo is not None
    assert signed.lo < 0


def test_few_counts_carry_no_interval() -> None:
    found = over_seeds(SHARE, counts(9, 10))
    assert found is not None
    assert (found.lo, found.hi, found.note, found.events) == (None, None, FEW_COUNTED, 19)
    enough = over_seeds(SHARE, counts(10, 10))
    assert enough is not None
    assert enough.note == CHANCE


def test_one_seed_carries_no_interval() -> None:
    found = over_seeds(SHARE, counts(100))
    assert found is not None
    assert (found.value, found.lo, found.hi, found.note) == (10.0, None, None, ONE_SEED)


def test_none_in_n_has_an_upper_bound_and_pairs_of_equal_worlds_do_not_differ() -> None:
    found = over_seeds(SHARE, counts(0, 0))
    assert found is not None
    assert (found.value, found.lo, found.note) == (0, 0, BOUND)
    assert found.hi == pytest.approx(100 * 2.3 / 2000)
    tiny = over_seeds(SHARE, counts(0, bottom=2))
    assert tiny is not None
    assert tiny.hi == 100
    pair = over_seeds(PAIR, counts(0, 0))
    assert pair is not None
    assert (pair.value, pair.lo, pair.hi, pair.note) == (0, 0, 0, SAME)


def test_what_is_not_defined_has_no_value() -> None:
    assert over_seeds(SHARE, [None, None]) is None
    some = over_seeds(SHARE, [None, *counts(30)])
    assert some is not None
    assert some.seeds == 1
    assert over_seeds(WHOLE, [None, *counts(30)]) is None
    assert difference(WHOLE, [None, *counts(30)], counts(1, 30)) is None
    assert difference(SHARE, [None], counts(1)) is None


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_equal_worlds_differ_by_exactly_nothing(tops: list[int]) -> None:
    found = difference(SHARE, counts(*tops), counts(*tops))
    assert found is not None
    assert (found.value, found.lo, found.hi, found.note) == (0.0, 0.0, 0.0, SAME)
    if min(tops) > 0:
        times = quotient(SHARE, counts(*tops), counts(*tops))
        assert times is not None
        assert (times.value, times.lo, times.hi) == (1.0, 1.0, 1.0)


@given(st.lists(st.tuples(st.integers(10, 500), st.integers(10, 500)), min_size=2, max_size=8))
def test_differences_are_paired_by_seed_and_change_sign_with_their_order(pairs: list[tuple[int, int]]) -> None:
    one, other = counts(*(a for a, _ in pairs)), counts(*(b for _, b in pairs))
    here, back = difference(SHARE, one, other), difference(SHARE, other, one)
    assert here is not None
    assert back is not None
    assert here.value == pytest.approx(sum(a - b for a, b in pairs) / len(pairs) / 10)
    assert here.value == pytest.approx(-back.value)
    if here.lo is not None and back.hi is not None:
        assert here.lo == pytest.approx(-back.hi)


def test_a_shift_that_all_seeds_share_is_certain() -> None:
    found = difference(SHARE, counts(110, 220, 330), counts(100, 210, 320))
    assert found is not None
    assert found.lo == pytest.approx(found.hi)
    assert found.value == pytest.approx(1.0)


def test_a_ratio_needs_something_on_both_sides() -> None:
    assert quotient(SHARE, counts(10, 20), counts(0, 20)) is None
    assert quotient(SIGNED, counts(10), counts(20)) is None
    twice = quotient(SHARE, counts(40, 80, 160), counts(20, 40, 80))
    assert twice is not None
    assert twice.value == pytest.approx(2)
    assert twice.lo == pytest.approx(2)
