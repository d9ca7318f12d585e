"""A world's fingerprint depends on nothing but what happened in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.study.fake import LAYOUT, live

from counterlife.study import fingerprint
from counterlife.study.work import Counts


def both() -> dict[int, Counts]:
    return {seed: live(seed, 0, 3) for seed in (1, 2)}


def test_order_of_worlds_does_not_show() -> None:
    turned = {seed: {name: array if name == "pair" else array[::-1] for name, array in counts.items()} for seed, counts in both().items()}
    layout = replace(LAYOUT, labels={**LAYOUT.labels, "world": ["none", "r"]})
    assert fingerprint.of_worlds(turned, layout) == fingerprint.of_worlds(both(), LAYOUT)
    assert fingerprint.of_run(turned, layout) == fingerprint.of_run(both(), LAYOUT)


def test_a_world_alone_equals_itself_in_company() -> None:
    alone = {
        seed: {"flow": counts["flow"][1:], "list_": counts["list_"][1:], "pair": np.zeros((0, 3, 1), dtype=np.int64)}
        for seed, counts in both().items()
    }
    layout = replace(LAYOUT, labels={**LAYOUT.labels, "world": ["none"], "pair": []})
    assert fingerprint.of_worlds(alone, layout)["none"] == fingerprint.of_worlds(both(), LAYOUT)["none"]


def test_a_list_that_nobody_enters_does_not_show() -> None:
    wider = {
        seed: {**counts, "list_": np.insert(counts["list_"], 1, 0, axis=1)}
        for seed, counts in both().items()
    }  # fmt: skip
    layout = replace(LAYOUT, labels={**LAYOUT.labels, "list": ["late", "empty", "early"]})
    assert fingerprint.of_run(wider, layout) == fingerprint.of_run(both(), LAYOUT)


def test_worlds_differ() -> None:
    marks = fingerprint.of_worlds(both(), LAYOUT)
    assert marks["r"] != marks["none"]
