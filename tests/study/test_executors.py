"""Who does the work, and what becomes of it when a worker is lost, shows in no result."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.study import fake
from tests.study.test_work import SEEDS, directly, fresh, mark

from counterlife.study.executors import Dask, Executor, ExecutorError, Processes, Threads, executor
from counterlife.study.living import Lives, OtherCodeError
from counterlife.study.progress import Quiet
from counterlife.study.store import Store
from counterlife.study.work import Interrupted, Live, SeedSum, Worker, WorkersLostError, unit_size

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]


def work(who: Executor, live: Live, sums: list[SeedSum] | None = None, **options: Any) -> list[SeedSum]:
    sums = sums or fresh()
    try:
        Worker(live, who, lambda _: None, Quiet(), weight=1, **options).run(sums, 2)
    finally:
        who.close()
    return sums


@pytest.mark.parametrize("name", ["threads", "processes", "dask"])
def test_result_is_the_same_whoever_does_the_work(name: str) -> None:
    assert mark(work(executor(name, 2), fake.live)) == directly()


class Stops(Quiet):
    """The user presses Ctrl-C once so many units were counted."""

    def __init__(self, after: int) -> None:
        self._left = after

    def advance(self, amount: int) -> None:
        self._left -= 1
        if self._left == 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["threads", "dask"])
def test_whoever_does_the_work_can_be_stopped_and_goes_on(name: str, tmp_path: Path) -> None:
    (tmp_path / "by").mkdir()
    sums, kept = fresh(), []
    who = executor(name, 2)
    with pytest.raises(Interrupted):
        Worker(fake.Slow(tmp_path / "by", 0.05), who, lambda total: kept.append(total.seed), Stops(3), weight=1).run(sums, 1)
    assert set(kept) == {1}
    assert 3 <= sum(int(total.done.sum()) for total in sums) < 2 * sums[0].done.size
    assert mark(work(Threads(2), fake.live, sums)) == directly()


def test_a_cluster_that_runs_already_is_used_and_left_running() -> None:
    distributed: Any = importlib.import_module("distributed")
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None, threads_per_worker=2) as cluster:
        address = cluster.scheduler_address
        with pytest.raises(ExecutorError, match=f"at `{address}` has no workers; start one with: dask worker {address}"):
            executor(f"dask:{address}")
        cluster.scale(1)
        cluster.wait_for_workers(1, timeout=60)
        who = executor(f"dask:{address}")
        assert who.workers == 2
        assert mark(work(who, fake.live)) == directly()
        assert len(cluster.scheduler_info["workers"]) == 1


def test_a_killed_process_costs_its_unit_a_second_try_and_nothing_else(tmp_path: Path) -> None:
    sums = work(Processes(2), fake.Kills(tmp_path, community=5, times=2))
    assert len(list(tmp_path.iterdir())) == 2
    assert all(total.done.all() for total in sums)
    assert mark(sums) == directly()


def test_a_killed_dask_worker_does_not_show(tmp_path: Path) -> None:
    sums = work(Dask(workers=2), fake.Kills(tmp_path, community=5, times=1))
    assert len(list(tmp_path.iterdir())) == 1
    assert mark(sums) == directly()


def test_a_unit_that_always_kills_ends_the_run_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "tries"
    folder.mkdir()
    with Store(tmp_path / "run", "abc") as store:
        sums = fresh()
        who = Processes(1)
        with pytest.raises(WorkersLostError, match=r"lost 4 times at communities \d+–\d+ of seed \d .*goes on where this stopped"):
            Worker(fake.Kills(folder, community=5, times=99), who, store.keep, Quiet(), weight=1).run(sums, 2)
        kept = [store.load(seed, sums[0].done.size) for seed in SEEDS]
        assert [total.done.tolist() for total in kept] == [total.done.tolist() for total in sums]
        assert 0 < sum(int(total.done.sum()) for total in kept) < 2 * sums[0].done.size
        work(Threads(2), fake.live, kept)
        assert mark(kept) == directly()


SCRIPT = """
import signal
import sys
from pathlib import Path
from tests.study import fake
from tests.study.test_work import fresh
from counterlife.study.executors import Processes
from counterlife.study.progress import Quiet
from counterlife.study.store import Store
from counterlife.study.work import Interrupted, Worker

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins with it ignored
    folder = Path(sys.argv[1])
    with Store(folder / "run", "abc") as store:
        try:
            Worker(fake.Slow(folder / "by", 0.3, together=2), Processes(2), store.keep, Quiet(), weight=1, alone=False).run(fresh(), 1)
        except Interrupted:
            print("stopped")
"""


def begun(tmp_path: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """A process of its own with two workers under way, and their ids."""
    (tmp_path / "by").mkdir()
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path)]
    paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True, start_new_session=True)
    until(lambda: len(list((tmp_path / "by").iterdir())) == 2)
    return process, [int(path.name) for path in (tmp_path / "by").iterdir()]


def until(true: Callable[[], bool]) -> None:
    for _ in range(2400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("waited for two minutes")


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_every_process_and_keeps_what_was_lived(tmp_path: Path) -> None:
    process, workers = begun(tmp_path)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to parent and workers alike
    told, _ = process.communicate(timeout=60)
    assert told == "stopped\n"
    until(lambda: all(map(gone, workers)))
    with Store(tmp_path / "run", "abc") as store:
        sums = [store.load(seed, fresh()[0].done.size) for seed in SEEDS]
        assert 0 < sum(int(total.done.sum()) for total in sums) < 2 * sums[0].done.size
        assert mark(work(Threads(1), fake.live, sums)) == directly()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    process, workers = begun(tmp_path)
    process.kill()
    process.communicate(timeout=60)
    until(lambda: all(map(gone, workers)))
    with Store(tmp_path / "run", "abc") as store:
        assert mark(work(Threads(1), fake.live, [store.load(seed, fresh()[0].done.size) for seed in SEEDS])) == directly()


def test_other_code_is_refused() -> None:
    with pytest.raises(OtherCodeError, match="install the same version there"):
        Lives(None, None, "0123456789ab")(1, 0, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "told"),
    [("thread", "there are threads, processes"), ("dask:nowhere", "no Dask scheduler answers at `nowhere`"), ("", "no executor ``")],
)
def test_an_executor_that_is_not_there_is_named(name: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterlife.study.executors.PATIENCE", 1)
    with pytest.raises(ExecutorError, match=told):
        executor(name, 1)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExecutorError, match=r"'\.\[cluster\]'"):
        executor("dask")


@pytest.mark.parametrize(
    ("communities", "seeds", "weight", "workers", "size"),
    [
        (10, 1, 240_000, 2, 5),  # both workers end at once
        (11, 1, 240_000, 2, 6),
        (10, 12, 240_000, 2, 10),
        (9, 1, 240_000, 4, 3),
        (700_000, 1, 480_000, 2, 17),  # as much work as a unit may hold
        (1, 1, 10, 8, 1),
        (700_000, 3, 1 << 30, 2, 1),
        (3, 1, 1, 64, 1),
    ],
)
def test_units_are_large_in_large_runs_and_shared_out_in_small_ones(
    communities: int, seeds: int, weight: int, workers: int, size: int
) -> None:
    assert unit_size(communities, seeds, weight, workers) == size
