"""Small changes and what they change: one more act by one person; a higher rate of error."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.life.small import compiled, hot, hot_town, unequal

from counterlife import kernels
from counterlife.life import columns as col
from counterlife.life import month
from counterlife.life.act import count_acts, happen
from counterlife.life.community import add_flow, empty_state, empty_tally, live_into
from counterlife.life.kernel import phase
from counterlife.life.reference import month as plain
from counterlife.life.reference.act import act as act_plainly
from counterlife.life.reference.act import commit
from counterlife.life.tally import FLOW
from counterlife.town.people import draw
from counterlife.town.traits import HOUSEHOLD, PLACE
from counterlife.words import CAUSES, NATURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.life.columns import State
    from counterlife.life.reference.people import World
    from counterlife.life.tally import Tally
    from counterlife.regime.compile import Compiled
    from counterlife.regime.model import Regime
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

PERSONS, SEED = 70, 4
WHEN, WHO, WHAT = 3, 5, 9
"""In this month the sixth adult commits the tenth act of the town once more."""
ACT = "court.unpaid-judgment"


@phase
def one_more(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """One more act, which nobody but the phase of acts otherwise adds."""
    if t == WHEN:
        person = s.adult[WHO]
        did, others = s.did[0, WHAT], s.bit[col.BIT_CHOSEN]
        for block in range(did.shape[0]):
            others[block] = did[block]
            did[block] = 0
        did[person >> 6] = 1 << (person & 63)
        count_acts(t, s, r, y, WHAT, True)
        happen(t, s, r, c, y, WHAT)
        for block in range(did.shape[0]):
            did[block] |= others[block]


def act_and_one_plainly(world: World, t: int) -> None:
    act_plainly(world, t)
    if t == WHEN:
        commit(world, WHAT, world.adults[WHO], t)
        world.events.sort(key=lambda event: (event.act, event.place))


@cache
def machine_code() -> int:
    """The address of the compiled `one_more`."""
    return kernels.enter(*one_more.machine_code())


@contextmanager
def one_phase_more() -> Iterator[None]:
    """A month in which `one_more` follows the first phase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(kernels._entered, "one_more", machine_code())
        patch.setattr(month, "MONTH", (month.MONTH[0], "one_more", *month.MONTH[1:]))
        yield


def lived(made: Compiled, extra: bool = False) -> tuple[Tally, State]:
    community = draw(hot_town(PERSONS), SEED, 0)
    tally, state = empty_tally(made.tables), empty_state(made.tables, community, 8)
    with one_phase_more() if extra else nullcontext():
        flow = np.zeros_like(tally.flow)
        live_into(tally._replace(flow=flow), state, made.tables, community, SEED, 0)
    add_flow(tally, int(community.byte[PLACE, 0]), flow)
    return tally, state


def lived_plainly(made: Compiled) -> Tally:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(plain.PHASES, "act", act_and_one_plainly)
        return plain.live(made.tables, draw(hot_town(PERSONS), SEED, 0), SEED, 0, made.tables.cover.shape[2])


def record_of(state: State, w: int = 0) -> Counter[tuple[int, ...]]:
    """What is on file, but for the places of records among each other."""
    told = [field for field in range(col.RECORD_FIELDS) if field not in (col.R_NEXT, col.R_BEFORE)]
    return Counter(map(tuple, state.records[w, : state.control[w, col.C_RECORDS]][:, told].tolist()))


def touched(one: State, other: State) -> set[int]:
    """Persons about whom two communities differ, at the end of the run."""
    found = set()
    for name, places in (("byte", ()), ("number", (col.FILE,)), ("scores", (col.LOWERED,)), ("listings", (col.RECORD,)), ("cell", ())):
        a, b = np.array(getattr(one, name)), np.array(getattr(other, name))
        if name in ("scores", "listings"):  # these lie person by person
            a, b = a.swapaxes(-1, -2), b.swapaxes(-1, -2)
        for place in places:
            a[..., place, :] = b[..., place, :] = 0  # places in the file, which one more record shifts
        differ = (a != b).reshape(-1, a.shape[-1]).any(axis=0)
        found.update(np.flatnonzero(differ).tolist())
    kept, made = record_of(one), record_of(other)
    found.update(record[col.R_PERSON] for record in ((kept - made) + (made - kept)))
    return found


APART = (
    "channels.*.mistaken-person={value: 0}",
    "bear.ties-break={value: 0}",
    "recourse.appeal.capacity={value: 10000 per 10000 adults}",
    "phases={adapt: off, infer: off}",
)
"""Nothing that one person does reaches another: no mistaken identity, no ties, no queue, no talk."""


@pytest.mark.parametrize("months", [4, 7, 14, 24])
@pytest.mark.parametrize("name", ["judgment-defaulters", "rongcheng"])
def test_one_more_act_changes_only_what_it_causes(name: str, months: int) -> None:
    made = compiled([hot(name, more=APART)], PERSONS, months)
    assert made.names.acts[WHAT] == ACT
    community = draw(hot_town(PERSONS), SEED, 0)
    (before, old), (after, new) = lived(made), lived(made, extra=True)
    person = int(old.adult[WHO])
    home = int(community.number[HOUSEHOLD, person])  # where it is written down that the household's pupils are refused
    assert person in touched(old, new) <= {person, home}
    for array in ("flow", "list_"):
        axis = 1 if array == "flow" else 2
        one, other = (np.take(getattr(tally, array), range(WHEN), axis) for tally in (before, after))
        assert np.array_equal(one, other), "nothing before the act"
    financial = FLOW["acts"] + NATURES.index("financial")
    more = (after.flow - before.flow)[0, :, :, FLOW["acts"] : FLOW["acts"] + len(NATURES)].sum(axis=1)
    assert more[WHEN].tolist() == [int(FLOW["acts"] + place == financial) for place in range(len(NATURES))], (
        "one act, and no other that month"
    )
    assert (after.flow - before.flow)[0, WHEN, :, FLOW["debts-made"]].sum() == 1
    assert not unequal(lived_plainly(made), after), "and plain Python says the same"


@pytest.mark.parametrize("name", ["judgment-defaulters", "rongcheng"])
def test_where_people_are_tied_one_more_act_reaches_others_later(name: str) -> None:
    made = compiled([hot(name)], PERSONS, 24)
    (before, old), (after, new) = lived(made), lived(made, extra=True)
    assert np.array_equal(before.flow[:, :WHEN], after.flow[:, :WHEN])
    assert not unequal(lived_plainly(made), after)
    if name == "judgment-defaulters":
        assert len(touched(old, new)) > 2


def false_records(state: State, w: int) -> Counter[tuple[int, ...]]:
    """False records as they were made: person, scheme, act, cause, channel, month."""
    wrong = (CAUSES.index("false-attribution"), CAUSES.index("false-report"))
    rows = state.records[w, : state.control[w, col.C_RECORDS], : col.R_EXPIRES].tolist()
    return Counter(tuple(row) for row in rows if row[col.R_CAUSE] in wrong)


@given(st.integers(0, 2**64 - 1), st.sampled_from([0.002, 0.05, 0.3]), st.sampled_from(["rongcheng", "judgment-defaulters"]))
@settings(max_examples=12, deadline=None)
def test_a_higher_rate_of_error_keeps_every_error(seed: int, rate: float, name: str) -> None:
    """With nothing fed back, twice the rate of error makes new false records and unmakes none."""

    def world(share: float) -> Regime:
        # Ordinary fines follow in a muted world too, and can bring hardship; without the phase `bear` they are not felt.
        sets = [f"channels.*.mistaken-person={{value: {share}}}", "phases={bear: off}"]
        if name == "rongcheng":
            sets.append(f"channels.gatherers.false-reports.rate={{value: {share} per person-month}}")
        return hot(name, more=sets).muted()

    made = compiled([world(rate), world(2 * rate)], PERSONS, 18)
    community = draw(hot_town(PERSONS), seed, 1)
    tally, state = empty_tally(made.tables), empty_state(made.tables, community, 16)
    live_into(tally, state, made.tables, community, seed, 1)
    few, many = false_records(state, 0), false_records(state, 1)
    assert not few - many
    assert few.total() == tally.flow[0, :, :, FLOW["wrong-made"]].sum()
    if rate > 0.01:
        assert few.total() < many.total()
    acts = tally.flow[:, :, :, FLOW["acts"] : FLOW["acts"] + len(NATURES)]
    assert np.array_equal(acts[0], acts[1]), "and nobody acts otherwise"
