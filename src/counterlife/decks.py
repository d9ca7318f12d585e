"""Decks: how arrays are handed to compiled kernels.

A kernel sees a named tuple of arrays as one address, under which the arrays' addresses and shapes are written down. Handing over an address
instead of some fifty arrays makes kernels compile several times faster; ``s.number[w, DEBT, p]`` reads the same in a kernel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CARD: Final = 8
"""Words that a deck keeps for one array: its address, then its shape."""


class Deck:
    """The kinds of a named tuple's arrays, as kernels are compiled for them.

    Arrays are contiguous. What is more than one in the shape of the sample is that number for every such array, and is known to the
    machine code; every other length is read from the deck.

    Attributes
    ----------
    name : str
        Of the named tuple.
    arrays : dict
        By field: an array of the kind, and of the shape that is known.
    """

    def __init__(self, sample: Any) -> None:
        self.name = type(sample).__name__
        self.arrays: dict[str, NDArray[Any]] = sample._asdict()

    def deal(self, arrays: Any) -> NDArray[np.int64]:
        """Write down where the arrays of a named tuple lie. The arrays must outlive the use of the deck.

        Raises
        ------
        TypeError
            If an array is not of the kind that the kernels were compiled for: they would read past it.
        """
        cards = np.zeros((len(arrays), CARD), dtype=np.int64)
        for card, array, (name, known) in zip(cards, arrays, self.arrays.items(), strict=True):
            if array.dtype != known.dtype or array.ndim != known.ndim or not array.flags.c_contiguous:
                raise TypeError(f"{name}: kernels take a contiguous array of {known.ndim} dimensions of {known.dtype}")
            if any(length > 1 and length != own for length, own in zip(known.shape, array.shape, strict=True)):
                raise TypeError(f"{name}: kernels were compiled for another shape than {array.shape}")
            card[0] = array.ctypes.data
            card[1 : 1 + array.ndim] = array.shape
        return cards
