"""What the scripts that make pages share: cells of tables, and a page that is written, or compared with what it ought to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path


def cell(text: object) -> str:
    """Text that cannot break a table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def written(path: Path, page: Callable[[], str], arguments: Sequence[str], script: str) -> int:
    """Write a page; with ``--check``, say whether it is as it ought to be, and return 1 if not."""
    if "--check" in arguments:
        same = path.is_file() and path.read_text("utf-8") == page()
        print(f"{path.name} is as it ought to be" if same else f"{path.name} is not as it ought to be: run python docs/{script}")
        return 0 if same else 1
    path.write_text(page(), "utf-8")
    return 0
