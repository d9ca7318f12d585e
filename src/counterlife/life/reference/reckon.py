"""What only measures need, reckoned after each month; it changes nothing in anybody's life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.barred import left_of
from counterlife.life.reference.firms import count
from counterlife.life.reference.people import EARNED, FAMILY, INDUCED, nature_of, right
from counterlife.life.reference.people import RIGHT_BITS as RIGHTS
from counterlife.life.reference.readings import FOLLOWED, STUCK, read_end, read_year
from counterlife.life.reference.used import use_records
from counterlife.life.reference.whole import whole_files
from counterlife.life.tally import MULTIPLES, TENTH_PARTS
from counterlife.luck import FIRM, PERSON, STATIC
from counterlife.regime import tables as rt
from counterlife.words import FIRM_SIZES

if TYPE_CHECKING:
    from counterlife.life.reference.pairs import Pair
    from counterlife.life.reference.people import Person, World

GRAVEST = 1 << 30


def begin_reckoning(world: World) -> None:
    """Before the first month: the tenth, and whose file of credit is thin."""
    for person in world.adults:
        place = person.traits.place
        person.tenth = world.dice.person(place, STATIC, "exempt") < (1 << 32) // 10
        thin, month, _, _ = world.dice.words(PERSON, place, STATIC, "thin")
        person.asks_in = month * 12 >> 32 if thin < world.rules.thin[rt.TH_SHARE] else None
    for person in world.people:
        person.bands = [standing.band for standing in person.standings]
    count_ahead(world, 0)


def reckon(world: World, t: int) -> None:
    """One month of one world."""
    whole_files(world, t)
    harmed(world, t)
    if world.rules.on("bear"):
        promises(world, t)
    hearsay(world, t)
    lend(world, t)
    lend_to_firms(world, t)
    gravity(world, t)
    stuck(world, t)
    for person in world.people:
        person.hard_months += person.hardship
        person.worked += person.employed
    use_records(world, t)
    count_tenth(world, t)
    if t + 1 < world.months:
        for person in world.people:
            weigh(world, person, t + 1)
        count_ahead(world, t + 1)
    if t % 12 == 11 or t == world.months - 1:
        read_year(world, t)


def reckon_pair(pair: Pair, t: int) -> None:
    """What somebody will earn less next month than in the baseline."""
    if t + 1 < pair.world.months and pair.world.rules.on("bear") and pair.baseline.rules.on("bear"):
        for person, twin in zip(pair.world.people, pair.baseline.people, strict=True):
            if person.traits.adult:
                pair.losses[person.traits.place] += earns(pair.baseline, twin) - earns(pair.world, person)


def end_reckoning(worlds: list[World], pairs: list[Pair]) -> None:
    """After the last month."""
    read_end(worlds, pairs)


def earns(world: World, person: Person) -> int:
    """Income of the month to come."""
    who = person.traits
    wage = who.wage - (who.wage * world.rules.town[rt.T_SCAR] >> 16 if person.scarred else 0)
    return left_of(world, person, wage if person.employed else who.support)


def of_tenth(world: World, person: Person, part: str, t: int, amount: int) -> None:
    """Count something of the tenth."""
    if person.tenth:
        world.count("tenth", t, person.group, TENTH_PARTS.index(part), amount)


def count_tenth(world: World, t: int) -> None:
    """How the tenth lives this month, and what they said."""
    for person in world.people:
        of_tenth(world, person, "adults", t, 1)
        of_tenth(world, person, "hardship", t, int(person.hardship))
    for event in world.events:
        if nature_of(world.rules, event.act) == "expression":
            of_tenth(world, world.people[event.place], "spoken", t, 1)


def count_ahead(world: World, t: int) -> None:
    """What the tenth will earn, and from whom of them something will be withheld."""
    bears = world.rules.on("bear")
    for person in world.people:
        of_tenth(world, person, "employed", t, int(person.employed and bears))
        of_tenth(world, person, "income", t, earns(world, person) if bears else 0)
        of_tenth(world, person, "sanctioned", t, int(person.cause is not None))


def promises(world: World, t: int) -> None:
    """A financial act breaks a promise to each adult one is tied to outside the family, once a month."""
    for place in {event.place for event in world.events if nature_of(world.rules, event.act) == "financial"}:
        for tie in world.people[place].ties():
            other = world.people[tie.other]
            if tie.kind != FAMILY and other.traits.adult:
                world.count("promises-broken", t, other.group)


def hearsay(world: World, t: int) -> None:
    """Who hears this month that somebody was put on a blacklist, and whether that was earned."""
    if not world.rules.world[rt.W_KNOWN]:
        return
    for person in world.people:
        for l, held in person.listings.items():
            row = world.rules.listed[l]
            if row[rt.L_RED]:
                continue
            knows = held.aware and held.told == t
            if knows and held.wrong:
                world.count("unearned-known", t, person.group)
            if held.since == t and (knows or row[rt.L_PUBLISHES]):
                for tie in person.ties():
                    other = world.people[tie.other]
                    if other.traits.adult:
                        world.count("unearned-known" if held.wrong else "wrongs-punished", t, other.group)


def lend(world: World, t: int) -> None:
    """A loan to somebody with a thin file: by the score that tells of them, if one does (form 19)."""
    row, thin = world.rules.reckon, world.rules.thin
    for person in world.adults:
        if person.asks_in != t % 12:
            continue
        asks, fails, taken, _ = world.dice.words(PERSON, person.traits.place, t, "thin-loan")
        if asks >= thin[rt.TH_APPLIES]:
            continue
        will_fail = fails < thin[rt.TH_DEFAULT]
        limit = row[rt.RK_PLAIN]
        if row[rt.RK_CREDIT] and t >= row[rt.RK_SINCE] and world.rules.covers(row[rt.RK_CREDIT] - 1, person):
            limit = row[rt.RK_BAD] if will_fail else row[rt.RK_GOOD]
        world.count("thin-asked", t, person.group)
        if taken < limit and not person.mask & (right("credit") | right("detention")):
            world.count("thin-lent", t, person.group, int(will_fail))
            without = world.dice.words(PERSON, person.traits.place, STATIC, "thin")[2] < thin[rt.TH_UNBANKED]
            if without and not person.banked:
                person.banked = True
                world.count("banked", t, person.group)


def lend_to_firms(world: World, t: int) -> None:
    """A loan to a micro-enterprise: by what its rating tells, if one does."""
    row, thin = world.rules.reckon, world.rules.thin
    for firm in world.firms:
        turn = world.dice.words(FIRM, firm.place, STATIC, "firm-loan")[0] * 12 >> 32
        asks, fails, taken, _ = world.dice.words(FIRM, firm.place, t, "firm-loan")
        if firm.size_class != FIRM_SIZES.index("micro") or turn != t % 12 or asks >= thin[rt.TH_FIRM_APPLIES]:
            continue
        will_fail, limit = fails < thin[rt.TH_FIRM_DEFAULT], row[rt.RK_FIRM_PLAIN]
        if row[rt.RK_FIRM_CREDIT] and t >= row[rt.RK_FIRM_SINCE]:
            limit = row[rt.RK_FIRM_BAD] if will_fail else row[rt.RK_FIRM_GOOD]
        count(world, "loans-asked", t, firm)
        if taken < limit and not firm.mask & right("credit"):
            count(world, "loans-lent", t, firm, int(will_fail))


def harmed(world: World, t: int) -> None:
    """Whom the month's acts of persons harm, in thousandths of a person."""
    for event in world.events:
        world.count("harmed", t, world.people[event.place].group, amount=world.rules.act[event.act][rt.ACT_VICTIMS])


def gravity(world: World, t: int) -> None:
    """Own acts that came on file, each once."""
    for person, act in dict.fromkeys((item.person, item.act) for item in world.fresh if item.cause in (EARNED, INDUCED)):
        judged = world.rules.gravity[act]
        for side, points in enumerate(judged):
            world.count("gravity", t, person.group, side, points)
        person.gravity = min(GRAVEST, person.gravity + judged[0])


def stuck(world: World, t: int) -> None:
    """Sixty month ends from the first on a blacklist."""
    for person in world.adults:
        on = any(not world.rules.listed[l][rt.L_RED] for l in person.listings)
        if person.first_stood is None and on:
            person.first_stood = t
        if person.first_stood is None:
            continue
        age = t - person.first_stood
        person.stood += on and age < FOLLOWED
        if age == FOLLOWED - 1:
            world.count("stuck", t, person.group, int(person.stood < STUCK))


def weigh(world: World, person: Person, t: int) -> None:
    """A month in which something is withheld: earned or not, in proportion or not, by the book or not."""
    if person.cause is None:
        return
    if person.cause not in (EARNED, INDUCED):
        person.other_months += 1
        return
    person.own_months += 1
    for place, multiple in enumerate(MULTIPLES):
        if 100 * person.own_months > multiple * person.gravity:
            world.count("beyond", t, person.group, place)
    if procedure_skipped(world, person, t):
        world.count("unfair", t, person.group)


def procedure_skipped(world: World, person: Person, t: int) -> bool:
    """Whether the oldest earned listing that withholds something lacked the notice or hearing that its rule demands."""
    own = [
        (held.since, l) for l, held in person.listings.items()
        if not world.rules.listed[l][rt.L_RED] and not held.wrong and world.rules.held(l, held, t) & RIGHTS
    ]  # fmt: skip
    if not own:
        return False
    _, l = min(own)
    held, demands = person.listings[l], world.rules.demands[l]
    heard = world.rules.world[rt.W_HAS_APPEAL] and world.rules.listed[l][rt.L_APPEAL]
    return bool((demands & rt.DEMANDS_NOTICE and held.told != held.since) or (demands & rt.DEMANDS_HEARING and not heard))
