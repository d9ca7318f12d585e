"""Informal support: whoever is short of essentials gets part of what is missing from those they are tied to (form 15).

All look at what everybody has after the month's essentials; then all give at once. Adults who are tied to somebody short and have something
share in it alike, and nobody gives one tie more than an equal part, over their own ties, of what they have. So nobody is made short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import BLOCK, lowest, nonzero, ones
from counterlife.life.columns import BALANCE, BIT_CHOSEN, BROKEN, C_HELPED, C_HELPING, C_WATCH, HARDSHIP, HELPERS, MASK, N_HELP, N_RELIEF
from counterlife.life.kernel import part
from counterlife.life.notes import note
from counterlife.life.tally import FLOW
from counterlife.regime.tables import T_RELIEF, T_RELIEF_FROM
from counterlife.town.traits import ADULT, CREDIT, GROUP, NEEDS
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

NO_CREDIT = 1 << DOMAINS.index("credit")
LESS_CREDIT = 1 << DOMAINS.index("loan-at-city-bank")
F_RELIEF, F_HELPERS, F_PRESSED = FLOW["relief"], FLOW["helpers"], FLOW["helpers-pressed"]


@part
def helps(s: State, r: RuleTables, c: Community, w: int, p: int, slot: int) -> bool:
    """Whether a tie of somebody is of a kind that helps, holds, and leads to an adult."""
    q = c.tie[slot, p]
    if q < 0 or (r.town[T_RELIEF_FROM] >> c.tie_kind[slot]) & 1 == 0:
        return False
    return (s.number[w, BROKEN, p] >> slot) & 1 == 0 and c.byte[ADULT, q] != 0


@part
def short_by(s: State, c: Community, w: int, p: int) -> int:
    """How many cents somebody in hardship lacks, where credit ends."""
    mask, balance = s.number[w, MASK, p], s.number[w, BALANCE, p]
    limit = c.number[CREDIT, p] >> (1 if mask & LESS_CREDIT != 0 else 0)
    limit = 0 if mask & NO_CREDIT != 0 else limit
    return -limit - balance if balance < -limit else -balance


@part
def helpers_of(s: State, r: RuleTables, c: Community, w: int, p: int) -> int:
    """How many of somebody's ties help."""
    ties = 0
    for slot in range(c.tie.shape[0]):
        ties += 1 if helps(s, r, c, w, p, slot) else 0
    return ties


@part
def count_helpers(s: State, r: RuleTables, c: Community) -> None:
    """Count once how many of each person's ties help, while none has broken."""
    helpers, adult = s.still[HELPERS], c.byte[ADULT]
    for slot in range(c.tie.shape[0] if r.town[T_RELIEF] != 0 else 0):
        others = c.tie[slot]
        for p in range(helpers.shape[0] if (r.town[T_RELIEF_FROM] >> c.tie_kind[slot]) & 1 != 0 else 0):
            helpers[p] += adult[max(0, others[p])] & (1 if others[p] >= 0 else 0)


@part
def touch(s: State, p: int) -> None:
    """Begin somebody's account of this month's help, in ``s.draw``, unless it is begun."""
    place = 1 << (p & 63)
    if s.bit[BIT_CHOSEN, p >> 6] & place == 0:
        s.bit[BIT_CHOSEN, p >> 6] |= place
        s.draw[1, p], s.draw[2, p] = 0, 0


@part
def ask(s: State, r: RuleTables, c: Community, w: int, p: int) -> None:
    """Ask everybody who helps for an equal part of the share of a shortfall that ties cover; what is given stands in ``s.draw``."""
    slots = 0
    for slot in range(c.tie.shape[0]):
        slots |= (1 if helps(s, r, c, w, p, slot) and s.number[w, BALANCE, c.tie[slot, p]] > 0 else 0) << slot
    if slots == 0:
        return
    part_of = ((short_by(s, c, w, p) * r.town[T_RELIEF]) >> 16) // ones(slots)
    touch(s, p)
    while slots != 0:
        q = c.tie[lowest(slots), p]
        slots &= slots - 1
        ties = int(s.still[HELPERS, q])
        if s.number[w, BROKEN, q] != 0:
            ties = helpers_of(s, r, c, w, q)
        given = min(part_of, s.number[w, BALANCE, q] // ties)
        touch(s, q)
        s.draw[1, p] += given
        s.draw[2, q] += given


@part
def settle_relief(t: int, s: State, c: Community, y: Tally, w: int, p: int) -> None:
    """Move what somebody got and gave this month."""
    got, gave, g = s.draw[1, p], s.draw[2, p], c.byte[GROUP, p]
    if got > 0 and got >= short_by(s, c, w, p):
        s.byte[w, HARDSHIP, p] = 0
    s.number[w, BALANCE, p] += got - gave
    if s.control[s.control.shape[0] - 1, C_WATCH] == p:
        s.control[w, C_HELPED] = (1 if got > 0 else 0) | (2 if gave > 0 else 0)
    if gave > 0:
        y.flow[w, t, g, F_RELIEF] += gave
        y.flow[w, t, g, F_HELPERS] += 1
        y.flow[w, t, g, F_PRESSED] += 1 if s.number[w, BALANCE, p] < c.number[NEEDS, p] else 0


@part
def relieve(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Let those who are short be helped; whoever gets all that they lack is no longer in hardship."""
    hard, touched = s.byte[w, HARDSHIP], s.bit[BIT_CHOSEN]
    for block in range(touched.shape[0]):
        touched[block] = 0
    for block in range(touched.shape[0]):
        bits = nonzero(hard, block * BLOCK)
        while bits != 0:
            ask(s, r, c, w, block * BLOCK + lowest(bits))
            bits &= bits - 1
    for block in range(touched.shape[0]):
        bits = touched[block]
        while bits != 0:
            settle_relief(t, s, c, y, w, block * BLOCK + lowest(bits))
            bits &= bits - 1


@part
def tell_help(t: int, s: State, w: int, p: int) -> None:
    """Write down where the watched person begins to be helped, or to help, and where that ends."""
    now, before = s.control[w, C_HELPED], s.control[w, C_HELPING]
    if (now ^ before) & 1 != 0:
        note(s, t, w, p, N_RELIEF, now & 1, 0, 0)
    if (now ^ before) & 2 != 0:
        note(s, t, w, p, N_HELP, now >> 1, 0, 0)
    s.control[w, C_HELPING] = now
    s.control[w, C_HELPED] = 0
