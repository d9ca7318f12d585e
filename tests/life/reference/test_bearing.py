"""What people bear, on towns so small that it can be worked out by hand: fines, credit, work, ties, school places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.life.blank import ONE, blank_tables, monthly, plain_community
from tests.life.reference.hand import defaulters, everyday, flow, kept_in_file, lived, of_list, watched

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.town import traits
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    pass


def test_a_fine_is_paid_a_month_later_and_brings_hardship() -> None:
    tables = blank_tables(30, months=3)
    everyday(tables)
    watched(tables)
    kept_in_file(tables, E_FINE=700, E_UNTIL=1)
    people = plain_community(30)
    people.number[traits.SAVINGS] = 600
    tally = lived(tables, people)
    n = flow(tally, "acts")[0]
    assert flow(tally, "fines") == [0, 700 * n, 0]
    assert flow(tally, "hardship") == [0, n, n]
    tables.world[:, rt.W_FOLLOWS] = 0
    assert sum(flow(lived(tables, people), "fines")) == 0


@pytest.mark.parametrize(("months", "hard"), [(-1, 9), (2, 4), (0, 0)])
def test_what_nobody_waits_for_is_not_owed(months: int, hard: int) -> None:
    """Arrears end at so many months of essentials, so who earns again is out of them in time."""
    tables = blank_tables(30, months=12)
    tables.town[rt.T_ARREARS] = months
    people = plain_community(30)
    people.number[traits.SAVINGS], people.number[traits.NEEDS], people.number[traits.WAGE] = -5000, 1000, 1500
    people.byte[traits.EMPLOYED] = 1
    assert flow(lived(tables, people), "hardship") == [30] * hard + [0] * (12 - hard)


def test_credit_withheld_brings_hardship_sooner() -> None:
    for right, hard in (("air", 0), ("loan-at-city-bank", 1), ("credit", 1)):
        tables = defaulters(30, months=3)
        tables.withheld[:] = 1 << DOMAINS.index(right)
        people = plain_community(30)
        people.number[traits.SAVINGS], people.number[traits.CREDIT] = -600, 1000
        tally = lived(tables, people)
        assert flow(tally, "hardship")[1] == hard * of_list(tally, "entries")[0]


def test_work_is_lost_more_often_where_a_job_is_withheld_and_leaves_a_scar() -> None:
    tables = defaulters(500, months=4)
    tables.withheld[:] = 1 << DOMAINS.index("private-job")
    tables.town[rt.T_JOB_LOSS], tables.world[:, rt.W_JOB_LOSS] = monthly(0.05), monthly(0.25)
    tables.town[rt.T_HIRE], tables.town[rt.T_SCAR] = luck.RATE_MOST, 32_768
    tables.world[:, rt.W_HIRE_REFUSED] = 0
    people = plain_community(500)
    people.number[traits.WAGE] = 1000
    people.byte[traits.EMPLOYED] = 1
    tally = lived(tables, people)
    lost = flow(tally, "jobs-lost")
    assert lost[0] == pytest.approx(500 * luck.chance(monthly(0.05)) / ONE, abs=20)
    assert lost[1] == pytest.approx((500 - lost[0]) * luck.chance(monthly(0.3)) / ONE, abs=45)
    assert flow(tally, "jobs-found")[1] == pytest.approx(lost[0], abs=1)
    assert flow(tally, "income")[2] == 1000 * (500 - lost[0] - lost[1]) + 500 * flow(tally, "jobs-found")[1]
    tables.world[:, rt.W_HIRE_REFUSED] = 65_536
    assert flow(lived(tables, people), "jobs-found")[1] <= 1


def test_publication_breaks_ties_at_both_ends_but_never_family() -> None:
    people = plain_community(30, slots=2)
    people.tie[:] = [p ^ 1 for p in range(30)]
    people.tie_kind[:] = [0, 1]
    people.number[traits.FRAILTY, 1::2] = 0
    tables = defaulters(30, months=3, L_PUBLISHES=1)
    tables.world[:, rt.W_TIE_BREAK] = ONE
    tally = lived(tables, people)
    n = of_list(tally, "entries")[0]
    assert flow(tally, "ties-broken") == [0, 2 * n, 0]
    assert flow(tally, "tie-ends") == [30, 30 - 2 * n, 30 - 2 * n]
    quiet = defaulters(30, months=3)
    quiet.world[:, rt.W_TIE_BREAK] = ONE
    assert sum(flow(lived(quiet, people), "ties-broken")) == 0


def test_a_parents_listing_keeps_a_pupil_out_of_school() -> None:
    people = plain_community(20)
    people.byte[traits.ADULT, 1::2] = 0
    people.byte[traits.PUPIL, 1::2] = 1
    people.number[traits.HOUSEHOLD, 1::2] = people.number[traits.HOUSEHOLD, ::2]
    tables = defaulters(20, months=3)
    tables.withheld[:] = 1 << DOMAINS.index("school")
    tally = lived(tables, people)
    assert flow(tally, "pupils") == [10] * 3
    assert flow(tally, "pupils-refused") == [0, *[of_list(tally, "entries")[0]] * 2]
