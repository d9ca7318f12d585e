"""Joining and leaving schemes that one has to join: by oneself, after others, under pressure, and because one must (Bass 1969)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, fill, fill_either, words
from counterlife.life.bits import BLOCK, having, lowest, ones, within
from counterlife.life.columns import (
    BIT_ADULT,
    BIT_CHOSEN,
    BIT_GROUP,
    BIT_TENTH,
    C_ADULTS,
    C_CLOSED,
    C_COMMUNITY,
    C_PILOTS,
    C_SEED,
    DIRTY,
    JOINED,
    N_HELD,
    N_JOINED,
    N_QUIT,
    USED,
)
from counterlife.life.ending import is_over
from counterlife.life.exempt import is_exempt
from counterlife.life.habit import BEFORE, grow_used, take_up, would_leave
from counterlife.life.kernel import part
from counterlife.life.notes import note
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    J_ALREADY,
    J_CODE,
    J_HELD,
    J_IMITATES,
    J_JOINS,
    J_LEAVES,
    J_MANDATORY,
    J_OPENS,
    J_OPT_IN,
    J_PILOTS,
    J_PLACES,
    J_SINCE,
    RK_EXEMPT,
    S_ORDINARY,
    S_UNTIL,
    X_HABIT,
)  # fmt: skip
from counterlife.town.traits import ADULT, GROUP, PLACE

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

JOIN, LEAVE, PILOT = luck.PURPOSE["join"], luck.PURPOSE["leave"], luck.PURPOSE["pilot"]
PERSON, WHOLE, SPAN, STATIC = luck.PERSON, luck.COMMUNITY, luck.COMMUNITY_SPAN, luck.STATIC
ALL = 1 << 40
"""A threshold that everybody is below."""
F_JOINED, F_LEFT, F_HELD, F_MEMBERS = FLOW["joined"], FLOW["left-scheme"], FLOW["could-not-leave"], FLOW["members"]


@part
def is_member(s: State, r: RuleTables, w: int, k: int, p: int) -> bool:
    """Whether a scheme covers a person: everybody, unless one has to join it, or is exempt from all but ordinary law."""
    if r.scheme[w, k, S_ORDINARY] == 0 and is_exempt(s, r, w, p):
        return False
    return r.joining[w, k, J_OPT_IN] == 0 or (s.react[w, JOINED, p] >> k) & 1 != 0


@part
def covers_all(r: RuleTables, w: int, k: int) -> bool:
    """Whether a scheme covers everybody, see `is_member`."""
    return r.joining[w, k, J_OPT_IN] == 0 and (r.scheme[w, k, S_ORDINARY] != 0 or r.reckon[w, RK_EXEMPT] == 0)


@part
def members_of(s: State, r: RuleTables, w: int, k: int, block: int) -> int:
    """Whom of a block of 64 persons a scheme covers, as `is_member` says."""
    bits = -1 if r.joining[w, k, J_OPT_IN] == 0 else having(s.react[w, JOINED], 1 << k, block * BLOCK)
    if r.scheme[w, k, S_ORDINARY] == 0 and r.reckon[w, RK_EXEMPT] != 0:
        bits &= ~s.bit[BIT_TENTH, block]
    return bits


@part
def covering_all(r: RuleTables, w: int) -> int:
    """Bits of the schemes that cover everybody."""
    schemes = 0
    for k in range(r.scheme.shape[1]):
        schemes |= (1 if covers_all(r, w, k) else 0) << k
    return schemes


@part
def is_open(t: int, s: State, r: RuleTables, w: int, k: int) -> bool:
    """Whether one can join in month ``t`` here."""
    if (s.control[w, C_CLOSED] >> k) & 1 != 0:
        return False
    pilot = (s.control[w, C_PILOTS] >> k) & 1 != 0
    return t >= r.joining[w, k, J_OPENS] or (pilot and t >= r.joining[w, k, J_SINCE])


@part
def open_schemes(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Draw whether the community is a pilot, and who has joined before the first month."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    for k in range(r.scheme.shape[1]):
        if r.joining[w, k, J_OPT_IN] == 0:
            continue
        code = r.joining[w, k, J_CODE]
        if words(seed, WHOLE, community * SPAN, STATIC, PILOT, code, 0)[0] < r.pilot[w, k, 0]:
            s.control[w, C_PILOTS] |= 1 << k
        if r.joining[w, k, J_PLACES] != 0 and (r.joining[w, k, J_PLACES] >> c.byte[PLACE, 0]) & 1 == 0:
            s.control[w, C_CLOSED] |= 1 << k
        here = r.joining[w, k, J_OPT_IN] == 2 and ((s.control[w, C_PILOTS] & ~s.control[w, C_CLOSED]) >> k) & 1 != 0
        early = r.joining[w, k, J_OPT_IN] == 1 and is_open(0, s, r, w, k)
        if here or early:
            join_early(s, r, c, w, k, here or r.joining[w, k, J_MANDATORY] == 0)


@part
def join_early(s: State, r: RuleTables, c: Community, w: int, k: int, everybody: bool) -> None:
    """Make everybody a member before the first month, or some by the luck that joining has."""
    last = s.control.shape[0] - 1
    seed, first = s.control[last, C_SEED], s.control[last, C_COMMUNITY] * SPAN
    fill(seed, PERSON, first, STATIC, JOIN, r.joining[w, k, J_CODE], 0, s.draw)
    for p in range(c.byte.shape[1]):
        if c.byte[ADULT, p] != 0 and (everybody or s.draw[0, p] < r.joining[w, k, J_ALREADY]):
            s.react[w, JOINED, p] |= 1 << k
            if r.react[w, X_HABIT] == k + 1:
                take_up(s, w, p, BEFORE, 0)


@part
def grow_pilots(t: int, s: State, r: RuleTables, c: Community, w: int) -> None:
    """From next month on the community is a pilot, if the roll-out reaches it; nobody has to join what covers all who live in one."""
    last = s.control.shape[0] - 1
    if t + 1 >= r.pilot.shape[2]:
        return
    for k in range(r.scheme.shape[1]):
        if r.joining[w, k, J_PILOTS] == 0 or r.pilot[w, k, t + 1] == r.pilot[w, k, t] or (s.control[w, C_PILOTS] >> k) & 1 != 0:
            continue
        place = s.control[last, C_COMMUNITY] * SPAN
        if words(s.control[last, C_SEED], WHOLE, place, STATIC, PILOT, r.joining[w, k, J_CODE], 0)[0] >= r.pilot[w, k, t + 1]:
            continue
        s.control[w, C_PILOTS] |= 1 << k
        if r.joining[w, k, J_OPT_IN] == 2 and (s.control[w, C_CLOSED] >> k) & 1 == 0:
            for p in range(c.byte.shape[1]):
                if c.byte[ADULT, p] != 0:
                    s.react[w, JOINED, p] |= 1 << k
                    s.byte[w, DIRTY, p] = 1


@part
def leave_or_stay(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int) -> None:
    """Somebody covered may want to leave, and may not be able to; their luck is in ``s.draw``."""
    if s.draw[0, p] >= would_leave(s, r, w, k, p, r.joining[w, k, J_LEAVES]):
        return
    if t + 1 >= r.joining[w, k, J_MANDATORY] or s.draw[1, p] < r.joining[w, k, J_HELD]:
        y.flow[w, t, c.byte[GROUP, p], F_HELD] += 1
        note(s, t, w, p, N_HELD, k, 0, 0)
    else:
        quit_scheme(t, s, r, c, y, w, k, p)


@part
def quit_scheme(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int) -> None:
    """Somebody is a member no longer, from next month on."""
    s.react[w, JOINED, p] &= ~(1 << k)
    s.byte[w, DIRTY, p] = 1
    y.flow[w, t, c.byte[GROUP, p], F_LEFT] += 1
    note(s, t, w, p, N_QUIT, k, 0, 0)
    if r.react[w, X_HABIT] == k + 1:
        s.react[w, USED, p] = 0


@part
def release(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int) -> None:
    """A scheme that ends next month lets its members go."""
    inside = s.bit[BIT_CHOSEN]
    for block in range(inside.shape[0]):
        bits = inside[block]
        while bits != 0:
            p = block * BLOCK + lowest(bits)
            bits &= bits - 1
            quit_scheme(t, s, r, c, y, w, k, p)


@part
def join(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int, how: int) -> None:
    """Somebody is a member from next month on: by their own will (``how`` 0), under pressure (1), or as they must (2)."""
    s.react[w, JOINED, p] |= 1 << k
    s.byte[w, DIRTY, p] = 1
    y.flow[w, t, c.byte[GROUP, p], F_JOINED + how] += 1
    note(s, t, w, p, N_JOINED, k, how, 0)
    if r.react[w, X_HABIT] == k + 1:
        take_up(s, w, p, how, t + 1)


@part
def driven_in(t: int, s: State, r: RuleTables, w: int, k: int, free: int) -> int:
    """The threshold below which somebody joins this month, with pressure; `ALL` once all must, -1 while nobody can."""
    if t + 1 >= r.joining[w, k, J_MANDATORY] and is_open(t + 1, s, r, w, k):
        return ALL
    return chance(free + r.pressure[w, k, t], r.exp) if is_open(t, s, r, w, k) else -1


@part
def draw_all(t: int, s: State, r: RuleTables, w: int, k: int) -> None:
    """Draw everybody's luck with a scheme into ``s.draw``: of leaving it for those inside, and of joining for all others."""
    last, code, inside = s.control.shape[0] - 1, r.joining[w, k, J_CODE], s.bit[BIT_CHOSEN]
    fill_either(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN, t, inside, LEAVE, JOIN, code, 0, s.draw)


@part
def move_within(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, members: int) -> None:
    """Let members leave, and others join, by how many had joined when the phase began."""
    adults = max(1, s.control[s.control.shape[0] - 1, C_ADULTS])
    free = r.joining[w, k, J_JOINS] + r.joining[w, k, J_IMITATES] * members // adults
    driven, leaving, inside = driven_in(t, s, r, w, k, free), r.joining[w, k, J_LEAVES] if members > 0 else 0, s.bit[BIT_CHOSEN]
    if leaving == 0 and driven == -1:
        return
    if leaving != 0 or driven != ALL:
        draw_all(t, s, r, w, k)
    draws, willing = s.draw[0], chance(free, r.exp)
    for block in range(inside.shape[0]):
        first = block * BLOCK
        bits = inside[block] & within(draws, leaving - 1, first) if leaving != 0 else 0
        while bits != 0:
            leave_or_stay(t, s, r, c, y, w, k, first + lowest(bits))
            bits &= bits - 1
        bits = s.bit[BIT_ADULT, block] & ~inside[block] & (within(draws, driven - 1, first) if driven != ALL else -1)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            join(t, s, r, c, y, w, k, p, 2 if driven == ALL else 0 if draws[p] < willing else 1)


@part
def move_members(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Let people join and leave each scheme; then count the members."""
    joined, inside = s.react[w, JOINED], s.bit[BIT_CHOSEN]
    for k in range(r.scheme.shape[1]):
        if r.joining[w, k, J_OPT_IN] != 1:
            continue
        members = 0
        for block in range(inside.shape[0]):
            inside[block] = having(joined, 1 << k, block * BLOCK)
            members += ones(inside[block])
        if is_over(t + 1, r.scheme[w, k, S_UNTIL]):
            release(t, s, r, c, y, w, k)
        else:
            move_within(t, s, r, c, y, w, k, members)
        for block in range(inside.shape[0]):
            inside[block] = having(joined, 1 << k, block * BLOCK)
            for g in range(y.flow.shape[2]):
                y.flow[w, t, g, F_MEMBERS] += ones(inside[block] & s.bit[BIT_GROUP + g, block])
        if r.react[w, X_HABIT] == k + 1:
            grow_used(t, s, r, y, w)
