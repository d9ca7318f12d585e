"""Phase 5, infer: what nobody did, but a model guessed.

Association: part of a score comes from family, friends and colleagues, s(t) = (1-a) x(t) + a W s(t-1) with the rows of W summing to one
(Friedkin and Johnsen). This phase reads the neighbours' scores; the score phase of next month adds what they bring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import BROKEN, NEAR, SCORE
from counterlife.life.kernel import part, phase
from counterlife.regime.tables import S_LEAST, S_ON, S_WEIGHT, S_WEIGHT_FAMILY
from counterlife.town.traits import ADULT

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community


@part
def neighbours_mean(s: State, r: RuleTables, c: Community, w: int, k: int, p: int) -> int:
    """The weighted mean score over a person's unbroken ties to adults, 1/16 point; their own score if they have none."""
    least = 16 * r.scheme[w, k, S_LEAST]
    total, weights = 0, 0
    for slot in range(c.tie.shape[0]):
        q = c.tie[slot, p]
        if q < 0 or c.byte[ADULT, q] == 0 or (s.number[w, BROKEN, p] >> slot) & 1 != 0:
            continue
        weight = r.scheme[w, k, S_WEIGHT_FAMILY + c.tie_kind[slot]]
        total += weight * (s.score[w, k, SCORE, q] - least)
        weights += weight
    if weights == 0:
        return s.score[w, k, SCORE, p]
    return (total + weights // 2) // weights + least


@phase
def infer(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Read the neighbours' scores, for schemes that judge people by them."""
    for w in range(r.world.shape[0]):
        for k in range(r.scheme.shape[1]):
            if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_WEIGHT] == 0:
                continue
            for p in range(c.byte.shape[1]):
                if c.byte[ADULT, p] != 0:
                    s.score[w, k, NEAR, p] = neighbours_mean(s, r, c, w, k, p)
