"""A page says which program made it of which run, so that the same need not be made twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterlife.report.stamp import current

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from counterlife.study.run import Run


def test_a_page_is_current_for_its_run_and_program_only(run: Run, html: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.html"
    assert not current(path, run)
    path.write_text(html, encoding="utf-8")
    assert current(path, run)
    other = replace(run, manifest={**run.manifest, "fingerprint": "0" * 64})
    assert not current(path, other)
    monkeypatch.setattr("counterlife.kernels.digest", lambda patterns: "another")
    assert not current(path, run)
