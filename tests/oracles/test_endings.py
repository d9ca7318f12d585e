"""Oracles of what outlives its reason: copies of a list, acts that count though no rule named them, schemes that end; and of knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.oracles.runs import month, near_ratio, oracle, rules

from counterlife.life.columns import COPIES_HIGH, COPIES_LOW, LISTED
from counterlife.life.tally import FLOW, LIST, ROW_CAUSE
from counterlife.words import CAUSES, DOMAINS, WAYS

if TYPE_CHECKING:
    from tests.oracles.runs import Oracle

    from counterlife.regime.model import Regime

ONCE = "schemes.enforcement.catalog={court.unperformed-order: {list: defaulters, until: 2014-02}}"
OFTEN = ("community=500 persons", "acts.court.unperformed-order.rate=0.02 per person-month")
AIR, COPY, NOT_IN_CATALOG = DOMAINS.index("air"), CAUSES.index("copy"), CAUSES.index("not-in-catalog")
LATER = "since: 2014-07, retroactive: true"


def world(*sets: str) -> Regime:
    return rules("orders-list", *sets)


def agencies(how_many: int, clears: float) -> str:
    each = f"{{receives: [defaulters], withholds: [air], clears: {clears}}}"
    return f"agencies={{{', '.join(f'agency-{k}: {each}' for k in range(how_many))}}}"


def catalog(entry: str) -> str:
    return f"schemes.enforcement.catalog={{court.unperformed-order: {{list: defaulters, {entry}}}}}"


def test_copies() -> None:
    """Of 40 copies of which each is cleared at .1 a month, 40 * .9 ** 12 = 11.30 are left after 12 months."""
    made = oracle(world(ONCE, "lists.defaulters.term=1 month", agencies(40, 0.1)), town="orders-once", months=13)
    follows, left, listed = made.names.lists.index("defaulters/copies"), [], []
    for tally, state, _ in made.states(12):
        copies = [
            (state.listings[0, follows, :, row] * (state.number[0, LISTED] >> follows & 1)).tolist() for row in (COPIES_LOW, COPIES_HIGH)
        ]
        left.append(sum(low.bit_count() + high.bit_count() for low, high in zip(*copies, strict=True)))
        listed.append(tally.list_[0, follows - 1, :, :, LIST["entries"]].sum())
    assert pytest.approx(11.30, abs=0.005) == 40 * 0.9**12
    near_ratio("copies left of 40", left, listed, 40 * 0.9**12)


def test_time_to_real_removal() -> None:
    """One copy, cleared at .3 a month, holds somebody .7 / .3 months longer; nothing of theirs stands behind it."""
    made = oracle(
        world(ONCE, "lists.defaulters.term=2 months", "lists.defaulters.withholds=[]", agencies(1, 0.3)), town="orders-once", months=60
    )
    tallies = made.tallies(12)
    held = made.of_list(tallies, "defaulters/copies", "stock").sum(axis=1)
    exits = made.of_list(tallies, "defaulters", "exits", WAYS.index("expired")).sum(axis=1)
    near_ratio("months on a copy", held, exits, 0.7 / 0.3)
    for tally in tallies:
        months = tally.cross[0, :, :, ROW_CAUSE:, AIR].sum(axis=(0, 1))
        assert months[COPY] == tally.list_[0, made.names.lists.index("defaulters/copies"), :, :, LIST["stock"]].sum()
        assert months[0] > 0


def test_copies_that_are_cleared_at_once_are_as_if_there_were_none() -> None:
    plain = "agencies={agency-0: {receives: [defaulters], withholds: [air]}}"
    term = "lists.defaulters.term=3 months"
    made = oracle(world(ONCE, term, agencies(1, 1)), world(ONCE, term, plain), town="orders-once", months=20)
    tally = made.tallies(1)[0]
    assert "defaulters/copies" not in made.names.lists
    for array in (tally.flow, tally.list_, tally.cross, tally.spell):
        assert (array[0] == array[1]).all()


def records(made: Oracle, cause: int) -> list[int]:
    tally = made.tallies(1)[0]
    return [int(n) for n in tally.flow[0, :, :, FLOW["records"] + cause].sum(axis=1)]


def test_acts_that_no_catalog_named() -> None:
    """What was done in the six months before goes on file when the entry comes into force, and lists: by a rule made afterwards."""
    made = oracle(world(catalog(LATER)), town="orders", months=12, town_sets=OFTEN)
    tally = made.tallies(1)[0]
    acts = tally.flow[0, :, :, FLOW["acts"] :][:, :, :4].sum(axis=(1, 2))
    assert records(made, NOT_IN_CATALOG) == [0] * 6 + [int(acts[:6].sum())] + [0] * 5
    assert records(made, 0) == [0] * 6 + [int(n) for n in acts[6:]]
    assert tally.cross[0, :, :, ROW_CAUSE + NOT_IN_CATALOG, AIR].sum() > 0
    short = oracle(world(catalog(f"{LATER}, kept: 3 months")), town="orders", months=12, town_sets=OFTEN)
    assert records(short, NOT_IN_CATALOG)[6] == int(acts[4:6].sum()), "what would have left the file by then is forgotten"


def test_an_entry_without_reach_back_forgets() -> None:
    made = oracle(world(catalog("since: 2014-07")), town="orders", months=12, town_sets=OFTEN)
    assert not any(records(made, NOT_IN_CATALOG))
    assert any(records(made, 0))


def test_records_that_nobody_removes() -> None:
    """Kept for 3 months and then removed at .25 a month: three further months, out of date, by a record that is wrong."""
    kept = "schemes.enforcement.records={kept: 3 months, removed: 0.25}"
    made = oracle(world(ONCE, kept, "lists.defaulters.withholds=[]"), town="orders-once", months=120)
    tallies = made.tallies(12)
    stale = [tally.flow[0, :, :, FLOW["wrong-records"]].sum() for tally in tallies]
    records_ = [tally.flow[0, :, :, FLOW["records"]].sum() for tally in tallies]
    near_ratio("months out of date", stale, records_, 0.75 / 0.25)
    plain = oracle(world(ONCE, kept.replace("0.25", "1")), town="orders-once", months=20).tallies(1)[0]
    assert not plain.flow[0, :, :, FLOW["wrong-records"]].any()


@pytest.mark.parametrize("files", ["kept", "deleted"])
def test_a_scheme_that_ends(files: str) -> None:
    """From its end on it records nothing; with its files, the listings that they decided go."""
    made = oracle(
        world("schemes.enforcement.until=2014-07", f"schemes.enforcement.files={files}"), town="orders", months=12, town_sets=OFTEN
    )
    tally = made.tallies(1)[0]
    made_, expired = (tally.flow[0, :, :, FLOW[name]].sum(axis=1) for name in ("records", "records-expired"))
    assert made_[:6].all()
    assert not made_[6:].any()
    stock = tally.list_[0, 0, :, :, LIST["stock"]].sum(axis=1)
    if files == "kept":
        assert not expired.any()
        assert stock[5] == stock[11] > 0
    else:
        assert expired[6] == made_.sum()
        assert stock[5] > 0
        assert not stock[6:].any()


@pytest.mark.parametrize("files", ["kept", "deleted"])
def test_a_band_holds_nobody_once_its_scheme_has_ended(files: str) -> None:
    sets = (
        "schemes.enforcement.score={start: 100, least: 0, most: 100}", "schemes.enforcement.bands={A: {from: 90}, B: {from: 0}}",
        "schemes.enforcement.catalog={court.unperformed-order: {points: -20}}", "schemes.enforcement.follows={B: {withholds: [air]}}",
        "schemes.enforcement.until=2014-07", f"schemes.enforcement.files={files}",
    )  # fmt: skip
    tally = oracle(world(*sets), town="orders", months=12, town_sets=OFTEN).tallies(1)[0]
    stock = tally.list_[0, :, :, :, LIST["stock"]].sum(axis=(0, 2))
    assert stock[5] > 0
    assert not stock[6:].any()
    points = tally.flow[0, -1, :, FLOW["points-sum"]].sum()
    assert (points == 0) == (files == "deleted")


def test_months_under_a_known_sanction() -> None:
    """Told at once, every sanctioned month is known; looked up at .1 a month, 1 - .9 ** k of the k-th; never told, none."""
    learns = ("lists.defaulters.notice=0", f"recourse.look-up={month(0.1)}")
    nobody = ("demand={air: 0, fast-rail: 0}",)
    told, slow, never = (oracle(world(ONCE, *sets), town="orders-once", months=9, town_sets=nobody) for sets in ((), learns, learns[:1]))
    tallies = slow.tallies(12)
    known, months = (slow.flow(tallies, name) for name in ("known-sanction", "sanctioned-any"))
    near_ratio("known in the eighth month", known[:, 8], months[:, 8], 1 - 0.9**7)
    for made, share in ((told, 1), (never, 0)):
        tally = made.tallies(1)[0]
        known, months = (tally.flow[0, :, :, FLOW[name]].sum() for name in ("known-sanction", "sanctioned-any"))
        assert known == share * months
        assert months > 0
