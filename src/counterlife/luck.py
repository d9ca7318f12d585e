"""Luck: every random draw of the model, by name.

A draw is a pure function of (seed, entity, month, purpose, code, index): Philox4x32-10 (Salmon et al. 2011) with the 64-bit seed as
key and the rest as counter. Nothing is remembered between draws, so any one can be made again, anywhere, in any order.

Counter layout (four 32-bit words)::

    c0  entity, low 32 bits
    c1  kind (4 bits) | entity, high 12 bits | month (16 bits; STATIC for traits)
    c2  purpose (8 bits) | code (24 bits: the hash of an act's, channel's, scheme's or list's name)
    c3  index

Frequent things are drawn densely, one word a person. Rare things are points of a Poisson process over person x rate, cut into layers of
rate: a world takes the points that lie below its own rate, so a higher rate keeps every point that a lower one had.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kinds of entity.
PERSON: Final = 0
ROW: Final = 1
TIE: Final = 2
FIRM: Final = 3
COMMUNITY: Final = 4
HOUSEHOLD: Final = 5
INPUT: Final = 6

CODE_BITS: Final = 24
"""Bits of the code of a name; what stands above them in a number is no part of its draws."""

STATIC: Final = 0xFFFF
"""The month of a trait: drawn once for a life."""

COMMUNITY_SPAN: Final = 1 << 16
"""Entities of one kind in one community: entity = community * COMMUNITY_SPAN + place."""

ROW_PERSONS: Final = 1024
"""Persons that share one Poisson count of rare points."""

PURPOSES: Final = (
    "town-household", "town-group", "town-age", "town-income", "town-work", "town-trait", "town-tie", "town-school",
    "act-dense", "act-dense-low", "act-rare", "act-rare-point", "obligation", "covered", "observe",
    "false-report", "false-report-point", "job-loss", "job-loss-point", "hire", "unable", "notice", "learn", "pay", "appeal",
    "verdict", "correct", "repair", "tie-break", "attentive", "town-firm", "exempt",
    "private",
    "town-place", "review", "remove", "direct", "false-match", "false-match-point", "malice", "malice-point", "discretion", "official",
    "pilot", "join", "leave", "willing",
    "classify", "linger", "perform", "lender", "landlord",
    "tie-drop",
    "judge",
    "copy", "stale",
    "lend",
    "thin", "thin-loan",
    "veil", "university",
    "ombudsman", "redress",
    "travel-work",
    "habit", "court-fine", "firm-loan", "purchase", "document",
    "range",
)  # fmt: skip
"""Every purpose a draw can have; its place is its number. Append only: a number is part of every fingerprint."""

PURPOSE: Final[dict[str, int]] = {name: number for number, name in enumerate(PURPOSES)}

_M0: Final = 0xD2511F53
_M1: Final = 0xCD9E8D57
_W0: Final = 0x9E3779B9
_W1: Final = 0xBB67AE85
_MASK: Final = 0xFFFFFFFF

RATE_ONE: Final = 1 << 40
"""A rate of one a month, in the fixed point of rates."""

RATE_MOST: Final = 1 << 43
"""The highest rate a dense purpose may reach: eight a month."""

ABREAST: Final = 16
"""A loop over vectors of so many draws leaves nothing over, which would be drawn one at a time: arrays have room for this many more."""

LAYERS: Final = 13
"""Layer 0 is [0, 2^-11) a month, layer k is [2^(k-12), 2^(k-11)); the highest rare rate is 2 a month."""

RARE_MOST: Final = 1 << 41


def signed(seed: int) -> int:
    """The same 64 bits of a seed as a signed number, which is how kernels take it."""
    seed &= (1 << 64) - 1
    return seed - ((seed >> 63) << 64)


def code(name: str) -> int:
    """The 24-bit code under which a name draws its luck (SHA-256, first three bytes)."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:3], "big")


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Philox4x32-10 in plain Python; equal to the published known-answer vectors."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _MASK, (p0 >> 32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return c0, c1, c2, c3


def counter(kind: int, entity: int, month: int, purpose: int, name_code: int = 0, index: int = 0) -> tuple[int, int, int, int]:
    """The counter of a draw, as the module's docstring lays it out."""
    return (
        entity & _MASK,
        (kind << 28) | ((entity >> 32) & 0xFFF) << 16 | (month & 0xFFFF),
        (purpose << 24) | (name_code & 0xFFFFFF),
        index & _MASK,
    )


def words(seed: int, kind: int, entity: int, month: int, purpose: int, name_code: int = 0, index: int = 0) -> tuple[int, int, int, int]:
    """Four 32-bit words for one entity, month and purpose.

    Parameters
    ----------
    seed : int
        64-bit seed of the run.
    kind, entity : int
        What kind of thing draws, and which one (``community * COMMUNITY_SPAN + place``, 44 bits).
    month : int
        Months since the start of the run, or ``STATIC``.
    purpose, name_code, index : int
        A number of ``PURPOSE``, the code of the name concerned, and a counter that no world can change.
    """
    return philox(counter(kind, entity, month, purpose, name_code, index), (seed & _MASK, (seed >> 32) & _MASK))


def _table(name: str) -> NDArray[np.uint32]:
    with (files("counterlife") / "tables" / f"{name}.npy").open("rb") as file:
        return np.asarray(np.load(file), dtype=np.uint32)


_tables: dict[str, NDArray[np.uint32]] = {}


def table(name: str) -> NDArray[np.uint32]:
    """A shipped integer table (made once by ``scripts/make_tables.py``), by name."""
    if name not in _tables:
        _tables[name] = _table(name)
    return _tables[name]


def chance(rate: int) -> int:
    """Threshold of 1 - exp(-rate), as a 33-bit integer out of 2^32.

    Parameters
    ----------
    rate : int
        In units of 2^-40 a month, at least 0.

    Notes
    -----
    exp(-x) = exp(-k/256) exp(-d) with d < 1/256: a table for the first factor, 1 - d + d²/2 for the second; the error is below 1.1e-8.
    """
    x = rate >> 8
    k, d = x >> 24, x & 0xFFFFFF
    near = d - ((d * d) >> 33)
    if k == 0:
        return near
    if k >= 4096:
        return 1 << 32
    return (1 << 32) - ((int(table("exp")[k]) * ((1 << 32) - near)) >> 32)


def layer_of(rate: int) -> int:
    """The layer that holds the point ``rate``, the last one at most; a world reads the layers up to that of its highest rate."""
    top = rate >> 29
    return min(top.bit_length(), LAYERS - 1)


def layer_point(layer: int, word: int) -> int:
    """Where in rate space (units of 2^-40) a candidate of a layer lies."""
    if layer == 0:
        return word >> 3
    return (1 << (28 + layer)) + ((word << layer) >> 4)


def layer_count(layer: int, word: int) -> int:
    """How many candidates a row has in a layer: a Poisson count with mean 1024 x width, inverted from an exact table."""
    offsets = table("poisson-offset")
    cdf = table("poisson-cdf")[int(offsets[layer]) : int(offsets[layer + 1])]
    return int(np.searchsorted(cdf, np.uint32(word), side="right"))


def rare_points(seed: int, row: int, month: int, purpose: int, name_code: int, top: int) -> list[tuple[int, int]]:
    """Candidates of one row as (place in the row, point in rate space), in the order of their layers.

    Parameters
    ----------
    row : int
        ``community * COMMUNITY_SPAN + row number``.
    purpose : int
        The counting purpose; its points draw under ``purpose + 1``.
    top : int
        The highest layer to read; reading more only adds points above.
    """
    points = []
    for layer in range(top + 1):
        count = layer_count(layer, words(seed, ROW, row, month, purpose, name_code, layer >> 2)[layer & 3])
        for i in range(count):
            w = words(seed, ROW, row, month, purpose + 1, name_code, layer << 16 | i)
            points.append((w[0] >> 22, layer_point(layer, w[1])))
    return points
