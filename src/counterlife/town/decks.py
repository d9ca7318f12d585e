"""The decks that the kernels of a town take: what it is drawn from, the community drawn, and room to work in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from counterlife.decks import Deck
from counterlife.town import traits
from counterlife.town.tables import BINS, NUMBERS
from counterlife.town.traits import Community

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Places in Pattern.setting.
PLACES: Final = 0  # how many the town names
FIRMS: Final = 1  # 1 if there are enterprises
FIRM_TURNOVER: Final = 2  # cents a worker and month
SETTINGS: Final = 3

BUCKETS: Final = 2048
"""People are put in order by buckets of the upper bits of their words."""

# Rows of Room.list.
POOL: Final = 0
ORDER: Final = 1
WAITING: Final = 2
TAKING: Final = 3
LISTS: Final = 4


class Pattern(NamedTuple):
    """What communities are drawn from: see `counterlife.town.tables.TownTables`."""

    number: NDArray[np.int64]
    quantile: NDArray[np.int32]
    place: NDArray[np.int32]
    sector: NDArray[np.int32]
    frailty: NDArray[np.int32]
    setting: NDArray[np.int64]


class Room(NamedTuple):
    """Room to work in, for n persons; whatever is in it before does not matter."""

    draw: NDArray[np.int64]  # [4, n] words
    more: NDArray[np.int64]  # [4, n] words drawn for another purpose
    list: NDArray[np.int32]  # [LISTS, n + groups + 2]
    bucket: NDArray[np.int32]  # [BUCKETS] how many are in each, then where the next of them goes
    firm: NDArray[np.int32]  # [FIRM_FIELDS, n]
    firms: NDArray[np.int64]  # [1] how many


PATTERN: Final = Deck(
    Pattern(
        np.zeros(NUMBERS, dtype=np.int64), np.zeros((1, BINS), dtype=np.int32), np.zeros((1, BINS), dtype=np.int32),
        np.zeros(BINS, dtype=np.int32), np.zeros(BINS, dtype=np.int32), np.zeros(SETTINGS, dtype=np.int64),
    )
)  # fmt: skip
COMMUNITY: Final = Deck(
    Community(
        np.zeros((traits.BYTES, 1), dtype=np.uint8), np.zeros((traits.NUMBERS, 1), dtype=np.int32), np.zeros((1, 1), dtype=np.int32),
        np.zeros(1, dtype=np.uint8), np.zeros((traits.FIRM_FIELDS, 1), dtype=np.int32),
    )
)  # fmt: skip


def room(n: int, groups: int) -> Room:
    """Room for drawing communities of n persons."""
    return Room(
        np.empty((4, n), dtype=np.int64), np.empty((4, n), dtype=np.int64), np.empty((LISTS, n + groups + 2), dtype=np.int32),
        np.empty(BUCKETS, dtype=np.int32), np.zeros((traits.FIRM_FIELDS, n), dtype=np.int32), np.zeros(1, dtype=np.int64),
    )  # fmt: skip


ROOM: Final = Deck(room(1, 0)._replace(list=np.zeros((LISTS, 1), dtype=np.int32)))
