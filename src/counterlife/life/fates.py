"""What became of people so far: sanctioned only through others, or gone quiet without ever being sanctioned. Part of phase 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import CLASS, EVER, HUSHED
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW, PAIR
from counterlife.regime.tables import ACT_NATURE
from counterlife.town.traits import ADULT, GROUP
from counterlife.words import CAUSES, CLASS_OF, NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

THROUGH = sum(1 << place for place, cause in enumerate(CAUSES) if CLASS_OF[cause] == "through-others" or cause == "association")
"""Bits of the causes by which something reaches people through others."""

OTHERWISE = 8
"""Bit of the column EVER."""

EXPRESSION = NATURES.index("expression")
F_OTHERS, P_QUIET, P_EVER_QUIET = FLOW["ever-others-only"], PAIR["withheld-unsanctioned"], PAIR["ever-quiet"]


@part
def mark_otherwise(s: State, w: int) -> None:
    """Mark who is sanctioned this month by a cause that is not through others."""
    cause, evers = s.byte[w, CLASS], s.byte[w, EVER]
    for first in range(0, cause.shape[0], BLOCK):
        bits = nonzero(cause, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            if (THROUGH >> (cause[p] - 1)) & 1 == 0:
                evers[p] |= OTHERWISE


@part
def mark_quiet(t: int, s: State, r: RuleTables, y: Tally, i: int) -> None:
    """Mark who withholds an expression of the baseline this month; whether they were ever sanctioned is asked when they are counted."""
    w, b = r.pairs[i, 0], r.pairs[i, 1]
    withheld = 0
    for g in range(y.pair.shape[2]):
        withheld += y.pair[i, t, g, P_QUIET]
    if withheld == 0:
        return
    for a in range(r.act.shape[0]):
        for block in range(s.bit.shape[1] if r.act[a, ACT_NATURE] == EXPRESSION else 0):
            bits = s.did[b, a, block] & ~s.did[w, a, block]
            while bits != 0:
                s.react[w, HUSHED, block * BLOCK + lowest(bits)] |= 1 << b
                bits &= bits - 1


@part
def count_fates(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Mark this month's fates; at year ends and at the end, count them."""
    for w in range(r.world.shape[0]):
        mark_otherwise(s, w)
    for i in range(r.pairs.shape[0]):
        mark_quiet(t, s, r, y, i)
    if t % 12 != 11 and t != y.flow.shape[1] - 1:
        return
    adult, group = c.byte[ADULT], c.byte[GROUP]
    for w in range(r.world.shape[0]):
        evers = s.byte[w, EVER]
        for p in range(adult.shape[0]):
            if adult[p] != 0 and evers[p] & (OTHERWISE | 3) == 1:
                y.flow[w, t, group[p], F_OTHERS] += 1
    for i in range(r.pairs.shape[0]):
        w, b = r.pairs[i, 0], r.pairs[i, 1]
        evers, hushed = s.byte[w, EVER], s.react[w, HUSHED]
        for p in range(adult.shape[0]):
            if adult[p] != 0 and evers[p] & 1 == 0 and (hushed[p] >> b) & 1 != 0:
                y.pair[i, t, group[p], P_EVER_QUIET] += 1
