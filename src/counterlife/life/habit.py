"""Habit: who has been a member for some time finds it normal, whyever they joined.

Whoever has got used to a scheme wishes to leave it less often, fears less to speak, and goes on as before where news alone would have worn
their caution off; each as far as the rules say. It ends with the membership.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import BLOCK, having, lowest, nonzero, ones, within
from counterlife.life.columns import BIT_GROUP, C_COMMUNITY, C_SEED, N_NORMAL, USED
from counterlife.life.kernel import part
from counterlife.life.notes import note
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    J_CODE,
    X_HABIT,
    X_HABIT_AFTER,
    X_HABIT_EASE,
    X_HABIT_KEEPS,
    X_HABIT_STAYS,
    X_HABIT_TAKES,
)

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables

HABIT = luck.PURPOSE["habit"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
BEFORE = 3
"""How those have joined who were in before the run; the others freely (0), under pressure (1), or because they had to (2)."""
MEMBER, PRESSED, BOUND, NORMAL, SINCE_BIT = 1, 2, 4, 8, 4
"""Parts of `USED`: bit 0 a member, bits 1 and 2 how they joined, bit 3 used to it, and from bit 4 on the first month as a member."""
F_USERS, F_NORMAL = FLOW["users"], FLOW["normal"]


@part
def take_up(s: State, w: int, p: int, how: int, first: int) -> None:
    """Somebody becomes a member, from the month ``first`` on."""
    s.react[w, USED, p] = MEMBER | how << 1 | first << SINCE_BIT


@part
def is_used(s: State, w: int, p: int) -> bool:
    """Whether somebody has got used to the scheme that they are a member of."""
    return s.react[w, USED, p] & NORMAL != 0


@part
def would_leave(s: State, r: RuleTables, w: int, k: int, p: int, threshold: int) -> int:
    """Below which draw somebody wishes to leave a scheme."""
    if r.react[w, X_HABIT] != k + 1 or not is_used(s, w, p):
        return threshold
    return (threshold * (65536 - r.react[w, X_HABIT_STAYS])) >> 16


@part
def dread(s: State, r: RuleTables, w: int, p: int, fear: int) -> int:
    """What is left of somebody's fear of speaking."""
    if r.react[w, X_HABIT] == 0 or not is_used(s, w, p):
        return fear
    return (fear * (65536 - r.react[w, X_HABIT_EASE])) >> 16


@part
def wears_off(s: State, r: RuleTables, w: int, p: int, learned: int) -> int:
    """How much good news moves somebody's perceived risk, where it would move it by ``learned``."""
    if r.react[w, X_HABIT] == 0 or not is_used(s, w, p):
        return learned
    return (learned * (65536 - r.react[w, X_HABIT_KEEPS])) >> 16


@part
def takes_to_it(s: State, r: RuleTables, w: int, p: int) -> bool:
    """Whether somebody is one who gets used to the scheme."""
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    code = r.joining[w, r.react[w, X_HABIT] - 1, J_CODE]
    return words(s.control[last, C_SEED], PERSON, entity, STATIC, HABIT, code, 0)[0] < r.react[w, X_HABIT_TAKES]


@part
def count_used(t: int, s: State, y: Tally, w: int, block: int, members: int) -> None:
    """Count the members of a block, and those who have got used to the scheme by how they joined."""
    used, first = s.react[w, USED], block * BLOCK
    normal, pressed, bound = having(used, NORMAL, first), having(used, PRESSED, first), having(used, BOUND, first)
    for g in range(y.flow.shape[2]):
        flow, of_group = y.flow[w, t, g], s.bit[BIT_GROUP + g, block]
        flow[F_USERS] += ones(members & of_group)
        flow[F_NORMAL] += ones(normal & ~pressed & ~bound & of_group)
        flow[F_NORMAL + 1] += ones(normal & pressed & ~bound & of_group)
        flow[F_NORMAL + 2] += ones(normal & ~pressed & bound & of_group)
        flow[F_NORMAL + BEFORE] += ones(normal & pressed & bound & of_group)


@part
def grow_used(t: int, s: State, r: RuleTables, y: Tally, w: int) -> None:
    """Let those get used to the scheme who have now been members long enough; then count who has."""
    used, since = s.react[w, USED], (t + 1 - r.react[w, X_HABIT_AFTER]) << SINCE_BIT
    for block in range(s.bit.shape[1]):
        first = block * BLOCK
        members = nonzero(used, first)
        bits = members & within(used, since + NORMAL - 1, first) & ~within(used, since - 1, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            if takes_to_it(s, r, w, p):
                used[p] |= NORMAL
                note(s, t, w, p, N_NORMAL, r.react[w, X_HABIT] - 1, 0, 0)
        if members != 0:
            count_used(t, s, y, w, block, members)
