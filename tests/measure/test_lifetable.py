"""Life tables: closed forms with and without spells that are still open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterlife.life.tally import AGES
from counterlife.measure.lifetable import CENSORED, followed, life_table
from counterlife.words import WAYS

Ints = NDArray[np.int64]

PAID, EXPIRED, LEARNED = WAYS.index("paid"), WAYS.index("expired"), WAYS.index("learned")


def nothing() -> Ints:
    return np.zeros((AGES, len(WAYS)), dtype=np.int64)


def geometric(censored: bool) -> Ints:
    """A third leaves at each age from 1, two in three of them by paying; with or without as many lost from sight at each age."""
    counts = nothing()
    at_risk = 2 * 3**14
    for age in range(1, 13):
        counts[age, PAID], counts[age, EXPIRED] = 2 * at_risk // 9, at_risk // 9
        if censored:
            counts[age + 1, CENSORED] = at_risk // 3
        at_risk = at_risk // 3 if censored else 2 * at_risk // 3
        assert at_risk % 9 == 0
    counts[20, CENSORED] += at_risk
    return counts


@pytest.mark.parametrize("censored", [False, True])
@pytest.mark.parametrize("horizon", [1, 5, 11])
def test_geometric_exits(censored: bool, horizon: int) -> None:
    table = life_table(geometric(censored), horizon)
    assert table is not None
    left = 1 - (2 / 3) ** horizon
    assert table.open == pytest.approx(1 - left, abs=1e-12)
    assert table.ended[PAID] == pytest.approx(2 / 3 * left, abs=1e-12)
    assert table.ended[EXPIRED] == pytest.approx(1 / 3 * left, abs=1e-12)
    assert table.standing == pytest.approx((2 / 3) ** np.arange(horizon + 1), abs=1e-12)


def test_a_term_cuts_the_mean_stay_as_its_closed_form_says() -> None:
    # Months stayed: the least of a term T and a geometric time with hazard h a month: (1 - (1-h)^T) / h.
    counts, term = nothing(), 6
    at_risk = 4**8
    for age in range(1, term):
        counts[age, PAID] = at_risk // 4
        at_risk -= at_risk // 4
    counts[term, EXPIRED] = at_risk
    table = life_table(counts, 24)
    assert table is not None
    assert table.standing[:24].sum() == pytest.approx((1 - 0.75**term) / 0.25, abs=1e-12)
    assert table.ended[EXPIRED] == pytest.approx(0.75 ** (term - 1), abs=1e-12)
    assert table.open == 0


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from((PAID, EXPIRED, LEARNED))), min_size=1, max_size=60), st.integers(0, 60))
def test_without_open_spells_shares_are_plain_frequencies(spells: list[tuple[int, int]], horizon: int) -> None:
    counts = nothing()
    for age, way in spells:
        counts[age, way] += 1
    table = life_table(counts, horizon)
    assert table is not None
    for way in (PAID, EXPIRED, LEARNED):
        ended = sum(age <= horizon and how == way for age, how in spells)
        assert table.ended[way] == pytest.approx(ended / len(spells))
    assert followed(counts, horizon) == len(spells)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from((PAID, EXPIRED, CENSORED))), min_size=1, max_size=60), st.integers(0, 29))
def test_all_ways_and_what_is_open_make_one(spells: list[tuple[int, int]], horizon: int) -> None:
    counts = nothing()
    for age, way in [*spells, (40, CENSORED)]:
        counts[age, way] += 1
    table = life_table(counts, horizon)
    assert table is not None
    assert float(table.ended.sum()) + table.open == pytest.approx(1)
    assert table.ended[CENSORED] == 0


def test_nothing_is_said_beyond_what_was_followed() -> None:
    counts = nothing()
    assert life_table(counts, 3) is None
    counts[5, CENSORED] = 10
    assert life_table(counts, 4) is not None
    assert life_table(counts, 5) is None
    assert followed(counts, 4) == 10
    assert followed(counts, 5) == 0
