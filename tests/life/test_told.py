"""What is told of lives is what is counted of them: the notes about everybody, one after another, add up to the tally."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tests.life.build import random_community, random_tables

from counterlife.life import columns as col
from counterlife.life.community import empty_state, empty_tally, live_into
from counterlife.life.tally import FLOW, FLOW_SIZES, FLOWS

SEEDS = (7, 30, 35)
PERSONS, MONTHS, NOTES, CROWDING = 40, 14, 2_000, 16
ONCE = {
    col.N_UNIVERSITY: "university-lost", col.N_JOINED: "joined", col.N_QUIT: "left-scheme", col.N_HELD: "could-not-leave",
    col.N_COURT_FINE: "court-fined",
}  # fmt: skip
"""Kinds of note of which each is one count, by the flow that it is counted in."""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_is_what_is_counted(seed: int) -> None:
    tables, community = random_tables(seed, 2, PERSONS, MONTHS), random_community(seed, PERSONS)
    told: Counter[int] = Counter()
    helped = 0
    for person in range(PERSONS):
        state, tally = empty_state(tables, community, CROWDING, NOTES), empty_tally(tables)
        live_into(tally, state, tables, community, 11, 4, watch=person)
        written = int(state.control[-1, col.C_NOTES])
        assert written < NOTES
        helping = [MONTHS, MONTHS]
        for t, world, kind, on, _, _ in state.note[:written].tolist():
            told[kind] += 1
            if kind == col.N_HELP:
                helped += 0 if on else t - helping[world]
                helping[world] = t if on else MONTHS
        helped += sum(MONTHS - since for since in helping)
    sizes = dict(FLOW_SIZES)
    for kind, name in ONCE.items():
        assert told[kind] == int(tally.flow[..., FLOW[name] : FLOW[name] + sizes[name]].sum()), name
    assert helped == int(tally.flow[..., FLOW["helpers"]].sum())


def test_everything_told_here_happens() -> None:
    """Somewhere in these communities each of the kinds is told."""
    flows = np.zeros(FLOWS, dtype=np.int64)
    for seed in SEEDS:
        tables, community = random_tables(seed, 2, PERSONS, MONTHS), random_community(seed, PERSONS)
        tally = empty_tally(tables)
        live_into(tally, empty_state(tables, community, CROWDING), tables, community, 11, 4)
        flows += tally.flow.sum(axis=(0, 1, 2))
    for name in (*ONCE.values(), "helpers", "normal"):
        assert flows[FLOW[name] : FLOW[name] + dict(FLOW_SIZES)[name]].sum() > 0, name
