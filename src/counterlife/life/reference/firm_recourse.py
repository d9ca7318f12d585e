"""What a listed firm can do, in plain Python: learn of it, rectify, appeal, have its file repaired; then its court sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.firm_lists import leave_firm
from counterlife.life.reference.firms import OWN, count
from counterlife.life.reference.people import district_of
from counterlife.luck import FIRM
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.firms import Firm, FirmListing
    from counterlife.life.reference.people import World


def firms_recourse(world: World, t: int) -> None:
    """Every listed firm goes through its ways, then the court decides."""
    if not world.rules.world[rt.W_KNOWN]:
        return
    for firm in world.firms:
        for l, held in sorted(firm.listings.items()):
            if not world.rules.firm_listed[l][rt.FL_RED] and knows(world, firm, l, held, t):
                seek(world, firm, l, held, t)
    hold_firms_court(world, t)


def word(world: World, firm: Firm, l: int, month: int, purpose: str) -> int:
    """One word of a firm's luck with a list."""
    return world.dice.words(FIRM, firm.place, month, purpose, world.rules.listed[l][rt.L_CODE])[0]


def knows(world: World, firm: Firm, l: int, held: FirmListing, t: int) -> bool:
    """Whether the firm was told, or has learned of it, this month at the latest."""
    if not held.aware and held.since < t and word(world, firm, l, t, "learn") < world.rules.firm_world[rt.FW_LEARNS]:
        held.aware = True
        count(world, "learned", t, firm)
    return held.aware


def seek(world: World, firm: Firm, l: int, held: FirmListing, t: int) -> None:
    """Rectify, win an appeal where no court has a queue, have it repaired; else file an appeal, decided upon once a listing."""
    row, rule = world.rules.firm_world, world.rules.firm_listed[l]
    words = world.dice.words(FIRM, firm.place, t, "repair", world.rules.listed[l][rt.L_CODE])
    right = int(held.cause == OWN)
    ways = {
        "performed": rule[rt.FL_RECTIFY] and words[0] < row[rt.FW_RECTIFY],
        "appeal": rule[rt.FL_APPEAL] and words[1] < row[rt.FW_APPEAL_RIGHT if right else rt.FW_APPEAL_WRONG],
        "repaired": rule[rt.FL_REPAIR] and t - held.since >= row[rt.FW_REPAIR_AFTER] and words[2] < row[rt.FW_REPAIR],
    }
    way = next((name for name, open_ in ways.items() if open_), None)
    if way == "appeal":
        count(world, "appeals-filed", t, firm, right)
        count(world, "appeals-won", t, firm, right)
    if way is not None:
        clear_file(world, firm, l, t)
        leave_firm(world, firm, l, t, way)
    elif row[rt.FW_COURT] and rule[rt.FL_APPEAL] and not held.asked:
        held.asked = True
        if word(world, firm, l, held.since, "appeal") < row[rt.FW_FILES_RIGHT if right else rt.FW_FILES_WRONG]:
            held.filed = t
            count(world, "appeals-filed", t, firm, right)


def hold_firms_court(world: World, t: int) -> None:
    """In each district as many whole cases as its court has capacity for, first in first out."""
    row = world.rules.firm_world
    if not row[rt.FW_COURT]:
        return
    homes = [district_of(world, person.traits.place) for person in world.adults]
    for district in range(max(homes, default=0) + 1):
        capacity = world.firms_courts.get(district, 0) + row[rt.FW_CAPACITY] * homes.count(district) // 10_000
        cases, world.firms_courts[district] = capacity >> 16, capacity & 0xFFFF
        waiting = sorted(
            (held.filed, firm.place, l) for firm in world.firms for l, held in firm.listings.items()
            if held.filed is not None and held.filed <= t - row[rt.FW_TAKES] and district_of(world, firm.executive) == district
        )  # fmt: skip
        for _, place, l in waiting[:cases]:
            decide(world, world.firms[place], l, t)


def decide(world: World, firm: Firm, l: int, t: int) -> None:
    """The verdict, which depends on when the firm was listed and not on how long it waited."""
    row, held = world.rules.firm_world, firm.listings[l]
    right, held.filed = int(held.cause == OWN), None
    if word(world, firm, l, held.since, "verdict") >= row[rt.FW_WINS_RIGHT if right else rt.FW_WINS_WRONG]:
        count(world, "appeals-lost", t, firm, right)
        return
    count(world, "appeals-won", t, firm, right)
    clear_file(world, firm, l, t)
    leave_firm(world, firm, l, t, "appeal")


def clear_file(world: World, firm: Firm, l: int, t: int) -> None:
    """What stands behind a firm's listing is struck: the records that list, or all those of the scheme whose band does."""
    scheme = world.rules.firm_listed[l][rt.FL_SCHEME]
    for record in world.firm_records:
        behind = record.list_ == l if scheme < 0 else record.scheme == scheme
        if record.firm is firm and record.live and behind:
            record.live = False
            count(world, "records-struck", t, firm, record.cause)
