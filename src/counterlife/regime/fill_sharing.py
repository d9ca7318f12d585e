"""Filling in who gives whose records to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife.regime import tables as rt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterlife.regime.fill import Frame
    from counterlife.regime.model import Regime


def fill_sharing(frame: Frame, w: int, regime: Regime) -> None:
    """Which schemes get a channel's records by agreement, month by month; what a scheme gets it may pass on."""
    names, consented = frame.names, rt.CONSENTED
    since = [(rule, frame.since(rule.since)) for rule in regime.sharing]
    turns = sorted({0, *(month for _, month in since if month < frame.months)})
    for first in turns:
        rules = [rule for rule, month in since if month <= first]
        for name, channel in regime.channels.items():
            got = dict.fromkeys(channel.feeds, True)
            shared: dict[str, bool] = {}
            for _ in rules:
                for rule in rules:
                    if rule.from_ == name or rule.from_ in got or rule.from_ in shared:
                        shared[rule.to] = shared.get(rule.to, False) or (rule.consent and shared.get(rule.from_, True))
            bits = sum((1 << s) * (1 + (agreed << consented)) for s, agreed in _by_place(names.schemes, shared, got))
            frame.tables.share[w, names.channels.index(name), first:] = bits


def _by_place(schemes: tuple[str, ...], shared: Mapping[str, bool], own: Mapping[str, bool]) -> list[tuple[int, bool]]:
    return [(schemes.index(name), agreed) for name, agreed in shared.items() if name not in own]
