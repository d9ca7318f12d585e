"""Phase 10, adapt: people learn. Perceived risk moves with news only; fear and deterrence follow it (`act.response`, `life.deter`).

News is that oneself or a known tie was punished (bad), or acted and was not (good); whoever hears nothing changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import ACTED, ATTENTIVE, BROKEN, HIT, RISK
from counterlife.life.kernel import part, phase
from counterlife.life.members import move_members
from counterlife.regime.tables import W_FEAR_FLOOR, W_FEAR_LEARNING, W_PHASES, X_RISK
from counterlife.town.traits import ADULT

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

CERTAIN = 65535
PHASE_BIT = 9


@part
def hear(s: State, r: RuleTables, c: Community, w: int, p: int) -> None:
    """Take in this month's news about oneself and those one knows."""
    hit, acted = s.byte[w, HIT, p], s.byte[w, ACTED, p]
    for slot in range(c.tie.shape[0]):
        q = c.tie[slot, p]
        if q >= 0 and (s.number[w, BROKEN, p] >> slot) & 1 == 0:
            hit |= s.byte[w, HIT, q]
            acted |= s.byte[w, ACTED, q]
    if hit == 0 and acted == 0:
        return
    floor = r.world[w, W_FEAR_FLOOR]
    news = CERTAIN if hit != 0 else floor
    risk = s.number[w, RISK, p]
    s.number[w, RISK, p] = max(risk + (((news - risk) * r.world[w, W_FEAR_LEARNING]) >> 16), floor)


@phase
def adapt(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Let people join and leave, and those who know of the regime learn from this month's news."""
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        move_members(t, s, r, c, y, w)
        if r.react[w, X_RISK] == 0:
            continue
        attentive = s.byte[w, ATTENTIVE]
        for p in range(attentive.shape[0]):
            if attentive[p] != 0 and c.byte[ADULT, p] != 0:
                hear(s, r, c, w, p)
