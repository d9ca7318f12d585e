"""Phase 2, observe: each act passes the channels that can see it.

A channel covers a share of persons (the same persons every month), misses some acts, and pins some on somebody else of the community.
Informants may also report what never happened, and cameras match the wrong face; a review may drop an alert. A channel's luck hangs on its
name, so worlds that share a channel share its luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import layer_count, layer_of, layer_point, words
from counterlife.life.barred import is_detained
from counterlife.life.bits import BLOCK, lowest, nonzero, ones, places
from counterlife.life.columns import (
    BAND,
    BIT_ADULT,
    BIT_CHOSEN,
    BIT_GROUP,
    BROKEN,
    C_ADULTS,
    C_COMMUNITY,
    C_FULL,
    C_SEED,
    C_SIGHTS,
    EYE_CATCHES,
    EYE_LOT,
    EYE_MISTAKES,
    FLAGGED,
    LOT_CAUGHT,
    LOT_CODE,
    LOT_INDEX,
    LOT_ROW,
    MOOD_FLAGGED,
    N_SIGHT,
    SI_ACT,
    SI_ACTOR,
    SI_CAUSE,
    SI_CHANNEL,
    SI_PERSON,
)  # fmt: skip
from counterlife.life.firms import firms_observe
from counterlife.life.kernel import part, phase
from counterlife.life.lending import LENT, lender
from counterlife.life.members import is_member
from counterlife.life.notes import note
from counterlife.life.rare import draw_lots
from counterlife.life.score import band_of
from counterlife.life.sight import PHASE_BIT, covers, find_viewed, in_sight
from counterlife.life.tally import FLOW, SEEN
from counterlife.life.veil import is_hidden
from counterlife.regime.tables import (
    ACT_CODE,
    ACT_NATURE,
    CH_CATCHES,
    CH_CODE,
    CH_DIRECT_ACT,
    CH_DIRECTS,
    CH_DROPS_TRUE,
    CH_DROPS_WRONG,
    CH_MALICE_ACT,
    CH_MATCH_ACT,
    CH_ON,
    CH_REMOVES,
    CH_REPORT_ACT,
    S_ON,
    S_OPEN,
    S_SCORED,
    S_START,
    W_ACCOUNT_UNSEEN,
    W_OFFLINE_UNSEEN,
    W_PHASES,
    X_LEND,
    X_VEIL,
)  # fmt: skip
from counterlife.town.traits import ADULT, GROUP
from counterlife.words import CAUSES, NATURES, RELATIONS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

FALSE_ATTRIBUTION = CAUSES.index("false-attribution")
FALSE_REPORT = CAUSES.index("false-report")
DIRECTION = CAUSES.index("direction")
EXPRESSION = NATURES.index("expression")
CONFLICT, OUT_GROUP, NEIGHBOUR, LOW_BAND = (RELATIONS.index(name) for name in ("conflict", "out-group", "neighbour", "low-band"))
OBSERVE, REVIEW, REMOVE, DIRECT = (luck.PURPOSE[name] for name in ("observe", "review", "remove", "direct"))
REPORT, MATCH, MALICIOUS = (luck.PURPOSE[name] for name in ("false-report", "false-match", "malice"))
PERSON, ROW, SPAN, CODE_BITS = luck.PERSON, luck.ROW, luck.COMMUNITY_SPAN, luck.CODE_BITS
ROW_PERSONS, RARE_MOST, ABREAST = luck.ROW_PERSONS, luck.RARE_MOST, luck.ABREAST
REPORTS, MATCHES, MALICE = 1, 2, 3
"""Kinds of alert about what never happened; each is reviewed by its own word."""
SEEN_TRUE, SEEN_MISTAKEN, SEEN_REPORT = (SEEN.index(name) for name in ("true", "mistaken", "false-report"))
KEPT = SEEN.index("true-kept")
F_REMOVED, F_UNSEEN = FLOW["removed"], FLOW["unseen"]


@part
def sight(s: State, w: int, p: int, a: int, channel: int, cause: int, actor: int) -> None:
    """Write a sighting down for the record phase."""
    k = s.control[w, C_SIGHTS]
    if k >= s.sight.shape[2]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return
    s.sight[w, SI_PERSON, k] = p
    s.sight[w, SI_ACT, k] = a
    s.sight[w, SI_CHANNEL, k] = channel
    s.sight[w, SI_CAUSE, k] = cause
    s.sight[w, SI_ACTOR, k] = actor
    s.control[w, C_SIGHTS] = k + 1


@part
def keeps(t: int, s: State, r: RuleTables, w: int, ch: int, p: int, a: int, wrong: bool, kind: int) -> bool:
    """Whether a review keeps an alert. Alerts of different kinds about one person and act are reviewed apart."""
    drops = r.channel[w, ch, CH_DROPS_WRONG] if wrong else r.channel[w, ch, CH_DROPS_TRUE]
    if drops == 0:
        return True
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    draws = words(s.control[last, C_SEED], PERSON, entity, t, REVIEW, r.channel[w, ch, CH_CODE], r.act[a, ACT_CODE])
    return draws[kind] >= drops


@part
def alert(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, ch: int, p: int, a: int, v: int) -> None:
    """An act of ``p`` was caught and laid to ``v``; a review may drop it."""
    cause, field = (0, SEEN_TRUE) if v == p else (FALSE_ATTRIBUTION, SEEN_MISTAKEN)
    y.seen[w, ch, c.byte[GROUP, v], field] += 1
    if keeps(t, s, r, w, ch, p, a, v != p, 0):
        y.seen[w, ch, c.byte[GROUP, v], field + KEPT] += 1
        if cause == 0 and r.react[w, X_LEND] != 0:
            helper = lender(t, s, r, c, w, ch, p, a)
            if helper >= 0:
                v, cause = helper, LENT
        sight(s, w, v, a, ch, cause, p)
        note(s, t, w, v, N_SIGHT, a, ch, cause)


@part
def removes(t: int, s: State, r: RuleTables, w: int, ch: int, p: int, a: int) -> bool:
    """Whether the censor removes an act that the channel has caught."""
    if r.channel[w, ch, CH_REMOVES] == 0 or r.act[a, ACT_NATURE] != EXPRESSION:
        return False
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    draw = words(s.control[last, C_SEED], PERSON, entity, t, REMOVE, r.channel[w, ch, CH_CODE], r.act[a, ACT_CODE])[0]
    return draw < r.channel[w, ch, CH_REMOVES]


@part
def find_doers(s: State, a: int) -> int:
    """Write down in ``s.place`` who does an act in some world; returns how many they are."""
    doing, doers = s.bit[BIT_CHOSEN], 0
    for block in range(doing.shape[0]):
        doing[block] = s.did[0, a, block]
    for w in range(1, s.did.shape[0]):
        did = s.did[w, a]
        for block in range(doing.shape[0]):
            doing[block] |= did[block]
    for block in range(doing.shape[0]):
        doers = places(doing[block], block * BLOCK, s.place, doers)
    return doers


@part
def add_glances(s: State, r: RuleTables, a: int, seers: int, count: int) -> int:
    """Write down, after ``count`` others, the draws of channels (bits) that see an act, for whoever does it where they may see it.

    By person and then channel; returns where they end.
    """
    doers, code = find_doers(s, a), r.act[a, ACT_CODE]
    if count + doers * ones(seers) + ABREAST > s.lot.shape[1]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return count
    persons, codes, indices, eyes = s.lot[LOT_ROW], s.lot[LOT_CODE], s.lot[LOT_INDEX], s.eye[EYE_LOT]
    for i in range(doers):
        p, left = s.place[i], seers
        while left != 0:
            ch = lowest(left)
            left &= left - 1
            persons[count], codes[count], indices[count] = p, eyes[ch], code
            count += (s.viewed[ch, p >> 6] >> (p & 63)) & 1
    return count


@part
def draw_glances(t: int, s: State, r: RuleTables, channels: int) -> None:
    """Draw together what the channels (bits) make of all acts of the month."""
    count = 0
    for a in range(r.act.shape[0]):
        seers = s.seers[r.world.shape[0], a] & channels
        s.span[0, a] = count
        count = add_glances(s, r, a, seers, count) if seers != 0 else count
        s.span[1, a] = count
    draw_lots(t, s, PERSON, OBSERVE, count)


@part
def channel_of(s: State, k: int) -> int:
    """The channel whose draw it is."""
    return s.lot[LOT_CODE, k] >> CODE_BITS


@part
def catch(s: State, a: int) -> int:
    """Write down whom a channel catches at an act in some world; returns how many."""
    caught, draws, count = s.lot[LOT_CAUGHT], s.drawn[0], 0
    for k in range(s.span[0, a], s.span[1, a]):
        caught[count] = k
        count += 1 if draws[k] < s.eye[EYE_CATCHES, channel_of(s, k)] else 0
    return count


@part
def watch(t: int, s: State, r: RuleTables, c: Community, y: Tally, a: int, k: int, gone: int) -> int:
    """See in which worlds a channel has caught an act, and whom it took for the actor; returns in which worlds (bits) it is removed."""
    last, p, ch = s.control.shape[0] - 1, int(s.lot[LOT_ROW, k]), channel_of(s, k)
    caught, doubt, other = s.drawn[0, k], s.drawn[2, k], p
    if doubt < s.eye[EYE_MISTAKES, ch]:
        other = int(s.adult[(s.drawn[1, k] * s.control[last, C_ADULTS]) >> 32])
    for w in range(r.world.shape[0]):
        if (s.did[w, a, p >> 6] >> (p & 63)) & 1 == 0 or (s.seers[w, a] >> ch) & 1 == 0:
            continue
        if caught >= r.channel[w, ch, CH_CATCHES] or not in_sight(t, s, r, c, w, ch, p):
            continue
        if r.react[w, X_VEIL] | r.world[w, W_ACCOUNT_UNSEEN] | r.world[w, W_OFFLINE_UNSEEN] != 0 and is_hidden(t, s, r, w, ch, p, a):
            y.flow[w, t, c.byte[GROUP, p], F_UNSEEN] += 1
            continue
        if (gone >> w) & 1 == 0 and removes(t, s, r, w, ch, p, a):
            gone |= 1 << w
            y.flow[w, t, c.byte[GROUP, p], F_REMOVED] += 1
        mistaken = other != p and doubt < r.mistaken[w, ch, c.byte[GROUP, other]] and not is_detained(s, w, other)
        alert(t, s, r, c, y, w, ch, p, a, other if mistaken else p)
    return gone


@part
def look_on(t: int, s: State, r: RuleTables, c: Community, y: Tally, a: int) -> None:
    """Pass one act through the channels, by person and then channel."""
    before, gone = -1, 0
    for i in range(catch(s, a)):
        k = s.lot[LOT_CAUGHT, i]
        gone = gone if s.lot[LOT_ROW, k] == before else 0
        before = s.lot[LOT_ROW, k]
        gone = watch(t, s, r, c, y, a, k, gone)


@part
def count_outside(s: State) -> None:
    """Count once how many adults are of other groups than one."""
    for g in range(s.outside.shape[0]):
        s.outside[g] = 0
        for block in range(s.bit.shape[1]):
            s.outside[g] += ones(s.bit[BIT_ADULT, block] & ~s.bit[BIT_GROUP + g, block])


@part
def stands_low(s: State, r: RuleTables, w: int, p: int) -> bool:
    """Whether a score of somebody that all may look up puts them in a band below that of the start."""
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_SCORED] == 0 or r.scheme[w, k, S_OPEN] == 0:
            continue
        if s.scores[w, k, p, BAND] < band_of(r, w, k, r.scheme[w, k, S_START]) and is_member(s, r, w, k, p):
            return True
    return False


@part
def rate_at(t: int, s: State, r: RuleTables, c: Community, w: int, ch: int, kind: int, p: int) -> int:
    """The rate at which a person meets reports of nothing, wrong matches, or malicious reports."""
    g = c.byte[GROUP, p]
    if kind == REPORTS:
        return r.false_report[w, ch, g]
    if kind == MATCHES:
        return r.false_match[w, ch, g] if covers(t, s, r, c, w, ch, p) else 0
    rate = r.malice[w, ch, NEIGHBOUR]
    if r.malice[w, ch, LOW_BAND] != 0 and stands_low(s, r, w, p):
        rate += r.malice[w, ch, LOW_BAND]
    for k in range(c.tie.shape[0]):
        q = c.tie[k, p]
        if q >= 0 and c.byte[ADULT, q] != 0:
            rate += r.malice[w, ch, CONFLICT] if (s.number[w, BROKEN, p] >> k) & 1 != 0 else r.malice[w, ch, c.tie_kind[k]]
    if r.malice[w, ch, OUT_GROUP] != 0:
        rate += r.malice[w, ch, OUT_GROUP] * s.outside[g] // s.control[s.control.shape[0] - 1, C_ADULTS]
    return rate


@part
def most_at(r: RuleTables, c: Community, w: int, ch: int, kind: int) -> int:
    """A bound of `rate_at` over all persons."""
    most = 0
    if kind == MALICE:
        for relation in range(CONFLICT + 1):
            most = max(most, r.malice[w, ch, relation])
        return most * c.tie.shape[0] + r.malice[w, ch, OUT_GROUP] + r.malice[w, ch, NEIGHBOUR] + r.malice[w, ch, LOW_BAND]
    for g in range(r.false_report.shape[2]):
        most = max(most, r.false_report[w, ch, g] if kind == REPORTS else r.false_match[w, ch, g])
    return most


@part
def most_without_conflict(r: RuleTables, c: Community, w: int, ch: int) -> int:
    """A bound of the rate of malicious reports about somebody none of whose ties is broken."""
    most = r.malice[w, ch, OUT_GROUP] + r.malice[w, ch, NEIGHBOUR] + r.malice[w, ch, LOW_BAND]
    for k in range(c.tie.shape[0]):
        most += r.malice[w, ch, c.tie_kind[k]]
    return most


@part
def unfounded(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, ch: int, kind: int, a: int) -> None:
    """Alerts about what never happened, at the person they hit; at most one a person, month, channel and kind."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    persons, code, first = c.byte.shape[1], r.channel[w, ch, CH_CODE], s.control[w, C_SIGHTS]
    purpose = REPORT if kind == REPORTS else (MATCH if kind == MATCHES else MALICIOUS)
    cause = FALSE_ATTRIBUTION if kind == MATCHES else FALSE_REPORT
    most = most_at(r, c, w, ch, kind)
    usual = most_without_conflict(r, c, w, ch) if kind == MALICE else most
    top = layer_of(min(most, RARE_MOST)) + 1 if most > 0 else 0
    for row in range(s.top.shape[1]):
        entity = community * SPAN + row
        counts = (0, 0, 0, 0)
        for layer in range(top):
            if layer & 3 == 0:
                counts = words(seed, ROW, entity, t, purpose, code, layer >> 2)
            for i in range(layer_count(layer, counts[layer & 3], r.poisson_offset, r.poisson_cdf)):
                draws = words(seed, ROW, entity, t, purpose + 1, code, layer << 16 | i)
                p = row * ROW_PERSONS + (draws[0] >> 22)
                point = layer_point(layer, draws[1])
                if p >= persons or c.byte[ADULT, p] == 0 or point >= most or (point >= usual and s.number[w, BROKEN, p] == 0):
                    continue
                if point >= rate_at(t, s, r, c, w, ch, kind, p) or is_detained(s, w, p):
                    continue
                place = s.control[w, C_SIGHTS]
                while place > first and s.sight[w, SI_PERSON, place - 1] > p:
                    place -= 1
                if place > first and s.sight[w, SI_PERSON, place - 1] == p:
                    continue
                sight(s, w, p, a, ch, cause, -1)
                for k in range(s.control[w, C_SIGHTS] - 1, place, -1):
                    for field in range(s.sight.shape[1]):
                        s.sight[w, field, k], s.sight[w, field, k - 1] = s.sight[w, field, k - 1], s.sight[w, field, k]
    sift(t, s, r, c, y, w, ch, kind, first)


@part
def sift(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, ch: int, kind: int, first: int) -> None:
    """Count the alerts from place ``first`` on, and leave those that a review keeps."""
    kept = first
    for k in range(first, s.control[w, C_SIGHTS]):
        p, a, cause = s.sight[w, SI_PERSON, k], s.sight[w, SI_ACT, k], s.sight[w, SI_CAUSE, k]
        g, field = c.byte[GROUP, p], SEEN_MISTAKEN if kind == MATCHES else SEEN_REPORT
        y.seen[w, ch, g, field] += 1
        if keeps(t, s, r, w, ch, p, a, True, kind):
            y.seen[w, ch, g, field + KEPT] += 1
            note(s, t, w, p, N_SIGHT, a, ch, cause)
            for row in range(s.sight.shape[1]):
                s.sight[w, row, kept] = s.sight[w, row, k]
            kept += 1
    s.control[w, C_SIGHTS] = kept


@part
def direct(t: int, s: State, r: RuleTables, w: int, ch: int) -> None:
    """Direction from above: for a share of the expressions that a channel has on file, an entry about whoever spoke."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    a = r.channel[w, ch, CH_DIRECT_ACT] - 1
    for k in range(s.control[w, C_SIGHTS]):
        p, said = s.sight[w, SI_ACTOR, k], s.sight[w, SI_ACT, k]
        if s.sight[w, SI_CHANNEL, k] != ch or p < 0 or r.act[said, ACT_NATURE] != EXPRESSION:
            continue
        draw = words(seed, PERSON, community * SPAN + p, t, DIRECT, r.channel[w, ch, CH_CODE], r.act[said, ACT_CODE])[0]
        if draw < r.channel[w, ch, CH_DIRECTS]:
            sight(s, w, p, a, ch, DIRECTION, -1)
            note(s, t, w, p, N_SIGHT, a, ch, DIRECTION)


@part
def hear(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, ch: int) -> None:
    """What a channel takes in beside acts: reports, wrong matches, malice, and direction from above."""
    rule = r.channel[w, ch]
    if rule[CH_REPORT_ACT] >= 0:
        unfounded(t, s, r, c, y, w, ch, REPORTS, rule[CH_REPORT_ACT])
    if rule[CH_MATCH_ACT] > 0:
        unfounded(t, s, r, c, y, w, ch, MATCHES, rule[CH_MATCH_ACT] - 1)
    if rule[CH_MALICE_ACT] > 0:
        unfounded(t, s, r, c, y, w, ch, MALICE, rule[CH_MALICE_ACT] - 1)
    if rule[CH_DIRECT_ACT] > 0:
        direct(t, s, r, w, ch)


@phase
def observe(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Pass the month's acts through the channels, then hear the informants."""
    for w in range(r.world.shape[0]):
        s.control[w, C_SIGHTS] = 0
        for block in range(s.mood.shape[2]):
            s.mood[w, MOOD_FLAGGED, block] = nonzero(s.byte[w, FLAGGED], block * BLOCK)
    draw_glances(t, s, r, find_viewed(t, s, r, c))
    for a in range(r.act.shape[0]):
        look_on(t, s, r, c, y, a)
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        for ch in range(r.channel.shape[1]):
            if r.channel[w, ch, CH_ON] != 0:
                hear(t, s, r, c, y, w, ch)
    firms_observe(t, s, r, c, y)
