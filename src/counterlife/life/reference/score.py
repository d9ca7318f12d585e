"""Phase 4, score: a score is read from the ledger, and sets the band."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from counterlife.life.reference.firms import firms_score
from counterlife.life.reference.people import EARNED, INDUCED
from counterlife.luck import chance
from counterlife.regime import tables as rt
from counterlife.words import NATURES, TRAITS

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, Resident, Rules, World


FOOTPRINT = TRAITS.index("footprint")


def score(world: World, t: int) -> None:
    """Read the scores that may have changed: all of them where neighbours weigh in."""
    if world.rules.react[rt.X_THIN]:
        for s in world.rules.scored_schemes():
            thin_out(world, s)
    for s in world.rules.scored_schemes():
        for person in world.adults:
            if person.dirty or world.rules.scheme[s][rt.S_WEIGHT] > 0:
                read(world, s, person)
    firms_score(world, t)


def read(world: World, s: int, person: Person) -> None:
    """The score of one person in one scheme, then the bands: as it stands, and as the earned file alone would have it."""
    rules, standing = world.rules, person.standings[s]
    row = rules.scheme[s]
    start, weight, least = row[rt.S_START], row[rt.S_WEIGHT], 16 * row[rt.S_LEAST]
    standing.own = 16 * rules.clamp(s, start + standing.offset + sum(standing.ledger))
    new = standing.own
    if weight > 0:
        new = ((65536 - weight) * (standing.own - least) + weight * (standing.near - least) + 32768 >> 16) + least
        person.dirty |= new != standing.score
    standing.score = new
    standing.band_sum = rules.band_of(s, new >> 4)
    standing.band = min(standing.band_sum, lowest(standing.jumps))
    earned = rules.clamp(s, start + standing.ledger[EARNED] + standing.ledger[INDUCED])
    standing.band_earned = min(rules.band_of(s, earned), lowest(standing.jumps_earned))


def thin_out(world: World, s: int) -> None:
    """What those who know of the regime keep out of sight is missing from the factor that reads their footprint (form 18)."""
    row, react = world.rules.scheme[s], world.rules.react
    weight = row[rt.S_FACTOR + FOOTPRINT]
    for person in world.adults:
        if not weight or not person.attentive:
            continue
        felt = chance(react[rt.X_EVADE_STEEP] * (person.risk - world.rules.world[rt.W_FEAR_FLOOR]) << 8)
        missing = (react[rt.X_EVADE] * felt >> 32) * react[rt.X_THIN] >> 16
        part = weight * rank(world.rules.rank[FOOTPRINT], traits_of(person.traits)[FOOTPRINT]) >> 16
        offset = person.rooted[s] - ((row[rt.S_MOST] - row[rt.S_LEAST]) * part * missing >> 32)
        if person.standings[s].offset != offset:
            person.standings[s].offset = offset
            person.dirty = True


def start_of(rules: Rules, s: int, who: Resident) -> int:
    """Where somebody starts: as everybody, or by the ranks of their fixed traits in the town, weighed."""
    row = rules.scheme[s]
    weights = row[rt.S_FACTOR : rt.S_FACTOR + len(TRAITS)]
    if not any(weights):
        return row[rt.S_START]
    ranks = [rank(edges, value) for edges, value in zip(rules.rank, traits_of(who), strict=True)]
    weighed = sum(weight * place for weight, place in zip(weights, ranks, strict=True))
    return row[rt.S_LEAST] + ((row[rt.S_MOST] - row[rt.S_LEAST]) * weighed >> 32)


def traits_of(who: Resident) -> tuple[int, ...]:
    """The traits that a factor score may read, as in `words.TRAITS`."""
    income = who.wage if who.employed else who.support
    return income, who.savings, who.age, who.demand, -who.frailty[NATURES.index("financial")]


def rank(edges: list[int], value: int) -> int:
    """The middle rank among those alike, of 65,536."""
    return (bisect_left(edges, value) + bisect_right(edges, value)) * 128


def lowest(jumps: list[int]) -> int:
    """The worst band to which a live record caps; above all bands if there is none."""
    return next((k for k, live in enumerate(jumps) if live > 0), len(jumps))
