"""Readings: what is counted at year ends and at the end of a run, person by person, because every month would cost too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import BLOCK, having, lowest, nonzero, ones, within
from counterlife.life.columns import (
    BIT_ADULT,
    BIT_GROUP,
    C_RECORDS,
    CLASS,
    DEBT,
    EVER,
    FILE,
    K_CONDUCT,
    K_ENTERED,
    K_FILED,
    K_FILES,
    K_FIRST,
    K_GUILTY,
    K_HARD,
    K_MISFILED,
    K_OTHER,
    K_OWN,
    K_STOOD,
    K_UNTOLD,
    K_WORKED,
    MASK,
    OFFSET,
    OWN,
    R_ACT,
    R_BEFORE,
    R_LIVE,
    R_PERSON,
    R_POINTS,
    R_SCHEME,
    SCORE,
    WORKED,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW, LOSS_SIDE, SCORE_STEPS, STRATA
from counterlife.life.turn import ALL_RIGHTS, answering_list
from counterlife.life.weigh import FOLLOWED, STUCK
from counterlife.regime.tables import ACT_DOMAIN, ACT_NATURE, L_SCHEME, S_ON, S_SCORED, S_START, TRAIT_BINS, W_MUTE
from counterlife.town.traits import ADULT, FRAILTY, GROUP, PLACE
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

ATTRIBUTE, PROSOCIAL = NATURES.index("attribute"), NATURES.index("prosocial")
THOUSAND = 1000
SIDE = len(SCORE_STEPS)
F_WHOLE, F_INNOCENT = FLOW["whole-file"], FLOW["innocent-sanctioned"]
F_ACTS, F_ATTRIBUTES = FLOW["weight-of-acts"], FLOW["weight-of-attributes"]


@part
def read_records(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Add up the points on file for what people did and for what they are, and note which schemes hold a file of whom."""
    files = s.reckoned[w, K_FILES]
    for p in range(files.shape[0]):
        files[p] = 0
    for k in range(s.control[w, C_RECORDS]):
        if s.records[w, k, R_LIVE] != 0:
            a, p = s.records[w, k, R_ACT], s.records[w, k, R_PERSON]
            files[p] |= 1 << s.records[w, k, R_SCHEME]
            of_act = a >= 0 and r.act[a, ACT_NATURE] != ATTRIBUTE
            y.flow[w, t, c.byte[GROUP, p], F_ACTS if of_act else F_ATTRIBUTES] += abs(s.records[w, k, R_POINTS])


@part
def read_file(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """Count those of whom a scheme holds a file, and what its score holds of traits and of others."""
    scored, files = r.scheme[w, k, S_ON] != 0 and r.scheme[w, k, S_SCORED] != 0, s.reckoned[w, K_FILES]
    for g in range(y.flow.shape[2]):
        held, points = 0, 0
        for block in range(s.bit.shape[1]):
            on_file = having(files, 1 << k, block * BLOCK) | ~within(s.bare[w, k], t, block * BLOCK)
            held += ones(on_file & s.bit[BIT_GROUP + g, block])
            bits = s.bit[BIT_GROUP + g, block] & s.bit[BIT_ADULT, block] if scored else 0
            while bits != 0:
                file = s.scores[w, k, block * BLOCK + lowest(bits)]
                bits &= bits - 1
                points += abs(file[OFFSET]) + abs((file[SCORE] - file[OWN]) >> 4)
        y.held[w, k, t // 12, g] += held
        y.flow[w, t, g, F_ATTRIBUTES] += points


@part
def negative_points(s: State, w: int, scheme: int, p: int) -> int:
    """Points that somebody's live records in a scheme take off."""
    total = 0
    k = s.number[w, FILE, p] - 1
    while k >= 0:
        if s.records[w, k, R_LIVE] != 0 and s.records[w, k, R_SCHEME] == scheme:
            total -= min(0, s.records[w, k, R_POINTS])
        k = s.records[w, k, R_BEFORE] - 1
    return total


@part
def share_out(s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int, l: int, rights: int) -> None:
    """Count from which sphere rights come that one list withholds: by its deciding record, and by share of the points it goes by."""
    origin, rest, scheme = y.origin[w, c.byte[GROUP, p]], THOUSAND, r.listed[w, l, L_SCHEME] if l >= 0 else -1
    total = negative_points(s, w, scheme, p) if scheme >= 0 else 0
    k = s.number[w, FILE, p] - 1 if total > 0 else -1
    while k >= 0:
        if s.records[w, k, R_LIVE] != 0 and s.records[w, k, R_SCHEME] == scheme and s.records[w, k, R_POINTS] < 0:
            share = -THOUSAND * s.records[w, k, R_POINTS] // total
            a, bits = s.records[w, k, R_ACT], rights
            sphere = 0 if a < 0 else r.act[a, ACT_DOMAIN]
            rest -= share
            while bits != 0:
                origin[1, sphere, lowest(bits)] += share
                bits &= bits - 1
        k = s.records[w, k, R_BEFORE] - 1
    while rights != 0:
        right = lowest(rights)
        rights &= rights - 1
        domain = (s.cell[w, right, p] >> 8) & 0xFF
        origin[0, domain, right] += THOUSAND
        origin[1, domain, right] += rest


@part
def read_origin(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Count from which sphere each right withheld next month comes, list by list of those that answer for them."""
    rights = s.number[w, MASK, p] & ALL_RIGHTS
    while rights != 0:
        l, bits, alike = answering_list(t + 1, s, r, w, p, lowest(rights)), rights & (rights - 1), rights & -rights
        while bits != 0:
            if answering_list(t + 1, s, r, w, p, lowest(bits)) == l:
                alike |= bits & -bits
            bits &= bits - 1
        share_out(s, r, c, y, w, p, l, alike)
        rights &= ~alike


@part
def read_worked(s: State, w: int) -> None:
    """Add the months with work since the last readings to those before."""
    worked, months = s.byte[w, WORKED], s.reckoned[w, K_WORKED]
    for p in range(worked.shape[0]):
        months[p] += worked[p]
        worked[p] = 0


@part
def read_year(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """The readings of a year's end, and of the end."""
    for block in range(s.bit.shape[1]):
        first, adults = block * BLOCK, s.bit[BIT_ADULT, block]
        sanctioned, guilty = nonzero(s.byte[w, CLASS], first), nonzero(s.reckoned[w, K_GUILTY], first)
        ever = having(s.byte[w, EVER], 1, first)
        for g in range(y.flow.shape[2]):
            of_group = s.bit[BIT_GROUP + g, block] & adults
            y.flow[w, t, g, F_WHOLE] += ones(guilty & of_group)
            y.flow[w, t, g, F_INNOCENT] += ones(ever & ~guilty & of_group)
        while sanctioned != 0:
            read_origin(t, s, r, c, y, w, first + lowest(sanctioned))
            sanctioned &= sanctioned - 1
    read_records(t, s, r, c, y, w)
    read_worked(s, w)
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] != 0:
            read_file(t, s, r, c, y, w, k)


@part
def score_bin(points: int) -> int:
    """Place of a distance from the start, in points, among the steps of the histogram."""
    steps, far = 0, abs(points)
    for step in SCORE_STEPS:
        steps += 1 if far >= step else 0
    return SIDE + steps if points >= 0 else SIDE - steps


@part
def rank_people(s: State, r: RuleTables, c: Community, y: Tally, w: int, scheme: int) -> None:
    """Adults by score and by the trait that the score is said to measure, better conduct higher."""
    nature = r.claim[w, scheme, 0] - 1
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] == 0:
            continue
        trait = 0
        if nature >= 0:
            for edge in range(1, TRAIT_BINS):
                trait += 1 if c.number[FRAILTY + nature, p] >= r.claim[w, scheme, edge] else 0
            trait = trait if nature == PROSOCIAL else TRAIT_BINS - 1 - trait
        points = (s.scores[w, scheme, p, SCORE] >> 4) - r.scheme[w, scheme, S_START]
        y.rank[w, scheme, c.byte[GROUP, p], score_bin(points), trait] += 1


@part
def conduct_of(s: State, w: int, p: int) -> int:
    """The class of somebody's own conduct."""
    conduct, acts = -1, s.reckoned[w, K_CONDUCT, p]
    for least in STRATA:
        conduct += 1 if acts >= least else 0
    return conduct


@part
def place_in_strata(s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Adults by place and own conduct, with what happened to them over the run."""
    months = y.flow.shape[1]
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] == 0:
            continue
        conduct = conduct_of(s, w, p)
        ever, guilty = s.byte[w, EVER, p] & 3, s.reckoned[w, K_GUILTY, p]
        row = y.stratum[w, c.byte[GROUP, p], c.byte[PLACE, p], conduct]
        row[0] += 1
        row[1] += ever & 1
        row[2] += ever >> 1
        row[3] += 1 if ever == 1 else 0
        row[4] += s.reckoned[w, K_OWN, p] + s.reckoned[w, K_OTHER, p]
        row[5] += s.reckoned[w, K_OWN, p]
        row[6] += guilty
        row[7] += ever & 1 & (1 - guilty)
        row[8] += s.reckoned[w, K_ENTERED, p]
        row[9] += s.reckoned[w, K_UNTOLD, p]
        first = s.reckoned[w, K_FIRST, p] - 1
        if first >= 0 and months - first >= FOLLOWED:
            row[10] += 1
            row[11] += 1 if s.reckoned[w, K_STOOD, p] >= STUCK else 0
        row[12] += s.reckoned[w, K_HARD, p]
        row[13] += s.reckoned[w, K_WORKED, p]
        row[14] += s.reckoned[w, K_FILED, p]
        row[15] += s.reckoned[w, K_MISFILED, p]


@part
def loss_bin(cents: int) -> int:
    """Place of a sum among the bins: four to each doubling of a yuan."""
    yuan, doubling = abs(cents) // 100, 0
    if yuan == 0:
        return LOSS_SIDE
    while yuan >> (doubling + 1) != 0:
        doubling += 1
    far = min(LOSS_SIDE, 1 + 4 * doubling + (((yuan << 2) >> doubling) & 3))
    return LOSS_SIDE + far if cents > 0 else LOSS_SIDE - far


@part
def count_losses(s: State, r: RuleTables, c: Community, y: Tally, i: int) -> None:
    """What those lost over the run whom the muted world ever lists: income, and debt at the end."""
    w, b = r.pairs[i, 0], r.pairs[i, 1]
    mute = r.world[w, W_MUTE]
    if mute < 0:
        return
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] == 0 or s.byte[mute, EVER, p] & 4 == 0:
            continue
        g, income, debt = c.byte[GROUP, p], s.loss[i, p], s.number[w, DEBT, p] - s.number[b, DEBT, p]
        y.loss[i, g, 0, loss_bin(income)] += 1
        y.loss[i, g, 1, loss_bin(debt)] += 1
        y.lost[i, g, 0] += income
        y.lost[i, g, 1] += debt


@part
def read_end(s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """The readings of the end."""
    for w in range(r.world.shape[0]):
        place_in_strata(s, r, c, y, w)
        for scheme in range(r.scheme.shape[1]):
            if r.scheme[w, scheme, S_ON] != 0 and r.scheme[w, scheme, S_SCORED] != 0:
                rank_people(s, r, c, y, w, scheme)
    for i in range(r.pairs.shape[0]):
        count_losses(s, r, c, y, i)
