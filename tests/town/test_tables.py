"""Quantiles of a trait over a whole town are those of everybody in it, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from counterlife.town.profile import load_town
from counterlife.town.tables import BINS, N_OLD, Q_GROUP, Q_OLD, Q_WAGE, Q_WORKING, edges, town_tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOWN = town_tables(load_town("claimants"))


def everybody(trait: str) -> NDArray[np.int32]:
    """A trait of each of a town in which everybody is drawn who can be."""
    if trait == "age":
        old = int(TOWN.number[N_OLD]) * BINS >> 32
        parts = [(TOWN.quantile[Q_WORKING], BINS - old), (TOWN.quantile[Q_OLD], old)]
    else:
        parts = [(TOWN.quantile[Q_WAGE + group], int((TOWN.quantile[Q_GROUP] == group).sum())) for group in range(len(TOWN.groups))]
    return np.sort(np.concatenate([np.repeat(values, many) for values, many in parts]))


@pytest.mark.parametrize("trait", ["income", "age"])
def test_quantiles_are_those_of_everybody(trait: str) -> None:
    values = everybody(trait)
    assert edges(TOWN, trait) == [int(values[len(values) * k // 256]) for k in range(1, 256)]
    assert len(set(edges(TOWN, trait))) > 10
