"""The compiled month equals the month in plain Python to the bit: random rules and towns, shipped regimes, safeguards, oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from tests.life.build import random_community, random_tables
from tests.life.small import HOT, compiled, hot, hot_town, unequal
from tests.oracles.runs import oracle, rules

from counterlife.life.books import check
from counterlife.life.community import live_drawn
from counterlife.life.reference.month import live as live_plainly
from counterlife.life.tally import FIRM_FLOW
from counterlife.regime.names import library_names
from counterlife.regime.tables import ACT_DENSE
from counterlife.town.people import draw

if TYPE_CHECKING:
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

PERSONS, MONTHS = 60, 16


def both(tables: RuleTables, community: Community, seed: int, number: int) -> Tally:
    """Live a community both ways, and return what they agree on, whose books balance."""
    fast = live_drawn(tables, lambda _: community, seed, [number])
    plain = live_plainly(tables, community, seed, number, tables.cover.shape[2])
    assert not unequal(plain, fast)
    check(fast, pairs=tables.pairs.tolist())
    return fast


@example(990071, 990071, 990071)  # somebody has two points in a layer, of which the second is the lower
@given(st.integers(0, 10**6), st.integers(0, 2**64 - 1), st.integers(0, 2**28 - 1))
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # there is no smaller seed
def test_random_rules_and_towns(rules_seed: int, seed: int, number: int) -> None:
    both(random_tables(rules_seed, 2 + rules_seed % 2, 40, 14), random_community(rules_seed, 40), seed, number)


def test_everything_is_shipped_here() -> None:
    assert set(HOT) == set(library_names("regimes"))


TOUCHED: dict[str, tuple[str, ...]] = {
    "high-surveillance-region": ("notice",),
    "rongcheng": ("appeal", "correction", "expiry", "no-association", "notice"),
    "judgment-defaulters": ("appeal", "copies", "correction", "expiry", "notice"),
    "feared-national": ("appeal", "correction", "expiry", "no-association", "no-prediction", "notice", "purpose"),
}
"""Which safeguards make a difference to whom."""


NOBODY = {
    ("high-surveillance-region", "minimisation"): ["detained"],  # of what leads there only rumours are left on file, and these are rare
    ("high-surveillance-region", "no-joined-file"): ["detained"],  # those who detain have no channel; all comes from the platform's file
}
"""Lists that a safeguard leaves empty in this town."""


GUARDED = ("feared-national", "high-surveillance-region", "judgment-defaulters", "national", "rongcheng", "toeslagen")
"""Regimes that are lived with each safeguard, and with all of them; the others without any."""
ALL = "+".join(library_names("safeguards"))


@pytest.mark.parametrize(
    ("name", "guard"),
    [*((name, "") for name in sorted(HOT)), *((name, guard) for name in GUARDED for guard in (*library_names("safeguards"), ALL))],
)
def test_shipped_regimes_and_safeguards(name: str, guard: str) -> None:
    """A regime beside its mute without a safeguard; with one, beside the regime without it."""
    world = hot(name, *guard.split("+") if guard else ())
    twin, mutes = (hot(name), {}) if guard else (world.muted(), {0: 1})
    made = compiled([world, twin], PERSONS, MONTHS, [(0, 1)], mutes)
    tally = both(made.tables, draw(hot_town(PERSONS), 5, 2), 5, 2)
    lists = tally.list_[0].sum(axis=(1, 2, 3)) > 0
    if name in TOUCHED and name != "feared-national" and guard not in ("authorisation", "consent", ALL):
        empty = [each for each, filled in zip(made.names.lists, lists, strict=True) if each in made.names.lists_of[0] and not filled]
        assert empty == NOBODY.get((name, guard), []), "what happens nowhere is equal to anything"
    if name in ("dishonest-enterprise", "civil-aviation"):
        assert tally.firm[0, ..., FIRM_FLOW["entries"]].any()
    if guard in TOUCHED.get(name, ()):
        assert any((counts[0] != counts[1]).any() for counts in tally._replace(pair=tally.flow)), "the safeguard changes something"


ORACLES = {
    "appeals": "orders", "association": "ring", "court": "orders", "fear": "speech", "fixed-term": "orders-once", "hardship": "needy",
    "learning": "orders-once", "matching": "orders", "named": "star", "overload": "orders", "rare-events": "orders", "screening": "orders",
    "spiral": "brittle", "two-state": "orders", "cameras": "orders", "tips": "ring", "censor": "speech", "vague": "orders",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_oracles(name: str) -> None:
    town = ORACLES[name]
    sets = [] if town in ("ring", "star") else ["community=50 persons"]
    if town == "orders":
        sets.append("acts.court.unperformed-order.rate=0.2 per person-month")
    world = rules(name)
    made = oracle(world, world.muted(), town=town, months=20, town_sets=sets, pairs=[(0, 1)], mutes={0: 1})
    both(made.tables, draw(made.town, 1, 0), 1, 0)


def test_more_than_one_row_of_persons() -> None:
    """Rare things are drawn by rows of 1,024 persons; the second row begins inside the community."""
    made = oracle(
        rules("rare-events"), rules("appeals"), town="orders", months=3,
        town_sets=("community=1500 persons", "acts.court.unperformed-order.rate=0.1 per person-month"),
    )  # fmt: skip
    assert (made.tables.act[:, ACT_DENSE] < 0).all()
    assert both(made.tables, draw(made.town, 9, 70_000), 9, 70_000).flow.any()
