"""Commands that live communities: run, rerun, life."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterlife.cli import show, values
from counterlife.cli.faults import FAILED, UsageFault, tell
from counterlife.study import design as designs
from counterlife.study import run as runs
from counterlife.study.progress import for_terminal
from counterlife.study.work import Interrupted

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.study.design import Design
    from counterlife.study.run import Run


@dataclass(frozen=True)
class Asked:
    """What is to be run, in the words of the command line."""

    regime: str
    people: int
    years: float
    start: str
    seeds: str
    against: str = "none"
    with_: str = ""
    sets: tuple[str, ...] = ()
    town: str = "china-2020"

    def design(self, match: bool = True) -> Design:
        """What that means, with everything resolved; rivals are matched to a budget if wanted."""
        return designs.design(
            self.regime,
            against=values.names(self.against),
            with_=values.names(self.with_),
            people=self.people,
            years=self.years,
            start=self.start,
            seeds=values.seeds(self.seeds),
            sets=self.sets,
            town=self.town,
            match=match,
        )

    def command(self, name: str = "run") -> str:
        """The command of a name that asks for it."""
        words = ["counterlife", name, self.regime, "--people", str(self.people), "--years", f"{self.years:g}", "--start", self.start]
        words += ["--seeds", self.seeds, "--against", self.against, "--town", self.town]
        words += ["--with", self.with_] if self.with_ else []
        words += [word for text in self.sets for word in ("--set", text)]
        return shlex.join(words)


def carry_out(asked: Asked, design: Design, workers: int | None = None, out: Path | None = None, executor: str = "threads") -> Run:
    """Live what was asked for, with progress on a terminal; Ctrl-C says how to go on."""
    command = asked.command() + (f" --out {shlex.quote(str(out))}" if out is not None else "")
    try:
        progress = for_terminal(design.names[0])
        return runs.carry_out(design, workers=workers, executor=executor, out=out, command=command, progress=progress)
    except Interrupted:
        raise Interrupted(f"what was lived is kept; to go on: {command}") from None


def run(
    asked: Asked, *, workers: int | None, out: Path | None, as_json: bool, with_report: bool = False, executor: str = "threads"
) -> None:
    """``counterlife run``."""
    from counterlife.cli import reporting

    if with_report and (absent := reporting.missing(("html",))):
        raise UsageFault(f"--report needs {', '.join(absent)}: pip install '.[report]' where the project lies")
    design = asked.design()
    for note in notes(asked, design):
        tell(f"note: {note}")
    done = carry_out(asked, design, workers, out, executor)
    if as_json:
        print(json.dumps(done.result(), ensure_ascii=False))
    else:
        show.run(done)
    if with_report:
        tell(f"report: {reporting.write(done, ('html',))[0]}")


def notes(asked: Asked, design: Design) -> list[str]:
    """What is not quite as it was asked for, so that nothing is ignored in silence."""
    found = []
    if design.people != asked.people:
        found.append(f"rounded up to {design.people:,} people, whole communities of {design.town.community:,}")
    for world, absent in zip(design.worlds, design.compiled.absent, strict=True):
        found += world.regime.remarks
        if absent:
            found.append(f"{world.name} counts acts that nobody commits in {design.town.town}: {', '.join(absent)}")
    return list(dict.fromkeys(found))


def rerun(folder: Path, workers: int | None, executor: str = "threads") -> None:
    """``counterlife rerun``."""
    before = runs.open_run(folder)
    try:
        found = runs.repeat(before, workers=workers, executor=executor, progress=for_terminal("rerun"))
    except Interrupted:
        raise Interrupted("nothing was changed") from None
    show.comparison(found)
    if not found.same:
        raise SystemExit(FAILED)


def life(asked: Asked, person: int, seed: int) -> None:
    """``counterlife life``: with safeguards, the regime with them; beside it the first of the worlds to compare with."""
    from counterlife.cli.timeline import timeline
    from counterlife.study.lives import follow, only

    if person < 0:
        raise UsageFault(f"person {person}: numbers begin at 0")
    design = asked.design()
    roles = [world.role for world in design.worlds]
    first = roles.index("with") if "with" in roles else 0
    shown = only(design, first, 1) if roles[1:2] not in ([], ["with"]) else only(design, first)
    print(timeline(follow(shown, person, seed), shown.start, seed))
