"""Helpers for towns so small that what must happen can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.life.blank import ONE, blank_tables, monthly

from counterlife.life.reference.month import live
from counterlife.life.tally import FLOW, LIST
from counterlife.regime import tables as rt
from counterlife.words import ACT_DOMAINS, CONTEXTS, DOMAINS, NATURES, SPELLS, WAYS

if TYPE_CHECKING:
    from counterlife.life.tally import Ints, Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

SEED = 5
AIR = 1 << DOMAINS.index("air")
SURE = monthly(7.99)
"""A rate at which an everyday act all but surely happens: 3 in 10,000 do not do it in a month."""
LEAST, MOST = 0, 100


def everyday(tables: RuleTables, rate: int = SURE, nature: str = "violation") -> None:
    tables.act[0, rt.ACT_DENSE] = 0
    tables.act[0, rt.ACT_RATE] = rate
    tables.act[0, rt.ACT_NATURE] = NATURES.index(nature)
    tables.act[0, rt.ACT_DOMAIN] = ACT_DOMAINS.index("traffic")


def watched(tables: RuleTables) -> None:
    """A channel that sees every act of everybody and feeds scheme 0."""
    tables.channel[:, 0, rt.CH_ON] = tables.channel[:, 0, rt.CH_FEEDS] = 1
    tables.channel[:, 0, rt.CH_CONTEXT] = CONTEXTS.index("camera")
    tables.channel[:, 0, rt.CH_CATCHES] = ONE
    tables.sees[:] = 1
    tables.cover[:] = ONE


def kept_in_file(tables: RuleTables, **fields: int) -> None:
    """Scheme 0, unscored unless told otherwise, keeps act 0; fields of the entry by name."""
    tables.scheme[:, 0, rt.S_ON] = 1
    tables.entry[:, 0, 0, rt.E_ON] = 1
    for name, value in fields.items():
        tables.entry[:, 0, 0, getattr(rt, name)] = value


def scored(tables: RuleTables, start: int = 50) -> None:
    """Scores from 0 to 100 with bands from 0, 40 and 70 points."""
    tables.scheme[:, 0, rt.S_SCORED] = 1
    tables.scheme[:, 0, rt.S_START], tables.scheme[:, 0, rt.S_LEAST], tables.scheme[:, 0, rt.S_MOST] = start, LEAST, MOST
    tables.scheme[:, 0, rt.S_BANDS] = 3
    tables.band[:, 0, :3] = [0, 40, 70]


def blacklist(tables: RuleTables, **fields: int) -> None:
    """List 0 withholds flights; fields by name."""
    tables.listed[:, 0, rt.L_ON] = 1
    tables.withheld[:, 0] = AIR
    for name, value in fields.items():
        tables.listed[:, 0, getattr(rt, name)] = value


def lived(tables: RuleTables, people: Community) -> Tally:
    return live(tables, people, SEED, 0, tables.cover.shape[2])


def flow(tally: Tally, name: str, more: int = 0, w: int = 0) -> list[int]:
    """A flow of one world by month."""
    values: Ints = tally.flow[w, :, :, FLOW[name] + more].sum(axis=1)
    return [int(x) for x in values]


def of_list(tally: Tally, name: str, more: int = 0, w: int = 0) -> list[int]:
    return [int(x) for x in tally.list_[w, 0, :, :, LIST[name] + more].sum(axis=1)]


def spells(tally: Tally, kind: str, way: str) -> dict[int, int]:
    """How many spells ended in a way, by age."""
    ended = tally.spell[0, SPELLS.index(kind), 0, :, WAYS.index(way)]
    return {age: int(n) for age, n in enumerate(ended) if n}


def defaulters(persons: int, months: int = 12, **fields: int) -> RuleTables:
    """Everybody commits the act in month 0 only, is seen, and comes on list 0."""
    tables = blank_tables(persons, months=months)
    everyday(tables)
    watched(tables)
    kept_in_file(tables, E_LIST=0, E_UNTIL=1)
    blacklist(tables, **fields)
    return tables
