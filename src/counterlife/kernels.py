"""Where compiled kernels are kept: a cache folder named after the kernels' sources, with a file of machine code for each kernel.

Machine code is taken from its file by LLVM alone: numba, whose import takes longer than a small run, is loaded where a kernel has to be
compiled. The folder's name holds a hash of all sources that are compiled, so a changed kernel starts a new folder, and a folder in it is
named after processor and compilers. Folders of other kernels are removed when nobody has used them for a while.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = ("decks.py", "dice.py", "luck.py", "parts.py", "words.py", "regime/tables.py", "town/*.py", "life/*.py")
"""What the machine code is made from, relative to the package."""


IN_TURN: Final = (
    "life.recourse.recourse", "life.listing.listing", "life.bear.bear", "life.turn.turn", "life.sanction.sanction", "life.adapt.adapt",
    "life.score.score", "life.infer.infer", "life.turn.end", "life.drive.drive",
    "life.record.record", "town.drawing.draw_community", "life.turn.begin", "life.observe.observe", "life.act.act", "life.reckon.reckon",
)  # fmt: skip
"""Kernels in the order in which they are compiled, from both ends: neighbours share parts, and what takes longest stands at the ends."""
HELPERS: Final = 3
"""Processes, at most, that compile beside this one; each has to load the compiler first."""
READY: Final = "ready"
"""Name of a file in a cache folder whose time is that of the last use."""
TEMPORARY: Final = "counterlife-"
"""How the folder among the system's temporary files is called, before the number of its user."""
SETTINGS: Final = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_OPT", "NUMBA_LOOP_VECTORIZE", "NUMBA_SLP_VECTORIZE")
"""Variables of the environment that change what numba makes of the sources."""
UNUSED: Final = 30 * 86400.0
"""Seconds after its last use when the cache folder of other kernels is removed."""

_engines: list[Any] = []
_entered: dict[str, int] = {}
_one_at_a_time = threading.Lock()


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
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return folder


@cache
def machine() -> str:
    """What machine code hangs on beside the sources, as 12 hexadecimal digits: the processor, the compilers, and how numba is set."""
    llvm = import_module("llvmlite.binding")
    parts = [
        llvm.get_process_triple(),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
        import_module("llvmlite").__version__,
    ]
    parts += [version("numba"), *(f"{name}={value}" for name, value in sorted(os.environ.items()) if name in SETTINGS)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def store() -> Path:
    """The folder with this machine's code of the present kernels, a file each."""
    return prepare() / machine()


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.code"


def _read(path: Path) -> tuple[str, bytes] | None:
    """The name under which a kernel's code is entered, and the code; None if the file is not there or not whole."""
    try:
        symbol, mark, code = path.read_bytes().split(b"\n", 2)
    except (OSError, ValueError):
        return None
    return (symbol.decode(), code) if hashlib.sha256(code).hexdigest().encode() == mark else None


def _write(path: Path, symbol: str, code: bytes) -> None:
    """Write a kernel's code so that nobody reads half of it."""
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(b"\n".join((symbol.encode(), hashlib.sha256(code).hexdigest().encode(), code)))
    beside.replace(path)


def enter(symbol: str, code: bytes) -> int:
    """Take machine code into this process for good.

    Parameters
    ----------
    symbol : str
        The name of the function in it that is to be called.
    code : bytes
        An object file.

    Returns
    -------
    int
        The function's address.
    """
    llvm: Any = import_module("llvmlite.binding")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _engines.append(engine)
    address: int = engine.get_function_address(symbol)
    if not address:
        raise RuntimeError(f"no function {symbol} in the compiled kernel")
    return address


def call(address: int, *arguments: int) -> None:
    """Call a kernel, without the interpreter's lock."""
    result, failure = ctypes.c_void_p(), ctypes.c_void_p()
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, *(ctypes.c_int64,) * len(arguments))
    kind(address)(ctypes.addressof(result), ctypes.addressof(failure), *arguments)


def _compiled(name: str) -> tuple[str, bytes]:
    module, _, function = name.rpartition(".")
    kernel = getattr(import_module(f"counterlife.{module}"), function)
    symbol, code = kernel.machine_code()
    return symbol, code


def addresses(names: Iterable[str], say: Callable[[str], None] | None = None) -> dict[str, int]:
    """Where kernels lie in this process; they are taken from the cache, or compiled first if it does not hold them.

    Parameters
    ----------
    names : iterable of str
        Module of the package and function, such as ``life.act.act``.
    say : callable, optional
        Told, in a line each, that kernels are compiled and how long it took.
    """
    wanted = tuple(dict.fromkeys(names))
    if not _entered.keys() >= set(wanted):
        with _one_at_a_time:
            _enter_all([name for name in wanted if name not in _entered], say or (lambda _: None))
    return {name: _entered[name] for name in wanted}


def _enter_all(names: list[str], say: Callable[[str], None]) -> None:
    folder = store()
    folder.mkdir(exist_ok=True)
    found = {name: _read(_file(folder, name)) for name in names}
    if missing := [name for name in names if found[name] is None]:
        with _alone(folder):
            missing = [name for name in missing if _read(_file(folder, name)) is None]
            if missing:
                _compile(folder, missing, say)
        tidy(folder.parent)
    for name in names:
        symbol, code = found[name] or _read(_file(folder, name)) or _compiled(name)
        _entered[name] = enter(symbol, code)
    with suppress(OSError):
        (folder.parent / READY).touch()


def _compile(folder: Path, names: list[str], say: Callable[[str], None]) -> None:
    """Compile kernels into a folder, with the help of other processes."""
    begun = time.monotonic()
    parts = "one part" if len(names) == 1 else f"{len(names)} parts"
    say(f"compiling {parts} of the model for this machine; this happens once and takes up to a minute")
    if folder.parent.parent.name.startswith(TEMPORARY):
        say(f"machine code is kept in {folder.parent}, and compiled again once that is emptied: no cache folder of your own can be written")
    for path in (*folder.glob("*.taken"), *(_file(folder, name) for name in names)):
        path.unlink(missing_ok=True)
    half = len(IN_TURN) // 2
    names = sorted(names, key=lambda name: IN_TURN.index(name) if name in IN_TURN else half)
    code = "import sys; from counterlife import kernels; kernels.prepare(); kernels.compile_into(sys.argv[1], sys.argv[2:])"
    call = [sys.executable, "-W", "ignore", "-c", code, str(folder)]
    turns = [names[::-1] if k % 2 == 0 else names for k in range(min(HELPERS, _cores() - 1, len(names) - 1))]
    beside = [subprocess.Popen([*call, *turn], stdin=subprocess.DEVNULL) for turn in turns]
    try:
        compile_into(folder, names)
    except BaseException:
        for helper in beside:
            helper.terminate()
        raise
    finally:
        for helper in beside:
            helper.wait()
    for name in names:  # what a helper began and did not end
        if _read(_file(folder, name)) is None:
            _write(_file(folder, name), *_compiled(name))
    for path in folder.glob("*.taken"):
        path.unlink(missing_ok=True)
    say(f"compiled in {time.monotonic() - begun:.0f} s")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def compile_into(folder: str | Path, names: Iterable[str]) -> None:
    """Compile those kernels into a folder that no other process has begun."""
    for name in names:
        try:
            (Path(folder) / f"{name}.taken").touch(exist_ok=False)
        except FileExistsError:
            continue
        _write(_file(Path(folder), name), *_compiled(name))


def load(say: Callable[[str], None] | None = None, rules: Any = None) -> None:
    """Load every kernel, or those that the rule tables of a run have a use for; see `addresses`."""
    month = import_module("counterlife.life.month")
    addresses(month.EVERY if rules is None else month.needed(rules), say)


if __name__ == "__main__":
    load(print)
