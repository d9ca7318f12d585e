"""Phase 2, observe: what the channels see, and whom they take for the actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import EARNED, FALSE_ATTRIBUTION, FALSE_REPORT, Sighting
from counterlife.life.tally import SEEN
from counterlife.luck import PERSON, RARE_MOST, STATIC
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Event, World

FIELD_OF = {EARNED: SEEN.index("true"), FALSE_ATTRIBUTION: SEEN.index("mistaken"), FALSE_REPORT: SEEN.index("false-report")}


def observe(world: World, t: int) -> None:
    """Each act passes the channels; then informants tell of what never happened."""
    channels = [ch for ch, row in enumerate(world.rules.channel) if row[rt.CH_ON]]
    for event in world.events:
        for ch in channels:
            if world.rules.sees[ch][event.act]:
                see(world, ch, event, t)
    for ch in channels:
        if world.rules.channel[ch][rt.CH_REPORT_ACT] >= 0:
            report_falsely(world, ch, t)


def see(world: World, ch: int, event: Event, t: int) -> None:
    """A channel sees an act, or does not; and may pin it on somebody else of the community."""
    rules, actor = world.rules, world.people[event.place]
    row = rules.channel[ch]
    if world.dice.person(event.place, STATIC, "covered", row[rt.CH_CODE]) >= rules.cover[ch][t][actor.group]:
        return
    caught, whom, mistaken, _ = world.dice.words(PERSON, event.place, t, "observe", row[rt.CH_CODE], rules.act[event.act][rt.ACT_CODE])
    if caught >= row[rt.CH_CATCHES]:
        return
    other = world.adults[whom * len(world.adults) >> 32]
    if other is not actor and mistaken < rules.mistaken[ch][other.group]:
        note(world, Sighting(other.traits.place, event.act, ch, FALSE_ATTRIBUTION, event))
    else:
        note(world, Sighting(event.place, event.act, ch, EARNED, event))


def report_falsely(world: World, ch: int, t: int) -> None:
    """Reports of an act that nobody did, by the group of the person named."""
    rates, row = world.rules.false_report[ch], world.rules.channel[ch]
    points = world.dice.lowest_points(t, "false-report", row[rt.CH_CODE], min(max(rates), RARE_MOST))
    for person in world.adults:
        place = person.traits.place
        if place in points and points[place] < rates[person.group]:
            note(world, Sighting(place, row[rt.CH_REPORT_ACT], ch, FALSE_REPORT, None))


def note(world: World, sighting: Sighting) -> None:
    """Keep a sighting for the files, counted by the group of the person named."""
    world.sightings.append(sighting)
    group = world.people[sighting.person].group
    world.tally.seen[world.number, sighting.channel, group, FIELD_OF[sighting.cause]] += 1
