"""The month in plain Python: books that balance, worlds that keep to themselves, and a town in which everything happens."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.life.blank import BY_WORLD
from tests.life.build import random_community, random_tables

from counterlife.life.reference.month import live
from counterlife.life.tally import (
    FLOW,
    FLOW_SIZES,
    LIST,
    LIST_SIZES,
    PAIR,
    PAIR_SIZES,
    ROW_ACT,
    ROW_CAUSE,
    ROW_CONTEXT,
    SEEN,
    Tally,
    add,
)
from counterlife.regime import tables as rt
from counterlife.regime.tables import RuleTables
from counterlife.words import CAUSES, SPELLS, WAYS

PERSONS, MONTHS = 40, 14
if TYPE_CHECKING:
    from counterlife.life.tally import Ints

SIZES = dict(FLOW_SIZES) | dict(LIST_SIZES) | dict(PAIR_SIZES)
seeds = st.integers(0, 10**6)
few = settings(max_examples=8, deadline=None)


def lived(tables: RuleTables, seed: int, persons: int = PERSONS) -> Tally:
    return live(tables, random_community(seed, persons), seed, seed % 1000, tables.cover.shape[2])


def random_lived(seed: int, worlds: int = 2) -> Tally:
    return lived(random_tables(seed, worlds, PERSONS, MONTHS), seed)


def flow(tally: Tally, name: str) -> Ints:
    """A flow of all groups together, [world, month]."""
    return np.asarray(tally.flow[..., FLOW[name] : FLOW[name] + SIZES[name]].sum(axis=(2, 3)))


def of_list(tally: Tally, name: str) -> Ints:
    """A flow of a list, [world, list, month, group]."""
    return np.asarray(tally.list_[..., LIST[name] : LIST[name] + SIZES[name]].sum(axis=4))


def spells(tally: Tally, kind: str, *ways: str) -> Ints:
    """Spells of a kind that ended in some ways, or in any, by world."""
    ended = tally.spell[:, SPELLS.index(kind)].sum(axis=(1, 2))
    return np.asarray(ended[:, [WAYS.index(way) for way in ways or WAYS]].sum(axis=1))


def equal(one: Ints, other: Ints) -> bool:
    return bool(np.array_equal(one, other))


def world_of(tables: RuleTables, *worlds: int) -> RuleTables:
    """The same rules with some of the worlds only, and nobody's mute among them."""
    parts = {name: getattr(tables, name)[list(worlds)].copy() for name in BY_WORLD}
    alone = tables._replace(pairs=np.zeros((0, 2), dtype=np.int64), **parts)
    alone.world[:, rt.W_MUTE] = -1
    return alone


@given(seeds)
@few
def test_books_balance(seed: int) -> None:
    tally = random_lived(seed)
    entries, exits, stock = of_list(tally, "entries"), of_list(tally, "exits"), of_list(tally, "stock")
    assert equal((entries - exits).cumsum(axis=2), stock)
    by_world = entries.sum(axis=(1, 2, 3))
    assert equal(spells(tally, "listing") + spells(tally, "reward") + spells(tally, "copy"), by_world)
    censored = [spells(tally, kind, "censored") for kind in ("listing", "reward", "copy")]
    assert equal(censored[0] + censored[1] + censored[2], stock[:, :, -1].sum(axis=(1, 2)))
    assert equal(spells(tally, "unaware", "learned"), of_list(tally, "learned").sum(axis=(1, 2, 3)))
    assert equal(spells(tally, "unaware"), of_list(tally, "unnotified").sum(axis=(1, 2, 3)))
    assert equal(flow(tally, "points-moved").cumsum(axis=1)[:, [11, MONTHS - 1]], flow(tally, "points-sum")[:, [11, MONTHS - 1]])
    assert equal(flow(tally, "sanctioned"), flow(tally, "sanctioned-any"))
    assert equal(flow(tally, "ever-earned") + flow(tally, "ever-unearned-only"), flow(tally, "ever-sanctioned"))
    filed, settled = flow(tally, "appeals-filed"), flow(tally, "appeals-won") + flow(tally, "appeals-lost")
    assert equal((filed - settled - flow(tally, "appeals-dropped")).cumsum(axis=1), flow(tally, "appeals-waiting"))
    assert equal(spells(tally, "appeal", "decided"), settled.sum(axis=1))
    assert equal(spells(tally, "error"), flow(tally, "wrong-made").sum(axis=1))
    assert equal(spells(tally, "error", "censored"), flow(tally, "wrong-records")[:, -1])
    alive = flow(tally, "wrong-made") - flow(tally, "wrong-corrected")
    assert equal(alive.sum(axis=1) - spells(tally, "error", "expired"), flow(tally, "wrong-records")[:, -1])


@given(seeds)
@few
def test_every_month_withheld_has_one_cause_one_act_and_one_context(seed: int) -> None:
    cross = random_lived(seed).cross
    by_cause = cross[..., ROW_CAUSE:ROW_ACT, :].sum(axis=3)
    assert equal(by_cause, cross[..., ROW_ACT:ROW_CONTEXT, :].sum(axis=3))
    assert equal(by_cause, cross[..., ROW_CONTEXT:, :].sum(axis=3))


@given(seeds)
@few
def test_a_world_is_the_same_alone_or_in_company(seed: int) -> None:
    tables = random_tables(seed, 3, PERSONS, MONTHS)
    together = lived(tables, seed)
    for order in ((2,), (1, 0)):
        apart = lived(world_of(tables, *order), seed)
        for name in ("flow", "list_", "cross", "spell", "seen", "band", "person", "firm"):
            assert equal(getattr(apart, name), getattr(together, name)[list(order)]), name


@given(seeds)
@few
def test_equal_rules_make_equal_twins(seed: int) -> None:
    twins = world_of(random_tables(seed, 1, PERSONS, MONTHS), 0, 0)
    tally = lived(twins._replace(pairs=np.array([[0, 1]], dtype=np.int64)), seed)
    assert equal(tally.flow[0], tally.flow[1])
    same = {"spoken-unsanctioned", "acts-after-listing", "persons-listed-before", "points-gained"}
    for name in PAIR.keys() - same:
        assert not tally.pair[..., PAIR[name] : PAIR[name] + SIZES[name]].any(), name
    after = tally.pair[..., PAIR["acts-after-listing"] : PAIR["acts-after-listing"] + 2]
    assert equal(after[..., 0], after[..., 1])


@given(seeds)
@few
def test_a_muted_world_withholds_nothing_and_lists_the_same_at_first(seed: int) -> None:
    tables = random_tables(seed, 2, PERSONS, 3)
    assume(tables.world[0, rt.W_MUTE] == 1 and not tables.listed[0, :, rt.L_ORDINARY].any())
    tables.react[:, rt.X_DETER] = 0  # what nobody knows of deters nobody, from the first month on ...
    tables.react[:, rt.X_PERFORM] = 0  # ... and brings nobody to act for points
    tables.firm_comply[:, :, rt.FC_MULTIPLIER] = 65536
    tally = lived(tables, seed)
    assert not flow(tally, "sanctioned-any")[1].any()
    assert equal(of_list(tally, "entries")[0, :, 0], of_list(tally, "entries")[1, :, 0])


CROWD = (*range(40), 76)
"""Which random rules are lived. In the last a court strikes a wrong record, which is rare: audits, an ombudsman and who looks into the
sources of errors mostly find it while the case waits."""


@cache
def crowd() -> Tally:
    """Some towns under random rules, all that happened there."""
    total = None
    for seed in CROWD:
        tally = lived(random_tables(seed, 2, PERSONS, MONTHS), seed)
        summed = Tally(*(array.sum(axis=0, keepdims=True) for array in tally))
        total = summed if total is None else add(total, summed)
    assert total is not None
    return total


LONGER = ("stuck",)
"""What takes longer than these towns are lived."""


@pytest.mark.parametrize("name", [name for name, _ in FLOW_SIZES if name not in LONGER])
def test_every_flow_flows(name: str) -> None:
    parts = crowd().flow.sum(axis=(0, 1, 2))[FLOW[name] : FLOW[name] + SIZES[name]]
    parts = parts[possible()] if len(parts) == len(CAUSES) else parts
    assert parts.all()


def possible(extra: tuple[str, ...] = ()) -> list[int]:
    """Causes that records of this model can have, and more."""
    return [CAUSES.index(name) for name in ("earned", "false-attribution", "false-report", *extra)]


@pytest.mark.parametrize("name", [name for name, _ in LIST_SIZES])
def test_everything_happens_on_lists(name: str) -> None:
    parts = crowd().list_.sum(axis=(0, 1, 2, 3))[LIST[name] : LIST[name] + SIZES[name]]
    if name == "entries":
        parts = parts[possible(("association", "unable"))]
    if name == "exits":
        parts = parts[[WAYS.index(way) for way in ("paid", "appeal", "corrected", "repaired", "expired", "recovered")]]
    assert parts.all()


@pytest.mark.parametrize("name", [name for name, _ in PAIR_SIZES])
def test_worlds_differ_in_every_way(name: str) -> None:
    assert crowd().pair.sum(axis=(0, 1, 2))[PAIR[name] : PAIR[name] + SIZES[name]].all()


def test_spells_end_in_every_way_and_channels_err_in_every_way() -> None:
    ended = crowd().spell.sum(axis=(0, 2, 3))
    ways = {"listing": 8, "unaware": 3, "appeal": 3, "error": 4, "reward": 4, "copy": 3}
    assert [int((ended[SPELLS.index(kind)] > 0).sum()) for kind in SPELLS] == [ways[kind] for kind in SPELLS]
    assert crowd().seen.sum(axis=(0, 1, 2)).tolist()[SEEN.index("mistaken")] > 0
    assert (crowd().seen.sum(axis=(0, 1, 2)) > 0).all()
