"""The numbers of a regime that the page lets one turn: which, in what unit, from where to where, and on whose word."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from counterlife.regime import units
from counterlife.regime.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.regime.model import Regime
    from counterlife.regime.numbers import Stated
    from counterlife.regime.quantity import Quantity
    from counterlife.report.say import Words

MOST: Final = 12
"""Dials on the page; the rulebook has every number."""

CHOSEN: Final[tuple[tuple[str, str, int], ...]] = (
    ("mistaken", r"channels\.([\w-]+)\.mistaken-person(?:\.([\w-]+))?", 2),
    ("false-match", r"channels\.([\w-]+)\.matching\.false-match(?:\.([\w-]+))?", 1),
    ("false-positive", r"infer\.([\w-]+)\.false-positive(?:\.([\w-]+))?", 1),
    ("association", r"infer\.(association)\.weight", 1),
    ("unable", r"lists\.([\w-]+)\.unable", 1),
    ("band", r"schemes\.([\w-]+)\.bands\.([\w-]+)\.from", 1),
    ("notice", r"lists\.([\w-]+)\.notice", 1),
    ("follow-notice", r"schemes\.([\w-]+)\.follows\.([\w-]+)\.notice", 1),
    ("term", r"lists\.([\w-]+)\.term", 1),
    ("kept", r"schemes\.([\w-]+)\.records\.kept", 1),
    ("catches", r"channels\.([\w-]+)\.catches", 2),
    ("coverage", r"channels\.([\w-]+)\.coverage", 1),
    ("capacity", r"(recourse)\.appeal\.capacity", 1),
    ("clears", r"agencies\.([\w-]+)\.clears", 1),
    ("fear", r"(adapt)\.fear\.strength", 1),
)
"""What is shown as a dial, as far as a regime states it with a range: its name among the words, its path, and how many at most."""

STEPS: Final = (5, 2, 1)
FEWEST: Final = 20
"""A dial has at least so many positions, where its unit allows them."""

MOST_STEPS: Final = 2000
WHOLE: Final = ("number of points", "duration", "number of months", "term")
TERMS: Final = (1, 3, 6, 12, 24, 36, 60, 120)
"""Months that a term can be set to where it may also be open."""

UNITS: Final = {
    "share": ("in 100", "in 1000", "in 10000", "in 1000000", "in 100000000"),
    "signed share": ("in 100", "in 1000"),
    "number": ("",),
    "rate": ("per 100 person-years", "per 1000 person-years", "per 10000 person-years"),
    "duration": ("months",),
    "number of months": ("months",),
    "term": ("months",),
    "number of points": ("points",),
    "sum of money": ("yuan",),
    "capacity": ("per 10000 adults",),
}
"""Units to tell a dimension in: the first in which the upper end is at least one."""


class Dial(NamedTuple):
    """A number with its place on a scale; ``said`` is what a setting takes."""

    stated: Stated
    unit: str
    lo: Fraction
    hi: Fraction
    step: Fraction
    value: Fraction


def dials(regime: Regime, say: Words, month: int) -> list[dict[str, Any]]:
    """The dials of a regime, in the order of `CHOSEN`.

    Parameters
    ----------
    month : int
        Counted from year 0, for which numbers that change by date are told.
    """
    stated = [one for one in numbers(regime) if _own(one.path, regime)]
    found: list[dict[str, Any]] = []
    for kind, pattern, most in CHOSEN:
        matching = [(one, match) for one in stated if (match := re.fullmatch(pattern, one.path)) and _turns(one.quantity)]
        for one, match in sorted(matching, key=lambda pair: _last(kind, pair[1], regime))[:most]:
            found.append(_plain(kind, one, [part for part in match.groups() if part], say, month))
    return found[:MOST]


def _own(path: str, regime: Regime) -> bool:
    """Whether a number belongs to the regime rather than to ordinary law."""
    part, _, rest = path.partition(".")
    name = rest.partition(".")[0]
    if part == "schemes":
        return name in regime.schemes and not regime.schemes[name].ordinary
    if part == "channels":
        return any(scheme in regime.schemes and not regime.schemes[scheme].ordinary for scheme in regime.channels[name].feeds)
    return True


def _last(kind: str, match: re.Match[str], regime: Regime) -> int:
    """What is turned first among several: of bands the highest from which something is withheld."""
    if kind not in ("band", "follow-notice"):
        return 0
    scheme = regime.schemes[match[1]]
    if kind == "follow-notice":
        follow = scheme.follows[match[2]]
        return 0 if follow.withholds else 1
    withholding = [name for name, follow in scheme.follows.items() if follow.withholds]
    return 0 if withholding[:1] == [match[2]] else 1


def _turns(quantity: Quantity[Any]) -> bool:
    """Whether there is a range to turn through."""
    return quantity.range is not None and quantity.range[0] != quantity.range[1]


def _plain(kind: str, one: Stated, names: list[str], say: Words, month: int) -> dict[str, Any]:
    quantity = one.quantity
    blanks = {"name": names[0], "part": names[1] if len(names) > 1 else ""}
    about = {
        "path": one.path,
        "label": say.plain(f"dials.{kind}", **blanks).strip(),
        "source": one.source,
        "grade": one.grade,
        "note": quantity.note,
        "dated": [{"from": units.month_text(since), "value": str(step)} for since, step in quantity.dated],
        "stated": str(quantity),
    }
    if None in (*(quantity.range or ()), quantity.at(month)):
        return about | _choice(quantity, say)
    dial = scale(one, month)
    told = {name: float(getattr(dial, name)) for name in ("value", "lo", "hi", "step")}
    return about | {
        "kind": "number",
        "unit": dial.unit,
        **told,
        "default": told["value"],
    }


def _choice(quantity: Quantity[Any], say: Words) -> dict[str, Any]:
    """A span of time that may have no end: some months to choose from, and none."""
    low, high = quantity.range or (None, None)
    months = [term for term in TERMS if (low is None or term >= low) and (high is None or term <= high)]
    open_end = "for life" if quantity.dimension == "duration" else "until it ends"
    now = quantity.constant
    ends = [{"value": open_end, "label": say.plain("dials.open")}] if high is None else []
    options = [{"value": f"{term} months", "label": say.years(term)} for term in sorted({*months, *([] if now is None else [now])})]
    value = open_end if now is None else f"{now} months"
    return {"kind": "choice", "options": [*options, *ends], "value": value, "default": value, "unit": ""}


def scale(one: Stated, month: int) -> Dial:
    """Where a number lies on a scale: in its file's own unit, in steps that meet both ends and the number itself."""
    quantity = one.quantity
    if quantity.range is None:
        raise ValueError(f"{one.path} has no range")
    unit = _unit(quantity)
    whole = _in(quantity.dimension, unit)
    lo, hi, value = (Fraction(part) / whole for part in (*quantity.range, quantity.at(month)))
    least = Fraction(1) if quantity.dimension in WHOLE else Fraction(0)
    return Dial(one, unit, lo, hi, _step(lo, hi, value, least), value)


def _unit(quantity: Quantity[Any]) -> str:
    said = quantity.text or next((step.text for _, step in quantity.dated), "")
    own = units.unit_of(said)
    high = quantity.range[1] if quantity.range else quantity.constant
    if own and own not in ("%", "month", "year", "years", "point"):
        return own
    forms = UNITS[quantity.dimension]
    return next((form for form in forms if abs(Fraction(high)) / _in(quantity.dimension, form) >= 1), forms[-1])


def _in(dimension: str, unit: str) -> Fraction:
    """One of a unit, in the dimension's own."""
    return Fraction(units.DIMENSIONS[dimension].parse(f"1 {unit}".strip()))


def _step(lo: Fraction, hi: Fraction, value: Fraction, least: Fraction) -> Fraction:
    """The widest round step that gives enough positions and meets the ends and the value; else the widest with enough positions."""
    fallback = None
    for step in _round(hi - lo):
        if step < least or (hi - lo) / step > MOST_STEPS:
            break
        enough = (hi - lo) / step >= FEWEST or step == least
        if enough and fallback is None:
            fallback = step
        if enough and (hi - lo) % step == 0 and (value - lo) % step == 0:
            return step
    return fallback or least or (hi - lo) / 100


def _round(span: Fraction) -> Iterator[Fraction]:
    """1, 2 and 5 times powers of ten, falling from a span."""
    power = Fraction(10) ** len(str(int(span) or 1))
    for _ in range(12):
        for digit in STEPS:
            yield digit * power
        power /= 10
