"""Rare acts: points of the rate spaces of rows of persons or firms, drawn together for all acts of a month.

A row has candidates in layers, each of which covers a range of rates; how many is a Poisson draw (`counterlife.luck.layer_count`). A
candidate is a place in the row and a point in rate space: whoever's rate lies above it does the act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill_lots, layer_count, layer_point
from counterlife.life.columns import C_COMMUNITY, C_FULL, C_SEED, LOT_CODE, LOT_INDEX, LOT_ROW
from counterlife.life.kernel import part
from counterlife.regime.tables import ACT_CODE, FA_CODE

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

RARE = luck.PURPOSE["act-rare"]
ROW, SPAN, ROW_PERSONS, ABREAST = luck.ROW, luck.COMMUNITY_SPAN, luck.ROW_PERSONS, luck.ABREAST


@part
def add_lots(s: State, first: int, count: int, row: int, code: int, index: int) -> int:
    """Write down draws that are to be made; returns where they end, or 0 if there is no room for more."""
    if first + count + ABREAST > s.lot.shape[1]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return 0
    rows, codes, indices = s.lot[LOT_ROW], s.lot[LOT_CODE], s.lot[LOT_INDEX]
    for k in range((count + ABREAST - 1) & -ABREAST):  # whole vectors
        rows[first + k] = row
        codes[first + k] = code
        indices[first + k] = index + k
    return first + count


@part
def code_of(r: RuleTables, a: int) -> int:
    """The code under which an act draws its luck; acts of firms are numbered after those of persons."""
    acts = r.act.shape[0]
    return r.act[a, ACT_CODE] if a < acts else r.firm_act[a - acts, FA_CODE]


@part
def draw_lots(t: int, s: State, kind: int, purpose: int, count: int) -> None:
    """Make the draws that are written down, for entities of one kind."""
    last = s.control.shape[0] - 1
    fill_lots(s.control[last, C_SEED], kind, s.control[last, C_COMMUNITY] * SPAN, t, purpose, s.lot, count, s.drawn)


@part
def find_points(t: int, s: State, r: RuleTables) -> None:
    """Draw the month's candidates of all rare acts: first how many, four layers a draw, then where they lie."""
    count = 0
    for a in range(s.top.shape[0]):
        for row in range(s.top.shape[1]):
            count = add_lots(s, count, (s.top[a, row] >> 2) + 1, row, code_of(r, a), 0)
    draw_lots(t, s, ROW, RARE, count)
    read, count = 0, 0
    for a in range(s.top.shape[0]):
        s.span[0, a] = count
        for row in range(s.top.shape[1]):
            for layer in range(s.top[a, row] + 1):
                here = layer_count(layer, s.drawn[layer & 3, read + (layer >> 2)], r.poisson_offset, r.poisson_cdf)
                count = add_lots(s, count, here, row, code_of(r, a), layer << 16)
            read += (s.top[a, row] >> 2) + 1
        s.span[1, a] = count
    draw_lots(t, s, ROW, RARE + 1, count)


@part
def place_of(s: State, k: int) -> int:
    """Whose candidate it is; in the last row of a community, of persons or firms who are not there too."""
    return s.lot[LOT_ROW, k] * ROW_PERSONS + (s.drawn[0, k] >> 22)


@part
def point_of(s: State, k: int) -> int:
    """Where in rate space a candidate lies, 2^-40 a month."""
    return layer_point(s.lot[LOT_INDEX, k] >> 16, s.drawn[1, k])
