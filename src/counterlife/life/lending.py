"""Lent identities: somebody who knows that rights are withheld from them acts in the name of a tie; what is seen is laid to the helper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import AWARE, BROKEN, C_COMMUNITY, C_SEED, LISTED, MASK, RIGHTS
from counterlife.life.kernel import part
from counterlife.regime.tables import ACT_CODE, CH_CONTEXT, X_LEND, X_LEND_FROM
from counterlife.town.traits import ADULT
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

LENT, LEND = CAUSES.index("lent-identity"), luck.PURPOSE["lend"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
ALL_RIGHTS = (1 << RIGHTS) - 1


@part
def lender(t: int, s: State, r: RuleTables, c: Community, w: int, ch: int, p: int, a: int) -> int:
    """In whose name a person does an act before a channel, or -1 for their own: the first tie from whom nothing is withheld."""
    if (r.react[w, X_LEND_FROM] >> r.channel[w, ch, CH_CONTEXT]) & 1 == 0 or s.number[w, MASK, p] & ALL_RIGHTS == 0:
        return -1
    if s.number[w, LISTED, p] & s.number[w, AWARE, p] == 0:
        return -1
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    if words(s.control[last, C_SEED], PERSON, entity, t, LEND, r.act[a, ACT_CODE], 0)[0] >= r.react[w, X_LEND]:
        return -1
    for slot in range(c.tie.shape[0]):
        q = c.tie[slot, p]
        if q >= 0 and c.byte[ADULT, q] != 0 and (s.number[w, BROKEN, p] >> slot) & 1 == 0 and s.number[w, MASK, q] & ALL_RIGHTS == 0:
            return int(q)
    return -1
