"""Names for the axes of the counts, so that they can be stored and read without knowing the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from counterlife.life import tally
from counterlife.words import ACT_DOMAINS, CAUSES, CONTEXTS, DOMAINS, FIRM_SIZES, GUESSES, NATURES, SPELLS, WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AXES: Final[dict[str, tuple[str, ...]]] = {
    "flow": ("world", "month", "group", "field"),
    "list_": ("world", "list", "month", "group", "field"),
    "cross": ("world", "year", "group", "row", "right"),
    "spell": ("world", "kind", "group", "age", "way"),
    "seen": ("world", "channel", "group", "field"),
    "band": ("world", "scheme", "year", "group", "band"),
    "person": ("world", "group", "months"),
    "pair": ("pair", "month", "group", "field"),
    "firm": ("world", "month", "size", "field"),
    "held": ("world", "scheme", "year", "group"),
    "stratum": ("world", "group", "place", "conduct", "field"),
    "rank": ("world", "scheme", "group", "score", "trait"),
    "loss": ("pair", "group", "loss", "bin"),
    "lost": ("pair", "group", "loss"),
    "origin": ("world", "group", "by", "act", "right"),
    "region": ("world", "place", "month", "group", "field"),
}
"""Axes of each array of `counterlife.life.tally.Tally`. Axes without labels are counted from 0."""

NAMED: Final = frozenset({"list", "channel", "scheme"})
"""Axes whose length depends on which worlds are lived together."""

_CAUSE_ROWS: Final = tuple(f"cause:{name}" for name in CAUSES)
_ROWS: Final = (*_CAUSE_ROWS, *(f"act:{name}" for name in ACT_DOMAINS), *(f"context:{name}" for name in CONTEXTS))
_PARTS: Final = {len(CAUSES): CAUSES, len(NATURES): NATURES, len(WAYS): WAYS}
_PAIRED: Final = {
    "appeals-filed": ("wrong", "right"),
    "appeals-won": ("wrong", "right"),
    "appeals-lost": ("wrong", "right"),
    "acts-after-listing": ("world", "baseline"),
    "joined": ("freely", "under-pressure", "made-to"),
    "flags": tuple(f"{guess}-{whom}" for guess in GUESSES for whom in ("right", "wrong")),
    "stuck": ("stuck", "not"),
    "gravity": ("judged", "least", "most"),
    "beyond": tuple(f"beyond-{multiple}" for multiple in tally.MULTIPLES),
    "thin-lent": ("repaid", "failed"),
    "tenth": tally.TENTH_PARTS,
    "normal": ("freely", "under-pressure", "made-to", "before"),
}
_FIRM_PARTS: Final = {
    "exits": WAYS,
    "band": tuple(f"band-{place}" for place in range(8)),
    **dict.fromkeys(("seen", "records", "records-expired", "records-struck", "on-file", "entries", "sanctioned"), ("own", "mistaken")),
    **{name: _PAIRED[name] for name in ("appeals-filed", "appeals-won", "appeals-lost")},
    "loans-lent": _PAIRED["thin-lent"],
}


def _fields(sizes: Sequence[tuple[str, int]], named: Mapping[str, tuple[str, ...]] = _PAIRED) -> tuple[str, ...]:
    names: list[str] = []
    for name, size in sizes:
        parts = named.get(name) or _PARTS.get(size, ())
        if size > 1 and len(parts) != size:
            raise ValueError(f"the {size} parts of `{name}` have no names")
        names += [name] if size == 1 else [f"{name}.{part}" for part in parts]
    return tuple(names)


FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "flow": _fields(tally.FLOW_SIZES),
    "region": _fields(tally.FLOW_SIZES),
    "list_": _fields(tally.LIST_SIZES),
    "seen": tally.SEEN,
    "pair": _fields(tally.PAIR_SIZES),
    "firm": _fields(tally.FIRM_FLOW_SIZES, _FIRM_PARTS),
    "stratum": tally.STRATUM,
}
"""Labels of the axis ``field``, which differ from array to array."""


@dataclass(frozen=True)
class Layout:
    """The axes of the counts of one run, and the labels along them."""

    axes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Sequence[str]]
    fields: Mapping[str, Sequence[str]]
    named: frozenset[str] = NAMED

    def labels_of(self, array: str, axis: str) -> Sequence[str] | None:
        """Labels along an axis of an array; None where places are plain numbers."""
        return self.fields[array] if axis == "field" else self.labels.get(axis)


def layout(
    worlds: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    groups: Sequence[str],
    lists: Sequence[str],
    channels: Sequence[str],
    schemes: Sequence[str],
    places: Sequence[str] = ("",),
) -> Layout:
    """The layout of a run of these worlds."""
    return Layout(
        axes=AXES,
        labels={
            "world": worlds,
            "pair": [f"{world}|{baseline}" for world, baseline in pairs],
            "group": groups,
            "list": lists,
            "channel": channels,
            "scheme": schemes,
            "place": places,
            "loss": tally.LOSSES,
            "by": ("deciding", "points"),
            "act": ACT_DOMAINS,
            "kind": SPELLS,
            "way": WAYS,
            "row": _ROWS,
            "right": DOMAINS,
            "size": FIRM_SIZES,
        },
        fields=FIELDS,
    )
