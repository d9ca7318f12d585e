"""The compiled month equals the month in plain Python to the bit in the worlds of every case."""

from __future__ import annotations

import pytest
from tests.life.small import compiled, hot_town, unequal

from counterlife.life.community import live_drawn
from counterlife.life.reference.month import live as live_plainly
from counterlife.regime.names import library_names
from counterlife.study.case import load_case
from counterlife.town.people import draw

PERSONS, MONTHS = 60, 16
CASES = [name for name in library_names("cases") if load_case(name).design is not None]


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    """In a town where much happens."""
    design = load_case(name).design
    assert design is not None
    tables = compiled([world.regime for world in design.worlds], PERSONS, MONTHS, [(0, 1)], {}).tables
    community = draw(hot_town(PERSONS), 6, 3)
    fast = live_drawn(tables, lambda _: community, 6, [3])
    assert not unequal(live_plainly(tables, community, 6, 3, MONTHS), fast)
    assert fast.flow.any()
