"""``counterlife case``: a question, what answers it, and how common such lives are."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from counterlife.cli import show
from counterlife.cli.timeline import portrait, timeline
from counterlife.evidence.facts import cited, fact
from counterlife.measure.interval import BOUND
from counterlife.regime.units import month_text
from counterlife.study import engine as engines
from counterlife.study import search as forms
from counterlife.study.case import load_case
from counterlife.study.lives import follow, only
from counterlife.study.telling import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from counterlife.measure.interval import Interval
    from counterlife.study.case import Case, Lives, Search
    from counterlife.study.design import Design
    from counterlife.study.telling import Found

WIDTH: Final = 120


def case(name: str) -> None:
    """Print a case."""
    loaded = load_case(name)
    told = loaded.case
    paragraph(f"{told.title}. {told.question}")
    print()
    if told.about:
        paragraph(told.about)
    if loaded.design is not None:
        paragraph("Everybody here is synthetic: an archetype drawn from aggregate figures. No real person is simulated.")
        worlds(loaded.design, told)
    if told.search is not None:
        search(told.search)
    closing(told)


def paragraph(text: str) -> None:
    """A paragraph, folded."""
    print(textwrap.fill(" ".join(text.split()), WIDTH))


def worlds(design: Design, told: Case) -> None:
    """What is lived, and what it shows: lives, measures."""
    shown = _pair(design)
    regime = shown.worlds[0].regime
    if regime.hypothesis:
        paragraph(f"{regime.regime} is a hypothesis, not a description of any place.")
    size = (
        f"{design.people:,} people of {design.town.town}, {design.months} months from {month_text(design.start)}, {len(design.seeds)} runs"
    )
    paragraph(f"\n{shown.names[0]} beside {shown.names[1]}: {size}.")
    if told.lives is not None:
        lives(shown, told.lives)
    if told.measures:
        measures(shown, told.measures)


def measures(design: Design, names: Sequence[str]) -> None:
    """A few measures of both worlds, for everybody."""
    engine = engines.engine(design)
    rows = engine.measure({seed: engine.live(seed, 0, design.communities) for seed in design.seeds})["measures"]
    asked = [row for name in names for row in rows if row["measure"] == name]
    if asked:
        print("\n" + show.measure_table(asked, design.names))
        paragraph("In brackets: how far chance alone moves a value between runs.")


def lives(design: Design, rule: Lives) -> None:
    """Who meets the rule, how many there are, and the lives in the middle."""
    telling = tell(design, rule)
    paragraph(f"The lives told here are those of {criterion(rule)}.")
    paragraph(f"How common: {frequency(telling.often(whose(rule)), whose(rule), len(design.seeds))}")
    found = telling.shown(rule.show)
    if found is None:
        print("\nNo such life in any of these runs.")
        return
    seed, chosen = found
    many = len(telling.found[seed])
    what = "refused" if rule.refused else "sanctioned"
    middle = "the one in the middle is told" if len(chosen) == 1 else f"the {len(chosen)} in the middle are told"
    print()
    paragraph(f"In run {seed} there {_are(many)}; in order of the months for which they were {what}, {middle}.")
    for one in chosen:
        print()
        tell_life(design, one, seed)


def tell_life(design: Design, one: Found, seed: int) -> None:
    """One life beside its twin; a pupil's through the adult's."""
    if one.told != one.person:
        pupil = portrait(follow(only(design, 0), one.person, seed).person)
        print(f"Person {one.person} of run {seed}, synthetic: {pupil}. School place refused for {one.months} months, through an adult:")
    print(timeline(follow(design, one.told, seed), design.start, seed, short=True))


def _pair(design: Design) -> Design:
    """The world whose lives are told (with its safeguards, if the case has any), and that of the twins."""
    roles = [world.role for world in design.worlds]
    return only(design, roles.index("with") if "with" in roles else 0, 1)


def _are(many: int) -> str:
    return "is one such person" if many == 1 else f"are {many} such persons"


def whose(rule: Lives) -> str:
    """The persons that a rule is about."""
    who = "children with a paid school place" if rule.refused else "adults"
    return f"{who} of the {rule.group}" if rule.group else who


def criterion(rule: Lives) -> str:
    """The rule in words."""
    said = []
    if rule.refused:
        said.append("whose household's paid school places were refused in any month")
    if rule.list is not None:
        entry = f"whose latest entry on the list {rule.list}"
        entry += f" was brought by {rule.act}" if rule.act else " stands on file"
        entry += f" and has the cause {' or '.join(rule.cause)}" if rule.cause else ""
        said.append(entry)
    if rule.told is not None:
        said.append("who were told of it at once" if rule.told else "who were not told of it")
    if rule.withheld:
        said.append(f"from whom it withheld {', '.join(rule.withheld)} at once")
    if rule.months:
        said.append(f"who were sanctioned for {rule.months} months or more")
    return f"{whose(rule)} " + ", ".join(said)


def frequency(found: Interval | None, who: str, runs: int) -> str:
    """How many in 10,000, with what chance alone does."""
    if found is None:
        return f"there are no {who}."
    about = f"{show.number(found.value)} in 10,000 {who}"
    if found.note == BOUND:
        return f"none in {found.n:,} {who}; by chance alone at most {show.number(found.hi)} in 10,000 (90 %)."
    if found.lo is None or found.hi is None:
        return f"{about} ({found.events} counted over {runs} runs; too few for a range)."
    return f"{about}, {show.number(found.lo)} to {show.number(found.hi)} across {runs} runs (chance only, 90 %)."


def search(sought: Search) -> None:
    """The tables of a search: coverage, one photo against a gallery, a crowd against a watch list."""
    minutes, passes, faces, hit = (float(part.value) for part in (sought.minutes, sought.passes, sought.faces, sought.hit))
    claim, seconds = sought.claim, float(sought.claim.seconds.value)
    print()
    paragraph(
        f"Assumed: cameras passed a minute {passes:g}; other faces seen a minute by all cameras together {faces:,.0f}; "
        f"share of passes of a matching camera that bring a right match {hit:g}."
    )
    print(f"\nFound within {minutes:g} minutes: 1 - (1 - coverage × {hit:g})^{passes * minutes:g}")
    rows = [["share of cameras that match", "found, in 100"]]
    for coverage in (float(share.value) for share in sought.coverage):
        rows.append([f"{coverage:.0%}", f"{100 * forms.found(coverage, hit, passes * minutes):.1f}"])
    print(show.columns(rows, right=(0, 1)))
    print()
    speed = f"{claim.gallery / seconds:,.0f} comparisons a second"
    paragraph(
        f"{claim.gallery:,} faces in {seconds:g} seconds ({claim.source}) is a claim of speed: {speed}. Speed removes no wrong match."
    )
    print("\nOne photo against a gallery: wrong candidates beside the right one, (faces enrolled - 1) × false match rate")
    print(_ladder(sought, sought.galleries, lambda size, rate: _decimal(forms.wrong_candidates(size, rate))))
    right, others = passes * minutes * hit, faces * minutes
    print(f"\nA crowd against a watch list for {minutes:g} minutes, every camera matching, one listed person in it: right alerts in 100")
    lists = [size for size in sought.galleries if size < claim.gallery]
    print(_ladder(sought, lists, lambda size, rate: f"{100 * forms.right_alerts(right, others, size, rate):.3g}"))
    print("Where the rate of a group is ten times that of another, its figures stand at ten times the rate.")


def _ladder(sought: Search, sizes: Sequence[int], cell: Callable[[int, float], str]) -> str:
    """A table of false match rates by faces enrolled."""
    rates = [float(rate.value) for rate in sought.false_match]
    rows = [["false match rate", *(f"{size:,} enrolled" for size in sizes)]]
    rows += [[f"1 in {1 / rate:,.0f}", *(cell(size, rate) for size in sizes)] for rate in rates]
    return show.columns(rows, right=range(len(sizes) + 1))


def _decimal(value: float) -> str:
    """A number in about three digits, a small one in decimals too."""
    return show.number(value) if value >= 0.001 or value == 0 else f"{value:.9f}".rstrip("0")


def closing(told: Case) -> None:
    """What the case leaves out, and what has been published."""
    if told.leaves_out:
        print()
        paragraph(f"Left out: {told.leaves_out}")
    print("\nPublished figures, for orientation:" if told.facts else "\nNo published figure of this is in the table of facts.")
    for ids in told.facts:
        for id in cited(ids):
            known = fact(id)
            text = f"{known.quantity}: {known.value} {known.unit}".rstrip()
            print(textwrap.fill(f"{text} ({known.as_of}; {known.source})", WIDTH, initial_indent=f"  {id}  ", subsequent_indent="    "))
