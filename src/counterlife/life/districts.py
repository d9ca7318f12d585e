"""Districts: parts of a community with a court each, so that the size of a court can be held while that of communities changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.columns import COURT_ROWS
from counterlife.life.kernel import part
from counterlife.regime.tables import T_DISTRICT
from counterlife.town.traits import ADULT

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

AT_HAND, ADULTS, FIRM_CASES, JUDGES = range(COURT_ROWS)
"""Rows of State.court: capacity at hand in 1/65536 case, adults of the district; capacity for firms, and for cases before a listing."""


@part
def district_of(r: RuleTables, p: int) -> int:
    """The district in which a person lives: so many persons each, in the order of their places; the whole community if none is given."""
    return p // r.town[T_DISTRICT] if r.town[T_DISTRICT] != 0 else 0


@part
def open_courts(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Before the first month: how many adults each court is for."""
    for p in range(c.byte.shape[1]):
        s.court[w, ADULTS, district_of(r, p)] += c.byte[ADULT, p]
