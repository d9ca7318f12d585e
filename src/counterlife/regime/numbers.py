"""Every number that a regime states, with its path, source and grade, and what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from counterlife.regime.quantity import Quantity

_Model = TypeVar("_Model", bound=BaseModel)


def evidence(quantity: Quantity[Any], source: str | None, grade: str | None) -> tuple[str | None, str | None]:
    """Source and grade of a number: its own, or, if it has neither, those of the part it stands in."""
    return (quantity.source, quantity.grade) if quantity.source or quantity.grade else (source, grade)


class Stated(NamedTuple):
    """A number of a regime.

    ``path`` is the one that a setting takes. ``source`` and ``grade`` are as `evidence` says.
    """

    path: str
    quantity: Quantity[Any]
    source: str | None
    grade: str | None


def numbers(regime: BaseModel) -> tuple[Stated, ...]:
    """The numbers that a regime states, in the order of its parts; what only equals the model's default is not stated."""
    return tuple(_walk(regime, "", None, None))


def lacks(regime: BaseModel) -> tuple[tuple[str, str], ...]:
    """Paths of numbers that lack a source, a grade or a range, each with what it lacks."""
    return tuple((stated.path, lack) for stated in numbers(regime) if (lack := _lack(stated)))


def _lack(stated: Stated) -> str:
    if stated.grade is None:
        return "no grade" if stated.source else "no source and no grade"
    if stated.grade == "measured":
        return "" if stated.source else "measured, but no source"
    bare = [step for _, step in stated.quantity.dated] or [stated.quantity]
    ranged = stated.quantity.range is not None or all(step.range is not None for step in bare)
    return "" if ranged else f"{stated.grade}, but no range"


def replaced(model: _Model, change: Callable[[str, Quantity[Any]], Quantity[Any]]) -> _Model:
    """The same part of a regime or town with every number put through ``change``, which is told its path; nothing is checked anew."""
    made: _Model = _replaced(model, "", change)
    return made


def _replaced(part: Any, path: str, change: Callable[[str, Quantity[Any]], Quantity[Any]]) -> Any:
    if isinstance(part, Quantity):
        return change(path, part)
    if isinstance(part, BaseModel):
        fields = type(part).model_fields.items()
        made = {name: _replaced(getattr(part, name), _below(path, info.alias or name), change) for name, info in fields}
        return part.model_copy(update=made)
    if isinstance(part, Mapping):
        return {name: _replaced(value, _below(path, name), change) for name, value in part.items()}
    return part


def _walk(part: Any, path: str, source: str | None, grade: str | None) -> Iterator[Stated]:
    if isinstance(part, Quantity):
        yield from _stated(part, path, source, grade)
    elif isinstance(part, BaseModel):
        source, grade = getattr(part, "source", None) or source, getattr(part, "grade", None) or grade
        for name, info in type(part).model_fields.items():
            value = getattr(part, name)
            if not (isinstance(value, Quantity) and value == info.get_default(call_default_factory=True)):
                yield from _walk(value, _below(path, info.alias or name), source, grade)
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from _walk(value, _below(path, name), source, grade)


def _stated(quantity: Quantity[Any], path: str, source: str | None, grade: str | None) -> Iterator[Stated]:
    source, grade = evidence(quantity, source, grade)
    own = [step for _, step in quantity.dated if step.source or step.grade]
    if own:
        # Each date has its own evidence: a gap of one is not covered by another's.
        graded = {step.grade or grade for _, step in quantity.dated}
        sourced = {step.source or source for _, step in quantity.dated}
        grade = grade if None in graded else min(graded, key=str)
        source = None if None in sourced else ", ".join(sorted(str(one) for one in sourced))
    yield Stated(path, quantity, source, grade)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
