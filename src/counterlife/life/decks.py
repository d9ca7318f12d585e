"""The decks that phases take: the state of a community, the rules of its worlds, its people, and the tally to add to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from counterlife.decks import Deck
from counterlife.life import columns as col
from counterlife.life.columns import State
from counterlife.life.tally import empty
from counterlife.regime import tables as tab
from counterlife.regime.tables import RuleTables
from counterlife.town.decks import COMMUNITY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Order(NamedTuple):
    """Addresses of the kernels to call, in their order."""

    opening: NDArray[np.int64]
    monthly: NDArray[np.int64]
    closing: NDArray[np.int64]


def _samples(names: Iterable[str], shapes: dict[str, tuple[int, ...]], kinds: dict[str, type], usual: type) -> dict[str, Any]:
    return {name: np.zeros(shapes[name], dtype=kinds.get(name, usual)) for name in names}


def _sample_state() -> State:
    shapes: dict[str, tuple[int, ...]] = {
        "byte": (1, col.BYTES, 1), "number": (1, col.NUMBERS, 1), "react": (1, col.REACTS, 1), "scores": (1, 1, 1, col.SCORE_PLACES),
        "listings": (1, 1, 1, col.LISTING_ROWS), "records": (1, 1, col.RECORD_FIELDS), "bare": (1, 1, 1), "peers": (1, 1),
        "bucket": (1, 1), "queue": (1, 3, 1), "court": (1, col.COURT_ROWS, 1), "docket": (1, 2, 1), "cell": (1, col.RIGHTS, 1),
        "did": (1, 1, 1), "acted": (1, 1), "mood": (1, col.MOODS, 1), "force": (1, col.FORCES, 1), "turning": (1,), "seers": (1, 1),
        "eye": (col.EYES, 1), "viewed": (1, 1),
        "sight": (1, col.SIGHT_FIELDS, 1), "adult": (1,), "outside": (1,), "bit": (1, 1), "usual": (1, 1), "ceiling": (1, 1), "most": (1,),
        "top": (1, 1),
        "lane": (8, 1), "draw": (4, 1), "lot": (col.LOTS, 1), "drawn": (4, 1), "span": (2, 1), "point": (4, 1),
        "covered": (1, 1), "within": (1, 1, 1), "place": (1,), "word": (4, 1),
        "control": (1, col.CONTROLS), "note": (1, col.NOTE_FIELDS), "firm": (1, col.FM_ROWS, 1),
        "firm_score": (1, 1, col.FM_SCORE_ROWS, 1), "firm_listing": (1, 1, col.FM_LISTING_ROWS, 1),
        "firm_record": (1, col.FR_FIELDS, 1), "firm_event": (3, 1), "firm_sight": (1, col.FV_FIELDS, 1),
        "firm_still": (1,),
        "reckoned": (1, col.K_ROWS, 1), "still": (col.STILL_ROWS, 1), "whole": (1, 1, col.WHOLE_ROWS, 1), "roll": (col.ROLLS, 1),
        "concern": (1, 1), "log": (col.LOG_FIELDS, 1), "logged": (1,), "income": (1, 1), "loss": (1, 1), "ends": (1, 1),
    }  # fmt: skip
    bytes_, lanes = ("byte", "still", "peers", "turning", "firm_still"), ("usual", "ceiling", "lane")
    kinds: dict[str, type] = dict.fromkeys(bytes_, np.uint8) | dict.fromkeys(lanes, np.uint16)
    wide = (
        "bit", "did", "outside", "acted", "mood", "force", "seers", "drawn", "word", "draw", "covered", "point", "within", "viewed",
        "eye", "most", "control", "income", "loss", "ends", "court",
    )  # fmt: skip
    kinds |= dict.fromkeys(wide, np.int64)
    return State(**_samples(State._fields, shapes, kinds, np.int32))


def _sample_rules() -> RuleTables:
    shapes: dict[str, tuple[int, ...]] = {
        "town": (tab.T_FIELDS,), "act": (1, tab.ACT_FIELDS), "demand": (1,), "world": (1, tab.W_FIELDS),
        "channel": (1, 1, tab.CH_FIELDS), "sees": (1, 1, 1), "cover": (1, 1, 1, 1), "mistaken": (1, 1, 1), "false_report": (1, 1, 1),
        "false_match": (1, 1, 1), "malice": (1, 1, 1), "share": (1, 1, 1), "scheme": (1, 1, tab.S_FIELDS),
        "band": (1, 1, tab.BANDS), "entry": (1, 1, 1, tab.E_FIELDS), "listed": (1, 1, tab.L_FIELDS), "withheld": (1, 1, 1),
        "pairs": (1, 2), "exp": (1,), "poisson_offset": (1,), "poisson_cdf": (1,), "discretion": (1, 1), "obligation": (1, 1),
        "react": (1, tab.X_FIELDS), "joining": (1, 1, tab.J_FIELDS), "pressure": (1, 1, 1), "pilot": (1, 1, 1), "price": (1, 1),
        "deter_risk": (1, 1), "deter_month": (1, 1), "copy": (1, 1, tab.CP_FIELDS), "stage": (1, 1, tab.STAGES, 2),
        "look": (1, tab.LK_FIELDS), "worth": (1, col.RIGHTS + col.REWARD_BITS),
        "rank": (1, 1), "guess": (1, 1, tab.GU_FIELDS), "guess_act": (1, 1, 1), "guess_share": (1, 1, 2, 1),
        "firm_world": (1, tab.FW_FIELDS), "firm_act": (1, tab.FA_FIELDS), "firm_comply": (1, 1, tab.FC_FIELDS), "firm_sees": (1, 1, 1),
        "firm_cover": (1, 1, 1), "firm_mistaken": (1, 1), "firm_scheme": (1, 1, tab.FS_FIELDS), "firm_entry": (1, 1, 1, tab.FE_FIELDS),
        "firm_listed": (1, 1, tab.FL_FIELDS), "firm_withheld": (1, 1, 1), "reckon": (1, tab.RK_FIELDS), "demands": (1, 1),
        "claim": (1, 1, 1), "gravity": (1, 3), "thin": (tab.TH_FIELDS,),
    }  # fmt: skip
    return RuleTables(**_samples(RuleTables._fields, shapes, {}, np.int64))


STATE, RULES = Deck(_sample_state()), Deck(_sample_rules())
TALLY = Deck(empty(1, 1, 1, 1, 1, 1, 1, 1))
ORDER = Deck(Order(*(np.zeros(1, dtype=np.int64) for _ in Order._fields)))

__all__ = ["COMMUNITY", "ORDER", "RULES", "STATE", "TALLY", "Order"]
