"""The file that would hold every own act, seen or not: whom would it have brought a sanction?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import EARNED, INDUCED, RIGHT_BITS
from counterlife.luck import PERSON
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Event, Person, World


def whole_files(world: World, t: int) -> None:
    """A month of them: acts enter, points whose time is over leave, and the points are read."""
    if not (world.rules.on("act") and world.rules.on("record")):
        return
    for event in world.events:
        person = world.people[event.place]
        for s in range(len(world.rules.scheme)):
            entry = world.rules.entry_in_force(s, event.act, t)
            if entry is not None and world.rules.covers(s, person) and within_core(world, event, s, entry, t):
                own_act(world, person, event, s, entry, t)
    for s, row in enumerate(world.rules.scheme):
        limit = worst_band(world, s, t)
        for person in world.adults:
            points = row[rt.S_START] + sum(points for scheme, points, expires in person.whole if scheme == s and expires > t)
            if world.rules.covers(s, person) and world.rules.band_of(s, world.rules.clamp(s, points)) <= limit:
                person.guilty = True


def within_core(world: World, event: Event, s: int, entry: list[int], t: int) -> bool:
    """Whether the act is what a vague heading surely means."""
    codes = world.rules.scheme[s][rt.S_CODE], world.rules.act[event.act][rt.ACT_CODE]
    return not entry[rt.E_VAGUE] or world.dice.words(PERSON, event.place, t, "discretion", *codes)[2] < entry[rt.E_CORE]


def own_act(world: World, person: Person, event: Event, s: int, entry: list[int], t: int) -> None:
    """What an act would bring, had it been seen."""
    person.conduct += entry[rt.E_PUNISHES]
    if entry[rt.E_LIST] >= 0 and bites(world, entry[rt.E_LIST], t) and answers(world, person, event, entry[rt.E_LIST]):
        person.guilty = True
    if 0 <= entry[rt.E_JUMP] <= worst_band(world, s, t):
        person.guilty = True
    expires = t + entry[rt.E_KEPT] if entry[rt.E_KEPT] < rt.NEVER else rt.NEVER
    person.whole.append((s, entry[rt.E_POINTS], min(expires, world.rules.scheme[s][rt.S_UNTIL] or rt.NEVER)))


def answers(world: World, person: Person, event: Event, l: int) -> bool:
    """Whether the person is one whom an event list is for: able, or listed as one."""
    if l in person.listings and person.listings[l].cause in (EARNED, INDUCED):
        return True
    return not world.rules.act[event.act][rt.ACT_OBLIGATION] or not person.debt or person.balance >= person.debt


def bites(world: World, l: int, t: int) -> bool:
    """Whether a list withholds something from those on it at the month's end, now or at a later stage."""
    row = world.rules.listed[l]
    rights = world.rules.withheld[l][t + 1]
    for _, more in world.rules.stage[l]:
        rights |= more
    return bool(row[rt.L_ON] and not row[rt.L_RED] and t >= row[rt.L_SINCE] and rights & RIGHT_BITS)


def worst_band(world: World, s: int, t: int) -> int:
    """The best band of a scheme from which something is withheld; -1 if there is none."""
    rows = [
        row for l, row in enumerate(world.rules.listed)
        if row[rt.L_SCHEME] == s and not row[rt.L_ABOVE] and bites(world, l, t)
    ]  # fmt: skip
    return max((row[rt.L_BAND] for row in rows), default=-1)
