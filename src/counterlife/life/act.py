"""Phase 1, act: people do things, whether or not anybody looks.

A category has a base rate per person and month, multiplied by the person's frailty and by responses: to hardship (financial acts) and to
fear (expression). Everyday acts are drawn densely, one 16-bit lane a person; rare acts are points below a person's rate. All worlds read
the same draws, so an act that happens in two worlds is one event with two bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, fill_lanes, fill_points, layer_count, layer_point, words
from counterlife.life.barred import unbarred
from counterlife.life.bits import BLOCK, at_most, below, having, lowest, nonzero, ones
from counterlife.life.columns import (
    ACTED,
    ATTENTIVE,
    BIT_CHOSEN,
    BIT_GROUP,
    BIT_SWAYED,
    C_APART,
    C_COMMUNITY,
    C_EVENTS,
    C_FULL,
    C_SEED,
    C_WATCH,
    DEBT,
    EV_ACT,
    EV_PERSON,
    EV_WORLDS,
    EVER,
    HARDSHIP,
    HIT,
    MASK,
    N_ACT,
    N_DEBT,
    RISK,
    VEILED,
)  # fmt: skip
from counterlife.life.deter import VIOLATION, deterred, punished, restraint
from counterlife.life.firms import firms_act
from counterlife.life.habit import dread
from counterlife.life.kernel import part, phase
from counterlife.life.notes import note
from counterlife.life.perform import paid, zeal
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
RARE = luck.PURPOSE["act-rare"]
OBLIGATION, PRIVATE = luck.PURPOSE["obligation"], luck.PURPOSE["private"]
PERSON, ROW, SPAN, ROW_PERSONS = luck.PERSON, luck.ROW, luck.COMMUNITY_SPAN, luck.ROW_PERSONS
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
    if c.byte[ADULT, p] == 0:
        return 0
    if r.act[a, ACT_NATURE] == ATTRIBUTE:
        return min(r.act[a, ACT_RATE], RATE_MOST)
    return min((r.act[a, ACT_RATE] * c.number[FRAILTY + r.act[a, ACT_NATURE], p]) >> 16, RATE_MOST)


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
        m = (m * (restraint(t, s, r, w, a, p) if r.act[a, ACT_NATURE] == VIOLATION else zeal(t, s, r, w, a, p))) >> 16
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
def sway(s: State, r: RuleTables, a: int, moved: int) -> bool:
    """Find whose rate of an act something may change in some world; False if nobody's."""
    swayed, expression, anything = s.bit[BIT_SWAYED], r.act[a, ACT_NATURE] == EXPRESSION, False
    for block in range(swayed.shape[0]):
        swayed[block] = 0
    for w in range(r.world.shape[0]):
        if r.act[a, ACT_HARDSHIP] != 65536:
            anything = True
            for block in range(swayed.shape[0]):
                swayed[block] |= nonzero(s.byte[w, HARDSHIP], block * BLOCK)
        if r.world[w, W_BARS] != 0:
            anything = True
            for block in range(swayed.shape[0]):
                swayed[block] |= nonzero(s.number[w, MASK], block * BLOCK)
        if (expression and r.world[w, W_FEAR] | r.react[w, X_VEIL] != 0) or (moved >> w) & 1 != 0:
            anything = True
            for block in range(swayed.shape[0]):
                swayed[block] |= nonzero(s.byte[w, ATTENTIVE], block * BLOCK)
    return anything


@part
def count_alike(t: int, s: State, c: Community, y: Tally, nature: int, active: int) -> None:
    """Count the events of an everyday act that happen in all worlds alike, by group."""
    alike = s.bit[BIT_CHOSEN]
    for g in range(y.flow.shape[2]):
        events = 0
        for block in range(alike.shape[0]):
            events += ones(s.bit[BIT_GROUP + g, block] & alike[block])
        for w in range(y.flow.shape[0]):
            y.flow[w, t, g, F_ACTS + nature] += events if (active >> w) & 1 != 0 else 0


@part
def count_apart(t: int, c: Community, y: Tally, nature: int, p: int, mask: int) -> None:
    """Count an event in the worlds in which it happens."""
    for w in range(y.flow.shape[0]):
        y.flow[w, t, c.byte[GROUP, p], F_ACTS + nature] += (mask >> w) & 1


@part
def everyday(t: int, s: State, r: RuleTables, c: Community, y: Tally, a: int, events: int, active: int) -> int:
    """Add the events of one everyday act to the month's; returns how many there are now.

    Nothing sways most people, and their lane says at once whether the act happens, in all worlds alike. Those events are left as bits in
    the chosen, to be counted together; the others are asked and counted one by one.
    """
    place = r.act[a, ACT_DENSE]
    lanes, usual, ceiling, alike, swayed = s.lane[place & 7], s.usual[place], s.ceiling[place], s.bit[BIT_CHOSEN], s.bit[BIT_SWAYED]
    persons, acts, worlds = s.event[EV_PERSON], s.event[EV_ACT], s.event[EV_WORLDS]
    moved = deterred(t, r, a) | paid(t, r, a)
    sways, apart = sway(s, r, a, moved), 0
    for block in range(alike.shape[0]):
        first = block * BLOCK
        bits, sure = at_most(lanes, usual, first), below(lanes, usual, first)
        if sways:
            bits = (bits & ~swayed[block]) | (at_most(lanes, ceiling, first) & swayed[block])
            sure &= ~swayed[block]
        alike[block] = sure
        while bits != 0:
            i = lowest(bits)
            bits &= bits - 1
            p = first + i
            mask = active
            if (sure >> i) & 1 == 0:
                mask &= worlds_of_lane(t, s, r, c, a, p, lanes[p], moved)
                count_apart(t, c, y, r.act[a, ACT_NATURE], p, mask)
                apart += 1
            persons[events] = p
            acts[events] = a
            worlds[events] = mask
            events += 1 if mask != 0 else 0
    s.control[s.control.shape[0] - 1, C_APART] = apart
    return events


@part
def insert(s: State, first: int, events: int, p: int, a: int, mask: int) -> int:
    """Put an event in its place by person among those from ``first`` on; a person does an act once a month."""
    place = events
    while place > first and s.event[EV_PERSON, place - 1] > p:
        place -= 1
    if place > first and s.event[EV_PERSON, place - 1] == p:
        s.event[EV_WORLDS, place - 1] |= mask
        return events
    for k in range(events, place, -1):
        for field in range(3):
            s.event[field, k] = s.event[field, k - 1]
    s.event[EV_PERSON, place] = p
    s.event[EV_ACT, place] = a
    s.event[EV_WORLDS, place] = mask
    return events + 1


@part
def worlds_of_point(t: int, s: State, r: RuleTables, c: Community, a: int, p: int, point: int, moved: int) -> int:
    """In which worlds (bits) a point in a person's rate space makes a rare act happen."""
    base, mask = base_rate(r, c, a, p), 0
    if point >= (base * r.act[a, ACT_BOUND]) >> 16:
        return 0
    for w in range(r.world.shape[0]):
        if point < min((base * response(t, s, r, w, a, p, moved)) >> 16, RARE_MOST):
            mask |= 1 << w
    return mask


@part
def rare(t: int, s: State, r: RuleTables, c: Community, a: int, events: int, active: int) -> int:
    """Add the events of one rare act to the month's; returns how many there are now."""
    last = s.control.shape[0] - 1
    seed, community, code = s.control[last, C_SEED], s.control[last, C_COMMUNITY], r.act[a, ACT_CODE]
    persons, room = c.byte.shape[1], s.point.shape[1]
    places, coordinates, moved = s.point[0], s.point[1], deterred(t, r, a) | paid(t, r, a)
    for row in range(s.top.shape[1]):
        entity, first = community * SPAN + row, events
        counts = (0, 0, 0, 0)
        for layer in range(s.top[a, row] + 1):
            if layer & 3 == 0:
                counts = words(seed, ROW, entity, t, RARE, code, layer >> 2)
            count = min(layer_count(layer, counts[layer & 3], r.poisson_offset, r.poisson_cdf), room)
            fill_points(seed, entity, t, RARE + 1, code, layer << 16, count, s.point)
            for i in range(count):
                p = row * ROW_PERSONS + (places[i] >> 22)
                mask = active & worlds_of_point(t, s, r, c, a, p, layer_point(layer, coordinates[i]), moved) if p < persons else 0
                if mask != 0:
                    events = insert(s, first, events, p, a, mask)
    return events


@part
def none_alike(s: State, events: int) -> None:
    """Say of the events of a rare act that each is asked of each world."""
    for block in range(s.bit.shape[1]):
        s.bit[BIT_CHOSEN, block] = 0
    s.control[s.control.shape[0] - 1, C_APART] = events


@part
def owe(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, a: int, p: int) -> None:
    """Leave the obligation that an act brings unpaid."""
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    draw = words(s.control[last, C_SEED], PERSON, entity, t, OBLIGATION, r.act[a, ACT_CODE], 0)[0]
    before, g = s.number[w, DEBT, p], c.byte[GROUP, p]
    s.number[w, DEBT, p] = min(before + r.obligation[a, draw >> 20], DEBT_MOST)
    y.flow[w, t, g, F_DEBTS] += 1
    y.flow[w, t, g, F_DEBT] += s.number[w, DEBT, p] - before
    note(s, t, w, p, N_DEBT, s.number[w, DEBT, p] - before, 0, 0)


@part
def happen(t: int, s: State, r: RuleTables, c: Community, y: Tally, first: int, events: int) -> None:
    """What the events of one act bring at once: marks of what is punished, and obligations left unpaid."""
    a = s.event[EV_ACT, first]
    watched, owing = s.control[s.control.shape[0] - 1, C_WATCH], r.act[a, ACT_OBLIGATION] > 0
    persons, worlds = s.event[EV_PERSON], s.event[EV_WORLDS]
    for w in range(r.world.shape[0]):
        costs, acted = punished(t, r, w, a), s.byte[w, ACTED]
        hides = veils(r, w, a)
        if not costs and not owing and not hides and watched < 0:
            continue
        for e in range(first, events):
            if (worlds[e] >> w) & 1 == 0:
                continue
            p = persons[e]
            if p == watched:
                note(s, t, w, p, N_ACT, a, 0, 0)
            if costs:
                acted[p] = 1
            if hides:
                s.byte[w, VEILED, p] = 1
            if owing:
                owe(t, s, r, c, y, w, a, p)


@part
def said_in_private(t: int, s: State, r: RuleTables, w: int, a: int, p: int) -> bool:
    """Whether somebody who withholds an expression out of fear says it to those they trust instead."""
    if r.react[w, X_PRIVATE] == 0 or s.byte[w, ATTENTIVE, p] == 0:
        return False
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    return words(s.control[last, C_SEED], PERSON, entity, t, PRIVATE, r.act[a, ACT_CODE], 0)[0] < r.react[w, X_PRIVATE]


@part
def compare_alike(t: int, s: State, c: Community, y: Tally, i: int, w: int, b: int, nature: int) -> None:
    """Count, 64 persons at a time, the events of one act that happen in all worlds alike."""
    alike = s.bit[BIT_CHOSEN]
    ever, bit = s.byte[w if nature == EXPRESSION else b, EVER], 1 if nature == EXPRESSION else 4
    for block in range(alike.shape[0]):
        marked = alike[block] & having(ever, bit, block * BLOCK)
        if nature == EXPRESSION:
            for g in range(y.pair.shape[2]):
                y.pair[i, t, g, P_SPOKEN] += ones(s.bit[BIT_GROUP + g, block] & alike[block])
        while marked != 0:
            p = block * BLOCK + lowest(marked)
            marked &= marked - 1
            if nature == EXPRESSION:
                y.pair[i, t, c.byte[GROUP, p], P_SPOKEN] -= 1
            else:
                y.pair[i, t, c.byte[GROUP, p], P_LISTED] += 1
                y.pair[i, t, c.byte[GROUP, p], P_LISTED + 1] += 1


@part
def compare_event(t: int, s: State, r: RuleTables, c: Community, y: Tally, i: int, e: int) -> None:
    """Count an event that one world of a pair has and the other may not have."""
    w, b, p, a = r.pairs[i, 0], r.pairs[i, 1], s.event[EV_PERSON, e], s.event[EV_ACT, e]
    g, nature = c.byte[GROUP, p], r.act[a, ACT_NATURE]
    here, there = (s.event[EV_WORLDS, e] >> w) & 1, (s.event[EV_WORLDS, e] >> b) & 1
    y.pair[i, t, g, P_WITHHELD + nature] += there & ~here
    y.pair[i, t, g, P_ADDED + nature] += here & ~there
    if nature == EXPRESSION and s.byte[w, EVER, p] & 1 == 0:
        y.pair[i, t, g, P_QUIET] += there & ~here
        if there & ~here != 0 and said_in_private(t, s, r, w, a, p):
            y.pair[i, t, g, P_PRIVATE] += 1
        y.pair[i, t, g, P_LOUD] += here & ~there
        y.pair[i, t, g, P_SPOKEN] += there
    if nature == FINANCIAL and s.byte[b, EVER, p] & 4 != 0:
        y.pair[i, t, g, P_LISTED] += here
        y.pair[i, t, g, P_LISTED + 1] += there


@part
def compare(t: int, s: State, r: RuleTables, c: Community, y: Tally, first: int, events: int, active: int) -> None:
    """Count the events of one act that one world of a pair has and the other has not; those in the chosen happen in all alike."""
    nature, persons, alike = r.act[s.event[EV_ACT, first], ACT_NATURE], s.event[EV_PERSON], s.bit[BIT_CHOSEN]
    apart = s.control[s.control.shape[0] - 1, C_APART]
    for i in range(r.pairs.shape[0]):
        w, b = r.pairs[i, 0], r.pairs[i, 1]
        both = (active >> w) & (active >> b) & 1 != 0
        if both and nature in (EXPRESSION, FINANCIAL):
            compare_alike(t, s, c, y, i, w, b, nature)
        for e in range(first, events if apart > 0 or not both else first):
            if not both or (alike[persons[e] >> 6] >> (persons[e] & 63)) & 1 == 0:
                compare_event(t, s, r, c, y, i, e)


@part
def forget_month(s: State) -> None:
    """Take last month's marks off."""
    for w in range(s.byte.shape[0]):
        hit, acted = s.byte[w, HIT], s.byte[w, ACTED]
        for p in range(hit.shape[0]):
            hit[p] = 0
            acted[p] = 0


@phase
def act(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Draw the month's acts, in all worlds at once."""
    forget_month(s)
    unveil(s, r)
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    active = 0
    for w in range(r.world.shape[0]):
        active |= (r.world[w, W_PHASES] & 1) << w
    events, octet = 0, -1
    for a in range(r.act.shape[0]):
        first = events
        if events + 2 * c.byte.shape[1] > s.event.shape[1]:
            s.control[last, C_FULL] = 1
            break
        if r.act[a, ACT_DENSE] >= 0:
            if r.act[a, ACT_DENSE] >> 3 != octet:
                octet = r.act[a, ACT_DENSE] >> 3
                fill_lanes(seed, PERSON, community * SPAN, t, DENSE, 0, octet, s.lane)
            events = everyday(t, s, r, c, y, a, events, active)
            count_alike(t, s, c, y, r.act[a, ACT_NATURE], active)
        else:
            events = rare(t, s, r, c, a, events, active)
            none_alike(s, events - first)
            for e in range(first, events):
                count_apart(t, c, y, r.act[a, ACT_NATURE], s.event[EV_PERSON, e], s.event[EV_WORLDS, e])
        if events > first:
            happen(t, s, r, c, y, first, events)
            compare(t, s, r, c, y, first, events, active)
    s.control[last, C_EVENTS] = events
    firms_act(t, s, r, c, y)
