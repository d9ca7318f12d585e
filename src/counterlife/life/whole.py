"""The file that would hold every own act, seen or not: the second reference of what is wrongful.

Whom such a file would bring a sanction stays marked (`K_GUILTY`). It is the regime's own catalog, as written when the act is done, and own
acts only; whoever cannot pay is not guilty of a debt; what is vague counts within its core; a grace is taken as not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import (
    BALANCE,
    C_COMMUNITY,
    C_EVENTS,
    C_FULL,
    C_LOG,
    C_SEED,
    CAUSE,
    DEBT,
    EV_ACT,
    EV_PERSON,
    EV_WORLDS,
    K_CONDUCT,
    K_GUILTY,
    LG_NEXT,
    LG_PERSON,
    LG_POINTS,
    LG_WHERE,
    LISTED,
    RIGHTS,
    WHOLE,
)  # fmt: skip
from counterlife.life.deter import in_force
from counterlife.life.kernel import part
from counterlife.life.members import is_member
from counterlife.regime.tables import (
    ACT_CODE,
    ACT_OBLIGATION,
    BANDS,
    E_CORE,
    E_JUMP,
    E_KEPT,
    E_LIST,
    E_POINTS,
    E_PUNISHES,
    E_VAGUE,
    L_ABOVE,
    L_BAND,
    L_ON,
    L_RED,
    L_SCHEME,
    L_SINCE,
    S_BANDS,
    S_CODE,
    S_LEAST,
    S_MOST,
    S_START,
    S_UNTIL,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import ADULT
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

ALL_RIGHTS = (1 << RIGHTS) - 1
INDUCED = CAUSES.index("induced")
DISCRETION = luck.PURPOSE["discretion"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
ACT_BIT, RECORD_BIT = 0, 2
NO_LIMIT, EVERYBODY = -(1 << 30), 1 << 30


@part
def bites(t: int, r: RuleTables, w: int, k: int) -> bool:
    """Whether standing on a list at the end of month ``t`` withholds something, at once or at a later stage."""
    if r.listed[w, k, L_ON] == 0 or r.listed[w, k, L_RED] != 0 or t < r.listed[w, k, L_SINCE]:
        return False
    rights = r.withheld[w, k, t + 1]
    for stage in range(r.stage.shape[2]):
        rights |= r.stage[w, k, stage, 1]
    return rights & ALL_RIGHTS != 0


@part
def worst_band(t: int, r: RuleTables, w: int, scheme: int) -> int:
    """The best band of a scheme that still brings a sanction, or -1 if none does."""
    band = -1
    for k in range(r.listed.shape[1]):
        if r.listed[w, k, L_SCHEME] == scheme and r.listed[w, k, L_ABOVE] == 0 and bites(t, r, w, k):
            band = max(band, r.listed[w, k, L_BAND])
    return band


@part
def limit_of(r: RuleTables, w: int, scheme: int, band: int) -> int:
    """Points below which somebody is in a band or a worse one."""
    if band < 0:
        return NO_LIMIT
    return r.band[w, scheme, band + 1] if band + 1 < min(BANDS, r.scheme[w, scheme, S_BANDS]) else EVERYBODY


@part
def ever_bites(r: RuleTables, w: int, k: int) -> bool:
    """Whether standing on a list withholds something in any month."""
    found = False
    for t in range(r.withheld.shape[2] - 1):
        found = found or bites(t, r, w, k)
    return found


@part
def mattering(r: RuleTables, w: int) -> int:
    """Bits of the schemes whose points can bring a sanction at all."""
    schemes = 0
    for k in range(r.listed.shape[1]):
        if r.listed[w, k, L_SCHEME] >= 0 and ever_bites(r, w, k):
            schemes |= 1 << r.listed[w, k, L_SCHEME]
    return schemes


@part
def concerned(t: int, r: RuleTables, w: int, a: int, matter: int) -> int:
    """Bits of the schemes to which an act of this month says something."""
    schemes = 0
    for k in range(r.scheme.shape[1]):
        entry = r.entry[w, k, a]
        points = entry[E_POINTS] != 0 and (matter >> k) & 1 != 0
        if in_force(t, r, w, k, a) and (points or entry[E_PUNISHES] != 0 or entry[E_LIST] >= 0 or entry[E_JUMP] >= 0):
            schemes |= 1 << k
    return schemes


@part
def within_core(t: int, s: State, r: RuleTables, w: int, scheme: int, a: int, p: int) -> bool:
    """Whether an act lies within the core of its entry; a plain entry is all core."""
    if r.entry[w, scheme, a, E_VAGUE] == 0:
        return True
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    draws = words(s.control[last, C_SEED], PERSON, entity, t, DISCRETION, r.scheme[w, scheme, S_CODE], r.act[a, ACT_CODE])
    return draws[2] < r.entry[w, scheme, a, E_CORE]


@part
def listed_for(t: int, s: State, r: RuleTables, w: int, k: int, a: int, p: int) -> bool:
    """Whether an act on file would put the person on an event list that withholds: unless it left what they cannot pay."""
    if not bites(t, r, w, k):
        return False
    if (s.number[w, LISTED, p] >> k) & 1 != 0 and s.listings[w, k, p, CAUSE] <= INDUCED:
        return True
    debt = s.number[w, DEBT, p]
    return r.act[a, ACT_OBLIGATION] == 0 or debt == 0 or s.number[w, BALANCE, p] >= debt


@part
def remember(s: State, w: int, scheme: int, p: int, points: int, expires: int) -> None:
    """Write down points that the whole file loses again in a month."""
    last = s.control.shape[0] - 1
    place = s.control[last, C_LOG]
    if place >= s.log.shape[1]:
        s.control[last, C_FULL] = 1
        return
    s.control[last, C_LOG] = place + 1
    s.log[LG_PERSON, place] = p
    s.log[LG_WHERE, place] = w * 32 + scheme
    s.log[LG_POINTS, place] = points
    s.log[LG_NEXT, place] = s.logged[expires]
    s.logged[expires] = place + 1


@part
def own_act(t: int, s: State, r: RuleTables, w: int, scheme: int, a: int, p: int, matters: bool) -> None:
    """Enter somebody's act in the whole file of a scheme."""
    entry = r.entry[w, scheme, a]
    if entry[E_PUNISHES] != 0:
        s.reckoned[w, K_CONDUCT, p] += 1
    if entry[E_LIST] >= 0 and listed_for(t, s, r, w, entry[E_LIST], a, p):
        s.reckoned[w, K_GUILTY, p] = 1
    if 0 <= entry[E_JUMP] <= worst_band(t, r, w, scheme):
        s.reckoned[w, K_GUILTY, p] = 1
    if entry[E_POINTS] != 0 and matters:
        s.whole[w, scheme, WHOLE, p] += entry[E_POINTS]
        expires = t + entry[E_KEPT]
        if r.scheme[w, scheme, S_UNTIL] != 0:
            expires = min(expires, r.scheme[w, scheme, S_UNTIL])
        if expires < s.logged.shape[0]:
            remember(s, w, scheme, p, entry[E_POINTS], expires)


@part
def expire_own(t: int, s: State) -> None:
    """Take out of the whole files what is over."""
    place = s.logged[t] - 1
    while place >= 0:
        where = s.log[LG_WHERE, place]
        s.whole[where >> 5, where & 31, WHOLE, s.log[LG_PERSON, place]] -= s.log[LG_POINTS, place]
        place = s.log[LG_NEXT, place] - 1


@part
def enter_own(t: int, s: State, r: RuleTables, w: int, a: int, schemes: int, matter: int) -> None:
    """Enter this month's acts of one kind in the whole files of the schemes that cover whoever did them."""
    for k in range(s.block[0, a], s.block[1, a]):
        if (s.event[EV_WORLDS, k] >> w) & 1 == 0:
            continue
        p = s.event[EV_PERSON, k]
        bits, scheme = schemes, 0
        while bits != 0:
            if bits & 1 != 0 and is_member(s, r, w, scheme, p) and within_core(t, s, r, w, scheme, a, p):
                own_act(t, s, r, w, scheme, a, p, (matter >> scheme) & 1 != 0)
            bits >>= 1
            scheme += 1


@part
def below_limit(t: int, s: State, r: RuleTables, c: Community, w: int, scheme: int) -> None:
    """Mark those whom the points of their whole file bring a sanction."""
    limit, least, most = limit_of(r, w, scheme, worst_band(t, r, w, scheme)), r.scheme[w, scheme, S_LEAST], r.scheme[w, scheme, S_MOST]
    if limit <= least:
        return
    points, guilty, start = s.whole[w, scheme, WHOLE], s.reckoned[w, K_GUILTY], r.scheme[w, scheme, S_START]
    few = limit - start if most >= limit else EVERYBODY
    below = 0
    for p in range(points.shape[0]):
        below += (points[p] < few) & (guilty[p] == 0)
    if below == 0:
        return
    for p in range(points.shape[0]):
        if points[p] < few and c.byte[ADULT, p] != 0 and is_member(s, r, w, scheme, p):
            guilty[p] = 1


@part
def find_blocks(s: State) -> None:
    """Where this month's events of each act begin and end."""
    events = s.control[s.control.shape[0] - 1, C_EVENTS]
    for a in range(s.block.shape[1]):
        s.block[0, a] = 0
        s.block[1, a] = 0
    last = -1
    for k in range(events):
        a = s.event[EV_ACT, k]
        if a != last:
            s.block[0, a] = k
            last = a
        s.block[1, a] = k + 1


@part
def whole_files(t: int, s: State, r: RuleTables, c: Community) -> None:
    """A month of the files that hold every own act."""
    expire_own(t, s)
    for w in range(r.world.shape[0]):
        phases = r.world[w, W_PHASES]
        if (phases >> ACT_BIT) & 1 != 0 and (phases >> RECORD_BIT) & 1 != 0:
            matter = mattering(r, w)
            for a in range(r.act.shape[0]):
                schemes = concerned(t, r, w, a, matter) if s.block[1, a] > 0 else 0
                if schemes != 0:
                    enter_own(t, s, r, w, a, schemes, matter)
            for scheme in range(r.scheme.shape[1]):
                below_limit(t, s, r, c, w, scheme)
