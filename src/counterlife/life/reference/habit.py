"""Habit: members get used to a scheme after some time, whyever they joined, and behave as people do for whom it is normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import Habit
from counterlife.luck import STATIC
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def of(world: World) -> int | None:
    """The scheme that its members may get used to."""
    return world.rules.react[rt.X_HABIT] - 1 if world.rules.react[rt.X_HABIT] else None


def take_up(world: World, s: int, person: Person, how: int, first: int) -> None:
    """Somebody becomes a member."""
    if s == of(world):
        person.used[s] = Habit(how, first)


def is_normal(world: World, person: Person) -> bool:
    """Whether somebody has got used to the scheme."""
    return any(habit.normal for s, habit in person.used.items() if s == of(world))


def left(world: World, person: Person, column: int, amount: int) -> int:
    """What habit leaves of something."""
    return amount * (65536 - world.rules.react[column]) >> 16 if is_normal(world, person) else amount


def would_leave(world: World, s: int, person: Person, threshold: int) -> int:
    """Below which draw somebody wishes to leave."""
    return left(world, person, rt.X_HABIT_STAYS, threshold) if s == of(world) else threshold


def grow_used(world: World, s: int, t: int) -> None:
    """Some of those whose time as members is long enough get used to it."""
    row = world.rules.react
    for person in world.adults if s == of(world) else ():
        habit = person.used.get(s)
        if habit is not None and t + 1 - habit.first == row[rt.X_HABIT_AFTER]:
            word = world.dice.person(person.traits.place, STATIC, "habit", world.rules.joining[s][rt.J_CODE])
            habit.normal = word < row[rt.X_HABIT_TAKES]


def count_users(world: World, s: int, t: int) -> None:
    """Members, and those of them for whom it is normal, by how they joined."""
    for person in world.adults if s == of(world) else ():
        if s in person.used:
            world.count("users", t, person.group)
            world.count("normal", t, person.group, person.used[s].how, int(person.used[s].normal))
