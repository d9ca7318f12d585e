"""What somebody can no longer do or have: whoever is detained goes about nothing, and what a right withheld costs in income and speech.

Detention stops what one goes about to do (violations, expressions, good acts), not what falls due by itself (financial acts) nor what one
is (attributes). Nobody is taken for the detained, nor reports anything of them, and from there they settle nothing but what holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import lowest
from counterlife.life.columns import C_COMMUNITY, C_SEED, EMPLOYED, EVER, LISTED, MASK, N_UNIVERSITY
from counterlife.life.held import held
from counterlife.life.kernel import part
from counterlife.life.notes import note
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    ACT_NATURE,
    W_ACCOUNT,
    W_BENEFIT,
    W_DETAINED,
    W_HOTEL_LOSS,
    W_OFFLINE,
    W_SILENT,
    W_STUDIES,
    W_SUBSIDY,
    W_TRAVEL_LOSS,
    W_TRAVELS,
    W_UNIVERSITY,
    W_WORTH,
)
from counterlife.town.traits import ADULT, AGE, GROUP
from counterlife.words import DOMAINS, NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

FINANCIAL, EXPRESSION, ATTRIBUTE = (NATURES.index(name) for name in ("financial", "expression", "attribute"))
NO_BENEFIT, NO_SUBSIDY = 1 << DOMAINS.index("benefit"), 1 << DOMAINS.index("subsidy")
DETAINED, OFFLINE = 1 << DOMAINS.index("detention"), 1 << DOMAINS.index("internet")
NO_ACCOUNT, NO_STUDIES = 1 << DOMAINS.index("bank-account"), 1 << DOMAINS.index("university")
NO_TRAVEL = 1 << DOMAINS.index("air") | 1 << DOMAINS.index("fast-rail") | 1 << DOMAINS.index("exit-border") | 1 << DOMAINS.index("licence")
NO_HOTEL = 1 << DOMAINS.index("hotel-luxury")
NO_HOTEL = 1 << DOMAINS.index("hotel-luxury")
YOUNGEST, OLDEST_STUDENT = 18, 22
UNIVERSITY_LOST = 16
UNIVERSITY, TRAVEL_WORK = luck.PURPOSE["university"], luck.PURPOSE["travel-work"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
F_UNIVERSITY = FLOW["university-lost"]


@part
def is_detained(s: State, w: int, p: int) -> bool:
    """Whether somebody is detained this month."""
    return s.number[w, MASK, p] & DETAINED != 0


@part
def reaches(t: int, s: State, r: RuleTables, w: int, k: int, p: int) -> bool:
    """Whether somebody can do anything about a list: whoever is detained only about one that detains them."""
    if s.number[w, MASK, p] & DETAINED == 0:
        return True
    return (s.number[w, LISTED, p] >> k) & 1 != 0 and held(s, r, w, k, p, t) & DETAINED != 0


@part
def unbarred(s: State, r: RuleTables, w: int, a: int, p: int) -> int:
    """What is left of a rate of an act, 1/65536: nothing for the detained, less to say without the internet."""
    nature = r.act[a, ACT_NATURE]
    if is_detained(s, w, p) and nature != FINANCIAL and nature != ATTRIBUTE:
        return 0
    if nature == EXPRESSION and s.number[w, MASK, p] & OFFLINE != 0:
        return 65536 - r.world[w, W_SILENT]
    return 65536


@part
def costs_income(r: RuleTables, w: int) -> bool:
    """Whether a right withheld can cost income in a world."""
    shares = r.world[w, W_BENEFIT] | r.world[w, W_DETAINED] | r.world[w, W_OFFLINE] | r.world[w, W_ACCOUNT]
    return shares | r.world[w, W_SUBSIDY] | r.world[w, W_UNIVERSITY] | r.world[w, W_WORTH] != 0


@part
def left_of(s: State, r: RuleTables, w: int, p: int, income: int) -> int:
    """What is left of a month's income with what is withheld from somebody, cents."""
    mask, left, row = s.number[w, MASK, p], income, r.world[w]
    if s.byte[w, EMPLOYED, p] == 0:
        if mask & NO_BENEFIT != 0:
            left -= (left * row[W_BENEFIT]) >> 16
    else:
        if s.byte[w, EVER, p] & UNIVERSITY_LOST != 0:
            left -= (left * row[W_UNIVERSITY]) >> 16
        if mask & DETAINED != 0:
            left -= (left * row[W_DETAINED]) >> 16
        if mask & OFFLINE != 0:
            left -= (left * row[W_OFFLINE]) >> 16
    if mask & NO_ACCOUNT != 0:
        left -= (left * row[W_ACCOUNT]) >> 16
    if mask & NO_SUBSIDY != 0:
        left -= (left * row[W_SUBSIDY]) >> 16
    if row[W_WORTH] != 0:
        bits = int(mask)
        while bits != 0:
            left += r.worth[w, lowest(bits)]
            bits &= bits - 1
    return max(0, left)


@part
def travel_loss(s: State, r: RuleTables, w: int, p: int) -> int:
    """The further rate at which somebody loses work that needs what is withheld from them: travel, a licence, or hotels on the way."""
    mask = s.number[w, MASK, p]
    rate = r.world[w, W_TRAVEL_LOSS] if mask & NO_TRAVEL != 0 else (r.world[w, W_HOTEL_LOSS] if mask & NO_HOTEL != 0 else 0)
    if rate == 0:
        return 0
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    return rate if words(s.control[last, C_SEED], PERSON, entity, STATIC, TRAVEL_WORK, 0, 0)[0] < r.world[w, W_TRAVELS] else 0


@part
def lose_place(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int) -> None:
    """Somebody of an age to study who seeks a place at a university loses it for good when it is withheld; counted in month ``t``."""
    if s.byte[w, EVER, p] & UNIVERSITY_LOST != 0 or c.byte[ADULT, p] == 0 or c.byte[AGE, p] < YOUNGEST or c.byte[AGE, p] > OLDEST_STUDENT:
        return
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    if words(s.control[last, C_SEED], PERSON, entity, STATIC, UNIVERSITY, 0, 0)[0] >= r.world[w, W_STUDIES]:
        return
    s.byte[w, EVER, p] |= UNIVERSITY_LOST
    if t < y.flow.shape[1]:
        y.flow[w, t, c.byte[GROUP, p], F_UNIVERSITY] += 1
        note(s, t, w, p, N_UNIVERSITY, 0, 0, 0)
