"""Lists of enterprises: what puts a firm on one and takes it off again, and whether it is told. Black lists withhold, red ones give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import (
    C_COMMUNITY,
    C_FIRM_FRESH,
    C_FIRM_RECORDS,
    C_FIRM_WAITING,
    C_SEED,
    FM_AWARE,
    FM_BAND,
    FM_BAND_EARNED,
    FM_CAUSE,
    FM_FILED,
    FM_LISTED,
    FM_SINCE,
    FM_UNTIL,
    FM_WAY,
    FR_CAUSE,
    FR_FIRM,
    FR_LIST,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.tally import FIRM_FLOW
from counterlife.regime.tables import (
    FL_ABOVE,
    FL_BAND,
    FL_NOTICE,
    FL_ON,
    FL_RED,
    FL_SCHEME,
    FL_SINCE,
    FL_TERM,
    FL_UNTIL,
    L_CODE,
    NEVER,
    W_KNOWN,
)  # fmt: skip
from counterlife.town.traits import SIZE_CLASS
from counterlife.words import WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

EXPIRED, RECOVERED = WAYS.index("expired"), WAYS.index("recovered")
TELL = luck.PURPOSE["notice"]
FIRM, SPAN = luck.FIRM, luck.COMMUNITY_SPAN
CERTAIN = 1 << 32
F_ENTRIES, F_RENEWED, F_EXITS, F_UNNOTIFIED = (FIRM_FLOW[name] for name in ("entries", "renewed", "exits", "unnotified"))
F_DROPPED, F_RED_ENTRIES, F_RED_EXITS = (FIRM_FLOW[name] for name in ("appeals-dropped", "red-entries", "red-exits"))


@part
def firm_term(t: int, r: RuleTables, w: int, l: int) -> int:
    """The month in which a listing of month ``t`` runs out."""
    rule = r.firm_listed[w, l]
    until = t + rule[FL_TERM] if rule[FL_TERM] < NEVER else NEVER
    return min(until, rule[FL_UNTIL]) if rule[FL_UNTIL] != 0 else until


@part
def is_told(t: int, s: State, r: RuleTables, w: int, l: int, f: int) -> bool:
    """Whether a firm is told of a listing at once."""
    notice, last = r.firm_listed[w, l, FL_NOTICE], s.control.shape[0] - 1
    if r.world[w, W_KNOWN] == 0 or notice >= CERTAIN:
        return r.world[w, W_KNOWN] != 0
    entity = s.control[last, C_COMMUNITY] * SPAN + f
    return words(s.control[last, C_SEED], FIRM, entity, t, TELL, r.listed[w, l, L_CODE], 0)[0] < notice


@part
def enter_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int, cause: int) -> None:
    """A firm comes on a list."""
    flow = y.firm[w, t, c.firm[SIZE_CLASS, f]]
    s.firm[w, FM_LISTED, f] |= 1 << l
    s.firm[w, FM_AWARE, f] |= 1 << l
    s.firm_listing[w, l, FM_SINCE, f] = t
    s.firm_listing[w, l, FM_UNTIL, f] = firm_term(t, r, w, l)
    s.firm_listing[w, l, FM_CAUSE, f] = cause
    s.firm_listing[w, l, FM_FILED, f] = 0
    if r.firm_listed[w, l, FL_RED] != 0:
        flow[F_RED_ENTRIES] += 1
        return
    flow[F_ENTRIES + cause] += 1
    if not is_told(t, s, r, w, l, f):
        s.firm[w, FM_AWARE, f] &= ~(1 << l)
        flow[F_UNNOTIFIED] += 1


@part
def leave_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int, way: int) -> None:
    """A firm comes off a list, by a counted way; an appeal that waits is dropped."""
    flow = y.firm[w, t, c.firm[SIZE_CLASS, f]]
    s.firm[w, FM_LISTED, f] &= ~(1 << l)
    s.firm[w, FM_AWARE, f] &= ~(1 << l)
    s.firm_listing[w, l, FM_WAY, f] = way
    if s.firm_listing[w, l, FM_FILED, f] > 0:
        s.firm_listing[w, l, FM_FILED, f] = -1
        s.control[w, C_FIRM_WAITING] -= 1
        flow[F_DROPPED] += 1
    flow[F_RED_EXITS if r.firm_listed[w, l, FL_RED] != 0 else F_EXITS + way] += 1


@part
def list_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, k: int) -> None:
    """A fresh record puts its firm on an event list, or renews its term; an own act makes the listing earned."""
    f, cause = s.firm_record[w, FR_FIRM, k], s.firm_record[w, FR_CAUSE, k]
    if (s.firm[w, FM_LISTED, f] >> l) & 1 == 0:
        enter_firm(t, s, r, c, y, w, l, f, cause)
        return
    s.firm_listing[w, l, FM_UNTIL, f] = max(s.firm_listing[w, l, FM_UNTIL, f], firm_term(t, r, w, l))
    s.firm_listing[w, l, FM_CAUSE, f] = min(s.firm_listing[w, l, FM_CAUSE, f], cause)
    if r.firm_listed[w, l, FL_RED] == 0:
        y.firm[w, t, c.firm[SIZE_CLASS, f], F_RENEWED] += 1


@part
def hold_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int, opened: bool) -> None:
    """Bring a threshold list in line with one firm's band."""
    rule, listed = r.firm_listed[w, l], (s.firm[w, FM_LISTED, f] >> l) & 1 != 0
    score, limit = s.firm_score[w, rule[FL_SCHEME]], rule[FL_BAND]
    holds = score[FM_BAND, f] >= limit if rule[FL_ABOVE] != 0 else score[FM_BAND, f] <= limit
    if opened and holds:
        cause = 0 if rule[FL_ABOVE] != 0 or score[FM_BAND_EARNED, f] <= limit else 1
        if not listed:
            enter_firm(t, s, r, c, y, w, l, f, cause)
        s.firm_listing[w, l, FM_CAUSE, f] = cause
    elif listed:
        leave_firm(t, s, r, c, y, w, l, f, RECOVERED)


@part
def firms_list(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """End terms, list by events, then by thresholds: firms only."""
    listed = 0
    for f in range(c.firm.shape[1]):
        listed |= s.firm[w, FM_LISTED, f]
    for l in range(r.firm_listed.shape[1]):
        rule = r.firm_listed[w, l]
        if rule[FL_ON] == 0:
            continue
        opened = t >= rule[FL_SINCE] and (rule[FL_UNTIL] == 0 or t < rule[FL_UNTIL])
        for f in range(c.firm.shape[1] if rule[FL_SCHEME] >= 0 or (listed >> l) & 1 != 0 else 0):
            if rule[FL_SCHEME] >= 0:
                hold_firm(t, s, r, c, y, w, l, f, opened)
            elif (s.firm[w, FM_LISTED, f] >> l) & 1 != 0 and s.firm_listing[w, l, FM_UNTIL, f] == t:
                leave_firm(t, s, r, c, y, w, l, f, EXPIRED)
        if rule[FL_SCHEME] < 0 and opened:
            for k in range(s.control[w, C_FIRM_FRESH], s.control[w, C_FIRM_RECORDS]):
                if s.firm_record[w, FR_LIST, k] == l:
                    list_firm(t, s, r, c, y, w, l, k)
