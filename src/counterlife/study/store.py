"""Where runs are kept: one folder each, whole or not there.

While a run goes on, its checkpoints lie in a sibling folder named ``….partial``; each is written under another name first and then
renamed. The folder itself appears in one step, finished. So a run that was stopped, killed or ran out of disk goes on where it was.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from counterlife.study.work import SeedSum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import BinaryIO, Self

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from counterlife.study.layout import Layout
    from counterlife.study.work import Counts, Ints

    Rows = list[dict[str, Any]]

MANIFEST: Final = "manifest.json"
TALLIES: Final = "tallies.parquet"
TABLES: Final = ("measures", "differences", "ratios")
"""Tables of figures: values, a world less another, a world over another."""

COLUMNS: Final = {
    "measure": "VARCHAR",
    "world": "VARCHAR",
    "against": "VARCHAR",
    "group": "VARCHAR",
    "value": "DOUBLE",
    "lo": "DOUBLE",
    "hi": "DOUBLE",
    "unit": "VARCHAR",
    "n": "BIGINT",
    "count": "BIGINT",
    "seeds": "BIGINT",
    "note": "VARCHAR",
}
"""Columns of the tables of figures."""

REGIONS: Final = "regions"
REGION_COLUMNS: Final = {"region": "VARCHAR", "people": "DOUBLE", **COLUMNS}
"""The table of figures by region, in runs of a town with several places."""

_DONE: Final = "communities-done"


class StoreError(Exception):
    """A folder can't be used as asked; the message says what to do."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished run.

    Raises
    ------
    StoreError
        If there is none, or it can't be read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "; its run was not finished: repeat the same command to go on" if partial_of(folder).exists() else ""
        raise StoreError(f"{folder}: not the folder of a run (no {MANIFEST} in it){hint}") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / MANIFEST}: can't be read ({error}); delete the folder and run again") from None
    if not isinstance(manifest, dict):
        raise StoreError(f"{folder / MANIFEST}: not a manifest; delete the folder and run again")
    return manifest


def partial_of(folder: Path) -> Path:
    """Where the unfinished work of a run lies."""
    folder = folder.absolute()
    return folder.with_name(f"{folder.name}.partial")


class Store:
    """The folder of one run.

    Parameters
    ----------
    folder : Path
        Where the finished run shall be.
    inputs : str
        Hash of everything that the result depends on.
    """

    def __init__(self, folder: Path, inputs: str) -> None:
        self.folder = folder
        self.partial = partial_of(folder)
        self.inputs = inputs
        self._lock: BinaryIO | None = None

    def finished(self) -> dict[str, Any] | None:
        """The manifest, if this very run was finished before; None if nothing stands there.

        Raises
        ------
        StoreError
            If the folder holds something else.
        """
        if not self.folder.exists():
            return None
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            return None
        if read_manifest(self.folder).get("inputs") != self.inputs:
            raise StoreError(f"{self.folder}: holds another run; give another folder with --out, or delete this one")
        return read_manifest(self.folder)

    def __enter__(self) -> Self:
        """Make ready for work: the folder of checkpoints, held by this process alone."""
        try:
            self.partial.mkdir(parents=True, exist_ok=True)
            self._lock = (self.partial / "lock").open("ab")
            self._claim(self._lock)
        except OSError as error:
            self.close()
            raise StoreError(f"{self.partial}: can't be written ({error.strerror}); give another folder with --out") from None
        except StoreError:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder of checkpoints."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _claim(self, lock: BinaryIO) -> None:
        if not _locked(lock):
            raise StoreError(f"{self.partial}: another process is at work on this run; wait for it, or give another folder with --out")
        mark = self.partial / "inputs"
        if mark.exists() and mark.read_text(encoding="utf-8") != self.inputs:
            raise StoreError(f"{self.partial}: holds the unfinished work of another run; delete it, or give another folder with --out")
        write_whole(mark, self.inputs.encode())

    def load(self, seed: int, communities: int) -> SeedSum:
        """What an earlier attempt has counted of a seed; nothing if there was none."""
        path = self._checkpoint(seed)
        if not path.exists():
            return SeedSum(seed, np.zeros(communities, dtype=np.bool_))
        with np.load(path, allow_pickle=False) as file:
            counts = {name: file[name] for name in file.files}
        done = np.unpackbits(counts.pop(_DONE), count=communities).astype(np.bool_)
        return SeedSum(seed, done, counts)

    def keep(self, total: SeedSum) -> None:
        """Write the checkpoint of a seed."""
        content = io.BytesIO()
        np.savez(content, allow_pickle=False, **{_DONE: np.packbits(total.done)}, **total.counts)
        write_whole(self._checkpoint(total.seed), content.getvalue())

    def finish(
        self, manifest: Mapping[str, Any], by_seed: Mapping[int, Counts], layout: Layout, tables: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> None:
        """Write manifest, counts and tables of figures, then let the folder appear in one step."""

        def write(ready: Path) -> None:
            write_tallies(ready / TALLIES, by_seed, layout)
            for name, rows in tables.items():
                write_rows(ready / f"{name}.parquet", rows, REGION_COLUMNS if name == REGIONS else COLUMNS)

        self.appear(manifest, write)

    def appear(self, manifest: Mapping[str, Any], write: Callable[[Path], None]) -> None:
        """Let the folder appear in one step, with the manifest and all that ``write`` puts into the folder it is told."""
        ready = self.partial / "ready"
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir()
        write(ready)
        write_whole(ready / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        if self.folder.is_dir():
            self.folder.rmdir()  # empty, or `finished` would have said so
        ready.rename(self.folder)
        self.close()
        shutil.rmtree(self.partial, ignore_errors=True)

    def note(self, name: str, content: Any) -> None:
        """Keep a piece of unfinished work by a name."""
        write_whole(self.partial / f"{name}.json", json.dumps(content, ensure_ascii=False).encode())

    def noted(self, name: str) -> Any:
        """A piece of unfinished work, or None if there is none of that name."""
        path = self.partial / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def _checkpoint(self, seed: int) -> Path:
        return self.partial / f"seed-{seed}.npz"


def _locked(file: BinaryIO) -> bool:
    """Whether this process now holds the lock; the system frees it when the process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def write_tallies(path: Path, by_seed: Mapping[int, Counts], layout: Layout) -> None:
    """All counts that are not zero as one Parquet table: seed, tally, one column an axis (by label where it has labels), value."""
    import duckdb

    selects = []
    with duckdb.connect() as database:
        for name, axes in layout.axes.items():
            database.register(f"counts_{name}", _columns(name, axes, by_seed))
            columns = [f"{_quoted(name.rstrip('_'))} AS tally"]
            for axis in axes:
                labels = layout.labels_of(name, axis)
                named = f"list_extract([{', '.join(map(_quoted, labels))}]::VARCHAR[], {axis}_ + 1)" if labels is not None else f"{axis}_"
                columns.append(f'{named} AS "{axis}"')
            selects.append(f"SELECT seed_ AS seed, {', '.join(columns)}, value_ AS value FROM counts_{name}")
        query = " UNION ALL BY NAME ".join(selects)
        _write(database, query, path)


def _write(database: DuckDBPyConnection, query: str, path: Path) -> None:
    """Write a query's result as Parquet; a disk that fails is an `OSError`, as for any other file."""
    import duckdb

    try:
        database.execute(f"COPY ({query}) TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.IOException as error:
        full = os.strerror(errno.ENOSPC) in str(error)
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error).splitlines()[0], str(path)) from None


def _columns(name: str, axes: tuple[str, ...], by_seed: Mapping[int, Counts]) -> dict[str, Any]:
    """The cells of one array that are not zero, as columns of places and values."""
    places = {seed: np.nonzero(by_seed[seed][name]) for seed in sorted(by_seed)}
    columns: dict[str, Any] = {
        "seed_": np.concatenate([np.full(cells[0].size, seed, dtype=np.uint64) for seed, cells in places.items()]),
        "value_": np.concatenate([by_seed[seed][name][cells] for seed, cells in places.items()]),
    }
    for number, axis in enumerate(axes):
        columns[f"{axis}_"] = np.concatenate([cells[number].astype(np.int32) for cells in places.values()])
    return columns


def read_tallies(path: Path, layout: Layout, shapes: Mapping[str, tuple[int, ...]], seeds: Sequence[int]) -> dict[int, dict[str, Ints]]:
    """The counts of each seed, as `write_tallies` was given them.

    Parameters
    ----------
    path : Path
        The table.
    layout : Layout
        The axes, with their labels.
    shapes : mapping of str to tuple of int
        The shape of each array.
    seeds : sequence of int
        The seeds of the run.
    """
    import duckdb

    by_seed = {seed: {name: np.zeros(shapes[name], dtype=np.int64) for name in layout.axes} for seed in seeds}
    with duckdb.connect() as database:
        for name, axes in layout.axes.items():
            chosen = ", ".join(f"{_place(axis, layout.labels_of(name, axis))} AS place_{number}" for number, axis in enumerate(axes))
            query = f"SELECT seed, {chosen}, value FROM read_parquet({_quoted(str(path))}) WHERE tally = {_quoted(name.rstrip('_'))}"
            found = database.execute(query).fetchnumpy()
            cells = [np.asarray(found[f"place_{number}"], dtype=np.int64) for number in range(len(axes))]
            for seed in seeds:
                own = found["seed"] == np.uint64(seed)
                by_seed[seed][name][tuple(cell[own] for cell in cells)] = found["value"][own]
    return by_seed


def _place(axis: str, labels: Sequence[str] | None) -> str:
    """Where along an axis a row of the table stands, as SQL."""
    if labels is None:
        return _named(axis)
    return f"list_position([{', '.join(map(_quoted, labels))}]::VARCHAR[], {_named(axis)}) - 1"


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str] = COLUMNS) -> None:
    """Rows as a Parquet table of the given columns (name to SQL type); None becomes NULL."""
    import duckdb

    cells = {f"column_{place}": _cells([row[name] for row in rows]) for place, name in enumerate(columns)}
    selected = ", ".join(f"CAST(column_{place} AS {kind}) AS {_named(name)}" for place, (name, kind) in enumerate(columns.items()))
    with duckdb.connect() as database:
        database.register("cells", cells)
        _write(database, f"SELECT {selected} FROM cells", path)


def _cells(values: Sequence[Any]) -> NDArray[np.object_]:
    cells = np.empty(len(values), dtype=np.object_)
    cells[:] = values
    return cells


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def read_rows(path: Path) -> Rows:
    """The rows of a Parquet table."""
    import duckdb

    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM read_parquet({_quoted(str(path))})")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def differing(one: Path, other: Path) -> int:
    """How many rows stand in only one of two Parquet tables.

    Raises
    ------
    StoreError
        If a table can't be read, or they have different columns.
    """
    import duckdb

    tables = [f"read_parquet({_quoted(str(path))})" for path in (one, other)]
    found = 0
    with duckdb.connect() as database:
        for first, second in (tables, reversed(tables)):
            try:
                row = database.execute(f"SELECT count(*) FROM (FROM {first} EXCEPT ALL FROM {second})").fetchone()
            except duckdb.Error as error:
                raise StoreError(f"{other}: can't be compared ({str(error).splitlines()[0]})") from None
            found += row[0] if row else 0
    return found
