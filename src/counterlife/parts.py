"""How kernels are compiled: parts, and kernels made of them.

A part is a piece that kernels share; it is lowered once, and linked and optimised with each kernel that it belongs to. A kernel becomes an
object file, which `counterlife.kernels` keeps and takes into a process. Arrays come in decks (`counterlife.decks`).
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
from llvmlite import ir
from llvmlite.binding import Linkage
from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core import cgutils, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.datamodel import models
from numba.core.ir import Assign, Expr, SetItem, StaticSetItem
from numba.core.lowering import Lower
from numba.core.postproc import PostProcessor
from numba.core.transforms import canonicalize_cfg
from numba.core.typed_passes import AnnotateTypes, IRLegalization, NativeLowering, NoPythonBackend, NopythonTypeInference, PreLowerStripPhis
from numba.core.typing.templates import AttributeTemplate
from numba.core.untyped_passes import FixupArgs, GenericRewrites, IRProcessing, ReconstructSSA, TranslateByteCode
from numba.extending import infer_getattr, lower_getattr_generic, register_model
from numba.np import arrayobj

from counterlife.decks import CARD, Deck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_njit: Any = numba.njit  # its stubs do not know the options that leave wrappers out

SELDOM = 20_000, 50, 100
"""When garbage is collected while compiling, which makes many things and few cycles."""


class DeckType(types.Type):
    """The numba type of a deck: one address."""

    def __init__(self, deck: Deck) -> None:
        self.arrays: dict[str, types.Array] = {field: numba.typeof(array) for field, array in deck.arrays.items()}
        self.shapes = {field: array.shape for field, array in deck.arrays.items()}
        self.places = {field: place for place, field in enumerate(self.arrays)}
        kinds = hashlib.sha256(repr((self.arrays, self.shapes)).encode()).hexdigest()[:8]  # short: it is part of every function's name
        super().__init__(name=f"{deck.name}.{kinds}")


@cache
def type_of(deck: Deck) -> DeckType:
    """The numba type of a deck."""
    return DeckType(deck)


@register_model(DeckType)
class _DeckModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: DeckType) -> None:
        super().__init__(dmm, fe_type, ir.IntType(64))


@infer_getattr
class _DeckAttributes(AttributeTemplate):
    key = DeckType

    def generic_resolve(self, typ: DeckType, attr: str) -> types.Array | None:  # type: ignore[override]
        return typ.arrays.get(attr)


def _look_up(context: Any, builder: Any, typ: DeckType, value: Any, attr: str) -> tuple[Any, list[Any]]:
    """Where an array's numbers lie, and its shape; the loads are invariant, so loops can keep them in registers."""
    word, numbers = ir.IntType(64), context.get_data_type(typ.arrays[attr].dtype).as_pointer()
    cards = builder.inttoptr(value, word.as_pointer())
    first = CARD * typ.places[attr]
    invariant = builder.module.add_metadata([])

    def load(place: int) -> Any:
        number = builder.load(builder.gep(cards, [ir.Constant(word, first + place)]))
        number.set_metadata("invariant.load", invariant)
        return number

    shape = [ir.Constant(word, length) if length > 1 else load(1 + k) for k, length in enumerate(typ.shapes[attr])]
    return builder.inttoptr(load(0), numbers), shape


@lower_getattr_generic(DeckType)
def _read_card(context: Any, builder: Any, typ: DeckType, value: Any, attr: str) -> Any:
    """Build an array's descriptor from its card."""
    kind: Any = typ.arrays[attr]
    word = ir.IntType(64)
    array = context.make_array(kind)(context, builder)
    array.data, shape = _look_up(context, builder, typ, value, attr)
    itemsize = ir.Constant(word, kind.dtype.bitwidth // 8)
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


class _Lower(Lower):
    """Lower what reads or writes one number of a deck's array without a descriptor of the array, which takes most of the time else."""

    def _find_singly_assigned_variable(self) -> None:
        super()._find_singly_assigned_variable()
        self.looked_up = _only_indexed(self)

    def lower_assign(self, ty: Any, inst: Any) -> Any:
        if inst.target.name in self.looked_up:
            return self.loadvar(inst.value.value.name)  # the deck's address stands for the array
        return super().lower_assign(ty, inst)

    def lower_expr(self, resty: Any, expr: Any) -> Any:
        if expr.op in _READS and expr.value.name in self.looked_up:
            kind, place = self._place(expr.value, _index(expr))
            number = self.context.unpack_value(self.builder, kind.dtype, place)
            return self.context.cast(self.builder, number, kind.dtype, resty)
        return super().lower_expr(resty, expr)

    def lower_setitem(self, target_var: Any, index_var: Any, value_var: Any, signature: Any) -> Any:
        if target_var.name not in self.looked_up:
            return super().lower_setitem(target_var, index_var, value_var, signature)
        kind, place = self._place(target_var, index_var)
        number = self.context.cast(self.builder, self.loadvar(value_var.name), self.typeof(value_var.name), kind.dtype)
        return self.context.pack_value(self.builder, kind.dtype, number, place)

    def _place(self, array: Any, index: Any) -> tuple[types.Array, Any]:
        """The kind of an array, and where the number with an index lies."""
        deck, attr = self.looked_up[array.name]
        data, shape = _look_up(self.context, self.builder, deck, self.loadvar(array.name), attr)
        kinds, values = _each(self.typeof(index.name)), [self.loadvar(index.name)]
        if isinstance(self.typeof(index.name), types.BaseTuple):
            values = cgutils.unpack_tuple(self.builder, values[0], len(kinds))
        places = [self.context.cast(self.builder, *pair, types.intp) for pair in zip(values, kinds, strict=True)]
        return deck.arrays[attr], cgutils.get_item_pointer2(self.context, self.builder, data, shape, None, "C", places)


_READS = ("getitem", "static_getitem")


def _each(kind: Any) -> list[Any]:
    """The kinds of the indices that an index is made of."""
    several = isinstance(kind, types.BaseTuple)
    return list(kind.types) if several else [kind]


def _index(expr: Any) -> Any:
    return expr.index if expr.op == "getitem" else expr.index_var


def _only_indexed(lower: Any) -> dict[str, tuple[DeckType, str]]:
    """Names of arrays of decks that a block takes only to read or write single numbers, with the deck and the field."""
    found, uses = {}, Counter[str]()
    for block in lower.blocks.values():
        for step in block.body:
            uses.update(variable.name for variable in step.list_vars())
            value = getattr(step, "value", None)
            if isinstance(step, SetItem | StaticSetItem):
                array, index = step.target, step.index if isinstance(step, SetItem) else step.index_var
            elif isinstance(step, Assign) and isinstance(value, Expr) and value.op in _READS:
                array, index = value.value, _index(value)
            else:
                if isinstance(step, Assign) and isinstance(value, Expr) and value.op == "getattr":
                    deck, name = lower.typeof(value.value.name), step.target.name
                    if isinstance(deck, DeckType) and name in lower._singly_assigned_vars:
                        found[name] = deck, value.attr
                continue
            kind, kinds = lower.typeof(array.name), _each(lower.typeof(index.name)) if index is not None else [None]
            numbers = all(isinstance(one, types.Integer) for one in kinds)
            if isinstance(kind, types.Array) and len(kinds) == kind.ndim and numbers:
                uses[array.name] -= 1
    return {name: field for name, field in found.items() if uses[name] == 1}


@contextmanager
def _from_the_front() -> Iterator[None]:
    """Lower indices as they are: none in the kernels counts from an array's end, and asking each one takes time."""
    usual = arrayobj.fix_integer_index
    arrayobj.fix_integer_index = lambda context, builder, kind, index, size: context.cast(builder, index, kind, types.intp)
    try:
        yield
    finally:
        arrayobj.fix_integer_index = usual


def _get_call_type(usual: Any) -> Any:
    """Ask only once what an operator makes of its kinds of argument: numba tries dozens of templates each time."""
    known: dict[Any, Any] = {}

    def get_call_type(self: Any, context: Any, arguments: Any, keywords: Any) -> Any:
        if keywords:
            return usual(self, context, arguments, keywords)
        if (self.key, arguments) not in known:
            known[self.key, arguments] = usual(self, context, arguments, keywords)
        return known[self.key, arguments]

    return get_call_type


def _run(usual: Any) -> Any:
    """Find how long variables live where that is asked for at last, and not after every step."""

    def run(self: Any, emit_dels: bool = False, extend_lifetimes: bool = False) -> None:
        if emit_dels:
            usual(self, emit_dels, extend_lifetimes)
        else:
            self.func_ir.blocks = canonicalize_cfg(self.func_ir.blocks)

    return run


@contextmanager
def _in_haste() -> Iterator[None]:
    """Have numba not do again what it has done, and collect garbage rarely."""
    often = gc.get_threshold()
    places: list[tuple[Any, str, Any]] = [(types.Function, "get_call_type", _get_call_type), (PostProcessor, "run", _run)]
    usual = [getattr(owner, name) for owner, name, _ in places]
    for (owner, name, quick), slow in zip(places, usual, strict=True):
        setattr(owner, name, quick(slow))
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        for (owner, name, _), slow in zip(places, usual, strict=True):
            setattr(owner, name, slow)
        gc.set_threshold(*often)


class _PartLibrary(JITCodeLibrary):
    """The code of a part. It is linked into kernels and optimised there: on its own it is neither, nor turned into machine code."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


class _KernelLibrary(_PartLibrary):
    """The code of a kernel with all its parts. Nobody else calls them there, so they may be taken apart and into each other."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.linkonce_odr:
                function.linkage = "internal"
        JITCodeLibrary._optimize_final_module(self)

    @global_compiler_lock
    def object_file(self) -> bytes:
        self.finalize()
        code: bytes = self._codegen._tm.emit_object(self._final_module)
        return code


class _Lowering(NativeLowering):
    """Lower a function to a library, and leave it at that: it gets no address in this process."""

    kept_as: type[_PartLibrary]
    lowering_class = _Lower

    def run_pass(self, state: Any) -> bool:
        code = state["library"] = self.kept_as(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        with _from_the_front():
            super().run_pass(state)
        lowered = state["cr"]
        stub = _dynfunc.make_function(
            lowered.fndesc.lookup_module(), state.func_id.func_qualname, "", 0, lowered.env, (code,)
        )  # what its callers know a part by
        state.targetctx.insert_user_function(stub, lowered.fndesc, [code])
        state["cr"] = lowered._replace(cfunc=stub)
        return True


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(_Lowering):
    _name: Any = "part_lowering"
    kept_as = _PartLibrary


@register_pass(mutates_CFG=True, analysis_only=False)
class _KernelLowering(_Lowering):
    _name: Any = "kernel_lowering"
    kept_as = _KernelLibrary


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


class _KernelCompiler(_Compiler):
    lowering = _KernelLowering


class _PartCompiler(_Compiler):
    lowering = _PartLowering


class Kernel:
    """A function that is compiled whole, to be called by its address; `counterlife.kernels` keeps its machine code.

    Attributes
    ----------
    function : callable
        What it is in Python. Other kernels cannot call it: what two of them share is a part.
    """

    def __init__(self, function: Callable[..., Any], signature: Any) -> None:
        self.function = function
        self.signature = signature

    def machine_code(self) -> tuple[str, bytes]:
        """Compile it; returns the name of the function to call, and an object file."""
        dispatcher = _njit(**_ALONE, pipeline_class=_KernelCompiler)(self.function)
        with _in_haste():
            dispatcher.compile(self.signature)
            compiled = dispatcher.overloads[self.signature.args]._asdict()
            return compiled["fndesc"].llvm_func_name, compiled["library"].object_file()


_ALONE = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "error_model": "numpy", "_nrt": False}


def declared(function: Callable[..., Any], words: Mapping[str, types.Type]) -> Any:
    """The signature that annotations spell, by the words for types."""
    kinds = {name: words[word] for name, word in function.__annotations__.items()}
    return kinds.pop("return")(*kinds.values())


def callable_part(function: _Function, inline: bool = False) -> _Function:
    """Make a function one that Python can call, and a part of the kernels that do; what it is there goes by its arguments' types."""
    dispatcher = _njit(nogil=True, cache=True, forceinline=inline)(function)
    as_part = _njit(**_ALONE, forceinline=inline, pipeline_class=_PartCompiler)(function)
    dispatcher.get_call_template, dispatcher.get_overload = as_part.get_call_template, as_part.get_overload
    return cast("_Function", dispatcher)


def part_of(function: _Function, words: Mapping[str, types.Type]) -> _Function:
    """Make a function a part, called from kernels only; its annotations are its types.

    Every ``int`` is 64 bits wide; without that, each mix of narrow and wide numbers at a call would compile another copy. Nothing is
    compiled before a kernel that isn't in the cache calls it.
    """
    dispatcher = _njit(**_ALONE, pipeline_class=_PartCompiler)(function)
    kinds, template_of = declared(function, words).args, dispatcher.get_call_template
    dispatcher.get_call_template = lambda args, kws: template_of(kinds, {})
    return cast("_Function", dispatcher)


NUMBERS = {"int": types.int64, "bool": types.boolean, "None": types.void}
"""What words of annotations stand for, beside those for decks."""
