"""Good acts done for points, and acts that points drive out (form 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import nature_of
from counterlife.luck import STATIC
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def zeal(world: World, a: int, person: Person, t: int) -> int:
    """What points make of somebody's rate of an act, in 1/65536."""
    row = world.rules.react
    paying = schemes_that_pay(world, a, t)
    if not row[rt.X_PERFORM] or not person.attentive or nature_of(world.rules, a) != "prosocial" or not paying:
        return 65536
    rate = 65536 - row[rt.X_CROWDS]
    tempted = any(next_band_near(world, s, person) for s in paying if world.rules.covers(s, person))
    if tempted and person.balance >= world.rules.price[a]:
        willing = world.dice.person(person.traits.place, STATIC, "willing") < row[rt.X_WILLING]
        rate += row[rt.X_MORE] if willing else 0
    return rate


def schemes_that_pay(world: World, a: int, t: int) -> list[int]:
    """Schemes with a score of which the catalog gives points for an act this month."""
    entries = {s: world.rules.entry_in_force(s, a, t) for s in world.rules.scored_schemes()}
    return [s for s, entry in entries.items() if entry is not None and entry[rt.E_POINTS] > 0]


def next_band_near(world: World, s: int, person: Person) -> bool:
    """Whether points would soon lift the band; not if there is none above, or if a jump holds it down."""
    standing, bands = person.standings[s], world.rules.scheme[s][rt.S_BANDS]
    if standing.band + 1 >= bands or standing.band < standing.band_sum:
        return False
    return (standing.score >> 4) + world.rules.react[rt.X_REACH] >= world.rules.band[s][standing.band + 1]
