"""How a number, a source and a row of words are said in the sentences about a regime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterlife.regime.numbers import evidence
from counterlife.regime.units import month_text

if TYPE_CHECKING:
    from counterlife.regime.fields import Sourced
    from counterlife.regime.quantity import Quantity


def number(quantity: Quantity[Any], part: Sourced | None = None) -> str:
    """A quantity in words, with its range, grade and source in parentheses."""
    source, grade = evidence(quantity, part.source if part else None, part.grade if part else None)
    text = ", ".join(f"{number(step)} from {month_text(since)}" for since, step in quantity.dated) or str(quantity)
    if quantity.dimension == "number of points" and "point" not in text:
        text += " points"
    shown = "between {} and {}".format(*quantity.ends) if quantity.range else ""
    told = "; ".join(word for word in (shown, grade or "", source or "", (quantity.note or "").rstrip(".")) if word)
    return f"{text} ({told})" if told else text


def by_group(value: Quantity[Any] | Mapping[str, Quantity[Any]], part: Sourced) -> str:
    """A quantity, or one for each group."""
    if isinstance(value, Mapping):
        return ", ".join(f"{number(one, part)} for group {group}" for group, one in value.items())
    return number(value, part)


def all_of(words: Sequence[str]) -> str:
    """Words with commas and an `and`."""
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""


def about(part: Sourced) -> str:
    """Grade and source of a part, in parentheses."""
    told = "; ".join(word for word in (part.grade or "", part.source or "") if word)
    return f" ({told})" if told else ""
