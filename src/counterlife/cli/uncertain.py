"""``counterlife uncertainty``: what is known of a result if the numbers it rests on are known within their ranges only."""

from __future__ import annotations

import json
import shlex
import textwrap
from typing import TYPE_CHECKING

from counterlife.cli import show
from counterlife.cli.faults import tell
from counterlife.cli.running import Asked, notes
from counterlife.cli.values import names
from counterlife.study import uncertainty as study
from counterlife.study.progress import for_terminal
from counterlife.study.work import Interrupted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from counterlife.study.uncertainty import Figure, Uncertainty

MEANING = (
    "In brackets: how far chance alone moves a value between seeds, every number as stated. The other columns are draws from the stated "
    "ranges, all at once, in the same towns under the same luck. A share of draws is a share of the ranges that were written down, not a "
    "probability; numbers without a range stayed as stated, and other forms of the model were not tried, so nothing here is called clear. "
    "Where values are stated near one end of their ranges, a figure as stated may lie outside most draws. Low and high: the lowest and the "
    "highest third of a number's range. What lies under four standard errors is not told."
)


def uncertainty(
    asked: Asked, draws: int, draws_seed: int, measures: str, *, workers: int | None, out: Path | None, as_json: bool, executor: str
) -> None:
    """Draw, live and tell."""
    command = f"{asked.command('uncertainty')} --draws {draws} --draws-seed {draws_seed}"
    command += f" --measures {shlex.quote(measures)}" if measures else ""
    command += f" --out {shlex.quote(str(out))}" if out is not None else ""
    design = asked.design(match=False)
    for note in notes(asked, design):
        tell(f"note: {note}")
    try:
        done = study.carry_out(
            design, draws, draws_seed, names(measures) or study.MEASURES, workers=workers, executor=executor, out=out, command=command,
            progress=for_terminal(f"{design.names[0]}, {draws} draws"),
        )  # fmt: skip
    except Interrupted:
        raise Interrupted(f"the draws that were lived are kept; to go on: {command}") from None
    if as_json:
        print(json.dumps(done.result(), ensure_ascii=False))
    else:
        print(text(done))


def text(done: Uncertainty) -> str:
    """A finished set of draws in words and columns."""
    manifest = done.manifest
    inputs, left_out = done.inputs(), manifest["left_out"]
    of_town = sum(row["path"].startswith("town.") for row in inputs)
    size = f"{manifest['people']:,} synthetic people, {manifest['months']} months, {show.count(len(manifest['seeds']), 'seed')} each"
    draws = show.count(manifest["draws"], "draw")
    drawn = f"{draws} from {len(inputs)} stated ranges ({len(inputs) - of_town} of rules, {of_town} of the town)"
    blocks = [f"{manifest['regime']}: {drawn}; {size}"]
    if left_out:
        why = "; ".join(dict.fromkeys(one["why"] for one in left_out))
        blocks[0] += f"\n{show.count(len(left_out), 'draw')} left out, whose values do not fit together: {why}"
    if done.reused:
        blocks[0] += "\nlived before; nothing had to be lived again"
    compared = list(dict.fromkeys((figure.world, figure.against) for figure in done.figures))
    for world, against in compared:
        every = [figure for figure in done.figures if (figure.world, figure.against) == (world, against)]
        figures = [figure for figure in every if not _is_nothing(figure)]
        lines = [world if against is None else f"{world} less {against}"]
        lines += [show.columns([_HEAD, *map(_line, figures)])] if figures else []
        if nothing := [figure.measure for figure in every if _is_nothing(figure)]:
            lines.append(f"0 as stated and in every draw: {', '.join(nothing)}")
        blocks.append("\n".join(lines))
        if told := [line for figure in figures for line in _drivers(figure)]:
            head = ["goes with", "", "rank correlation", "mean where low", "where high"]
            blocks.append(show.columns([head, *told], right=(2, 3, 4)))
    blocks.append(textwrap.fill(MEANING, show.WIDTH))
    blocks.append(f"every draw, its values and its figures: {done.folder}")
    return "\n\n".join(blocks)


_HEAD = ["", "as stated", "nine in ten draws", "middle", "all draws", "above 0", "below 0", ""]


def _is_nothing(figure: Figure) -> bool:
    stated = figure.stated is None or figure.stated["value"] == 0
    return stated and figure.spread.above == figure.spread.below == 0


def _line(figure: Figure) -> list[str]:
    found = figure.spread
    stated = "–" if figure.stated is None else show.with_range(figure.stated)
    between, whole = _between(found.low, found.high), _between(found.least, found.most)
    above, below = (f"{many} of {found.draws}" for many in (found.above, found.below))
    return [figure.measure, stated, between, show.number(found.middle), whole, above, below, figure.unit]


def _between(low: float | None, high: float | None) -> str:
    return "–" if low is None else f"{show.number(low)} to {show.number(high)}"


def _drivers(figure: Figure) -> Sequence[list[str]]:
    """The numbers that a figure goes with, a line each, with its mean where they are low and where they are high."""
    return [
        ["" if place else figure.measure, driver.path, f"{driver.correlation:+.2f}", show.number(driver.low), show.number(driver.high)]
        for place, driver in enumerate(figure.spread.drivers)
    ]
