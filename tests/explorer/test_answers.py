"""An answer's numbers are the report's own: in the text, in the tables, in the pictures, and in a run of the same design."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.explorer.watching import SMALL

from counterlife.explorer.answer import Fresh
from counterlife.measure.registry import BY_NAME
from counterlife.report.page import Report
from counterlife.report.say import words
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from counterlife.study.run import Run

DATA = re.compile(r'<data value="([^"]*)" data-of="([^/]+)/(\d+)/(\w+)">([^<]*)</data>')


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a run of the same design."""
    folder: Path = tmp_path_factory.mktemp("runs") / "run"
    size = {"people": SMALL["people"], "years": SMALL["years"], "seeds": range(1, 5)}
    made: Run = runs.run(SMALL["regime"], SMALL["against"], SMALL["with"], out=folder, workers=2, **size)
    return Report(made)


def frames(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every table of an answer."""
    found = [answer["finding"]["frame"], *answer["people"]["exhibit"]["frames"]]
    found += [frame for exhibit in answer["exhibits"].values() for frame in exhibit["frames"]]
    return {frame["id"]: frame for frame in found}


def strings(part: Any) -> list[str]:
    """Every string of an answer."""
    if isinstance(part, str):
        return [part]
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [text for one in parts for text in strings(one)]


def test_every_table_is_the_reports(answer: dict[str, Any], report: Report) -> None:
    own = {name: frame for name, frame in report.frames.items() if not name.startswith("life-")}
    assert set(frames(answer)) == set(own)
    for name, frame in own.items():
        told = frames(answer)[name]
        if name == "numbers":  # A run in its folder tells "5 years" as "60 months".
            continue
        assert [column["key"] for column in told["columns"]] == [column.key for column in frame.columns]
        assert told["rows"] == [{key: {"value": cell.value, "shown": cell.shown} for key, cell in row.items()} for row in frame.rows], name


def test_sentences_and_pictures_are_the_reports(answer: dict[str, Any], report: Report) -> None:
    assert answer["finding"]["sentence"] == str(report.headline[0])
    for name, exhibit in report.exhibits.items():
        told = answer["people"]["exhibit"] if name == "people" else answer["exhibits"][name]
        assert (told["title"], told["said"]) == (str(exhibit.title), [str(sentence) for sentence in exhibit.said])
    for told, picture in zip(answer["people"]["pictures"], report.people[1], strict=True):
        assert told["counts"] == picture["people"].counts
        assert told["wide"] == str(picture["people"].svg("wide"))


def test_every_number_in_a_sentence_stands_in_its_table(answer: dict[str, Any]) -> None:
    known, found = frames(answer), [match for text in strings(answer) for match in DATA.findall(text)]
    assert len(found) > 20
    for value, frame, row, column, shown in found:
        cell = known[frame]["rows"][int(row)][column]
        assert (str(cell["value"]), cell["shown"]) == (value, shown)


def test_icons_add_up(answer: dict[str, Any]) -> None:
    for picture in answer["people"]["pictures"]:
        assert sum(picture["counts"].values()) == answer["people"]["size"]
        assert picture["wide"].count("<path") == sum(1 for count in picture["counts"].values() if count)


def test_a_figure_taken_now_is_the_one_in_the_table_of_all(report: Report) -> None:
    fresh, seen = Fresh(report.run, words("en")), 0
    for row in report.run.measures():
        if row["measure"] in BY_NAME and "[" not in row["measure"]:
            found = fresh.row(row["measure"], row["world"], row["group"], row["against"])
            assert found is not None
            assert (found.value, found.lo, found.hi, found.n, found.events) == (row["value"], row["lo"], row["hi"], row["n"], row["count"])
            seen += 1
    assert seen > 300
    assert fresh.row("no.such") is None
    assert fresh.row("chill.withheld") is None, "it compares two worlds, and none was named"


def test_answers_speak_every_language(client: httpx.Client, run: str, answer: dict[str, Any]) -> None:
    german = client.get(f"/api/runs/{run}", params={"lang": "de"}).json()["answer"]
    assert german["exhibits"]["who"]["title"] != answer["exhibits"]["who"]["title"]
    values = [[{key: cell["value"] for key, cell in row.items() if key in ("value", "lo", "hi")} for row in frame["rows"]]
              for frame in (*frames(german).values(), *frames(answer).values())]  # fmt: skip
    assert values[: len(values) // 2] == values[len(values) // 2 :]
    assert client.get(f"/api/runs/{run}", params={"lang": "xx"}).json()["fault"]["message"].startswith("language `xx`")


def test_tables_come_as_csv(client: httpx.Client, run: str, report: Report) -> None:
    for name in ("finding", "who", "funnel"):
        found = client.get(f"/api/runs/{run}/tables/{name}.csv")
        assert found.headers["content-type"].startswith("text/csv")
        assert found.text == report.frames[name].csv()
    assert client.get(f"/api/runs/{run}/tables/whom.csv").json()["fault"]["remedy"] == "did you mean `who`?"
