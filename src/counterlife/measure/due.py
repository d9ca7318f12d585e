"""Due process: who is told, how long it takes, how it ends, what is cured, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, Count, Measure, ratio
from counterlife.measure.lifetable import LifeTable, followed
from counterlife.measure.view import UNEARNED
from counterlife.words import WAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.lifetable import Ints
    from counterlife.measure.view import View

FAMILY: Final = "due process"
HORIZONS: Final = (12, 24, 60)
"""Months after entry at which exits are read."""

EXITS: Final = ("paid", "performed", "appeal", "corrected", "repaired", "expired", "recovered")
CURES: Final = ("corrected", "appeal")
LIFE_TABLE: Final = "Aalen and Johansen (1978)"

STEADY: Final = 20
"""A queue is steady if it grew by less than one in this many appeals filed over the second half of the window."""


def unnotified(view: View) -> Count | None:
    """Entries of which the person was not told at once."""
    return ratio(view.lists("unnotified"), view.lists("entries"))


def table_of(view: View, kind: str, horizon: int) -> tuple[LifeTable, Ints] | None:
    """The life table of a kind of spell, and the counts it stands on."""
    counts = view.spells(kind)
    # Where the spells of lists that give stand in the same table, no length is known of the others.
    if kind == "listing" and counts.sum() != view.lists("entries"):
        return None
    table = view.life_table(kind, horizon)
    return None if table is None else (table, counts)


def unaware(horizon: int) -> Callable[[View], Count | None]:
    """Months listed and unaware within the horizon, a listing."""

    def function(view: View) -> Count | None:
        entries = view.lists("entries")
        if entries == 0 or horizon >= view.months:
            return None
        untold = view.lists("unnotified")
        if untold == 0:
            return ratio(0, entries)
        found = table_of(view, "unaware", horizon)
        return None if found is None else ratio(untold * float(found[0].standing[:horizon].sum()), entries, events=untold)

    return function


def ended_by(kind: str, ways: tuple[str, ...], horizon: int) -> Callable[[View], Count | None]:
    """Share of spells that ended by some ways within the horizon."""
    places = [WAYS.index(way) for way in ways]

    def function(view: View) -> Count | None:
        found = table_of(view, kind, horizon)
        if found is None:
            return None
        table, counts = found
        return ratio(float(table.ended[places].sum()), 1, n=followed(counts, horizon), events=int(counts[: horizon + 1, places].sum()))

    return function


def still_listed(horizon: int) -> Callable[[View], Count | None]:
    """Share of listings that stand after the horizon."""

    def function(view: View) -> Count | None:
        found = table_of(view, "listing", horizon)
        if found is None:
            return None
        table, counts = found
        return ratio(table.open, 1, n=followed(counts, horizon), events=int(counts[horizon + 1 :].sum()))

    return function


def queue(view: View) -> Count | None:
    """Cases waiting at month's end, on average over months."""
    return ratio(view.total("appeals-waiting"), view.total("adults"), n=view.last("adults"))


def redressed(view: View) -> Count | None:
    """Wrong records struck with others of their source, of all that were corrected."""
    return ratio(view.total("redressed"), view.total("wrong-corrected"))


def on_copies(view: View) -> Count | None:
    """Months held on copies, an exit from a list."""
    return ratio(view.copies(), view.lists("exits"))


def growth(view: View) -> Count | None:
    """How much the queue grew a month over the second half of the window."""
    half = view.months // 2
    waiting = view.monthly("appeals-waiting")
    adults = int(view.monthly("adults")[half:].sum())
    change = int(waiting[-1]) - (int(waiting[half - 1]) if half else 0)
    return ratio(change, adults, n=view.last("adults"), events=int(view.monthly("appeals-filed")[half:].sum()))


def wait(view: View) -> Count | None:
    """Cases waiting over cases decided a month, while the queue is steady (Little's law)."""
    grown = growth(view)
    decided = view.total("appeals-won") + view.total("appeals-lost")
    if grown is None or grown.top * STEADY > grown.events:
        return None
    return ratio(view.total("appeals-waiting"), decided, events=decided)


def success(view: View) -> Count | None:
    """Appeals won of those decided."""
    won = view.total("appeals-won")
    return ratio(won, won + view.total("appeals-lost"))


def appealed(view: View) -> Count | None:
    """Appeals filed of entries on lists."""
    return ratio(view.total("appeals-filed"), view.lists("entries"))


def appeal_gap(view: View) -> Count | None:
    """Success among appeals less the unearned share among entries."""
    found, entries = success(view), view.lists("entries")
    if found is None or entries == 0:
        return None
    return ratio(found.top / found.bottom - view.lists("entries", UNEARNED) / entries, 1, n=int(found.bottom), events=int(found.bottom))


def _exits(horizon: int) -> tuple[Measure, ...]:
    entries = "entries on lists that withhold; exits compete, listings open at the end of the run count until then"
    return (
        *(
            Measure(
                f"due.exit{horizon}.{way}", FAMILY, "of 100 listings", entries,
                f"cumulative share that left by `{way}` at an age of at most {horizon} months; not given where there are lists that give",
                ended_by("listing", (way,), horizon), HUNDRED, LIFE_TABLE, most=HUNDRED, whole=True,
            )
            for way in EXITS
        ),
        Measure(
            f"due.exit{horizon}.listed", FAMILY, "of 100 listings", entries,
            f"share still listed after an age of {horizon} months; with the other exits it makes 100",
            still_listed(horizon), HUNDRED, LIFE_TABLE, most=HUNDRED, whole=True,
        ),
    )  # fmt: skip


MEASURES: Final = (
    Measure(
        "due.unnotified", FAMILY, "of 100 entries", "entries on lists that withhold",
        "entries of which the person is not told at once / entries",
        unnotified, HUNDRED, restates="lists.*.notice", over="list", most=HUNDRED,
    ),
    *(
        Measure(
            f"due.unaware{horizon}", FAMILY, "months", "entries on lists that withhold",
            f"sum over the {horizon} months after entry of the share still listed and unaware (those told at once count 0)",
            unaware(horizon), 1, LIFE_TABLE, restates="lists.*.notice", most=horizon, whole=True,
        )
        for horizon in HORIZONS
    ),
    *(measure for horizon in HORIZONS for measure in _exits(horizon)),
    *(
        Measure(
            f"due.cured{horizon}", FAMILY, "of 100 wrong records",
            "wrong records made; expiry competes, records alive at the end count until then",
            f"cumulative share struck by correction or by a successful appeal at an age of at most {horizon} months",
            ended_by("error", CURES, horizon), HUNDRED, LIFE_TABLE, most=HUNDRED, whole=True,
        )
        for horizon in HORIZONS
    ),
    Measure(
        "due.redressed", FAMILY, "of 100 wrong records corrected", "wrong records corrected, in whatever way",
        "wrong records struck because an error was found in another of the same kind and channel / wrong records corrected",
        redressed, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "due.copies", FAMILY, "months per exit", "exits from lists that withhold",
        "months in which some agency still holds a copy of somebody who left a list / exits from lists",
        on_copies, 1, restates="agencies.*.clears",
    ),
    Measure(
        "due.queue", FAMILY, "cases per 10,000 adults", "adults, at every month's end",
        "appeals waiting at month's end, summed over months / adult-months",
        queue, 10_000,
    ),
    Measure(
        "due.queue-growth", FAMILY, "cases a month per 10,000 adults", "adult-months of the second half of the window",
        "appeals waiting at the end less those waiting at half time, a month",
        growth, 10_000, least=None,
    ),
    Measure(
        "due.wait", FAMILY, "months", "appeals decided",
        "appeals waiting, summed over months / appeals decided; given only if in every seed the queue grew, over the second half, by at "
        f"most 1 in {STEADY} appeals filed",
        wait, 1, "Little (1961)", whole=True,
    ),
    Measure(
        "due.appealed", FAMILY, "of 100 entries", "entries on lists that withhold",
        "appeals filed / entries",
        appealed, HUNDRED, restates="recourse.appeal.files",
    ),
    Measure(
        "due.won", FAMILY, "of 100 decided appeals", "appeals decided",
        "appeals won / appeals decided; not the share of listings that are wrong, since who appeals is selected",
        success, HUNDRED, restates="recourse.appeal.succeeds", most=HUNDRED,
    ),
    Measure(
        "due.appeal-gap", FAMILY, "points of 100", "appeals decided; entries on lists that withhold",
        "share won of decided appeals less share unearned of entries",
        appeal_gap, HUNDRED, least=-HUNDRED, most=HUNDRED,
    ),
)  # fmt: skip
