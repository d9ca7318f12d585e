"""One life at a time: a person's community is lived again, in the worlds of a design, and their life written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import kernels
from counterlife.study.design import DesignError

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.replay import Life
    from counterlife.regime.tables import RuleTables
    from counterlife.study.design import Design
    from counterlife.town.tables import TownTables

EVER_SANCTIONED: Final = 1
EVER_EARNED: Final = 2
EVER_BITS: Final = EVER_SANCTIONED | EVER_EARNED
"""Bits of the column `counterlife.life.columns.EVER`."""


def only(design: Design, *places: int) -> Design:
    """The design with some of its worlds only, in the order given; the design itself, with what was compiled, if these are all."""
    if places == tuple(range(len(design.worlds))):
        return design
    return replace(design, worlds=tuple(design.worlds[place] for place in places))


def follow(design: Design, person: int, seed: int) -> Life:
    """The life of one synthetic person in every world of a design.

    Parameters
    ----------
    person : int
        From 0; persons of a community have neighbouring numbers.
    seed : int
        The replicate in which they live.
    """
    if not 0 <= person < design.people:
        raise DesignError(f"person {person}: there are {design.people:,}, numbered from 0")
    compiled, town = design.compiled, design.town_tables
    kernels.load(rules=compiled.tables)
    from counterlife.life.replay import replay

    return replay(compiled.tables, compiled.names, design.names, town, seed, person)


def median_wronged(design: Design, seed: int) -> tuple[int, int] | None:
    """The person to show for those sanctioned in the first world though their own file never brought it.

    Of these persons, in order of the months for which they were sanctioned and then of their numbers, it is the one in the middle (the
    lower of two).

    Returns
    -------
    tuple of int or None
        The person's number, and how many such persons there are; None if there are none.
    """
    compiled, town = design.compiled, design.town_tables
    kernels.load(rules=compiled.tables)
    from counterlife.life import columns

    found: list[tuple[int, int]] = []
    for number in range(design.communities):
        state = lived(compiled.tables, town, seed, number)
        wronged = np.flatnonzero((state.byte[0, columns.EVER] & EVER_BITS) == EVER_SANCTIONED)
        months = state.number[0, columns.MONTHS]
        found += [(int(months[place]), number * town.persons + int(place)) for place in wronged]
    if not found:
        return None
    return sorted(found)[(len(found) - 1) // 2][1], len(found)


def lived(tables: RuleTables, town: TownTables, seed: int, community: int, months: int = 0) -> State:
    """The columns of a community after so many months; after its last month, if 0."""
    from counterlife.life.community import PoolFullError, empty_state, empty_tally, live_into
    from counterlife.town.people import draw

    people, crowding = draw(town, seed, community), 1
    while True:
        state = empty_state(tables, people, crowding)
        try:
            live_into(empty_tally(tables), state, tables, people, seed, community, months=months)
        except PoolFullError:
            crowding *= 2
        else:
            return state
