"""Phase 5, infer: what nobody did but a model guesses from those around a person (Friedkin and Johnsen, one step a month)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def infer(world: World, _t: int) -> None:
    """Take the neighbours' mean score, which next month's score will weigh in."""
    for s in world.rules.scored_schemes():
        if world.rules.scheme[s][rt.S_WEIGHT] > 0:
            for person in world.adults:
                person.standings[s].near = mean_around(world, s, person)


def mean_around(world: World, s: int, person: Person) -> int:
    """Weighted mean score of the adults tied to somebody, in 1/16 point, rounded; their own where there is nobody."""
    row = world.rules.scheme[s]
    least = 16 * row[rt.S_LEAST]
    total = weights = 0
    for tie in person.ties():
        other = world.people[tie.other]
        if other.traits.adult:
            weight = row[rt.S_WEIGHT_FAMILY + tie.kind]
            total += weight * (other.standings[s].score - least)
            weights += weight
    return (total + weights // 2) // weights + least if weights else person.standings[s].score
