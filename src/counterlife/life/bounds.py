"""Bounds of what people may do, found once for a life: below which draws somebody acts, and above which no world can make them act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import layer_of
from counterlife.life.firms import firm_base
from counterlife.life.kernel import part
from counterlife.life.veil import veils
from counterlife.regime.tables import (
    ACT_BOUND,
    ACT_DENSE,
    ACT_HARDSHIP,
    ACT_NATURE,
    ACT_RATE,
    W_FEAR,
    W_FEAR_STRENGTH,
    X_CROWDS,
    X_MORE,
    X_PERFORM,
    X_VEIL_MORE,
)  # fmt: skip
from counterlife.town.traits import ADULT, FRAILTY
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

ATTRIBUTE, EXPRESSION, PROSOCIAL, VIOLATION = (NATURES.index(name) for name in ("attribute", "expression", "prosocial", "violation"))
CERTAIN = 1 << 32
ROW_PERSONS, RATE_MOST, RARE_MOST = luck.ROW_PERSONS, luck.RATE_MOST, luck.RARE_MOST


@part
def base_rates(s: State, r: RuleTables, c: Community, a: int) -> None:
    """Everybody's rate of an act, as `act.base_rate` says, into the first row of ``s.draw``."""
    rates, adult, nature, rate = s.draw[0], c.byte[ADULT], r.act[a, ACT_NATURE], int(r.act[a, ACT_RATE])
    if nature == ATTRIBUTE:
        for p in range(rates.shape[0]):
            rates[p] = min(rate, RATE_MOST) if adult[p] != 0 else 0
        return
    frailty = c.number[FRAILTY + nature]
    for p in range(rates.shape[0]):
        rates[p] = min((rate * frailty[p]) >> 16, RATE_MOST) if adult[p] != 0 else 0


@part
def find_lanes(s: State, r: RuleTables, bound: int) -> None:
    """The 16-bit threshold of everybody's rate times a bound, as `dice.chance` says, into the second row of ``s.draw``.

    Looking up the table has a loop of its own, since it takes no vector instructions; the others do.
    """
    rates, lanes, steps, far = s.draw[0], s.draw[1], s.draw[2], s.draw[3]
    for p in range(rates.shape[0]):
        rate = min((rates[p] * bound) >> 16, RATE_MOST)
        d = (rate >> 8) & 0xFFFFFF
        lanes[p] = d - ((d * d) >> 33)
        steps[p] = rate >> 32
    for p in range(rates.shape[0]):
        far[p] = r.exp[steps[p]]
    for p in range(rates.shape[0]):
        left = ((far[p] * (CERTAIN - lanes[p])) >> 32) & 0xFFFFFFFF
        lanes[p] = (CERTAIN - left if steps[p] != 0 else lanes[p]) >> 16


@part
def bound_lanes(s: State, r: RuleTables, place: int, bound: int) -> None:
    """Below which lane each person does an everyday act if nothing sways them, and above which in no world."""
    lanes, usual, ceiling = s.draw[1], s.usual[place], s.ceiling[place]
    find_lanes(s, r, min(65536, bound))
    for p in range(lanes.shape[0]):
        usual[p] = lanes[p]
    if bound > 65536:
        find_lanes(s, r, bound)
    for p in range(lanes.shape[0]):
        ceiling[p] = lanes[p]


@part
def most_response(r: RuleTables, w: int, a: int) -> int:
    """A bound of `act.response` in one world, 1/65536, and never below 1: as there, with all that raises a rate at its most."""
    nature, most = r.act[a, ACT_NATURE], max(65536, r.act[a, ACT_HARDSHIP])
    if nature == VIOLATION:  # where deterrence provokes, this is as far as it may go
        return r.act[a, ACT_BOUND]
    if veils(r, w, a):
        most = (most * (65536 + max(0, r.react[w, X_VEIL_MORE]))) >> 16
    elif nature == EXPRESSION and r.world[w, W_FEAR] != 0:
        most = (most * (65536 + max(0, -r.world[w, W_FEAR_STRENGTH]))) >> 16
    if nature == PROSOCIAL and r.react[w, X_PERFORM] != 0:
        most = (most * (65536 + max(0, -r.react[w, X_CROWDS]) + max(0, r.react[w, X_MORE]))) >> 16
    return min(most, r.act[a, ACT_BOUND])


@part
def bound_acts(s: State, r: RuleTables, c: Community) -> None:
    """How high each person's draws can matter, in any world: the bound of the act times the person's base rate."""
    rates = s.draw[0]
    for a in range(r.act.shape[0]):
        bound = 0
        for w in range(r.world.shape[0]):
            bound = max(bound, most_response(r, w, a))
        s.most[a] = bound
        base_rates(s, r, c, a)
        if r.act[a, ACT_DENSE] >= 0:
            bound_lanes(s, r, r.act[a, ACT_DENSE], bound)
        for row in range(s.top.shape[1]):
            highest, s.top[a, row] = 0, -1
            for p in range(row * ROW_PERSONS, min((row + 1) * ROW_PERSONS, rates.shape[0])):
                highest = max(highest, rates[p])
            if r.act[a, ACT_DENSE] < 0 and row * ROW_PERSONS < rates.shape[0]:
                s.top[a, row] = layer_of(min((highest * bound) >> 16, RARE_MOST))


@part
def bound_firms(s: State, r: RuleTables, c: Community) -> None:
    """How high the points of firms' acts can matter: no threat makes a firm act more often."""
    acts, firms = r.act.shape[0], c.firm.shape[1]
    for a in range(r.firm_act.shape[0]):
        highest = 0
        for f in range(firms):
            highest = max(highest, firm_base(r, c, a, f))
        for row in range(s.top.shape[1]):
            s.top[acts + a, row] = layer_of(highest) if row * ROW_PERSONS < firms else -1
