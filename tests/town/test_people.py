"""People: margins, what must hold for every community, and that nothing else decides who is drawn."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.town import plain_people

from counterlife.town.people import draw
from counterlife.town.profile import load_town
from counterlife.town.tables import MONEY_MOST, TownTables, town_tables
from counterlife.town.traits import (
    ADULT,
    AGE,
    BUFFER,
    CREDIT,
    DEMAND,
    EMPLOYED,
    FRAILTY,
    GROUP,
    HOUSEHOLD,
    HOUSEHOLD_SIZE,
    NEEDS,
    NUMBERS,
    PLACE,
    PUPIL,
    SAVINGS,
    SUPPORT,
    WAGE,
    WORKPLACE,
    Community,
)  # fmt: skip

SEEDS = st.integers(0, 2**64 - 1)
COMMUNITIES = st.integers(0, 2**28 - 1)


@cache
def tables(name: str, *sets: str) -> TownTables:
    return town_tables(load_town(name, sets))


@given(SEEDS, COMMUNITIES, st.sampled_from([1, 2, 7, 60, 500]), st.sampled_from(["china-2020", "airport", "claimants", "uniform"]))
@settings(max_examples=40, deadline=None)
def test_the_kernel_draws_what_numpy_draws(seed: int, community: int, persons: int, profile: str) -> None:
    town = tables(profile, f"community={persons} persons")
    drawn, plainly = draw(town, seed, community), plain_people.draw(town, seed, community)
    for name in Community._fields:
        np.testing.assert_array_equal(getattr(drawn, name), getattr(plainly, name), name)


@pytest.mark.parametrize("shape", ["none", "star", "ring"])
def test_exact_graphs_too(shape: str) -> None:
    town = tables("uniform", "community=20 persons", f"ties={{shape: {shape}}}")
    np.testing.assert_array_equal(draw(town, 1, 1).tie, plain_people.draw(town, 1, 1).tie)


def test_communities_lie_in_places_by_their_own_group() -> None:
    """A place of a group holds its share of that group's communities; no other draw notices."""
    places = "places={city: {share: 0.75}, port: {share: 0.25}, region: {share: 0.4, of: minority}}"
    half = "{share: 0.5, wage: {median: 5000 yuan}}"
    sets = ("community=20 persons", "segregation=1", f"groups.majority={half}", f"groups.minority={half}")
    town, plain = tables("uniform", *sets, places), tables("uniform", *sets)
    found: dict[tuple[int, int], int] = {}
    for number in range(2000):
        people, without = draw(town, 5, number), draw(plain, 5, number)
        assert (people.byte[:PLACE] == without.byte[:PLACE]).all()
        assert not without.byte[PLACE].any()
        assert len(set(people.byte[PLACE].tolist())) == 1
        key = int(people.byte[GROUP, 0]), int(people.byte[PLACE, 0])
        found[key] = found.get(key, 0) + 1
    majority, minority = (sum(count for (group, _), count in found.items() if group == g) for g in (0, 1))
    assert (0, 2) not in found
    for key, share, of in (((0, 1), 0.25, majority), ((1, 2), 0.4, minority), ((1, 1), 0.15, minority)):
        assert abs(found[key] / of - share) < 4 * math.sqrt(share * (1 - share) / of)


@cache
def many(count: int = 60) -> list[Community]:
    """Communities of china-2020, 120,000 persons."""
    return [draw(tables("china-2020"), 5, community) for community in range(count)]


def near(shares: list[float], expected: float) -> None:
    """The mean over communities lies within four of its standard errors."""
    error = float(np.std(shares, ddof=1)) / math.sqrt(len(shares))
    assert abs(float(np.mean(shares)) - expected) < 4 * error + 1e-12, (np.mean(shares), expected, error)


def test_ages_come_out_as_the_census_has_them() -> None:
    ages = [c.byte[AGE] for c in many()]
    near([float((a < 15).mean()) for a in ages], 0.1795)
    near([float(((a >= 15) & (a < 60)).mean()) for a in ages], 0.6335)
    near([float((a >= 60).mean()) for a in ages], 0.187)


def test_households_have_the_size_of_the_census() -> None:
    near([len(c.byte[AGE]) / len(np.unique(c.number[HOUSEHOLD])) for c in many()], 2.62)
    sizes = np.concatenate([c.number[HOUSEHOLD_SIZE] for c in many()])
    for size, share in {1: 0.245, 2: 0.297, 3: 0.212, 4: 0.134, 5: 0.063, 6: 0.049}.items():
        assert np.mean(sizes == size) == pytest.approx(size * share / 2.62, abs=0.01)


def test_groups_have_their_shares_and_live_apart() -> None:
    seeds = range(400)
    drawn = [draw(tables("china-2020", "community=200 persons"), seed, 3).byte[GROUP].mean() for seed in seeds]
    near([float(share) for share in drawn], 0.09)
    own = [share for share in drawn if share > 0.35]
    assert len(own) == pytest.approx(0.09 * 400, abs=4 * math.sqrt(400 * 0.09 * 0.91))
    assert np.mean(own) == pytest.approx(0.5 + 0.5 * 0.09, abs=0.06)
    whole = [draw(tables("china-2020", "segregation={value: 1}"), seed, 0).byte[GROUP] for seed in range(10)]
    assert all(group.min() == group.max() for group in whole)


def test_work_and_school_have_their_shares() -> None:
    working = [(c.byte[ADULT] == 1) & (c.byte[AGE] < 60) for c in many()]
    takes = [c.number[WAGE] > 0 for c in many()]
    near([float(t.sum() / w.sum()) for t, w in zip(takes, working, strict=True)], 0.85)
    near([float(c.byte[EMPLOYED].sum() / t.sum()) for c, t in zip(many(), takes, strict=True)], 0.94)
    near([float(c.byte[PUPIL].sum() / ((c.byte[AGE] >= 6) & (c.byte[AGE] < 18)).sum()) for c in many()], 0.1)


def test_wages_are_log_normal_by_group() -> None:
    wage = np.concatenate([c.number[WAGE] for c in many()])
    group = np.concatenate([c.byte[GROUP] for c in many()])
    for place, median in enumerate((400_000, 340_000)):
        logs = np.log(wage[(wage > 0) & (group == place)])
        assert abs(logs.mean() - math.log(median)) < 4 * 0.6 / math.sqrt(len(logs))
        assert abs(logs.std() - 0.6) < 4 * 0.6 / math.sqrt(2 * len(logs))


def test_frailties_have_mean_one_and_are_drawn_apart() -> None:
    rows = np.concatenate([c.number[FRAILTY : DEMAND + 1] for c in many()], axis=1) / 65536
    n = rows.shape[1]
    for row, shape in zip(rows, (0.8, 0.8, 0.8, 0.8, 0.5), strict=True):
        assert abs(row.mean() - 1) < 4 / math.sqrt(shape * n)
    apart = np.corrcoef(rows) - np.eye(len(rows))
    assert np.abs(apart).max() < 4.5 / math.sqrt(n)


def test_frailty_leaves_the_known_share_without_an_act() -> None:
    """At half an act a year and k = 0.5, 40.8248 % have none in five years."""
    town = tables("china-2020", "frailty.violation=0.5")
    frailty = np.concatenate([draw(town, 2, community).number[FRAILTY] for community in range(30)]) / 65536
    without = np.exp(-5 * 0.5 * frailty)
    assert abs(without.mean() - 0.408248) < 4 * without.std() / math.sqrt(len(without))


def check(c: Community, town: TownTables) -> None:
    """What holds for everybody."""
    n = c.byte.shape[1]
    person = np.arange(n)
    first, size = c.number[HOUSEHOLD], c.number[HOUSEHOLD_SIZE]
    adult = c.byte[ADULT] == 1
    assert n == town.persons
    rows = [row for row in range(NUMBERS) if row != SAVINGS]
    assert c.number[rows].min(initial=0) >= -1
    assert np.all(c.number[SAVINGS] >= -c.number[CREDIT])
    assert set(np.unique(c.byte[[ADULT, PUPIL, EMPLOYED]])) <= {0, 1}
    assert c.byte[GROUP].max() < len(town.groups)
    np.testing.assert_array_equal(first[first], first)
    assert np.all((first <= person) & (person < first + size))
    np.testing.assert_array_equal(np.bincount(first, minlength=n)[first], size)
    np.testing.assert_array_equal(c.byte[GROUP][first], c.byte[GROUP])
    assert adult[first].all()
    np.testing.assert_array_equal(adult, c.byte[AGE] >= 18)
    with_children = np.bincount(first, weights=~adult, minlength=n)[first] > 0
    assert np.all(c.byte[AGE][first[with_children]] < 60)
    assert np.all(c.number[[WAGE, SUPPORT, NEEDS, SAVINGS, BUFFER, CREDIT]][:, ~adult] == 0)
    assert np.all(c.number[SAVINGS] <= c.number[BUFFER])
    assert np.all(c.number[WAGE][c.byte[EMPLOYED] == 1] > 0)
    assert np.all(c.number[WAGE][c.byte[AGE] >= 60] == 0)
    np.testing.assert_array_equal(c.number[WORKPLACE] >= 0, c.byte[EMPLOYED] == 1)
    assert not np.any((c.byte[PUPIL] == 1) & (adult | (c.byte[AGE] < 6)))


@given(SEEDS, COMMUNITIES, st.sampled_from([1, 2, 3, 17, 400]))
@settings(max_examples=40, deadline=None)
def test_every_community_holds_together(seed: int, community: int, persons: int) -> None:
    town = tables("china-2020", f"community={persons} persons")
    check(draw(town, seed, community), town)


def test_the_largest_community_and_the_largest_sums_overflow_nothing() -> None:
    most = f"{MONEY_MOST // 100} yuan"
    sets = [f"{key}={{value: {most}}}" for key in ("needs.adult", "needs.child", "savings.median", "buffer", "credit", "support.pension")]
    by_income = tables("china-2020", "community=65535 persons", *sets)
    check(draw(by_income, 2**64 - 1, 2**28 - 1), by_income)
    town = tables("china-2020", "community=65535 persons", "needs.borne=equally", *sets)
    c = draw(town, 2**64 - 1, 2**28 - 1)
    check(c, town)
    parent = (c.byte[ADULT] == 1) & (c.number[HOUSEHOLD_SIZE] > 3)
    assert c.number[NEEDS][parent].max() == MONEY_MOST
    assert c.number[NEEDS][c.byte[ADULT] == 1].min() >= MONEY_MOST - 100


def test_needs_of_children_are_carried_by_their_household() -> None:
    c = draw(tables("china-2020", "needs.borne=equally"), 1, 0)
    adult = c.byte[ADULT] == 1
    homes = np.unique(c.number[HOUSEHOLD])
    needs = np.bincount(c.number[HOUSEHOLD], weights=c.number[NEEDS])[homes]
    adults = np.bincount(c.number[HOUSEHOLD], weights=adult)[homes]
    children = np.bincount(c.number[HOUSEHOLD], weights=~adult)[homes]
    lost = adults * 100_000 + children * 50_000 - needs
    assert children.sum() > 0
    assert np.all((lost >= 0) & (lost < adults))  # less than a cent an adult


def test_a_household_shares_its_essentials_by_what_each_has() -> None:
    """Nothing is lost, and within a household everybody has the same share left; those who ordinarily have too little start without."""
    c = draw(tables("china-2020"), 1, 0)
    adult, home = c.byte[ADULT] == 1, c.number[HOUSEHOLD]
    ordinary = np.where(c.number[WAGE] > 0, c.number[WAGE], c.number[SUPPORT]).astype(float)
    n = len(home)
    needs, income = np.bincount(home, c.number[NEEDS], minlength=n), np.bincount(home, ordinary, minlength=n)
    every = 100_000.0 * np.bincount(home, adult, minlength=n) + 50_000 * np.bincount(home, ~adult, minlength=n)
    here = income > 0
    assert np.all((every - needs >= 0)[here] & (every - needs < 10)[here])
    assert np.abs(c.number[NEEDS] - every[home] * ordinary / income[home])[adult].max() < 2
    poor = adult & (ordinary < c.number[NEEDS])
    assert 0 < poor.sum() < 0.03 * adult.sum()
    np.testing.assert_array_equal(c.number[SAVINGS][poor], -c.number[CREDIT][poor])
    rich = draw(tables("china-2020", "savings.run-down=no"), 1, 0)
    np.testing.assert_array_equal(c.number[SAVINGS][~poor], rich.number[SAVINGS][~poor])
    assert rich.number[SAVINGS][poor].min() > 0


def same(one: Community, other: Community) -> bool:
    return all(one._asdict()[name].tobytes() == other._asdict()[name].tobytes() for name in one._fields)


@given(SEEDS, COMMUNITIES)
@settings(max_examples=15, deadline=None)
def test_a_community_is_drawn_again_as_it_was(seed: int, community: int) -> None:
    town = tables("china-2020", "community=150 persons")
    drawn = draw(town, seed, community)
    draw(town, seed ^ 1, community + 1)
    assert same(drawn, draw(town, seed, community))


def test_seed_and_community_both_matter() -> None:
    town = tables("china-2020", "community=150 persons")
    drawn = [draw(town, seed, community) for seed in (0, 1, 1 << 40, 1 << 63) for community in (0, 1, 1 << 20)]
    assert len({c.number.tobytes() for c in drawn}) == len(drawn)


def test_a_trait_does_not_depend_on_what_else_the_town_says() -> None:
    """Other wages, acts and frailties leave ages, groups and homes as they were; a higher share of workers keeps those who worked."""
    before = draw(tables("china-2020"), 3, 1)
    after = draw(tables("china-2020", "groups.majority.wage.median={value: 9000 yuan}", "frailty.violation=2", "work.takes-part=0.9"), 3, 1)
    rows = [GROUP, ADULT, AGE, PUPIL]
    np.testing.assert_array_equal(before.byte[rows], after.byte[rows])
    assert np.all(after.byte[EMPLOYED] >= before.byte[EMPLOYED])
    assert after.byte[EMPLOYED].sum() > before.byte[EMPLOYED].sum()


def test_a_larger_community_begins_with_the_households_of_a_smaller() -> None:
    small = draw(tables("china-2020", "community=500 persons"), 3, 1)
    large = draw(tables("china-2020", "community=900 persons"), 3, 1)
    np.testing.assert_array_equal(small.byte[:4, :490], large.byte[:4, :490])
    rows = [row for row in range(NUMBERS) if row != WORKPLACE]
    np.testing.assert_array_equal(small.number[rows, :490], large.number[rows, :490])


def test_firms_have_their_sizes() -> None:
    sizes = np.concatenate([np.bincount(c.number[WORKPLACE][c.number[WORKPLACE] >= 0])[:-1] for c in many()])
    assert set(np.unique(sizes)) <= {3, 8, 20, 60, 200}
    mean = float(Fraction("3") * Fraction("0.45") + 8 * Fraction("0.3") + 20 * Fraction("0.15") + 60 * Fraction("0.08") + 4)
    assert abs(sizes.mean() - mean) < 4 * sizes.std() / math.sqrt(len(sizes)) + 1  # the last firm, cut off, is more often a large one


def test_uniform_people_are_all_alike() -> None:
    c = draw(tables("uniform"), 9, 4)
    rows = [row for row in range(NUMBERS) if row not in (HOUSEHOLD, WORKPLACE)]
    assert np.all(c.number[rows] == c.number[rows, :1])
    assert np.all(c.byte == c.byte[:, :1])
    assert c.tie.shape == (0, 1000)
    assert (c.byte[ADULT, 0], c.byte[EMPLOYED, 0], c.number[FRAILTY, 0], c.number[DEMAND, 0]) == (1, 1, 65536, 65536)
