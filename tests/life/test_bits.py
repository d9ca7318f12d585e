"""Columns as words of bits, against NumPy, for columns shorter than a block, of whole blocks, and with a rest."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from counterlife.life import bits
from counterlife.life.bits import BLOCK, FEW, at_most, below, having, lowest, nonzero, ones

LENGTHS = (1, 5, 63, 64, 65, 127, 128, 1000)


@numba.njit
def places(column: Any) -> Any:
    found = np.zeros(column.shape[0], dtype=np.int64)
    count = 0
    for first in range(0, column.shape[0], BLOCK):
        bits = nonzero(column, first)
        while bits != 0:
            found[count] = first + lowest(bits)
            count += 1
            bits &= bits - 1
    return found[:count]


@numba.njit
def written_down(column: Any) -> Any:
    found = np.zeros(column.shape[0] + FEW, dtype=np.int32)
    count = 0
    for first in range(0, column.shape[0], BLOCK):
        count = bits.places(nonzero(column, first), first, found, count)
    return found[:count]


@numba.njit
def compared(draws: Any, bounds: Any) -> Any:
    low, most = 0, 0
    for first in range(0, draws.shape[0], BLOCK):
        low += ones(below(draws, bounds, first))
        most += ones(at_most(draws, bounds, first))
    return low, most


@numba.njit
def how_many_have(column: Any, marks: int) -> int:
    count = 0
    for first in range(0, column.shape[0], BLOCK):
        count += ones(having(column, marks, first))
    return count


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", [np.uint8, np.int32, np.int64])
def test_who_has_a_mark(length: int, kind: type) -> None:
    column: NDArray[np.int64] = np.random.default_rng(length).integers(0, 128, length).astype(kind)
    for marks in (1, 6, 64):
        assert how_many_have(column, marks) == np.count_nonzero(column & marks)
    assert how_many_have(np.full(length, 8, kind), 8) == length


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", [np.uint8, np.int32, np.int64])
def test_who_has_a_number(length: int, kind: type) -> None:
    column: NDArray[np.int64] = (np.random.default_rng(length).random(length) < 0.3).astype(kind)
    column[-1] = -1 if kind is not np.uint8 else 255
    assert places(column).tolist() == np.flatnonzero(column).tolist()
    assert written_down(column).tolist() == np.flatnonzero(column).tolist()
    assert written_down(np.ones(length, kind)).tolist() == list(range(length))


@pytest.mark.parametrize("length", LENGTHS)
def test_draws_against_bounds_are_compared_as_unsigned(length: int) -> None:
    random = np.random.default_rng(length)
    draws, bounds = random.integers(0, 65536, (2, length)).astype(np.uint16)
    draws[0] = bounds[0]
    bounds[-1] = 65535
    assert compared(draws, bounds) == ((draws < bounds).sum(), (draws <= bounds).sum())
