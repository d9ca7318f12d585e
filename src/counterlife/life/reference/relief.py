"""Informal support: ties cover part of what somebody lacks (form 15), and bear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import right
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def credit_line(person: Person) -> int:
    """How far below nothing somebody's balance may go."""
    if person.mask & right("credit"):
        return 0
    return person.traits.credit >> 1 if person.mask & right("loan-at-city-bank") else person.traits.credit


def lacks(person: Person) -> int:
    """How much somebody in hardship is short of; everything below nothing where only a lender's refusal makes them so."""
    limit = credit_line(person)
    return -limit - person.balance if person.balance < -limit else -person.balance


def circle(world: World, person: Person) -> list[Person]:
    """The adults at the ends of those ties that help."""
    kinds = world.rules.town[rt.T_RELIEF_FROM]
    others = [world.people[tie.other] for tie in person.ties() if kinds >> tie.kind & 1]
    return [other for other in others if other.traits.adult]


def relieve(world: World, t: int) -> None:
    """Everybody looks at what all have after the month's essentials; then all give at once."""
    town = world.rules.town
    got, gave = dict.fromkeys(world.people, 0), dict.fromkeys(world.people, 0)
    for person in world.adults if town[rt.T_RELIEF] else ():
        helpers = [other for other in circle(world, person) if other.balance > 0]
        if person.hardship and helpers:
            part = (lacks(person) * town[rt.T_RELIEF] >> 16) // len(helpers)
            for other in helpers:
                given = min(part, other.balance // len(circle(world, other)))
                got[person] += given
                gave[other] += given
    for person in world.people:
        if got[person] and got[person] >= lacks(person):
            person.hardship = False
        person.balance += got[person] - gave[person]
        if gave[person]:
            world.count("relief", t, person.group, amount=gave[person])
            world.count("helpers", t, person.group)
            world.count("helpers-pressed", t, person.group, amount=int(person.balance < person.traits.needs))
