"""What outlives its reason, and what reaches back.

Records that nobody removes when their time is over; acts that count though no rule named them
when they were done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import (
    C_COMMUNITY,
    C_FULL,
    C_RECORDS,
    C_SEED,
    R_ACT,
    R_CAUSE,
    R_CHANNEL,
    R_EXPIRES,
    R_LIST,
    R_LIVE,
    R_MONTH,
    R_PERSON,
    R_SCHEME,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.regime.tables import ACT_CODE, E_KEPT, E_ON, E_RETRO, E_SINCE, NEVER, S_CODE, S_STALE, S_UNTIL
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

INDUCED, NOT_IN_CATALOG = CAUSES.index("induced"), CAUSES.index("not-in-catalog")
STALE, OUTDATED = CAUSES.index("stale"), luck.PURPOSE["stale"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
LONGEST = 120
"""Months that a record can outlive its time."""
ASIDE = -2
"""The list of a sighting that is kept aside: no record yet."""


@part
def is_over(t: int, until: int) -> bool:
    """Whether what ends in a month (0 for never) has ended."""
    return until != 0 and t >= until


@part
def reaches_back(t: int, r: RuleTables, w: int, scheme: int, a: int) -> bool:
    """Whether an act of this month will count once the catalog names it."""
    entry = r.entry[w, scheme, a]
    if entry[E_ON] == 0 or entry[E_RETRO] == 0 or t >= entry[E_SINCE]:
        return False
    return entry[E_KEPT] >= NEVER or t + entry[E_KEPT] > entry[E_SINCE]


@part
def keep_aside(t: int, s: State, r: RuleTables, w: int, p: int, scheme: int, a: int, channel: int, cause: int) -> None:
    """Keep what was seen until the catalog names it: not a record, and of no effect."""
    k = s.control[w, C_RECORDS]
    if k >= s.records.shape[1]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return
    s.control[w, C_RECORDS] = k + 1
    kept = r.entry[w, scheme, a, E_KEPT]
    s.records[w, k, R_PERSON] = p
    s.records[w, k, R_SCHEME] = scheme
    s.records[w, k, R_ACT] = a
    s.records[w, k, R_CAUSE] = NOT_IN_CATALOG if cause <= INDUCED else cause
    s.records[w, k, R_CHANNEL] = channel
    s.records[w, k, R_MONTH] = t
    s.records[w, k, R_EXPIRES] = t + kept if kept < NEVER else NEVER
    s.records[w, k, R_LIVE] = 0
    s.records[w, k, R_LIST] = ASIDE


@part
def begins_to_count(t: int, s: State, r: RuleTables, w: int, k: int) -> bool:
    """Whether what was kept aside is named by the catalog from this month on."""
    if s.records[w, k, R_LIST] != ASIDE:
        return False
    return r.entry[w, s.records[w, k, R_SCHEME], s.records[w, k, R_ACT], E_SINCE] == t


@part
def reaches_back_ever(r: RuleTables, w: int) -> bool:
    """Whether any entry of a world reaches back."""
    for scheme in range(r.entry.shape[1]):
        for a in range(r.entry.shape[2]):
            if r.entry[w, scheme, a, E_RETRO] != 0 and r.entry[w, scheme, a, E_ON] != 0:
                return True
    return False


@part
def outlives(t: int, s: State, r: RuleTables, w: int, k: int) -> int:
    """For how many months a record stays on file after its time; nobody removes it in the months whose draws say so."""
    scheme, a = s.records[w, k, R_SCHEME], s.records[w, k, R_ACT]
    if r.scheme[w, scheme, S_STALE] == 0 or s.records[w, k, R_CAUSE] == STALE or is_over(t, r.scheme[w, scheme, S_UNTIL]):
        return 0
    last, months = s.control.shape[0] - 1, 0
    entity, code = s.control[last, C_COMMUNITY] * SPAN + s.records[w, k, R_PERSON], r.scheme[w, scheme, S_CODE]
    which = r.act[a, ACT_CODE] if a >= 0 else 0
    while (
        months < LONGEST
        and words(s.control[last, C_SEED], PERSON, entity, t + months, OUTDATED, code, which)[0] < r.scheme[w, scheme, S_STALE]
    ):
        months += 1
    return months
