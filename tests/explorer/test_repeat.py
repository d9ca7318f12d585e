"""What the page offers to copy gives, executed, the same fingerprint."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest
from tests.explorer.watching import begin, watched

from counterlife.cli.commands import app
from counterlife.regime.names import library_file
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

ASKED: dict[str, Any] = {
    "regime": "judgment-defaulters",
    "against": ["none", "mute"],
    "with": ["notice+appeal"],
    "set": {"lists.defaulters.unable": "0.5", "recourse.look-up": "0.02 per person-month"},
    "people": 2000,
    "years": 2.5,
    "start": "2015-07",
    "seeds": [2, 3],
}


@pytest.fixture(scope="module")
def copied(client: httpx.Client) -> dict[str, Any]:
    """What is offered of a run with settings."""
    run = begin(client, ASKED)["id"]
    watched(client, run)
    found: dict[str, Any] = client.get(f"/api/runs/{run}/copy").json()
    return found


def commanded(command: str, folder: Path) -> str:
    """Run a command and return the fingerprint."""
    words = shlex.split(command)
    assert words[:2] == ["counterlife", "run"]
    app([*words[1:], "--out", str(folder / "again")], standalone_mode=False)
    return runs.open_run(folder / "again").fingerprint


def test_the_command(copied: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert commanded(copied["command"], tmp_path) == copied["fingerprint"]


def test_python(copied: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile(copied["python"], "snippet", "exec"), names)
    assert names["run"].fingerprint == copied["fingerprint"]


def test_the_file(copied: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / copied["file"]).write_text(copied["yaml"], encoding="utf-8")
    assert commanded(copied["from_file"], tmp_path) == copied["fingerprint"]


def test_a_regime_sent_as_text_is_repeated_from_the_file_beside_it(
    client: httpx.Client, copied: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = library_file("regimes", "judgment-defaulters").read_text(encoding="utf-8").replace("title: ", "title: My own ", 1)
    body = {key: value for key, value in ASKED.items() if key != "regime"} | {"source": text}
    run = begin(client, body)["id"]
    watched(client, run)
    found = client.get(f"/api/runs/{run}/copy").json()
    assert found["fingerprint"] == copied["fingerprint"]
    assert found["command"].startswith("counterlife run ./judgment-defaulters.yaml")
    (tmp_path / found["file"]).write_text(found["yaml"], encoding="utf-8")
    assert commanded(found["command"], tmp_path) == found["fingerprint"]


def test_before_an_answer_there_is_no_fingerprint(client: httpx.Client) -> None:
    run = begin(client, ASKED | {"people": 40_000, "years": 10, "seeds": [50]})["id"]
    found = client.get(f"/api/runs/{run}/copy").json()
    client.delete(f"/api/runs/{run}")
    assert found["fingerprint"] is None
    assert "--seeds 1-50" in found["command"]
