"""``counterlife demo``: one run small enough for a minute, and what it found in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.cli import reporting, running
from counterlife.cli.show import finding
from counterlife.cli.timeline import timeline
from counterlife.report.stamp import current, stamp
from counterlife.study import lives
from counterlife.study.store import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.study.run import Run

SAFEGUARDS: Final = ("means", "notice", "appeal", "expiry")
ASKED: Final = running.Asked("judgment-defaulters", 20_000, 5, "2014", "12", "none,ordinary-fines", ",".join(SAFEGUARDS))
ASSUMED: Final = ("the share of debtors unable to pay whom the court lists all the same",)
"""What nobody has measured and the finding hangs on most: ``lists.defaulters.unable``."""
SAID: Final = "demo.txt"
"""The file beside the run that holds what the demo said of it."""


def demo(workers: int | None) -> None:
    """Run it, or find it run, and say what came out."""
    done = running.carry_out(ASKED, ASKED.design(), workers)
    print(kept(done) or told(done))
    print(page(done))


def kept(done: Run) -> str:
    """What this very program said of this run before; empty if it did not. It would say the same again, after living a town once more."""
    try:
        first, _, text = (done.folder / SAID).read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return ""
    return text if first == stamp(done) else ""


def told(done: Run) -> str:
    """What there is to say, which is then kept beside the run."""
    manifest = done.manifest
    lines = [
        f"The courts' list of judgment defaulters, {manifest['people']:,} synthetic people, five years, {len(manifest['seeds'])} runs.",
        "Nobody here is real. These are consequences of stated rules under stated assumptions, not estimates of any place.\n",
        finding(done, ASSUMED).text(),
        *life(done),
        f"\nAll figures: {done.folder}/measures.parquet; the same run with every option: {manifest['command']}",
    ]
    text = "\n".join(lines)
    write_whole(done.folder / SAID, f"{stamp(done)}\n{text}".encode())
    return text


def page(done: Run) -> str:
    """The report's file, or how to get one."""
    if reporting.missing(("html",)):
        return f"As a page with pictures: pip install '.[report]' where the project lies, then counterlife report {done.folder}"
    path = done.folder / "report.html"
    return f"As a page with pictures: {path if current(path, done) else reporting.write(done, ('html',))[0]}"


def life(done: Run) -> Iterator[str]:
    """One life to follow, chosen by a rule that is told with it."""
    design = lives.only(done.design, 0, 1)
    seed = design.seeds[0]
    found = lives.median_wronged(design, seed)
    if found is None:
        return
    person, many = found
    rule = "by months sanctioned, this is the one in the middle"
    yield f"\nOne life. In run {seed}, {many} people were sanctioned for no conduct of their own; {rule}."
    yield timeline(lives.follow(design, person, seed), design.start, seed)
