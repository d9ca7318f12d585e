"""What a listed firm can do: learn of it, set right what it was listed for, appeal to a court with a queue, have its file repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import (
    C_COMMUNITY,
    C_FIRM_RECORDS,
    C_FIRM_WAITING,
    C_SEED,
    FM_AWARE,
    FM_CAUSE,
    FM_FILED,
    FM_LISTED,
    FM_SINCE,
    FR_CAUSE,
    FR_FIRM,
    FR_LIST,
    FR_LIVE,
    FR_SCHEME,
)  # fmt: skip
from counterlife.life.districts import ADULTS, FIRM_CASES, district_of
from counterlife.life.firm_lists import leave_firm
from counterlife.life.firms import takes_place
from counterlife.life.kernel import part
from counterlife.life.tally import FIRM_FLOW
from counterlife.regime.tables import (
    FL_APPEAL,
    FL_RECTIFY,
    FL_RED,
    FL_REPAIR,
    FL_SCHEME,
    FW_APPEAL_RIGHT,
    FW_APPEAL_WRONG,
    FW_CAPACITY,
    FW_COURT,
    FW_FILES_RIGHT,
    FW_FILES_WRONG,
    FW_LEARNS,
    FW_RECTIFY,
    FW_REPAIR,
    FW_REPAIR_AFTER,
    FW_TAKES,
    FW_WINS_RIGHT,
    FW_WINS_WRONG,
    L_CODE,
    W_KNOWN,
)  # fmt: skip
from counterlife.town.traits import EXECUTIVE, SIZE_CLASS
from counterlife.words import PHASES, WAYS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

RECOURSE = PHASES.index("recourse")
PERFORMED, BY_APPEAL, REPAIRED = WAYS.index("performed"), WAYS.index("appeal"), WAYS.index("repaired")
WAY_OUT, LEARN, FILE, VERDICT = (luck.PURPOSE[name] for name in ("repair", "learn", "appeal", "verdict"))
FIRM, SPAN = luck.FIRM, luck.COMMUNITY_SPAN
ADULTS_UNIT = 10_000
NO_MONTH = 1 << 30
F_STRUCK, F_LEARNED, F_FILED, F_WON, F_LOST = (
    FIRM_FLOW[name] for name in ("records-struck", "learned", "appeals-filed", "appeals-won", "appeals-lost")
)  # fmt: skip


@part
def firm_draw(t: int, s: State, r: RuleTables, w: int, l: int, f: int, purpose: int, which: int) -> int:
    """One word of a firm's luck with a list."""
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + f
    return words(s.control[last, C_SEED], FIRM, entity, t, purpose, r.listed[w, l, L_CODE], 0)[which]


@part
def clear_file(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int) -> None:
    """Strike the live records behind a firm's place on a list."""
    scheme = r.firm_listed[w, l, FL_SCHEME]
    for k in range(s.control[w, C_FIRM_RECORDS]):
        if s.firm_record[w, FR_LIVE, k] == 0 or s.firm_record[w, FR_FIRM, k] != f:
            continue
        if s.firm_record[w, FR_LIST, k] == l if scheme < 0 else s.firm_record[w, FR_SCHEME, k] == scheme:
            s.firm_record[w, FR_LIVE, k] = 0
            y.firm[w, t, c.firm[SIZE_CLASS, f], F_STRUCK + s.firm_record[w, FR_CAUSE, k]] += 1


@part
def is_right(s: State, w: int, l: int, f: int) -> int:
    """1 for a listing of the firm's own acts, 0 for one of another's."""
    return 1 if s.firm_listing[w, l, FM_CAUSE, f] == 0 else 0


@part
def way_out(t: int, s: State, r: RuleTables, w: int, l: int, f: int) -> int:
    """The way by which a firm leaves a list this month without a court, or -1."""
    rule, odds, last = r.firm_listed[w, l], r.firm_world[w], s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + f
    draws = words(s.control[last, C_SEED], FIRM, entity, t, WAY_OUT, r.listed[w, l, L_CODE], 0)
    if rule[FL_RECTIFY] != 0 and draws[0] < odds[FW_RECTIFY]:
        return PERFORMED
    if rule[FL_APPEAL] != 0 and draws[1] < odds[FW_APPEAL_RIGHT if is_right(s, w, l, f) != 0 else FW_APPEAL_WRONG]:
        return BY_APPEAL
    if rule[FL_REPAIR] != 0 and t - s.firm_listing[w, l, FM_SINCE, f] >= odds[FW_REPAIR_AFTER] and draws[2] < odds[FW_REPAIR]:
        return REPAIRED
    return -1


@part
def file_for_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int) -> None:
    """Decide once a listing, as soon as it is known, whether to appeal; the decision hangs on the month of listing alone."""
    right, since = is_right(s, w, l, f), s.firm_listing[w, l, FM_SINCE, f]
    if firm_draw(since, s, r, w, l, f, FILE, 0) < r.firm_world[w, FW_FILES_RIGHT if right != 0 else FW_FILES_WRONG]:
        s.firm_listing[w, l, FM_FILED, f] = t + 1
        s.control[w, C_FIRM_WAITING] += 1
        y.firm[w, t, c.firm[SIZE_CLASS, f], F_FILED + right] += 1
    else:
        s.firm_listing[w, l, FM_FILED, f] = -1


@part
def seek_for_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int) -> None:
    """Go with one listed firm through its ways: learn first, then those without a court, then the court."""
    flow = y.firm[w, t, c.firm[SIZE_CLASS, f]]
    if (s.firm[w, FM_AWARE, f] >> l) & 1 == 0:
        new = s.firm_listing[w, l, FM_SINCE, f] >= t
        if new or firm_draw(t, s, r, w, l, f, LEARN, 0) >= r.firm_world[w, FW_LEARNS]:
            return
        s.firm[w, FM_AWARE, f] |= 1 << l
        flow[F_LEARNED] += 1
    way = way_out(t, s, r, w, l, f)
    if way >= 0:
        if way == BY_APPEAL:  # won as it is filed
            flow[F_FILED + is_right(s, w, l, f)] += 1
            flow[F_WON + is_right(s, w, l, f)] += 1
        clear_file(t, s, r, c, y, w, l, f)
        leave_firm(t, s, r, c, y, w, l, f, way)
    elif r.firm_world[w, FW_COURT] != 0 and r.firm_listed[w, l, FL_APPEAL] != 0 and s.firm_listing[w, l, FM_FILED, f] == 0:
        file_for_firm(t, s, r, c, y, w, l, f)


@part
def decide_for_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, l: int, f: int) -> None:
    """Decide one appeal of a firm; the verdict hangs on the month of listing."""
    flow, right, since = y.firm[w, t, c.firm[SIZE_CLASS, f]], is_right(s, w, l, f), s.firm_listing[w, l, FM_SINCE, f]
    s.firm_listing[w, l, FM_FILED, f] = -1
    s.control[w, C_FIRM_WAITING] -= 1
    if firm_draw(since, s, r, w, l, f, VERDICT, 0) >= r.firm_world[w, FW_WINS_RIGHT if right != 0 else FW_WINS_WRONG]:
        flow[F_LOST + right] += 1
        return
    flow[F_WON + right] += 1
    clear_file(t, s, r, c, y, w, l, f)
    leave_firm(t, s, r, c, y, w, l, f, BY_APPEAL)


@part
def decide_oldest(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, d: int) -> bool:
    """Decide the oldest case of a district that has waited long enough; False if there is none."""
    first, which, whose = NO_MONTH, 0, 0
    for f in range(c.firm.shape[1]):
        if district_of(r, c.firm[EXECUTIVE, f]) != d:
            continue
        for l in range(r.firm_listed.shape[1]):
            filed = s.firm_listing[w, l, FM_FILED, f]
            if 0 < filed < first:
                first, which, whose = filed, l, f
    if first - 1 > t - r.firm_world[w, FW_TAKES]:
        return False
    decide_for_firm(t, s, r, c, y, w, which, whose)
    return True


@part
def hold_firms_court(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Decide appeals of firms, first in first out in each district, as far as its court's capacity goes; whole unused cases lapse."""
    for d in range(s.court.shape[2]):
        more = r.firm_world[w, FW_CAPACITY] * s.court[w, ADULTS, d] // ADULTS_UNIT
        capacity = s.court[w, FIRM_CASES, d] + more
        s.court[w, FIRM_CASES, d] = capacity & 0xFFFF
        cases = capacity >> 16
        while cases > 0 and s.control[w, C_FIRM_WAITING] > 0:
            if not decide_oldest(t, s, r, c, y, w, d):
                break
            cases -= 1


@part
def firms_recourse(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Every listed firm goes through its ways; then the court sits. The records behind a listing go with it."""
    if not takes_place(r, w, RECOURSE) or r.world[w, W_KNOWN] == 0:
        return
    for f in range(c.firm.shape[1]):
        if s.firm[w, FM_LISTED, f] == 0:
            continue
        for l in range(r.firm_listed.shape[1]):
            if (s.firm[w, FM_LISTED, f] >> l) & 1 != 0 and r.firm_listed[w, l, FL_RED] == 0:
                seek_for_firm(t, s, r, c, y, w, l, f)
    if r.firm_world[w, FW_COURT] != 0:
        hold_firms_court(t, s, r, c, y, w)
