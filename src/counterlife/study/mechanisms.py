"""What the model holds, mechanism by mechanism: the phase, the keys of the files that switch it on, the measures it moves, its tests.

Which files use a mechanism is not declared but read: a file uses it if one of its keys is there and not zero, empty or off. Every key of
a regime file belongs to some mechanism, or to `PLAIN`. To add a mechanism, append an entry to
the file below ``coverage/`` that is named as the phase it begins in (``adapt`` for reactions, ``firms`` for enterprises).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counterlife.regime.load import load, load_safeguard, plain
from counterlife.regime.names import library_names
from counterlife.study.case import load_case
from counterlife.town.profile import load_town

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE: Final = Path(__file__).parent / "coverage"

FILES: Final = ("act", "observe", "record", "score", "infer", "listing", "sanction", "bear", "recourse", "adapt", "firms", "reckon")
"""Files of the table, in the order in which they are told."""

OFF: Final = ("", "none", "off", "no", "for life", "until it ends", "while it holds", "black", "adults", "automatic")
"""Words that say that nothing is switched on."""

WORDS: Final = {None: "", True: "on", False: "off"}

PLAIN: Final = (
    "regime", "title", "about", "kind", "hypothesis", "since", "**.authority", "**.source", "**.grade", "**.note", "**.since", "**.until",
    "phases.*", "mute.*", "exempt",
)  # fmt: skip
"""Keys that switch no mechanism on: names, texts, dates, and the switches for taking a world apart."""


@dataclass(frozen=True)
class Mechanism:
    """One mechanism.

    Attributes
    ----------
    name : str
        In the words of ``docs/model.md``.
    phases : tuple of str
        Phases of the month that have it (`counterlife.words.PHASES`), or ``town`` for what is drawn before the first.
    keys : tuple of str
        Paths in regime files that switch it on: ``*`` is any one key, ``**`` any number, ``=word`` a value (also one of a list), ``!=word``
        any other. In town
        profiles if the path begins with ``town:``.
    measures : tuple of str
        Names in the registry of measures: what it moves.
    tests : tuple of str
        ``file::function``, below ``tests/``.
    """

    name: str
    phases: tuple[str, ...]
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    tests: tuple[str, ...]


def _pattern(key: str) -> re.Pattern[str]:
    path = key.removeprefix("town:").partition("=")[0].removesuffix("!")
    words = re.escape(path).replace(r"\*\*", ".+").replace(r"\*", "[^/]+")
    return re.compile(words.replace(r"\.", "/"))


def matches(key: str, trail: tuple[str, ...], value: str) -> bool:
    """Whether a key of a mechanism means what stands at a place of a file."""
    path, _, word = key.partition("=")
    return (not word or (word == value) != path.endswith("!")) and _pattern(key).fullmatch("/".join(trail)) is not None


def leaves(data: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """All values of a resolved file with their trails: of a quantity its number (below ``by-date`` if dated), of a list each member."""
    if isinstance(data, dict) and "value" in data:
        data = data["value"]
    if isinstance(data, dict):
        for key, value in data.items():
            dated = re.fullmatch(r"\d{4}(-\d{2})?", key) is not None
            yield from leaves(value, (*trail, "by-date") if dated else (*trail, key))
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value, trail)
    else:
        yield trail, WORDS[data] if data is None or isinstance(data, bool) else str(data)


def is_on(value: str) -> bool:
    """Whether a value switches something on: not empty, zero, or a word for nothing."""
    return value not in OFF and re.match(r"[+-]?0+(\.0+)?(?![\d.])", value) is None


def _nested(path: list[str], value: Any) -> Any:
    """A value below the keys of a path."""
    return {path[0]: _nested(path[1:], value)} if path else value


@cache
def _files() -> tuple[tuple[str, str, tuple[tuple[tuple[str, ...], str], ...]], ...]:
    """Kind, name and values of everything in the library; of a safeguard what it sets."""
    found: list[tuple[str, str, Any]] = [("regime", name, plain(load(name))) for name in library_names("regimes")]
    for guard in library_names("safeguards"):
        found += [
            ("safeguard", guard, _nested(re.sub(r"\[.*?\]|\?", "", path).split("."), value))
            for path, value in load_safeguard(guard).set.items()
        ]
    for name in library_names("cases"):
        design = load_case(name).design
        found += [("case", name, plain(world.regime)) for world in design.worlds] if design is not None else []
    for name in library_names("towns"):
        found.append(("town", name, load_town(name).model_dump(mode="json", by_alias=True, exclude_none=True)))
    return tuple((kind, name, tuple(leaves(data))) for kind, name, data in found)


def users(mechanism: Mechanism) -> tuple[str, ...]:
    """The files of the library that use a mechanism: regimes and towns; if there are none, safeguards and cases that bring it."""
    found: dict[str, list[str]] = {}
    for kind, name, values in _files():
        keys = [key for key in mechanism.keys if key.startswith("town:") == (kind == "town")]
        if any(is_on(value) and matches(key, trail, value) for trail, value in values for key in keys):
            found.setdefault(kind, []).append(name)
    plainly = [*found.get("regime", []), *(f"town {name}" for name in found.get("town", []))]
    brought = [f"{kind} {name}" for kind in ("safeguard", "case") for name in dict.fromkeys(found.get(kind, []))]
    return tuple(plainly or brought)


def _read(file: str) -> Iterator[Mechanism]:
    """The entries of one file of the table."""
    text = (TABLE / f"{file}.toml").read_text("utf-8")
    for entry in tomllib.loads(text)["mechanism"]:
        name: str = entry.pop("name")
        yield Mechanism(name, **{key: tuple(value) for key, value in entry.items()})


MECHANISMS: Final = tuple(mechanism for file in FILES for mechanism in _read(file))
