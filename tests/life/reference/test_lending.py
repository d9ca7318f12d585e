"""Lent identities, on towns that can be worked out by hand."""

from __future__ import annotations

from tests.life.blank import ONE, plain_community
from tests.life.reference.hand import defaulters, flow, lived, of_list

from counterlife.life.tally import FLOW
from counterlife.regime import tables as rt
from counterlife.town import traits
from counterlife.words import CAUSES, CONTEXTS

LENT = CAUSES.index("lent-identity")
PAIRS = 200
CAMERA = 1 << CONTEXTS.index("camera")


def told(lent: float, contexts: int = CAMERA, notice: int = ONE, slots: int = 1) -> tuple[list[int], list[int], list[int]]:
    """One of two friends acts every month; records by own acts and in the other's name, and entries through the other, by month."""
    tables = defaulters(2 * PAIRS, months=6, L_NOTICE=notice)
    tables.entry[:, 0, 0, rt.E_UNTIL] = rt.NEVER
    tables.react[:, rt.X_LEND], tables.react[:, rt.X_LEND_FROM] = int(lent * ONE), contexts
    people = plain_community(2 * PAIRS, slots=1)
    people.tie[:] = [p ^ 1 for p in range(2 * PAIRS)] if slots else -1
    people.number[traits.FRAILTY, 1::2] = 0
    tally = lived(tables, people)
    assert sum(flow(tally, "acts")) == tally.flow[0, :, :, FLOW["records"] :][:, :, : len(CAUSES)].sum()
    return flow(tally, "records"), flow(tally, "records", LENT), of_list(tally, "entries", LENT)


def test_acts_in_the_name_of_a_tie_expose_the_helper() -> None:
    """From the month of the sanction on, .4 of the acts are laid to the friend, who is then listed for another's act, and lends no more."""
    own, lent, entries = told(0.4)
    assert (own[0] > 0.95 * PAIRS, lent[0], entries[0]) == (True, 0, 0)
    assert abs(lent[1] - 0.4 * (own[1] + lent[1])) < 4 * (0.24 * PAIRS) ** 0.5
    assert entries[1] == lent[1]
    assert abs(lent[2] - 0.4 * (PAIRS - lent[1])) < 4 * (0.24 * PAIRS) ** 0.5


def test_nobody_acts_in_anothers_name_without_a_reason_or_a_friend() -> None:
    for given in ({"lent": 0.0}, {"lent": 0.4, "contexts": 0}, {"lent": 0.4, "notice": 0}, {"lent": 0.4, "slots": 0}):
        _, lent, entries = told(**given)  # type: ignore[arg-type]
        assert not any(lent)
        assert not any(entries)
