"""Which program made a page of which run. A page that carries the same stamp would be made again to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife import kernels

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.study.run import Run

MADE_BY: Final = ("**/*.py", "report/templates/*", "report/words/*.toml")
"""What a page is made by, relative to the package."""
HEAD: Final = 4096
"""The stamp stands among so many first bytes."""


def stamp(run: Run) -> str:
    """The mark that a page of this run bears, made by this very program."""
    return f"{run.fingerprint}-{kernels.digest(MADE_BY)}"


def current(path: Path, run: Run) -> bool:
    """Whether a file is the page that would be made of this run now."""
    try:
        with path.open("rb") as file:
            return f'"{stamp(run)}"'.encode() in file.read(HEAD)
    except FileNotFoundError:
        return False
