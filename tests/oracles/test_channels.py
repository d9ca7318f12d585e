"""Oracles of channels: alerts before and after review, wrong matches, malice over ties, removal, sharing, direction from above."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.oracles.runs import Oracle, chance, month, near, near_ratio, oracle, rules

from counterlife.life.tally import SEEN
from counterlife.regime.fill import false_positive
from counterlife.regime.units import parse_share
from counterlife.words import CAUSES, NATURES

RATE = "acts.court.unperformed-order.rate"
PROBES = "channels.cameras.matching.probes"
EXPRESSION = NATURES.index("expression")


def alerts(made: Oracle, communities: int = 40) -> np.ndarray:
    """Alerts, [field, community]: true, mistaken, false reports, then those kept."""
    return np.array([tally.seen[0, 0].sum(axis=0) for tally in made.tallies(communities)]).T


@pytest.mark.parametrize(("rate", "positive"), [("1e-6", 0.001998), ("1e-5", 0.019801), ("1e-4", 0.181277)])
def test_a_passing_face_and_a_gallery(rate: str, positive: float) -> None:
    """FPIR = 1-(1-FMR)^N with a gallery of 2,000, whatever the size of the community: at a probe a month, 1 - exp(-FPIR) are hit."""
    assert float(false_positive(parse_share(rate), parse_share("1") * 2000)) == pytest.approx(positive, abs=1e-6)
    made = oracle(rules("cameras", f"channels.cameras.matching.false-match={rate}"), town="orders", months=60)
    hits, n = alerts(made)[1], made.town.persons
    near(f"wrong matches at {rate}", hits / (60 * n), -math.expm1(-positive))


def test_searches_of_a_whole_gallery() -> None:
    """Everybody within sight is compared in each search: the rate at a person is searches x FMR, without the size of the gallery."""
    sets = (
        f"{PROBES}=0",
        "channels.cameras.matching.searches=500",
        "channels.cameras.coverage=0.5",
        "channels.cameras.review.keeps-wrong=0",
    )
    made = oracle(rules("cameras", *sets), town="orders", months=60)
    _, mistaken, _, _, kept, _ = alerts(made)
    near("searches", mistaken / (60 * made.town.persons), -0.5 * math.expm1(-500e-4))
    assert not kept.any()


@pytest.mark.parametrize(("keeps", "after"), [(18 / 34, 8 / 26), (14 / 34, 8 / 22)])
def test_the_funnel_of_the_london_trials(keeps: float, after: float) -> None:
    """Of 42 alerts 8 are right (19.0 %); 26 pass the screen, 22 are stopped, of whom 36.4 % are right."""
    share = float(false_positive(parse_share("1e-4"), parse_share("1") * 2000))
    probes = -math.log1p(-0.34) / share
    sets = (f"{PROBES}={probes:.12f} per person-month", f"channels.cameras.review={{keeps-wrong: {keeps:.12f}}}")
    made = oracle(rules("cameras", *sets), town="orders", months=24, town_sets=(f"{RATE}={month(0.08)}",))
    true, mistaken, reports, true_kept, wrong_kept, _ = alerts(made)
    near_ratio("London: right among alerts", true, true + mistaken, 8 / 42)
    near_ratio("London: right after review", true_kept, true_kept + wrong_kept, after)
    assert (true_kept == true).all()
    assert not reports.any()


def test_verified_tips() -> None:
    """Good tips .15, verified at .9 and .1: .613636 of what is confirmed is true, and only that is on file."""
    sets = (f"channels.informants.malice.rate.neighbour={month(0.85)}",)
    made = oracle(rules("tips", *sets), town="orders", months=24, town_sets=(f"{RATE}={month(0.15)}",))
    tallies = made.tallies(40)
    true, _, reports, true_kept, _, reports_kept = np.array([tally.seen[0, 0].sum(axis=0) for tally in tallies]).T
    near_ratio("tips: good", true, true + reports, 0.15)
    near_ratio("tips: true of those confirmed", true_kept, true_kept + reports_kept, 0.613636)
    assert (made.flow(tallies, "records", CAUSES.index("earned")).sum(axis=1) == true_kept).all()
    assert (made.flow(tallies, "records", CAUSES.index("false-report")).sum(axis=1) == reports_kept).all()


def test_malice_goes_along_ties() -> None:
    """On a ring everybody has two ties, so the rate at a person is twice that of a tie; without ties it is none."""
    sets = ("channels.informants.malice.rate={friend: 0.05 per person-month}", "channels.informants.review={}")
    made = oracle(rules("tips", *sets), town="ring", months=60, town_sets=(f"{RATE}=0",))
    near("malice on a ring", alerts(made, 200)[2] / (60 * 8), -math.expm1(-0.1))
    assert not alerts(oracle(rules("tips", *sets), town="orders", months=12), 2)[2].any()


def test_a_censor_removes() -> None:
    """A share d of what is seen is removed; with d 0 nothing is."""
    made = oracle(rules("censor"), town="speech", months=24)
    tallies = made.tallies(20)
    said = made.flow(tallies, "acts", EXPRESSION).sum(axis=1)
    near_ratio("removed", made.flow(tallies, "removed").sum(axis=1), said, 0.16)
    never = oracle(rules("censor", "channels.monitoring.removes=0"), town="speech", months=24)
    assert not never.flow(never.tallies(2), "removed").any()


def test_records_shared_with_another_authority() -> None:
    """From its date on every record of the posts is the office's as well, none of them with consent; before that, none is."""
    posts = "channels.above.feeds=[]"
    made = oracle(rules("censor", posts), town="speech", months=24)
    tallies = made.tallies(4)
    said, shared, alone = (
        made.flow(tallies, name, more) for name, more in (("acts", EXPRESSION), ("records-shared", 0), ("records-unconsented", 0))
    )
    assert not shared[:, :12].any()
    assert (shared[:, 12:] == said[:, 12:]).all()
    assert (alone == shared).all()
    sharing = "sharing=[{from: monitoring, to: office, consent: on}]"
    agreed = oracle(rules("censor", posts, sharing), town="speech", months=12)
    tallies = agreed.tallies(2)
    assert agreed.flow(tallies, "records-shared").any()
    assert not agreed.flow(tallies, "records-unconsented").any()


def test_direction_from_above() -> None:
    """Ten of 1,000 expressions on file are followed by an entry that nobody did, with its own cause; with 0, none."""
    made = oracle(rules("censor", "sharing=[]"), town="speech", months=24)
    tallies = made.tallies(20)
    said = made.flow(tallies, "acts", EXPRESSION).sum(axis=1)
    near_ratio("directed", made.flow(tallies, "records", CAUSES.index("direction")).sum(axis=1), said, 0.01)
    never = oracle(rules("censor", "channels.above.direction.share=0"), town="speech", months=12)
    assert not never.flow(never.tallies(2), "records", CAUSES.index("direction")).any()


def test_who_is_watched_and_who_can_be_found() -> None:
    """A quarter is within sight of cameras that find people; nobody is watched by a channel that feeds ordinary law only."""
    sets = ("channels.cameras.coverage=0.25", "channels.cameras.locates=on")
    made = oracle(rules("cameras", *sets), rules("cameras", *sets, "schemes.file.ordinary=on"), town="orders", months=14)
    tallies = made.tallies(20)
    n = made.town.persons
    for name in ("watched", "findable"):
        counted = made.flow(tallies, name)
        near(name, counted[:, 13] / n, 0.25)
        assert (counted[:, 11] == counted[:, 13]).all()
        assert not counted[:, :11].any()
    assert not made.flow(tallies, "watched", world=1).any()
    assert made.flow(tallies, "findable", world=1).any()


ENTRY = "schemes.file.catalog.court.unperformed-order.discretion"


@pytest.mark.parametrize(("spread", "core", "share"), [(0.5, 0, 0.108924), (0, 0, 0.1), (0.5, 0.4, 0.4 + 0.6 * 0.108924)])
def test_discretion(spread: float, core: float, share: float) -> None:
    """With logit .1 and .5 among officials .108924 of cases are taken up; what lies within the core always is, and is earned."""
    sets = (f"{ENTRY}.official-sd={spread}", f"{ENTRY}.core={core}")
    made = oracle(rules("vague", *sets), town="orders", months=24, town_sets=(f"{RATE}={month(0.2)}",))
    tallies = made.tallies(60)
    violations = made.flow(tallies, "acts", NATURES.index("violation")).sum(axis=1)
    earned, vague = (made.flow(tallies, "records", CAUSES.index(cause)).sum(axis=1) for cause in ("earned", "vague"))
    near_ratio(f"applied, officials {spread:g}, core {core:g}", earned + vague, violations, share)
    assert earned.any() == (core > 0)


def test_everybody_a_monitor() -> None:
    """Whoever's score all may look up and find low is reported at a tenth a month; a score that nobody sees brings no report."""
    sets = (
        "schemes.file.catalog={traffic.ticket: {points: -5}}",
        "channels.police-files.malice={of: public-order.littering, rate: {low-band: 0.1 per person-month}}",
    )
    shown = oracle(rules("deterrence", *sets, "schemes.file.open=on"), town="litter", months=5)
    reports = [tally.seen[0, :, :, SEEN.index("false-report")].sum() for tally in shown.tallies(12)]
    near_ratio("reported of those who stand low", reports, [4 * 1000] * 12, chance(0.1) * (1 - np.exp(-8)))
    hidden = oracle(rules("deterrence", *sets), town="litter", months=5)
    assert not any(tally.seen[0, :, :, SEEN.index("false-report")].any() for tally in hidden.tallies(2))
