"""The three ways to repeat a run that stand on the page give the same counts."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest
from tests.report.reading import Page

from counterlife.report.reproduce import asked
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.study.run import Run


@pytest.fixture
def snippets(html: str) -> dict[str, str]:
    return Page(html).snippets


def commanded(text: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """Run a command of the page in a folder and return the fingerprint."""
    from counterlife.cli.commands import app

    words = shlex.split(text)
    assert words[:2] == ["counterlife", "run"]
    monkeypatch.chdir(folder)
    app([*words[1:], "--out", "again"], standalone_mode=False)
    return runs.open_run(folder / "again").fingerprint


def test_the_command(snippets: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert commanded(snippets["command"], monkeypatch, tmp_path) == run.fingerprint


def test_python(snippets: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile(snippets["python"], "snippet", "exec"), names)
    assert names["run"].fingerprint == run.fingerprint


def test_a_file_with_every_rule(snippets: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "judgment-defaulters.yaml").write_text(snippets["yaml"], encoding="utf-8")
    assert commanded(snippets["from-file"], monkeypatch, tmp_path) == run.fingerprint


def test_what_was_asked_for_is_read_off_the_command() -> None:
    from counterlife.cli.running import Asked

    before = Asked(
        "rongcheng", 2000, 1.5, "2015-07", "3,5", "none,mute", "notice+appeal", ("recourse.look-up=0.02 per person-month",), "uniform"
    )
    found = asked(before.command(), before.design())
    assert (found.regime, found.against, found.with_) == ("rongcheng", ("none", "mute"), ("notice+appeal",))
    assert (found.start, found.seeds, found.sets, found.town) == ("2015-07", (3, 5), ("recourse.look-up=0.02 per person-month",), "uniform")
    assert asked(found.command(), before.design()) == found
    without = asked("", before.design())
    assert (without.regime, without.against, without.with_) == ("./rongcheng.yaml", ("none", "mute"), ("notice+appeal",))
