"""One life, twice: the same birth, the same luck, with the regime and without it. Plain SVG with the events beneath, made here."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from counterlife.report.frame import Cell, Column, Frame, frame, text
from counterlife.report.palette import LIGHT, css
from counterlife.report.tracks import ALWAYS, TRACKS, Event, Span, events, months_of, numbered, portrait, tracks

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.life.replay import Life
    from counterlife.report.say import Words
    from counterlife.report.scoreline import Cap, Scoreline

SIZE: Final = {"wide": (860, 118), "narrow": (348, 0)}
"""Width, and room for the names of tracks at its left; on a phone they stand above."""

ROW: Final = 20
PANEL: Final = {"wide": 92, "narrow": 84}
"""Height of the score's panel."""

BESIDE: Final = 21
"""Between two numbers of events."""

APART: Final = 13
"""Between two labels of bands."""
LETTER: Final = 6.3
"""Width of a letter in a bar, to know whether its words fit."""

WIDE_LETTER: Final = 8
"""Width of a bold letter."""

LOOKS: Final = {"plain": "own", "harm": "harm", "own": "own", "help": "help"}
DASHED: Final = {"unaware": ("harm", "3 2"), "gap": ("quiet", "none")}
"""Hollow bars: their colour and dashes."""


@dataclass(frozen=True)
class Lifeline:
    """One life beside its twin.

    Attributes
    ----------
    life : Life
        In two worlds, that of the regime first.
    start : int
        First month, counted from January of year 0.
    titles : tuple of str
        What the two worlds are called.
    words : Words
        The language.
    score : Scoreline or None
        Where the person stands with a scheme that has a score.
    """

    life: Life
    start: int
    titles: tuple[str, str]
    words: Words
    score: Scoreline | None = None

    @cached_property
    def tracks(self) -> tuple[dict[str, list[Span]], dict[str, list[Span]]]:
        """The tracks of both lives."""
        return tracks(self.life, 0, self.words), tracks(self.life, 1, self.words)

    @cached_property
    def events(self) -> tuple[list[Event], list[Event]]:
        """What happened in both lives."""
        return events(self.life, 0, self.words), events(self.life, 1, self.words)

    @cached_property
    def numbered(self) -> list[tuple[int, str]]:
        """The events with a number in the picture."""
        return numbered(*self.events)

    def title(self) -> str:
        """Who it is."""
        return self.words.plain("life.title", n=self.words.whole(self.life.person.number), who=portrait(self.life.person, self.words))

    def sentence(self) -> str:
        """The two lives in a sentence."""
        say, (own, twin) = self.words, self.tracks
        if self.life.fork is None:
            return say.plain("life.never-differ")
        hard = months_of(own["hardship"]) - months_of(twin["hardship"])
        work = months_of(twin["work"], "plain") - months_of(own["work"], "plain")
        said = [say.plain("life.fork", month=say.month(self.start + self.life.fork))]
        if barred := months_of(own["barred"]):
            said.append(str(say.counted("life.barred", barred)))
        elif not self.numbered:
            said.append(say.plain("life.only-file"))
        if work:
            said.append(str(say.counted("life.work-lost" if work > 0 else "life.work-won", abs(work))))
        if hard:
            said.append(str(say.counted("life.hard-more" if hard > 0 else "life.hard-less", abs(hard))))
        return " ".join(said)

    def frame(self, id: str) -> Frame:
        """Everything that happened in the two lives, as a table."""
        say = self.words
        rows = []
        for place, title in enumerate(self.titles):
            for event in self.events[place]:
                rows.append(self._row(event.month, title, event.text))
            rows += [self._row(month, title, self._moved(before, after)) for month, before, after in self._steps(place)]
        rows.sort(key=lambda row: int(str(row["month"].value)))
        columns = (
            Column("month", say.plain("columns.month")),
            Column("world", say.plain("columns.world")),
            Column("event", say.plain("columns.event")),
        )
        return frame(id, say.plain("life.table"), columns, rows)

    def _row(self, month: int, title: str, said: str) -> dict[str, Cell]:
        return {"month": Cell(month, self.words.month(self.start + month)), "world": text(title), "event": text(said)}

    def _steps(self, world: int) -> list[tuple[int, float, float]]:
        return [] if self.score is None else self.score.steps(world)

    def _moved(self, before: float, after: float) -> str:
        """A step of the score in words, with the band where it becomes another."""
        say, score = self.words, self.score
        band, was = ("", "") if score is None else (score.band(after), score.band(before))
        told = say.plain("score.moved", scheme="" if score is None else score.scheme, before=say.number(before), after=say.number(after))
        return told + (say.plain("score.band", band=band) if band != was and band else "")

    def svg(self, layout: str = "wide", static: bool = False) -> Markup:
        """The picture."""
        return _Drawing(self, layout, static).svg()

    def list(self) -> Markup:
        """The numbered events."""
        rows = Markup("").join(
            Markup("<li><b>{}</b> {}</li>").format(self.words.month(self.start + month), said) for month, said in self.numbered
        )
        return Markup('<ol class="events">{}</ol>').format(rows) if rows else Markup("")

    def _repr_html_(self) -> str:
        """For a notebook."""
        return Markup("<figure><figcaption><b>{}</b><br>{}</figcaption>{}{}</figure>").format(
            self.title(), self.sentence(), self.svg(static=True), self.list()
        )


class _Drawing:
    def __init__(self, line: Lifeline, layout: str, static: bool) -> None:
        self.line, self.layout, self.static = line, layout, static
        self.width, self.left = SIZE[layout]
        self.parts: list[Markup] = []
        self.titles: list[Markup] = []
        self.y = 0.0

    def colour(self, name: str) -> str:
        return LIGHT[name] if self.static else css(name)

    def x(self, month: float) -> float:
        return self.left + (self.width - self.left - 2) * month / self.line.life.months

    def add(self, template: str, *values: object) -> None:
        self.parts.append(Markup(template).format(*values))

    def title(self, text: str) -> None:
        """The name of a world, kept for last and edged with paper, so that nothing crosses it."""
        line = Markup('<text x="0" y="{:g}" font-size="13" font-weight="bold" style="fill:{}{}">{}</text>')
        edge = f";stroke:{self.colour('paper')};stroke-width:4"
        self.titles += [line.format(self.y + 13, self.colour("paper"), edge, text), line.format(self.y + 13, self.colour("ink"), "", text)]

    def words(
        self, x: float, y: float, text: str, *, colour: str = "ink", anchor: str = "start", bold: bool = False, size: float = 13
    ) -> None:
        self.add(
            '<text x="{:.5g}" y="{:.5g}" text-anchor="{}" font-size="{}" font-weight="{}" style="fill:{}">{}</text>',
            x, y, anchor, size, "bold" if bold else "normal", self.colour(colour), text,
        )  # fmt: skip

    def svg(self) -> Markup:
        say, life = self.line.words, self.line.life
        self.y = 34.0
        top = 20.0
        shown = [name for name in TRACKS if name in ALWAYS or any(one[name] for one in self.line.tracks)]
        for place, title in enumerate(self.line.titles):
            for line in self.wrapped(say.plain("life.with" if place == 0 else "life.twin", title=title)):
                self.title(line)
                self.y += 17
            self.y += 5
            if place == 0 and self.line.score is not None:
                self.score(self.line.score)
            for name in shown:
                self.row(say.plain(f"tracks.{name}"), self.line.tracks[place][name])
            self.y += 10
        bottom = self.y - 4
        self.axis(bottom)
        self.marks(top)
        if life.fork is not None:
            style = f"fill:none;stroke:{self.colour('ink')};stroke-width:1.3;stroke-dasharray:4 3"
            self.add('<path d="M{:.5g} {:g}V{:g}" style="{}"/>', self.x(life.fork), top - 6, bottom, style)
        self.parts += self.titles
        height = bottom + 26
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="lifeline" viewBox="0 0 {} {:g}" width="{}" height="{:g}" role="img" '
            "aria-label=\"{}\" font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\">{}</svg>"
        ).format(self.width, height, self.width, height, f"{self.line.title()}. {self.line.sentence()}", Markup("").join(self.parts))

    def wrapped(self, text: str) -> list[str]:
        """Words in lines that the picture has room for."""
        return textwrap.wrap(text, int(self.width / WIDE_LETTER))

    def score(self, score: Scoreline) -> None:
        """The score of both lives over the months, with the edges of the bands that it passes through."""
        say, low, high = self.line.words, *score.ends
        name = say.plain("tracks.score")
        if self.left:
            self.words(0, self.y + 14, name, colour="soft")
        else:
            self.words(0, self.y + 11, name, colour="soft", size=12)
            self.y += 16
        top, height = self.y, PANEL[self.layout]
        self.add('<rect x="{:.5g}" y="{:g}" width="{:.5g}" height="{}" style="fill:{}"/>',
                 self.left, top, self.width - self.left - 2, height, self.colour("panel"))  # fmt: skip

        def y(points: float) -> float:
            return top + height * (high - points) / (high - low)

        last = next(one for one in reversed(score.scores[0]) if one is not None)
        labelled: list[float] = []
        for edge in sorted(score.shown, key=lambda edge: abs(edge.points - last)):
            at = y(edge.points)
            self.add('<path d="M{:.5g} {:.5g}H{:.5g}" style="fill:none;stroke:{};stroke-width:1;stroke-dasharray:1.5 3"/>',
                     self.left, at, self.width - 2, self.colour("soft"))  # fmt: skip
            if all(abs(at - other) >= APART for other in labelled):
                labelled.append(at)
                said = say.plain("score.edge", band=edge.band, points=say.whole(edge.points))
                if self.left and at - top < 2 * APART and len(said) * LETTER > self.left - 52:
                    continue
                if self.left:
                    self.words(self.left - 8, at + 4, said, colour="soft", anchor="end", size=12)
                else:
                    self.words(5, at - 4 if at - top > APART + 3 else at + APART, said, colour="soft", size=11)
        for cap in score.caps:
            self.cap(cap, top + height)
        if any(one is not None for one in score.scores[1]):
            self.curve(score.scores[1], y, "soft", "stroke-width:1.8;stroke-dasharray:5 3")
        self.curve(score.scores[0], y, "harm", "stroke-width:2.2")
        beside = y(last) - 6 if y(last) - top > APART + 6 else y(last) + APART + 4
        halo = f"{self.colour('ink')};stroke:{self.colour('panel')};stroke-width:4;paint-order:stroke"
        self.add('<text x="{:.5g}" y="{:.5g}" text-anchor="end" font-size="12" font-weight="bold" style="fill:{}">{}</text>',
                 self.width - 6, beside, halo, say.number(last))  # fmt: skip
        self.y += height + 6

    def cap(self, cap: Cap, bottom: float) -> None:
        """A strip at the foot of the panel where a record holds the person in a band, whatever the score."""
        x, said = self.x(cap.first), self.line.words.plain("score.cap", band=cap.band)
        width = max(self.x(cap.end) - x - 1, 1.5)
        box = '<rect x="{:.5g}" y="{:g}" width="{:.5g}" height="5" style="fill:{}"><title>{}</title></rect>'
        self.add(box, x, bottom - 5, width, self.colour("quiet"), said)
        if len(said) * LETTER < width - 8:
            edged = f"{self.colour('quiet')};stroke:{self.colour('panel')};stroke-width:4;paint-order:stroke"
            self.add(
                '<text x="{:.5g}" y="{:g}" text-anchor="end" font-size="11" style="fill:{}">{}</text>',
                x + width - 5,
                bottom - 9,
                edged,
                said,
            )

    def curve(self, scores: tuple[float | None, ...], y: Callable[[float], float], colour: str, style: str) -> None:
        """A line in steps, one a month, with gaps where there is no score."""
        parts, drawn = [], False
        for month, points in enumerate(scores):
            if points is not None:
                begin = f"V{y(points):.5g}" if drawn else f"M{self.x(month):.5g} {y(points):.5g}"
                parts.append(f"{begin}H{self.x(month + 1):.5g}")
            drawn = points is not None
        self.add('<path d="{}" style="fill:none;stroke:{};{}"/>', "".join(parts), self.colour(colour), style)

    def row(self, name: str, spans: list[Span]) -> None:
        if self.left:
            self.words(0, self.y + 14, name, colour="soft")
        else:
            self.words(0, self.y + 11, name, colour="soft", size=12)
            self.y += 16
        self.add('<rect x="{:.5g}" y="{:g}" width="{:.5g}" height="{}" style="fill:{}"/>',
                 self.left, self.y, self.width - self.left - 2, ROW - 3, self.colour("panel"))  # fmt: skip
        for span in spans:
            self.span(span)
        self.y += ROW + 3

    def span(self, span: Span) -> None:
        x, end = self.x(span.first), self.x(span.end)
        width = max(end - x - 1, 1.5)
        box = '<rect x="{:.5g}" y="{:g}" width="{:.5g}" height="{}" style="{}"><title>{}</title></rect>'
        if span.look == "none":
            ink = "soft"
        elif span.look in DASHED:
            ink, dashes = DASHED[span.look]
            style = f"fill:{self.colour('paper')};stroke:{self.colour(ink)};stroke-width:1.5;stroke-dasharray:{dashes}"
            self.add(box, x + 0.8, self.y + 0.8, max(width - 1.6, 1), ROW - 4.6, style, span.text)
        else:
            self.add(box, x, self.y, width, ROW - 3, f"fill:{self.colour(LOOKS[span.look])}", span.text)
            ink = "paper"
        fits = (width - 8) / LETTER
        said = next((text for text in (span.text, span.short) if len(text) <= fits), "")
        if said:
            self.words(x + 5, self.y + 12.5, said, colour=ink, size=12)

    def axis(self, y: float) -> None:
        months, say = self.line.life.months, self.line.words
        step = 12 if months <= 72 or (self.layout == "wide" and months <= 144) else 24
        for month in range(0, months + 1, step):
            x = self.x(month)
            self.add('<line x1="{0:.5g}" x2="{0:.5g}" y1="{1:g}" y2="{2:g}" style="stroke:{3}"/>', x, y, y + 5, self.colour("faint"))
            anchor = "start" if month == 0 else ("end" if month == months else "middle")
            date = (self.line.start + month) // 12
            self.words(
                x,
                y + 19,
                str(date) if self.line.start % 12 == 0 else say.month(self.line.start + month),
                colour="soft",
                anchor=anchor,
                size=12,
            )

    def places(self) -> list[tuple[float, float]]:
        """Where something happened, and where its number stands: those that would lie on each other move right, or left at the end."""
        found, last = [], -100.0
        for month, _ in self.line.numbered:
            x = self.x(month + 0.5)
            last = max(x, last + BESIDE, 10)
            found.append((x, last))
        most = self.width - 10.0
        for place in reversed(range(len(found))):
            x, at = found[place]
            found[place] = (x, min(at, most))
            most = found[place][1] - BESIDE
        return found

    def marks(self, y: float) -> None:
        """Numbers above the months in which something happened."""
        for number, (x, at) in enumerate(self.places(), 1):
            if abs(at - x) > 3:
                self.add('<line x1="{:.5g}" y1="{:g}" x2="{:.5g}" y2="{:g}" style="stroke:{}"/>', at, y - 1, x, y + 14, self.colour("harm"))
            self.add('<circle cx="{:.5g}" cy="{:g}" r="9" style="fill:{};stroke:{};stroke-width:1.8"/>',
                     at, y - 9, self.colour("paper"), self.colour("harm"))  # fmt: skip
            self.words(at, y - 4.6, str(number), anchor="middle", bold=True, size=12)
