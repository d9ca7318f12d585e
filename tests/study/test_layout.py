"""Every place of the counts has a name of its own, so that what is stored is what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from counterlife.life import tally
from counterlife.study import layout
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("array", "size"),
    [("flow", tally.FLOWS), ("list_", tally.LIST_FLOWS), ("pair", tally.PAIR_FLOWS), ("firm", tally.FIRM_FLOWS), ("seen", len(tally.SEEN))],
)
def test_fields_have_a_name_each(array: str, size: int) -> None:
    names = layout.FIELDS[array]
    assert len(names) == len(set(names)) == size


def test_a_field_of_unnamed_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="7 parts of `shades`"):
        layout._fields([("shades", 7)])


def test_a_run_with_classifiers_is_read_as_it_was_counted(tmp_path: Path) -> None:
    done = runs.run("toeslagen", people=1, years=1, seeds=(1,), town="claimants", out=tmp_path / "run")
    flow = done.counts()[1]["flow"][0]
    flagged = flow[..., tally.FLOW["flags"] : tally.FLOW["flags"] + 6]
    assert flagged.sum() > 0
    adults = flow[:, :, tally.FLOW["adults"]].sum(axis=1)
    assert (adults == adults[0]).all()
