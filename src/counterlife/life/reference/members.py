"""Joining and leaving schemes: who is in at the start, and what moves people in and out (form 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.habit import count_users, grow_used, take_up, would_leave
from counterlife.luck import COMMUNITY, PERSON, STATIC, chance
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World

FREELY, PRESSED, MADE, BEFORE = range(4)


def opt_in_schemes(world: World) -> list[int]:
    """Schemes that cover only those who joined."""
    return [s for s, row in enumerate(world.rules.joining) if row[rt.J_OPT_IN] == 1]


def open_schemes(world: World) -> None:
    """Before the first month: is this a pilot community, and who is in already?"""
    for s, row in enumerate(world.rules.joining):
        if not row[rt.J_OPT_IN]:
            continue
        if is_pilot(world, s, 0):
            world.pilots.add(s)
        if row[rt.J_PLACES] and not row[rt.J_PLACES] >> world.adults[0].traits.town_place & 1:
            world.closed.add(s)
        for person in world.adults:
            early = world.dice.person(person.traits.place, STATIC, "join", row[rt.J_CODE]) < row[rt.J_ALREADY]
            if row[rt.J_OPT_IN] == 2:
                covered = s in world.pilots and s not in world.closed
            else:
                covered = (early or row[rt.J_MANDATORY] == 0) and is_open(world, s, 0)
            if covered:
                person.joined.add(s)
                take_up(world, s, person, BEFORE, 0)


def is_pilot(world: World, s: int, t: int) -> bool:
    """Whether the roll-out has reached this community."""
    return world.dice.words(COMMUNITY, 0, STATIC, "pilot", world.rules.joining[s][rt.J_CODE])[0] < world.rules.pilot[s][t]


def grow_pilots(world: World, t: int) -> None:
    """Next month's pilots; a scheme that covers all who live in one needs nobody to join."""
    for s, row in enumerate(world.rules.joining):
        if row[rt.J_OPT_IN] and s not in world.pilots and t + 1 < world.months and is_pilot(world, s, t + 1):
            world.pilots.add(s)
            for person in world.adults if row[rt.J_OPT_IN] == 2 and s not in world.closed else ():
                person.joined.add(s)
                person.dirty = True


def is_open(world: World, s: int, t: int) -> bool:
    """Pilots open first, then everybody; nothing ever opens in a place where the scheme is not to be had."""
    row = world.rules.joining[s]
    if s in world.closed:
        return False
    return t >= row[rt.J_OPENS] or (s in world.pilots and t >= row[rt.J_SINCE])


def move_members(world: World, t: int) -> None:
    """A month of joining and leaving; whoever joins now is covered from next month on."""
    for s in opt_in_schemes(world):
        row = world.rules.joining[s]
        members = [person for person in world.adults if s in person.joined]
        others = [person for person in world.adults if s not in person.joined]
        free = row[rt.J_JOINS] + row[rt.J_IMITATES] * len(members) // max(1, len(world.adults))
        over = world.rules.is_over(s, t + 1)
        for person in members:
            if over:
                quit_scheme(world, s, person, t)
            else:
                wish_to_leave(world, s, person, t)
        for person in () if over else others:
            how = joins(world, s, person, free, t)
            if how is not None:
                person.joined.add(s)
                person.dirty = True
                world.count("joined", t, person.group, how)
                take_up(world, s, person, how, t + 1)
        for person in world.adults:
            world.count("members", t, person.group, amount=int(s in person.joined))
        grow_used(world, s, t)
        count_users(world, s, t)


def quit_scheme(world: World, s: int, person: Person, t: int) -> None:
    """Somebody is a member no longer, and what they had got used to is over."""
    person.joined.remove(s)
    person.dirty = True
    person.used.pop(s, None)
    world.count("left-scheme", t, person.group)


def wish_to_leave(world: World, s: int, person: Person, t: int) -> None:
    """Some want out; of these some cannot, and nobody can once it is mandatory."""
    row = world.rules.joining[s]
    wish, held, *_ = world.dice.words(PERSON, person.traits.place, t, "leave", row[rt.J_CODE])
    if wish >= would_leave(world, s, person, row[rt.J_LEAVES]):
        return
    if t + 1 >= row[rt.J_MANDATORY] or held < row[rt.J_HELD]:
        world.count("could-not-leave", t, person.group)
    else:
        quit_scheme(world, s, person, t)


def joins(world: World, s: int, person: Person, free: int, t: int) -> int | None:
    """How somebody joins this month, or None."""
    row = world.rules.joining[s]
    if t + 1 >= row[rt.J_MANDATORY] and is_open(world, s, t + 1):
        return MADE
    word = world.dice.person(person.traits.place, t, "join", row[rt.J_CODE])
    if not is_open(world, s, t) or word >= chance(free + world.rules.pressure[s][t]):
        return None
    return FREELY if word < chance(free) else PRESSED
