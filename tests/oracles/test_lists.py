"""Oracles of lists: orders performed, grace, stages, listings that linger, households, records that others look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracles.runs import chance, month, near_ratio, oracle, rules

from counterlife.life.columns import LISTED
from counterlife.life.community import empty_state, empty_tally, live_into
from counterlife.life.tally import ROW_CAUSE
from counterlife.regime.compile import compile_tables
from counterlife.town.people import draw
from counterlife.town.profile import load_town
from counterlife.town.tables import town_tables
from counterlife.town.traits import ADULT, HOUSEHOLD
from counterlife.words import CAUSES, DOMAINS

if TYPE_CHECKING:
    from counterlife.regime.model import Regime

ONCE = "schemes.enforcement.catalog={court.unperformed-order: {list: defaulters, until: 2014-02}}"
OFTEN = ("community=500 persons", "acts.court.unperformed-order.rate=0.02 per person-month")
AIR, BORDER = DOMAINS.index("air"), DOMAINS.index("exit-border")


def world(*sets: str) -> Regime:
    return rules("orders-list", *sets)


def test_orders_performed() -> None:
    """A hazard of .1 a month, from the month of listing on."""
    made = oracle(
        world("lists.defaulters.exits=[perform]", f"recourse.perform.while-listed={month(0.1)}"),
        town="orders", months=120, town_sets=OFTEN,
    )  # fmt: skip
    tallies = made.tallies(20)
    entries = made.of_list(tallies, "defaulters", "entries", None).sum(axis=1)
    at_once = made.spells(tallies, "listing", "performed")[:, 0]
    near_ratio("performed in the month of listing", at_once, entries, 0.1)


def test_grace() -> None:
    """Three months of grace at .1 a month: .9 ** 3 of the cases are listed."""
    made = oracle(
        world("lists.defaulters.exits=[perform]", "lists.defaulters.grace=3 months", f"recourse.perform.while-listed={month(0.1)}"),
        town="orders", months=120, town_sets=OFTEN,
    )  # fmt: skip
    tallies = made.tallies(20)
    entries = made.of_list(tallies, "defaulters", "entries", None)[:, 3:].sum(axis=1)
    averted = made.of_list(tallies, "defaulters", "averted")[:, 2:-1].sum(axis=1)
    near_ratio("listed", entries, entries + averted, 0.9**3)


def test_stages() -> None:
    """Withheld for six months in all, the border from after the fourth: two months of six."""
    made = oracle(
        world(ONCE, "lists.defaulters.term=6 months", "lists.defaulters.stages=[{after: 4 months, withholds: [exit-border]}]"),
        town="orders-once", months=24,
    )  # fmt: skip
    tally = made.tallies(1)[0]
    months = tally.cross[0, :, :, ROW_CAUSE].sum(axis=(0, 1))
    assert months[AIR] > 0
    assert months[BORDER] * 6 == months[AIR] * 2


def test_listings_that_linger() -> None:
    """A term of 3 months of which .25 are cleared a month: three further months, as overdue."""
    made = oracle(world(ONCE, "lists.defaulters.term=3 months", "lists.defaulters.clears=0.25"), town="orders-once", months=150)
    tallies = made.tallies(12)
    stock = made.of_list(tallies, "defaulters", "stock").sum(axis=1)
    entries = made.of_list(tallies, "defaulters", "entries", None).sum(axis=1)
    near_ratio("months listed", stock, entries, 3 + 0.75 / 0.25)
    causes = [tally.cross[0, :, :, ROW_CAUSE + CAUSES.index("overdue"), AIR].sum() for tally in tallies]
    earned = [tally.cross[0, :, :, ROW_CAUSE, AIR].sum() for tally in tallies]
    near_ratio("months overdue over months due", causes, earned, 1.0)


def test_cleared_at_once_is_as_if_the_rule_were_not_there() -> None:
    made = oracle(world("lists.defaulters.term=3 months", "lists.defaulters.clears=1", "lists.defaulters.grace=0 months"),
                  world("lists.defaulters.term=3 months"), town="orders-once", months=20)  # fmt: skip
    tally = made.tallies(1)[0]
    for array in (tally.flow, tally.list_, tally.cross, tally.spell):
        assert (array[0] == array[1]).all()


def test_households() -> None:
    """Adults who live with somebody listed, and nobody else, are on the second list."""
    town = town_tables(load_town("china-2020", ("community=600 persons", "acts.court.unperformed-order.rate={value: 0.2 per person-year}")))
    made = compile_tables([world("lists.defaulters.kin={family: [air]}"), world()], town, (2014, 1), 24)
    people = draw(town, 3, 0)
    tally, state = empty_tally(made.tables), empty_state(made.tables, people, 4)
    live_into(tally, state, made.tables, people, 3, 0)
    first, kin = (made.names.lists.index(name) for name in ("defaulters", "defaulters/kin"))
    home, adult, listed = people.number[HOUSEHOLD], people.byte[ADULT] != 0, state.number[0, LISTED]
    on = (listed >> first & 1 != 0) & adult
    expected = [bool(adult[p]) and any(on[q] for q in range(len(home)) if q != p and home[q] == home[p]) for p in range(len(home))]
    assert ((listed >> kin & 1) != 0).tolist() == expected
    assert any(expected)
    assert tally.cross[0, :, :, ROW_CAUSE + CAUSES.index("kin"), AIR].sum() > 0
    assert (tally.list_[0, first] == tally.list_[1, first]).all()
    assert not tally.cross[1, :, :, ROW_CAUSE + CAUSES.index("kin")].any()


def test_look_ups() -> None:
    """Employers refuse 17 in 100 hirings of those with a visible record, lenders some persons, landlords some searches; hidden, nobody."""
    towns = (
        *OFTEN, "acts.court.unperformed-order.rate=0.5 per person-month", "work.loss=0.2 per person-month",
        f"work.hire={month(0.3)}", "demand={rental: 0.1 per person-month}",
    )  # fmt: skip
    looks = "bear.look-ups={employer: 0.17, landlord: 0.5, lender: 0.2}"
    seen, hidden, none = world(looks, "schemes.enforcement.open=on"), world(looks), world()
    made = oracle(seen, hidden, none, town="orders", months=36, town_sets=towns)
    tallies = made.tallies(12)
    for tally in tallies:
        assert (tally.flow[1] == tally.flow[2]).all(), "what nobody may look up costs nothing"
    adults, employed = (made.flow(tallies, name)[:, 24:].sum(axis=1) for name in ("adults", "employed"))
    near_ratio("found work", made.flow(tallies, "jobs-found")[:, 24:].sum(axis=1), adults - employed, 0.3 * 0.83)
    near_ratio("lent nothing", made.flow(tallies, "credit-refused")[:, 24:].sum(axis=1), adults, 0.2)
    near_ratio("homes refused", made.flow(tallies, "housing-lost")[:, 24:].sum(axis=1), adults, chance(0.1) * 0.5)
