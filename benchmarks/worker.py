"""One entry in a process of its own: it says what it is, then lives people whenever it is told to, and says how long it took.

    python worker.py ENTRY THREADS

Lines of JSON on standard input, ``{"people": …, "seed": …, "other": null}``, are answered by lines on standard output; ``other`` is what
acts bring in the other world, if two are to be lived. With one thread the process is kept on one core.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> None:
    """Serve until the input ends."""
    name, threads = sys.argv[1], int(sys.argv[2])
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a framework prints is no answer
    if threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    began = time.perf_counter()
    entry = importlib.import_module(f"benchmarks.entries.{name}")
    more = {"threads": threads} if getattr(entry, "THREADS", False) else {}

    def answer(**words: object) -> None:
        print(json.dumps(words), file=answers, flush=True)

    answer(importing=time.perf_counter() - began, versions={package: version_of(package) for package in entry.PACKAGES})
    for line in sys.stdin:
        asked = json.loads(line)
        began, used = time.perf_counter(), time.process_time()
        if asked["other"] is None:
            reports = [entry.run(asked["people"], asked["seed"], **more)]
        else:
            reports = entry.run_twins(asked["people"], asked["seed"], tuple(asked["other"]), **more)
        seconds, used = time.perf_counter() - began, time.process_time() - used
        answer(seconds=seconds, processor=used, reports=[asdict(report) for report in reports])


def version_of(package: str) -> str:
    """The version of a package; of one that is read off its sources, what it says itself."""
    try:
        return version(package)
    except PackageNotFoundError:
        return str(importlib.import_module(package).__version__)


if __name__ == "__main__":
    main()
