"""A search in closed form: by hand, at its ends, and by trying."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterlife.study.search import alarm, found, right_alerts, wrong_candidates


def test_by_hand() -> None:
    assert found(0.5, 0.8, 2) == pytest.approx(1 - 0.6**2)
    assert wrong_candidates(1_400_000_000, 1e-6) == pytest.approx(1400, rel=1e-6)
    assert alarm(1000, 0.001) == pytest.approx(1 - 0.999**1000)
    # A watch list of 1,000, one false match in a million, 35,000 faces: 35 wrong alerts beside 5.6 right ones.
    assert right_alerts(5.6, 35_000, 1000, 1e-6) == pytest.approx(5.6 / (5.6 + 35_000 * 0.0009995), rel=1e-6)


def test_at_the_ends() -> None:
    assert found(0, 1, 7) == 0
    assert found(1, 1, 1) == 1
    assert wrong_candidates(1, 0.5) == 0
    assert alarm(10, 0) == 0
    assert alarm(10, 1) == 1
    assert right_alerts(0, 0, 10, 0.1) == 0
    assert right_alerts(1, 100, 10, 0) == 1


@given(st.integers(1, 10**9), st.floats(1e-12, 1e-3))
def test_a_larger_gallery_alarms_more_and_never_beyond_its_candidates(size: int, rate: float) -> None:
    assert alarm(size, rate) <= alarm(size + 1000, rate) <= 1
    assert alarm(size, rate) <= size * rate * (1 + 1e-9)


def test_by_trying() -> None:
    luck = random.Random(1)
    runs = 20_000
    hits = sum(any(luck.random() < 0.2 * 0.8 for _ in range(7)) for _ in range(runs))
    chance = found(0.2, 0.8, 7)
    assert abs(hits / runs - chance) < 4 * (chance * (1 - chance) / runs) ** 0.5
