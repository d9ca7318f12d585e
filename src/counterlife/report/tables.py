"""Frames as HTML tables. A value, its range and its count stand in one cell; each number stays marked with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from counterlife.report.frame import Cell, Column, Frame
    from counterlife.report.say import Words

PLAIN_NOTES: Final = ("chance", "same", "absent")
"""Notes that go without saying, since the words above the table say them."""

HIDDEN: Final = ("lo", "hi", "of", "runs")


def table(frame: Frame, say: Words, stacks: bool = False) -> Markup:
    """A frame as a table with a caption, headings of columns and of rows.

    Parameters
    ----------
    stacks : bool
        On a phone its cells stand below each other, each with the heading of its column: such a table needs no scrolling. Parts that are
        no longer laid out as a table say what they are.
    """
    shown = _shown(frame)

    def role(name: str) -> Markup:
        return Markup(' role="{}"').format(name) if stacks else Markup("")

    head = Markup("").join(
        Markup('<th scope="col"{}{}>{}</th>').format(role("columnheader"), Markup(' class="num"') if column.number else "", column.title)
        for column, _ in shown
    )
    body = Markup("").join(_row(frame, place, shown, say, role) for place in range(len(frame.rows)))
    return Markup("<table{}><caption>{}</caption><thead{}><tr{}>{}</tr></thead><tbody{}>{}</tbody></table>").format(
        Markup(' class="stacks" role="table"') if stacks else "",
        frame.title,
        role("rowgroup"),
        role("row"),
        head,
        role("rowgroup"),
        body,
    )


def _shown(frame: Frame) -> list[tuple[Column, Callable[[Frame, int, str, Words], Markup]]]:
    """The columns that are shown, and how each is written."""
    keys = {column.key for column in frame.columns}
    found: list[tuple[Column, Callable[[Frame, int, str, Words], Markup]]] = []
    for column in frame.columns:
        prefix, _, last = column.key.rpartition("_")
        lead = f"{prefix}_" if prefix else ""
        figure = f"{lead}lo" in keys and f"{lead}value" in keys
        if figure and last in HIDDEN:
            continue
        if figure and last == "value":
            found.append((column, _figure))
        elif figure and last == "count":
            if f"{lead}of" in keys:
                found.append((column, _count))
        elif figure and last == "note":
            if not prefix and any(row[column.key].value not in PLAIN_NOTES for row in frame.rows):
                found.append((column, _note))
        else:
            found.append((column, _number if column.number else _plain))
    return found


def _row(
    frame: Frame,
    place: int,
    shown: list[tuple[Column, Callable[[Frame, int, str, Words], Markup]]],
    say: Words,
    role: Callable[[str], Markup],
) -> Markup:
    cells = []
    for number, (column, render) in enumerate(shown):
        content = render(frame, place, column.key, say)
        if number == 0:
            cells.append(Markup('<th scope="row"{}>{}</th>').format(role("rowheader"), content))
            continue
        label = Markup(' data-label="{}"').format(column.title) if role("cell") else ""
        side = Markup(' class="num"') if column.number else ""
        cells.append(Markup("<td{}{}{}>{}</td>").format(role("cell"), label, side, content))
    return Markup("<tr{}>{}</tr>").format(role("row"), Markup("").join(cells))


def _plain(frame: Frame, row: int, key: str, say: Words) -> Markup:
    return Markup.escape(frame.cell(row, key).shown)


def _note(frame: Frame, row: int, key: str, say: Words) -> Markup:
    cell = frame.cell(row, key)
    return Markup("") if cell.value in PLAIN_NOTES else Markup.escape(cell.shown)


def _number(frame: Frame, row: int, key: str, say: Words) -> Markup:
    cell = frame.cell(row, key)
    return Markup.escape(cell.shown) if cell.value is None else frame.told(row, key)


def _figure(frame: Frame, row: int, key: str, say: Words) -> Markup:
    """A value with its range; of fewer than 20 counted things the count, where no column has it."""
    cells: Mapping[str, Cell] = frame.rows[row]
    lead = key.removesuffix("value")
    few = cells[f"{lead}note"].value == "few" if f"{lead}note" in cells else False
    if few and f"{lead}of" not in cells:
        return say("tables.few", count=frame.told(row, f"{lead}count"))
    value = _number(frame, row, key, say)
    if cells[f"{lead}lo"].value is None or cells[f"{lead}lo"].value == cells[f"{lead}hi"].value:
        return value
    span = say("tables.range", lo=frame.told(row, f"{lead}lo"), hi=frame.told(row, f"{lead}hi"))
    return Markup("{} <small>{}</small>").format(value, span)


def _count(frame: Frame, row: int, key: str, say: Words) -> Markup:
    lead = key.removesuffix("count")
    if frame.cell(row, key).value is None:
        return Markup("–")
    return say("tables.count", count=frame.told(row, key), of=frame.told(row, f"{lead}of"))
