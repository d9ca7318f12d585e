"""Copies of a list: agencies that received it go on withholding after somebody has left, until each clears its own copy.

Whoever leaves such a list is on the list that follows it, ``<name>/copies``, as long as any agency keeps a copy. Nothing of the person's
stands behind that: its cause is ``copy``. Copies are not cleared all at once: each agency draws for itself, month by month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import (
    ASKED,
    AWARE,
    C_COMMUNITY,
    C_SEED,
    CAUSE,
    COPIES_HIGH,
    COPIES_LOW,
    LISTED,
    N_LISTED,
    R_ACT,
    RECORD,
    SINCE,
    STALE,
    TOLD,
    UNTIL,
    WAITING,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.notes import note
from counterlife.life.tally import LIST
from counterlife.regime.tables import (
    COPY_HALF,
    CP_CLEARS,
    CP_CODE,
    CP_RECEIVES,
    CP_RIGHTS,
    CP_SINCE,
    L_CODE,
    L_COPIES,
    L_COPY,
    NEVER,
    W_COPY_TOLD,
    W_KNOWN,
)  # fmt: skip
from counterlife.town.traits import GROUP
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

COPY, CLEAR, TELL = CAUSES.index("copy"), luck.PURPOSE["copy"], luck.PURPOSE["notice"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
LOW_HALF = (1 << COPY_HALF) - 1
L_ENTRIES = LIST["entries"]


@part
def copies_of(s: State, w: int, k: int, p: int) -> int:
    """Bits of the agencies that keep a copy of a person, on a list of copies."""
    return s.listings[w, k, p, COPIES_LOW] | s.listings[w, k, p, COPIES_HIGH] << COPY_HALF


@part
def rights_of_copies(s: State, r: RuleTables, w: int, k: int, p: int, t: int) -> int:
    """What the copies that are left of a person withhold, within what the list itself and its agencies may."""
    copies, bits = copies_of(s, w, k, p), 0
    for agency in range(r.copy.shape[1]):
        if (copies >> agency) & 1 != 0:
            bits |= r.copy[w, agency, CP_RIGHTS]
    return bits & r.withheld[w, r.listed[w, k, L_COPY] - 1, t]


@part
def not_cleared(t: int, s: State, r: RuleTables, w: int, p: int, copies: int) -> int:
    """Of some agencies (bits) those that do not clear their copies of a person this month."""
    last, left = s.control.shape[0] - 1, 0
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    for agency in range(r.copy.shape[1]):
        if (copies >> agency) & 1 != 0:
            draw = words(s.control[last, C_SEED], PERSON, entity, t, CLEAR, r.copy[w, agency, CP_CODE], 0)[0]
            if draw >= r.copy[w, agency, CP_CLEARS]:
                left |= 1 << agency
    return left


@part
def put_copies(s: State, w: int, k: int, p: int, copies: int) -> None:
    """Write down which agencies keep a copy."""
    s.listings[w, k, p, COPIES_LOW] = copies & LOW_HALF
    s.listings[w, k, p, COPIES_HIGH] = copies >> COPY_HALF
    s.byte[w, STALE, p] = 1


@part
def is_told_of_copies(t: int, s: State, r: RuleTables, w: int, follows: int, p: int) -> bool:
    """Whether somebody is told which agencies keep a copy, and what can be done about it."""
    if r.world[w, W_COPY_TOLD] == 0 or r.world[w, W_KNOWN] == 0:
        return False
    last = s.control.shape[0] - 1
    entity, code = s.control[last, C_COMMUNITY] * SPAN + p, r.listed[w, follows, L_CODE]
    return words(s.control[last, C_SEED], PERSON, entity, t, TELL, code, 0)[0] < r.world[w, W_COPY_TOLD]


@part
def keep_copies(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int) -> None:
    """Somebody leaves list ``k``: agencies that received it, and do not clear their copies at once, keep them.

    Nobody has a copy of somebody who was on and off within one month.
    """
    copies = 0
    if s.listings[w, k, p, SINCE] == t:
        return
    for agency in range(r.copy.shape[1]):
        if (r.copy[w, agency, CP_RECEIVES] >> k) & 1 != 0 and t >= r.copy[w, agency, CP_SINCE]:
            copies |= 1 << agency
    copies = not_cleared(t, s, r, w, p, copies)
    if copies == 0:
        return
    follows, deciding = r.listed[w, k, L_COPIES] - 1, s.listings[w, k, p, RECORD]
    bit = 1 << follows
    put_copies(s, w, follows, p, copies)
    s.listings[w, follows, p, SINCE] = t
    s.listings[w, follows, p, UNTIL] = NEVER
    s.listings[w, follows, p, CAUSE] = COPY
    s.listings[w, follows, p, TOLD] = t if is_told_of_copies(t, s, r, w, follows, p) else -1
    s.listings[w, follows, p, RECORD] = deciding if deciding > 0 and s.records[w, deciding - 1, R_ACT] >= 0 else 0
    s.number[w, LISTED, p] |= bit
    s.number[w, AWARE, p] |= bit
    s.number[w, ASKED, p] &= ~bit
    s.number[w, WAITING, p] &= ~bit
    y.list_[w, follows, t, c.byte[GROUP, p], L_ENTRIES + COPY] += 1
    note(s, t, w, p, N_LISTED, follows, COPY, 1)
