"""A community looked at after some of its months is the one that was lived for so long."""

from __future__ import annotations

import numpy as np

from counterlife.study.design import design
from counterlife.study.lives import lived, only

COMPARED = ("byte", "number", "react", "scores", "listings", "court", "still")


def test_a_part_of_the_months_is_lived_as_in_a_shorter_run() -> None:
    long, short = (design("rongcheng", people=1, years=years, seeds=[3], against=("none",)) for years in (2, 0.75))
    some = lived(long.compiled.tables, long.town_tables, 3, 0, 9)
    whole = lived(short.compiled.tables, short.town_tables, 3, 0)
    later = lived(long.compiled.tables, long.town_tables, 3, 0)
    for name in COMPARED:
        assert np.array_equal(getattr(some, name), getattr(whole, name)), name
    assert not np.array_equal(some.scores, later.scores)


def test_all_of_the_worlds_are_the_design_itself() -> None:
    plan = design("rongcheng", people=1, years=1, seeds=[1], against=("none", "mute"))
    assert only(plan, 0, 1, 2) is plan
    assert only(plan, 0, 2).names == ["rongcheng", "mute(rongcheng)"]
