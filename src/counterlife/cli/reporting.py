"""``counterlife report``: what a run found, as a page, for print, as tables and as data."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from counterlife.cli import values
from counterlife.cli.faults import UsageFault
from counterlife.study.run import open_run
from counterlife.study.uncertainty import open_draws

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.study.run import Run
    from counterlife.study.uncertainty import Uncertainty

NEEDS: Final = {"jinja2": "", "altair": "", "vl_convert": "", "weasyprint": "pdf"}
"""What the extra ``report`` brings, and the one format that a part of it is for."""


def missing(formats: tuple[str, ...]) -> list[str]:
    """Packages of the extra that are not there and are needed for these formats."""
    return [name for name, only in NEEDS.items() if (not only or only in formats) and find_spec(name) is None]


def report(folder: Path, formats: str, language: str, out: Path | None, draws: Path | None = None) -> None:
    """``counterlife report``."""
    run = open_run(folder)
    found = None if draws is None else open_draws(draws, run.design)
    for path in write(run, values.names(formats), language, out, found):
        print(path)


def write(
    run: Run, formats: tuple[str, ...], language: str = "en", out: Path | None = None, draws: Uncertainty | None = None
) -> list[Path]:
    """Write a run's report beside the run, or elsewhere."""
    if absent := missing(formats):
        raise UsageFault(f"the report needs {', '.join(absent)}: pip install '.[report]' where the project lies")
    from counterlife.report import formats as writing
    from counterlife.report.page import Report
    from counterlife.report.say import WordsError, words

    try:
        words(language)
        return writing.write(Report(run, language, draws), formats, out or run.folder)
    except (WordsError, writing.FormatError) as error:
        raise UsageFault(str(error)) from None
