"""The tiles of the report: one a region, the fuller the more, with the numbers of the table."""

from __future__ import annotations

from typing import Any

import pytest

from counterlife.report import charts
from counterlife.report.frame import Cell, Column, Frame, text
from counterlife.report.page import Report


def made(*values: float | None) -> Frame:
    rows = [{"region": text(f"r{place}"), "value": Cell(value, f"{value}"), "lo": Cell(None, "–")} for place, value in enumerate(values)]
    return Frame("where", "By region", (Column("region", "Region"), Column("value", "per 100", True), Column("lo", "From", True)), rows)


def tiles(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["data"]["values"]
    return found


@pytest.mark.parametrize("layout", charts.LAYOUTS)
def test_the_fullest_tile_has_the_highest_value_and_a_missing_one_is_empty(layout: str) -> None:
    spec = charts.tiles(made(2.0, 8.0, None, 0.0, 4.0), "region", "per 100", layout, 100, 2)
    assert [row["full"] for row in tiles(spec)] == [charts.FULLEST / 4, charts.FULLEST, 0, 0, charts.FULLEST / 2]
    assert [(row["x"], row["y"]) for row in tiles(spec)] == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2)]
    assert (spec["width"], spec["height"]) == (200, 200)
    drawn = charts.svg(spec)
    assert all(f">r{place}<" in drawn for place in range(5))


def test_a_report_has_a_tile_for_each_place_of_its_town(report: Report, html: str) -> None:
    exhibit = report.exhibits["where"]
    assert [row["region"].value for row in exhibit.frames[0].rows] == list(report.facts.design.town.places)
    assert sum(float(row["people"].value or 0) for row in exhibit.frames[0].rows) == pytest.approx(100)
    assert html.count('data-chart="where"') == 1
    assert html.index('data-chart="who"') < html.index('data-chart="where"') < html.index('id="spread"')


def test_regions_add_up_to_the_finding(report: Report) -> None:
    counted = [row["count"].value for row in report.exhibits["where"].frames[0].rows]
    assert sum(int(count or 0) for count in counted) == report.headline[1].cell(0, "count").value
