"""Lists of enterprises, in plain Python: what puts a firm on one, whether it is told, and how it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.firms import ANOTHERS, OWN, FirmListing, count
from counterlife.luck import FIRM
from counterlife.regime import tables as rt
from counterlife.words import WAYS

if TYPE_CHECKING:
    from counterlife.life.reference.firms import Firm, FirmRecord
    from counterlife.life.reference.people import World


def firms_list(world: World, t: int) -> None:
    """Terms end; this month's records list, or bands do."""
    for l, row in enumerate(world.rules.firm_listed):
        if not row[rt.FL_ON]:
            continue
        opened = row[rt.FL_SINCE] <= t < (row[rt.FL_UNTIL] or rt.NEVER)
        if row[rt.FL_SCHEME] >= 0:
            for firm in world.firms:
                list_by_band(world, l, firm, t, opened)
            continue
        for firm in world.firms:
            if l in firm.listings and firm.listings[l].until == t:
                leave_firm(world, firm, l, t, "expired")
        for record in world.firm_records if opened else ():
            if record.month == t and record.list_ == l:
                list_by_record(world, l, record, t)


def list_by_record(world: World, l: int, record: FirmRecord, t: int) -> None:
    """A record puts on the list or renews the term; one of the firm's own acts makes the listing earned."""
    row, held = world.rules.firm_listed[l], record.firm.listings.get(l)
    if held is None:
        enter_firm(world, record.firm, l, t, record.cause)
        return
    held.until = max(held.until, term_end(row, t))
    held.cause = min(held.cause, record.cause)
    if not row[rt.FL_RED]:
        count(world, "renewed", t, record.firm)


def term_end(row: list[int], t: int) -> int:
    """When a listing made now runs out: by the list's term, or with the schemes behind the list."""
    until = t + row[rt.FL_TERM] if row[rt.FL_TERM] < rt.NEVER else rt.NEVER
    return min(until, row[rt.FL_UNTIL] or rt.NEVER)


def list_by_band(world: World, l: int, firm: Firm, t: int, opened: bool) -> None:
    """On the list while the band is at or below the list's, or at or above it on one that gives."""
    row = world.rules.firm_listed[l]
    band, earned = firm.bands[row[rt.FL_SCHEME]]
    if opened and (band >= row[rt.FL_BAND] if row[rt.FL_ABOVE] else band <= row[rt.FL_BAND]):
        cause = OWN if row[rt.FL_ABOVE] or earned <= row[rt.FL_BAND] else ANOTHERS
        if l not in firm.listings:
            enter_firm(world, firm, l, t, cause)
        firm.listings[l].cause = cause
    elif l in firm.listings:
        leave_firm(world, firm, l, t, "recovered")


def enter_firm(world: World, firm: Firm, l: int, t: int, cause: int) -> None:
    """A firm comes on a list; of one that withholds it may have to learn."""
    row = world.rules.firm_listed[l]
    until = term_end(row, t) if row[rt.FL_SCHEME] < 0 else rt.NEVER
    held = FirmListing(t, until, cause)
    firm.listings[l] = held
    if row[rt.FL_RED]:
        count(world, "red-entries", t, firm)
        return
    count(world, "entries", t, firm, cause)
    told = world.dice.words(FIRM, firm.place, t, "notice", world.rules.listed[l][rt.L_CODE])[0] < row[rt.FL_NOTICE]
    held.aware = bool(world.rules.world[rt.W_KNOWN]) and told
    if not held.aware:
        count(world, "unnotified", t, firm)


def leave_firm(world: World, firm: Firm, l: int, t: int, way: str) -> None:
    """A firm comes off a list; an appeal that waits is dropped."""
    held = firm.listings.pop(l)
    firm.left[l] = way
    if held.filed is not None:
        count(world, "appeals-dropped", t, firm)
    if world.rules.firm_listed[l][rt.FL_RED]:
        count(world, "red-exits", t, firm)
    else:
        count(world, "exits", t, firm, WAYS.index(way))
