"""What the benchmark says is what was measured; that it says anything about speed is not tested here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterlife import kernels
from counterlife.cli import measuring
from counterlife.cli.faults import UsageFault
from counterlife.study import bench as benches
from counterlife.study.bench import Size, Timed


def timed(rates: list[float], threads: int = 1, **what: Any) -> Timed:
    return Timed(what, lambda: 1.0, threads, amounts=rates, seconds=[1.0] * len(rates), busy=[1.0] * len(rates))


def test_speeds_stand_beside_one_world_one_thread_and_the_draws() -> None:
    speed = [
        timed([3, 10, 11], regime="r", worlds=1, octets=3),
        timed([20], 2, regime="r", worlds=1, octets=3),
        timed([8], regime="r", worlds=2, octets=3),
        timed([16], 2, regime="r", worlds=2, octets=0),
    ]
    rows = benches._beside(speed, [timed([300], what="draws"), timed([600], 2, what="draws"), timed([7], what="triad")])
    assert [row["per_second"] for row in rows] == [10, 20, 8, 16]
    assert [row["times_one_world"] for row in rows] == [1, 1, 1.25, 1.25]
    assert [row["times_one_thread"] for row in rows] == [1, 2, 1, 2]
    assert [row["draws_allow"] for row in rows] == [100, 200, 100, None]
    assert [row["of_draws"] for row in rows] == [0.1, 0.1, 0.08, None]
    assert (rows[0]["least"], rows[0]["most"]) == (3, 11)


def test_what_is_measured_is_what_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(benches, "REGIMES", ("judgment-defaulters",))
    monkeypatch.setattr(benches, "WORLDS", {1: ((), ()), 2: (("none",), ())})
    monkeypatch.setattr(benches, "TRIAD", 1 << 12)
    monkeypatch.setattr(benches, "QUICK", Size(communities=1, years=0.25, rounds=2, draws=3, first=False))
    measuring.bench(quick=True, with_peers=False, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["size"] == {"people": 2000, "months": 3, "rounds": 2}
    assert {row["what"] for row in found["machine"]} == {"triad", "draws"}
    assert {(row["regime"], row["worlds"]) for row in found["speed"]} == {("judgment-defaulters", 1), ("judgment-defaulters", 2)}
    assert all(row["per_second"] > 0 and row["least"] <= row["per_second"] <= row["most"] for row in found["speed"])
    assert {row["octets"] for row in found["speed"]} == {3}, "22 everyday acts of the town take three calls a person"
    assert [row["kept"] for row in found["warm"]] == [False, True]
    assert 20 < found["memory"][0]["town"] < 200
    told = "\n\n".join(measuring.tables(found))
    assert "2,000 people, 3 months" in told
    assert f"{found['speed'][0]['per_second'] / 1e6:.3g}" in told
    assert found["first"] == []
    assert "first run ever" not in told


def test_slowed_figures_are_marked() -> None:
    row = timed([5.0], what="triad")
    row.busy = [0.5]
    found = {
        "hardware": benches.hardware(),
        "size": {"people": 1, "months": 1, "rounds": 1},
        "machine": [row.result()],
        "speed": [],
        "warm": [],
        "memory": [],
        "first": [{"regime": "r", "seconds": 12.4}],
    }
    told = "\n\n".join(measuring.tables(found))
    assert "Other work slowed" in told
    assert "first run ever" in told
    row.busy = [1.0]
    assert "Other work" not in "\n".join(measuring.tables(found | {"machine": [row.result()]}))


def test_peers_need_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kernels, "HERE", tmp_path / "lib" / "counterlife")
    with pytest.raises(UsageFault, match="folder `benchmarks` of the sources"):
        measuring.bench(quick=True, with_peers=True, as_json=True)


def test_peers_are_run_where_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "run.py").write_text("import json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    monkeypatch.setattr(kernels, "HERE", tmp_path / "src" / "counterlife")
    monkeypatch.setattr(benches, "bench", lambda *_: {})
    measuring.bench(quick=True, with_peers=True, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"peers": ["--quick", "--json"]}
