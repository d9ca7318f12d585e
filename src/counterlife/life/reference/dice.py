"""The luck of one community, drawn by name; the worlds share what one of them has drawn."""

from __future__ import annotations

from functools import lru_cache

from counterlife import luck
from counterlife.luck import COMMUNITY_SPAN, PERSON, PURPOSE, ROW_PERSONS


class Dice:
    """Draws of one community. The same question always has the same answer, so answers are kept only to save time."""

    def __init__(self, seed: int, community: int, persons: int) -> None:
        self._seed = seed
        self._base = community * COMMUNITY_SPAN
        self._rows = (persons + ROW_PERSONS - 1) // ROW_PERSONS
        self._words = lru_cache(maxsize=1 << 16)(luck.words)
        self.lowest_points = lru_cache(maxsize=1 << 8)(self._lowest_points)

    def words(self, kind: int, place: int, month: int, purpose: str, code: int = 0, index: int = 0) -> tuple[int, int, int, int]:
        """Four 32-bit words of one entity of the community."""
        return self._words(self._seed, kind, self._base + place, month, PURPOSE[purpose], code, index)

    def person(self, place: int, month: int, purpose: str, code: int = 0, index: int = 0) -> int:
        """The one 32-bit word that most decisions about a person take."""
        return self.words(PERSON, place, month, purpose, code, index)[0]

    def _lowest_points(self, month: int, purpose: str, code: int, most: int) -> dict[int, int]:
        """Place to lowest point in rate space, in the order of places, for rates up to ``most`` (in 2^-40 a month).

        A rare thing happens to a person at most once a month, so only the lowest of their points matters: it happens if that lies below
        the rate.
        """
        top = luck.layer_of(most)
        lowest: dict[int, int] = {}
        for row in range(self._rows):
            for place_in_row, point in luck.rare_points(self._seed, self._base + row, month, PURPOSE[purpose], code, top):
                place = row * ROW_PERSONS + place_in_row
                lowest[place] = min(point, lowest.get(place, point))
        return dict(sorted(lowest.items()))
