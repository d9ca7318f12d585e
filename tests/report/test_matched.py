"""A rival at the regime's budget: the report says what was scaled, and how near it came over the whole run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from counterlife.report.page import Report
from counterlife.study.run import run

if TYPE_CHECKING:
    from pathlib import Path


def test_the_price_of_a_matched_rival_is_read_off_the_run(tmp_path: Path) -> None:
    done = run("rongcheng", against=("none", "ordinary-fines@budget"), people=4000, years=2, seeds=(1, 2), out=tmp_path)
    rows = {(row["measure"], row["against"]): row for row in done.measures() if row["world"] == "rongcheng" and row["group"] == "all"}
    matched = rows["cost.matched", "ordinary-fines@budget"]["value"]
    assert matched == pytest.approx(100, rel=0.01)
    assert rows["cost.matched", "none"]["value"] > 1.2 * matched
    claims = Report(done).exhibits["claims"]
    (said,) = map(str, claims.said)
    (value,) = re.findall(r'data-of="matched/0/value"[^>]*>([^<]+)<', said) or re.findall(r">([0-9.,]+)</data>", said)[:1]
    assert float(value) == pytest.approx(matched, rel=0.005)
    assert "channels.police-files.catches" in said
    assert any(column.title == "The rival at the same cost: fines and courts" for frame in claims.frames for column in frame.columns)
    costs = next(frame for frame in claims.frames if frame.id == "costs")
    own, rival = (costs.cell(len(costs.rows) - 1, key).value for key in ("value", "rival_value"))
    assert own is not None
    assert rival is not None
    assert abs(float(own) - float(rival)) < 0.02 * abs(float(own))
