"""Phase 7, sanction: what was settled at the turn of last month is in force, and people are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.barred import is_detained
from counterlife.life.reference.firms import firms_sanction
from counterlife.life.reference.people import EARNED, INDUCED, REWARD_BITS, RIGHT_BITS, own_cause, right
from counterlife.regime import tables as rt
from counterlife.words import CAUSES, CLASS_OF

THROUGH_OTHERS = [cause for cause in CAUSES if CLASS_OF[cause] == "through-others" or cause == "association"]
"""Causes by which something reaches people through others."""

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def sanction(world: World, t: int) -> None:
    """Withheld rights and rewards of the month, person by person."""
    refused = households_refused(world)
    for person in world.people:
        if person.cause is not None:
            person.ever_sanctioned = True
            person.ever_earned |= person.cause in (EARNED, INDUCED)
            person.ever_otherwise |= CAUSES[person.cause] not in THROUGH_OTHERS
            person.months += 1
            world.count("sanctioned", t, person.group, own_cause(person.cause))
        stocks = {
            "sanctioned-any": person.rights_withheld != 0,
            "known-sanction": person.rights_withheld != 0 and knows_of_it(world, person, t),
            "detained": is_detained(person),
            "rewarded": person.mask & REWARD_BITS != 0,
            "ever-sanctioned": person.ever_sanctioned,
            "ever-earned": person.ever_earned,
            "ever-unearned-only": person.ever_sanctioned and not person.ever_earned,
            "adults": person.traits.adult,
            "children": not person.traits.adult,
            "pupils": is_pupil(person),
            "pupils-refused": is_pupil(person) and person.traits.household in refused,
            "attentive": person.attentive,
        }
        if t % 12 == 11 or t == world.months - 1:
            only = person.ever_sanctioned and not person.ever_otherwise and not person.ever_earned
            stocks["ever-others-only"] = only and person.traits.adult
        for name, holds in stocks.items():
            if holds:
                world.count(name, t, person.group)
    firms_sanction(world, t)


def knows_of_it(world: World, person: Person, t: int) -> bool:
    """Whether somebody knows of a blacklisting that withholds a right."""
    known = [(l, held) for l, held in person.listings.items() if held.aware and not world.rules.listed[l][rt.L_RED]]
    return any(world.rules.held(l, held, t) & RIGHT_BITS for l, held in known)


def is_pupil(person: Person) -> bool:
    """A child with a paid school place."""
    return person.traits.pupil and not person.traits.adult


def households_refused(world: World) -> set[int]:
    """Households of which an adult's listing keeps the children out of school."""
    return {person.traits.household for person in world.adults if person.mask & right("school")}
