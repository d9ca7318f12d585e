"""Phase 4, score: a score is read from the ledger, and sets the band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import EARNED, INDUCED
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World


def score(world: World, _t: int) -> None:
    """Read the scores that may have changed: all of them where neighbours weigh in."""
    for s in world.rules.scored_schemes():
        for person in world.adults:
            if person.dirty or world.rules.scheme[s][rt.S_WEIGHT] > 0:
                read(world, s, person)


def read(world: World, s: int, person: Person) -> None:
    """The score of one person in one scheme, then the bands: as it stands, and as the earned file alone would have it."""
    rules, standing = world.rules, person.standings[s]
    row = rules.scheme[s]
    start, weight, least = row[rt.S_START], row[rt.S_WEIGHT], 16 * row[rt.S_LEAST]
    standing.own = 16 * rules.clamp(s, start + sum(standing.ledger))
    new = standing.own
    if weight > 0:
        new = ((65536 - weight) * (standing.own - least) + weight * (standing.near - least) + 32768 >> 16) + least
        person.dirty |= new != standing.score
    standing.score = new
    standing.band_sum = rules.band_of(s, new >> 4)
    standing.band = min(standing.band_sum, lowest(standing.jumps))
    earned = rules.clamp(s, start + standing.ledger[EARNED] + standing.ledger[INDUCED])
    standing.band_earned = min(rules.band_of(s, earned), lowest(standing.jumps_earned))


def lowest(jumps: list[int]) -> int:
    """The worst band to which a live record caps; above all bands if there is none."""
    return next((k for k, live in enumerate(jumps) if live > 0), len(jumps))
