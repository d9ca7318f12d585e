"""Phase 10, adapt: what people come to expect when they speak, from what befell them and those around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.life.reference.habit import left
from counterlife.life.reference.members import grow_pilots, move_members
from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from counterlife.life.reference.people import World

RISK_MOST = 65535


def adapt(world: World, t: int) -> None:
    """People join and leave; then perceived risk moves towards what was seen: a listing, or an act that went by without one."""
    move_members(world, t)
    grow_pilots(world, t)
    row = world.rules.world
    if not world.rules.react[rt.X_RISK]:
        return
    for person in world.adults:
        if not person.attentive:
            continue
        around = [person, *(world.people[tie.other] for tie in person.ties())]
        if any(someone.hit for someone in around):
            person.risk += (RISK_MOST - person.risk) * row[rt.W_FEAR_LEARNING] >> 16
        elif any(someone.acted for someone in around):
            person.risk += left(world, person, rt.X_HABIT_KEEPS, (row[rt.W_FEAR_FLOOR] - person.risk) * row[rt.W_FEAR_LEARNING] >> 16)
        else:
            continue
        person.risk = max(person.risk, row[rt.W_FEAR_FLOOR])
