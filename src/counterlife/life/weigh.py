"""What a sanction weighs: against the gravity of what the person did, against the procedure its rule demands, and how long people stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import (
    C_TOUCHED,
    CLASS,
    K_FIRST,
    K_GRAVITY,
    K_OTHER,
    K_OWN,
    K_STOOD,
    LISTED,
    ROLL_TOUCHED,
    SINCE,
    TOLD,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW
from counterlife.life.turn import ALL_RIGHTS, deciding_list
from counterlife.regime.tables import DEMANDS_HEARING, DEMANDS_NOTICE, L_APPEAL, L_ON, L_RED, W_HAS_APPEAL
from counterlife.town.traits import ADULT, GROUP
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED = CAUSES.index("induced")
FOLLOWED, STUCK = 60, 36
F_BEYOND, F_UNFAIR, F_STUCK = FLOW["beyond"], FLOW["unfair"], FLOW["stuck"]


@part
def unfair(t: int, s: State, r: RuleTables, w: int, p: int) -> bool:
    """Whether the earned listing that answers for month ``t`` skipped the notice or the hearing that its rule demands."""
    k = deciding_list(t, s, r, w, p, ALL_RIGHTS, True)
    if k < 0:
        return False
    untold = r.demands[w, k] & DEMANDS_NOTICE != 0 and s.listings[w, k, p, TOLD] != s.listings[w, k, p, SINCE]
    unheard = r.demands[w, k] & DEMANDS_HEARING != 0 and (r.world[w, W_HAS_APPEAL] == 0 or r.listed[w, k, L_APPEAL] == 0)
    return untold or unheard


@part
def weigh_month(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Weigh the month ``t`` that was just settled, for those from whom something is withheld in it."""
    demands = 0
    for k in range(r.demands.shape[1]):
        demands |= r.demands[w, k]
    for i in range(s.control[s.control.shape[0] - 1, C_TOUCHED]):
        p = s.roll[ROLL_TOUCHED, i]
        if s.byte[w, CLASS, p] == 0:
            continue
        if s.byte[w, CLASS, p] > 1 + INDUCED:
            s.reckoned[w, K_OTHER, p] += 1
            continue
        months = s.reckoned[w, K_OWN, p] + 1
        s.reckoned[w, K_OWN, p] = months
        g, gravity = c.byte[GROUP, p], s.reckoned[w, K_GRAVITY, p]
        y.flow[w, t, g, F_BEYOND] += 1 if 100 * months > gravity else 0
        y.flow[w, t, g, F_BEYOND + 1] += 1 if 100 * months > 3 * gravity else 0
        y.flow[w, t, g, F_BEYOND + 2] += 1 if 100 * months > 10 * gravity else 0
        if demands != 0 and unfair(t, s, r, w, p):
            y.flow[w, t, g, F_UNFAIR] += 1


@part
def count_stuck(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Follow people for 60 month ends from the first at which they stand on a list that withholds."""
    black = 0
    for k in range(r.listed.shape[1]):
        if r.listed[w, k, L_ON] != 0 and r.listed[w, k, L_RED] == 0:
            black |= 1 << k
    firsts, stood = s.reckoned[w, K_FIRST], s.reckoned[w, K_STOOD]
    for i in range(s.control[s.control.shape[0] - 1, C_TOUCHED]):
        p = s.roll[ROLL_TOUCHED, i]
        on = s.number[w, LISTED, p] & black != 0
        if c.byte[ADULT, p] == 0 or (firsts[p] == 0 and not on):
            continue
        if firsts[p] == 0:
            firsts[p] = t + 1
        age = t + 1 - firsts[p]
        if age < FOLLOWED and on:
            stood[p] += 1
        if age == FOLLOWED - 1:
            y.flow[w, t, c.byte[GROUP, p], F_STUCK + (0 if stood[p] >= STUCK else 1)] += 1
