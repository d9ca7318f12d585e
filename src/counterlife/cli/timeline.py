"""A life as text: what happened, what was seen, what went on file, what followed, beside the twin's."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from counterlife.regime.units import month_text
from counterlife.words import COPIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterlife.life.replay import Life, Moment, Person

WHY: Final = {
    "earned": "",
    "induced": "",
    "false-attribution": "done by somebody else, pinned on them",
    "false-report": "reported, though it never happened",
    "stale": "out of date",
    "copy": "from a copy that was not corrected",
    "association": "guessed from whom they know",
    "prediction": "predicted, before any act",
    "sentiment": "guessed from what they said",
    "anomaly": "for being unusual",
    "kin": "for what a relative did",
    "firm": "for what their firm did",
    "lent-identity": "done in their name by somebody else",
    "unable": "though they cannot pay",
    "not-in-catalog": "though the catalog did not name it then",
    "settled": "though it was settled",
    "vague": "by a vague heading, beyond its core",
    "direction": "by direction from above",
    "overdue": "though its time was over",
}
"""Causes in words; nothing where their own act brought it."""

LEFT: Final = {
    "paid": "they paid",
    "performed": "they did what was ordered",
    "appeal": "their appeal was upheld",
    "corrected": "the error was corrected",
    "repaired": "credit repair was granted",
    "expired": "its term was over",
    "recovered": "it no longer holds",
}
"""Ways off a list in words."""

TOLD: Final = {
    "sighting": "{act}: seen by {channel}",
    "record": "{act}: on file ({scheme}, by {channel})",
    "left": "off the list {list}: {way}",
    "learned": "learns of being on the list {list}",
    "appeal": "appeals against the list {list}",
    "paid": "pays {money} of judgments",
    "fine": "pays {money} of fines",
    "debt": "owes {money} by a judgment, unpaid",
    "tie": "person {person} breaks with them",
    "struck": "{act}: struck from the file",
    "court-fine": "fined {money} by the court, still on the list {list}",
    "university": "a place at a university is withheld for good",
    "joined": "joins {scheme} {how}",
    "quit": "leaves {scheme}",
    "held": "wishes to leave {scheme}, and cannot",
    "normal": "has got used to {scheme}",
}
"""Moments in words, by kind."""

SWITCHED: Final = {
    "job": ("finds work", "loses work"),
    "hardship": ("can no longer meet essentials", "can meet essentials again"),
    "school": ("the paid school places of the household are refused", "the paid school places of the household are open again"),
    "relief": ("is helped by those they are tied to", "is no longer helped by those they are tied to"),
    "help": ("helps somebody they are tied to", "no longer helps anybody"),
}
"""Moments that begin or end something, in words."""

HOW: Final = {"freely": "freely", "under-pressure": "under pressure", "made-to": "because they must"}
"""How somebody joins a scheme, in words."""

Event = tuple[int, str]
"""A month and what happened in it, in words."""


ROUTINE: Final = ("fine", "record", "sighting")
"""Kinds of moment that a short telling leaves out where both lives share them."""


def timeline(life: Life, start: int, seed: int, short: bool = False) -> str:
    """A life and its twin, a line a moment.

    Parameters
    ----------
    life : Life
        The lives of one person, in one or two worlds.
    start : int
        First month, counted from January of year 0.
    seed : int
        The replicate.
    short : bool
        Leave out what both lives share of small fines and files.
    """
    mine, theirs = (list(events(moments)) for moments in (_telling(life) if short else [*life.moments, ()][:2]))
    lines = [f"Person {life.person.number} of run {seed}, synthetic: {portrait(life.person)}.", _opening(life, start), ""]
    width = max(len(world) for world in (*life.worlds, "both"))
    lines += [f"{month_text(start + month)}  {who.ljust(width)}  {text}" for month, who, text in _beside(life, mine, theirs)]
    unseen = _unseen(life.moments[0])
    left_out = " Small fines and files that both lives share are left out." if short else ""
    lines += ["", f"Beside this, {unseen} act{'' if unseen == 1 else 's'} in {life.worlds[0]} that nobody recorded.{left_out}"]
    return "\n".join(lines)


def _telling(life: Life) -> list[tuple[Moment, ...]]:
    """Both lives without the routine that they share."""
    first, second = [*life.moments, ()][:2]
    shared = [moment for moment in first if moment.kind in ROUTINE and moment in second]
    return [tuple(moment for moment in moments if moment not in shared) for moments in (first, second)]


def portrait(person: Person) -> str:
    """Who lives the life, in words."""
    home = "alone" if person.household == 1 else f"in a household of {person.household}"
    if not person.adult:
        work = "a child"
    elif person.employed:
        work = f"at work for {yuan(person.wage)} a month"
    else:
        work = "without work"
    savings = f"savings of {yuan(person.savings)}" if person.savings >= 0 else f"overdrawn by {yuan(-person.savings)}"
    return f"{person.age} years old, of the {person.group}, {home}, {work}, {savings}"


def yuan(cents: object) -> str:
    """A sum of money in words."""
    return f"{int(str(cents)) / 100:,.0f} yuan"


def _opening(life: Life, start: int) -> str:
    if len(life.worlds) == 1:
        return f"{life.worlds[0]}, {life.months} months from {month_text(start)}."
    said = f"{life.worlds[0]} beside {life.worlds[1]}, over the same luck, {life.months} months from {month_text(start)}. "
    if life.fork is None:
        return said + "The two lives never differ."
    return said + f"The two lives fork in {month_text(start + life.fork)}; what differs includes what came through others."


def events(moments: Sequence[Moment]) -> Iterator[Event]:
    """Moments in words; acts that nobody recorded, and sightings that a record repeats, are left out."""
    before: dict[str, Any] = {}
    recorded = {(moment.month, moment.what["act"], moment.what["channel"]) for moment in moments if moment.kind == "record"}
    for moment in moments:
        what = moment.what
        if moment.kind == "act" or (moment.kind == "sighting" and (moment.month, what["act"], what["channel"]) in recorded):
            continue
        if said := words(moment.kind, what, before):
            yield moment.month, said
        before = what if moment.kind == "withheld" else before


def words(kind: str, what: dict[str, Any], before: Mapping[str, Any] = MappingProxyType({})) -> str:
    """One moment in words; ``before`` is what the last moment of the kind ``withheld`` held."""
    if kind == "withheld":
        return "; ".join(_withheld(what, before))
    if kind in ("listed", "left") and str(what["list"]).endswith(COPIES):
        name = str(what["list"]).removesuffix(COPIES)
        return f"agencies keep {'a copy' if kind == 'listed' else 'no more copies'} of the list {name}"
    if kind == "listed":
        return f"put on the list {what['list']}{_why(what)}; {'told at once' if what['told'] else 'not told'}"
    if kind == "verdict":
        return f"appeal about the list {what['list']} {'upheld' if what['won'] else 'refused'}"
    if kind in SWITCHED:
        return SWITCHED[kind][0 if what["on"] else 1]
    named = what | {"way": LEFT.get(str(what.get("way")), what.get("way")), "money": yuan(what.get("cents", 0))}
    named["how"] = HOW.get(str(what.get("how")), "")
    return TOLD[kind].format_map(named) + _why(what)


def _withheld(what: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """What of rights and rewards is not as it was."""
    if what["rights"]:
        if (what["rights"], what["cause"]) != (before.get("rights"), before.get("cause")):
            yield f"withheld from now on: {', '.join(what['rights'])}{_why(what)}"
    elif before.get("rights"):
        yield "nothing is withheld any more"
    if what["rewards"]:
        if what["rewards"] != before.get("rewards"):
            yield f"given from now on: {', '.join(what['rewards'])}"
    elif before.get("rewards"):
        yield "nothing is given any more"


def _why(what: Mapping[str, Any]) -> str:
    cause = str(what.get("cause", ""))
    why = WHY.get(cause, cause)
    return f", {why}" if why else ""


def _beside(life: Life, mine: Sequence[Event], theirs: Sequence[Event]) -> Iterator[tuple[int, str, str]]:
    """Events of both lives in order of time; what happens in both is said once."""
    shared = Counter(mine) & Counter(theirs)
    left = Counter(shared)
    told: list[tuple[int, int, str, str]] = []
    for event in mine:
        both = left[event] > 0
        left[event] -= both
        told.append((event[0], 0, "both" if both else life.worlds[0], event[1]))
    left = Counter(shared)
    for event in theirs:
        if left[event] > 0:
            left[event] -= 1
        else:
            told.append((event[0], 1, life.worlds[1], event[1]))
    for month, _, who, text in sorted(told, key=lambda line: line[:2]):
        yield month, who, text


def _unseen(moments: Sequence[Moment]) -> int:
    seen = Counter((moment.month, moment.what["act"]) for moment in moments if moment.kind in ("sighting", "record"))
    return sum(1 for moment in moments if moment.kind == "act" and not seen[moment.month, moment.what["act"]])
