"""Worlds share luck and nothing else: what one of them counts depends on its own rules, the town and the seed alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.life.blank import BY_WORLD
from tests.life.build import random_community, random_tables
from tests.life.small import HOT, START, compiled, hot, hot_town, unequal

from counterlife.life.community import live, live_drawn
from counterlife.life.tally import FLOW, FLOW_SIZES, LIST, PAIR, PAIR_SIZES, Tally, add
from counterlife.regime import tables as rt
from counterlife.regime.compile import compile_tables
from counterlife.study.executors import Threads
from counterlife.town.people import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from counterlife.regime.compile import Compiled
    from counterlife.regime.model import Regime
    from counterlife.regime.tables import RuleTables

    Parts = dict[tuple[str, str], NDArray[np.int64]]

PERSONS, MONTHS, SEED = 70, 18, 11
CONDUCT = ("acts", "income", "fines", "debts-made", "debt-made", "debts-paid", "debt-paid", "debtors", "hardship", "employed")
SAME = (*CONDUCT, "jobs-lost", "jobs-found", "pupils", "ties-broken", "tie-ends", "adults", "children")


def lived(made: Compiled, seed: int = SEED) -> Tally:
    return live(made.tables, hot_town(PERSONS), seed, 0, 2)


def of_world(made: Compiled, tally: Tally, w: int) -> Parts:
    """What a world counts, its lists, channels and schemes by their names."""
    names = made.names
    found: Parts = {(array, ""): getattr(tally, array)[w] for array in ("flow", "cross", "spell", "person")}
    for array, axis, own in (
        ("list_", names.lists, names.lists_of[w]),
        ("seen", names.channels, names.channels_of[w]),
        ("band", names.schemes, names.schemes_of[w]),
    ):
        for place, name in enumerate(axis):
            if name in own:
                found[array, name] = getattr(tally, array)[w, place]
            else:
                assert not getattr(tally, array)[w, place].any(), "a world that lacks something counts nothing there"
    return found


def same(one: Parts, other: Parts) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)


def flow(tally: Tally, name: str, w: int) -> NDArray[np.int64]:
    """A field of flows of a world, [month, group, …]."""
    return tally.flow[w, :, :, FLOW[name] : FLOW[name] + dict(FLOW_SIZES)[name]]


def bundle(*worlds: Regime, mutes: dict[int, int] | None = None) -> list[Parts]:
    pairs = [(w, b) for w in range(len(worlds)) for b in range(w)]
    made = compiled(worlds, PERSONS, MONTHS, pairs, mutes)
    tally = lived(made)
    return [of_world(made, tally, w) for w in range(len(worlds))]


@pytest.mark.parametrize("name", sorted(HOT))
def test_a_world_is_the_same_alone_in_any_company_and_in_any_order(name: str) -> None:
    alone = bundle(hot(name))[0]
    others = [hot(other) for other in sorted(HOT) if other != name]
    assert same(bundle(*others, hot(name))[-1], alone)
    assert same(bundle(others[2], hot(name), others[0])[1], alone)
    assert same(bundle(hot(name), hot(name).muted(), mutes={0: 1})[0], alone), "that its mute is lived beside it does not show"
    assert same(bundle(hot(name), hot(name, "notice"), hot(name, "appeal"))[0], alone)


def taken(tables: RuleTables, *worlds: int) -> RuleTables:
    """The same rules with some of the worlds only."""
    parts = {name: getattr(tables, name)[list(worlds)].copy() for name in BY_WORLD}
    found = tables._replace(pairs=np.zeros((0, 2), dtype=np.int64), **parts)
    found.world[:, rt.W_MUTE] = -1
    return found


@given(st.integers(0, 10**6), st.permutations([0, 1, 2]))
@settings(max_examples=15, deadline=None)
def test_random_worlds_are_the_same_alone_in_company_and_in_any_order(seed: int, order: list[int]) -> None:
    tables, community = random_tables(seed, 3, 40, 14), random_community(seed, 40)
    together = live_drawn(tables, lambda _: community, seed, [3])
    for chosen in (order, order[:2], order[:1]):
        apart = live_drawn(taken(tables, *chosen), lambda _: community, seed, [3])
        for name in ("flow", "list_", "cross", "spell", "seen", "band", "person", "firm"):
            assert np.array_equal(getattr(apart, name), getattr(together, name)[chosen]), name


NOBODY = (
    "schemes.aaa={score: {start: 10, least: 0, most: 10}, bands: {low: {from: 0}, high: {from: 5}}, catalog: {traffic.ticket: {points: 0}, "
    "travel.smoking: {list: zzz}}, follows: {low: {withholds: [air]}}}",
    "lists.zzz={withholds: [credit], since: 2030-01}",
    "channels.aaa={context: camera, sees: [travel.*, traffic.ticket], feeds: [aaa]}",
)
"""A scheme, a list and a channel, first and last by name, that never put anybody anywhere."""


def test_a_scheme_that_lists_nobody_changes_nothing_but_itself() -> None:
    more = hot("none", more=NOBODY)
    for name in ("rongcheng", "judgment-defaulters"):
        assert same(bundle(hot(name), more)[0], bundle(hot(name))[0])
    made = compiled([more], PERSONS, MONTHS)
    tally, before = lived(made), bundle(hot("none"))[0]
    assert not tally.list_.any()
    for key in CONDUCT:
        assert np.array_equal(flow(tally, key, 0), before["flow", ""][..., FLOW[key] : FLOW[key] + dict(FLOW_SIZES)[key]])
    fines = of_world(made, tally, 0)["seen", "police-files"]
    assert np.array_equal(fines, before["seen", "police-files"])


def test_more_people_other_splits_orders_and_threads_change_nothing() -> None:
    made, town = compiled([hot("rongcheng"), hot("none")], PERSONS, MONTHS, [(0, 1)]), hot_town(PERSONS)
    single = [live(made.tables, town, SEED, k, k + 1) for k in range(6)]

    def total(parts: Sequence[Tally]) -> Tally:
        found = parts[0]
        for part in parts[1:]:
            found = add(found, part)
        return found

    assert not unequal(live(made.tables, town, SEED, 0, 4), total(single[:4]))
    assert not unequal(live(made.tables, town, SEED, 0, 6), total(single[::-1]))
    backwards = live_drawn(made.tables, lambda number: draw(town, SEED, number), SEED, [5, 4, 3, 2, 1, 0])
    assert not unequal(backwards, total(single)), "columns used before are no different from fresh ones"
    for workers, size in ((1, 6), (2, 1), (3, 2)):
        executor = Threads(workers)
        promised = [executor.submit(live, made.tables, town, SEED, k, k + size) for k in range(0, 6, size)]
        assert not unequal(total([future.result() for future in promised]), total(single))
        executor.close()
    assert unequal(single[0], single[1]), "communities do differ"
    assert unequal(single[0], live(made.tables, town, SEED + 1, 0, 1)), "and so do seeds"


def test_none_against_none_is_zero() -> None:
    made = compiled([hot("none"), hot("none")], PERSONS, MONTHS, [(0, 1), (1, 0)])
    tally = lived(made)
    assert same(of_world(made, tally, 0), of_world(made, tally, 1))
    said = ("spoken-unsanctioned",)  # what both of them said
    assert flow(tally, "acts", 0).any()
    for name, size in PAIR_SIZES:
        assert tally.pair[..., PAIR[name] : PAIR[name] + size].any() == (name in said), name


@pytest.mark.parametrize("name", ["judgment-defaulters", "rongcheng"])
def test_with_every_rule_switched_off_twins_are_equal_to_the_bit(name: str) -> None:
    """Muted, a regime sees and lists, and its people live as in `none`; without its phases it does not even that."""
    off = ("phases={observe: off, record: off, score: off, infer: off, listing: off, sanction: off, recourse: off, adapt: off}",)
    for one, other in ((hot(name).muted(), hot("none")), (hot(name, more=off), hot("none", more=off))):
        made = compiled([one, other], PERSONS, MONTHS, [(0, 1)])
        tally = lived(made)
        for key in SAME:
            assert np.array_equal(flow(tally, key, 0), flow(tally, key, 1)), key
        for key in ("withheld", "added", "hardship-only", "hardship-spared", "job-only", "job-missing", "ties-missing", "sanction-only"):
            assert not tally.pair[..., PAIR[key] : PAIR[key] + dict(PAIR_SIZES)[key]].any(), key
    made = compiled([hot(name), hot("none")], PERSONS, MONTHS, [(0, 1)])
    before = live(made.tables, hot_town(PERSONS), SEED, 0, 30)
    assert before.pair[..., PAIR["sanction-only"]].any()
    assert any(before.pair[..., PAIR[key] : PAIR[key] + 5].any() for key in ("withheld", "added"))


@pytest.mark.parametrize("name", ["judgment-defaulters", "rongcheng"])
def test_the_two_switches_of_a_mute(name: str) -> None:
    world = hot(name)
    worlds = [world, world.muted(), world.muted(known=True), world.muted(follows=True)]
    made = compile_tables(worlds, hot_town(PERSONS), START, MONTHS, [(0, 1)], {0: 1})
    tally = live(made.tables, hot_town(PERSONS), SEED, 0, 4)
    plain = made.tables.listed[0][:, [rt.L_RED, rt.L_COPY]].sum(axis=1) == 0
    black = tally.list_[:, plain].sum(axis=(1, 2, 3))
    entries = black[:, LIST["entries"] : LIST["entries"] + 19].sum(axis=1)
    assert (entries > 0).all(), "all of them list"
    sanctioned, learned, filed, unnotified = (
        flow(tally, "sanctioned-any", 0).sum(),
        black[:, LIST["learned"]],
        [flow(tally, "appeals-filed", w).sum() for w in range(4)],
        black[:, LIST["unnotified"]],
    )
    assert sanctioned > 0
    for w in (1, 2):
        assert not flow(tally, "sanctioned-any", w).any(), "nothing follows"
        assert not flow(tally, "rewarded", w).any()
        assert not flow(tally, "ties-broken", w).any()
    for w in (1, 3):
        assert learned[w] == 0, "nobody knows"
        assert filed[w] == 0
        assert unnotified[w] == entries[w]
    assert flow(tally, "sanctioned-any", 3).any()
    assert learned[2] > 0
    assert filed[2] > 0
