"""Oracles of habit: what is joined becomes normal after some months, and what that does."""

from __future__ import annotations

import numpy as np
import pytest
from tests.oracles.runs import Oracle, chance, near_ratio, oracle, rules

from counterlife.life.columns import JOINED, RISK, USED
from counterlife.life.habit import NORMAL
from counterlife.life.tally import FLOW, PAIR
from counterlife.regime.load import RegimeError

HABIT = "adapt.habit={{scheme: file, after: {after} months, accepts: {accepts}, stays: {stays}}}"
CLOSED = ("schemes.file.covers.joins=0", "schemes.file.covers.imitates=0")


def members(*sets: str, after: int = 6, accepts: float = 0.5, stays: float = 0, months: int = 24) -> Oracle:
    """Everybody may join; members may get used to it."""
    habit = HABIT.format(after=after, accepts=accepts, stays=stays)
    return oracle(rules("joining", *sets, habit), town="helpers", months=months)


def test_it_becomes_normal_after_some_months() -> None:
    """Of those who are in from the beginning, none after five months, half after six and from then on; by how they joined."""
    made = members("schemes.file.covers.already=1", *CLOSED)
    tallies = made.tallies(20)
    users, before = made.flow(tallies, "users"), made.flow(tallies, "normal", 3)
    assert not before[:, :5].any()
    near_ratio("normal after six months", before[:, 5], users[:, 5], 0.5)
    assert (before[:, 5:] == before[:, 5:6]).all()
    late = members("schemes.file.covers.joins=0.1 per person-month", "schemes.file.covers.pressure=0.3 per person-month", CLOSED[1])
    tallies = late.tallies(20)
    freely, pressed = (late.flow(tallies, "normal", how) for how in range(2))
    assert not (freely + pressed)[:, :6].any(), "nobody is a member before the second month"
    joined = sum(late.flow(tallies, "joined", how)[:, :18].sum(axis=1) for how in range(3))
    near_ratio("half of those who have been in for six months", (freely + pressed)[:, 23], joined, 0.5)
    near_ratio("freely, of those to whom it is normal", freely[:, 23], (freely + pressed)[:, 23], chance(0.1) / chance(0.4))


def test_whoever_is_used_to_it_wishes_to_leave_less_often() -> None:
    """Nobody at 1; half as often at .5, where all are used to it; where nobody gets used to it, as ever."""

    def left(accepts: float, stays: float) -> Oracle:
        leaves = ("schemes.file.covers.already=1", *CLOSED, "schemes.file.covers.leaves=0.2 per person-month")
        return members(*leaves, after=1, accepts=accepts, stays=stays, months=2)

    half = left(1, 0.5)
    tallies = half.tallies(40)
    gone = half.flow(tallies, "left-scheme")
    near_ratio("left in the first month", gone[:, 0], half.flow(tallies, "adults")[:, 0], chance(0.2))
    near_ratio("left in the second", gone[:, 1], half.flow(tallies, "members")[:, 0], chance(0.2) / 2)
    assert not left(1, 1).flow(left(1, 1).tallies(3), "left-scheme")[:, 1].any()
    plain = [tally.flow[..., FLOW["left-scheme"]] for tally in oracle(rules("joining", "schemes.file.covers.already=1", *CLOSED,
             "schemes.file.covers.leaves=0.2 per person-month"), town="helpers", months=2).tallies(3)]  # fmt: skip
    assert all((one == tally.flow[..., FLOW["left-scheme"]]).all() for one, tally in zip(plain, left(0, 1).tallies(3), strict=True))
    assert all((one == tally.flow[..., FLOW["left-scheme"]]).all() for one, tally in zip(plain, left(1, 0).tallies(3), strict=True))


def speakers(ease: float, months: int = 24) -> Oracle:
    """Everybody fears to speak, is a member from the beginning, and is used to it after the first month."""
    club = "schemes.club={covers: {joining: opt-in, already: 1}}"
    habit = f"adapt.habit={{scheme: club, after: 1 months, accepts: 1, at-ease: {ease}}}"
    return oracle(rules("fear", club, habit), rules("nothing"), town="speech", months=months, pairs=[(0, 1)])


@pytest.mark.parametrize("ease", [0.5, -1.0])
def test_whoever_is_used_to_it_fears_less_to_speak(ease: float) -> None:
    """Of those who know, a share .2 of expressions is withheld, times what is left of the fear; the first month belongs to the listing."""
    made = speakers(ease)
    tallies = made.tallies(60)
    withheld = [tally.pair[0, 1:, :, PAIR["withheld-unsanctioned"]].sum() for tally in tallies]
    spoken = [tally.pair[0, 1:, :, PAIR["spoken-unsanctioned"]].sum() for tally in tallies]
    rate = 0.05
    left = 0.2 * (1 - ease)
    near_ratio("expressions withheld", withheld, spoken, 0.11 * (chance(rate) - chance(rate * (1 - left))) / chance(rate))
    gone = speakers(1).tallies(5)
    assert sum(tally.pair[0, 2:, :, PAIR["withheld-unsanctioned"]].sum() for tally in gone) == 0


def test_whoever_is_used_to_it_goes_on_as_before() -> None:
    """Good news wears perceived risk off by a share w a month; where all of that stays, it stands as the listing left it."""
    club, listed = "schemes.club={covers: {joining: opt-in, already: 1}}", "schemes.file.catalog={traffic.ticket: {list: listed}}"
    risks = []
    for keeps in (0, 0.5, 1):
        habit = f"adapt.habit={{scheme: club, after: 1 months, accepts: 1, keeps: {keeps}}}"
        made = oracle(rules("fear", club, habit, "adapt.fear.aware=1", listed), town="speech", months=13)
        state = next(iter(made.states(1)))[1]
        assert (state.react[0, USED] & NORMAL != 0).sum() == (state.react[0, JOINED] != 0).sum() > 0
        risks.append(float(np.median(state.number[0, RISK][state.react[0, JOINED] != 0])))
    start = 0.001 + 0.06 * (1 - 0.001)
    expected = [0.001 + (start - 0.001) * (1 - 0.06 * (1 - keeps)) ** 12 for keeps in (0, 0.5, 1)]
    assert [risk / 65536 for risk in risks] == pytest.approx(expected, abs=20 / 65536)


def test_only_what_one_joins_becomes_a_habit() -> None:
    with pytest.raises(RegimeError, match="nobody joins `file`"):
        rules("fear", "adapt.habit={scheme: file, after: 1 months, accepts: 1}")
    with pytest.raises(RegimeError, match="no scheme `fil`"):
        rules("fear", "adapt.habit={scheme: fil, after: 1 months, accepts: 1}")
    with pytest.raises(RegimeError, match="before they are members"):
        members(after=0)
