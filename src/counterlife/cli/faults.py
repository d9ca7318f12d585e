"""What the user is told when something can't be done, and the exit code."""

from __future__ import annotations

import errno
import sys

FAILED = 1
BAD_INPUT = 2
STOPPED = 130


class UsageFault(ValueError):
    """An argument that can't be used; the message says what can."""


def tell(message: str) -> None:
    """Write a message to standard error."""
    print(message, file=sys.stderr)


def exit_code(error: Exception) -> int | None:
    """Tell the user about an error and return the exit code; None for a fault of the program itself, which deserves its traceback."""
    from counterlife.regime.load import RegimeError

    if isinstance(error, RegimeError):
        tell("\n\n".join(str(problem) for problem in error.problems))
        if len(error.problems) > 1:
            tell(f"\n{len(error.problems)} problems; nothing was run")
        return BAD_INPUT
    if isinstance(error, UsageFault):
        tell(f"error: {error}")
        return BAD_INPUT
    if isinstance(error, OSError):
        return _system(error)
    return _study(error)


def _system(error: OSError) -> int:
    where = f"{error.filename}: " if error.filename else ""
    if error.errno == errno.ENOSPC:
        tell(f"error: {where}the disk is full; make room and repeat the same command: it goes on where it stopped")
    else:
        tell(f"error: {where}{error.strerror or error}")
    return FAILED


def _study(error: Exception) -> int | None:
    from counterlife.study.design import DesignError
    from counterlife.study.executors import ExecutorError
    from counterlife.study.living import OtherCodeError
    from counterlife.study.store import StoreError
    from counterlife.study.work import Interrupted, WorkersLostError

    if isinstance(error, DesignError | StoreError | ExecutorError):
        tell(f"error: {error}")
        return BAD_INPUT
    if isinstance(error, WorkersLostError | OtherCodeError):
        tell(f"error: {error}")
        return FAILED
    if isinstance(error, Interrupted):
        tell(f"stopped: {error}" if str(error) else "stopped")
        return STOPPED
    return None
