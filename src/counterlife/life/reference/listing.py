"""Phase 6, listing: events and thresholds put people on lists; terms end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.firm_lists import firms_list
from counterlife.life.reference.people import (
    ASSOCIATION,
    EARNED,
    INDUCED,
    PREDICTION,
    THROUGH_FIRM,
    UNABLE,
    Listing,
    district_of,
    left_unpaid,
    own_cause,
)
from counterlife.life.reference.score import lowest
from counterlife.regime import tables as rt
from counterlife.words import CAUSES, WAYS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, Record, World


ON_DOCKET = -1
"""When a case falls due that waits for a judge: in no month of its own."""
KIN, OVERDUE, SETTLED, COPY = (CAUSES.index(name) for name in ("kin", "overdue", "settled", "copy"))


def listing(world: World, t: int) -> None:
    """Terms that end; then events in the order in which they fell due or were filed; then thresholds, then households."""
    lists = [(l, row) for l, row in enumerate(world.rules.listed) if row[rt.L_ON]]
    for l, row in lists:
        if row[rt.L_COPY]:
            clear_copies(world, l, t)
    for l, _ in lists:
        for person in world.people:
            if l in person.listings and person.listings[l].until == t:
                leave_or_linger(world, person, l, t, "paid" if person.listings[l].cause == SETTLED else "expired")
    call_judges(world)
    hear_docket(world, t)
    by_events(world, t)
    for l, row in lists:
        if row[rt.L_SCHEME] >= 0:
            by_threshold(world, l, t)
    for l, row in lists:
        if row[rt.L_KIN]:
            by_household(world, l, t)
    firms_list(world, t)
    name_representatives(world, t)


def call_judges(world: World) -> None:
    """Judges can look at so many cases this month; whole unused ones lapse."""
    row = world.rules.world
    homes = [district_of(world, person.traits.place) for person in world.adults] if row[rt.W_JUDGED] else []
    for district in set(homes):
        world.judges[district] = world.judges.get(district, 0) % (1 << 16) + row[rt.W_JUDGES] * homes.count(district) // 10_000


def hear_docket(world: World, t: int) -> None:
    """The cases that wait for a judge, in each district first come first served; what was settled or struck meanwhile takes no time."""
    left = []
    for person, l, case in world.docket:
        if person.pending.get(l) is not case:
            continue
        if world.judges.get(district_of(world, person.traits.place), 0) < 1 << 16:
            left.append((person, l, case))
            continue
        del person.pending[l]
        if case[1].live:
            list_for(world, case[1], l, t)
    world.docket = left


def name_representatives(world: World, t: int) -> None:
    """Where the list says so, a firm's legal representative is on it in person exactly while the firm is."""
    for firm in world.firms:
        person = world.people[firm.executive]
        for l, row in enumerate(world.rules.firm_listed):
            if row[rt.FL_REPRESENTATIVE] and l in firm.listings and l not in person.listings and not world.rules.exempts(person):
                enter(world, person, l, t, THROUGH_FIRM, None)
            elif row[rt.FL_REPRESENTATIVE] and l in person.listings and l not in firm.listings:
                leave(world, person, l, t, "corrected" if firm.left[l] == "appeal" else firm.left[l])


def by_events(world: World, t: int) -> None:
    """Those whose grace is over; then this month's records that put on a list, as they were filed."""
    for person in world.people:
        due = [l for l in sorted(person.pending) if person.pending[l][0] == t]
        for l in due:
            _, grounds = person.pending.pop(l)
            if grounds.live:
                list_for(world, grounds, l, t)
    for record in world.fresh:
        l, person = record.list_, record.person
        if l < 0:
            continue
        row = world.rules.listed[l]
        if not row[rt.L_ON] or not row[rt.L_SINCE] <= t < (row[rt.L_UNTIL] or rt.NEVER):
            continue
        if l not in person.listings and l in person.pending:
            continue  # an earlier record of theirs waits already
        if row[rt.L_GRACE] and l not in person.listings:
            person.pending[l] = (t + row[rt.L_GRACE], record)
        else:
            list_for(world, record, l, t)


def list_for(world: World, record: Record, l: int, t: int) -> None:
    """Put somebody on an event list for a record, if a judge gives leave where one is asked, or renew their listing."""
    row, person, cause = world.rules.listed[l], record.person, record.cause
    owes = left_unpaid(world.rules, record) and person.debt > 0
    unable = cause in (EARNED, INDUCED) and owes and person.balance < person.debt
    if asks_judge(world, row) and l not in person.listings:
        district = district_of(world, person.traits.place)
        if world.judges.get(district, 0) < 1 << 16:
            if l not in person.pending:
                person.pending[l] = (ON_DOCKET, record)
                world.docket.append((person, l, person.pending[l]))
            return
        world.judges[district] -= 1 << 16
        stops = rt.W_STOPS_WRONG if unable or cause not in (EARNED, INDUCED) else rt.W_STOPS_RIGHT
        if world.dice.person(person.traits.place, t, "judge", row[rt.L_CODE]) < world.rules.world[stops]:
            return
    if unable:
        if world.dice.person(person.traits.place, t, "unable", row[rt.L_CODE]) >= row[rt.L_UNABLE]:
            return
        cause = UNABLE
    if l in person.listings:
        held = person.listings[l]
        held.until = max(held.until, term_end(world, l, record, t))
        if held.cause in (OVERDUE, SETTLED):
            held.cause, held.record, person.stale = cause, record, True
        world.count_list(l, "renewed", t, person.group)
    else:
        enter(world, person, l, t, cause, record)


def asks_judge(world: World, row: list[int]) -> bool:
    """Whether a list takes a judge's leave: black ones outside ordinary law, where the regime says so."""
    return bool(world.rules.world[rt.W_JUDGED] and not row[rt.L_ORDINARY] and not row[rt.L_RED])


def by_household(world: World, l: int, t: int) -> None:
    """The kin rule: adults who live with somebody else on the list that this one follows."""
    row = world.rules.listed[l]
    homes: dict[int, set[Person]] = {}
    for person in world.adults:
        if row[rt.L_KIN] - 1 in person.listings:
            homes.setdefault(person.traits.household, set()).add(person)
    for person in world.adults:
        holds = t >= row[rt.L_SINCE] and not world.rules.exempts(person) and bool(homes.get(person.traits.household, set()) - {person})
        if holds and l not in person.listings:
            enter(world, person, l, t, KIN, None)
        elif l in person.listings and not holds:
            leave(world, person, l, t, "recovered")


def by_threshold(world: World, l: int, t: int) -> None:
    """Those whose score may have moved: on the list while the band holds, off when it no longer does."""
    row = world.rules.listed[l]
    ended = 0 < row[rt.L_UNTIL] <= t
    everybody = t == row[rt.L_SINCE] > 0 or t == row[rt.L_UNTIL] > 0
    for person in world.adults:
        if not (person.dirty or everybody):
            continue
        standing = person.standings[row[rt.L_SCHEME]]
        reached = standing.band >= row[rt.L_BAND] if row[rt.L_ABOVE] else standing.band <= row[rt.L_BAND]
        holds = reached and t >= row[rt.L_SINCE] and not ended and world.rules.covers(row[rt.L_SCHEME], person)
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
    weight[PREDICTION] += standing.offset
    worst = min(range(INDUCED + 1, len(weight)), key=lambda cause: weight[cause])
    return worst if weight[worst] < 0 else ASSOCIATION


def term_end(world: World, l: int, record: Record | None, t: int) -> int:
    """The month in which a listing made now runs out: by the list's term, in proportion to the act, and with the scheme behind the list."""
    row = world.rules.listed[l]
    until = t + row[rt.L_TERM] if row[rt.L_TERM] < rt.NEVER else rt.NEVER
    if row[rt.L_PER_POINT] and record is not None:
        gravity = world.rules.act[record.act][rt.ACT_GRAVITY] if record.act >= 0 else 0
        until = min(until, t + max(1, gravity * row[rt.L_PER_POINT] // 100))
    return min(until, row[rt.L_UNTIL] or rt.NEVER)


def enter(world: World, person: Person, l: int, t: int, cause: int, record: Record | None) -> None:
    """Somebody comes on a list; whoever comes on a blacklist may be told at once, and others may hear of it."""
    row = world.rules.listed[l]
    if row[rt.L_COPIES] - 1 in person.listings:
        leave(world, person, row[rt.L_COPIES] - 1, t, "recovered")
    until = term_end(world, l, record, t) if row[rt.L_SCHEME] < 0 else rt.NEVER
    held = Listing(since=t, until=until, cause=cause, record=record, second=person.second)
    person.listings[l] = held
    person.stale = True
    world.count_list(l, "entries", t, person.group, own_cause(cause))
    if row[rt.L_RED]:
        held.aware = True
        return
    person.ever_listed = True
    person.entered += 1
    known = bool(world.rules.world[rt.W_KNOWN])
    held.aware = known and world.dice.person(person.traits.place, t, "notice", row[rt.L_CODE]) < row[rt.L_NOTICE]
    if held.aware:
        person.attentive, held.told = True, t
    else:
        world.count_list(l, "unnotified", t, person.group)
        person.untold += 1
    if known and (held.aware or row[rt.L_PUBLISHES]):
        person.hit = True


def leave_or_linger(world: World, person: Person, l: int, t: int, way: str) -> None:
    """Somebody whose time is over, or who has settled, comes off; some are not cleared, and stay from month to month."""
    row = world.rules.listed[l]
    if row[rt.L_LINGERS] and world.dice.person(person.traits.place, t, "linger", row[rt.L_CODE]) < row[rt.L_LINGERS]:
        held = person.listings[l]
        held.cause, held.until, person.stale = OVERDUE if way == "expired" else SETTLED, t + 1, True
    else:
        leave(world, person, l, t, way)


def leave(world: World, person: Person, l: int, t: int, way: str) -> None:
    """Somebody comes off a list, by a counted way; a waiting appeal is dropped."""
    held = person.listings.pop(l)
    person.stale = True
    world.count_list(l, "exits", t, person.group, WAYS.index(way))
    world.end_spell(spell_of(world, l), person.group, t - held.since, way)
    if not held.aware:
        world.end_spell("unaware", person.group, t - held.since, "left")
    if held.waiting:
        world.count("appeals-dropped", t, person.group)
        world.end_spell("appeal", person.group, t - held.filed, "left")
    if world.rules.listed[l][rt.L_COPIES]:
        keep_copies(world, person, l, t, held)


def spell_of(world: World, l: int) -> str:
    """The kind of spell that a place on a list is."""
    row = world.rules.listed[l]
    return "copy" if row[rt.L_COPY] else "reward" if row[rt.L_RED] else "listing"


def keep_copies(world: World, person: Person, l: int, t: int, left: Listing) -> None:
    """Agencies that received the list keep their copies of somebody who left it, but those that clear theirs in the same month."""
    if left.since == t:  # on and off within a month: nobody has received it
        return
    rows = world.rules.copy
    received = {a for a, row in enumerate(rows) if row[rt.CP_RECEIVES] >> l & 1 and t >= row[rt.CP_SINCE]}
    copies = not_cleared(world, person, received, t)
    if copies:
        follows = world.rules.listed[l][rt.L_COPIES] - 1
        record = left.record if left.record is not None and left.record.act >= 0 else None
        row, code = world.rules.world, world.rules.listed[follows][rt.L_CODE]
        told = row[rt.W_KNOWN] and world.dice.person(person.traits.place, t, "notice", code) < row[rt.W_COPY_TOLD]
        person.listings[follows] = Listing(
            since=t, until=rt.NEVER, cause=COPY, record=record, aware=True, copies=copies, told=t if told else -1, second=person.second
        )  # fmt: skip
        person.stale = True
        world.count_list(follows, "entries", t, person.group, COPY)


def not_cleared(world: World, person: Person, copies: set[int], t: int) -> set[int]:
    """Of some agencies those that do not clear their copies of somebody this month."""
    rows, place = world.rules.copy, person.traits.place
    return {a for a in copies if world.dice.person(place, t, "copy", rows[a][rt.CP_CODE]) >= rows[a][rt.CP_CLEARS]}


def clear_copies(world: World, l: int, t: int) -> None:
    """Copies of those who left before this month go, agency by agency; with the last one the person is off."""
    for person in world.people:
        held = person.listings.get(l)
        if held is None or held.since == t:
            continue
        left = not_cleared(world, person, held.copies, t)
        person.stale |= left != held.copies
        held.copies = left
        if not left:
            leave(world, person, l, t, "recovered")
