"""How a phase is compiled: every phase has the same five arguments, so that one driver can call them all.

``phase(t, s, r, c, y)``: the month; the `State` of a community in W worlds; the `RuleTables`; the `Community`; the `Tally` to add to.

A kernel sees each of these named tuples as a *deck*: one address, under which the arrays' addresses and shapes are written down. Handing
over an address instead of some fifty arrays makes the kernels compile several times faster; `s.number[w, DEBT, p]` reads the same.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core import cgutils, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.datamodel import models
from numba.core.typed_passes import NativeLowering
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, register_model

from counterlife.life.columns import State
from counterlife.life.tally import Tally, empty
from counterlife.regime.tables import RuleTables
from counterlife.town.traits import Community

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_njit: Any = numba.njit  # its stubs do not know the options that leave wrappers out

CARD = 16
"""Words that a deck keeps for one array: its address, then its shape, then (from word 8) its strides."""


class Deck(types.Type):
    """The numba type of a named tuple of arrays that is handed over by address."""

    def __init__(self, name: str, arrays: dict[str, types.Array]) -> None:
        self.arrays = arrays
        self.places = {field: place for place, field in enumerate(arrays)}
        kinds = hashlib.sha256(repr(arrays).encode()).hexdigest()[:8]  # short, since it is part of every compiled function's name
        super().__init__(name=f"{name}.{kinds}")


@register_model(Deck)
class _DeckModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Deck) -> None:
        super().__init__(dmm, fe_type, ir.IntType(64))


@infer_getattr
class _DeckAttributes(AttributeTemplate):
    key = Deck

    def generic_resolve(self, typ: Deck, attr: str) -> types.Array | None:  # type: ignore[override]
        return typ.arrays.get(attr)


@lower_getattr_generic(Deck)
def _read_card(context: Any, builder: Any, typ: Deck, value: Any, attr: str) -> Any:
    """Build an array's descriptor from its card; the loads are invariant, so loops can keep them in registers."""
    kind = typ.arrays[attr]
    word = ir.IntType(64)
    cards = builder.inttoptr(value, word.as_pointer())
    first = CARD * typ.places[attr]
    invariant = builder.module.add_metadata([])

    def load(place: int) -> Any:
        number = builder.load(builder.gep(cards, [ir.Constant(word, first + place)]))
        number.set_metadata("invariant.load", invariant)
        return number

    array = context.make_array(kind)(context, builder)
    array.data = builder.inttoptr(load(0), array.data.type)
    shape = [load(1 + k) for k in range(kind.ndim)]
    items = ir.Constant(word, 1)
    for length in shape:
        items = builder.mul(items, length)
    array.shape = cgutils.pack_array(builder, shape, ty=word)
    array.strides = cgutils.pack_array(builder, [load(8 + k) for k in range(kind.ndim)], ty=word)
    array.nitems = items
    array.itemsize = ir.Constant(word, context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    array.meminfo = ir.Constant(array.meminfo.type, None)
    array.parent = ir.Constant(array.parent.type, None)
    return array._getvalue()


def _deck(name: str, sample: Any) -> Deck:
    return Deck(name, {field: numba.typeof(getattr(sample, field)) for field in sample._fields})


def deal(deck: Deck, arrays: Any) -> NDArray[np.int64]:
    """Write down where the arrays of a named tuple lie. The arrays must outlive the use of the deck.

    Raises
    ------
    TypeError
        If an array is not of the kind that the kernels were compiled for: they would read past it.
    """
    cards = np.zeros((len(arrays), CARD), dtype=np.int64)
    for card, array, (name, kind) in zip(cards, arrays, deck.arrays.items(), strict=True):
        if numba.from_dtype(array.dtype) != kind.dtype or array.ndim != kind.ndim or not array.flags.c_contiguous:
            raise TypeError(f"{name}: kernels take a contiguous array of {kind.ndim} dimensions of {kind.dtype}")
        card[0] = array.ctypes.data
        card[1 : 1 + array.ndim] = array.shape
        card[8 : 8 + array.ndim] = array.strides
    return cards


def _array(dimensions: int, kind: type) -> np.ndarray[Any, Any]:
    return np.zeros((1,) * dimensions, dtype=kind)


def _sample_state() -> State:
    flat = (
        "bucket",
        "event",
        "bit",
        "usual",
        "ceiling",
        "top",
        "lane",
        "draw",
        "point",
        "covered",
        "place",
        "control",
        "note",
        "firm_event",
    )
    others = {"adult": 1, "caught": 1, "scores": 4, "listings": 4, "firm_score": 4, "firm_listing": 4, "firm_point": 1}
    others |= {"still": 2, "whole": 4, "roll": 2, "block": 2, "log": 2, "logged": 1, "loss": 2}
    dimensions = dict.fromkeys(State._fields, 3) | dict.fromkeys(flat, 2) | others
    kinds: dict[str, type] = {
        **dict.fromkeys(State._fields, np.int32),
        "byte": np.uint8,
        "bit": np.int64,
        "usual": np.uint16,
        "ceiling": np.uint16,
        "lane": np.uint16,
        "draw": np.int64,
        "covered": np.int64,
        "point": np.int64,
        "within": np.int64,
        "caught": np.int64,
        "glance": np.int64,
        "control": np.int64,
        "firm_point": np.int64,
        "still": np.uint8,
        "loss": np.int64,
    }
    return State(**{name: _array(dimensions[name], kinds[name]) for name in State._fields})


def _sample_rules() -> RuleTables:
    dimensions = {
        "town": 1, "act": 2, "demand": 1, "world": 2, "channel": 3, "sees": 3, "cover": 4, "mistaken": 3, "false_report": 3,
        "false_match": 3, "malice": 3, "share": 3,
        "scheme": 3, "band": 3, "entry": 4, "listed": 3, "withheld": 3, "pairs": 2, "exp": 1, "poisson_offset": 1,
        "poisson_cdf": 1, "discretion": 2, "obligation": 2, "react": 2, "joining": 3, "pressure": 3, "price": 2,
        "deter_risk": 2, "deter_month": 2,
        "copy": 3, "stage": 4, "look": 2, "rank": 2, "guess": 3, "guess_act": 3, "guess_share": 4,
        "firm_world": 2, "firm_act": 2, "firm_comply": 3, "firm_sees": 3, "firm_cover": 3, "firm_mistaken": 2,
        "firm_scheme": 3, "firm_entry": 4, "firm_listed": 3, "firm_withheld": 3,
        "reckon": 2, "demands": 2, "claim": 3, "gravity": 2, "thin": 1,
    }  # fmt: skip
    return RuleTables(**{name: _array(dimensions[name], np.int64) for name in RuleTables._fields})


STATE = _deck("State", _sample_state())
RULES = _deck("Rules", _sample_rules())
_TRAITS = Community(_array(2, np.uint8), _array(2, np.int32), _array(2, np.int32), _array(1, np.uint8), _array(2, np.int32))
COMMUNITY = _deck("Community", _TRAITS)
TALLY = _deck("Tally", empty(1, 1, 1, 1, 1, 1, 1, 1))
SIGNATURE = types.void(types.int64, STATE, RULES, COMMUNITY, TALLY)


def _opener(deck: Deck) -> Any:
    def typing(typing_context: Any, address: Any) -> Any:
        return deck(types.int64), lambda context, builder, signature, arguments: arguments[0]

    return intrinsic(typing)


open_state, open_rules, open_community, open_tally = (_opener(deck) for deck in (STATE, RULES, COMMUNITY, TALLY))


def phase(function: _Function) -> _Function:
    """Make a phase one that is compiled, with the one signature, when it is first asked for (`compile_phases`, or a driver that calls it).

    The interpreter lock is released, the machine code kept on disk.
    """
    return cast("_Function", _njit(nogil=True, cache=True, no_cpython_wrapper=True, error_model="numpy", _nrt=False)(function))


def compile_phases(phases: Iterable[Any]) -> None:
    """Compile phases, or load their machine code."""
    for each in phases:
        each.compile(SIGNATURE)


class _PartLibrary(JITCodeLibrary):
    """The code of a part. It is linked into phases and optimised there: on its own it is neither, nor turned into machine code."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(NativeLowering):
    """Lower a part to a library that phases can be linked with; that halves the time to compile a phase of many parts."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        state.library = _PartLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = True
        super().run_pass(state)
        lowered = state["cr"]
        stub = _dynfunc.make_function(
            lowered.fndesc.lookup_module(), state.func_id.func_qualname, "", 0, lowered.env, (state.library,)
        )  # what its callers know the part by; it has no address
        state.targetctx.insert_user_function(stub, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=stub)
        return True


class _PartCompiler(CompilerBase):
    """Numba's pipeline for compiled functions, with the lowering of parts."""

    def define_pipelines(self) -> list[Any]:
        pipeline = DefaultPassBuilder.define_nopython_pipeline(self.state)
        pipeline.passes = [(_PartLowering if step is NativeLowering else step, why) for step, why in pipeline.passes]
        pipeline.finalize()
        return [pipeline]


_WORDS = {
    "int": types.int64, "bool": types.boolean, "None": types.void,
    "State": STATE, "RuleTables": RULES, "Community": COMMUNITY, "Tally": TALLY,
}  # fmt: skip


def part(function: _Function) -> _Function:
    """Compile a piece of a phase: called from kernels only, so it gets none of the wrappers that Python or C would need.

    Its annotations are its types: every ``int`` is 64 bits wide. Without that, each mix of narrow and wide numbers at a call would
    compile another copy. Nothing is compiled before a kernel that isn't in the cache calls it.
    """
    dispatcher = _njit(
        nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy", _nrt=False, pipeline_class=_PartCompiler
    )(function)
    declared = tuple(_WORDS[word] for name, word in function.__annotations__.items() if name != "return")
    template_of = dispatcher.get_call_template
    dispatcher.get_call_template = lambda args, kws: template_of(declared, {})
    return cast("_Function", dispatcher)


__all__ = ["COMMUNITY", "RULES", "SIGNATURE", "STATE", "TALLY", "Tally", "deal", "part", "phase"]
