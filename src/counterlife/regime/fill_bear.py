"""Filling in one world's part of rule tables from what sanctions do in life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.fill_adapt import fixed
from counterlife.town.tables import threshold
from counterlife.words import DOMAINS, REWARDS

if TYPE_CHECKING:
    from fractions import Fraction

    from counterlife.regime.fill import Frame
    from counterlife.regime.model import Regime
    from counterlife.regime.tables import Ints

DETENTION: Final = 1 << DOMAINS.index("detention")


def _rate(per_month: Fraction) -> int:
    return int(per_month * luck.RATE_ONE)


def fill_bear(frame: Frame, w: int, row: Ints, regime: Regime) -> None:
    """Work, income, ties and look-ups."""
    bear = regime.bear
    row[rt.W_JOB_LOSS] = _rate(bear.job_loss.value)
    row[rt.W_HIRE_REFUSED] = fixed(bear.hire_refused.value)
    row[rt.W_BENEFIT], row[rt.W_DETAINED], row[rt.W_SUBSIDY] = (fixed(each.value) for each in (bear.benefit, bear.detention, bear.subsidy))
    row[rt.W_STUDIES], row[rt.W_UNIVERSITY] = threshold(bear.university.sought.value), fixed(bear.university.wage.value)
    row[rt.W_ACCOUNT], row[rt.W_ACCOUNT_UNSEEN] = fixed(bear.bank_account.income.value), threshold(bear.bank_account.unseen.value)
    row[rt.W_OFFLINE], row[rt.W_OFFLINE_UNSEEN] = fixed(bear.internet.wage.value), threshold(bear.internet.unseen.value)
    row[rt.W_SILENT] = fixed(bear.internet.silent.value)
    row[rt.W_TRAVELS], row[rt.W_TRAVEL_LOSS] = threshold(bear.travel_work.needed.value), _rate(bear.travel_work.job_loss.value)
    row[rt.W_HOTEL_LOSS] = _rate(bear.travel_work.job_loss.value * bear.travel_work.hotels.value)
    row[rt.W_TIED], row[rt.W_PAPERS] = fixed(bear.property_.hirings.value), bear.paperwork.delay.value
    row[rt.W_BUYS], row[rt.W_HONOURS] = row[rt.W_TIED] > 0, bear.honour.rewards
    for domain, cost in bear.worth.costs.items():
        frame.tables.worth[w, DOMAINS.index(domain)] = -cost.value
    for reward, saved in bear.worth.saves.items():
        frame.tables.worth[w, len(DOMAINS) + REWARDS.index(reward)] = saved.value
    row[rt.W_WORTH] = frame.tables.worth[w].any()
    row[rt.W_TIE_BREAK] = luck.chance(_rate(bear.ties_break.value))
    if regime.mute.follows:
        look, looks = frame.tables.look[w], bear.look_ups
        look[rt.LK_EMPLOYER] = fixed(looks.employer.value)
        look[rt.LK_LENDER], look[rt.LK_LANDLORD] = threshold(looks.lender.value), threshold(looks.landlord.value)
        look[rt.LK_PUBLIC], look[rt.LK_COUNTER] = fixed(looks.public.value), fixed(looks.counter.value)


def fill_bars(frame: Frame, w: int) -> None:
    """Whether anybody can be kept from acting: once all lists are filled in."""
    tables = frame.tables
    detains = (tables.withheld[w] & DETENTION).any() or (tables.stage[w, :, :, 1] & DETENTION).any()
    tables.world[w, rt.W_BARS] = bool(detains or (tables.copy[w, :, rt.CP_RIGHTS] & DETENTION).any() or tables.world[w, rt.W_SILENT])
