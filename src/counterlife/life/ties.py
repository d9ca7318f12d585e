"""Counting ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import ENDS
from counterlife.life.kernel import part
from counterlife.town.traits import ADULT, GROUP
from counterlife.words import TIE_KINDS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.town.traits import Community

FAMILY = TIE_KINDS.index("family")


@part
def outer_slots(c: Community) -> int:
    """The slots (bits) of ties outside the family."""
    slots = 0
    for slot in range(c.tie.shape[0]):
        slots |= (1 if c.tie_kind[slot] != FAMILY else 0) << slot
    return slots


@part
def count_outer(s: State, c: Community, w: int) -> None:
    """Count everybody's ties outside the family, while none has broken."""
    ends = s.number[w, ENDS]
    for p in range(ends.shape[0]):
        ends[p] = 0
    for slot in range(c.tie.shape[0]):
        others = c.tie[slot]
        for p in range(ends.shape[0] if c.tie_kind[slot] != FAMILY else 0):
            ends[p] += 1 if others[p] >= 0 else 0


@part
def count_peers(s: State, c: Community) -> None:
    """Count once, by group, to how many adults outside the family each person's ties lead; that holds until one of them breaks."""
    adult, group = c.byte[ADULT], c.byte[GROUP]
    for slot in range(c.tie.shape[0]):
        others = c.tie[slot]
        for p in range(others.shape[0] if c.tie_kind[slot] != FAMILY else 0):
            q = max(0, others[p])
            s.peers[group[q], p] += adult[q] & (1 if others[p] >= 0 else 0)
