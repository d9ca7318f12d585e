"""Readings at year ends and at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.people import nature_of
from counterlife.life.tally import LOSS_SIDE, SCORE_STEPS, STRATA, STRATUM
from counterlife.regime import tables as rt
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.reference.pairs import Pair
    from counterlife.life.reference.people import Listing, Person, World


FOLLOWED, STUCK = 60, 36
"""Month ends from the first on a blacklist, and how many of them on one make somebody stuck."""


def read_year(world: World, t: int) -> None:
    """Files held and what weighs in them; whom a file of every own act would have brought a sanction; where sanctions come from."""
    for person in world.people:
        origins(world, person, t + 1)
    for person in world.adults:
        world.count("whole-file", t, person.group, amount=int(person.guilty))
        world.count("innocent-sanctioned", t, person.group, amount=int(person.ever_sanctioned and not person.guilty))
        live = [item for item in person.file if item.live]
        for s in {item.scheme for item in live}:
            world.tally.held[world.number, s, t // 12, person.group] += 1
        for item in live:
            of_act = item.act >= 0 and nature_of(world.rules, item.act) != "attribute"
            world.count("weight-of-acts" if of_act else "weight-of-attributes", t, person.group, amount=abs(item.points))
        for s in world.rules.scored_schemes():
            standing = person.standings[s]
            near = standing.score - standing.own >> 4
            world.count("weight-of-attributes", t, person.group, amount=abs(standing.offset) + abs(near))


def origins(world: World, person: Person, month: int) -> None:
    """The sphere of life behind each right withheld, in thousandths: the deciding record's, or split by points for a band."""
    table = world.tally.origin[world.number, person.group]
    for d, cell in person.cells.items():
        table[0, cell.domain, d] += 1000
        shares = by_points(world, person, answering(world, person, d, month))
        for domain, share in shares:
            table[1, domain, d] += share
        table[1, cell.domain, d] += 1000 - sum(share for _, share in shares)


def answering(world: World, person: Person, d: int, month: int) -> int | None:
    """The list that answers for a right: the oldest own one, else the oldest; None where only what was settled earlier withholds it."""

    def order(held: tuple[int, Listing]) -> tuple[bool, int, int]:
        return held[1].wrong, held[1].since, held[0]

    black = [(l, held) for l, held in person.listings.items() if not world.rules.listed[l][rt.L_RED]]
    withholding = [(l, held) for l, held in black if world.rules.held(l, held, month) >> d & 1]
    return min(withholding, key=order)[0] if withholding else None


def by_points(world: World, person: Person, l: int | None) -> list[tuple[int, int]]:
    """Spheres and thousandths by share of the negative points of live records; nothing for an event list."""
    if l is None:
        return []
    s = world.rules.listed[l][rt.L_SCHEME]
    live = [item for item in person.file if item.live and item.scheme == s and item.points < 0]
    total = -sum(item.points for item in live)
    sphere = [0 if item.act < 0 else world.rules.act[item.act][rt.ACT_DOMAIN] for item in live]
    return [(domain, 1000 * -item.points // total) for domain, item in zip(sphere, live, strict=True)]


def read_end(worlds: list[World], pairs: list[Pair]) -> None:
    """Strata, ranks and losses."""
    for world in worlds:
        for person in world.adults:
            stratum(world, person)
            for s in world.rules.scored_schemes():
                points = (person.standings[s].score >> 4) - world.rules.scheme[s][rt.S_START]
                world.tally.rank[world.number, s, person.group, score_bin(points), trait_bin(world, person, s)] += 1
    for pair in pairs:
        if pair.world.mute is not None:
            losses(pair, pair.world.mute)


def stratum(world: World, person: Person) -> None:
    """Somebody's place and conduct, and what happened to them."""
    conduct = sum(person.conduct >= least for least in STRATA) - 1
    row = world.tally.stratum[world.number, person.group, person.traits.town_place, conduct]
    followed = person.first_stood is not None and world.months - person.first_stood >= FOLLOWED
    made = [item for item in world.records if item.person is person]
    values = {
        "adults": 1, "ever": person.ever_sanctioned, "ever-earned": person.ever_earned,
        "ever-unearned-only": person.ever_sanctioned and not person.ever_earned,
        "months": person.own_months + person.other_months, "months-earned": person.own_months,
        "whole-file": person.guilty, "innocent-sanctioned": person.ever_sanctioned and not person.guilty,
        "entries": person.entered, "untold": person.untold,
        "followed": followed, "stuck": followed and person.stood >= STUCK,
        "hardship": person.hard_months, "worked": person.worked,
        "records": len(made), "records-wrong": sum(item.wrong for item in made),
    }  # fmt: skip
    for place, name in enumerate(STRATUM):
        row[place] += int(values[name])


def score_bin(points: int) -> int:
    """The step, up or down from the start, that a score has reached."""
    steps = sum(abs(points) >= step for step in SCORE_STEPS)
    return len(SCORE_STEPS) + (steps if points >= 0 else -steps)


def trait_bin(world: World, person: Person, s: int) -> int:
    """The eighth of the town by the trait that a score claims to measure, the best behaved last; 0 where it claims none."""
    claim = world.rules.claim[s]
    if not claim[0]:
        return 0
    above = sum(person.traits.frailty[claim[0] - 1] >= edge for edge in claim[1:])
    return above if NATURES[claim[0] - 1] == "prosocial" else rt.TRAIT_BINS - 1 - above


def losses(pair: Pair, mute: World) -> None:
    """What those lost whom the muted world ever listed."""
    for person, twin, muted in zip(pair.world.people, pair.baseline.people, mute.people, strict=True):
        if not person.traits.adult or not muted.ever_listed:
            continue
        lost = pair.losses[person.traits.place], person.debt - twin.debt
        for kind, cents in enumerate(lost):
            pair.loss[person.group, kind, loss_bin(cents)] += 1
            pair.lost[person.group, kind] += cents


def loss_bin(cents: int) -> int:
    """Four bins to each doubling of a yuan, on either side."""
    yuan = abs(cents) // 100
    if not yuan:
        return LOSS_SIDE
    doubling = yuan.bit_length() - 1
    far = min(LOSS_SIDE, 1 + 4 * doubling + (4 * yuan >> doubling & 3))
    return LOSS_SIDE + far if cents > 0 else LOSS_SIDE - far
