"""Commands that only read: check, explain, list, schema, measures, plan, coverage; and new, which writes a file to begin with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from counterlife.cli import show, values
from counterlife.cli.faults import UsageFault, exit_code, tell
from counterlife.regime.load import load
from counterlife.regime.names import LIBRARY_KINDS, library_names

if TYPE_CHECKING:
    from pathlib import Path


def check(files: list[str]) -> None:
    """``counterlife check``: every file, then the exit code of the worst."""
    worst = 0
    for file in files:
        try:
            regime = load(file)
        except Exception as error:
            code = exit_code(error)
            if code is None:
                raise
            worst = max(worst, code)
        else:
            show.checked(file, regime)
    if worst:
        raise SystemExit(worst)


def explain(name: str, with_: str, sets: tuple[str, ...]) -> None:
    """``counterlife explain``."""
    from counterlife.regime.explain import explain as in_sentences

    overlays = tuple(part for text in values.names(with_) for part in text.split("+"))
    print(in_sentences(load(name, sets=sets, overlays=overlays)))


def list_library() -> None:
    """``counterlife list``."""
    show.library({kind: library_names(kind) for kind in LIBRARY_KINDS})


def schema() -> None:
    """``counterlife schema``."""
    from counterlife.regime.schema import schema as regime_schema

    print(json.dumps(regime_schema(), indent=2, ensure_ascii=False))


def measures() -> None:
    """``counterlife measures``."""
    from counterlife.measure.registry import MEASURES

    show.measures(MEASURES)


def plan() -> None:
    """``counterlife plan``."""
    from counterlife.life.plan import PLAN

    show.plan(PLAN)


def coverage() -> None:
    """``counterlife coverage``."""
    from counterlife.study.mechanisms import MECHANISMS, users

    show.coverage([(mechanism, users(mechanism)) for mechanism in MECHANISMS])


def new(file: Path, source: str) -> None:
    """``counterlife new``."""
    from counterlife.regime.starter import new_file_text

    if file.suffix not in (".yaml", ".yml"):
        raise UsageFault(f"{file}: a regime file ends in .yaml")
    text = new_file_text(file.stem, source)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageFault(f"{file}: exists already; give another name") from None
    tell(f"{file} written; next: counterlife check {file}")
