"""A frame of measures: overall, by group, and what groups differ by, each with its interval (in the manner of fairlearn's MetricFrame).

The interval of a difference is paired by seed: both groups lived in the same towns under the same luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from counterlife.measure.interval import Interval, difference, over_seeds, quotient
from counterlife.measure.registry import BY_NAME
from counterlife.measure.view import MAJORITY, View

if TYPE_CHECKING:
    from counterlife.life.tally import Tally
    from counterlife.measure.base import Count, Measure
    from counterlife.measure.view import Scene

OVERALL: Final = "overall"
"""What groups can be held against beside another group: everybody, themselves among them."""

Figures = dict[str, Interval | None]
"""By group or measure: a value with its interval; None where it is not defined."""


class FrameError(ValueError):
    """A frame was asked for what a run does not hold; the message says what it does."""


class Frame:
    """Measures of one world, overall and by group.

    Parameters
    ----------
    tallies : sequence of Tally
        One a seed.
    scene : Scene
        What their axes stand for.
    measures : str or iterable of str
        Names of the registry; ``name[part]`` for one list, channel or scheme. All that the world defines, if none is given.
    world : str, optional
        Whose measures; the first of the run if not given.
    against : str, optional
        The world that measures which compare two worlds compare with. Those that take the muted world find it by themselves.
    groups : iterable of str, optional
        The groups; all of the town if not given.
    reference : str
        The group that others are held against unless told otherwise.

    Examples
    --------
    >>> frame = run.frame(["wrongful.risk", "sanction.ever"])  # doctest: +SKIP
    >>> frame.overall["wrongful.risk"].value  # doctest: +SKIP
    >>> frame.by_group["wrongful.risk"]["minority"].lo  # doctest: +SKIP
    >>> frame.differences()["wrongful.risk"]["minority"]  # doctest: +SKIP
    """

    def __init__(
        self,
        tallies: Sequence[Tally],
        scene: Scene,
        measures: str | Iterable[str] = (),
        *,
        world: str | None = None,
        against: str | None = None,
        groups: Iterable[str] | None = None,
        reference: str = MAJORITY,
    ) -> None:
        self.world = world or scene.worlds[0]
        self.against = against
        self.groups = tuple(scene.groups if groups is None else groups)
        self.reference = reference if reference in scene.groups else scene.groups[0]
        for what, name, known in (
            ("world", self.world, scene.worlds),
            ("world", against, (None, *scene.worlds)),
            *(("group", group, scene.groups) for group in self.groups),
        ):
            if name not in known:
                raise FrameError(f"no {what} `{name}` in this run; there are {', '.join(str(one) for one in known if one)}")
        self._tallies, self._scene = tallies, scene
        given = [measures] if isinstance(measures, str) else list(measures)
        wanted = given or [name for name, measure in BY_NAME.items() if measure.over != "scheme"]
        self._measures = {name: self._found(name) for name in wanted}
        if not given:
            self._measures = {name: found for name, found in self._measures.items() if self._figure(name, None) is not None}

    def _found(self, name: str) -> tuple[Measure, int | None]:
        """A measure by its name, and the list, channel or scheme that it is narrowed to."""
        if name in BY_NAME:
            return BY_NAME[name], None
        base, _, rest = name.partition("[")
        measure, part = BY_NAME.get(base), rest.removesuffix("]")
        if measure is None:
            raise FrameError(f"no measure `{name}`; `counterlife measures` lists them")
        parts = {"list": self._scene.lists, "channel": self._scene.channels, "scheme": self._scene.schemes}.get(measure.over, ())
        if part not in parts:
            raise FrameError(f"`{base}` is not given for `{part}`" + (f"; there are {', '.join(parts)}" if parts else ""))
        return measure, list(parts).index(part)

    def _base(self, measure: Measure) -> str | None:
        """The world that a measure compares with."""
        return {"mute": self._scene.mutes, "follows": self._scene.follows}.get(measure.needs, {}).get(self.world, self.against)

    def counts(self, name: str, group: str | None = None) -> list[Count | None]:
        """A measure in every seed, as sums; of everybody if no group is given."""
        measure, part = self._measures[name]
        base, place = self._base(measure), None if group is None else list(self._scene.groups).index(group)
        if measure.needs and base is None:
            return [None] * len(self._tallies)
        found = []
        for tally in self._tallies:
            there = None if base is None else View(tally, self._scene, base, place)
            found.append(measure.function(View(tally, self._scene, self.world, place, there, part)))
        return found

    def _figure(self, name: str, group: str | None) -> Interval | None:
        return over_seeds(self._measures[name][0], self.counts(name, group))

    @property
    def names(self) -> tuple[str, ...]:
        """The measures of the frame."""
        return tuple(self._measures)

    def unit(self, name: str) -> str:
        """The unit of a measure."""
        return self._measures[name][0].unit

    @cached_property
    def overall(self) -> Figures:
        """By measure: the value for everybody, with its interval."""
        return {name: self._figure(name, None) for name in self._measures}

    @cached_property
    def by_group(self) -> dict[str, Figures]:
        """By measure and group: the value of each group, with its interval."""
        return {name: {group: self._figure(name, group) for group in self.groups} for name in self._measures}

    def differences(self, to: str | None = None) -> dict[str, Figures]:
        """By measure and group: the group less another group (the reference, unless named) or less ``overall``; paired by seed."""
        return self._compared(difference, to)

    def ratios(self, to: str | None = None) -> dict[str, Figures]:
        """By measure and group: the group over another (the reference, unless named) or over ``overall``; None where one of them is 0."""
        return self._compared(quotient, to)

    def _compared(self, how: Any, to: str | None) -> dict[str, Figures]:
        to = to or self.reference
        if to != OVERALL and to not in self._scene.groups:
            raise FrameError(f"no group `{to}`; there are {', '.join((OVERALL, *self._scene.groups))}")
        found: dict[str, Figures] = {}
        for name, (measure, _) in self._measures.items():
            other = self.counts(name, None if to == OVERALL else to)
            found[name] = {group: how(measure, self.counts(name, group), other) for group in self.groups if group != to}
        return found

    def group_min(self, name: str) -> str | None:
        """The group with the lowest value, None if no group has one."""
        return self._end(name, min)

    def group_max(self, name: str) -> str | None:
        """The group with the highest value, None if no group has one."""
        return self._end(name, max)

    def _end(self, name: str, end: Any) -> str | None:
        defined = {group: figure.value for group, figure in self.by_group[name].items() if figure is not None}
        return end(defined, key=lambda group: defined[group]) if defined else None

    def difference(self, name: str) -> Interval | None:
        """The largest difference between two groups, paired by seed.

        The two groups were chosen by looking, so the value leans outwards where groups are alike.
        """
        high, low = self.group_max(name), self.group_min(name)
        if high is None or low is None or high == low:
            return None
        return difference(self._measures[name][0], self.counts(name, high), self.counts(name, low))

    def ratio(self, name: str) -> Interval | None:
        """The smallest ratio of two groups, at most 1, paired by seed; chosen by looking, as `difference` is."""
        high, low = self.group_max(name), self.group_min(name)
        if high is None or low is None or high == low:
            return None
        return quotient(self._measures[name][0], self.counts(name, low), self.counts(name, high))

    def rows(self) -> list[dict[str, Any]]:
        """Everything as plain rows: measure, group, what (value, difference or ratio), value, lo, hi, n, note, unit."""
        kinds: list[tuple[str, Mapping[str, Figures]]] = [
            ("value", {name: {OVERALL: self.overall[name], **self.by_group[name]} for name in self._measures}),
            ("difference", self.differences()),
            ("ratio", self.ratios()),
        ]
        return [
            {
                "measure": name, "group": group, "what": what, "value": figure.value, "lo": figure.lo, "hi": figure.hi, "n": figure.n,
                "note": figure.note, "unit": "times" if what == "ratio" else self.unit(name),
            }
            for what, figures in kinds
            for name, by_group in figures.items()
            for group, figure in by_group.items()
            if figure is not None
        ]  # fmt: skip
