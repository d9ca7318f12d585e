"""Fines that a court adds to an order that stays unperformed, once somebody has stood on its list for so long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import BLOCK, having, lowest
from counterlife.life.columns import BIT_ADULT, C_COMMUNITY, C_SEED, CAUSE, FINE_NEW, LISTED, N_COURT_FINE, SINCE
from counterlife.life.kernel import part
from counterlife.life.notes import note
from counterlife.life.tally import FLOW
from counterlife.regime.tables import L_CODE, L_FINE, L_FINE_AFTER, L_FINED
from counterlife.town.traits import GROUP
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

OVERDUE, SETTLED = CAUSES.index("overdue"), CAUSES.index("settled")
COURT_FINE = luck.PURPOSE["court-fine"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
FINE_MOST = 1 << 30
F_FINED, F_FINE = FLOW["court-fined"], FLOW["court-fine"]


@part
def is_fined(t: int, s: State, r: RuleTables, w: int, k: int, p: int) -> bool:
    """Whether the court of a list that adds fines does so to somebody this month; never for what is over or settled."""
    rule = r.listed[w, k]
    if t - s.listings[w, k, p, SINCE] != rule[L_FINE_AFTER]:
        return False
    if s.listings[w, k, p, CAUSE] == OVERDUE or s.listings[w, k, p, CAUSE] == SETTLED:
        return False
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    return words(s.control[last, C_SEED], PERSON, entity, t, COURT_FINE, rule[L_CODE], 0)[0] < rule[L_FINED]


@part
def fining(r: RuleTables, w: int) -> int:
    """The lists (bits) on which a court adds fines."""
    lists = 0
    for k in range(r.listed.shape[1]):
        lists |= (1 if r.listed[w, k, L_FINE] != 0 else 0) << k
    return lists


@part
def lay_fines(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Fine those on the courts' lists whose time has come; it falls due next month."""
    listed, lists = s.number[w, LISTED], fining(r, w)
    for block in range(s.bit.shape[1]):
        bits = having(listed, lists, block * BLOCK) & s.bit[BIT_ADULT, block]
        while bits != 0:
            p = block * BLOCK + lowest(bits)
            bits &= bits - 1
            on = int(listed[p]) & lists
            while on != 0:
                k = lowest(on)
                on &= on - 1
                if not is_fined(t, s, r, w, k, p):
                    continue
                fine = min(r.listed[w, k, L_FINE], FINE_MOST - min(FINE_MOST, s.number[w, FINE_NEW, p]))
                s.number[w, FINE_NEW, p] += fine
                y.flow[w, t, c.byte[GROUP, p], F_FINED] += 1
                y.flow[w, t, c.byte[GROUP, p], F_FINE] += fine
                note(s, t, w, p, N_COURT_FINE, fine, k, 0)
