"""Whom acts of persons harm: each act of the month counts so many persons, by what the table of acts says of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import ones
from counterlife.life.columns import BIT_GROUP
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW
from counterlife.regime.tables import ACT_VICTIMS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables

F_HARMED = FLOW["harmed"]


@part
def count_harmed(t: int, s: State, r: RuleTables, y: Tally) -> None:
    """Count, in thousandths, the persons harmed by the acts of the month, by the group of whoever acted."""
    for a in range(r.act.shape[0]):
        victims = r.act[a, ACT_VICTIMS]
        if victims == 0:
            continue
        for w in range(r.world.shape[0]):
            for g in range(y.flow.shape[2]):
                acts = 0
                for block in range(s.bit.shape[1]):
                    acts += ones(s.did[w, a, block] & s.bit[BIT_GROUP + g, block])
                y.flow[w, t, g, F_HARMED] += victims * acts
