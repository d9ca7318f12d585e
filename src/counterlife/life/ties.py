"""Counting ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.kernel import part
from counterlife.words import TIE_KINDS

if TYPE_CHECKING:
    from counterlife.town.traits import Community

FAMILY = TIE_KINDS.index("family")


@part
def outer_ties(c: Community, p: int, slots: int) -> int:
    """How many of the slots (bits) are ties of a person outside the family."""
    count = 0
    for slot in range(c.tie.shape[0]):
        if (slots >> slot) & 1 != 0 and c.tie[slot, p] >= 0 and c.tie_kind[slot] != FAMILY:
            count += 1
    return count
