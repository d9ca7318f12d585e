"""Phase 5, infer: what nobody did, but a model guessed.

Association: part of a score comes from family, friends and colleagues, s(t) = (1-a) x(t) + a W s(t-1) with the rows of W summing to one
(Friedkin and Johnsen). This phase reads the neighbours' scores; the score phase of next month adds what they bring.

Classifiers: prediction, sentiment and anomaly flag people with a true and a false positive rate by group, and so make records of no act.
What a flag costs is read into the score at once, so that it lists people in the same month as a recorded act does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import BLOCK, lowest
from counterlife.life.columns import (
    BROKEN,
    C_COMMUNITY,
    C_SEED,
    DID,
    FLAGGED,
    NEAR,
    SCORE,
)  # fmt: skip
from counterlife.life.kernel import part, phase
from counterlife.life.members import is_member
from counterlife.life.record import put_on_file
from counterlife.life.score import PHASE_BIT as SCORE_BIT
from counterlife.life.score import read_score
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    GU_ABOVE,
    GU_CODE,
    GU_EVERY,
    GU_JUMP,
    GU_KEPT,
    GU_LIST,
    GU_NATURE,
    GU_ON,
    GU_POINTS,
    GU_SCHEME,
    GU_SINCE,
    GU_STICKS,
    S_LEAST,
    S_ON,
    S_SCORED,
    S_UNTIL,
    S_WEIGHT,
    S_WEIGHT_FAMILY,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import ADULT, FRAILTY, GROUP
from counterlife.words import CAUSES, GUESSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

FIRST_GUESS = CAUSES.index(GUESSES[0])
CLASSIFY = luck.PURPOSE["classify"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
F_FLAGS = FLOW["flags"]


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
        total += weight * (s.scores[w, k, q, SCORE] - least)
        weights += weight
    if weights == 0:
        return s.scores[w, k, p, SCORE]
    return (total + weights // 2) // weights + least


@part
def mark_acts(s: State, r: RuleTables, w: int) -> None:
    """Note who did this month what a classifier looks for."""
    for a in range(r.act.shape[0]):
        sought = 0
        for k in range(r.guess.shape[1]):
            sought |= (1 if r.guess_act[w, k, a] != 0 else 0) << k
        for block in range(s.bit.shape[1] if sought != 0 else 0):
            bits = int(s.did[w, a, block])
            while bits != 0:
                s.byte[w, DID, block * BLOCK + lowest(bits)] |= sought
                bits &= bits - 1


@part
def screen(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """One classifier looks at every adult it has not flagged; the error of those it sticks to is drawn once for life."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    rule = r.guess[w, k]
    scheme, nature = rule[GU_SCHEME], rule[GU_NATURE]
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] == 0 or (s.byte[w, FLAGGED, p] >> k) & 1 != 0 or not is_member(s, r, w, scheme, p):
            continue
        g = c.byte[GROUP, p]
        positive = 1 if (s.byte[w, DID, p] >> k) & 1 != 0 else 0
        if nature >= 0:
            positive = 1 if c.number[FRAILTY + nature, p] >= rule[GU_ABOVE] else 0
        draws = words(seed, PERSON, community * SPAN + p, STATIC, CLASSIFY, rule[GU_CODE], 0)
        draw = draws[1]
        if draws[0] >= rule[GU_STICKS]:
            draw = words(seed, PERSON, community * SPAN + p, t, CLASSIFY, rule[GU_CODE], 0)[0]
        if draw >= r.guess_share[w, k, positive, g]:
            continue
        cause = FIRST_GUESS + k
        points, jump = rule[GU_POINTS], rule[GU_JUMP]
        if put_on_file(t, s, r, c, y, w, p, scheme, -1, -1, cause, points, jump, rule[GU_LIST], rule[GU_KEPT]):
            s.byte[w, FLAGGED, p] |= 1 << k
            y.flow[w, t, g, F_FLAGS + 2 * k + 1 - positive] += 1
            if (points != 0 or jump >= 0) and r.scheme[w, scheme, S_SCORED] != 0 and (r.world[w, W_PHASES] >> SCORE_BIT) & 1 != 0:
                read_score(s, r, w, scheme, p)


@part
def classify(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Let each classifier whose month it is screen everybody."""
    on = False
    for k in range(r.guess.shape[1]):
        on = on or r.guess[w, k, GU_ON] != 0
    if not on:
        return
    mark_acts(s, r, w)
    for k in range(r.guess.shape[1]):
        since, ends = r.guess[w, k, GU_SINCE], r.scheme[w, r.guess[w, k, GU_SCHEME], S_UNTIL]
        if r.guess[w, k, GU_ON] != 0 and t >= since and (ends == 0 or t < ends) and (t - since) % r.guess[w, k, GU_EVERY] == 0:
            screen(t, s, r, c, y, w, k)
    did = s.byte[w, DID]
    for p in range(did.shape[0]):
        did[p] = 0


@phase
def infer(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Let the classifiers screen, then read the neighbours' scores, for schemes that judge people by them."""
    for w in range(r.world.shape[0]):
        classify(t, s, r, c, y, w)
        for k in range(r.scheme.shape[1]):
            if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_WEIGHT] == 0:
                continue
            for p in range(c.byte.shape[1]):
                if c.byte[ADULT, p] != 0:
                    s.scores[w, k, p, NEAR] = neighbours_mean(s, r, c, w, k, p)
