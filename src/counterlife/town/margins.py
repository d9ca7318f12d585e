"""Margins: how the shares of ages and of households that a profile states become chances for single persons."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ADULT_AGE: Final = 18
OLD_AGE: Final = 60
"""From this age on people draw a pension and do not work, years."""
AGE_MOST: Final = 120
HOUSEHOLD_MOST: Final = 6


class MarginError(ValueError):
    """Margins that no households can have."""


def years(band: str) -> range:
    """The years of age of a band written ``0-14`` or ``40``."""
    first, _, last = band.partition("-")
    return range(int(first), int(last or first) + 1)


def single_years(bands: Mapping[str, Fraction]) -> dict[int, Fraction]:
    """Share of persons by year of age, even within a band."""
    return {year: share / len(years(band)) for band, share in bands.items() for year in years(band)}


def composition(
    ages: Mapping[int, Fraction], sizes: Mapping[int, Fraction], weights: Mapping[int, Fraction]
) -> tuple[list[Fraction], Fraction]:  # fmt: skip
    """Chances by which households come out with the margins of age.

    Parameters
    ----------
    ages : mapping
        Share of persons by year of age.
    sizes : mapping
        Share of households by number of persons.
    weights : mapping
        By size: how often a member after the first is a child, relative to other sizes.

    Returns
    -------
    list of Fraction
        By size 0 to 6: the chance that a member after the first is a child.
    Fraction
        The chance that an adult is 60 or more, unless that is the first adult beside children.

    Notes
    -----
    With p_s the share of households of size s, w_s the weight and T the share of persons below 18, the first is
    c_s = w_s T Σ p_s s / Σ p_s (s-1) w_s. Of the adults, Σ p_s (1 - (1-c_s)^(s-1)) a household stand beside children; the old are among
    the others.
    """
    young = sum((share for age, share in ages.items() if age < ADULT_AGE), Fraction(0))
    old = sum((share for age, share in ages.items() if age >= OLD_AGE), Fraction(0))
    persons = sum((share * size for size, share in sizes.items()), Fraction(0))
    chance = _chance_of_child(young * persons, sizes, weights)
    parents = sum((share * (1 - (1 - chance[size]) ** (size - 1)) for size, share in sizes.items()), Fraction(0))
    others = (1 - young) * persons - parents
    if old * persons > others:
        raise MarginError("too many people are 60 or more: beside children somebody is younger")
    if young and young + old == 1:
        raise MarginError("nobody is between 18 and 59, who could stand beside children")
    return chance, old * persons / others if old else Fraction(0)


def _chance_of_child(children: Fraction, sizes: Mapping[int, Fraction], weights: Mapping[int, Fraction]) -> list[Fraction]:
    """By size, for a mean of so many children a household."""
    further = sum((share * (size - 1) * weights[size] for size, share in sizes.items()), Fraction(0))
    if children and not further:
        raise MarginError("ages below 18 have a share, but no household has room for a child")
    chance = [Fraction(0)] * (HOUSEHOLD_MOST + 1)
    for size in sizes:
        chance[size] = weights[size] * children / further if children else Fraction(0)
        if chance[size] > 1:
            raise MarginError(f"households of {size} would be more than full of children: the share below 18 is too large for these sizes")
    return chance
