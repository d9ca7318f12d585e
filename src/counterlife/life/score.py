"""Phase 4, score: a score is read, not walked: clamp(start + the deltas of live records). The score sets the band.

A jump caps the band while its record lives. Beside the band stands the one that the person's own true records alone would give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import (
    BAND,
    BAND_EARNED,
    BAND_SUM,
    DIRTY,
    JUMPS,
    JUMPS_EARNED,
    LEDGER,
    NEAR,
    OWN,
    SCORE,
)  # fmt: skip
from counterlife.life.kernel import part, phase
from counterlife.life.tally import CAUSE_COUNT
from counterlife.regime.tables import BANDS, S_BANDS, S_LEAST, S_MOST, S_ON, S_SCORED, S_START, S_WEIGHT, W_PHASES
from counterlife.town.traits import ADULT

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

PHASE_BIT = 3


@part
def band_of(r: RuleTables, w: int, k: int, points: int) -> int:
    """The best band whose least score is reached; band 0 reaches down for ever."""
    band = 0
    for b in range(1, r.scheme[w, k, S_BANDS]):
        if points >= r.band[w, k, b]:
            band = b
    return band


@part
def clamp(r: RuleTables, w: int, k: int, change: int) -> int:
    """Start plus change, within the scheme's bounds, in points."""
    return max(r.scheme[w, k, S_LEAST], min(r.scheme[w, k, S_START] + change, r.scheme[w, k, S_MOST]))


@part
def lowest_jump(s: State, r: RuleTables, w: int, k: int, rows: int, p: int) -> int:
    """The worst band that a live jump caps the person at; above all bands if there is none."""
    for b in range(r.scheme[w, k, S_BANDS]):
        if s.score[w, k, rows + b, p] > 0:
            return b
    return BANDS


@part
def read_score(s: State, r: RuleTables, w: int, k: int, p: int) -> None:
    """Read one person's score and bands off the ledgers."""
    total = 0
    for cause in range(CAUSE_COUNT):
        total += s.score[w, k, LEDGER + cause, p]
    own = 16 * clamp(r, w, k, total)
    score = own
    weight, least = r.scheme[w, k, S_WEIGHT], 16 * r.scheme[w, k, S_LEAST]
    if weight > 0:
        score = (((65536 - weight) * (own - least) + weight * (s.score[w, k, NEAR, p] - least) + 32768) >> 16) + least
        if score != s.score[w, k, SCORE, p]:
            s.byte[w, DIRTY, p] = 1
    s.score[w, k, OWN, p] = own
    s.score[w, k, SCORE, p] = score
    s.score[w, k, BAND_SUM, p] = band_of(r, w, k, score >> 4)
    s.score[w, k, BAND, p] = min(s.score[w, k, BAND_SUM, p], lowest_jump(s, r, w, k, JUMPS, p))
    earned = band_of(r, w, k, clamp(r, w, k, s.score[w, k, LEDGER, p] + s.score[w, k, LEDGER + 1, p]))
    s.score[w, k, BAND_EARNED, p] = min(earned, lowest_jump(s, r, w, k, JUMPS_EARNED, p))


@phase
def score(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Read the scores that may have changed."""
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        for k in range(r.scheme.shape[1]):
            if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_SCORED] == 0:
                continue
            dirty, everybody = s.byte[w, DIRTY], r.scheme[w, k, S_WEIGHT] > 0
            for p in range(dirty.shape[0]):
                if (dirty[p] != 0 or everybody) and c.byte[ADULT, p] != 0:
                    read_score(s, r, w, k, p)
