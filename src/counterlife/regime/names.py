"""The nearest known name, and the names that the library knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

LIBRARY: Final = Path(__file__).parent / "library"
LIBRARY_KINDS: Final = ("regimes", "safeguards", "towns", "cases")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, of several as like it the one nearest in length; None if none is close."""
    folded = {other.lower(): other for other in known}
    lower = name.lower()
    found = difflib.get_close_matches(lower, folded, n=3, cutoff=0.58)
    return folded[max(found, key=lambda other: (_likeness(other, lower), -abs(len(other) - len(lower))))] if found else None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def hint(name: str, known: Iterable[str], most: int = 12) -> str:
    """A sentence that helps after an unknown name: the nearest one, else all of them if they are few."""
    names = list(known)
    close = nearest(name, names)
    if close is not None:
        return f"did you mean `{close}`?"
    if not names:
        return "none is defined here"
    listed = ", ".join(names[:most]) + (", ..." if len(names) > most else "")
    return f"known: {listed}"


def library_names(kind: str) -> list[str]:
    """Names of the library's files of one kind (``regimes``, ``safeguards``, ``towns``, ``cases``), sorted."""
    if kind not in LIBRARY_KINDS:
        raise ValueError(f"the library has {', '.join(LIBRARY_KINDS)}, not {kind}")
    return sorted(path.stem for path in (LIBRARY / kind).glob("*.yaml"))


def library_file(kind: str, name: str) -> Path:
    """Where the library keeps one of its files (which need not exist)."""
    return LIBRARY / kind / f"{name}.yaml"
