"""``counterlife demo``: one run small enough for a minute, and what it found in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.cli import running
from counterlife.life.tally import Tally
from counterlife.measure.finding import find
from counterlife.regime.load import load_safeguard
from counterlife.study import engine

if TYPE_CHECKING:
    from counterlife.measure.finding import Finding
    from counterlife.study.run import Run

SAFEGUARDS: Final = ("notice", "appeal", "correction", "expiry")
ASKED: Final = running.Asked("judgment-defaulters", 20_000, 5, "2014", "12", "none", ",".join(SAFEGUARDS))
ASSUMED: Final = ("the share of debtors unable to pay whom the court lists all the same",)
"""What nobody has measured and the finding hangs on most: ``lists.defaulters.unable``."""


def demo(workers: int | None) -> None:
    """Run it, or find it run, and say what came out."""
    done = running.carry_out(ASKED, workers)
    manifest = done.manifest
    print(f"The courts' list of judgment defaulters, {manifest['people']:,} synthetic people, five years, {len(manifest['seeds'])} runs.")
    print("Nobody here is real. These are consequences of stated rules under stated assumptions, not estimates of any place.\n")
    print(finding(done).text())
    print(f"\nAll figures: {done.folder}/measures.parquet; the same run with every option: {manifest['command']}")


def finding(done: Run) -> Finding:
    """What the run found, in sentences."""
    design = done.design()
    scene = engine.scene(design, engine.compiled_rules(design))
    titles = {world.name: load_safeguard(name).title for world, name in zip(design.worlds[-len(SAFEGUARDS) :], SAFEGUARDS, strict=True)}
    tallies = [Tally(**counts) for counts in done.counts().values()]
    return find(tallies, scene, design.names[0], titles, ASSUMED)
