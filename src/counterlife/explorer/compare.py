"""Two runs beside each other: what is run now, and what was pinned, paired by seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.explorer.answer import Fresh
from counterlife.explorer.faults import Fault
from counterlife.explorer.jobs import Sample
from counterlife.measure.finding import HEADLINE
from counterlife.measure.interval import difference
from counterlife.measure.registry import BY_NAME
from counterlife.report.compare import CHANGES, reads
from counterlife.report.exhibit import Exhibit
from counterlife.report.finding import out_of
from counterlife.report.frame import Column, frame, text

if TYPE_CHECKING:
    from counterlife.explorer.jobs import Job
    from counterlife.measure.base import Measure
    from counterlife.report.frame import Cell
    from counterlife.report.say import Words

SERVER = "explorer.server"


def compared(now: Job, pinned: Job, say: Words) -> Exhibit:
    """The finding and its further measures in two runs, and what differs, over the seeds that both have.

    Raises
    ------
    Fault
        If the runs are of different towns, times or sizes, so that their seeds are not the same people, or one has no answer as yet.
    """
    one, other = _facts(now, pinned, say), _facts(pinned, now, say)
    people = out_of(one, [one.taken(HEADLINE), other.taken(HEADLINE)])
    rows = [_row(one, other, HEADLINE, say.plain(f"{SERVER}.compare-finding"), one.unit("in", n=say.whole(people)), people / 100)]
    for name in CHANGES:
        measure = BY_NAME[name]
        rows.append(_row(one, other, measure, say.name("measures", name, measure.formula), one.unit_of(measure), 1))
    columns = (
        Column("what", say.plain("columns.what")),
        Column("unit", say.plain("columns.unit")),
        Column("now", say.plain(f"{SERVER}.compare-now"), True),
        Column("pinned", say.plain(f"{SERVER}.compare-pinned"), True),
        *one.columns(say.plain("columns.change-by")),
        Column("reads", say.plain("columns.reads")),
    )
    made = frame("compared", say.plain(f"{SERVER}.compare-table"), columns, rows)
    said = [
        say(f"{SERVER}.compare-said", what=row["what"].shown, reads=row["reads"].shown, value=made.told(place, "value"))
        for place, row in enumerate(made.rows)
        if row["value"].value is not None
    ]
    lead = say(f"{SERVER}.compare-lead", runs=say.whole(one.seeds))
    return Exhibit("compared", say(f"{SERVER}.compare-title"), lead, (made,), said=tuple(said), open=True)


def _facts(job: Job, other: Job, say: Words) -> Fresh:
    """A run over the seeds that both have."""
    own, beside = job.sample, other.sample
    if own is None or beside is None:
        raise Fault(409, "one of the two runs has no answer as yet", "id", "wait for it")
    a, b = job.design, other.design
    if (a.town, a.start, a.months, a.communities) != (b.town, b.start, b.months, b.communities):
        raise Fault(409, "the two runs are of different towns, times or sizes: their people are not the same", "id", "pin again")
    shared = set(own.counts()) & set(beside.counts())
    counts = {seed: counted for seed, counted in own.counts().items() if seed in shared}
    return Fresh(Sample(job.design, counts), say, max(job.people, other.people))


def _row(one: Fresh, other: Fresh, measure: Measure, what: str, unit: str, scale: float) -> dict[str, Cell]:
    counts = [facts.counts(measure, facts.main) for facts in (one, other)]
    change = difference(measure, *counts)
    own, pinned = (facts.figure(facts.taken(measure), scale)["value"] for facts in (one, other))
    return {
        "what": text(what),
        "unit": text(unit),
        "now": own,
        "pinned": pinned,
        **one.figure(change, scale),
        "reads": reads(one, change),
    }
