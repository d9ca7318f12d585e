"""Lives that a case tells: they meet its rule, and they are as many as the run counts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterlife.life.replay import Life, Moment
from counterlife.life.tally import FLOW, LIST
from counterlife.measure.interval import BOUND
from counterlife.regime.names import library_names
from counterlife.study import engine as engines
from counterlife.study.case import Lives, load_case
from counterlife.study.design import Design, design
from counterlife.study.lives import follow, only
from counterlife.study.telling import Found, Telling, tell
from counterlife.study.work import Counts
from counterlife.words import CAUSES

SMALL = only(design("judgment-defaulters", people=4000, years=3, start="2018-07", seeds=(1, 2)), 0, 1)
TOLD = [name for name in library_names("cases") if load_case(name).case.lives is not None]


@cache
def counts(seed: int) -> Counts:
    alone = only(SMALL, 0)
    return engines.engine(alone).live(seed, 0, alone.communities)


@cache
def lived(person: int, seed: int) -> Life:
    return follow(SMALL, person, seed)


def entries(life: Life, name: str) -> list[Moment]:
    return [moment for moment in life.moments[0] if moment.kind == "listed" and moment.what["list"] == name]


def months_sanctioned(life: Life) -> int:
    """Months in which a right is withheld, from the moments of a life."""
    months, since = 0, None
    for moment in life.moments[0]:
        if moment.kind == "withheld":
            months += moment.month - since if since is not None else 0
            since = moment.month if moment.what["rights"] else None
    return months + (life.months - since if since is not None else 0)


def meets(life: Life, rule: Lives) -> bool:
    """Whether a life, as its moments tell it, is as a rule says."""
    if rule.group is not None and life.person.group != rule.group:
        return False
    if months_sanctioned(life) < rule.months:
        return False
    if rule.list is None:
        return True
    listed = entries(life, rule.list)
    if not listed or listed[-1].what["cause"] not in rule.causes:
        return False
    month = listed[-1].month
    acts = {moment.what["act"] for moment in life.moments[0] if moment.kind == "record" and moment.month == month}
    later = [m for m in life.moments[0] if m.kind == "withheld" and m.month > month]
    rights = set(map(str, later[0].what["rights"])) if later and isinstance(later[0].what["rights"], list) else set()
    return (
        (rule.act is None or rule.act in acts)
        and (rule.told is None or listed[-1].what["told"] == rule.told)
        and set(rule.withheld) <= rights
    )


@pytest.mark.parametrize("name", TOLD)
def test_a_shipped_case_tells_lives_that_meet_its_rule(name: str) -> None:
    loaded = load_case(name)
    assert loaded.design is not None
    rule = loaded.case.lives
    assert rule is not None
    shown = only(replace(loaded.design, communities=3, seeds=(1, 2)), 0, 1)
    telling = tell(shown, rule)
    found = telling.shown(rule.show)
    if found is None:
        pytest.skip("no such life among so few")
    seed, chosen = found
    for one in chosen:
        life = follow(shown, one.told, seed)
        if rule.refused:
            assert [m for m in life.moments[0] if m.kind == "school" and m.what["on"]]
            assert follow(shown, one.person, seed).person.age < 18
        else:
            assert meets(life, rule)
            assert months_sanctioned(life) == one.months
        assert life.person.adult


@pytest.mark.parametrize(
    "rule",
    [
        Lives(list="defaulters"),
        Lives(list="defaulters", told=False),
        Lives(list="defaulters", told=True, act="court.unpaid-judgment"),
        Lives(list="defaulters", act="court.unperformed-order", withheld=("exit-border",)),
        Lives(list="defaulters", cause=("rule-wrong",)),
        Lives(list="defaulters", cause=("unable", "false-attribution"), months=4, group="majority"),
    ],
    ids=str,
)
def test_those_who_meet_a_rule_are_those_whose_lives_say_so(rule: Lives) -> None:
    entered = tell(SMALL, Lives(list="defaulters"))
    for seed, found in tell(SMALL, rule).found.items():
        everybody = [one.person for one in entered.found[seed]]
        assert {one.person for one in found} == {person for person in everybody if meets(lived(person, seed), rule)}


def test_everybody_whom_the_run_counts_onto_a_list_is_found() -> None:
    telling = tell(SMALL, Lives(list="defaulters"))
    for seed, found in telling.found.items():
        assert len(found) > 10
        counted = counts(seed)["list_"][0, 0, :, :, LIST["entries"] : LIST["entries"] + len(CAUSES)].sum()
        assert sum(len(entries(lived(one.person, seed), "defaulters")) for one in found) == counted
        assert telling.among[seed] == counts(seed)["flow"][0, -1, :, FLOW["adults"]].sum()


def test_as_many_are_sanctioned_as_the_run_counts() -> None:
    for seed, found in tell(SMALL, Lives(months=1)).found.items():
        assert len(found) == counts(seed)["flow"][0, -1, :, FLOW["ever-sanctioned"]].sum()
        assert sum(one.months for one in found) == counts(seed)["flow"][0, :, :, FLOW["sanctioned-any"]].sum()
        assert [one.months for one in found] == sorted(one.months for one in found)


def test_as_many_school_places_are_refused_as_the_run_counts() -> None:
    telling = tell(SMALL, Lives(who="pupils", refused=True))
    assert any(telling.found.values())
    for seed, found in telling.found.items():
        assert sum(one.months for one in found) == counts(seed)["flow"][0, :, :, FLOW["pupils-refused"]].sum()
        assert telling.among[seed] == counts(seed)["flow"][0, -1, :, FLOW["pupils"]].sum()


def test_a_group_is_counted_among_its_own() -> None:
    groups = [tell(SMALL, Lives(list="defaulters", group=group)) for group in SMALL.town_tables.groups]
    everybody = tell(SMALL, Lives(list="defaulters"))
    for seed in SMALL.seeds:
        assert sum(len(part.found[seed]) for part in groups) == len(everybody.found[seed])
        assert sum(part.among[seed] for part in groups) == everybody.among[seed]


def of(*counts: int) -> Telling:
    lives = {seed: tuple(Found(place, place, place) for place in range(many)) for seed, many in enumerate(counts, 1)}
    return Telling(lives, dict.fromkeys(lives, 1000))


def test_how_common() -> None:
    often = of(30, 10, 20).often("adults")
    assert often is not None
    assert often.value == pytest.approx(200)
    assert often.lo is not None
    assert often.hi is not None
    assert often.lo < 200 < often.hi
    few = of(1, 2).often("adults")
    assert few is not None
    assert (few.lo, few.events) == (None, 3)
    none = of(0, 0).often("adults")
    assert none is not None
    assert none.note == BOUND
    assert none.hi == pytest.approx(11.5)
    assert Telling({1: ()}, {1: 0}).often("pupils") is None


def test_who_is_shown_stands_in_the_middle_of_the_first_run_that_has_any() -> None:
    def numbers(telling: Telling, count: int) -> tuple[int, list[int]] | None:
        shown = telling.shown(count)
        return None if shown is None else (shown[0], [one.person for one in shown[1]])

    assert numbers(of(0, 5), 1) == (2, [2])
    assert numbers(of(4), 1) == (1, [1])
    assert numbers(of(4), 2) == (1, [1, 2])
    assert numbers(of(2), 5) == (1, [0, 1])
    assert numbers(of(0, 0), 1) is None


def test_nobody_is_told_by_a_month_that_was_never_written() -> None:
    """In month 0 the column of notice says nothing; then the life itself does."""
    rules = ["lists.defaulters.notice=0", "channels.court-files.catches=1"]
    busy: Design = only(design("judgment-defaulters", people=2000, years=0.25, start="2016", seeds=(1, 2, 3), sets=rules), 0)
    assert not any(tell(busy, Lives(list="defaulters", told=True)).found.values())
    unaware = tell(busy, Lives(list="defaulters", told=False))
    first = [
        one.person
        for seed, found in unaware.found.items()
        for one in found
        if entries(follow(busy, one.person, seed), "defaulters")[-1].month == 0
    ]
    assert first
    assert np.unique(first).size


def test_shipped_cases_stand_in_the_library() -> None:
    folder = Path(load_case.__code__.co_filename).parents[1] / "regime" / "library" / "cases"
    assert {path.stem for path in folder.glob("*.yaml")} == set(library_names("cases"))
