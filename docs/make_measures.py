"""Write measures.md from the registry; with --check, say whether it is as the registry is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pages import cell, written

from counterlife.measure.gap import CRUDE
from counterlife.measure.registry import FAMILIES, MEASURES, Measure

PAGE = Path(__file__).parent / "measures.md"
HEAD = """# Measures

Made by `docs/make_measures.py` from the registry; `counterlife measures` prints the same. A measure is a ratio of sums within a seed; seeds
are the replicates of its interval ([reading results](reading-results.md)). *Compares* says what a world is held against: a baseline of the
run, the regime's own muted world, or the regime with nothing following (`mute-follows` if that is run, else the muted world).
*Restates* names an input that the measure mostly repeats. The `gap.` measures of one kind stand in one row.

In Python, `run.frame("wrongful.risk")` gives a measure overall and by group, with differences and ratios of groups, each with its
interval (`counterlife.measure.frame.Frame`).
"""
COMPARES = {"": "", "baseline": "a baseline", "mute": "the muted world", "follows": "nothing following"}


def rows(family: str) -> Iterator[str]:
    """The measures of a family, those of gaps by their kind."""
    kinds: dict[str, list[Measure]] = {}
    for one in MEASURES:
        if one.family == family:
            kinds.setdefault(one.name.partition("[")[0], []).append(one)
    for kind, same in kinds.items():
        measure, several = same[0], len(same) > 1
        over = ", ".join(f"`{one.name.partition('[')[2][:-1]}`" for one in same) if several else ""
        formula = f"of each of {over}: group against the majority" if several else measure.formula
        if several and kind.endswith("-std"):
            formula += ", as if both groups had the places and the own conduct of everybody; strata without somebody of both left out"
        cells = (
            f"`{kind}`" + (f", by {measure.over}" if measure.over else ""),
            "as the measure" if several and "diff" in kind else measure.unit,
            "" if several else measure.denominator,
            formula,
            "" if several else COMPARES[measure.needs],
            "" if several else measure.restates or "",
            "" if several or measure.source == "own definition" else measure.source,
        )
        yield "| " + " | ".join(cell(text) for text in cells) + " |"


def page() -> str:
    """The whole page."""
    lines = [HEAD]
    for family in FAMILIES:
        lines += [f"\n## {family.capitalize()}\n", "| measure | unit | denominator | formula | compares | restates | source |"]
        lines += ["| --- | --- | --- | --- | --- | --- | --- |", *rows(family)]
    lines += ["\n### Gaps that are only crude\n", "Strata of place and own conduct are counted for most of these measures, not for all:\n"]
    lines += [f"- `{name}`: {why}." for name, why in CRUDE.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(written(PAGE, page, sys.argv[1:], "make_measures.py"))
