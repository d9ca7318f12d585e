"""What the answer hangs on: the numbers that nobody has measured, with their grades and ranges."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterlife.regime.numbers import numbers
from counterlife.report.exhibit import Exhibit
from counterlife.report.frame import Cell, Column, Frame, frame, text
from counterlife.words import GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterlife.regime.numbers import Stated
    from counterlife.report.gather import Facts


def drives(facts: Facts) -> Exhibit:
    """What drives the answer: not explored unless an uncertainty run was made, and there is none with a run as yet."""
    say = facts.say
    return Exhibit("drives", say("drives.title"), say("drives.lead"), notes=(say("drives.note"),))


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
