"""``counterlife bench``: the engine on this machine as tables, beside what the machine itself can do."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from counterlife.cli.faults import FAILED, UsageFault, tell
from counterlife.cli.show import columns, number
from counterlife.study import bench as benches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

UNITS = {"triad": ("memory (triad)", 1e9, "GB/s"), "draws": ("draws (Philox)", 1e6, "M calls/s")}


def bench(quick: bool, with_peers: bool, as_json: bool) -> None:
    """Measure, print, and run the comparison with other frameworks if it is asked for and there."""
    program = benches.peers()
    if with_peers and program is None:
        raise UsageFault("--peers needs the folder `benchmarks` of the sources, which is not part of the package")
    found = benches.bench(benches.QUICK if quick else benches.FULL, tell)
    if not as_json:
        print("\n\n".join(tables(found)), flush=True)
    if with_peers and program is not None:
        tell("the declared workload, beside other frameworks")
        found["peers"] = _peers(program, quick, as_json)
    if as_json:
        print(json.dumps(found))


def _peers(program: Path, quick: bool, as_json: bool) -> Any:
    """Run the comparison; what it found as data, or printed by itself."""
    words = [sys.executable, str(program), *(["--quick"] if quick else []), *(["--json"] if as_json else [])]
    done = subprocess.run(words, stdout=subprocess.PIPE if as_json else None, check=False)
    if done.returncode:
        raise SystemExit(FAILED)
    return json.loads(done.stdout) if as_json else None


def tables(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, a paragraph a table."""
    size, hard = found["size"], found["hardware"]
    load = "" if hard["load"] is None else f", load {hard['load']:.1f}"
    yield (
        f"{hard['processor']}, {hard['cores']} cores{load}; Python {hard['python']}, NumPy {hard['numpy']}, Numba {hard['numba']}, "
        f"Counterlife {hard['counterlife']}\nmedians of {size['rounds']} interleaved rounds (least to most)"
    )
    yield "what the machine can do\n" + _table(("", "threads", "rate", "", "of a processor"), [_limit(row) for row in found["machine"]])
    head = ("regime", "worlds", "threads", "M person-months/s", "", "× one world", "× one thread", "of draws alone", "of a processor")
    title = f"{size['people']:,} people, {size['months']} months; a person-month counts once, however many worlds it is lived in"
    yield f"{title}\n" + _table(head, [_speed(row) for row in found["speed"]], left=1)
    yield "20,000 people, 5 years, 2 worlds, again in the same process\n" + _table(
        ("regime", "what", "milliseconds"),
        [(row["regime"], "lived, measured, kept" if row["kept"] else "lived", f"{1e3 * row['seconds']:.0f}") for row in found["warm"]],
        left=2,
    )
    yield "bytes a person set aside for a community under way (ten years)\n" + _table(
        ("regime", "town", "a world", "shared by worlds"),
        [(row["regime"], *(f"{row[key]:.0f}" for key in ("town", "world", "shared"))) for row in found["memory"]],
        left=1,
    )
    if found["first"]:
        yield "first run ever, compiling\n" + _table(
            ("regime", "seconds"), [(row["regime"], f"{row['seconds']:.0f}") for row in found["first"]], left=1
        )
    if any(row["busy"] < benches.BUSY for row in (*found["machine"], *found["speed"])):
        yield "Other work slowed some of this (less than 0.9 of a processor for each thread): repeat it on a quiet machine."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    return columns([head, *rows], right=range(left, len(head)))


def _limit(row: dict[str, Any]) -> tuple[str, ...]:
    name, scale, unit = UNITS[row["what"]]
    low, middle, high = (row[key] / scale for key in ("least", "per_second", "most"))
    return name, str(row["threads"]), f"{middle:.3g} {unit}", f"({low:.3g}–{high:.3g})", f"{row['busy']:.2f}"


def _speed(row: dict[str, Any]) -> tuple[str, ...]:
    low, middle, high = (row[key] / 1e6 for key in ("least", "per_second", "most"))
    share = row["of_draws"]
    return (
        row["regime"],
        str(row["worlds"]),
        str(row["threads"]),
        f"{middle:.3g}",
        f"({low:.3g}–{high:.3g})",
        f"{row['times_one_world']:.2f}",
        number(row["times_one_thread"]),
        "–" if share is None else f"{100 * share:.3g} %",
        f"{row['busy']:.2f}",
    )
