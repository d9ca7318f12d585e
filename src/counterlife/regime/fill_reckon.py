"""Filling in what is only counted: who is exempt, what rules demand, what a score claims to measure, and lending by a score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.regime import tables as rt
from counterlife.regime.acts import acts
from counterlife.regime.fill_adapt import EXACT
from counterlife.regime.measuring import DEMANDS
from counterlife.regime.reading import Problem
from counterlife.town.tables import BINS, Q_FRAILTY, threshold
from counterlife.words import NATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterlife.regime.fill import Frame, Names
    from counterlife.regime.lists import ListRule
    from counterlife.regime.model import Regime
    from counterlife.regime.quantity import Quantity
    from counterlife.regime.tables import Ints
    from counterlife.town.tables import TownTables

AUC_MOST: Final = Fraction(9999, 10000)
PI: Final = Decimal("3.141592653589793238462643383279502884197169399375")
FAR: Final = Decimal(12)
"""Standard deviations beyond which nobody lies."""


def normal_cdf(x: Decimal) -> Decimal:
    """P(Z <= x) of a standard normal Z.

    Notes
    -----
    1/2 + density(x) (x + x³/3 + x⁵/15 + …), Abramowitz and Stegun (1964), 26.2.11, in decimals: the same on every machine.
    """
    if abs(x) >= FAR:
        return Decimal(x > 0)
    square, term, total, k = EXACT.multiply(x, x), x, x, 1
    while abs(term) > Decimal("1e-38"):
        k += 2
        term = EXACT.divide(EXACT.multiply(term, square), Decimal(k))
        total = EXACT.add(total, term)
    density = EXACT.divide(EXACT.exp(EXACT.divide(-square, Decimal(2))), EXACT.sqrt(EXACT.multiply(Decimal(2), PI)))
    return EXACT.add(Decimal("0.5"), EXACT.multiply(density, total))


def normal_quantile(p: Decimal) -> Decimal:
    """The x with P(Z <= x) = p, by halving."""
    low, high = -FAR, FAR
    for _ in range(110):
        middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
        low, high = (middle, high) if normal_cdf(middle) < p else (low, middle)
    return low


@lru_cache(maxsize=64)
def lent(auc: Fraction, default: Fraction, break_even: Fraction) -> tuple[int, int]:
    """Thresholds at which a lender takes those who will repay, and those who will not (form 19).

    Parameters
    ----------
    auc : Fraction
        Of a normal signal with separation d' = sqrt(2) Φ⁻¹(auc); at one half it tells nothing.
    default, break_even : Fraction
        Share who will not repay; the lender lends where P(default | signal) lies below the second.
    """

    def decimal(number: Fraction) -> Decimal:
        return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))

    if break_even in (0, 1) or default in (0, 1) or auc <= Fraction(1, 2):
        every = threshold(Fraction(int(default < break_even)))
        return every, every
    apart = EXACT.multiply(EXACT.sqrt(Decimal(2)), normal_quantile(decimal(auc)))
    odds = EXACT.ln(decimal(default / (1 - default) * (1 - break_even) / break_even))
    cut = EXACT.add(EXACT.divide(apart, Decimal(2)), EXACT.divide(odds, apart))
    taken = [EXACT.subtract(Decimal(1), normal_cdf(EXACT.subtract(cut, shift))) for shift in (apart, Decimal(0))]
    good, bad = (int(EXACT.multiply(share, Decimal(1 << 32))) for share in taken)
    return good, bad


def blank_reckoning(names: Names, town: TownTables, worlds: int) -> dict[str, Ints]:
    """Tables of what is only counted, with the town's part filled in."""

    def hundredths(gravity: Quantity[Fraction]) -> tuple[int, int, int]:
        low, high = gravity.range or (gravity.value, gravity.value)
        return round(100 * gravity.value), round(100 * Fraction(low)), round(100 * Fraction(high))

    judged = [hundredths(acts()[name].gravity) for name in names.acts]
    thin = town.thin
    shares = [0] * rt.TH_FIELDS
    if thin is not None:
        of_persons = (rt.TH_SHARE, rt.TH_APPLIES, rt.TH_DEFAULT, rt.TH_UNBANKED)
        for place, share in zip(of_persons, (thin.share, thin.applies, thin.default, thin.unbanked), strict=True):
            shares[place] = threshold(share)
    loans = town.enterprises.loans if town.enterprises else None
    if loans is not None:
        shares[rt.TH_FIRM_APPLIES], shares[rt.TH_FIRM_DEFAULT] = threshold(loans[0]), threshold(loans[1])
    return {
        "reckon": np.zeros((worlds, rt.RK_FIELDS), dtype=np.int64),
        "demands": np.zeros((worlds, len(names.lists)), dtype=np.int64),
        "claim": np.zeros((worlds, len(names.schemes), rt.TRAIT_BINS), dtype=np.int64),
        "gravity": np.array(judged, dtype=np.int64).reshape(len(names.acts), 3),
        "thin": np.array(shares, dtype=np.int64),
    }


def _tells(frame: Frame, regime: Regime, key: str, auc: Fraction) -> bool:
    """Whether a score may tell lenders so much."""
    if Fraction(1, 2) <= auc <= AUC_MOST:
        return True
    tip = f"`infer.{key}.auc` lies between 0.5 (it tells nothing) and {float(AUC_MOST)}"
    frame.wrong.append(Problem(f"{regime.regime}: no score tells so much, or less than nothing", None, tip))
    return False


def _fill_firm_loans(frame: Frame, row: Ints, regime: Regime, town: TownTables) -> None:
    """Lending to micro-enterprises: without a rating, and with one."""
    loans, credit = town.enterprises.loans if town.enterprises else None, regime.infer.firm_credit
    if loans is None:
        return
    row[rt.RK_FIRM_PLAIN] = lent(Fraction(1, 2), loans[1], loans[2])[0]
    if credit is not None and regime.phases.infer and _tells(frame, regime, "firm-credit", credit.auc.value):
        row[rt.RK_FIRM_CREDIT] = 1 + frame.names.schemes.index(credit.scheme) if regime.mute.follows else 0
        row[rt.RK_FIRM_SINCE] = frame.since(credit.since, regime.since)
        row[rt.RK_FIRM_GOOD], row[rt.RK_FIRM_BAD] = lent(credit.auc.value, loans[1], loans[2])


def fill_reckoning(frame: Frame, w: int, regime: Regime, lists: Mapping[str, ListRule], town: TownTables) -> None:
    """One world's part of them."""
    tables, names = frame.tables, frame.names
    row = tables.reckon[w]
    row[rt.RK_EXEMPT] = regime.exempt
    if town.thin is not None:
        row[rt.RK_PLAIN] = lent(Fraction(1, 2), town.thin.default, town.thin.break_even)[0]
    credit = regime.infer.credit
    if credit is not None and regime.phases.infer and town.thin is not None and _tells(frame, regime, "credit", credit.auc.value):
        row[rt.RK_CREDIT] = 1 + names.schemes.index(credit.scheme) if regime.mute.follows else 0
        row[rt.RK_SINCE] = frame.since(credit.since, regime.since)
        row[rt.RK_GOOD], row[rt.RK_BAD] = lent(credit.auc.value, town.thin.default, town.thin.break_even)
    _fill_firm_loans(frame, row, regime, town)
    for name, rule in lists.items():
        tables.demands[w, names.lists.index(name)] = sum(1 << DEMANDS.index(demand) for demand in set(rule.demands))
    for name, scheme in regime.schemes.items():
        if scheme.score is not None and scheme.score.claims is not None:
            nature = NATURES.index(scheme.score.claims)
            bins = np.sort(town.quantile[Q_FRAILTY + nature])
            edges = [int(bins[BINS * k // rt.TRAIT_BINS]) for k in range(1, rt.TRAIT_BINS)]
            tables.claim[w, names.schemes.index(name)] = [1 + nature, *edges]
