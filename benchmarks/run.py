"""Run every entry of the declared workload in one go, check that they agree, and print a table.

    python benchmarks/run.py [--quick] [--json] [--entries mesa,numpy] [--repeats 7] [--rates 1] [--environments FOLDER]

Each entry lives in a process of its own, in an environment of its own that is set up the first time. Repeats are interleaved: each entry
once, then each again, so that whatever else the machine does meets all of them. What can't be set up, fails or disagrees is told as such.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import PEERS, Peer, SetUpError, own_environment
from benchmarks.workload import MONTHS, TOLERANCE, Report, pooled, worst

HERE = Path(__file__).resolve().parent
BUSY = 0.9
"""An entry that got less than this share of a processor's time was slowed by other work."""


@dataclass
class Runner:
    """One entry with one number of threads: its process, and what was measured of it."""

    peer: Peer
    threads: int
    people: int
    trouble: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    importing: float = 0.0
    first: float = 0.0
    """Seconds from the start of its process to its first result."""
    warm_up: float = 0.0
    """Seconds of its first run, with whatever it compiles."""
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None

    def start(self, environments: Path) -> None:
        """Set its environment up, begin its process, and run it once."""
        try:
            python = self.peer.interpreter(environments)
        except SetUpError as error:
            self.trouble = f"can't be installed: {error}"
            return
        command = [str(python), "-W", "ignore", str(HERE / "worker.py"), self.peer.name, str(self.threads)]
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=own_environment(self.threads)
        )
        if (hello := self.hear()) is None:
            return
        self.importing, self.versions = hello["importing"], hello["versions"]
        if (answer := self.ask(seed=0)) is not None:
            self.first, self.warm_up = time.perf_counter() - began, answer["seconds"]

    def repeat(self, seed: int) -> None:
        """Run it once more, and keep what it says."""
        if self.process is None or (answer := self.ask(seed)) is None:
            return
        self.seconds.append(answer["seconds"])
        self.processor.append(answer["processor"])
        self.reports.append(Report(answer["listed"], answer["begun"], answer["points"]))

    def ask(self, seed: int) -> dict[str, Any] | None:
        """Have it live its people."""
        if self.process is None or self.process.stdin is None:
            return None
        self.process.stdin.write(json.dumps({"people": self.people, "seed": seed}) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any] | None:
        """Its next answer; none if it has died, and then why."""
        if self.process is None or self.process.stdout is None:
            return None
        line = self.process.stdout.readline()
        if line:
            return dict(json.loads(line))
        said = (self.process.communicate()[1] or "").strip().splitlines()
        self.trouble = f"failed: {said[-1] if said else 'no answer'}"
        self.process = None
        return None

    def stop(self) -> None:
        """End its process."""
        if self.process is not None:
            self.process.communicate()
            self.process = None

    @property
    def person_months(self) -> int:
        """What one run lives."""
        return self.people * MONTHS

    def result(self) -> dict[str, Any]:
        """What was measured, as one plain object."""
        about = {
            "name": self.peer.name, "title": self.peer.title, "threads": self.threads, "people": self.people, "lines": self.peer.lines(),
            "versions": self.versions, "trouble": self.trouble,
        }  # fmt: skip
        if self.trouble or not self.seconds:
            return about
        rates = sorted(self.person_months / each for each in self.seconds)
        off, figure = worst(pooled(self.reports), self.people * len(self.reports))
        if off > TOLERANCE:
            about["trouble"] = f"disagrees: {figure} lies {off:.1f} standard errors off"
        return about | {
            "rate": statistics.median(rates), "lowest": rates[0], "highest": rates[-1], "repeats": len(rates),
            "busy": sum(self.processor) / sum(self.seconds), "importing": self.importing, "warm_up": self.warm_up, "first": self.first,
            "off": off, "figure": figure,
        }  # fmt: skip


def measure(peers: list[Peer], environments: Path, repeats: int, scale: float) -> list[dict[str, Any]]:
    """Run entries, repeats interleaved, and return what was measured of each."""
    runners = [Runner(peer, threads, max(1, round(peer.people * scale))) for peer in peers for threads in peer.threads]
    try:
        for runner in runners:
            tell(f"starting {runner.peer.title}, {runner.threads} thread{'s' if runner.threads > 1 else ''}")
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
    compare(results)
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
    repeats = asked.repeats or (3 if asked.quick else 7)
    results = measure(chosen, asked.environments, repeats, 0.25 if asked.quick else 1.0)
    found = {"months": MONTHS, "rates": asked.rates, "machine": machine(), "date": time.strftime("%Y-%m-%d"), "entries": results}
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        print(table(results))
        print("\n" + ", ".join(f"{name}: {value}" for name, value in (*machine().items(), ("date", found["date"]))))
        if slowed := [f"{each['title']} ({each['threads']})" for each in results if each.get("busy", 1.0) < BUSY]:
            print(f"Other work took processor time from: {', '.join(slowed)}. Measure again on a quiet machine.")
    return 1 if any(result["trouble"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
