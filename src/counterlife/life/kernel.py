"""How a phase is compiled: every phase has the same five arguments, so that one driver can call them all.

``phase(t, s, r, c, y)``: the month; the `State` of a community in W worlds; the `RuleTables`; the `Community`; the `Tally` to add to.

A kernel sees each of these named tuples as a *deck*: one address, under which the arrays' addresses and shapes are written down. Handing
over an address instead of some fifty arrays makes the kernels compile several times faster; `s.number[w, DEBT, p]` reads the same.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from llvmlite.binding import Linkage
from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core import cgutils, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.datamodel import models
from numba.core.typed_passes import AnnotateTypes, IRLegalization, NativeLowering, NoPythonBackend, NopythonTypeInference, PreLowerStripPhis
from numba.core.typing.templates import AttributeTemplate
from numba.core.untyped_passes import FixupArgs, GenericRewrites, IRProcessing, ReconstructSSA, TranslateByteCode
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, register_model
from numba.np import arrayobj

from counterlife.life import columns as col
from counterlife.life.columns import State
from counterlife.life.tally import Tally, empty
from counterlife.regime import tables as tab
from counterlife.regime.tables import RuleTables
from counterlife.town import traits
from counterlife.town.traits import Community

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_njit: Any = numba.njit  # its stubs do not know the options that leave wrappers out

SELDOM = 20_000, 50, 100
"""When garbage is collected while compiling, which makes many things and few cycles."""
CARD = 8
"""Words that a deck keeps for one array: its address, then its shape."""


class Deck(types.Type):
    """The numba type of a named tuple of arrays that is handed over by address.

    Arrays are contiguous. What is more than one in the ``shape`` of the sample is that number for every such array, and is known to the
    machine code; every other length is read from the deck.
    """

    def __init__(self, name: str, arrays: dict[str, types.Array], shapes: dict[str, tuple[int, ...]]) -> None:
        self.arrays = arrays
        self.shapes = shapes
        self.places = {field: place for place, field in enumerate(arrays)}
        kinds = hashlib.sha256(repr((arrays, shapes)).encode()).hexdigest()[:8]  # short: it is part of every compiled function's name
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
    shape = [ir.Constant(word, length) if length > 1 else load(1 + k) for k, length in enumerate(typ.shapes[attr])]
    itemsize = ir.Constant(word, context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    strides, items = [], ir.Constant(word, 1)
    for length in reversed(shape):
        strides.append(builder.mul(items, itemsize))
        items = builder.mul(items, length)
    array.shape = cgutils.pack_array(builder, shape, ty=word)
    array.strides = cgutils.pack_array(builder, strides[::-1], ty=word)
    array.nitems = items
    array.itemsize = itemsize
    array.meminfo = ir.Constant(array.meminfo.type, None)
    array.parent = ir.Constant(array.parent.type, None)
    return array._getvalue()


def _deck(name: str, sample: Any) -> Deck:
    arrays = sample._asdict()
    return Deck(
        name, {field: numba.typeof(array) for field, array in arrays.items()}, {field: array.shape for field, array in arrays.items()}
    )


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
        if any(known > 1 and known != length for known, length in zip(deck.shapes[name], array.shape, strict=True)):
            raise TypeError(f"{name}: kernels were compiled for another shape than {array.shape}")
        card[0] = array.ctypes.data
        card[1 : 1 + array.ndim] = array.shape
    return cards


def _samples(names: Iterable[str], shapes: dict[str, tuple[int, ...]], kinds: dict[str, type], usual: type) -> dict[str, Any]:
    return {name: np.zeros(shapes[name], dtype=kinds.get(name, usual)) for name in names}


def _sample_state() -> State:
    shapes: dict[str, tuple[int, ...]] = {
        "byte": (1, col.BYTES, 1), "number": (1, col.NUMBERS, 1), "react": (1, col.REACTS, 1), "scores": (1, 1, 1, col.SCORE_PLACES),
        "listings": (1, 1, 1, col.LISTING_ROWS), "records": (1, 1, col.RECORD_FIELDS), "bare": (1, 1, 1), "peers": (1, 1),
        "bucket": (1, 1), "queue": (1, 3, 1), "court": (1, 2, 1), "docket": (1, 2, 1), "cell": (1, col.RIGHTS, 1),
        "event": (col.EVENT_FIELDS, 1),
        "sight": (1, col.SIGHT_FIELDS, 1), "adult": (1,), "bit": (1, 1), "usual": (1, 1), "ceiling": (1, 1), "top": (1, 1),
        "lane": (8, 1), "draw": (4, 1), "point": (4, 1), "covered": (1, 1), "within": (1, 1, 1), "place": (2, 1), "caught": (1,),
        "glance": (1, 3, 1), "control": (1, col.CONTROLS), "note": (1, col.NOTE_FIELDS), "firm": (1, col.FM_ROWS, 1),
        "firm_score": (1, 1, col.FM_SCORE_ROWS, 1), "firm_listing": (1, 1, col.FM_LISTING_ROWS, 1),
        "firm_record": (1, col.FR_FIELDS, 1), "firm_event": (3, 1), "firm_sight": (1, col.FV_FIELDS, 1), "firm_point": (1,),
        "reckoned": (1, col.K_ROWS, 1), "still": (col.STILL_ROWS, 1), "whole": (1, 1, col.WHOLE_ROWS, 1), "roll": (col.ROLLS, 1),
        "block": (2, 1), "log": (col.LOG_FIELDS, 1), "logged": (1,), "loss": (1, 1),
    }  # fmt: skip
    kinds: dict[str, type] = dict.fromkeys(("byte", "still", "peers"), np.uint8) | dict.fromkeys(("usual", "ceiling", "lane"), np.uint16)
    wide = ("bit", "draw", "covered", "point", "within", "caught", "glance", "control", "firm_point", "loss", "court")
    kinds |= dict.fromkeys(wide, np.int64)
    return State(**_samples(State._fields, shapes, kinds, np.int32))


def _sample_rules() -> RuleTables:
    shapes: dict[str, tuple[int, ...]] = {
        "town": (tab.T_FIELDS,), "act": (1, tab.ACT_FIELDS), "demand": (1,), "world": (1, tab.W_FIELDS),
        "channel": (1, 1, tab.CH_FIELDS), "sees": (1, 1, 1), "cover": (1, 1, 1, 1), "mistaken": (1, 1, 1), "false_report": (1, 1, 1),
        "false_match": (1, 1, 1), "malice": (1, 1, 1), "share": (1, 1, 1), "scheme": (1, 1, tab.S_FIELDS),
        "band": (1, 1, tab.BANDS), "entry": (1, 1, 1, tab.E_FIELDS), "listed": (1, 1, tab.L_FIELDS), "withheld": (1, 1, 1),
        "pairs": (1, 2), "exp": (1,), "poisson_offset": (1,), "poisson_cdf": (1,), "discretion": (1, 1), "obligation": (1, 1),
        "react": (1, tab.X_FIELDS), "joining": (1, 1, tab.J_FIELDS), "pressure": (1, 1, 1), "pilot": (1, 1, 1), "price": (1, 1),
        "deter_risk": (1, 1), "deter_month": (1, 1), "copy": (1, 1, tab.CP_FIELDS), "stage": (1, 1, tab.STAGES, 2),
        "look": (1, tab.LK_FIELDS), "worth": (1, col.RIGHTS + col.REWARD_BITS),
        "rank": (1, 1), "guess": (1, 1, tab.GU_FIELDS), "guess_act": (1, 1, 1), "guess_share": (1, 1, 2, 1),
        "firm_world": (1, tab.FW_FIELDS), "firm_act": (1, tab.FA_FIELDS), "firm_comply": (1, 1, tab.FC_FIELDS), "firm_sees": (1, 1, 1),
        "firm_cover": (1, 1, 1), "firm_mistaken": (1, 1), "firm_scheme": (1, 1, tab.FS_FIELDS), "firm_entry": (1, 1, 1, tab.FE_FIELDS),
        "firm_listed": (1, 1, tab.FL_FIELDS), "firm_withheld": (1, 1, 1), "reckon": (1, tab.RK_FIELDS), "demands": (1, 1),
        "claim": (1, 1, 1), "gravity": (1, 3), "thin": (tab.TH_FIELDS,),
    }  # fmt: skip
    return RuleTables(**_samples(RuleTables._fields, shapes, {}, np.int64))


def _sample_community() -> Community:
    shapes: dict[str, tuple[int, ...]] = {
        "byte": (traits.BYTES, 1), "number": (traits.NUMBERS, 1), "tie": (1, 1), "tie_kind": (1,), "firm": (traits.FIRM_FIELDS, 1),
    }  # fmt: skip
    return Community(**_samples(Community._fields, shapes, dict.fromkeys(("byte", "tie_kind"), np.uint8), np.int32))


STATE = _deck("State", _sample_state())
RULES = _deck("Rules", _sample_rules())
COMMUNITY = _deck("Community", _sample_community())
TALLY = _deck("Tally", empty(1, 1, 1, 1, 1, 1, 1, 1))
SIGNATURE = types.void(types.int64, STATE, RULES, COMMUNITY, TALLY)


def _opener(deck: Deck) -> Any:
    def typing(typing_context: Any, address: Any) -> Any:
        return deck(types.int64), lambda context, builder, signature, arguments: arguments[0]

    return intrinsic(typing)


open_state, open_rules, open_community, open_tally = (_opener(deck) for deck in (STATE, RULES, COMMUNITY, TALLY))


class _PhaseLibrary(JITCodeLibrary):
    """The code of a phase with all its parts. Nobody else calls them there, so they may be taken apart and into each other."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.linkonce_odr:
                function.linkage = "internal"
        super()._optimize_final_module()


@contextmanager
def _from_the_front() -> Iterator[None]:
    """Lower indices as they are: none in the kernels counts from an array's end, and asking each one takes time."""
    usual = arrayobj.fix_integer_index
    arrayobj.fix_integer_index = lambda context, builder, kind, index, size: context.cast(builder, index, kind, types.intp)
    try:
        yield
    finally:
        arrayobj.fix_integer_index = usual


@contextmanager
def _in_haste() -> Iterator[None]:
    """Ask only once what an operator makes of its kinds of argument (numba tries dozens of templates each time); collect garbage rarely."""
    operators: Any = types.Function
    usual, often, known = operators.get_call_type, gc.get_threshold(), dict[Any, Any]()

    def get_call_type(self: Any, context: Any, arguments: Any, keywords: Any) -> Any:
        if keywords:
            return usual(self, context, arguments, keywords)
        if (self.key, arguments) not in known:
            known[self.key, arguments] = usual(self, context, arguments, keywords)
        return known[self.key, arguments]

    operators.get_call_type = get_call_type
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        operators.get_call_type = usual
        gc.set_threshold(*often)


@register_pass(mutates_CFG=True, analysis_only=False)
class _PhaseLowering(NativeLowering):
    """Lower a phase."""

    _name = "phase_lowering"

    def run_pass(self, state: Any) -> bool:
        state.library = _PhaseLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        with _from_the_front():
            return bool(super().run_pass(state))


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
        with _from_the_front():
            super().run_pass(state)
        lowered = state["cr"]
        stub = _dynfunc.make_function(
            lowered.fndesc.lookup_module(), state.func_id.func_qualname, "", 0, lowered.env, (state.library,)
        )  # what its callers know the part by; it has no address
        state.targetctx.insert_user_function(stub, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=stub)
        return True


_STEPS = (
    TranslateByteCode, FixupArgs, IRProcessing, GenericRewrites, ReconstructSSA, NopythonTypeInference, PreLowerStripPhis,
    IRLegalization, AnnotateTypes,
)  # fmt: skip


class _Compiler(CompilerBase):
    """The steps of numba's pipeline that kernels need (they have no closures, lists or array expressions), with a lowering of its own."""

    lowering: type[NativeLowering]

    def define_pipelines(self) -> list[Any]:
        pipeline = PassManager("kernel")
        for step in (*_STEPS, self.lowering, NoPythonBackend):
            pipeline.add_pass(step, step.__name__)
        pipeline.finalize()
        return [pipeline]


class _PhaseCompiler(_Compiler):
    lowering = _PhaseLowering


class _PartCompiler(_Compiler):
    lowering = _PartLowering


def phase(function: _Function) -> _Function:
    """Make a phase one that is compiled, with the one signature, when it is first asked for (`compile_phases`, or a driver that calls it).

    The interpreter lock is released, the machine code kept on disk. Only the driver calls phases: what two of them share is a `part`.
    """
    return cast(
        "_Function",
        _njit(nogil=True, cache=True, no_cpython_wrapper=True, error_model="numpy", _nrt=False, pipeline_class=_PhaseCompiler)(function),
    )


def compile_phases(phases: Iterable[Any]) -> None:
    """Compile phases, or load their machine code."""
    with _in_haste():
        for each in phases:
            each.compile(SIGNATURE)


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
