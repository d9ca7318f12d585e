"""Case files: those that are shipped load, and what is wrong with one is said in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterlife.evidence.facts import cited, fact
from counterlife.regime.names import library_names
from counterlife.regime.numbers import lacks
from counterlife.regime.reading import RegimeError
from counterlife.study.case import Lives, load_case, title_of
from counterlife.words import CAUSES

GOOD = """\
case: mine
title: A case
question: What happens?
facts: [spc_list-23, "spc_list-24, spc_list-52"]
regime: judgment-defaulters
with: [notice]
start: 2016-07
years: 2.5
people: 4000
runs: 2
lives:
  list: defaulters
  act: court.unpaid-judgment
  told: on
  show: 2
"""


@pytest.mark.parametrize("name", library_names("cases"))
def test_a_shipped_case_says_what_it_is(name: str) -> None:
    case = load_case(name).case
    assert case.case == name
    assert title_of(name) == case.title
    assert case.question.endswith("?")
    assert case.leaves_out
    facts = [fact(id) for source in case.facts for id in cited(source)]
    assert facts or "table of facts" in case.leaves_out
    assert all(known.value != "NOT FOUND" for known in facts)


def test_every_number_of_a_search_says_where_it_comes_from() -> None:
    search = load_case("reporter").case.search
    assert search is not None
    assert not [path for path, _ in lacks(search) if not path.startswith("claim")]
    assert search.claim.source


def test_the_journeys_have_their_cases() -> None:
    assert {"journalist", "actress", "students", "reporter"} <= set(library_names("cases"))


def test_what_a_case_asks_for(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD)
    loaded = load_case(file)
    design = loaded.design
    assert design is not None
    assert [world.role for world in design.worlds] == ["regime", "against", "with"]
    assert design.worlds[2].regime.lists["defaulters"].notice.value == 1
    assert (design.people, design.months, design.start, design.seeds) == (4000, 30, 2016 * 12 + 6, (1, 2))


def test_twins_may_live_where_nothing_follows(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD.replace("start:", "against: mute\nstart:"))
    design = load_case(tmp_path / "mine.yaml").design
    assert design is not None
    assert design.worlds[1].role == "mute"


def test_a_case_beside_its_own_regime_file(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("regime: rules\ninclude: [judgment-defaulters]\n")
    (tmp_path / "mine.yaml").write_text(GOOD.replace("regime: judgment-defaulters", "regime: rules.yaml"))
    design = load_case(tmp_path / "mine.yaml").design
    assert design is not None
    assert design.names == ["rules", "none", "rules+notice"]


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("list: defaulters", "list: defaulter", "12:9", "did you mean `defaulters`"),
        ("act: court.unpaid-judgment", "act: court.unpaid-judgement", "13:8", "did you mean `court.unpaid-judgment`"),
        ("regime: judgment-defaulters", "regime: judgement-defaulters", "5:9", "did you mean `judgment-defaulters`"),
        ("with: [notice]", "with: [notise]", "6:8", "did you mean `notice`"),
        ("told: on", "tolt: on", "14:3", "did you mean `told`"),
        ("told: on", "group: minorities", "14:10", "did you mean `minority`"),
        ("told: on", "cause: [unabel]", "14:11", "did you mean `unable`"),
        ("told: on", "withheld: [exit-boarder]", "14:14", "did you mean `exit-border`"),
        ("spc_list-23", "spc_list-99", "4:9", "no fact"),
        ("spc_list-23", "as is well known", "4:9", "no id of a published fact"),
        ("  list: defaulters\n", "", "12:3", "name the `list`"),
        ("  act: court.unpaid-judgment\n", "  who: pupils\n", "12:3", "pupils need it"),
        ("regime: judgment-defaulters\n", "", "1:1", "need a `regime`"),
        ("start: 2016-07", "start: then", "7:8", "is no date"),
        ("case: mine", "case: My case", "1:7", "is no name"),
    ],
)
def test_a_mistake_is_named_in_its_place(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    file = tmp_path / "mine.yaml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(RegimeError) as error:
        load_case(file)
    text = str(error.value)
    assert f"mine.yaml:{place}:" in text
    assert says in text


def test_a_class_stands_for_its_causes() -> None:
    assert Lives(list="l", cause=("fact-wrong", "unable")).causes == {"false-attribution", "false-report", "stale", "copy", "unable"}
    assert Lives(list="l", cause=("earned",)).causes == {"earned", "induced"}
    assert Lives(list="l").causes == set(CAUSES)


def test_there_is_no_such_case() -> None:
    with pytest.raises(RegimeError, match="did you mean `journalist`"):
        load_case("journalists")
