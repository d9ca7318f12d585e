"""Quantities: exact numbers with a unit, a range, a grade and a source, possibly changing by date.

In a file a quantity is a scalar (``2 per person-year``), a mapping with ``value`` and what is known about it, or, where a field
allows it, a mapping of dates. Inside it is exact: a `fractions.Fraction` or an int, never a float.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, TypeVar

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError, core_schema

from counterlife.evidence.facts import cited, facts
from counterlife.regime import units
from counterlife.regime.names import hint
from counterlife.words import GRADES

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

V = TypeVar("V", bound="Fraction | int | None")
KEYS: Final = ("value", "range", "unit", "source", "grade", "note")


@dataclass(frozen=True)
class Quantity(Generic[V]):
    """An exact number in the unit of its dimension, and what is known about it.

    Attributes
    ----------
    dimension
        Name of the dimension (a key of `units.DIMENSIONS`), which fixes the unit of the values.
    constant
        The value; of a quantity that changes by date, the value before its first date.
    range
        Lowest and highest value that are held possible, or None.
    grade
        ``measured``, ``reported``, ``assumed``, or None where the file is silent.
    source
        Ids of the table of facts, or a citation.
    dated
        (month, quantity) in order of time; months are counted from year 0, see `units.month`.
    text
        The words of the file, and those of its range in ``ends``; equality does not look at them.
    """

    dimension: str
    constant: V
    range: tuple[V, V] | None = None
    grade: str | None = None
    source: str | None = None
    note: str | None = None
    dated: tuple[tuple[int, Quantity[V]], ...] = ()
    text: str = field(default="", compare=False)
    ends: tuple[str, str] = field(default=("", ""), compare=False)

    @property
    def value(self) -> V:
        """The exact value of a quantity that does not change by date."""
        if self.dated:
            raise ValueError("this quantity changes by date: use at(month)")
        return self.constant

    @property
    def low(self) -> V:
        """Lowest possible value: the range's, else the value itself."""
        return self.range[0] if self.range else self.value

    @property
    def high(self) -> V:
        """Highest possible value: the range's, else the value itself."""
        return self.range[1] if self.range else self.value

    def at(self, month: int) -> V:
        """The value in a month counted from year 0; before the first date of a dated quantity it is zero."""
        now = self.constant
        for since, step in self.dated:
            if since <= month:
                now = step.constant
        return now

    def by_month(self, start: int, months: int) -> tuple[V, ...]:
        """The values of ``months`` months from ``start``, a month counted from year 0."""
        return tuple(self.at(month) for month in range(start, start + months))

    def __str__(self) -> str:
        if self.dated:
            return ", ".join(f"{step} from {units.month_text(since)}" for since, step in self.dated)
        return self.text or units.DIMENSIONS[self.dimension].render(self.constant)

    def plain(self) -> Any:
        """The canonical form for JSON and YAML, which the same field reads back to an equal quantity."""
        shown: Any = self._scalar(self.constant)
        if self.dated:
            shown = {units.month_text(since): step.plain() for since, step in self.dated}
        about: dict[str, Any] = {
            "range": [self._scalar(self.range[0]), self._scalar(self.range[1])] if self.range else None,
            "source": self.source,
            "grade": self.grade,
            "note": self.note,
        }
        known = {key: value for key, value in about.items() if value is not None}
        return {"value": shown, **known} if known else shown

    def _scalar(self, value: V) -> str:
        # Of the words for "no end" the written ones are kept: a term says more than that it is open.
        if value is None and self.text in units.OPEN and value is self.constant:
            return self.text
        return units.DIMENSIONS[self.dimension].render(value)


class Trouble(Exception):
    """Several things wrong with one value, each with its place inside the value."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[InitErrorDetails] = []

    def add(self, message: str, *loc: str | int, hint: str = "", raw: Any = None) -> None:
        self.errors.append(complaint(message, *loc, hint=hint, raw=raw))


def complaint(message: str, *loc: str | int, hint: str = "", raw: Any = None) -> InitErrorDetails:
    """One error for pydantic to carry: a message, a place below the value checked, and a hint."""
    kind = PydanticCustomError("regime", "{message}", {"message": message, "hint": hint})
    return InitErrorDetails(type=kind, loc=loc, input=raw)


def source_complaints(source: object, *loc: str | int) -> list[InitErrorDetails]:
    """What is wrong with a source: ids that the table of facts lacks."""
    if not isinstance(source, str) or not source.strip():
        return [complaint("a source is an id of the table of facts or a citation in words", *loc)]
    return [complaint(f"no fact `{id}` in the table", *loc, hint=hint(id, facts())) for id in cited(source) if id not in facts()]


@dataclass(frozen=True)
class Reads:
    """Annotation that makes a pydantic field read quantities of one dimension."""

    dimension: str
    dated: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(lambda quantity: quantity.plain())
        )

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        scalar = {"type": ["string", "number"], "description": f"a {self.dimension}: {units.DIMENSIONS[self.dimension].forms}"}
        value: dict[str, Any] = {"anyOf": [scalar, dates(scalar)]} if self.dated else scalar
        about: dict[str, Any] = {
            "type": "object",
            "required": ["value"],
            "additionalProperties": False,
            "properties": {
                "value": value,
                "range": {"type": "array", "items": scalar, "minItems": 2, "maxItems": 2},
                "unit": {"type": "string"},
                "source": {"type": "string"},
                "grade": {"enum": list(GRADES)},
                "note": {"type": "string"},
            },
        }
        return {"anyOf": [scalar, about, *([dates({"anyOf": [scalar, about]})] if self.dated else [])]}

    def read(self, raw: Any) -> Quantity[Any]:
        """A quantity from what a file says.

        Raises
        ------
        ValidationError
            With every error found, each at its place inside ``raw``.
        """
        if isinstance(raw, Quantity):
            if raw.dimension != self.dimension:
                raise ValueError(f"a {self.dimension} is needed, not a {raw.dimension}")
            return raw
        trouble = Trouble()
        quantity = self._quantity(raw, trouble, ())
        if trouble.errors or quantity is None:
            raise ValidationError.from_exception_data("quantity", trouble.errors)
        return quantity

    def _quantity(self, raw: Any, trouble: Trouble, loc: tuple[str, ...]) -> Quantity[Any] | None:
        if is_dates(raw):
            return self._by_date(raw, trouble, loc)
        if not isinstance(raw, Mapping):
            value = self._scalar(raw, "", trouble, loc)
            return None if value is MISSING else Quantity(self.dimension, value, text=_words(raw))
        return self._about(raw, trouble, loc)

    def _by_date(self, raw: Mapping[str, Any], trouble: Trouble, loc: tuple[str, ...], unit: str = "") -> Quantity[Any] | None:
        if not self.dated:
            trouble.add("this number cannot change by date", *loc, hint="write one value", raw=raw)
            return None
        steps: list[tuple[int, Quantity[Any]]] = []
        for date, inner in raw.items():
            if is_dates(inner):
                trouble.add("dates inside dates", *loc, date)
                continue
            if unit and not isinstance(inner, Mapping):
                inner = {"value": inner, "unit": unit}
            step = self._quantity(inner, trouble, (*loc, date))
            try:
                since = units.month(date)
            except ValueError as error:
                trouble.add(str(error), *loc, date)
                continue
            if step is not None:
                steps.append((since, step))
        steps.sort(key=lambda step: step[0])
        if len({since for since, _ in steps}) < len(steps):
            trouble.add("the same month twice", *loc, hint="2014 and 2014-01 are the same month")
        return Quantity(self.dimension, units.DIMENSIONS[self.dimension].zero, dated=tuple(steps))

    def _about(self, raw: Mapping[str, Any], trouble: Trouble, loc: tuple[str, ...]) -> Quantity[Any] | None:
        for key in raw:
            if key not in KEYS:
                trouble.add(f"unknown key `{key}` of a quantity", *loc, key, hint=hint(str(key), KEYS))
        unit = raw.get("unit", "")
        if not isinstance(unit, str):
            trouble.add("a unit is text", *loc, "unit")
            unit = ""
        if not isinstance(raw.get("note", ""), str):
            trouble.add("a note is text", *loc, "note")
        if "source" in raw:
            trouble.errors.extend(source_complaints(raw["source"], *loc, "source"))
        grade = raw.get("grade")
        if grade is not None and grade not in GRADES:
            trouble.add(f"no grade `{grade}`", *loc, "grade", hint=f"grades: {', '.join(GRADES)}")
        if "value" not in raw:
            trouble.add("a quantity needs a `value`", *loc, hint=f"a {self.dimension} is {units.DIMENSIONS[self.dimension].forms}", raw=raw)
            return None
        inner = raw["value"]
        if is_dates(inner):
            base = self._by_date(inner, trouble, (*loc, "value"), unit)
        else:
            value = self._scalar(inner, unit, trouble, (*loc, "value"))
            base = None if value is MISSING else Quantity(self.dimension, value, text=_words(inner, unit))
        bounds = self._range(raw, unit or units.unit_of(inner), base, trouble, loc) if "range" in raw else None
        if base is None:
            return None
        ends = (_words(raw["range"][0]), _words(raw["range"][1])) if bounds else ("", "")
        return Quantity(
            self.dimension, base.constant, bounds, grade, raw.get("source"), raw.get("note"), base.dated, base.text, ends
        )  # fmt: skip

    def _range(
        self, raw: Mapping[str, Any], unit: str, base: Quantity[Any] | None, trouble: Trouble, loc: tuple[str, ...]
    ) -> tuple[Any, Any] | None:
        ends = raw["range"]
        if not isinstance(ends, (list, tuple)) or len(ends) != 2:
            trouble.add("a range is [lowest, highest]", *loc, "range", raw=ends)
            return None
        if base is None:  # of ends that share the unit of a value that cannot be read, nothing is known
            ends = [end for end in ends if raw.get("unit") or not units.bare(end)]
        read = [self._scalar(end, unit, trouble, (*loc, "range")) for end in ends]
        if MISSING in read or base is None:
            return None
        low, high = read
        order, told = units.order, ", ".join(_words(end, unit) for end in ends)
        if order(low) > order(high):
            trouble.add(f"range [{told}] is upside down", *loc, "range", raw=ends)
            return None
        values = [step.constant for _, step in base.dated] or [base.constant]
        if not all(order(low) <= order(value) <= order(high) for value in values):
            tip = f"bare numbers of a range share the unit of the value, here `{unit}`" if unit and any(map(units.bare, ends)) else ""
            trouble.add(f"value {base} lies outside its range [{told}]", *loc, "value", hint=tip, raw=ends)
        return low, high

    def _scalar(self, raw: Any, unit: str, trouble: Trouble, loc: tuple[str, ...]) -> Any:
        dimension = units.DIMENSIONS[self.dimension]
        try:
            return dimension.parse(units.with_unit(raw, unit))
        except ValueError as error:
            message = str(error) or f"{_words(raw) or 'nothing'!r} is no {self.dimension}"
            trouble.add(message, *loc, hint=f"a {self.dimension} is {dimension.forms}", raw=raw)
            return MISSING


MISSING: Final = object()


def is_dates(raw: object) -> bool:
    """Whether ``raw`` is meant as a mapping of dates: every key begins with a digit, and there is one."""
    return isinstance(raw, Mapping) and bool(raw) and all(str(key)[:1].isdigit() for key in raw)


def is_quantity_mapping(raw: object) -> bool:
    """Whether ``raw`` is a mapping that spells out a quantity: one with a ``value``, or one of dates."""
    return isinstance(raw, Mapping) and ("value" in raw or is_dates(raw))


def dates(step: dict[str, Any]) -> dict[str, Any]:
    """JSON Schema of a mapping of dates to ``step``."""
    return {"type": "object", "minProperties": 1, "patternProperties": {f"^{units.DATE.pattern}$": step}, "additionalProperties": False}


def _words(raw: Any, unit: str = "") -> str:
    return " ".join(str(units.with_unit(raw, unit)).split())


Share = Annotated[Quantity[Fraction], Reads("share")]
DatedShare = Annotated[Quantity[Fraction], Reads("share", dated=True)]
Signed = Annotated[Quantity[Fraction], Reads("signed share")]
Number = Annotated[Quantity[Fraction], Reads("number")]
Rate = Annotated[Quantity[Fraction], Reads("rate")]
DatedRate = Annotated[Quantity[Fraction], Reads("rate", dated=True)]
Duration = Annotated[Quantity[int | None], Reads("duration")]
Months = Annotated[Quantity[int], Reads("number of months")]
Term = Annotated[Quantity[int | None], Reads("term")]
Points = Annotated[Quantity[int], Reads("number of points")]
Money = Annotated[Quantity[int], Reads("sum of money")]
Capacity = Annotated[Quantity[Fraction], Reads("capacity")]


def default(dimension: str, raw: Any) -> Callable[[], Any]:
    """A default factory for a field: the quantity that ``raw`` spells."""
    quantity = Reads(dimension).read(raw)
    return lambda: quantity
