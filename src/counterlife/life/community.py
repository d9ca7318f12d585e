"""Live communities: the unit of work. A pure function of rules, town, seed and community ids, to tallies that add up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.life import columns as col
from counterlife.life.month import live_months
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

LINE: Final = 16
"""Numbers of 32 bits in a line of the cache."""

SIGHTS_MOST: Final = 1 << 20
"""A pool beyond this many sightings a person would be a runaway, not a crowd."""


def signed(seed: int) -> int:
    """The same 64 bits of a seed as a signed number, which is how kernels take it."""
    seed &= (1 << 64) - 1
    return seed - ((seed >> 63) << 64)


def empty_tally(tables: RuleTables) -> Tally:
    """A tally of nothing, of the shape these rules need."""
    (worlds, channels, months, cells), groups = tables.cover.shape, int(tables.town[T_GROUPS])
    lists, schemes, places = tables.listed.shape[1], tables.scheme.shape[1], cells // max(1, groups)
    return empty(worlds, months, groups, lists, channels, schemes, tables.pairs.shape[0], places)


def districts(tables: RuleTables, persons: int) -> int:
    """How many districts of the court a community has."""
    size = int(tables.town[T_DISTRICT])
    return -(-persons // size) if size else 1


def empty_state(tables: RuleTables, community: Community, crowding: int = 1, notes: int = 0) -> col.State:
    """Columns for one community, all zero.

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
    rows = -(-n // luck.ROW_PERSONS)
    records = crowding * (64 + n * months // 4)

    def zeros(*shape: int, kind: type = np.int32) -> NDArray[np.int32]:
        return np.zeros(shape, dtype=kind)

    def in_lines(*shape: int) -> NDArray[np.int32]:  # rows begin where lines of the cache do
        room = np.zeros(math.prod(shape) + LINE, dtype=np.int32)
        first = -room.ctypes.data % (4 * LINE) // 4
        return room[first : first + math.prod(shape)].reshape(shape)

    return col.State(
        byte=np.zeros((worlds, col.BYTES, n), dtype=np.uint8),
        number=zeros(worlds, col.NUMBERS, n),
        react=zeros(worlds, col.REACTS, n),
        scores=in_lines(worlds, schemes, n, col.SCORE_PLACES),
        listings=zeros(worlds, lists, n, col.LISTING_ROWS),
        records=in_lines(worlds, records, col.RECORD_FIELDS),
        bare=zeros(worlds, schemes, n),
        peers=np.zeros((int(tables.town[T_GROUPS]), n), dtype=np.uint8),
        bucket=zeros(worlds, months),
        queue=zeros(worlds, 3, crowding * (64 + n * months // 64)),
        court=np.zeros((worlds, col.COURT_ROWS, districts(tables, n)), dtype=np.int64),
        docket=zeros(worlds, 2, crowding * (64 + n * months // 64)),
        cell=zeros(worlds, len(DOMAINS), n),
        event=zeros(col.EVENT_FIELDS, n * (2 + acts)),
        sight=zeros(worlds, col.SIGHT_FIELDS, crowding * (64 + 2 * n)),
        adult=zeros(n),
        bit=np.zeros((col.BIT_GROUP + int(tables.town[T_GROUPS]), -(-n // 64)), dtype=np.int64),
        usual=np.zeros((everyday, n), dtype=np.uint16),
        ceiling=np.zeros((everyday, n), dtype=np.uint16),
        top=zeros(acts, rows),
        lane=np.zeros((8, n), dtype=np.uint16),
        draw=np.zeros((4, n), dtype=np.int64),
        point=np.zeros((4, len(luck.table("poisson-cdf"))), dtype=np.int64),
        covered=np.zeros((tables.channel.shape[1], n), dtype=np.int64),
        within=np.zeros((worlds, tables.channel.shape[1], -(-n // 64)), dtype=np.int64),
        place=zeros(2, n),
        caught=np.zeros(n, dtype=np.int64),
        glance=np.zeros((tables.channel.shape[1], 3, n), dtype=np.int64),
        control=np.zeros((worlds + 1, col.CONTROLS), dtype=np.int64),
        note=zeros(notes, col.NOTE_FIELDS),
        firm=zeros(worlds, col.FM_ROWS, firms),
        firm_score=zeros(worlds, schemes, col.FM_SCORE_ROWS, firms),
        firm_listing=zeros(worlds, lists, col.FM_LISTING_ROWS, firms),
        firm_record=zeros(worlds, col.FR_FIELDS, firms and crowding * (64 + firms * months // 8)),
        firm_event=zeros(3, firms * tables.firm_act.shape[0]),
        firm_sight=zeros(worlds, col.FV_FIELDS, firms and crowding * (64 + 2 * firms)),
        firm_point=np.zeros(firms, dtype=np.int64),
        reckoned=zeros(worlds, col.K_ROWS, n),
        still=np.zeros((col.STILL_ROWS, n), dtype=np.uint8),
        whole=zeros(worlds, schemes, col.WHOLE_ROWS, n),
        roll=zeros(col.ROLLS, n),
        block=zeros(2, acts),
        log=zeros(col.LOG_FIELDS, crowding * (64 + worlds * n * months // 4)),
        logged=zeros(months),
        loss=np.zeros((tables.pairs.shape[0], n), dtype=np.int64),
    )


_TO_ZERO: Final = (
    "byte", "number", "react", "scores", "listings", "bucket", "court", "cell", "control", "firm", "firm_score", "firm_listing",
    "reckoned", "still", "whole", "logged", "loss", "bare", "peers",
)  # fmt: skip
"""What must be zero at a beginning; the rest is written before it is read."""


def _begin(state: col.State, seed: int, community_id: int, watch: int) -> None:
    for name in _TO_ZERO:
        getattr(state, name).fill(0)
    month = state.control[-1]
    month[col.C_SEED] = signed(seed)
    month[col.C_COMMUNITY] = community_id
    month[col.C_WATCH] = watch


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
    live_months(months or tables.cover.shape[2], state, tables, community, tally)
    if state.control[-1, col.C_FULL]:
        raise PoolFullError


def live_drawn(tables: RuleTables, draw_community: Draw, seed: int, communities: Iterable[int]) -> Tally:
    """Live communities that ``draw_community`` draws by their id, and sum their counts."""
    ids = list(communities)
    crowding = 1
    while True:
        tally, state = empty_tally(tables), None
        flows: dict[int, NDArray[np.int64]] = {}
        try:
            for community_id in ids:
                community = draw_community(community_id)
                if state is None:
                    state = empty_state(tables, community, crowding)
                place = int(community.byte[PLACE, 0])
                if place not in flows:
                    flows[place] = np.zeros_like(tally.flow)
                live_into(tally._replace(flow=flows[place]), state, tables, community, seed, community_id)
        except PoolFullError:
            crowding *= 2
            if crowding > SIGHTS_MOST:
                raise
        else:
            for place, flow in flows.items():
                add_flow(tally, place, flow)
            return tally


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
