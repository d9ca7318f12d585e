"""Regimes as the page shows them: sentences, dials, rulebook; and what is wrong with a file's words, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from counterlife.explorer.dials import KINDS, dials, stops, written
from counterlife.explorer.library import Library, about
from counterlife.regime.load import load
from counterlife.regime.names import library_file, library_names
from counterlife.regime.numbers import numbers
from counterlife.report.say import LANGUAGES, words

if TYPE_CHECKING:
    import httpx

MONTH = 2014 * 12


@pytest.mark.parametrize("name", library_names("regimes"))
def test_a_file_says_the_same_about_itself_as_the_whole_regime(name: str) -> None:
    found, regime = about(library_file("regimes", name).read_text(encoding="utf-8")), load(name)
    assert (found["title"], found["kind"], found["hypothesis"]) == (regime.title, list(regime.kind), regime.hypothesis)
    assert found["summary"].split() == regime.about.split()


def test_every_regime_of_the_library_is_listed_in_every_language(client: httpx.Client) -> None:
    for language in LANGUAGES:
        found = client.get("/api/regimes", params={"lang": language}).json()
        assert [one["name"] for one in found] == library_names("regimes")
        assert all(one["title"] for one in found)


@pytest.mark.parametrize("name", ["judgment-defaulters", "rongcheng", "toeslagen", "robodebt"])
def test_a_dial_left_alone_changes_nothing_and_every_stop_can_be_set(name: str) -> None:
    regime = load(name)
    stated = {one.path: one.quantity for one in numbers(regime)}
    found = dials(regime, words("en"), MONTH)
    assert len(found) >= 6
    for dial in found:
        quantity, values = stated[dial["path"]], [stop["value"] for stop in dial["stops"]]
        assert len(set(values)) == len(values) <= 45
        assert dial["sentence"].count("{value}") == 1
        assert "()" not in dial["sentence"] + dial["label"]
        if not quantity.dated:
            assert load(name, sets=[f"{dial['path']}={values[dial['default']]}"]) == regime
        for value in (values[0], values[-1]):
            assert load(name, sets=[f"{dial['path']}={value}"]) != regime or value == values[dial["default"]]


def test_stops_reach_from_end_to_end_and_hold_the_value() -> None:
    for one in numbers(load("national")):
        quantity = one.quantity
        ends = quantity.range or (None, None)
        if not quantity.dated and None not in (*ends, quantity.value) and ends[0] != ends[1]:
            found = stops(quantity, quantity.value)
            assert (found[0], found[-1]) == quantity.range
            assert quantity.value in found
            assert found == sorted(set(found))
            assert 2 <= len(found) <= 45, one.path


def test_a_value_is_written_in_the_unit_of_its_file() -> None:
    stated = {one.path: one.quantity for one in numbers(load("rongcheng"))}
    said = {
        "channels.gatherers.mistaken-person": "2 per 1000 records",
        "schemes.points.records.kept": "5 years",
        "recourse.appeal.takes": "1 month",
        "adapt.fear.aware": "11 %",
        "adapt.fear.strength": "0.15",
        "schemes.points.bands.C.from": "600 points",
        "bear.job-loss": "1.5 per 100 person-years",
    }
    assert {path: written(stated[path], stated[path].value) for path in said} == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_dial_has_its_words(language: str) -> None:
    say = words(language)
    assert [kind.name for kind in KINDS if say.table.get(f"explorer.dials.{kind.name}.sentence", "").count("{value}") != 1] == []
    assert [kind.section for kind in KINDS if not say.has(f"explorer.rules.sections.{kind.section}")] == []


def test_a_regime_is_shown_whole(client: httpx.Client) -> None:
    found = client.get("/api/regimes/rongcheng").json()
    assert found["source"] == library_file("regimes", "rongcheng").read_text(encoding="utf-8")
    assert 5 <= len(found["sentences"]) <= 10
    assert [part["section"] for part in found["explain"]][:2] == ["", "Scheme `fines`"]
    assert len(found["rulebook"]) == len(numbers(load("rongcheng")))
    row = next(one for one in found["rulebook"] if one["path"] == "schemes.points.score.start")
    assert (row["value"], row["grade"], row["source"], row["facts"][0]["id"]) == ("1000 points", "measured", "rongcheng-01", "rongcheng-01")
    assert {one["name"] for one in found["safeguards"]} == set(library_names("safeguards"))
    assert [one["name"] for one in found["rivals"]][:3] == ["none", "ordinary-fines", "ordinary-fines@budget"]
    assert "rongcheng" not in [one["name"] for one in found["rivals"]]
    assert client.get("/api/regimes/rongchen").json()["fault"]["remedy"] == "did you mean `rongcheng`?"


def test_words_of_a_file_are_checked_with_places(client: httpx.Client) -> None:
    text = library_file("regimes", "rongcheng").read_text(encoding="utf-8")
    fine: dict[str, Any] = client.post("/api/regimes/check", json={"source": text}).json()
    assert (fine["ok"], fine["faults"], fine["name"]) == (True, [], "rongcheng")
    wrong = text.replace("start: {value: 1000 points", "strat: {value: 1000 points").replace("[deposit-waiver", "[deposit-waver")
    found = client.post("/api/regimes/check", json={"source": wrong}).json()
    assert found["ok"] is False
    lines = wrong.splitlines()
    expected = {"unknown key `strat`": "`start`", "no reward `deposit-waver`": "`deposit-waiver`"}
    assert [fault["message"] for fault in found["faults"] if fault["message"] in expected] == list(expected)
    for fault in found["faults"]:
        said, remedy = fault["message"], expected.get(fault["message"], "")
        assert remedy in fault["remedy"]
        assert not remedy or lines[fault["line"] - 1][fault["column"] - 1 :].startswith(said.split("`")[1])


def test_a_file_on_disk_is_named_by_its_regime_and_no_other_file_is(tmp_path: Any) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("regime: mine\ntitle: My own\ninclude: [rongcheng]\n", encoding="utf-8")
    library, say = Library(str(file)), words("en")
    first = library.regimes(say)[0]
    assert (first["name"], first["title"], first["own"]) == ("mine", "My own", True)
    assert library.loaded("mine").title == "My own"
    assert library.text("mine") == file.read_text(encoding="utf-8")
    with pytest.raises(Exception, match="no regime"):
        library.regime(str(tmp_path / "other.yaml"))


def test_presets_set_what_nobody_measured_to_opposite_ends(client: httpx.Client) -> None:
    dials = {one["path"]: one for one in client.get("/api/regimes/judgment-defaulters").json()["dials"]}
    unable, notice = dials["lists.defaulters.unable"], dials["lists.defaulters.notice"]
    assert unable["suits"] == {"scheme": 0, "critic": len(unable["stops"]) - 1}
    assert notice["suits"] == {"scheme": len(notice["stops"]) - 1, "critic": 0}
    assert {path for path, one in dials.items() if one["suits"] is None} >= {path for path in dials if path.endswith("catches")}
