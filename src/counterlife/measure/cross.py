"""Proportion: sanctions in spheres of life that have nothing to do with the act, or with why the data arose."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.life.tally import ROW_ACT, ROW_CAUSE, ROW_CONTEXT
from counterlife.measure.base import HUNDRED, Count, Measure, of_persons, ratio
from counterlife.measure.view import causes_of
from counterlife.words import ACT_DOMAINS, CONTEXTS, DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from counterlife.measure.view import View

FAMILY: Final = "proportion"
ROWS: Final = {"act": (ROW_ACT, ACT_DOMAINS), "context": (ROW_CONTEXT, CONTEXTS)}
MAPS: Final = ("narrow", "broad")
AI_ACT: Final = "EU AI Act, Art. 5(1)(c)"


@cache
def unrelated(rows: str, width: str) -> NDArray[np.bool_]:
    """``[row, right]``: which rights are unrelated to a sphere, as ``unrelated.toml`` says.

    Parameters
    ----------
    rows : {"act", "context"}
        Spheres of the act, or purposes for which the data arose.
    width : {"narrow", "broad"}
        Narrow: only what no reading relates. Broad: everything outside the sphere itself.
    """
    table = tomllib.loads((files("counterlife.regime") / "library" / "unrelated.toml").read_text("utf-8"))[rows]
    spheres = ROWS[rows][1]
    if set(table) != set(spheres):
        raise ValueError(f"unrelated.toml, [{rows}]: its spheres are not those of the model")
    found = np.ones((len(spheres), len(DOMAINS)), dtype=np.bool_)
    for sphere, related in table.items():
        for right in related["near"] + (related["far"] if width == "narrow" else []):
            found[spheres.index(sphere), slice(None) if right == "*" else DOMAINS.index(right)] = False
    return found


def share(rows: str, width: str) -> Callable[[View], Count | None]:
    """Months withheld in unrelated spheres, of all."""
    first, spheres = ROWS[rows]

    def function(view: View) -> Count | None:
        months = view.cross[first : first + len(spheres)]
        return of_persons(view, int(months[unrelated(rows, width)].sum()), int(months.sum()))

    return function


def by_points(width: str, change: bool) -> Callable[[View], Count | None]:
    """The share at year ends with months from a band split by negative points; or what that changes."""

    def function(view: View) -> Count | None:
        months = view.origin
        deciding, points = (int(part[unrelated("act", width)].sum()) for part in months)
        return of_persons(view, points - deciding if change else points, int(months[1].sum()))

    return function


def weight(side: int) -> Callable[[View], Count | None]:
    """Earned months of rights withheld over the gravity of own acts on file."""

    def function(view: View) -> Count | None:
        earned = int(view.cross[[ROW_CAUSE + place for place in causes_of("earned")]].sum())
        return ratio(100 * earned, int(view.parts("gravity")[side]), n=view.last("adults"), events=view.last("ever-earned"))

    return function


def no_act(view: View) -> Count | None:
    """Months withheld where nobody acted, of all."""
    months = view.cross[ROW_ACT:ROW_CONTEXT]
    return of_persons(view, int(months[ACT_DOMAINS.index("none")].sum()), int(months.sum()))


UNIT: Final = "of 100 domain-months"
MONTHS: Final = "person-months withheld, once for each right, each by its deciding record"

MEASURES: Final = (
    *(
        Measure(
            f"cross.share.{width}", FAMILY, UNIT, MONTHS,
            f"domain-months withheld for an act of an unrelated sphere, {width} map of unrelated / domain-months withheld",
            share("act", width), HUNDRED, f"{AI_ACT}(ii); maps: own judgement", most=HUNDRED,
        )
        for width in MAPS
    ),
    *(
        Measure(
            f"cross.context.{width}", FAMILY, UNIT, MONTHS,
            f"domain-months withheld by data that arose for an unrelated purpose, {width} map of unrelated / domain-months withheld",
            share("context", width), HUNDRED, f"{AI_ACT}(i); maps: own judgement", most=HUNDRED,
        )
        for width in MAPS
    ),
    *(
        Measure(
            f"cross.by-points.{width}", FAMILY, UNIT, "person-months withheld at year ends, once for each right",
            f"cross.share.{width}, with months that follow from a band split by the negative points of the records on file",
            by_points(width, change=False), HUNDRED, f"{AI_ACT}(ii); maps: own judgement", most=HUNDRED,
        )
        for width in MAPS
    ),
    *(
        Measure(
            f"cross.choice.{width}", FAMILY, "points of 100", "person-months withheld at year ends, once for each right",
            f"how much that choice moves cross.share.{width}: by points - by the deciding record, both at year ends",
            by_points(width, change=True), HUNDRED, f"{AI_ACT}(ii); maps: own judgement", least=-HUNDRED, most=HUNDRED,
        )
        for width in MAPS
    ),
    *(
        Measure(
            name, FAMILY, "domain-months per point", "points of gravity of own acts on file, each act once",
            f"earned person-months withheld, once for each right / points of gravity, {which}; 0 where nothing is withheld, as under fines",
            weight(side), 1, "gravity: own judgement, with its range, in the registry of acts",
        )
        for side, (name, which) in enumerate(
            (("weight.months", "as judged"), ("weight.months-most", "each act at the least"), ("weight.months-least", "each at the most"))
        )
    ),
    Measure(
        "cross.no-act", FAMILY, UNIT, MONTHS,
        "domain-months withheld by a guess or a rule about kin, where nobody acted / domain-months withheld",
        no_act, HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
