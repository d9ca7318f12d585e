"""Two worlds compared person by person: what one of them did to somebody that the other did not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterlife.life.reference.people import EARNED, FAMILY, INDUCED, Event, nature_of
from counterlife.life.tally import PAIR
from counterlife.regime import tables as rt
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World
    from counterlife.life.tally import Ints


@dataclass(frozen=True)
class Pair:
    """A world and its baseline."""

    world: World
    baseline: World
    tally: Ints  # [month, group, field]
    loss: Ints  # [group, kind, bin]
    lost: Ints  # [group, kind]
    losses: list[int]  # by person, cents of income
    hushed: set[int] = field(default_factory=set)  # places of those who have withheld an expression of the baseline

    def count(self, field: str, t: int, group: int, more: int = 0, amount: int = 1) -> None:
        """Add to a field."""
        self.tally[t, group, PAIR[field] + more] += amount


def compare_acts(pair: Pair, t: int) -> None:
    """Acts that only one of the worlds saw done, after phase 1."""
    done, done_before = pair.world.done, pair.baseline.done
    for event in done | done_before:
        person, twin = pair.world.people[event.place], pair.baseline.people[event.place]
        nature, group = nature_of(pair.world.rules, event.act), person.group
        unsanctioned = nature == "expression" and not person.ever_sanctioned
        if event not in done:
            if nature == "expression":
                pair.hushed.add(event.place)
            pair.count("withheld", t, group, NATURES.index(nature))
            if unsanctioned:
                pair.count("withheld-unsanctioned", t, group)
                if in_private(pair.world, person, event, t):
                    pair.count("withheld-private", t, group)
        if event not in done_before:
            pair.count("added", t, group, NATURES.index(nature))
            if unsanctioned:
                pair.count("added-unsanctioned", t, group)
        if unsanctioned and event in done_before:
            pair.count("spoken-unsanctioned", t, group)
        if nature == "financial" and twin.ever_listed:
            for place, events in enumerate((done, done_before)):
                if event in events:
                    pair.count("acts-after-listing", t, group, place)


def compare_gains(pair: Pair, t: int) -> None:
    """Points that own acts brought, and those of acts that the baseline has not, after phase 3."""
    for item in pair.world.fresh:
        if item.cause in (EARNED, INDUCED) and item.points > 0:
            pair.count("points-gained", t, item.person.group, amount=item.points)
            if Event(item.act, item.person.traits.place) not in pair.baseline.done:
                pair.count("points-performed", t, item.person.group, amount=item.points)


def in_private(world: World, person: Person, event: Event, t: int) -> bool:
    """Whether somebody who knows of the regime says in private what they do not say in public."""
    word = world.dice.person(event.place, t, "private", world.rules.act[event.act][rt.ACT_CODE])
    return person.attentive and word < world.rules.react[rt.X_PRIVATE]


def compare_sanctions(pair: Pair, t: int) -> None:
    """Who is sanctioned in one world only, after phase 7."""
    for person, twin in zip(pair.world.people, pair.baseline.people, strict=True):
        here, there = person.rights_withheld != 0, twin.rights_withheld != 0
        if here and not there:
            pair.count("sanction-only", t, person.group)
        if there and not here:
            pair.count("sanction-spared", t, person.group)
        if person.cause == INDUCED and pair.world.mute is pair.baseline:
            pair.count("induced", t, person.group)
        if twin.ever_listed and twin.traits.adult:
            pair.count("persons-listed-before", t, person.group)


def compare_fates(pair: Pair, t: int) -> None:
    """Who has gone quiet without ever being sanctioned, after phase 7 of a year's last month and of the last."""
    if t % 12 == 11 or t == len(pair.tally) - 1:
        for person in pair.world.adults:
            if person.traits.place in pair.hushed and not person.ever_sanctioned:
                pair.count("ever-quiet", t, person.group)


def compare_lives(pair: Pair, t: int) -> None:
    """Hardship, work and ties in one world only, after phase 8."""
    for person, twin in zip(pair.world.adults, pair.baseline.adults, strict=True):
        differences = {
            "hardship-only": person.hardship and not twin.hardship,
            "hardship-spared": twin.hardship and not person.hardship,
            "job-only": person.employed and not twin.employed,
            "job-missing": twin.employed and not person.employed,
        }
        for name, holds in differences.items():
            if holds:
                pair.count(name, t, person.group)
        for tie in person.traits.ties:
            if tie.kind != FAMILY and tie.slot in person.broken and tie.slot not in twin.broken:
                pair.count("ties-missing", t, person.group)
