"""Columns as words of bits: 64 persons at a time.

Most phases concern few people a month. Testing a column 64 persons at a time, and then visiting only the bits that are set, costs next
to nothing for the others. Bit i of a word of block ``first`` is the person at place ``first + i``::

    for first in range(0, persons, BLOCK):
        bits = nonzero(column, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from counterlife.dice import inlined

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

BLOCK: Final = 64
_WORD = ir.IntType(64)


def _load_block(context: Any, builder: Any, kind: types.Array, column: Any, first: Any) -> Any:
    """Load the 64 numbers of a block as one vector."""
    array = context.make_array(kind)(context, builder, column)
    number = context.get_data_type(kind.dtype)
    vector = ir.VectorType(number, BLOCK)
    block = builder.load(builder.bitcast(builder.gep(array.data, [first]), vector.as_pointer()))
    block.align = context.get_abi_sizeof(number)
    return block


def _nonzero(typing_context: Any, column: Any, first: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        block = _load_block(context, builder, signature.args[0], *arguments)
        return builder.bitcast(builder.icmp_signed("!=", block, ir.Constant(block.type, None)), _WORD)

    return types.int64(column, types.int64), code


def _against(how: str) -> Callable[..., Any]:
    """How a function is compiled that compares a block of a column with one number: ``how`` is "marks" (any of its bits) or a sign."""

    def typing(typing_context: Any, column: Any, one: Any, first: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            block = _load_block(context, builder, signature.args[0], arguments[0], arguments[2])
            number = block.type.element
            wanted = builder.trunc(arguments[1], number) if number.width < _WORD.width else arguments[1]
            all_alike = ir.Constant(ir.VectorType(ir.IntType(32), BLOCK), None)
            first_only = builder.insert_element(ir.Constant(block.type, ir.Undefined), wanted, ir.Constant(ir.IntType(32), 0))
            other = builder.shuffle_vector(first_only, ir.Constant(block.type, ir.Undefined), all_alike)
            if how == "marks":
                found = builder.icmp_signed("!=", builder.and_(block, other), ir.Constant(block.type, None))
            else:
                found = builder.icmp_signed(how, block, other)
            return builder.bitcast(found, _WORD)

        return types.int64(column, types.int64, types.int64), code

    return typing


def _comparing(how: str) -> Callable[..., Any]:
    """How a function is compiled that compares the blocks of two columns, number by number, as unsigned."""

    def typing(typing_context: Any, draws: Any, bounds: Any, first: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            left = _load_block(context, builder, signature.args[0], arguments[0], arguments[2])
            right = _load_block(context, builder, signature.args[1], arguments[1], arguments[2])
            return builder.bitcast(builder.icmp_unsigned(how, left, right), _WORD)

        return types.int64(draws, bounds, types.int64), code

    return typing


def _lowest(typing_context: Any, bits: Any) -> Any:
    return types.int64(types.int64), lambda context, builder, signature, arguments: builder.cttz(arguments[0], cgutils.true_bit)


def _next(typing_context: Any, bits: Any) -> Any:
    return types.int64(types.int64), lambda context, builder, signature, arguments: builder.cttz(arguments[0], cgutils.false_bit)


def _ones(typing_context: Any, bits: Any) -> Any:
    return types.int64(types.int64), lambda context, builder, signature, arguments: builder.ctpop(arguments[0])


def _shifting(typing_context: Any, bits: Any, by: Any) -> Any:
    return types.int64(types.int64, types.int64), lambda context, builder, signature, arguments: builder.lshr(*arguments)


_nonzero_block = cast("Callable[[NDArray[Any], int], int]", intrinsic(_nonzero))
_having_block = cast("Callable[[NDArray[Any], int, int], int]", intrinsic(_against("marks")))
_equal_block = cast("Callable[[NDArray[Any], int, int], int]", intrinsic(_against("==")))
_within_block = cast("Callable[[NDArray[Any], int, int], int]", intrinsic(_against("<=")))
_below_block = cast("Callable[[NDArray[Any], NDArray[Any], int], int]", intrinsic(_comparing("<")))
_at_most_block = cast("Callable[[NDArray[Any], NDArray[Any], int], int]", intrinsic(_comparing("<=")))
_shift_down = cast("Callable[[int, int], int]", intrinsic(_shifting))
lowest = cast("Callable[[int], int]", intrinsic(_lowest))
"""Place of the lowest bit that is set; the word must not be 0."""
_next_place = cast("Callable[[int], int]", intrinsic(_next))
ones = cast("Callable[[int], int]", intrinsic(_ones))
"""How many bits are set."""

FEW: Final = 2
"""Places that are written down of any block; room for that many more is needed behind a list of them."""


@inlined
def places(bits: int, first: int, out: NDArray[np.int32], at: int) -> int:
    """Write down the places of those of a block whose bits are set, ascending, from ``out[at]`` on; returns where they end.

    Few are, and how many nobody can foresee: to write some that are not there costs less than to guess wrong.
    """
    end = at + ones(bits)
    for k in range(FEW):
        out[at + k] = first + _next_place(bits)
        bits &= bits - 1
    for k in range(at + FEW, end):
        out[k] = first + lowest(bits)
        bits &= bits - 1
    return end


# The last block of a column is read as its last 64 numbers, and those of the block before are shifted out; a column of fewer has only
# some tests' communities.


@inlined
def nonzero(column: NDArray[Any], first: int) -> int:
    """Which persons of a block have a number other than 0 in a column; past the column's end there is nobody."""
    place = min(first, column.shape[0] - BLOCK)
    if place >= 0:
        return _shift_down(_nonzero_block(column, place), first - place)
    bits = 0
    for p in range(first, column.shape[0]):
        bits |= (1 if column[p] != 0 else 0) << (p - first)
    return bits


@inlined
def having(column: NDArray[Any], marks: int, first: int) -> int:
    """Which persons of a block have any of some bits set in a column."""
    place = min(first, column.shape[0] - BLOCK)
    if place >= 0:
        return _shift_down(_having_block(column, marks, place), first - place)
    bits = 0
    for p in range(first, column.shape[0]):
        bits |= (1 if column[p] & marks != 0 else 0) << (p - first)
    return bits


@inlined
def equal(column: NDArray[Any], number: int, first: int) -> int:
    """Which persons of a block have a certain number in a column."""
    place = min(first, column.shape[0] - BLOCK)
    if place >= 0:
        return _shift_down(_equal_block(column, number, place), first - place)
    bits = 0
    for p in range(first, column.shape[0]):
        bits |= (1 if column[p] == number else 0) << (p - first)
    return bits


@inlined
def within(column: NDArray[Any], most: int, first: int) -> int:
    """Which persons of a block have at most a certain number in a column of signed numbers."""
    place = min(first, column.shape[0] - BLOCK)
    if place >= 0:
        return _shift_down(_within_block(column, most, place), first - place)
    bits = 0
    for p in range(first, column.shape[0]):
        bits |= (1 if column[p] <= most else 0) << (p - first)
    return bits


@inlined
def below(draws: NDArray[Any], bounds: NDArray[Any], first: int) -> int:
    """For which persons of a block a draw is below a bound of the same unsigned kind."""
    place = min(first, draws.shape[0] - BLOCK)
    if place >= 0:
        return _shift_down(_below_block(draws, bounds, place), first - place)
    bits = 0
    for p in range(first, draws.shape[0]):
        bits |= (1 if draws[p] < bounds[p] else 0) << (p - first)
    return bits


@inlined
def at_most(draws: NDArray[Any], bounds: NDArray[Any], first: int) -> int:
    """For which persons of a block a draw is at most a bound of the same unsigned kind."""
    place = min(first, draws.shape[0] - BLOCK)
    if place >= 0:
        return _shift_down(_at_most_block(draws, bounds, place), first - place)
    bits = 0
    for p in range(first, draws.shape[0]):
        bits |= (1 if draws[p] <= bounds[p] else 0) << (p - first)
    return bits
