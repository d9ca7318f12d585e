"""Regimes and safeguards by name or path: includes, overlays, single settings, and the resolved regime as text."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from counterlife.regime.check import complaints
from counterlife.regime.fields import Part, Slug, Source
from counterlife.regime.model import Regime
from counterlife.regime.names import LIBRARY_KINDS, hint, library_file, library_names
from counterlife.regime.patch import put, setting
from counterlife.regime.reading import Document, Place, Problem, RegimeError, certain, mapping, merge, read, validated

__all__ = ["RegimeError", "Safeguard", "Text", "fingerprint", "load", "load_safeguard", "plain", "to_yaml"]
IDENTITY: Final = ("regime", "title", "about", "kind", "hypothesis", "since")
"""What says which regime a file is, and so is not taken over by including it."""

Switch = Literal["both", "follows", "known"]
REGIME: Final[TypeAdapter[Regime]] = TypeAdapter(Regime)


@dataclass(frozen=True)
class Text:
    """A regime file that lies nowhere: its words, and the name that errors show. It can include regimes of the library only."""

    words: str
    file: str = "regime.yaml"


class Safeguard(Part):
    """An overlay: what it sets in any regime. ``set`` maps paths (with ``*``) to values."""

    safeguard: Slug
    title: str = ""
    about: str = ""
    source: Source | None = None
    set: dict[str, Any]


SAFEGUARD: Final[TypeAdapter[Safeguard]] = TypeAdapter(Safeguard)


def load(
    name_or_path: str | Path | Text, sets: Iterable[str] = (), overlays: Iterable[str | Path] = (), mute: Switch | None = None
) -> Regime:  # fmt: skip
    """A regime of the library or of a file.

    Parameters
    ----------
    name_or_path
        A name of the library (``rongcheng``), the path of a YAML file, or the words of one.
    sets
        Single settings ``path=value``, in order.
    overlays
        Safeguards, by name or path, in order; put on what the settings made, so that no setting undoes one unseen.
    mute
        Which switches to turn off: nothing follows, nobody knows, or both.

    Raises
    ------
    RegimeError
        With every problem found, each with file, line and column.
    """
    gone: list[Problem] = []
    document = _text(name_or_path, gone) if isinstance(name_or_path, Text) else resolved(*find(name_or_path, "regimes"), gone=gone)
    if gone:
        raise RegimeError([*gone, *certain(REGIME, document, complaints(document.data))])
    remarks: list[str] = []
    steps: list[Callable[[], None]] = [_set(document, text) for text in sets]
    for overlay in overlays:
        guard, guard_document = _safeguard(overlay)
        steps += [_overlaid(document, guard, guard_document, path_text, remarks) for path_text in guard.set]
    wrong = [problem for step in steps for problem in _attempt(step)]
    try:
        regime = validated(REGIME, document)
    except RegimeError as error:
        raise RegimeError([*wrong, *error.problems]) from None
    if wrong:
        raise RegimeError(wrong)
    if mute is not None:
        regime = regime.muted(follows=mute == "known", known=mute == "follows")
    return regime.with_remarks(remarks)


def load_safeguard(name_or_path: str | Path) -> Safeguard:
    """A safeguard of the library or of a file; raises `RegimeError` like `load`."""
    return _safeguard(name_or_path)[0]


def _safeguard(name_or_path: str | Path) -> tuple[Safeguard, Document]:
    path, shown = find(name_or_path, "safeguards")
    document = read(path, shown)
    return validated(SAFEGUARD, document), document


def _attempt(step: Callable[[], None]) -> Sequence[Problem]:
    try:
        step()
    except RegimeError as error:
        return error.problems
    return ()


def _overlaid(document: Document, guard: Safeguard, source: Document, path: str, remarks: list[str]) -> Callable[[], None]:
    def step() -> None:
        if not put(document, Regime, path, source.part(("set", path)), source.place(("set", path), key=True)) and "?" not in path:
            remarks.append(f"safeguard `{guard.safeguard}`: this regime has nothing for `{path}`")

    return step


def _set(document: Document, text: str) -> Callable[[], None]:
    def step() -> None:
        path, value, place = setting(text)
        if not put(document, Regime, path, value, place):
            raise RegimeError([Problem(f"nothing is there to set for `{path}`", place)])

    return step


def find(name_or_path: str | Path, kind: str) -> tuple[Path, str]:
    """The file that a name of the library or a path means, and the name by which errors show it."""
    name = str(name_or_path)
    path = Path(name)
    if isinstance(name_or_path, Path) or path.suffix in (".yaml", ".yml") or "/" in name or "\\" in name:
        return path, name
    known = library_names(kind)
    if name in known:
        return library_file(kind, name), f"{name}.yaml"
    one = kind.removesuffix("s")
    elsewhere = [other.removesuffix("s") for other in LIBRARY_KINDS if name in library_names(other)]
    tip = f"`{name}` is a {elsewhere[0]}" if elsewhere else hint(name, known)
    tip = f"`{name}` is a file here, but not a .yaml file" if path.is_file() and not elsewhere else tip
    raise RegimeError([Problem(f"no {one} `{name}` in the library", None, tip)])


def resolved(
    path: Path, shown: str, above: tuple[Path, ...] = (), taken: set[Path] | None = None, gone: list[Problem] | None = None
) -> Document:
    """A regime file on top of the files it includes.

    A file that several of them include is taken once, where it comes first, so that none undoes what another made of it.

    Parameters
    ----------
    gone : list of Problem, optional
        Gets what is wrong with included files, which are then left out; without it, that is raised.

    Raises
    ------
    RegimeError
        If a file cannot be read or includes itself.
    """
    return _on_top(read(path, shown), path, above, taken, gone)


def _text(text: Text, gone: list[Problem]) -> Document:
    return _on_top(mapping(text.words, text.file), None, (), None, gone)


def _on_top(
    document: Document, path: Path | None, above: tuple[Path, ...], taken: set[Path] | None, gone: list[Problem] | None
) -> Document:
    """A document on top of the files it includes; without a path, only files of the library."""
    names = document.data.pop("include", [])
    base = Document({})
    taken = set() if taken is None else taken
    for index, name in enumerate([names] if isinstance(names, str) else names if isinstance(names, list) else [names]):
        try:
            inside = above if path is None else (*above, path.resolve())
            below = _included(name, path, document.place(("include", index)), inside, taken)
        except RegimeError as error:
            if gone is None:
                raise
            gone += error.problems
            continue
        _date(below.data)
        for key in IDENTITY:
            below.data.pop(key, None)
            below.drop((key,))
        base = merge(base, below)
    return merge(base, document)


def _date(data: dict[str, Any]) -> None:
    """Give each part that takes its date from the regime that date, before the regime is included in another with a date of its own."""
    since = data.get("since")
    schemes, lists, infer, adapt = (data.get(key) for key in ("schemes", "lists", "infer", "adapt"))
    comply = adapt.get("comply") if isinstance(adapt, dict) else None
    for parts in (schemes, lists, infer, comply) if since is not None else ():
        for key, part in parts.items() if isinstance(parts, dict) else ():
            if isinstance(part, dict) and part.get("ordinary") is not True and not (parts is infer and key == "association"):
                part.setdefault("since", since)


def _included(name: Any, path: Path | None, place: Place | None, above: tuple[Path, ...], taken: set[Path]) -> Document:
    if not isinstance(name, str):
        raise RegimeError([Problem("`include` takes names or paths of regime files", place, "write [none]")])
    try:
        inner, shown = find(name, "regimes")
    except RegimeError as error:
        raise RegimeError([problem._replace(place=place) for problem in error.problems]) from None
    if shown == name and path is None:
        raise RegimeError([Problem(f"`{name}` is a path, but this text lies in no folder", place, hint("", library_names("regimes")))])
    if shown == name and path is not None and not inner.is_absolute():
        inner = path.parent / inner
    if inner.resolve() in above:
        raise RegimeError([Problem(f"`{name}` ends up including itself", place)])
    if not inner.is_file():
        raise RegimeError([Problem(f"no file `{name}` to include", place)])
    if inner.resolve() in taken:
        return Document({})
    taken.add(inner.resolve())
    return resolved(inner, shown, above, taken)


def plain(regime: Regime) -> dict[str, Any]:
    """The resolved regime as plain data in canonical units, which `Regime.model_validate` reads back to an equal regime."""
    return regime.model_dump(mode="json", by_alias=True, exclude_none=True)


def fingerprint(regime: Regime) -> str:
    """SHA-256 of the resolved regime's canonical JSON, in hexadecimal."""
    text = json.dumps(plain(regime), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_yaml(regime: Regime) -> str:
    """The resolved regime as one YAML file that includes nothing; loading it gives an equal regime."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 120
    text = io.StringIO()
    yaml.dump(plain(regime), text)
    return text.getvalue()
