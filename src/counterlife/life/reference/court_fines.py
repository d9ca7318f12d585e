"""Fines that a court adds to an order that stays unperformed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.regime import tables as rt
from counterlife.words import CAUSES

if TYPE_CHECKING:
    from counterlife.life.reference.people import Person, World

OVER = (CAUSES.index("overdue"), CAUSES.index("settled"))
FINE_MOST = 1 << 30


def lay_fines(world: World, person: Person, t: int) -> None:
    """Whoever has stood on such a list for so long may be fined, once a listing; it falls due next month."""
    for l, held in sorted(person.listings.items()):
        row = world.rules.listed[l]
        if not row[rt.L_FINE] or t - held.since != row[rt.L_FINE_AFTER] or held.cause in OVER:
            continue
        if world.dice.person(person.traits.place, t, "court-fine", row[rt.L_CODE]) < row[rt.L_FINED]:
            fine = min(row[rt.L_FINE], FINE_MOST - min(FINE_MOST, person.fine_new))
            person.fine_new += fine
            world.count("court-fined", t, person.group)
            world.count("court-fine", t, person.group, amount=fine)
