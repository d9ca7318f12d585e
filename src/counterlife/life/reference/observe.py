"""Phase 2, observe: what the channels see, whom they take for the actor, and what they hear that never happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.barred import is_detained
from counterlife.life.reference.firms import firms_observe
from counterlife.life.reference.people import DIRECTION, EARNED, FALSE_ATTRIBUTION, FALSE_REPORT, LENT, Sighting, nature_of
from counterlife.life.reference.veil import is_hidden
from counterlife.life.tally import SEEN
from counterlife.luck import PERSON, RARE_MOST, STATIC, chance
from counterlife.regime import tables as rt
from counterlife.words import RELATIONS, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.life.reference.people import Event, Person, World

FIELD_OF = {EARNED: SEEN.index("true"), FALSE_ATTRIBUTION: SEEN.index("mistaken"), FALSE_REPORT: SEEN.index("false-report")}
KEPT = SEEN.index("true-kept")
CONFLICT, OUT_GROUP, NEIGHBOUR, LOW_BAND = (RELATIONS.index(name) for name in ("conflict", "out-group", "neighbour", "low-band"))
OF_EVENTS, OF_REPORTS, OF_MATCHES, OF_MALICE = range(4)
"""Which word of a review's draw decides about which kind of alert."""


def observe(world: World, t: int) -> None:
    """Each act passes the channels; then each channel takes in what never happened, and what it is told from above."""
    rules = world.rules
    channels = [ch for ch, row in enumerate(rules.channel) if row[rt.CH_ON]]
    removed: set[Event] = set()
    for event in world.events:
        for ch in channels:
            if rules.sees[ch][event.act]:
                see(world, ch, event, t, removed)
    for ch in channels:
        row = rules.channel[ch]
        if row[rt.CH_REPORT_ACT] >= 0:
            report_falsely(world, ch, t)
        if row[rt.CH_MATCH_ACT]:
            match_wrongly(world, ch, t)
        if row[rt.CH_MALICE_ACT]:
            report_out_of_malice(world, ch, t)
        if row[rt.CH_DIRECT_ACT]:
            direct(world, ch, t)
    firms_observe(world, t)


def see(world: World, ch: int, event: Event, t: int, removed: set[Event]) -> None:
    """A channel sees an act, or does not; it may remove what was said, and may pin the act on somebody else of the community."""
    rules, actor = world.rules, world.people[event.place]
    row = rules.channel[ch]
    if not covers(world, ch, actor, t):
        return
    code = rules.act[event.act][rt.ACT_CODE]
    caught, whom, mistaken, _ = world.dice.words(PERSON, event.place, t, "observe", row[rt.CH_CODE], code)
    if caught >= row[rt.CH_CATCHES]:
        return
    if is_hidden(world, ch, actor, event.act, t):
        world.count("unseen", t, actor.group)
        return
    struck = world.dice.person(event.place, t, "remove", row[rt.CH_CODE], code) < row[rt.CH_REMOVES]
    if struck and nature_of(rules, event.act) == "expression" and event not in removed:
        removed.add(event)
        world.count("removed", t, actor.group)
    other = world.adults[whom * len(world.adults) >> 32]
    if other is not actor and not is_detained(other) and mistaken < rules.mistaken[ch][other.group]:
        alert(world, Sighting(other.traits.place, event.act, ch, FALSE_ATTRIBUTION, event), t, OF_EVENTS)
    else:
        alert(world, Sighting(event.place, event.act, ch, EARNED, event), t, OF_EVENTS)


def covers(world: World, ch: int, person: Person, t: int) -> bool:
    """Whether a person is within a channel's sight, by the place of their community and their group."""
    share = world.rules.cover[ch][t][person.traits.town_place * world.rules.town[rt.T_GROUPS] + person.group]
    asked = [world.rules.guess[k][rt.GU_COVER] for k in person.flagged if world.rules.guess[k][rt.GU_WATCH] == ch]
    share = max(share, *asked, 0)
    share -= share * evasion(world, ch, person) >> 16
    return world.dice.person(person.traits.place, STATIC, "covered", world.rules.channel[ch][rt.CH_CODE]) < share


def evasion(world: World, ch: int, person: Person) -> int:
    """How far somebody keeps out of a channel's sight, in 1/65536: with perceived risk, where there is a way (form 18)."""
    row = world.rules.react
    if not person.attentive or not row[rt.X_EVADE_FROM] >> world.rules.channel[ch][rt.CH_CONTEXT] & 1:
        return 0
    dread = chance(row[rt.X_EVADE_STEEP] * (person.risk - world.rules.world[rt.W_FEAR_FLOOR]) << 8)
    return row[rt.X_EVADE] * dread >> 32


def alert(world: World, sighting: Sighting, t: int, kind: int) -> None:
    """An alert is counted by the group of the person named; a review may drop it, or it is kept for the files."""
    row = world.rules.channel[sighting.channel]
    counts = world.tally.seen[world.number, sighting.channel, world.people[sighting.person].group]
    field = FIELD_OF[sighting.cause]
    counts[field] += 1
    drops = row[rt.CH_DROPS_TRUE] if sighting.cause == EARNED else row[rt.CH_DROPS_WRONG]
    about = sighting.event.place if sighting.event else sighting.person
    code = world.rules.act[sighting.act][rt.ACT_CODE]
    if drops and world.dice.words(PERSON, about, t, "review", row[rt.CH_CODE], code)[kind] < drops:
        return
    counts[field + KEPT] += 1
    helper = lender(world, sighting, t)
    if helper is not None:
        sighting = Sighting(helper.traits.place, sighting.act, sighting.channel, LENT, sighting.event)
    world.sightings.append(sighting)


def lender(world: World, sighting: Sighting, t: int) -> Person | None:
    """In whose name somebody acts who knows that rights are withheld from them: the first tie from whom nothing is, if any."""
    row, person = world.rules.react, world.people[sighting.person]
    if sighting.cause != EARNED or not row[rt.X_LEND_FROM] >> world.rules.channel[sighting.channel][rt.CH_CONTEXT] & 1:
        return None
    if not person.rights_withheld or not any(held.aware for held in person.listings.values()):
        return None
    if world.dice.person(person.traits.place, t, "lend", world.rules.act[sighting.act][rt.ACT_CODE]) >= row[rt.X_LEND]:
        return None
    others = (world.people[tie.other] for tie in person.ties())
    return next((other for other in others if other.traits.adult and not other.rights_withheld), None)


def hit(world: World, t: int, purpose: str, ch: int, most: int, rate: Callable[[Person], int]) -> list[Person]:
    """Adults whose lowest point of this month lies below their own rate, none of which is above ``most``."""
    points = world.dice.lowest_points(t, purpose, world.rules.channel[ch][rt.CH_CODE], min(most, RARE_MOST))
    adults = [person for person in world.adults if person.traits.place in points and not is_detained(person)]
    return [person for person in adults if points[person.traits.place] < rate(person)]


def report_falsely(world: World, ch: int, t: int) -> None:
    """Reports of an act that nobody did, by the group of the person named."""
    rates, act = world.rules.false_report[ch], world.rules.channel[ch][rt.CH_REPORT_ACT]
    for person in hit(world, t, "false-report", ch, max(rates), lambda person: rates[person.group]):
        alert(world, Sighting(person.traits.place, act, ch, FALSE_REPORT, None), t, OF_REPORTS)


def match_wrongly(world: World, ch: int, t: int) -> None:
    """A face within sight is taken for another one, by the group of the person hit."""
    rates, act = world.rules.false_match[ch], world.rules.channel[ch][rt.CH_MATCH_ACT] - 1
    for person in hit(world, t, "false-match", ch, max(rates), lambda person: rates[person.group]):
        if covers(world, ch, person, t):
            alert(world, Sighting(person.traits.place, act, ch, FALSE_ATTRIBUTION, None), t, OF_MATCHES)


def report_out_of_malice(world: World, ch: int, t: int) -> None:
    """Reports of an act that nobody did, by those one is tied to, has broken with, lives among or is unlike."""
    rates, act = world.rules.malice[ch], world.rules.channel[ch][rt.CH_MALICE_ACT] - 1
    most = max(rates[: CONFLICT + 1]) * world.rules.town[rt.T_SLOTS] + rates[OUT_GROUP] + rates[NEIGHBOUR] + rates[LOW_BAND]
    for person in hit(world, t, "malice", ch, most, lambda person: malice_against(world, rates, person)):
        alert(world, Sighting(person.traits.place, act, ch, FALSE_REPORT, None), t, OF_MALICE)


def malice_against(world: World, rates: list[int], person: Person) -> int:
    """The rate at which somebody is reported out of malice, over all their relations."""
    total = rates[NEIGHBOUR] + (rates[LOW_BAND] if stands_low(world, person) else 0)
    for tie in person.traits.ties:
        if world.people[tie.other].traits.adult:
            total += rates[CONFLICT] if tie.slot in person.broken else rates[RELATIONS.index(TIE_KINDS[tie.kind])]
    unlike = sum(1 for other in world.adults if other.group != person.group)
    return total + rates[OUT_GROUP] * unlike // len(world.adults)


def stands_low(world: World, person: Person) -> bool:
    """Whether a score of somebody that all may look up puts them in a band below that of the start."""
    rules = world.rules
    shown = [s for s in rules.scored_schemes() if rules.scheme[s][rt.S_OPEN] and rules.covers(s, person)]
    return any(person.standings[s].band < rules.band_of(s, rules.scheme[s][rt.S_START]) for s in shown)


def direct(world: World, ch: int, t: int) -> None:
    """Direction from above: for some of the expressions that the channel has on file, an act is entered that nobody did."""
    rules, row = world.rules, world.rules.channel[ch]
    for sighting in list(world.sightings):
        if sighting.channel != ch or sighting.event is None or nature_of(rules, sighting.act) != "expression":
            continue
        place = sighting.event.place
        if world.dice.words(PERSON, place, t, "direct", row[rt.CH_CODE], rules.act[sighting.act][rt.ACT_CODE])[0] < row[rt.CH_DIRECTS]:
            world.sightings.append(Sighting(place, row[rt.CH_DIRECT_ACT] - 1, ch, DIRECTION, None))
