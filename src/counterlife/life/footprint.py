"""A thin footprint: what somebody keeps out of sight is missing from the factor of a score that reads it (form 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.dice import chance
from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import ATTENTIVE, BIT_ADULT, DIRTY, FOOTPRINT, OFFSET, RISK, ROOTED
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
def thin_out(s: State, r: RuleTables, w: int) -> None:
    """Take from the scores of those who keep out of sight what the footprint would have brought."""
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_SCORED] == 0 or r.scheme[w, k, FOOT] == 0:
            continue
        width = r.scheme[w, k, S_MOST] - r.scheme[w, k, S_LEAST]
        for block in range(s.bit.shape[1]):
            bits = nonzero(s.byte[w, ATTENTIVE], block * BLOCK) & s.bit[BIT_ADULT, block]
            while bits != 0:
                p = block * BLOCK + lowest(bits)
                bits &= bits - 1
                file = s.scores[w, k, p]
                offset = file[ROOTED] - ((width * file[FOOTPRINT] * missing(s, r, w, p)) >> 32)
                if file[OFFSET] != offset:
                    file[OFFSET] = offset
                    s.byte[w, DIRTY, p] = 1
