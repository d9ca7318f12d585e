"""Counting ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Count the ties of adults outside the family, by group, while none has broken."""
    adult, group = c.byte[ADULT], c.byte[GROUP]
    for slot in range(c.tie.shape[0]):
        others = c.tie[slot]
        for g in range(s.ends.shape[1] if c.tie_kind[slot] != FAMILY else 0):
            ties = 0
            for p in range(c.tie.shape[1]):
                ties += 1 if (others[p] >= 0) & (adult[p] != 0) & (group[p] == g) else 0
            s.ends[w, g] += ties


@part
def count_peers(s: State, c: Community) -> None:
    """Count once, by group, to how many adults outside the family each person's ties lead; that holds until one of them breaks."""
    adult, group = c.byte[ADULT], c.byte[GROUP]
    for slot in range(c.tie.shape[0]):
        others = c.tie[slot]
        for p in range(others.shape[0] if c.tie_kind[slot] != FAMILY else 0):
            q = max(0, others[p])
            s.peers[group[q], p] += adult[q] & (1 if others[p] >= 0 else 0)
