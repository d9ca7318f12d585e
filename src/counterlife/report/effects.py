"""What a regime does: how it spreads, how long it lasts, what people stop doing, and what due process there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.measure.base import HUNDRED, PERSON_YEARS, Count, Measure, ratio
from counterlife.measure.due import EXITS, HORIZONS, table_of
from counterlife.measure.registry import MEASURES
from counterlife.measure.view import UNEARNED, View, causes_of
from counterlife.measure.wrongful import share_of
from counterlife.report import charts
from counterlife.report.exhibit import Exhibit
from counterlife.report.frame import Cell, Column, Frame, frame, text
from counterlife.report.gather import Facts, own
from counterlife.words import CLASSES, NATURES

if TYPE_CHECKING:
    from markupsafe import Markup

    from counterlife.measure.interval import Interval

LINKS: Final = ("contagion", "spiral")
"""Families of measures that say what reaches people through others, and what follows from what."""

EVERY: Final = 3
"""Months between two points of a curve."""

MOST_CURVES: Final = 4
PARTS: Final = (2, 10, 100)
"""One in so many of those sanctioned was sanctioned for at least the months that are told."""


def spread(facts: Facts) -> Exhibit:
    """By which kind of cause people are sanctioned, and what reaches others."""
    say = facts.say
    rows = [
        {"cause": text(say.plain(f"classes.{name}")), **facts.figure(facts.taken(own(f"spread.{name}", share_of(causes_of(name)))))}
        for name in CLASSES
    ]
    unit = facts.unit("of-months")
    causes = frame(
        "spread", say.plain("spread.table"), (Column("cause", say.plain("columns.cause")), *facts.columns(unit, counted=False)), rows
    )
    links = _links(facts)
    seen = [row for row in rows if row["value"].value]
    said = [
        say("spread.said", cause=row["cause"].shown, value=causes.told(place, "value"))
        for place, row in enumerate(causes.rows)
        if place and row["value"].value
    ]
    return Exhibit(
        "spread",
        say("spread.title"),
        say("spread.lead"),
        (causes, links),
        draw=(lambda layout: charts.intervals(causes, "cause", unit, layout)) if seen else None,
        alt=" ".join(map(say_plain, said)) or say.plain("spread.nothing"),
        said=tuple(said) if seen else (say("spread.nothing"),),
        notes=(say("spread.note"), say("spread.unseen")),
    )


def say_plain(sentence: Markup) -> str:
    """A sentence without its markup."""
    return str(sentence.striptags())


def _links(facts: Facts) -> Frame:
    """Measures of what reaches people through others, as far as this run has them."""
    say = facts.say
    rows = []
    for measure in MEASURES:
        if measure.family not in LINKS:
            continue
        against = facts.base if measure.needs == "baseline" else (facts.scene.mutes.get(facts.main) if measure.needs == "mute" else None)
        found = facts.row(measure.name, against=against)
        if found is not None:
            label = say.name("measures", measure.name, measure.formula)
            rows.append({"what": text(label), "unit": text(facts.unit_of(measure)), **facts.figure(found)})
    columns = (
        Column("what", say.plain("columns.what")),
        Column("unit", say.plain("columns.unit")),
        *facts.columns(say.plain("columns.value")),
    )
    return frame("links", say.plain("spread.links"), columns, rows)


def standing(age: int, horizon: int) -> Callable[[View], Count | None]:
    """Share of listings that still stand after some months."""

    def function(view: View) -> Count | None:
        found = table_of(view, "listing", horizon)
        return None if found is None else ratio(float(found[0].standing[age]), 1, n=int(found[1].sum()), events=int(found[1].sum()))

    return function


def horizon_of(facts: Facts, worlds: list[str]) -> int:
    """The highest age, in steps of a curve, to which listings of every world and seed were followed."""
    for months in range((min(facts.design.months, 120) - 1) // EVERY * EVERY, 0, -EVERY):
        if all(count is not None for world in worlds for count in facts.counts(own("standing", standing(months, months)), world)):
            return months
    return 0


def long(facts: Facts) -> Exhibit:
    """How long listings last, by which way they end, and how long people are sanctioned."""
    say = facts.say
    spans = _spans(facts)
    listed = [world for world in (facts.main, *facts.guarded) if (row := facts.row("listing.entries", world)) is not None and row.events][
        :MOST_CURVES
    ]
    horizon = horizon_of(facts, listed) if listed else 0
    rows = []
    for world in listed:
        for age in range(0, horizon + 1, EVERY) if horizon else ():
            found = facts.taken(own("standing", standing(age, horizon)), world)
            rows.append({"world": text(facts.label(world)), "months": Cell(age, say.whole(age)), **facts.figure(found)})
    unit = facts.unit("listings-standing")
    columns = (Column("world", say.plain("columns.world")), Column("months", say.plain("columns.months"), True), *facts.columns(unit))
    curve = frame("long", say.plain("long.table"), columns, rows)
    axis = say.plain("columns.months-on")
    said = [say(f"long.part{part}", months=spans.told(place, "months")) for place, part in enumerate(PARTS) if place < len(spans.rows)]
    return Exhibit(
        "long",
        say("long.title"),
        say("long.lead"),
        (curve, spans, _exits(facts)),
        draw=(lambda layout: charts.steps(curve, "months", unit, axis, layout, "world")) if rows else None,
        alt=say.plain("long.alt"),
        said=tuple(said) if said else (say("long.nothing"),),
        notes=(say("long.note"),),
    )


def _spans(facts: Facts) -> Frame:
    """Months sanctioned of the middle one, and of the worst tenth and hundredth, of all who were sanctioned, over all runs."""
    say = facts.say
    persons = sum(View(tally, facts.scene, facts.main).persons_by_months for tally in facts.tallies)
    counts = np.asarray(persons, dtype=np.int64)
    counts[0] = 0
    total = int(counts.sum())
    at_least = counts[::-1].cumsum()[::-1]
    rows = []
    for part in PARTS:
        if total >= part:
            months = int(np.flatnonzero(at_least * part >= total)[-1])
            rows.append(
                {
                    "part": Cell(part, say.plain(f"long.one-in{part}")),
                    "months": Cell(months, say.whole(months)),
                    "of": Cell(total, say.whole(total)),
                }
            )
    columns = (
        Column("part", say.plain("columns.part")),
        Column("months", say.plain("columns.months-least"), True),
        Column("of", say.plain("columns.of-sanctioned"), True),
    )
    return frame("long-spans", say.plain("long.spans"), columns, rows)


def _exits(facts: Facts) -> Frame:
    """How listings end, from the run's own figures."""
    say = facts.say
    rows = []
    for horizon in HORIZONS:
        for way in (*EXITS, "listed"):
            found = facts.row(f"due.exit{horizon}.{way}")
            if found is not None and (found.events or way == "listed"):
                rows.append({"within": Cell(horizon, say.years(horizon)), "way": text(say.plain(f"ways.{way}")), **facts.figure(found)})
    columns = (
        Column("within", say.plain("columns.within")),
        Column("way", say.plain("columns.way")),
        *facts.columns(facts.unit("listings")),
    )
    return frame("long-exits", say.plain("long.exits"), columns, rows)


def acts(nature: str, field: str) -> Measure:
    """Acts of a nature that the baseline has and the world has not (``withheld``), or the other way round (``added``)."""
    place = NATURES.index(nature)

    def function(view: View) -> Count | None:
        counted = view.paired(field)
        return None if counted is None else ratio(int(counted[:, place].sum()), view.total("adults"), n=view.total("adults"))

    return own(f"acts.{field}.{nature}", function, PERSON_YEARS, needs="baseline")


def quiet(facts: Facts) -> Exhibit:
    """What people stop doing, and what they do more."""
    say = facts.say
    if facts.base is None:
        return Exhibit("quiet", say("quiet.title"), say("quiet.no-base"))
    rows = []
    for nature in NATURES:
        if nature == "attribute":
            continue
        for field in ("withheld", "added"):
            found = facts.taken(acts(nature, field), base=facts.base)
            rows.append(
                {"nature": text(say.plain(f"natures.{nature}")), "change": Cell(field, say.plain(f"quiet.{field}")), **facts.figure(found)}
            )
    unit = facts.unit("acts")
    columns = (Column("nature", say.plain("columns.nature")), Column("change", say.plain("columns.change")), *facts.columns(unit))
    made = frame("quiet", say.plain("quiet.table"), columns, rows)
    chilled = facts.row("chill.withheld", against=facts.base)
    speech = frame(
        "quiet-speech",
        say.plain("quiet.speech"),
        (Column("what", say.plain("columns.what")), *facts.columns(facts.unit("expressions"))),
        [{"what": text(say.plain("quiet.speech-row")), **facts.figure(chilled)}],
    )
    some = any(row["value"].value for row in made.rows)
    missing = (say("quiet.missing"),) if some and any(row["note"].value == "few" for row in made.rows) else ()
    if chilled is not None and speech.cell(0, "value").value is not None:
        said = say("quiet.said", value=speech.told(0, "value"), range=between(facts, speech, 0))
    else:
        said = say("quiet.few", count=speech.told(0, "count"))
    return Exhibit(
        "quiet",
        say("quiet.title"),
        say("quiet.lead", base=facts.label(facts.base)),
        (made, speech),
        draw=(lambda layout: charts.intervals(made, "nature", unit, layout, series="change_shown")) if some else None,
        alt=say_plain(said),
        said=(said, *(() if some else (say("quiet.nothing"),))),
        notes=(*missing, say("quiet.note")),
    )


def between(facts: Facts, made: Frame, row: int, prefix: str = "") -> Markup:
    """A range in brackets, if there is one."""
    if made.cell(row, f"{prefix}lo").value is None:
        return facts.say("format.no-range")
    return facts.say("format.range", lo=made.told(row, f"{prefix}lo"), hi=made.told(row, f"{prefix}hi"))


def _of_entries(top: Callable[[View], int]) -> Callable[[View], Count | None]:
    def function(view: View) -> Count | None:
        return ratio(top(view), view.lists("entries"))

    return function


def _of_wrong(top: Callable[[View], int]) -> Callable[[View], Count | None]:
    def function(view: View) -> Count | None:
        return ratio(top(view), view.lists("entries", UNEARNED))

    return function


STEPS: Final[dict[str, Callable[[View], Count | None]]] = {
    "entries": _of_entries(lambda view: view.lists("entries")),
    "told": _of_entries(lambda view: view.lists("entries") - view.lists("unnotified")),
    "learned": _of_entries(lambda view: view.lists("entries") - view.lists("unnotified") + view.lists("learned")),
    "appealed": _of_entries(lambda view: view.total("appeals-filed")),
    "decided": _of_entries(lambda view: view.total("appeals-won") + view.total("appeals-lost")),
    "won": _of_entries(lambda view: view.total("appeals-won")),
}
"""Steps of due process, of all entries on lists that withhold."""

WRONG: Final[dict[str, Callable[[View], Count | None]]] = {
    "entries": _of_wrong(lambda view: view.lists("entries", UNEARNED)),
    "appealed": _of_wrong(lambda view: view.total("appeals-filed", (0,))),
    "won": _of_wrong(lambda view: view.total("appeals-won", (0,))),
}
"""The same of entries that the person's own conduct did not bring."""


def funnel(facts: Facts) -> Exhibit:
    """What becomes of a hundred entries on a list: told, learned, appealed, decided, won."""
    say = facts.say
    unit = facts.unit("entries")

    def made(id: str, parts: dict[str, Callable[[View], Count | None]]) -> Frame:
        rows = [
            {"step": text(say.plain(f"{id}.step-{name}")), **facts.figure(facts.taken(own(f"{id}.{name}", function)))}
            for name, function in parts.items()
        ]
        return frame(id, say.plain(f"{id}.table"), (Column("step", say.plain("columns.step")), *facts.columns(unit)), rows)

    every, wrong = made("funnel", STEPS), made("funnel-wrong", WRONG)
    if not every.cell(0, "count").value:
        return Exhibit("funnel", say("funnel.title"), say("funnel.nothing"))
    rows = {name: place for place, name in enumerate(STEPS)}

    def told(name: str) -> Markup:
        few = every.cell(rows[name], "value").value is None
        return say("funnel.count", count=every.told(rows[name], "count")) if few else every.told(rows[name], "value")

    said = say("funnel.said", told=told("told"), learned=told("learned"), appealed=told("appealed"), won=told("won"))
    sentences = [said]
    if wrong.cell(0, "count").value:
        sentences.append(
            say("funnel.said-wrong", count=wrong.told(0, "count"), appealed=wrong.told(1, "count"), won=wrong.told(2, "count"))
        )
    return Exhibit(
        "funnel",
        say("funnel.title"),
        say("funnel.lead"),
        (every, wrong),
        draw=lambda layout: charts.bars(every, "step", unit, layout, most=HUNDRED),
        alt=say_plain(said),
        said=tuple(sentences),
        notes=(say("funnel.note"),),
    )


def interval_is_clear(found: Interval) -> bool:
    """Whether chance alone could not make the difference."""
    return found.lo is not None and found.hi is not None and not found.lo <= 0 <= found.hi
