"""The month: the ten phases in their order. This is the only place that knows it.

Each phase covers the whole community before the next begins. Within a phase nobody reads what another wrote in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import kernels
from counterlife.life.decks import COMMUNITY, ORDER, RULES, STATE, TALLY, Order
from counterlife.regime.tables import GU_ON, S_ON, S_WEIGHT
from counterlife.town import people

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

OPENING: Final = ("life.turn.begin", "life.reckon.reckon")
"""Before the first month."""
MONTH: Final = (
    "life.act.act", "life.observe.observe", "life.record.record", "life.score.score", "life.infer.infer", "life.listing.listing",
    "life.sanction.sanction", "life.bear.bear", "life.recourse.recourse", "life.adapt.adapt", "life.turn.turn", "life.reckon.reckon",
)  # fmt: skip
"""The phases; then the month is closed."""
CLOSING: Final = ("life.turn.end", "life.reckon.reckon")
"""After the last month."""
DRIVER: Final = "life.drive.drive"
EVERY: Final = tuple(dict.fromkeys((*OPENING, *MONTH, *CLOSING, DRIVER, people.KERNEL)))


def used(phase: str, r: RuleTables) -> bool:
    """Whether any world of these rules has a use for a phase; one that would do nothing is neither compiled nor called."""
    if phase == "life.infer.infer":
        judged_by_others = (r.scheme[:, :, S_ON] != 0) & (r.scheme[:, :, S_WEIGHT] != 0)
        return bool(judged_by_others.any() or (r.guess[:, :, GU_ON] != 0).any())
    return True


def needed(r: RuleTables) -> tuple[str, ...]:
    """The kernels that these rules have a use for."""
    return tuple(name for name in EVERY if used(name, r))


def phase_addresses(names: list[str]) -> NDArray[np.int64]:
    """Where these kernels lie in this process."""
    found = kernels.addresses(names)
    return np.array([found[name] for name in names], dtype=np.int64)


class Table:
    """What kernels take for many communities, dealt once: the state, the rules and the tally to add to."""

    def __init__(self, s: State, r: RuleTables, y: Tally) -> None:
        order = Order(*(phase_addresses([name for name in names if used(name, r)]) for names in (OPENING, MONTH, CLOSING)))
        self.arrays = s, r, y, order  # their addresses are written down
        self.order, self.state, self.rules, self.tally = ORDER.deal(order), STATE.deal(s), RULES.deal(r), TALLY.deal(y)
        self.driver = kernels.addresses([DRIVER])[DRIVER]

    def live(self, months: int, c: Community) -> None:
        """Live a community through its months, in all worlds, adding to the tally; stops early if a pool is full (`C_FULL`).

        Parameters
        ----------
        months : int
            How many months, from month 0. The state has to be a fresh one; the interpreter lock is released.
        """
        decks = self.order, self.state, self.rules, COMMUNITY.deal(c), self.tally
        kernels.call(self.driver, months, *(deck.ctypes.data for deck in decks))
