"""What hides an act from channels: a private network that somebody uses this month, and accounts or connections that are withheld.

The use of a private network is itself an act, which channels may see and catalogs may name; it hides everything else that is said and done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import chance, words
from counterlife.life.barred import NO_ACCOUNT, OFFLINE
from counterlife.life.columns import C_COMMUNITY, C_SEED, MASK, RISK, VEILED
from counterlife.life.kernel import part
from counterlife.regime.tables import (
    ACT_CODE,
    ACT_VEILS,
    CH_CODE,
    CH_CONTEXT,
    W_ACCOUNT_UNSEEN,
    W_FEAR_FLOOR,
    W_OFFLINE_UNSEEN,
    X_VEIL,
    X_VEIL_FROM,
    X_VEIL_MORE,
    X_VEIL_STEEP,
)
from counterlife.words import CONTEXTS

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

VEIL, PERSON, SPAN = luck.PURPOSE["veil"], luck.PERSON, luck.COMMUNITY_SPAN
WITH_ACCOUNT = 1 << CONTEXTS.index("payment") | 1 << CONTEXTS.index("bank")
ONLINE = 1 << CONTEXTS.index("payment") | 1 << CONTEXTS.index("internet")


@part
def veils(r: RuleTables, w: int, a: int) -> bool:
    """Whether an act hides in a world what else somebody does."""
    return r.act[a, ACT_VEILS] != 0 and r.react[w, X_VEIL] != 0


@part
def takes_up(s: State, r: RuleTables, w: int, p: int) -> int:
    """What perceived risk makes of the rate of using a private network, 1/65536."""
    felt = chance((r.react[w, X_VEIL_STEEP] * (s.number[w, RISK, p] - r.world[w, W_FEAR_FLOOR])) << 8, r.exp)
    return 65536 + ((r.react[w, X_VEIL_MORE] * felt) >> 32)


@part
def unveil(s: State, r: RuleTables) -> None:
    """Begin a month in which nobody uses one."""
    for w in range(r.world.shape[0]):
        if r.react[w, X_VEIL] != 0:
            veiled = s.byte[w, VEILED]
            for p in range(veiled.shape[0]):
                veiled[p] = 0


@part
def is_hidden(t: int, s: State, r: RuleTables, w: int, ch: int, p: int, a: int) -> bool:
    """Whether a channel misses an act that it would have caught."""
    share, mask, context = 0, s.number[w, MASK, p], r.channel[w, ch, CH_CONTEXT]
    if s.byte[w, VEILED, p] != 0 and r.act[a, ACT_VEILS] == 0 and (r.react[w, X_VEIL_FROM] >> context) & 1 != 0:
        share = r.react[w, X_VEIL]
    if mask & NO_ACCOUNT != 0 and (WITH_ACCOUNT >> context) & 1 != 0:
        share = max(share, r.world[w, W_ACCOUNT_UNSEEN])
    if mask & OFFLINE != 0 and (ONLINE >> context) & 1 != 0:
        share = max(share, r.world[w, W_OFFLINE_UNSEEN])
    if share == 0:
        return False
    last = s.control.shape[0] - 1
    entity = s.control[last, C_COMMUNITY] * SPAN + p
    return words(s.control[last, C_SEED], PERSON, entity, t, VEIL, r.channel[w, ch, CH_CODE], r.act[a, ACT_CODE])[0] < share
