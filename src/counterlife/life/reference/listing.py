"""Phase 6, listing: events and thresholds put people on lists; terms end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import ASSOCIATION, EARNED, INDUCED, UNABLE, Listing, own_cause
from counterlife.life.reference.score import lowest
from counterlife.regime import tables as rt
from counterlife.words import WAYS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, Record, World


def listing(world: World, t: int) -> None:
    """Each list in turn: terms that end, then who comes on and who no longer holds."""
    for l, row in enumerate(world.rules.listed):
        if not row[rt.L_ON]:
            continue
        for person in world.people:
            if l in person.listings and person.listings[l].until == t:
                leave(world, person, l, t, "expired")
        if row[rt.L_SCHEME] < 0:
            by_events(world, l, t)
        else:
            by_threshold(world, l, t)


def by_events(world: World, l: int, t: int) -> None:
    """This month's records that put on the list, in the order in which they were filed."""
    row = world.rules.listed[l]
    if t < row[rt.L_SINCE]:
        return
    for record in world.fresh:
        if record.list_ != l:
            continue
        person, cause = record.person, record.cause
        owes = world.rules.act[record.act][rt.ACT_OBLIGATION] > 0 and person.debt > 0
        if cause in (EARNED, INDUCED) and owes and person.balance < person.debt:
            if world.dice.person(person.traits.place, t, "unable", row[rt.L_CODE]) >= row[rt.L_UNABLE]:
                continue
            cause = UNABLE
        if l in person.listings:
            held = person.listings[l]
            held.until = max(held.until, term_end(row, t))
            world.count_list(l, "renewed", t, person.group)
        else:
            enter(world, person, l, t, cause, record)


def by_threshold(world: World, l: int, t: int) -> None:
    """Those whose score may have moved: on the list while the band holds, off when it no longer does."""
    row = world.rules.listed[l]
    everybody = t == row[rt.L_SINCE] > 0
    for person in world.adults:
        if not (person.dirty or everybody):
            continue
        standing = person.standings[row[rt.L_SCHEME]]
        reached = standing.band >= row[rt.L_BAND] if row[rt.L_ABOVE] else standing.band <= row[rt.L_BAND]
        holds = reached and t >= row[rt.L_SINCE] and world.rules.covers(row[rt.L_SCHEME], person)
        if not holds:
            if l in person.listings:
                leave(world, person, l, t, "recovered")
        elif l not in person.listings:
            enter(world, person, l, t, threshold_cause(world, l, person), None if row[rt.L_ABOVE] else standing.lowered)
        else:
            held, cause = person.listings[l], threshold_cause(world, l, person)
            person.stale |= held.cause != cause
            held.cause = cause


def threshold_cause(world: World, l: int, person: Person) -> int:
    """Why somebody's band is where it is: their earned file if that alone would do, else what weighs most against them."""
    rules, row = world.rules, world.rules.listed[l]
    s, limit = row[rt.L_SCHEME], row[rt.L_BAND]
    standing = person.standings[s]
    if row[rt.L_ABOVE]:
        return EARNED
    if standing.band_earned <= limit:
        without_induced = rules.band_of(s, rules.clamp(s, rules.scheme[s][rt.S_START] + standing.ledger[EARNED]))
        return EARNED if lowest(standing.jumps_earned) <= limit or without_induced <= limit else INDUCED
    if standing.band_sum > limit:
        return standing.jump_cause
    weight = list(standing.ledger)
    weight[ASSOCIATION] = standing.score - standing.own >> 4
    worst = min(range(INDUCED + 1, len(weight)), key=lambda cause: weight[cause])
    return worst if weight[worst] < 0 else ASSOCIATION


def term_end(row: list[int], t: int) -> int:
    """The month in which a listing made now runs out."""
    return t + row[rt.L_TERM] if row[rt.L_TERM] < rt.NEVER else rt.NEVER


def enter(world: World, person: Person, l: int, t: int, cause: int, record: Record | None) -> None:
    """Somebody comes on a list; whoever comes on a blacklist may be told at once, and others may hear of it."""
    row = world.rules.listed[l]
    until = term_end(row, t) if row[rt.L_SCHEME] < 0 else rt.NEVER
    held = Listing(since=t, until=until, cause=cause, record=record)
    person.listings[l] = held
    person.stale = True
    world.count_list(l, "entries", t, person.group, own_cause(cause))
    if row[rt.L_RED]:
        held.aware = True
        return
    person.ever_listed = True
    known = bool(world.rules.world[rt.W_KNOWN])
    held.aware = known and world.dice.person(person.traits.place, t, "notice", row[rt.L_CODE]) < row[rt.L_NOTICE]
    if held.aware:
        person.attentive = True
    else:
        world.count_list(l, "unnotified", t, person.group)
    if known and (held.aware or row[rt.L_PUBLISHES]):
        person.hit = True


def leave(world: World, person: Person, l: int, t: int, way: str) -> None:
    """Somebody comes off a list, by a counted way; a waiting appeal is dropped."""
    held = person.listings.pop(l)
    person.stale = True
    world.count_list(l, "exits", t, person.group, WAYS.index(way))
    world.end_spell("reward" if world.rules.listed[l][rt.L_RED] else "listing", person.group, t - held.since, way)
    if not held.aware:
        world.end_spell("unaware", person.group, t - held.since, "left")
    if held.waiting:
        world.count("appeals-dropped", t, person.group)
        world.end_spell("appeal", person.group, t - held.filed, "left")
