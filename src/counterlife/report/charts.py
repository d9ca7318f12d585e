"""Charts as Vega-Lite specifications, each from a frame and nothing else; and as SVG without a browser.

A chart exists in two layouts, for a page and for a phone; the second is laid out anew, not shrunk.
"""

from __future__ import annotations

import json
import math
import textwrap
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from counterlife.report.palette import LIGHT, themed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.report.frame import Frame

Spec = dict[str, Any]
LAYOUTS: Final = ("wide", "narrow")
WIDTH: Final = {"wide": 430, "narrow": 250}
LABELS: Final = {"wide": 420, "narrow": 330}
"""Room for the labels of rows, which on a phone stand above the chart's rows."""
FONT: Final = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "triangle-down", "cross")
COLOURS: Final = ("harm", "own", "through", "help", "quiet")
LINE: Final = 44
"""Letters of an axis title on one line of a phone."""

DASHES: Final = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [3, 6])
FULLEST: Final = 0.4
"""Opacity of the fullest tile: words on it can still be read."""
DOT: Final = 12
"""Height of a dot in a stack, in pixels."""


def _config() -> Spec:
    ink, soft, line = LIGHT["ink"], LIGHT["soft"], LIGHT["line"]
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": soft, "titleColor": soft, "gridColor": line, "domainColor": line, "tickColor": line,
            "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "titlePadding": 8, "labelPadding": 6,
        },
        "legend": {"labelColor": ink, "titleColor": soft, "labelFontSize": 13, "symbolSize": 110, "labelLimit": 640},
        "text": {"color": ink, "fontSize": 13},
    }  # fmt: skip


def _altair() -> Any:
    """Altair, loaded where a chart is made; its types name every colour of the web and no house style."""
    return import_module("altair")


def spec(chart: Any) -> Spec:
    """An Altair chart as a plain specification, with the house's style."""
    made: Spec = json.loads(chart.to_json(validate=True))
    made["config"] = _config()
    return made


def written(made: Spec, decimal: str, thousands: str) -> Spec:
    """A specification whose axes write numbers as a language does."""
    number = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}
    return {**made, "config": {**made["config"], "locale": {"number": number}}}


def svg(made: Spec, page: bool = True) -> str:
    """A specification as SVG; on a page its colours follow the page's scheme."""
    import vl_convert

    text = vl_convert.vegalite_to_svg(json.dumps(made))
    return themed(text) if page else text


def png(made: Spec, scale: float = 2) -> bytes:
    """A specification as PNG, on paper's colour."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(json.dumps({**made, "background": LIGHT["paper"], "padding": 12}), scale=scale))


def intervals(frame: Frame, label: str, unit: str, layout: str, *, series: str | None = None, zero: bool = False) -> Spec:
    """A dot and its range for every row.

    Parameters
    ----------
    frame : Frame
        With the columns of `Facts.figure`; rows without a value are left out, and stand in the table.
    label : str
        The column that names a row.
    unit : str
        The axis in words.
    series : str, optional
        A column that tells rows of one label apart, by shape and colour.
    zero : bool
        Draw a line at 0: the figures are differences.
    """
    alt = _altair()
    data = [row for row in frame.records() if row["value"] is not None]
    order = list(dict.fromkeys(row[label] for row in data))
    groups = list(dict.fromkeys(row[series] for row in data)) if series else []
    narrow = layout == "narrow"
    above = {"orient": "left", "labelAlign": "left", "labelBaseline": "bottom", "labelPadding": -4} if narrow else {"labelPadding": 12}
    axis = alt.Axis(labelColor=LIGHT["ink"], title=None, ticks=False, domain=False, labelFontSize=13, labelLimit=LABELS[layout], **above)
    if narrow:
        axis.labelOffset = -8 * len(groups) if series else -10
    y = alt.Y(f"{label}:N", sort=order, axis=axis, scale=alt.Scale(paddingInner=0.2))
    step = {"step": 46 if narrow else 28, "for": "position"}
    if series:
        step["step"] = (30 if narrow else 10) + 20 * len(groups)
    colour: Any = alt.value(LIGHT["harm"])
    shape: Any = alt.value("circle")
    offset: Any = alt.Undefined
    if series:
        legend = alt.Legend(
            title=None, orient="top", direction="vertical" if narrow else "horizontal", columns=1 if narrow else 3, symbolOpacity=1
        )
        colours = [LIGHT[name] for name in COLOURS[: len(groups)]]
        colour = alt.Color(f"{series}:N", sort=groups, scale=alt.Scale(domain=groups, range=colours), legend=legend)
        shape = alt.Shape(f"{series}:N", sort=groups, scale=alt.Scale(domain=groups, range=SHAPES[: len(groups)]), legend=legend)
        offset = alt.YOffset(f"{series}:N", sort=groups, scale=alt.Scale(paddingOuter=0.6 if narrow else 0.3))
    scale = alt.Scale(zero=True, nice=True)
    x_axis = alt.Axis(title=_wrapped(unit, layout), tickCount=4 if narrow else 6, domain=False)
    tip = [alt.Tooltip(f"{name}_shown:N", title=title) for name, title in _titles(frame, (label, "value", "lo", "hi", "count"))]
    base = alt.Chart(alt.Data(values=data))
    bars = base.mark_rule(strokeWidth=2.5, opacity=0.75).encode(
        x=alt.X("lo:Q", scale=scale, axis=x_axis), x2="hi:Q", y=y, yOffset=offset, color=colour, tooltip=tip
    )
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, axis=x_axis), y=y, yOffset=offset, color=colour, shape=shape, tooltip=tip
    )
    layers: list[Any] = [bars, dots]
    if zero:
        line = alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=LIGHT["ink"], strokeWidth=1.2, strokeDash=[4, 3]).encode(x="at:Q")
        layers.insert(0, line)
    return spec(alt.layer(*layers).properties(width=WIDTH[layout] + (70 if narrow else 0), height=step))


def _wrapped(text: str, layout: str) -> str | list[str]:
    """An axis title in lines that a phone has room for."""
    return textwrap.wrap(text, LINE) if layout == "narrow" and len(text) > LINE else text


def _titles(frame: Frame, keys: Sequence[str]) -> list[tuple[str, str]]:
    titles = {column.key: column.title for column in frame.columns}
    return [(key, titles[key]) for key in keys if key in titles]


def stacked(values: Sequence[tuple[str, float]], bins: int) -> list[tuple[int, float, int]]:
    """Places of dots that would lie on each other: for each value its place, its bin's centre, and how many lie below it.

    Parameters
    ----------
    values : sequence of (str, float)
        The row of the chart, and the value.
    bins : int
        How many dots fit side by side.
    """
    if not values:
        return []
    low, high = min(0.0, *(value for _, value in values)), max(value for _, value in values)
    width = (high - low) / bins or 1.0
    below: dict[tuple[str, int], int] = {}
    found = []
    for place, (row, value) in sorted(enumerate(values), key=lambda item: item[1][1]):
        bin_ = min(math.floor((value - low) / width), bins - 1)
        level = below[row, bin_] = below.get((row, bin_), -1) + 1
        found.append((place, low + (bin_ + 0.5) * width if high > low else value, level))
    return found


def dots(summary: Frame, each: Frame, label: str, unit: str, layout: str) -> Spec:
    """Quantile dots: every dot is one of equally likely outcomes, the line is the value of the table.

    Parameters
    ----------
    summary : Frame
        A row a label, with the columns of `Facts.figure`.
    each : Frame
        A row a dot: the label and ``value``.
    """
    alt = _altair()
    narrow = layout == "narrow"
    rows = each.records()
    order = list(dict.fromkeys(row[label] for row in summary.records()))
    width = WIDTH[layout] + (70 if narrow else 0)
    placed = stacked([(row[label], row["value"]) for row in rows], bins=width // (DOT + 1))
    most = max((level for _, _, level in placed), default=0) + 1
    data = [{**rows[place], "x": x, "level": level + 0.5} for place, x, level in placed]
    middles = [row for row in summary.records() if row["value"] is not None]
    height = max(3, most) * DOT + 4
    y = alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[0, height / DOT]))
    x_axis = alt.Axis(title=_wrapped(unit, layout), grid=False, tickCount=4 if narrow else 6)
    scale = alt.Scale(zero=True, nice=False)
    tip = [alt.Tooltip(f"{name}_shown:N", title=title) for name, title in _titles(each, (label, "value"))]
    points = (
        alt.Chart()
        .mark_point(filled=True, shape="circle", size=78, opacity=0.85, color=LIGHT["harm"])
        .encode(x=alt.X("x:Q", axis=x_axis, scale=scale), y=y, tooltip=tip)
    )
    line = alt.Chart().mark_rule(color=LIGHT["ink"], strokeWidth=2).encode(x="mid:Q")
    joined = [{**row, "mid": None} for row in data]
    joined += [{label: row[label], "mid": row["value"], "x": None, "level": None} for row in middles]
    header = alt.Header(
        title=None, labelColor=LIGHT["ink"], labelFontSize=13, labelLimit=LABELS[layout],
        **({"labelOrient": "top", "labelAnchor": "start", "labelPadding": 2} if narrow
           else {"labelAngle": 0, "labelAlign": "left", "labelOrient": "left", "labelPadding": 0}),
    )  # fmt: skip
    chart = (
        alt.layer(points, line, data=alt.Data(values=joined))
        .properties(width=width, height=height)
        .facet(row=alt.Row(f"{label}:N", sort=order, header=header), spacing=8)
    )
    return spec(chart)


def steps(frame: Frame, x: str, unit: str, across: str, layout: str, series: str) -> Spec:
    """Lines over time with the band of their range; lines differ in dash and in shape."""
    alt = _altair()
    narrow = layout == "narrow"
    data = [row for row in frame.records() if row["value"] is not None]
    groups = list(dict.fromkeys(row[series] for row in data))
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="vertical",
        columns=1,
        symbolType="stroke",
        symbolOpacity=1,
        symbolSize=400,
        symbolStrokeWidth=2.5,
    )
    colours = [LIGHT[name] for name in COLOURS[: len(groups)]]
    colour = alt.Color(f"{series}:N", sort=groups, scale=alt.Scale(domain=groups, range=colours), legend=legend)
    dashes = alt.Scale(domain=groups, range=DASHES[: len(groups)])
    dash = alt.StrokeDash(f"{series}:N", sort=groups, scale=dashes, legend=legend)
    months = [row[x] for row in data]
    ticks = list(range(0, int(max(months, default=0)) + 1, 12 if max(months, default=0) <= 72 else 24))
    x_of = alt.X(f"{x}:Q", axis=alt.Axis(title=across, values=ticks, grid=False), scale=alt.Scale(nice=False))
    y_axis = alt.Axis(title=None, tickCount=5, domain=False)
    base = alt.Chart(alt.Data(values=data))
    tip = [alt.Tooltip(f"{name}_shown:N", title=title) for name, title in _titles(frame, (series, x, "value", "lo", "hi"))]
    band = base.mark_area(opacity=0.18).encode(x=x_of, y=alt.Y("lo:Q", axis=y_axis), y2="hi:Q", color=colour)
    line = base.mark_line(strokeWidth=2.5).encode(
        x=x_of, y=alt.Y("value:Q", axis=y_axis, scale=alt.Scale(zero=True)), color=colour, strokeDash=dash, tooltip=tip
    )
    title = alt.TitleParams(_wrapped(unit, layout), anchor="start", fontSize=13, fontWeight="normal", color=LIGHT["soft"], font=FONT)
    width = 640 if not narrow else WIDTH["narrow"] + 50
    return spec(alt.layer(band, line).properties(width=width, height=230, title=title))


def bars(frame: Frame, label: str, unit: str, layout: str, most: float | None = None) -> Spec:
    """A bar for every row with its value beside it; rows without a value are left out."""
    alt = _altair()
    narrow = layout == "narrow"
    data = [row for row in frame.records() if row["value"] is not None]
    order = [row[label] for row in data]
    axis = alt.Axis(
        title=None, ticks=False, domain=False, labelLimit=LABELS[layout], labelColor=LIGHT["ink"],
        **({"labelAlign": "left", "labelBaseline": "bottom", "labelOffset": -12, "labelPadding": -4} if narrow else {}),
    )  # fmt: skip
    y = alt.Y(f"{label}:N", sort=order, axis=axis)
    limits: Mapping[str, Any] = {} if most is None else {"domain": [0, most]}
    x = alt.X("value:Q", axis=alt.Axis(title=_wrapped(unit, layout), tickCount=4), scale=alt.Scale(zero=True, **limits))
    tip = [alt.Tooltip(f"{name}_shown:N", title=title) for name, title in _titles(frame, (label, "value", "lo", "hi", "count"))]
    base = alt.Chart(alt.Data(values=data)).encode(y=y)
    bar = base.mark_bar(color=LIGHT["own"], height=14).encode(x=x, tooltip=tip)
    ends = base.mark_rule(color=LIGHT["ink"], strokeWidth=1.5).encode(x=alt.X("lo:Q"), x2="hi:Q")
    words = base.mark_text(align="left", dx=8, fontWeight="bold").encode(x=alt.X("far:Q"), text="value_shown:N")
    for row in data:
        row["far"] = max(part for part in (row["value"], row.get("hi")) if part is not None)
    return spec(alt.layer(bar, ends, words).properties(width=WIDTH[layout] + (30 if narrow else 0), height=alt.Step(48 if narrow else 32)))


def tiles(frame: Frame, label: str, unit: str, layout: str, side: int, across: int) -> Spec:
    """A tile for every row, the fuller the higher its value, with the value on it; a row without a value has an empty tile.

    Parameters
    ----------
    side : int
        Of a tile, in pixels.
    across : int
        Tiles in a row, at most.
    """
    alt = _altair()
    data = [{**row, "x": place % across, "y": place // across} for place, row in enumerate(frame.records())]
    most = max((row["value"] for row in data if row["value"] is not None), default=0)
    for row in data:
        row["full"] = FULLEST * row["value"] / most if row["value"] and most else 0
    tip = [alt.Tooltip(f"{name}_shown:N", title=title) for name, title in _titles(frame, (label, "value", "lo", "hi", "count"))]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("x:O", axis=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0)),
        y=alt.Y("y:O", axis=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0)),
        tooltip=tip,
    )
    tile = base.mark_rect(color=LIGHT["harm"], stroke=LIGHT["line"], cornerRadius=6).encode(
        fillOpacity=alt.FillOpacity("full:Q", scale=None, legend=None)
    )
    name = base.mark_text(dy=-12, fontSize=14).encode(text=f"{label}:N")
    value = base.mark_text(dy=12, fontSize=18, fontWeight="bold").encode(text="value_shown:N")
    title = alt.TitleParams(_wrapped(unit, layout), anchor="start", fontSize=13, fontWeight="normal", color=LIGHT["soft"], font=FONT)
    wide, high = min(across, max(1, len(data))), -(-len(data) // across)
    return spec(alt.layer(tile, name, value).properties(width=wide * side, height=high * side * 2 // 3, title=title))
