"""Oracles of what people do about a regime: deterrence, what moves to private channels."""

from __future__ import annotations

import math

import pytest
from tests.oracles.runs import chance, near_ratio, oracle, rules

from counterlife.life.tally import FLOW, PAIR
from counterlife.words import NATURES

VIOLATION, EXPRESSION = NATURES.index("violation"), NATURES.index("expression")


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
