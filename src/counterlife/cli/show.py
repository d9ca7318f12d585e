"""Results and lists as text. Plain words and aligned columns; nothing that a pipe would garble."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from counterlife.life.tally import Tally
from counterlife.measure.finding import find
from counterlife.measure.registry import BY_NAME
from counterlife.measure.view import MAJORITY
from counterlife.regime.load import load, load_safeguard
from counterlife.regime.numbers import lacks
from counterlife.study.case import title_of
from counterlife.study.engine import scene
from counterlife.study.progress import pace
from counterlife.town.profile import load_town
from counterlife.words import PHASES

CHANGES = ("sanction.ever", "wrongful.risk", "wrongful.share", "due.unaware24", "hardship.months", "debts.repaid")
"""Measures in which a safeguard's change is printed: named beforehand, at most six."""

GAPS = ("sanction.ever", "wrongful.risk", "wrongful.share", "listing.entries", "watch.records", "hardship.months")
"""Measures in which gaps between groups are printed, named beforehand."""

WIDTH = 120
"""Characters on a line of a paragraph."""

NAME_WIDTH = 36
"""Characters of a mechanism's name on one line."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterlife.life.plan import Step
    from counterlife.measure.base import Measure
    from counterlife.measure.finding import Finding
    from counterlife.regime.model import Regime
    from counterlife.study.mechanisms import Mechanism
    from counterlife.study.run import Comparison, Run


def columns(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Rows as text in columns two spaces apart; ``right`` names columns aligned to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    to_right = set(right)
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if place in to_right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def number(value: float | None) -> str:
    """A number in at most about four digits."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def with_range(row: Mapping[str, Any]) -> str:
    """A value with its range over seeds."""
    if row["lo"] is None or row["lo"] == row["hi"]:
        return number(row["value"])
    return f"{number(row['value'])} ({number(row['lo'])} to {number(row['hi'])})"


def run(done: Run) -> None:
    """A finished run: what was run, its measures for everybody, what safeguards change, where the rest is."""
    manifest = done.manifest
    seeds, months = manifest["seeds"], manifest["months"]
    size = f"{manifest['people']:,} synthetic people, {months} months"
    print(f"{manifest['regime']}: {size}, {count(len(seeds), 'seed')}, {count(len(manifest['worlds']), 'world')}")
    if done.reused:
        print("lived before; nothing had to be lived again")
    else:
        memory = f", {manifest['memory_bytes'] / 1e6:.0f} MB of memory at most" if manifest.get("memory_bytes") else ""
        print(f"{manifest['seconds']:.1f} s, {pace(manifest['person_months_per_second'])}{memory}")
    for world in manifest["design"]["worlds"]:
        if world["rules"].get("hypothesis"):
            print(f"{world['name']} is a hypothesis, not a description of any place")
    guarded = [world["name"] for world in manifest["design"]["worlds"] if world["role"] == "with"]
    print(f"\n{finding(done).text()}\n")
    told, empty = counted(done.measures(), [world for world in manifest["worlds"] if world not in guarded])
    print(measure_table(told, [world for world in manifest["worlds"] if world not in guarded]))
    if empty:
        zeros = "; ".join(f"{against}{', '.join(names)}" for against, names in empty.items())
        print("\n" + textwrap.fill(f"0 in each of these worlds: {zeros}.", WIDTH, break_on_hyphens=False))
    if gaps := gap_table(done.measures(), manifest["worlds"][0]):
        print(f"\n{manifest['regime']}, groups less the {MAJORITY}: crude, and as if all had the places and own conduct of everybody:")
        print(gaps)
    if guarded:
        print(f"\nless {manifest['regime']} alone, seed by seed:")
        print(change_table(done.differences(), manifest["regime"], guarded))
    print("\nIn brackets: how far chance alone moves a value between seeds. It says nothing about whether the rules' numbers are right:")
    print("`counterlife uncertainty` draws them from their stated ranges.")
    print("What a measure counts, and of how many: counterlife measures")
    print(f"groups, lists, channels, counts: {done.folder}    fingerprint: {done.fingerprint[:16]}")


def finding(done: Run, assumed: Sequence[str] = ()) -> Finding:
    """What a run found, in sentences.

    Parameters
    ----------
    assumed : sequence of str
        The inputs that nobody has measured and that bear on the finding most, in words; an empty one leaves the doubt general.
    """
    design = done.design
    titles = {world.name: _guards(world.name, design.names[0]) for world in design.worlds if world.role == "with"}
    tallies = [Tally(**counts) for counts in done.counts().values()]
    return find(tallies, scene(design), design.names[0], titles, assumed, design.worlds[0].regime.hypothesis)


def _guards(world: str, regime: str) -> str:
    """The safeguards of a world by their titles, as they stand within a sentence."""
    titles = [load_safeguard(name).title for name in world.removeprefix(f"{regime}+").split("+")]
    return " and ".join(title[:1].lower() + title[1:] for title in titles)


def counted(rows: Sequence[Mapping[str, Any]], worlds: Sequence[str]) -> tuple[list[Mapping[str, Any]], dict[str, list[str]]]:
    """The rows of everybody that a table of these worlds shows, and the measures that are 0 in all of them, by what they compare with."""
    shown = [row for row in rows if row["group"] == "all" and "[" not in row["measure"] and row["world"] in worlds]
    some = {_named(row) for row in shown if row["value"] or row["measure"] in (*CHANGES, *GAPS)}
    empty: dict[str, list[str]] = {}
    for row in {_named(row): row for row in shown if _named(row) not in some}.values():
        empty.setdefault(f"against {row['against']}: " if row["against"] else "", []).append(row["measure"])
    return [row for row in shown if _named(row) in some], empty


def _named(row: Mapping[str, Any]) -> str:
    """A measure by name; what compares two worlds names the other."""
    return f"{row['measure']}, against {row['against']}" if row["against"] else str(row["measure"])


def measure_table(rows: Sequence[Mapping[str, Any]], worlds: Sequence[str]) -> str:
    """Measures of everybody, one column a world."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        if row["group"] == "all" and "[" not in row["measure"] and row["world"] in worlds:
            found.setdefault(_named(row), {})[row["world"]] = row
    table = [["", *worlds, ""]]
    for name, cells in found.items():
        texts = [with_range(cells[world]) if world in cells else "" for world in worlds]
        table.append([name, *texts, unit(next(iter(cells.values())))])
    return columns(table)


def gap_table(rows: Sequence[Mapping[str, Any]], world: str) -> str:
    """What each group has more or less of than the majority in a few measures, crude and standardised; empty without other groups."""
    found = {(row["measure"], row["group"]): row for row in rows if row["world"] == world}
    groups = list(dict.fromkeys(group for measure, group in found if measure.startswith("gap.diff-std[")))
    lines = []
    for group in groups:
        for name in GAPS:
            cells = [found.get((f"gap.{kind}[{name}]", group)) for kind in ("diff", "diff-std", "ratio-std")]
            if cells[0] is not None:
                lines.append([group, name, *("–" if row is None else with_range(row) for row in cells), BY_NAME[name].unit])
    head = ["", "", "crude difference", "standardised", "times, standardised", ""]
    return columns([head, *lines]) if lines else ""


def change_table(rows: Sequence[Mapping[str, Any]], regime: str, guarded: Sequence[str]) -> str:
    """What each safeguard changes in a few measures."""
    found = {(row["world"], row["measure"]): row for row in rows if row["group"] == "all" and row["against"] == regime}
    lines = []
    for world in guarded:
        changed = [found[world, name] for name in CHANGES if (world, name) in found and found[world, name]["value"]]
        table = [[world, row["measure"], with_range(row), unit(row)] for row in changed] or [[world, "nothing of these changes", "", ""]]
        lines += [["" if place else row[0], *row[1:]] for place, row in enumerate(table)]
    return columns(lines)


def unit(row: Mapping[str, Any]) -> str:
    """The unit of a figure, and the input that it mostly repeats, if it does."""
    known = BY_NAME.get(row["measure"])
    return f"{row['unit']} (restates {known.restates})" if known is not None and known.restates else str(row["unit"])


def comparison(found: Comparison) -> None:
    """Whether a repetition is the same."""
    if found.same:
        print(f"the same to the last bit: {found.before.folder}    fingerprint: {found.fingerprint[:16]}")
        return
    wrong = [name for name, same in found.worlds.items() if not same]
    print(f"NOT the same: {found.before.folder}")
    print(f"fingerprint then {found.before.fingerprint[:16]}, now {found.fingerprint[:16]}")
    if wrong:
        print(f"worlds that differ: {', '.join(wrong)}")
    print(f"rows of the stored table that differ: {found.cells:,}")
    if not found.same_code:
        made = found.before.manifest.get("versions", {}).get("counterlife", "another version")
        print(f"the program has changed since: the run was made by counterlife {made}, with other code than this")


def checked(file: str, regime: Regime) -> None:
    """A file without errors: what it holds, and what to know about its numbers."""
    parts = [
        count(len(regime.schemes), "scheme"),
        count(len(regime.lists), "list"),
        count(len(regime.channels), "channel"),
    ]
    print(f"{file}: no errors ({', '.join(parts)})")
    for remark in regime.remarks:
        print(f"  {remark}")
    if wanting := lacks(regime):
        print(f"numbers that lack evidence: {len(wanting)}")
        print(textwrap.indent(columns([[path, lack] for path, lack in wanting]), "  "))


def library(names: Mapping[str, Sequence[str]]) -> None:
    """The library with the title of each file."""
    titles = {
        "regimes": lambda name: load(name).title,
        "safeguards": lambda name: load_safeguard(name).title,
        "towns": lambda name: load_town(name).title,
        "cases": title_of,
    }
    for kind, known in names.items():
        print(kind)
        print(textwrap.indent(columns([[name, titles[kind](name)] for name in known]), "  "))


def coverage(rows: Iterable[tuple[Mechanism, Sequence[str]]]) -> None:
    """The mechanisms in a table: of each its phases, the files that use it, the measures it moves and its tests, one below the other."""
    table = [["mechanism", "phase", "used by", "measures", "tests"]]
    for mechanism, users in rows:
        name = textwrap.wrap(mechanism.name, NAME_WIDTH)
        cells = (name, mechanism.phases, users, mechanism.measures, mechanism.tests)
        table += [list(line) for line in zip_longest(*cells, fillvalue="")]
    print(columns(table))


def plan(steps: Iterable[Step]) -> None:
    """The phases of a month: what each does, reads and writes."""
    for place, step in enumerate(steps, 1):
        print(f"{place:2} {step.phase}" if step.phase in PHASES else f"   then {step.phase} of the month")
        for word, text in (("does", step.does), ("reads", step.reads), ("writes", step.writes)):
            print(textwrap.fill(text, 110, initial_indent=f"   {word:7}", subsequent_indent=" " * 10))


def measures(known: Iterable[Measure]) -> None:
    """The measures: name, unit, denominator, formula, source."""
    for measure in known:
        print(measure.name)
        for word in ("unit", "denominator", "formula", "source", "restates"):
            if text := getattr(measure, word):
                print(textwrap.fill(str(text), 110, initial_indent=f"   {word:12}", subsequent_indent=" " * 15))


def count(amount: int, word: str) -> str:
    return f"{amount} {word}{'' if amount == 1 else 's'}"
