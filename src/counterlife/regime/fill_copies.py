"""Filling in which agencies keep copies of those who left a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.fill import rights
from counterlife.town.tables import threshold
from counterlife.words import COPIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterlife.regime.fill import Frame
    from counterlife.regime.lists import ListRule
    from counterlife.regime.model import Regime


def fill_copies(frame: Frame, w: int, regime: Regime, lists: Mapping[str, ListRule]) -> None:
    """Lists of those of whom agencies kept a copy, and which agencies do; where nothing follows, no agency does."""
    names, listed = frame.names.lists, frame.tables.listed[w]
    copied = [names.index(name) for name in lists if name + COPIES in lists]
    for parent in copied:
        follows = names.index(names[parent] + COPIES)
        listed[parent, rt.L_COPIES], listed[follows, rt.L_COPY] = 1 + follows, 1 + parent
        listed[follows, rt.L_ORDINARY] = listed[parent, rt.L_ORDINARY]
        listed[follows, rt.L_APPEAL] = regime.recourse.copies is not None and regime.recourse.copies.appeal
    for title, row in zip(frame.names.agencies, frame.tables.copy[w], strict=True):
        agency = regime.agencies.get(title)
        if agency is None or agency.clears.value == 1 or not regime.phases.sanction:
            continue
        row[rt.CP_CODE] = luck.code(title)
        row[rt.CP_CLEARS] = threshold(agency.clears.value)
        row[rt.CP_SINCE] = frame.since(agency.since)
        row[rt.CP_RIGHTS] = rights(agency.withholds)
        bites = [parent for parent in copied if regime.mute.follows or listed[parent, rt.L_ORDINARY]]
        row[rt.CP_RECEIVES] = sum(1 << parent for parent in bites if names[parent] in agency.receives)
