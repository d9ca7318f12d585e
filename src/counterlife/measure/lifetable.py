"""Life tables with competing exits: Aalen-Johansen estimates from counts of spells by age and by way of ending.

A spell of age a has stood in months 0 … a-1. One that is still open when the run ends, at age c, is known to have stood in months 0 … c-1
and is at risk in those only. What happens after is taken to be as for spells that were followed longer; so a
rule that changes by date mixes its periods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from counterlife.words import WAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

CENSORED: Final = WAYS.index("censored")


class LifeTable(NamedTuple):
    """Estimates up to a horizon."""

    ended: Floats
    """[way]: share ended by each way, at ages up to and including the horizon."""
    open: float
    """Share still open after the horizon."""
    standing: Floats
    """[age]: share still open at the end of the month of each age, 0 … horizon."""


def life_table(counts: Ints, horizon: int) -> LifeTable | None:
    """Aalen-Johansen estimates of how spells end.

    Parameters
    ----------
    counts : array [age, way]
        Spells by age at the end in months and by way, ``censored`` among the ways.
    horizon : int
        Age in months up to which exits are counted, itself included.

    Returns
    -------
    LifeTable or None
        None if nobody was followed to some age that matters.

    Notes
    -----
    With d_w(a) exits by way w at age a and n(a) spells at risk, the share ended by w is the sum of S(a-1) d_w(a) / n(a), and
    S(a) = S(a-1) (1 - sum of d_w(a) / n(a)): Aalen and Johansen (1978), in discrete time.
    """
    exits = counts.copy()
    exits[:, CENSORED] = 0
    closing = exits.sum(axis=1)
    # Spells that end at an age are at risk there; those last seen at that age are not.
    at_risk = (counts.sum(axis=1)[::-1].cumsum()[::-1] - counts[:, CENSORED])[: horizon + 1]
    staying = (at_risk - closing[: horizon + 1]) / np.maximum(at_risk, 1)
    standing = np.cumprod(staying)
    before = np.concatenate(([1.0], standing[:-1]))
    if bool(np.any((at_risk == 0) & (before > 0))):
        return None
    ended = (before / np.maximum(at_risk, 1)) @ exits[: horizon + 1]
    return LifeTable(ended, float(standing[-1]), standing)


def followed(counts: Ints, horizon: int) -> int:
    """How many spells ended by a horizon or were followed beyond it."""
    return int(counts.sum() - counts[: horizon + 1, CENSORED].sum())
