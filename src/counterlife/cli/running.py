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

    def design(self) -> Design:
        """What that means, with everything resolved."""
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
        )

    def command(self) -> str:
        """The command that asks for it."""
        words = ["counterlife", "run", self.regime, "--people", str(self.people), "--years", f"{self.years:g}", "--start", self.start]
        words += ["--seeds", self.seeds, "--against", self.against, "--town", self.town]
        words += ["--with", self.with_] if self.with_ else []
        words += [word for text in self.sets for word in ("--set", text)]
        return shlex.join(words)


def carry_out(asked: Asked, workers: int | None = None, out: Path | None = None) -> Run:
    """Live what was asked for, with progress on a terminal; Ctrl-C says how to go on."""
    design = asked.design()
    command = asked.command() + (f" --out {shlex.quote(str(out))}" if out is not None else "")
    try:
        return runs.carry_out(design, workers=workers, out=out, command=command, progress=for_terminal(design.names[0]))
    except Interrupted:
        raise Interrupted(f"what was lived is kept; to go on: {command}") from None


def run(asked: Asked, *, workers: int | None, out: Path | None, as_json: bool) -> None:
    """``counterlife run``."""
    done = carry_out(asked, workers, out)
    if as_json:
        print(json.dumps(done.result(), ensure_ascii=False))
        return
    if done.manifest["people"] != asked.people:
        tell(f"note: rounded up to {done.manifest['people']:,} people, whole communities of {done.design().town.community:,}")
    for remark in remarks(asked):
        tell(f"note: {remark}")
    show.run(done)


def remarks(asked: Asked) -> list[str]:
    """What loading the worlds had to say, such as a safeguard for which the regime has nothing."""
    return list(dict.fromkeys(remark for world in asked.design().worlds for remark in world.regime.remarks))


def rerun(folder: Path, workers: int | None) -> None:
    """``counterlife rerun``."""
    before = runs.open_run(folder)
    try:
        found = runs.repeat(before, workers=workers, progress=for_terminal("rerun"))
    except Interrupted:
        raise Interrupted("nothing was changed") from None
    show.comparison(found)
    if not found.same:
        raise SystemExit(FAILED)


def life(asked: Asked, person: int, seed: int) -> None:
    """``counterlife life``."""
    if person < 0:
        raise UsageFault(f"person {person}: numbers begin at 0")
    design = asked.design()
    from counterlife import kernels

    kernels.prepare()
    raise NotImplementedError(design, seed)
