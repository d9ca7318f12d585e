"""The cache of compiled kernels belongs to the sources that it was compiled from."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

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
