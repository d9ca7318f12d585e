"""The finding in a sentence, with its range and its largest doubt; who it is; what a safeguard changes.

Sentences say what was counted, in frequencies, and stop there: no verdict, no grade.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from counterlife.measure.interval import BOUND, CHANCE, FEW, FEW_COUNTED, NONE_IN_N, SAME, Interval, difference, over_seeds
from counterlife.measure.registry import BY_NAME
from counterlife.measure.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.life.tally import Tally
    from counterlife.measure.base import Count, Measure
    from counterlife.measure.view import Scene

HEADLINE: Final = BY_NAME["wrongful.risk"]
"""The measure of the finding and of the choice of a safeguard, named before any run."""

PEOPLE: Final = "people whose own conduct would not have brought a sanction"
OUT_OF: Final = (100, 1_000, 10_000, 100_000)
FINE: Final = 100
"""So many persons are told apart finely enough, whatever the range."""

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Finding:
    """What a run found, in sentences.

    Parameters
    ----------
    sentence : str
        How many people whose own conduct would not have brought a sanction were sanctioned.
    doubt : str
        The largest doubt about it.
    who : tuple of str
        The same by group, a sentence each; empty where nothing happened.
    safeguard : str
        What the best of the safeguards tried changes.
    """

    sentence: str
    doubt: str
    who: tuple[str, ...]
    safeguard: str

    def text(self) -> str:
        """All of it, a line each."""
        return "\n".join(line for line in (self.sentence, self.doubt, *self.who, self.safeguard) if line)


class Choice(NamedTuple):
    """The safeguard chosen on one half of the seeds, and what it changed in the other half."""

    world: str
    tried: int
    change: Interval
    """Headline measure with the safeguard, less without."""
    chosen_on: int
    reported_on: int


def find(
    tallies: Sequence[Tally],
    scene: Scene,
    world: str,
    safeguards: Mapping[str, str],
    assumed: Sequence[str] = (),
    hypothesis: bool = False,
) -> Finding:
    """Put a run's finding into sentences.

    Parameters
    ----------
    tallies : sequence of Tally
        One a seed.
    scene : Scene
        What their axes stand for.
    world : str
        The world of the regime.
    safeguards : mapping of str to str
        World to title of each safeguard tried alone or together.
    assumed : sequence of str
        The inputs that nobody has measured and that bear on the finding most, in words; an empty one leaves the doubt general.
    hypothesis : bool
        Whether the regime is a hypothesis of essays: every sentence with a figure then says so.
    """
    prefix = "In this hypothesis, " if hypothesis else ""
    counts = counts_of(HEADLINE, tallies, scene, world)
    window = within(len(tallies[0].flow[0]) if tallies else 0)
    return Finding(
        sentence=_opened(prefix, headline(over_seeds(HEADLINE, counts), window)),
        doubt=doubt(assumed),
        who=tuple(prefix + line if ":" in line else line for line in by_group(tallies, scene, world)),
        safeguard=_opened(prefix, safeguard_sentence(choose(tallies, scene, world, tuple(safeguards)), safeguards)),
    )


def counts_of(measure: Measure, tallies: Sequence[Tally], scene: Scene, world: str, group: int | None = None) -> list[Count | None]:
    """A measure in every seed."""
    return [measure.function(View(tally, scene, world, group)) for tally in tallies]


def headline(found: Interval | None, window: str) -> str:
    """The finding for everybody."""
    if found is None:
        return f"There were no {PEOPLE}, so nothing can be said of them."
    runs = f"{number(found.seeds)} run{'' if found.seeds == 1 else 's'}"
    if found.events == 0:
        bound = frequency(HEADLINE.scale * NONE_IN_N / found.n)
        return (
            f"None of {found.n:,} {PEOPLE} was sanctioned {window}, in {runs}; "
            f"had it been {bound.most} or more, one would probably have been seen (chance only, 90 %)."
        )
    if found.note == FEW_COUNTED:
        return f"{found.events} of {found.n:,} {PEOPLE} were sanctioned {window}, in {runs}: too few for a range."
    told = frequency(found.value, found.lo, found.hi)
    if found.lo is None:
        return f"{told.about} {PEOPLE} were sanctioned {window}, in one run: one run has no range."
    return f"{told.about} {PEOPLE} were sanctioned {window}, {told.range} across {runs} (chance only, 90 %)."


def doubt(assumed: Sequence[str]) -> str:
    """The largest doubt: what chance does not cover."""
    if not assumed:
        return "The larger doubt is not in this range: the rates that nobody has measured were held fixed, and other values were not tried."
    named = assumed[0] if len(assumed) == 1 else f"{', '.join(assumed[:-1])} and {assumed[-1]}"
    return f"The larger doubt is not in this range: it hangs on {named}, assumed and not measured; other values were not tried."


def by_group(tallies: Sequence[Tally], scene: Scene, world: str) -> list[str]:
    """The finding for each group, a sentence each; a last one says what of the difference is put in."""
    found = [(name, over_seeds(HEADLINE, counts_of(HEADLINE, tallies, scene, world, place))) for place, name in enumerate(scene.groups)]
    if len(found) < 2 or not any(interval is not None and interval.events > 0 for _, interval in found):
        return []
    out_of = max((base_of(*interval[:3]) for _, interval in found if interval is not None and interval.events >= FEW), default=OUT_OF[0])
    lines = [f"{name}: {_group_words(interval, out_of)}." for name, interval in found]
    return [*lines, "Part of a difference between groups is put in, by rates that the files give by group."]


def _group_words(found: Interval | None, out_of: int) -> str:
    if found is None:
        return "nobody to count"
    if found.note in (BOUND, FEW_COUNTED):
        return f"{found.events} of {found.n:,} such people (too few for a range)"
    told = frequency(found.value, found.lo, found.hi, out_of)
    return f"{told.about} such people" + (f", {told.range} (chance only)" if found.lo is not None else "")


def choose(tallies: Sequence[Tally], scene: Scene, world: str, safeguards: Sequence[str]) -> Choice | None:
    """Choose the safeguard that lowers the headline most on every second seed, and measure it on the others.

    A best of several looks good by luck on the seeds that chose it; the other half has not been looked at.
    """
    if not safeguards or len(tallies) < 4:
        return None
    first, second = tallies[::2], tallies[1::2]
    best: tuple[float, str] | None = None
    for other in safeguards:
        change = _change(first, scene, world, other)
        if change is not None and (best is None or change.value < best[0]):
            best = (change.value, other)
    if best is None:
        return None
    change = _change(second, scene, world, best[1])
    return None if change is None else Choice(best[1], len(safeguards), change, len(first), len(second))


def _change(tallies: Sequence[Tally], scene: Scene, world: str, other: str) -> Interval | None:
    return difference(HEADLINE, counts_of(HEADLINE, tallies, scene, other), counts_of(HEADLINE, tallies, scene, world))


def safeguard_sentence(choice: Choice | None, titles: Mapping[str, str]) -> str:
    """What the best safeguard changes, or that this is unclear."""
    if choice is None:
        return "Which safeguard changes this most was not compared: it takes a safeguard and four runs." if titles else ""
    title, change = titles[choice.world], choice.change
    halves = f"chosen on {number(choice.chosen_on)} runs, measured on {number(choice.reported_on)} others"
    if change.note == SAME:
        return (
            f"None of the {choice.tried} safeguards tried changed this in the runs looked at ({halves})."
            if choice.tried > 1
            else (f"The safeguard tried ({title}) did not change this ({halves}).")
        )
    if change.lo is None or change.hi is None or change.note != CHANCE or change.lo <= 0 <= change.hi:
        return f"Whether {title} changes this is unclear ({halves}; chance alone could make the difference)."
    if too_little(change):
        little = f"by as much as 1 in {OUT_OF[-1]:,} in the runs looked at ({halves}; chance only, 90 %)"
        if choice.tried > 1:
            return f"None of the {choice.tried} safeguards tried changed this {little}."
        return f"The safeguard tried ({title}) did not change this {little}."
    low, high = sorted((abs(change.lo), abs(change.hi)))
    told = frequency(abs(change.value), low, high)
    about = told.about.replace("fewer than", "less than")
    return f"With {title}, {about} {'fewer' if change.value < 0 else 'more'}, {told.range} ({halves}; chance only, 90 %)."


def too_little(change: Interval) -> bool:
    """Whether a change with a range is, at most, less than half a person in the largest round number of people."""
    return round(max(abs(change.lo or 0), abs(change.hi or 0)) / 100 * OUT_OF[-1]) == 0


class Frequency(NamedTuple):
    """A share of 100 as people say it."""

    about: str
    """``9 in 100``."""
    range: str
    """``7–11``, in the same hundred; empty without a range."""
    most: str
    """``1 in 1,000``, rounded up."""


def base_of(value: float, lo: float | None = None, hi: float | None = None) -> int:
    """The round number of people in which a share of 100 and the ends of its range are different numbers of whole persons."""
    for people in OUT_OF:
        count = value / 100 * people
        if count < 2:
            continue
        if lo is None or hi is None or math.isclose(lo, hi) or count >= FINE:
            return people
        if round(lo / 100 * people) < round(count) < round(hi / 100 * people):
            return people
    return OUT_OF[-1]


def frequency(value: float, lo: float | None = None, hi: float | None = None, out_of: int | None = None) -> Frequency:
    """Say a share of 100 as "n in 100", or in a larger round number of people.

    Parameters
    ----------
    value : float
        Of 100, not negative.
    lo, hi : float, optional
        Its range, of 100.
    out_of : int, optional
        The number of people, where several shares are to be compared.
    """
    people = out_of or base_of(value, lo, hi)
    told = [round(part / 100 * people) for part in (value, lo, hi) if part is not None]
    about = f"{told[0]:,} in {people:,}" if told[0] else f"fewer than 1 in {people:,}"
    between = f"{told[1]:,}–{told[2]:,}" if len(told) == 3 else ""
    return Frequency(about, between, f"{math.ceil(value / 100 * people):,} in {people:,}")


def within(months: int) -> str:
    """A window in words: ``within five years``."""
    amount, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"within {number(amount)} {unit}{'' if amount == 1 else 's'}"


def number(amount: int) -> str:
    """Small numbers in letters."""
    return NUMBERS[amount] if amount < len(NUMBERS) else f"{amount:,}"


def _opened(prefix: str, sentence: str) -> str:
    return prefix + sentence[0].lower() + sentence[1:] if prefix and sentence else sentence
