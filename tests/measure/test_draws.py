"""Figures over draws, against closed forms and cases worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterlife.measure.draws import FEWEST, drivers, rank_correlations, spread


def test_a_spread_tells_quantiles_ends_and_signs() -> None:
    values = {draw: float(draw - 6) for draw in range(1, 22)}  # -5 to 15
    found = spread(values, {draw: [draw / 22] for draw in values}, ["one"])
    assert (found.draws, found.above, found.below) == (21, 15, 5)
    assert (found.low, found.middle, found.high) == (-4, 5, 14)
    assert (found.least, found.least_in, found.most, found.most_in) == (-5, 1, 15, 21)
    (driver,) = found.drivers
    assert driver.path == "one"
    assert driver.correlation == pytest.approx(1)
    assert (driver.low, driver.high) == (-2, 12), "means of the seven lowest and the seven highest"


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40, unique=True))
def test_rank_correlation_looks_at_order_alone(values: list[float]) -> None:
    one = np.array(values)
    order = np.argsort(np.argsort(one)).astype(float)
    many = np.stack([order, -order, order**3, np.ones(len(one))], axis=1)
    assert rank_correlations(one, many) == pytest.approx([1, -1, 1, 0])


def test_equals_share_their_rank() -> None:
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: Pearson's correlation of them is 4.5 / sqrt(4.5 × 5).
    found = rank_correlations(np.array([1.0, 2.0, 2.0, 3.0]), np.array([[1.0], [2.0], [3.0], [4.0]]))
    assert found == pytest.approx([4.5 / np.sqrt(4.5 * 5)])


def test_what_moves_a_figure_is_found_among_many_that_do_not() -> None:
    dice = np.random.default_rng(7)
    places = dice.random((100, 300))
    values = 5 * places[:, 17] - 3 * places[:, 250] + dice.normal(0, 0.5, 100)
    found = drivers(values, places, [f"path {k}" for k in range(300)])
    assert [driver.path for driver in found] == ["path 17", "path 250"]
    assert found[0].correlation > 0 > found[1].correlation
    assert found[0].low < found[0].high
    assert found[1].low > found[1].high


def test_chance_alone_moves_nothing() -> None:
    dice = np.random.default_rng(3)
    told = [drivers(dice.random(100), dice.random((100, 300)), [str(k) for k in range(300)]) for _ in range(20)]
    assert sum(map(len, told)) <= 2, "6,000 numbers that move nothing: 0.4 expected beyond four standard errors"


def test_little_is_said_of_few_draws_and_of_what_never_changes() -> None:
    places = np.arange(FEWEST - 1.0)[:, None]
    assert drivers(places[:, 0], places, ["one"]) == ()
    few, enough = (spread({k: float(k) for k in range(n)}, {k: [0.5] for k in range(n)}, ["one"]) for n in (FEWEST - 1, FEWEST))
    assert (few.low, few.high, few.middle) == (None, None, 9)
    assert (enough.low, enough.high) == pytest.approx((0.95, 18.05))
    assert drivers(np.ones(50), np.arange(50.0)[:, None], ["one"]) == ()
