"""Whom acts of persons harm: each act of the month counts so many persons, by what the table of acts says of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import EV_PERSON, EV_WORLDS
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW
from counterlife.regime.tables import ACT_VICTIMS
from counterlife.town.traits import GROUP

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

F_HARMED = FLOW["harmed"]


@part
def count_harmed(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Count, in thousandths, the persons harmed by the acts of the month, by the group of whoever acted."""
    for a in range(r.act.shape[0]):
        victims = r.act[a, ACT_VICTIMS]
        if victims == 0:
            continue
        for k in range(s.block[0, a], s.block[1, a]):
            g, worlds = c.byte[GROUP, s.event[EV_PERSON, k]], s.event[EV_WORLDS, k]
            for w in range(r.world.shape[0]):
                y.flow[w, t, g, F_HARMED] += victims * ((worlds >> w) & 1)
