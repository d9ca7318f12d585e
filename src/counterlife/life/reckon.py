"""Reckon: what only measures need, after each month and before the first. It changes nothing that the phases read.

After the turn of month ``t`` what is withheld is that of month ``t + 1``, and who is at work earns in it: so sanctions and work are
counted a month ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill
from counterlife.life.bits import BLOCK, equal, lowest, nonzero, ones
from counterlife.life.columns import (
    APPLIES,
    BAND,
    BAND_BEFORE,
    BIT_GROUP,
    BIT_TENTH,
    C_COMMUNITY,
    C_MATTERING,
    C_SEED,
    C_TOUCHED,
    CLASS,
    EMPLOYED,
    HARDSHIP,
    K_FIRST,
    K_HARD,
    LISTED,
    ROLL_TOUCHED,
    TENTH,
    UNBANKED,
    WORKED,
)  # fmt: skip
from counterlife.life.firm_loans import draw_firms, lend_to_firms
from counterlife.life.kernel import part, phase
from counterlife.life.readings import read_end, read_year
from counterlife.life.tally import FLOW
from counterlife.life.trust import go_through_lists, lend, trust
from counterlife.life.used import use_records
from counterlife.life.victims import count_harmed
from counterlife.life.weigh import FOLLOWED, count_stuck, weigh_month
from counterlife.life.whole import mattering, whole_files
from counterlife.regime.tables import ACT_NATURE, S_ON, S_SCORED, TH_SHARE, TH_UNBANKED, W_PHASES
from counterlife.town.traits import ADULT
from counterlife.words import NATURES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

EXPRESSION = NATURES.index("expression")
EXEMPT, THIN = luck.PURPOSE["exempt"], luck.PURPOSE["thin"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
ONE_TENTH = (1 << 32) // 10
BEAR_BIT = 7
F_TENTH = FLOW["tenth"]


@part
def draw_still(s: State, r: RuleTables, c: Community) -> None:
    """Draw once who is of the tenth, who has a thin file and asks in which month of the year, and who of them uses no bank."""
    last = s.control.shape[0] - 1
    seed, first = s.control[last, C_SEED], s.control[last, C_COMMUNITY] * SPAN
    adult = c.byte[ADULT]
    fill(seed, PERSON, first, STATIC, EXEMPT, 0, 0, s.draw)
    for p in range(adult.shape[0]):
        s.still[TENTH, p] = 1 if adult[p] != 0 and s.draw[0, p] < ONE_TENTH else 0
    for block in range(s.bit.shape[1]):
        s.bit[BIT_TENTH, block] = nonzero(s.still[TENTH], block * BLOCK)
    fill(seed, PERSON, first, STATIC, THIN, 0, 0, s.draw)
    for p in range(adult.shape[0]):
        thin = adult[p] != 0 and s.draw[0, p] < r.thin[TH_SHARE]
        s.still[APPLIES, p] = 1 + ((s.draw[1, p] * 12) >> 32) if thin else 0
        s.still[UNBANKED, p] = 1 if s.draw[2, p] < r.thin[TH_UNBANKED] else 0


@part
def count_tenth(t: int, s: State, r: RuleTables, y: Tally, w: int) -> None:
    """Count the tenth: how they live in month ``t``, whether they work and what they have withheld in the next."""
    bears = (r.world[w, W_PHASES] >> BEAR_BIT) & 1 != 0
    for g in range(y.flow.shape[2]):
        persons, hard, at_work, sanctioned = 0, 0, 0, 0
        for block in range(s.bit.shape[1]):
            first = block * BLOCK
            bits = s.bit[BIT_TENTH, block] & s.bit[BIT_GROUP + g, block]
            persons += ones(bits)
            hard += ones(bits & nonzero(s.byte[w, HARDSHIP], first))
            at_work += ones(bits & nonzero(s.byte[w, EMPLOYED], first))
            sanctioned += ones(bits & nonzero(s.byte[w, CLASS], first))
        if t >= 0:
            y.flow[w, t, g, F_TENTH] += persons
            y.flow[w, t, g, F_TENTH + 1] += hard
        if t + 1 < y.flow.shape[1]:
            y.flow[w, t + 1, g, F_TENTH + 2] += at_work if bears else 0
            y.flow[w, t + 1, g, F_TENTH + 4] += sanctioned


@part
def count_spoken(t: int, s: State, r: RuleTables, y: Tally) -> None:
    """Count the expressions of the tenth."""
    for a in range(r.act.shape[0]):
        if r.act[a, ACT_NATURE] != EXPRESSION:
            continue
        for w in range(r.world.shape[0]):
            for g in range(y.flow.shape[2]):
                acts = 0
                for block in range(s.bit.shape[1]):
                    acts += ones(s.did[w, a, block] & s.bit[BIT_TENTH, block] & s.bit[BIT_GROUP + g, block])
                y.flow[w, t, g, F_TENTH + 5] += acts


@part
def count_lived(s: State, w: int) -> None:
    """Months in hardship and months with work, person by person; the latter are many, so they wait in bytes for the next readings."""
    hard, work, months, worked = s.byte[w, HARDSHIP], s.byte[w, EMPLOYED], s.reckoned[w, K_HARD], s.byte[w, WORKED]
    for p in range(work.shape[0]):
        worked[p] += work[p]
    for first in range(0, hard.shape[0], BLOCK):
        bits = nonzero(hard, first)
        while bits != 0:
            months[first + lowest(bits)] += 1
            bits &= bits - 1


@part
def gather_touched(t: int, s: State, w: int) -> None:
    """Gather those who are on a list in a world, or have been followed for long enough since they first were."""
    count, last, followed = 0, s.control.shape[0] - 1, t + 2 - FOLLOWED
    listed, classes, firsts = s.number[w, LISTED], s.byte[w, CLASS], s.reckoned[w, K_FIRST]
    for first in range(0, listed.shape[0], BLOCK):
        bits = nonzero(listed, first) | nonzero(classes, first) | (equal(firsts, followed, first) if followed > 0 else 0)
        while bits != 0:
            s.roll[ROLL_TOUCHED, count] = first + lowest(bits)
            bits &= bits - 1
            count += 1
    s.control[last, C_TOUCHED] = count


@part
def begin_reckoning(s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Before the first month."""
    draw_still(s, r, c)
    draw_firms(s, c)
    for w in range(r.world.shape[0]):
        s.control[w, C_MATTERING] = mattering(r, w)
        count_tenth(-1, s, r, y, w)
        for scheme in range(r.scheme.shape[1]):
            for p in range(c.byte.shape[1] if r.scheme[w, scheme, S_ON] != 0 and r.scheme[w, scheme, S_SCORED] != 0 else 0):
                s.whole[w, scheme, BAND_BEFORE, p] = s.scores[w, scheme, p, BAND]


@phase
def reckon(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Reckon month ``t``; -1 stands for what is before the first, and the number of months for what is after the last."""
    months = y.flow.shape[1]
    if t < 0:
        begin_reckoning(s, r, c, y)
        return
    if t == months:
        read_end(s, r, c, y)
        return
    whole_files(t, s, r, c)
    lend(t, s, r, c, y)
    lend_to_firms(t, s, r, c, y)
    count_spoken(t, s, r, y)
    count_harmed(t, s, r, y)
    for w in range(r.world.shape[0]):
        count_lived(s, w)
        gather_touched(t, s, w)
        trust(t, s, r, c, y, w)
        go_through_lists(t, s, r, c, y, w)
        count_stuck(t, s, r, c, y, w)
        use_records(t, s, r, c, y, w)
        count_tenth(t, s, r, y, w)
        if t + 1 < months:
            weigh_month(t + 1, s, r, c, y, w)
        if t % 12 == 11 or t + 1 == months:
            read_year(t, s, r, c, y, w)
