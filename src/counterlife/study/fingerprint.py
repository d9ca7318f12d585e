"""Fingerprints of what was counted: equal counts, equal fingerprint, however they were come by."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.study.layout import Layout
    from counterlife.study.work import Counts, Ints


def _bytes(array: Ints) -> bytes:
    return f"{array.shape}".encode() + np.ascontiguousarray(array, dtype="<i8").tobytes()


def of_slice(counts: Counts, layout: Layout, axis: str, index: int) -> str:
    """SHA-256 of what was counted in one world (axis ``world``) or in one pair of worlds (axis ``pair``).

    Lists, channels and schemes enter by their names, and only where something was counted, so that a world has the same fingerprint
    whatever other worlds it was lived with.
    """
    total = hashlib.sha256()
    for name in sorted(counts):
        axes = layout.axes[name]
        if axes[0] != axis or not counts[name].size:
            continue
        part = counts[name][index]
        if axes[1] in layout.named:
            labels = layout.labels[axes[1]]
            for place in sorted(range(len(labels)), key=labels.__getitem__):
                if part[place].any():
                    total.update(f"{name}/{labels[place]}".encode() + _bytes(part[place]))
        else:
            total.update(name.encode() + _bytes(part))
    return total.hexdigest()


def of_worlds(by_seed: Mapping[int, Counts], layout: Layout) -> dict[str, str]:
    """One fingerprint a world, over all seeds."""
    return _combined(by_seed, layout, "world", layout.labels["world"])


def of_run(by_seed: Mapping[int, Counts], layout: Layout) -> str:
    """One fingerprint for everything counted in a run."""
    parts = of_worlds(by_seed, layout) | _combined(by_seed, layout, "pair", layout.labels["pair"])
    total = hashlib.sha256()
    for name in sorted(parts):
        total.update(f"{name}={parts[name]}\n".encode())
    return total.hexdigest()


def _combined(by_seed: Mapping[int, Counts], layout: Layout, axis: str, names: Sequence[str]) -> dict[str, str]:
    found = {}
    for index, name in enumerate(names):
        total = hashlib.sha256()
        for seed in sorted(by_seed):
            total.update(f"{seed}:{of_slice(by_seed[seed], layout, axis, index)}\n".encode())
        found[name] = total.hexdigest()
    return found
