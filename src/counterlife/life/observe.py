"""Phase 2, observe: each act passes the channels that can see it.

A channel covers a share of persons (the same persons every month), misses some acts, and pins some on somebody else of the community.
Informants may also report what never happened. A channel's luck hangs on its name, so worlds that share a channel share its luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import layer_count, layer_of, layer_point, words
from counterlife.life.columns import (
    C_ADULTS,
    C_COMMUNITY,
    C_EVENTS,
    C_FULL,
    C_SEED,
    C_SIGHTS,
    EV_ACT,
    EV_PERSON,
    EV_WORLDS,
    N_SIGHT,
    SI_ACT,
    SI_CAUSE,
    SI_CHANNEL,
    SI_EVENT,
    SI_PERSON,
)  # fmt: skip
from counterlife.life.kernel import part, phase
from counterlife.life.notes import note
from counterlife.regime.tables import ACT_CODE, CH_CATCHES, CH_CODE, CH_ON, CH_REPORT_ACT, W_PHASES
from counterlife.town.traits import ADULT, GROUP
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

FALSE_ATTRIBUTION = CAUSES.index("false-attribution")
FALSE_REPORT = CAUSES.index("false-report")
OBSERVE, REPORT = luck.PURPOSE["observe"], luck.PURPOSE["false-report"]
PERSON, ROW, SPAN, ROW_PERSONS = luck.PERSON, luck.ROW, luck.COMMUNITY_SPAN, luck.ROW_PERSONS
PHASE_BIT = 1


@part
def sight(s: State, w: int, p: int, a: int, channel: int, cause: int, event: int) -> None:
    """Write a sighting down for the record phase."""
    k = s.control[w, C_SIGHTS]
    if k >= s.sight.shape[2]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return
    s.sight[w, SI_PERSON, k] = p
    s.sight[w, SI_ACT, k] = a
    s.sight[w, SI_CHANNEL, k] = channel
    s.sight[w, SI_CAUSE, k] = cause
    s.sight[w, SI_EVENT, k] = event
    s.control[w, C_SIGHTS] = k + 1


@part
def watch(t: int, s: State, r: RuleTables, c: Community, y: Tally, e: int) -> None:
    """Pass one act through the channels of every world in which it happened."""
    p, a = s.event[EV_PERSON, e], s.event[EV_ACT, e]
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    for ch in range(r.channel.shape[1]):
        drawn, caught, doubt, other = False, 0, 0, 0
        for w in range(r.world.shape[0]):
            if (s.event[EV_WORLDS, e] >> w) & 1 == 0 or r.sees[w, ch, a] == 0 or (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
                continue
            if s.covered[ch, p] >= r.cover[w, ch, t, c.byte[GROUP, p]]:
                continue
            if not drawn:
                drawn = True
                draws = words(seed, PERSON, community * SPAN + p, t, OBSERVE, r.channel[w, ch, CH_CODE], r.act[a, ACT_CODE])
                caught, doubt = draws[0], draws[2]
                other = s.adult[(draws[1] * s.control[last, C_ADULTS]) >> 32]
            if caught >= r.channel[w, ch, CH_CATCHES]:
                continue
            if other != p and doubt < r.mistaken[w, ch, c.byte[GROUP, other]]:
                sight(s, w, other, a, ch, FALSE_ATTRIBUTION, e)
                y.seen[w, ch, c.byte[GROUP, other], 1] += 1
                note(s, t, w, other, N_SIGHT, a, ch, FALSE_ATTRIBUTION)
            else:
                sight(s, w, p, a, ch, 0, e)
                y.seen[w, ch, c.byte[GROUP, p], 0] += 1
                note(s, t, w, p, N_SIGHT, a, ch, 0)


@part
def false_reports(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, ch: int) -> None:
    """Reports of what never happened, at the person they are aimed at; at most one a person, month and channel."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    persons, code, first = c.byte.shape[1], r.channel[w, ch, CH_CODE], s.control[w, C_SIGHTS]
    top = 0
    for g in range(r.false_report.shape[2]):
        if r.false_report[w, ch, g] > 0:
            top = max(top, layer_of(r.false_report[w, ch, g]) + 1)
    for row in range(s.top.shape[1]):
        entity = community * SPAN + row
        counts = (0, 0, 0, 0)
        for layer in range(top):
            if layer & 3 == 0:
                counts = words(seed, ROW, entity, t, REPORT, code, layer >> 2)
            for i in range(layer_count(layer, counts[layer & 3], r.poisson_offset, r.poisson_cdf)):
                draws = words(seed, ROW, entity, t, REPORT + 1, code, layer << 16 | i)
                p = row * ROW_PERSONS + (draws[0] >> 22)
                if p >= persons or c.byte[ADULT, p] == 0 or layer_point(layer, draws[1]) >= r.false_report[w, ch, c.byte[GROUP, p]]:
                    continue
                place = s.control[w, C_SIGHTS]
                while place > first and s.sight[w, SI_PERSON, place - 1] > p:
                    place -= 1
                if place > first and s.sight[w, SI_PERSON, place - 1] == p:
                    continue
                sight(s, w, p, r.channel[w, ch, CH_REPORT_ACT], ch, FALSE_REPORT, -1)
                for k in range(s.control[w, C_SIGHTS] - 1, place, -1):
                    for field in range(s.sight.shape[1]):
                        s.sight[w, field, k], s.sight[w, field, k - 1] = s.sight[w, field, k - 1], s.sight[w, field, k]
                y.seen[w, ch, c.byte[GROUP, p], 2] += 1
                note(s, t, w, p, N_SIGHT, r.channel[w, ch, CH_REPORT_ACT], ch, FALSE_REPORT)


@part
def watched(r: RuleTables, a: int) -> bool:
    """Whether any channel of any world sees the act at all."""
    for w in range(r.world.shape[0]):
        for ch in range(r.channel.shape[1]):
            if r.sees[w, ch, a] != 0:
                return True
    return False


@phase
def observe(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Pass the month's acts through the channels, then hear the informants."""
    for w in range(r.world.shape[0]):
        s.control[w, C_SIGHTS] = 0
    act, seen = -1, False
    for e in range(s.control[s.control.shape[0] - 1, C_EVENTS]):
        if s.event[EV_ACT, e] != act:
            act = s.event[EV_ACT, e]
            seen = watched(r, act)
        if seen:
            watch(t, s, r, c, y, e)
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 == 0:
            continue
        for ch in range(r.channel.shape[1]):
            if r.channel[w, ch, CH_ON] != 0 and r.channel[w, ch, CH_REPORT_ACT] >= 0:
                false_reports(t, s, r, c, y, w, ch)
