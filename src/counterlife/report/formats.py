"""A report written to files: one page, print, tables, pictures, data. Nothing here needs a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counterlife.report import charts
from counterlife.report.page import Report, pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORMATS: Final = ("html", "pdf", "csv", "json", "svg", "png")
SCALE: Final = 2
"""Pixels of a PNG for each of the SVG."""


class FormatError(ValueError):
    """A format that can't be written; the message says what can, or what is missing."""


def write(report: Report, wanted: Sequence[str], folder: Path) -> list[Path]:
    """Write a report.

    Parameters
    ----------
    wanted : sequence of str
        Of `FORMATS`. ``csv``, ``svg`` and ``png`` are a folder with a file a table or picture; the others are one file.
    folder : Path
        Where to; made if need be.

    Returns
    -------
    list of Path
        A file or folder for each format.
    """
    for one in wanted:
        if one not in FORMATS:
            raise FormatError(f"format `{one}`: there are {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "" if report.language == "en" else f".{report.language}"
    return [WRITERS[one](report, folder, suffix) for one in dict.fromkeys(wanted)]


def _html(report: Report, folder: Path, suffix: str) -> Path:
    path = folder / f"report{suffix}.html"
    path.write_text(report.html(), encoding="utf-8")
    return path


def _pdf(report: Report, folder: Path, suffix: str) -> Path:
    try:
        import weasyprint
    except OSError as error:
        raise FormatError(f"format `pdf`: WeasyPrint needs the library Pango, which this system lacks ({error})") from None
    path = folder / f"report{suffix}.pdf"
    weasyprint.HTML(string=report.html(paper=True)).write_pdf(path, pdf_tags=True)
    return path


def _csv(report: Report, folder: Path, suffix: str) -> Path:
    place = _folder(folder, f"report{suffix}-csv")
    for name, frame in report.frames.items():
        (place / f"{name}.csv").write_text(frame.csv(), encoding="utf-8")
    return place


def _json(report: Report, folder: Path, suffix: str) -> Path:
    path = folder / f"report{suffix}.json"
    path.write_text(json.dumps(as_data(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data: its sentences and its tables."""
    return {
        "regime": report.run.manifest["regime"],
        "fingerprint": report.run.fingerprint,
        "language": report.language,
        "hypothesis": report.facts.hypothesis,
        "finding": str(report.headline[0].striptags()),
        "said": {name: [str(one.striptags()) for one in exhibit.said] for name, exhibit in report.exhibits.items() if exhibit.said},
        "tables": {name: frame.plain() for name, frame in report.frames.items()},
    }


def drawings(report: Report) -> dict[str, str]:
    """Every chart and picture as SVG with fixed colours, by name."""
    found = {exhibit.id: charts.svg(exhibit.charts["wide"], page=False) for exhibit in report.exhibits.values() if exhibit.charts}
    found |= {f"people-{number}": str(one.svg(static=True)) for number, one in enumerate(pictures(report).values(), 1)}
    found |= {f"life-{one.rule}": str(one.line.svg(static=True)) for one in report.lives[1] if one.line is not None}
    return found


def _svg(report: Report, folder: Path, suffix: str) -> Path:
    place = _folder(folder, f"report{suffix}-svg")
    for name, drawn in drawings(report).items():
        (place / f"{name}.svg").write_text(drawn, encoding="utf-8")
    return place


def _png(report: Report, folder: Path, suffix: str) -> Path:
    import vl_convert

    place = _folder(folder, f"report{suffix}-png")
    for name, drawn in drawings(report).items():
        (place / f"{name}.png").write_bytes(vl_convert.svg_to_png(drawn, scale=SCALE))
    return place


def _folder(above: Path, name: str) -> Path:
    place = above / name
    place.mkdir(exist_ok=True)
    return place


WRITERS: Final[dict[str, Callable[[Report, Path, str], Path]]] = {
    "html": _html, "pdf": _pdf, "csv": _csv, "json": _json, "svg": _svg, "png": _png,
}  # fmt: skip
