"""Deterrence: violations that people leave undone for what they expect to follow.

What is left of a rate is (perceived risk / floor)^-e, times what severity and novelty leave this month, times what is left where one more
record would cost a band. All three are at most one. Only acts that the regime punishes are deterred, and only those who know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import BAND, RISK, SCORE
from counterlife.life.kernel import part
from counterlife.life.score import band_of
from counterlife.regime.tables import (
    ACT_NATURE,
    E_JUMP,
    E_ON,
    E_POINTS,
    E_PUNISHES,
    E_SINCE,
    E_UNTIL,
    S_ON,
    S_SCORED,
    W_FEAR_FLOOR,
    X_DETER,
    X_NEAR,
)  # fmt: skip
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

VIOLATION = NATURES.index("violation")


@part
def in_force(t: int, r: RuleTables, w: int, k: int, a: int) -> bool:
    """Whether a scheme's catalog has the act this month."""
    if r.scheme[w, k, S_ON] == 0 or r.entry[w, k, a, E_ON] == 0:
        return False
    return r.entry[w, k, a, E_SINCE] <= t < r.entry[w, k, a, E_UNTIL]


@part
def punished(t: int, r: RuleTables, w: int, a: int) -> bool:
    """Whether some scheme of the world, other than ordinary law, punishes the act this month."""
    found = False
    for k in range(r.scheme.shape[1]):
        found = found or (in_force(t, r, w, k, a) and r.entry[w, k, a, E_PUNISHES] != 0)
    return found


@part
def deterred(t: int, r: RuleTables, a: int) -> int:
    """In which worlds (bits) an act is a violation that the regime punishes and people may be deterred from."""
    worlds = 0
    if r.act[a, ACT_NATURE] == VIOLATION:
        for w in range(r.world.shape[0]):
            if r.react[w, X_DETER] != 0 and punished(t, r, w, a):
                worlds |= 1 << w
    return worlds


@part
def by_certainty(r: RuleTables, w: int, risk: int) -> int:
    """What perceived risk over its floor leaves of a rate, 1/65536: read off the table, between its entries along a line."""
    floor = max(1, r.world[w, W_FEAR_FLOOR])
    ratio, octave = (max(risk, floor) << 16) // floor, 0
    while (ratio >> octave) >= 131072:
        octave += 1
    part_of = (ratio >> octave) & 0xFFFF
    k = 64 * octave + (part_of >> 10)
    return r.deter_risk[w, k] - (((r.deter_risk[w, k] - r.deter_risk[w, k + 1]) * (part_of & 1023)) >> 10)


@part
def costs_band(t: int, s: State, r: RuleTables, w: int, a: int, p: int) -> bool:
    """Whether one more record of the act would put the person in a worse band of some scheme."""
    for k in range(r.scheme.shape[1]):
        points, jump = r.entry[w, k, a, E_POINTS], r.entry[w, k, a, E_JUMP]
        if (points >= 0 and jump < 0) or r.scheme[w, k, S_SCORED] == 0 or not in_force(t, r, w, k, a):
            continue
        band = s.scores[w, k, p, BAND]
        if (points < 0 and band_of(r, w, k, (s.scores[w, k, p, SCORE] >> 4) + points) < band) or 0 <= jump < band:
            return True
    return False


@part
def restraint(t: int, s: State, r: RuleTables, w: int, a: int, p: int) -> int:
    """What deterrence leaves of somebody's rate of a violation, 1/65536."""
    left = (by_certainty(r, w, s.number[w, RISK, p]) * r.deter_month[w, t]) >> 16
    if r.react[w, X_NEAR] != 0 and costs_band(t, s, r, w, a, p):
        left = (left * (65536 - r.react[w, X_NEAR])) >> 16
    return left
