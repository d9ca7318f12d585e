"""Enterprises: each mechanism alone, in a town of firms all alike, against its closed form; and nothing at all where it is off."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.life.small import unequal
from tests.oracles.runs import Oracle, near_ratio, oracle, rules

from counterlife.life.books import check
from counterlife.life.tally import FIRM_FLOW, FIRM_FLOW_SIZES, FLOW, LIST
from counterlife.regime.firms import left_by
from counterlife.town.people import draw
from counterlife.town.traits import ADULT, EXECUTIVE, SIZE, SIZE_CLASS, WORKPLACE
from counterlife.words import CAUSES, FIRM_SIZES, WAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from counterlife.life.tally import Tally

COMMUNITIES, MONTHS = 30, 24
RATE = 0.1
ALWAYS = ("channels.register.catches=1", "lists.named.term=until it ends")
OFTEN = ("enterprises.acts.firm.false-filing.rate=1.9 per firm-month",)
SIZES = dict(FIRM_FLOW_SIZES)


def firms(*sets: str, town: Sequence[str] = (), months: int = MONTHS) -> Oracle:
    """The regime with settings, in world 0; the same without its channel in world 1."""
    return oracle(rules("firms", *sets), rules("firms", "channels.register.catches=0"), town="firms", months=months, town_sets=town)


def total(tallies: Sequence[Tally], name: str, part: int | None = None, world: int = 0) -> NDArray[np.int64]:
    """A field of firms by community."""
    first = FIRM_FLOW[name] + (part or 0)
    last = first + (SIZES[name] if part is None else 1)
    return np.array([tally.firm[world, :, :, first:last].sum() for tally in tallies])


def lived(made: Oracle) -> list[Tally]:
    """Communities whose books balance."""
    tallies = made.tallies(COMMUNITIES)
    for tally in tallies:
        check(tally)
    return tallies


def test_firms_are_those_that_people_work_for() -> None:
    made = firms()
    people = draw(made.town, 3, 1)
    workplace, firm = people.number[WORKPLACE], people.firm
    assert firm.shape[1] == workplace.max() + 1 <= made.town.enterprises.most  # type: ignore[union-attr]
    assert firm[SIZE].tolist() == np.bincount(workplace[workplace >= 0]).tolist()
    assert (workplace[firm[EXECUTIVE]] == np.arange(firm.shape[1])).all()
    assert people.byte[ADULT, firm[EXECUTIVE]].all()
    assert set(firm[SIZE_CLASS]) == {FIRM_SIZES.index("micro")}


def test_acts_and_victims_come_at_their_rate() -> None:
    tallies = lived(firms())
    near_ratio("acts", total(tallies, "acts"), total(tallies, "firms"), -math.expm1(-RATE))
    assert (total(tallies, "victims") == 3 * total(tallies, "acts")).all()


def test_half_of_the_acts_are_filed_and_list_for_three_months() -> None:
    tallies = lived(firms())
    near_ratio("records", total(tallies, "records"), total(tallies, "acts"), 0.5)
    came = total(tallies, "entries") + total(tallies, "renewed")
    assert (came == total(tallies, "records")).all()
    seen = -math.expm1(-RATE) / 2
    # On the list at a month's end if seen in it or in the two months before; from the third month on.
    places = np.array([tally.firm[0, 2:, :, FIRM_FLOW["places"]].sum() for tally in tallies])
    after = np.array([tally.firm[0, 2:, :, FIRM_FLOW["firms"]].sum() for tally in tallies])
    near_ratio("places", places, after, 1 - (1 - seen) ** 3)


def test_a_record_pinned_on_another_firm_is_wrongful() -> None:
    made = firms("channels.register.mistaken-firm=0.4")
    tallies = lived(made)
    count = np.mean([draw(made.town, 1, place).firm.shape[1] for place in range(COMMUNITIES)])
    near_ratio("mistaken", total(tallies, "records", 1), total(tallies, "records"), float(0.4 * (1 - 1 / count)))


@pytest.mark.parametrize(("threat", "elasticity"), [("3", "0.5"), ("8", "0.333333")])
def test_compliance_is_one_plus_threat_to_the_minus_elasticity(threat: str, elasticity: str) -> None:
    comply = f"adapt.comply={{firm.false-filing: {{threat: {threat}, elasticity: {elasticity}, sectors: [food, trade]}}}}"
    tallies = lived(firms(comply))
    less = RATE * (1 + float(threat)) ** -float(elasticity)
    near_ratio("acts left", total(tallies, "acts"), total(tallies, "firms"), -math.expm1(-less))
    avoided = total(tallies, "victims", world=1) - total(tallies, "victims")
    near_ratio("victims avoided", avoided, total(tallies, "firms"), 3 * (math.exp(-less) - math.exp(-RATE)))


@pytest.mark.parametrize(
    "off",
    [
        "adapt.comply={firm.false-filing: {threat: 30, elasticity: 0}}",
        "adapt.comply={firm.false-filing: {threat: 0, elasticity: 1}}",
        "adapt.comply={firm.false-filing: {threat: 30, elasticity: 1, sectors: [aviation]}}",
        "bear.firms={licence: 1}",
        "bear.firms={contracts: 1, jobs: 1 per person-month}",
        "lists.named.representative=no",
        "recourse.firms={rectify: 1 per firm-month, repair: {after: 1 month, granted: 1 per firm-month}}",
    ],
)
def test_off_changes_nothing(off: str) -> None:
    """What has no effect, no power or no way out leaves every count as it was, but for the turnover lost."""
    plain, other = (made.tallies(3)[1] for made in (firms(), firms(off)))
    lost = slice(FIRM_FLOW["turnover-lost"], FIRM_FLOW["turnover-lost"] + 1)
    assert (other.firm[..., lost].sum() > 0) == ("licence" in off)
    other.firm[..., lost] = 0
    assert not unequal(plain, other)


def test_threats_say_nothing_where_nobody_knows_or_nothing_follows() -> None:
    comply = "adapt.comply={firm.false-filing: {threat: 30, elasticity: 1}}"
    for mute in ("mute.follows=off", "mute.known=off"):
        with_threat, without = firms(comply, mute), firms(mute)
        assert not unequal(with_threat.tallies(1)[0], without.tallies(1)[0])


def test_left_by() -> None:
    from fractions import Fraction

    assert left_by(Fraction(3), Fraction(1, 2)) == 32768
    assert left_by(Fraction(3), Fraction(0)) == left_by(Fraction(0), Fraction(7)) == 65536


def test_workers_of_firms_without_licence_lose_their_work() -> None:
    """Loss of work at jobs x turnover lost, for those who still have the work of the start."""
    made = firms(*ALWAYS, "bear.firms={licence: 0.5, jobs: 0.2 per person-month}", town=OFTEN)
    tallies = lived(made)
    jobs, lost = FLOW["jobs-lost"], FLOW["jobs-lost-firm"]
    for tally in tallies:
        assert (tally.flow[..., jobs] == tally.flow[..., lost]).all(), "in this town nobody loses work otherwise"
        assert tally.flow[1, ..., lost].sum() == 0
    # Nearly all firms are listed within three months: e^-1.9 of them are not in the first.
    employed = np.array([tally.flow[0, 8:, :, FLOW["employed"]].sum() for tally in tallies])
    through = np.array([tally.flow[0, 8:, :, lost].sum() for tally in tallies])
    near_ratio("work lost", through, employed, -math.expm1(-0.1))
    late = [tally.firm[0, 20:].sum(axis=(0, 1)) for tally in tallies]
    assert all(2 * flow[FIRM_FLOW["turnover-lost"]] == flow[FIRM_FLOW["turnover"]] for flow in late), "by then every firm is listed"


def test_representatives_are_listed_with_their_firms_and_only_if_the_list_says_so() -> None:
    through = CAUSES.index("firm")
    with_, without = firms("lists.named.representative=[air, executive-post]"), firms()
    for tally, plain in zip(lived(with_), lived(without), strict=True):
        assert (tally.firm == plain.firm).all(), "the firms' own lives are the same"
        entries = tally.list_[0, ..., LIST["entries"] : LIST["entries"] + len(CAUSES)].sum(axis=(0, 2))
        assert (entries[:, through] == entries.sum(axis=1)).all()
        assert (tally.list_[0, ..., LIST["stock"]].sum(axis=(0, 2)) == tally.firm[0, ..., FIRM_FLOW["places"]].sum(axis=1)).all()
        sanctioned = tally.flow[0, ..., FLOW["sanctioned"] : FLOW["sanctioned"] + len(CAUSES)].sum(axis=1)
        assert (sanctioned.sum(axis=1) == tally.firm[0, ..., FIRM_FLOW["sanctioned"] : FIRM_FLOW["sanctioned"] + 2].sum(axis=(1, 2))).all()
        assert sanctioned[:, through].sum() == sanctioned.sum() > 0
        assert plain.flow[..., FLOW["sanctioned-any"]].sum() == plain.list_.sum() == 0


def test_firms_leave_by_rectifying_and_by_repair() -> None:
    ways = "recourse.firms={rectify: 0.2 per firm-month, repair: {after: 2 months, granted: 0.3 per firm-month}}"
    tallies = lived(firms(*ALWAYS, "lists.named.exits=[rectify, repair]", ways))
    rectified, repaired = (total(tallies, "exits", WAYS.index(way)) for way in ("performed", "repaired"))
    assert repaired.sum() > 0
    # Whoever stands on the list in recourse: places left plus exits of the month.
    exposed = total(tallies, "places") + total(tallies, "exits")
    near_ratio("rectified", rectified, exposed, -math.expm1(-0.2))
    assert (total(tallies, "records-struck").sum()) > 0


RATED = (
    "schemes.file.score={start: 100 points, least: 0 points, most: 100 points}",
    "schemes.file.bands={A: {from: 95 points}, B: {from: 0 points}}",
    "schemes.file.catalog={firm.false-filing: {points: -10}}",
    "schemes.file.follows={B: {withholds: [licence]}}",
    "lists=",
)


def test_a_rating_lists_while_it_holds() -> None:
    """One record in three months brings the lower band, so the firms on it are those of an event list of three months."""
    rated, listed = (lived(firms(*sets)) for sets in (RATED, ()))
    for name in ("places", "sanctioned", "records-expired"):
        assert (total(rated, name) == total(listed, name)).all()
    low = FIRM_FLOW["band"]
    for tally in rated:
        assert (tally.firm[0, ..., low] == tally.firm[0, ..., FIRM_FLOW["places"]]).all()
        assert (tally.firm[0, ..., low : low + 8].sum(axis=-1) == tally.firm[0, ..., FIRM_FLOW["firms"]]).all()
