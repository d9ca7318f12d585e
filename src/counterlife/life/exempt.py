"""A random tenth that a world may exempt from all but ordinary law: what still reaches them came through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import TENTH
from counterlife.life.kernel import part
from counterlife.regime.tables import RK_EXEMPT

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables


@part
def is_exempt(s: State, r: RuleTables, w: int, p: int) -> bool:
    """Whether a person is of the tenth, in a world that exempts it."""
    return r.reckon[w, RK_EXEMPT] != 0 and s.still[TENTH, p] != 0
