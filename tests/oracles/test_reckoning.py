"""Oracles of what is only counted: the file of every own act, weight, procedure, the tenth, trust, thin files, and what records did."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.oracles.runs import Oracle, chance, near_ratio, oracle, rules

from counterlife.life.tally import FLOW, TENTH_PARTS, Tally
from counterlife.measure.gaming import tau_b
from counterlife.words import ACT_DOMAINS, CAUSES, DOMAINS

RATE = "acts.court.unperformed-order.rate=0.02 per person-month"
EARNED = CAUSES.index("earned")


def court(*sets: str, town: str = "orders", months: int = 24, town_sets: tuple[str, ...] = (RATE,)) -> tuple[Oracle, list[Tally]]:
    made = oracle(rules("reckoned", *sets), town=town, months=months, town_sets=town_sets)
    return made, made.tallies(20)


def total(made: Oracle, tallies: list[Tally], name: str, part: int = 0, world: int = 0) -> NDArray[np.int64]:
    """A flow by community, over all months."""
    by_community: NDArray[np.int64] = made.flow(tallies, name, part, world).sum(axis=1)
    return by_community


@pytest.mark.parametrize(
    ("auc", "given", "failed"), [("0.7", 0.364109, 0.065899), ("0.736", 0.425663, 0.058981)], ids=["footprint", "with-bureau"]
)
def test_thin_files(auc: str, given: float, failed: float) -> None:
    """Form 19: default .15, break-even .10; a score lends to .364109 (of whom .065899 fail) or .425663 (.058981), none to nobody."""
    made = oracle(rules("thin", f"infer.credit.auc={auc}"), rules("nothing"), town="thin", months=60)
    tallies = made.tallies(20)
    asked, good, bad = (total(made, tallies, name, part) for name, part in (("thin-asked", 0), ("thin-lent", 0), ("thin-lent", 1)))
    assert asked.sum() == 20 * 1000 * 5, "everybody, once a year"
    near_ratio(f"lent at {auc}", good + bad, asked, given)
    near_ratio(f"of these failed at {auc}", bad, good + bad, failed)
    assert not (made.flow(tallies, "thin-lent", 0, 1) + made.flow(tallies, "thin-lent", 1, 1)).any(), "without a score nobody is lent to"


def test_a_score_that_tells_nothing_lends_nothing() -> None:
    made = oracle(rules("thin", "infer.credit.auc=0.5"), town="thin", months=12)
    assert not total(made, made.tallies(3), "thin-lent").any()
    everybody = oracle(rules("nothing"), town="thin", months=12, town_sets=("thin-files.default=0.05",))
    tallies = everybody.tallies(3)
    lent = total(everybody, tallies, "thin-lent", 0) + total(everybody, tallies, "thin-lent", 1)
    assert (lent == total(everybody, tallies, "thin-asked")).all(), "where few would fail, lenders need no score"


def test_the_file_of_every_own_act() -> None:
    """Half is seen; who never acted is innocent, seen or not, so without mistakes no innocent is sanctioned, and with them some are."""
    made, tallies = court()
    guilty, adults = (made.flow(tallies, name)[:, -1] for name in ("whole-file", "adults"))
    near_ratio("would have been listed", guilty, adults, 1 - (1 - chance(0.02)) ** 24)
    assert not made.flow(tallies, "innocent-sanctioned").any()
    assert total(made, tallies, "ever-sanctioned").any()
    made, tallies = court("channels.court-files.mistaken-person=0.3")
    innocent = made.flow(tallies, "innocent-sanctioned")[:, -1]
    unearned = made.flow(tallies, "ever-unearned-only")[:, -1]
    assert innocent.any()
    assert (innocent < unearned).all(), "some of the wrongly listed did what nobody saw"
    made, tallies = court("lists.defaulters.withholds=[]")
    assert not made.flow(tallies, "whole-file").any(), "where nothing is withheld, nothing can be deserved"


def test_notice_that_the_rule_demands() -> None:
    made, tallies = court()
    earned = total(made, tallies, "sanctioned", EARNED)
    near_ratio("months without the notice demanded", total(made, tallies, "unfair"), earned, 0.7)
    for sets in (("lists.defaulters.notice=1",), ("lists.defaulters.demands=[]",)):
        made, tallies = court(*sets)
        assert not total(made, tallies, "unfair").any()
    made, tallies = court("lists.defaulters.demands=[hearing]")
    assert (total(made, tallies, "unfair") == total(made, tallies, "sanctioned", EARNED)).all(), "there is no court"


def test_months_beyond_the_gravity_of_the_act() -> None:
    """An order not performed weighs 4 points: of 23 months 19 are beyond one a point, 11 beyond three, none beyond ten."""
    once = (
        "schemes.enforcement.catalog.court.unperformed-order.until=2014-02",
        "lists.defaulters.term=for life",
        "lists.defaulters.exits=[]",
    )
    made, tallies = court(*once, town="orders-once", town_sets=())
    earned, weight = total(made, tallies, "sanctioned", EARNED), total(made, tallies, "gravity")
    assert (weight == 400 * earned // 23).all()
    for place, months in enumerate((19, 11, 0)):
        assert (total(made, tallies, "beyond", place) * 23 == earned * months).all()
    made, tallies = court("lists.defaulters.term=3 months")
    assert not total(made, tallies, "beyond").any()


def test_stuck_on_a_list() -> None:
    once = ("schemes.enforcement.catalog.court.unperformed-order.until=2014-02",)
    for term, stuck in (("36 months", True), ("35 months", False)):
        made, tallies = court(*once, f"lists.defaulters.term={term}", town="orders-once", months=60, town_sets=())
        long, other = total(made, tallies, "stuck", 0), total(made, tallies, "stuck", 1)
        listed = made.flow(tallies, "ever-sanctioned")[:, -1]
        assert (long == (listed if stuck else 0)).all()
        assert (other == (0 if stuck else listed)).all()
    made, tallies = court(*once, town="orders-once", months=59, town_sets=())
    assert not (total(made, tallies, "stuck", 0) + total(made, tallies, "stuck", 1)).any(), "nobody was followed for 60 months"


def test_the_tenth_is_exempt_and_lives_as_if_there_were_no_list() -> None:
    """Work lost by those listed: of the exempt nobody is listed, and nothing reaches them, so all of the effect is direct."""
    world = rules("reckoned", "bear.job-loss=0.3 per person-month")
    made = oracle(world, rules("nothing"), world.exempting(), town="orders", months=24, town_sets=(RATE,))
    tallies = made.tallies(20)

    def part(name: str, world: int) -> NDArray[np.int64]:
        return total(made, tallies, "tenth", TENTH_PARTS.index(name), world)

    near_ratio("of the tenth", part("adults", 0), total(made, tallies, "adults"), 0.1)
    assert not part("sanctioned", 2).any()
    assert part("sanctioned", 0).any()
    for name in ("employed", "income", "hardship"):
        assert (part(name, 1) == part(name, 2)).all(), "no spill-over"
    assert (part("employed", 0) < part("employed", 1)).all(), "a direct effect"
    assert (total(made, tallies, "employed", 0, 2) < total(made, tallies, "employed", 0, 1)).all(), "the others bear it"


def test_fear_reaches_the_exempt_through_those_they_know() -> None:
    world = rules("fear", "adapt.fear.aware=1")
    made = oracle(world, rules("nothing"), world.exempting(), town="speech", months=12, town_sets=("ties.shape=ring",))
    tallies = made.tallies(40)
    spoken = TENTH_PARTS.index("spoken")
    here, none, exempt = (total(made, tallies, "tenth", spoken, world) for world in range(3))
    assert here.sum() <= exempt.sum() < none.sum(), "spill-over, and no more than all of it"
    silent = rules("fear", "adapt.fear.aware=0")
    made = oracle(silent.exempting(), rules("nothing"), town="speech", months=12, town_sets=("ties.shape=ring",))
    tallies = made.tallies(3)
    assert (total(made, tallies, "tenth", spoken, 0) == total(made, tallies, "tenth", spoken, 1)).all(), (
        "who knows of nothing fears nothing"
    )


@pytest.mark.parametrize(
    ("sets", "unearned", "punished"),
    [
        (("lists.defaulters.notice=1",), 0, 2),
        (("lists.defaulters.publishes=on", "lists.defaulters.notice=0"), 0, 2),
        (("lists.defaulters.notice=0",), 0, 0),
        (("lists.defaulters.notice=1", "channels.court-files.mistaken-person=1"), 3, 0),
    ],
    ids=["told", "published", "secret", "wrong"],
)
def test_who_hears_of_a_sanction(sets: tuple[str, ...], unearned: int, punished: int) -> None:
    """On a ring both neighbours hear of each listing that is told or published, and whoever is listed hears of their own."""
    made, tallies = court(*sets, town_sets=(RATE, "ties.shape=ring"))
    entries = made.of_list(tallies, "defaulters", "entries", None).sum(axis=1)
    assert (total(made, tallies, "wrongs-punished") >= punished * made.of_list(tallies, "defaulters", "entries").sum(axis=1)).all()
    if unearned:
        assert (total(made, tallies, "unearned-known") >= 0.9 * unearned * entries).all(), "but for those pinned on whoever acted"
    else:
        assert not total(made, tallies, "unearned-known").any()
    if not punished and not unearned:
        assert not total(made, tallies, "wrongs-punished").any()


def test_promises_between_people() -> None:
    """In want people pay late more often, and those they deal with feel it; with equal conduct trust is equal to the bit."""
    friends = ("ties.shape=random", "ties.friend.slots=4", "ties.friend.degree=4")
    world = rules("hardship")
    made = oracle(world, rules("nothing"), world.muted(), town="needy", months=24, town_sets=friends)
    tallies = made.tallies(40)
    here, none, mute = (total(made, tallies, "promises-broken", 0, world) for world in range(3))
    assert here.sum() > none.sum() > 0
    assert (none == mute).all()
    assert (total(made, tallies, "tie-ends", 0, 0) == total(made, tallies, "tie-ends", 0, 1)).all()


def test_records_that_never_did_anything() -> None:
    kept = "schemes.enforcement.records.kept=3 months"
    made, tallies = court(kept, "schemes.enforcement.catalog.court.unperformed-order={}")
    expired = total(made, tallies, "records-expired")
    assert expired.any()
    assert (total(made, tallies, "unused") == expired).all()
    for does in ("{fine: 10 yuan}", "{list: defaulters}"):
        made, tallies = court(kept, f"schemes.enforcement.catalog.court.unperformed-order={does}")
        assert not total(made, tallies, "unused").any()


def scored(*sets: str) -> tuple[Oracle, list[Tally]]:
    made = oracle(rules("claims", *sets), town="unlike", months=36)
    return made, made.tallies(10)


def test_a_score_and_the_trait_it_claims_to_measure() -> None:
    """What is seen of everybody ranks them; seen of few, or pinned on others, it ranks them less; unseen, not at all."""
    found = []
    for sets in ((), ("channels.files.coverage=0.3",), ("channels.files.mistaken-person=1",)):
        _, tallies = scored(*sets)
        found.append(tau_b(sum(tally.rank[0, 0, 0] for tally in tallies)))
    seen, partly, others = found
    assert seen is not None
    assert partly is not None
    assert others is not None
    assert seen > 0.5 > partly > 0.1 > abs(others)
    _, tallies = scored("channels.files.catches=0")
    assert tau_b(tallies[0].rank[0, 0, 0]) is None


def test_points_for_what_people_are() -> None:
    made, tallies = scored()
    acts, others = (total(made, tallies, name) for name in ("weight-of-acts", "weight-of-attributes"))
    assert acts.all()
    assert not others.any()
    army = ("schemes.points.catalog={family.son-in-army: {points: 5}}", "channels.files.sees=[family.son-in-army]")
    made, tallies = scored(*army)
    acts, others = (total(made, tallies, name) for name in ("weight-of-acts", "weight-of-attributes"))
    assert others.all()
    assert not acts.any()


def test_where_a_band_comes_from() -> None:
    """By the deciding record a month of a band comes from one act; by points from all that are on file, in their shares."""
    made, tallies = scored()
    origin = sum(tally.origin[0, 0] for tally in tallies)[:, :, DOMAINS.index("school")]
    traffic, speech = ACT_DOMAINS.index("traffic"), ACT_DOMAINS.index("speech")
    assert (origin.sum(axis=1) == origin[0].sum()).all()
    assert origin[:, [traffic, speech]].all()
    assert origin[0, traffic] != origin[1, traffic]
    _, tallies = court()
    for tally in tallies:
        assert (tally.origin[0, :, 0] == tally.origin[0, :, 1]).all(), "an event has one act"
    assert made.names.schemes == ("points",)
    assert FLOW["weight-of-acts"] < FLOW["weight-of-attributes"]


def test_acts_harm_as_many_as_the_table_says() -> None:
    """One person an order not performed; nobody where nothing says so; and what is deterred harms nobody."""
    orders = oracle(rules("nothing"), town="orders", months=12, town_sets=("acts.court.unperformed-order.rate=0.05 per person-month",))
    for tally in orders.tallies(3):
        assert (tally.flow[..., FLOW["harmed"]] == 1000 * tally.flow[..., FLOW["acts"] : FLOW["acts"] + 5].sum(axis=-1)).all()
        assert tally.flow[..., FLOW["harmed"]].sum() > 0
    loud = "acts.public-order.noise={rate: 0.05 per person-month, drawn: everyday}"
    points = "schemes.file.catalog.public-order.noise={points: -5}"
    for sets, undone in (((points,), True), ((points, "adapt.deterrence.certainty=0"), False)):
        made = oracle(rules("deterrence", *sets), rules("nothing"), town="litter", months=2, town_sets=(loud,))
        tallies = made.tallies(40)
        here, there = (made.flow(tallies, "harmed", world=w)[:, 1] for w in (0, 1))
        assert there.sum() > 0, "littering harms nobody, noise does"
        if undone:
            adults = made.flow(tallies, "adults")[:, 1]
            near_ratio("persons spared", there - here, 1000 * adults, 2 * (math.exp(-0.05 * 2**-0.3) - math.exp(-0.05)))
        else:
            assert (here == there).all()
