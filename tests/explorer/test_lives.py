"""Lives by the report's rules and by number, and the file of a synthetic person, beside what the model keeps of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.explorer.watching import begin, watched

from counterlife.explorer.lives import code
from counterlife.life import columns
from counterlife.report.chosen import choose, search
from counterlife.study.design import design
from counterlife.study.lives import follow, only
from counterlife.study.lives import lived as at_end

if TYPE_CHECKING:
    import httpx

    from counterlife.life.replay import Life
    from counterlife.study.design import Design

ASKED: dict[str, Any] = {
    "regime": "rongcheng",
    "set": {"channels.gatherers.mistaken-person": "20 per 1000 records"},
    "people": 4000,
    "years": 3,
    "seeds": [1],
}


@pytest.fixture(scope="module")
def town(client: httpx.Client) -> str:
    """A run with scores, bands and wrong records."""
    run = begin(client, ASKED)["id"]
    watched(client, run)
    return str(run)


@pytest.fixture(scope="module")
def lived() -> Design:
    """The same design."""
    sets = [f"{path}={value}" for path, value in ASKED["set"].items()]
    return design("rongcheng", people=4000, years=3, seeds=[1], sets=sets)


@pytest.mark.parametrize("kind", ["harmed", "worst", "helped", "untouched"])
def test_rules_find_whom_the_report_finds(client: httpx.Client, town: str, lived: Design, kind: str) -> None:
    found = client.get(f"/api/runs/{town}/lives", params={"kind": kind}).json()
    one = next(one for one in choose(lived, 1).chosen if one.rule == ("median" if kind == "harmed" else kind))
    assert one.life is not None
    assert (found["person"], found["step"]) == (one.life.person.number, 0)
    assert "Rule:" in found["why"]


def test_steps_follow_the_rules_order_and_come_round(client: httpx.Client, town: str, lived: Design) -> None:
    persons, place = search(lived, 1).order("helped")
    for step in (1, -1, len(persons)):
        found = client.get(f"/api/runs/{town}/lives", params={"kind": "helped", "step": step}).json()
        assert found["person"] == persons[(place + step) % len(persons)]


def test_the_worst_says_how_many_fare_as_badly_and_the_helped_what_was_gained(client: httpx.Client, town: str, lived: Design) -> None:
    adults = search(lived, 1)
    persons, place = adults.order("worst")
    worst = adults.chosen("worst")
    assert len(persons) - place <= worst.like < len(persons)
    assert adults.chosen("worst", -place).like == len(persons)
    assert adults.chosen("typical").like < len(adults.table)
    said = client.get(f"/api/runs/{town}/lives", params={"kind": "worst"}).json()["like"]
    assert said.startswith("One of " if worst.like == 1 else f"{worst.like} of ")
    assert "so long or longer" in said
    helped = adults.chosen("helped")
    said = client.get(f"/api/runs/{town}/lives", params={"kind": "helped"}).json()["like"]
    assert (f"{helped.net / 100:,.0f} yuan more than the twin" in said) == (helped.net > 0)


def test_a_typical_life_is_in_the_middle_of_all(client: httpx.Client, town: str, lived: Design) -> None:
    found = client.get(f"/api/runs/{town}/lives", params={"kind": "typical", "lang": "de"}).json()
    adults = search(lived, 1)
    assert found["steps"] == len(adults.table) > 2000
    assert found["person"] == adults.order("typical")[0][(len(adults.table) - 1) // 2]
    assert found["rule"] == "Ein typisches Leben"


def test_a_life_by_number_is_the_life(client: httpx.Client, town: str, lived: Design) -> None:
    found = client.get(f"/api/runs/{town}/lives/117").json()
    life = follow(lived, 117, 1)
    assert found["code"] == code(117)
    assert f"{life.person.age} years old" in found["title"]
    assert found["wide"].startswith("<svg")
    assert {row["month"]["value"] for row in found["frame"]["rows"]} <= {moment.month for moments in life.moments for moment in moments}
    assert client.get(f"/api/runs/{town}/lives/4000").status_code == 404
    assert client.get(f"/api/runs/{town}/lives/-1").status_code == 422


def test_a_run_without_twins_says_so(client: httpx.Client) -> None:
    run = begin(client, {"regime": "none", "against": [], "people": 2000, "years": 1, "seeds": [1]})["id"]
    watched(client, run)
    found = client.get(f"/api/runs/{run}/lives")
    assert found.status_code == 404
    assert "no twins" in found.json()["fault"]["message"]


@pytest.mark.parametrize("text", ["110101199003078515", "SYN-000117-A", "SYN-004000-M", "117", "Zhang Wei", "SYN-999999999-T", "%00"])
def test_only_codes_of_the_runs_own_people_open_a_file(client: httpx.Client, town: str, text: str) -> None:
    found = client.get(f"/api/runs/{town}/file/{text}")
    assert found.status_code == 404
    assert "fault" in found.json()


def with_records(lived: Design) -> Life:
    """The life of somebody with a wrong record and with one struck or expired."""
    pair = only(lived, 0, 1)
    adults = search(lived, 1)
    for person in adults.order("helped")[0]:
        life = follow(pair, person, 1)
        if any(moment.kind == "record" and moment.what["scheme"] == "points" for moment in life.moments[0]):
            return life
    raise AssertionError("nobody has a record")


def test_a_file_holds_what_the_life_says_month_by_month(client: httpx.Client, town: str, lived: Design) -> None:
    life = with_records(lived)
    url = f"/api/runs/{town}/file/{code(life.person.number)}"
    for month in (0, 11, 20, 35):
        found = client.get(url, params={"month": month}).json()
        assert (found["person"], found["month"], found["months"]) == (life.person.number, month, 36)
        city = next(one for one in found["worlds"][0]["authorities"] if one["name"] == "city")
        made = [(moment.month, moment.what["act"]) for moment in life.moments[0]
                if moment.kind == "record" and moment.what["scheme"] == "points" and moment.month <= month]  # fmt: skip
        struck = sum(moment.kind == "struck" and moment.month <= month for moment in life.moments[0])
        records = [(record["month"], record["act"]) for record in city["records"]]
        assert set(records) <= set(made)
        assert len(made) - len(records) <= struck
        acts = [moment for moment in life.moments[0] if moment.kind == "act" and moment.month <= month]
        assert sum(one["kind"] == "act" for one in found["truth"]) == len(acts)


def test_a_score_is_start_and_live_points(client: httpx.Client, town: str, lived: Design) -> None:
    life = with_records(lived)
    found = client.get(f"/api/runs/{town}/file/{code(life.person.number)}").json()
    city = next(one for one in found["worlds"][0]["authorities"] if one["name"] == "city")
    assert city["records"]
    assert city["score"] == min(1300, max(0, 1000 + sum(record["points"] for record in city["records"])))
    assert city["band"] in ("AAA", "AA", "A", "B", "C", "D")
    assert [one["name"] for one in found["worlds"][1]["authorities"]] == ["police"], "the twin's world knows no points"


def test_a_wrong_record_is_told_apart_from_what_happened(client: httpx.Client, town: str, lived: Design) -> None:
    pair, seen = only(lived, 0, 1), {True: 0, False: 0}
    state = at_end(pair.compiled.tables, pair.town_tables, 1, 0)
    for person in np.flatnonzero(state.number[0, columns.WRONG])[:3].tolist():
        found = client.get(f"/api/runs/{town}/file/{code(person)}").json()
        records = [record for authority in found["worlds"][0]["authorities"] for record in authority["records"]]
        assert not all(record["true"] for record in records)
        for record in records:
            seen[record["true"]] += 1
            assert record["true"] == (record["cause"] not in ("false-attribution", "false-report"))
    assert seen[False] >= 3


def test_who_is_not_covered_has_no_score(client: httpx.Client) -> None:
    body = {"regime": "sesame", "people": 2000, "years": 4, "start": "2014", "seeds": [1], "against": ["none"]}
    run = begin(client, body)["id"]
    watched(client, run)
    seen: dict[int, set[bool]] = {0: set(), 47: set()}
    for person in (3, 40, 200, 411, 800, 1500):
        for month, scores in seen.items():
            found = client.get(f"/api/runs/{run}/file/{code(person)}", params={"month": month}).json()["worlds"][0]["authorities"]
            payment = next(one for one in found if one["name"] == "a payment company")
            scores.add(payment["score"] is not None)
            assert (payment["score"] is None) == any("does not cover" in said for said in payment["says"])
    assert seen[0] == {False}, "the scheme of 2015 is not there in 2014"
    client.delete(f"/api/runs/{run}")


def test_codes_are_offered_with_who_is_behind_them(client: httpx.Client, town: str) -> None:
    found = client.get(f"/api/runs/{town}/codes").json()
    assert len(found) >= 3
    for one in found:
        assert client.get(f"/api/runs/{town}/file/{one['code']}").json()["person"] == one["person"]
        assert "years old" in one["text"]


def test_pinned_runs_are_compared_seed_by_seed(client: httpx.Client, town: str) -> None:
    other = begin(client, ASKED | {"set": {"channels.gatherers.catches": "0.8"}, "seeds": [2]})["id"]
    watched(client, other)
    found = client.get(f"/api/runs/{other}/compare/{town}").json()
    rows = found["frames"][0]["rows"]
    assert next(row["runs"]["value"] for row in rows if row["runs"]["value"] is not None) == 1, "only the seed that both have"
    same = client.get(f"/api/runs/{town}/compare/{town}").json()["frames"][0]["rows"]
    assert {row["value"]["value"] for row in same} <= {0.0, None}
    assert all(row["now"] == row["pinned"] for row in same)
    ever = next(row for row in rows if row["what"]["value"] == "People ever sanctioned")
    if None not in (ever["now"]["value"], ever["pinned"]["value"]):
        assert ever["value"]["value"] == pytest.approx(ever["now"]["value"] - ever["pinned"]["value"])


def test_runs_of_different_people_are_not_compared(client: httpx.Client, town: str, run: str) -> None:
    found = client.get(f"/api/runs/{town}/compare/{run}")
    assert found.status_code == 409
    assert "not the same" in found.json()["fault"]["message"]
