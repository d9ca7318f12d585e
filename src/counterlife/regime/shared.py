"""What the parts of a regime file share: shares and rates given for all or by group, names of domains and rewards, and plain defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Discriminator, Tag

from counterlife.regime.fields import OneOf
from counterlife.regime.quantity import DatedShare, Quantity, Rate, Share, default, is_quantity_mapping
from counterlife.words import DOMAINS, NATURES, REWARDS


def _branch(raw: Any) -> str:
    if isinstance(raw, Mapping) and not is_quantity_mapping(raw) and not {"range", "source", "grade", "unit", "note"} & set(raw):
        return "groups"
    return "one"


GroupedShare = Annotated[Annotated[Share, Tag("one")] | Annotated[dict[str, Share], Tag("groups")], Discriminator(_branch)]
"""A share for all, or a mapping of groups to shares (a group that is not named has none)."""
GroupedDatedShare = Annotated[Annotated[DatedShare, Tag("one")] | Annotated[dict[str, DatedShare], Tag("groups")], Discriminator(_branch)]
GroupedRate = Annotated[Annotated[Rate, Tag("one")] | Annotated[dict[str, Rate], Tag("groups")], Discriminator(_branch)]

DomainName = Annotated[str, OneOf("domain", DOMAINS)]
RewardName = Annotated[str, OneOf("reward", REWARDS)]

TIERS: Final = ("public", "counter", "authorities")
"""Who is told of a listing: anybody; those who ask at a counter; authorities alone, so that a counter refuses without a reason."""


def _tier(raw: Any) -> Any:
    """A switch says whether names are public."""
    return {"on": "public", "true": "public", "off": "counter", "false": "counter"}.get(str(raw).lower(), raw)


Tier = Annotated[str, OneOf("tier of publication", TIERS), BeforeValidator(_tier)]

PROPENSITIES: Final = tuple(nature for nature in NATURES if nature != "attribute")
"""What can be a trait of somebody: attributes have no frailty."""

NO_SHARE = default("share", 0)
ALL = default("share", 1)
ONE = default("number", 1)
NO_NUMBER = default("number", 0)
NO_RATE = default("rate", 0)
FOR_LIFE = default("duration", "for life")


def of_group(by_group: Quantity[Any] | Mapping[str, Quantity[Any]], group: str) -> Any:
    """The value for a group of a quantity that may be given by group; 0 for a group that is not named."""
    if isinstance(by_group, Mapping):
        return by_group[group].value if group in by_group else 0
    return by_group.value
