"""Phase 7, sanction: what last month's lists withhold and give is in force, and is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.barred import DETAINED
from counterlife.life.bits import BLOCK, equal, having, lowest, nonzero, ones
from counterlife.life.columns import (
    ATTENTIVE,
    AWARE,
    BIT_ADULT,
    BIT_GROUP,
    BIT_PUPIL,
    CLASS,
    EVER,
    LISTED,
    MASK,
    MONTHS,
    REFUSED,
    REWARDED,
    RIGHTS,
)
from counterlife.life.fates import count_fates
from counterlife.life.firms import firms_sanction
from counterlife.life.held import held
from counterlife.life.kernel import part, phase
from counterlife.life.record import own_first
from counterlife.life.tally import FLOW, PAIR
from counterlife.regime.tables import L_RED, W_MUTE
from counterlife.town.traits import GROUP, HOUSEHOLD

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

ALL_RIGHTS = (1 << RIGHTS) - 1
F_ADULTS, F_CHILDREN, F_ATTENTIVE = FLOW["adults"], FLOW["children"], FLOW["attentive"]
F_SANCTIONED, F_ANY, F_REWARDED = FLOW["sanctioned"], FLOW["sanctioned-any"], FLOW["rewarded"]
F_EVER, F_EVER_EARNED, F_EVER_UNEARNED = FLOW["ever-sanctioned"], FLOW["ever-earned"], FLOW["ever-unearned-only"]
F_STRESS, F_DETAINED = FLOW["known-sanction"], FLOW["detained"]
F_PUPILS, F_REFUSED = FLOW["pupils"], FLOW["pupils-refused"]
P_ONLY, P_SPARED, P_INDUCED, P_LISTED = PAIR["sanction-only"], PAIR["sanction-spared"], PAIR["induced"], PAIR["persons-listed-before"]


@part
def knows_of_it(t: int, s: State, r: RuleTables, w: int, p: int) -> bool:
    """Whether somebody knows of a listing that withholds (form 21: months under a known sanction)."""
    known = s.number[w, LISTED, p] & s.number[w, AWARE, p]
    for k in range(r.listed.shape[1]):
        if (known >> k) & 1 != 0 and r.listed[w, k, L_RED] == 0 and held(s, r, w, k, p, t) & ALL_RIGHTS != 0:
            return True
    return False


@part
def count_people(t: int, s: State, y: Tally, w: int) -> None:
    """Count who lives here, who knows of the regime, and who is rewarded."""
    pupils, flow = s.bit[BIT_PUPIL], y.flow[w, t]
    for g in range(flow.shape[0]):
        people, adults, attentive, rewarded, at_school = 0, 0, 0, 0, 0
        for block in range(pupils.shape[0]):
            of_group, first = s.bit[BIT_GROUP + g, block], block * BLOCK
            grown = of_group & s.bit[BIT_ADULT, block]
            people += ones(of_group)
            adults += ones(grown)
            at_school += ones(of_group & pupils[block])
            attentive += ones(grown & nonzero(s.byte[w, ATTENTIVE], first))
            rewarded += ones(grown & nonzero(s.byte[w, REWARDED], first))
        flow[g, F_CHILDREN] += people - adults
        flow[g, F_ADULTS] += adults
        flow[g, F_PUPILS] += at_school
        flow[g, F_ATTENTIVE] += attentive
        flow[g, F_REWARDED] += rewarded


@part
def count_refused(t: int, s: State, c: Community, y: Tally, w: int) -> None:
    """Count the pupils whose household has lost its paid school places."""
    refused, pupils = s.byte[w, REFUSED], s.bit[BIT_PUPIL]
    anybody = 0
    for block in range(pupils.shape[0]):
        anybody |= nonzero(refused, block * BLOCK)
    if anybody == 0:
        return
    for block in range(pupils.shape[0]):
        bits = int(pupils[block])
        while bits != 0:
            p = block * BLOCK + lowest(bits)
            bits &= bits - 1
            y.flow[w, t, c.byte[GROUP, p], F_REFUSED] += refused[c.number[HOUSEHOLD, p]]


@part
def count_sanctioned(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Count those from whom something is withheld, by its cause."""
    cause, evers, masks, flow = s.byte[w, CLASS], s.byte[w, EVER], s.number[w, MASK], y.flow[w, t]
    for block in range(s.bit.shape[1]):
        first = block * BLOCK
        bits = s.bit[BIT_ADULT, block] & (nonzero(cause, first) | having(masks, ALL_RIGHTS, first))
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            g = c.byte[GROUP, p]
            if cause[p] != 0:
                evers[p] |= 3 if cause[p] <= 2 else 1
                s.number[w, MONTHS, p] += 1
                flow[g, F_SANCTIONED + own_first(cause[p] - 1)] += 1
            flow[g, F_ANY] += 1 if masks[p] & ALL_RIGHTS != 0 else 0
            flow[g, F_DETAINED] += 1 if masks[p] & DETAINED != 0 else 0
            flow[g, F_STRESS] += 1 if masks[p] & ALL_RIGHTS != 0 and knows_of_it(t, s, r, w, p) else 0


@part
def count_ever(t: int, s: State, y: Tally, w: int) -> None:
    """Count those from whom something has been withheld, by whether they ever earned it."""
    evers, flow = s.byte[w, EVER], y.flow[w, t]
    for g in range(flow.shape[0]):
        so_far, earners, others = 0, 0, 0
        for block in range(s.bit.shape[1]):
            grown = s.bit[BIT_GROUP + g, block] & s.bit[BIT_ADULT, block]
            ever, earned = grown & having(evers, 1, block * BLOCK), grown & having(evers, 2, block * BLOCK)
            so_far += ones(ever)
            earners += ones(earned)
            others += ones(ever & ~earned)
        flow[g, F_EVER] += so_far
        flow[g, F_EVER_EARNED] += earners
        flow[g, F_EVER_UNEARNED] += others


@part
def count_pair(t: int, s: State, r: RuleTables, c: Community, y: Tally, i: int) -> None:
    """Count, person by person, sanctions that one world of a pair has and the other has not."""
    w, b = r.pairs[i, 0], r.pairs[i, 1]
    pair = y.pair[i, t]
    muted = r.world[w, W_MUTE] == b
    for block in range(s.bit.shape[1]):
        first = block * BLOCK
        here, there = having(s.number[w, MASK], ALL_RIGHTS, first), having(s.number[b, MASK], ALL_RIGHTS, first)
        induced = equal(s.byte[w, CLASS], 2, first) if muted else 0
        listed = having(s.byte[b, EVER], 4, first) & s.bit[BIT_ADULT, block]
        if here | there | induced | listed == 0:
            continue
        for g in range(pair.shape[0]):
            of_group = s.bit[BIT_GROUP + g, block]
            pair[g, P_ONLY] += ones(here & ~there & of_group)
            pair[g, P_SPARED] += ones(there & ~here & of_group)
            pair[g, P_INDUCED] += ones(induced & of_group)
            pair[g, P_LISTED] += ones(listed & of_group)


@phase
def sanction(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Count what is in force this month."""
    for w in range(r.world.shape[0]):
        count_people(t, s, y, w)
        count_refused(t, s, c, y, w)
        count_sanctioned(t, s, r, c, y, w)
        count_ever(t, s, y, w)
        firms_sanction(t, s, r, c, y, w)
    for i in range(r.pairs.shape[0]):
        count_pair(t, s, r, c, y, i)
    count_fates(t, s, r, c, y)
