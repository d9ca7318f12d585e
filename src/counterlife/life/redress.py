"""Redress without a court: an ombudsman, copies that can be contested, and errors put right in all cases of one source at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, words
from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import (
    AWARE,
    C_COMMUNITY,
    C_FOUND_MATCH,
    C_FOUND_REPORT,
    C_SEED,
    CAUSE,
    FILE,
    LISTED,
    R_BEFORE,
    R_CAUSE,
    R_CHANNEL,
    R_LIVE,
    R_SCHEME,
    RECORD,
    TOLD,
    WRONG,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.listing import leave
from counterlife.life.record import is_ruled, is_wrong, strike
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    CH_CODE,
    FL_ON,
    L_APPEAL,
    L_CODE,
    L_COPY,
    L_CORRECTION,
    L_KIN,
    L_RED,
    L_SCHEME,
    W_COPY_REQUEST,
    W_KNOWN,
    W_OMBUDSMAN,
    W_REDRESS,
)  # fmt: skip
from counterlife.town.traits import GROUP
from counterlife.words import CAUSES, WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED, MATCH, REPORT = CAUSES.index("induced"), CAUSES.index("false-attribution"), CAUSES.index("false-report")
CORRECTED = WAYS.index("corrected")
COMPLAIN, CORRECT, SOURCE = (luck.PURPOSE[name] for name in ("ombudsman", "correct", "redress"))
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
F_REDRESSED = FLOW["redressed"]


@part
def own_draw(t: int, s: State, p: int, purpose: int, code: int) -> int:
    """One word of a person's luck."""
    last = s.control.shape[0] - 1
    return words(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN + p, t, purpose, code, 0)[0]


@part
def find_fault(s: State, r: RuleTables, w: int, record: int) -> None:
    """An error is found: its source, a channel that takes one for another or that is told what never happened, will be looked into."""
    if r.world[w, W_REDRESS] == 0:
        return
    if s.records[w, record, R_CAUSE] == MATCH:
        s.control[w, C_FOUND_MATCH] |= 1 << s.records[w, record, R_CHANNEL]
    elif s.records[w, record, R_CAUSE] == REPORT:
        s.control[w, C_FOUND_REPORT] |= 1 << s.records[w, record, R_CHANNEL]


@part
def strike_found(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, way: int) -> None:
    """Strike a record in which an error was found, and remember its source."""
    find_fault(s, r, w, k)
    strike(t, s, r, c, y, w, k, way)


@part
def strike_wrong(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int, scheme: int, way: int) -> None:
    """Strike a person's live wrong records: in one scheme, with those that the rule itself should not have brought, or (-1) in all."""
    k = s.number[w, FILE, p] - 1
    while k >= 0:
        cause, here = s.records[w, k, R_CAUSE], s.records[w, k, R_SCHEME] == scheme
        if s.records[w, k, R_LIVE] != 0 and ((is_wrong(cause) and scheme < 0) or (here and (is_wrong(cause) or is_ruled(cause)))):
            strike_found(t, s, r, c, y, w, k, way)
        k = s.records[w, k, R_BEFORE] - 1


@part
def is_faulty(s: State, w: int, k: int) -> bool:
    """Whether a record stands that is wrong, or that the rule itself should not have brought."""
    return s.records[w, k, R_LIVE] != 0 and (is_wrong(s.records[w, k, R_CAUSE]) or is_ruled(s.records[w, k, R_CAUSE]))


@part
def complain(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """The ombudsman finds that a listing is not of the person's own making, and is heeded: it ends, and wrong records behind it go.

    Lists that follow somebody else's listing are not looked at: what they follow would bring them back.
    """
    for k in range(r.listed.shape[1]):
        rule, known = r.listed[w, k], s.number[w, LISTED, p] & s.number[w, AWARE, p]
        if rule[L_RED] != 0 or rule[L_KIN] != 0 or r.firm_listed[w, k, FL_ON] != 0 or (known >> k) & 1 == 0:
            continue
        if s.listings[w, k, p, CAUSE] <= INDUCED or own_draw(t, s, p, COMPLAIN, rule[L_CODE]) >= chance(r.world[w, W_OMBUDSMAN], r.exp):
            continue
        deciding = s.listings[w, k, p, RECORD] - 1
        if rule[L_SCHEME] >= 0:
            strike_wrong(t, s, r, c, y, w, p, rule[L_SCHEME], CORRECTED)
        elif rule[L_COPY] == 0 and deciding >= 0 and is_faulty(s, w, deciding):
            strike_found(t, s, r, c, y, w, deciding, CORRECTED)
        leave(t, s, r, c, y, w, k, p, CORRECTED)


@part
def contest_copies(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Whoever was told of the copies that agencies keep may have all of them cleared on request."""
    for k in range(r.listed.shape[1]):
        if r.listed[w, k, L_COPY] == 0 or (s.number[w, LISTED, p] >> k) & 1 == 0 or s.listings[w, k, p, TOLD] < 0:
            continue
        if own_draw(t, s, p, CORRECT, r.listed[w, k, L_CODE]) < chance(r.world[w, W_COPY_REQUEST], r.exp):
            leave(t, s, r, c, y, w, k, p, CORRECTED)


@part
def is_of_faulty_source(s: State, w: int, k: int) -> bool:
    """Whether a live record is wrong in the way, and from the channel, in which an error was found this month."""
    if s.records[w, k, R_LIVE] == 0:
        return False
    cause, found = s.records[w, k, R_CAUSE], 0
    if cause == MATCH:
        found = s.control[w, C_FOUND_MATCH]
    elif cause == REPORT:
        found = s.control[w, C_FOUND_REPORT]
    return found != 0 and (found >> s.records[w, k, R_CHANNEL]) & 1 != 0


@part
def free_all(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Strike what the sources found faulty this month have on one person, and let go of them the lists that stood on it."""
    struck = 0
    k = s.number[w, FILE, p] - 1
    while k >= 0:
        if is_of_faulty_source(s, w, k):
            code = r.channel[w, s.records[w, k, R_CHANNEL], CH_CODE]
            if own_draw(t, s, p, SOURCE, code) < r.world[w, W_REDRESS]:
                strike(t, s, r, c, y, w, k, CORRECTED)
                struck += 1
        k = s.records[w, k, R_BEFORE] - 1
    if struck == 0:
        return
    y.flow[w, t, c.byte[GROUP, p], F_REDRESSED] += struck
    for l in range(r.listed.shape[1]):
        deciding = s.listings[w, l, p, RECORD] - 1
        if (s.number[w, LISTED, p] >> l) & 1 == 0 or r.listed[w, l, L_SCHEME] >= 0 or deciding < 0 or r.listed[w, l, L_COPY] != 0:
            continue
        wrong = is_wrong(s.records[w, deciding, R_CAUSE]) and s.records[w, deciding, R_LIVE] == 0
        if wrong and (r.listed[w, l, L_CORRECTION] != 0 or r.listed[w, l, L_APPEAL] != 0):
            leave(t, s, r, c, y, w, l, p, CORRECTED)


@part
def look_into_sources(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """After everybody has sought redress and the court has sat: what was found in one case is put right in all cases of its source."""
    if s.control[w, C_FOUND_MATCH] | s.control[w, C_FOUND_REPORT] == 0:
        return
    wrongs = s.number[w, WRONG]
    for first in range(0, wrongs.shape[0], BLOCK):
        bits = nonzero(wrongs, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            free_all(t, s, r, c, y, w, p)
    s.control[w, C_FOUND_MATCH] = 0
    s.control[w, C_FOUND_REPORT] = 0


@part
def redress(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Go with one listed person to the ombudsman and to the agencies that keep copies."""
    if r.world[w, W_KNOWN] == 0:
        return
    if r.world[w, W_OMBUDSMAN] != 0:
        complain(t, s, r, c, y, w, p)
    if r.world[w, W_COPY_REQUEST] != 0:
        contest_copies(t, s, r, c, y, w, p)
