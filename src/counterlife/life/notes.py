"""Notes: the timeline of one watched person, written while the community is lived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import C_NOTES, C_WATCH
from counterlife.life.kernel import part

if TYPE_CHECKING:
    from counterlife.life.columns import State


@part
def note(s: State, t: int, w: int, p: int, kind: int, a: int, b: int, c: int) -> None:
    """Write a note if it is about the watched person; a full notebook counts on without writing."""
    last = s.control.shape[0] - 1
    if s.control[last, C_WATCH] == p:
        place = s.control[last, C_NOTES]
        s.control[last, C_NOTES] = place + 1
        if place < s.note.shape[0]:
            s.note[place, 0] = t
            s.note[place, 1] = w
            s.note[place, 2] = kind
            s.note[place, 3] = a
            s.note[place, 4] = b
            s.note[place, 5] = c
