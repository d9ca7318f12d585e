"""What people learn of each other and of those who judge them: promises broken, sanctions known, loans to those with a thin file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import fill_each
from counterlife.life.bits import BLOCK, equal, lowest, places
from counterlife.life.columns import (
    APPLIES,
    AWARE,
    BIT_CHOSEN,
    BROKEN,
    C_COMMUNITY,
    C_SEED,
    C_TOUCHED,
    CAUSE,
    K_BANKED,
    LISTED,
    MASK,
    R_USED,
    RECORD,
    ROLL_TOUCHED,
    SINCE,
    TOLD,
    UNBANKED,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.members import is_member
from counterlife.life.tally import FLOW
from counterlife.regime.tables import (
    ACT_NATURE,
    L_PUBLISHES,
    L_RED,
    RK_BAD,
    RK_CREDIT,
    RK_GOOD,
    RK_PLAIN,
    RK_SINCE,
    TH_APPLIES,
    TH_DEFAULT,
    W_KNOWN,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import ADULT, GROUP
from counterlife.words import CAUSES, DOMAINS, NATURES, TIE_KINDS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

INDUCED = CAUSES.index("induced")
FINANCIAL = NATURES.index("financial")
FAMILY = TIE_KINDS.index("family")
NO_LOAN = 1 << DOMAINS.index("credit") | 1 << DOMAINS.index("detention")
LEND = luck.PURPOSE["thin-loan"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
BEAR_BIT = 7
F_PROMISES, F_UNEARNED, F_PUNISHED = FLOW["promises-broken"], FLOW["unearned-known"], FLOW["wrongs-punished"]
F_ASKED, F_LENT, F_BANKED = FLOW["thin-asked"], FLOW["thin-lent"], FLOW["banked"]


@part
def gather_unreliable(s: State, r: RuleTables, w: int) -> int:
    """Write down in ``s.place`` who did any financial act this month; returns how many they are."""
    unreliable, count = s.bit[BIT_CHOSEN], 0
    for block in range(unreliable.shape[0]):
        unreliable[block] = 0
    for a in range(r.act.shape[0]):
        for block in range(unreliable.shape[0] if r.act[a, ACT_NATURE] == FINANCIAL else 0):
            unreliable[block] |= s.did[w, a, block]
    for block in range(unreliable.shape[0]):
        count = places(unreliable[block], block * BLOCK, s.place, count)
    return count


@part
def break_promises(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Whoever did a financial act this month has broken a promise to each adult they are tied to outside the family."""
    count = gather_unreliable(s, r, w)
    for g in range(s.peers.shape[0]):
        promises = 0
        for i in range(count):
            promises += s.peers[g, s.place[i]]
        y.flow[w, t, g, F_PROMISES] += promises
    for i in range(count):
        p = s.place[i]
        broken = int(s.number[w, BROKEN, p])  # ties that are still among the peers
        while broken != 0:
            slot = lowest(broken)
            broken &= broken - 1
            q = c.tie[slot, p]
            if q >= 0 and c.tie_kind[slot] != FAMILY and c.byte[ADULT, q] != 0:
                y.flow[w, t, c.byte[GROUP, q], F_PROMISES] -= 1


@part
def word_spreads(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, k: int, p: int) -> None:
    """Count who hears this month of somebody's place on a list, and whether it was earned."""
    entered, told = s.listings[w, k, p, SINCE] == t, s.listings[w, k, p, TOLD] == t and (s.number[w, AWARE, p] >> k) & 1 != 0
    earned = s.listings[w, k, p, CAUSE] <= INDUCED
    if told and not earned:
        y.flow[w, t, c.byte[GROUP, p], F_UNEARNED] += 1
    if not entered or not (told or r.listed[w, k, L_PUBLISHES] != 0):
        return
    for slot in range(c.tie.shape[0]):
        q = c.tie[slot, p]
        if q >= 0 and c.byte[ADULT, q] != 0 and (s.number[w, BROKEN, p] >> slot) & 1 == 0:
            y.flow[w, t, c.byte[GROUP, q], F_PUNISHED if earned else F_UNEARNED] += 1


@part
def go_through_lists(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Go through the places on lists: the record behind an entry of this month was used, and word of a sanction spreads."""
    known = r.world[w, W_KNOWN] != 0
    for i in range(s.control[s.control.shape[0] - 1, C_TOUCHED]):
        p = s.roll[ROLL_TOUCHED, i]
        lists = int(s.number[w, LISTED, p])
        while lists != 0:
            k = lowest(lists)
            lists &= lists - 1
            if s.listings[w, k, p, SINCE] == t and s.listings[w, k, p, RECORD] > 0:
                s.records[w, s.listings[w, k, p, RECORD] - 1, R_USED] = 1
            if known and r.listed[w, k, L_RED] == 0:
                word_spreads(t, s, r, c, y, w, k, p)


@part
def come_to_bank(t: int, s: State, c: Community, y: Tally, w: int, p: int) -> None:
    """A first loan brings somebody to a bank who used none."""
    if s.still[UNBANKED, p] != 0 and s.reckoned[w, K_BANKED, p] == 0:
        s.reckoned[w, K_BANKED, p] = 1
        y.flow[w, t, c.byte[GROUP, p], F_BANKED] += 1


@part
def gather_asking(t: int, s: State) -> int:
    """Gather those with a thin file whose month it is, and draw their luck into ``s.word``; returns how many they are."""
    last, count = s.control.shape[0] - 1, 0
    applies, asking = s.still[APPLIES], s.place
    for first in range(0, applies.shape[0], BLOCK):
        bits = equal(applies, 1 + t % 12, first)
        while bits != 0:
            asking[count] = first + lowest(bits)
            bits &= bits - 1
            count += 1
    community = s.control[last, C_COMMUNITY]
    fill_each(s.control[last, C_SEED], PERSON, community * SPAN, asking, count, t, LEND, 0, 0, s.word)
    return count


@part
def ask_for_loan(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, p: int, fails: int, draw: int) -> None:
    """A lender goes by the score, where there is one."""
    y.flow[w, t, c.byte[GROUP, p], F_ASKED] += 1
    scheme, limit = r.reckon[w, RK_CREDIT] - 1, r.reckon[w, RK_PLAIN]
    if scheme >= 0 and t >= r.reckon[w, RK_SINCE] and is_member(s, r, w, scheme, p):
        limit = r.reckon[w, RK_BAD] if fails != 0 else r.reckon[w, RK_GOOD]
    if draw < limit and s.number[w, MASK, p] & NO_LOAN == 0:
        y.flow[w, t, c.byte[GROUP, p], F_LENT + fails] += 1
        come_to_bank(t, s, c, y, w, p)


@part
def lend(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Those with a thin file whose month it is may ask for a loan."""
    if r.thin[TH_APPLIES] == 0:
        return
    for i in range(gather_asking(t, s)):
        if s.word[0, i] < r.thin[TH_APPLIES]:
            fails = 1 if s.word[1, i] < r.thin[TH_DEFAULT] else 0
            for w in range(r.world.shape[0]):
                ask_for_loan(t, s, r, c, y, w, s.place[i], fails, s.word[2, i])


@part
def trust(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """A month of promises broken."""
    if (r.world[w, W_PHASES] >> BEAR_BIT) & 1 != 0:
        break_promises(t, s, r, c, y, w)
