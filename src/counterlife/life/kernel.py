"""How a phase is compiled: every phase has the same five arguments, so that one driver can call them all.

``phase(t, s, r, c, y)``: the month; the `State` of a community in W worlds; the `RuleTables`; the `Community`; the `Tally` to add to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from counterlife.life.decks import COMMUNITY, ORDER, RULES, STATE, TALLY
from counterlife.parts import NUMBERS, Kernel, declared, part_of, type_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_WORDS = NUMBERS | {deck.name: type_of(deck) for deck in (STATE, RULES, COMMUNITY, TALLY, ORDER)}


def phase(function: Callable[..., None]) -> Kernel:
    """Make a function a phase. Only the driver calls phases, and the interpreter lock is released: what two of them share is a `part`."""
    return Kernel(function, declared(function, _WORDS))


def part(function: _Function) -> _Function:
    """Make a function a piece of phases, see `counterlife.parts.part_of`."""
    return part_of(function, _WORDS)
