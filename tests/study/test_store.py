"""A run's folder is whole or not there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.study.fake import LAYOUT, SHAPES, live

from counterlife.study import store as store_module
from counterlife.study.store import (
    COLUMNS,
    MANIFEST,
    TALLIES,
    Store,
    StoreError,
    differing,
    read_manifest,
    read_rows,
    read_tallies,
    write_rows,
    write_tallies,
)
from counterlife.study.work import Counts, SeedSum


def part(seed: int) -> SeedSum:
    total = SeedSum(seed, np.zeros(9, dtype=np.bool_))
    total.take(2, 5, live(seed, 2, 5))
    return total


ROWS: list[dict[str, object]] = [
    dict.fromkeys(COLUMNS) | {"measure": "m", "value": 1.5, "n": 3},
    dict.fromkeys(COLUMNS) | {"measure": "o", "lo": 0.0, "n": 1 << 40},
]
MEASURES = "measures.parquet"


def finish(store: Store) -> dict[int, Counts]:
    by_seed = {seed: live(seed, 0, 9) for seed in (3, 1)}
    with store:
        store.finish({"inputs": store.inputs}, by_seed, LAYOUT, {"measures": ROWS})
    return by_seed


def test_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    with Store(tmp_path / "run", "abc") as first:
        first.keep(part(7))
    with Store(tmp_path / "run", "abc") as again:
        total = again.load(7, 9)
        assert not again.load(8, 9).done.any()
    assert total.done.tolist() == part(7).done.tolist()
    assert sorted(total.counts) == sorted(part(7).counts)
    assert all((total.counts[name] == array).all() for name, array in part(7).counts.items())
    assert not (tmp_path / "run").exists()


def test_finished_folder_holds_every_count(tmp_path: Path) -> None:
    store = Store(tmp_path / "run", "abc")
    by_seed = finish(store)
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [MANIFEST, MEASURES, TALLIES]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    rows = read_rows(tmp_path / "run" / TALLIES)
    assert sum(row["value"] for row in rows) == sum(int(array.sum()) for counts in by_seed.values() for array in counts.values())
    found = [row for row in rows if (row["seed"], row["tally"], row["world"], row["list"], row["month"]) == (1, "list", "none", "early", 2)]
    expected = int(by_seed[1]["list_"][1, 1, 2, 0])
    assert [row["value"] for row in found] == ([expected] if expected else [])
    assert read_rows(tmp_path / "run" / MEASURES) == ROWS


def test_finished_run_is_reused_only_for_the_same_inputs(tmp_path: Path) -> None:
    assert Store(tmp_path / "run", "abc").finished() is None
    finish(Store(tmp_path / "run", "abc"))
    assert Store(tmp_path / "run", "abc").finished() == {"inputs": "abc"}
    with pytest.raises(StoreError, match="another run"):
        Store(tmp_path / "run", "abd").finished()


def test_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="not the folder of a run"):
        Store(tmp_path / "run", "abc").finished()
    assert (tmp_path / "run" / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("here", [".", "..", ""])
def test_the_folder_that_one_is_in_is_no_run(here: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    with pytest.raises(StoreError, match="not the folder of a run"):
        read_manifest(Path(here))


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    store = Store(tmp_path / "run", "abc")
    assert store.finished() is None
    finish(store)
    assert read_manifest(tmp_path / "run") == {"inputs": "abc"}


def test_unfinished_work_of_another_run_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "run", "abc"):
        pass
    with pytest.raises(StoreError, match="unfinished work of another run"), Store(tmp_path / "run", "abd"):
        pass


def test_two_processes_never_work_on_one_run(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from counterlife.study.store import Store; Store(Path({str(tmp_path / 'run')!r}), 'abc').__enter__()"
    with Store(tmp_path / "run", "abc"):
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another process is at work" in other.stderr
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_full_disk_leaves_the_last_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    later = part(7)
    later.take(5, 9, live(7, 5, 9))
    with Store(tmp_path / "run", "abc") as store:
        store.keep(part(7))
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.keep(later)
        assert store.load(7, 9).done.sum() == 3
    assert not list(store.partial.glob("*.draft"))


def test_a_table_that_cannot_be_written_is_a_fault_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"t\.parquet"):
        write_rows(tmp_path / "nowhere" / "t.parquet", ROWS)


def test_a_full_disk_is_said_to_be_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def register(self, *_: object) -> None:
            pass

        def execute(self, _: str) -> None:
            raise duckdb.IOException(f"IO Error: could not write: {os.strerror(errno.ENOSPC)}")

    monkeypatch.setattr(duckdb, "connect", Full)
    with pytest.raises(OSError, match="could not write") as fault:
        write_rows(tmp_path / "t.parquet", ROWS)
    assert fault.value.errno == errno.ENOSPC


def test_killed_while_finishing_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "run", "abc")

    def killed(path: Path, rows: object, columns: object) -> None:
        path.write_bytes(b"half a ta")
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "write_rows", killed)
        with pytest.raises(SystemExit):
            finish(store)
    assert not (tmp_path / "run").exists()
    finish(store)
    assert read_rows(tmp_path / "run" / MEASURES) == ROWS


def test_text_with_quotes_survives(tmp_path: Path) -> None:
    rows = [{"it's": 'a "name"'}]
    write_rows(tmp_path / "it's.parquet", rows, {"it's": "VARCHAR"})
    assert read_rows(tmp_path / "it's.parquet") == rows


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    write_rows(tmp_path / "t.parquet", [])
    assert read_rows(tmp_path / "t.parquet") == []
    assert differing(tmp_path / "t.parquet", tmp_path / "t.parquet") == 0


def test_differing_counts_rows_of_either_table(tmp_path: Path) -> None:
    write_rows(tmp_path / "one.parquet", ROWS)
    write_rows(tmp_path / "other.parquet", [*ROWS[:1], ROWS[1] | {"n": 5}, ROWS[0]])
    assert differing(tmp_path / "one.parquet", tmp_path / "other.parquet") == 3
    with pytest.raises(StoreError, match="can't be compared"):
        differing(tmp_path / "one.parquet", tmp_path / "missing.parquet")


def test_counts_come_back_from_the_table(tmp_path: Path) -> None:
    by_seed = {seed: live(seed, 0, 2) for seed in (4, (1 << 64) - 1)}
    write_tallies(tmp_path / "t.parquet", by_seed, LAYOUT)
    found = read_tallies(tmp_path / "t.parquet", LAYOUT, SHAPES, [4, 9, (1 << 64) - 1])
    assert not any(array.any() for array in found[9].values())
    for seed, counts in by_seed.items():
        assert all((found[seed][name] == array).all() for name, array in counts.items())
