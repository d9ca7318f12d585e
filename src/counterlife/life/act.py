"""Phase 1, act: people do things, whether or not anybody looks.

A category has a base rate per person and month, multiplied by the person's frailty and by responses: to hardship (financial acts) and to
fear (expression). Everyday acts are drawn densely, one 16-bit lane a person; rare acts are points below a person's rate. All worlds read
the same draws, so an act that happens in two worlds is one act. What somebody does is a bit: of the world, the act and the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, fill_each, fill_lanes, words
from counterlife.life.barred import unbarred
from counterlife.life.bits import BLOCK, at_most, below, having, lowest, nonzero, ones, places
from counterlife.life.columns import (
    ATTENTIVE,
    BIT_CHOSEN,
    BIT_GROUP,
    BIT_SWAYED,
    C_COMMUNITY,
    C_SEED,
    C_WATCH,
    DEBT,
    EVER,
    HARDSHIP,
    HIT,
    LOT_PERSON,
    MASK,
    MOOD_ATTENTIVE,
    MOOD_BARRED,
    MOOD_HARD,
    N_ACT,
    N_DEBT,
    RISK,
    VEILED,
)  # fmt: skip
from counterlife.life.deter import VIOLATION, deterred, find_force, punished, restraint
from counterlife.life.firms import firms_act
from counterlife.life.habit import dread
from counterlife.life.kernel import part, phase
from counterlife.life.notes import note
from counterlife.life.perform import paid, zeal
from counterlife.life.rare import find_points, place_of, point_of
from counterlife.life.tally import FLOW, PAIR
from counterlife.life.veil import takes_up, unveil, veils
from counterlife.regime.tables import (
    ACT_BOUND,
    ACT_CODE,
    ACT_DENSE,
    ACT_HARDSHIP,
    ACT_NATURE,
    ACT_OBLIGATION,
    ACT_RATE,
    W_BARS,
    W_FEAR,
    W_FEAR_FLOOR,
    W_FEAR_STEEPNESS,
    W_FEAR_STRENGTH,
    W_PHASES,
    X_PRIVATE,
    X_VEIL,
)  # fmt: skip
from counterlife.town.traits import ADULT, FRAILTY, GROUP
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

EXPRESSION = NATURES.index("expression")
FINANCIAL = NATURES.index("financial")
ATTRIBUTE = NATURES.index("attribute")
DENSE = luck.PURPOSE["act-dense"]
DENSE_LOW = luck.PURPOSE["act-dense-low"]
OBLIGATION, PRIVATE = luck.PURPOSE["obligation"], luck.PURPOSE["private"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
RATE_MOST, RARE_MOST = luck.RATE_MOST, luck.RARE_MOST
DEBT_MOST = 1 << 30
F_ACTS, F_DEBTS, F_DEBT = FLOW["acts"], FLOW["debts-made"], FLOW["debt-made"]
P_WITHHELD, P_ADDED, P_LISTED = PAIR["withheld"], PAIR["added"], PAIR["acts-after-listing"]
P_QUIET, P_LOUD, P_SPOKEN, P_PRIVATE = (
    PAIR["withheld-unsanctioned"],
    PAIR["added-unsanctioned"],
    PAIR["spoken-unsanctioned"],
    PAIR["withheld-private"],
)


@part
def base_rate(r: RuleTables, c: Community, a: int, p: int) -> int:
    """A person's rate of an act before any response, 2^-40 a month; children do not act."""
    nature, rate = r.act[a, ACT_NATURE], r.act[a, ACT_RATE]
    rate = rate if nature == ATTRIBUTE else (rate * c.number[FRAILTY + nature, p]) >> 16
    return min(rate, RATE_MOST) if c.byte[ADULT, p] != 0 else 0


@part
def response(t: int, s: State, r: RuleTables, w: int, a: int, p: int, moved: int) -> int:
    """What hardship, fear and (in the worlds of ``moved``) deterrence or points make of a rate in one world, 1/65536."""
    m = 65536 if r.world[w, W_BARS] == 0 else unbarred(s, r, w, a, p)
    if s.byte[w, HARDSHIP, p] != 0:
        m = (m * r.act[a, ACT_HARDSHIP]) >> 16
    if veils(r, w, a):
        m = (m * takes_up(s, r, w, p)) >> 16 if s.byte[w, ATTENTIVE, p] != 0 else m
    elif r.act[a, ACT_NATURE] == EXPRESSION and r.world[w, W_FEAR] != 0 and s.byte[w, ATTENTIVE, p] != 0:
        excess = s.number[w, RISK, p] - r.world[w, W_FEAR_FLOOR]
        felt = chance((r.world[w, W_FEAR_STEEPNESS] * excess) << 8, r.exp)
        m = (m * (65536 - dread(s, r, w, p, (r.world[w, W_FEAR_STRENGTH] * felt) >> 32))) >> 16
    if (moved >> w) & 1 != 0 and s.byte[w, ATTENTIVE, p] != 0:
        m = (m * (restraint(t, s, r, w, a, p) if r.act[a, ACT_NATURE] == VIOLATION else zeal(s, r, w, a, p))) >> 16
    return max(0, min(m, r.act[a, ACT_BOUND]))


@part
def worlds_of_lane(t: int, s: State, r: RuleTables, c: Community, a: int, p: int, lane: int, moved: int) -> int:
    """In which worlds (bits) a person's 16-bit lane makes an act happen; a lane equal to the upper half asks for a second draw."""
    last = s.control.shape[0] - 1
    base = base_rate(r, c, a, p)
    mask, low = 0, -1
    for w in range(r.world.shape[0]):
        threshold = chance(min((base * response(t, s, r, w, a, p, moved)) >> 16, RATE_MOST), r.exp)
        if lane < threshold >> 16:
            mask |= 1 << w
        elif lane == threshold >> 16:
            if low < 0:
                entity = s.control[last, C_COMMUNITY] * SPAN + p
                low = words(s.control[last, C_SEED], PERSON, entity, t, DENSE_LOW, r.act[a, ACT_CODE], 0)[0] >> 16
            if low < (threshold & 0xFFFF):
                mask |= 1 << w
    return mask


@part
def worlds_of_point(t: int, s: State, r: RuleTables, c: Community, a: int, p: int, point: int, moved: int) -> int:
    """In which worlds (bits) a point in a person's rate space makes a rare act happen."""
    base, mask = base_rate(r, c, a, p), 0
    for w in range(r.world.shape[0]):
        if point < min((base * response(t, s, r, w, a, p, moved)) >> 16, RARE_MOST):
            mask |= 1 << w
    return mask


@part
def find_moods(s: State, r: RuleTables) -> None:
    """Find those in hardship, those from whom something is withheld, and those who know of the regime."""
    for w in range(r.world.shape[0]):
        for block in range(s.mood.shape[2]):
            s.mood[w, MOOD_HARD, block] = nonzero(s.byte[w, HARDSHIP], block * BLOCK)
            s.mood[w, MOOD_BARRED, block] = nonzero(s.number[w, MASK], block * BLOCK) if r.world[w, W_BARS] != 0 else 0
            s.mood[w, MOOD_ATTENTIVE, block] = nonzero(s.byte[w, ATTENTIVE], block * BLOCK)


@part
def sway(s: State, r: RuleTables, a: int, moved: int) -> bool:
    """Find whose rate of an act something may change in some world; False if nobody's."""
    swayed, expression, anything = s.bit[BIT_SWAYED], r.act[a, ACT_NATURE] == EXPRESSION, 0
    for block in range(swayed.shape[0]):
        swayed[block] = 0
    for w in range(r.world.shape[0]):
        hard = -1 if r.act[a, ACT_HARDSHIP] != 65536 else 0
        attentive = -1 if (expression and r.world[w, W_FEAR] | r.react[w, X_VEIL] != 0) or (moved >> w) & 1 != 0 else 0
        if hard | attentive | r.world[w, W_BARS] == 0:
            continue
        barred, troubled, knowing = s.mood[w, MOOD_BARRED], s.mood[w, MOOD_HARD], s.mood[w, MOOD_ATTENTIVE]
        for block in range(swayed.shape[0]):
            swayed[block] |= barred[block] | (troubled[block] & hard) | (knowing[block] & attentive)
            anything |= swayed[block]
    return anything != 0


@part
def mark(s: State, a: int, p: int, mask: int) -> None:
    """Note that somebody does an act in the worlds of a mask."""
    for w in range(s.did.shape[0]):
        s.did[w, a, p >> 6] |= ((mask >> w) & 1) << (p & 63)


@part
def everyday(t: int, s: State, r: RuleTables, c: Community, a: int, active: int) -> bool:
    """Find who does an everyday act; returns whether worlds may differ in it.

    Nothing sways most people, and their lane says at once whether they do it, in all worlds alike. The others are asked one by one.
    """
    place = r.act[a, ACT_DENSE]
    lanes, usual, ceiling, swayed, asked = s.lane[place & 7], s.usual[place], s.ceiling[place], s.bit[BIT_SWAYED], s.bit[BIT_CHOSEN]
    moved = deterred(s, r, a) | paid(s, r, a)
    sways, rises, alike, apart = sway(s, r, a, moved), s.most[a] > 65536, s.did[0, a], 0
    for block in range(alike.shape[0]):
        first = block * BLOCK
        bits, sure = at_most(lanes, usual, first), below(lanes, usual, first)
        if sways:
            sure &= ~swayed[block]
            bits |= at_most(lanes, ceiling, first) & swayed[block] if rises else 0
        alike[block] = sure
        asked[block] = bits & ~sure
        apart |= bits & ~sure
    for w in range(r.world.shape[0] - 1, -1, -1):
        everybody = -((active >> w) & 1)
        for block in range(alike.shape[0]):
            s.did[w, a, block] = alike[block] & everybody
    for block in range(asked.shape[0] if apart != 0 else 0):
        bits = int(asked[block])
        while bits != 0:
            p = block * BLOCK + lowest(bits)
            bits &= bits - 1
            mark(s, a, p, active & worlds_of_lane(t, s, r, c, a, p, lanes[p], moved))
    return apart != 0


@part
def sift(s: State, r: RuleTables, c: Community, a: int) -> int:
    """Keep the candidates of a rare act that some response could make it happen for; returns where they end."""
    persons, bound, kept = c.byte.shape[1], s.most[a], s.span[0, a]
    for k in range(s.span[0, a], s.span[1, a]):
        p, point = place_of(s, k), point_of(s, k)
        here = min(p, persons - 1)
        s.lot[LOT_PERSON, kept] = here
        s.drawn[1, kept] = point
        kept += 1 if (p < persons) & (point < (base_rate(r, c, a, here) * bound) >> 16) else 0
    return kept


@part
def rare(t: int, s: State, r: RuleTables, c: Community, a: int, active: int) -> None:
    """Find who does a rare act."""
    moved = deterred(s, r, a) | paid(s, r, a)
    for w in range(r.world.shape[0]):
        for block in range(s.did.shape[2]):
            s.did[w, a, block] = 0
    for k in range(s.span[0, a], sift(s, r, c, a)):
        p = s.lot[LOT_PERSON, k]
        mark(s, a, p, active & worlds_of_point(t, s, r, c, a, p, s.drawn[1, k], moved))


@part
def count_acts(t: int, s: State, r: RuleTables, y: Tally, a: int, apart: bool) -> None:
    """Count an act by group, once for all worlds unless they may differ."""
    nature = r.act[a, ACT_NATURE]
    for g in range(y.flow.shape[2]):
        group, acts = s.bit[BIT_GROUP + g], 0
        for w in range(r.world.shape[0]):
            if w == 0 or apart:
                did, acts = s.did[w, a], 0
                for block in range(did.shape[0]):
                    acts += ones(did[block] & group[block])
            y.flow[w, t, g, F_ACTS + nature] += acts


@part
def owe(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, a: int, p: int, draw: int) -> None:
    """Leave the obligation that an act brings unpaid."""
    before, g = s.number[w, DEBT, p], c.byte[GROUP, p]
    s.number[w, DEBT, p] = min(before + r.obligation[a, draw >> 20], DEBT_MOST)
    y.flow[w, t, g, F_DEBTS] += 1
    y.flow[w, t, g, F_DEBT] += s.number[w, DEBT, p] - before
    note(s, t, w, p, N_DEBT, s.number[w, DEBT, p] - before, 0, 0)


@part
def fall_due(t: int, s: State, r: RuleTables, c: Community, y: Tally, a: int) -> None:
    """Draw the obligations that one act brings in some world, and leave them unpaid."""
    last, count = s.control.shape[0] - 1, 0
    for block in range(s.did.shape[2]):
        bits = 0
        for w in range(r.world.shape[0]):
            bits |= s.did[w, a, block]
        count = places(bits, block * BLOCK, s.place, count)
    first = s.control[last, C_COMMUNITY] * SPAN
    fill_each(s.control[last, C_SEED], PERSON, first, s.place, count, t, OBLIGATION, r.act[a, ACT_CODE], 0, s.word)
    for w in range(r.world.shape[0]):
        for k in range(count):
            p = s.place[k]
            if (s.did[w, a, p >> 6] >> (p & 63)) & 1 != 0:
                owe(t, s, r, c, y, w, a, p, s.word[0, k])


@part
def happen(t: int, s: State, r: RuleTables, c: Community, y: Tally, a: int) -> None:
    """What an act brings at once: marks of what is punished, and obligations left unpaid."""
    watched = s.control[s.control.shape[0] - 1, C_WATCH]
    for w in range(r.world.shape[0]):
        did = s.did[w, a]
        if punished(s, w, a):
            for block in range(did.shape[0]):
                s.acted[w, block] |= did[block]
        if watched >= 0 and (did[watched >> 6] >> (watched & 63)) & 1 != 0:
            note(s, t, w, watched, N_ACT, a, 0, 0)
        for block in range(did.shape[0] if veils(r, w, a) else 0):
            bits = int(did[block])
            while bits != 0:
                s.byte[w, VEILED, block * BLOCK + lowest(bits)] = 1
                bits &= bits - 1
    if r.act[a, ACT_OBLIGATION] > 0:
        fall_due(t, s, r, c, y, a)


@part
def said_in_private(t: int, s: State, r: RuleTables, w: int, a: int, p: int) -> bool:
    """Whether somebody who withholds an expression out of fear says it to those they trust instead."""
    if r.react[w, X_PRIVATE] == 0 or s.byte[w, ATTENTIVE, p] == 0:
        return False
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    return words(s.control[last, C_SEED], PERSON, entity, t, PRIVATE, r.act[a, ACT_CODE], 0)[0] < r.react[w, X_PRIVATE]


@part
def count_differing(t: int, s: State, r: RuleTables, c: Community, y: Tally, i: int, a: int, block: int) -> None:
    """Count those of a block of 64 persons who do an act in one world of a pair and not in the other."""
    w, b, nature = r.pairs[i, 0], r.pairs[i, 1], r.act[a, ACT_NATURE]
    fewer, more = s.did[b, a, block] & ~s.did[w, a, block], s.did[w, a, block] & ~s.did[b, a, block]
    plain = ~having(s.byte[w, EVER], 1, block * BLOCK) if nature == EXPRESSION else 0
    for g in range(y.pair.shape[2]):
        group = s.bit[BIT_GROUP + g, block]
        y.pair[i, t, g, P_WITHHELD + nature] += ones(fewer & group)
        y.pair[i, t, g, P_ADDED + nature] += ones(more & group)
        y.pair[i, t, g, P_QUIET] += ones(fewer & plain & group)
        y.pair[i, t, g, P_LOUD] += ones(more & plain & group)
    quiet = fewer & plain
    while quiet != 0:
        p = block * BLOCK + lowest(quiet)
        quiet &= quiet - 1
        y.pair[i, t, c.byte[GROUP, p], P_PRIVATE] += 1 if said_in_private(t, s, r, w, a, p) else 0


@part
def compare(t: int, s: State, r: RuleTables, c: Community, y: Tally, i: int, a: int) -> None:
    """Count what one act differs by between the worlds of a pair, and what of it was said, or done by people once listed."""
    here, there, nature = s.did[r.pairs[i, 0], a], s.did[r.pairs[i, 1], a], r.act[a, ACT_NATURE]
    ever, listed = s.byte[r.pairs[i, 0], EVER], s.byte[r.pairs[i, 1], EVER]
    for block in range(here.shape[0]):
        if here[block] != there[block]:
            count_differing(t, s, r, c, y, i, a, block)
        if nature == EXPRESSION and there[block] != 0:
            spoken = there[block] & ~having(ever, 1, block * BLOCK)
            for g in range(y.pair.shape[2]):
                y.pair[i, t, g, P_SPOKEN] += ones(spoken & s.bit[BIT_GROUP + g, block])
        if nature == FINANCIAL and here[block] | there[block] != 0:
            known = having(listed, 4, block * BLOCK)
            for g in range(y.pair.shape[2] if known != 0 else 0):
                y.pair[i, t, g, P_LISTED] += ones(here[block] & known & s.bit[BIT_GROUP + g, block])
                y.pair[i, t, g, P_LISTED + 1] += ones(there[block] & known & s.bit[BIT_GROUP + g, block])


@part
def forget_month(s: State) -> None:
    """Take last month's marks off."""
    for w in range(s.byte.shape[0]):
        hit = s.byte[w, HIT]
        for p in range(hit.shape[0]):
            hit[p] = 0
        for block in range(s.acted.shape[1]):
            s.acted[w, block] = 0


@phase
def act(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Draw the month's acts, in all worlds at once."""
    forget_month(s)
    unveil(s, r)
    find_moods(s, r)
    find_force(t, s, r)
    find_points(t, s, r)
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    active, worlds, octet = 0, r.world.shape[0], -1
    for w in range(worlds):
        active |= (r.world[w, W_PHASES] & 1) << w
    for a in range(r.act.shape[0]):
        apart = active + 1 != 1 << worlds
        if r.act[a, ACT_DENSE] >= 0:
            if r.act[a, ACT_DENSE] >> 3 != octet:
                octet = r.act[a, ACT_DENSE] >> 3
                fill_lanes(seed, PERSON, community * SPAN, t, DENSE, 0, octet, s.lane)
            apart = everyday(t, s, r, c, a, active) or apart
        else:
            rare(t, s, r, c, a, active)
            apart = True
        count_acts(t, s, r, y, a, apart)
        happen(t, s, r, c, y, a)
        for i in range(r.pairs.shape[0] if apart or r.act[a, ACT_NATURE] in (EXPRESSION, FINANCIAL) else 0):
            compare(t, s, r, c, y, i, a)
    firms_act(t, s, r, c, y)
