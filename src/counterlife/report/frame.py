"""Frames: the one source of a chart, its table and its CSV. Every number is there once, raw and as it is shown."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Column(NamedTuple):
    """A column: its name in a CSV file, its heading, and whether it holds numbers."""

    key: str
    title: str
    number: bool = False


class Cell(NamedTuple):
    """A value and how it is shown."""

    value: float | int | str | None
    shown: str


@dataclass(frozen=True)
class Frame:
    """A table: columns, and rows of cells by column."""

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]] = field(default_factory=tuple)

    def cell(self, row: int, key: str) -> Cell:
        """One cell."""
        return self.rows[row][key]

    def told(self, row: int, key: str, shown: str | None = None) -> Markup:
        """A cell's number for use in a sentence, marked so that one can see where it comes from."""
        cell = self.cell(row, key)
        text = cell.shown if shown is None else shown
        return Markup('<data value="{}" data-of="{}/{}/{}">{}</data>').format(cell.value, self.id, row, key, text)

    def records(self, *keys: str) -> list[dict[str, Any]]:
        """Rows as plain values, for a chart: each column, and as ``key_shown`` what the table says."""
        wanted = keys or tuple(column.key for column in self.columns)
        return [
            {name: value for key in wanted for name, value in ((key, row[key].value), (f"{key}_shown", row[key].shown))}
            for row in self.rows
        ]

    def csv(self) -> str:
        """The raw values, comma-separated, one header line."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([column.key for column in self.columns])
        writer.writerows([["" if row[column.key].value is None else row[column.key].value for column in self.columns] for row in self.rows])
        return stream.getvalue()

    def plain(self) -> dict[str, Any]:
        """The frame as data."""
        return {
            "id": self.id,
            "title": self.title,
            "columns": {column.key: column.title for column in self.columns},
            "rows": [{column.key: row[column.key].value for column in self.columns} for row in self.rows],
        }


def text(value: str) -> Cell:
    """A cell of words."""
    return Cell(value, value)


def frame(id: str, title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]]) -> Frame:
    """A frame from rows, which must fill every column."""
    made = tuple(rows)
    for row in made:
        if missing := [column.key for column in columns if column.key not in row]:
            raise ValueError(f"frame {id}: a row lacks {', '.join(missing)}")
    return Frame(id, title, tuple(columns), made)
