"""Write ``numbers.md``: every number that the library's files state, with range, grade and source.

Run from anywhere: ``python docs/make_numbers.py`` writes the page; with ``--check`` it says whether the page is as the files are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pages import cell, written

from counterlife.evidence.facts import cited, fact
from counterlife.regime.acts import acts
from counterlife.regime.load import load, load_safeguard
from counterlife.regime.names import library_names
from counterlife.regime.numbers import evidence, numbers
from counterlife.regime.units import month_text
from counterlife.study.case import load_case
from counterlife.town.profile import load_town

if TYPE_CHECKING:
    from pydantic import BaseModel

    from counterlife.regime.quantity import Quantity

PAGE: Final = Path(__file__).with_name("numbers.md")
HEAD: Final = """\
# The numbers

Written by `docs/make_numbers.py` from the files of the library; a test compares the two. *Grade* says what a number is: **measured** (a
published figure), **reported** (a press or NGO figure), **assumed** (a modelling choice). A number without a grade is a plain choice of the
file, such as the sizes of firms or all that makes `uniform` uniform. Ids in the column *source* stand in the table of facts at the end.
"""

Row = tuple[str, ...]


def table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell(part) for part in row) + " |"


def shown(quantity: Quantity[Any]) -> tuple[str, str]:
    """A quantity and its range in words."""
    value = ", ".join(f"{step} from {month_text(since)}" for since, step in quantity.dated) or str(quantity)
    if quantity.range is None:
        return value, ""
    return value, " to ".join(quantity.ends)


def stated(part: BaseModel) -> Iterator[tuple[str, Quantity[Any], Row]]:
    """The numbers of a regime or town, each with its row."""
    for path, quantity, source, grade in numbers(part):
        value, ends = shown(quantity)
        yield path, quantity, (f"`{path}`", value, ends, grade or "", source or "", quantity.note or "")


HEADS: Final = ("path", "value", "range", "grade", "source", "note")


def regimes(used: set[str]) -> Iterator[str]:
    """Numbers of the regimes; of ordinary law only once."""
    law = {path: quantity for path, quantity, _ in stated(load("none"))}
    for name in ["none", *(other for other in library_names("regimes") if other != "none")]:
        regime = load(name)
        rows = [row for path, quantity, row in stated(regime) if name == "none" or law.get(path) != quantity]
        yield f"\n## Regime `{name}`: {regime.title}\n"
        if name != "none":
            yield "Beside the numbers of `none`, which it includes:\n"
        yield from table(HEADS, rows)
        used.update(row[4] for row in rows)


def settings(raw: Any, path: str, source: str | None) -> Iterator[Row]:
    """The numbers in what a safeguard sets, as its file writes them."""
    if isinstance(raw, Mapping) and "value" not in raw:
        for key, below in raw.items():
            yield from settings(below, f"{path}.{key}", source)
        return
    said: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {"value": raw}
    value = "taken away" if said["value"] is None else str(said["value"])
    ends = " to ".join(str(end) for end in said.get("range", ()))
    yield f"`{path}`", value, ends, str(said.get("grade", "")), str(said.get("source", source or "")), str(said.get("note", ""))


def safeguards(used: set[str]) -> Iterator[str]:
    """Numbers of the safeguards."""
    for name in library_names("safeguards"):
        guard = load_safeguard(name)
        rows = [row for path, raw in guard.set.items() for row in settings(raw, path, None)]
        yield f"\n## Safeguard `{name}`: {guard.title}\n"
        yield f"{cell(guard.about)} Why: {guard.source}.\n"
        yield from table(HEADS, rows)
        used.update(row[4] for row in rows)
        used.update(part.strip() for part in (guard.source or "").split(";"))


def towns(used: set[str]) -> Iterator[str]:
    """Numbers of the towns."""
    for name in library_names("towns"):
        town = load_town(name)
        rows = [row for _, _, row in stated(town)]
        yield f"\n## Town `{name}`: {town.title}\n"
        yield f"Communities of {town.community:,} persons.\n"
        yield from table(HEADS, rows)
        used.update(row[4] for row in rows)


def cases(used: set[str]) -> Iterator[str]:
    """Numbers of the cases that are worked out in closed form; the ladders are not among them."""
    for case in (load_case(name).case for name in library_names("cases")):
        used.update(case.facts)
        if case.search is not None:
            yield f"\n## Case `{case.case}`: {case.title}\n"
            yield from table(HEADS, [row for _, _, row in stated(case.search)])


def registry() -> Iterator[str]:
    """The acts: nature, sphere of life, gravity, whom one harms."""
    yield "\n## Acts\n"
    yield (
        "Gravity is a judgement in points, made for this model: 0 wrongs nobody, 1 petty, 3 minor, 10 grave. `weight.months` and "
        "`wrongful.beyond` use it. *Harms* are the persons whom one act of a person harms on average, assumed like gravity; `gain.victims` "
        "uses it. Whom acts of firms harm, the town says.\n"
    )
    rows = []
    for name, act in acts().items():
        value, ends = shown(act.gravity)
        _, grade = evidence(act.gravity, None, None)
        harmed, least_to_most = shown(act.victims) if act.victims.value else ("", "")
        rows.append((f"`{name}`", act.nature, act.domain, value, ends, grade or "", harmed, least_to_most, act.about))
    yield from table(("act", "nature", "sphere", "gravity", "range", "grade", "harms", "range", "about"), rows)


def facts_used(used: set[str]) -> Iterator[str]:
    """The facts that the numbers cite."""
    ids = sorted({id for source in used for id in cited(source)} if used else set())
    yield "\n## Facts cited\n"
    yield "*Confidence*: high, the print was read; medium, second hand; low, general knowledge.\n"
    rows = [(id, f.quantity, f"{f.value} {f.unit}", f.as_of, f.source, f.confidence, f.note) for id in ids for f in (fact(id),)]
    yield from table(("id", "what", "figure", "as of", "source", "confidence", "note"), rows)


def page() -> str:
    """The whole page."""
    used: set[str] = set()
    stated_by_files = [*regimes(used), *safeguards(used), *towns(used), *cases(used)]
    parts = [HEAD, *stated_by_files, *registry(), *facts_used({source for source in used if source})]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(written(PAGE, page, sys.argv[1:], "make_numbers.py"))
