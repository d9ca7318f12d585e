"""Measures of what is only counted, by hand: deciles, effects, ranks, leaks, hours, standardised gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau
from tests.measure.test_registry import HERE, blank, put, value, view

from counterlife.life.reference.readings import loss_bin, score_bin
from counterlife.life.tally import (
    LOSS_SIDE,
    MULTIPLES,
    ROW_ACT,
    SCORE_STEPS,
    SEEN,
    STRATUM,
    TENTH_PARTS,
    Tally,
    empty,
)
from counterlife.measure.bear import decile, edge
from counterlife.measure.gaming import MIDDLES, tau_b
from counterlife.measure.registry import BY_NAME
from counterlife.measure.view import Costs, Weights
from counterlife.words import ACT_DOMAINS, CAUSES, DOMAINS


def stratum(tally: Tally, group: int, place: int, conduct: int, **fields: int) -> None:
    for name, amount in fields.items():
        tally.stratum[0, group, place, conduct, STRATUM.index(name.replace("_", "-"))] += amount


def test_innocent_is_told_from_risk_by_conduct_that_nobody_saw() -> None:
    tally = blank()
    put(tally, "ever-unearned-only", 8, month=11)
    put(tally, "whole-file", 70, month=11)
    put(tally, "innocent-sanctioned", 5, month=11)
    assert value("wrongful.risk", tally) == pytest.approx(100 * 8 / 120)
    assert value("wrongful.innocent", tally) == pytest.approx(100 * 5 / 50)


def test_unfair_and_out_of_proportion_are_shares_of_earned_months() -> None:
    tally = blank()
    put(tally, "sanctioned", 40, CAUSES.index("earned"))
    put(tally, "sanctioned", 60, CAUSES.index("kin"))
    put(tally, "unfair", 10)
    for place, months in enumerate((30, 20, 4)):
        put(tally, "beyond", months, place)
    assert value("wrongful.unfair", tally) == pytest.approx(25)
    assert [value(f"wrongful.beyond{multiple}", tally) for multiple in MULTIPLES] == pytest.approx([75, 50, 10])
    assert value("wrongful.share", tally) == pytest.approx(60), "never added"
    assert value("wrongful.unfair", blank()) is None


def test_stuck_is_a_share_of_those_followed() -> None:
    tally = blank(72)
    put(tally, "stuck", 3, 0, month=60)
    put(tally, "stuck", 9, 1, month=65)
    assert value("spiral.stuck", tally) == pytest.approx(25)


def test_bins_of_losses_hold_what_lies_between_their_edges() -> None:
    for yuan in (1, 2, 3, 5, 7, 8, 1000, 1_000_000):
        place = loss_bin(100 * yuan)
        assert edge(place) <= yuan < edge(place + 1)
        back = loss_bin(-100 * yuan)
        assert back == 2 * LOSS_SIDE - place
        assert edge(back) < -yuan <= edge(back + 1)
    assert loss_bin(99) == loss_bin(-99) == LOSS_SIDE


def test_deciles_of_what_the_listed_lost() -> None:
    tally = blank(24)
    for yuan in range(-1000, 9000, 10):
        tally.loss[0, 0, 0, loss_bin(100 * yuan)] += 1
    tally.lost[0, 0, 0] = 100 * sum(range(-1000, 9000, 10))
    tally.loss[0, 0, 1, LOSS_SIDE] = 1000
    for tenths in range(1, 10):
        assert value(f"bear.income.d{tenths}", tally) == pytest.approx((-1000 + 1000 * tenths) / 2, abs=60)
        assert value(f"bear.debt.d{tenths}", tally) == 0
    assert value("bear.income.listed", tally) == pytest.approx(3995 / 2)
    assert value("bear.income.d5", blank()) is None
    assert decile(tally.loss[0, 0, 1], 3) == 0


def test_help_stands_between_the_bounds_of_any_coupling() -> None:
    tally = blank()
    put(tally, "hardship", 200)
    put(tally, "hardship", 300, world=1)
    scale = 12_000 / 1440
    assert value("bear.helped-least", tally) == pytest.approx(100 * scale)
    assert value("bear.helped-most", tally) == pytest.approx(300 * scale)
    assert value("bear.harmed-least", tally) == 0


def test_total_is_direct_and_spill_over() -> None:
    tally = empty(3, 12, 2, 1, 1, 1, 1)
    scene = replace(HERE, worlds=("here", "there", "exempt"), exempts={"here": "exempt"})
    tally.flow[:, :, 0, :] = blank().flow[0, :, 0]
    for world, months in enumerate((50, 20, 30)):
        put(tally, "tenth", 120, TENTH_PARTS.index("adults"), world=world)
        put(tally, "tenth", months, TENTH_PARTS.index("hardship"), world=world)
    scale = 12_000 / 120
    assert value("others.spill", tally, scene=scene) == pytest.approx(10 * scale)
    assert value("effect.direct.hardship", tally, scene=scene) == pytest.approx(20 * scale)
    assert value("effect.total.hardship", tally, scene=scene) == pytest.approx(30 * scale)
    assert value("effect.total.speech", tally, scene=scene) == 0
    assert value("others.spill", tally) is None, "no world in which the tenth is exempt"


def test_weight_is_earned_months_over_gravity_with_its_range() -> None:
    tally = blank()
    tally.cross[0, 0, 0, CAUSES.index("earned"), 0] = 30
    tally.cross[0, 0, 0, CAUSES.index("kin"), 0] = 99
    for side, points in enumerate((1000, 500, 2000)):
        put(tally, "gravity", points, side)
    found = [value(f"weight.months{end}", tally) for end in ("", "-most", "-least")]
    assert found == pytest.approx([3, 6, 1.5])


def test_split_by_points_beside_the_deciding_record() -> None:
    tally = blank()
    traffic, speech, school = ACT_DOMAINS.index("traffic"), ACT_DOMAINS.index("speech"), DOMAINS.index("school")
    tally.origin[0, 0, 0, traffic, school] = 10_000
    tally.origin[0, 0, 1, traffic, school] = 4_000
    tally.origin[0, 0, 1, 0, school] = 6_000
    assert speech > 0
    whole = value("cross.by-points.narrow", tally)
    assert whole == pytest.approx(40)
    assert value("cross.choice.narrow", tally) == pytest.approx(-60)
    assert tally.cross[0, 0, 0, ROW_ACT].sum() == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=5, max_size=5))
def test_tau_b_is_kendalls(rows: list[list[int]]) -> None:
    table = np.array(rows)
    pairs = [(i, j) for i in range(5) for j in range(4) for _ in range(table[i, j])]
    found = tau_b(table)
    expected = kendalltau([i for i, _ in pairs], [j for _, j in pairs]).statistic if len(pairs) > 1 else float("nan")
    assert (found is None and np.isnan(expected)) or found == pytest.approx(expected)


def test_a_score_is_ranked_by_scheme_and_only_where_it_claims_something() -> None:
    tally = blank()
    for step in range(8):
        tally.rank[0, 0, 0, score_bin(-100 + 20 * step), step] = 5
    there = replace(view(tally, scene=HERE), place=0)
    rank, apart = (BY_NAME[name].function(there) for name in ("game.rank", "score.apart"))
    assert rank is not None
    assert rank.top == pytest.approx(1)
    assert apart is not None
    assert apart.top > 0
    flat = blank()
    flat.rank[0, 0, 0, score_bin(0), 3] = 40
    flat_view = replace(view(flat, scene=HERE), place=0)
    assert BY_NAME["game.rank"].function(flat_view) is None
    alike = BY_NAME["score.apart"].function(flat_view)
    assert alike is not None
    assert alike.top == 0


def test_steps_of_a_score_hold_their_middle() -> None:
    assert len(MIDDLES) == 2 * len(SCORE_STEPS) + 1
    assert [score_bin(int(middle)) for middle in MIDDLES] == list(range(len(MIDDLES)))


def test_hours_by_the_prices_of_the_rules() -> None:
    tally = blank()
    put(tally, "records", 50)
    put(tally, "appeals-won", 2)
    put(tally, "appeals-lost", 1)
    tally.list_[0, 0, 0, 0, 1] = 20
    tally.seen[0, 0, 0, SEEN.index("mistaken")] = 40
    scene = replace(HERE, weights={"here": Weights(Costs(0.1, 0.05, 1, 8), frozenset(("camera",)))})
    scale = 12_000 / 1440
    assert value("cost.staff", tally, scene=scene) == pytest.approx((5 + 2 + 20 + 24) * scale)
    assert value("cost.staff.hearing", tally, scene=scene) == pytest.approx(24 * scale)
    assert value("cost.staff", tally) == 0, "no prices, no cost"


def test_a_rival_is_matched_by_hours_and_not_by_how_much_of_each_work() -> None:
    tally = blank()
    put(tally, "records", 30)
    put(tally, "appeals-lost", 1)
    put(tally, "records", 40, world=1)
    put(tally, "appeals-won", 2, world=1)
    prices = Weights(Costs(0.1, 0.05, 1, 8))
    priced = replace(HERE, weights={"here": prices, "there": prices})
    assert value("cost.matched", tally, scene=priced) == pytest.approx(100 * 11 / 20)
    assert value("cost.matched", tally, scene=replace(HERE, weights={"here": prices})) is None, "free work can't be matched"
    assert BY_NAME["cost.matched"].function(replace(view(tally, scene=priced), base=None)) is None


def test_files_leak_by_hazard_and_stock_at_year_ends() -> None:
    tally = blank(24)
    tally.held[0, 0, :, 0] = 60, 80
    scene = replace(HERE, schemes=("points",), schemes_of=(frozenset(("points",)),) * 2)
    assert value("watch.files", tally, scene=scene) == pytest.approx(100 * 140 / 240)
    assert value("watch.leaks", tally, scene=scene) == 0
    leaky = replace(scene, weights={"here": Weights(leaks={"points": 0.01})})
    assert value("watch.leaks", tally, scene=leaky) == pytest.approx(1000 * 0.01 * 140 / 240)


def test_findable_in_months_a_year() -> None:
    tally = blank(24)
    put(tally, "findable", 30, month=11)
    put(tally, "findable", 90, month=23)
    put(tally, "findable", 999, month=5)
    assert value("watch.findability", tally) == pytest.approx(12 * 120 / 240)


def test_unused_of_those_that_expired() -> None:
    tally = blank()
    put(tally, "records-expired", 40)
    put(tally, "unused", 30)
    assert value("watch.unused", tally) == pytest.approx(75)


def test_two_kinds_of_trust_are_never_merged() -> None:
    tally = blank()
    for world, broken in ((0, 30), (1, 10)):
        put(tally, "tie-ends", 1000, world=world)
        put(tally, "promises-broken", broken, world=world)
    put(tally, "unearned-known", 6)
    put(tally, "wrongs-punished", 24)
    scene = replace(HERE, weights={"here": Weights(trust=(10, 2))})
    assert value("trust.kept", tally) == pytest.approx(97)
    assert value("trust.people", tally) == pytest.approx(-2)
    assert value("trust.institutions", tally, scene=scene) == pytest.approx(12 * (2 * 24 - 10 * 6) / 1440)
    assert value("trust.institutions", tally) is None, "the rules do not say what moves it"


def test_loans_to_thin_files_and_their_failures() -> None:
    tally = blank()
    for world, good, bad in ((0, 34, 6), (1, 10, 0)):
        put(tally, "thin-asked", 100, world=world)
        put(tally, "thin-lent", good, 0, world=world)
        put(tally, "thin-lent", bad, 1, world=world)
    assert value("gain.credit", tally) == pytest.approx(300)
    assert value("gain.credit-given", tally) == pytest.approx(400)
    assert value("gain.credit-failed", tally) == pytest.approx(15)


def test_what_people_are_beside_what_they_do() -> None:
    tally = blank()
    put(tally, "weight-of-acts", 75, month=11)
    put(tally, "weight-of-attributes", 25, month=11)
    assert value("score.attributes", tally) == pytest.approx(25)


def test_a_gap_of_conduct_or_place_goes_when_standardised() -> None:
    tally = empty(2, 12, 2, 1, 1, 1, 1, places=2)
    tally.flow[:, :, 0] = blank().flow[:, :, 0]
    tally.flow[:, :, 1] = blank().flow[:, :, 1]
    stratum(tally, 0, 0, 0, adults=80, ever=8, months=80)
    stratum(tally, 0, 0, 3, adults=20, ever=10, months=200)
    stratum(tally, 1, 0, 0, adults=4, ever=2, months=4)
    stratum(tally, 1, 0, 3, adults=16, ever=8, months=160)
    stratum(tally, 1, 1, 3, adults=5, ever=5, months=60)  # a place in which no one of the majority lives
    everybody = (84, 36)
    minority = (everybody[0] * 2 / 4 + everybody[1] * 8 / 16) / 120
    majority = (everybody[0] * 8 / 80 + everybody[1] * 10 / 20) / 120
    assert value("gap.diff-std[sanction.ever]", tally, 1) == pytest.approx(100 * (minority - majority))
    assert value("gap.ratio-std[sanction.ever]", tally, 1) == pytest.approx(minority / majority)
    assert value("gap.diff-std[sanction.months]", tally, 1) == pytest.approx(0)
    assert value("gap.diff-std[sanction.months]", tally, 0) is None, "the majority has no gap to itself"
    assert value("gap.diff-std[sanction.months]", tally) is None


def test_what_is_lived_and_filed_is_standardised_too() -> None:
    """The minority has twice the hardship only because it does more: alike in conduct there is no gap; of records there is one."""
    tally = empty(2, 12, 2, 1, 1, 1, 1, places=2)
    tally.flow[:, :, 0] = blank().flow[:, :, 0]
    tally.flow[:, :, 1] = blank().flow[:, :, 1]
    for group, calm, wild, records in ((0, 80, 20, 1), (1, 5, 15, 3)):
        for conduct, adults, months in ((0, calm, 1), (3, wild, 4)):
            of_all = {"hardship": months * adults, "worked": 12 * adults, "records": records * adults, "records-wrong": adults}
            stratum(tally, group, 0, conduct, adults=adults, entries=2 * adults, untold=adults, **of_all)
    assert value("gap.diff-std[hardship.months]", tally, 1) == pytest.approx(0)
    assert value("gap.ratio-std[work.share]", tally, 1) == pytest.approx(1)
    assert value("gap.diff-std[watch.records]", tally, 1) == pytest.approx(3 - 1)
    assert value("gap.ratio-std[records.wrong]", tally, 1) == pytest.approx(1 / 3)
    assert value("gap.diff-std[due.unnotified]", tally, 1) == pytest.approx(0)
    assert value("gap.diff-std[spiral.stuck]", tally, 1) is None, "nobody was followed"


def test_joined_freely_and_under_pressure() -> None:
    tally = blank()
    for way, count in enumerate((50, 30, 20)):
        put(tally, "joined", count, way)
    assert [value(f"consent.{name}", tally) for name in ("freely", "pressed", "unfree")] == pytest.approx([50, 30, 50])
