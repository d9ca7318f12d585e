"""YAML files read with the place of every key and value, merged, checked against a pydantic type, and every error shown in place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from counterlife.regime.names import hint, nearest
from counterlife.regime.quantity import is_quantity_mapping
from counterlife.regime.shape import keys_at

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

T = TypeVar("T")
Trail = tuple["str | int", ...]
LARGEST: Final = 1_000_000
"""Largest file read, in bytes."""


REMEDIES: Final = {
    "end of stream": "a bracket or a quotation mark is not closed",
    "<stream end>": "a bracket or a quotation mark is not closed",
    "but got": "a bracket is not closed, or a comma is missing",
    "found '<scalar>'": "quote text that has a quotation mark in it",
    "block": "the line is indented unlike the lines beside it",
    "document start": "the line is indented unlike the lines beside it",
    "mapping values": "quote text that has a colon in it; or the line is indented unlike the lines beside it",
    "sequence entries": "a list begins on a line of its own, or is written [one, two]",
    "cannot start any token": "quote it",
    "undefined alias": "quote text that begins with an asterisk",
    "another document": "one file holds one regime: take the line `---` away",
}
"""What to do about what the reader of YAML says, by words in it; the first that fits holds."""

STANDARD: Final = "tag:yaml.org,2002:"
KINDS: Final = frozenset({"str", "int", "float", "bool", "null", "map", "seq", "timestamp"})
"""What a value can be; a tag that says anything else would be ignored."""


class Place(NamedTuple):
    """Where something stands: a file, its line and column from 1, and that line's text."""

    file: str
    line: int
    column: int
    text: str


class Problem(NamedTuple):
    """One thing wrong with a file."""

    message: str
    place: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        lines = [self.message]
        if self.place is not None:
            file, line, column, text = self.place
            lines = [f"{file}:{line}:{column}: {self.message}"]
            if text.strip():
                text = text.replace("\t", " ")
                lines += [f"    {text}", f"    {' ' * (column - 1)}^"]
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


class RegimeError(Exception):
    """A file that cannot be used, with everything found wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Document:
    """Plain data of one or several merged files, and where each part of it stands.

    ``keys`` and ``values`` map a path (keys and positions from the top) to the place of its key and of its value.
    """

    data: Any
    keys: dict[Trail, Place] = field(default_factory=dict)
    values: dict[Trail, Place] = field(default_factory=dict)

    def place(self, path: Trail, key: bool = False) -> Place | None:
        """The place of a path, or of the nearest thing above it that has one."""
        if key and path in self.keys:
            return self.keys[path]
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                below = end < len(path) or self.values[path[:end]].text == ""
                return self.keys.get(path[:end], self.values[path[:end]]) if below else self.values[path[:end]]
        return None

    def part(self, path: Trail) -> Document:
        """What stands at a path, as a document of its own."""
        data = self.data
        for step in path:
            data = data[step]
        depth = len(path)
        return Document(
            data,
            {known[depth:]: place for known, place in self.keys.items() if known[:depth] == path and len(known) > depth},
            {known[depth:]: place for known, place in self.values.items() if known[:depth] == path},
        )

    def drop(self, path: Trail) -> None:
        """Forget the places of a path and of all below it."""
        for places in (self.keys, self.values):
            for known in [known for known in places if known[: len(path)] == path]:
                del places[known]


def read(path: Path, shown: str | None = None) -> Document:
    """A YAML file as a document.

    Raises
    ------
    RegimeError
        If there is no such file, or it is no text, no YAML, empty or not a mapping.
    """
    file = shown or str(path)
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise RegimeError([Problem(f"{file}: larger than {LARGEST:,} bytes, so no regime file")])
        raw = path.read_bytes()
    except FileNotFoundError:
        raise RegimeError([Problem(f"{file}: no such file")]) from None
    except IsADirectoryError:
        raise RegimeError([Problem(f"{file}: a folder, not a file")]) from None
    except OSError as error:
        raise RegimeError([Problem(f"{file}: {error.strerror or 'cannot be read'}")]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegimeError([Problem(f"{file}: not a text file (byte {error.start + 1} is not UTF-8)")]) from None
    return mapping(text, file)


def mapping(text: str, file: str) -> Document:
    """The text of a file that has to be a mapping; ``file`` is the name that errors show.

    Raises
    ------
    RegimeError
        If it is no YAML, empty or not a mapping.
    """
    document = parse(text, file)
    if not isinstance(document.data, dict):
        what = "empty" if document.data in (None, "") else "not a mapping"
        first = text.splitlines()[0] if text else ""
        raise RegimeError([Problem(f"the file is {what}", Place(file, 1, 1, first), "write `key: value` lines")])
    return document


@lru_cache(maxsize=64)
def _nodes(text: str) -> Node | None:
    """The nodes of a YAML text; worlds of a run share most of their files, and composing one takes a tenth of a second."""
    node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


def parse(text: str, file: str) -> Document:
    """YAML text as a document; ``file`` is the name that errors show."""
    lines = text.splitlines()

    def place(line: int, column: int) -> Place:
        return Place(file, line + 1, column + 1, lines[line] if line < len(lines) else "")

    try:
        node = _nodes(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = place(mark.line, mark.column) if mark else place(0, 0)
        said = str(error.problem or error.context)
        tab = "\t" in where.text[: where.column]
        message, tip = ("a tab cannot indent YAML", "use spaces") if tab else (f"not YAML: {said}", _remedy(said))
        raise RegimeError([Problem(message, where, tip)]) from None
    except YAMLError as error:
        raise RegimeError([Problem(f"{file}: not a text file: {str(error).splitlines()[0]}")]) from None
    except RecursionError:
        raise RegimeError([Problem(f"{file}: nested too deeply")]) from None
    document = Document(None)
    if node is None:
        return document
    builder = _Builder(document, place)
    document.data = builder.build(node, ())
    if builder.problems:
        raise RegimeError(builder.problems)
    return document


def _remedy(said: str) -> str:
    """What helps where a text is no YAML, by what its reader said; empty where that is plain enough."""
    return next((tip for words, tip in REMEDIES.items() if words in said), "")


class _Builder:
    """Turns YAML nodes into plain data, noting places."""

    def __init__(self, document: Document, place: Any) -> None:
        self.document = document
        self.place = place
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def build(self, node: Node, path: Trail) -> Any:
        where = self.place(node.start_mark.line, node.start_mark.column)
        self.document.values[path] = where
        tag = str(node.tag).removeprefix(STANDARD)
        if tag not in KINDS:
            self.problems.append(Problem(f"the tag `{tag}` means nothing here", where, "leave it out; quote text that begins with `!`"))
        if not isinstance(node, ScalarNode):
            if id(node) in self.seen:
                self.problems.append(Problem("an alias (`*name`) repeats a part of the file", where, "write it out, or use `include`"))
                return None
            self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return scalar(str(node.value), str(node.tag))

    def mapping(self, node: MappingNode, path: Trail) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            where = self.place(key.start_mark.line, key.start_mark.column)
            if not isinstance(key, ScalarNode):
                self.problems.append(Problem("a key must be a word", where))
                continue
            name = str(key.value)
            if name in data:
                first = self.document.keys[(*path, name)]
                self.problems.append(Problem(f"`{name}` stands here a second time", where, f"the first is on line {first.line}"))
                continue
            self.document.keys[(*path, name)] = where
            data[name] = self.build(value, (*path, name))
        return data


def scalar(text: str, tag: str) -> Any:
    """The plain value of a YAML scalar: numbers exact, dates as text."""
    kind = tag.rpartition(":")[2]
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0) if text.lstrip("+-").startswith(("0x", "0o", "0b")) else int(text.replace("_", ""))
        if kind == "float":
            number = Decimal(text.replace("_", ""))
            return number if number.is_finite() else text
    except (ValueError, ArithmeticError):
        return text
    if kind == "bool":
        return text.lower() == "true"
    return None if kind == "null" else text


def merge(below: Document, above: Document) -> Document:
    """Two documents in one: mappings are merged key by key, whatever else ``above`` says replaces what ``below`` says.

    A quantity that is spelled out as a mapping is replaced whole, so that a source never stays behind on another's number; a key whose
    value above is empty (``key:`` or ``null``) takes the key away.
    """
    merged = Document(_copy(below.data), dict(below.keys), dict(below.values))
    _merge(merged, merged.data, above, above.data, ())
    merged.values.update({(): above.values[()]} if () in above.values else {})
    return merged


def _merge(merged: Document, data: dict[str, Any], above: Document, patch: dict[str, Any], path: Trail) -> None:
    for key, value in patch.items():
        here = (*path, key)
        old = data.get(key)
        if value is None and key in data:
            del data[key]
            merged.drop(here)
        elif isinstance(value, dict) and isinstance(old, dict) and not (is_quantity_mapping(value) or is_quantity_mapping(old)):
            merged.keys[here], merged.values[here] = above.keys[here], above.values[here]
            _merge(merged, old, above, value, here)
        else:
            merged.drop(here)
            data[key] = _copy(value)
            merged.keys |= {known: place for known, place in above.keys.items() if known[: len(here)] == here}
            merged.values |= {known: place for known, place in above.values.items() if known[: len(here)] == here}


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def validated(adapter: TypeAdapter[T], document: Document) -> T:
    """The document as what ``adapter`` describes.

    Raises
    ------
    RegimeError
        With every problem found, each in its place, in the order of the files' lines.
    """
    try:
        return adapter.validate_python(document.data)
    except ValidationError as error:
        raise RegimeError(problems(error, adapter, document)) from None


def problems(
    error: ValidationError, adapter: TypeAdapter[Any], document: Document, told: Callable[[ErrorDetails], bool] = lambda detail: True
) -> list[Problem]:
    """A validation error in the words of the file, in the order of its lines; of its details those that are to be told."""
    details = [detail for detail in error.errors(include_url=False) if told(detail)]
    misspelt = {(detail["loc"][:-1], _meant(detail, adapter, document)) for detail in details if detail["type"] == "extra_forbidden"}
    left = [detail for detail in details if detail["type"] != "missing" or (detail["loc"][:-1], detail["loc"][-1]) not in misspelt]
    found = list(dict.fromkeys(_problem(detail, adapter, document) for detail in left))
    return sorted(found, key=lambda problem: problem.place[:3] if problem.place else ("", 0, 0))


def certain(adapter: TypeAdapter[Any], document: Document, named: Iterable[InitErrorDetails]) -> list[Problem]:
    """What is wrong with a document whatever a file says that it includes and that could not be read.

    That is, unknown keys and words and values that cannot be read; not what is missing, nor ``named``, the names that may stand there.
    """
    try:
        adapter.validate_python(document.data)
    except ValidationError as error:
        elsewhere = {(each["loc"], str(cast("PydanticCustomError", each["type"]).message())) for each in named}
        return problems(error, adapter, document, lambda detail: _stands_alone(detail, elsewhere))
    return []


def _stands_alone(detail: ErrorDetails, elsewhere: Container[tuple[tuple[str | int, ...], str]]) -> bool:
    whole = isinstance(detail["input"], Mapping) and detail["type"] != "extra_forbidden"
    return detail["type"] != "missing" and not whole and (detail["loc"], detail["msg"]) not in elsewhere


def path_of(loc: Sequence[str | int], data: Any) -> Trail:
    """The part of an error's location that leads through the data; pydantic also names branches there."""
    return tuple(_steps(loc, data))


def _steps(loc: Sequence[str | int], data: Any) -> Iterator[str | int]:
    for step in loc:
        if isinstance(data, Mapping) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        yield step


def _meant(detail: ErrorDetails, adapter: TypeAdapter[Any], document: Document) -> str | None:
    """The key that an unknown key was meant to be, if one is near."""
    path = path_of(detail["loc"], document.data)
    return nearest(str(path[-1]), keys_at(adapter, document.data, path[:-1]))


def _problem(detail: ErrorDetails, adapter: TypeAdapter[Any], document: Document) -> Problem:
    loc = detail["loc"]
    path = path_of(loc, document.data)
    context = detail.get("ctx", {})
    last = str(path[-1]) if path else ""
    match detail["type"]:
        case "extra_forbidden":
            known = keys_at(adapter, document.data, path[:-1])
            tip = "quote text that has a comma in it" if " " in last and detail["input"] is None else hint(last, known)
            return Problem(f"unknown key `{last}`", document.place(path, key=True), tip)
        case "missing":
            return Problem(f"`{loc[-1]}` is missing", document.place(path, key=True))
        case "literal_error":
            known = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
            given = detail["input"]
            return Problem(f"`{given}` is not known here", document.place(path, key="[key]" in loc), hint(str(given), known))
        case "regime":
            return Problem(context["message"], document.place(path, key="[key]" in loc or bool(context.get("key"))), context["hint"])
        case "string_pattern_mismatch":
            return Problem(f"`{detail['input']}` is no name", document.place(path, key="[key]" in loc), "letters, digits and dashes")
        case "model_type" | "dict_type" | "model_attributes_type":
            return Problem(f"`{last}` needs a mapping of keys", document.place(path), "write `key: value` below it")
        case "tuple_type" | "list_type":
            return Problem(f"`{last}` needs a list", document.place(path), "write [one, two]")
        case "string_type":
            return Problem(f"`{last}` needs text", document.place(path), "quote it" if detail["input"] is not None else "")
        case "bool_parsing" | "bool_type":
            return Problem(f"`{last}` is true or false", document.place(path))
    return Problem(detail["msg"].removeprefix("Value error, "), document.place(path, key="[key]" in loc))
