"""The cache of compiled kernels belongs to the sources that it was compiled from."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from counterlife import kernels
from counterlife.life import month

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_cache_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "")
    monkeypatch.delitem(sys.modules, "numba", raising=False)


def test_the_cache_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = kernels.prepare()
    assert folder == tmp_path / "counterlife" / f"kernels-{kernels.digest()}"
    assert os.environ["NUMBA_CACHE_DIR"] == str(folder)
    assert kernels.prepare() == folder


def test_a_folder_that_cannot_be_written_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    assert kernels.prepare().is_relative_to(tmp_path / "temporary")


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners of POSIX")
def test_a_temporary_folder_that_others_can_write_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    theirs = tmp_path / f"counterlife-{os.getuid()}"
    theirs.mkdir()
    theirs.chmod(0o777)
    folder = kernels.prepare()
    assert not folder.is_relative_to(theirs)
    assert folder.parent.stat().st_mode & 0o077 == 0


def test_caches_of_old_versions_are_removed_and_those_in_use_are_not(tmp_path: Path) -> None:
    old, used, half, own = (tmp_path / f"kernels-{name}" for name in ("old", "used", "half", "own"))
    long_ago = time.time() - kernels.UNUSED - 60
    for folder in (old, used, half, own):
        folder.mkdir()
        (folder / "code.nbc").write_bytes(b"x")
    for folder in (old, used, own):
        (folder / kernels.READY).touch()
    (tmp_path / "letters").mkdir()
    for path in (old / kernels.READY, half, own / kernels.READY, used, tmp_path / "letters"):
        os.utime(path, (long_ago, long_ago))
    assert set(kernels.tidy(own)) == {old, half}
    assert {path.name for path in tmp_path.iterdir()} == {"kernels-used", "kernels-own", "letters"}


SOURCE = """
from counterlife.parts import NUMBERS, Kernel, declared


def double(number: int) -> int:
    return 2 * number


kernel = Kernel(double, declared(double, NUMBERS))
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kernels that are no more than a name, compiled to a code that is no more than theirs; which were compiled, in their order."""
    order: list[str] = []

    def compiled(name: str) -> tuple[str, bytes]:
        order.append(name)
        return name, f"code of {name}".encode()

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kernels, "_entered", {})
    monkeypatch.setattr(kernels, "_cores", lambda: 1)
    monkeypatch.setattr(kernels, "_compiled", compiled)
    monkeypatch.setattr(kernels, "enter", lambda symbol, code: len(symbol) if code == f"code of {symbol}".encode() else 0)
    return order


@pytest.mark.parametrize("place", ["", "temporary"])
def test_whoever_waits_for_the_compiler_is_told(place: str, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if place:
        (tmp_path / "file").write_text("")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    told: list[str] = []
    assert kernels.addresses(["one", "three"], told.append) == {"one": 3, "three": 5}
    assert told[0].startswith("compiling 2 parts of the model for this machine; this happens once")
    assert told[-1] == "compiled in 0 s"
    assert ("kept in" in " ".join(told)) is bool(place)
    kernels.addresses(["three"], told.append)
    monkeypatch.setattr(kernels, "_entered", {})
    kernels.addresses(["one", "three"], told.append)
    assert len(told) == (3 if place else 2), "the second time nothing is compiled"
    assert made == ["one", "three"]


def test_only_what_is_missing_or_damaged_is_compiled(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["a", "b"]
    kernels.addresses(names)
    made.clear()
    monkeypatch.setattr(kernels, "_entered", {})
    damaged, lost = (kernels.store() / f"{name}.code" for name in "ab")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    lost.unlink()
    assert kernels.addresses([*names, "c"]) == {name: len(name) for name in (*names, "c")}
    assert made == ["a", "b", "c"]


def test_what_takes_longest_is_compiled_first_from_both_ends(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []

    def begin(call: list[str], **_: object) -> SimpleNamespace:
        begun.append([word for word in call if word in (*kernels.IN_TURN, "another")])
        return SimpleNamespace(wait=lambda: None)

    monkeypatch.setattr(kernels, "_cores", lambda: 3)
    monkeypatch.setattr(subprocess, "Popen", begin)
    first, *others, last = kernels.IN_TURN
    kernels.addresses([*others, "another", last, first])
    assert made[0] == first
    assert made[-1] == last
    assert begun == [made[::-1], made]
    assert set(kernels.IN_TURN) == set(month.EVERY)


def test_helpers_leave_each_other_s_kernels_alone_and_what_one_left_undone_is_done(made: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.taken").touch()
    kernels.compile_into(tmp_path, ["a", "b"])
    assert made == ["b"]
    assert [path.name for path in tmp_path.glob("*.code")] == ["b.code"]


def test_machine_code_is_entered_and_called_by_its_address(tmp_path: Path) -> None:
    source: dict[str, Any] = {}
    exec(compile(SOURCE, "double.py", "exec"), source)
    symbol, code = source["kernel"].machine_code()
    result, failure = ctypes.c_int64(), ctypes.c_void_p()
    kind = ctypes.CFUNCTYPE(ctypes.c_int, *(ctypes.c_void_p,) * 2, ctypes.c_int64)
    kind(kernels.enter(symbol, code))(ctypes.addressof(result), ctypes.addressof(failure), 21)
    assert result.value == 42
    with pytest.raises(RuntimeError, match="no function nothing in the compiled kernel"):
        kernels.enter("nothing", code)


def test_a_changed_kernel_has_another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "HERE", tmp_path)
    (tmp_path / "life").mkdir()
    file = tmp_path / "life" / "act.py"
    marks = set()
    for text in ("a = 1", "a = 2"):
        file.write_text(text)
        marks.add(kernels.digest())
    file.rename(tmp_path / "life" / "bear.py")
    marks.add(kernels.digest())
    assert len(marks) == 3


def test_every_compiled_module_is_among_the_sources() -> None:
    named = {path for pattern in kernels.SOURCES for path in kernels.HERE.glob(pattern)}
    jitted = {path for path in kernels.HERE.rglob("*.py") if "numba" in path.read_text() and path.name != "kernels.py"}
    assert {path for path in jitted if any(word in path.read_text() for word in ("njit", "@compiled", "@part", "@phase"))} <= named
