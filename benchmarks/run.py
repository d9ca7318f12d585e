"""Run every entry of the declared workload in one go, check that they agree, and print a table.

    python benchmarks/run.py [--quick] [--json] [--entries mesa,numpy] [--worlds 1] [--repeats 7] [--rates 1]

Each entry lives in a process of its own, in an environment of its own that is set up the first time. Repeats are interleaved: each entry
once, then each again, so that whatever else the machine does meets all of them. What can't be set up, fails or disagrees is told as such.
Those with common random numbers also live two worlds over the same luck.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import PEERS
from benchmarks.runner import Runner
from benchmarks.workload import MONTHS

BUSY = 0.9
"""An entry that got less than this share of a processor's time was slowed by other work."""


def measure(runners: list[Runner], environments: Path, repeats: int) -> list[dict[str, Any]]:
    """Run entries, repeats interleaved, and return what was measured of each."""
    try:
        for runner in runners:
            tell(f"starting {runner.title}")
            runner.start(environments)
            if runner.trouble:
                tell(f"  {runner.trouble}")
        for seed in range(1, repeats + 1):
            tell(f"repeat {seed} of {repeats}")
            for runner in runners:
                runner.repeat(seed)
    finally:
        for runner in runners:
            runner.stop()
    results = [runner.result() for runner in runners]
    for worlds in (1, 2):
        compare([result for result in results if result["worlds"] == worlds])
    return results


def compare(results: list[dict[str, Any]]) -> None:
    """Say of each entry how many times as fast Counterlife is, with as many threads and with the best number of them."""
    own = {result["threads"]: result["rate"] for result in results if result["name"] == "counterlife" and "rate" in result}
    for result in results:
        if "rate" in result and own:
            result["counterlife_over_it"] = own.get(result["threads"], max(own.values())) / result["rate"]
            result["counterlife_best_over_it"] = max(own.values()) / result["rate"]


def tell(text: str) -> None:
    """Say how far it is."""
    print(text, file=sys.stderr, flush=True)


def machine() -> dict[str, Any]:
    """What it was measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"processor": model, "cores": cores, "system": f"{platform.system()} {platform.release()}", "python": platform.python_version()}


def rate_text(rate: float) -> str:
    """A rate with three digits, in millions."""
    millions = rate / 1e6
    return f"{millions:.0f}" if millions >= 100 else f"{millions:.3g}"


def ratio_text(ratio: float) -> str:
    """A ratio with three digits at most."""
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def table(results: list[dict[str, Any]]) -> str:
    """The results as a table in Markdown, fastest first; what failed comes last."""
    head = (
        "| entry | threads | million person-months/s, median (lowest to highest) | Counterlife is | people at a time | lines "
        "| first result, s | of that import, first run, s | off, s.e. | version |"
    )
    rows = [head, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"]
    for result in sorted(results, key=lambda each: -each.get("rate", 0.0)):
        name, version = result["title"], next(iter(result["versions"].values()), "–")
        if "rate" not in result:
            rows.append(f"| {name} | {result['threads']} | {result['trouble']} | – | – | {result['lines']} | – | – | – | {version} |")
            continue
        rates = f"{rate_text(result['rate'])} ({rate_text(result['lowest'])} to {rate_text(result['highest'])})"
        ratio = f"{ratio_text(result['counterlife_over_it'])} ×" if "counterlife_over_it" in result else "–"
        rows.append(
            f"| {name} | {result['threads']} | {rates} | {ratio} | {result['people']:,} | {result['lines']} | {result['first']:.1f} "
            f"| {result['importing']:.1f}, {result['warm_up']:.1f} | {result['trouble'] or format(result['off'], '.1f')} | {version} |"
        )
    return "\n".join(rows)


def arguments(words: list[str] | None) -> argparse.Namespace:
    """What was asked for."""
    names = [peer.name for peer in PEERS]
    parser = argparse.ArgumentParser(description="Run the declared workload in every framework, check that all agree, and print a table.")
    parser.add_argument("--quick", action="store_true", help="three repeats, a quarter of the people")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--repeats", type=int, default=0, help="how often each entry is timed (default 7)")
    parser.add_argument("--entries", default=",".join(names), help="which, by commas")
    parser.add_argument("--worlds", type=int, choices=(1, 2), help="only one world, or only the twins")
    parser.add_argument("--rates", type=float, default=1.0, help="how many times as often as declared people act")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "counterlife" / "benchmarks"
    parser.add_argument("--environments", type=Path, default=cache, help="folder of the entries' environments (default %(default)s)")
    asked = parser.parse_args(words)
    unknown = sorted(set(asked.entries.split(",")) - set(names))
    if unknown:
        parser.error(f"no entry {', '.join(unknown)}; there are {', '.join(names)}")
    if asked.repeats < 0 or not asked.rates > 0:
        parser.error("--repeats and --rates must be above 0")
    return asked


def main(words: list[str] | None = None) -> int:
    """Run what was asked for; 1 if any entry fails or disagrees."""
    asked = arguments(words)
    if os.environ.get("BENCHMARK_RATES", "1") != str(asked.rates) and asked.rates != 1:
        again = [sys.executable, __file__, *(words if words is not None else sys.argv[1:])]
        return subprocess.run(again, env={**os.environ, "BENCHMARK_RATES": str(asked.rates)}, check=False).returncode
    chosen = [peer for peer in PEERS if peer.name in asked.entries.split(",")]
    scale, repeats = (0.25, 3) if asked.quick else (1.0, 7)
    runners = [
        Runner(peer, threads, max(1, round(peer.people * scale)), twins)
        for twins in (False, True)
        if asked.worlds in (None, 1 + twins)
        for peer in chosen
        for threads in peer.threads
        if peer.twins or not twins
    ]
    results = measure(runners, asked.environments, asked.repeats or repeats)
    found = {"months": MONTHS, "rates": asked.rates, "machine": machine(), "date": time.strftime("%Y-%m-%d"), "entries": results}
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        if alone := [result for result in results if result["worlds"] == 1]:
            print("One world:\n\n" + table(alone))
        if twins := [result for result in results if result["worlds"] == 2]:
            print("\nTwo worlds over the same luck, person-months of both counted:\n\n" + table(twins))
        print("\n" + ", ".join(f"{name}: {value}" for name, value in (*machine().items(), ("date", found["date"]))))
        if slowed := [f"{each['title']} ({each['threads']})" for each in results if each.get("busy", 1.0) < BUSY]:
            print(f"Other work took processor time from: {', '.join(slowed)}. Measure again on a quiet machine.")
    return 1 if any(result["trouble"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
