"""The pure function that a run consists of: (rule tables, town, seed, communities) → counts. It can be sent to any process or machine."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from counterlife import kernels
from counterlife.study.design import CODE

if TYPE_CHECKING:
    from counterlife.regime.tables import RuleTables
    from counterlife.study.work import Counts
    from counterlife.town.tables import TownTables

_first = threading.Lock()
_ready = threading.Event()


class OtherCodeError(RuntimeError):
    """A worker has another version of the program, whose counts would not be the same."""


@cache
def own_code() -> str:
    """Hash of the sources that a result depends on, as this process has them."""
    return kernels.digest(CODE)


def ready() -> bool:
    """Whether this process has lived a community before, so that nothing is left to compile or load."""
    return _ready.is_set()


@dataclass(frozen=True)
class Lives:
    """Lives communities of a design.

    Attributes
    ----------
    tables : RuleTables
        The rules of all worlds.
    town : TownTables
        Who lives there.
    code : str
        Hash of the program that asks (`own_code`).
    """

    tables: RuleTables
    town: TownTables
    code: str

    def __call__(self, seed: int, first: int, last: int) -> Counts:
        """The summed counts of communities ``first`` … ``last`` - 1.

        Raises
        ------
        OtherCodeError
            If this process runs another version of the program than the one that asks.
        """
        if self.code != own_code():
            raise OtherCodeError(f"a worker runs other code ({own_code()}) than this run ({self.code}); install the same version there")
        if ready():
            return self._live(seed, first, last)
        with _first:  # kernels are compiled or loaded once, by one thread
            kernels.load(rules=self.tables)
            counts = self._live(seed, first, last)
            _ready.set()
            return counts

    def _live(self, seed: int, first: int, last: int) -> Counts:
        from counterlife.life.community import live
        from counterlife.life.tally import as_dict

        return dict(as_dict(live(self.tables, self.town, seed, first, last)))
