"""How the kernels of a town are compiled, and their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from counterlife.parts import NUMBERS, Kernel, declared, part_of, type_of
from counterlife.town.decks import COMMUNITY, PATTERN, ROOM

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_WORDS = NUMBERS | {deck.name: type_of(deck) for deck in (PATTERN, COMMUNITY, ROOM)}


def kernel(function: Callable[..., None]) -> Kernel:
    """Make a function a kernel that is called by its address."""
    return Kernel(function, declared(function, _WORDS))


def part(function: _Function) -> _Function:
    """Make a function a piece of such kernels, see `counterlife.parts.part_of`."""
    return part_of(function, _WORDS)
