"""Phase 3, record: what was seen enters the files of the schemes that a channel feeds, and old records expire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.life.reference.firms import firms_record
from counterlife.life.reference.people import EARNED, INDUCED, NOT_IN_CATALOG, STALE, VAGUE, Record, nature_of, own_cause
from counterlife.luck import COMMUNITY, PERSON, STATIC
from counterlife.regime import tables as rt
from counterlife.words import CAUSES, GUESSES

if TYPE_CHECKING:
    from counterlife.life.reference.people import Event, Sighting, World

LONGEST: Final = 120
"""Months that a record can outlive its time."""


def record(world: World, t: int) -> None:
    """Records whose time is over fall away; then the month's sightings are filed, an event at most once a scheme."""
    let_go(world, t)
    file_earlier(world, t)
    filed: set[tuple[Event, int]] = set()
    for sighting in world.sightings:
        for s in range(len(world.rules.scheme)):
            feeds = world.rules.channel[sighting.channel][rt.CH_FEEDS] >> s & 1
            shared = world.rules.share[sighting.channel][t] >> s & 1
            entry = world.rules.entry_in_force(s, sighting.act, t)
            if feeds or shared:
                keep_aside(world, sighting, s, filed, t)
            if not (feeds or shared) or entry is None or not world.rules.covers(s, world.people[sighting.person]):
                continue
            if sighting.event is not None and (sighting.event, s) in filed:
                continue
            cause = judged(world, sighting, s, entry, t)
            if cause is None:
                continue
            if sighting.event is not None:
                filed.add((sighting.event, s))
            enter_in_file(world, sighting, s, entry, t, cause)
            if not feeds:
                count_shared(world, sighting, s, t)
    firms_record(world, t)


def reaches_back(world: World, s: int, act: int, t: int) -> bool:
    """Whether the catalog will name an act of this month later, as one that counted all the time."""
    entry = world.rules.entry[s][act]
    soon = entry[rt.E_KEPT] >= rt.NEVER or t + entry[rt.E_KEPT] > entry[rt.E_SINCE]
    return bool(world.rules.scheme[s][rt.S_ON] and entry[rt.E_ON] and entry[rt.E_RETRO]) and t < entry[rt.E_SINCE] and soon


def let_go(world: World, t: int) -> None:
    """What has had its time leaves the files, newest first, unless it goes stale."""
    for old in reversed(list(world.records)):
        if old.live and old.expires == t:
            strike(world, old, t, "expired")
            go_stale(world, old, t)


def go_stale(world: World, old: Record, t: int) -> None:
    """A record whose time is over may stay on file, out of date, as long as nobody removes it."""
    row, months = world.rules.scheme[old.scheme], 0
    if not row[rt.S_STALE] or old.cause == STALE or world.rules.is_over(old.scheme, t):
        return
    which = world.rules.act[old.act][rt.ACT_CODE] if old.act >= 0 else 0
    while months < LONGEST and world.dice.person(old.person.traits.place, t + months, "stale", row[rt.S_CODE], which) < row[rt.S_STALE]:
        months += 1
    if months:
        stale = Record(old.person, old.scheme, old.act, STALE, old.channel, t, t + months, old.points, old.jump, -1)
        put_on_file(world, stale, t)


def keep_aside(world: World, sighting: Sighting, s: int, filed: set[tuple[Event, int]], t: int) -> None:
    """Not on file yet: what it will cost is what the entry says when it comes into force."""
    if not reaches_back(world, s, sighting.act, t) or (sighting.event is not None and (sighting.event, s) in filed):
        return
    if sighting.event is not None:
        filed.add((sighting.event, s))
    cause = NOT_IN_CATALOG if sighting.cause == EARNED else sighting.cause
    kept = world.rules.entry[s][sighting.act][rt.E_KEPT]
    expires = t + kept if kept < rt.NEVER else rt.NEVER
    world.aside.append(Record(world.people[sighting.person], s, sighting.act, cause, sighting.channel, t, expires, 0, -1, -1))


def file_earlier(world: World, t: int) -> None:
    """What was kept aside goes on file in the month in which the catalog begins to name it."""
    for seen in world.aside:
        entry, person = world.rules.entry[seen.scheme][seen.act], seen.person
        if entry[rt.E_SINCE] != t or not world.rules.covers(seen.scheme, person):
            continue
        seen.month, seen.points, seen.jump, seen.list_ = t, entry[rt.E_POINTS], entry[rt.E_JUMP], entry[rt.E_LIST]
        put_on_file(world, seen, t)
        if world.rules.world[rt.W_FOLLOWS] or world.rules.scheme[seen.scheme][rt.S_ORDINARY]:
            person.fine_new += entry[rt.E_FINE]


def count_shared(world: World, sighting: Sighting, s: int, t: int) -> None:
    """A record came by an agreement between authorities, with or without the consent of the person on file."""
    group = world.people[sighting.person].group
    world.count("records-shared", t, group)
    if not world.rules.share[sighting.channel][t] >> rt.CONSENTED + s & 1:
        world.count("records-unconsented", t, group)


def cause_of(world: World, sighting: Sighting) -> int:
    """An own act that the muted twin did not commit was induced by the regime's consequences."""
    if sighting.cause == EARNED and world.mute is not None and sighting.event not in world.mute.done:
        return INDUCED
    return sighting.cause


def judged(world: World, sighting: Sighting, s: int, entry: list[int], t: int) -> int | None:
    """The cause of a record; None if the entry is vague and the official on the case does not apply it to what lies beyond its core."""
    cause, code = cause_of(world, sighting), world.rules.scheme[s][rt.S_CODE]
    if not entry[rt.E_VAGUE]:
        return cause
    draw = world.dice.words(PERSON, sighting.person, t, "discretion", code, world.rules.act[sighting.act][rt.ACT_CODE])
    if draw[2] < entry[rt.E_CORE]:
        return cause
    official = draw[1] * rt.OFFICIALS >> 32
    strictness = world.dice.words(COMMUNITY, 0, STATIC, "official", code, official)[0] >> 20
    row = world.rules.discretion[entry[rt.E_VAGUE] - 1 + world.people[sighting.person].group]
    if draw[0] >= row[strictness]:
        return None
    return VAGUE if cause in (EARNED, INDUCED) else cause


def enter_in_file(world: World, sighting: Sighting, s: int, entry: list[int], t: int, cause: int) -> None:
    """One new record: points, a cap on the band, a fine."""
    person = world.people[sighting.person]
    new = Record(
        person=person,
        scheme=s,
        act=sighting.act,
        cause=cause,
        channel=sighting.channel,
        month=t,
        expires=t + entry[rt.E_KEPT] if entry[rt.E_KEPT] < rt.NEVER else rt.NEVER,
        points=entry[rt.E_POINTS],
        jump=entry[rt.E_JUMP],
        list_=entry[rt.E_LIST],
    )
    put_on_file(world, new, t)
    if world.rules.world[rt.W_FOLLOWS] or world.rules.scheme[s][rt.S_ORDINARY]:
        person.fine_new += entry[rt.E_FINE]


def put_on_file(world: World, new: Record, t: int) -> None:
    """A new record takes its place in the files, the ledger and the caps."""
    person, s = new.person, new.scheme
    if not world.rules.scheme[s][rt.S_KEEPS]:
        new.expires = min(new.expires, world.rules.scheme[s][rt.S_UNTIL] or rt.NEVER)
    world.records.append(new)
    world.fresh.append(new)
    person.file.append(new)
    book(world, new, +1)
    standing = person.standings[s]
    if new.jump >= 0 and new.cause not in (EARNED, INDUCED):
        standing.jump_cause = new.cause
    if new.points < 0 or new.jump >= 0:
        standing.lowered = new
    breach = nature_of(world.rules, new.act) in ("violation", "financial")
    if breach and new.cause in (EARNED, INDUCED) and not world.rules.scheme[s][rt.S_ORDINARY]:
        world.count("hits", t, person.group)
    person.visible += world.rules.scheme[s][rt.S_OPEN]
    if new.wrong:
        person.wrong += 1
        world.count("wrong-made", t, person.group)
    world.count("records", t, person.group, own_cause(new.cause))
    world.count("points-moved", t, person.group, amount=new.points)


def strike(world: World, old: Record, t: int, way: str) -> None:
    """A record dies, and takes its points and its cap with it."""
    person = old.person
    old.live, old.left = False, t
    book(world, old, -1)
    world.count("points-moved", t, person.group, amount=-old.points)
    world.count("records-expired" if way == "expired" else "records-struck", t, person.group)
    person.visible -= world.rules.scheme[old.scheme][rt.S_OPEN]
    if CAUSES[old.cause] in GUESSES:
        person.flagged.discard(GUESSES.index(CAUSES[old.cause]))
    if old.wrong:
        person.wrong -= 1
        world.end_spell("error", person.group, t - old.month, way)
        if way != "expired":
            world.count("wrong-corrected", t, person.group)


def book(world: World, item: Record, sign: int) -> None:
    """Add a record to the person's ledger and caps, or take it away."""
    standing = item.person.standings[item.scheme]
    standing.ledger[item.cause] += sign * item.points
    if item.jump >= 0:
        standing.jumps[item.jump] += sign
        if item.cause in (EARNED, INDUCED):
            standing.jumps_earned[item.jump] += sign
    if world.rules.scheme[item.scheme][rt.S_SCORED] and (item.points or item.jump >= 0):
        item.person.dirty = True
