"""Phase 5, infer: what nobody did but a model guesses from those around a person (Friedkin and Johnsen, one step a month)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import Record
from counterlife.life.reference.record import put_on_file
from counterlife.life.reference.score import read
from counterlife.luck import PERSON, STATIC
from counterlife.regime import tables as rt
from counterlife.words import CAUSES, GUESSES

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def infer(world: World, t: int) -> None:
    """Classifiers screen everybody; then the neighbours' mean score is taken, which next month's score will weigh in."""
    for k, row in enumerate(world.rules.guess):
        ends = world.rules.scheme[row[rt.GU_SCHEME]][rt.S_UNTIL] or rt.NEVER
        if row[rt.GU_ON] and row[rt.GU_SINCE] <= t < ends and (t - row[rt.GU_SINCE]) % row[rt.GU_EVERY] == 0:
            screen(world, k, t)
    for s in world.rules.scored_schemes():
        if world.rules.scheme[s][rt.S_WEIGHT] > 0:
            for person in world.adults:
                person.standings[s].near = mean_around(world, s, person)


def screen(world: World, k: int, t: int) -> None:
    """One classifier over all adults it has not flagged: a flag is a record of no act."""
    row = world.rules.guess[k]
    did = {event.place for event in world.events if world.rules.guess_act[k][event.act]}
    for person in world.adults:
        if k in person.flagged or not world.rules.covers(row[rt.GU_SCHEME], person):
            continue
        who = person.traits
        positive = who.frailty[row[rt.GU_NATURE]] >= row[rt.GU_ABOVE] if row[rt.GU_NATURE] >= 0 else who.place in did
        sticks, draw, _, _ = world.dice.words(PERSON, who.place, STATIC, "classify", row[rt.GU_CODE])
        if sticks >= row[rt.GU_STICKS]:
            draw = world.dice.person(who.place, t, "classify", row[rt.GU_CODE])
        if draw < world.rules.guess_share[k][positive][person.group]:
            flag(world, person, k, t)
            world.count("flags", t, person.group, 2 * k + (not positive))


def flag(world: World, person: Person, k: int, t: int) -> None:
    """The record that a classifier makes; what it costs is in the score at once."""
    row = world.rules.guess[k]
    new = Record(
        person=person, scheme=row[rt.GU_SCHEME], act=-1, cause=CAUSES.index(GUESSES[k]), channel=-1, month=t,
        expires=t + row[rt.GU_KEPT] if row[rt.GU_KEPT] < rt.NEVER else rt.NEVER,
        points=row[rt.GU_POINTS], jump=row[rt.GU_JUMP], list_=row[rt.GU_LIST],
    )  # fmt: skip
    put_on_file(world, new, t)
    person.flagged.add(k)
    if (new.points or new.jump >= 0) and new.scheme in world.rules.scored_schemes() and world.rules.on("score"):
        read(world, new.scheme, person)


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
