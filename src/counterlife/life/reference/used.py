"""Which records ever did something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.luck import PERSON, STATIC, chance
from counterlife.regime import tables as rt
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, Record, World


def use_records(world: World, t: int) -> None:
    """A month of what records did, then those that expired without having done anything."""
    for item in world.fresh:
        listed = item.list_ >= 0 and item.list_ in item.person.listings
        item.used |= fined(world, item) or listed
    for person in world.people:
        use_by_person(world, person, t)
    if world.rules.on("record"):
        for item in world.records:
            if item.left == t and item.expires == t and not item.used:
                world.count("unused", t, item.person.group)


def use_by_person(world: World, person: Person, t: int) -> None:
    """What put somebody on a list this month, moved their band, or had them refused."""
    for held in person.listings.values():
        if held.since == t and held.record is not None:
            held.record.used = True
    for s, standing in enumerate(person.standings):
        if world.rules.scheme[s][rt.S_SCORED] and standing.band != person.bands[s]:
            use_moved(person, s, standing.band > person.bands[s], t)
            person.bands[s] = standing.band
    if person.traits.adult and person.visible and world.rules.on("bear") and refused(world, person, t):
        for item in person.file:
            item.used |= item.live and bool(world.rules.scheme[item.scheme][rt.S_OPEN])


def fined(world: World, item: Record) -> bool:
    """Whether a record brought a fine."""
    if item.act < 0 or not (world.rules.world[rt.W_FOLLOWS] or world.rules.scheme[item.scheme][rt.S_ORDINARY]):
        return False
    return world.rules.entry[item.scheme][item.act][rt.E_FINE] > 0


def use_moved(person: Person, s: int, up: bool, t: int) -> None:
    """A band moved: by what lives and pulls that way, and by what left this month and had pulled the other."""
    for item in person.file:
        raises, lowers = item.points > 0, item.points < 0 or item.jump >= 0
        if item.scheme == s and item.live:
            item.used |= raises if up else lowers
        if item.scheme == s and item.left == t:
            item.used |= lowers if up else raises


def refused(world: World, person: Person, t: int) -> bool:
    """Whether a lender, a landlord or an employer turned somebody away for a visible record."""
    look, place, who = world.rules.look, person.traits.place, person.traits
    if not (look[rt.LK_LENDER] or look[rt.LK_LANDLORD] or look[rt.LK_EMPLOYER]):
        return False
    if world.dice.person(place, STATIC, "lender") < look[rt.LK_LENDER]:
        return True
    searches, turned, _, _ = world.dice.words(PERSON, place, t, "landlord")
    if searches < chance(world.rules.demand[DOMAINS.index("rental")] * who.demand >> 16) and turned < look[rt.LK_LANDLORD]:
        return True
    seeks = look[rt.LK_EMPLOYER] and who.wage and not person.employed
    return bool(seeks) and world.dice.person(place, t, "hire") < chance(world.rules.town[rt.T_HIRE])
