"""Write the figures of ``national.md``: what each safeguard changes, how the fear differs, what the size of a community moves.

``python docs/make_national.py`` lives what is needed (runs that are kept are read again) and writes the tables between their marks;
``--people`` and ``--seeds`` set the size, names of tables choose some of them.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from counterlife.cli.show import number, with_range
from counterlife.measure.interval import LEVEL, t_quantile
from counterlife.measure.registry import BY_NAME
from counterlife.regime.names import library_names
from counterlife.study.run import Run, run

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE: Final = Path(__file__).with_name("national.md")

WORSE: Final = {
    "sanction.ever": +1,
    "sanction.months": +1,
    "wrongful.risk": +1,
    "wrongful.share": +1,
    "due.unaware24": +1,
    "due.cured24": -1,
    "cross.context.narrow": +1,
    "hardship.months": +1,
    "income.mean": -1,
    "ties.broken": +1,
    "watch.records": +1,
    "debts.repaid": -1,
    "gain.rewarded": -1,
    "firm.turnover": +1,
}
"""Measures in which changes are told, named before any run, and the direction that somebody would call worse: more of it, or less."""

AGAINST_NONE: Final = ("chill.withheld", "gain.prosocial", "gain.victims", "bear.income", "others.ties")
"""Measures that compare a world with `none` person by person."""

FEARED: Final = (
    "sanction.ever", "sanction.share", "wrongful.share", "wrongful.share.guessed", "wrongful.share.through-others", "wrongful.risk",
    "listing.entries", "due.unaware24", "cross.context.narrow", "hardship.months", "income.mean", "work.lost", "ties.broken",
    "others.school", "others.share", "watch.records", "watch.shared", "watch.unconsented", "gain.rewarded", "debts.repaid",
    "gap.concentration", "chill.removed",
)  # fmt: skip

SIZES: Final = (1000, 2000, 4000)
ERRORS: Final = 4


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def of_all(rows: Iterable[Mapping[str, Any]], world: str, against: str | None) -> dict[str, Mapping[str, Any]]:
    """The figures of everybody in one world, by measure."""
    return {row["measure"]: row for row in rows if (row["group"], row["world"], row["against"]) == ("all", world, against)}


def beyond_chance(row: Mapping[str, Any] | None) -> int:
    """The sign of a difference whose interval leaves out 0, else 0."""
    if row is None or row["lo"] is None or row["hi"] is None or row["lo"] <= 0 <= row["hi"]:
        return 0
    return 1 if row["value"] > 0 else -1


def size(done: Run) -> str:
    """How much was lived, for a caption."""
    made = done.manifest
    return f"{made['people']:,} people, {made['months'] // 12} years from 2014, {len(made['seeds'])} seeds"


def safeguards(people: int, seeds: range) -> Iterator[str]:
    """What each safeguard changes, alone and all together."""
    guards = library_names("safeguards")
    every = "+".join(guards)
    halves = [(*guards, every)[first::2] for first in range(2)]  # a run has at most 24 worlds; a world is the same in either
    done, other = (run("national", with_=half, people=people, seeds=seeds) for half in halves)
    differences, values = done.differences() + other.differences(), done.measures() + other.measures()
    plain = of_all(values, "national", None)
    yield f"{size(done)}, each world less `national`, seed by seed; in brackets the range of chance ({LEVEL:.0%})."
    yield "**Bold**: beyond chance, and worse."
    yield ""
    for first in range(0, len(WORSE), 5):
        names = list(WORSE)[first : first + 5]
        head = ["", *(f"`{name}`<br>{BY_NAME[name].unit}" for name in names)]
        rows = [["*`national` itself*", *(with_range(plain[name]) if name in plain else "–" for name in names)]]
        for guard in (*guards, every):
            found = of_all(differences, f"national+{guard}", "national")
            cells = []
            for name in names:
                row = found.get(name)
                bad = beyond_chance(row) == WORSE[name]
                cells.append("–" if row is None else f"**{with_range(row)}**" if bad else with_range(row))
            rows.append(["all together" if guard == every else f"`{guard}`", *cells])
        yield from table(head, rows)
        yield ""
    head = ["against `none`", *(f"`{name}`<br>{BY_NAME[name].unit}" for name in AGAINST_NONE)]
    rows = []
    for guard in ("", *guards, every):
        found = of_all(values, f"national+{guard}" if guard else "national", "none")
        label = "*`national` itself*" if not guard else "all together" if guard == every else f"`{guard}`"
        rows.append([label, *(with_range(found[name]) if name in found else "–" for name in AGAINST_NONE)])
    yield from table(head, rows)
    yield ""
    yield "What gets worse beyond chance:"
    yield ""
    for guard in (*guards, every):
        found = of_all(differences, f"national+{guard}", "national")
        bad = [f"`{name}` {with_range(found[name])}" for name, sign in WORSE.items() if beyond_chance(found.get(name)) == sign]
        if bad:
            yield f"- {'all together' if guard == every else f'`{guard}`'}: {'; '.join(bad)}"


def feared(people: int, seeds: range) -> Iterator[str]:
    """The hypothesis beside the description."""
    done = run("feared-national", against=("national", "none"), people=people, seeds=seeds)
    apart = of_all(run("national", people=people, seeds=seeds).measures(), "national", "none")
    values, differences = done.measures(), done.differences()
    fear, real = of_all(values, "feared-national", None), of_all(values, "national", None)
    less = of_all(differences, "feared-national", "national")
    yield f"{size(done)}. `feared-national` is a hypothesis: no figure in its column describes any place."
    yield ""
    rows = []
    for name in FEARED:
        if name in fear or name in real:
            cells = (with_range(each[name]) if name in each else "–" for each in (real, fear, less))
            rows.append([f"`{name}`", *cells, BY_NAME[name].unit])
    for name in AGAINST_NONE:
        there, here = of_all(values, "feared-national", "none").get(name), apart.get(name)
        shown = [with_range(row) if row is not None else "–" for row in (here, there)]
        rows.append([f"`{name}`, against `none`", *shown, "", BY_NAME[name].unit])
    yield from table(["", "`national`", "`feared-national` (hypothesis)", "the difference, seed by seed", "unit"], rows)


def sizes(people: int, seeds: range) -> Iterator[str]:
    """What moves with the size of a community, that of the court's districts, of the gallery and of circles of ties being held."""
    found = {}
    with TemporaryDirectory() as folder:
        for persons in SIZES:
            file = Path(folder) / f"of-{persons}.yaml"
            text = f"town: of-{persons}\ntitle: Communities of {persons}\ninclude: china-2020\ncommunity: {persons} persons\n"
            text += f"district: {SIZES[0]} persons\n"
            file.write_text(text, encoding="utf-8")
            found[persons] = run("national", people=people, seeds=seeds, town=str(file))
    values = {
        persons: {**of_all(done.measures(), "national", None), **of_all(done.measures(), "national", "none")}
        for persons, done in found.items()
    }
    half = t_quantile((1 + LEVEL) / 2, len(seeds) - 1)
    rows, near, compared = [], [], 0
    for name, row in values[2000].items():
        for persons in (1000, 4000):
            other = values[persons].get(name)
            if other is None or "[" in name or None in (row["lo"], other["lo"], row["hi"], other["hi"]):
                continue
            error = ((row["hi"] - row["lo"]) ** 2 + (other["hi"] - other["lo"]) ** 2) ** 0.5 / 2 / half
            compared += 1
            apart = (other["value"] - row["value"]) / error if error else 0.0
            near.append((abs(apart), f"`{name}` at {persons:,} ({apart:+.1f})"))
            if abs(apart) > ERRORS:
                rows.append([f"`{name}`", with_range(row), f"{persons:,}", with_range(other), f"{apart:+.1f}", row["unit"]])
    furthest = ", ".join(text for _, text in sorted(near, reverse=True)[:4])
    yield f"{size(found[2000])}; {compared} figures compared. Furthest apart, in standard errors: {furthest}."
    yield ""
    yield from table(
        ["", "communities of 2,000", "size", "there", "standard errors apart", "unit"], rows or [["nothing", "", "", "", "", ""]]
    )


TABLES: Final[dict[str, Callable[[int, range], Iterator[str]]]] = {"safeguards": safeguards, "feared": feared, "sizes": sizes}


def main() -> None:
    """Write the tables asked for into the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("tables", nargs="*", choices=[[], *TABLES], help="all if none is named")
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--seeds", type=int, default=12)
    given = asked.parse_args()
    page = PAGE.read_text("utf-8")
    for name in given.tables or TABLES:
        lines = "\n".join(TABLES[name](given.people, range(1, given.seeds + 1)))
        mark = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        page, times = mark.subn(lambda marks, lines=lines: f"{marks[1]}\n{lines}\n{marks[2]}", page)
        if times != 1:
            raise SystemExit(f"{PAGE.name} has {number(times)} places for {name}")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
