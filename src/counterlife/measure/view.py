"""What was counted in one world and group of one seed, by the names of the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from counterlife.life.tally import FIRM_FLOW, FIRM_FLOW_SIZES, FLOW, FLOW_SIZES, LIST, LIST_SIZES, LOSSES, PAIR, PAIR_SIZES, Tally
from counterlife.measure.lifetable import LifeTable, life_table
from counterlife.words import CAUSES, CLASS_OF, COPIES, SPELLS

if TYPE_CHECKING:
    Ints = NDArray[np.int64]

SIZE: Final = dict(FLOW_SIZES)
FIRM_SIZE: Final = dict(FIRM_FLOW_SIZES)
LIST_SIZE: Final = dict(LIST_SIZES)
PAIR_SIZE: Final = dict(PAIR_SIZES)

MAJORITY: Final = "majority"
"""The group that others are compared with."""

UNEARNED: Final = tuple(place for place, cause in enumerate(CAUSES) if CLASS_OF[cause] != "earned")
"""Causes of what a person's own true acts did not bring."""


def causes_of(*classes: str) -> tuple[int, ...]:
    """Places of the causes of some classes."""
    return tuple(place for place, cause in enumerate(CAUSES) if CLASS_OF[cause] in classes)


class Names(Protocol):
    """Names in table order, as the compiled rules hold them."""

    @property
    def channels(self) -> Sequence[str]: ...

    @property
    def lists(self) -> Sequence[str]: ...

    @property
    def groups(self) -> Sequence[str]: ...

    @property
    def channels_of(self) -> Sequence[frozenset[str]]:
        """By world: the channels it has."""
        ...

    @property
    def lists_of(self) -> Sequence[frozenset[str]]: ...

    @property
    def schemes(self) -> Sequence[str]: ...

    @property
    def schemes_of(self) -> Sequence[frozenset[str]]: ...


class Costs(NamedTuple):
    """Staff-hours of a record made, a review of an alert, an entry on a list, and a case decided."""

    record: float = 0
    review: float = 0
    listing: float = 0
    hearing: float = 0


class Weights(NamedTuple):
    """What a world's rules say of what is only counted.

    ``reviewed`` are the channels whose alerts a person looks at; ``leaks`` the files of each scheme that get out, per file-year; ``trust``
    what an unearned sanction known takes and what a wrong seen punished gives, None if the rules do not say.
    """

    costs: Costs = Costs()
    reviewed: frozenset[str] = frozenset()
    leaks: Mapping[str, float] = MappingProxyType({})
    trust: tuple[float, float] | None = None


@dataclass(frozen=True)
class Scene:
    """What the axes of a tally stand for.

    Parameters
    ----------
    worlds, groups, lists, channels : sequence of str
        Names in table order.
    lists_of, channels_of : sequence of frozenset of str
        By world: the lists and channels it has.
    pairs : sequence of (str, str)
        Worlds compared person by person, in the order of ``Tally.pair``: (world, baseline).
    mutes : mapping of str to str
        The muted world of a world: its regime sees, records and lists, but nothing follows and nobody knows.
    red : collection of str
        Lists that give and withhold nothing: never counted among listings.
    schemes, schemes_of
        As lists and lists_of.
    follows : mapping of str to str
        The same regime with nothing following, for the spiral: not the muted world if one is lived in which people know.
    exempts : mapping of str to str
        The same regime with a random tenth exempt.
    weights : mapping of str to Weights
        By world, what its rules say of what is only counted.
    """

    worlds: Sequence[str]
    groups: Sequence[str]
    lists: Sequence[str] = ()
    channels: Sequence[str] = ()
    lists_of: Sequence[frozenset[str]] = ()
    channels_of: Sequence[frozenset[str]] = ()
    pairs: Sequence[tuple[str, str]] = ()
    mutes: Mapping[str, str] = field(default_factory=dict)
    red: frozenset[str] = frozenset()
    schemes: Sequence[str] = ()
    schemes_of: Sequence[frozenset[str]] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
    exempts: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, Weights] = field(default_factory=dict)

    @cached_property
    def black(self) -> tuple[int, ...]:
        """Places of the lists that withhold."""
        return tuple(place for place, name in enumerate(self.lists) if name not in self.red and not name.endswith(COPIES))

    @cached_property
    def copies(self) -> tuple[int, ...]:
        """Places of the lists of those of whom agencies kept a copy."""
        return tuple(place for place, name in enumerate(self.lists) if name.endswith(COPIES))

    def pair(self, world: str, base: str) -> int | None:
        """The place of a pair of worlds in ``Tally.pair``, or None if they were not compared."""
        return self.pairs.index((world, base)) if (world, base) in self.pairs else None


@dataclass(frozen=True)
class View:
    """The counts of one seed, in one world, of everybody (group None) or of one group.

    ``base`` is the same in the world it is compared with. ``place`` narrows a measure to one list, channel or scheme.
    """

    tally: Tally
    scene: Scene
    world: str
    group: int | None = None
    base: View | None = None
    place: int | None = None

    def of_group(self, group: int) -> View:
        """The same world for another group."""
        base = None if self.base is None else self.base.of_group(group)
        return replace(self, group=group, base=base)

    @cached_property
    def compared(self) -> View:
        """The same world for the group that others are compared with: the majority, or the first where none has this name."""
        groups = list(self.scene.groups)
        return self.of_group(groups.index(MAJORITY) if MAJORITY in groups else 0)

    @cached_property
    def everybody(self) -> View:
        """The same world, all groups."""
        return replace(self, group=None, base=None)

    @cached_property
    def _world(self) -> int:
        return self.scene.worlds.index(self.world)

    @property
    def months(self) -> int:
        """Months lived."""
        return len(self.flow)

    @cached_property
    def flow(self) -> Ints:
        """``[month, field]``."""
        return self._grouped(self.tally.flow[self._world], 1)

    @cached_property
    def _flow_sum(self) -> Ints:
        total: Ints = self.flow.sum(axis=0)
        return total

    @cached_property
    def _list_sum(self) -> Ints:
        """``[list, field]``."""
        total: Ints = self._grouped(self.tally.list_[self._world], 2).sum(axis=1)
        return total

    @cached_property
    def _pair_sum(self) -> Ints | None:
        """``[month, field]`` of the pair of this world and its baseline."""
        pair = None if self.base is None else self.scene.pair(self.world, self.base.world)
        return None if pair is None else self._grouped(self.tally.pair[pair], 1)

    def _grouped(self, counts: Ints, axis: int) -> Ints:
        grouped: Ints = counts.sum(axis=axis) if self.group is None else np.moveaxis(counts, axis, 0)[self.group]
        return grouped

    def parts(self, name: str) -> Ints:
        """The parts of a field, summed over months."""
        return self._flow_sum[FLOW[name] : FLOW[name] + SIZE[name]]

    def total(self, name: str, parts: Sequence[int] | None = None) -> int:
        """A field summed over months and over its parts (or over some of them)."""
        counts = self.parts(name)
        return int(counts.sum() if parts is None else counts[list(parts)].sum())

    def monthly(self, name: str) -> Ints:
        """A field by month, summed over its parts."""
        by_month: Ints = self.flow[:, FLOW[name] : FLOW[name] + SIZE[name]].sum(axis=1)
        return by_month

    def firms(self, name: str, parts: Sequence[int] | None = None, size: int | None = None) -> int:
        """A field of firms summed over months, over size classes (or of one) and over its parts (or over some of them)."""
        first = FIRM_FLOW[name]
        counts = self.tally.firm[self._world, :, :, first : first + FIRM_SIZE[name]].sum(axis=0)
        chosen = counts.sum(axis=0) if size is None else counts[size]
        return int(chosen.sum() if parts is None else chosen[list(parts)].sum())

    def last(self, name: str) -> int:
        """A stock at the end."""
        return int(self.flow[-1, FLOW[name] : FLOW[name] + SIZE[name]].sum())

    def lists(self, name: str, parts: Sequence[int] | None = None) -> int:
        """A field of the lists that withhold (or of the one list looked at), summed over months and parts."""
        places = self.scene.black if self.place is None else (self.place,)
        counts = self._list_sum[list(places), LIST[name] : LIST[name] + LIST_SIZE[name]]
        return int(counts.sum() if parts is None else counts[:, list(parts)].sum())

    def copies(self) -> int:
        """Months held on copies alone or beside other lists, of persons who left a list."""
        places = list(self.scene.copies)
        return int(self._list_sum[places, LIST["stock"]].sum())

    def at(self, place: int) -> View:
        """The same, narrowed to one list, channel or scheme."""
        return replace(self, place=place)

    def all_entries(self) -> int:
        """Entries on all lists, those that give among them."""
        return int(self._list_sum[:, LIST["entries"] : LIST["entries"] + LIST_SIZE["entries"]].sum())

    def spells(self, kind: str) -> Ints:
        """``[age, way]``: how spells of a kind ended."""
        return self._grouped(self.tally.spell[self._world, SPELLS.index(kind)], 0)

    @cached_property
    def _life_tables(self) -> dict[tuple[str, int], LifeTable | None]:
        return {}

    def life_table(self, kind: str, horizon: int) -> LifeTable | None:
        """How spells of a kind end, up to an age; None if nobody was followed that long."""
        key = (kind, horizon)
        if key not in self._life_tables:
            self._life_tables[key] = life_table(self.spells(kind), horizon)
        return self._life_tables[key]

    @property
    def seen(self) -> Ints:
        """Sightings of all channels (or of the one looked at), by `counterlife.life.tally.SEEN`."""
        by_channel = self._grouped(self.tally.seen[self._world], 1)
        total: Ints = by_channel.sum(axis=0) if self.place is None else by_channel[self.place]
        return total

    @property
    def weights(self) -> Weights:
        """What the world's rules say of what is only counted."""
        return self.scene.weights.get(self.world, Weights())

    @property
    def exempt(self) -> View | None:
        """The same group where a random tenth is exempt, if that world is lived."""
        world = self.scene.exempts.get(self.world)
        return None if world is None else View(self.tally, self.scene, world, self.group)

    @cached_property
    def ends(self) -> list[int]:
        """Months of the readings: year ends, and the end."""
        return sorted({*range(11, self.months, 12), self.months - 1})

    @property
    def files(self) -> Ints:
        """``[scheme, reading]``: adults of whom a record lives."""
        return self._grouped(self.tally.held[self._world], 2)

    @property
    def strata(self) -> Ints:
        """``[place and conduct, field]``: persons alike in place and own conduct, by `counterlife.life.tally.STRATUM`."""
        strata = self._grouped(self.tally.stratum[self._world], 0)
        return strata.reshape(-1, strata.shape[-1])

    @property
    def ranks(self) -> Ints | None:
        """``[score, trait]`` of the scheme looked at."""
        return None if self.place is None else self._grouped(self.tally.rank[self._world, self.place], 0)

    @property
    def origin(self) -> Ints:
        """``[by, act, right]``: thousandths of months withheld, at year ends."""
        return self._grouped(self.tally.origin[self._world], 0)

    def losses(self, name: str) -> tuple[Ints, int] | None:
        """Histogram and sum (cents) of what those lost whom the muted world lists, or None if the two worlds were not compared."""
        pair = None if self.base is None else self.scene.pair(self.world, self.base.world)
        if pair is None:
            return None
        kind = LOSSES.index(name)
        return self._grouped(self.tally.loss[pair], 0)[kind], int(self._grouped(self.tally.lost[pair], 0)[kind])

    @property
    def cross(self) -> Ints:
        """``[row, right]``: months withheld."""
        total: Ints = self._grouped(self.tally.cross[self._world], 1).sum(axis=0)
        return total

    @property
    def persons_by_months(self) -> Ints:
        """Persons by months sanctioned."""
        return self._grouped(self.tally.person[self._world], 0)

    def paired(self, name: str) -> Ints | None:
        """``[month, part]`` of a field counted person by person against the baseline, or None if these two were not compared."""
        counts = self._pair_sum
        return None if counts is None else counts[:, PAIR[name] : PAIR[name] + PAIR_SIZE[name]]
