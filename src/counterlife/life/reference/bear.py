"""Phase 8, bear: what follows in life. Income and debt, work, ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.barred import is_detained, left_of, travel_loss
from counterlife.life.reference.court_fines import lay_fines
from counterlife.life.reference.firms import firms_bear
from counterlife.life.reference.people import FAMILY, PUBLIC, right
from counterlife.life.reference.relief import credit_line, relieve
from counterlife.luck import PERSON, RARE_MOST, STATIC, TIE, chance
from counterlife.regime import tables as rt
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World

JOB_RIGHTS = right("public-job") | right("private-job") | right("executive-post")
BALANCE_LEAST = -(1 << 30)


def bear(world: World, t: int) -> None:
    """Money, then work, then ties."""
    firms_bear(world, t)
    for person in world.adults:
        lay_fines(world, person, t)
        live_on(world, person, t)
    relieve(world, t)
    for person in world.adults:
        world.count("hardship", t, person.group, amount=int(person.hardship))
    work(world, t)
    for person in world.adults:
        if person.public & PUBLIC:
            lose_ties(world, person, t)
    if world.rules.react[rt.X_DROP] and t < (world.rules.scheme[world.rules.react[rt.X_DROP_SCHEME]][rt.S_UNTIL] or rt.NEVER):
        for person in world.adults:
            if person.attentive:
                drop_ties(world, person, t)
    for person in world.adults:
        ends = sum(tie.kind != FAMILY for tie in person.ties())
        world.count("tie-ends", t, person.group, amount=ends)


def live_on(world: World, person: Person, t: int) -> None:
    """Income less needs and fines; hardship where credit no longer reaches."""
    who = person.traits
    scar = who.wage * world.rules.town[rt.T_SCAR] >> 16 if person.scarred else 0
    income = who.wage - scar if person.employed else who.support
    income = left_of(world, person, income)
    person.balance = max(min(person.balance + income - who.needs - person.fine_due, who.buffer), least(world, person))
    world.count("income", t, person.group, amount=income)
    world.count("fines", t, person.group, amount=person.fine_due)
    person.fine_due, person.fine_new = person.fine_new, 0
    limit = credit_line(person)
    if (person.visible or (person.public and any(world.rules.look[rt.LK_PUBLIC :]))) and looked_up(world, person, t):
        limit = 0
    seek_home(world, person, t)
    seek_to_buy(world, person, t)
    person.hardship = person.balance < -limit
    world.count("employed", t, person.group, amount=int(person.employed))


def seek_home(world: World, person: Person, t: int) -> None:
    """Somebody from whom rented homes are withheld fails in every search for one."""
    if is_detained(person) or not person.mask & right("rental"):
        return
    search = chance(world.rules.demand[DOMAINS.index("rental")] * person.traits.demand >> 16)
    if world.dice.words(PERSON, person.traits.place, t, "landlord")[0] < search:
        world.count("housing-lost", t, person.group)


def seek_to_buy(world: World, person: Person, t: int) -> None:
    """Somebody from whom property is withheld fails in every attempt to buy a home."""
    if not world.rules.world[rt.W_BUYS] or is_detained(person) or not person.mask & right("property"):
        return
    search = chance(world.rules.demand[DOMAINS.index("property")] * person.traits.demand >> 16)
    if world.dice.words(PERSON, person.traits.place, t, "purchase")[0] < search:
        world.count("purchases-lost", t, person.group)


def least(world: World, person: Person) -> int:
    """What nobody lends or waits for cannot be spent: the least balance that somebody can have."""
    months, who = world.rules.town[rt.T_ARREARS], person.traits
    return BALANCE_LEAST if months < 0 else max(BALANCE_LEAST, -who.credit - months * who.needs)


def found(world: World, person: Person) -> int:
    """The share of those who look somebody up that find something, by the tier of what is published, in 1/65536."""
    look = world.rules.look
    if person.visible:
        return 65536
    if person.public & PUBLIC:
        return look[rt.LK_PUBLIC]
    return look[rt.LK_COUNTER] if person.public else 0


def looked_up(world: World, person: Person, t: int) -> bool:
    """A landlord and a lender look somebody up; whether the lender refuses."""
    look, place, finds = world.rules.look, person.traits.place, found(world, person)
    search = chance(world.rules.demand[DOMAINS.index("rental")] * person.traits.demand >> 16)
    searches, refused, _, _ = world.dice.words(PERSON, place, t, "landlord")
    if searches < search and refused < look[rt.LK_LANDLORD] * finds >> 16 and not person.mask & (right("rental") | right("detention")):
        world.count("housing-lost", t, person.group)
    lends = world.dice.person(place, STATIC, "lender") >= look[rt.LK_LENDER] * finds >> 16
    world.count("credit-refused", t, person.group, amount=int(not lends))
    return not lends


def work(world: World, t: int) -> None:
    """Those at work may lose it, those without may find some; a month decides only one of the two."""
    town, row = world.rules.town, world.rules.world
    most = town[rt.T_JOB_LOSS] + row[rt.W_JOB_LOSS] + row[rt.W_TRAVEL_LOSS] + world.rules.firm_world[rt.FW_JOBS]
    points = world.dice.lowest_points(t, "job-loss", 0, min(most, RARE_MOST))
    for person in world.adults:
        place, withheld = person.traits.place, bool(person.mask & JOB_RIGHTS)
        if person.traits.wage <= 0:
            continue
        if person.employed:
            rate = town[rt.T_JOB_LOSS] + (row[rt.W_JOB_LOSS] if withheld else 0)
            rate += travel_loss(world, person)
            if place in points and points[place] < rate + at_firm(world, person):
                world.count("jobs-lost-firm", t, person.group, amount=int(points[place] >= rate))
                person.employed, person.scarred = False, True
                world.count("jobs-lost", t, person.group)
        else:
            word, more = world.dice.person(place, t, "hire"), world.firms_gain * world.rules.firm_world[rt.FW_HIRES] >> 16
            if word < hired_below(world, person, chance(town[rt.T_HIRE] + more)):
                person.employed = True
                world.count("jobs-found", t, person.group)
                made = word >= hired_below(world, person, chance(town[rt.T_HIRE]))
                world.count("jobs-found-firm", t, person.group, amount=int(made))


def hired_below(world: World, person: Person, free: int) -> int:
    """The draw below which somebody without work finds some."""
    row = world.rules.world
    if is_detained(person):
        return 0
    threshold = free - (free * row[rt.W_HIRE_REFUSED] >> 16 if person.mask & JOB_RIGHTS else 0)
    if person.mask & right("property"):
        threshold -= threshold * row[rt.W_TIED] >> 16
    return threshold - (threshold * (world.rules.look[rt.LK_EMPLOYER] * found(world, person) >> 16) >> 16)


def at_firm(world: World, person: Person) -> int:
    """What a firm's lost turnover adds to the rate of losing work there; who lost work once works for none of these firms."""
    place = person.traits.workplace
    if person.scarred or not 0 <= place < len(world.firms):
        return 0
    return world.firms[place].loss * world.rules.firm_world[rt.FW_JOBS] >> 16


def lose_ties(world: World, person: Person, t: int) -> None:
    """Friends and colleagues turn away from somebody publicly listed."""
    for tie in person.ties():
        other, first = world.people[tie.other], min(person.traits.place, tie.other)
        word = world.dice.words(TIE, first, t, "tie-break", tie.slot)[0]
        if tie.kind != FAMILY and word < world.rules.world[rt.W_TIE_BREAK]:
            end_tie(world, person, other, tie.slot, t)


def drop_ties(world: World, person: Person, t: int) -> None:
    """Somebody who knows of the regime turns away from friends and colleagues in a low band."""
    row = world.rules.react
    for tie in person.ties():
        other = world.people[tie.other]
        scored = other.traits.adult and world.rules.covers(row[rt.X_DROP_SCHEME], other)
        if tie.kind == FAMILY or not scored or other.standings[row[rt.X_DROP_SCHEME]].band > row[rt.X_DROP_BAND]:
            continue
        if world.dice.person(person.traits.place, t, "tie-drop", tie.slot) < row[rt.X_DROP]:
            end_tie(world, person, other, tie.slot, t)
            for end in (person, other):
                world.count("ties-dropped", t, end.group)


def end_tie(world: World, person: Person, other: Person, slot: int, t: int) -> None:
    """A tie breaks at both ends; those of adults are counted."""
    for end in (person, other):
        end.broken.add(slot)
        world.count("ties-broken", t, end.group, amount=int(end.traits.adult))
