"""What became of people: only through others, or gone quiet. Both are nothing where nothing can bring them about."""

from __future__ import annotations

import pytest

from counterlife.life.tally import FLOW, PAIR, Tally
from counterlife.study.design import design
from counterlife.study.engine import engine


def lived(regime: str, sets: tuple[str, ...] = (), with_: tuple[str, ...] = ()) -> Tally:
    """Two communities for three years, beside a world without any list."""
    asked = design(regime, against=("none",), with_=with_, people=4000, years=3, seeds=(3,), sets=sets)
    return Tally(**engine(asked).live(3, 0, 2))


def quiet(tally: Tally) -> int:
    return int(tally.pair[0, -1, :, PAIR["ever-quiet"]].sum())


def test_people_go_quiet_by_fear_and_by_nothing_else() -> None:
    feared = lived("judgment-defaulters", ("adapt.fear.strength=0.4", "adapt.fear.aware=1"))
    withheld = int(feared.pair[0, :, :, PAIR["withheld-unsanctioned"]].sum())
    assert 0 < quiet(feared) <= withheld
    assert quiet(lived("judgment-defaulters", ("adapt.fear.strength=0",))) == 0


@pytest.mark.parametrize(("regime", "some"), [("judgment-defaulters", False), ("feared-national", True)])
def test_some_are_sanctioned_only_through_others(regime: str, some: bool) -> None:
    tally = lived(regime)
    others, unearned = (int(tally.flow[0, -1, :, FLOW[name]].sum()) for name in ("ever-others-only", "ever-unearned-only"))
    assert (others > 0) is some
    assert others <= unearned
    assert not tally.flow[1, :, :, FLOW["ever-others-only"]].any()
