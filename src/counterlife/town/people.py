"""People: one community of a town, drawn from the dice. A pure function of town, seed and the community's number.

Persons of a household stand side by side; the last household is cut off where the community is full. A household has one group, and its
first member is an adult; each further member is a child with a chance by the household's size. Where there are children, the first adult is
below 60. Essentials of a household are borne by its adults, in equal parts or by what they ordinarily have. Only those with a wage take
part in work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import kernels
from counterlife.luck import signed
from counterlife.town import traits
from counterlife.town.decks import COMMUNITY, PATTERN, ROOM, Pattern, room
from counterlife.town.tables import BINS

if TYPE_CHECKING:
    from counterlife.town.tables import TownTables

KERNEL: Final = "town.drawing.draw_community"


def draw(town: TownTables, seed: int, community: int) -> traits.Community:
    """One community of a town.

    Parameters
    ----------
    town : TownTables
        What `counterlife.town.tables.town_tables` made of a town profile.
    seed : int
        64-bit seed of the run.
    community : int
        Its number, from 0; no other community matters to it.
    """
    n, space, pattern = town.persons, room(town.persons, len(town.groups)), pattern_of(town)
    people = traits.Community(
        byte=np.empty((traits.BYTES, n), dtype=np.uint8),
        number=np.empty((traits.NUMBERS, n), dtype=np.int32),
        tie=np.empty((town.slots, n), dtype=np.int32),
        tie_kind=town.tie_kind,
        firm=np.zeros((traits.FIRM_FIELDS, 0), dtype=np.int32),
    )
    decks = [PATTERN.deal(pattern), COMMUNITY.deal(people), ROOM.deal(space)]
    kernels.call(kernels.addresses([KERNEL])[KERNEL], signed(seed), community, *(deck.ctypes.data for deck in decks))
    return people._replace(firm=space.firm[:, : space.firms[0]].copy())


def pattern_of(town: TownTables) -> Pattern:
    """What the kernel reads of a town."""
    firms, nothing = town.enterprises, np.zeros(BINS, dtype=np.int32)
    return Pattern(
        number=town.number,
        quantile=town.quantile,
        place=town.place,
        sector=nothing if firms is None else firms.sector,
        frailty=nothing if firms is None else firms.frailty,
        setting=np.array([len(town.places), firms is not None, 0 if firms is None else firms.turnover], dtype=np.int64),
    )
