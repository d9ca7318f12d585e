"""Lives of a run: found by the report's rules, stepped through, or by number; and the made-up codes by which their files are asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from counterlife.explorer.answer import framed
from counterlife.explorer.faults import Fault
from counterlife.report.chosen import TYPICAL
from counterlife.report.gather import Facts
from counterlife.report.lifeline import SIZE
from counterlife.report.page import lifeline, shown
from counterlife.report.tracks import portrait
from counterlife.study.lives import follow

if TYPE_CHECKING:
    from counterlife.explorer.jobs import Job
    from counterlife.report.chosen import Adults
    from counterlife.report.lifeline import Lifeline
    from counterlife.report.say import Words

RULES: Final = {"harmed": "median", "worst": "worst", "helped": "helped", "untouched": "untouched", "typical": TYPICAL}
"""Kinds of lives that can be asked for, and the report's rules behind them."""

OFFERED: Final = ("harmed", "worst", "helped", "typical")
LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
CODE: Final = re.compile(r"SYN-(\d{1,9})-([A-Z])")


def code(person: int) -> str:
    """The made-up code of a synthetic person: their number, and a letter that tells a slip of the pen."""
    return f"SYN-{person:06d}-{LETTERS[person % len(LETTERS)]}"


def person_of(text: str, job: Job, say: Words) -> int:
    """The synthetic person of a run behind a code; nobody else has one."""
    found = CODE.fullmatch(text.strip().upper())
    person = int(found[1]) if found else -1
    if not 0 <= person < job.design.people or found is None or code(person) != f"SYN-{person:06d}-{found[2]}":
        form = say.plain("explorer.server.code-form", code=code(4117 % job.design.people))
        raise Fault(404, say.plain("explorer.server.no-code", code=text.strip()), "code", form)
    return person


def by_rule(job: Job, kind: str, step: int, say: Words) -> dict[str, Any]:
    """A life by a rule, or so many steps after it in the rule's order."""
    adults, facts = job.adults(say), Facts(job.known, say)
    persons, _ = adults.order(RULES[kind])
    one = shown(facts, adults.seed, adults.chosen(RULES[kind], step))
    about = {"kind": kind, "step": step, "steps": len(persons), "rule": str(one.title), "why": str(one.why), "like": str(one.like)}
    return about | ({"person": None} if one.line is None else _drawn(one.line))


def by_number(job: Job, person: int, say: Words) -> dict[str, Any]:
    """The life of a synthetic person of the run."""
    pair, seed = job.twins(say), job.design.seeds[0]
    if not 0 <= person < job.design.people:
        raise Fault(404, say.plain("explorer.server.no-person", n=person, last=job.design.people - 1), "person")
    return _drawn(lifeline(Facts(job.known, say), follow(pair, person, seed)))


def codes(job: Job, say: Words) -> list[dict[str, Any]]:
    """A few codes to begin with, and who is behind them."""
    adults: Adults = job.adults(say)
    found = []
    for kind in OFFERED:
        life = adults.chosen(RULES[kind]).life
        if life is not None:
            number = life.person.number
            text = say.plain(f"explorer.server.code-{kind}", who=portrait(life.person, say))
            found.append({"code": code(number), "person": number, "kind": kind, "text": text})
    return found


def _drawn(line: Lifeline) -> dict[str, Any]:
    number = line.life.person.number
    return {
        "person": number,
        "code": code(number),
        "title": line.title(),
        "sentence": line.sentence(),
        "events": [{"month": month, "shown": line.words.month(line.start + month), "text": said} for month, said in line.numbered],
        "frame": framed(line.frame("life")),
        **{layout: str(line.svg(layout)) for layout in SIZE},
    }
