"""Filling in one world's part of rule tables from what its regime says of people's reactions."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.names import hint
from counterlife.regime.reading import Problem
from counterlife.town.tables import threshold
from counterlife.words import CONTEXTS

if TYPE_CHECKING:
    from counterlife.regime.adapting import PrivateNetwork
    from counterlife.regime.fill import Frame
    from counterlife.regime.model import Regime
    from counterlife.regime.tables import Ints

BACKLASH_MOST: Final = Fraction(2, 5)
"""The most that fear may add to a rate of speaking: strength -0.4."""
STEEPNESS_MOST: Final = 10_000
PERFORMED_MOST: Final = 3
"""The most that points may add to a rate of a good act, as a multiple of it."""
CROWDING_IN_MOST: Final = Fraction(1, 5)
"""The most that points may add to the acts of those who would have done them anyway: `crowds-out` -0.2."""
ELASTICITY_MOST: Final = 10
CERTAINTY_LEAST: Final = Fraction(-1, 5)
"""How elastic backlash can be: `certainty` -0.2."""
DEFIED_MOST: Final = Fraction(2, 5)
"""The most that backlash adds to a rate of a violation, whatever its elasticity."""
NETWORKED_MOST: Final = 3
"""The most that perceived risk adds to the rate of using a private network, as a multiple of it."""
EXACT: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)
"""Decimal exp and ln are correctly rounded, so tables made with them are the same on every machine."""


def fixed(number: Fraction | int, one: int = 65536) -> int:
    """A number in units of 1/``one``, rounded half to even."""
    return round(Fraction(number) * one)


def _decimal(number: Fraction | int) -> Decimal:
    number = Fraction(number)
    return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    return EXACT.exp(EXACT.multiply(exponent, EXACT.ln(base)))


def _fixed(number: Decimal) -> int:
    return int(EXACT.multiply(number, Decimal(65536)).to_integral_value(ROUND_HALF_EVEN))


@lru_cache(maxsize=64)
def certainty_table(elasticity: Fraction) -> tuple[int, ...]:
    """(risk / floor)^-elasticity in 1/65536, at 64 ratios an octave over `tables.OCTAVES` octaves, and at the end of the last."""
    exponent = -_decimal(elasticity)
    steps = (_decimal(Fraction(64 + k % 64, 64) * (1 << k // 64)) for k in range(64 * rt.OCTAVES + 1))
    return tuple(min(_fixed(_power(step, exponent)), fixed(1 + DEFIED_MOST)) for step in steps)


def fill_adapt(frame: Frame, w: int, row: Ints, regime: Regime) -> None:
    """Perceived risk, and what follows from it; nothing of it where the phase is off."""
    frame.tables.deter_risk[w] = frame.tables.deter_month[w] = 65536
    if regime.phases.adapt:
        _fill_lending(frame, w, regime)
        _fill_habit(frame, w, regime)
    risk = regime.adapt.perceived
    if risk is None or not regime.phases.adapt:
        return
    react = frame.tables.react[w]
    react[rt.X_RISK] = 1
    row[rt.W_FEAR_LEARNING] = fixed(risk.learning.value)
    row[rt.W_FEAR_FLOOR] = min(65535, fixed(risk.floor.value))
    row[rt.W_FEAR_AWARE] = threshold(risk.aware.value)
    _fill_fear(frame, w, row, regime)
    _fill_deterrence(frame, w, react, regime)
    _fill_performance(frame, w, react, regime)
    _fill_avoidance(frame, w, react, regime)


def _fill_fear(frame: Frame, w: int, row: Ints, regime: Regime) -> None:
    fear = regime.adapt.fear
    if fear is None:
        return
    row[rt.W_FEAR] = 1
    row[rt.W_FEAR_STRENGTH] = fixed(fear.strength.value)
    row[rt.W_FEAR_STEEPNESS] = fixed(fear.steepness.value)
    frame.tables.react[w, rt.X_PRIVATE] = threshold(fear.private.value)
    if fear.strength.value < -BACKLASH_MOST:
        tip = f"`adapt.fear.strength` is at least -{float(BACKLASH_MOST):g}"
        frame.wrong.append(Problem(f"{regime.regime}: fear provokes too much", None, tip))
    if fear.steepness.value > STEEPNESS_MOST:
        tip = f"`adapt.fear.steepness` is at most {STEEPNESS_MOST:,}"
        frame.wrong.append(Problem(f"{regime.regime}: fear is too steep", None, tip))


def _fill_deterrence(frame: Frame, w: int, row: Ints, regime: Regime) -> None:
    """Nobody is deterred by what nobody knows of, so a muted world has none."""
    deterrence = regime.adapt.deterrence
    if deterrence is None or not regime.mute.known:
        return
    certainty, severity = deterrence.certainty.value, deterrence.severity.value
    if severity > ELASTICITY_MOST or certainty < CERTAINTY_LEAST:
        tip = f"`severity` is at most {ELASTICITY_MOST}, `certainty` at least {float(CERTAINTY_LEAST):g}"
        frame.wrong.append(Problem(f"{regime.regime}: deterrence is too elastic", None, tip))
        return
    row[rt.X_DETER] = 1
    row[rt.X_NEAR] = fixed(deterrence.near_band.value)
    frame.tables.deter_risk[w] = certainty_table(certainty)
    added = _power(_decimal(1 + deterrence.added.value), -_decimal(severity))
    begun = frame.since(regime.since, 0)
    for t in range(begun, frame.months):
        new = Decimal(0)
        if deterrence.novelty.value:
            age = 0 if deterrence.fades.value is None else Fraction(t + frame.start - _begin(frame, regime), max(1, deterrence.fades.value))
            new = EXACT.multiply(_decimal(deterrence.novelty.value), EXACT.exp(-_decimal(age)))
        frame.tables.deter_month[w, t] = _fixed(EXACT.multiply(added, EXACT.subtract(Decimal(1), new)))


def _begin(frame: Frame, regime: Regime) -> int:
    """The month, counted from year 0, since which a regime is there; one without a date is new when the run starts."""
    return frame.start if regime.since is None else regime.since


def _fill_performance(frame: Frame, w: int, row: Ints, regime: Regime) -> None:
    """Nobody does for points what nothing follows from, or what nobody knows of."""
    performance = regime.adapt.performance
    if performance is None or not (regime.mute.known and regime.mute.follows):
        return
    if performance.more.value > PERFORMED_MOST:
        tip = f"`adapt.performance.more` is at most {PERFORMED_MOST}"
        frame.wrong.append(Problem(f"{regime.regime}: too much is done for points", None, tip))
    if performance.crowds_out.value < -CROWDING_IN_MOST:
        tip = f"`adapt.performance.crowds-out` is at least -{float(CROWDING_IN_MOST):g}"
        frame.wrong.append(Problem(f"{regime.regime}: points drive too many in", None, tip))
    row[rt.X_PERFORM] = 1
    row[rt.X_WILLING] = threshold(performance.willing.value)
    row[rt.X_MORE] = fixed(performance.more.value)
    row[rt.X_REACH] = performance.reach.value
    row[rt.X_CROWDS] = fixed(performance.crowds_out.value)
    for act, price in performance.prices.items():
        if act in frame.names.acts:
            frame.tables.price[w, frame.names.acts.index(act)] = price.value


def _fill_lending(frame: Frame, w: int, regime: Regime) -> None:
    """Lent identities hang on no perceived risk, but on knowing what is withheld."""
    lending, row = regime.adapt.lending, frame.tables.react[w]
    if lending is not None and regime.mute.known:
        row[rt.X_LEND] = threshold(lending.share.value)
        row[rt.X_LEND_FROM] = sum(1 << CONTEXTS.index(name) for name in set(lending.contexts))


def _fill_habit(frame: Frame, w: int, regime: Regime) -> None:
    """Members get used to a scheme in a muted world too, which they join like its twin."""
    habit, row = regime.adapt.habit, frame.tables.react[w]
    if habit is None:
        return
    if habit.after.value == 0:
        tip = "`adapt.habit.after` is at least 1 month"
        frame.wrong.append(Problem(f"{regime.regime}: people get used to a scheme before they are members", None, tip))
    row[rt.X_HABIT] = 1 + frame.names.schemes.index(habit.scheme)
    row[rt.X_HABIT_AFTER] = habit.after.value
    row[rt.X_HABIT_TAKES] = threshold(habit.accepts.value)
    row[rt.X_HABIT_STAYS], row[rt.X_HABIT_EASE] = fixed(habit.stays.value), fixed(habit.at_ease.value)
    row[rt.X_HABIT_KEEPS] = fixed(habit.keeps.value)


def _fill_avoidance(frame: Frame, w: int, row: Ints, regime: Regime) -> None:
    """Keeping out of sight, and out of bad company: nobody does so where nobody knows."""
    evasion, dropping = regime.adapt.evasion, regime.adapt.dropping
    if evasion is not None and regime.mute.known:
        row[rt.X_EVADE], row[rt.X_EVADE_STEEP] = fixed(evasion.strength.value), fixed(evasion.steepness.value)
        row[rt.X_EVADE_FROM] = sum(1 << CONTEXTS.index(name) for name in set(evasion.contexts))
        row[rt.X_THIN] = fixed(evasion.footprint.value)
        if evasion.steepness.value > STEEPNESS_MOST:
            tip = f"`adapt.evasion.steepness` is at most {STEEPNESS_MOST:,}"
            frame.wrong.append(Problem(f"{regime.regime}: evasion is too steep", None, tip))
    network = regime.adapt.private_network
    if network is not None and regime.mute.known:
        _fill_network(frame, row, regime, network)
    if dropping is not None and regime.mute.known:
        row[rt.X_DROP] = luck.chance(_rate(dropping.rate.value))
        row[rt.X_DROP_SCHEME] = frame.names.schemes.index(dropping.scheme)
        row[rt.X_DROP_BAND] = frame.names.bands_of[w][dropping.scheme].index(dropping.band)


def _fill_network(frame: Frame, row: Ints, regime: Regime, network: PrivateNetwork) -> None:
    row[rt.X_VEIL], row[rt.X_VEIL_MORE] = threshold(network.hides.value), fixed(network.more.value)
    row[rt.X_VEIL_STEEP] = fixed(network.steepness.value)
    row[rt.X_VEIL_FROM] = sum(1 << CONTEXTS.index(name) for name in set(network.contexts))
    if network.more.value > NETWORKED_MOST or network.steepness.value > STEEPNESS_MOST:
        tip = f"`adapt.private-network.more` is at most {NETWORKED_MOST}, its `steepness` at most {STEEPNESS_MOST:,}"
        frame.wrong.append(Problem(f"{regime.regime}: too many use a private network", None, tip))


def fill_joining(frame: Frame, w: int, regime: Regime, name: str) -> None:
    """How a scheme's people come to be covered; nothing to fill in where all of them are."""
    covers, s = regime.schemes[name].covers, frame.names.schemes.index(name)
    places = 0
    for place in covers.places:
        if place not in frame.names.places:
            known = [each for each in frame.names.places if each]
            where = f"{regime.regime}: schemes.{name}.covers.places"
            frame.wrong.append(Problem(f"{where}: the town has no place `{place}`", None, hint(place, known)))
        else:
            places |= 1 << frame.names.places.index(place)
    if covers.joining == "automatic" and covers.pilots is None and not covers.places:
        return
    row, since = frame.tables.joining[w, s], regime.schemes[name].begins(regime.since)
    row[rt.J_OPT_IN] = 1 if covers.joining == "opt-in" else 2
    row[rt.J_PLACES] = places
    row[rt.J_CODE] = luck.code(name)
    row[rt.J_SINCE] = frame.since(since, 0)
    only_there = covers.opens is None and covers.pilots is not None
    row[rt.J_OPENS] = rt.NEVER if only_there else frame.since(covers.opens, since)
    unsaid = 0 if covers.joining == "opt-in" else 1 << 32
    pilots, most = frame.tables.pilot[w, s], 0
    for month, share in enumerate(covers.pilots.by_month(frame.start, frame.months) if covers.pilots is not None else ()):
        pilots[month] = most = max(most, threshold(share))  # whoever lives in a pilot goes on living in one
    if covers.pilots is None:
        pilots[:] = unsaid
    row[rt.J_PILOTS] = pilots[0] != pilots[-1]
    row[rt.J_ALREADY] = threshold(covers.already.value)
    row[rt.J_JOINS], row[rt.J_IMITATES] = _rate(covers.joins.value), _rate(covers.imitates.value)
    row[rt.J_LEAVES] = luck.chance(_rate(covers.leaves.value))
    row[rt.J_HELD] = threshold(covers.held.value)
    row[rt.J_MANDATORY] = rt.NEVER if covers.mandatory is None else frame.since(covers.mandatory)
    frame.tables.pressure[w, s] = [_rate(each) for each in covers.pressure.by_month(frame.start, frame.months)]


def _rate(per_month: Fraction) -> int:
    return int(per_month * luck.RATE_ONE)
