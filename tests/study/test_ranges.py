"""Draws from ranges: every part of every range is met, a path is one unknown, and what is drawn fits together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterlife.regime.model import Regime
from counterlife.regime.numbers import numbers, replaced
from counterlife.study.design import Design, DesignError, design
from counterlife.study.ranges import ENDLESS, between, drawn, inputs, places, values
from counterlife.town.profile import distributions


@cache
def asked(regime: str = "rongcheng", *sets: str) -> Design:
    return design(regime, against=("none", "mute"), people=2000, years=1, seeds=(1,), sets=sets)


def number(found: Regime, path: str) -> object:
    return next(stated.quantity.value for stated in numbers(found) if stated.path == path)


@given(st.integers(1, 60), st.integers(0, 2**64 - 1), st.lists(st.text(min_size=1), min_size=1, max_size=3, unique=True))
def test_each_nth_of_every_range_holds_one_of_n_draws(draws: int, seed: int, paths: list[str]) -> None:
    found = places(paths, draws, seed)
    assert found.shape == (draws, len(paths))
    for column in found.T:
        assert sorted((column * draws).astype(int)) == list(range(draws))


def test_a_number_that_is_added_moves_no_other() -> None:
    alone, among = places(["b"], 50, 3)[:, 0], places(["a", "b", "c"], 50, 3)
    assert (among[:, 1] == alone).all()
    assert (among[:, 0] != alone).any()
    assert (places(["b"], 50, 4)[:, 0] != alone).any()


def test_two_numbers_go_together_no_more_than_chance_has_it() -> None:
    found = places([f"path {k}" for k in range(40)], 400, 1)
    off = np.asarray(np.corrcoef(found.T))[~np.eye(40, dtype=bool)]
    assert abs(off).max() < 4 / np.sqrt(399)
    assert abs(off.std() * np.sqrt(399) - 1) < 0.15


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.floats(0, 1, exclude_max=True))
def test_a_drawn_value_lies_in_its_range(one: int, other: int, place: float) -> None:
    low, high = sorted((one, other))
    assert low <= between(low, high, place) <= high
    shares = Fraction(low, 10**6), Fraction(high, 10**6)
    assert shares[0] <= between(*shares, place) <= shares[1]


def test_a_range_is_gone_through_by_equal_steps_and_a_wide_one_by_equal_factors() -> None:
    assert [between(Fraction(1), Fraction(9), place) for place in (0.0, 0.5)] == [1, 5]
    assert between(Fraction(1, 100), Fraction(1), 0.5) == Fraction(1, 10)
    assert [between(2, 4, place) for place in (0.0, 0.3, 0.34, 0.6, 0.67, 0.999)] == [2, 2, 3, 3, 4, 4]
    assert between(Fraction(-1, 10), Fraction(1, 2), 0.5) == Fraction(1, 5)
    assert between(12, None, 0.999999) > 1100
    assert between(12, None, 0.5) == int(12 * (ENDLESS / 12) ** 0.5), "a term without end is a long one"


def test_every_range_of_rules_and_town_is_an_input_once() -> None:
    found = inputs(asked())
    paths = [one.path for one in found]
    assert len(set(paths)) == len(paths)
    ranged = {stated.path for stated in numbers(asked().worlds[0].regime) if stated.quantity.range}
    assert ranged <= set(paths)
    assert {f"town.{stated.path}" for stated in numbers(asked().town) if stated.quantity.range} <= set(paths)
    loss = next(one for one in found if one.path == "town.work.loss")
    assert (loss.stated, loss.grade) == ("1 per 100 person-months", "assumed")
    assert (loss.low, loss.high) == ("0.06 per person-year", "0.02 per person-month")


@pytest.mark.parametrize("place", [0.0, 0.4, 0.999])
@pytest.mark.parametrize("regime", ["rongcheng", "judgment-defaulters", "sesame"])
def test_what_is_drawn_is_a_design_like_any_other(regime: str, place: float) -> None:
    stated = asked(regime)
    paths = [one.path for one in inputs(stated)]
    made = drawn(stated, dict.fromkeys(paths, place))
    assert made.names == stated.names
    assert made.key() != stated.key()
    for before, after in zip(stated.worlds, made.worlds, strict=True):
        for one, other in zip(numbers(before.regime), numbers(after.regime), strict=True):
            assert one.path == other.path
            if one.quantity.range is None and not one.quantity.dated:
                assert other.quantity == one.quantity, f"{one.path} has no range and was moved"
            elif one.quantity.range is not None and one.quantity.high is not None:
                now = [step.value for _, step in other.quantity.dated] or [other.quantity.value]
                assert one.quantity.low <= min(now) <= max(now) <= one.quantity.high
    for shares in distributions(made.town).values():
        assert sum(share.value for share in shares.values()) == 1


def test_the_low_ends_are_met() -> None:
    made = drawn(asked(), {"town.work.loss": 0.0, "adapt.fear.strength": 0.0})
    assert made.town.work.loss.value == Fraction(5, 1000)
    assert values(made, ["town.work.loss"]) == ["0.06 per person-year"]
    assert made.town.model_copy(update={"work": asked().town.work}) == asked().town


def test_nothing_named_is_nothing_moved() -> None:
    assert drawn(asked(), {}).record() == asked().record()


def test_one_path_is_one_unknown_in_all_worlds() -> None:
    stated = asked()
    shared = {one.path for one in numbers(stated.worlds[0].regime) if one.quantity.range}
    shared &= {one.path for one in numbers(stated.worlds[1].regime) if one.quantity.range}
    assert shared, "the regime and ordinary law have numbers in common"
    paths = [one.path for one in inputs(stated)]
    made = drawn(stated, dict(zip(paths, places(paths, 1, 5)[0].tolist(), strict=True)))
    for path in shared:
        own, other, mute = (number(world.regime, path) for world in made.worlds)
        assert own == other == mute


def test_measured_shares_stay_where_others_that_add_up_with_them_are_drawn() -> None:
    made = drawn(asked(), {f"town.ages.{band}": 0.9 for band in ("15-17", "18-34")})
    assert made.town.ages["0-14"] == asked().town.ages["0-14"]
    assert made.town.ages["15-17"].value > asked().town.ages["15-17"].value
    assert sum(share.value for share in made.town.ages.values()) == 1


def test_a_number_that_changes_by_date_keeps_its_course() -> None:
    stated = asked("national")
    path = "schemes.points.covers.pilots"

    def course(place: float) -> list[Fraction]:
        made = drawn(stated, {path: place})
        quantity = next(one.quantity for one in numbers(made.worlds[0].regime) if one.path == path)
        return [step.value for _, step in quantity.dated]

    as_stated = [Fraction(5, 1000), Fraction(26, 1000), Fraction(1, 10)]
    assert course(0.5) == as_stated
    assert course(0.0) == [Fraction(2, 1000)] * 3, "the low end of the range, whatever the date"
    for place in (0.2, 0.8):
        moved = course(place)
        assert moved == sorted(moved)
        assert all((now < then) == (place < 0.5) for now, then in zip(moved, as_stated, strict=True))


def test_every_date_with_a_range_of_its_own_takes_the_same_place() -> None:
    step = "{value: 0.2, range: [0.1, 0.3], grade: assumed}"
    later = "{value: 0.6, range: [0.5, 0.9], grade: assumed}"
    stated = asked("rongcheng", f"channels.police-files.coverage={{2014: {step}, 2016: {later}}}")
    made = drawn(stated, {"channels.police-files.coverage": 0.0})
    assert [step.value for _, step in made.worlds[0].regime.channels["police-files"].coverage.dated] == [Fraction(1, 10), Fraction(1, 2)]


def test_values_that_do_not_fit_together_are_refused() -> None:
    stated = asked("fuzhou")
    start = next(one for one in numbers(stated.worlds[0].regime) if one.path.endswith("score.start"))
    least = next(one.quantity for one in numbers(stated.worlds[0].regime) if one.path.endswith("bands.high.from"))
    wide = replace(start.quantity, range=(0, least.value + 1))
    rules = replaced(stated.worlds[0].regime, lambda path, quantity: wide if path == start.path else quantity)
    loose = replace(stated, worlds=(replace(stated.worlds[0], regime=rules), *stated.worlds[1:]))
    with pytest.raises(DesignError, match="everybody starts in band `high`"):
        drawn(loose, {start.path: 0.999})
