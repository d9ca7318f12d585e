"""The dice of the compiled functions: the draws of `counterlife.luck`, bit for bit, for use inside kernels.

Words, rates and thresholds are int64 on the outside, so that kernels never mix signs; products that need 64 bits are unsigned inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numba
import numpy as np

from counterlife.luck import ABREAST, LAYERS, ROW
from counterlife.parts import callable_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Int: TypeAlias = int
    Ints: TypeAlias = NDArray[np.int64]
    Places: TypeAlias = NDArray[np.int32]
    Lots: TypeAlias = NDArray[np.int32]
    Lanes: TypeAlias = NDArray[np.uint16]
    Words: TypeAlias = tuple[Int, Int, Int, Int]

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def compiled(function: _Function) -> _Function:
    """Compile a function of numbers and arrays, for kernels and for Python; the interpreter lock is released."""
    return callable_part(function)


def inlined(function: _Function) -> _Function:
    """Compile a small function that a kernel takes into its own body, where a loop over persons can then use vector instructions."""
    return callable_part(function, inline=True)


_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@inlined
def philox(c0: Int, c1: Int, c2: Int, c3: Int, k0: Int, k1: Int) -> Words:
    """Philox4x32-10 of a counter (four 32-bit words) under a key (two); see `counterlife.luck.philox`."""
    a, b, c, d = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k, l = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        p, q = _M0 * a, _M1 * c
        a, b, c, d = (q >> _HALF) ^ b ^ k, q & _MASK, (p >> _HALF) ^ d ^ l, p & _MASK
        k, l = (k + _W0) & _MASK, (l + _W1) & _MASK
    return np.int64(a), np.int64(b), np.int64(c), np.int64(d)  # type: ignore[return-value]


@inlined
def _words(seed: Int, kind: Int, entity: Int, month: Int, purpose: Int, code: Int, index: Int) -> Words:
    return philox(
        entity & 0xFFFFFFFF,
        (kind << 28) | ((entity >> 32) & 0xFFF) << 16 | (month & 0xFFFF),
        (purpose << 24) | (code & 0xFFFFFF),
        index & 0xFFFFFFFF,
        seed & 0xFFFFFFFF,
        (seed >> 32) & 0xFFFFFFFF,
    )


def _wide(function: _Function) -> _Function:
    """Take every argument as int64 where a kernel calls; else each mix of narrow and wide numbers would compile another copy."""
    dispatcher = cast("Any", function)
    declared = (numba.int64,) * len(dispatcher.py_func.__annotations__.keys() - {"return"})
    template_of = dispatcher.get_call_template
    dispatcher.get_call_template = lambda arguments, keywords: template_of(declared, {})
    return function


@_wide
@compiled
def words(seed: Int, kind: Int, entity: Int, month: Int, purpose: Int, code: Int, index: Int) -> Words:
    """Four 32-bit words for one entity, month and purpose; see `counterlife.luck.words`. The seed is its 64 bits as int64."""
    return _words(seed, kind, entity, month, purpose, code, index)


@compiled
def fill(seed: Int, kind: Int, first: Int, month: Int, purpose: Int, code: Int, index: Int, out: Ints) -> None:
    """Write the words of entities ``first``, ``first + 1``, … into the columns of ``out`` [4, n]: ten times as fast as one at a time."""
    for i in range(out.shape[1]):
        out[0, i], out[1, i], out[2, i], out[3, i] = _words(seed, kind, first + i, month, purpose, code, index)


@compiled
def fill_either(
    seed: Int, kind: Int, first: Int, month: Int, chosen: Ints, purpose: Int, other: Int, code: Int, index: Int, out: Ints
) -> None:
    """Write two words of entities ``first``, … into ``out`` [4, n]: of one purpose where their bit is ``chosen``, else of another."""
    for block in range(chosen.shape[0]):
        bits = chosen[block]
        for i in range(block * 64, min(block * 64 + 64, out.shape[1])):
            which = purpose if (bits >> (i & 63)) & 1 != 0 else other
            w = _words(seed, kind, first + i, month, which, code, index)
            out[0, i], out[1, i] = w[0], w[1]


@compiled
def fill_lanes(seed: Int, kind: Int, first: Int, month: Int, purpose: Int, code: Int, index: Int, out: Lanes) -> None:
    """Write the words of entities ``first``, ``first + 1``, … as 16-bit lanes into the columns of ``out`` [8, n], lower halves first."""
    for i in range(out.shape[1]):
        w = _words(seed, kind, first + i, month, purpose, code, index)
        out[0, i], out[1, i], out[2, i], out[3, i] = w[0], w[0] >> 16, w[1], w[1] >> 16  # a lane keeps the lower 16 bits
        out[4, i], out[5, i], out[6, i], out[7, i] = w[2], w[2] >> 16, w[3], w[3] >> 16


@compiled
def fill_each(
    seed: Int, kind: Int, first: Int, places: Places, count: Int, month: Int, purpose: Int, code: Int, index: Int, out: Ints
) -> None:
    """Write the words of the entities at ``first`` plus each of ``count`` places into ``out`` [4, … and `luck.ABREAST` more]."""
    for i in range((count + ABREAST - 1) & -ABREAST):
        out[0, i], out[1, i], out[2, i], out[3, i] = _words(seed, kind, first + places[i], month, purpose, code, index)


@compiled
def fill_lots(seed: Int, kind: Int, first: Int, month: Int, purpose: Int, lots: Lots, count: Int, out: Ints) -> None:
    """Write the words of ``count`` lots (`counterlife.life.columns.LOTS`) into ``out`` [4, … and `luck.ABREAST` more].

    Their first row are entities counted from ``first``.
    """
    for i in range((count + ABREAST - 1) & -ABREAST):
        place, code, index = lots[0, i], lots[1, i], lots[2, i]
        out[0, i], out[1, i], out[2, i], out[3, i] = _words(seed, kind, first + place, month, purpose, code, index)


@compiled
def fill_coded(seed: Int, kind: Int, first: Int, month: Int, purpose: Int, lots: Lots, count: Int, out: Ints) -> None:
    """Write the first words of ``count`` lots, their first row being entities counted from ``first``, into ``out[0]``."""
    for i in range((count + ABREAST - 1) & -ABREAST):
        out[0, i] = _words(seed, kind, first + lots[0, i], month, purpose, lots[1, i], 0)[0]


@compiled
def fill_points(seed: Int, row: Int, month: Int, purpose: Int, code: Int, first: Int, count: Int, out: Ints) -> None:
    """Write the words of a row's candidates ``first``, … (`counterlife.luck.rare_points`) into ``out`` [4, … and `luck.ABREAST` more]."""
    for i in range((count + ABREAST - 1) & -ABREAST):
        out[0, i], out[1, i], out[2, i], out[3, i] = _words(seed, ROW, row, month, purpose, code, first + i)


@inlined
def chance(rate: Int, exp: Ints) -> Int:
    """Threshold of 1 - exp(-rate) out of 2^32, with the shipped table of exp; see `counterlife.luck.chance`."""
    k, d = rate >> 32, (rate >> 8) & 0xFFFFFF
    near = d - ((d * d) >> 33)
    if k == 0:
        return near
    if k >= 4096:
        return 1 << 32
    far = np.uint64(exp[k]) * np.uint64((1 << 32) - near)
    return (1 << 32) - np.int64(far >> _HALF)  # type: ignore[return-value]


@inlined
def layer_of(rate: Int) -> Int:
    """The layer that holds the point ``rate``; see `counterlife.luck.layer_of`."""
    top, layer = rate >> 29, 0
    while top > 0:
        top >>= 1
        layer += 1
    return min(layer, LAYERS - 1)


@inlined
def layer_point(layer: Int, word: Int) -> Int:
    """Where in rate space (units of 2^-40) a candidate of a layer lies; see `counterlife.luck.layer_point`."""
    if layer == 0:
        return word >> 3
    return (1 << (28 + layer)) + ((word << layer) >> 4)


@compiled
def layer_count(layer: Int, word: Int, offset: Ints, cdf: Ints) -> Int:
    """How many candidates a row has in a layer, from the shipped Poisson tables; see `counterlife.luck.layer_count`."""
    start: Int = offset[layer]
    low, left = start, offset[layer + 1] - start
    while left > 0:  # as often for every word of a layer, so that nobody has to guess how it goes on
        half = (left + 1) >> 1
        low += half if cdf[low + half - 1] <= word else 0
        left -= half
    return low - start
