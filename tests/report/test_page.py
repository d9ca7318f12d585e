"""The page: its order, its numbers, its size, and that nothing on it asks anybody for anything."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from tests.report.reading import Page

from counterlife.report.formats import FormatError, as_data, write
from counterlife.report.page import MOST_BYTES, SECTIONS, Report

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.study.run import Run


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_order_of_the_page(page: Page) -> None:
    assert page.ids == ["finding", *SECTIONS]


def test_numbers_in_text_and_tables_are_those_of_the_frames(page: Page, report: Report) -> None:
    assert len(page.numbers) > 300
    for where, raw, shown in page.numbers:
        frame, row, key = where.split("/")
        cell = report.frames[frame].cell(int(row), key)
        assert (raw, shown) == (str(cell.value), cell.shown), where


def test_the_finding_is_the_runs_own_figure(page: Page, run: Run) -> None:
    row = next(r for r in run.measures() if (r["measure"], r["world"], r["group"]) == ("wrongful.risk", run.manifest["regime"], "all"))
    found = [(raw, shown) for where, raw, shown in page.numbers if where == "finding/0/value"]
    assert len(found) >= 2, "in the headline and in its table"
    raw, shown = found[0]
    people = float(raw) / row["value"] * 100
    assert people == pytest.approx(round(people))
    assert shown == f"{float(raw):,.0f}"


def test_every_table_has_a_csv_of_the_same_numbers(html: str, report: Report) -> None:
    addresses = dict(re.findall(r'download="([a-z0-9-]+)\.csv" href="data:text/csv;charset=utf-8,([^"]*)"', html))
    assert set(addresses) == {name for name, frame in report.frames.items() if frame.rows}
    for name, text in addresses.items():
        rows = list(csv.DictReader(io.StringIO(unquote(text))))
        frame = report.frames[name]
        assert len(rows) == len(frame.rows)
        for read, row in zip(rows, frame.rows, strict=True):
            assert read == {key: "" if row[key].value is None else str(row[key].value) for key in read}


def values(spec: Any) -> list[dict[str, Any]]:
    """All rows of data in a specification."""
    if isinstance(spec, dict):
        own = spec.get("values", []) if isinstance(spec.get("values"), list) else []
        return [row for row in own if isinstance(row, dict)] + [row for part in spec.values() for row in values(part)]
    return [row for part in spec for row in values(part)] if isinstance(spec, list) else []


def test_charts_show_the_numbers_of_their_tables(report: Report) -> None:
    charted = 0
    for exhibit in report.exhibits.values():
        cells = {(row["value"].value, row["value"].shown) for frame in exhibit.frames for row in frame.rows if "value" in row}
        for spec in (exhibit.charts or {}).values():
            for row in values(spec):
                if row.get("value") is not None:
                    charted += 1
                    assert (row["value"], row["value_shown"]) in cells
                if row.get("mid") is not None:
                    assert row["mid"] in {value for value, _ in cells}
    assert charted > 50


def test_fewer_than_twenty_counted_have_no_rate(report: Report) -> None:
    few = [row for frame in report.frames.values() for row in frame.rows if "note" in row and row["note"].value == "few"]
    assert few
    assert all(row["value"].value is None and row["lo"].value is None and row["count"].value < 20 for row in few)  # type: ignore[operator]


def test_nothing_is_asked_of_anybody(html: str, page: Page) -> None:
    assert "default-src 'none'" in html
    assert all(link.startswith(("#", "data:")) for link in page.links)


def test_a_report_is_small_enough_to_send(html: str) -> None:
    assert len(html.encode()) <= MOST_BYTES


def test_icons_of_each_world_add_up(report: Report) -> None:
    for picture in report.people[1]:
        people = picture["people"]
        assert sum(people.counts.values()) == people.out_of
        table = [row for row in report.frames["people"].rows if row["world"].shown == picture["title"]]
        assert {row["fate"].value: row["icons"].value for row in table} == dict(people.counts)


def test_a_mark_that_is_missing_is_explained(report: Report) -> None:
    quiet = report.exhibits["quiet"]
    few = [row for row in quiet.frames[0].rows if row["note"].value == "few"]
    assert all(row["value"].value is None for row in few)
    assert any("fewer than 20" in note for note in quiet.notes) == bool(few)


def test_four_lives_by_rule(report: Report) -> None:
    lives, shown = report.lives
    assert lives is not None
    assert [one.rule for one in shown] == ["median", "worst", "helped", "untouched"]
    by_rule = {one.rule: one for one in lives.chosen}
    assert by_rule["untouched"].life is not None
    assert not any(moment.kind in ("listed", "withheld") for moment in by_rule["untouched"].life.moments[0])
    worst, median = by_rule["worst"].life, by_rule["median"].life
    assert worst is not None
    assert median is not None
    months = [sum(span.end - span.first for span in one.line.tracks[0]["barred"]) for one in shown[:2] if one.line is not None]
    assert months[1] >= months[0] > 0


def test_no_world_to_compare_with(run: Run, tmp_path: Path) -> None:
    from counterlife.study import run as runs

    alone = runs.run("judgment-defaulters", against=(), people=2000, years=1, seeds=(1,), out=tmp_path / "alone")
    found = Page(Report(alone).html())
    assert found.ids == ["finding", *SECTIONS]
    text = " ".join(found.words)
    assert "There is no other world in this run" in text
    assert "There is no range" in text or "would probably have been seen" in text or "were sanctioned within" in text


def test_all_formats(report: Report, tmp_path: Path) -> None:
    paths = write(report, ("html", "csv", "json", "svg", "png"), tmp_path)
    names = [path.name for path in paths]
    assert names == ["report.html", "report-csv", "report.json", "report-svg", "report-png"]
    assert {path.stem for path in paths[1].iterdir()} == set(report.frames)
    assert json.loads(paths[2].read_text())["fingerprint"] == report.run.fingerprint
    drawn = {path.stem for path in paths[3].iterdir()}
    assert drawn == {path.stem for path in paths[4].iterdir()} >= {"who", "spread", "people-1", "life-median"}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths[4].iterdir())
    with pytest.raises(FormatError, match="there are html, pdf"):
        write(report, ("docx",), tmp_path)


def test_print_says_the_same(report: Report, tmp_path: Path) -> None:
    from pypdf import PdfReader

    (path,) = write(report, ("pdf",), tmp_path)
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    words = re.sub(r"\s+", " ", text)
    assert re.sub(r"\s+", " ", as_data(report)["finding"]) in words
    assert report.run.fingerprint in words.replace(" ", "") or report.run.fingerprint in words
