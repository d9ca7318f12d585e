"""The month leaves out what the rules have no use for, and nothing else."""

from __future__ import annotations

import pytest
from tests.life.small import compiled, hot, hot_town, unequal

from counterlife.life import month
from counterlife.life.community import live

INFER = "life.infer.infer"


@pytest.mark.parametrize(("name", "infers"), [("judgment-defaulters", False), ("rongcheng", True), ("toeslagen", True)])
def test_a_phase_without_use_is_left_out_and_would_have_done_nothing(name: str, infers: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    made, town = compiled([hot(name)], 70, 14), hot_town(70)
    assert (INFER in month.needed(made.tables)) is infers
    assert set(month.EVERY) - set(month.needed(made.tables)) <= {INFER}
    lean = live(made.tables, town, 4, 0, 3)
    monkeypatch.setattr(month, "used", lambda phase, rules: True)
    assert not unequal(live(made.tables, town, 4, 0, 3), lean)
    if infers:
        monkeypatch.setattr(month, "used", lambda phase, rules: phase != INFER)
        assert unequal(live(made.tables, town, 4, 0, 3), lean), "where it has a use, leaving it out is seen"
