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
    ENDS,
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
def break_tie(t: int, s: State, c: Community, y: Tally, w: int, p: int, slot: int) -> None:
    """Break a tie at both ends, for good."""
    q = c.tie[slot, p]
    s.number[w, BROKEN, p] |= 1 << slot
    s.number[w, BROKEN, q] |= 1 << slot
    s.number[w, ENDS, p] -= 1
    s.number[w, ENDS, q] -= 1
    y.flow[w, t, c.byte[GROUP, p], F_BROKEN] += 1 if c.byte[ADULT, p] != 0 else 0
    y.flow[w, t, c.byte[GROUP, q], F_BROKEN] += 1 if c.byte[ADULT, q] != 0 else 0
    note(s, t, w, p, N_TIE, q, 0, 0)
    note(s, t, w, q, N_TIE, p, 0, 0)


@part
def try_tie(s: State, p: int, slot: int, count: int) -> int:
    """Put down in ``s.lot`` whose luck decides of which tie, after ``count`` others; returns how many stand there now."""
    s.lot[LOT_ROW, count], s.lot[LOT_CODE, count] = p, slot
    return count + 1


@part
def is_full(s: State, count: int) -> bool:
    """Whether no more ties can be put down."""
    return count + ABREAST >= s.lot.shape[1]


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
            for slot in range(c.tie.shape[0]):
                q = c.tie[slot, p]
                if q < 0 or ((outer & ~s.number[w, BROKEN, p]) >> slot) & 1 == 0:
                    continue
                count = try_tie(s, min(p, q), slot, count)
                if is_full(s, count):
                    break_tried(t, s, r, c, y, w, TIE_BREAK, count)
                    count = 0
    break_tried(t, s, r, c, y, w, TIE_BREAK, count)


@part
def drop_ties(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Those who know of the regime may drop ties to people in a low band."""
    scheme, outer, count = r.react[w, X_DROP_SCHEME], outer_slots(c), 0
    if 0 < r.scheme[w, scheme, S_UNTIL] <= t:
        return
    bands = s.whole[w, scheme, BAND_BEFORE]
    for block in range(s.bit.shape[1]):
        bits = within(bands, r.react[w, X_DROP_BAND], block * BLOCK) & members_of(s, r, w, scheme, block) & s.bit[BIT_ADULT, block]
        while bits != 0:
            q = block * BLOCK + lowest(bits)
            bits &= bits - 1
            for slot in range(c.tie.shape[0]):
                p = c.tie[slot, q]  # ties lead both ways, in the same slot
                if p < 0 or ((outer & ~s.number[w, BROKEN, q]) >> slot) & 1 == 0:
                    continue
                if c.byte[ADULT, p] == 0 or s.byte[w, ATTENTIVE, p] == 0:
                    continue
                count = try_tie(s, p, slot, count)
                if is_full(s, count):
                    break_tried(t, s, r, c, y, w, TIE_DROP, count)
                    count = 0
    break_tried(t, s, r, c, y, w, TIE_DROP, count)
