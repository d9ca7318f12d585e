"""The numbers of a regime that the page lets one turn: which, through which stops, in what words, and on whose word."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from counterlife.regime import units
from counterlife.regime.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterlife.regime.model import Regime
    from counterlife.regime.numbers import Stated
    from counterlife.regime.quantity import Quantity
    from counterlife.report.say import Words

MOST: Final = 14
"""Dials on the page; the rulebook has every number."""


class Kind(NamedTuple):
    """A kind of dial: its name among the words, its section, the paths it turns, and how many of these at most.

    ``suits`` is the end of the range that favours the scheme: fewer mistakes, better remedies, milder consequences. It is empty where
    that is not plain.
    """

    name: str
    section: str
    path: str
    most: int = 1
    suits: Literal["low", "high", ""] = ""


NAME: Final = r"([\w-]+)"
KINDS: Final = (
    Kind("unable", "listing", rf"lists\.{NAME}\.unable", suits="low"),
    Kind("mistaken", "watching", rf"channels\.{NAME}\.mistaken-person(?:\.{NAME})?", 2, "low"),
    Kind("false-match", "watching", rf"channels\.{NAME}\.matching\.false-match(?:\.{NAME})?", suits="low"),
    Kind("false-positive", "guessing", rf"infer\.{NAME}\.false-positive(?:\.{NAME})?", suits="low"),
    Kind("association", "scoring", r"infer\.(association)\.weight", suits="low"),
    Kind("band", "scoring", rf"schemes\.{NAME}\.bands\.{NAME}\.from"),
    Kind("term", "listing", rf"lists\.{NAME}\.term"),
    Kind("notice", "sanction", rf"lists\.{NAME}\.notice", suits="high"),
    Kind("follow-notice", "sanction", rf"schemes\.{NAME}\.follows\.{NAME}\.notice", suits="high"),
    Kind("kept", "scoring", rf"schemes\.{NAME}\.records\.kept"),
    Kind("catches", "watching", rf"channels\.{NAME}\.catches", 2),
    Kind("coverage", "watching", rf"channels\.{NAME}\.coverage"),
    Kind("clears", "sanction", rf"agencies\.{NAME}\.clears", suits="high"),
    Kind("capacity", "recourse", r"(recourse)\.appeal\.capacity", suits="high"),
    Kind("won", "recourse", r"(recourse)\.appeal\.succeeds\.if-wrong", suits="high"),
    Kind("corrected", "recourse", r"(recourse)\.correction\.on-request", suits="high"),
    Kind("job-loss", "life", r"(bear)\.job-loss", suits="low"),
    Kind("fear", "reaction", r"(adapt)\.fear\.strength", suits="low"),
)
"""What is shown as a dial, as far as a regime states it with a range, the most telling first."""

FEWEST: Final = 10
WIDE: Final = 50
"""A range whose ends (or whose value and upper end, if it begins at 0) differ by more than this factor has stops that grow."""

DIGITS: Final = (1, 2, 5)
TERMS: Final = (1, 3, 6, 12, 24, 36, 60, 120)
"""Months that a term can be set to where it may also be open."""

COUNTED: Final = ("number of points", "sum of money", "duration", "number of months", "term")
"""Dimensions of whole numbers."""

SPANS: Final = ("duration", "number of months", "term")
OUT_OF: Final = tuple(10**power for power in range(2, 13))


def dials(regime: Regime, say: Words, month: int) -> list[dict[str, Any]]:
    """The dials of a regime.

    Parameters
    ----------
    month : int
        Counted from year 0, for which numbers that change by date are told.
    """
    stated = [one for one in numbers(regime) if _turns(one.quantity) and _own(one.path, regime)]
    found: list[dict[str, Any]] = []
    for kind in KINDS:
        matching = [(one, match) for one in stated if (match := re.fullmatch(kind.path, one.path))]
        for one, match in sorted(matching, key=lambda pair: _rank(kind, pair[1], regime))[: kind.most]:
            found.append(dial(kind, one, [part for part in match.groups() if part], say, month))
    return found[:MOST]


def _turns(quantity: Quantity[Any]) -> bool:
    """Whether there is a range to turn through."""
    return quantity.range is not None and quantity.range[0] != quantity.range[1]


def _own(path: str, regime: Regime) -> bool:
    """Whether a number belongs to the regime rather than to ordinary law."""
    part, _, rest = path.partition(".")
    name = rest.partition(".")[0]
    if part == "schemes":
        return not regime.schemes[name].ordinary
    if part == "channels":
        return any(scheme in regime.schemes and not regime.schemes[scheme].ordinary for scheme in regime.channels[name].feeds)
    return True


def _rank(kind: Kind, match: re.Match[str], regime: Regime) -> int:
    """What is turned first among several: the highest band from which something is withheld; a channel that feeds no ordinary law."""
    if kind.name in ("band", "follow-notice"):
        withholding = [name for name, follow in regime.schemes[match[1]].follows.items() if follow.withholds]
        return 0 if withholding[:1] == [match[2]] else 1
    if kind.section == "watching":
        return sum(regime.schemes[scheme].ordinary for scheme in regime.channels[match[1]].feeds if scheme in regime.schemes)
    return 0


def dial(kind: Kind, one: Stated, names: list[str], say: Words, month: int) -> dict[str, Any]:
    """One dial: a sentence with a blank, and the stops that can fill it."""
    quantity = one.quantity
    low, high = quantity.range or (None, None)
    now = quantity.at(month)
    open_end = None in (low, high, now)
    values = _terms(low, high, now) if quantity.dimension in SPANS else list(stops(quantity, Fraction(now)))
    shown = _words(quantity, [value for value in values if value is not None], say)
    blanks = {"name": names[0], "part": names[1] if len(names) > 1 else ""}
    at = values.index(now)
    lo, hi = (shown(value) for value in (low, high))
    return {
        "path": one.path,
        "section": kind.section,
        "kind": "choice" if open_end else "range",
        "label": say.plain(f"explorer.dials.{kind.name}.label", **blanks).replace(" ()", ""),
        "sentence": say.plain(f"explorer.dials.{kind.name}.sentence", value="{value}", **blanks).replace(" ()", ""),
        "stops": [{"value": written(quantity, value), "shown": shown(value)} for value in values],
        "at": at,
        "default": at,
        "suits": _suits(kind, values, low, high),
        "lo_hi_shown": say.plain("explorer.dials.range", lo=lo, hi=hi),
        "dated": [{"from": units.month_text(since), "value": str(step)} for since, step in quantity.dated],
        "source": one.source,
        "grade": one.grade,
        "note": quantity.note,
    }


def _suits(kind: Kind, values: list[Any], low: Any, high: Any) -> dict[str, int] | None:
    """The stops at the ends of the range that favour the scheme, and its critics."""
    if not kind.suits or low not in values or high not in values:
        return None
    ends = {"low": values.index(low), "high": values.index(high)}
    return {"scheme": ends[kind.suits], "critic": ends["high" if kind.suits == "low" else "low"]}


def _terms(low: Any, high: Any, now: Any) -> list[Any]:
    """Some spans of time, and, where it may be, none at all."""
    known = {term for term in TERMS if (low is None or term >= low) and (high is None or term <= high)}
    known |= {term for term in (low, high, now) if term is not None}
    return [*sorted(known), *([None] if high is None or now is None else [])]


def stops(quantity: Quantity[Any], now: Fraction) -> list[Fraction]:
    """Where a dial stops: both ends of the range, its value, and round numbers between them."""
    if quantity.range is None:
        raise ValueError("a dial turns through a range")
    scale = _scale(quantity)
    lo, hi, now = (Fraction(end) * scale for end in (*quantity.range, now))
    least = lo if lo > 0 else (now if lo == 0 else Fraction(0))
    between = _growing(least / (1 if lo > 0 else 10), hi) if least > 0 and hi / least > WIDE else _even(lo, hi, quantity.dimension)
    return [stop / scale for stop in sorted({lo, now, hi, *(stop for stop in between if lo < stop < hi)})]


def _scale(quantity: Quantity[Any]) -> int:
    """Months that a rate is told for: a year, or one where a year would bring more than one of them."""
    return 12 if quantity.dimension == "rate" and quantity.range is not None and quantity.range[1] * 12 <= 1 else 1


def _even(lo: Fraction, hi: Fraction, dimension: str) -> Iterator[Fraction]:
    """Round numbers at equal distances: at least ten parts, where the unit allows them."""
    step = next((step for step in _falling(hi - lo) if (hi - lo) / step >= FEWEST), hi - lo)
    if dimension == "number of points":
        step = max(step, Fraction(1))
    first = -(-lo // step)
    return (place * step for place in range(int(first), int(hi // step) + 1))


def _growing(lo: Fraction, hi: Fraction) -> Iterator[Fraction]:
    """Round numbers that grow with their size."""
    steps = takewhile(lambda step: step >= lo, _falling(hi))
    return (step for step in steps if step <= hi)


def _falling(span: Fraction) -> Iterator[Fraction]:
    """1, 2 and 5 times powers of ten, falling, the first of them above a span."""
    power = Fraction(1)
    while power <= span:
        power *= 10
    while power > span:
        power /= 10
    while True:
        for digit in reversed(DIGITS):
            yield digit * power
        power /= 10


def _words(quantity: Quantity[Any], values: list[Any], say: Words) -> Callable[[Any], str]:
    """How a value is shown."""
    dimension = quantity.dimension
    if dimension in ("share", "rate"):
        scale = _scale(quantity)
        time = "share" if dimension == "share" else ("year" if scale == 12 else "month")
        least = min((value * scale for value in values if value), default=Fraction(1))
        of = next((of for of in OUT_OF if least * of >= 1), OUT_OF[-1])
        return lambda value: say.plain(f"explorer.dials.{time}", n=say.number(float(value * scale * of)), of=say.whole(of))
    plain: dict[str, Callable[[Any], str]] = {
        "signed share": lambda value: say.plain("explorer.dials.percent", n=say.number(float(value * 100))),
        "number": lambda value: say.number(float(value)),
        "number of points": lambda value: say.plain("explorer.dials.points", n=say.whole(value)),
        "sum of money": lambda value: say.yuan(float(value)),
        "capacity": lambda value: say.plain("explorer.dials.cases", n=say.number(float(value))),
    }
    return plain.get(dimension, lambda value: say.plain("explorer.dials.open") if value is None else say.years(int(value)))


def written(quantity: Quantity[Any], value: Any) -> str:
    """A value as a setting writes it: in the unit of the file, which bare numbers of its range share."""
    dimension = units.DIMENSIONS[quantity.dimension]
    if value is None:
        return "until it ends" if quantity.dimension == "term" else units.FOREVER
    unit = units.unit_of(quantity.text)
    if not unit:
        return dimension.render(value if quantity.dimension not in COUNTED else int(value))
    return f"{units.decimal(Fraction(value) / Fraction(dimension.parse(f'1 {unit}')))} {unit}"
