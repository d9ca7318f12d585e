"""The finding in a sentence, a hundred people, and who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from counterlife.measure.base import Count, Measure, ratio
from counterlife.measure.finding import HEADLINE, OUT_OF, base_of, choose, too_little
from counterlife.measure.interval import BOUND, CHANCE, FEW, FEW_COUNTED, NONE_IN_N, SAME
from counterlife.measure.view import View
from counterlife.report import charts
from counterlife.report.exhibit import Exhibit
from counterlife.report.frame import Cell, Column, Frame, frame, text
from counterlife.report.gather import Facts, own
from counterlife.report.people100 import FATES, People, apportion, size_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.measure.interval import Interval

QUANTILES: Final = 20
"""At most so many dots a row: with more runs, quantiles of them."""


def out_of(facts: Facts, found: Sequence[Interval | None]) -> int:
    """The round number of people in which shares of 100 are told, the same for all that are compared."""
    return facts.people or max((base_of(*one[:3]) for one in found if one is not None and one.events >= FEW), default=OUT_OF[0])


def picked(facts: Facts) -> int:
    """The round number of people that the finding is told in; 0 while too few were counted to pick it."""
    found = facts.taken(HEADLINE)
    return 0 if found is None or found.events < FEW else out_of(facts, [found])


def headline(facts: Facts) -> tuple[Markup, Frame]:
    """The finding in a sentence, and the frame of its numbers."""
    say = facts.say
    found = facts.taken(HEADLINE)
    people = out_of(facts, [found])
    columns = (Column("world", say.plain("columns.world")), *facts.columns(facts.unit("in", n=say.whole(people))))
    worlds = [facts.main, *([facts.base] if facts.base else []), *([facts.rival] if facts.rival else []), *facts.guarded]
    rows = [{"world": text(facts.label(world)), **facts.figure(facts.taken(HEADLINE, world), people / 100, whole=True)} for world in worlds]
    made = frame("finding", say.plain("finding.table"), columns, rows)
    return hypothesis(facts, _headline(facts, found, made, people)), made


def hypothesis(facts: Facts, sentence: Markup) -> Markup:
    """A sentence with figures, which says so if the regime is a hypothesis."""
    return facts.say("labels.in-hypothesis", sentence=sentence) if facts.hypothesis else sentence


def _headline(facts: Facts, found: Interval | None, made: Frame, people: int) -> Markup:
    say = facts.say
    window = say.within(facts.design.months)
    n = say.whole(people)
    if found is None:
        return say("finding.nobody")
    if found.note == BOUND:
        bound = HEADLINE.scale * NONE_IN_N / found.n
        size = base_of(bound)
        most = say.whole(-(-bound / 100 * size // 1))
        return say("finding.none", of=made.told(0, "of"), window=window, most=most, n=say.whole(size))
    if found.note == FEW_COUNTED:
        return say("finding.few", count=made.told(0, "count"), of=made.told(0, "of"), window=window)
    return say("finding.about", value=made.told(0, "value"), n=n, window=window)


def chance(facts: Facts, made: Frame) -> Markup:
    """The range of the finding, and what it contains."""
    say = facts.say
    if made.cell(0, "lo").value is None:
        return say("finding.no-range", runs=say.whole(facts.seeds)) if made.cell(0, "value").value is not None else Markup("")
    return say("finding.range", lo=made.told(0, "lo"), hi=made.told(0, "hi"), runs=say.whole(facts.seeds))


def best(facts: Facts) -> Markup:
    """What the best of the safeguards tried changes, chosen on half of the runs and measured on the others."""
    say = facts.say
    if not facts.guarded:
        return say("best.none")
    choice = choose(facts.tallies, facts.scene, facts.main, tuple(facts.guarded))
    if choice is None:
        return say("best.not-compared")
    change, title = choice.change, facts.guarded[choice.world]
    halves = say("best.halves", chosen=say.whole(choice.chosen_on), measured=say.whole(choice.reported_on))
    if change.note == SAME:
        return say.counted("best.same", choice.tried, halves=halves)
    if change.note != CHANCE or change.lo is None or change.hi is None or change.lo <= 0 <= change.hi:
        return say("best.unclear", title=title, halves=halves)
    if too_little(change):
        return say.counted("best.little", choice.tried, of=say.whole(OUT_OF[-1]), halves=halves)
    low, high = sorted((abs(change.lo), abs(change.hi)))
    people = base_of(abs(change.value), low, high)
    told = [say.whole(part / 100 * people) for part in (abs(change.value), low, high)]
    kind = "fewer" if change.value < 0 else "more"
    value = told[0] if told[0] != say.whole(0) else say.plain("best.barely")
    return say(f"best.{kind}", title=title, value=value, n=say.whole(people), lo=told[1], hi=told[2], halves=halves)


def _persons(view: View) -> dict[str, int]:
    """Adults at the end, by what became of them; whether somebody went quiet can only be told beside another world."""
    adults, ever, unearned, others = (view.last(name) for name in ("adults", "ever-sanctioned", "ever-unearned-only", "ever-others-only"))
    hushed = None if view.base is None else view.paired("ever-quiet")
    quiet = 0 if hushed is None else int(hushed[-1].sum())
    return {"mistake": unearned - others, "others": others, "own": ever - unearned, "quiet": quiet, "untouched": adults - ever - quiet}


def fates(facts: Facts, world: str) -> dict[str, Interval | None]:
    """Adults by what became of them, of 100."""

    def measure(fate: str) -> Measure:
        def function(view: View) -> Count | None:
            return ratio(_persons(view)[fate], view.last("adults"))

        return own(f"people.{fate}", function)

    base = facts.base if facts.base != world else None
    return {fate: facts.taken(measure(fate), world, base=base) for fate in FATES}


def shown_worlds(facts: Facts) -> list[str]:
    """The worlds put side by side: the regime, its most guarded variant, the rival, and no list at all."""
    guarded = max(facts.guarded, key=lambda name: name.count("+"), default=None)
    return [name for name in (facts.main, guarded, facts.rival, facts.base) if name is not None]


def people(facts: Facts) -> tuple[Exhibit, list[dict[str, Any]]]:
    """A hundred people in each world, side by side."""
    say = facts.say
    found = {world: fates(facts, world) for world in shown_worlds(facts)}
    shares = {
        world: {fate: (one.value / 100 if one is not None else 0.0) for fate, one in by_fate.items()} for world, by_fate in found.items()
    }
    size = size_for(shares[facts.main])
    rows, pictures = [], []
    for world, by_fate in found.items():
        counts = apportion(shares[world], size)
        label = facts.label(world)
        for fate, one in by_fate.items():
            cells = facts.figure(one, size / 100)
            rows.append(
                {
                    "world": text(label),
                    "fate": Cell(fate, say.plain(f"fates.{fate}")),
                    "icons": Cell(counts[fate], say.whole(counts[fate])),
                    **cells,
                }
            )
        made = People(counts, size, label, say)
        happened = [fate for fate in FATES if shares[world][fate]]
        pictures.append({"world": world, "title": label, "people": made, "happened": happened})
    columns = (
        Column("world", say.plain("columns.world")),
        Column("fate", say.plain("columns.fate")),
        Column("icons", say.plain("columns.icons"), True),
        *facts.columns(facts.unit("adults-in", n=say.whole(size))),
    )
    exhibit = Exhibit(
        "people",
        say("people.title", n=say.whole(size)),
        say("people.lead", window=say.within(facts.design.months), n=say.whole(size)),
        (frame("people", say.plain("people.table"), columns, rows),),
        notes=(say("people.note"), say("people.quiet"), say("people.rounded")),
    )
    return exhibit, pictures


def who(facts: Facts) -> Exhibit:
    """The finding by group, as quantile dots."""
    say = facts.say
    places: list[tuple[str, int | None]] = [(say.plain("groups.all"), None)]
    places += [(say.name("groups", name), place) for place, name in enumerate(facts.scene.groups)]
    found = [facts.taken(HEADLINE, group=place) for _, place in places]
    people_ = out_of(facts, found)
    unit = facts.unit("wronged-in", n=say.whole(people_))
    rows = [{"group": text(name), **facts.figure(one, people_ / 100, whole=True)} for (name, _), one in zip(places, found, strict=True)]
    summary = frame("who", say.plain("who.table"), (Column("group", say.plain("columns.group")), *facts.columns(unit)), rows)
    each_rows: list[Mapping[str, Cell]] = []
    for (name, place), one in zip(places, found, strict=True):
        if one is None or one.note == FEW_COUNTED:
            continue
        for number, value in enumerate(
            quantiles([count and HEADLINE.value(count) for count in facts.counts(HEADLINE, facts.main, place)]), 1
        ):
            scaled = value * people_ / 100
            each_rows.append({"group": text(name), "dot": Cell(number, say.whole(number)), "value": Cell(scaled, say.number(scaled))})
    each_columns = (
        Column("group", say.plain("columns.group")),
        Column("dot", say.plain("columns.dot"), True),
        Column("value", unit, True),
    )
    some = any(row["value"].value for row in each_rows)
    each = frame("who-dots", say.plain("who.dots"), each_columns, each_rows)
    few = [
        say("who.few", group=row["group"].shown, count=summary.told(place, "count"), of=summary.told(place, "of"))
        for place, row in enumerate(summary.rows)
        if row["note"].value == "few"
    ]
    sentences = [
        say(
            "who.said",
            group=row["group"].shown,
            n=say.whole(people_),
            **{key: summary.told(place, key) for key in ("value", "lo", "hi")},
        )
        for place, row in enumerate(summary.rows)
        if row["lo"].value is not None and row["note"].value == "chance"
    ]
    return Exhibit(
        "who",
        say("who.title"),
        say("who.lead", runs=say.whole(facts.seeds), n=say.whole(people_)),
        (summary, each) if some else (summary,),
        draw=(lambda layout: charts.dots(summary, each, "group", unit, layout)) if some else None,
        alt=" ".join(say.plain("format.plain", text=sentence) for sentence in sentences),
        said=(*sentences, *few),
        notes=(say("who.note"),),
    )


def quantiles(values: Sequence[float | None]) -> list[float]:
    """Each value, or of more than twenty as many quantiles, at the middle of equal parts."""
    known = sorted(value for value in values if value is not None)
    if len(known) <= QUANTILES:
        return known
    return [known[int((place + 0.5) / QUANTILES * len(known))] for place in range(QUANTILES)]
