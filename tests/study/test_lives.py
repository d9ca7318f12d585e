"""A community looked at after some of its months is the one that was lived for so long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterlife.life.columns import WORKED
from counterlife.study.design import design
from counterlife.study.lives import lived, only

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterlife.life.columns import State

COMPARED = ("byte", "number", "react", "scores", "listings", "court", "still")


def of_life(state: State, name: str) -> NDArray[np.int64]:
    """What of an array belongs to life: months with work are put aside at each reading, and a shorter run has its last one earlier."""
    array: NDArray[np.int64] = getattr(state, name)
    return np.delete(array, WORKED, axis=1) if name == "byte" else array


def test_a_part_of_the_months_is_lived_as_in_a_shorter_run() -> None:
    long, short = (design("rongcheng", people=1, years=years, seeds=[3], against=("none",)) for years in (2, 0.75))
    some = lived(long.compiled.tables, long.town_tables, 3, 0, 9)
    whole = lived(short.compiled.tables, short.town_tables, 3, 0)
    later = lived(long.compiled.tables, long.town_tables, 3, 0)
    for name in COMPARED:
        assert np.array_equal(of_life(some, name), of_life(whole, name)), name
    assert not np.array_equal(some.scores, later.scores)


def test_all_of_the_worlds_are_the_design_itself() -> None:
    plan = design("rongcheng", people=1, years=1, seeds=[1], against=("none", "mute"))
    assert only(plan, 0, 1, 2) is plan
    assert only(plan, 0, 2).names == ["rongcheng", "mute(rongcheng)"]
