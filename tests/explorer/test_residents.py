"""Communities that are kept are the ones that would be drawn, unchanged by what was lived in them."""

from __future__ import annotations

import numpy as np

from counterlife.explorer.residents import Residents, size
from counterlife.study.design import design
from counterlife.study.engine import engine
from counterlife.town.people import draw


def test_what_is_lived_among_kept_residents_is_what_is_lived() -> None:
    residents = Residents()
    for regime in ("national", "rongcheng", "national"):
        plan = design(regime, people=1, years=1.5, seeds=[7], against=("none", "mute"))
        expected, found = engine(plan).live(7, 0, 1), residents.living(plan)(7, 0, 1)
        assert all(np.array_equal(expected[name], found[name]) for name in expected)
        kept, drawn = residents.of(plan.town_tables, 7, 0), draw(plan.town_tables, 7, 0)
        assert kept is residents.of(plan.town_tables, 7, 0)
        assert all(np.array_equal(np.asarray(one), np.asarray(other)) for one, other in zip(kept, drawn, strict=True))


def test_no_more_is_kept_than_may_be_and_of_one_town_only() -> None:
    town, other = (design("none", people=1, years=1, seeds=[1], town=name).town_tables for name in ("china-2020", "uniform"))
    one = size(draw(town, 1, 0))
    residents = Residents(most=2 * one + one // 2)
    kept = [residents.of(town, 1, number) for number in range(4)]
    assert [residents.of(town, 1, number) is kept[number] for number in range(4)] == [True, True, False, False]
    residents.of(other, 1, 0)
    assert residents.of(town, 1, 0) is not kept[0]
