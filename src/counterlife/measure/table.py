"""The table of measures: every measure by world and group, with differences and ratios between worlds, paired by seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

from counterlife.measure.interval import Interval, difference, over_seeds, quotient
from counterlife.measure.registry import BY_NAME, MEASURES, Measure
from counterlife.measure.view import Scene, View
from counterlife.words import COPIES

if TYPE_CHECKING:
    from counterlife.life.tally import Tally
    from counterlife.measure.base import Count
    from counterlife.measure.view import Names, Weights

ALL: Final = "all"
"""The group of everybody."""


class Row(TypedDict):
    """One figure."""

    measure: str
    world: str
    against: str | None
    """The world it is compared with, if any."""
    group: str
    value: float
    lo: float | None
    hi: float | None
    unit: str
    n: int
    """Independent units that the figure stands on."""
    count: int
    """Things counted."""
    seeds: int
    note: str
    """What the interval is, or why there is none."""


@dataclass(frozen=True)
class Result:
    """Everything measured in a run.

    ``rows`` hold values, ``differences`` a world less a baseline, ``ratios`` a world over a baseline. A figure that is not defined (a
    share of nothing) has no row; ``undefined`` names the measures and worlds of which nothing could be said.
    """

    rows: list[Row]
    differences: list[Row]
    ratios: list[Row]
    undefined: list[tuple[str, str]]

    def row(self, measure: str, world: str, group: str = ALL, against: str | None = None) -> Row | None:
        """One value, or None if it is not defined."""
        return _find(self.rows, measure, world, group, against)

    def difference(self, measure: str, world: str, against: str, group: str = ALL) -> Row | None:
        """One difference, or None if it is not defined."""
        return _find(self.differences, measure, world, group, against)


class _Line(NamedTuple):
    """A measure in one world and group: what it is called and what each seed says."""

    name: str
    group: str
    counts: list[Count | None]


def table(
    tallies: Sequence[Tally],
    names: Names,
    worlds: Sequence[str],
    baselines: Mapping[str, str | Sequence[str]],
    groups: Iterable[str] | None = None,
    *,
    pairs: Sequence[tuple[str, str]] = (),
    mutes: Mapping[str, str] | None = None,
    red: Iterable[str] = (),
    follows: Mapping[str, str] | None = None,
    exempts: Mapping[str, str] | None = None,
    weights: Mapping[str, Weights] | None = None,
    measures: Iterable[str] | None = None,
) -> Result:
    """Measure a run.

    Parameters
    ----------
    tallies : sequence of Tally
        One a seed, each summed over communities.
    names : Names
        Names of channels, lists and groups in table order.
    worlds : sequence of str
        Names of the worlds in table order.
    baselines : mapping of str to str or sequence of str
        The world or worlds that a world is held against.
    groups : iterable of str, optional
        Groups to report beside everybody; all of them if not given.
    pairs : sequence of (str, str)
        Worlds compared person by person, in the order of ``Tally.pair``.
    mutes : mapping of str to str, optional
        The muted world of a world.
    red : iterable of str
        Lists that give and withhold nothing.
    follows, exempts, weights : mappings, optional
        As in `counterlife.measure.view.Scene`.
    measures : iterable of str, optional
        Names of measures; all of them if not given.
    """
    scene = scene_of(names, worlds, pairs=pairs, mutes=mutes, red=red, follows=follows, exempts=exempts, weights=weights)
    chosen = MEASURES if measures is None else [BY_NAME[name] for name in measures]
    wanted = list(names.groups) if groups is None else list(groups)
    against = {world: [bases] if isinstance(bases, str) else list(bases) for world, bases in baselines.items()}
    return _Table(tallies, scene, wanted, chosen).result(against)


def scene_of(
    names: Names,
    worlds: Sequence[str],
    *,
    pairs: Sequence[tuple[str, str]] = (),
    mutes: Mapping[str, str] | None = None,
    red: Iterable[str] = (),
    follows: Mapping[str, str] | None = None,
    exempts: Mapping[str, str] | None = None,
    weights: Mapping[str, Weights] | None = None,
) -> Scene:
    """What the axes of the tallies stand for."""
    if len(set(worlds)) < len(worlds):
        raise ValueError("two worlds have one name")
    return Scene(
        worlds=tuple(worlds), groups=names.groups, lists=names.lists, channels=names.channels, lists_of=names.lists_of,
        channels_of=names.channels_of, pairs=tuple(pairs), mutes=dict(mutes or {}), red=frozenset(red),
        schemes=names.schemes, schemes_of=names.schemes_of, follows=dict(follows or mutes or {}), exempts=dict(exempts or {}),
        weights=dict(weights or {}),
    )  # fmt: skip


class _Table:
    def __init__(self, tallies: Sequence[Tally], scene: Scene, groups: Sequence[str], measures: Sequence[Measure]) -> None:
        self._scene = scene
        self._tallies = tallies
        self._groups = [(ALL, None), *((name, scene.groups.index(name)) for name in groups)]
        self._measures = measures
        self._views: dict[tuple[int, str, str | None, int | None, int | None], View] = {}
        self._undefined: list[tuple[str, str]] = []

    def result(self, against: Mapping[str, Sequence[str]]) -> Result:
        """Values of every world, then of every world against its baselines."""
        own = [measure for measure in self._measures if not measure.needs]
        lines = {(measure.name, world): self._lines(measure, world, None) for world in self._scene.worlds for measure in own}
        rows = [
            row for world in self._scene.worlds for measure in own for row in self._rows(measure, lines[measure.name, world], world, None)
        ]
        for world, base, needs in self._compared(against):
            for measure in self._measures:
                if measure.needs == needs:
                    rows += self._rows(measure, self._lines(measure, world, base), world, base)
        differences: list[Row] = []
        ratios: list[Row] = []
        for world, base in ((world, base) for world, bases in against.items() for base in bases):
            for measure in own:
                for one, other in _matched(lines[measure.name, world], lines[measure.name, base]):
                    differences += _row(one, measure.unit, world, base, difference(measure, one.counts, other.counts))
                    ratios += _row(one, "times", world, base, quotient(measure, one.counts, other.counts))
        return Result(rows, differences, ratios, self._undefined)

    def _compared(self, against: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
        """Worlds that are compared person by person, with what the comparison is for."""
        for world, bases in against.items():
            for base in bases:
                yield world, base, "baseline"
        for world, mute in self._scene.mutes.items():
            yield world, mute, "mute"
        for world, silent in self._scene.follows.items():
            yield world, silent, "follows"

    def _view(self, seed: int, world: str, base: str | None, group: int | None, part: int | None = None) -> View:
        """What one seed says; kept, since what a view has summed serves every measure."""
        key = (seed, world, base, group, part)
        if key not in self._views:
            there = None if base is None else self._view(seed, base, None, group)
            self._views[key] = View(self._tallies[seed], self._scene, world, group, there, part)
        return self._views[key]

    def _lines(self, measure: Measure, world: str, base: str | None) -> list[_Line]:
        """A measure for every group; then again for every list or channel, where it is given for each."""
        lines = []
        for group, place in self._groups:
            for part, name in self._parts(measure, world):
                counts = [measure.function(self._view(seed, world, base, place, part)) for seed in range(len(self._tallies))]
                lines.append(_Line(name, group, counts))
        return lines

    def _parts(self, measure: Measure, world: str) -> Iterator[tuple[int | None, str]]:
        """The whole, then every list or channel of the world, where a measure is given for each."""
        scene, place = self._scene, self._scene.worlds.index(world)
        if measure.over == "scheme":
            yield from ((part, f"{measure.name}[{name}]") for part, name in enumerate(scene.schemes) if name in scene.schemes_of[place])
            return
        yield None, measure.name
        if measure.over == "channel":
            yield from ((part, f"{measure.name}[{name}]") for part, name in enumerate(scene.channels) if name in scene.channels_of[place])
        elif measure.over == "list":
            held = {name for name in scene.lists_of[place] - scene.red if not name.endswith(COPIES)}
            yield from ((part, f"{measure.name}[{name}]") for part, name in enumerate(scene.lists) if name in held)

    def _rows(self, measure: Measure, lines: Sequence[_Line], world: str, base: str | None) -> Iterator[Row]:
        some = False
        for line in lines:
            for row in _row(line, measure.unit, world, base, over_seeds(measure, line.counts)):
                some = True
                yield row
        if not some:
            self._undefined.append((measure.name, world))


def _matched(lines: Iterable[_Line], others: Iterable[_Line]) -> Iterator[tuple[_Line, _Line]]:
    """The same measure and group in two worlds."""
    known = {(line.name, line.group): line for line in others}
    for line in lines:
        if (line.name, line.group) in known:
            yield line, known[line.name, line.group]


def _row(line: _Line, unit: str, world: str, against: str | None, found: Interval | None) -> Iterator[Row]:
    """The row of a figure, if it is defined."""
    if found is not None:
        yield Row(
            measure=line.name, world=world, against=against, group=line.group, value=found.value, lo=found.lo, hi=found.hi,
            unit=unit, n=found.n, count=found.events, seeds=found.seeds, note=found.note,
        )  # fmt: skip


def _find(rows: Iterable[Row], measure: str, world: str, group: str, against: str | None) -> Row | None:
    wanted = (measure, world, group, against)
    return next((row for row in rows if (row["measure"], row["world"], row["group"], row["against"]) == wanted), None)
