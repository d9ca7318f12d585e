"""Figures as text."""

from __future__ import annotations

from typing import Any

import pytest

from counterlife.cli.show import change_table, columns, counted, measure_table, number, with_range


def row(**changes: Any) -> dict[str, Any]:
    start = {
        "measure": "sanction.ever",
        "world": "r",
        "against": None,
        "group": "all",
        "value": 2.0,
        "lo": 1.0,
        "hi": 3.0,
        "unit": "in 100",
    }
    return start | changes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (12.345, "12.3"),
        (-1234.5, "-1,234"),
        (41944.6, "41,945"),
        (999.96, "1,000"),
        (0.00123, "0.00123"),
        (None, "–"),
    ],
)
def test_numbers(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_range_is_told_only_if_there_is_one() -> None:
    assert with_range(row()) == "2 (1 to 3)"
    assert with_range(row(lo=None, hi=None)) == "2"
    assert with_range(row(value=0.0, lo=0.0, hi=0.0)) == "0"


def test_columns_line_up() -> None:
    assert columns([["a", "bbb", "c"], ["aaa", "b", ""]]) == "a    bbb  c\naaa  b"


def test_the_table_has_everybody_by_world_and_names_what_restates_an_input() -> None:
    rows = [
        row(),
        row(world="none", value=0.0, lo=0.0, hi=0.0),
        row(group="minority", value=9.0),
        row(measure="sanction.ever[list]"),
        row(measure="bear.income", against="none"),
        row(measure="due.unnotified", unit="of 100 entries"),
    ]
    lines = measure_table(rows, ["r", "none"]).splitlines()
    assert [line.split("  ")[0] for line in lines] == ["", "sanction.ever", "bear.income, against none", "due.unnotified"]
    assert lines[1].endswith(" in 100")
    assert "9" not in lines[1]
    assert "restates" in lines[3]


def test_what_is_0_everywhere_is_named_and_what_was_named_beforehand_stays_in_the_table() -> None:
    rows = [
        row(value=0.0),
        row(measure="work.lost", value=0.0),
        row(measure="work.lost", world="none"),
        row(measure="firm.listed", value=0.0),
        row(measure="firm.listed", world="r+a"),
        row(measure="bear.debt", value=0.0, against="none"),
    ]
    told, empty = counted(rows, ["r", "none"])
    assert [one["measure"] for one in told] == ["sanction.ever", "work.lost", "work.lost"]
    assert empty == {"": ["firm.listed"], "against none: ": ["bear.debt"]}


def test_what_safeguards_change() -> None:
    rows = [row(world="r+a", against="r", value=-1.0, lo=-2.0, hi=-0.5), row(world="r+b", against="r", value=0.0, lo=0.0, hi=0.0)]
    assert change_table(rows, "r", ["r+a", "r+b"]).splitlines() == [
        "r+a  sanction.ever             -1 (-2 to -0.5)  in 100",
        "r+b  nothing of these changes",
    ]
