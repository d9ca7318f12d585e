"""What a listing withholds in a month: by the list and its agencies, and by how long it has lasted.

A list knows people by one document. Where somebody has a second one, what asks for a document does not find them by it, until the
documents of a person are joined under one code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill
from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import C_COMMUNITY, C_SEED, LISTED, SECOND, SINCE
from counterlife.life.copies import rights_of_copies
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW
from counterlife.regime.tables import L_COPY, L_RED, W_DOCUMENTS, W_JOINED, W_SECOND
from counterlife.town.traits import GROUP

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

DOCUMENT = luck.PURPOSE["document"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
F_SLIPPED = FLOW["slipped"]


@part
def in_name(s: State, r: RuleTables, w: int, k: int, p: int, t: int) -> int:
    """Rights and rewards that a person's place on list ``k`` brings in month ``t`` under the name by which they are listed."""
    if r.listed[w, k, L_COPY] != 0:
        return rights_of_copies(s, r, w, k, p, t)
    bits = r.withheld[w, k, t]
    for stage in range(r.stage.shape[2]):
        if r.stage[w, k, stage, 1] != 0 and t - s.listings[w, k, p, SINCE] > r.stage[w, k, stage, 0]:
            bits |= r.stage[w, k, stage, 1]
    return bits


@part
def draw_documents(s: State, r: RuleTables, w: int) -> None:
    """Draw once who has a second document."""
    last, second = s.control.shape[0] - 1, s.byte[w, SECOND]
    if r.world[w, W_SECOND] != 0:
        fill(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN, STATIC, DOCUMENT, 0, 0, s.draw)
        for p in range(second.shape[0]):
            second[p] = 1 if s.draw[0, p] < r.world[w, W_SECOND] else 0


@part
def slips(s: State, r: RuleTables, w: int, p: int, t: int) -> int:
    """Rights that somebody still has in month ``t`` by showing a document under which nobody has listed them."""
    return int(r.world[w, W_DOCUMENTS]) if s.byte[w, SECOND, p] != 0 and t < r.world[w, W_JOINED] else 0


@part
def held(s: State, r: RuleTables, w: int, k: int, p: int, t: int) -> int:
    """Rights and rewards that a person's place on list ``k`` brings in month ``t``."""
    bits = in_name(s, r, w, k, p, t)
    return bits & ~slips(s, r, w, p, t)


@part
def count_slipped(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Count those who keep a right in month ``t`` by a second document."""
    listed, second = s.number[w, LISTED], s.byte[w, SECOND]
    for first in range(0, listed.shape[0] if t < r.world[w, W_JOINED] else 0, BLOCK):
        bits = nonzero(listed, first) & nonzero(second, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            asked, lists = 0, int(listed[p])
            while lists != 0:
                k = lowest(lists)
                lists &= lists - 1
                if r.listed[w, k, L_RED] == 0:
                    asked |= in_name(s, r, w, k, p, t) & r.world[w, W_DOCUMENTS]
            if asked != 0:
                y.flow[w, t, c.byte[GROUP, p], F_SLIPPED] += 1


@part
def steps_up(s: State, r: RuleTables, w: int, p: int, lists: int, t: int) -> bool:
    """Whether one of these listings of a person reaches a further stage in month ``t``."""
    for k in range(r.stage.shape[1]):
        if (lists >> k) & 1 != 0:
            for stage in range(r.stage.shape[2]):
                if r.stage[w, k, stage, 1] != 0 and t - s.listings[w, k, p, SINCE] == r.stage[w, k, stage, 0] + 1:
                    return True
    return False


@part
def staged(r: RuleTables, w: int) -> int:
    """Bits of the lists that have stages."""
    lists = 0
    for k in range(r.stage.shape[1]):
        for stage in range(r.stage.shape[2]):
            if r.stage[w, k, stage, 1] != 0:
                lists |= 1 << k
    return lists
