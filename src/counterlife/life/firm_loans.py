"""Loans to micro-enterprises: who asks, and to whom lenders give one by what a rating tells them (form 19, for firms)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import C_COMMUNITY, C_SEED, FM_MASK
from counterlife.life.kernel import part
from counterlife.life.tally import FIRM_FLOW
from counterlife.regime.tables import (
    RK_FIRM_BAD,
    RK_FIRM_CREDIT,
    RK_FIRM_GOOD,
    RK_FIRM_PLAIN,
    RK_FIRM_SINCE,
    TH_FIRM_APPLIES,
    TH_FIRM_DEFAULT,
)
from counterlife.town.traits import SIZE_CLASS
from counterlife.words import DOMAINS, FIRM_SIZES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

MICRO = FIRM_SIZES.index("micro")
NO_CREDIT = 1 << DOMAINS.index("credit")
LOAN = luck.PURPOSE["firm-loan"]
FIRM, SPAN, STATIC = luck.FIRM, luck.COMMUNITY_SPAN, luck.STATIC
F_ASKED, F_LENT = FIRM_FLOW["loans-asked"], FIRM_FLOW["loans-lent"]


@part
def draw_firms(s: State, c: Community) -> None:
    """Draw once in which month of the year each micro-enterprise may ask for a loan."""
    last = s.control.shape[0] - 1
    seed, first = s.control[last, C_SEED], s.control[last, C_COMMUNITY] * SPAN
    for f in range(c.firm.shape[1]):
        month = (words(seed, FIRM, first + f, STATIC, LOAN, 0, 0)[0] * 12) >> 32
        s.firm_still[f] = 1 + month if c.firm[SIZE_CLASS, f] == MICRO else 0


@part
def lend_to_firms(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Micro-enterprises whose month it is may ask for a loan; a lender goes by the rating, where there is one."""
    last = s.control.shape[0] - 1
    seed, first = s.control[last, C_SEED], s.control[last, C_COMMUNITY] * SPAN
    for f in range(c.firm.shape[1] if r.thin[TH_FIRM_APPLIES] != 0 else 0):
        if s.firm_still[f] != 1 + t % 12:
            continue
        draws = words(seed, FIRM, first + f, t, LOAN, 0, 0)
        if draws[0] >= r.thin[TH_FIRM_APPLIES]:
            continue
        fails = 1 if draws[1] < r.thin[TH_FIRM_DEFAULT] else 0
        for w in range(r.world.shape[0]):
            row, flow = r.reckon[w], y.firm[w, t, MICRO]
            flow[F_ASKED] += 1
            limit = row[RK_FIRM_PLAIN]
            if row[RK_FIRM_CREDIT] != 0 and t >= row[RK_FIRM_SINCE]:
                limit = row[RK_FIRM_BAD] if fails != 0 else row[RK_FIRM_GOOD]
            if draws[2] < limit and s.firm[w, FM_MASK, f] & NO_CREDIT == 0:
                flow[F_LENT + fails] += 1
