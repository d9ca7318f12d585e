"""Bare records: nothing can ever come of them, so they are counted and not kept.

A bare record has no points, caps no band, lists nobody, cannot be looked up and states what is so: most fines leave such records. All that
is ever asked of them is how many were made and left, and whether a scheme holds a file of somebody. So they take no place among the
records: their end is counted when they begin, and of each person it is noted until when the latest stays on file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import lowest
from counterlife.life.columns import C_WEIGHED, K_FILED, K_GRAVITY
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    ACT_NATURE,
    E_FINE,
    E_JUMP,
    E_KEPT,
    E_LIST,
    E_POINTS,
    NEVER,
    S_KEEPS,
    S_OPEN,
    S_ORDINARY,
    S_STALE,
    S_UNTIL,
    W_FOLLOWS,
)  # fmt: skip
from counterlife.town.traits import GROUP
from counterlife.words import CAUSES, NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED, FINANCIAL = CAUSES.index("induced"), NATURES.index("financial")
GRAVEST = 1 << 30
F_RECORDS, F_EXPIRED, F_HITS = FLOW["records"], FLOW["records-expired"], FLOW["hits"]
F_UNUSED, F_GRAVITY = FLOW["unused"], FLOW["gravity"]


@part
def expiry(t: int, r: RuleTables, w: int, scheme: int, kept: int) -> int:
    """The month in which a record made in month ``t`` leaves the file."""
    expires = t + kept if kept < NEVER else NEVER
    if r.scheme[w, scheme, S_UNTIL] != 0 and r.scheme[w, scheme, S_KEEPS] == 0:
        expires = min(expires, r.scheme[w, scheme, S_UNTIL])
    return expires


@part
def bare_for(t: int, r: RuleTables, w: int, a: int, schemes: int) -> int:
    """Bits of those of some schemes whose records of an act this month are bare, as far as they state what is so."""
    bare = 0
    while schemes != 0:
        k = lowest(schemes)
        schemes &= schemes - 1
        entry, rule = r.entry[w, k, a], r.scheme[w, k]
        if entry[E_POINTS] == 0 and entry[E_JUMP] < 0 and entry[E_LIST] < 0 and rule[S_OPEN] == 0 and rule[S_STALE] == 0:
            bare |= (1 if expiry(t, r, w, k, entry[E_KEPT]) > t else 0) << k
    return bare


@part
def weigh_act(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int, a: int) -> None:
    """Add the gravity of an own act that comes on file: an act once, however many schemes have it."""
    act = p << 16 | a
    if s.control[w, C_WEIGHED] == act:
        return
    s.control[w, C_WEIGHED] = act
    flow, gravity = y.flow[w, t, c.byte[GROUP, p]], r.gravity[a]
    flow[F_GRAVITY] += gravity[0]
    flow[F_GRAVITY + 1] += gravity[1]
    flow[F_GRAVITY + 2] += gravity[2]
    s.reckoned[w, K_GRAVITY, p] = min(GRAVEST, s.reckoned[w, K_GRAVITY, p] + gravity[0])


@part
def count_bare(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, scheme: int, a: int, p: int) -> None:
    """Count a bare record: that it begins, and if within the run, that it ends."""
    entry, g = r.entry[w, scheme, a], c.byte[GROUP, p]
    ordinary, expires = r.scheme[w, scheme, S_ORDINARY] != 0, expiry(t, r, w, scheme, entry[E_KEPT])
    y.flow[w, t, g, F_RECORDS] += 1
    s.reckoned[w, K_FILED, p] += 1
    if not ordinary and r.act[a, ACT_NATURE] <= FINANCIAL:
        y.flow[w, t, g, F_HITS] += 1
    if expires < y.flow.shape[1]:
        y.flow[w, expires, g, F_EXPIRED] += 1
        if entry[E_FINE] <= 0 or (r.world[w, W_FOLLOWS] == 0 and not ordinary):
            y.flow[w, expires, g, F_UNUSED] += 1
    s.bare[w, scheme, p] = max(s.bare[w, scheme, p], expires)
    weigh_act(t, s, r, c, y, w, p, a)
