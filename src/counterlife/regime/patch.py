"""Single settings: ``path=value`` from a command line or the ``set`` of a safeguard, put into a document before it is checked."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from counterlife.regime.names import hint
from counterlife.regime.quantity import KEYS, is_dates, is_quantity_mapping
from counterlife.regime.reading import Document, Place, Problem, RegimeError, Trail, parse
from counterlife.regime.shape import below, fields, has_own_keys, is_mapping, is_quantity, unwrapped

ANY: Final = "*"


def setting(text: str) -> tuple[str, Document, Place]:
    """The path, the value and the place of ``path=value``.

    Raises
    ------
    RegimeError
        If there is no ``=``, or the value is no YAML.
    """
    path, equals, value = text.partition("=")
    place = Place("--set", 1, 1, text)
    if not equals or not path.strip():
        raise RegimeError([Problem(f"`{text}` is no setting", None, "write path=value, such as recourse.look-up='0.01 per person-month'")])
    try:
        document = parse(value, "--set")
    except RegimeError as error:
        raise RegimeError([problem._replace(place=place) for problem in error.problems]) from None
    for places in (document.keys, document.values):
        for trail, inner in places.items():
            places[trail] = Place("--set", 1, inner.column + len(path) + 1, text)
    return path.strip(), document, place


def put(document: Document, shape: Any, path: str, value: Document, place: Place | None) -> int:
    """Set everything that ``path`` means to ``value``, and return how many things that was.

    A ``*`` stands for every key that is there, ``*[score,covers!=enterprises]`` for those of them whose part has a ``score`` and does not
    say ``covers: enterprises``. A key that ends in ``?`` is passed by where it is not there. A key with dots in it (an act) is matched at
    its longest. Where a quantity is spelled out and only a number is given, its range and source stay; an empty value takes away what is
    there.

    Raises
    ------
    RegimeError
        If a key of the path cannot stand there.
    """
    found = list(_trails(document.data, unwrapped(shape), path.split("."), (), value.data, _Where(path, place)))
    return sum(_assign(document, trail, value, place) for trail in found)


class _Where:
    """The path being followed, for error messages."""

    def __init__(self, path: str, place: Place | None) -> None:
        self.path = path
        self.place = place

    def error(self, message: str, tip: str = "") -> RegimeError:
        return RegimeError([Problem(f"{message} in `{self.path}`", self.place, tip)])


def _trails(data: Any, shape: Sequence[Any], words: Sequence[str], trail: Trail, value: Any, where: _Where) -> Iterator[Trail]:
    if not words:
        yield trail
        return
    present = data if isinstance(data, Mapping) else {}
    if words[0].startswith(ANY):
        if not any(is_mapping(one) or has_own_keys(one) for one in shape):
            raise where.error("there are no keys for `*`")
        for key in [key for key in present if _fits(present[key], words[0])]:
            yield from _trails(present[key], _inside(shape, key), words[1:], (*trail, key), value, where)
        return
    words = _without_absent(present, shape, words)
    if not words:
        return
    key, rest = _step(present, shape, words, value, where)
    yield from _trails(present.get(key), _inside(shape, key), rest, (*trail, key), value, where)


def _fits(part: Any, star: str) -> bool:
    """Whether a part meets all conditions behind a star."""
    conditions = star[len(ANY) :].strip("[]")
    return all(_meets(part, condition.strip()) for condition in conditions.split(",")) if conditions else True


def _meets(part: Any, condition: str) -> bool:
    """Whether a part has a key, or says ``key=word`` (``on`` of a switch, of a mapping its ``who``), or does not say it (``!=``)."""
    key, equals, word = condition.partition("=")
    held = part.get(key.rstrip("!")) if isinstance(part, Mapping) else None
    if not equals:
        return held is not None
    said = held.get("who") if isinstance(held, Mapping) else "on" if held is True else held
    return (said == word) != key.endswith("!")


def _without_absent(present: Mapping[str, Any], shape: Sequence[Any], words: Sequence[str]) -> Sequence[str]:
    """The words with the question mark of the key that stands here off, or none of them if that key is not there."""
    names = [".".join(words[:end]) for end in range(len(words), 0, -1)]
    for end, name in zip(range(len(words), 0, -1), names, strict=True):
        if name.endswith("?") and name[:-1] in present:
            return [*name[:-1].split("."), *words[end:]]
    if any(name in present for name in names):
        return words
    optional = [name for name in names if name.endswith("?")]
    free = any(is_mapping(one) for one in shape)
    return [] if words[0].endswith("?") or (free and optional) else words


def _inside(shape: Sequence[Any], key: str) -> list[Any]:
    return [one for above in shape for part in below(above, key) for one in unwrapped(part)]


def _step(present: Mapping[str, Any], shape: Sequence[Any], words: Sequence[str], value: Any, where: _Where) -> tuple[str, Sequence[str]]:
    for end in range(len(words), 0, -1):
        if ".".join(words[:end]) in present:
            return ".".join(words[:end]), words[end:]
    own = [key for one in shape if has_own_keys(one) for key in fields(one)]
    own += KEYS if any(is_quantity(one) for one in shape) and len(words) == 1 else ()
    if words[0] in own:
        return words[0], words[1:]
    free = any(is_mapping(one) for one in shape)
    if free and isinstance(value, Mapping) and not is_quantity_mapping(value):
        return ".".join(words), ()
    if not own and not free:
        raise where.error(f"nothing stands below, so no `{words[0]}`")
    known = [*own, *present] if free else own
    close = _nearest(words, known)
    name = ".".join(words[: close.count(".") + 1]) if close else words[0]
    raise where.error(f"unknown key `{name}`", hint(name, known))


def _nearest(words: Sequence[str], known: Sequence[str]) -> str:
    """The known key most like the beginning of the path that has as many dots as that key."""

    def likeness(key: str) -> float:
        return difflib.SequenceMatcher(None, ".".join(words[: key.count(".") + 1]), key).ratio()

    return max(known, key=likeness, default="")


def _assign(document: Document, trail: Trail, value: Document, place: Place | None) -> bool:
    parent = document.data
    for step in trail[:-1]:
        inner = parent.get(step)
        if not isinstance(inner, dict):
            # A plain number about to be told its range or source.
            inner = {} if inner is None else {"value": inner}
            parent[step] = inner
        parent = inner
    key, new = trail[-1], value.data
    if new is None:
        document.drop(trail)
        return parent.pop(key, None) is not None
    if key == "term" and ("below" in parent or "above" in parent):
        # A threshold list lasts while it holds: a term for all lists passes it by.
        return False
    old = parent.get(key)
    if isinstance(old, dict) and "value" in old and (not isinstance(new, Mapping) or is_dates(new)):
        parent, key, trail = old, "value", (*trail, "value")
    document.drop(trail)
    parent[key] = new
    if place is not None:
        document.keys[trail] = place
    document.keys |= {(*trail, *inner): where for inner, where in value.keys.items()}
    document.values |= {(*trail, *inner): where for inner, where in value.values.items()}
    return True
