"""Claimed benefits that come by firms: work made by what is given to them, and loans to micro-enterprises; each by its closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.life.test_firms import ALWAYS, OFTEN, firms, lived, total
from tests.oracles.runs import chance, near_ratio, oracle, rules

from counterlife.life.books import check
from counterlife.life.tally import FLOW
from counterlife.regime.load import RegimeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from counterlife.life.tally import Tally

RED = ("lists.named={colour: red, term: until it ends, gives: [cheap-loan]}", "channels.register.catches=1")
WORKLESS = (*OFTEN, "work.employed=0.5", "work.hire=0.05 per person-month")
LOANS = "enterprises.loans={applies: 1, default: 0.15, break-even: 0.1}"
FILE = "infer.firm-credit={{scheme: file, auc: {auc}}}"


def flow(tallies: Sequence[Tally], name: str, world: int = 0) -> NDArray[np.int64]:
    """A flow, [community, month]."""
    return np.array([tally.flow[world, :, :, FLOW[name]].sum(axis=1) for tally in tallies])


def test_what_is_given_to_firms_makes_work() -> None:
    """Nearly all firms are on the red list after some months: people without work then find some at .05 + .5 x .4 a month."""
    made = firms(*RED, "bear.firms={gains: 0.5, hires: 0.4 per person-month}", town=WORKLESS)
    tallies = lived(made)
    gained, turnover = total(tallies, "turnover-gained"), total(tallies, "turnover")
    share = gained.sum() / turnover.sum()
    assert 0.4 < share < 0.5
    found, made_by = flow(tallies, "jobs-found"), flow(tallies, "jobs-found-firm")
    late = slice(6, 12)
    expected = 1 - chance(0.05) / chance(0.05 + 0.2)
    near_ratio("jobs that would not have been found then", made_by[:, late].sum(axis=1), found[:, late].sum(axis=1), expected)
    assert not flow(tallies, "jobs-found-firm", 1).any()


@pytest.mark.parametrize("growth", ["{gains: 0, hires: 0.4 per person-month}", "{gains: 0.5, hires: 0 per person-month}"])
def test_no_gain_or_no_hiring_makes_no_work(growth: str) -> None:
    tallies = lived(firms(*RED, f"bear.firms={growth}", town=WORKLESS))
    assert total(tallies, "rewarded").sum() > 0
    assert not flow(tallies, "jobs-found-firm").any()
    assert (flow(tallies, "jobs-found") == flow(tallies, "jobs-found", 1)).all()


@pytest.mark.parametrize(("auc", "given", "failed"), [(0.7, 0.364109, 0.065899), (0.736, 0.425663, 0.058981)])
def test_loans_to_micro_enterprises(auc: float, given: float, failed: float) -> None:
    """With a rating that tells as much as that, as many are lent to as of persons with a thin file; without one nobody is."""
    world = rules("firms", FILE.format(auc=auc), "channels.register.catches=0")
    made = oracle(world, world.muted(), town="firms", months=60, town_sets=(LOANS,))
    tallies = made.tallies(60)
    asked, good, bad = total(tallies, "loans-asked"), total(tallies, "loans-lent", 0), total(tallies, "loans-lent", 1)
    near_ratio("loans given", good + bad, asked, given)
    near_ratio("loans not repaid", bad, good + bad, failed)
    assert not total(tallies, "loans-lent", world=1).any(), "where nothing follows, no rating tells lenders"
    for tally in tallies[:3]:
        check(tally)


def test_a_firm_without_credit_is_lent_nothing() -> None:
    plenty = (LOANS.replace("default: 0.15", "default: 0.05"), *OFTEN)
    for right, lends in (("licence", True), ("credit", False)):
        tallies = lived(firms(*ALWAYS, f"lists.named.withholds=[{right}]", town=plenty))
        asked, lent = total(tallies, "loans-asked").sum(), total(tallies, "loans-lent").sum()
        assert (lent == asked) == lends
        assert lent < asked / 2 or lends


def test_only_a_file_of_enterprises_tells_of_them() -> None:
    with pytest.raises(RegimeError, match="rates no enterprises"):
        rules("thin", "infer.firm-credit={scheme: footprint, auc: 0.6}")
    with pytest.raises(RegimeError, match="less than nothing"):
        firms(FILE.format(auc=0.4), town=(LOANS,))


def test_a_first_loan_brings_people_to_a_bank() -> None:
    """Of those lent to for the first time, three in ten used no bank; with nobody of that kind, nobody comes."""
    town = ("thin-files.unbanked=0.3", "thin-files.default=0.05")
    made = oracle(rules("nothing"), town="thin", months=36, town_sets=town)
    tallies = made.tallies(20)
    banked, adults = flow(tallies, "banked"), flow(tallies, "adults")
    near_ratio("came to a bank in the first year", banked[:, :12].sum(axis=1), adults[:, 0], 0.3)
    assert not banked[:, 12:].any(), "the second loan brings nobody"
    nobody = oracle(rules("nothing"), town="thin", months=12, town_sets=town[1:])
    assert not flow(nobody.tallies(2), "banked").any()
