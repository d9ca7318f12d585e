"""Phase 6, list: thresholds and events put people on lists, with or without notice; terms end and scores recover.

Everyone on a list came on by a counted way and leaves by a counted way (`enter`, `leave`). Who enters in a month is sanctioned from
the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import BLOCK, having, lowest, nonzero
from counterlife.life.columns import (
    ASKED,
    ATTENTIVE,
    AWARE,
    BALANCE,
    BAND,
    BAND_EARNED,
    BAND_SUM,
    BIT_ADULT,
    C_COMMUNITY,
    C_DOCKET_HEAD,
    C_DOCKET_TAIL,
    C_FRESH,
    C_RECORDS,
    C_SEED,
    CAUSE,
    DEBT,
    DIRTY,
    DUE,
    EVER,
    FILED,
    FM_LISTED,
    FM_WAY,
    GROUNDS,
    HIT,
    JUMP_CAUSE,
    JUMPS_EARNED,
    K_ENTERED,
    K_UNTOLD,
    LEDGER,
    LISTED,
    LOWERED,
    N_LEFT,
    N_LISTED,
    OFFSET,
    OWN,
    PENDING,
    R_CAUSE,
    R_LIST,
    R_LIVE,
    R_PERSON,
    RECORD,
    SCORE,
    SINCE,
    STALE,
    TOLD,
    UNTIL,
    WAITING,
)  # fmt: skip
from counterlife.life.copies import copies_of, keep_copies, not_cleared, put_copies
from counterlife.life.districts import JUDGES, district_of
from counterlife.life.exempt import is_exempt
from counterlife.life.firm_lists import firms_list
from counterlife.life.kernel import part, phase
from counterlife.life.limits import CASE, ON_DOCKET, PASSES, WAITS, call_judges, judge, judges_left, put_on_docket, term_end
from counterlife.life.members import is_member
from counterlife.life.notes import note
from counterlife.life.record import obliged, own_first
from counterlife.life.score import band_of, clamp, lowest_jump
from counterlife.life.tally import AGES, CAUSE_COUNT, FLOW, LIST
from counterlife.life.used import use_bands
from counterlife.regime.tables import (
    FL_REPRESENTATIVE,
    L_ABOVE,
    L_BAND,
    L_CODE,
    L_COPIES,
    L_COPY,
    L_GRACE,
    L_KIN,
    L_LINGERS,
    L_NOTICE,
    L_ON,
    L_ORDINARY,
    L_PUBLISHES,
    L_RED,
    L_SCHEME,
    L_SINCE,
    L_UNABLE,
    L_UNTIL,
    W_JUDGED,
    W_KNOWN,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import ADULT, EXECUTIVE, GROUP, HOUSEHOLD, HOUSEHOLD_SIZE
from counterlife.words import CAUSES, SPELLS, WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

EARNED, INDUCED = CAUSES.index("earned"), CAUSES.index("induced")
ASSOCIATION, PREDICTION, UNABLE = CAUSES.index("association"), CAUSES.index("prediction"), CAUSES.index("unable")
KIN, OVERDUE, SETTLED = CAUSES.index("kin"), CAUSES.index("overdue"), CAUSES.index("settled")
PAID = WAYS.index("paid")
THROUGH_FIRM = CAUSES.index("firm")
BY_APPEAL, CORRECTED = WAYS.index("appeal"), WAYS.index("corrected")
EXPIRED, RECOVERED, LEFT = WAYS.index("expired"), WAYS.index("recovered"), WAYS.index("left")
LISTING, UNAWARE, APPEAL, REWARD, COPIES = (SPELLS.index(name) for name in ("listing", "unaware", "appeal", "reward", "copy"))
DRAW_UNABLE, DRAW_NOTICE, DRAW_LINGER = luck.PURPOSE["unable"], luck.PURPOSE["notice"], luck.PURPOSE["linger"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
OLDEST = AGES - 1
F_DROPPED = FLOW["appeals-dropped"]
L_ENTRIES, L_EXITS, L_UNNOTIFIED, L_RENEWED = LIST["entries"], LIST["exits"], LIST["unnotified"], LIST["renewed"]
PHASE_BIT = 5


@part
def spell_of(r: RuleTables, w: int, k: int) -> int:
    """The kind of spell that a place on a list is."""
    if r.listed[w, k, L_COPY] != 0:
        return COPIES
    return LISTING if r.listed[w, k, L_RED] == 0 else REWARD


@part
def leave(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int, way: int) -> None:
    """Take a person off a list, by a counted way."""
    bit, g = 1 << k, c.byte[GROUP, p]
    age = min(t - s.listings[w, k, p, SINCE], OLDEST)
    y.spell[w, spell_of(r, w, k), g, age, way] += 1
    if r.listed[w, k, L_RED] == 0 and s.number[w, AWARE, p] & bit == 0:
        y.spell[w, UNAWARE, g, age, LEFT] += 1
    if s.number[w, WAITING, p] & bit != 0:
        y.flow[w, t, g, F_DROPPED] += 1
        y.spell[w, APPEAL, g, min(t - s.listings[w, k, p, FILED], OLDEST), LEFT] += 1
    s.number[w, LISTED, p] &= ~bit
    s.number[w, AWARE, p] &= ~bit
    s.number[w, ASKED, p] &= ~bit
    s.number[w, WAITING, p] &= ~bit
    s.byte[w, STALE, p] = 1
    y.list_[w, k, t, g, L_EXITS + way] += 1
    note(s, t, w, p, N_LEFT, k, way, 0)
    if r.listed[w, k, L_COPIES] != 0:
        keep_copies(t, s, r, c, y, w, k, p)


@part
def enter(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int, cause: int, deciding: int) -> None:
    """Put a person on a list. ``deciding`` is one plus the record that brought it, or 0."""
    last = s.control.shape[0] - 1
    bit, g = 1 << k, c.byte[GROUP, p]
    rule = r.listed[w, k]
    if rule[L_COPIES] != 0 and (s.number[w, LISTED, p] >> (rule[L_COPIES] - 1)) & 1 != 0:
        leave(t, s, r, c, y, w, rule[L_COPIES] - 1, p, RECOVERED)
    s.listings[w, k, p, SINCE] = t
    s.listings[w, k, p, UNTIL] = term_end(t, s, r, w, k, deciding)
    s.listings[w, k, p, CAUSE] = cause
    s.listings[w, k, p, RECORD] = deciding
    s.number[w, LISTED, p] |= bit
    s.number[w, AWARE, p] &= ~bit
    s.number[w, ASKED, p] &= ~bit
    s.number[w, WAITING, p] &= ~bit
    s.byte[w, STALE, p] = 1
    y.list_[w, k, t, g, L_ENTRIES + own_first(cause)] += 1
    told = 1
    if rule[L_RED] == 0:
        s.reckoned[w, K_ENTERED, p] += 1
        s.byte[w, EVER, p] |= 4
        told = 0
        if r.world[w, W_KNOWN] != 0:
            draw = words(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN + p, t, DRAW_NOTICE, rule[L_CODE], 0)[0]
            told = 1 if draw < rule[L_NOTICE] else 0
            if told != 0 or rule[L_PUBLISHES] != 0:
                s.byte[w, HIT, p] = 1
        if told == 0:
            y.list_[w, k, t, g, L_UNNOTIFIED] += 1
            s.reckoned[w, K_UNTOLD, p] += 1
            s.listings[w, k, p, TOLD] = -1
        else:
            s.byte[w, ATTENTIVE, p] = 1
            s.listings[w, k, p, TOLD] = t
    if told != 0:
        s.number[w, AWARE, p] |= bit
    note(s, t, w, p, N_LISTED, k, cause, told)


@part
def leave_or_linger(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int, way: int) -> None:
    """Take a person off a list whose time is over, or who has settled; some are not cleared and stay, month by month."""
    if r.listed[w, k, L_LINGERS] != 0:
        last = s.control.shape[0] - 1
        draw = words(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN + p, t, DRAW_LINGER, r.listed[w, k, L_CODE], 0)[0]
        if draw < r.listed[w, k, L_LINGERS]:
            s.listings[w, k, p, CAUSE] = OVERDUE if way == EXPIRED else SETTLED
            s.listings[w, k, p, UNTIL] = t + 1
            s.byte[w, STALE, p] = 1
            return
    leave(t, s, r, c, y, w, k, p, way)


@part
def threshold_cause(s: State, r: RuleTables, w: int, k: int, p: int) -> int:
    """Why a threshold list holds: earned if the own true records alone would bring it, else the largest other ledger."""
    scheme, band = r.listed[w, k, L_SCHEME], r.listed[w, k, L_BAND]
    if r.listed[w, k, L_ABOVE] != 0:
        return EARNED
    ledger = s.scores[w, scheme, p]
    if ledger[BAND_EARNED] <= band:
        alone = band_of(r, w, scheme, clamp(r, w, scheme, ledger[LEDGER + EARNED]))
        jump = lowest_jump(s, r, w, scheme, JUMPS_EARNED, p)
        return EARNED if min(alone, jump) <= band else INDUCED
    if ledger[BAND_SUM] > band:
        return ledger[JUMP_CAUSE]
    worst, cause = 0, ASSOCIATION
    for other in range(INDUCED + 1, CAUSE_COUNT):
        value = (ledger[SCORE] - ledger[OWN]) >> 4 if other == ASSOCIATION else ledger[LEDGER + other]
        if other == PREDICTION:
            value += ledger[OFFSET]
        if value < worst:
            worst, cause = value, other
    return cause


@part
def with_terms(r: RuleTables, w: int) -> int:
    """Bits of the lists on which a listing can have a term."""
    lists = 0
    for k in range(r.listed.shape[1]):
        endless = r.listed[w, k, L_SCHEME] >= 0 or r.listed[w, k, L_COPY] != 0
        lists |= (0 if endless and r.listed[w, k, L_LINGERS] == 0 else 1) << k
    return lists


@part
def end_terms(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Let everybody go whose term ends this month."""
    listed, ending = s.number[w, LISTED], with_terms(r, w)
    for first in range(0, listed.shape[0] if ending != 0 else 0, BLOCK):
        bits = having(listed, ending, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            lists = listed[p] & ending
            while lists != 0:
                k = lowest(lists)
                lists &= lists - 1
                if s.listings[w, k, p, UNTIL] == t:
                    leave_or_linger(t, s, r, c, y, w, k, p, PAID if s.listings[w, k, p, CAUSE] == SETTLED else EXPIRED)


@part
def clear_copies(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """Each agency with a copy of somebody who left before this month may clear it; with the last one gone, they are off."""
    listed = s.number[w, LISTED]
    for first in range(0, listed.shape[0], BLOCK):
        bits = having(listed, 1 << k, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            if s.listings[w, k, p, SINCE] == t:
                continue
            before = copies_of(s, w, k, p)
            copies = not_cleared(t, s, r, w, p, before)
            if copies == 0:
                leave(t, s, r, c, y, w, k, p, RECOVERED)
            elif copies != before:
                put_copies(s, w, k, p, copies)


@part
def list_by_event(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, record: int) -> None:
    """Put the person of a fresh record on the list that its entry names, if the list's conditions are met."""
    k, p = s.records[w, record, R_LIST], s.records[w, record, R_PERSON]
    rule = r.listed[w, k]
    if rule[L_ON] == 0 or t < rule[L_SINCE] or (rule[L_UNTIL] != 0 and t >= rule[L_UNTIL]):
        return
    if (s.number[w, LISTED, p] >> k) & 1 == 0 and (s.number[w, PENDING, p] >> k) & 1 != 0:
        return  # an earlier record of the person waits already
    if rule[L_GRACE] == 0 or (s.number[w, LISTED, p] >> k) & 1 != 0:
        list_for(t, s, r, c, y, w, k, p, record)
    else:
        s.number[w, PENDING, p] |= 1 << k
        s.listings[w, k, p, DUE] = t + rule[L_GRACE]
        s.listings[w, k, p, GROUNDS] = record + 1


@part
def list_pending(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """List those whose grace is over, unless their record is gone."""
    pending = s.number[w, PENDING]
    for first in range(0, pending.shape[0], BLOCK):
        bits = nonzero(pending, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            lists = int(pending[p])
            while lists != 0:
                k = lowest(lists)
                lists &= lists - 1
                if s.listings[w, k, p, DUE] == t:
                    record = s.listings[w, k, p, GROUNDS] - 1
                    pending[p] &= ~(1 << k)
                    if s.records[w, record, R_LIVE] != 0:
                        list_for(t, s, r, c, y, w, k, p, record)


@part
def hear_docket(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Judges of each district look at the cases that wait, as they came; what was settled or struck meanwhile takes no time."""
    head = s.control[w, C_DOCKET_HEAD]
    for i in range(head, s.control[w, C_DOCKET_TAIL]):
        p, k = s.docket[w, 0, i], s.docket[w, 1, i]
        if p < 0:
            continue
        if (s.number[w, PENDING, p] >> k) & 1 != 0 and s.listings[w, k, p, DUE] == ON_DOCKET and s.listings[w, k, p, FILED] == i:
            if s.court[w, JUDGES, district_of(r, p)] < CASE:
                if judges_left(s, w) == 0:
                    break
                continue
            record = s.listings[w, k, p, GROUNDS] - 1
            s.number[w, PENDING, p] &= ~(1 << k)
            if s.records[w, record, R_LIVE] != 0:
                list_for(t, s, r, c, y, w, k, p, record)
        s.docket[w, 0, i] = -1
    while head < s.control[w, C_DOCKET_TAIL] and s.docket[w, 0, head] < 0:
        head += 1
    s.control[w, C_DOCKET_HEAD] = head


@part
def list_for(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int, record: int) -> None:
    """Put a person on an event list for a record, or renew their listing."""
    rule, cause = r.listed[w, k], s.records[w, record, R_CAUSE]
    owes = obliged(s, r, w, record) and s.number[w, DEBT, p] > 0
    unable = cause <= INDUCED and owes and s.number[w, BALANCE, p] < s.number[w, DEBT, p]
    if r.world[w, W_JUDGED] != 0 and rule[L_ORDINARY] == 0 and rule[L_RED] == 0 and (s.number[w, LISTED, p] >> k) & 1 == 0:
        said = judge(t, s, r, w, k, p, unable or cause > INDUCED)
        if said == WAITS and (s.number[w, PENDING, p] >> k) & 1 == 0:
            put_on_docket(s, w, k, p, record)
        if said != PASSES:
            return
    if unable:
        last = s.control.shape[0] - 1
        draw = words(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN + p, t, DRAW_UNABLE, rule[L_CODE], 0)[0]
        if draw >= rule[L_UNABLE]:
            return
        cause = UNABLE
    if (s.number[w, LISTED, p] >> k) & 1 != 0:
        s.listings[w, k, p, UNTIL] = max(s.listings[w, k, p, UNTIL], term_end(t, s, r, w, k, record + 1))
        if s.listings[w, k, p, CAUSE] == OVERDUE or s.listings[w, k, p, CAUSE] == SETTLED:
            s.listings[w, k, p, CAUSE] = cause
            s.listings[w, k, p, RECORD] = record + 1
            s.byte[w, STALE, p] = 1
        y.list_[w, k, t, c.byte[GROUP, p], L_RENEWED] += 1
    else:
        enter(t, s, r, c, y, w, k, p, cause, record + 1)


@part
def measure(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int, holds: bool) -> None:
    """Bring a threshold list in line with one person, whose band does or does not hold them on it."""
    rule, listed = r.listed[w, k], (s.number[w, LISTED, p] >> k) & 1 != 0
    if holds and is_member(s, r, w, rule[L_SCHEME], p):
        cause = threshold_cause(s, r, w, k, p)
        if not listed:
            enter(t, s, r, c, y, w, k, p, cause, 0 if rule[L_ABOVE] != 0 else s.scores[w, rule[L_SCHEME], p, LOWERED])
        elif cause != s.listings[w, k, p, CAUSE]:
            s.listings[w, k, p, CAUSE] = cause
            s.byte[w, STALE, p] = 1
    elif listed:
        leave(t, s, r, c, y, w, k, p, RECOVERED)


@part
def list_by_threshold(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """Bring a threshold list in line with the bands of those whose score may have changed: most of them it does not concern."""
    rule, listed = r.listed[w, k], s.number[w, LISTED]
    files, above, limit = s.scores[w, rule[L_SCHEME]], rule[L_ABOVE] != 0, rule[L_BAND]
    opens = t == rule[L_SINCE] or (rule[L_UNTIL] != 0 and t == rule[L_UNTIL])
    is_open = t >= rule[L_SINCE] and (rule[L_UNTIL] == 0 or t < rule[L_UNTIL])
    for block in range(s.bit.shape[1]):
        bits = s.bit[BIT_ADULT, block] & (-1 if opens else nonzero(s.byte[w, DIRTY], block * BLOCK))
        while bits != 0:
            p = block * BLOCK + lowest(bits)
            bits &= bits - 1
            band = files[p, BAND]
            holds = is_open and (band >= limit if above else band <= limit)
            if holds or (listed[p] >> k) & 1 != 0:
                measure(t, s, r, c, y, w, k, p, holds)


@part
def list_kin(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """Bring a list of households in line: adults who live with somebody else on the list that it follows."""
    parent, since = r.listed[w, k, L_KIN] - 1, r.listed[w, k, L_SINCE]
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] == 0:
            continue
        first, holds = c.number[HOUSEHOLD, p], False
        for q in range(first, first + c.number[HOUSEHOLD_SIZE, p]):
            holds = holds or (q != p and c.byte[ADULT, q] != 0 and (s.number[w, LISTED, q] >> parent) & 1 != 0)
        holds = holds and t >= since and not is_exempt(s, r, w, p)
        listed = (s.number[w, LISTED, p] >> k) & 1 != 0
        if holds and not listed:
            enter(t, s, r, c, y, w, k, p, KIN, 0)
        elif listed and not holds:
            leave(t, s, r, c, y, w, k, p, RECOVERED)


@part
def name_representatives(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Bring the lists of legal representatives in line with those of their firms."""
    for k in range(r.firm_listed.shape[1]):
        if r.firm_listed[w, k, FL_REPRESENTATIVE] == 0:
            continue
        for f in range(c.firm.shape[1]):
            p = c.firm[EXECUTIVE, f]
            firm, person = (s.firm[w, FM_LISTED, f] >> k) & 1, (s.number[w, LISTED, p] >> k) & 1
            if firm > person and not is_exempt(s, r, w, p):
                enter(t, s, r, c, y, w, k, p, THROUGH_FIRM, 0)
            elif person > firm:
                way = s.firm_listing[w, k, FM_WAY, f]
                leave(t, s, r, c, y, w, k, p, CORRECTED if way == BY_APPEAL else way)


@part
def let_go(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Clear copies and end terms."""
    for k in range(r.listed.shape[1]):
        if r.listed[w, k, L_ON] != 0 and r.listed[w, k, L_COPY] != 0:
            clear_copies(t, s, r, c, y, w, k)
    end_terms(t, s, r, c, y, w)


@phase
def listing(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """End terms, list by events, then by thresholds."""
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 != 0:
            let_go(t, s, r, c, y, w)
            call_judges(s, r, w)
            if r.world[w, W_JUDGED] != 0:
                hear_docket(t, s, r, c, y, w)
            list_pending(t, s, r, c, y, w)
            for record in range(s.control[w, C_FRESH], s.control[w, C_RECORDS]):
                if s.records[w, record, R_LIST] >= 0:
                    list_by_event(t, s, r, c, y, w, record)
            for k in range(r.listed.shape[1]):
                if r.listed[w, k, L_ON] != 0 and r.listed[w, k, L_SCHEME] >= 0:
                    list_by_threshold(t, s, r, c, y, w, k)
            for k in range(r.listed.shape[1]):
                if r.listed[w, k, L_ON] != 0 and r.listed[w, k, L_KIN] > 0:
                    list_kin(t, s, r, c, y, w, k)
            firms_list(t, s, r, c, y, w)
            name_representatives(t, s, r, c, y, w)
        use_bands(t, s, r, w)
        dirty = s.byte[w, DIRTY]
        for p in range(dirty.shape[0]):
            dirty[p] = 0
