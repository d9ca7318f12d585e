"""Informal support and what rights withheld cost in income, on towns that can be worked out by hand."""

from __future__ import annotations

import pytest
from tests.life.blank import plain_community
from tests.life.reference.hand import defaulters, flow, lived, of_list

from counterlife.regime import tables as rt
from counterlife.regime.tables import RuleTables
from counterlife.town import traits
from counterlife.town.traits import Community
from counterlife.words import DOMAINS, TIE_KINDS

D = 1_000
FRIENDS = 1 << TIE_KINDS.index("friend")


def pair(share: float, kinds: int = FRIENDS, savings: int = 1_000_000, months: int = 24) -> tuple[RuleTables, Community]:
    """One of two friends lacks ten yuan a month and can't borrow, the other has savings."""
    tables = defaulters(2, months=months)
    tables.act[:] = 0
    tables.act[:, rt.ACT_DENSE] = -1
    tables.town[rt.T_RELIEF], tables.town[rt.T_RELIEF_FROM] = int(share * 65_536), kinds
    people = plain_community(2, slots=1)
    people.tie[:] = [1, 0]
    people.number[traits.NEEDS, 0] = D
    people.number[traits.SAVINGS, 1] = savings
    return tables, people


def test_ties_cover_a_part_of_what_is_missing_until_it_is_as_much_as_falls_short() -> None:
    """With .5 covered, what is given is D (1 - .5^t), what is missing D (.5 + ... + .5^t); a cent's rounding goes to the giver."""
    given = flow(lived(*pair(0.5)), "relief")
    for t, cents in enumerate(given):
        assert abs(cents - D * (1 - 0.5 ** (t + 1))) <= 1
    assert flow(lived(*pair(0.5)), "hardship") == [1] * 24
    assert flow(lived(*pair(0.5)), "helpers") == [1] * 24


def test_all_that_is_missing_ends_hardship_and_none_of_it_leaves_it() -> None:
    assert flow(lived(*pair(1)), "hardship") == [0] * 24
    assert flow(lived(*pair(1)), "relief") == [D] * 24
    for kinds, share in ((FRIENDS, 0.0), (1 << TIE_KINDS.index("family"), 0.5)):
        tally = lived(*pair(share, kinds))
        assert flow(tally, "hardship") == [1] * 24
        assert not any(flow(tally, "relief"))


def test_who_gives_bears_it_and_is_not_made_short() -> None:
    """Savings of 35 yuan last three months and a half; nobody gives what they have not."""
    tally = lived(*pair(1, savings=3 * D + 500))
    assert flow(tally, "relief") == [D] * 3 + [500] + [0] * 20
    assert flow(tally, "hardship") == [0] * 3 + [1] * 21
    tables, people = pair(1, savings=3 * D)
    people.number[traits.SUPPORT, 1] = people.number[traits.NEEDS, 1] = D + 1
    assert flow(lived(tables, people), "helpers-pressed")[:4] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("right", "at_work", "column"),
    [
        ("subsidy", 0, rt.W_SUBSIDY),
        ("subsidy", 1, rt.W_SUBSIDY),
        ("bank-account", 0, rt.W_ACCOUNT),
        ("internet", 1, rt.W_OFFLINE),
        ("benefit", 0, rt.W_BENEFIT),
        ("detention", 1, rt.W_DETAINED),
    ],
)
def test_what_rights_withheld_cost(right: str, at_work: int, column: int) -> None:
    tables = defaulters(30, months=3)
    tables.withheld[:] = 1 << DOMAINS.index(right)
    tables.world[:, column] = 16_384
    people = plain_community(30)
    people.number[traits.WAGE if at_work else traits.SUPPORT] = 1000
    people.byte[traits.EMPLOYED] = at_work
    tally = lived(tables, people)
    n = of_list(tally, "entries")[0]
    assert flow(tally, "income") == [30_000, 30_000 - 250 * n, 30_000 - 250 * n]
    tables.world[:, column] = 0
    assert flow(lived(tables, people), "income") == [30_000] * 3


@pytest.mark.parametrize(
    ("bit", "cents", "red"), [(DOMAINS.index("air"), -250, 0), (len(DOMAINS), 250, 1), (DOMAINS.index("air"), -2000, 0)]
)
def test_a_month_without_a_right_costs_and_one_with_a_reward_saves(bit: int, cents: int, red: int) -> None:
    """At most all that somebody has; a world in which nothing is worth anything is as before."""
    tables = defaulters(30, months=3, L_RED=red)
    tables.withheld[:] = 1 << bit
    tables.worth[:, bit] = cents
    tables.world[:, rt.W_WORTH] = 1
    people = plain_community(30)
    people.number[traits.SUPPORT] = 1000
    tally = lived(tables, people)
    n = of_list(tally, "entries")[0]
    after = 30_000 + max(-1000, cents) * n
    assert flow(tally, "income") == [30_000, after, after]
    tables.worth[:] = 0
    assert flow(lived(tables, people), "income") == [30_000] * 3
