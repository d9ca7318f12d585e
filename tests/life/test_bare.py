"""Records of which nothing can come are counted and not kept; whoever is watched has theirs kept all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.life.blank import ONE, blank_tables, monthly, plain_community
from tests.life.small import unequal

from counterlife.life import columns as col
from counterlife.life.community import empty_state, empty_tally, live_into
from counterlife.life.reference.month import live as live_plainly
from counterlife.life.tally import FLOW
from counterlife.regime import tables as rt
from counterlife.town import traits

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

PERSONS, MONTHS, KEPT, SEED = 70, 30, 5, 11
NOBODY = -1


def fines() -> tuple[RuleTables, Community]:
    """One act that everybody commits now and then, seen half of the time, fined and kept on file for some months."""
    tables, people = blank_tables(PERSONS, months=MONTHS), plain_community(PERSONS)
    people.number[traits.FRAILTY :] = 65536
    tables.act[0, rt.ACT_RATE] = monthly(0.3)
    tables.gravity[0] = 100
    tables.sees[0, 0, 0] = 1
    tables.cover[0, 0] = ONE
    tables.channel[0, 0, [rt.CH_ON, rt.CH_FEEDS]] = 1
    tables.channel[0, 0, rt.CH_CATCHES] = ONE // 2
    tables.scheme[0, 0, rt.S_ON] = 1
    tables.entry[0, 0, 0, rt.E_ON] = 1
    tables.entry[0, 0, 0, rt.E_KEPT] = KEPT
    tables.entry[0, 0, 0, rt.E_FINE] = 5_000
    return tables, people


def lived(tables: RuleTables, people: Community, watched: int = NOBODY) -> tuple[Tally, State]:
    tally, state = empty_tally(tables), empty_state(tables, people, notes=400)
    live_into(tally, state, tables, people, SEED, 0, watched)
    return tally, state


def test_they_are_counted_and_not_kept() -> None:
    tables, people = fines()
    tally, state = lived(tables, people)
    made = tally.flow[0, :, :, FLOW["records"]].sum(axis=1)
    assert made.min() > 0
    assert np.array_equal(tally.flow[0, KEPT:, :, FLOW["records-expired"]].sum(axis=1), made[:-KEPT])
    assert state.control[0, col.C_RECORDS] == 0
    assert not unequal(live_plainly(tables, people, SEED, 0, MONTHS), tally)


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("entry", rt.E_POINTS, -3),
        ("entry", rt.E_LIST, 0),
        ("scheme", rt.S_OPEN, 1),
        ("scheme", rt.S_STALE, ONE // 3),
        ("entry", rt.E_KEPT, 0),
    ],
)
def test_others_are_kept(table: str, field: int, value: int) -> None:
    tables, people = fines()
    getattr(tables, table)[..., field] = value
    tally, state = lived(tables, people)
    assert state.control[0, col.C_RECORDS] == tally.flow[..., FLOW["records"] : FLOW["records-expired"]].sum() > 0
    assert not unequal(live_plainly(tables, people, SEED, 0, MONTHS), tally)


def test_watching_changes_no_count() -> None:
    tables, people = fines()
    unwatched, _ = lived(tables, people)
    watched, state = lived(tables, people, 7)
    assert not unequal(unwatched, watched)
    kinds = state.note[: int(state.control[-1, col.C_NOTES]), 2].tolist()
    assert kinds.count(col.N_RECORD) == state.control[0, col.C_RECORDS] > 0
    assert kinds.count(col.N_STRUCK) > 0
