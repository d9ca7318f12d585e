"""The registry of acts: every act that a catalog or a town may name, its nature, domain and gravity."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, TypeAdapter

from counterlife.regime.fields import OneOf, Part
from counterlife.regime.names import LIBRARY
from counterlife.regime.quantity import Number
from counterlife.regime.reading import read, validated
from counterlife.regime.shared import NO_NUMBER
from counterlife.words import ACT_DOMAINS, NATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = LIBRARY / "acts.yaml"


class Act(Part):
    """A category of act.

    ``gravity`` is a judgement in points (a petty wrong 1, a minor one 3, a grave one 10 or more; 0 for what wrongs nobody), so it has
    a range and is shown wherever it is used. ``victims`` are the persons harmed by one act of a person, on average; for acts of
    enterprises the town says it.
    """

    nature: Annotated[str, OneOf("nature", NATURES)]
    domain: Annotated[str, OneOf("sphere of life", ACT_DOMAINS)]
    gravity: Number
    about: str
    veils: bool = False
    """Whether doing it hides from channels what else one does."""
    victims: Number = Field(default_factory=NO_NUMBER)
    who: Annotated[str, OneOf("kind of actor", ("person", "firm"))] = "person"


@cache
def acts() -> Mapping[str, Act]:
    """All acts by name, sorted by name."""
    registry = validated(TypeAdapter(dict[str, Act]), read(FILE))
    return MappingProxyType({name: registry[name] for name in sorted(registry)})


def matching(pattern: str) -> tuple[str, ...]:
    """The acts that an entry of ``sees`` means: one act, or all of a sphere (``traffic.*``). Empty if it means none."""
    if pattern.endswith(".*"):
        return tuple(name for name in acts() if name.startswith(pattern[:-1]))
    return (pattern,) if pattern in acts() else ()
