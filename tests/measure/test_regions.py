"""Figures by region are the figures of those who live there."""

from __future__ import annotations

from functools import cache

import pytest

from counterlife.life.tally import FLOW, STRATUM, Tally, add, empty
from counterlife.measure.frame import FrameError
from counterlife.measure.regions import REGIONAL, RegionRow, regions
from counterlife.measure.registry import BY_NAME
from counterlife.measure.view import Scene
from counterlife.study import engine as engines
from counterlife.study.design import Design, design
from counterlife.town.people import draw
from counterlife.town.traits import PLACE

SCENE = Scene(worlds=("r", "none"), groups=("majority", "minority"))
PLACES = ("coast", "hills")


def blank() -> Tally:
    tally = empty(2, 12, 2, 0, 0, 0, 0, places=2)
    for place, adults in enumerate((30, 10)):
        tally.region[:, place, :, :, FLOW["adults"]] = adults
        tally.stratum[:, :, place, 0, STRATUM.index("adults")] = adults
    return tally


def found(rows: list[RegionRow], region: str, world: str = "r", group: str = "all") -> float:
    values = [row["value"] for row in rows if (row["region"], row["world"], row["group"]) == (region, world, group)]
    assert len(values) == 1
    return values[0]


def test_a_region_is_counted_by_itself() -> None:
    tally = blank()
    tally.region[0, 1, :, 0, FLOW["hardship"]] = 5
    tally.stratum[0, 1, 1, 0, STRATUM.index("ever")] = 4
    rows = regions([tally, tally], SCENE, PLACES, ["hardship.months", "sanction.ever"], groups=True)
    hardship, ever = ([row for row in rows if row["measure"] == name] for name in ("hardship.months", "sanction.ever"))
    assert (found(hardship, "coast"), found(hardship, "hills"), found(hardship, "hills", "none")) == (0, 3000, 0)
    assert (found(hardship, "hills", group="majority"), found(hardship, "hills", group="minority")) == (6000, 0)
    assert {row["region"]: row["people"] for row in rows} == {"coast": 60, "hills": 20}
    assert all(row["seeds"] == 2 for row in ever)


def test_differences_between_worlds_are_paired() -> None:
    tallies = [blank(), blank()]
    for more, tally in enumerate(tallies):
        tally.region[0, 0, :, :, FLOW["hardship"]] = 3 + more
        tally.region[1, 0, :, :, FLOW["hardship"]] = more
    rows = regions(tallies, SCENE, PLACES, "hardship.months", against="none")
    assert {(row["world"], row["against"]) for row in rows} == {("r", "none")}
    assert found(rows, "coast") == pytest.approx(1200)
    assert found(rows, "hills") == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [("gap.concentration", "`person` is not counted by place"), ("due.unnotified", "`list_` is not"), ("nothing", "no measure")],
)
def test_what_is_not_counted_by_place_is_said(name: str, told: str) -> None:
    with pytest.raises(FrameError, match=told):
        regions([blank()], SCENE, PLACES, name)


def test_an_unknown_world_is_named() -> None:
    with pytest.raises(FrameError, match="no world `mute` in this run; there are r, none"):
        regions([blank()], SCENE, PLACES, against="mute")


def test_a_town_of_one_place_has_no_regions() -> None:
    assert regions([empty(2, 12, 2, 0, 0, 0, 0)], SCENE, ("",)) == []


def test_the_table_takes_only_measures_that_there_are() -> None:
    assert set(REGIONAL) <= set(BY_NAME)
    assert not [name for name in REGIONAL if BY_NAME[name].needs]
    regions([blank()], SCENE, PLACES)  # none of them needs what is not counted by place


@cache
def asked() -> Design:
    return design("high-surveillance-region", people=24_000, years=1, seeds=(2,), start="2018")


@cache
def lived() -> Tally:
    return Tally(**engines.engine(asked()).live(2, 0, 12))


def test_each_place_holds_the_communities_that_lie_there() -> None:
    what, whole = asked(), lived()
    town = what.town_tables
    lies = [int(draw(town, 2, number).byte[PLACE, 0]) for number in range(12)]
    assert set(lies) == {0, 1}, "this seed has communities in both places"
    model = engines.engine(what)
    for place in (0, 1):
        parts = [Tally(**model.live(2, number, number + 1)) for number in range(12) if lies[number] == place]
        total = parts[0]
        for part in parts[1:]:
            total = add(total, part)
        assert (whole.region[:, place] == total.flow).all()
    assert (whole.region.sum(axis=1) == whole.flow).all()


def test_more_people_are_sanctioned_in_the_region_that_is_watched_more() -> None:
    what = asked()
    rows = regions([lived()], engines.scene(what), what.compiled.names.places, ["sanction.ever"])
    world = what.names[0]
    shares = {region: found(rows, region, world) / 100 for region in what.compiled.names.places}
    adults = {row["region"]: row["n"] for row in rows}
    error = sum(share * (1 - share) / adults[region] for region, share in shares.items()) ** 0.5
    assert shares["region"] - shares["elsewhere"] > 4 * error
