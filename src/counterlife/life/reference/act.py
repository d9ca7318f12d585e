"""Phase 1, act: what people do this month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.barred import unbarred
from counterlife.life.reference.deter import is_punished, restraint
from counterlife.life.reference.firms import firms_act
from counterlife.life.reference.habit import left
from counterlife.life.reference.people import Event, nature_of
from counterlife.life.reference.perform import zeal
from counterlife.life.reference.veil import takes_up, veils
from counterlife.luck import PERSON, RARE_MOST, RATE_MOST, chance
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World

DEBT_MOST = 1 << 30


def act(world: World, t: int) -> None:
    """Everybody commits acts, in the town's order of acts."""
    for a, row in enumerate(world.rules.act):
        actors = everyday(world, a, t) if row[rt.ACT_DENSE] >= 0 else rare(world, a, t)
        for person in actors:
            commit(world, a, person, t)
    firms_act(world, t)


def commit(world: World, a: int, person: Person, t: int) -> None:
    """One act: it is counted, it may be one that the regime punishes, and it may leave something unpaid."""
    rules = world.rules
    event = Event(a, person.traits.place)
    world.events.append(event)
    world.done.add(event)
    world.count("acts", t, person.group, rules.act[a][rt.ACT_NATURE])
    if is_punished(world, a, t):
        person.acted = True
    if veils(rules, a):
        person.veiled = True
    if rules.act[a][rt.ACT_OBLIGATION] > 0:
        owe(world, a, person, t)


def owe(world: World, a: int, person: Person, t: int) -> None:
    """An obligation is left unpaid: its size is a quantile of the act's distribution."""
    word = world.dice.person(person.traits.place, t, "obligation", world.rules.act[a][rt.ACT_CODE])
    amount = int(world.rules.obligation[a, word >> 20])
    before = person.debt
    person.debt = min(before + amount, DEBT_MOST)
    world.count("debts-made", t, person.group)
    world.count("debt-made", t, person.group, amount=person.debt - before)


def everyday(world: World, a: int, t: int) -> list[Person]:
    """Who commits a common act: one 16-bit lane a person, and a second draw when the lane is a tie."""
    code, lane = world.rules.act[a][rt.ACT_CODE], world.rules.act[a][rt.ACT_DENSE]
    actors = []
    for person in world.adults:
        place = person.traits.place
        threshold = chance(min(rate_of(world, a, person, t), RATE_MOST))
        eight = world.dice.words(PERSON, place, t, "act-dense", 0, lane >> 3)
        i = lane & 7
        high = eight[i >> 1] >> (16 * (i & 1)) & 0xFFFF
        if high < threshold >> 16 or (
            high == threshold >> 16 and world.dice.person(place, t, "act-dense-low", code) >> 16 < threshold & 0xFFFF
        ):
            actors.append(person)
    return actors


def rare(world: World, a: int, t: int) -> list[Person]:
    """Who commits a rare act: those with a point of the Poisson process below their own rate."""
    row = world.rules.act[a]
    most = max((base_rate(world, a, person) for person in world.adults), default=0) * row[rt.ACT_BOUND] >> 16
    points = world.dice.lowest_points(t, "act-rare", row[rt.ACT_CODE], min(most, RARE_MOST))
    return [
        person
        for person in world.adults
        if person.traits.place in points and points[person.traits.place] < min(rate_of(world, a, person, t), RARE_MOST)
    ]


def base_rate(world: World, a: int, person: Person) -> int:
    """Somebody's rate before anything that happens to them, in 2^-40 a month."""
    row = world.rules.act[a]
    return min(row[rt.ACT_RATE] * person.traits.frailty[row[rt.ACT_NATURE]] >> 16, RATE_MOST)


def rate_of(world: World, a: int, person: Person, t: int) -> int:
    """The rate this month: hardship, fear, deterrence and points multiply the base rate, up to the act's bound."""
    row = world.rules.act[a]
    multiplier = unbarred(world, a, person)
    if person.hardship:
        multiplier = multiplier * row[rt.ACT_HARDSHIP] >> 16
    if veils(world.rules, a):
        multiplier = multiplier * takes_up(world, person) >> 16
    elif nature_of(world.rules, a) == "expression" and world.rules.world[rt.W_FEAR] and person.attentive:
        multiplier = multiplier * fear(world, person) >> 16
    multiplier = multiplier * restraint(world, a, person, t) >> 16
    multiplier = multiplier * zeal(world, a, person, t) >> 16
    multiplier = max(0, min(multiplier, row[rt.ACT_BOUND]))
    return base_rate(world, a, person) * multiplier >> 16


def fear(world: World, person: Person) -> int:
    """What perceived risk leaves of the wish to speak, in 1/65536; more than one where fear provokes."""
    row = world.rules.world
    dread = chance(row[rt.W_FEAR_STEEPNESS] * (person.risk - row[rt.W_FEAR_FLOOR]) << 8)
    return 65536 - left(world, person, rt.X_HABIT_EASE, row[rt.W_FEAR_STRENGTH] * dread >> 32)
