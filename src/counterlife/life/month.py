"""The month: the ten phases in their order. This is the only place that knows it.

Each phase covers the whole community before the next begins. Within a phase nobody reads what another wrote in it.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, cast

import numba
from numba.core.errors import NumbaExperimentalFeatureWarning

from counterlife.life.act import act
from counterlife.life.adapt import adapt
from counterlife.life.bear import bear
from counterlife.life.columns import C_FULL
from counterlife.life.infer import infer
from counterlife.life.kernel import COMMUNITY, RULES, SIGNATURE, STATE, TALLY, deal, open_community, open_rules, open_state, open_tally
from counterlife.life.listing import listing
from counterlife.life.observe import observe
from counterlife.life.reckon import reckon
from counterlife.life.record import record
from counterlife.life.recourse import recourse
from counterlife.life.sanction import sanction
from counterlife.life.score import score
from counterlife.life.turn import begin, end, turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

    Phase = Callable[[int, State, RuleTables, Community, Tally], None]

MONTH: Final = (act, observe, record, score, infer, listing, sanction, bear, recourse, adapt)
CLOSE: Final = (begin, turn, end, reckon)


def _live(month: tuple[Phase, ...], close: tuple[Phase, ...], months: int, state: int, rules: int, community: int, tally: int) -> None:
    s, r, c, y = open_state(state), open_rules(rules), open_community(community), open_tally(tally)
    close[0](0, s, r, c, y)
    close[3](-1, s, r, c, y)
    for t in range(months):
        for phase in month:
            phase(t, s, r, c, y)
        close[1](t, s, r, c, y)
        if s.control[s.control.shape[0] - 1, C_FULL] != 0:
            return
        close[3](t, s, r, c, y)
    close[2](months, s, r, c, y)
    close[3](months, s, r, c, y)


with warnings.catch_warnings():
    warnings.simplefilter("ignore", NumbaExperimentalFeatureWarning)
    _PHASE = numba.types.FunctionType(SIGNATURE)
    _PHASES = numba.types.UniTuple(_PHASE, len(MONTH)), numba.types.UniTuple(_PHASE, len(CLOSE))
    _driver = numba.njit(numba.void(*_PHASES, *(numba.int64,) * 5), nogil=True, cache=True)(_live)


def live_months(months: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Live a community through its months, in all worlds, adding to the tally; stops early if a pool is full (`C_FULL`).

    Parameters
    ----------
    months : int
        How many months, from month 0.
    s, r, c, y
        A fresh `State`, the rules, the community and the tally to add to. The interpreter lock is released.
    """
    decks = [deal(*pair) for pair in ((STATE, s), (RULES, r), (COMMUNITY, c), (TALLY, y))]
    cast("Callable[..., None]", _driver)(MONTH, CLOSE, months, *(deck.ctypes.data for deck in decks))
