"""Units: the words that numbers carry in a file, per dimension, and the exact values they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

DATE: Final = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?")
LONGEST: Final = 12_000
"""The longest term in months: a thousand years; beyond that say ``for life``."""
FOREVER: Final = "for life"
OPEN: Final = (FOREVER, "until it ends", "while it holds")
LARGEST: Final = 10**9
FINEST: Final = 10**40
"""No value is larger than the first or has a denominator beyond the second, so that reading one is never slow."""

_DIGITS = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,2})?"
_NUMBER = re.compile(rf"(?=[+-]?[.\d])({_DIGITS})(?:/(\d+))?")
_SCALAR = re.compile(rf"\s*({_NUMBER.pattern})\s*(.*?)\s*", re.DOTALL)
_PER_MONTHS = {"month": 1, "year": 12}
_SUBJECTS = "person|adult|child|household|enterprise|firm|tie|file"
_RATE = re.compile(rf"(%\s*)?(?:(?:per|a|an)\s+)(?:(\d[\d,]*)\s+)?(?:(?:{_SUBJECTS})-?\s?)?(month|year)s?(?:\s+and\s+(?:{_SUBJECTS}))?")
_COUNTED = "records?|acts?|persons?|people|adults?|children|cases?|entries|sightings?|checks?|hirings?|alerts?|posts?|probes?|expressions?"
_PART = re.compile(rf"(?:per|in|of)\s+(\d[\d,]*)(?:\s+(?:{_COUNTED}))?")
_CAPACITY = re.compile(r"(?:cases?\s+)?per\s+(\d[\d,]*)\s+adults(?:\s+(?:a|per)\s+month)?")


@dataclass(frozen=True)
class Dimension:
    """How one kind of number is read from words and written back.

    ``forms`` names the accepted words for an error message; ``parse`` and ``render`` are inverse to each other.
    """

    forms: str
    parse: Callable[[Any], Any]
    render: Callable[[Any], str]
    zero: Any = Fraction(0)


def month(date: object) -> int:
    """Months from January of year 0 to the start of ``2014`` or ``2014-07``."""
    text = str(date)
    if not DATE.fullmatch(text):
        raise ValueError(f"`{text}` is no date: write a year (2014) or a year and month (2014-07)")
    year, _, number = text.partition("-")
    return int(year) * 12 + int(number or 1) - 1


def month_text(index: int) -> str:
    """The month counted from year 0 in words (``2014-07``)."""
    return f"{index // 12}-{index % 12 + 1:02d}"


def order(value: Fraction | int | None) -> float | Fraction | int:
    """A key by which values of one dimension compare: without end is longest."""
    return float("inf") if value is None else value


def bare(raw: Any) -> bool:
    """Whether ``raw`` is a number without words."""
    if isinstance(raw, str):
        return _NUMBER.fullmatch(raw.strip()) is not None
    return isinstance(raw, (int, float, Decimal, Fraction)) and not isinstance(raw, bool)


def with_unit(raw: Any, unit: str) -> Any:
    """``raw`` followed by ``unit`` if it is a bare number, else ``raw`` itself."""
    return f"{_plain(raw)} {unit}" if unit and bare(raw) else raw


def unit_of(raw: Any) -> str:
    """The words behind the number in ``raw``, which bare numbers of its range share."""
    found = _SCALAR.fullmatch(raw) if isinstance(raw, str) else None
    return found[4] if found else ""


def _plain(raw: Any) -> str:
    return str(raw).strip()


def split(raw: Any) -> tuple[Fraction, str]:
    """The exact number at the start of a scalar and the words after it.

    Raises
    ------
    ValueError
        If there is no number, or one too large or too long to be meant. The message is empty where the dimension's own will do.
    """
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal, Fraction)):
        raise ValueError("")
    found = _SCALAR.fullmatch(_plain(raw))
    if found is None or not re.search(r"\d", found[2]):
        raise ValueError("")
    digits, below = found[2].replace(",", ""), found[3]
    if len(digits) > 60 or len(below or "") > 60:
        raise ValueError("too many digits")
    number = Fraction(digits)
    if below is not None:
        if int(below) == 0:
            raise ValueError("a fraction with nothing below the line")
        number /= int(below)
    return number, found[4]


def _exact(number: Fraction, raw: Any) -> Fraction:
    if abs(number) > LARGEST:
        raise ValueError(f"`{_plain(raw)}` is too large")
    if number.denominator > FINEST:
        raise ValueError("too many digits")
    return number


def _count(text: str) -> int:
    number = int(text.replace(",", ""))
    if number == 0:
        raise ValueError("nothing can be counted per 0")
    return number


def parse_number(raw: Any) -> Fraction:
    number, rest = split(raw)
    if rest:
        raise ValueError("")
    if number < 0:
        raise ValueError(f"{_plain(raw)!r} is below 0")
    return _exact(number, raw)


def _fraction(raw: Any) -> Fraction:
    number, rest = split(raw)
    if rest == "%":
        number /= 100
    elif rest:
        found = _PART.fullmatch(rest)
        if found is None:
            raise ValueError("")
        number /= _count(found[1])
    return _exact(number, raw)


def parse_share(raw: Any) -> Fraction:
    share = _fraction(raw)
    if not 0 <= share <= 1:
        raise ValueError(f"{_plain(raw)!r} is out of range: a share lies between 0 and 1")
    return share


def parse_signed(raw: Any) -> Fraction:
    share = _fraction(raw)
    if not -1 <= share <= 1:
        raise ValueError(f"{_plain(raw)!r} is out of range: this share lies between -1 and 1")
    return share


def parse_rate(raw: Any) -> Fraction:
    number, rest = split(raw)
    if number < 0:
        raise ValueError("a rate is not below 0")
    if not rest and number == 0:
        return number
    found = _RATE.fullmatch(rest)
    if found is None:
        raise ValueError("")
    number = number / 100 if found[1] else number
    return _exact(number / (_count(found[2]) if found[2] else 1) / _PER_MONTHS[found[3]], raw)


def parse_months(raw: Any) -> int:
    number, rest = split(raw)
    found = re.fullmatch(r"(month|year)s?", rest)
    if not rest and number == 0:
        return 0
    if found is None:
        raise ValueError("")
    months = number * _PER_MONTHS[found[1]]
    if not 0 <= months <= LONGEST or months.denominator != 1:
        raise ValueError(f"{_plain(raw)!r} is not a whole number of months from 0 to {LONGEST}")
    return int(months)


def parse_duration(raw: Any) -> int | None:
    return None if isinstance(raw, str) and " ".join(raw.split()) == FOREVER else parse_months(raw)


def parse_term(raw: Any) -> int | None:
    if isinstance(raw, str) and " ".join(raw.split()) in OPEN:
        return None
    months = parse_months(raw)
    if months == 0:
        raise ValueError("a term of no months lists nobody")
    return months


def parse_points(raw: Any) -> int:
    number, rest = split(raw)
    if rest not in ("", "point", "points"):
        raise ValueError("")
    if number.denominator != 1 or abs(number) > 30_000:
        raise ValueError(f"{_plain(raw)!r} is out of range: points are whole and at most 30,000")
    return int(number)


def parse_money(raw: Any) -> int:
    number, rest = split(raw)
    if rest != "yuan" and not (not rest and number == 0):
        raise ValueError("")
    cents = number * 100
    if cents.denominator != 1 or not 0 <= cents < 2**31:
        raise ValueError(f"{_plain(raw)!r} is out of range: from 0 to 21,474,836.47 yuan, in whole cents")
    return int(cents)


def parse_capacity(raw: Any) -> Fraction:
    number, rest = split(raw)
    if number < 0:
        raise ValueError("a capacity is not below 0")
    if not rest and number == 0:
        return number
    found = _CAPACITY.fullmatch(rest)
    if found is None:
        raise ValueError("")
    return _exact(number * 10_000 / _count(found[1]), raw)


def decimal(number: Fraction) -> str:
    """A fraction as a decimal where that is exact and short, else as ``a/b``."""
    for places in range(13):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = f"{abs(int(scaled)):0{places + 1}d}"
            whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
            return ("-" if number < 0 else "") + whole + (f".{part}" if part else "")
    return f"{number.numerator}/{number.denominator}"


def _rate_text(rate: Fraction) -> str:
    month_form, year_form = decimal(rate), decimal(rate * 12)
    yearly = "/" not in year_form and ("/" in month_form or len(year_form) < len(month_form))
    return f"{year_form} per person-year" if yearly else f"{month_form} per person-month"


def _months_text(months: int | None) -> str:
    return FOREVER if months is None else f"{months} month{'s' * (months != 1)}"


_MONTHS = '"24 months" or "5 years"'
DIMENSIONS: Final[dict[str, Dimension]] = {
    "share": Dimension('between 0 and 1: 0.3, "30 %" or "2 per 1000 records"', parse_share, decimal),
    "signed share": Dimension('between -1 and 1: 0.15 or "-10 %"', parse_signed, decimal),
    "number": Dimension("a plain number, not below 0", parse_number, decimal),
    "gamma shape": Dimension("a plain number, of those for which there is a table", parse_number, decimal),
    "rate": Dimension(
        '"2 per person-year", "0.01 per person-month", "1 per 1000 adult-years" or "1.5 per 100 person-years"', parse_rate, _rate_text
    ),
    "duration": Dimension(f'{_MONTHS}, in whole months, or "{FOREVER}"', parse_duration, _months_text, 0),
    "number of months": Dimension(f"{_MONTHS}, in whole months", parse_months, _months_text, 0),
    "term": Dimension(f'{_MONTHS}, in whole months, or "until it ends" (a threshold list: "while it holds")', parse_term, _months_text, 0),
    "number of points": Dimension(
        'a whole number: -5, +30 or "5 points"', parse_points, lambda points: f"{points} point{'s' * (abs(points) != 1)}", 0
    ),
    "sum of money": Dimension('"100 yuan" or "20,000 yuan"', parse_money, lambda cents: f"{decimal(Fraction(cents, 100))} yuan", 0),
    "capacity": Dimension('"5 per 10000 adults" (cases a month)', parse_capacity, lambda cases: f"{decimal(cases)} per 10000 adults"),
}
