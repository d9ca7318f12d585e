"""Town tables: what the kernels that draw a community read. A town profile as flat integer arrays.

Distributions are tables of 4,096 equally likely bins, so that drawing a value is one look-up. Shares among the bins are apportioned by
largest remainders: each comes out to within 1/8,192.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from counterlife import luck
from counterlife.regime.acts import acts
from counterlife.town.margins import ADULT_AGE, AGE_MOST, HOUSEHOLD_MOST, OLD_AGE, composition, single_years
from counterlife.words import NATURES, SECTORS, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from counterlife.regime.quantity import Quantity
    from counterlife.town.profile import Happens, ThinFiles, Town

BINS: Final = 4096
MONEY_MOST: Final = 2**31 - 1
"""Cents: what fits the columns of money."""
SLOTS_MOST: Final = 32

# Rows of TownTables.quantile, each [BINS].
Q_SIZE: Final = 0  # persons of a household
Q_GROUP: Final = 1
Q_CHILD: Final = 2  # age of a child, years
Q_WORKING: Final = 3  # age of an adult below 60
Q_OLD: Final = 4  # age of an adult of 60 or more
Q_SAVINGS: Final = 5  # cents
Q_FIRM: Final = 6  # workers of a firm
Q_FRAILTY: Final = 7  # four rows by nature, 1/65536
Q_DEMAND: Final = 11
Q_WAGE: Final = 12  # one row a group, cents a month

# Places in TownTables.number. Shares are thresholds out of 2^32.
N_SEGREGATION: Final = 0  # a household is of its community's own group
N_OLD: Final = 1  # an adult is 60 or more, unless needed beside a child
N_PUPIL: Final = 2  # a child of school age has a paid place
N_TAKES_PART: Final = 3  # a person of working age can work
N_EMPLOYED: Final = 4  # and does, at the start
N_NEEDS: Final = 5  # of an adult, cents a month
N_NEEDS_CHILD: Final = 6
N_JOBLESS: Final = 7  # income without work: of those who could work
N_OUTSIDE: Final = 8  # of other adults below 60
N_PENSION: Final = 9  # from 60 on
N_BUFFER: Final = 10
N_CREDIT: Final = 11
N_SHAPE: Final = 12  # place in SHAPES
N_FAMILY: Final = 13  # slots
N_FRIEND: Final = 14  # slots
N_FRIEND_TAKES: Final = 15  # an adult takes part in a friend slot
N_HOMOPHILY: Final = 16  # then within the own group
N_COLLEAGUE: Final = 17  # slots
N_COLLEAGUE_TAKES: Final = 18
N_CHILD: Final = 19  # seven places by household size: a member after the first is a child
N_BORNE: Final = N_CHILD + HOUSEHOLD_MOST + 1  # place in WAYS_BORNE
N_RUN_DOWN: Final = N_BORNE + 1  # 1 if lasting deficits have used up savings and credit before the start
NUMBERS: Final = N_RUN_DOWN + 1

SHAPES: Final = ("random", "none", "star", "ring")
WAYS_BORNE: Final = ("equally", "by-income")
"""Who bears a household's essentials: each adult their own and an equal part of the children's, or all of them by ordinary income."""


class TownAct(NamedTuple):
    """An act that happens in a town.

    Attributes
    ----------
    rate : Fraction
        Per adult and month, at mean frailty.
    everyday : bool
        Drawn densely; otherwise at most once a person-month, by layers.
    median, spread : int, Fraction
        Of the log-normal obligation that the act leaves unpaid, in cents; a median of 0 for none.
    hardship : Fraction
        Multiplier of the rate under hardship.
    """

    name: str
    rate: Fraction
    everyday: bool
    median: int
    spread: Fraction
    hardship: Fraction


class FirmAct(NamedTuple):
    """An act of enterprises: its rate per firm and month at mean frailty, the persons it harms, the sectors that can do it (bits)."""

    name: str
    rate: Fraction
    victims: int
    sectors: int


class Enterprises(NamedTuple):
    """What is drawn about the firms of a town, and what they do."""

    most: int  # firms of a community
    turnover: int  # cents a worker and month
    sector: NDArray[np.int32]  # [BINS] places in words.SECTORS
    frailty: NDArray[np.int32]  # [BINS] 1/65536
    acts: tuple[FirmAct, ...]  # in the town's order
    loans: tuple[Fraction, Fraction, Fraction] | None = None  # who of the micro-enterprises asks in a year, who would not repay, break-even


class Thin(NamedTuple):
    """Adults with a thin file of credit: their share, who asks for a loan a year, who would not repay, and where a lender breaks even."""

    share: Fraction
    applies: Fraction
    default: Fraction
    break_even: Fraction
    unbanked: Fraction = Fraction(0)


class TownTables(NamedTuple):
    """A town as numbers: the arrays that draw its communities, and the exact rates of what happens there."""

    name: str
    persons: int  # of each community
    groups: tuple[str, ...]
    places: tuple[str, ...]  # one without a name where a town names none
    slots: int
    tie_kind: NDArray[np.uint8]  # [slots]
    number: NDArray[np.int64]  # [NUMBERS]
    quantile: NDArray[np.int32]  # [Q_WAGE + groups, BINS]
    place: NDArray[np.int32]  # [groups, BINS] where a community lies, by its own group
    acts: tuple[TownAct, ...]  # in the town's order
    demand: Mapping[str, Fraction]  # attempts to use a right per adult and month, by words.DOMAINS
    job_loss: Fraction  # per employed person and month
    hire: Fraction  # per person without work and month
    scar: Fraction  # share of the wage lost after a job loss
    enterprises: Enterprises | None = None
    arrears: int = -1  # months of essentials that can be owed beyond the credit line; -1 for no end
    thin: Thin | None = None
    relief: tuple[int, int] = (0, 0)  # share of a shortfall that ties cover, 1/65536, and bits of the kinds of tie that do
    district: int = 0  # persons of a district of the court, 0 for the whole community


def edges(town: TownTables, trait: str) -> list[int]:
    """The town's quantiles of a trait of `words.TRAITS`, at 1/256, 2/256 … 255/256.

    Incomes are those of people at work, over all groups; ``repayment`` is the propensity to financial acts, turned round.
    """
    rows = {"savings": Q_SAVINGS, "footprint": Q_DEMAND, "repayment": Q_FRAILTY + NATURES.index("financial")}
    if trait == "income":
        values = town.quantile[Q_WAGE : Q_WAGE + len(town.groups)]
        shares = np.bincount(town.quantile[Q_GROUP], minlength=len(town.groups))
    elif trait == "age":
        old = int(town.number[N_OLD]) * BINS >> 32
        values, shares = town.quantile[[Q_WORKING, Q_OLD]], np.array([BINS - old, old])
    else:
        values, shares = town.quantile[[rows[trait]]], np.array([1])
    signed = values.ravel().astype(np.int64) * (-1 if trait == "repayment" else 1)
    order = np.argsort(signed, kind="stable")
    upto = np.repeat(shares, values.shape[1])[order].cumsum()
    places = [int(upto[-1]) * k // 256 for k in range(1, 256)]
    return [int(value) for value in signed[order][np.searchsorted(upto, places, side="right")]]


def threshold(share: Fraction) -> int:
    """A share as a threshold for 32-bit words: a word below it says yes."""
    return int(share * (1 << 32))


def apportioned(shares: Mapping[int, Fraction]) -> NDArray[np.int32]:
    """Values in bins, in the order given, by their shares (which add up to 1); largest remainders, the first winning a draw."""
    exact = [share * BINS for share in shares.values()]
    counts = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_rest[: BINS - sum(counts)]:
        counts[i] += 1
    return np.repeat(np.array(list(shares), dtype=np.int32), counts)


@cache
def log_normal(median: int, spread: Fraction) -> NDArray[np.int32]:
    """A log-normal sum of money in bins, rounded to cents and saturating.

    Parameters
    ----------
    median : int
        Cents.
    spread : Fraction
        Standard deviation of the natural logarithm.

    Returns
    -------
    ndarray of int32, shape (BINS,)
        Cents; kept and shared, so not to be written to.

    Notes
    -----
    Decimal's exp is correctly rounded, so the table is the same on every machine.
    """
    if spread == 0 or median == 0:
        return np.full(BINS, median, dtype=np.int32)
    context = Context(prec=28, Emax=999_999, Emin=-999_999)
    step = context.divide(Decimal(spread.numerator), Decimal(spread.denominator * 65536))
    z = luck.table("normal").astype(np.int64) - (1 << 20)
    cents = [context.multiply(Decimal(median), context.exp(context.multiply(step, Decimal(int(value))))) for value in z]
    return np.array([min(MONEY_MOST, int(value.to_integral_value(context=context))) for value in cents], dtype=np.int32)


def gamma(shape: Fraction | None) -> NDArray[np.int32]:
    """A gamma frailty of mean 1 in bins of 1/65536, by its shape k; everywhere 1 for None."""
    if shape is None:
        return np.full(BINS, 65536, dtype=np.int32)
    return luck.table(f"gamma-{float(shape):g}").astype(np.int32)


def household_chances(town: Town) -> tuple[list[Fraction], Fraction]:
    """Chances of being a child, by household size, and of being old; see `counterlife.town.margins.composition`."""
    weights = {int(size): weight.value for size, weight in town.households.children.items()}
    sizes = {int(size): share.value for size, share in town.households.sizes.items()}
    ages = single_years({band: share.value for band, share in town.ages.items()})
    return composition(ages, sizes, {size: weights.get(size, Fraction(1)) for size in sizes})


def family_slots(town: Town) -> int:
    """Slots that hold the complete graphs of households: a size n needs n - 1 colours if even, n if odd."""
    sizes = [int(size) for size in town.households.sizes]
    return max((0 if size == 1 else size if size % 2 else size - 1 for size in sizes), default=0)


def slot_kinds(town: Town) -> NDArray[np.uint8]:
    """The kind of each slot of ties, as a place in words.TIE_KINDS."""
    ties = town.ties
    drawn = [family_slots(town), ties.friend.slots, ties.colleague.slots]
    places = {"none": [0, 0, 0], "star": [0, town.community - 1, 0], "ring": [0, 2, 0]}.get(ties.shape, drawn)
    return np.repeat(np.arange(len(TIE_KINDS), dtype=np.uint8), places)


def _numbers(town: Town) -> NDArray[np.int64]:
    children, old = household_chances(town)
    friend, colleague = town.ties.friend, town.ties.colleague
    number = np.zeros(NUMBERS, dtype=np.int64)
    shares = {
        N_SEGREGATION: town.segregation.value,
        N_OLD: old,
        N_PUPIL: town.school.private.value,
        N_TAKES_PART: town.work.takes_part.value,
        N_EMPLOYED: town.work.employed.value,
        N_FRIEND_TAKES: friend.degree.value / max(1, friend.slots),
        N_HOMOPHILY: friend.homophily.value,
        N_COLLEAGUE_TAKES: colleague.degree.value / max(1, colleague.slots),
    } | {N_CHILD + size: chance for size, chance in enumerate(children)}
    plain = {
        N_NEEDS: town.needs.adult.value,
        N_NEEDS_CHILD: town.needs.child.value,
        N_JOBLESS: town.support.jobless.value,
        N_OUTSIDE: town.support.outside.value,
        N_PENSION: town.support.pension.value,
        N_BUFFER: town.buffer.value,
        N_CREDIT: town.credit.value,
        N_SHAPE: SHAPES.index(town.ties.shape),
        N_FAMILY: family_slots(town),
        N_FRIEND: friend.slots,
        N_COLLEAGUE: colleague.slots,
        N_BORNE: WAYS_BORNE.index(town.needs.borne),
        N_RUN_DOWN: town.savings.run_down,
    }
    for place, value in ({place: threshold(share) for place, share in shares.items()} | plain).items():
        number[place] = value
    return number


def _quantiles(town: Town) -> NDArray[np.int32]:
    years = single_years({band: share.value for band, share in town.ages.items()})

    def ages(low: int, high: int) -> NDArray[np.int32]:
        part = {year: share for year, share in years.items() if low <= year < high}
        total = sum(part.values(), Fraction(0))
        return apportioned({year: share / total for year, share in part.items()} if total else {low: Fraction(1)})

    firms = {int(size): share.value for size, share in town.ties.colleague.firms.items()}
    frailty = town.frailty
    rows = {
        Q_SIZE: apportioned({int(size): share.value for size, share in town.households.sizes.items()}),
        Q_GROUP: apportioned({place: group.share.value for place, group in enumerate(town.groups.values())}),
        Q_CHILD: ages(0, ADULT_AGE),
        Q_WORKING: ages(ADULT_AGE, OLD_AGE),
        Q_OLD: ages(OLD_AGE, AGE_MOST + 1),
        Q_SAVINGS: log_normal(town.savings.median.value, town.savings.spread.value),
        Q_FIRM: apportioned(firms or {1: Fraction(1)}),
        Q_DEMAND: gamma(_shape(frailty.demand)),
    }
    natures = (frailty.violation, frailty.financial, frailty.expression, frailty.prosocial)
    rows |= {Q_FRAILTY + place: gamma(_shape(shape)) for place, shape in enumerate(natures)}
    rows |= {Q_WAGE + place: log_normal(g.wage.median.value, g.wage.spread.value) for place, g in enumerate(town.groups.values())}
    return np.stack([rows[row] for row in range(len(rows))])


def _places(town: Town) -> NDArray[np.int32]:
    """Where communities of each group lie: places tied to the group by their shares of it, the others by theirs of what is left."""
    rows = []
    for group in town.groups:
        tied = {k: place.share.value for k, place in enumerate(town.places.values()) if place.of == group}
        left = 1 - sum(tied.values(), Fraction(0))
        free = {k: left * place.share.value for k, place in enumerate(town.places.values()) if place.of is None}
        rows.append(apportioned(dict(sorted((tied | free).items())) or {0: Fraction(1)}))
    return np.stack(rows)


def _shape(shape: Quantity[Fraction] | None) -> Fraction | None:
    return None if shape is None else shape.value


def _town_act(town: Town, name: str, act: Happens) -> TownAct:
    more = town.hardship.get(acts()[name].nature)
    debt = act.obligation
    return TownAct(
        name=name,
        rate=act.rate.value,
        everyday=act.drawn == "everyday",
        median=debt.median.value if debt else 0,
        spread=debt.spread.value if debt else Fraction(0),
        hardship=Fraction(1) if more is None else more.value,
    )


def _enterprises(town: Town) -> Enterprises | None:
    rule = town.enterprises
    if rule is None:
        return None
    smallest = min((int(size) for size, share in town.ties.colleague.firms.items() if share.value), default=1)
    every = (1 << len(SECTORS)) - 1
    return Enterprises(
        most=town.community // smallest + 1,
        turnover=rule.turnover.value,
        sector=apportioned({SECTORS.index(name): share.value for name, share in rule.sectors.items()}),
        frailty=gamma(_shape(rule.frailty)),
        acts=tuple(
            FirmAct(name, act.rate.value, round(act.victims.value), sum(1 << SECTORS.index(s) for s in set(act.sectors)) or every)
            for name, act in rule.acts.items()
        ),
        loans=None if rule.loans is None else (rule.loans.applies.value, rule.loans.default.value, rule.loans.break_even.value),
    )


def _thin(rule: ThinFiles) -> Thin:
    return Thin(rule.share.value, rule.applies.value, rule.default.value, rule.break_even.value, rule.unbanked.value)


def town_tables(town: Town) -> TownTables:
    """What the kernels and the compiler of rules need of a town."""
    kinds = slot_kinds(town)
    return TownTables(
        name=town.town,
        persons=town.community,
        groups=tuple(town.groups),
        places=tuple(town.places) or ("",),
        slots=len(kinds),
        tie_kind=kinds,
        number=_numbers(town),
        quantile=_quantiles(town),
        place=_places(town),
        acts=tuple(_town_act(town, name, act) for name, act in town.acts.items()),
        demand={domain: rate.value for domain, rate in town.demand.items()},
        job_loss=town.work.loss.value,
        hire=town.work.hire.value,
        scar=town.work.scar.value,
        enterprises=_enterprises(town),
        arrears=-1 if town.needs.arrears is None else town.needs.arrears.value,
        district=town.district if town.district is not None and town.district < town.community else 0,
        thin=None if town.thin_files is None else _thin(town.thin_files),
        relief=(round(town.relief.covers.value * 65536), sum(1 << TIE_KINDS.index(kind) for kind in set(town.relief.ties))),
    )
