"""What a listing withholds in a month: by the list and its agencies, and by how long it has lasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import SINCE
from counterlife.life.copies import rights_of_copies
from counterlife.life.kernel import part
from counterlife.regime.tables import L_COPY

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables


@part
def held(s: State, r: RuleTables, w: int, k: int, p: int, t: int) -> int:
    """Rights and rewards that a person's place on list ``k`` brings in month ``t``."""
    if r.listed[w, k, L_COPY] != 0:
        return rights_of_copies(s, r, w, k, p, t)
    bits = r.withheld[w, k, t]
    for stage in range(r.stage.shape[2]):
        if r.stage[w, k, stage, 1] != 0 and t - s.listings[w, k, p, SINCE] > r.stage[w, k, stage, 0]:
            bits |= r.stage[w, k, stage, 1]
    return bits


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
