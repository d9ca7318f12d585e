"""The driver: one compiled function that calls the kernels of a life, month by month, by their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from counterlife.life.columns import C_FULL
from counterlife.life.kernel import phase

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.decks import Order
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community


def _calling(typing_context: Any, address: Any, t: Any, s: Any, r: Any, c: Any, y: Any) -> Any:
    """Call a phase by its address, as numba's functions are called; kernels cannot fail, so their status is not asked for."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer, word = ir.IntType(8).as_pointer(), ir.IntType(64)
        result, failure = cgutils.alloca_once(builder, pointer), cgutils.alloca_once(builder, pointer)
        kind = ir.FunctionType(ir.IntType(32), [pointer.as_pointer(), pointer.as_pointer(), *(word,) * 5])
        builder.call(builder.inttoptr(arguments[0], kind.as_pointer()), [result, failure, *arguments[1:]])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, s, r, c, y), code


call: Any = intrinsic(_calling)


@phase
def drive(months: int, o: Order, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Live a community from before its first month to after its last; stop where a pool is full."""
    for k in range(o.opening.shape[0]):
        call(o.opening[k], -1, s, r, c, y)
    for t in range(months):
        for k in range(o.monthly.shape[0]):
            if s.control[s.control.shape[0] - 1, C_FULL] == 0:
                call(o.monthly[k], t, s, r, c, y)
    if s.control[s.control.shape[0] - 1, C_FULL] == 0:
        for k in range(o.closing.shape[0]):
            call(o.closing[k], months, s, r, c, y)
