"""Who does the work: something that takes a function and its arguments and promises a result.

Work units are pure functions whose kernels release the interpreter lock, so threads are enough on one machine. A cluster needs
only another object with the same three names.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Executor(Protocol):
    """Runs work units, several at a time."""

    workers: int

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Promise the result of ``fn``."""
        ...

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        ...


def usable_cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Threads:
    """Plain threads of this process.

    Parameters
    ----------
    workers : int, optional
        How many; by default one for each core that the process may use.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="counterlife")

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Promise the result of ``fn``."""
        return self._pool.submit(fn, *args, **kwargs)

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._pool.shutdown(wait=True, cancel_futures=True)
