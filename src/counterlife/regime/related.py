"""Which rights are related to the sphere of an act, as ``library/unrelated.toml`` says."""

from __future__ import annotations

import tomllib
from functools import cache

from counterlife.regime.names import LIBRARY
from counterlife.words import DOMAINS


@cache
def related(sphere: str) -> frozenset[str]:
    """Rights that some reading relates to a sphere of life: all but those of the narrow map of unrelated ones."""
    table = tomllib.loads((LIBRARY / "unrelated.toml").read_text("utf-8"))["act"][sphere]
    named = {*table["near"], *table["far"]}
    return frozenset(DOMAINS if "*" in named else named)
