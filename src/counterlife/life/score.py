"""Phase 4, score: a score is read, not walked: clamp(start + the deltas of live records). The score sets the band.

A jump caps the band while its record lives. Beside the band stands the one that the person's own true records alone would give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import (
    BAND,
    BAND_EARNED,
    BAND_SUM,
    BIT_ADULT,
    C_WATCH,
    CAPS,
    DIRTY,
    JUMPS,
    JUMPS_EARNED,
    LEDGER,
    N_SCORE,
    NEAR,
    OFFSET,
    OWN,
    SCORE,
    TOTAL,
)  # fmt: skip
from counterlife.life.firms import firms_score
from counterlife.life.footprint import thin_out
from counterlife.life.kernel import part, phase
from counterlife.life.members import is_member
from counterlife.life.notes import note
from counterlife.regime.tables import BANDS, S_BANDS, S_FACTOR, S_LEAST, S_MOST, S_ON, S_SCORED, S_START, S_WEIGHT, W_PHASES, X_THIN
from counterlife.town.traits import AGE, DEMAND, EMPLOYED, FRAILTY, SAVINGS, SUPPORT, WAGE
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

FINANCIAL = FRAILTY + NATURES.index("financial")
PHASE_BIT = 3
RANK_BITS = 8  # there are 255 edges


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
def trait_of(c: Community, trait: int, p: int) -> int:
    """The value of a trait of `words.TRAITS`; the fewer payments somebody tends to miss, the higher `repayment`."""
    if trait == 0:
        return c.number[WAGE, p] if c.byte[EMPLOYED, p] != 0 else c.number[SUPPORT, p]
    if trait == 1:
        return c.number[SAVINGS, p]
    if trait == 2:
        return c.byte[AGE, p]
    if trait == 3:
        return c.number[DEMAND, p]
    return -c.number[FINANCIAL, p]


@part
def edges_below(r: RuleTables, trait: int, value: int) -> int:
    """How many of the ascending edges between the ranks of a trait are below a value: found by halves, without a guess at which half."""
    edges, low = r.rank[trait], 0
    for level in range(RANK_BITS):
        half = 1 << (RANK_BITS - 1 - level)
        low += half if edges[low + half - 1] < value else 0
    return low


@part
def rank_of(r: RuleTables, c: Community, trait: int, p: int) -> int:
    """Rank of a person's trait in the town, 0 to 65,280 of 65,536: the middle of the ranks of those alike."""
    value = trait_of(c, trait, p)
    return (edges_below(r, trait, value) + edges_below(r, trait, value + 1)) << 7


@part
def start_of(r: RuleTables, c: Community, w: int, k: int, p: int) -> int:
    """Where a person starts in a scheme, points: the same for all, or weighed from what is fixed about them."""
    total, weights = 0, 0
    for trait in range(r.rank.shape[0]):
        weight = r.scheme[w, k, S_FACTOR + trait]
        if weight != 0:
            weights += weight
            total += weight * rank_of(r, c, trait, p)
    if weights == 0:
        return r.scheme[w, k, S_START]
    least = r.scheme[w, k, S_LEAST]
    return least + (((r.scheme[w, k, S_MOST] - least) * total) >> 32)


@part
def lowest_jump(s: State, r: RuleTables, w: int, k: int, jumps: int, p: int) -> int:
    """The worst band that a live jump caps the person at; above all bands if there is none."""
    if s.scores[w, k, p, CAPS] == 0:
        return BANDS
    for b in range(r.scheme[w, k, S_BANDS]):
        if s.scores[w, k, p, jumps + b] > 0:
            return b
    return BANDS


@part
def read_score(s: State, r: RuleTables, w: int, k: int, p: int) -> None:
    """Read one person's score and bands off the ledgers."""
    file = s.scores[w, k, p]
    own = 16 * clamp(r, w, k, file[OFFSET] + file[TOTAL])
    score = own
    weight, least = r.scheme[w, k, S_WEIGHT], 16 * r.scheme[w, k, S_LEAST]
    if weight > 0:
        score = (((65536 - weight) * (own - least) + weight * (file[NEAR] - least) + 32768) >> 16) + least
        if score != file[SCORE]:
            s.byte[w, DIRTY, p] = 1
    file[OWN] = own
    file[SCORE] = score
    band, earned = band_of(r, w, k, score >> 4), file[LEDGER] + file[LEDGER + 1]
    alike = score == own and earned == file[OFFSET] + file[TOTAL]  # as with most people
    alone = band if alike else band_of(r, w, k, clamp(r, w, k, earned))
    file[BAND_SUM] = band
    if file[CAPS] != 0:
        band = min(band, lowest_jump(s, r, w, k, JUMPS, p))
        alone = min(alone, lowest_jump(s, r, w, k, JUMPS_EARNED, p))
    file[BAND] = band
    file[BAND_EARNED] = alone


@part
def tell_score(t: int, s: State, r: RuleTables, w: int, k: int) -> None:
    """Write down where the watched person stands with a scheme that covers them."""
    p = s.control[s.control.shape[0] - 1, C_WATCH]
    if p >= 0 and is_member(s, r, w, k, p):
        note(s, t, w, p, N_SCORE, k, s.scores[w, k, p, SCORE], s.scores[w, k, p, BAND])


@phase
def score(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Read the scores that may have changed."""
    for w in range(r.world.shape[0]):
        firms_score(s, r, c, w)
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        if r.react[w, X_THIN] != 0:
            thin_out(s, r, w)
        for k in range(r.scheme.shape[1]):
            if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_SCORED] == 0:
                continue
            dirty, everybody = s.byte[w, DIRTY], r.scheme[w, k, S_WEIGHT] > 0
            for block in range(s.bit.shape[1]):
                bits = s.bit[BIT_ADULT, block] & (-1 if everybody else nonzero(dirty, block * BLOCK))
                while bits != 0:
                    p = block * BLOCK + lowest(bits)
                    bits &= bits - 1
                    read_score(s, r, w, k, p)
            tell_score(t, s, r, w, k)
