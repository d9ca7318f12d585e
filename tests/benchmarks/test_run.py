"""The command that runs all entries: what it tells, and of whom."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.peers import Peer, code_lines, text_lines
from benchmarks.runner import Runner
from benchmarks.workload import Report

from benchmarks import peers, run

ROOT = Path(__file__).resolve().parent.parent.parent


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "benchmarks" / "run.py"), *words], capture_output=True, text=True, check=False)


def test_an_entry_that_does_not_exist_is_an_error() -> None:
    ran = bench("--entries", "numpy,mess")
    assert ran.returncode == 2
    assert "no entry mess" in ran.stderr


def test_entries_are_run_checked_and_told(tmp_path: Path) -> None:
    ran = bench("--quick", "--entries", "python,numpy", "--repeats", "2", "--json", "--environments", str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    by_name = {entry["name"]: entry for entry in found["entries"] if entry["worlds"] == 1}
    assert set(by_name) == {"python", "numpy"}
    assert [entry["name"] for entry in found["entries"] if entry["worlds"] == 2] == ["numpy"]
    for entry in found["entries"]:
        assert entry["lowest"] <= entry["rate"] <= entry["highest"]
        assert entry["repeats"] == 2
        assert entry["off"] < 4
        assert entry["first"] > entry["importing"] + entry["warm_up"]
    assert by_name["numpy"]["people"] == peers.PEERS[[peer.name for peer in peers.PEERS].index("numpy")].people // 4
    assert found["machine"]["cores"] >= 1
    assert "| NumPy | 1 |" in run.table(found["entries"])


def test_what_fails_or_disagrees_is_told_and_not_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "HERE", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "python.txt").write_text("something==1\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", "\nno such package\n"))
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "python.py").write_text("x = 1\n")
    (tmp_path / "entries" / "nobody.py").write_text("x = 1\n")
    runners = [Runner(peer, 1, 100) for peer in (Peer("python", "Not to be had", 100), Peer("nobody", "Nobody", 100))]
    found = run.measure(runners, tmp_path / "environments", 1)
    assert found[0]["trouble"] == "can't be installed: no such package"
    assert "No module named 'benchmarks.entries.nobody'" in found[1]["trouble"]
    told = run.table(found)
    assert "| Not to be had | 1 | can't be installed: " in told
    assert "| Nobody | 1 | failed: " in told


def test_a_report_that_is_off_is_told() -> None:
    runner = Runner(Peer("python", "Off", 1_000), 1, 1_000, seconds=[1.0], processor=[1.0])
    runner.reports = [[Report([500] * 120, [10] * 120, [95_000] * 10)]]
    result = runner.result()
    assert result["trouble"].startswith("disagrees: listed")
    assert result["rate"] == 120_000


def test_ratios_are_to_counterlife_with_as_many_threads() -> None:
    base = {"versions": {"x": "1"}, "lines": 1, "people": 1, "lowest": 1.0, "highest": 1.0, "first": 0.0, "importing": 0.0, "warm_up": 0.0}
    results = [
        base | {"name": "counterlife", "title": "Counterlife", "threads": 1, "rate": 2e8, "trouble": "", "off": 1.0},
        base | {"name": "mesa", "title": "Mesa", "threads": 1, "rate": 1e6, "trouble": "", "off": 1.0},
    ]
    run.compare(results)
    assert [result["counterlife_over_it"] for result in results] == [1.0, 200.0]
    rows = run.table(results).splitlines()
    assert rows[2].startswith("| Counterlife | 1 | 200 (")
    assert "| 200 × |" in rows[3]


def test_lines_are_those_that_say_something(tmp_path: Path) -> None:
    module = tmp_path / "some.py"
    lines = '"""What', 'it is."""', "", "import os  # needed", "", "", "# a remark", "def here() -> str:", '    """Where."""'
    module.write_text("\n".join((*lines, "    return (", "        os.curdir", "    )", "")))
    assert code_lines(module) == 5
    rules = tmp_path / "some.yaml"
    rules.write_text("# a remark\nregime: some\n\ntitle: Some  # more\n")
    assert text_lines(rules) == 2


def test_twins_that_differ_under_equal_rules_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(({"importing": 0.1, "versions": {}}, {"seconds": 1.0, "reports": [{"listed": [1]}, {"listed": [2]}]}))
    monkeypatch.setattr(Runner, "_hear", lambda _: next(answers))
    runner = Runner(Peer("python", "Twins", 10), 1, 10, twins=True)
    runner.start(tmp_path)
    runner.stop()
    assert runner.trouble == "disagrees: its twins differ under equal rules"
    assert runner.person_months == 2 * 10 * 120
