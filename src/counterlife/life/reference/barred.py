"""What somebody can no longer do or have: detention, and what rights withheld cost in income, speech and study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import nature_of, right
from counterlife.luck import STATIC
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World

STUDENTS = range(18, 23)
"""Ages at which people seek a place at a university."""


def is_detained(person: Person) -> bool:
    """Whether somebody is detained this month."""
    return bool(person.mask & right("detention"))


def reaches(world: World, person: Person, l: int, t: int) -> bool:
    """Whether somebody can do anything about a list: whoever is detained only about one that detains them."""
    if not is_detained(person):
        return True
    held = person.listings.get(l)
    return held is not None and bool(world.rules.held(l, held, t) & right("detention"))


def unbarred(world: World, a: int, person: Person) -> int:
    """What is left of a rate of an act, 1/65536: nothing of what the detained would go about, less to say without the internet."""
    nature = nature_of(world.rules, a)
    if is_detained(person) and nature in ("violation", "expression", "prosocial"):
        return 0
    if nature == "expression" and person.mask & right("internet"):
        return 65536 - world.rules.world[rt.W_SILENT]
    return 65536


def left_of(world: World, person: Person, income: int) -> int:
    """What is left of a month's income with what is withheld."""
    row, left = world.rules.world, income
    losses = [
        (not person.employed and person.mask & right("benefit"), rt.W_BENEFIT),
        (person.employed and person.university_lost, rt.W_UNIVERSITY),
        (person.employed and person.mask & right("detention"), rt.W_DETAINED),
        (person.employed and person.mask & right("internet"), rt.W_OFFLINE),
        (person.mask & right("bank-account"), rt.W_ACCOUNT),
        (person.mask & right("subsidy"), rt.W_SUBSIDY),
    ]
    for lost, column in losses:
        left -= left * row[column] >> 16 if lost else 0
    return max(0, left + sum(cents for k, cents in enumerate(world.rules.worth) if person.mask >> k & 1))


def travel_loss(world: World, person: Person) -> int:
    """The further rate at which work is lost that needs travel or a licence, or a hotel on the way, while that is withheld."""
    row = world.rules.world
    if world.dice.person(person.traits.place, STATIC, "travel-work") >= row[rt.W_TRAVELS]:
        return 0
    if person.mask & (right("air") | right("fast-rail") | right("exit-border") | right("licence")):
        return row[rt.W_TRAVEL_LOSS]
    return row[rt.W_HOTEL_LOSS] if person.mask & right("hotel-luxury") else 0


def lose_place(world: World, person: Person, month: int) -> None:
    """Somebody of an age to study who seeks a place at a university loses it for good."""
    who = person.traits
    if person.university_lost or not who.adult or who.age not in STUDENTS:
        return
    if world.dice.person(who.place, STATIC, "university") < world.rules.world[rt.W_STUDIES]:
        person.university_lost = True
        if month < world.months:
            world.count("university-lost", month, person.group)
