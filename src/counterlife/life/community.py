"""Live communities: the unit of work. A pure function of rules, town, seed and community ids, to tallies that add up."""

from __future__ import annotations

import math
import os
from collections import deque
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from counterlife import luck
from counterlife.life import columns as col
from counterlife.life.month import Table
from counterlife.life.tally import Tally, empty
from counterlife.regime.tables import ACT_DENSE, T_DISTRICT, T_FIRMS, T_GROUPS
from counterlife.town.people import draw
from counterlife.town.traits import PLACE
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from counterlife.regime.tables import RuleTables
    from counterlife.town.tables import TownTables
    from counterlife.town.traits import Community

    Draw = Callable[[int], Community]

LINE: Final = 64
"""Bytes of a line of the cache."""

SIGHTS_MOST: Final = 1 << 20
"""A pool beyond this many sightings a person would be a runaway, not a crowd."""


def empty_tally(tables: RuleTables) -> Tally:
    """A tally of nothing, of the shape these rules need."""
    (worlds, channels, months, cells), groups = tables.cover.shape, int(tables.town[T_GROUPS])
    lists, schemes, places = tables.listed.shape[1], tables.scheme.shape[1], cells // max(1, groups)
    return empty(worlds, months, groups, lists, channels, schemes, tables.pairs.shape[0], places)


def districts(tables: RuleTables, persons: int) -> int:
    """How many districts of the court a community has."""
    size = int(tables.town[T_DISTRICT])
    return -(-persons // size) if size else 1


def state_shapes(tables: RuleTables, community: Community, crowding: int = 1, notes: int = 0) -> dict[str, tuple[type, tuple[int, ...]]]:
    """Kind and shape of each array of columns for one community.

    Parameters
    ----------
    crowding : int
        How many times the usual room there is for records, sightings, events and appeals.
    notes : int
        Room for notes about a watched person.
    """
    worlds, months, n = tables.world.shape[0], tables.cover.shape[2], community.byte.shape[1]
    schemes, lists, acts = tables.scheme.shape[1], tables.listed.shape[1], tables.act.shape[0]
    everyday = 1 + int(tables.act[:, ACT_DENSE].max(initial=-1))
    firms = max(int(tables.town[T_FIRMS]), community.firm.shape[1])
    rows = -(-max(n, firms) // luck.ROW_PERSONS)
    records = crowding * (64 + n * months // 4)
    lots = crowding * rows * (4 * luck.ROW_PERSONS + 64 * acts) + luck.ABREAST

    def numbers(*shape: int) -> tuple[type, tuple[int, ...]]:
        return np.int32, shape

    def bytes_(*shape: int) -> tuple[type, tuple[int, ...]]:
        return np.uint8, shape

    def lanes(*shape: int) -> tuple[type, tuple[int, ...]]:
        return np.uint16, shape

    def words(*shape: int) -> tuple[type, tuple[int, ...]]:
        return np.int64, shape

    return {
        "byte": bytes_(worlds, col.BYTES, n),
        "number": numbers(worlds, col.NUMBERS, n),
        "react": numbers(worlds, col.REACTS, n),
        "scores": numbers(worlds, schemes, n, col.SCORE_PLACES),
        "listings": numbers(worlds, lists, n, col.LISTING_ROWS),
        "records": numbers(worlds, records, col.RECORD_FIELDS),
        "bare": numbers(worlds, schemes, n),
        "peers": bytes_(int(tables.town[T_GROUPS]), n),
        "bucket": numbers(worlds, months),
        "queue": numbers(worlds, 3, crowding * (64 + n * months // 64)),
        "ends": words(worlds, int(tables.town[T_GROUPS])),
        "court": words(worlds, col.COURT_ROWS, districts(tables, n)),
        "docket": numbers(worlds, 2, crowding * (64 + n * months // 64)),
        "cell": numbers(worlds, len(DOMAINS), n),
        "did": words(worlds, acts, -(-n // 64)),
        "acted": words(worlds, -(-n // 64)),
        "mood": words(worlds, col.MOODS, -(-n // 64)),
        "force": words(worlds, col.FORCES, acts),
        "turning": bytes_(months),
        "seers": words(worlds + 1, acts),
        "eye": words(col.EYES, tables.channel.shape[1]),
        "sight": numbers(worlds, col.SIGHT_FIELDS, crowding * (64 + 2 * n)),
        "adult": numbers(n),
        "outside": words(int(tables.town[T_GROUPS])),
        "bit": words(col.BIT_GROUP + int(tables.town[T_GROUPS]), -(-n // 64)),
        "usual": lanes(everyday, n),
        "ceiling": lanes(everyday, n),
        "most": words(acts),
        "top": numbers(acts + tables.firm_act.shape[0], rows),
        "lane": lanes(8, n),
        "draw": words(4, n),
        "lot": numbers(col.LOTS, lots),
        "drawn": words(4, lots),
        "span": numbers(2, acts + tables.firm_act.shape[0]),
        "point": words(4, len(luck.table("poisson-cdf")) + luck.ABREAST),
        "covered": words(tables.channel.shape[1], n),
        "within": words(worlds, tables.channel.shape[1], -(-n // 64)),
        "viewed": words(tables.channel.shape[1], -(-n // 64)),
        "place": numbers(n + luck.ABREAST),
        "word": words(4, n + luck.ABREAST),
        "control": words(worlds + 1, col.CONTROLS),
        "note": numbers(notes, col.NOTE_FIELDS),
        "firm": numbers(worlds, col.FM_ROWS, firms),
        "firm_score": numbers(worlds, schemes, col.FM_SCORE_ROWS, firms),
        "firm_listing": numbers(worlds, lists, col.FM_LISTING_ROWS, firms),
        "firm_record": numbers(worlds, col.FR_FIELDS, firms and crowding * (64 + firms * months // 8)),
        "firm_still": bytes_(firms),
        "firm_event": numbers(3, firms * tables.firm_act.shape[0]),
        "firm_sight": numbers(worlds, col.FV_FIELDS, firms and crowding * (64 + 2 * firms)),
        "reckoned": numbers(worlds, col.K_ROWS, n),
        "still": bytes_(col.STILL_ROWS, n),
        "whole": numbers(worlds, schemes, col.WHOLE_ROWS, n),
        "roll": numbers(col.ROLLS, n),
        "concern": numbers(worlds, acts),
        "log": numbers(col.LOG_FIELDS, crowding * (64 + worlds * n * months // 4)),
        "logged": numbers(months),
        "income": words(worlds, n),
        "loss": words(tables.pairs.shape[0], n),
    }


def empty_state(tables: RuleTables, community: Community, crowding: int = 1, notes: int = 0) -> col.State:
    """Columns for one community, all zero; see `state_shapes`."""

    def zeros(kind: type, shape: tuple[int, ...]) -> NDArray[Any]:  # rows begin where lines of the cache do
        room = np.zeros(math.prod(shape) * np.dtype(kind).itemsize + LINE, dtype=np.uint8)
        first = -room.ctypes.data % LINE
        return room[first : first + room.size - LINE].view(kind).reshape(shape)

    return col.State(**{name: zeros(*each) for name, each in state_shapes(tables, community, crowding, notes).items()})


_TO_ZERO: Final = (
    "byte", "number", "react", "bucket", "ends", "court", "control", "firm", "firm_score", "firm_listing", "turning",
    "reckoned", "still", "whole", "logged", "loss", "bare", "peers",
)  # fmt: skip
"""What must be zero at a beginning; the rest is written before it is read."""


def _begin(state: col.State, seed: int, community_id: int, watch: int) -> None:
    for name in _TO_ZERO:
        getattr(state, name).fill(0)
    month = state.control[-1]
    month[col.C_SEED] = luck.signed(seed)
    month[col.C_COMMUNITY] = community_id
    month[col.C_WATCH] = watch


_kept: Final[deque[col.State]] = deque(maxlen=os.cpu_count())
"""Columns that some thread has done with: fresh ones cost as much as living a community for some months."""
NOBODY: Final = -1


class PoolFullError(Exception):
    """The columns were too small; the caller lives the communities again with more room."""


def live_into(
    tally: Tally, state: col.State, tables: RuleTables, community: Community, seed: int, community_id: int, watch: int = -1, months: int = 0
) -> None:
    """Live one community and add its counts to a tally.

    Parameters
    ----------
    tally : Tally
        Added to in place; useless after a `PoolFullError`.
    state : State
        Columns from `empty_state`, of any earlier use.
    watch : int
        Place of the person whose life is written down in ``state.note``, or -1.
    months : int
        How many months of the rules' time; 0 for all.
    """
    _begin(state, seed, community_id, watch)
    Table(state, tables, tally).live(months or tables.cover.shape[2], community)
    _check_room(state)


def _check_room(state: col.State) -> None:
    if state.control[-1, col.C_FULL]:
        raise PoolFullError


def live_drawn(tables: RuleTables, draw_community: Draw, seed: int, communities: Iterable[int]) -> Tally:
    """Live communities that ``draw_community`` draws by their id, and sum their counts."""
    ids = list(communities)
    crowding = 1
    while True:
        tally, state = empty_tally(tables), None
        laid: dict[int, Table] = {}
        try:
            for community_id in ids:
                community = draw_community(community_id)
                if state is None:
                    state = _kept_state(tables, community, crowding)
                place = int(community.byte[PLACE, 0])
                if place not in laid:
                    laid[place] = Table(state, tables, tally._replace(flow=np.zeros_like(tally.flow)))
                _begin(state, seed, community_id, NOBODY)
                laid[place].live(tables.cover.shape[2], community)
                _check_room(state)
        except PoolFullError:
            crowding *= 2
            if crowding > SIGHTS_MOST:
                raise
        else:
            for place, table in laid.items():
                add_flow(tally, place, table.arrays[2].flow)
            if state is not None:
                _kept.append(state)
            return tally


def _kept_state(tables: RuleTables, community: Community, crowding: int) -> col.State:
    """A state that was done with, if the latest has the room that is needed, or a new one."""
    shapes = state_shapes(tables, community, crowding)
    try:
        kept = _kept.pop()
    except IndexError:
        return empty_state(tables, community, crowding)
    fits = all(getattr(kept, name).shape == shape for name, (_, shape) in shapes.items())
    return kept if fits else empty_state(tables, community, crowding)


def add_flow(tally: Tally, place: int, flow: NDArray[np.int64]) -> None:
    """Add what happened in communities of one place to ``tally.flow``, and to ``tally.region`` where the town has several places."""
    np.add(tally.flow, flow, out=tally.flow)
    if tally.region.size:
        np.add(tally.region[:, place], flow, out=tally.region[:, place])


def live(tables: RuleTables, town: TownTables, seed: int, first: int, last: int) -> Tally:
    """Live communities ``first`` to ``last - 1`` of a town and sum their counts.

    Parameters
    ----------
    tables : RuleTables
        The rules of W worlds (`regime.compile`).
    town : TownTables
        Who lives there (`town.tables`).
    seed : int
        64-bit seed; with a community's id it determines everything.

    Returns
    -------
    Tally
        Int64 counts. They don't depend on which other communities, worlds or threads there are.
    """
    return live_drawn(tables, lambda community_id: draw(town, seed, community_id), seed, range(first, last))
