"""What the answer hangs on: the numbers that nobody has measured, with their grades and ranges."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterlife.measure.finding import HEADLINE
from counterlife.measure.registry import BY_NAME
from counterlife.regime.numbers import numbers
from counterlife.report.exhibit import Exhibit
from counterlife.report.frame import Cell, Column, Frame, frame, text
from counterlife.words import GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from counterlife.regime.numbers import Stated
    from counterlife.report.gather import Facts
    from counterlife.study.uncertainty import Figure


def drives(facts: Facts) -> Exhibit:
    """What drives the answer: figures over draws from the stated ranges, if there are draws."""
    say, draws = facts.say, facts.draws
    if draws is None:
        return Exhibit("drives", say("drives.title"), say("drives.lead"), notes=(say("drives.note"),))
    told = [figure for figure in draws.figures if figure.world == facts.main and figure.against in (facts.base, None)]
    figures, drivers = _figures(facts, told), _drivers(facts, told)
    manifest, left_out = draws.manifest, len(draws.manifest["left_out"])
    whole = {name: say.whole(manifest[name]) for name in ("draws", "ranges", "people", "months")}
    notes = [say("drives.not-probability"), say("drives.not-clear")]
    if any(_lies_outside(one) for one in told):
        notes.insert(0, say("drives.outside"))
    if left_out:
        notes.insert(0, say("drives.left-out", n=say.whole(left_out), draws=whole["draws"]))
    return Exhibit(
        "drives",
        say("drives.title"),
        say("drives.drawn", seeds=say.whole(len(manifest["seeds"])), **whole),
        (figures, drivers),
        notes=tuple(notes),
        said=_headline(facts, told, figures, drivers),
    )


def _lies_outside(figure: Figure) -> bool:
    """Whether a figure as stated lies outside what nine in ten draws give."""
    low, high = figure.spread.low, figure.spread.high
    return figure.stated is not None and low is not None and high is not None and not low <= figure.stated["value"] <= high


def _headline(facts: Facts, told: Sequence[Figure], figures: Frame, drivers: Frame) -> tuple[Markup, ...]:
    """The headline measure over draws, and the number that it goes with most."""
    say, names = facts.say, [figure.measure for figure in told]
    if HEADLINE.name not in names or told[names.index(HEADLINE.name)].spread.low is None:
        return ()
    own = names.index(HEADLINE.name)
    ends = {key: figures.told(own, key) for key in ("stated", "draws-low", "draws-high", "least", "most")}
    first = sum(len(figure.spread.drivers) for figure in told[:own])
    lines = [say("drives.headline", **{key.removeprefix("draws-"): number for key, number in ends.items()})]
    if not told[own].spread.drivers:
        return (*lines, say("drives.no-driver"))
    means = {"where_low": drivers.told(first, "where-low"), "where_high": drivers.told(first, "where-high")}
    return (*lines, say("drives.driver", path=drivers.cell(first, "goes-with").shown, **means))


def _figures(facts: Facts, told: Sequence[Figure]) -> Frame:
    say = facts.say
    rows = []
    for figure in told:
        found = figure.spread
        values = {"stated": None if figure.stated is None else figure.stated["value"], "draws-low": found.low, "middle": found.middle}
        values |= {"draws-high": found.high, "least": found.least, "most": found.most}
        counts = {"above": found.above, "below": found.below, "of": found.draws}
        rows.append(
            {"what": text(_named(facts, figure)), "less": text("–" if figure.against is None else facts.label(figure.against))}
            | {key: Cell(value, say.number(value)) for key, value in values.items()}
            | {key: Cell(count, say.whole(count)) for key, count in counts.items()}
            | {"unit": text(facts.unit_of(BY_NAME[figure.measure]))}
        )
    numbers_ = ("stated", "draws-low", "middle", "draws-high", "least", "most", "above", "below", "of")
    columns = [
        *(Column(key, say.plain(f"columns.{key}")) for key in ("what", "less")),
        *(Column(key, say.plain(f"columns.{key}"), True) for key in numbers_),
    ]
    return frame("drives", say.plain("drives.figures"), (*columns, Column("unit", say.plain("columns.unit"))), rows)


def _named(facts: Facts, figure: Figure) -> str:
    measure = BY_NAME[figure.measure]
    return facts.say.name("measures", measure.name, measure.formula)


def _drivers(facts: Facts, told: Sequence[Figure]) -> Frame:
    say = facts.say
    rows = [
        {
            "what": text(_named(facts, figure)),
            "goes-with": text(driver.path),
            "correlation": Cell(driver.correlation, say.number(round(driver.correlation, 2))),
            "where-low": Cell(driver.low, say.number(driver.low)),
            "where-high": Cell(driver.high, say.number(driver.high)),
            "unit": text(facts.unit_of(BY_NAME[figure.measure])),
        }
        for figure in told
        for driver in figure.spread.drivers
    ]
    numbers_ = ("correlation", "where-low", "where-high")
    columns = tuple(Column(key, say.plain(f"columns.{key}"), key in numbers_) for key in ("what", "goes-with", *numbers_, "unit"))
    return frame("drivers", say.plain("drives.drivers"), columns, rows)


def limits(facts: Facts) -> Exhibit:
    """The regime's numbers by grade, and each with its range."""
    say = facts.say
    stated = numbers(facts.regime)
    grades = Counter(one.grade or "none" for one in stated)
    ranged = Counter(one.grade or "none" for one in stated if one.quantity.range or any(step.range for _, step in one.quantity.dated))
    counted = frame(
        "grades",
        say.plain("limits.grades"),
        (
            Column("grade", say.plain("columns.grade")),
            Column("numbers", say.plain("columns.numbers"), True),
            Column("ranged", say.plain("columns.ranged"), True),
        ),
        [
            {
                "grade": Cell(grade, say.plain(f"grades.{grade}")),
                "numbers": Cell(grades[grade], say.whole(grades[grade])),
                "ranged": Cell(ranged[grade], say.whole(ranged[grade])),
            }
            for grade in (*GRADES, "none")
        ],
    )
    return Exhibit(
        "limits",
        say("limits.title"),
        say("limits.lead", measured=counted.told(0, "numbers"), all=say.whole(len(stated)), assumed=counted.told(2, "numbers")),
        (counted, _numbers(facts, stated)),
        notes=tuple(say(f"limits.{name}") for name in ("synthetic", "closed", "rules", "twins", "unmodelled", "verdict")),
    )


def _numbers(facts: Facts, stated: Sequence[Stated]) -> Frame:
    say = facts.say
    rows = []
    for one in stated:
        low, high = one.quantity.ends if one.quantity.range else ("", "")
        rows.append(
            {
                "path": text(one.path),
                "value": text(str(one.quantity)),
                "low": text(low),
                "high": text(high),
                "grade": Cell(one.grade or "none", say.plain(f"grades.{one.grade or 'none'}")),
                "source": text(one.source or "–"),
            }
        )
    columns = tuple(Column(key, say.plain(f"columns.{name}")) for key, name in (
        ("path", "path"), ("value", "value"), ("low", "lo"), ("high", "hi"), ("grade", "grade"), ("source", "source"),
    ))  # fmt: skip
    return frame("numbers", say.plain("limits.numbers"), columns, rows)
