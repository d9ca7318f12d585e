"""Phase 8, bear: what follows in life. Income, savings and hardship; work lost and found; ties that break.

Hardship is not put in: it comes when savings and what credit is left cannot meet essentials, and feeds back into next month's acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, fill_each, fill_points, layer_count, layer_of, layer_point, words
from counterlife.life.barred import costs_income, is_detained, left_of, travel_loss
from counterlife.life.bits import BLOCK, having, lowest, nonzero, ones, places
from counterlife.life.breaking import break_ties, drop_ties
from counterlife.life.columns import (
    BALANCE,
    BIT_ADULT,
    BIT_GROUP,
    BIT_WORKER,
    BROKEN,
    C_COMMUNITY,
    C_FIRM_GAIN,
    C_SEED,
    C_WATCH,
    EMPLOYED,
    EVER,
    FINE_DUE,
    FINE_NEW,
    HARDSHIP,
    MASK,
    N_FINE,
    N_HARDSHIP,
    N_JOB,
    PUBLIC,
    SCARRED,
    TENTH,
    VISIBLE,
)  # fmt: skip
from counterlife.life.court_fines import lay_fines
from counterlife.life.firms import firm_job_loss, firms_bear
from counterlife.life.kernel import part, phase
from counterlife.life.notes import note
from counterlife.life.relief import LESS_CREDIT, NO_CREDIT, relieve, tell_help
from counterlife.life.tally import FLOW, PAIR
from counterlife.regime.tables import (
    FW_HIRES,
    FW_JOBS,
    LK_COUNTER,
    LK_EMPLOYER,
    LK_LANDLORD,
    LK_LENDER,
    LK_PUBLIC,
    T_ARREARS,
    T_HIRE,
    T_JOB_LOSS,
    T_RELIEF,
    T_SCAR,
    W_BUYS,
    W_COURT_FINES,
    W_HIRE_REFUSED,
    W_JOB_LOSS,
    W_PHASES,
    W_TIE_BREAK,
    W_TIED,
    W_TRAVEL_LOSS,
    X_DROP,
)
from counterlife.town.traits import ADULT, BUFFER, CREDIT, DEMAND, GROUP, NEEDS, SUPPORT, WAGE, WORKPLACE
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

NO_JOB = 1 << DOMAINS.index("public-job") | 1 << DOMAINS.index("private-job") | 1 << DOMAINS.index("executive-post")
LEAST_BALANCE = -(1 << 30)
RENTAL = DOMAINS.index("rental")
DETENTION = 1 << DOMAINS.index("detention")
PROPERTY = DOMAINS.index("property")
NO_PROPERTY = 1 << PROPERTY
PURCHASE = luck.PURPOSE["purchase"]
NO_HOME = 1 << RENTAL | DETENTION
LANDLORD, LENDER, STATIC = luck.PURPOSE["landlord"], luck.PURPOSE["lender"], luck.STATIC
F_HOUSING, F_REFUSED = FLOW["housing-lost"], FLOW["credit-refused"]
F_PURCHASES, F_FOUND_FIRM = FLOW["purchases-lost"], FLOW["jobs-found-firm"]
JOB_LOSS, HIRE = luck.PURPOSE["job-loss"], luck.PURPOSE["hire"]
PERSON, ROW, SPAN, ROW_PERSONS = luck.PERSON, luck.ROW, luck.COMMUNITY_SPAN, luck.ROW_PERSONS
F_INCOME, F_FINES, F_HARDSHIP, F_EMPLOYED = FLOW["income"], FLOW["fines"], FLOW["hardship"], FLOW["employed"]
F_LOST_FIRM, F_TENTH = FLOW["jobs-lost-firm"], FLOW["tenth"]
F_LOST, F_FOUND, F_ENDS = FLOW["jobs-lost"], FLOW["jobs-found"], FLOW["tie-ends"]
P_HARD, P_EASED, P_JOB, P_JOBLESS = PAIR["hardship-only"], PAIR["hardship-spared"], PAIR["job-only"], PAIR["job-missing"]
P_TIES = PAIR["ties-missing"]
PHASE_BIT = 7


@part
def found(s: State, r: RuleTables, w: int, p: int) -> int:
    """The share of those who look somebody up that find something, 1/65536: a visible record, or a listing, by its tier."""
    if s.number[w, VISIBLE, p] > 0:
        return 65536
    public = s.number[w, PUBLIC, p]
    if public & 1 != 0:
        return r.look[w, LK_PUBLIC]
    return r.look[w, LK_COUNTER] if public != 0 else 0


@part
def gather_findable(s: State, r: RuleTables, w: int) -> int:
    """Put down the adults about whom a look-up can find something, and say how many they are."""
    visible, public, listed = s.number[w, VISIBLE], s.number[w, PUBLIC], r.look[w, LK_PUBLIC] | r.look[w, LK_COUNTER] != 0
    count = 0
    for block in range(s.bit.shape[1]):
        bits = nonzero(visible, block * BLOCK) | (nonzero(public, block * BLOCK) if listed else 0)
        count = places(bits & s.bit[BIT_ADULT, block], block * BLOCK, s.place, count)
    return count


@part
def be_looked_up(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Landlords and lenders look people up; whoever a lender refuses lives without credit."""
    last, people, draws, count = s.control.shape[0] - 1, s.place, s.word, gather_findable(s, r, w)
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    fill_each(seed, PERSON, community * SPAN, people, count, t, LANDLORD, 0, 0, draws)
    for i in range(count):
        p = people[i]
        search = chance((r.demand[RENTAL] * c.number[DEMAND, p]) >> 16, r.exp)
        refused = draws[0, i] < search and draws[1, i] < (r.look[w, LK_LANDLORD] * found(s, r, w, p)) >> 16
        if refused and s.number[w, MASK, p] & NO_HOME == 0:
            y.flow[w, t, c.byte[GROUP, p], F_HOUSING] += 1
    fill_each(seed, PERSON, community * SPAN, people, count, STATIC, LENDER, 0, 0, draws)
    for i in range(count):
        p = people[i]
        if draws[0, i] < (r.look[w, LK_LENDER] * found(s, r, w, p)) >> 16:
            y.flow[w, t, c.byte[GROUP, p], F_REFUSED] += 1
            s.byte[w, HARDSHIP, p] = 1 if s.number[w, BALANCE, p] < 0 else 0


@part
def seek(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, right: int, purpose: int, flow: int) -> None:
    """Those from whom rented homes, or homes to buy, are withheld fail in every search for one; whoever is detained does not search."""
    last, masks, people, count = s.control.shape[0] - 1, s.number[w, MASK], s.place, 0
    for block in range(s.bit.shape[1]):
        bits = having(masks, 1 << right, block * BLOCK) & ~having(masks, DETENTION, block * BLOCK) & s.bit[BIT_ADULT, block]
        count = places(bits, block * BLOCK, s.place, count)
    fill_each(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN, people, count, t, purpose, 0, 0, s.word)
    for i in range(count):
        p = people[i]
        if s.word[0, i] < chance((r.demand[right] * c.number[DEMAND, p]) >> 16, r.exp):
            y.flow[w, t, c.byte[GROUP, p], flow] += 1


@part
def earn(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Everybody's income this month."""
    wage, support, employed, scarred = c.number[WAGE], c.number[SUPPORT], s.byte[w, EMPLOYED], s.byte[w, SCARRED]
    income, scar = s.income[w], r.town[T_SCAR]
    for p in range(income.shape[0]):
        lost = (wage[p] * scar) >> 16
        income[p] = wage[p] - (lost if scarred[p] != 0 else 0) if employed[p] != 0 else support[p]


@part
def go_without(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Take from this month's incomes what goes with rights withheld, now or (a place at a university) once."""
    income, masks, evers = s.income[w], s.number[w, MASK], s.byte[w, EVER]
    for first in range(0, masks.shape[0], BLOCK):
        bits = nonzero(masks, first) | nonzero(evers, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            income[p] = left_of(s, r, w, p, income[p])


@part
def spend(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Essentials and fines come off, a buffer is kept, arrears end; hardship where savings and credit do not reach."""
    adult, needs, buffer, credit = c.byte[ADULT], c.number[NEEDS], c.number[BUFFER], c.number[CREDIT]
    income, balances, masks, hard = s.income[w], s.number[w, BALANCE], s.number[w, MASK], s.byte[w, HARDSHIP]
    due, new, arrears = s.number[w, FINE_DUE], s.number[w, FINE_NEW], r.town[T_ARREARS]
    for p in range(income.shape[0]):
        least = max(LEAST_BALANCE, -(credit[p] + arrears * needs[p])) if arrears >= 0 else LEAST_BALANCE
        balance = max(min(balances[p] + income[p] - needs[p] - due[p], buffer[p]), least)
        balances[p] = balance if adult[p] != 0 else balances[p]
        limit = credit[p] >> (1 if masks[p] & LESS_CREDIT != 0 else 0)
        limit = 0 if masks[p] & NO_CREDIT != 0 else limit
        hard[p] = 1 if (balance < -limit) & (adult[p] != 0) else 0
        due[p] = new[p]
        new[p] = 0


@part
def count_money(t: int, s: State, c: Community, y: Tally, w: int) -> None:
    """Count income, that of the tenth apart, and the fines that fall due, by group."""
    adult, group, tenth, income, due = c.byte[ADULT], c.byte[GROUP], s.still[TENTH], s.income[w], s.number[w, FINE_DUE]
    for g in range(y.flow.shape[2]):
        total, of_tenth = 0, 0
        for p in range(income.shape[0]):
            total += income[p] if (adult[p] != 0) & (group[p] == g) else 0
            of_tenth += income[p] if (tenth[p] != 0) & (group[p] == g) else 0
        y.flow[w, t, g, F_INCOME] += total
        y.flow[w, t, g, F_TENTH + 3] += of_tenth
    for first in range(0, due.shape[0], BLOCK):
        bits = nonzero(due, first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            y.flow[w, t, group[p], F_FINES] += due[p]


@part
def count_living(t: int, s: State, y: Tally, w: int) -> None:
    """Count work and hardship by group."""
    for g in range(y.flow.shape[2]):
        at_work, hard = 0, 0
        for block in range(s.bit.shape[1]):
            at_work += ones(nonzero(s.byte[w, EMPLOYED], block * BLOCK) & s.bit[BIT_GROUP + g, block])
            hard += ones(nonzero(s.byte[w, HARDSHIP], block * BLOCK) & s.bit[BIT_GROUP + g, block])
        y.flow[w, t, g, F_EMPLOYED] += at_work
        y.flow[w, t, g, F_HARDSHIP] += hard


@part
def live_on(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """A month's income, essentials and fines; hardship where savings and credit do not reach."""
    watched = s.control[s.control.shape[0] - 1, C_WATCH]
    before = s.byte[w, HARDSHIP, watched] if watched >= 0 else 0
    earn(s, r, c, w)
    if costs_income(r, w):
        go_without(s, r, c, w)
    count_money(t, s, c, y, w)
    if watched >= 0 and s.number[w, FINE_DUE, watched] != 0:
        note(s, t, w, watched, N_FINE, s.number[w, FINE_DUE, watched], 0, 0)
    spend(s, r, c, w)
    if r.look[w, LK_LENDER] | r.look[w, LK_LANDLORD] != 0:
        be_looked_up(t, s, r, c, y, w)
    if r.demand[RENTAL] != 0:
        seek(t, s, r, c, y, w, RENTAL, LANDLORD, F_HOUSING)
    if r.world[w, W_BUYS] != 0 and r.demand[PROPERTY] != 0:
        seek(t, s, r, c, y, w, PROPERTY, PURCHASE, F_PURCHASES)
    if r.town[T_RELIEF] != 0:
        relieve(t, s, r, c, y, w)
    if watched >= 0 and s.byte[w, HARDSHIP, watched] != before:
        note(s, t, w, watched, N_HARDSHIP, s.byte[w, HARDSHIP, watched], 0, 0)
    if watched >= 0:
        tell_help(t, s, w, watched)
    count_living(t, s, y, w)


@part
def hired_below(s: State, r: RuleTables, w: int, p: int, free: int) -> int:
    """The draw below which somebody without work finds some, where it is ``free`` for those who have nothing against them."""
    threshold = free
    if s.number[w, MASK, p] & NO_JOB != 0:
        threshold -= (free * r.world[w, W_HIRE_REFUSED]) >> 16
    if s.number[w, MASK, p] & NO_PROPERTY != 0:
        threshold -= (threshold * r.world[w, W_TIED]) >> 16
    if s.number[w, VISIBLE, p] > 0 or s.number[w, PUBLIC, p] != 0:
        threshold -= (threshold * ((r.look[w, LK_EMPLOYER] * found(s, r, w, p)) >> 16)) >> 16
    return 0 if is_detained(s, w, p) else threshold


@part
def find_work(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """People without work at the month's start may find some; `EMPLOYED` is 2 for work found this month."""
    last = s.control.shape[0] - 1
    usual = chance(r.town[T_HIRE], r.exp)
    more = (s.control[w, C_FIRM_GAIN] * r.firm_world[w, FW_HIRES]) >> 16
    free = usual if more == 0 else chance(r.town[T_HIRE] + more, r.exp)
    employed, workers, people, count = s.byte[w, EMPLOYED], s.bit[BIT_WORKER], s.place, 0
    for block in range(workers.shape[0]):
        count = places(workers[block] & ~nonzero(employed, block * BLOCK), block * BLOCK, s.place, count)
    fill_each(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN, people, count, t, HIRE, 0, 0, s.word)
    for i in range(count):
        p, draw = people[i], s.word[0, i]
        if draw < free and draw < hired_below(s, r, w, p, free):
            employed[p] = 2
            y.flow[w, t, c.byte[GROUP, p], F_FOUND] += 1
            if more != 0 and draw >= hired_below(s, r, w, p, usual):
                y.flow[w, t, c.byte[GROUP, p], F_FOUND_FIRM] += 1
            note(s, t, w, p, N_JOB, 1, 0, 0)


@part
def loss_rate(s: State, r: RuleTables, w: int, p: int) -> int:
    """A worker's rate of losing work, 2^-40 a month."""
    rate = r.town[T_JOB_LOSS]
    if s.number[w, MASK, p] & NO_JOB != 0:
        rate += r.world[w, W_JOB_LOSS]
    return rate + travel_loss(s, r, w, p)


@part
def loss_at_firm(s: State, r: RuleTables, c: Community, w: int, p: int) -> int:
    """What is added while the firm has lost turnover; whoever has lost work before no longer works for the firm of the start."""
    f = c.number[WORKPLACE, p]
    if f < 0 or f >= c.firm.shape[1] or s.byte[w, SCARRED, p] != 0:
        return 0
    return firm_job_loss(s, r, w, f)


@part
def worst_firm_loss(s: State, r: RuleTables, c: Community, w: int) -> int:
    """The most that any firm's lost turnover adds this month to a rate of losing work."""
    worst = 0
    for f in range(c.firm.shape[1] if r.firm_world[w, FW_JOBS] != 0 else 0):
        worst = max(worst, firm_job_loss(s, r, w, f))
    return worst


@part
def comes_lower(s: State, i: int, count: int, layer: int, rate: int) -> bool:
    """Whether a later candidate of a layer is the same person's and lies below a rate: a layer's points come in no order."""
    lower = False
    for k in range(i + 1, count):
        lower = lower or (s.point[0, k] >> 22 == s.point[0, i] >> 22 and layer_point(layer, s.point[1, k]) < rate)
    return lower


@part
def lose_work(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """People at work since before this month may lose it: points of one rare process, read by every world."""
    last = s.control.shape[0] - 1
    seed, community = s.control[last, C_SEED], s.control[last, C_COMMUNITY]
    highest = 0
    for w in range(r.world.shape[0]):
        highest = max(highest, r.town[T_JOB_LOSS] + r.world[w, W_JOB_LOSS] + r.world[w, W_TRAVEL_LOSS] + worst_firm_loss(s, r, c, w))
    if highest == 0:
        return
    for row in range(s.top.shape[1]):
        entity = community * SPAN + row
        counts = (0, 0, 0, 0)
        for layer in range(layer_of(highest) + 1):
            if layer & 3 == 0:
                counts = words(seed, ROW, entity, t, JOB_LOSS, 0, layer >> 2)
            count = layer_count(layer, counts[layer & 3], r.poisson_offset, r.poisson_cdf)
            fill_points(seed, entity, t, JOB_LOSS + 1, 0, layer << 16, count, s.point)
            for i in range(count):
                p, point = row * ROW_PERSONS + (s.point[0, i] >> 22), layer_point(layer, s.point[1, i])
                if p >= c.byte.shape[1] or c.byte[ADULT, p] == 0 or c.number[WAGE, p] == 0:
                    continue
                for w in range(r.world.shape[0]):
                    on = (r.world[w, W_PHASES] >> PHASE_BIT) & 1 != 0
                    rate = loss_rate(s, r, w, p)
                    if on and s.byte[w, EMPLOYED, p] == 1 and point < rate + loss_at_firm(s, r, c, w, p):
                        if point >= rate and not comes_lower(s, i, count, layer, rate):
                            y.flow[w, t, c.byte[GROUP, p], F_LOST_FIRM] += 1
                        s.byte[w, EMPLOYED, p] = 0
                        s.byte[w, SCARRED, p] = 1
                        y.flow[w, t, c.byte[GROUP, p], F_LOST] += 1
                        note(s, t, w, p, N_JOB, 0, 0, 0)


@part
def count_ends(t: int, s: State, y: Tally, w: int) -> None:
    """Settle who is at work now, and count live ties."""
    employed = s.byte[w, EMPLOYED]
    for p in range(employed.shape[0]):
        employed[p] = 1 if employed[p] != 0 else 0
    for g in range(y.flow.shape[2]):
        y.flow[w, t, g, F_ENDS] += s.ends[w, g]


@part
def add_losses(s: State, r: RuleTables, i: int) -> None:
    """Add up, person by person, what this month's income of one world of a pair is less than that of the other."""
    w, b = r.pairs[i, 0], r.pairs[i, 1]
    if ((r.world[w, W_PHASES] & r.world[b, W_PHASES]) >> PHASE_BIT) & 1 != 0:
        here, there, loss = s.income[w], s.income[b], s.loss[i]
        for p in range(loss.shape[0]):
            loss[p] += there[p] - here[p]


@part
def compare(t: int, s: State, r: RuleTables, c: Community, y: Tally, i: int) -> None:
    """Count, person by person, hardship, work and ties that one world of a pair has and the other has not."""
    w, b = r.pairs[i, 0], r.pairs[i, 1]
    pair, groups = y.pair[i, t], y.flow.shape[2]
    for block in range(s.bit.shape[1]):
        first = block * BLOCK
        hard, other_hard = nonzero(s.byte[w, HARDSHIP], first), nonzero(s.byte[b, HARDSHIP], first)
        work, other_work = nonzero(s.byte[w, EMPLOYED], first), nonzero(s.byte[b, EMPLOYED], first)
        if (hard ^ other_hard) | (work ^ other_work) != 0:
            for g in range(groups):
                of_group = s.bit[BIT_GROUP + g, block]
                pair[g, P_HARD] += ones(hard & ~other_hard & of_group)
                pair[g, P_EASED] += ones(other_hard & ~hard & of_group)
                pair[g, P_JOB] += ones(work & ~other_work & of_group)
                pair[g, P_JOBLESS] += ones(other_work & ~work & of_group)
        bits = nonzero(s.number[w, BROKEN], first)
        while bits != 0:
            p = first + lowest(bits)
            bits &= bits - 1
            missing = s.number[w, BROKEN, p] & ~s.number[b, BROKEN, p]
            if missing != 0 and c.byte[ADULT, p] != 0:
                pair[c.byte[GROUP, p], P_TIES] += ones(missing)


@phase
def bear(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Live the month's consequences: money, work, ties."""
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 != 0:
            firms_bear(t, s, r, c, y, w)
            if r.world[w, W_COURT_FINES] != 0:
                lay_fines(t, s, r, c, y, w)
            live_on(t, s, r, c, y, w)
            find_work(t, s, r, c, y, w)
            if r.world[w, W_TIE_BREAK] != 0:
                break_ties(t, s, r, c, y, w)
            if r.react[w, X_DROP] != 0:
                drop_ties(t, s, r, c, y, w)
    lose_work(t, s, r, c, y)
    for w in range(r.world.shape[0]):
        if (r.world[w, W_PHASES] >> PHASE_BIT) & 1 != 0:
            count_ends(t, s, y, w)
    for i in range(r.pairs.shape[0]):
        compare(t, s, r, c, y, i)
        add_losses(s, r, i)
