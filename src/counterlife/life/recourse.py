"""Phase 9, recourse: learn of it, pay, appeal, have errors corrected, apply for repair. Wrong records go only by ways the regime has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, words
from counterlife.life.barred import is_detained, reaches
from counterlife.life.bits import BLOCK, at_most, having, lowest, nonzero, ones, within
from counterlife.life.columns import (
    ASKED,
    ATTENTIVE,
    AWARE,
    BALANCE,
    BIT_ADULT,
    BIT_GROUP,
    C_COMMUNITY,
    C_FULL,
    C_HEAD,
    C_SEED,
    C_TAIL,
    CAUSE,
    DEBT,
    FILED,
    GROUNDS,
    LISTED,
    LOWERED,
    MASK,
    N_APPEAL,
    N_LEARNED,
    N_PAID,
    N_VERDICT,
    PENDING,
    R_CAUSE,
    R_LIVE,
    RECORD,
    RIGHTS,
    SINCE,
    TOLD,
    WAITING,
    WRONG,
)  # fmt: skip
from counterlife.life.districts import ADULTS, AT_HAND, district_of
from counterlife.life.firm_recourse import firms_recourse
from counterlife.life.held import held
from counterlife.life.kernel import part, phase
from counterlife.life.listing import leave, leave_or_linger, name_representatives
from counterlife.life.notes import note
from counterlife.life.record import is_wrong, obliged, strike
from counterlife.life.redress import look_into_sources, redress, strike_found, strike_wrong
from counterlife.life.tally import AGES, FLOW, LIST
from counterlife.regime.tables import (
    L_APPEAL,
    L_CODE,
    L_COPY,
    L_CORRECTION,
    L_PAY,
    L_PERFORM,
    L_RED,
    L_REPAIR,
    L_SCHEME,
    L_SECRET,
    W_APPEAL_CAPACITY,
    W_APPEAL_TAKES,
    W_CORRECT_AUDIT,
    W_CORRECT_REQUEST,
    W_FILES_RIGHT,
    W_FILES_WRONG,
    W_FOLLOWS,
    W_HAS_APPEAL,
    W_HAS_REPAIR,
    W_KNOWN,
    W_LOOK_UP,
    W_PAPERS,
    W_PAY,
    W_PAY_LISTED,
    W_PERFORM,
    W_PHASES,
    W_REPAIR,
    W_REPAIR_AFTER,
    W_WINS_RIGHT,
    W_WINS_WRONG,
)  # fmt: skip
from counterlife.town.traits import DEMAND, GROUP
from counterlife.words import CAUSES, DOMAINS, SPELLS, WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED = CAUSES.index("induced")
PAID, BY_APPEAL, CORRECTED, REPAIRED = WAYS.index("paid"), WAYS.index("appeal"), WAYS.index("corrected"), WAYS.index("repaired")
PERFORMED, LEARNED, DECIDED = WAYS.index("performed"), WAYS.index("learned"), WAYS.index("decided")
UNAWARE, APPEAL = SPELLS.index("unaware"), SPELLS.index("appeal")
DRAW_LEARN, DRAW_PAY, DRAW_APPEAL = luck.PURPOSE["learn"], luck.PURPOSE["pay"], luck.PURPOSE["appeal"]
NO_PAPERWORK = 1 << DOMAINS.index("paperwork")
DRAW_VERDICT, DRAW_CORRECT, DRAW_REPAIR = luck.PURPOSE["verdict"], luck.PURPOSE["correct"], luck.PURPOSE["repair"]
DRAW_PERFORM = luck.PURPOSE["perform"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
OLDEST = AGES - 1
CERTAIN = 1 << 32
ALL_RIGHTS = (1 << RIGHTS) - 1
ADULTS_UNIT = 10_000
F_FILED, F_WON, F_LOST, F_WAITING = FLOW["appeals-filed"], FLOW["appeals-won"], FLOW["appeals-lost"], FLOW["appeals-waiting"]
F_PAYERS, F_PAYMENTS, F_DEBTORS, F_WRONG = FLOW["debts-paid"], FLOW["debt-paid"], FLOW["debtors"], FLOW["wrong-records"]
L_LEARNED, L_AVERTED = LIST["learned"], LIST["averted"]
PHASE_BIT = 8


@part
def draw(t: int, s: State, p: int, purpose: int, code: int) -> int:
    """One word of a person's luck."""
    last = s.control.shape[0] - 1
    return words(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN + p, t, purpose, code, 0)[0]


@part
def on_list(s: State, column: int, w: int, k: int, p: int) -> bool:
    """Whether the list's bit is set in a column of a person."""
    return (s.number[w, column, p] >> k) & 1 != 0


@part
def learn(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Learn of a listing at a counter, by asking for a right that is withheld, or by looking up one's own file."""
    unaware = s.number[w, LISTED, p] & ~s.number[w, AWARE, p]
    while unaware != 0:
        k = lowest(unaware)
        unaware &= unaware - 1
        if r.listed[w, k, L_RED] != 0 or s.listings[w, k, p, SINCE] >= t:
            continue
        demand, withheld = 0, held(s, r, w, k, p, t) & ALL_RIGHTS if r.listed[w, k, L_SECRET] == 0 else 0
        while withheld != 0:
            demand += r.demand[lowest(withheld)]
            withheld &= withheld - 1
        odds = chance(r.world[w, W_LOOK_UP] + ((demand * c.number[DEMAND, p]) >> 16), r.exp)
        if is_detained(s, w, p):
            odds = CERTAIN if reaches(t, s, r, w, k, p) else 0
        if draw(t, s, p, DRAW_LEARN, r.listed[w, k, L_CODE]) < odds:
            g = c.byte[GROUP, p]
            s.number[w, AWARE, p] |= 1 << k
            s.listings[w, k, p, TOLD] = t
            s.byte[w, ATTENTIVE, p] = 1
            y.list_[w, k, t, g, L_LEARNED] += 1
            y.spell[w, UNAWARE, g, min(t - s.listings[w, k, p, SINCE], OLDEST), LEARNED] += 1
            note(s, t, w, p, N_LEARNED, k, 0, 0)


@part
def pay(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Somebody who can pay an open judgment may do so; lists whose deciding record was an unpaid judgment let them go."""
    debt = s.number[w, DEBT, p]
    if debt == 0 or s.number[w, BALANCE, p] < debt:
        return
    rate, pressed = r.world[w, W_PAY], False
    for k in range(r.listed.shape[1]):
        knows = (on_list(s, LISTED, w, k, p) and on_list(s, AWARE, w, k, p)) or on_list(s, PENDING, w, k, p)
        pressed = pressed or (knows and r.listed[w, k, L_PAY] != 0 and reaches(t, s, r, w, k, p))
    if not pressed and is_detained(s, w, p):
        return
    if pressed and r.world[w, W_KNOWN] != 0 and r.world[w, W_FOLLOWS] != 0:
        rate += r.world[w, W_PAY_LISTED]
    if draw(t, s, p, DRAW_PAY, 0) >= chance(rate, r.exp):
        return
    s.number[w, BALANCE, p] -= debt
    s.number[w, DEBT, p] = 0
    y.flow[w, t, c.byte[GROUP, p], F_PAYERS] += 1
    y.flow[w, t, c.byte[GROUP, p], F_PAYMENTS] += debt
    note(s, t, w, p, N_PAID, debt, 0, 0)
    for k in range(r.listed.shape[1]):
        if r.listed[w, k, L_PAY] != 0 and on_list(s, PENDING, w, k, p) and obliged(s, r, w, s.listings[w, k, p, GROUNDS] - 1):
            avert(t, s, c, y, w, k, p)
        deciding = s.listings[w, k, p, RECORD] - 1
        if not on_list(s, LISTED, w, k, p) or r.listed[w, k, L_PAY] == 0 or deciding < 0 or is_wrong(s.listings[w, k, p, CAUSE]):
            continue
        if obliged(s, r, w, deciding):
            leave_or_linger(t, s, r, c, y, w, k, p, PAID)


@part
def avert(t: int, s: State, c: Community, y: Tally, w: int, k: int, p: int) -> None:
    """What was to put a person on a list is settled within the grace."""
    s.number[w, PENDING, p] &= ~(1 << k)
    y.list_[w, k, t, c.byte[GROUP, p], L_AVERTED] += 1


@part
def perform(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Somebody who knows may do what an order asks: apologise, delete, hand over. Sums are paid, not performed."""
    for k in range(r.listed.shape[1]):
        waits = on_list(s, PENDING, w, k, p)
        if r.listed[w, k, L_PERFORM] == 0 or not (waits or (on_list(s, LISTED, w, k, p) and on_list(s, AWARE, w, k, p))):
            continue
        if not reaches(t, s, r, w, k, p):
            continue
        grounds = s.listings[w, k, p, GROUNDS if waits else RECORD] - 1
        if grounds < 0 or obliged(s, r, w, grounds) or s.records[w, grounds, R_CAUSE] > INDUCED:
            continue
        if draw(t, s, p, DRAW_PERFORM, r.listed[w, k, L_CODE]) < chance(r.world[w, W_PERFORM], r.exp):
            if waits:
                avert(t, s, c, y, w, k, p)
            else:
                leave_or_linger(t, s, r, c, y, w, k, p, PERFORMED)


@part
def file_appeals(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Decide once a listing, as soon as it is known, whether to appeal; the decision hangs on the month of listing alone."""
    fresh = s.number[w, LISTED, p] & s.number[w, AWARE, p] & ~s.number[w, ASKED, p]
    while fresh != 0:
        k = lowest(fresh)
        fresh &= fresh - 1
        if r.listed[w, k, L_RED] != 0 or r.listed[w, k, L_APPEAL] == 0 or not reaches(t, s, r, w, k, p):
            continue
        if r.listed[w, k, L_COPY] != 0 and s.listings[w, k, p, TOLD] < 0:
            continue
        s.number[w, ASKED, p] |= 1 << k
        wrong, since = s.listings[w, k, p, CAUSE] > INDUCED, s.listings[w, k, p, SINCE]
        if draw(since, s, p, DRAW_APPEAL, r.listed[w, k, L_CODE]) >= r.world[w, W_FILES_WRONG if wrong else W_FILES_RIGHT]:
            continue
        tail = s.control[w, C_TAIL]
        if tail >= s.queue.shape[2]:
            s.control[s.control.shape[0] - 1, C_FULL] = 1
            return
        s.queue[w, 0, tail] = p
        s.queue[w, 1, tail] = k
        s.queue[w, 2, tail] = since
        s.control[w, C_TAIL] = tail + 1
        s.number[w, WAITING, p] |= 1 << k
        s.listings[w, k, p, FILED] = t
        y.flow[w, t, c.byte[GROUP, p], F_FILED + (0 if wrong else 1)] += 1
        note(s, t, w, p, N_APPEAL, k, 0, 0)


@part
def correct(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Wrong records may be found by audit, or at the request of somebody who knows of a listing; the lists they decided let go."""
    rate, knows = r.world[w, W_CORRECT_AUDIT], False
    for k in range(r.listed.shape[1]):
        knows = knows or (
            on_list(s, LISTED, w, k, p) and on_list(s, AWARE, w, k, p) and r.listed[w, k, L_RED] == 0 and r.listed[w, k, L_COPY] == 0
        )
    if knows and r.world[w, W_KNOWN] != 0 and not is_detained(s, w, p):
        rate += r.world[w, W_CORRECT_REQUEST]
    if rate == 0 or draw(t, s, p, DRAW_CORRECT, 0) >= chance(rate, r.exp):
        return
    strike_wrong(t, s, r, c, y, w, p, -1, CORRECTED)
    for k in range(r.listed.shape[1]):
        deciding = s.listings[w, k, p, RECORD] - 1
        if not on_list(s, LISTED, w, k, p) or r.listed[w, k, L_SCHEME] >= 0 or r.listed[w, k, L_CORRECTION] == 0 or deciding < 0:
            continue
        if is_wrong(s.records[w, deciding, R_CAUSE]) and s.records[w, deciding, R_LIVE] == 0:
            leave(t, s, r, c, y, w, k, p, CORRECTED)


@part
def repair(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Credit repair: somebody who knows, and has been listed long enough, may be let go from an event list."""
    known = s.number[w, LISTED, p] & s.number[w, AWARE, p]
    while known != 0:
        k = lowest(known)
        known &= known - 1
        rule = r.listed[w, k]
        if rule[L_RED] != 0 or rule[L_REPAIR] == 0 or rule[L_SCHEME] >= 0:
            continue
        papers = r.world[w, W_PAPERS] if s.number[w, MASK, p] & NO_PAPERWORK != 0 else 0
        long_enough = t - s.listings[w, k, p, SINCE] >= r.world[w, W_REPAIR_AFTER] + papers
        if long_enough and draw(t, s, p, DRAW_REPAIR, rule[L_CODE]) < chance(r.world[w, W_REPAIR], r.exp):
            leave(t, s, r, c, y, w, k, p, REPAIRED)


@part
def decide(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int) -> None:
    """Decide one appeal. The verdict hangs on the month of listing, so a faster court changes the wait and not the verdict."""
    g, since = c.byte[GROUP, p], s.listings[w, k, p, SINCE]
    wrong = s.listings[w, k, p, CAUSE] > INDUCED
    side = 0 if wrong else 1
    s.number[w, WAITING, p] &= ~(1 << k)
    y.spell[w, APPEAL, g, min(t - s.listings[w, k, p, FILED], OLDEST), DECIDED] += 1
    won = draw(since, s, p, DRAW_VERDICT, r.listed[w, k, L_CODE]) < r.world[w, W_WINS_WRONG if wrong else W_WINS_RIGHT]
    note(s, t, w, p, N_VERDICT, k, 1 if won else 0, 0)
    if not won:
        y.flow[w, t, g, F_LOST + side] += 1
        return
    y.flow[w, t, g, F_WON + side] += 1
    scheme, deciding = r.listed[w, k, L_SCHEME], s.listings[w, k, p, RECORD] - 1
    if scheme >= 0 and wrong:
        strike_wrong(t, s, r, c, y, w, p, scheme, BY_APPEAL)
    elif scheme >= 0:
        lowered = s.scores[w, scheme, p, LOWERED] - 1
        if lowered >= 0 and s.records[w, lowered, R_LIVE] != 0 and not is_wrong(s.records[w, lowered, R_CAUSE]):
            strike(t, s, r, c, y, w, lowered, BY_APPEAL)
    elif r.listed[w, k, L_COPY] == 0 and deciding >= 0 and s.records[w, deciding, R_LIVE] != 0:
        strike_found(t, s, r, c, y, w, deciding, BY_APPEAL)
    leave(t, s, r, c, y, w, k, p, BY_APPEAL)


@part
def convene(s: State, r: RuleTables, w: int) -> int:
    """Add a month's capacity to each district's court, and say how many whole cases there are in all."""
    cases = 0
    for d in range(s.court.shape[2]):
        s.court[w, AT_HAND, d] = (s.court[w, AT_HAND, d] & 0xFFFF) + r.world[w, W_APPEAL_CAPACITY] * s.court[w, ADULTS, d] // ADULTS_UNIT
        cases += s.court[w, AT_HAND, d] >> 16
    return cases


@part
def hold_court(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Decide waiting appeals, first in, first out in each district, as far as its capacity goes; whole unused cases lapse."""
    cases, head = convene(s, r, w), s.control[w, C_HEAD]
    for i in range(head, s.control[w, C_TAIL]):
        p, k, since = s.queue[w, 0, i], s.queue[w, 1, i], s.queue[w, 2, i]
        if p >= 0 and on_list(s, WAITING, w, k, p) and s.listings[w, k, p, SINCE] == since:
            if cases == 0 or s.listings[w, k, p, FILED] > t - r.world[w, W_APPEAL_TAKES]:
                break
            d = district_of(r, p)
            if s.court[w, AT_HAND, d] >> 16 == 0:
                continue
            s.court[w, AT_HAND, d] -= 1 << 16
            cases -= 1
            decide(t, s, r, c, y, w, k, p)
        s.queue[w, 0, i] = -1
    while head < s.control[w, C_TAIL] and s.queue[w, 0, head] < 0:
        head += 1
    s.control[w, C_HEAD] = head


@part
def count(t: int, s: State, c: Community, y: Tally, w: int) -> None:
    """Count who waits, who owes, and which wrong records live."""
    waits, debts, wrongs, flow = s.number[w, WAITING], s.number[w, DEBT], s.number[w, WRONG], y.flow[w, t]
    for block in range(s.bit.shape[1]):
        first = block * BLOCK
        debtors, bits = ~within(debts, 0, first), nonzero(waits, first) | nonzero(wrongs, first)
        for g in range(flow.shape[0]):
            flow[g, F_DEBTORS] += ones(debtors & s.bit[BIT_GROUP + g, block])
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            flow[c.byte[GROUP, p], F_WAITING] += ones(waits[p])
            flow[c.byte[GROUP, p], F_WRONG] += wrongs[p]


@part
def in_question(r: RuleTables, w: int) -> int:
    """Bits of the lists about which anybody could do anything."""
    lists = 0
    for k in range(r.listed.shape[1]):
        lists |= (1 if r.listed[w, k, L_RED] == 0 or r.listed[w, k, L_PERFORM] != 0 else 0) << k
    return lists


@part
def seekers(s: State, w: int, block: int, lists: int) -> int:
    """Which adults of a block are on one of these lists or about to be listed, can pay what they owe, or have a wrong record."""
    first, debts, savings = block * BLOCK, s.number[w, DEBT], s.number[w, BALANCE]
    able = ~within(debts, 0, first) & ~within(savings, 0, first) & at_most(debts, savings, first)
    bits = having(s.number[w, LISTED], lists, first) | nonzero(s.number[w, PENDING], first) | nonzero(s.number[w, WRONG], first)
    return (bits | able) & s.bit[BIT_ADULT, block]


@part
def seek(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Go with one person through the ways that the regime has."""
    if s.number[w, LISTED, p] & ~s.number[w, AWARE, p] != 0 and r.world[w, W_KNOWN] != 0:
        learn(t, s, r, c, y, w, p)
    pay(t, s, r, c, y, w, p)
    if r.world[w, W_PERFORM] != 0 and r.world[w, W_KNOWN] != 0 and r.world[w, W_FOLLOWS] != 0:
        perform(t, s, r, c, y, w, p)
    if s.number[w, LISTED, p] != 0 and r.world[w, W_HAS_APPEAL] != 0:
        file_appeals(t, s, r, c, y, w, p)
    if s.number[w, WRONG, p] > 0:
        correct(t, s, r, c, y, w, p)
    if s.number[w, LISTED, p] != 0 and r.world[w, W_HAS_REPAIR] != 0 and not is_detained(s, w, p):
        repair(t, s, r, c, y, w, p)
    if s.number[w, LISTED, p] != 0:
        redress(t, s, r, c, y, w, p)


@phase
def recourse(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Go through everybody who is listed, can pay what they owe, or has a wrong record; then hold court."""
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 != 0:
            lists = in_question(r, w)
            for block in range(s.bit.shape[1]):
                bits = seekers(s, w, block, lists)
                while bits != 0:
                    p = block * BLOCK + lowest(bits)
                    bits &= bits - 1
                    seek(t, s, r, c, y, w, p)
            if r.world[w, W_HAS_APPEAL] != 0:
                hold_court(t, s, r, c, y, w)
            look_into_sources(t, s, r, c, y, w)
            firms_recourse(t, s, r, c, y, w)
            name_representatives(t, s, r, c, y, w)
        count(t, s, c, y, w)
