"""Performance: good acts done for points, by those who see a band within reach, and acts that points drive out.

Points bring an act only where something follows from them, to somebody who knows of it, would do it for that, and can pay its price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import lowest
from counterlife.life.columns import BALANCE, BAND, BAND_SUM, C_COMMUNITY, C_SEED, PAYS, SCORE
from counterlife.life.kernel import part
from counterlife.life.members import is_member
from counterlife.regime.tables import (
    ACT_NATURE,
    S_BANDS,
    X_CROWDS,
    X_MORE,
    X_PERFORM,
    X_REACH,
    X_WILLING,
)  # fmt: skip
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

PROSOCIAL = NATURES.index("prosocial")
WILLING, PERSON, SPAN, STATIC = luck.PURPOSE["willing"], luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC


@part
def paid(s: State, r: RuleTables, a: int) -> int:
    """In which worlds (bits) an act is a good one that brings points this month."""
    worlds = 0
    if r.act[a, ACT_NATURE] == PROSOCIAL:
        for w in range(r.world.shape[0]):
            worlds |= 1 << w if s.force[w, PAYS, a] != 0 and r.react[w, X_PERFORM] != 0 else 0
    return worlds


@part
def in_reach(s: State, r: RuleTables, w: int, a: int, p: int) -> bool:
    """Whether the next band of a scheme that pays for the act is near; points do not help whoever a jump holds down."""
    pays = int(s.force[w, PAYS, a])
    while pays != 0:
        k = lowest(pays)
        pays &= pays - 1
        band = s.scores[w, k, p, BAND]
        if band + 1 >= r.scheme[w, k, S_BANDS] or band < s.scores[w, k, p, BAND_SUM] or not is_member(s, r, w, k, p):
            continue
        if (s.scores[w, k, p, SCORE] >> 4) + r.react[w, X_REACH] >= r.band[w, k, band + 1]:
            return True
    return False


@part
def zeal(s: State, r: RuleTables, w: int, a: int, p: int) -> int:
    """What points make of somebody's rate of a good act, 1/65536."""
    left = 65536 - r.react[w, X_CROWDS]
    if s.number[w, BALANCE, p] < r.price[w, a] or not in_reach(s, r, w, a, p):
        return left
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    if words(s.control[last, C_SEED], PERSON, entity, STATIC, WILLING, 0, 0)[0] < r.react[w, X_WILLING]:
        left += r.react[w, X_MORE]
    return left
