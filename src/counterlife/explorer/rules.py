"""A regime as the page shows it: in sentences, as dials, as a rulebook with sources and grades, and as text to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from counterlife.evidence.facts import cited, fact
from counterlife.explorer import faults
from counterlife.explorer.dials import dials
from counterlife.regime.explain import sections
from counterlife.regime.load import RegimeError, Text, load
from counterlife.regime.numbers import lacks, numbers
from counterlife.report.sentences import ten
from counterlife.study.design import AT_BUDGET

if TYPE_CHECKING:
    from counterlife.explorer.library import Library
    from counterlife.regime.model import Regime
    from counterlife.regime.quantity import Quantity
    from counterlife.report.say import Words

RIVALS: Final = ("none", "ordinary-fines", "ordinary-fines@budget", "mute", "mute-follows", "mute-known", "exempt")
"""What a regime is set against before other regimes."""

START: Final = 2014 * 12


def shown(regime: Regime, source: str, library: Library, say: Words) -> dict[str, Any]:
    """Everything about a regime."""
    return {
        "name": regime.regime,
        "title": say.name("regimes", regime.regime, regime.title or regime.regime),
        "kind": list(regime.kind),
        "hypothesis": regime.hypothesis,
        "summary": regime.about,
        "source": source,
        "sentences": [{"section": "", "text": str(sentence)} for sentence in ten(regime, say, START)],
        "explain": [{"section": heading or "", "lines": lines} for heading, lines in sections(regime)],
        "dials": dials(regime, say, START),
        "rulebook": rulebook(regime, say),
        "lacks": [{"path": path, "lack": lack} for path, lack in lacks(regime)],
        "remarks": list(regime.remarks),
        "safeguards": safeguards(library, say),
        "rivals": rivals(regime, library, say),
    }


def rulebook(regime: Regime, say: Words) -> list[dict[str, Any]]:
    """Every number that the regime states."""
    return [
        {
            "path": one.path,
            "title": one.path.replace(".", " · ").replace("-", " "),
            "value": str(one.quantity),
            "unit": "",
            "range": _range(one.quantity, say),
            "source": one.source,
            "facts": [_fact(id) for id in cited(one.source or "")],
            "grade": one.grade,
            "grade_said": say.plain(f"grades.{one.grade or 'none'}"),
            "note": one.quantity.note,
        }
        for one in numbers(regime)
    ]


def _range(quantity: Quantity[Any], say: Words) -> str:
    """The range of a number, in the words of its file."""
    low, high = quantity.ends
    return say.plain("explorer.dials.range", lo=low, hi=high) if quantity.range else ""


def _fact(id: str) -> dict[str, str]:
    """A published figure that a source names."""
    row = fact(id)
    return {
        "id": id,
        "text": f"{row.quantity}, {row.value} {row.unit}",
        "source": row.source,
        "as_of": row.as_of,
        "confidence": row.confidence,
    }


def safeguards(library: Library, say: Words) -> list[dict[str, Any]]:
    """What can be put on a regime."""
    return [
        {
            "name": one.safeguard,
            "title": say.name("safeguard-names", one.safeguard, one.title or one.safeguard),
            "summary": one.about,
            "source": one.source,
            "sets": {path: str(value) for path, value in one.set.items()},
        }
        for one in library.safeguards
    ]


def rivals(regime: Regime, library: Library, say: Words) -> list[dict[str, str]]:
    """What a regime can be set against."""
    others = [one for one in library.regimes(say) if one["name"] not in (*RIVALS, regime.regime)]
    special = [
        {"name": name, "title": say.name("labels", name, say.name("regimes", name))}
        for name in RIVALS
        if name.removesuffix(AT_BUDGET) != regime.regime
    ]
    return special + [{"name": one["name"], "title": one["title"]} for one in others]


def checked(source: str, library: Library, say: Words) -> dict[str, Any]:
    """A regime file's words: all that is wrong with them, each in its place, or everything about the regime."""
    try:
        regime = load(Text(source))
    except RegimeError as error:
        return {"ok": False, "faults": [faults.found(problem) for problem in error.problems]}
    return {"ok": True, "faults": [], **shown(regime, source, library, say)}
