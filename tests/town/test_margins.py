"""Margins and distributions as tables: exact expectations."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterlife import luck
from counterlife.town.margins import HOUSEHOLD_MOST, MarginError, composition, single_years
from counterlife.town.tables import BINS, MONEY_MOST, apportioned, gamma, log_normal

PARTS = st.lists(st.integers(0, 50), min_size=HOUSEHOLD_MOST, max_size=HOUSEHOLD_MOST).filter(any)


def shares(parts: list[int]) -> dict[int, Fraction]:
    return {place + 1: Fraction(part, sum(parts)) for place, part in enumerate(parts)}


@given(PARTS, PARTS, st.integers(0, 60), st.integers(0, 60))
def test_households_come_out_with_the_margins_of_age(sizes: list[int], weights: list[int], young: int, old: int) -> None:
    assume(young + old < 100)
    ages = {10: Fraction(young, 100), 40: Fraction(100 - young - old, 100), 70: Fraction(old, 100)}
    try:
        child, elder = composition(ages, shares(sizes), shares(weights))
    except MarginError:
        assume(False)
    persons = sum(size * share for size, share in shares(sizes).items())
    children = sum(share * (size - 1) * child[size] for size, share in shares(sizes).items())
    parents = sum(share * (1 - (1 - child[size]) ** (size - 1)) for size, share in shares(sizes).items())
    assert children / persons == ages[10]
    assert (persons - children - parents) * elder / persons == ages[70]
    assert all(0 <= chance <= 1 for chance in [*child, elder])


def test_a_band_is_even() -> None:
    assert single_years({"0-3": Fraction(1, 2), "40": Fraction(1, 2)}) == {
        0: Fraction(1, 8), 1: Fraction(1, 8), 2: Fraction(1, 8), 3: Fraction(1, 8), 40: Fraction(1, 2),
    }  # fmt: skip


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any))
def test_bins_are_apportioned_to_within_half_a_bin_or_so(parts: list[int]) -> None:
    exact = {place: Fraction(part, sum(parts)) for place, part in enumerate(parts)}
    bins = apportioned(exact)
    assert len(bins) == BINS
    counts = np.bincount(bins, minlength=len(parts))
    assert all(abs(int(counts[place]) - share * BINS) < 1 for place, share in exact.items())


def test_log_normal_money_has_its_median_and_spread() -> None:
    cents = log_normal(400_000, Fraction(3, 5)).astype(np.float64)
    assert np.median(cents) == pytest.approx(400_000, rel=1e-3)
    assert np.log(cents).std() == pytest.approx(0.6, rel=2e-3)
    assert cents.mean() == pytest.approx(400_000 * math.exp(0.18), rel=2e-3)


@pytest.mark.parametrize("spread", ["0.6", "1.3"])
def test_log_normal_money_is_exact_to_the_cent(spread: str) -> None:
    z = luck.table("normal").astype(np.int64) - (1 << 20)
    with mp.workdps(40):
        exact = [int(mp.nint(400_000 * mp.exp(mp.mpf(spread) * int(value) / 65536))) for value in z]
    assert log_normal(400_000, Fraction(spread)).tolist() == exact


def test_money_saturates() -> None:
    assert log_normal(2**31 - 1, Fraction(10)).max() == MONEY_MOST
    assert log_normal(0, Fraction(1)).max() == 0
    assert set(log_normal(5, Fraction(0))) == {5}


def test_no_frailty_is_exactly_one() -> None:
    assert set(gamma(None)) == {65536}
    assert gamma(Fraction(4, 5)).mean() == pytest.approx(65536, rel=1e-4)
