"""A thin footprint: what somebody keeps out of sight is missing from the factor of a score that reads it (form 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.dice import chance
from counterlife.life.bits import BLOCK, equal, lowest, nonzero
from counterlife.life.columns import ATTENTIVE, BIT_ADULT, DIRTY, FOOTPRINT, OFFSET, RISK, ROOTED, THINNED
from counterlife.life.kernel import part
from counterlife.regime.tables import S_FACTOR, S_LEAST, S_MOST, S_ON, S_SCORED, W_FEAR_FLOOR, X_EVADE, X_EVADE_STEEP, X_THIN
from counterlife.words import TRAITS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

FOOT = S_FACTOR + TRAITS.index("footprint")


@part
def missing(s: State, r: RuleTables, w: int, p: int) -> int:
    """The share of somebody's footprint that is missing from their file, 1/65536."""
    felt = chance((r.react[w, X_EVADE_STEEP] * (s.number[w, RISK, p] - r.world[w, W_FEAR_FLOOR])) << 8, r.exp)
    return (((r.react[w, X_EVADE] * felt) >> 32) * r.react[w, X_THIN]) >> 16


@part
def thin(s: State, r: RuleTables, w: int, p: int) -> None:
    """Bring what the footprint of one person brings to their scores up to date."""
    hidden, thinned = missing(s, r, w, p), 0
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_SCORED] == 0 or r.scheme[w, k, FOOT] == 0:
            continue
        file, width = s.scores[w, k, p], r.scheme[w, k, S_MOST] - r.scheme[w, k, S_LEAST]
        offset = file[ROOTED] - ((width * file[FOOTPRINT] * hidden) >> 32)
        if file[OFFSET] != offset:
            file[OFFSET] = offset
            s.byte[w, DIRTY, p] = 1
        thinned |= 1 if offset != file[ROOTED] else 0
    s.byte[w, THINNED, p] = thinned


@part
def thin_out(s: State, r: RuleTables, w: int) -> None:
    """Take from the scores of those who keep out of sight what the footprint would have brought; whoever fears nothing hides nothing."""
    floor, thinned = r.world[w, W_FEAR_FLOOR], s.byte[w, THINNED]
    for block in range(s.bit.shape[1]):
        first = block * BLOCK
        moved = ~equal(s.number[w, RISK], floor, first) | nonzero(thinned, first)
        bits = nonzero(s.byte[w, ATTENTIVE], first) & s.bit[BIT_ADULT, block] & moved
        while bits != 0:
            thin(s, r, w, first + lowest(bits))
            bits &= bits - 1
