"""What a report needs of a run: its tables, its counts, its worlds by role. Nothing is lived here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from counterlife.life.tally import Tally
from counterlife.measure.base import Count, Measure, ratio
from counterlife.measure.finding import FINE
from counterlife.measure.interval import BOUND, CHANCE, FEW_COUNTED, ONE_SEED, SAME, Interval, difference, over_seeds
from counterlife.measure.registry import BY_NAME
from counterlife.measure.view import View
from counterlife.regime.load import load_safeguard
from counterlife.regime.names import library_names
from counterlife.report.frame import Cell, Column
from counterlife.study import engine
from counterlife.study.design import AT_BUDGET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from counterlife.measure.view import Scene
    from counterlife.regime.model import Regime
    from counterlife.report.say import Words
    from counterlife.study.design import Design, World
    from counterlife.study.store import Rows
    from counterlife.study.uncertainty import Uncertainty
    from counterlife.study.work import Counts

NOTES: Final = {CHANCE: "chance", BOUND: "bound", SAME: "same", FEW_COUNTED: "few", ONE_SEED: "one-seed"}
RIVAL: Final = "ordinary-fines"
NONE: Final = "none"
ALL: Final = "all"


class Lived(Protocol):
    """What was lived: a finished run in its folder, or one that still goes on."""

    @property
    def design(self) -> Design:
        """What was asked for."""
        ...

    def counts(self) -> Mapping[int, Counts]:
        """Everything counted, by seed."""
        ...

    def measures(self) -> Rows:
        """The figures."""
        ...


@dataclass(frozen=True)
class Facts:
    """A run, and the words in which it is told.

    ``people`` is the round number of people that shares are told in; 0 for the one that the finding's range asks for. ``draws`` is the same
    rules and town over their stated ranges, if that was lived.
    """

    run: Lived
    say: Words
    people: int = 0
    draws: Uncertainty | None = None

    @cached_property
    def design(self) -> Design:
        """What was run."""
        return self.run.design

    @cached_property
    def scene(self) -> Scene:
        """What the axes of the counts stand for."""
        return engine.scene(self.design)

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """Everything counted, one a seed."""
        return tuple(Tally(**counts) for counts in self.run.counts().values())

    @cached_property
    def rows(self) -> dict[tuple[str, str, str | None, str], Mapping[str, Any]]:
        """The run's figures by measure, world, world compared with, and group."""
        return {(row["measure"], row["world"], row["against"], row["group"]): row for row in self.run.measures()}

    @property
    def regime(self) -> Regime:
        """The rules that the report is about."""
        return self.design.worlds[0].regime

    @property
    def hypothesis(self) -> bool:
        """Whether the regime is a hypothesis: every figure then says so."""
        return self.regime.hypothesis

    @property
    def main(self) -> str:
        """The world of the regime."""
        return self.design.names[0]

    def _of_role(self, role: str) -> list[World]:
        return [world for world in self.design.worlds if world.role == role]

    @cached_property
    def base(self) -> str | None:
        """The world that others are compared with: no list at all if it was run, else the first that was run."""
        names = [world.name for world in (*self._of_role("against"), *self._of_role("mute"))]
        return NONE if NONE in names else (names[0] if names else None)

    @cached_property
    def rival(self) -> str | None:
        """The rival policy, if it was run."""
        names = [world.name for world in self._of_role("against") if world.name != self.base]
        known = [name for name in (RIVAL + AT_BUDGET, RIVAL) if name in names]
        return known[0] if known else (names[0] if names else None)

    @cached_property
    def guarded(self) -> dict[str, str]:
        """The worlds with safeguards, and what each is called."""
        return {world.name: self.label(world.name) for world in self._of_role("with")}

    @property
    def seeds(self) -> int:
        """Replicates."""
        return len(self.design.seeds)

    @property
    def children(self) -> bool:
        """Whether there are children in the town: then figures for people are of adults."""
        return any(int(View(tally, self.scene, self.main).last("children")) for tally in self.tallies[:1])

    def label(self, name: str) -> str:
        """A world in words; a hypothesis always says so."""
        world = next(world for world in self.design.worlds if world.name == name)
        said = self._label(world)
        told = self.say.plain("labels.hyp").lower() in said.lower()
        return self.say.plain("labels.hypothesis", name=said) if world.regime.hypothesis and not told else said

    def _label(self, world: World) -> str:
        if world.role == "regime":
            return self.title(world)
        if world.role == "mute":
            kind = world.name.partition("(")[0]
            return self.say.plain(f"labels.{kind}")
        if world.role == "exempt":
            return self.say.plain("labels.exempt")
        if world.role == "with":
            parts = world.name.partition("#")[0].split("+")[1:]
            known = library_names("safeguards")
            titles = [self.say.name("safeguard-names", part, load_safeguard(part).title if part in known else part) for part in parts]
            return self.say.plain("labels.with", parts=self.say.listed(titles))
        return self.title(world)

    def title(self, world: World) -> str:
        """The title of a world's rules."""
        own = world.regime.regime
        matched = f"{own}{AT_BUDGET}"
        known = matched if world.name.endswith(AT_BUDGET) and self.say.has(f"regimes.{matched}") else own
        return self.say.name("regimes", known, world.regime.title or own)

    def row(self, measure: str, world: str | None = None, group: str = ALL, against: str | None = None) -> Interval | None:
        """One of the run's figures, or None if it is not defined."""
        found = self.rows.get((measure, world or self.main, against, group))
        return None if found is None else _interval(found)

    def counts(self, measure: Measure, world: str, group: int | None = None, base: str | None = None) -> list[Count | None]:
        """A measure in every seed."""
        return [measure.function(view) for view in self.views(world, group, base)]

    @cached_property
    def _views(self) -> dict[tuple[str, int | None, str | None], list[View]]:
        return {}

    def views(self, world: str, group: int | None = None, base: str | None = None) -> list[View]:
        """Every seed as one world and group see it; kept, since what a view has summed serves every measure."""
        key = (world, group, base)
        if key not in self._views:
            there = [None] * len(self.tallies) if base is None else self.views(base, group)
            self._views[key] = [View(tally, self.scene, world, group, beside) for tally, beside in zip(self.tallies, there, strict=True)]
        return self._views[key]

    def taken(self, measure: Measure, world: str | None = None, group: int | None = None, base: str | None = None) -> Interval | None:
        """A measure over seeds."""
        return over_seeds(measure, self.counts(measure, world or self.main, group, base))

    def change(self, measure: Measure, world: str, other: str) -> Interval | None:
        """A measure in one world less the same in another, paired by seed."""
        return difference(measure, self.counts(measure, world), self.counts(measure, other))

    def unit(self, name: str, **values: str) -> str:
        """A unit in words; of a hypothesis it says so, since it stands beside every figure, in tables and on axes."""
        return self.marked(self.say.plain(f"units.{name}", **values))

    def marked(self, said: str) -> str:
        """Words that stand beside figures; of a hypothesis they say so once."""
        once = self.hypothesis and self.say.plain("labels.hyp").lower() not in said.lower()
        return self.say.plain("labels.hypothesis", name=said) if once else said

    def unit_of(self, measure: Measure) -> str:
        """The unit of a measure, and the input that it mostly repeats, if it does."""
        said = self.say.name("measure-units", measure.unit)
        return self.say.plain("tables.restates", unit=said, path=measure.restates) if measure.restates else said

    def columns(self, unit: str, counted: bool = True) -> tuple[Column, ...]:
        """The columns of a figure in a given unit, as `figure` fills them; without ``counted`` where no unit was counted one by one."""
        say = self.say.plain
        columns = (
            Column("value", self.marked(unit), True),
            Column("lo", say("columns.lo"), True),
            Column("hi", say("columns.hi"), True),
            Column("count", say("columns.count"), True),
            Column("of", say("columns.of"), True),
            Column("runs", say("columns.runs"), True),
            Column("note", say("columns.note")),
        )
        return columns if counted else tuple(column for column in columns if column.key not in ("of", "runs"))

    def figure(self, found: Interval | None, scale: float = 1, whole: bool = False) -> dict[str, Cell]:
        """The cells of a figure. Fewer than 20 counted things are shown as a count, without a value or a range.

        A ``whole`` figure is told in whole persons, and so is its range, unless that would make its ends the same.
        """
        blank = Cell(None, "–")
        if found is None:
            note = Cell("undefined", self.say.plain("notes.undefined"))
            return {"value": blank, "lo": blank, "hi": blank, "count": blank, "of": blank, "runs": blank, "note": note}
        few = found.note == FEW_COUNTED
        apart = {round(end * scale) for end in (found.lo, found.value, found.hi) if end is not None}
        ends_whole = whole and (len(apart) == 3 or abs(found.value * scale) >= FINE)

        def cell(value: float | None, whole: bool) -> Cell:
            if value is None or few:
                return blank
            scaled = value * scale
            return Cell(scaled, self.say.whole(scaled) if whole and abs(scaled) >= 1 else self.say.number(scaled))

        kind = NOTES.get(found.note, "chance")
        return {
            "value": cell(found.value, whole),
            "lo": cell(found.lo, ends_whole),
            "hi": cell(found.hi, ends_whole),
            "count": Cell(found.events, self.say.whole(found.events)),
            "of": Cell(found.n, self.say.whole(found.n)),
            "runs": Cell(found.seeds, self.say.whole(found.seeds)),
            "note": Cell(kind, self.say.plain(f"notes.{kind}")),
        }


def _interval(row: Mapping[str, Any]) -> Interval:
    return Interval(row["value"], row["lo"], row["hi"], row["n"], row["count"], row["seeds"], row["note"])


def own(name: str, function: Callable[[View], Count | None], scale: float = 100, needs: str = "", least: float | None = 0) -> Measure:
    """A figure that the report takes itself, from the run's counts."""
    return Measure(name, "report", "", "", "", function, scale, needs="baseline" if needs else "", least=least)


def known(name: str) -> Measure | None:
    """A measure of the registry."""
    return BY_NAME.get(name)


def share(top: Callable[[View], int], bottom: Callable[[View], int]) -> Callable[[View], Count | None]:
    """One count over another."""

    def function(view: View) -> Count | None:
        return ratio(top(view), bottom(view))

    return function
