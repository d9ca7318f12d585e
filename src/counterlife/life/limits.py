"""What holds a list down: a judge's leave before a listing, a term in proportion to the act, and the end of a scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.columns import (
    C_COMMUNITY,
    C_DOCKET_TAIL,
    C_FULL,
    C_SEED,
    DUE,
    FILED,
    GROUNDS,
    PENDING,
    R_ACT,
)  # fmt: skip
from counterlife.life.districts import ADULTS, JUDGES, district_of
from counterlife.life.kernel import part
from counterlife.regime.tables import (
    ACT_GRAVITY,
    L_CODE,
    L_PER_POINT,
    L_SCHEME,
    L_TERM,
    L_UNTIL,
    NEVER,
    W_JUDGED,
    W_JUDGES,
    W_STOPS_RIGHT,
    W_STOPS_WRONG,
)

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.regime.tables import RuleTables

DRAW_JUDGE = luck.PURPOSE["judge"]
PERSON, SPAN = luck.PERSON, luck.COMMUNITY_SPAN
PASSES, STOPPED, WAITS = 0, 1, 2
ADULTS_UNIT = 10_000
CASE = 1 << 16
ON_DOCKET = -1
"""When a case falls due that waits for a judge: in no month of its own."""


@part
def term_end(t: int, s: State, r: RuleTables, w: int, k: int, deciding: int) -> int:
    """The month in which a listing of month ``t`` runs out. ``deciding`` is one plus the record that brought it, or 0."""
    rule = r.listed[w, k]
    if rule[L_SCHEME] >= 0:
        return NEVER
    until = t + rule[L_TERM] if rule[L_TERM] < NEVER else NEVER
    if rule[L_PER_POINT] != 0 and deciding > 0:
        a = s.records[w, deciding - 1, R_ACT]
        gravity = r.act[a, ACT_GRAVITY] if a >= 0 else 0
        until = min(until, t + max(1, gravity * rule[L_PER_POINT] // 100))
    if rule[L_UNTIL] != 0:
        until = min(until, rule[L_UNTIL])
    return until


@part
def call_judges(s: State, r: RuleTables, w: int) -> None:
    """The cases that judges can look at this month: whole unused ones lapse, fractions are carried."""
    if r.world[w, W_JUDGED] == 0:
        return
    for d in range(s.court.shape[2]):
        more = r.world[w, W_JUDGES] * s.court[w, ADULTS, d] // ADULTS_UNIT
        s.court[w, JUDGES, d] = (s.court[w, JUDGES, d] & (CASE - 1)) + more


@part
def judges_left(s: State, w: int) -> int:
    """Whole cases that judges can still look at this month, in all districts."""
    cases = 0
    for d in range(s.court.shape[2]):
        cases += s.court[w, JUDGES, d] // CASE
    return cases


@part
def put_on_docket(s: State, w: int, k: int, p: int, record: int) -> None:
    """A case for which no judge has time this month waits behind those that came before it."""
    tail = s.control[w, C_DOCKET_TAIL]
    if tail >= s.docket.shape[2]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return
    s.docket[w, 0, tail] = p
    s.docket[w, 1, tail] = k
    s.control[w, C_DOCKET_TAIL] = tail + 1
    s.number[w, PENDING, p] |= 1 << k
    s.listings[w, k, p, DUE] = ON_DOCKET
    s.listings[w, k, p, FILED] = tail  # its own place there: nobody waits for two courts at once
    s.listings[w, k, p, GROUNDS] = record + 1


@part
def judge(t: int, s: State, r: RuleTables, w: int, k: int, p: int, wrong: bool) -> int:
    """What a judge says of a listing before it takes effect; it waits if no judge has time for it this month."""
    d = district_of(r, p)
    if s.court[w, JUDGES, d] < CASE:
        return WAITS
    s.court[w, JUDGES, d] -= CASE
    last = s.control.shape[0] - 1
    draw = words(s.control[last, C_SEED], PERSON, s.control[last, C_COMMUNITY] * SPAN + p, t, DRAW_JUDGE, r.listed[w, k, L_CODE], 0)[0]
    stops = r.world[w, W_STOPS_WRONG] if wrong else r.world[w, W_STOPS_RIGHT]
    return STOPPED if draw < stops else PASSES
