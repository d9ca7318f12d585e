"""The score over the months of a life is the one that the model has on file, and its picture shows where bands begin."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from counterlife.life import columns as col
from counterlife.life.replay import Life, Standing
from counterlife.regime.load import load
from counterlife.report.lifeline import Lifeline
from counterlife.report.say import words
from counterlife.report.scoreline import Cap, Edge, Scoreline, scoreline
from counterlife.study.design import design
from counterlife.study.lives import follow, lived

SAY = words("en")
PLAN = design("rongcheng", people=1, years=2, seeds=[1], against=("none",))


@pytest.mark.parametrize("person", [14, 16, 30])
def test_the_score_of_each_month_is_what_is_on_file(person: int) -> None:
    standings = follow(PLAN, person, 1).standings
    assert standings[1] == {}, "ordinary law has no score"
    for months in (1, 9, 24):
        state = lived(PLAN.compiled.tables, PLAN.town_tables, 1, 0, months)
        row = state.scores[0, PLAN.compiled.names.schemes.index("points"), person]
        assert standings[0]["points"][months - 1] == Standing(int(row[col.SCORE]) / 16, int(row[col.BAND]))


def test_who_never_differs_does_not_differ_by_having_a_score() -> None:
    found = [follow(PLAN, person, 1) for person in range(40)]
    assert any(life.fork is None and life.standings[0] for life in found)
    assert all(not life.standings[0] for life in found if not life.person.adult)


def test_a_scheme_that_one_joins_has_no_score_of_who_has_not() -> None:
    plan = design("sesame", people=1, years=2, seeds=[1], against=("none",))
    state = lived(plan.compiled.tables, plan.town_tables, 1, 0)
    joined = np.flatnonzero(state.react[0, col.JOINED])
    late = next(life for person in joined if (life := follow(plan, int(person), 1)).standings[0] and None in _first(life))
    known = [score is not None for score in _first(late)]
    assert known == sorted(known), "none before joining, one in each month after"
    assert any(known)


def _first(life: Life) -> tuple[Standing | None, ...]:
    return next(iter(life.standings[0].values()))


LINE = Scoreline("points", ((990.0, 990.5, 955.0, None, 1031.0), (None,) * 5), (Edge("A", 960), Edge("AA", 1030), Edge("AAA", 1050)))


def test_steps_are_told_where_a_point_or_more_is_moved() -> None:
    assert LINE.steps(0) == [(2, 990.0, 955.0)]
    assert LINE.steps(1) == []
    assert [LINE.band(score) for score in (955, 960, 1040)] == ["A", "A", "AA"], "the worst reaches down for ever"


def test_a_panel_shows_the_bands_that_the_score_passes_through_whole() -> None:
    low, high = LINE.ends
    assert (low < 955, high > 1050) == (True, True)
    assert [edge.band for edge in LINE.shown] == ["A", "AA", "AAA"]


def test_a_record_that_holds_somebody_in_a_band_is_marked() -> None:
    rules = load("rongcheng")
    bands = [band for band, _ in sorted(rules.schemes["points"].bands.items(), key=lambda pair: pair[1].from_.value)]
    free, held = bands.index("A"), bands.index("C")
    stood = tuple(Standing(1000.0, held if 3 <= month < 7 else free) for month in range(12))
    life = Life(follow(PLAN, 14, 1).person, ("rongcheng",), 12, ((),), None, ({"points": stood},))
    line = scoreline(life, [rules], PLAN.start)
    assert line is not None
    assert line.caps == (Cap(3, 7, "C"),)
    twice = replace(life, worlds=("a", "b"), moments=((), ()))
    drawn = str(Lifeline(twice, PLAN.start, ("a", "b"), SAY, replace(line, scores=line.scores * 2)).svg("wide"))
    assert SAY.plain("score.cap", band="C") in drawn


def test_the_picture_and_the_table_have_the_score() -> None:
    person = follow(PLAN, 14, 1)
    rules = [world.regime for world in PLAN.worlds]
    score = scoreline(person, rules, PLAN.start)
    assert score is not None
    line = Lifeline(person, PLAN.start, ("with", "without"), SAY, score)
    bare = Lifeline(person, PLAN.start, ("with", "without"), SAY)
    for layout in ("wide", "narrow"):
        drawn = str(line.svg(layout))
        assert SAY.plain("tracks.score") in drawn
        assert SAY.plain("tracks.score") not in str(bare.svg(layout))
        assert len(re.findall("stroke-dasharray:1.5 3", drawn)) == len(score.shown) > 0
        last = next(one for one in reversed(score.scores[0]) if one is not None)
        assert f">{SAY.number(last)}</text>" in drawn
    told = [row["event"].shown for row in line.frame("life").rows]
    assert sum("→" in text for text in told) == len(score.steps(0)) > 0
    assert not any("→" in row["event"].shown for row in bare.frame("life").rows)


def test_a_scheme_has_no_score_before_it_is_in_force() -> None:
    rules = load("rongcheng")
    stood = {"points": tuple(Standing(1000.0, 2) for _ in range(24))}
    life = Life(follow(PLAN, 14, 1).person, ("rongcheng",), 24, ((),), None, (stood,))
    since = rules.schemes["points"].since or rules.since
    assert since is not None
    found = scoreline(life, [rules], since - 6)
    assert found is not None
    assert [score is None for score in found.scores[0]] == [month < 6 for month in range(24)]
