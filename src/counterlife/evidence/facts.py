"""Published figures by id: what a ``source:`` in a regime file points to."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = Path(__file__).parent / "published.csv"
ID: Final = re.compile(r"[a-z][a-z_]*-\d{2,}")


class Fact(NamedTuple):
    """One published figure. ``confidence``: high = the print was read; medium = second hand; low = general knowledge."""

    id: str
    topic: str
    quantity: str
    value: str
    unit: str
    as_of: str
    source: str
    address: str
    confidence: str
    note: str


@cache
def facts() -> Mapping[str, Fact]:
    """All facts by id, in the order of the table."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return MappingProxyType({row["id"]: Fact(**row) for row in rows})


def fact(id: str) -> Fact:
    """The fact of that id.

    Raises
    ------
    KeyError
        If the table has no such id.
    """
    return facts()[id]


def cited(source: str) -> tuple[str, ...]:
    """Ids that a source names: all its comma-separated parts if each looks like an id, else none (a citation in words)."""
    parts = tuple(part.strip() for part in source.split(","))
    return parts if all(ID.fullmatch(part) for part in parts) else ()
