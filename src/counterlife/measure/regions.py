"""Measures by region: by the place of the town in which communities lie.

A community lies in one place, so whatever is counted month by month (``flow``) and by stratum is known of each place too. A measure
that needs more (lists, spells, pairs of worlds) is not given by region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from counterlife.life.tally import FLOW
from counterlife.measure.frame import FrameError
from counterlife.measure.interval import difference, over_seeds
from counterlife.measure.registry import BY_NAME
from counterlife.measure.table import ALL, Row
from counterlife.measure.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterlife.life.tally import Tally
    from counterlife.measure.base import Count, Measure
    from counterlife.measure.view import Scene

REGIONAL: Final = (
    "sanction.ever", "sanction.share", "sanction.months", "wrongful.risk", "wrongful.share", "wrongful.innocent", "records.wrong",
    "watch.records", "watch.watched", "others.school", "chill.attentive", "hardship.months", "work.share", "income.mean", "debts.open",
    "ties.broken", "due.wait",
)  # fmt: skip
"""Measures in the table by region that comes with each run."""


class RegionRow(Row):
    """One figure of one region."""

    region: str
    people: float
    """Who lives there: a seed's mean."""


class NotByRegionError(Exception):
    """What a measure needs is not counted by place."""


class _Placed:
    """A tally narrowed to one place: all of it that is counted by place, and an error for the rest."""

    def __init__(self, tally: Tally, place: int) -> None:
        self.flow = tally.region[:, place]
        self.stratum = tally.stratum[:, :, place : place + 1]

    def __getattr__(self, name: str) -> Any:
        raise NotByRegionError(name)


def regions(
    tallies: Sequence[Tally],
    scene: Scene,
    places: Sequence[str],
    measures: str | Iterable[str] = REGIONAL,
    *,
    worlds: Sequence[str] | None = None,
    against: str | None = None,
    groups: bool = False,
) -> list[RegionRow]:
    """Measures by region.

    Parameters
    ----------
    tallies : sequence of Tally
        One a seed.
    places : sequence of str
        The places of the town, in table order. A town of one place has no regions.
    measures : str or iterable of str
        Names of the registry that can be given by region.
    worlds : sequence of str, optional
        Whose measures; those of all worlds if not given.
    against : str, optional
        Differences to this world, paired by seed, in place of values.
    groups : bool
        Also for each group within each region.

    Raises
    ------
    FrameError
        If a measure or world is not there, or a measure can't be given by region.
    """
    if len(places) < 2:
        return []
    views = _Views([[_Placed(tally, place) for tally in tallies] for place in range(len(places))], scene)
    wanted = [_measure(name) for name in ([measures] if isinstance(measures, str) else measures)]
    for world in (*(worlds or ()), *((against,) if against else ())):
        if world not in scene.worlds:
            raise FrameError(f"no world `{world}` in this run; there are {', '.join(scene.worlds)}")
    chosen = [world for world in worlds or scene.worlds if world != against]
    found: list[RegionRow] = []
    for place, name in enumerate(places):
        people = views.people(place)
        for world in chosen:
            for measure in wanted:
                for group in (None, *(range(len(scene.groups)) if groups else ())):
                    counts = views.counts(measure, place, world, group)
                    if against is None:
                        figure = over_seeds(measure, counts)
                    else:
                        figure = difference(measure, counts, views.counts(measure, place, against, group))
                    if figure is not None:
                        found.append(
                            RegionRow(
                                region=name, people=people, measure=measure.name, world=world, against=against,
                                group=ALL if group is None else scene.groups[group], value=figure.value, lo=figure.lo,
                                hi=figure.hi, unit=measure.unit, n=figure.n, count=figure.events, seeds=figure.seeds, note=figure.note,
                            )
                        )  # fmt: skip
    return found


def views(tallies: Sequence[Tally], scene: Scene, place: int, world: str, group: int | None = None) -> list[View]:
    """Each seed as one place of one world sees it; what is not counted by place raises `NotByRegionError`."""
    return [View(cast("Tally", _Placed(tally, place)), scene, world, group) for tally in tallies]


class _Views:
    """What each seed says of each place."""

    def __init__(self, placed: list[list[_Placed]], scene: Scene) -> None:
        self._placed, self._scene = placed, scene
        self._made: dict[tuple[int, int, str, int | None], View] = {}

    def people(self, place: int) -> float:
        """Persons of a place, a seed's mean."""
        living = [int(tally.flow[0, -1, :, [FLOW["adults"], FLOW["children"]]].sum()) for tally in self._placed[place]]
        return sum(living) / len(living)

    def counts(self, measure: Measure, place: int, world: str, group: int | None) -> list[Count | None]:
        """A measure in every seed."""
        try:
            return [measure.function(self._view(seed, place, world, group)) for seed in range(len(self._placed[place]))]
        except NotByRegionError as error:
            raise FrameError(f"`{measure.name}` is not given by region: `{error}` is not counted by place") from None

    def _view(self, seed: int, place: int, world: str, group: int | None) -> View:
        key = (seed, place, world, group)
        if key not in self._made:
            self._made[key] = View(cast("Tally", self._placed[place][seed]), self._scene, world, group)
        return self._made[key]


def _measure(name: str) -> Measure:
    measure = BY_NAME.get(name)
    if measure is None:
        raise FrameError(f"no measure `{name}`; `counterlife measures` lists them")
    if measure.needs:
        raise FrameError(f"`{name}` is not given by region: it compares persons of two worlds")
    return measure
