"""The demo: what it says, and that it says the same again without living anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from counterlife.cli import demo, running

if TYPE_CHECKING:
    from pathlib import Path

SMALL = replace(demo.ASKED, people=4_000, years=2, seeds="4")


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo, "ASKED", SMALL)
    monkeypatch.setattr(demo, "page", lambda done: "(the page)")


def test_the_same_demo_is_said_again_and_another_program_says_its_own(
    asked: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.demo(2)
    first = capsys.readouterr().out
    assert "people whose own conduct would not have brought a sanction" in first
    assert "Nobody here is real." in first
    assert "beside none, over the same luck" in first
    assert first.endswith("(the page)\n")

    monkeypatch.setattr(demo, "told", lambda done: pytest.fail("lived again"))
    demo.demo(2)
    assert capsys.readouterr().out == first

    monkeypatch.setattr(demo, "stamp", lambda done: "another program")
    assert demo.kept(running.carry_out(SMALL, SMALL.design())) == ""
