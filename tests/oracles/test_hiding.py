"""Oracles of hiding and defying: private networks, thin footprints, backlash against deterrence."""

from __future__ import annotations

import numpy as np
import pytest
from tests.oracles.runs import chance, near_ratio, oracle, rules

from counterlife.life.columns import OFFSET, SCORE
from counterlife.life.tally import FLOW, PAIR
from counterlife.town.traits import ADULT
from counterlife.words import NATURES

VIOLATION, EXPRESSION = NATURES.index("violation"), NATURES.index("expression")


def seen(*sets: str, months: int = 4) -> dict[str, list[int]]:
    """Sightings of the months after the first, by channel and community."""
    counts = []
    for span in (1, months):
        made = oracle(rules("networks", *sets), town="streets", months=span)
        counts.append(np.array([tally.seen[0, :, :, 0].sum(axis=1) for tally in made.tallies(12)]))
    later = counts[1] - counts[0]
    return {name: later[:, made.names.channels.index(name)].tolist() for name in made.names.channels}


def test_a_private_network_hides_from_the_internet_alone() -> None:
    """With risk at its height twice the rate of .223 use one, and six in ten of what these say is missed; of the use itself, nothing."""
    found = seen()
    used = chance(2 * 0.223144)
    near_ratio("users", found["devices"], [3 * 1000] * 12, used)
    near_ratio("said and seen on line", found["network"], found["informants"], 1 - 0.6 * used)


def test_a_network_that_hides_nothing() -> None:
    found = seen("adapt.private-network={hides: 0, contexts: [internet]}")
    assert found["network"] == found["informants"]
    near_ratio("users", found["devices"], [3 * 1000] * 12, 0.2)


def test_nobody_takes_one_up_who_knows_of_nothing() -> None:
    """In the muted world those who use one anyway hide nothing more, and what they say is seen."""
    world = rules("networks").muted()
    made = oracle(world, town="streets", months=4)
    tallies = made.tallies(5)
    assert not made.flow(tallies, "unseen").any()
    users = [tally.seen[0, made.names.channels.index("devices"), :, 0].sum() for tally in tallies]
    near_ratio("users", users, [4 * 1000] * 5, 0.2)


def test_evasion_thins_a_footprint() -> None:
    """What is kept out of sight is missing from the factor: with evasion .4 and a factor of .2 of 600 points, .4 of half of it on average.

    Rounding down takes half a point of it.
    """
    factors = (
        "schemes.file.score={least: 350, most: 950, factors: {behaviour: {weight: 0.2, from: footprint}, rest: {weight: 0.8, from: age}}}"
    )
    base = (factors, "schemes.file.bands={low: {from: 350}}", "phases.score=on")
    town = ("frailty={demand: 0.8}", "demand={air: 0.1 per person-month}", "community=500 persons")
    offsets = {}
    for share in (0, 0.5, 1):
        made = oracle(rules("evasion", *base, f"adapt.evasion.footprint={share}"), town="litter", months=4, town_sets=town)
        file = made.names.schemes.index("file")
        rows = [state.scores[0, file, community.byte[ADULT] != 0] for _, state, community in made.states(6)]
        assert all((row[:, SCORE] == 16 * (650 + row[:, OFFSET])).all() for row in rows) or share
        offsets[share] = np.array([row[:, OFFSET].mean() for row in rows])
    for share in (0.5, 1):
        near_ratio("points missing", offsets[0] - offsets[share], np.ones(6), share * 0.4 * 0.2 * 600 / 2 * (1 - np.exp(-8)) - 0.5)


@pytest.mark.parametrize("elasticity", [-0.1, -0.2])
def test_backlash_against_deterrence(elasticity: float) -> None:
    """Below 0 a doubled certainty adds violations by 2^-elasticity, and takes none away."""
    made = oracle(
        rules("deterrence", f"adapt.deterrence.certainty={elasticity}"), rules("nothing"), town="litter", months=2, pairs=[(0, 1)]
    )
    tallies = made.tallies(40)
    added = [tally.pair[0, 1, :, PAIR["added"] + VIOLATION].sum() for tally in tallies]
    adults = [tally.flow[0, 1, :, FLOW["adults"]].sum() for tally in tallies]
    near_ratio("violations added", added, adults, chance(0.05 * 2**-elasticity) - chance(0.05))
    assert not any(tally.pair[0, :, :, PAIR["withheld"] + VIOLATION].any() for tally in tallies)
