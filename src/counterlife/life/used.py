"""Which records ever did something: moved a band, put on a list or kept there, brought a fine, or had somebody refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, fill_each
from counterlife.life.bits import BLOCK, lowest, nonzero
from counterlife.life.columns import (
    BAND,
    BAND_BEFORE,
    BIT_ADULT,
    C_COMMUNITY,
    C_FRESH,
    C_RECORDS,
    C_SEED,
    DIRTY,
    EMPLOYED,
    FILE,
    LISTED,
    MOVED_DOWN,
    MOVED_UP,
    R_ACT,
    R_BEFORE,
    R_JUMP,
    R_LEFT,
    R_LIST,
    R_LIVE,
    R_MONTH,
    R_NEXT,
    R_PERSON,
    R_POINTS,
    R_SCHEME,
    R_USED,
    VISIBLE,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    E_FINE,
    LK_EMPLOYER,
    LK_LANDLORD,
    LK_LENDER,
    S_OPEN,
    S_ORDINARY,
    S_SCORED,
    T_HIRE,
    W_FOLLOWS,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import DEMAND, GROUP, WAGE
from counterlife.words import DOMAINS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

RENTAL = DOMAINS.index("rental")
LANDLORD, LENDER, HIRE = luck.PURPOSE["landlord"], luck.PURPOSE["lender"], luck.PURPOSE["hire"]
PERSON, SPAN, STATIC = luck.PERSON, luck.COMMUNITY_SPAN, luck.STATIC
RECORD_BIT, BEAR_BIT = 2, 7
F_UNUSED = FLOW["unused"]


@part
def use_fresh(s: State, r: RuleTables, w: int) -> None:
    """Mark this month's records that brought a fine, or whose list the person is on."""
    for k in range(s.control[w, C_FRESH], s.control[w, C_RECORDS]):
        a, scheme, l = s.records[w, k, R_ACT], s.records[w, k, R_SCHEME], s.records[w, k, R_LIST]
        follows = r.world[w, W_FOLLOWS] != 0 or r.scheme[w, scheme, S_ORDINARY] != 0
        if a >= 0 and follows and r.entry[w, scheme, a, E_FINE] > 0:
            s.records[w, k, R_USED] = 1
        if l >= 0 and (s.number[w, LISTED, s.records[w, k, R_PERSON]] >> l) & 1 != 0:
            s.records[w, k, R_USED] = 1


@part
def moved(s: State, w: int, k: int, since: int, same_way: bool) -> bool:
    """Whether the person's band moved in a month from ``since`` on, the way that a record's points and cap pull it, or the other way."""
    scheme, p, raises = s.records[w, k, R_SCHEME], s.records[w, k, R_PERSON], s.records[w, k, R_POINTS] > 0
    lowers = s.records[w, k, R_POINTS] < 0 or s.records[w, k, R_JUMP] >= 0
    up, down = raises if same_way else lowers, lowers if same_way else raises
    return (up and s.whole[w, scheme, MOVED_UP, p] > since) or (down and s.whole[w, scheme, MOVED_DOWN, p] > since)


@part
def use_expiring(s: State, w: int, k: int) -> None:
    """Mark a record that expires if it moved a band while it lived; that it goes can still move one this month."""
    if moved(s, w, k, s.records[w, k, R_MONTH], True):
        s.records[w, k, R_USED] = 1


@part
def use_bands(t: int, s: State, r: RuleTables, w: int) -> None:
    """Find the bands that moved since last month: of those whose score may have changed, before `listing` forgets who they are."""
    dirty = s.byte[w, DIRTY]
    for scheme in range(r.scheme.shape[1]):
        if r.scheme[w, scheme, S_SCORED] == 0:
            continue
        bands = s.whole[w, scheme, BAND_BEFORE]
        for first in range(0, dirty.shape[0], BLOCK):
            bits = nonzero(dirty, first)
            while bits != 0:
                p = first + lowest(bits)
                bits &= bits - 1
                now, before = s.scores[w, scheme, p, BAND], bands[p]
                if now != before:
                    s.whole[w, scheme, MOVED_UP if now > before else MOVED_DOWN, p] = t + 1
                    bands[p] = now


@part
def use_open(s: State, r: RuleTables, w: int, p: int) -> None:
    """Mark all of a person's live records that anybody may look up."""
    k = s.number[w, FILE, p] - 1
    while k >= 0:
        if s.records[w, k, R_LIVE] != 0 and r.scheme[w, s.records[w, k, R_SCHEME], S_OPEN] != 0:
            s.records[w, k, R_USED] = 1
        k = s.records[w, k, R_BEFORE] - 1


@part
def draw_seen(s: State, t: int, purpose: int, count: int) -> None:
    """Draw the luck of the first so many of those with a visible record into ``s.word``."""
    last = s.control.shape[0] - 1
    first = s.control[last, C_COMMUNITY] * SPAN
    fill_each(s.control[last, C_SEED], PERSON, first, s.place, count, t, purpose, 0, 0, s.word)


@part
def gather_seen(s: State, w: int) -> int:
    """Gather the adults with a visible record; returns how many they are."""
    count, visible, seen = 0, s.number[w, VISIBLE], s.place
    for block in range(s.bit.shape[1]):
        bits = s.bit[BIT_ADULT, block] & nonzero(visible, block * BLOCK)
        while bits != 0:
            seen[count] = block * BLOCK + lowest(bits)
            bits &= bits - 1
            count += 1
    return count


@part
def refuse(t: int, s: State, r: RuleTables, c: Community, w: int, count: int, loans: bool) -> int:
    """Mark the records of those to whom no lender lends, or who looked for a home this month and failed; the others stay gathered.

    Returns how many those are.
    """
    draw_seen(s, STATIC if loans else t, LENDER if loans else LANDLORD, count)
    seen, left = s.place, 0
    for i in range(count):
        p = seen[i]
        if loans:
            refused = s.word[0, i] < r.look[w, LK_LENDER]
        else:
            search = chance((r.demand[RENTAL] * c.number[DEMAND, p]) >> 16, r.exp)
            refused = s.word[1, i] < r.look[w, LK_LANDLORD] and s.word[0, i] < search
        if refused:
            use_open(s, r, w, p)
        else:
            seen[left] = p
            left += 1
    return left


@part
def refuse_work(t: int, s: State, r: RuleTables, c: Community, w: int, count: int) -> None:
    """Mark the records of those without work whom somebody would have hired this month."""
    if r.look[w, LK_EMPLOYER] == 0:
        return
    seen, left, hired = s.place, 0, chance(r.town[T_HIRE], r.exp)
    for i in range(count):
        p = seen[i]
        seen[left] = p
        left += 1 if c.number[WAGE, p] != 0 and s.byte[w, EMPLOYED, p] == 0 else 0
    draw_seen(s, t, HIRE, left)
    for i in range(left):
        if s.word[0, i] < hired:
            use_open(s, r, w, seen[i])


@part
def use_visible(t: int, s: State, r: RuleTables, c: Community, w: int) -> None:
    """Mark all visible records of those whom a lender, a landlord or an employer refused for them this month (the draws of `bear`)."""
    if r.look[w, LK_LENDER] | r.look[w, LK_LANDLORD] | r.look[w, LK_EMPLOYER] == 0 or (r.world[w, W_PHASES] >> BEAR_BIT) & 1 == 0:
        return
    count = gather_seen(s, w)
    if count > 0:
        count = refuse(t, s, r, c, w, count, True)
        count = refuse(t, s, r, c, w, count, False)
        refuse_work(t, s, r, c, w, count)


@part
def count_unused(t: int, s: State, c: Community, y: Tally, w: int) -> None:
    """Of the records that expired this month, count those never used, also not by going."""
    k = s.bucket[w, t] - 1
    while k >= 0:
        if s.records[w, k, R_LEFT] == t + 1 and s.records[w, k, R_USED] == 0 and not moved(s, w, k, t, False):
            y.flow[w, t, c.byte[GROUP, s.records[w, k, R_PERSON]], F_UNUSED] += 1
        k = s.records[w, k, R_NEXT] - 1


@part
def use_records(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """A month of what records did."""
    use_fresh(s, r, w)
    use_visible(t, s, r, c, w)
    if (r.world[w, W_PHASES] >> RECORD_BIT) & 1 != 0:
        count_unused(t, s, c, y, w)
