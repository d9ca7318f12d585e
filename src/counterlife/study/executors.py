"""Who does the work: something that takes a pure function and its arguments and promises a result.

The kernels release the interpreter lock, so threads are enough on one machine, and they are the default. Processes survive a worker
that is killed; Dask does the work on other machines. None of them shows in a result.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_T = TypeVar("_T")

KINDS: Final = ("threads", "processes", "dask", "dask:ADDRESS")
"""How an executor can be named."""

PATIENCE: Final = 30
"""Seconds in which a Dask scheduler has to answer."""


class ExecutorError(ValueError):
    """An executor can't be had; the message says what can."""


class Executor(Protocol):
    """Runs work units, several at a time.

    Attributes
    ----------
    workers : int
        How many units are worked on at a time.
    lost : tuple of exception types
        What a promise raises whose worker is gone. The unit can then be submitted again.
    """

    workers: int
    lost: tuple[type[BaseException], ...]

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Promise the result of ``fn``."""
        ...

    def renew(self) -> None:
        """After a loss: make sure that there are workers again."""
        ...

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        ...


def usable_cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def executor(name: str = "threads", workers: int | None = None) -> Executor:
    """The executor of a name.

    Parameters
    ----------
    name : str
        One of `KINDS`; the address is that of a Dask scheduler, without one Dask starts workers on this machine.
    workers : int, optional
        How many; by default one a core, or all that the scheduler has.

    Raises
    ------
    ExecutorError
        If there is no such executor, or it can't be reached.
    """
    check_name(name)
    if name == "threads":
        return Threads(workers)
    if name == "processes":
        return Processes(workers)
    return Dask(name.partition(":")[2], workers)


def check_name(name: str) -> None:
    """Refuse an executor that there is not.

    Raises
    ------
    ExecutorError
        If `executor` knows no such name.
    """
    if name not in KINDS and not name.startswith("dask:"):
        raise ExecutorError(f"no executor `{name}`; there are {', '.join(KINDS)}")


class Threads:
    """Plain threads of this process.

    Parameters
    ----------
    workers : int, optional
        How many; by default one for each core that the process may use.
    """

    lost: tuple[type[BaseException], ...] = ()

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="counterlife")

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Promise the result of ``fn``."""
        return self._pool.submit(fn, *args, **kwargs)

    def renew(self) -> None:
        """Do nothing: a thread is not lost without its process."""

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker() -> None:
    """What a worker process does first: leave Ctrl-C to its parent, and end when that does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


class Processes:
    """Processes of this machine, each started afresh (not forked: threads and forks do not go together).

    A script that asks for them has its own work under ``if __name__ == "__main__":``, since each process reads the script again.

    Parameters
    ----------
    workers : int, optional
        How many; by default one for each core that the process may use.
    """

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Promise the result of ``fn``, which has to be picklable, as its arguments."""
        return self._pool.submit(fn, *args, **kwargs)

    def renew(self) -> None:
        """Start new processes: a pool that lost one takes no more work."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new()

    def close(self) -> None:
        """Drop what has not begun, wait for what has, end the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Dask:
    """Futures of dask.distributed (extra ``cluster``).

    Parameters
    ----------
    address : str
        Of a scheduler, as ``tcp://host:8786``. Empty: one is started here, on 127.0.0.1, with a process for each worker.
    workers : int, optional
        How many units at a time; by default as many as the cluster has threads.
    """

    lost: tuple[type[BaseException], ...]

    def __init__(self, address: str = "", workers: int | None = None) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise ExecutorError("the executor `dask` needs dask.distributed: pip install '.[cluster]' where the project lies") from None
        self.lost = (distributed.KilledWorker, distributed.comm.CommClosedError)
        self._cluster: Any = None
        if not address:
            self._cluster = distributed.LocalCluster(
                n_workers=workers or usable_cores(), threads_per_worker=1, host="127.0.0.1", dashboard_address=None
            )
        try:
            self._client = distributed.Client(self._cluster or address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ExecutorError(f"no Dask scheduler answers at `{address}` ({error})") from None
        threads = sum(self._client.nthreads().values())
        if not threads:
            self._client.close()
            raise ExecutorError(f"the Dask scheduler at `{address}` has no workers; start one with: dask worker {address}")
        self.workers = workers or threads
        self._pool = self._client.get_executor(pure=False)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Promise the result of ``fn``, which has to be picklable, as its arguments."""
        promise: Future[_T] = self._pool.submit(fn, *args, **kwargs)
        return promise

    def renew(self) -> None:
        """Do nothing: Dask restarts its own workers, and others may join at any time."""

    def close(self) -> None:
        """Cancel everything promised, and end what was started here."""
        self._pool.shutdown(wait=False)
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
