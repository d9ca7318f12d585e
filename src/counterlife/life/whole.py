"""The file that would hold every own act, seen or not: the second reference of what is wrongful.

Whom such a file would bring a sanction stays marked (`K_GUILTY`). It is the regime's own catalog, as written when the act is done, and own
acts only; whoever cannot pay is not guilty of a debt; what is vague counts within its core; a grace is taken as not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import BLOCK, lowest, places
from counterlife.life.columns import (
    BALANCE,
    C_COMMUNITY,
    C_FULL,
    C_LOG,
    C_MATTERING,
    C_SEED,
    CAUSE,
    DEBT,
    K_CONDUCT,
    K_GUILTY,
    LG_END,
    LG_NEXT,
    LG_PERSON,
    LG_POINTS,
    LG_WHERE,
    LISTED,
    NAMES,
    RIGHTS,
    WHOLE,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.members import covers_all, is_member
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
def biting(t: int, r: RuleTables, w: int) -> int:
    """Bits of the lists that withhold something from whoever stands on them at the end of month ``t``."""
    lists = 0
    for k in range(r.listed.shape[1]):
        lists |= 1 << k if bites(t, r, w, k) else 0
    return lists


@part
def worst_band(r: RuleTables, w: int, scheme: int, lists: int) -> int:
    """The best band of a scheme that still brings a sanction, by the lists that bite, or -1 if none does."""
    band = -1
    while lists != 0:
        k = lowest(lists)
        lists &= lists - 1
        if r.listed[w, k, L_SCHEME] == scheme and r.listed[w, k, L_ABOVE] == 0:
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
def says_something(r: RuleTables, w: int, k: int, a: int, matters: bool) -> bool:
    """Whether an act in a scheme's catalog says anything about a sanction; its points only where they matter."""
    entry = r.entry[w, k, a]
    return (entry[E_POINTS] != 0 and matters) or entry[E_PUNISHES] != 0 or entry[E_LIST] >= 0 or entry[E_JUMP] >= 0


@part
def find_concerned(t: int, s: State, r: RuleTables, w: int) -> None:
    """Find the schemes to which each act says something, where a catalog begins or ends."""
    if t > 0 and s.turning[t] == 0:
        return
    for a in range(r.act.shape[0]):
        named, schemes = int(s.force[w, NAMES, a]), 0
        while named != 0:
            k = lowest(named)
            named &= named - 1
            schemes |= 1 << k if says_something(r, w, k, a, (s.control[w, C_MATTERING] >> k) & 1 != 0) else 0
        s.concern[w, a] = schemes


@part
def within_core(t: int, s: State, r: RuleTables, w: int, scheme: int, a: int, p: int) -> bool:
    """Whether an act lies within the core of its vague entry."""
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    draws = words(s.control[last, C_SEED], PERSON, entity, t, DISCRETION, r.scheme[w, scheme, S_CODE], r.act[a, ACT_CODE])
    return draws[2] < r.entry[w, scheme, a, E_CORE]


@part
def listed_for(s: State, r: RuleTables, w: int, k: int, a: int, p: int) -> bool:
    """Whether an act on file would put the person on an event list: unless it left what they cannot pay."""
    if (s.number[w, LISTED, p] >> k) & 1 != 0 and s.listings[w, k, p, CAUSE] <= INDUCED:
        return True
    debt = s.number[w, DEBT, p]
    return r.act[a, ACT_OBLIGATION] == 0 or debt == 0 or s.number[w, BALANCE, p] >= debt


@part
def judge_own(s: State, r: RuleTables, w: int, scheme: int, a: int, p: int, lists: int) -> None:
    """Mark somebody whom an act, on file, would bring a sanction without regard to points."""
    entry = r.entry[w, scheme, a]
    if entry[E_LIST] >= 0 and (lists >> entry[E_LIST]) & 1 != 0 and listed_for(s, r, w, entry[E_LIST], a, p):
        s.reckoned[w, K_GUILTY, p] = 1
    if 0 <= entry[E_JUMP] <= worst_band(r, w, scheme, lists):
        s.reckoned[w, K_GUILTY, p] = 1


@part
def own_points(r: RuleTables, w: int, scheme: int, a: int, matter: int) -> int:
    """The points of an act in the whole file of a scheme; none where no points of it can bring a sanction."""
    return r.entry[w, scheme, a, E_POINTS] if (matter >> scheme) & 1 != 0 else 0


@part
def gather_doers(s: State, w: int, a: int) -> int:
    """Write down in ``s.place`` who does an act this month; returns how many they are."""
    count = 0
    for block in range(s.bit.shape[1]):
        count = places(s.did[w, a, block], block * BLOCK, s.place, count)
    return count


@part
def enter_own(t: int, s: State, r: RuleTables, w: int, a: int, scheme: int, lists: int, doers: int) -> int:
    """Enter an act of those in ``s.place`` in the whole file of a scheme, where it covers them; returns where the log would end.

    Whoever gets points for it is written down behind the log's end, while there is room.
    """
    entry, conduct, whole, log = r.entry[w, scheme, a], s.reckoned[w, K_CONDUCT], s.whole[w, scheme, WHOLE], s.log[LG_PERSON]
    points, punishes = own_points(r, w, scheme, a, s.control[w, C_MATTERING]), 1 if entry[E_PUNISHES] != 0 else 0
    everybody, vague, judges = covers_all(r, w, scheme), entry[E_VAGUE] != 0, entry[E_LIST] >= 0 or entry[E_JUMP] >= 0
    end = s.control[s.control.shape[0] - 1, C_LOG]
    for i in range(doers):
        p = s.place[i]
        if not everybody and not is_member(s, r, w, scheme, p):
            continue
        if vague and not within_core(t, s, r, w, scheme, a, p):
            continue
        conduct[p] += punishes
        if judges:
            judge_own(s, r, w, scheme, a, p, lists)
        if points != 0:
            whole[p] += points
            if end < log.shape[0]:
                log[end] = p
            end += 1
    return end


@part
def remember(t: int, s: State, r: RuleTables, w: int, scheme: int, a: int, end: int) -> None:
    """Keep those just written down behind the log, up to its new end, for the month in which the whole file loses their points again."""
    last = s.control.shape[0] - 1
    first, points = s.control[last, C_LOG], own_points(r, w, scheme, a, s.control[w, C_MATTERING])
    expires = t + r.entry[w, scheme, a, E_KEPT]
    if r.scheme[w, scheme, S_UNTIL] != 0:
        expires = min(expires, r.scheme[w, scheme, S_UNTIL])
    if end == first or expires >= s.logged.shape[0]:
        return
    if end > s.log.shape[1]:
        s.control[last, C_FULL] = 1
        return
    s.log[LG_WHERE, first] = w * 32 + scheme
    s.log[LG_POINTS, first] = points
    s.log[LG_NEXT, first] = s.logged[expires]
    s.log[LG_END, first] = end
    s.logged[expires] = first + 1
    s.control[last, C_LOG] = end


@part
def expire_own(t: int, s: State) -> None:
    """Take out of the whole files what is over."""
    first = s.logged[t] - 1
    while first >= 0:
        where, points = s.log[LG_WHERE, first], s.log[LG_POINTS, first]
        whole, persons = s.whole[where >> 5, where & 31, WHOLE], s.log[LG_PERSON]
        for place in range(first, s.log[LG_END, first]):
            whole[persons[place]] -= points
        first = s.log[LG_NEXT, first] - 1


@part
def below_limit(s: State, r: RuleTables, c: Community, w: int, scheme: int, lists: int) -> None:
    """Mark those whom the points of their whole file bring a sanction."""
    limit, least, most = limit_of(r, w, scheme, worst_band(r, w, scheme, lists)), r.scheme[w, scheme, S_LEAST], r.scheme[w, scheme, S_MOST]
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
def whole_files(t: int, s: State, r: RuleTables, c: Community) -> None:
    """A month of the files that hold every own act."""
    expire_own(t, s)
    for w in range(r.world.shape[0]):
        phases = r.world[w, W_PHASES]
        if (phases >> ACT_BIT) & 1 == 0 or (phases >> RECORD_BIT) & 1 == 0:
            continue
        find_concerned(t, s, r, w)
        lists = biting(t, r, w)
        for a in range(r.act.shape[0]):
            schemes = int(s.concern[w, a])
            doers = gather_doers(s, w, a) if schemes != 0 else 0
            while schemes != 0:
                k = lowest(schemes)
                schemes &= schemes - 1
                remember(t, s, r, w, k, a, enter_own(t, s, r, w, a, k, lists, doers))
        for scheme in range(r.scheme.shape[1]):
            below_limit(s, r, c, w, scheme, lists)
