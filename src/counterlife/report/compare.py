"""What would change it: safeguards as paired differences; and what the regime claims beside what it costs, with the rival policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import PERSON_YEARS, Count, Measure, ratio
from counterlife.measure.finding import HEADLINE
from counterlife.measure.gain import FAMILY as CLAIMED
from counterlife.measure.registry import BY_NAME, MEASURES
from counterlife.measure.view import View
from counterlife.regime.numbers import numbers
from counterlife.report import charts
from counterlife.report.effects import between, interval_is_clear, say_plain
from counterlife.report.exhibit import Exhibit
from counterlife.report.finding import out_of
from counterlife.report.frame import Cell, Column, Frame, frame, text
from counterlife.report.gather import Facts, own
from counterlife.study.design import AT_BUDGET
from counterlife.words import NATURES

if TYPE_CHECKING:
    from markupsafe import Markup

    from counterlife.measure.interval import Interval

CHANGES: Final = ("sanction.ever", "wrongful.share", "due.unaware24", "hardship.months", "debts.repaid")
"""Further measures in which a safeguard's change is told, named before any run."""

PEOPLE: Final = 10_000
"""Claims and costs are told per so many people and year."""

COMMON: Final = {
    "per 1,000 person-years": PEOPLE / 1000,
    "per 1,000 child-years": PEOPLE / 1000,
    "of 1,000 ties a year": PEOPLE / 1000,
    "yuan per person-year": PEOPLE,
    "of 100 adult-months": PEOPLE * 12 / 100,
}
"""From the end of a measure's unit to the common one."""

COSTS: Final = (
    "wronged",
    "sanction.months",
    "bear.harmed",
    "bear.jobs",
    "bear.income",
    "others.school",
    "ties.broken",
    "unsaid",
    "cost.staff",
)
"""What is set beside the claims, in this order."""


LEVELS: Final = ("gain.credit-given", "gain.micro-given", "trust.kept", "trust.unearned-known", "trust.punished")
"""Measures of the family of claims that are no gain by themselves: what stands in one world, or what others are made of."""

MAYBE: Final = "trust.institutions"
"""A claim that only some regimes' files model."""


def safeguards(facts: Facts) -> Exhibit:
    """Each safeguard less the regime alone, seed by seed, in order of what it changes."""
    say = facts.say
    if not facts.guarded:
        return Exhibit("safeguards", say("safeguards.title"), say("safeguards.none"))
    found = {world: facts.change(HEADLINE, world, facts.main) for world in facts.guarded}
    people = out_of(facts, [facts.taken(HEADLINE)])
    unit = facts.unit("change-in", n=say.whole(people))
    order = sorted(found, key=lambda world: one.value if (one := found[world]) is not None else 0.0)
    rows = [
        {"world": text(facts.guarded[world]), **facts.figure(one, people / 100), "reads": reads(facts, one)}
        for world, one in ((world, found[world]) for world in order)
    ]
    columns = (Column("world", say.plain("columns.safeguard")), *facts.columns(unit), Column("reads", say.plain("columns.reads")))
    made = frame("safeguards", say.plain("safeguards.table"), columns, rows)
    some = any(row["value"].value is not None for row in made.rows)
    joined = _joined(facts, people)
    said = [
        say("safeguards.said", title=row["world"].shown, reads=row["reads"].shown, value=made.told(place, "value"))
        for place, row in enumerate(made.rows)
    ]
    return Exhibit(
        "safeguards",
        say("safeguards.title"),
        say("safeguards.lead", n=say.whole(people)),
        (made, _others(facts), *([joined] if joined.rows else [])),
        draw=(lambda layout: charts.intervals(made, "world", unit, layout, zero=True)) if some else None,
        alt=" ".join(map(say_plain, said)),
        notes=(say("safeguards.note"),),
    )


def reads(facts: Facts, found: Interval | None) -> Cell:
    """What a change says, in a word."""
    if found is None:
        kind = "undefined"
    elif found.value == 0 and found.lo == 0:
        kind = "nothing"
    elif not interval_is_clear(found):
        kind = "unclear"
    else:
        kind = "fewer" if found.value < 0 else "more"
    return Cell(kind, facts.say.plain(f"reads.{kind}"))


def _others(facts: Facts) -> Frame:
    """What each safeguard changes besides."""
    say = facts.say
    rows = []
    for world, title in facts.guarded.items():
        for name in CHANGES:
            measure = BY_NAME.get(name)
            found = facts.change(measure, world, facts.main) if measure is not None else None
            if measure is not None and found is not None:
                label, unit = say.name("measures", name, measure.formula), facts.unit_of(measure)
                rows.append({"world": text(title), "what": text(label), "unit": text(unit), **facts.figure(found)})
    columns = (
        Column("world", say.plain("columns.safeguard")),
        Column("what", say.plain("columns.what")),
        Column("unit", say.plain("columns.unit")),
        *facts.columns(say.plain("columns.change-by"), counted=False),
    )
    return frame("safeguards-others", say.plain("safeguards.others"), columns, rows)


def _joined(facts: Facts, people: int) -> Frame:
    """Safeguards tried together, less each of their parts that was tried alone: a combination that adds nothing shows here."""
    say = facts.say
    rows = []
    for world in facts.guarded:
        base, *parts = world.split("+")
        for part in parts if len(parts) > 1 else ():
            alone = f"{base}+{part}"
            if alone in facts.guarded:
                found = facts.change(HEADLINE, world, alone)
                rows.append(
                    {
                        "world": text(facts.guarded[world]),
                        "alone": text(facts.guarded[alone]),
                        **facts.figure(found, people / 100),
                        "reads": reads(facts, found),
                    }
                )
    columns = (
        Column("world", say.plain("columns.together")),
        Column("alone", say.plain("columns.alone")),
        *facts.columns(facts.unit("change-in", n=say.whole(people))),
        Column("reads", say.plain("columns.reads")),
    )
    return frame("safeguards-joined", say.plain("safeguards.joined"), columns, rows)


def wronged(years: float) -> Measure:
    """Adults sanctioned and never by their own conduct, per 10,000 adults and year."""

    def function(view: View) -> Count | None:
        return ratio(view.last("ever-unearned-only"), view.last("adults"))

    return own("cost.wronged", function, PEOPLE / years)


def unsaid() -> Measure:
    """Expressions given up less those added, per 1,000 person-years."""
    place = NATURES.index("expression")

    def function(view: View) -> Count | None:
        gone, new = view.paired("withheld"), view.paired("added")
        if gone is None or new is None:
            return None
        lost, more = int(gone[:, place].sum()), int(new[:, place].sum())
        return ratio(lost - more, view.total("adults"), n=view.total("adults"), events=lost + more)

    return own("cost.unsaid", function, PERSON_YEARS, needs="baseline", least=None)


def _net(facts: Facts, name: str, world: str) -> tuple[Interval | None, float, str]:
    """A claim or a cost of a world, net of the baseline; its factor to the common unit, and its unit."""
    base = facts.base
    if base is None:
        return None, 1, ""
    if name == "wronged":
        return facts.change(wronged(facts.design.months / 12), world, base), 1, "units.persons"
    if name == "unsaid":
        return facts.taken(unsaid(), world, base=base), PEOPLE / 1000, "units.expressions-year"
    measure = BY_NAME[name]
    ending = next((ending for ending in COMMON if measure.unit.endswith(ending)), None)
    unit = f"common.{name}" if ending and facts.say.has(f"common.{name}") else ""
    found = facts.row(name, world, against=base) if measure.needs else facts.change(measure, world, base)
    return found, COMMON[ending] if ending and unit else 1, unit


def _beside(facts: Facts, id: str, names: list[str]) -> Frame:
    """One row a claim or cost: the regime, and beside it the rival."""
    say = facts.say
    rows = []
    for name in names:
        found, factor, unit = _net(facts, name, facts.main)
        measure = BY_NAME.get(name)
        label = say.name("measures", name, measure.formula if measure else None)
        if found is None and name == MAYBE:
            rows.append(_not_modelled(facts, label))
            continue
        row = {"what": text(label), "unit": text(say.plain(unit) if unit else say.name("measure-units", measure.unit if measure else ""))}
        row |= {key: cell for key, cell in facts.figure(found, factor).items() if key in ("value", "lo", "hi", "count", "note")}
        if facts.rival:
            other = facts.figure(_net(facts, name, facts.rival)[0], factor)
            row |= {f"rival_{key}": other[key] for key in ("value", "lo", "hi", "count", "note")}
        rows.append(row)
    columns = [Column("what", say.plain(f"{id}.what")), Column("unit", say.plain("columns.per"))]
    columns += _three(facts, "", facts.label(facts.main))
    columns += _three(facts, "rival_", facts.label(facts.rival)) if facts.rival else []
    return frame(id, say.plain(f"{id}.table"), columns, rows)


def _three(facts: Facts, prefix: str, title: str) -> list[Column]:
    say = facts.say.plain
    return [
        Column(f"{prefix}value", title, True),
        Column(f"{prefix}lo", say("columns.lo"), True),
        Column(f"{prefix}hi", say("columns.hi"), True),
        Column(f"{prefix}count", say("columns.count"), True),
        Column(f"{prefix}note", say("columns.note")),
    ]


def _not_modelled(facts: Facts, label: str) -> dict[str, Cell]:
    """A claim that the regime's file says nothing of."""
    blank = {"value": Cell(None, facts.say.plain("claims.not-modelled")), "lo": Cell(None, "–"), "hi": Cell(None, "–"),
             "count": Cell(None, "–"), "note": Cell("absent", facts.say.plain("notes.absent"))}  # fmt: skip
    row = {"what": text(label), "unit": text("–"), **blank}
    return row | ({f"rival_{key}": cell for key, cell in blank.items()} if facts.rival else {})


def claimed() -> list[str]:
    """Measures of claimed benefits: all of their family but levels and those up to a month only; and hardship spared."""
    own = [measure.name for measure in MEASURES if measure.family == CLAIMED and not measure.name[-1].isdigit()]
    return [name for name in own if name not in LEVELS] + ["bear.helped"]


def matched(facts: Facts) -> tuple[Markup, Frame] | None:
    """How near a rival that was matched to the regime's budget comes to it over the whole run; None if there is no such rival."""
    say, rival = facts.say, facts.rival or ""
    found = facts.row("cost.matched", against=rival) if rival.endswith(AT_BUDGET) else None
    if found is None:
        return None
    world = next(world for world in facts.design.worlds if world.name == rival)
    scaled = [f"{one.path} {say.number(float(one.quantity.value))}" for one in numbers(world.regime) if one.path in world.regime.matched]
    label = say.name("measures", "cost.matched")
    columns = (
        Column("what", say.plain("costs.what")),
        *facts.columns(say.name("measure-units", BY_NAME["cost.matched"].unit), counted=False),
    )
    made = frame("matched", say.plain("claims.matched-table"), columns, [{"what": text(label), **facts.figure(found)}])
    told = between(facts, made, 0)
    return say("claims.matched", scaled=say.listed(scaled), value=made.told(0, "value"), range=told), made


def claims(facts: Facts) -> Exhibit:
    """Claims beside costs, both net of the baseline, per 10,000 people and year; the rival beside the regime."""
    say = facts.say
    if facts.base is None:
        return Exhibit("claims", say("claims.title"), say("claims.no-base"))
    gains, costs = _beside(facts, "claims", claimed()), _beside(facts, "costs", list(COSTS))
    notes = [say("claims.note"), say("claims.preset")]
    if facts.rival is None:
        notes.insert(0, say("claims.no-rival"))
    found = matched(facts)
    return Exhibit(
        "claims",
        say("claims.title"),
        say("claims.lead", base=facts.label(facts.base), n=say.whole(PEOPLE)),
        (gains, costs) if found is None else (gains, costs, found[1]),
        said=() if found is None else (found[0],),
        notes=tuple(notes),
        open=True,
    )
