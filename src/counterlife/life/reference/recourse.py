"""Phase 9, recourse: learn of it, pay, appeal, have it corrected, have it repaired; then the court sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.barred import is_detained, reaches
from counterlife.life.reference.firm_recourse import firms_recourse
from counterlife.life.reference.listing import leave, leave_or_linger, name_representatives
from counterlife.life.reference.people import INDUCED, WRONG_CAUSES, district_of, left_unpaid, right
from counterlife.life.reference.redress import look_into_sources, redress, strike_found
from counterlife.luck import chance
from counterlife.regime import tables as rt
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Listing, Person, World

CERTAIN = 1 << 32


def recourse(world: World, t: int) -> None:
    """Each person with something to settle, then the court."""
    for person in world.adults:
        if person.listings or person.pending or person.debt > 0 or person.wrong > 0:
            learn(world, person, t)
            pay(world, person, t)
            perform(world, person, t)
            appeal(world, person, t)
            correct(world, person, t)
            repair(world, person, t)
            redress(world, person, t)
    hold_court(world, t)
    look_into_sources(world, t)
    firms_recourse(world, t)
    name_representatives(world, t)


def count_stocks(world: World, t: int) -> None:
    """What is open at the end of the phase."""
    for person in world.adults:
        waiting = sum(held.waiting for held in person.listings.values())
        world.count("appeals-waiting", t, person.group, amount=waiting)
        world.count("wrong-records", t, person.group, amount=person.wrong)
        world.count("debtors", t, person.group, amount=int(person.debt > 0))


def held_lists(world: World, person: Person) -> list[tuple[int, Listing, list[int]]]:
    """The lists somebody is on, in order: the list, their place on it, its rules."""
    return [(l, person.listings[l], world.rules.listed[l]) for l in sorted(person.listings)]


def learn(world: World, person: Person, t: int) -> None:
    """Find out by looking up one's file, or by being refused at a counter."""
    row = world.rules.world
    for l, held, rules in held_lists(world, person):
        if rules[rt.L_RED] or held.aware or held.since >= t or not row[rt.W_KNOWN]:
            continue
        withheld = world.rules.held(l, held, t)
        refused = 0 if rules[rt.L_SECRET] else withheld
        wanted = sum(world.rules.demand[d] for d in range(len(DOMAINS)) if refused >> d & 1)
        odds = chance(row[rt.W_LOOK_UP] + (wanted * person.traits.demand >> 16))
        if is_detained(person):
            odds = CERTAIN if reaches(world, person, l, t) else 0
        if world.dice.person(person.traits.place, t, "learn", rules[rt.L_CODE]) < odds:
            held.aware = person.attentive = True
            held.told = t
            world.count_list(l, "learned", t, person.group)
            world.end_spell("unaware", person.group, t - held.since, "learned")


def pay(world: World, person: Person, t: int) -> None:
    """Somebody able may pay what is open, sooner when a list that paying ends weighs on them."""
    row = world.rules.world
    if person.debt <= 0 or person.balance < person.debt:
        return
    known = {l for l, held, _ in held_lists(world, person) if held.aware} | person.pending.keys()
    pressed = any(world.rules.listed[l][rt.L_PAY] and reaches(world, person, l, t) for l in known)
    if is_detained(person) and not pressed:
        return
    rate = row[rt.W_PAY] + (row[rt.W_PAY_LISTED] if row[rt.W_KNOWN] and row[rt.W_FOLLOWS] and pressed else 0)
    if world.dice.person(person.traits.place, t, "pay") >= chance(rate):
        return
    person.balance -= person.debt
    world.count("debts-paid", t, person.group)
    world.count("debt-paid", t, person.group, amount=person.debt)
    person.debt = 0
    for l, held, rules in held_lists(world, person):
        owed = held.record is not None and left_unpaid(world.rules, held.record)
        if rules[rt.L_PAY] and owed and held.cause not in WRONG_CAUSES:
            leave_or_linger(world, person, l, t, "paid")
    for l, (_, grounds) in list(person.pending.items()):
        if world.rules.listed[l][rt.L_PAY] and left_unpaid(world.rules, grounds):
            avert(world, person, l, t)


def avert(world: World, person: Person, l: int, t: int) -> None:
    """What was to put somebody on a list is settled within the grace."""
    del person.pending[l]
    world.count_list(l, "averted", t, person.group)


def perform(world: World, person: Person, t: int) -> None:
    """Somebody who knows may do what an order asks; sums are paid, not performed."""
    row = world.rules.world
    if not row[rt.W_KNOWN] or not row[rt.W_FOLLOWS]:
        return
    for l, rules in enumerate(world.rules.listed):
        held, waits = person.listings.get(l), person.pending.get(l)
        record = waits[1] if waits else held.record if held is not None and held.aware else None
        if not rules[rt.L_PERFORM] or record is None or left_unpaid(world.rules, record) or record.cause > INDUCED:
            continue
        if not reaches(world, person, l, t):
            continue
        if world.dice.person(person.traits.place, t, "perform", rules[rt.L_CODE]) < chance(row[rt.W_PERFORM]):
            if waits:
                avert(world, person, l, t)
            else:
                leave_or_linger(world, person, l, t, "performed")


def appeal(world: World, person: Person, t: int) -> None:
    """Whoever knows of a blacklisting decides once whether to appeal."""
    row = world.rules.world
    if not row[rt.W_HAS_APPEAL]:
        return
    for l, held, rules in held_lists(world, person):
        if not held.aware or held.asked or rules[rt.L_RED] or not rules[rt.L_APPEAL] or not reaches(world, person, l, t):
            continue
        if rules[rt.L_COPY] and held.told < 0:
            continue
        held.asked = True
        threshold = row[rt.W_FILES_WRONG] if held.wrong else row[rt.W_FILES_RIGHT]
        if world.dice.person(person.traits.place, held.since, "appeal", rules[rt.L_CODE]) < threshold:
            held.waiting, held.filed = True, t
            world.queue.append((person, l, held.since))
            world.count("appeals-filed", t, person.group, 0 if held.wrong else 1)


def correct(world: World, person: Person, t: int) -> None:
    """Wrong records are corrected at the request of somebody who knows, or by audit."""
    row = world.rules.world
    if person.wrong <= 0:
        return
    knows = any(held.aware and not rules[rt.L_RED] and not rules[rt.L_COPY] for _, held, rules in held_lists(world, person))
    rate = row[rt.W_CORRECT_AUDIT] + (row[rt.W_CORRECT_REQUEST] if row[rt.W_KNOWN] and knows and not is_detained(person) else 0)
    if world.dice.person(person.traits.place, t, "correct") >= chance(rate):
        return
    strike_found(world, (record for record in person.file if record.live and record.wrong), t, "corrected")
    for l, held, rules in held_lists(world, person):
        record = held.record
        if rules[rt.L_SCHEME] < 0 and rules[rt.L_CORRECTION] and record is not None and record.wrong and not record.live:
            leave(world, person, l, t, "corrected")


def repair(world: World, person: Person, t: int) -> None:
    """Credit repair, once some months on the list are over."""
    row = world.rules.world
    if not row[rt.W_HAS_REPAIR] or is_detained(person):
        return
    for l, held, rules in held_lists(world, person):
        offered = rules[rt.L_SCHEME] < 0 and not rules[rt.L_RED] and rules[rt.L_REPAIR]
        papers = row[rt.W_PAPERS] if person.mask & right("paperwork") else 0
        if not offered or not held.aware or t - held.since < row[rt.W_REPAIR_AFTER] + papers:
            continue
        if world.dice.person(person.traits.place, t, "repair", rules[rt.L_CODE]) < chance(row[rt.W_REPAIR]):
            leave(world, person, l, t, "repaired")


def hold_court(world: World, t: int) -> None:
    """Each district's court decides as many whole cases as it has capacity for, first in first out."""
    row = world.rules.world
    if not row[rt.W_HAS_APPEAL]:
        return
    homes = [district_of(world, person.traits.place) for person in world.adults]
    for district in range(max(homes, default=0) + 1):
        at_hand = world.courts.get(district, 0) & 0xFFFF
        world.courts[district] = at_hand + row[rt.W_APPEAL_CAPACITY] * homes.count(district) // 10_000
    left: list[tuple[Person, int, int]] = []
    for person, l, since in world.queue:
        held = person.listings.get(l)
        if held is None or not held.waiting or held.since != since:
            continue
        district = district_of(world, person.traits.place)
        if held.filed > t - row[rt.W_APPEAL_TAKES] or world.courts[district] < 1 << 16:
            left.append((person, l, since))
        else:
            world.courts[district] -= 1 << 16
            decide(world, person, l, held, t)
    world.queue = left


def decide(world: World, person: Person, l: int, held: Listing, t: int) -> None:
    """The verdict, which depends on when somebody was listed and not on how long they waited."""
    row, rules = world.rules.world, world.rules.listed[l]
    side = 0 if held.wrong else 1
    threshold = row[rt.W_WINS_WRONG] if held.wrong else row[rt.W_WINS_RIGHT]
    held.waiting = False
    world.end_spell("appeal", person.group, t - held.filed, "decided")
    if world.dice.person(person.traits.place, held.since, "verdict", rules[rt.L_CODE]) >= threshold:
        world.count("appeals-lost", t, person.group, side)
        return
    world.count("appeals-won", t, person.group, side)
    grant(world, person, l, held, t)
    leave(world, person, l, t, "appeal")


def grant(world: World, person: Person, l: int, held: Listing, t: int) -> None:
    """What a won appeal strikes: the record behind an entry, or what moved the score."""
    s = world.rules.listed[l][rt.L_SCHEME]
    if s >= 0 and held.wrong:
        here = [record for record in person.file if record.live and record.scheme == s]
        strike_found(world, (record for record in here if record.wrong or record.ruled), t, "appeal")
        return
    record = held.record if s < 0 else person.standings[s].lowered
    if world.rules.listed[l][rt.L_COPY] or record is None or not record.live or (s >= 0 and record.wrong):
        return
    strike_found(world, [record], t, "appeal")
