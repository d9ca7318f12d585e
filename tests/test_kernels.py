"""The cache of compiled kernels belongs to the sources that it was compiled from."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from counterlife import kernels


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


@pytest.mark.parametrize("place", ["", "temporary"])
def test_whoever_waits_for_the_compiler_is_told(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "file"
    if place:
        cache.write_text("")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setattr(kernels, "compile_share", lambda beside: None)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: SimpleNamespace(wait=lambda: None))
    told: list[str] = []
    kernels.load(told.append)
    assert told[0].startswith("compiling the model for this machine; this happens once")
    assert told[-1] == "compiled in 0 s"
    assert ("kept in" in " ".join(told)) is bool(place)
    kernels.load(told.append)
    assert len(told) == (3 if place else 2), "the second time nothing is compiled"


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
    assert {path for path in jitted if "njit" in path.read_text() or "@compiled" in path.read_text()} <= named
