"""A rival at the same cost: another policy, with as much of what it does as the regime's staff-hours pay for.

The rival's file says what grows with its budget (`matched`, paths of shares). All of them are multiplied by one factor, which is sought by
living a few communities: staff-hours rise with it, so the interval that holds the regime's is narrowed until they agree.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from counterlife.measure.cost import KINDS, staff
from counterlife.measure.view import View
from counterlife.regime.load import load
from counterlife.regime.numbers import numbers
from counterlife.study.design import AT_BUDGET, Design, DesignError, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from counterlife.life.tally import Tally
    from counterlife.regime.model import Regime

SEEDS: Final = 4
COMMUNITIES: Final = 10
"""How much is lived to find the factor: the run's first seeds, at most so many communities of each."""

CLOSE: Final = 0.002
"""Staff-hours agree if they differ by less than this share."""

STEPS: Final = 12
GRAIN: Final = 1_000_000
"""Factors are whole millionths, so that the rules can be written down."""


def matched(name: str, design: Design, look: Callable[[], None] = lambda: None) -> Regime:
    """The rival of a name that ends in ``@budget``, scaled to the staff-hours of the design's first world.

    Parameters
    ----------
    name : str
        Name or path of the rival's file, and ``@budget``.
    design : Design
        What it will be run in; its seeds, months, town and first world matter.
    look : callable
        Called between two communities; what it raises ends the search.

    Raises
    ------
    DesignError
        If the rival's file does not say what grows with its budget, or the regime costs nothing.
    """
    file = name.removesuffix(AT_BUDGET)
    plain = load(file)
    shares = {stated.path: Fraction(stated.quantity.value) for stated in numbers(plain) if stated.path in plain.matched}
    if not shares:
        raise DesignError(f"`{plain.regime}` can't be matched to a budget: its file has no `matched`, the shares that grow with it")
    target = hours(design, [design.worlds[0].regime], look)[0]
    if target == 0:
        raise DesignError(f"`{name}`: `{design.worlds[0].regime.regime}` costs no staff-hours to match; see `costs` in its file")
    top = int(GRAIN / min(share for share in shares.values() if share))
    factor, found = _search(design, file, shares, target, top, look)
    scaled = _scaled(file, shares, factor)
    title = f"{scaled.title}, at the staff-hours of {design.worlds[0].regime.regime}"
    said = f"times {factor / GRAIN:g} what grows with its budget ({', '.join(shares)}), {100 * found / target:.1f} % of the staff-hours"
    short = "" if abs(found / target - 1) < 10 * CLOSE else "; it cannot come nearer"
    return scaled.model_copy(update={"title": title}).with_remarks([*scaled.remarks, f"{plain.regime}{AT_BUDGET}: {said}{short}"])


def _search(design: Design, file: str, shares: dict[str, Fraction], target: float, top: int, look: Callable[[], None]) -> tuple[int, float]:
    """The factor in millionths, and the staff-hours it brings."""
    low, high = 0, top
    below, above = hours(design, [_scaled(file, shares, factor) for factor in (low, high)], look)
    if not below < target < above:
        return (low, below) if target <= below else (high, above)
    factor, found = low, below
    for _ in range(STEPS):
        factor = low + round((high - low) * (target - below) / (above - below))
        (found,) = hours(design, [_scaled(file, shares, factor)], look)
        if abs(found / target - 1) < CLOSE or high - low <= 1:
            break
        if found < target:
            low, below = factor, found
        else:
            high, above = factor, found
    return factor, found


def _scaled(file: str, shares: dict[str, Fraction], factor: int) -> Regime:
    """The rival with its shares times a factor, each at most 1."""
    sets = []
    for path, share in shares.items():
        value = min(Fraction(1), share * factor / GRAIN)
        sets += [f"{path}.range=[0, 1]", f"{path}={value.numerator}/{value.denominator}"]
    return load(file, sets=sets)


def hours(design: Design, regimes: Sequence[Regime], look: Callable[[], None] = lambda: None) -> list[float]:
    """Staff-hours a person-month of some regimes, in the first communities of the design's first seeds."""
    from counterlife.life.community import live
    from counterlife.life.tally import add
    from counterlife.study.engine import engine, scene

    worlds = tuple(World(f"world-{place}", "regime", regime) for place, regime in enumerate(regimes))
    small: Any = replace(design, worlds=worlds, seeds=design.seeds[:SEEDS], communities=min(COMMUNITIES, design.communities))
    engine(small)

    def lived() -> Iterator[Tally]:
        for seed, community in product(small.seeds, range(small.communities)):
            look()
            yield live(small.compiled.tables, small.town_tables, seed, community, community + 1)

    total = reduce(add, lived())
    found = [staff(*KINDS)(View(total, scene(small), name)) for name in small.names]
    return [0.0 if count is None else count.top / count.bottom for count in found]
