"""Ties that break: of publicly listed people, and those dropped to people in a low band; both outside the family, and for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill_coded
from counterlife.life.bits import BLOCK, having, lowest, within
from counterlife.life.columns import (
    ATTENTIVE,
    BAND_BEFORE,
    BIT_ADULT,
    BROKEN,
    C_COMMUNITY,
    C_SEED,
    LOT_CODE,
    LOT_ROW,
    N_TIE,
    PUBLIC,
)
from counterlife.life.kernel import part
from counterlife.life.members import members_of
from counterlife.life.notes import note
from counterlife.life.tally import FLOW
from counterlife.life.ties import outer_slots
from counterlife.regime.tables import S_UNTIL, W_TIE_BREAK, X_DROP, X_DROP_BAND, X_DROP_SCHEME
from counterlife.town.traits import ADULT, GROUP

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

TIE_BREAK, TIE_DROP = luck.PURPOSE["tie-break"], luck.PURPOSE["tie-drop"]
PERSON, TIE, SPAN, ABREAST = luck.PERSON, luck.TIE, luck.COMMUNITY_SPAN, luck.ABREAST
F_BROKEN, F_DROPPED = FLOW["ties-broken"], FLOW["ties-dropped"]


@part
def lose_end(t: int, s: State, c: Community, y: Tally, w: int, p: int) -> None:
    """Count that somebody's end of a tie is gone; only adults' are counted."""
    if c.byte[ADULT, p] != 0:
        s.ends[w, c.byte[GROUP, p]] -= 1
        y.flow[w, t, c.byte[GROUP, p], F_BROKEN] += 1


@part
def break_tie(t: int, s: State, c: Community, y: Tally, w: int, p: int, slot: int) -> None:
    """Break a tie at both ends, for good."""
    q = c.tie[slot, p]
    s.number[w, BROKEN, p] |= 1 << slot
    s.number[w, BROKEN, q] |= 1 << slot
    lose_end(t, s, c, y, w, p)
    lose_end(t, s, c, y, w, q)
    note(s, t, w, p, N_TIE, q, 0, 0)
    note(s, t, w, q, N_TIE, p, 0, 0)


@part
def try_tie(s: State, p: int, slot: int, count: int) -> None:
    """Put down in ``s.lot``, after ``count`` others, whose luck decides of which tie."""
    s.lot[LOT_ROW, count], s.lot[LOT_CODE, count] = p, slot


@part
def is_full(s: State, c: Community, count: int) -> bool:
    """Whether there may be no room for the ties of one more person."""
    return count + c.tie.shape[0] + ABREAST > s.lot.shape[1]


@part
def break_tried(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, purpose: int, count: int) -> None:
    """Draw the luck of the ties put down, and break those that it breaks; one that both ends put down breaks once."""
    last, dropped = s.control.shape[0] - 1, purpose == TIE_DROP
    kind, threshold = PERSON if dropped else TIE, r.react[w, X_DROP] if dropped else r.world[w, W_TIE_BREAK]
    fill_coded(s.control[last, C_SEED], kind, s.control[last, C_COMMUNITY] * SPAN, t, purpose, s.lot, count, s.drawn)
    for i in range(count):
        p, slot = s.lot[LOT_ROW, i], s.lot[LOT_CODE, i]
        if s.drawn[0, i] < threshold and (s.number[w, BROKEN, p] >> slot) & 1 == 0:
            break_tie(t, s, c, y, w, p, slot)
            if dropped:
                y.flow[w, t, c.byte[GROUP, p], F_DROPPED] += 1
                y.flow[w, t, c.byte[GROUP, c.tie[slot, p]], F_DROPPED] += 1


@part
def break_ties(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Ties of publicly listed people outside their family may break, at both ends."""
    outer, count = outer_slots(c), 0
    for block in range(s.bit.shape[1]):
        bits = having(s.number[w, PUBLIC], 1, block * BLOCK) & s.bit[BIT_ADULT, block]
        while bits != 0:
            p = block * BLOCK + lowest(bits)
            bits &= bits - 1
            whole = outer & ~int(s.number[w, BROKEN, p])
            for slot in range(c.tie.shape[0]):
                q = c.tie[slot, p]
                try_tie(s, min(p, q), slot, count)
                count += (whole >> slot) & (1 if q >= 0 else 0)
            if is_full(s, c, count):
                break_tried(t, s, r, c, y, w, TIE_BREAK, count)
                count = 0
    break_tried(t, s, r, c, y, w, TIE_BREAK, count)


@part
def drop_ties(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Those who know of the regime may drop ties to people in a low band."""
    scheme, outer, count = r.react[w, X_DROP_SCHEME], outer_slots(c), 0
    if 0 < r.scheme[w, scheme, S_UNTIL] <= t:
        return
    bands, adult, attentive = s.whole[w, scheme, BAND_BEFORE], c.byte[ADULT], s.byte[w, ATTENTIVE]
    for block in range(s.bit.shape[1]):
        bits = within(bands, r.react[w, X_DROP_BAND], block * BLOCK) & members_of(s, r, w, scheme, block) & s.bit[BIT_ADULT, block]
        while bits != 0:
            q = block * BLOCK + lowest(bits)
            bits &= bits - 1
            whole = outer & ~int(s.number[w, BROKEN, q])
            for slot in range(c.tie.shape[0]):  # all are put down, and those that do not count are written over
                p = c.tie[slot, q]  # ties lead both ways, in the same slot
                somebody = max(p, 0)
                try_tie(s, somebody, slot, count)
                knows = (p >= 0) & (adult[somebody] != 0) & (attentive[somebody] != 0)
                count += (whole >> slot) & (1 if knows else 0)
            if is_full(s, c, count):
                break_tried(t, s, r, c, y, w, TIE_DROP, count)
                count = 0
    break_tried(t, s, r, c, y, w, TIE_DROP, count)
