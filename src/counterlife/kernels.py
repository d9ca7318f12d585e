"""Where compiled kernels are kept: a cache folder named after the kernels' sources.

Numba notices a change in the file of a compiled function, but not in a function which that one calls from another file. So the folder's
name holds a hash of all sources that are compiled: a changed kernel starts a new folder. To be called before Numba is loaded. Folders of
other kernels are removed when nobody has used them for a while.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = ("dice.py", "luck.py", "words.py", "regime/tables.py", "town/*.py", "life/*.py")
"""What the machine code is made from, relative to the package."""


BESIDE: Final = ("listing", "recourse", "bear", "turn", "begin", "sanction", "infer", "end")
"""Phases that a second process compiles, while this one compiles the others: about half of the work each."""
READY: Final = "ready"
"""Name of the file that says that a cache folder holds every kernel; its time is that of the last use."""
TEMPORARY: Final = "counterlife-"
"""How the folder among the system's temporary files is called, before the number of its user."""
UNUSED: Final = 30 * 86400.0
"""Seconds after its last use when the cache folder of other kernels is removed."""


def digest(patterns: tuple[str, ...] = SOURCES) -> str:
    """SHA-256 over names and contents of the package's sources that match, as 12 hexadecimal digits."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in HERE.glob(pattern)}):
        total.update(path.relative_to(HERE).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def _base() -> Path:
    """The user's cache folder: ``NUMBA_CACHE_DIR`` or ``XDG_CACHE_HOME`` if set, else the platform's own."""
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(given)
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "counterlife"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "counterlife"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "counterlife"
    return Path.home() / ".cache" / "counterlife"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _temporary() -> Path:
    """A folder of this user's own among the system's temporary files: machine code that others could write would be run."""
    user = os.getuid() if hasattr(os, "getuid") else None
    folder = Path(tempfile.gettempdir()) / f"{TEMPORARY}{'user' if user is None else user}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if user is not None and (found.st_uid != user or found.st_mode & 0o022 or not folder.is_dir() or folder.is_symlink()):
        return Path(tempfile.mkdtemp(prefix=TEMPORARY))
    return folder


def tidy(folder: Path) -> list[Path]:
    """Remove the folders of other kernels beside ``folder`` that nobody has used for `UNUSED` seconds; what can't be removed stays."""
    removed = []
    for other in folder.parent.glob("kernels-*"):
        if other == folder or not other.is_dir():
            continue
        try:
            mark = other / READY
            used = (mark if mark.exists() else other).stat().st_mtime
            if time.time() - used > UNUSED:
                shutil.rmtree(other)
                removed.append(other)
        except OSError:
            continue
    return removed


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process compiles into a folder; where files can't be locked, two may do the same work."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare() -> Path:
    """Point Numba to the cache folder of the present kernels, and return that folder.

    Falls back to a folder among the system's temporary files, which nobody else can write, if the user's cache can't be written. Calling it
    again changes nothing.
    """
    name = f"kernels-{digest()}"
    base = _base()
    if base.name == name:
        return base
    folder = base / name
    if not _writable(folder):
        folder = _temporary() / name
        folder.mkdir(exist_ok=True)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    # The driver of the month calls its phases through such functions on purpose.
    warnings.filterwarnings("ignore", message="First-class function type feature is experimental")
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return folder


def compile_share(beside: bool) -> None:
    """Compile one of the two shares of phases, or load it if the cache holds it."""
    month = import_module("counterlife.life.month")
    kernel = import_module("counterlife.life.kernel")
    kernel.compile_phases(phase for phase in (*month.MONTH, *month.CLOSE) if (phase.__name__ in BESIDE) == beside)


def load(say: Callable[[str], None] | None = None) -> None:
    """Load the kernels; compile them first, with the help of a second process, if the cache does not hold them.

    Parameters
    ----------
    say : callable, optional
        Told, in a line each, that kernels are compiled and how long it took.
    """
    folder = prepare()
    if not (folder / READY).exists():
        with _alone(folder):
            if not (folder / READY).exists():
                _compile(folder, say or (lambda _: None))
        tidy(folder)
    for beside_too in (False, True):
        compile_share(beside_too)
    with suppress(OSError):
        (folder / READY).touch()


def _compile(folder: Path, say: Callable[[str], None]) -> None:
    begun = time.monotonic()
    say("compiling the model for this machine; this happens once and takes about a minute")
    if folder.parent.name.startswith(TEMPORARY):
        say(f"machine code is kept in {folder}, and compiled again once that is emptied: no cache folder of your own can be written")
    code = "from counterlife import kernels; kernels.prepare(); kernels.compile_share(beside=True)"
    beside = subprocess.Popen([sys.executable, "-W", "ignore", "-c", code], stdin=subprocess.DEVNULL)
    try:
        compile_share(beside=False)
    finally:
        beside.wait()
    (folder / READY).touch()
    say(f"compiled in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    load(print)
