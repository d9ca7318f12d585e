"""A rival at the same cost: its shares are scaled until it takes as many staff-hours as the regime."""

from __future__ import annotations

import pytest

from counterlife.regime.load import load
from counterlife.study.design import Design, DesignError, at_budget, design, of_record
from counterlife.study.match import hours

SMALL = {"people": 4000, "years": 2, "seeds": [1, 2]}


def asked(*against: str, sets: tuple[str, ...] = ()) -> Design:
    return design("rongcheng", against=against, sets=sets, **SMALL)  # type: ignore[arg-type]


def test_a_rival_is_scaled_to_the_staff_hours_of_the_regime() -> None:
    found = asked("none", "ordinary-fines", "ordinary-fines@budget")
    assert found.names == ["rongcheng", "none", "ordinary-fines", "ordinary-fines@budget"]
    own, _, plain, scaled = hours(found, [world.regime for world in found.worlds])
    assert abs(plain / own - 1) > 0.02, "as it is written, the rival costs something else"
    assert scaled == pytest.approx(own, rel=0.005)
    (said,) = (text for text in found.worlds[3].regime.remarks if "@budget" in text)
    assert "% of the staff-hours" in said
    assert "rongcheng" in found.worlds[3].regime.title
    assert of_record(found.record()).record() == found.record(), "what was found stands in the manifest, and is not sought again"


def test_twice_the_price_of_a_listing_buys_the_rival_more() -> None:
    cheap, dear = (asked("ordinary-fines@budget", sets=(f"costs.listing={price}",)).worlds[1].regime for price in (0.2, 4))
    caught = [regime.channels["police-files"].catches.value for regime in (cheap, dear)]
    assert caught[0] < caught[1] <= 1


def test_the_search_ends_when_nobody_waits_for_it() -> None:
    class Enough(Exception):
        pass

    looks = iter(range(3))

    def look() -> None:
        if next(looks, None) is None:
            raise Enough

    plain = design("rongcheng", against=("ordinary-fines@budget",), match=False, **SMALL)  # type: ignore[arg-type]
    assert plain.worlds[1].regime.channels["police-files"].catches.value == load("ordinary-fines").channels["police-files"].catches.value
    with pytest.raises(Enough):
        at_budget(plain, ("ordinary-fines@budget",), look)
    assert at_budget(plain, ("ordinary-fines@budget",)).record() == asked("ordinary-fines@budget").record()


def test_what_cannot_be_matched_is_refused() -> None:
    with pytest.raises(DesignError, match="`none` can't be matched"):
        asked("none@budget")
    nothing = tuple(f"costs.{kind}={{value: 0, range: [0, 0], grade: assumed}}" for kind in ("record", "review", "listing", "hearing"))
    with pytest.raises(DesignError, match="costs no staff-hours"):
        asked("ordinary-fines@budget", sets=nothing)
