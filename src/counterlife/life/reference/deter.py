"""Deterrence: what people who know of the regime leave undone (form 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import nature_of
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World

OCTAVE = 64
"""Entries of the table a doubling."""


def is_punished(world: World, a: int, t: int) -> bool:
    """Whether a scheme, not of ordinary law, punishes an act this month."""
    entries = [world.rules.entry_in_force(s, a, t) for s in range(len(world.rules.scheme))]
    return any(entry is not None and entry[rt.E_PUNISHES] for entry in entries)


def restraint(world: World, a: int, person: Person, t: int) -> int:
    """What is left of somebody's rate of an act, in 1/65536: all of it unless it is a violation that is punished and they know."""
    rules = world.rules
    if not rules.react[rt.X_DETER] or not person.attentive or nature_of(rules, a) != "violation" or not is_punished(world, a, t):
        return 65536
    left = certainty(world, person) * rules.deter_month[t] >> 16
    if rules.react[rt.X_NEAR] and would_cost_a_band(world, a, person, t):
        left = left * (65536 - rules.react[rt.X_NEAR]) >> 16
    return left


def certainty(world: World, person: Person) -> int:
    """(risk / floor)^-elasticity from the table, which has its entries at 1, 1 + 1/64 ... of each power of two."""
    floor = max(1, world.rules.world[rt.W_FEAR_FLOOR])
    ratio = (max(person.risk, floor) << 16) // floor
    octave = ratio.bit_length() - 17
    entry, beyond = divmod((ratio >> octave) - 65536, 1024)
    here, there = world.rules.deter_risk[OCTAVE * octave + entry : OCTAVE * octave + entry + 2]
    return here - ((here - there) * beyond >> 10)


def would_cost_a_band(world: World, a: int, person: Person, t: int) -> bool:
    """Whether one more record would lower a band, by its points or by a jump."""
    for s in world.rules.scored_schemes():
        entry, standing = world.rules.entry_in_force(s, a, t), person.standings[s]
        if entry is None:
            continue
        lower = world.rules.band_of(s, (standing.score >> 4) + entry[rt.E_POINTS]) if entry[rt.E_POINTS] < 0 else standing.band
        if min(lower, entry[rt.E_JUMP] if entry[rt.E_JUMP] >= 0 else lower) < standing.band:
            return True
    return False
