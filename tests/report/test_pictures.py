"""The two pictures made by hand, and the places of dots."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterlife.life.replay import Life, Moment, Person
from counterlife.report import charts
from counterlife.report.notebook import life, people
from counterlife.report.palette import DARK, LIGHT
from counterlife.report.people100 import FATES, People, apportion, size_for
from counterlife.report.say import words
from counterlife.report.tracks import events, tracks
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.report.page import Report
    from counterlife.study.run import Run


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5).filter(any), st.sampled_from([100, 1000]))
def test_icons_add_up_and_are_rounded(weights: list[int], out_of: int) -> None:
    shares = {fate: weight / sum(weights) for fate, weight in zip(FATES, weights, strict=True)}
    counts = apportion(shares, out_of)
    assert sum(counts.values()) == out_of
    assert min(counts.values()) >= 0
    moved = [fate for fate in FATES if abs(counts[fate] - shares[fate] * out_of) > 0.5 + 1e-9]
    assert len(moved) <= 1, "only the one that makes up the rest is off by more than rounding"


def test_a_thousand_people_where_a_hundred_would_not_show_it() -> None:
    assert size_for({"mistake": 0.004, "untouched": 0.996}) == 1000
    assert size_for({"mistake": 0.004, "others": 0.007, "untouched": 0.989}) == 100
    assert size_for({"mistake": 0.0, "untouched": 1.0}) == 100


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_every_fate_has_its_own_shape(layout: str) -> None:
    made = People(dict.fromkeys(FATES, 20), 100, "a world", words())
    drawn = ET.fromstring(str(made.svg(layout, static=True)))
    paths = [element.attrib["d"] for element in drawn]
    shapes = [re.sub(r"[\d.\s-]+", "", path)[:8] for path in paths]
    assert len(paths) == 5
    filled = ["fill:none" not in element.attrib["style"] for element in drawn]
    assert len(set(zip(shapes, filled, strict=True))) == 5
    assert "var(" not in str(made.svg(static=True))
    assert "var(--harm" in str(made.svg())


def test_a_notebook_shows_both_pictures(run: Run) -> None:
    shown = people(run)._repr_html_()
    assert shown.count("<svg xmlns") == 4
    html = life(run, 0)._repr_html_()
    assert "Synthetic person 0" in html
    assert "var(" not in shown + html


def test_no_twin_without_another_world(tmp_path: Path) -> None:
    alone = runs.run("judgment-defaulters", against=(), people=1, years=1, seeds=(1,), out=tmp_path / "alone")
    with pytest.raises(ValueError, match="no twins"):
        life(alone, 0)


def test_a_life_is_drawn_from_its_moments(report: Report) -> None:
    shown = next(one for one in report.lives[1] if one.line is not None and one.line.tracks[0]["barred"])
    line = shown.line
    assert line is not None
    for layout in ("wide", "narrow"):
        drawn = ET.fromstring(str(line.svg(layout, static=True)))
        boxes = [element for element in drawn.iter("{http://www.w3.org/2000/svg}rect") if len(element)]
        assert len(boxes) == sum(span.look != "none" for tracks in line.tracks for spans in tracks.values() for span in spans)
    assert len(line.numbered) == str(line.list()).count("<li>")
    assert len({month for month, _ in line.numbered}) == len(line.numbered)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 100)), max_size=30), st.integers(3, 40))
def test_no_dot_lies_on_another(values: list[tuple[str, float]], bins: int) -> None:
    placed = charts.stacked(values, bins)
    assert sorted(place for place, _, _ in placed) == list(range(len(values)))
    assert len({(values[place][0], x, level) for place, x, level in placed}) == len(values)


def test_dots_of_nothing_lie_at_nothing() -> None:
    assert [x for _, x, _ in charts.stacked([("a", 0.0), ("a", 0.0), ("b", 0.0)], 9)] == [0.0, 0.0, 0.0]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_stand_out_from_the_page(colours: dict[str, str]) -> None:
    for name in ("ink", "soft", "harm", "through", "own", "quiet", "help", "faint"):
        bright, dark = sorted((luminance(colours[name]), luminance(colours["paper"])), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= {"ink": 7.0, "faint": 3.0}.get(name, 4.5), name


def test_help_and_a_lost_place_are_tracks_of_a_life() -> None:
    """Help from ties has a beginning and an end, a place at a university that is lost has none."""
    moments = (Moment(3, "relief", {"on": True}), Moment(5, "university", {}), Moment(7, "relief", {"on": False}))
    person = Person(number=7, community=0, age=20, group="majority", adult=True, household=1, employed=True, wage=520_000, savings=0)
    told = Life(person, ("r", "none"), 12, (moments, ()), 3)
    lived = tracks(told, 0, words("en"))
    assert [(span.first, span.end, span.look) for span in lived["relief"]] == [(3, 7, "help")]
    assert [(span.first, span.end, span.look) for span in lived["university"]] == [(5, 12, "harm")]
    assert [event.text for event in events(told, 0, words("en"))] == [
        "helped by those they are tied to",
        "a place at a university is withheld, for good",
        "no longer helped by those they are tied to",
    ]
