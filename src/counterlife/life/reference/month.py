"""The month: the order of the phases, and the turn, when what falls due next month is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.life.reference.act import act
from counterlife.life.reference.adapt import adapt
from counterlife.life.reference.barred import lose_place
from counterlife.life.reference.bear import bear
from counterlife.life.reference.dice import Dice
from counterlife.life.reference.firms import firms_turn, settle_firms
from counterlife.life.reference.infer import infer
from counterlife.life.reference.listing import listing, spell_of
from counterlife.life.reference.members import open_schemes
from counterlife.life.reference.observe import covers, observe
from counterlife.life.reference.pairs import Pair, compare_acts, compare_fates, compare_gains, compare_lives, compare_sanctions
from counterlife.life.reference.people import (
    ACTLESS_CAUSES,
    AT_COUNTERS,
    EARNED,
    INDUCED,
    PUBLIC,
    REWARD_BITS,
    RIGHT_BITS,
    Cell,
    Person,
    Rules,
    Standing,
    World,
    own_cause,
    residents,
    right,
)
from counterlife.life.reference.reckon import begin_reckoning, end_reckoning, reckon, reckon_pair
from counterlife.life.reference.record import record
from counterlife.life.reference.recourse import count_stocks, recourse
from counterlife.life.reference.sanction import sanction
from counterlife.life.reference.score import score, start_of
from counterlife.life.tally import AGES, ROW_ACT, ROW_CAUSE, ROW_CONTEXT, empty
from counterlife.luck import STATIC
from counterlife.regime import tables as rt
from counterlife.town.traits import PLACE
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.life.reference.people import Listing, Resident
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

PHASES: Final[dict[str, Callable[[World, int], None]]] = {
    "act": act, "observe": observe, "record": record, "score": score, "infer": infer,
    "listing": listing, "sanction": sanction, "bear": bear, "recourse": recourse, "adapt": adapt,
}  # fmt: skip


def live(tables: RuleTables, community: Community, seed: int, community_id: int, months: int) -> Tally:
    """Live one community through its months in all worlds, in plain Python.

    Parameters
    ----------
    tables : RuleTables
        The rules of the worlds.
    community : Community
        The people, as drawn by the town.
    seed, community_id : int
        The run's seed, and the number of the community in it.
    months : int
        How many months, at least 1 and at most those of the tables.

    Returns
    -------
    Tally
        What happened, counted.
    """
    worlds, lists, groups = len(tables.world), tables.listed.shape[1], int(tables.town[rt.T_GROUPS])
    places = tables.cover.shape[3] // max(1, groups)
    tally = empty(worlds, months, groups, lists, tables.channel.shape[1], tables.scheme.shape[1], len(tables.pairs), places)
    people = residents(community)
    dice = Dice(seed, community_id, len(people))
    lived = [settle_in(Rules(tables, w), w, people, dice, months, tally) for w in range(worlds)]
    for world in lived:
        settle_firms(world, community)
        mute = world.rules.world[rt.W_MUTE]
        world.mute = lived[mute] if mute >= 0 else None
    pairs = [
        Pair(lived[w], lived[b], tally.pair[k], tally.loss[k], tally.lost[k], [0] * len(people))
        for k, (w, b) in enumerate(tables.pairs.tolist())
    ]
    for world in lived:
        begin_reckoning(world)
    for t in range(months):
        month(lived, pairs, t)
    for world in lived:
        close(world)
    end_reckoning(lived, pairs)
    if places > 1:
        tally.region[:, int(community.byte[PLACE, 0])] += tally.flow
    return tally


def settle_in(rules: Rules, number: int, people: tuple[Resident, ...], dice: Dice, months: int, tally: Tally) -> World:
    """A world before its first month."""
    persons = [newcomer(rules, resident, dice) for resident in people]
    adults = [person for person in persons if person.traits.adult]
    world = World(number, rules, dice, months, persons, adults, tally)
    open_schemes(world)
    return world


def newcomer(rules: Rules, resident: Resident, dice: Dice) -> Person:
    """Somebody before the first month: a clean file, the starting score, nothing withheld."""
    standings = []
    for s, row in enumerate(rules.scheme):
        middling, start = row[rt.S_START], start_of(rules, s, resident)
        band, points = rules.band_of(s, start), 16 * start
        standing = Standing(score=points, own=points, near=points, band=band, band_earned=rules.band_of(s, middling), band_sum=band)
        standing.offset = start - middling
        standings.append(standing)
    person = Person(traits=resident, employed=resident.employed, balance=resident.savings, standings=standings)
    person.dirty = resident.adult
    person.second = dice.person(resident.place, STATIC, "document") < rules.world[rt.W_SECOND]
    person.rooted = [standing.offset for standing in standings]
    if rules.react[rt.X_RISK]:
        person.risk = rules.world[rt.W_FEAR_FLOOR]
        person.attentive = resident.adult and dice.person(resident.place, STATIC, "attentive") < rules.world[rt.W_FEAR_AWARE]
    return person


def month(worlds: list[World], pairs: list[Pair], t: int) -> None:
    """Ten phases, each over the whole community before the next begins; then the turn."""
    for world in worlds:
        open_month(world)
    for name, phase in PHASES.items():
        for world in worlds:
            if world.rules.on(name) or name == "sanction":  # with this one off nothing is withheld, but people are still counted
                phase(world, t)
            after(world, name, t)
        for pair in pairs:
            compare(pair, name, t)
    for world in worlds:
        turn(world, t)
        take_stock(world, t)
        reckon(world, t)
    for pair in pairs:
        reckon_pair(pair, t)


def open_month(world: World) -> None:
    """What belongs to one month only begins empty."""
    world.events, world.done, world.sightings, world.fresh = [], set(), [], []
    for person in world.people:
        person.hit = person.acted = person.veiled = False


def after(world: World, phase: str, t: int) -> None:
    """What is done whether the phase is on or off."""
    if phase == "listing":
        for person in world.people:
            person.dirty = False
    if phase == "recourse":
        count_stocks(world, t)


def compare(pair: Pair, phase: str, t: int) -> None:
    """Compare two worlds where a phase has just made a difference."""
    if phase == "act":
        compare_acts(pair, t)
    if phase == "record":
        compare_gains(pair, t)
    if phase == "sanction":
        compare_sanctions(pair, t)
        compare_fates(pair, t)
    if phase == "bear":
        compare_lives(pair, t)


def turn(world: World, t: int) -> None:
    """Settle what falls due next month, for those whose listings changed and those whose lists withhold something else from now on."""
    joins_up = t + 1 == world.rules.world[rt.W_JOINED]
    changed = {l for l, months in enumerate(world.rules.withheld) if joins_up or months[t] != months[t + 1]}
    firms_turn(world, t)
    for person in world.people:
        if person.stale or changed & person.listings.keys() or steps_up(world, person, t + 1):
            settle(world, person, t + 1)
        if t + 1 < world.months and person.second:
            world.count("slipped", t + 1, person.group, amount=int(has_slipped(world, person, t + 1)))


def has_slipped(world: World, person: Person, month: int) -> bool:
    """Whether somebody with a second document keeps a right by it."""
    rules = world.rules
    black = [(l, held) for l, held in person.listings.items() if not rules.listed[l][rt.L_RED]]
    return any(rules.in_name(l, held, month) & ~rules.held(l, held, month) for l, held in black)


def steps_up(world: World, person: Person, month: int) -> bool:
    """Whether a listing reaches a further stage in a month."""
    return any(
        more and month - held.since == after + 1 for l, held in person.listings.items() for after, more in world.rules.stage[l]
    )  # fmt: skip


def settle(world: World, person: Person, month: int) -> None:
    """What one person has withheld and given from a month on, and who answers for it."""
    rules = world.rules
    mask = 0
    for l, held in person.listings.items():
        mask |= rules.held(l, held, month) & (REWARD_BITS if rules.listed[l][rt.L_RED] else RIGHT_BITS)
    if rules.world[rt.W_HONOURS] and mask & right("honour"):
        mask &= RIGHT_BITS
    sources = sources_of(world, person, month)
    cause = class_cause([held for _, held in sources])
    cells = {}
    for d in range(len(DOMAINS)):
        withholding = [held for l, held in sources if rules.held(l, held, month) >> d & 1]
        if withholding:
            cells[d] = cell_of(world, deciding(withholding))
    if (mask, cause, cells) != (person.mask, person.cause, person.cells):
        count_cells(world, person, month)
        person.settled = month
    if mask & ~person.mask & right("university"):
        lose_place(world, person, month)
    person.mask, person.cause, person.cells = mask, cause, cells
    follows = rules.world[rt.W_FOLLOWS]
    rows = [rules.listed[l] for l in person.listings]
    rows = [row for row in rows if not row[rt.L_RED] and (follows or row[rt.L_ORDINARY])]
    person.public = PUBLIC if any(row[rt.L_PUBLISHES] for row in rows) else 0
    if rules.look[rt.LK_COUNTER] and any(not row[rt.L_PUBLISHES] and not row[rt.L_SECRET] for row in rows):
        person.public |= AT_COUNTERS
    person.stale = False


def sources_of(world: World, person: Person, month: int) -> list[tuple[int, Listing]]:
    """The blacklistings that withhold a right, oldest first."""
    rules = world.rules
    black = [(l, held) for l, held in person.listings.items() if not rules.listed[l][rt.L_RED]]
    sources = [(l, held) for l, held in black if rules.held(l, held, month) & RIGHT_BITS]
    return sorted(sources, key=lambda source: (source[1].since, source[0]))


def class_cause(sources: list[Listing]) -> int | None:
    """The one cause of a person's sanction: their own acts if those alone would do, else the oldest source."""
    causes = [held.cause for held in sources]
    if not causes:
        return None
    return next((own for own in (EARNED, INDUCED) if own in causes), causes[0])


def deciding(withholding: list[Listing]) -> Listing:
    """Which of the listings that withhold a right answers for it."""
    return next((held for held in withholding if not held.wrong), withholding[0])


def cell_of(world: World, held: Listing) -> Cell:
    """The cause of a right withheld, the sphere of the act on file, and the context its channel works in."""
    if held.record is None or held.record.act < 0 or held.cause in ACTLESS_CAUSES:
        return Cell(held.cause, 0, 0)
    domain = world.rules.act[held.record.act][rt.ACT_DOMAIN]
    return Cell(held.cause, domain, world.rules.channel[held.record.channel][rt.CH_CONTEXT])


def count_cells(world: World, person: Person, until: int) -> None:
    """Count the months for which each right has been withheld as it stands."""
    for d, cell in person.cells.items():
        for t in range(person.settled, until):
            year = world.tally.cross[world.number, t // 12, person.group]
            for row in (ROW_CAUSE + own_cause(cell.cause), ROW_ACT + cell.domain, ROW_CONTEXT + cell.context):
                year[row, d] += 1


def count_watched(world: World, t: int) -> None:
    """Who is within sight of a channel that feeds a scheme beyond ordinary law that covers them, and who can be found within a day."""
    rules = world.rules
    special = {s for s, row in enumerate(rules.scheme) if row[rt.S_ON] and not row[rt.S_ORDINARY]}
    for person in world.adults:
        covering = [ch for ch, row in enumerate(rules.channel) if row[rt.CH_ON] and covers(world, ch, person, t)]
        files = {s for s in special if not rules.joining[s][rt.J_OPT_IN] or s in person.joined}
        if any((rules.channel[ch][rt.CH_FEEDS] | rules.share[ch][t]) >> s & 1 for ch in covering for s in files):
            world.count("watched", t, person.group)
        if any(rules.channel[ch][rt.CH_LOCATES] for ch in covering):
            world.count("findable", t, person.group)


def take_stock(world: World, t: int) -> None:
    """Stocks at the end of the month: lists, and at a year's end (and the run's) bands and points."""
    for person in world.people:
        for l, held in person.listings.items():
            world.count_list(l, "stock", t, person.group)
            if not held.aware:
                world.count_list(l, "unaware", t, person.group)
    if t % 12 != 11 and t != world.months - 1:
        return
    if world.rules.on("observe"):
        count_watched(world, t)
    for s in world.rules.scored_schemes():
        for person in world.adults:
            standing, total = person.standings[s], sum(person.standings[s].ledger)
            world.count("points-sum", t, person.group, amount=total)
            clamped = (standing.own >> 4) - world.rules.scheme[s][rt.S_START] - standing.offset - total
            world.count("points-clamped", t, person.group, amount=clamped)
            world.tally.band[world.number, s, t // 12, person.group, standing.band] += 1


def close(world: World) -> None:
    """The end of the run: what stands is counted, and open spells end as censored."""
    end = world.months
    for person in world.people:
        count_cells(world, person, end)
        for l, held in person.listings.items():
            world.end_spell(spell_of(world, l), person.group, end - held.since, "censored")
            if not held.aware:
                world.end_spell("unaware", person.group, end - held.since, "censored")
            if held.waiting:
                world.end_spell("appeal", person.group, end - held.filed, "censored")
        if person.traits.adult:
            world.tally.person[world.number, person.group, min(person.months, AGES - 1)] += 1
    for item in world.records:
        if item.live and item.wrong:
            world.end_spell("error", item.person.group, end - item.month, "censored")
