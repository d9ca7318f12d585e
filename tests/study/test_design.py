"""What is asked for becomes worlds, seeds and months, and survives the manifest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from counterlife.regime.load import RegimeError
from counterlife.study.design import Design, DesignError, design, of_record


def asked(**changes: Any) -> Design:
    wanted: dict[str, Any] = {"regime": "rongcheng", "people": 3000, "years": 1, "seeds": [2, 1], "town": "uniform"}
    return design(**(wanted | changes))


def test_worlds_are_the_regime_then_rivals_then_safeguards() -> None:
    found = asked(against=("none", "mute", "ordinary-fines"), with_=("notice", "notice+appeal"))
    assert found.names == ["rongcheng", "none", "mute(rongcheng)", "ordinary-fines", "rongcheng+notice", "rongcheng+notice+appeal"]
    assert found.pairs == [(0, 1), (0, 2), (0, 3), (3, 1), (4, 1), (4, 2), (4, 3), (5, 1), (5, 2), (5, 3)]
    assert found.contrasts == [*found.pairs, (4, 0), (5, 0)]


@pytest.mark.parametrize(("name", "follows", "known"), [("mute", False, False), ("mute-follows", False, True), ("mute-known", True, False)])
def test_muted_worlds(name: str, follows: bool, known: bool) -> None:
    world = asked(against=(name,)).worlds[1]
    assert (world.regime.mute.follows, world.regime.mute.known) == (follows, known)
    assert world.regime.schemes == asked().worlds[0].regime.schemes


def test_settings_change_the_regime_and_not_its_rivals() -> None:
    found = asked(sets=("schemes.points.score.start=990 points",), with_=("notice",), against=("none", "rongcheng"))
    scores = [(world.name, scheme.score) for world in found.worlds for scheme in world.regime.schemes.values()]
    starts = {name: score.start.value for name, score in scores if score is not None and score.start is not None}
    assert starts == {"rongcheng": 990, "rongcheng#2": 1000, "rongcheng+notice": 990}


def test_people_are_rounded_up_to_whole_communities() -> None:
    community = asked().town.community
    assert asked(people=1).people == community
    assert asked(people=community).communities == 1
    assert asked(people=community + 1).people == 2 * community


def test_other_seeds_share_what_was_compiled() -> None:
    plan = design("rongcheng", people=5_000, seeds=[1, 2])
    fresh = plan.over([3])
    assert "compiled" not in vars(fresh)
    tables = plan.compiled
    other = plan.over([3, 4])
    assert other.compiled is tables
    assert other.town_tables is plan.town_tables
    assert other.seeds == (3, 4)
    assert other.record() == plan.record() | {"seeds": [3, 4]}


def test_a_design_survives_its_record() -> None:
    found = asked(against=("none", "mute"), with_=("appeal",), start="2015-03", town="china-2020")
    again = of_record(json.loads(json.dumps(found.record())))
    assert again == found
    assert again.key() == found.key()


@pytest.mark.parametrize(
    "changes",
    [
        {"people": 5001},
        {"years": 1.5},
        {"start": "2014-02"},
        {"seeds": [1, 3]},
        {"against": ("none", "mute")},
        {"with_": ("notice",)},
        {"town": "china-2020"},
        {"sets": ("schemes.points.score.start=990 points",)},
    ],
)
def test_key_depends_on_everything_asked_for(changes: dict[str, Any]) -> None:
    assert asked(**changes).key() != asked().key()


def test_key_does_not_depend_on_the_order_of_seeds() -> None:
    assert asked(seeds=[1, 2]).key() == asked(seeds=[2, 1]).key()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"people": 0}, "people 0: at least 1"),
        ({"people": 10**15}, "at most"),
        ({"years": 0}, "whole months"),
        ({"years": 0.3}, "whole months"),
        ({"years": 101}, "whole months"),
        ({"start": "soon"}, "2014-07"),
        ({"seeds": []}, "no seeds"),
        ({"seeds": [1, 1]}, "seed 1 is given twice"),
        ({"seeds": [-1]}, "seed -1"),
        ({"seeds": [1 << 64]}, "from 0 to"),
        ({"with_": ("notice+",)}, "names no safeguard"),
    ],
)
def test_what_cannot_be_run_says_what_can(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DesignError, match=says):
        asked(**changes)


@pytest.mark.parametrize("changes", [{"regime": "rongchang"}, {"against": ("nome",)}, {"with_": ("notise",)}, {"town": "chna-2020"}])
def test_unknown_names_come_with_the_nearest(changes: dict[str, Any]) -> None:
    with pytest.raises(RegimeError, match="did you mean"):
        asked(**changes)
