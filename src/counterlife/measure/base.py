"""What a measure is: a name, a unit, a formula in words with its source, and a function from counts to a ratio of sums.

A measure is computed within a seed as one sum over another; only then are seeds compared. So a measure of two halves of the
communities is the ratio of the summed sums, never a mean of ratios.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from counterlife.measure.view import View

PERSON_YEARS: Final = 12_000
"""Scale from a count per person-month to a count per 1,000 person-years."""

YUAN_YEAR: Final = 0.12
"""Scale from cents per person-month to yuan per person-year."""

HUNDRED: Final = 100


class Count(NamedTuple):
    """A ratio of sums within one seed."""

    top: float
    """Numerator: an integer count, or for life tables and gaps a number made from counts."""
    bottom: float
    """Denominator, never 0."""
    events: int
    """How many counted things the numerator stands on: few of them carry no interval."""
    n: int
    """How many independent units could have had one (persons, listings, acts): what "no events in n" is said of."""


@dataclass(frozen=True)
class Measure:
    """A named outcome.

    Parameters
    ----------
    name : str
        Family and measure, ``family.measure``.
    family : str
        One of `counterlife.measure.registry.FAMILIES`.
    unit, denominator, formula : str
        In words. Every formula is over the whole window of the run unless it says otherwise.
    function : callable
        The counts of one world (and of the world it is compared with) to a `Count`, or None where the measure is not defined.
    scale : float
        Value = scale × top / bottom.
    source : str
        Where the definition comes from.
    restates : str or None
        The input of the regime file that the measure mostly repeats.
    needs : {"", "baseline", "mute", "follows"}
        What it is compared with, person by person or count by count: nothing, a declared baseline, the regime's own muted world, or the
        regime with nothing following (``mute-follows`` if that is lived, else the muted world).
    over : {"", "list", "channel", "scheme"}
        Whether it is also given for each list or channel, or for each scheme alone.
    least, most : float or None
        The values it can have.
    whole : bool
        Defined only if it is defined in every seed.
    """

    name: str
    family: str
    unit: str
    denominator: str
    formula: str
    function: Callable[[View], Count | None]
    scale: float = 1
    source: str = "own definition"
    restates: str | None = None
    needs: Literal["", "baseline", "mute", "follows"] = ""
    over: Literal["", "list", "channel", "scheme"] = ""
    least: float | None = 0
    most: float | None = None
    whole: bool = False

    def value(self, count: Count) -> float:
        """The value within one seed."""
        return self.scale * count.top / count.bottom


def ratio(top: float, bottom: float, n: int | None = None, events: int | None = None) -> Count | None:
    """One sum over another, or None if there is nothing below.

    Parameters
    ----------
    top, bottom : float
        The sums.
    n : int, optional
        Independent units; the denominator itself if not given.
    events : int, optional
        Things counted in the numerator; the numerator itself if not given.
    """
    if bottom <= 0:
        return None
    return Count(top, bottom, int(abs(top)) if events is None else events, int(bottom) if n is None else n)


def base_of(view: View) -> View:
    """The world that a view is compared with."""
    if view.base is None:
        raise ValueError("this measure compares two worlds")
    return view.base


def of_persons(view: View, months: int, total: int, persons: int | None = None) -> Count | None:
    """A share of person-months, standing on no more things counted than persons were sanctioned: few persons are few, however long."""
    persons = view.last("ever-sanctioned") if persons is None else persons
    return ratio(months, total, n=persons, events=min(months, persons))


@dataclass(frozen=True)
class FieldRatio:
    """A ratio of two fields of the tallies, each summed over months: the form of most plain counts."""

    top: str
    bottom: str = "adults"
    stock: bool = False
    """Whether the numerator counts person-months, so that persons, not months, are the independent units."""
    cents: bool = False
    """Whether the numerator is money, so that person-months are what it stands on."""

    def __call__(self, view: View) -> Count | None:
        """The ratio in one world and group."""
        bottom = view.total(self.bottom)
        n = bottom // view.months if self.stock else bottom
        return ratio(view.total(self.top), bottom, n=n, events=bottom if self.cents else None)
