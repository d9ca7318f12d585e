"""Phase 10, adapt: people learn. Perceived risk moves with news only; fear and deterrence follow it (`act.response`, `life.deter`).

News is that oneself or a known tie was punished (bad), or acted and was not (good); whoever hears nothing changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.bits import BLOCK, lowest, nonzero, within
from counterlife.life.columns import ATTENTIVE, BIT_ADULT, BIT_CHOSEN, BROKEN, HIT, RISK
from counterlife.life.habit import wears_off
from counterlife.life.kernel import part, phase
from counterlife.life.members import grow_pilots, move_members
from counterlife.regime.tables import W_FEAR_FLOOR, W_FEAR_LEARNING, W_PHASES, X_RISK

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

CERTAIN = 65535
PHASE_BIT = 9


@part
def spread(s: State, c: Community, w: int) -> None:
    """Choose those whom the news of a listing reaches: the listed, and whom they know."""
    reached, hit = s.bit[BIT_CHOSEN], s.byte[w, HIT]
    for block in range(reached.shape[0]):
        reached[block] = 0
    for first in range(0, hit.shape[0], BLOCK):
        bits = nonzero(hit, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            reached[p >> 6] |= 1 << (p & 63)
            for slot in range(c.tie.shape[0]):
                q = c.tie[slot, p]
                if q >= 0 and (s.number[w, BROKEN, p] >> slot) & 1 == 0:
                    reached[q >> 6] |= 1 << (q & 63)


@part
def sees_acts(s: State, c: Community, w: int, p: int) -> bool:
    """Whether somebody, or whom they know, did something this month that the regime punishes."""
    if (s.acted[w, p >> 6] >> (p & 63)) & 1 != 0:
        return True
    for slot in range(c.tie.shape[0]):
        q = c.tie[slot, p]
        if q >= 0 and (s.acted[w, q >> 6] >> (q & 63)) & 1 != 0 and (s.number[w, BROKEN, p] >> slot) & 1 == 0:
            return True
    return False


@part
def hear(s: State, r: RuleTables, c: Community, w: int, p: int, hit: bool) -> None:
    """Take in this month's news about oneself and those one knows: of a listing, or of acts that nobody was listed for."""
    floor, risk = r.world[w, W_FEAR_FLOOR], s.number[w, RISK, p]
    if not hit and not sees_acts(s, c, w, p):
        return
    learned = (((CERTAIN if hit else floor) - risk) * r.world[w, W_FEAR_LEARNING]) >> 16
    s.number[w, RISK, p] = max(risk + (learned if hit else wears_off(s, r, w, p, learned)), floor)


@phase
def adapt(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Let people join and leave, and those who know of the regime learn from this month's news."""
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        move_members(t, s, r, c, y, w)
        grow_pilots(t, s, r, c, w)
        if r.react[w, X_RISK] == 0:
            continue
        spread(s, c, w)
        for block in range(s.bit.shape[1]):
            hit = s.bit[BIT_CHOSEN, block]
            worried = ~within(s.number[w, RISK], r.world[w, W_FEAR_FLOOR], block * BLOCK)  # all others have nothing to unlearn
            bits = nonzero(s.byte[w, ATTENTIVE], block * BLOCK) & s.bit[BIT_ADULT, block] & (hit | worried)
            while bits != 0:
                i = lowest(bits)
                bits &= bits - 1
                hear(s, r, c, w, block * BLOCK + i, (hit >> i) & 1 != 0)
