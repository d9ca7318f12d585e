"""Redress without a court: the ombudsman, copies that are contested, and what one finding of error does for all of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.listing import leave
from counterlife.life.reference.people import FALSE_ATTRIBUTION, FALSE_REPORT
from counterlife.life.reference.record import strike
from counterlife.luck import chance
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterlife.life.reference.people import Person, Record, World


def strike_found(world: World, records: Iterable[Record], t: int, way: str) -> None:
    """Strike records in which an error was found; where the source is at fault, it will be looked into."""
    for record in list(records):
        if world.rules.world[rt.W_REDRESS] and record.cause in (FALSE_ATTRIBUTION, FALSE_REPORT):
            world.found.add((record.channel, record.cause))
        strike(world, record, t, way)


def redress(world: World, person: Person, t: int) -> None:
    """The ombudsman looks at what somebody knows and did not bring about; agencies clear copies on request."""
    row = world.rules.world
    if not row[rt.W_KNOWN]:
        return
    for l in range(len(world.rules.listed)):
        if row[rt.W_OMBUDSMAN] and l in person.listings:
            complain(world, person, l, t)
    for l in sorted(person.listings):
        rules = world.rules.listed[l]
        told = rules[rt.L_COPY] and person.listings[l].told >= 0
        if told and world.dice.person(person.traits.place, t, "correct", rules[rt.L_CODE]) < chance(row[rt.W_COPY_REQUEST]):
            leave(world, person, l, t, "corrected")


def complain(world: World, person: Person, l: int, t: int) -> None:
    """A listing that is not of the person's own making ends, and what is wrong behind it goes; not one that follows another listing."""
    rules, held = world.rules.listed[l], person.listings[l]
    follows = rules[rt.L_KIN] or world.rules.firm_listed[l][rt.FL_ON]
    if rules[rt.L_RED] or follows or not held.aware or not held.wrong:
        return
    if world.dice.person(person.traits.place, t, "ombudsman", rules[rt.L_CODE]) >= chance(world.rules.world[rt.W_OMBUDSMAN]):
        return
    if rules[rt.L_SCHEME] >= 0:
        here = [record for record in person.file if record.live and record.scheme == rules[rt.L_SCHEME]]
        strike_found(world, (record for record in here if record.wrong or record.ruled), t, "corrected")
    elif not rules[rt.L_COPY] and held.record is not None and held.record.live and (held.record.wrong or held.record.ruled):
        strike_found(world, [held.record], t, "corrected")
    leave(world, person, l, t, "corrected")


def look_into_sources(world: World, t: int) -> None:
    """Every wrong record of a source in which an error was found this month may be found too, and those it listed go free."""
    for person in world.adults if world.found else ():
        same = [record for record in person.file if record.live and (record.channel, record.cause) in world.found]
        struck = [record for record in same if is_found(world, person, record, t)]
        for record in struck:
            strike(world, record, t, "corrected")
            world.count("redressed", t, person.group)
        for l, held in sorted(person.listings.items()) if struck else ():
            rules = world.rules.listed[l]
            void = held.record is not None and held.record.wrong and not held.record.live
            if rules[rt.L_SCHEME] < 0 and not rules[rt.L_COPY] and void and (rules[rt.L_CORRECTION] or rules[rt.L_APPEAL]):
                leave(world, person, l, t, "corrected")
    world.found.clear()


def is_found(world: World, person: Person, record: Record, t: int) -> bool:
    """Whether looking into a source finds what it has on somebody."""
    word = world.dice.person(person.traits.place, t, "redress", world.rules.channel[record.channel][rt.CH_CODE])
    return word < world.rules.world[rt.W_REDRESS]
