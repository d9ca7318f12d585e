"""Phase 7, sanction: what last month's lists withhold and give is in force, and is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import ATTENTIVE, CLASS, EVER, MASK, MONTHS, REFUSED, REWARDED, RIGHTS
from counterlife.life.fates import count_fates
from counterlife.life.firms import firms_sanction
from counterlife.life.kernel import part, phase
from counterlife.life.record import own_first
from counterlife.life.tally import FLOW, PAIR
from counterlife.regime.tables import W_MUTE
from counterlife.town.traits import ADULT, GROUP, HOUSEHOLD, PUPIL

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

ALL_RIGHTS = (1 << RIGHTS) - 1
F_ADULTS, F_CHILDREN, F_ATTENTIVE = FLOW["adults"], FLOW["children"], FLOW["attentive"]
F_SANCTIONED, F_ANY, F_REWARDED = FLOW["sanctioned"], FLOW["sanctioned-any"], FLOW["rewarded"]
F_EVER, F_EVER_EARNED, F_EVER_UNEARNED = FLOW["ever-sanctioned"], FLOW["ever-earned"], FLOW["ever-unearned-only"]
F_PUPILS, F_REFUSED = FLOW["pupils"], FLOW["pupils-refused"]
P_ONLY, P_SPARED, P_INDUCED, P_LISTED = PAIR["sanction-only"], PAIR["sanction-spared"], PAIR["induced"], PAIR["persons-listed-before"]


@part
def count_world(t: int, s: State, c: Community, y: Tally, w: int) -> None:
    """Count who is sanctioned this month, and who has been so far."""
    adult, group = c.byte[ADULT], c.byte[GROUP]
    cause, evers, rewarded, attentive = s.byte[w, CLASS], s.byte[w, EVER], s.byte[w, REWARDED], s.byte[w, ATTENTIVE]
    masks, months, flow = s.number[w, MASK], s.number[w, MONTHS], y.flow[w, t]
    for p in range(adult.shape[0]):
        g = group[p]
        if adult[p] == 0:
            flow[g, F_CHILDREN] += 1
            if c.byte[PUPIL, p] != 0:
                flow[g, F_PUPILS] += 1
                flow[g, F_REFUSED] += s.byte[w, REFUSED, c.number[HOUSEHOLD, p]]
            continue
        flow[g, F_ADULTS] += 1
        flow[g, F_ATTENTIVE] += attentive[p]
        flow[g, F_REWARDED] += rewarded[p]
        if cause[p] != 0:
            evers[p] |= 3 if cause[p] <= 2 else 1
            months[p] += 1
            flow[g, F_SANCTIONED + own_first(cause[p] - 1)] += 1
        if masks[p] & ALL_RIGHTS != 0:
            flow[g, F_ANY] += 1
        ever = evers[p] & 3
        if ever != 0:
            flow[g, F_EVER] += ever & 1
            flow[g, F_EVER_EARNED] += ever >> 1
            flow[g, F_EVER_UNEARNED] += 1 if ever == 1 else 0


@part
def count_pair(t: int, s: State, r: RuleTables, c: Community, y: Tally, i: int) -> None:
    """Count, person by person, sanctions that one world of a pair has and the other has not."""
    w, b = r.pairs[i, 0], r.pairs[i, 1]
    pair = y.pair[i, t]
    muted = r.world[w, W_MUTE] == b
    for p in range(c.byte.shape[1]):
        g = c.byte[GROUP, p]
        here, there = s.number[w, MASK, p] & ALL_RIGHTS != 0, s.number[b, MASK, p] & ALL_RIGHTS != 0
        if here and not there:
            pair[g, P_ONLY] += 1
        if there and not here:
            pair[g, P_SPARED] += 1
        if muted and s.byte[w, CLASS, p] == 2:
            pair[g, P_INDUCED] += 1
        if c.byte[ADULT, p] != 0 and s.byte[b, EVER, p] & 4 != 0:
            pair[g, P_LISTED] += 1


@phase
def sanction(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Count what is in force this month."""
    for w in range(r.world.shape[0]):
        count_world(t, s, c, y, w)
        firms_sanction(t, s, r, c, y, w)
    for i in range(r.pairs.shape[0]):
        count_pair(t, s, r, c, y, i)
    count_fates(t, s, r, c, y)
