"""The table: a row for what is defined, differences and ratios paired by seed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from tests.measure.toy import GROUPS, LISTS, WORLDS, toy

from counterlife.life.tally import Tally
from counterlife.measure.interval import CHANCE, SAME
from counterlife.measure.registry import MEASURES
from counterlife.measure.table import Result, table

SEEDS = [toy(seed, persons=60) for seed in range(4)]
EQUAL = [toy(seed, equal=True) for seed in range(3)]


@dataclass(frozen=True)
class Names:
    channels: tuple[str, ...] = ("camera",)
    lists: tuple[str, ...] = LISTS
    groups: tuple[str, ...] = GROUPS
    channels_of: tuple[frozenset[str], ...] = (frozenset(("camera",)),) * 2
    lists_of: tuple[frozenset[str], ...] = field(default=(frozenset(LISTS), frozenset(("court",))))
    schemes: tuple[str, ...] = ("points",)
    schemes_of: tuple[frozenset[str], ...] = (frozenset(("points",)),) * 2


def measured(tallies: list[Tally], red: tuple[str, ...] = (), mutes: dict[str, str] | None = None, **names: tuple[str, ...]) -> Result:
    return table(tallies, Names(**names), WORLDS, {"here": "there"}, pairs=[("here", "there")], red=red, mutes=mutes)  # type: ignore[arg-type]


def test_rows_by_world_and_group() -> None:
    found = measured(SEEDS)
    for group in ("all", *GROUPS):
        for world in WORLDS:
            row = found.row("sanction.share", world, group)
            assert row is not None
            assert (row["against"], row["unit"], row["seeds"], row["note"]) == (None, "of 100 adult-months", 4, CHANCE)
            assert row["lo"] is not None
            assert row["hi"] is not None
            assert row["lo"] <= row["value"] <= row["hi"]
    keys = [(row["measure"], row["world"], row["against"], row["group"]) for row in found.rows]
    assert len(keys) == len(set(keys))
    assert json.loads(json.dumps(found.rows)) == found.rows


def test_a_comparison_of_two_worlds_says_with_what() -> None:
    found = measured(SEEDS)
    assert found.row("bear.harmed", "here") is None
    row = found.row("bear.harmed", "here", against="there")
    assert row is not None
    assert row["value"] > 0
    assert found.row("bear.harmed", "there", against="here") is None
    assert not any(row["measure"] == "spiral.entries" for row in found.rows)
    assert measured(SEEDS, mutes={"here": "there"}).row("spiral.entries", "here", against="there") is not None


def test_lists_and_channels_have_rows_in_the_worlds_that_have_them() -> None:
    found = measured(SEEDS)
    assert found.row("listing.entries[points]", "here") is not None
    assert found.row("listing.entries[points]", "there") is None
    assert found.row("match.ppv[camera]", "there") is not None
    whole, court = found.row("listing.entries", "here"), found.row("listing.entries[court]", "here")
    points = found.row("listing.entries[points]", "here")
    assert whole is not None
    assert court is not None
    assert points is not None
    assert whole["count"] == court["count"] + points["count"]


def test_lists_that_give_are_left_out() -> None:
    found = measured(SEEDS, red=("points",))
    assert found.row("listing.entries[points]", "here") is None
    whole, court = found.row("listing.entries", "here"), found.row("listing.entries[court]", "here")
    assert whole is not None
    assert court is not None
    assert whole["value"] == court["value"]
    assert ("due.exit12.paid", "here") in found.undefined


def test_a_difference_is_that_of_the_rows() -> None:
    found = measured(SEEDS)
    for group in ("all", *GROUPS):
        one, other = found.row("hardship.months", "here", group), found.row("hardship.months", "there", group)
        change = found.difference("hardship.months", "here", "there", group)
        assert one is not None
        assert other is not None
        assert change is not None
        assert change["value"] == pytest.approx(one["value"] - other["value"])
        assert change["unit"] == one["unit"]


def test_equal_worlds_differ_by_exactly_nothing() -> None:
    found = measured(EQUAL, lists_of=(frozenset(LISTS),) * 2)  # type: ignore[arg-type]
    assert len(found.differences) > 100
    assert all((row["value"], row["lo"], row["hi"], row["note"]) == (0.0, 0.0, 0.0, SAME) for row in found.differences)
    assert found.ratios
    assert all((row["value"], row["lo"], row["hi"], row["unit"]) == (1.0, 1.0, 1.0, "times") for row in found.ratios)


def test_a_world_held_against_itself_differs_by_nothing() -> None:
    found = table(SEEDS, Names(), WORLDS, {"here": ["here", "there"]})
    own = [row for row in found.differences if row["against"] == "here"]
    assert own
    assert all(row["value"] == 0 for row in own)
    assert any(row["value"] != 0 for row in found.differences if row["against"] == "there")


def test_what_cannot_be_said_has_no_row_and_is_named() -> None:
    found = measured(SEEDS)
    assert found.row("due.exit60.paid", "here") is None
    assert ("due.exit60.paid", "here") in found.undefined
    told = {(row["measure"].split("[")[0] if "gap." not in row["measure"] else row["measure"], row["world"]) for row in found.rows}
    assert not told & set(found.undefined)


def test_only_what_is_asked_for_is_measured() -> None:
    found = table(SEEDS, Names(), WORLDS, {}, groups=("minority",), measures=("sanction.ever",))
    assert [(row["measure"], row["world"], row["group"]) for row in found.rows] == [
        ("sanction.ever", world, group) for world in WORLDS for group in ("all", "minority")
    ]
    assert found.differences == found.ratios == []
    with pytest.raises(KeyError):
        table(SEEDS, Names(), WORLDS, {}, measures=("no.such",))


def test_the_order_of_seeds_does_not_matter() -> None:
    one, other = measured(SEEDS), measured(SEEDS[::-1])
    assert [row["measure"] for row in one.rows] == [row["measure"] for row in other.rows]
    for left, right in zip(one.rows, other.rows, strict=True):
        assert left["value"] == pytest.approx(right["value"])


def test_worlds_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="two worlds have one name"):
        table(SEEDS, Names(), ("here", "here"), {})


def test_every_measure_is_told_or_named_as_undefined() -> None:
    found = measured(SEEDS, mutes={"here": "there"})
    known = {row["measure"] for row in found.rows} | {name for name, _ in found.undefined}
    assert {measure.name for measure in MEASURES} <= known
