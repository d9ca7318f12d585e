"""Regime files by name or path: includes, overlays, single settings, and the resolved regime as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from counterlife.regime.model import Regime
from counterlife.regime.names import hint, library_file, library_names
from counterlife.regime.reading import Document, Problem, RegimeError, merge, read, validated

__all__ = ["RegimeError", "load"]
IDENTITY = ("regime", "title", "about", "kind", "hypothesis", "since")


def find(name_or_path: str, kind: str = "regimes") -> tuple[Path, str]:
    """The file that a name of the library or a path means, and how errors show it."""
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml") or "/" in name_or_path or "\\" in name_or_path:
        return path, name_or_path
    known = library_names(kind)
    if name_or_path in known:
        return library_file(kind, name_or_path), f"{name_or_path}.yaml"
    one = kind.removesuffix("s")
    raise RegimeError([Problem(f"no {one} `{name_or_path}` in the library", None, hint(name_or_path, known))])


def resolved(path: Path, shown: str, above: tuple[Path, ...] = ()) -> Document:
    """A regime file with the files it includes below it."""
    document = read(path, shown)
    included = document.data.pop("include", [])
    base = Document({})
    names = [included] if isinstance(included, str) else included
    for index, name in enumerate(names):
        place = document.place(("include", index))
        inner, inner_shown = find(name)
        if inner.suffix and not inner.is_absolute() and not inner.is_file():
            inner = path.parent / inner
        if inner.resolve() in (*above, path.resolve()):
            raise RegimeError([Problem(f"`{name}` includes itself", place)])
        below = resolved(inner, inner_shown, (*above, path.resolve()))
        for key in IDENTITY:
            below.data.pop(key, None)
            below.drop((key,))
        base = merge(base, below)
    return merge(base, document)


def load(name_or_path: str) -> Regime:
    """The regime of a library name or a file."""
    path, shown = find(name_or_path)
    return validated(TypeAdapter(Regime), resolved(path, shown))


def plain(regime: Regime) -> dict[str, Any]:
    """The resolved regime as plain data that `Regime.model_validate` reads back."""
    return regime.model_dump(mode="json", by_alias=True, exclude_none=True)
