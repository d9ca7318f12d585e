"""One small run with everything a report tells of, lived once for all tests of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from counterlife.report.page import Report
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.study.run import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The courts' list, with safeguards and with the rival beside it."""
    folder: Path = tmp_path_factory.mktemp("runs") / "run"
    return runs.run(
        "judgment-defaulters",
        against=("none", "ordinary-fines"),
        with_=("notice", "appeal", "notice+appeal"),
        people=12_000,
        years=5,
        seeds=range(1, 7),
        out=folder,
        workers=2,
    )


@pytest.fixture(scope="session")
def report(run: Run) -> Report:
    """Its report."""
    return Report(run)


@pytest.fixture(scope="session")
def html(report: Report) -> str:
    """Its page."""
    return report.html()
