"""What is run: worlds, town, seeds and months, resolved from what was asked for.

Two runs of one design have the same result, and a design can be written into a manifest and read back.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from counterlife import kernels
from counterlife.regime import units
from counterlife.regime.compile import compile_tables
from counterlife.regime.load import Text, load, plain
from counterlife.regime.model import Regime
from counterlife.regime.names import hint, library_names
from counterlife.town.profile import Town, load_town
from counterlife.town.tables import town_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from counterlife.regime.compile import Compiled
    from counterlife.town.tables import TownTables

MUTES: Final = {"mute": (False, False), "mute-follows": (False, True), "mute-known": (True, False)}
"""Muted worlds by the names they are asked for: whether anything follows, and whether anybody knows."""

EXEMPT: Final = "exempt"
"""The regime with a random tenth of adults exempt from all but ordinary law, by the name it is asked for."""

AT_BUDGET: Final = "@budget"
"""Ends the name of a rival that is to be matched to the regime's staff-hours (`counterlife.study.match`)."""

BASELINES: Final = ("against", "mute")
"""Roles of worlds that others are compared with."""

CODE: Final = (
    *kernels.SOURCES,
    "regime/compile.py",
    "regime/fill*.py",
    "regime/firms.py",
    "regime/library/acts.yaml",
    "measure/*.py",
    "measure/*.toml",
    "study/layout.py",
    "study/fingerprint.py",
    "tables/*.npy",
)
"""What a result depends on beside the inputs, relative to the package."""

MOST_MONTHS: Final = 1200
SEED_END: Final = 1 << 64


class DesignError(ValueError):
    """What was asked for can't be run; the message says what can."""


@dataclass(frozen=True)
class World:
    """One world of a run.

    Attributes
    ----------
    name : str
        Unique in the run.
    role : str
        ``regime``, ``against``, ``mute``, ``exempt`` or ``with``.
    regime : Regime
        The rules in force.
    """

    name: str
    role: str
    regime: Regime


@dataclass(frozen=True)
class Design:
    """Everything that a result depends on.

    Attributes
    ----------
    worlds : tuple of World
        The regime first, then what it is compared with, then the regime with safeguards.
    town : Town
        Who lives there.
    seeds : tuple of int
        One replicate each.
    start, months : int
        First month, counted from January of year 0, and how many.
    communities : int
        Of ``town.community`` persons each.
    """

    worlds: tuple[World, ...]
    town: Town
    seeds: tuple[int, ...]
    start: int
    months: int
    communities: int

    @property
    def people(self) -> int:
        """Persons in each world."""
        return self.communities * self.town.community

    @property
    def names(self) -> list[str]:
        """The worlds' names, in order."""
        return [world.name for world in self.worlds]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Places of worlds compared person by person: (world, baseline), for each world with every baseline that is not its equal."""
        places = range(len(self.worlds))
        role = [world.role for world in self.worlds]
        return [
            (place, other)
            for place in places
            for other in places
            if (role[other] in BASELINES and role[place] not in BASELINES) or (role[place] == role[other] == "against" and other < place)
        ]

    @property
    def contrasts(self) -> list[tuple[int, int]]:
        """Places of worlds whose measures are subtracted seed by seed: the pairs, and each safeguard's world with the regime."""
        return self.pairs + [(place, 0) for place, world in enumerate(self.worlds) if world.role == "with"]

    @property
    def mutes(self) -> dict[int, int]:
        """The place of the regime's own muted world, by the place of the regime; empty if that world is not run."""
        muted = [place for place, world in enumerate(self.worlds) if world.role == "mute" and world.name.startswith("mute(")]
        return {0: muted[0]} if muted else {}

    @property
    def silent(self) -> dict[int, int]:
        """The place of the regime with nothing following, by the place of the regime: where people know, if that world is run."""
        places = [place for place, world in enumerate(self.worlds) if world.name.startswith("mute-follows(")]
        return {0: places[0]} if places else self.mutes

    @property
    def exempts(self) -> dict[int, int]:
        """The place of the regime with a tenth exempt, by the place of the regime; empty if that world is not run."""
        places = [place for place, world in enumerate(self.worlds) if world.role == "exempt"]
        return {0: places[0]} if places else {}

    @cached_property
    def town_tables(self) -> TownTables:
        """The town as tables."""
        return _tables_of(self.town.model_dump_json(by_alias=True, exclude_none=True))

    @cached_property
    def compiled(self) -> Compiled:
        """The rules of all worlds as tables.

        Raises
        ------
        RegimeError
            If a regime doesn't fit the town.
        """
        year, month = divmod(self.start, 12)
        rules = [world.regime for world in self.worlds]
        return compile_tables(rules, self.town_tables, (year, month + 1), self.months, self.pairs, self.mutes)

    @property
    def person_months(self) -> int:
        """Person-months in all worlds and seeds."""
        return self.people * self.months * len(self.worlds) * len(self.seeds)

    def over(self, seeds: Iterable[int]) -> Design:
        """The same over other seeds; what was compiled is kept, since no rule and no town knows of seeds."""
        made = replace(self, seeds=tuple(seeds))
        vars(made).update({name: vars(self)[name] for name in ("town_tables", "compiled") if name in vars(self)})
        return made

    def record(self) -> dict[str, Any]:
        """The design as plain data, from which `of_record` makes it again."""
        return {
            "worlds": [{"name": world.name, "role": world.role, "rules": plain(world.regime)} for world in self.worlds],
            "town": self.town.model_dump(mode="json", by_alias=True, exclude_none=True),
            "seeds": list(self.seeds),
            "start": units.month_text(self.start),
            "months": self.months,
            "communities": self.communities,
        }

    def key(self) -> str:
        """SHA-256 over the design and the program's code: equal keys, equal results."""
        text = json.dumps([self.record(), kernels.digest(CODE)])
        return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=8)
def _tables_of(town: str) -> TownTables:
    """The tables of a town, which take a tenth of a second; designs that differ in rules alone share them."""
    return town_tables(Town.model_validate_json(town))


def of_record(record: Mapping[str, Any]) -> Design:
    """The design that a manifest holds."""
    return Design(
        worlds=tuple(World(world["name"], world["role"], Regime.model_validate(world["rules"])) for world in record["worlds"]),
        town=Town.model_validate(record["town"]),
        seeds=tuple(record["seeds"]),
        start=units.month(record["start"]),
        months=record["months"],
        communities=record["communities"],
    )


def design(
    regime: str | Text,
    *,
    against: Sequence[str] = ("none",),
    with_: Sequence[str] = (),
    people: int = 100_000,
    years: float = 10,
    start: str | int = "2014",
    seeds: Iterable[int] = range(1, 13),
    sets: Sequence[str] = (),
    town: str = "china-2020",
    match: bool = True,
) -> Design:
    """Resolve what was asked for.

    Parameters
    ----------
    regime : str or Text
        Name in the library, path of a regime file, or the words of one.
    against : sequence of str
        Regimes to compare with, each as it is or, with ``@budget`` behind its name, matched to the regime's staff-hours; also ``mute``,
        ``mute-follows`` and ``mute-known``, the regime itself muted, and ``exempt``, the regime with a random tenth of adults exempt.
    with_ : sequence of str
        Safeguards, one world each; ``a+b`` puts two into one world.
    people : int
        Persons, at least 1; rounded up to whole communities.
    years : float
        More than 0, at most 100; whole months.
    start : str or int
        First month: ``2014`` or ``2014-07``.
    seeds : iterable of int
        Different numbers from 0 to 2^64 - 1.
    sets : sequence of str
        ``path=value`` changes to the regime, not to what it is compared with.
    town : str
        Name in the library, or path of a town profile.
    match : bool
        Whether to match rivals to a budget at once; `at_budget` does it later.

    Raises
    ------
    RegimeError
        With all problems of a file, each in its place.
    DesignError
        If a number is out of range.
    """
    own = load(regime, sets=tuple(sets))
    base = own.regime
    worlds = [World(base, "regime", own)]
    for name in against:
        if name in MUTES:
            follows, known = MUTES[name]
            worlds.append(World(f"{name}({base})", "mute", own.muted(follows=follows, known=known)))
        elif name == EXEMPT:
            worlds.append(World(f"{name}({base})", "exempt", own.exempting()))
        else:
            other = load(name.removesuffix(AT_BUDGET))
            worlds.append(World(other.regime + name[len(name.removesuffix(AT_BUDGET)) :], "against", other))
    for name in with_:
        overlays = _overlays(name)
        worlds.append(World("+".join((base, *overlays)), "with", load(regime, sets=tuple(sets), overlays=overlays)))
    place = _town(town)
    found = Design(
        worlds=_distinct(worlds),
        town=place,
        seeds=_seeds(seeds),
        start=_start(start),
        months=_months(years),
        communities=_communities(people, place.community),
    )
    return at_budget(found, against) if match else found


def _town(name: str) -> Town:
    """A town; those of the library are read once."""
    return _town_of_library(name) if name in library_names("towns") else load_town(name)


@lru_cache(maxsize=8)
def _town_of_library(name: str) -> Town:
    return load_town(name)


def at_budget(found: Design, against: Sequence[str], look: Callable[[], None] = lambda: None) -> Design:
    """The design with every rival that is asked for ``@budget`` matched to the staff-hours of the regime.

    Parameters
    ----------
    against : sequence of str
        What it was asked for, as in `design`.
    look : callable
        Called between two communities; what it raises ends the search.
    """
    if not any(name.endswith(AT_BUDGET) for name in against):
        return found
    from counterlife.study.match import matched

    files = iter([name for name in against if name not in MUTES and name != EXEMPT])
    asked = [next(files) if world.role == "against" else "" for world in found.worlds]
    worlds = [
        replace(world, regime=matched(name, found, look)) if name.endswith(AT_BUDGET) else world
        for name, world in zip(asked, found.worlds, strict=True)
    ]
    return replace(found, worlds=tuple(worlds))


def _overlays(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split("+"))
    if "" in names:
        known = library_names("safeguards")
        raise DesignError(f"`{text}` names no safeguard; {hint('', known)}")
    return names


def _distinct(worlds: list[World]) -> tuple[World, ...]:
    """Worlds by different names: the second of a name is called ``name#2``."""
    seen: dict[str, int] = {}
    found = []
    for world in worlds:
        seen[world.name] = seen.get(world.name, 0) + 1
        name = world.name if seen[world.name] == 1 else f"{world.name}#{seen[world.name]}"
        found.append(World(name, world.role, world.regime))
    return tuple(found)


def _seeds(seeds: Iterable[int]) -> tuple[int, ...]:
    found = tuple(sorted(seeds))
    if not found:
        raise DesignError("no seeds: give at least one")
    if found[0] < 0 or found[-1] >= SEED_END:
        raise DesignError(f"seed {found[0] if found[0] < 0 else found[-1]}: seeds are numbers from 0 to 2^64 - 1")
    for one, other in pairwise(found):
        if one == other:
            raise DesignError(f"seed {one} is given twice: each replicate needs its own")
    return found


def _start(start: str | int) -> int:
    try:
        return units.month(start)
    except ValueError:
        raise DesignError(f"start `{start}`: write a year and month, as in 2014-07") from None


def _months(years: float) -> int:
    months = round(years * 12)
    if not 1 <= months <= MOST_MONTHS or abs(months - years * 12) > 1e-6:
        raise DesignError(f"years {years:g}: whole months, from 1 month to {MOST_MONTHS // 12} years (half a year is 0.5)")
    return months


def _communities(people: int, community: int) -> int:
    if people < 1:
        raise DesignError(f"people {people}: at least 1")
    most = 1 << 28
    communities = -(-people // community)
    if communities > most:
        raise DesignError(f"people {people}: at most {most * community}")
    return communities
