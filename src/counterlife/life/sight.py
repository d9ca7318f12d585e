"""Sight: which channels can see an act at all, and who is within their sight.

A channel's coverage follows the calendar, by place and group; classifiers may have somebody watched more, and whoever fears the regime may
keep out of sight. What only the calendar moves is written down as bits of persons, whenever it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance
from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import (
    ATTENTIVE,
    C_STEADY,
    EYE_CATCHES,
    EYE_LOT,
    EYE_MISTAKES,
    FLAGGED,
    MOOD_FLAGGED,
    RISK,
)
from counterlife.life.kernel import part
from counterlife.regime.tables import (
    CH_CATCHES,
    CH_CODE,
    CH_CONTEXT,
    GU_COVER,
    GU_ON,
    GU_WATCH,
    T_GROUPS,
    W_FEAR_FLOOR,
    W_PHASES,
    X_EVADE,
    X_EVADE_FROM,
    X_EVADE_STEEP,
)  # fmt: skip
from counterlife.town.traits import GROUP, PLACE
from counterlife.words import PHASES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

CODE_BITS = luck.CODE_BITS
PHASE_BIT = PHASES.index("observe")


@part
def find_seers(s: State, r: RuleTables) -> None:
    """Find once which channels can see each act, in each world and in any."""
    worlds = r.world.shape[0]
    for a in range(r.act.shape[0]):
        s.seers[worlds, a] = 0
        for w in range(worlds):
            seers, observes = 0, (r.world[w, W_PHASES] >> PHASE_BIT) & 1 != 0
            for ch in range(r.channel.shape[1]):
                seers |= 1 << ch if observes and r.sees[w, ch, a] != 0 and r.channel[w, ch, CH_CATCHES] != 0 else 0
            s.seers[w, a] = seers
            s.seers[worlds, a] |= seers


@part
def open_eyes(s: State, r: RuleTables) -> None:
    """Find once how a channel draws its luck, how much it catches and mistakes at most, and where only the calendar moves its coverage."""
    for ch in range(r.channel.shape[1]):
        code, catches, mistakes = 0, 0, 0
        for w in range(r.world.shape[0]):
            code, catches = max(code, r.channel[w, ch, CH_CODE]), max(catches, r.channel[w, ch, CH_CATCHES])
            for g in range(r.mistaken.shape[2]):
                mistakes = max(mistakes, r.mistaken[w, ch, g])
            s.control[w, C_STEADY] |= (1 if steady(r, w, ch) else 0) << ch
        s.eye[EYE_LOT, ch], s.eye[EYE_CATCHES, ch], s.eye[EYE_MISTAKES, ch] = code | ch << CODE_BITS, catches, mistakes


@part
def covers(t: int, s: State, r: RuleTables, c: Community, w: int, ch: int, p: int) -> bool:
    """Whether a person is within a channel's sight this month; those who fear the regime may keep out of it."""
    cover = r.cover[w, ch, t, c.byte[PLACE, p] * r.town[T_GROUPS] + c.byte[GROUP, p]]
    if s.byte[w, FLAGGED, p] != 0:
        cover = max(cover, cover_of_flagged(s, r, w, ch, p))
    if r.react[w, X_EVADE] != 0 and s.byte[w, ATTENTIVE, p] != 0 and (r.react[w, X_EVADE_FROM] >> r.channel[w, ch, CH_CONTEXT]) & 1 != 0:
        felt = chance((r.react[w, X_EVADE_STEEP] * (s.number[w, RISK, p] - r.world[w, W_FEAR_FLOOR])) << 8, r.exp)
        cover -= (cover * ((r.react[w, X_EVADE] * felt) >> 32)) >> 16
    return s.covered[ch, p] < cover


@part
def cover_of_flagged(s: State, r: RuleTables, w: int, ch: int, p: int) -> int:
    """The coverage that the classifiers which flagged a person ask of a channel; 0 if none does."""
    cover = 0
    for k in range(r.guess.shape[1]):
        if (s.byte[w, FLAGGED, p] >> k) & 1 != 0 and r.guess[w, k, GU_WATCH] == ch:
            cover = max(cover, r.guess[w, k, GU_COVER])
    return cover


@part
def steady(r: RuleTables, w: int, ch: int) -> bool:
    """Whether nothing but the calendar moves the coverage of a channel: nobody evades it, and nobody is watched more through it."""
    if r.react[w, X_EVADE] != 0 and (r.react[w, X_EVADE_FROM] >> r.channel[w, ch, CH_CONTEXT]) & 1 != 0:
        return False
    moving = 0
    for k in range(r.guess.shape[1]):
        moving += r.guess[w, k, GU_ON] if r.guess[w, k, GU_WATCH] == ch else 0
    return moving == 0


@part
def redraw_sight(t: int, s: State, r: RuleTables, c: Community, w: int, ch: int) -> None:
    """Write down who is within a channel's sight by the calendar, whenever that changes."""
    changed = t == 0
    for k in range(r.cover.shape[3]):
        changed = changed or r.cover[w, ch, t, k] != r.cover[w, ch, t - 1, k]
    if not changed:
        return
    within, groups = s.within[w, ch], r.town[T_GROUPS]
    for block in range(within.shape[0]):
        within[block] = 0
    for p in range(c.byte.shape[1]):
        covered = s.covered[ch, p] < r.cover[w, ch, t, c.byte[PLACE, p] * groups + c.byte[GROUP, p]]
        within[p >> 6] |= (1 if covered else 0) << (p & 63)


@part
def in_sight(t: int, s: State, r: RuleTables, c: Community, w: int, ch: int, p: int) -> bool:
    """Whether a person is within a channel's sight this month, as `covers` says, from what `redraw_sight` wrote down."""
    if (s.control[w, C_STEADY] >> ch) & 1 != 0 or (s.byte[w, FLAGGED, p] == 0 and s.byte[w, ATTENTIVE, p] == 0):
        return (s.within[w, ch, p >> 6] >> (p & 63)) & 1 != 0
    return covers(t, s, r, c, w, ch, p)


@part
def seen_of(t: int, s: State, r: RuleTables, c: Community, w: int, ch: int, block: int) -> int:
    """Who of a block of 64 persons is within a channel's sight this month."""
    bits = int(s.within[w, ch, block])
    if (s.control[w, C_STEADY] >> ch) & 1 != 0:
        return bits
    asked = nonzero(s.byte[w, FLAGGED], block * BLOCK) | nonzero(s.byte[w, ATTENTIVE], block * BLOCK)
    bits &= ~asked
    while asked != 0:
        i = lowest(asked)
        asked &= asked - 1
        bits |= (1 if covers(t, s, r, c, w, ch, block * BLOCK + i) else 0) << i
    return bits


@part
def find_viewed(t: int, s: State, r: RuleTables, c: Community) -> int:
    """Find who may be within each channel's sight this month in some world; whoever evades it is there by the calendar.

    Returns which channels (bits) may see anybody.
    """
    channels = 0
    for ch in range(r.channel.shape[1]):
        viewed, anybody = s.viewed[ch], 0
        for block in range(viewed.shape[0]):
            viewed[block] = 0
        for w in range(r.world.shape[0]):
            redraw_sight(t, s, r, c, w, ch)
            within, flagged = s.within[w, ch], s.mood[w, MOOD_FLAGGED]
            watched_more = -1 if (s.control[w, C_STEADY] >> ch) & 1 == 0 else 0
            for block in range(viewed.shape[0]):
                viewed[block] |= within[block] | (flagged[block] & watched_more)
                anybody |= viewed[block]
        channels |= 1 << ch if anybody != 0 else 0
    return channels
