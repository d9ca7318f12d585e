"""Phase 3, record: what was seen enters the files that the channel feeds, and leaves them when its time is over.

A record keeps why it is there (its own truth, the channel, the month). An expired or struck record takes its points with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bare import bare_for, count_bare, expiry, weigh_act
from counterlife.life.bits import lowest
from counterlife.life.columns import (
    C_COMMUNITY,
    C_FRESH,
    C_FULL,
    C_REACHES,
    C_RECORDS,
    C_SEED,
    C_SIGHTS,
    C_WATCH,
    C_WEIGHED,
    CAPS,
    DIRTY,
    FILE,
    FINE_NEW,
    FLAGGED,
    JUMP_CAUSE,
    JUMPS,
    JUMPS_EARNED,
    K_FILED,
    K_MISFILED,
    LEDGER,
    LOWERED,
    N_RECORD,
    N_STRUCK,
    R_ACT,
    R_BEFORE,
    R_CAUSE,
    R_CHANNEL,
    R_EXPIRES,
    R_JUMP,
    R_LEFT,
    R_LIST,
    R_LIVE,
    R_MONTH,
    R_NEXT,
    R_PERSON,
    R_POINTS,
    R_SCHEME,
    R_USED,
    SI_ACT,
    SI_ACTOR,
    SI_CAUSE,
    SI_CHANNEL,
    SI_PERSON,
    TOTAL,
    VISIBLE,
    WRONG,
)  # fmt: skip
from counterlife.life.ending import STALE, begins_to_count, keep_aside, outlives, reaches_back, reaches_back_ever
from counterlife.life.firms import firms_record
from counterlife.life.kernel import part, phase
from counterlife.life.members import covering_all, is_member
from counterlife.life.notes import note
from counterlife.life.tally import AGES, FLOW, PAIR
from counterlife.life.used import use_expiring
from counterlife.regime.tables import (
    ACT_CODE,
    ACT_NATURE,
    ACT_OBLIGATION,
    CH_FEEDS,
    CONSENTED,
    E_CORE,
    E_FINE,
    E_JUMP,
    E_KEPT,
    E_LIST,
    E_ON,
    E_POINTS,
    E_SINCE,
    E_UNTIL,
    E_VAGUE,
    NEVER,
    OFFICIALS,
    S_CODE,
    S_ON,
    S_OPEN,
    S_ORDINARY,
    S_SCORED,
    S_STALE,
    SHARED,
    W_FOLLOWS,
    W_MUTE,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import GROUP
from counterlife.words import CAUSES, GUESSES, NATURES, SPELLS, WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED, VAGUE = CAUSES.index("induced"), CAUSES.index("vague")
DISCRETION, OFFICIAL = luck.PURPOSE["discretion"], luck.PURPOSE["official"]
PERSON, COMMUNITY, SPAN, STATIC = luck.PERSON, luck.COMMUNITY, luck.COMMUNITY_SPAN, luck.STATIC
FIRST_GUESS, LAST_GUESS = CAUSES.index(GUESSES[0]), CAUSES.index(GUESSES[-1])
FIRST_WRONG, LAST_WRONG = CAUSES.index("false-attribution"), CAUSES.index("copy")
FIRST_RULED = CAUSES.index("not-in-catalog")
EXPIRED = WAYS.index("expired")
ERROR = SPELLS.index("error")
OLDEST = AGES - 1
F_RECORDS, F_EXPIRED, F_STRUCK, F_MOVED = FLOW["records"], FLOW["records-expired"], FLOW["records-struck"], FLOW["points-moved"]
FINANCIAL = NATURES.index("financial")
"""Violations and financial acts come first among natures."""
F_SHARED, F_UNCONSENTED, F_HITS = FLOW["records-shared"], FLOW["records-unconsented"], FLOW["hits"]
P_GAINED, P_PERFORMED = PAIR["points-gained"], PAIR["points-performed"]
F_WRONG, F_CORRECTED = FLOW["wrong-made"], FLOW["wrong-corrected"]
PHASE_BIT = 2


@part
def is_wrong(cause: int) -> bool:
    """Whether a record of this cause states what is not so."""
    return FIRST_WRONG <= cause <= LAST_WRONG


@part
def is_ruled(cause: int) -> bool:
    """Whether a record of this cause should not be there by the rule itself: not in the catalog, vague, directed."""
    return cause >= FIRST_RULED


@part
def own_first(cause: int) -> int:
    """Where a cause is tallied: an induced act counts as earned, since a world's tallies know no other world."""
    return 0 if cause == INDUCED else cause


@part
def obliged(s: State, r: RuleTables, w: int, k: int) -> bool:
    """Whether a record is of an act that leaves an obligation."""
    a = s.records[w, k, R_ACT]
    return a >= 0 and r.act[a, ACT_OBLIGATION] > 0


@part
def strike(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, way: int) -> None:
    """Take a live record off the file, with its points."""
    p, scheme, cause = s.records[w, k, R_PERSON], s.records[w, k, R_SCHEME], s.records[w, k, R_CAUSE]
    points, jump = s.records[w, k, R_POINTS], s.records[w, k, R_JUMP]
    g = c.byte[GROUP, p]
    s.records[w, k, R_LIVE] = 0
    s.records[w, k, R_LEFT] = t + 1
    if points != 0:
        s.scores[w, scheme, p, LEDGER + cause] -= points
        s.scores[w, scheme, p, TOTAL] -= points
    if jump >= 0:
        s.scores[w, scheme, p, CAPS] -= 1
        s.scores[w, scheme, p, JUMPS + jump] -= 1
        if cause <= INDUCED:
            s.scores[w, scheme, p, JUMPS_EARNED + jump] -= 1
    if r.scheme[w, scheme, S_SCORED] != 0 and (points != 0 or jump >= 0):
        s.byte[w, DIRTY, p] = 1
    y.flow[w, t, g, F_MOVED] -= points
    y.flow[w, t, g, F_EXPIRED if way == EXPIRED else F_STRUCK] += 1
    if r.scheme[w, scheme, S_OPEN] != 0:
        s.number[w, VISIBLE, p] -= 1
    if FIRST_GUESS <= cause <= LAST_GUESS:
        s.byte[w, FLAGGED, p] &= ~(1 << (cause - FIRST_GUESS))
    if is_wrong(cause):
        s.number[w, WRONG, p] -= 1
        y.spell[w, ERROR, g, min(t - s.records[w, k, R_MONTH], OLDEST), way] += 1
        if way != EXPIRED:
            y.flow[w, t, g, F_CORRECTED] += 1
    note(s, t, w, p, N_STRUCK, s.records[w, k, R_ACT], cause, way)


@part
def put_on_file(
    t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int, scheme: int,
    a: int, channel: int, cause: int, points: int, jump: int, list_: int, kept: int,
) -> bool:  # fmt: skip
    """Make a record about a person; without an act (-1) if a classifier made it. False if there is no room."""
    k = s.control[w, C_RECORDS]
    if k >= s.records.shape[1]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return False
    s.control[w, C_RECORDS] = k + 1
    g, expires = c.byte[GROUP, p], expiry(t, r, w, scheme, kept)
    s.records[w, k, R_PERSON] = p
    s.records[w, k, R_SCHEME] = scheme
    s.records[w, k, R_ACT] = a
    s.records[w, k, R_CAUSE] = cause
    s.records[w, k, R_CHANNEL] = channel
    s.records[w, k, R_MONTH] = t
    s.records[w, k, R_EXPIRES] = expires
    s.records[w, k, R_POINTS] = points
    s.records[w, k, R_JUMP] = jump
    s.records[w, k, R_LIVE] = 1
    s.records[w, k, R_USED] = 0
    s.records[w, k, R_LEFT] = 0
    s.records[w, k, R_LIST] = list_
    s.records[w, k, R_BEFORE] = s.number[w, FILE, p]
    s.number[w, FILE, p] = k + 1
    if expires < s.bucket.shape[1]:
        s.records[w, k, R_NEXT] = s.bucket[w, expires]
        s.bucket[w, expires] = k + 1
    if points != 0:
        s.scores[w, scheme, p, LEDGER + cause] += points
        s.scores[w, scheme, p, TOTAL] += points
    if jump >= 0:
        s.scores[w, scheme, p, CAPS] += 1
        s.scores[w, scheme, p, JUMPS + jump] += 1
        if cause <= INDUCED:
            s.scores[w, scheme, p, JUMPS_EARNED + jump] += 1
        else:
            s.scores[w, scheme, p, JUMP_CAUSE] = cause
    if r.scheme[w, scheme, S_SCORED] != 0 and (points != 0 or jump >= 0):
        s.byte[w, DIRTY, p] = 1
    if points < 0 or jump >= 0:
        s.scores[w, scheme, p, LOWERED] = k + 1
    y.flow[w, t, g, F_RECORDS + own_first(cause)] += 1
    s.reckoned[w, K_FILED, p] += 1
    y.flow[w, t, g, F_MOVED] += points
    if cause <= INDUCED and r.scheme[w, scheme, S_ORDINARY] == 0 and r.act[a, ACT_NATURE] <= FINANCIAL:
        y.flow[w, t, g, F_HITS] += 1
    if r.scheme[w, scheme, S_OPEN] != 0:
        s.number[w, VISIBLE, p] += 1
    if is_wrong(cause):
        s.number[w, WRONG, p] += 1
        y.flow[w, t, g, F_WRONG] += 1
        s.reckoned[w, K_MISFILED, p] += 1
    elif a >= 0 and cause <= INDUCED:
        weigh_act(t, s, r, c, y, w, p, a)
    note(s, t, w, p, N_RECORD, a, scheme * 256 + (channel & 255), cause)
    return True


@part
def count_gain(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, i: int, points: int) -> None:
    """Count points that an own act brings, and whether the act happens in the worlds that this one is compared with."""
    g, a, actor = c.byte[GROUP, s.sight[w, SI_PERSON, i]], s.sight[w, SI_ACT, i], s.sight[w, SI_ACTOR, i]
    for k in range(r.pairs.shape[0]):
        if r.pairs[k, 0] == w:
            y.pair[k, t, g, P_GAINED] += points
            y.pair[k, t, g, P_PERFORMED] += 0 if (s.did[r.pairs[k, 1], a, actor >> 6] >> (actor & 63)) & 1 != 0 else points


@part
def file_record(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, scheme: int, i: int, cause: int, bare: bool) -> None:
    """Make a record of sighting ``i`` in a scheme's file; a bare one is counted only, unless somebody's timeline is to tell of it."""
    p, a, channel = s.sight[w, SI_PERSON, i], s.sight[w, SI_ACT, i], s.sight[w, SI_CHANNEL, i]
    entry, new = r.entry[w, scheme, a], True
    if bare and cause <= INDUCED and s.control[s.control.shape[0] - 1, C_WATCH] != p:
        count_bare(t, s, r, c, y, w, scheme, a, p)
    else:
        new = put_on_file(t, s, r, c, y, w, p, scheme, a, channel, cause, entry[E_POINTS], entry[E_JUMP], entry[E_LIST], entry[E_KEPT])
    if new and (r.world[w, W_FOLLOWS] != 0 or r.scheme[w, scheme, S_ORDINARY] != 0):
        s.number[w, FINE_NEW, p] += entry[E_FINE]
    if cause <= INDUCED and entry[E_POINTS] > 0:
        count_gain(t, s, r, c, y, w, i, entry[E_POINTS])


@part
def judged(t: int, s: State, r: RuleTables, c: Community, w: int, scheme: int, i: int, cause: int) -> int:
    """The cause under which a vague entry is applied to a sighting, or -1 if the official on the case does not apply it."""
    p, a = s.sight[w, SI_PERSON, i], s.sight[w, SI_ACT, i]
    entry, code = r.entry[w, scheme, a], r.scheme[w, scheme, S_CODE]
    last = s.control.shape[0] - 1
    seed, first = s.control[last, C_SEED], s.control[last, C_COMMUNITY] * SPAN
    draws = words(seed, PERSON, first + p, t, DISCRETION, code, r.act[a, ACT_CODE])
    if draws[2] < entry[E_CORE]:
        return cause
    strict = words(seed, COMMUNITY, first, STATIC, OFFICIAL, code, (draws[1] * OFFICIALS) >> 32)[0] >> 20
    if draws[0] >= r.discretion[entry[E_VAGUE] - 1 + c.byte[GROUP, p], strict]:
        return -1
    return VAGUE if cause <= INDUCED else cause


@part
def heeded_by(t: int, r: RuleTables, w: int, a: int, schemes: int) -> int:
    """Bits of those of some schemes whose catalog names an act in this month, or will name it as one that counted all the time."""
    heeded = 0
    while schemes != 0:
        k = lowest(schemes)
        schemes &= schemes - 1
        entry = r.entry[w, k, a]
        if r.scheme[w, k, S_ON] != 0 and entry[E_ON] != 0 and (entry[E_SINCE] <= t < entry[E_UNTIL] or reaches_back(t, r, w, k, a)):
            heeded |= 1 << k
    return heeded


@part
def file_sightings(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Enter the month's sightings in the files; an act is recorded once a scheme, by the first channel that saw it.

    Sightings come by act: what the schemes that may get them make of one is found out once for all of them.
    """
    act, before, done, asked, heeded, bare = -1, -1, 0, 0, 0, 0
    mute, for_all, every = r.world[w, W_MUTE], covering_all(r, w), (1 << r.scheme.shape[1]) - 1
    for i in range(s.control[w, C_SIGHTS]):
        a, actor, cause = s.sight[w, SI_ACT, i], s.sight[w, SI_ACTOR, i], s.sight[w, SI_CAUSE, i]
        if a != act:
            act, before, asked, heeded, bare = a, -1, 0, 0, 0
        if actor < 0 or actor != before:
            before, done = actor, 0
        channel = s.sight[w, SI_CHANNEL, i]
        own, shared = r.channel[w, channel, CH_FEEDS], r.share[w, channel, t]
        feeds = (own | (shared & SHARED)) & every
        if feeds & ~asked != 0:
            heeded |= heeded_by(t, r, w, a, feeds & ~asked)
            bare |= bare_for(t, r, w, a, feeds & heeded & ~asked)
            asked |= feeds
        feeds &= heeded & ~done
        if feeds == 0:
            continue
        if cause == 0 and mute >= 0 and (s.did[mute, a, actor >> 6] >> (actor & 63)) & 1 == 0:
            cause = INDUCED
        while feeds != 0:
            scheme = lowest(feeds)
            feeds &= feeds - 1
            entry = r.entry[w, scheme, a]
            if t < entry[E_SINCE]:
                done |= 1 << scheme
                keep_aside(t, s, r, w, s.sight[w, SI_PERSON, i], scheme, a, channel, cause)
                continue
            if (for_all >> scheme) & 1 == 0 and not is_member(s, r, w, scheme, s.sight[w, SI_PERSON, i]):
                continue
            why = cause if entry[E_VAGUE] == 0 else judged(t, s, r, c, w, scheme, i, cause)
            if why < 0:
                continue
            done |= 1 << scheme
            file_record(t, s, r, c, y, w, scheme, i, why, (bare >> scheme) & 1 != 0)
            if (own >> scheme) & 1 == 0:
                g = c.byte[GROUP, s.sight[w, SI_PERSON, i]]
                y.flow[w, t, g, F_SHARED] += 1
                y.flow[w, t, g, F_UNCONSENTED] += 1 - ((shared >> (CONSENTED + scheme)) & 1)


@part
def go_stale(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """A record whose time is over may stay on file for some months, out of date."""
    months = outlives(t, s, r, w, k)
    if months > 0:
        p, scheme, a, channel = s.records[w, k, R_PERSON], s.records[w, k, R_SCHEME], s.records[w, k, R_ACT], s.records[w, k, R_CHANNEL]
        put_on_file(t, s, r, c, y, w, p, scheme, a, channel, STALE, s.records[w, k, R_POINTS], s.records[w, k, R_JUMP], -1, months)


@part
def file_earlier(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """File what was seen before the catalog named it, in the order in which it was seen."""
    for k in range(s.control[w, C_FRESH]):
        if not begins_to_count(t, s, r, w, k):
            continue
        p, scheme, a = s.records[w, k, R_PERSON], s.records[w, k, R_SCHEME], s.records[w, k, R_ACT]
        if not is_member(s, r, w, scheme, p):
            continue
        entry, expires = r.entry[w, scheme, a], s.records[w, k, R_EXPIRES]
        kept = expires - t if expires < NEVER else NEVER
        cause, channel = s.records[w, k, R_CAUSE], s.records[w, k, R_CHANNEL]
        new = put_on_file(t, s, r, c, y, w, p, scheme, a, channel, cause, entry[E_POINTS], entry[E_JUMP], entry[E_LIST], kept)
        if new and (r.world[w, W_FOLLOWS] != 0 or r.scheme[w, scheme, S_ORDINARY] != 0):
            s.number[w, FINE_NEW, p] += entry[E_FINE]


@phase
def record(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Let old records go, then enter what was seen this month."""
    for w in range(r.world.shape[0]):
        s.control[w, C_FRESH] = s.control[w, C_RECORDS]
        s.control[w, C_WEIGHED] = -1
        firms_record(t, s, r, c, y, w)
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        k = s.bucket[w, t] - 1
        while k >= 0:
            if s.records[w, k, R_LIVE] != 0:
                use_expiring(s, w, k)
                strike(t, s, r, c, y, w, k, EXPIRED)
                if r.scheme[w, s.records[w, k, R_SCHEME], S_STALE] != 0:
                    go_stale(t, s, r, c, y, w, k)
            k = s.records[w, k, R_NEXT] - 1
        if t == 0:
            s.control[w, C_REACHES] = 1 if reaches_back_ever(r, w) else 0
        if s.control[w, C_REACHES] != 0:
            file_earlier(t, s, r, c, y, w)
        file_sightings(t, s, r, c, y, w)
