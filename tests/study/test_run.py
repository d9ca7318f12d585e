"""A run from question to folder, over a stand-in for the compiled month."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.study import fake

from counterlife.cli.faults import FAILED, exit_code
from counterlife.regime.load import RegimeError
from counterlife.study import engine as engines
from counterlife.study import run as runs
from counterlife.study import work
from counterlife.study.design import Design, DesignError, design
from counterlife.study.engine import Engine
from counterlife.study.executors import ExecutorError
from counterlife.study.run import Run, carry_out, open_run, repeat
from counterlife.study.store import StoreError, partial_of, read_rows
from counterlife.study.work import Counts, Interrupted

LIVED: list[tuple[int, int, int]] = []


class Crash(BaseException):
    """The process is gone."""


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    LIVED.clear()

    def live(seed: int, first: int, last: int) -> Counts:
        LIVED.append((seed, first, last))
        return fake.live(seed, first, last)

    use(monkeypatch, live)


def use(monkeypatch: pytest.MonkeyPatch, live: Any) -> None:
    row = {"measure": "m", "world": "r", "against": None, "group": "all", "lo": None, "hi": None, "unit": "of 100", "note": ""}

    def measure(by_seed: Any) -> dict[str, list[dict[str, Any]]]:
        acts = sum(int(counts["flow"].sum()) for counts in by_seed.values())
        return {"measures": [row | {"value": float(acts), "n": 1, "count": 1, "seeds": len(by_seed)}], "differences": [], "ratios": []}

    monkeypatch.setattr(engines, "engine", lambda *_: Engine(live, fake.LAYOUT, measure, lambda _: None))


def asked(**changes: Any) -> Design:
    wanted: dict[str, Any] = {"regime": "rongcheng", "people": 20_000, "years": 1, "seeds": (1, 7), "town": "uniform"}
    return design(**(wanted | changes))


def test_a_run_becomes_a_folder(tmp_path: Path) -> None:
    run = carry_out(asked(), out=tmp_path / "run", command="counterlife run rongcheng")
    result = run.result()
    assert result["regime"] == "rongcheng"
    assert result["worlds"] == ["rongcheng", "none"]
    assert (result["people"], result["months"], result["seeds"]) == (20_000, 12, [1, 7])
    assert result["measures"][0]["value"] == sum(int(fake.live(seed, 0, asked().communities)["flow"].sum()) for seed in (1, 7))
    assert result["differences"] == []
    assert run.manifest["command"] == "counterlife run rongcheng"
    assert json.loads(json.dumps(result)) == result
    assert open_run(tmp_path / "run").design == asked()


def test_the_same_run_is_found_and_not_lived_again(tmp_path: Path) -> None:
    first = carry_out(asked(), out=tmp_path / "run")
    LIVED.clear()
    again = carry_out(asked(), out=tmp_path / "run", workers=1)
    assert not LIVED
    assert again.reused
    assert again.result() == first.result()


def test_default_folder_is_named_after_the_regime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = carry_out(asked())
    assert run.folder == Path("runs") / f"rongcheng-{asked().key()[:12]}"
    assert run.folder.is_dir()
    assert not partial_of(run.folder).exists()


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_fingerprint_does_not_depend_on_workers(workers: int, tmp_path: Path) -> None:
    assert carry_out(asked(), out=tmp_path / "run", workers=workers).fingerprint == reference(tmp_path).fingerprint


def reference(folder: Path) -> Run:
    return carry_out(asked(), out=folder / "reference", workers=1)


def test_interrupted_run_goes_on_and_comes_out_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = reference(tmp_path)
    use(monkeypatch, fake.Breaks(4))
    with pytest.raises(Interrupted):
        carry_out(asked(), out=tmp_path / "run", workers=1)
    assert not (tmp_path / "run").exists()
    assert list(partial_of(tmp_path / "run").glob("seed-*.npz"))
    again: list[int] = []

    def live(seed: int, first: int, last: int) -> Counts:
        again.append(last - first)
        return fake.live(seed, first, last)

    use(monkeypatch, live)
    run = carry_out(asked(), out=tmp_path / "run", workers=1)
    assert 0 < sum(again) < 2 * asked().communities
    assert run.fingerprint == expected.fingerprint
    assert (run.folder / "tallies.parquet").read_bytes() != b""
    assert read_rows(run.folder / "tallies.parquet") == read_rows(expected.folder / "tallies.parquet")


def test_a_crash_leaves_nothing_under_the_final_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(seed: int, first: int, last: int) -> Counts:
        raise Crash

    use(monkeypatch, crashes)
    with pytest.raises(Crash):
        carry_out(asked(), out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("room", [1, 2, 3])
def test_a_full_disk_loses_nothing_that_was_written(room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [room]

    def fills(_: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(work, "KEEP_EVERY", 0.0)
        patch.setattr(os, "fsync", fills)
        with pytest.raises(OSError, match="No space") as fault:
            carry_out(asked(), out=tmp_path / "run")
    assert exit_code(fault.value) == FAILED
    assert not (tmp_path / "run").exists()
    assert not list(tmp_path.rglob("*.draft"))
    kept = len(list(partial_of(tmp_path / "run").glob("seed-*.npz")))
    assert kept >= 1 if room > 1 else kept == 0
    run = carry_out(asked(), out=tmp_path / "run")
    assert run.fingerprint == reference(tmp_path).fingerprint
    assert read_rows(run.folder / "tallies.parquet") == read_rows(reference(tmp_path).folder / "tallies.parquet")


def test_an_unknown_executor_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ExecutorError, match="there are threads"):
        carry_out(asked(), out=tmp_path / "run", executor="thread")
    assert not list(tmp_path.iterdir())


def test_bad_input_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DesignError, match="workers 0"):
        carry_out(asked(), workers=0)
    with pytest.raises(RegimeError, match="no group"):
        carry_out(asked(sets=("channels.police-files.mistaken-person={nobody: 0.1}",)))
    assert not list(tmp_path.iterdir())


def test_rerun_is_the_same_to_the_bit(tmp_path: Path) -> None:
    found = repeat(carry_out(asked(), out=tmp_path / "run"))
    assert found.same
    assert found.same_code
    assert (found.cells, found.worlds) == (0, {"r": True, "none": True})


def test_rerun_sees_one_count_in_one_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = carry_out(asked(), out=tmp_path / "run")

    def live(seed: int, first: int, last: int) -> Counts:
        counts = {name: np.array(array) for name, array in fake.live(seed, first, last).items()}
        counts["flow"][0, 0, 0, 0] += 1 if (seed, first) == (7, 0) else 0
        return counts

    use(monkeypatch, live)
    found = repeat(before)
    assert not found.same
    assert found.worlds == {"r": False, "none": True}
    assert found.cells == 2


def test_rerun_sees_a_table_that_was_changed(tmp_path: Path) -> None:
    run = carry_out(asked(), out=tmp_path / "run")
    other = carry_out(asked(seeds=(1,)), out=tmp_path / "other")
    (run.folder / "tallies.parquet").write_bytes((other.folder / "tallies.parquet").read_bytes())
    found = repeat(run)
    assert found.fingerprint == run.fingerprint
    assert found.cells > 0
    assert not found.same


def test_a_broken_manifest_says_what_to_do(tmp_path: Path) -> None:
    run = carry_out(asked(), out=tmp_path / "run")
    manifest = run.folder / "manifest.json"
    manifest.write_text("{")
    with pytest.raises(StoreError, match="run again"):
        open_run(run.folder)
    manifest.write_text("{}")
    with pytest.raises(StoreError, match="lacks design"):
        open_run(run.folder)
    with pytest.raises(StoreError, match="not the folder of a run"):
        open_run(tmp_path)


def test_public_call(tmp_path: Path) -> None:
    import counterlife

    run = counterlife.run("rongcheng", against="none", people=5000, years=1, seeds=range(2), town="uniform", out=tmp_path / "run")
    assert isinstance(run, runs.Run)
    assert run.manifest["seeds"] == [0, 1]
