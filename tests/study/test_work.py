"""Work is shared out and summed: nothing about how may show in what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study.fake import LAYOUT, Breaks, live

from counterlife.study import fingerprint
from counterlife.study.executors import Threads
from counterlife.study.progress import Quiet
from counterlife.study.work import Counts, Interrupted, Live, SeedSum, Worker, units

SEEDS = (1, 7)
COMMUNITIES = 11


def fresh() -> list[SeedSum]:
    return [SeedSum(seed, np.zeros(COMMUNITIES, dtype=np.bool_)) for seed in SEEDS]


def work(sums: list[SeedSum], live: Live = live, workers: int = 2, size: int = 3, backwards: bool = False) -> list[int]:
    kept: list[int] = []
    executor = Threads(workers)
    try:
        Worker(live, executor, lambda total: kept.append(total.seed), Quiet(), weight=1).run(sums, size, backwards)
    finally:
        executor.close()
    return kept


def mark(sums: list[SeedSum]) -> str:
    by_seed: dict[int, Counts] = {total.seed: total.counts for total in sums}
    return fingerprint.of_run(by_seed, LAYOUT)


def directly() -> str:
    return fingerprint.of_run({seed: live(seed, 0, COMMUNITIES) for seed in SEEDS}, LAYOUT)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_result_is_the_same_for_any_workers_size_and_order(workers: int, size: int, backwards: bool) -> None:
    sums = fresh()
    work(sums, workers=workers, size=size, backwards=backwards)
    assert all(total.done.all() for total in sums)
    assert mark(sums) == directly()


def test_fingerprint_sees_one_count() -> None:
    sums = fresh()
    work(sums)
    sums[1].counts["list_"][1, 0, 2, 0] += 1
    assert mark(sums) != directly()


@settings(max_examples=25, deadline=None)
@given(stops=st.lists(st.integers(1, 6), max_size=4), size=st.integers(1, 5), workers=st.integers(1, 3))
def test_interrupted_work_goes_on_where_it_was(stops: list[int], size: int, workers: int) -> None:
    sums = fresh()
    for stop in stops:
        before = sum(int(total.done.sum()) for total in sums)
        try:
            kept = work(sums, Breaks(stop), workers, size)
        except Interrupted:
            kept = None
        if kept is not None:
            assert all(total.done.all() for total in sums)
        assert sum(int(total.done.sum()) for total in sums) >= before
    work(sums, size=size, workers=workers)
    assert mark(sums) == directly()


def test_interruption_leaves_a_checkpoint_of_everything_counted() -> None:
    sums = fresh()
    kept: list[int] = []
    executor = Threads(1)
    with pytest.raises(Interrupted):
        Worker(Breaks(6), executor, lambda total: kept.append(total.seed), Quiet(), weight=1).run(sums, 2)
    assert kept == [total.seed for total in sums if total.done.any()]
    assert not any(total.fresh for total in sums)


def test_an_error_in_a_unit_stops_the_work() -> None:
    def breaks(seed: int, first: int, last: int) -> Counts:
        if first > 5:
            raise ArithmeticError("the books do not balance")
        return live(seed, first, last)

    with pytest.raises(ArithmeticError, match="do not balance"):
        work(fresh(), breaks)


@settings(max_examples=50, deadline=None)
@given(done=st.lists(st.booleans(), min_size=1, max_size=20), size=st.integers(1, 7), backwards=st.booleans())
def test_units_cover_exactly_what_is_missing(done: list[bool], size: int, backwards: bool) -> None:
    total = SeedSum(1, np.array(done, dtype=np.bool_))
    found = [number for unit in units([total], size, backwards) for number in range(unit.first, unit.last)]
    assert sorted(found) == [number for number, was_done in enumerate(done) if not was_done]
    assert all(1 <= unit.last - unit.first <= size for unit in units([total], size, backwards))


def test_a_community_is_never_counted_twice() -> None:
    total = SeedSum(1, np.zeros(4, dtype=np.bool_))
    total.take(0, 2, live(1, 0, 2))
    with pytest.raises(ValueError, match="counted before"):
        total.take(1, 3, live(1, 1, 3))
