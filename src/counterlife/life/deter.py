"""Deterrence: violations that people leave undone for what they expect to follow.

What is left of a rate is (perceived risk / floor)^-e, times what severity and novelty leave this month, times what is left where one more
record would cost a band. All three are at most one. Only acts that the regime punishes are deterred, and only those who know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import lowest
from counterlife.life.columns import BAND, NAMES, PAYS, PUNISHES, RISK, SCORE
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
def find_force(t: int, s: State, r: RuleTables) -> None:
    """Find which schemes' catalogs have each act this month, punish it or give points for it; only where a catalog begins or ends."""
    if t > 0 and s.turning[t] == 0:
        return
    for w in range(r.world.shape[0]):
        for a in range(r.act.shape[0]):
            names, punishes, pays = 0, 0, 0
            for k in range(r.scheme.shape[1]):
                entry = r.entry[w, k, a]
                if t == 0 and r.scheme[w, k, S_ON] != 0 and entry[E_ON] != 0:
                    note_turn(s, entry[E_SINCE])
                    note_turn(s, entry[E_UNTIL])
                if in_force(t, r, w, k, a):
                    names |= 1 << k
                    punishes |= 1 << k if entry[E_PUNISHES] != 0 else 0
                    pays |= 1 << k if r.scheme[w, k, S_SCORED] != 0 and entry[E_POINTS] > 0 else 0
            s.force[w, NAMES, a], s.force[w, PUNISHES, a], s.force[w, PAYS, a] = names, punishes, pays


@part
def note_turn(s: State, t: int) -> None:
    """Note that a catalog changes in a month."""
    if 0 <= t < s.turning.shape[0]:
        s.turning[t] = 1


@part
def punished(s: State, w: int, a: int) -> bool:
    """Whether some scheme of the world, other than ordinary law, punishes the act this month."""
    return s.force[w, PUNISHES, a] != 0


@part
def deterred(s: State, r: RuleTables, a: int) -> int:
    """In which worlds (bits) an act is a violation that the regime punishes and people may be deterred from."""
    worlds = 0
    if r.act[a, ACT_NATURE] == VIOLATION:
        for w in range(r.world.shape[0]):
            if r.react[w, X_DETER] != 0 and punished(s, w, a):
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
def costs_band(s: State, r: RuleTables, w: int, a: int, p: int) -> bool:
    """Whether one more record of the act would put the person in a worse band of some scheme."""
    named = int(s.force[w, NAMES, a])
    while named != 0:
        k = lowest(named)
        named &= named - 1
        points, jump = r.entry[w, k, a, E_POINTS], r.entry[w, k, a, E_JUMP]
        if (points >= 0 and jump < 0) or r.scheme[w, k, S_SCORED] == 0:
            continue
        band = s.scores[w, k, p, BAND]
        if (points < 0 and band_of(r, w, k, (s.scores[w, k, p, SCORE] >> 4) + points) < band) or 0 <= jump < band:
            return True
    return False


@part
def restraint(t: int, s: State, r: RuleTables, w: int, a: int, p: int) -> int:
    """What deterrence leaves of somebody's rate of a violation, 1/65536."""
    left = (by_certainty(r, w, s.number[w, RISK, p]) * r.deter_month[w, t]) >> 16
    if r.react[w, X_NEAR] != 0 and costs_band(s, r, w, a, p):
        left = (left * (65536 - r.react[w, X_NEAR])) >> 16
    return left
