"""The turn of the month: what this month's lists withhold and give from the next month on; and the beginning and end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill
from counterlife.life.barred import NO_STUDIES, lose_place
from counterlife.life.bits import BLOCK, having, lowest, nonzero, ones
from counterlife.life.bounds import bound_acts, bound_firms
from counterlife.life.columns import (
    ATTENTIVE,
    AWARE,
    BALANCE,
    BAND,
    BAND_EARNED,
    BAND_SUM,
    BIT_ADULT,
    BIT_GROUP,
    BIT_PUPIL,
    BIT_WORKER,
    C_ADULTS,
    C_COMMUNITY,
    C_RECORDS,
    C_SEED,
    CAUSE,
    CLASS,
    DIRTY,
    EMPLOYED,
    FILED,
    FOOTPRINT,
    JOINED,
    LISTED,
    MASK,
    MONTHS,
    N_MASK,
    N_SCHOOL,
    NEAR,
    OFFSET,
    OWN,
    PUBLIC,
    R_ACT,
    R_CAUSE,
    R_CHANNEL,
    R_LIVE,
    R_MONTH,
    R_PERSON,
    RECORD,
    REFUSED,
    REWARDED,
    RIGHTS,
    RISK,
    ROOTED,
    SCORE,
    SCORE_PLACES,
    SINCE,
    STALE,
    STANDING,
    TOTAL,
    WAITING,
)  # fmt: skip
from counterlife.life.districts import open_courts
from counterlife.life.firms import firms_turn, open_firms
from counterlife.life.held import count_slipped, draw_documents, held, staged, steps_up
from counterlife.life.kernel import part, phase
from counterlife.life.listing import spell_of
from counterlife.life.members import open_schemes
from counterlife.life.notes import note
from counterlife.life.observe import count_outside
from counterlife.life.record import is_wrong, own_first
from counterlife.life.relief import count_helpers
from counterlife.life.score import band_of, rank_of, start_of
from counterlife.life.sight import PHASE_BIT as OBSERVE_BIT
from counterlife.life.sight import find_seers, open_eyes, seen_of
from counterlife.life.tally import AGES, FLOW, LIST, ROW_ACT, ROW_CONTEXT
from counterlife.life.ties import count_outer, count_peers
from counterlife.regime.tables import (
    ACT_DOMAIN,
    CH_CODE,
    CH_CONTEXT,
    CH_FEEDS,
    CH_LOCATES,
    CH_ON,
    J_OPT_IN,
    L_ON,
    L_ORDINARY,
    L_PUBLISHES,
    L_RED,
    L_SECRET,
    LK_COUNTER,
    S_FACTOR,
    S_ON,
    S_ORDINARY,
    S_SCORED,
    S_START,
    SHARED,
    W_FEAR_AWARE,
    W_FEAR_FLOOR,
    W_FOLLOWS,
    W_HONOURS,
    W_JOINED,
    W_PHASES,
    W_SECOND,
    X_RISK,
)  # fmt: skip
from counterlife.town.traits import ADULT, GROUP, HOUSEHOLD, HOUSEHOLD_SIZE, PUPIL, SAVINGS, WAGE
from counterlife.town.traits import EMPLOYED as AT_WORK
from counterlife.words import CAUSES, DOMAINS, SPELLS, TRAITS, WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED = CAUSES.index("induced")
FIRST_GUESS, LAST_GUESS, KIN = CAUSES.index("association"), CAUSES.index("anomaly"), CAUSES.index("kin")
UNAWARE, APPEAL, ERROR = (SPELLS.index(name) for name in ("unaware", "appeal", "error"))
CENSORED = WAYS.index("censored")
SCHOOL = 1 << DOMAINS.index("school")
NO_HONOURS = 1 << DOMAINS.index("honour")
ALL_RIGHTS = (1 << RIGHTS) - 1
OLDEST = AGES - 1
FOOT = TRAITS.index("footprint")
NO_ONE = 1 << 30
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
DRAW_ATTENTIVE, COVERED = luck.PURPOSE["attentive"], luck.PURPOSE["covered"]
F_SUM, F_CLAMPED, F_WATCHED, F_FINDABLE = (FLOW[name] for name in ("points-sum", "points-clamped", "watched", "findable"))
L_STOCK, L_UNAWARE = LIST["stock"], LIST["unaware"]


@part
def open_world(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Set one world's columns to the beginning: everybody starts clean."""
    for p in range(c.byte.shape[1]):
        s.byte[w, EMPLOYED, p] = c.byte[AT_WORK, p]
        s.number[w, BALANCE, p] = c.number[SAVINGS, p]
        s.byte[w, DIRTY, p] = c.byte[ADULT, p]
    if r.react[w, X_RISK] != 0:
        open_minds(s, r, c, w)
    count_outer(s, c, w)
    draw_documents(s, r, w)
    open_schemes(s, r, c, w)
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] != 0 and r.scheme[w, k, S_SCORED] != 0:
            open_files(s, r, c, w, k)


@part
def open_minds(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Draw who knows of the regime from the beginning."""
    last = s.control.shape[0] - 1
    fill(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN, STATIC, DRAW_ATTENTIVE, 0, 0, s.draw)
    for p in range(c.byte.shape[1]):
        s.number[w, RISK, p] = r.world[w, W_FEAR_FLOOR]
        s.byte[w, ATTENTIVE, p] = 1 if (c.byte[ADULT, p] != 0) & (s.draw[0, p] < r.world[w, W_FEAR_AWARE]) else 0


@part
def open_files(s: State, r: RuleTables, c: Community, w: int, k: int) -> None:
    """Set everybody's file of a scheme that scores to the start, or to where what is fixed about them puts them."""
    start, factors, foot = r.scheme[w, k, S_START], 0, r.scheme[w, k, S_FACTOR + FOOT]
    middling = band_of(r, w, k, start)
    band = middling
    for trait in range(r.rank.shape[0]):
        factors += r.scheme[w, k, S_FACTOR + trait]
    for p in range(c.byte.shape[1]):
        if factors != 0:
            start = start_of(r, c, w, k, p)
            band = band_of(r, w, k, start)
        file = s.scores[w, k, p]
        for place in range(SCORE_PLACES):
            file[place] = 0
        file[OFFSET] = start - r.scheme[w, k, S_START]
        file[ROOTED] = file[OFFSET]
        file[FOOTPRINT] = (foot * rank_of(r, c, FOOT, p)) >> 16 if foot != 0 else 0
        file[SCORE] = 16 * start
        file[OWN] = 16 * start
        file[NEAR] = 16 * start
        file[BAND] = band
        file[BAND_EARNED] = middling
        file[BAND_SUM] = band


@part
def place_channels(s: State, r: RuleTables, c: Community) -> None:
    """Draw once who is within each channel's sight; a channel has the same luck in every world that has it."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    for channel in range(r.channel.shape[1]):
        code = 0
        for w in range(r.world.shape[0]):
            code = max(code, r.channel[w, channel, CH_CODE])
        fill(seed, PERSON, community * SPAN, STATIC, COVERED, code, 0, s.draw)
        for p in range(c.byte.shape[1]):
            s.covered[channel, p] = s.draw[0, p]


@phase
def begin(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Before the first month: find the adults, bound the acts, open the worlds."""
    adults = 0
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] != 0:
            s.adult[adults] = p
            adults += 1
    s.control[s.control.shape[0] - 1, C_ADULTS] = adults
    for row in range(s.bit.shape[0]):
        for block in range(s.bit.shape[1]):
            s.bit[row, block] = 0
    for p in range(c.byte.shape[1]):
        place = 1 << (p & 63)
        s.bit[BIT_GROUP + c.byte[GROUP, p], p >> 6] |= place
        if c.byte[ADULT, p] != 0:
            s.bit[BIT_ADULT, p >> 6] |= place
            s.bit[BIT_WORKER, p >> 6] |= place if c.number[WAGE, p] != 0 else 0
        elif c.byte[PUPIL, p] != 0:
            s.bit[BIT_PUPIL, p >> 6] |= place
    bound_acts(s, r, c)
    bound_firms(s, r, c)
    place_channels(s, r, c)
    find_seers(s, r)
    open_eyes(s, r)
    count_outside(s)
    count_peers(s, c)
    count_helpers(s, r, c)
    for w in range(r.world.shape[0]):
        open_world(s, r, c, w)
        open_firms(s, r, c, w)
        open_courts(s, r, c, w)


@part
def cell_of(s: State, r: RuleTables, w: int, k: int, p: int) -> int:
    """The deciding entry of a listing, packed: 1 + cause, domain of the act, context of the data."""
    cause, deciding = s.listings[w, k, p, CAUSE], s.listings[w, k, p, RECORD] - 1
    if deciding < 0 or FIRST_GUESS <= cause <= LAST_GUESS or cause == KIN:
        return 1 + cause
    if s.records[w, deciding, R_ACT] < 0:  # a classifier's
        return 1 + cause
    domain = r.act[s.records[w, deciding, R_ACT], ACT_DOMAIN]
    return (1 + cause) | domain << 8 | r.channel[w, s.records[w, deciding, R_CHANNEL], CH_CONTEXT] << 16


@part
def deciding_list(t: int, s: State, r: RuleTables, w: int, p: int, rights: int, own: bool) -> int:
    """The earliest blacklist that withholds any of these rights from month ``t``; with ``own``, only listings that the person earned."""
    best, earliest, lists = -1, NO_ONE, int(s.number[w, LISTED, p])
    while lists != 0:
        k = lowest(lists)
        lists &= lists - 1
        if r.listed[w, k, L_RED] != 0 or held(s, r, w, k, p, t) & rights == 0:
            continue
        if (not own or s.listings[w, k, p, CAUSE] <= INDUCED) and s.listings[w, k, p, SINCE] < earliest:
            best, earliest = k, s.listings[w, k, p, SINCE]
    return best


@part
def answering_list(t: int, s: State, r: RuleTables, w: int, p: int, right: int) -> int:
    """The list that answers for withholding one right from month ``t``: an earned one before all others, then the earliest."""
    k = deciding_list(t, s, r, w, p, 1 << right, True)
    return k if k >= 0 else deciding_list(t, s, r, w, p, 1 << right, False)


@part
def class_of(t: int, s: State, r: RuleTables, w: int, p: int) -> int:
    """1 + the cause of what is withheld from month ``t``: earned if any standing list is, else that of the earliest."""
    induced, lists = False, int(s.number[w, LISTED, p])
    while lists != 0:
        k = lowest(lists)
        lists &= lists - 1
        if r.listed[w, k, L_RED] != 0 or held(s, r, w, k, p, t) & ALL_RIGHTS == 0:
            continue
        if s.listings[w, k, p, CAUSE] == 0:
            return 1
        induced = induced or s.listings[w, k, p, CAUSE] == INDUCED
    if induced:
        return 1 + INDUCED
    return 1 + s.listings[w, deciding_list(t, s, r, w, p, ALL_RIGHTS, False), p, CAUSE]


@part
def count_year(s: State, y: Tally, w: int, year: int, g: int, p: int, months: int) -> None:
    """Count what has been withheld from a person for some months of a year."""
    cross, rights = y.cross[w, year, g], s.number[w, MASK, p] & ALL_RIGHTS
    while rights != 0:
        right = lowest(rights)
        rights &= rights - 1
        cell = s.cell[w, right, p]
        cross[own_first((cell & 0xFF) - 1), right] += months
        cross[ROW_ACT + ((cell >> 8) & 0xFF), right] += months
        cross[ROW_CONTEXT + (cell >> 16), right] += months


@part
def count_standing(t: int, s: State, c: Community, y: Tally, w: int, p: int) -> None:
    """Count what has been withheld from a person since their standing last changed, up to month ``t`` (not included)."""
    month = int(s.number[w, STANDING, p])
    while month < t:
        year = month // 12
        months = min(t, 12 * (year + 1)) - month
        count_year(s, y, w, year, c.byte[GROUP, p], p, months)
        month += months
    s.number[w, STANDING, p] = t


@part
def refuse_pupils(t: int, s: State, c: Community, w: int, p: int) -> None:
    """A household's paid school places are refused while an adult of it is barred from them."""
    first = c.number[HOUSEHOLD, p]
    refused = 0
    for q in range(first, first + c.number[HOUSEHOLD_SIZE, p]):
        if c.byte[ADULT, q] != 0 and s.number[w, MASK, q] & SCHOOL != 0:
            refused = 1
    if refused != s.byte[w, REFUSED, first]:
        s.byte[w, REFUSED, first] = refused
        note(s, t, w, p, N_SCHOOL, refused, 0, 0)


@part
def found_out(s: State, r: RuleTables, w: int, p: int) -> int:
    """By the tiers of somebody's lists: bit 0 their name is public, bit 1 counters tell of them."""
    public, lists = 0, int(s.number[w, LISTED, p])
    while lists != 0:
        k = lowest(lists)
        lists &= lists - 1
        if r.listed[w, k, L_RED] != 0:
            continue
        if r.world[w, W_FOLLOWS] == 0 and r.listed[w, k, L_ORDINARY] == 0:
            continue
        if r.listed[w, k, L_PUBLISHES] != 0:
            public |= 1
        elif r.listed[w, k, L_SECRET] == 0 and r.look[w, LK_COUNTER] != 0:
            public |= 2
    return public


@part
def settle(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Work out what is withheld from a person, and given, from month ``t`` on."""
    mask, lists = 0, int(s.number[w, LISTED, p])
    while lists != 0:
        mask |= held(s, r, w, lowest(lists), p, t)
        lists &= lists - 1
    if r.world[w, W_HONOURS] != 0 and mask & NO_HONOURS != 0:
        mask &= ALL_RIGHTS
    rights = mask & ALL_RIGHTS
    before = s.number[w, MASK, p]
    if before & ALL_RIGHTS != 0:
        count_standing(t, s, c, y, w, p)
    left = rights
    while left != 0:
        right = lowest(left)
        left &= left - 1
        s.cell[w, right, p] = cell_of(s, r, w, answering_list(t, s, r, w, p, right), p)
    s.byte[w, CLASS, p] = class_of(t, s, r, w, p) if rights != 0 else 0
    s.byte[w, REWARDED, p] = 1 if mask >> RIGHTS != 0 else 0
    s.number[w, PUBLIC, p] = found_out(s, r, w, p)
    s.number[w, MASK, p] = mask
    s.number[w, STANDING, p] = t
    s.byte[w, STALE, p] = 0
    if mask & ~before & NO_STUDIES != 0:
        lose_place(t, s, r, c, y, w, p)
    if (before ^ mask) & SCHOOL != 0:
        refuse_pupils(t, s, c, w, p)
    if before != mask:
        note(s, t, w, p, N_MASK, mask, s.byte[w, CLASS, p], 0)


@part
def count_lists(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Count who is on each list at the month's end, and who of them does not know."""
    listed = s.number[w, LISTED]
    for first in range(0, listed.shape[0], BLOCK):
        bits = nonzero(listed, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            lists, unaware = int(listed[p]), listed[p] & ~s.number[w, AWARE, p]
            while lists != 0:
                k = lowest(lists)
                lists &= lists - 1
                y.list_[w, k, t, c.byte[GROUP, p], L_STOCK] += 1
                if (unaware >> k) & 1 != 0 and r.listed[w, k, L_RED] == 0:
                    y.list_[w, k, t, c.byte[GROUP, p], L_UNAWARE] += 1


@part
def count_scores(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """At a year's end: persons per band, and the sums that the books are checked against."""
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] == 0 or r.scheme[w, k, S_SCORED] == 0:
            continue
        for g in range(y.flow.shape[2]):
            total, above = 0, 0
            for block in range(s.bit.shape[1]):
                bits = s.bit[BIT_GROUP + g, block] & s.bit[BIT_ADULT, block]
                while bits != 0:
                    file = s.scores[w, k, block * BLOCK + lowest(bits)]
                    bits &= bits - 1
                    y.band[w, k, t // 12, g, file[BAND]] += 1
                    total += file[TOTAL]
                    above += (file[OWN] >> 4) - r.scheme[w, k, S_START] - file[OFFSET]
            y.flow[w, t, g, F_SUM] += total
            y.flow[w, t, g, F_CLAMPED] += above - total


@part
def count_watched(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """At a year's end: who is within sight of a channel of a scheme of theirs beyond ordinary law, and who can be found within a day."""
    special, free = 0, 0
    for k in range(r.scheme.shape[1]):
        if r.scheme[w, k, S_ON] != 0 and r.scheme[w, k, S_ORDINARY] == 0:
            special |= 1 << k
        if r.joining[w, k, J_OPT_IN] == 0:
            free |= 1 << k
    for block in range(s.bit.shape[1]):
        watched, findable = 0, 0
        for ch in range(r.channel.shape[1]):
            fed = (r.channel[w, ch, CH_FEEDS] | (r.share[w, ch, t] & SHARED)) & special
            if r.channel[w, ch, CH_ON] == 0 or (fed == 0 and r.channel[w, ch, CH_LOCATES] == 0):
                continue
            seen = seen_of(t, s, r, c, w, ch, block)
            if fed != 0:
                watched |= seen if fed & free != 0 else seen & having(s.react[w, JOINED], fed, block * BLOCK)
            if r.channel[w, ch, CH_LOCATES] != 0:
                findable |= seen
        for g in range(y.flow.shape[2]):
            of_group = s.bit[BIT_GROUP + g, block] & s.bit[BIT_ADULT, block]
            y.flow[w, t, g, F_WATCHED] += ones(watched & of_group)
            y.flow[w, t, g, F_FINDABLE] += ones(findable & of_group)


@phase
def turn(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Count the lists, then settle what falls due next month."""
    for w in range(r.world.shape[0]):
        count_lists(t, s, r, c, y, w)
        firms_turn(t, s, r, c, y, w)
        if t % 12 == 11 or t == y.flow.shape[1] - 1:
            count_scores(t, s, r, c, y, w)
            if (r.world[w, W_PHASES] >> OBSERVE_BIT) & 1 != 0:
                count_watched(t, s, r, c, y, w)
        changed = 0
        for k in range(r.listed.shape[1]):
            if r.listed[w, k, L_ON] != 0 and (r.withheld[w, k, t] != r.withheld[w, k, t + 1] or t + 1 == r.world[w, W_JOINED]):
                changed |= 1 << k
        stale, listed, steps = s.byte[w, STALE], s.number[w, LISTED], staged(r, w)
        for first in range(0, stale.shape[0], BLOCK):
            bits = nonzero(stale, first) | (nonzero(listed, first) if changed | steps != 0 else 0)
            while bits != 0:
                p = first + lowest(bits)
                bits &= bits - 1
                rises = listed[p] & steps != 0 and steps_up(s, r, w, p, listed[p] & steps, t + 1)
                if stale[p] != 0 or listed[p] & changed != 0 or rises:
                    settle(t + 1, s, r, c, y, w, p)
        if r.world[w, W_SECOND] != 0 and t + 1 < y.flow.shape[1]:
            count_slipped(t + 1, s, r, c, y, w)


@part
def censor(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """End a person's open spells as censored."""
    g = c.byte[GROUP, p]
    for k in range(r.listed.shape[1]):
        if (s.number[w, LISTED, p] >> k) & 1 == 0:
            continue
        age = min(t - s.listings[w, k, p, SINCE], OLDEST)
        y.spell[w, spell_of(r, w, k), g, age, CENSORED] += 1
        if r.listed[w, k, L_RED] == 0 and (s.number[w, AWARE, p] >> k) & 1 == 0:
            y.spell[w, UNAWARE, g, age, CENSORED] += 1
        if (s.number[w, WAITING, p] >> k) & 1 != 0:
            y.spell[w, APPEAL, g, min(t - s.listings[w, k, p, FILED], OLDEST), CENSORED] += 1


@phase
def end(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """After the last month (``t`` months lived): close what is open."""
    for w in range(r.world.shape[0]):
        for p in range(c.byte.shape[1]):
            if s.number[w, MASK, p] & ALL_RIGHTS != 0:
                count_standing(t, s, c, y, w, p)
            if s.number[w, LISTED, p] != 0:
                censor(t, s, r, c, y, w, p)
            if c.byte[ADULT, p] != 0:
                y.person[w, c.byte[GROUP, p], min(s.number[w, MONTHS, p], OLDEST)] += 1
        for k in range(s.control[w, C_RECORDS]):
            if s.records[w, k, R_LIVE] != 0 and is_wrong(s.records[w, k, R_CAUSE]):
                g = c.byte[GROUP, s.records[w, k, R_PERSON]]
                y.spell[w, ERROR, g, min(t - s.records[w, k, R_MONTH], OLDEST), CENSORED] += 1
