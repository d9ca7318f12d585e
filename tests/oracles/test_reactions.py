"""Oracles of what people do about a regime: deterrence, words in private, joining, good acts for points, evasion, ties dropped."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.oracles.runs import chance, near_ratio, oracle, rules

from counterlife.life.tally import FLOW, PAIR
from counterlife.words import NATURES

VIOLATION, PROSOCIAL = NATURES.index("violation"), NATURES.index("prosocial")


def left_undone(*sets: str, known: bool = True) -> tuple[list[int], list[int], int]:
    """Violations left undone and adults by community, in the month after everybody was hit; and acts added in any."""
    world = rules("deterrence", *sets)
    made = oracle(world if known else world.muted(), rules("nothing"), town="litter", months=2, pairs=[(0, 1)])
    tallies = made.tallies(60)
    undone = [tally.pair[0, 1, :, PAIR["withheld"] + VIOLATION].sum() for tally in tallies]
    added = sum(tally.pair[0, :, :, PAIR["added"] : PAIR["added"] + len(NATURES)].sum() for tally in tallies)
    return undone, [tally.flow[0, 1, :, FLOW["adults"]].sum() for tally in tallies], int(added)


@pytest.mark.parametrize(
    ("sets", "left"),
    [
        ((), 2**-0.3),
        (("adapt.deterrence.certainty=0", "adapt.deterrence.severity=0.2", "adapt.deterrence.added=1"), 2**-0.2),
        (("adapt.deterrence.certainty=0", "adapt.deterrence.novelty=0.2"), 1 - 0.2 * math.exp(-1 / 6)),
        (("adapt.deterrence.certainty=0", "adapt.deterrence.near-band=0.5"), 0.5),
    ],
)
def test_deterrence(sets: tuple[str, ...], left: float) -> None:
    """Certainty doubled at an elasticity of .3 leaves .812252 of a rate; severity, novelty and a band at stake each by its factor."""
    undone, adults, added = left_undone(*sets)
    near_ratio("violations left undone", undone, adults, chance(0.05) - chance(0.05 * left))
    assert added == 0


def test_certainty_doubled_by_the_published_number() -> None:
    assert pytest.approx(0.812252, abs=1e-6) == 2**-0.3


def test_without_elasticities_or_knowledge_nobody_is_deterred() -> None:
    assert sum(left_undone("adapt.deterrence.certainty=0")[0]) == 0
    assert sum(left_undone(known=False)[0]) == 0


def test_what_is_not_said_in_public_is_said_in_private_or_lost() -> None:
    """Six in ten of what the fearful withhold moves; at none, nothing does."""
    made = oracle(rules("fear", "adapt.fear.private=0.6"), rules("nothing"), town="speech", months=24, pairs=[(0, 1)])
    tallies = made.tallies(40)
    moved = [tally.pair[0, :, :, PAIR["withheld-private"]].sum() for tally in tallies]
    withheld = [tally.pair[0, :, :, PAIR["withheld-unsanctioned"]].sum() for tally in tallies]
    near_ratio("share of withheld expression said in private", moved, withheld, 0.6)
    open_only = oracle(rules("fear"), rules("nothing"), town="speech", months=24, pairs=[(0, 1)])
    assert not any(tally.pair[0, :, :, PAIR["withheld-private"]].any() for tally in open_only.tallies(2))


def bass(p: float, q: float, years: float) -> float:
    """Share who have joined after some years (Bass 1969)."""
    left = math.exp(-(p + q) * years)
    return (1 - left) / (1 + q / p * left)


@pytest.mark.parametrize(("p", "published"), [(0.03, 0.331198), (0.06, 0.522518)])
def test_joining(p: float, published: float) -> None:
    """Five years of joining, in months: the share that joins next month follows those who have joined by this one."""
    assert bass(p, 0.38, 5) == pytest.approx(published, abs=1e-6)
    share = 0.0
    for _ in range(60):
        share += (1 - share) * chance((p + 0.38 * share) / 12)
    assert share == pytest.approx(published, rel=0.025)
    made = oracle(rules("joining", f"schemes.file.covers.joins={p} per person-year"), town="helpers", months=60)
    tallies = made.tallies(40)
    members, adults = made.flow(tallies, "members")[:, -1], made.flow(tallies, "adults")[:, -1]
    near_ratio(f"joined after five years, p {p}", members, adults, share)
    assert (made.flow(tallies, "joined").sum(axis=1) == members).all()
    assert not made.flow(tallies, "left-scheme").any()


def test_only_members_are_recorded() -> None:
    sets = ("schemes.file.covers.already=0.4", "schemes.file.covers.joins=0", "schemes.file.covers.imitates=0")
    made = oracle(rules("joining", *sets), town="helpers", months=3)
    tallies = made.tallies(20)
    near_ratio("records of acts", made.flow(tallies, "records").sum(axis=1), made.flow(tallies, "acts", VIOLATION).sum(axis=1), 0.4)
    closed = oracle(rules("joining", sets[0], "schemes.file.covers.opens=2015"), town="helpers", months=3)
    assert not closed.flow(closed.tallies(2), "records").any()


def test_a_scheme_of_some_communities_only() -> None:
    """In three tenths of the communities everything is on file, in the others nothing, and nobody joins; at none, nobody is covered."""

    def filed(covers: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        made = oracle(rules("joining", f"schemes.file.covers={covers}"), town="helpers", months=3)
        tallies = made.tallies(100)
        assert not made.flow(tallies, "joined").any()
        return made.flow(tallies, "records").sum(axis=1), made.flow(tallies, "acts", VIOLATION).sum(axis=1)

    records, acts = filed("{pilots: 0.3}")
    assert (records[records > 0] == acts[records > 0]).all()
    near_ratio("communities that are pilots", records > 0, np.ones(len(records)), 0.3)
    assert not filed("{pilots: 0}")[0].any()
    records, acts = filed("{pilots: 1}")
    assert (records == acts).all()


def test_pilots_grow_in_number() -> None:
    """Two tenths of communities from the beginning on, six from July 2014; whoever is in one stays in one."""
    steps = "pilots: {value: {2014: 0.2, 2014-07: 0.6}}"
    made = oracle(rules("joining", f"schemes.file.covers={{{steps}}}"), town="helpers", months=12)
    tallies = made.tallies(150)
    records = made.flow(tallies, "records")
    first, later = records[:, :6].sum(axis=1) > 0, records[:, 6:].sum(axis=1) > 0
    near_ratio("pilots of the first half of the year", first, np.ones(len(first)), 0.2)
    near_ratio("pilots of the second", later, np.ones(len(later)), 0.6)
    assert later[first].all()
    acts = made.flow(tallies, "acts", VIOLATION)
    assert (records[later, 6:] == acts[later, 6:]).all(), "from the month on in which it becomes a pilot"
    alone, grown = (
        oracle(rules("joining", f"schemes.file.covers={{{each}}}"), town="helpers", months=12).tallies(1)[0]
        for each in ("pilots: 0.6", "pilots: {value: {2014: 0.6, 2014-07: 0.2}}")
    )
    assert (alone.flow == grown.flow).all(), "no community stops being one"


def test_pressure_and_mandate_are_no_free_will() -> None:
    sets = (
        "schemes.file.covers.joins=0.1 per person-month",
        "schemes.file.covers.imitates=0",
        "schemes.file.covers.pressure=0.3 per person-month",
        "schemes.file.covers.leaves=0.2 per person-month",
        "schemes.file.covers.held=0.7",
        "schemes.file.covers.mandatory=2014-12",
    )
    made = oracle(rules("joining", *sets), town="helpers", months=24)
    tallies = made.tallies(20)
    freely, pressed, made_to = (made.flow(tallies, "joined", how) for how in range(3))
    near_ratio("freely, of those who joined while it was up to them", freely[:, 0], (freely + pressed)[:, 0], chance(0.1) / chance(0.4))
    held, left = made.flow(tallies, "could-not-leave"), made.flow(tallies, "left-scheme")
    near_ratio("could not leave", held[:, :10].sum(axis=1), (held + left)[:, :10].sum(axis=1), 0.7)
    assert made_to[:, 10].any()  # everybody else joins at the end of the month before
    assert not made_to[:, :10].any()
    assert not left[:, 10:].any()
    assert (made.flow(tallies, "members")[:, 10:] == made.flow(tallies, "adults")[:, 10:]).all()


@pytest.mark.parametrize(
    ("sets", "factor"), [((), 2.0), (("adapt.performance.crowds-out=0.5",), 1.5), (("adapt.performance.reach=9",), 1.0)]
)
def test_good_acts_for_points(sets: tuple[str, ...], factor: float) -> None:
    """Half the people add twice their own rate, less what points drive out; with no band in reach, nobody adds anything."""
    world = rules("points", *sets)
    made = oracle(world, world.muted(), town="helpers", months=6, pairs=[(0, 1)])
    tallies = made.tallies(60)
    counts = [made.flow(tallies, "acts", PROSOCIAL, world=w).sum(axis=1) for w in range(2)]
    if factor == 1:
        assert (counts[0] == counts[1]).all()
        return
    low, high = 0.05 * (factor - 1), 0.05 * (factor + 1)
    near_ratio("good acts, of those in mute", counts[0], counts[1], (chance(low) + chance(high)) / 2 / chance(0.05))
    performed, gained = ([tally.pair[0, :, :, PAIR[f"points-{what}"]].sum() for tally in tallies] for what in ("performed", "gained"))
    added = (chance(high) - chance(0.05)) / 2
    near_ratio("points by acts not in mute", performed, gained, added / ((chance(low) + chance(high)) / 2))


def test_points_for_what_is_done_anyway_add_no_act() -> None:
    """All paid acts would have been done: points up, acts added 0."""
    world = rules("points", "adapt.performance.more=0")
    made = oracle(world, world.muted(), town="helpers", months=6, pairs=[(0, 1)])
    pair = sum(tally.pair.sum(axis=(0, 1, 2)) for tally in made.tallies(3))
    assert pair[PAIR["points-gained"]] > 0
    assert pair[PAIR["points-performed"]] == pair[PAIR["added"] + PROSOCIAL] == 0


def sightings(*sets: str) -> list[tuple[int, int]]:
    """Sightings by cameras and by the police of months 1 to 5, by community."""
    made = oracle(rules("evasion", *sets), town="litter", months=6)
    channels = [made.names.channels.index(name) for name in ("cameras", "police-files")]
    seen = [tally.seen[0, channels, :, 0].sum(axis=1) for tally in made.tallies(30)]
    month = [tally.seen[0, channels, :, 0].sum(axis=1) for tally in oracle(rules("evasion", *sets), town="litter", months=1).tallies(30)]
    return [(int(later[0] - first[0]), int(later[1] - first[1])) for later, first in zip(seen, month, strict=True)]


def test_evasion() -> None:
    """With perceived risk at its height cameras lose the share that people keep out of their sight; the police lose nothing."""
    counts = sightings()
    near_ratio("seen by cameras of what the police saw", [one for one, _ in counts], [other for _, other in counts], 0.6)
    hidden = sightings("adapt.evasion.strength=1")
    assert sum(one for one, _ in hidden) < 0.01 * sum(other for _, other in hidden)  # the few who were not listed know no fear
    assert all(one == other for one, other in sightings("adapt.evasion.strength=0"))


def test_ties_dropped_for_a_low_band() -> None:
    """Either end drops a tie at a hundredth a month: after 24 months 1 - .99^48 of them are gone; at 0, none is."""
    acts = "acts.court.unperformed-order.rate=8 per person-month"
    made = oracle(rules("dropping"), town="star", months=24, town_sets=("community=11 persons", acts))
    tallies = made.tallies(400)
    dropped = made.flow(tallies, "ties-dropped").sum(axis=1)
    near_ratio("ends of ties dropped, of twenty", dropped, [20] * len(tallies), 1 - 0.99**48)
    assert (dropped == made.flow(tallies, "ties-broken").sum(axis=1)).all()
    calm = oracle(rules("dropping", "adapt.dropping.rate=0"), town="star", months=24, town_sets=("community=11 persons", acts))
    assert not calm.flow(calm.tallies(5), "ties-broken").any()
