"""Town profiles: the shipped ones, and what is said about wrong ones."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from counterlife.regime.reading import RegimeError
from counterlife.town.profile import EVERYDAY_MOST, Town, load_town
from counterlife.town.tables import SLOTS_MOST, town_tables
from counterlife.words import TIE_KINDS

SMALL = """\
town: small
title: Small
community: 12 persons
groups: {majority: {share: 1, wage: {median: 100 yuan}}}
ages: {40: 1}
households: {sizes: {1: 1}}
savings: {median: 1 yuan}
work: {takes-part: 1, employed: 1}
"""


def write(folder: Path, text: str) -> str:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    """Line and message of everything found wrong with a file."""
    with pytest.raises(RegimeError) as caught:
        load_town(write(folder, text))
    return [(problem.place.line, problem.message) for problem in caught.value.problems if problem.place]


@pytest.mark.parametrize("name", ["china-2020", "uniform"])
def test_shipped_towns_load_and_read_back_as_they_are(name: str) -> None:
    town = load_town(name)
    assert town.town == name
    plain = town.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert Town.model_validate(plain) == town


def test_china_2020_says_what_the_census_says() -> None:
    town = load_town("china-2020")
    assert sum(share.value for band, share in town.ages.items() if int(band[:2].rstrip("-")) < 15) == Fraction("0.1795")
    assert sum(share.value for band, share in town.ages.items() if int(band[:2].rstrip("-")) >= 60) == Fraction("0.187")
    assert sum(int(size) * share.value for size, share in town.households.sizes.items()) == Fraction("2.62")


def test_every_number_of_china_2020_that_is_assumed_has_a_range() -> None:
    bare: list[str] = []

    def walk(data: object, path: str) -> None:
        if isinstance(data, dict):
            if data.get("grade") in ("assumed", "reported") and "value" in data and "range" not in data:
                bare.append(path)
            for key, value in data.items():
                walk(value, f"{path}.{key}")

    walk(load_town("china-2020").model_dump(mode="json", by_alias=True, exclude_none=True), "")
    assert bare == []


def test_all_that_is_wrong_is_reported_at_once_in_place(tmp_path: Path) -> None:
    text = (
        SMALL.replace("12 persons", "none").replace("40: 1", "40: 0.5")
        + "frailty: {violation: 0.7}\nacts: {traffic.jaywaking: {rate: 1 per person-year}}\n"
    )
    assert [line for line, _ in problems(tmp_path, text)] == [3, 9]
    text = text.replace("none", "12 persons", 1).replace("0.7", "0.8")
    found = problems(tmp_path, text)
    assert found == [(5, "the shares of `ages` add up to 0.5"), (10, "no act `traffic.jaywaking`")]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("40: 1", "30-50: 0.5, 50-60: 0.5", 5, "`50-60` overlaps another band of ages"),
        ("40: 1", "50-30: 1", 5, "`50-30` is no band of ages"),
        ("40: 1", "121: 1", 5, "`121` is no band of ages"),
        ("40: 1", "5: 0.5, 40: 0.5", 6, "ages below 18 have a share, but no household has room for a child"),
        ("{1: 1}", "{7: 1}", 6, "a household of 7 is too large"),
        ("savings", "ties: {friend: {slots: 2, degree: 3}}\nsavings", 7, "3 ties do not fit 2 slots"),
        ("savings", "ties: {friend: {slots: 20}, colleague: {slots: 20, firms: {5: 1}}}\nsavings", 7, "these ties need 40 slots"),
        ("savings", "ties: {shape: rings}\nsavings", 7, "no shape of ties `rings`"),
        ("12 persons", "11 persons\nties: {shape: ring}", 4, "no ring of 11 persons"),
        ("12 persons", "40 persons\nties: {shape: star}", 4, "these ties need 39 slots"),
        ("savings", "tie: {shape: ring}\nsavings", 7, "unknown key `tie`"),
        ("savings", "demand: {aire: 1 per person-year}\nsavings", 7, "no domain `aire`"),
        (
            "savings",
            "acts: {help.heroic: {rate: 25 per person-year}}\nsavings",
            7,
            "25 per person-year is too often for an act drawn `rare`",
        ),
    ],
)
def test_impossible_towns_are_refused(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert problems(tmp_path, SMALL.replace(old, new, 1)) == [(line, message)]


def paths(data: object, above: str = "") -> list[str]:
    """Paths of all parts of a profile."""
    if not isinstance(data, dict):
        return []
    return [path for key, value in data.items() for path in (f"{above}{key}", *paths(value, f"{above}{key}."))]


@pytest.mark.parametrize("junk", ["x", "-1", "99999999", "[]", "[1, 2]", "{}", "{a: 1}", "", "true", "0.5 of it", "2020: 1", "{2020: 1}"])
def test_junk_anywhere_is_read_or_refused_but_never_crashes(junk: str) -> None:
    plain = load_town("uniform").model_dump(mode="json", by_alias=True, exclude_none=True)
    places = paths(plain)
    assert len(places) > 30
    nowhere = []
    for path in places:
        try:
            town_tables(load_town("uniform", [f"{path}={junk}"]))
        except RegimeError as error:
            nowhere += [str(problem) for problem in error.problems if problem.place is None]
    assert nowhere == []


def test_margins_that_no_household_can_have_are_refused(tmp_path: Path) -> None:
    two = SMALL.replace("{1: 1}", "{2: 1}")
    full = two.replace("40: 1", "5: 0.6, 40: 0.4")
    assert "more than full of children" in problems(tmp_path, full)[0][1]
    orphans = two.replace("40: 1", "5: 0.3, 70: 0.7")
    assert "60 or more" in problems(tmp_path, orphans)[0][1]


def test_an_included_town_is_below_and_settings_are_on_top(tmp_path: Path) -> None:
    path = write(
        tmp_path, "town: mine\ntitle: Mine\ninclude: uniform\ncommunity: 500 persons\nacts: {traffic.ticket: {rate: 1 per person-year}}\n"
    )
    town = load_town(path, ["acts.traffic.ticket.rate=2 per person-year", "segregation=0.25"])
    assert (town.town, town.community, town.segregation.value) == ("mine", 500, Fraction(1, 4))
    assert town.acts["traffic.ticket"].rate.value == Fraction(1, 6)
    assert town.savings == load_town("uniform").savings


def test_a_town_cannot_include_itself(tmp_path: Path) -> None:
    assert problems(tmp_path, SMALL + "include: small.yaml\n") == [(9, "`small.yaml` ends up including itself")]


def test_unknown_names_are_answered_with_the_nearest() -> None:
    with pytest.raises(RegimeError, match="did you mean `china-2020`"):
        load_town("china-2021")
    with pytest.raises(RegimeError, match="unknown key `segregated`"):
        load_town("uniform", ["segregated=0.2"])


def test_tables_hold_what_the_profile_says() -> None:
    town = load_town("china-2020")
    tables = town_tables(town)
    judgment = next(act for act in tables.acts if act.name == "court.unpaid-judgment")
    assert (judgment.rate, judgment.everyday, judgment.median) == (Fraction("0.005") / 12, True, 2_000_000)
    assert (judgment.spread, judgment.hardship) == (Fraction(6, 5), Fraction(2))
    assert next(act for act in tables.acts if act.name == "traffic.ticket").hardship == 1
    assert sum(act.everyday for act in tables.acts) <= EVERYDAY_MOST
    assert [TIE_KINDS[kind] for kind in tables.tie_kind] == ["family"] * 5 + ["friend"] * 6 + ["colleague"] * 4
    assert tables.slots == 15 <= SLOTS_MOST
    assert (tables.groups, tables.demand["air"], tables.scar) == (("majority", "minority"), Fraction("0.039"), Fraction("0.1"))
    assert tables.quantile.dtype == np.int32
