"""A life as tracks: work, what was withheld, lists, hardship, school, each as spans of months; and its events in words."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from counterlife.words import CLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterlife.life.replay import Life, Moment, Person
    from counterlife.report.say import Words

TRACKS: Final = ("work", "barred", "given", "listed", "hardship", "relief", "school", "university")
ALWAYS: Final = ("work", "barred")
"""Tracks that are drawn even where nothing happens on them; others only if something happens in one of the two lives."""

WEIGHT: Final = {
    "listed": 9, "left": 8, "school": 8, "withheld": 7, "learned": 7, "verdict": 7, "job": 7, "hardship": 6, "debt": 6, "appeal": 5,
    "struck": 5, "record": 4, "paid": 4, "tie": 3,
    "university": 8, "court-fine": 6, "relief": 4, "help": 2, "joined": 4, "quit": 4, "held": 4, "normal": 3,
}  # fmt: skip
"""Which events are numbered in the picture if there is not room for all; the table has all."""

MOST_EVENTS: Final = 8


@dataclass(frozen=True)
class Span:
    """Part of a track: months ``first`` to before ``end``, what holds, and how it is drawn.

    ``look`` is ``plain``, ``none``, ``harm`` (not by own conduct), ``own``, ``help``, ``unaware`` or ``gap``; ``short`` is said where the
    text does not fit.
    """

    first: int
    end: int
    text: str
    look: str
    short: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened, in words."""

    month: int
    kind: str
    text: str
    weight: int


def tracks(life: Life, world: int, say: Words) -> dict[str, list[Span]]:
    """The tracks of one of the worlds."""
    moments, months = life.moments[world], life.months
    return {
        "work": _work(life.person, moments, months, say),
        "barred": _barred(moments, months, say),
        "given": _given(moments, months, say),
        "listed": _listed(moments, months, say),
        "hardship": _switch("hardship", moments, months, say.plain("life.hardship"), "gap"),
        "relief": _switch("relief", moments, months, say.plain("life.relief"), "help"),
        "school": _switch("school", moments, months, say.plain("life.school"), "harm"),
        "university": [Span(m.month, months, say.plain("life.university"), "harm") for m in moments if m.kind == "university"],
    }


def months_of(spans: Sequence[Span], look: str = "") -> int:
    """Months of a track, of all spans or of those of a look."""
    return sum(span.end - span.first for span in spans if not look or span.look == look)


def _work(person: Person, moments: Sequence[Moment], months: int, say: Words) -> list[Span]:
    if not person.adult:
        return []
    if not person.employed and not any(moment.kind == "job" for moment in moments):
        return [Span(0, months, say.plain("life.no-work"), "none" if person.wage == 0 else "gap")]
    spans, since, at_work = [], 0, person.employed
    for month, now in [*((m.month, bool(m.what["on"])) for m in moments if m.kind == "job"), (months, not person.employed)]:
        if now != at_work or month == months:
            if month > since:
                spans.append(Span(since, month, say.plain("life.job" if at_work else "life.out"), "plain" if at_work else "gap"))
            since, at_work = month, now
    return spans


def _barred(moments: Sequence[Moment], months: int, say: Words) -> list[Span]:
    spans: list[Span] = []
    since, cause = 0, ""
    rights: list[str] = []
    changes = [(m.month, _words(m.what["rights"]), str(m.what["cause"])) for m in moments if m.kind == "withheld"]
    for month, now, why in [*changes, (months, [], "")]:
        if (now, why) == (rights, cause) and month < months:
            continue
        if rights and month > since:
            names = say.listed([say.plain(f"domains.{right}") for right in rights])
            short = str(say.counted("life.rights", len(rights)))
            spans.append(Span(since, month, names, "own" if CLASS_OF.get(cause) == "earned" else "harm", short))
        since, rights, cause = month, now, why
    return spans


def _words(found: object) -> list[str]:
    return [str(word) for word in found] if isinstance(found, list) else []


def _given(moments: Sequence[Moment], months: int, say: Words) -> list[Span]:
    spans: list[Span] = []
    since = 0
    rewards: list[str] = []
    changes = [(m.month, _words(m.what["rewards"])) for m in moments if m.kind == "withheld"]
    for month, now in [*changes, (months, [])]:
        if now == rewards and month < months:
            continue
        if rewards and month > since:
            names = say.listed([say.plain(f"rewards.{reward}") for reward in rewards])
            spans.append(Span(since, month, names, "help", str(say.counted("life.rewards", len(rewards)))))
        since, rewards = month, now
    return spans


def _listed(moments: Sequence[Moment], months: int, say: Words) -> list[Span]:
    spans: list[Span] = []
    on: dict[str, tuple[int, bool]] = {}

    def close(name: str, month: int) -> None:
        if name in on:
            since, aware = on.pop(name)
            if month > since:
                spans.append(Span(since, month, say.plain("life.knows" if aware else "life.unaware"), "plain" if aware else "unaware"))

    for moment in moments:
        name = str(moment.what.get("list", ""))
        if moment.kind == "listed":
            close(name, moment.month)
            on[name] = (moment.month, bool(moment.what["told"]))
        elif moment.kind == "learned" and name in on:
            close(name, moment.month)
            on[name] = (moment.month, True)
        elif moment.kind == "left":
            close(name, moment.month)
    for name in list(on):
        close(name, months)
    return sorted(spans, key=lambda span: (span.first, span.end))


def _switch(kind: str, moments: Sequence[Moment], months: int, text: str, look: str) -> list[Span]:
    spans, since = [], None
    for moment in moments:
        if moment.kind == kind:
            if moment.what["on"] and since is None:
                since = moment.month
            elif not moment.what["on"] and since is not None:
                spans.append(Span(since, moment.month, text, look))
                since = None
    if since is not None and since < months:
        spans.append(Span(since, months, text, look))
    return spans


def events(life: Life, world: int, say: Words) -> list[Event]:
    """What happened in one of the worlds, in words and in order; acts and sightings that no file took are left out."""
    moments = life.moments[world]
    before: dict[str, Any] = {}
    found = []
    for moment in moments:
        if moment.kind in ("act", "sighting", "fine"):
            continue
        if said := told(moment, say, before):
            found.append(Event(moment.month, moment.kind, said, _weight(moment, moments)))
        before = dict(moment.what) if moment.kind == "withheld" else before
    return found


def _weight(moment: Moment, moments: Sequence[Moment]) -> int:
    weight = WEIGHT.get(moment.kind, 0)
    if moment.kind == "record":
        brought = any(other.kind == "listed" and other.month in (moment.month, moment.month + 1) for other in moments)
        wrong = CLASS_OF.get(str(moment.what["cause"])) != "earned"
        return weight + 3 if brought or wrong else 0
    return weight


def told(moment: Moment, say: Words, before: Mapping[str, Any] = MappingProxyType({})) -> str:
    """One moment in words; ``before`` is what the last moment of the kind ``withheld`` held."""
    what: dict[str, Any] = dict(moment.what)
    kind = moment.kind
    if kind == "withheld":
        return "; ".join(_withheld(what, before, say))
    why = say.plain(f"causes.{what['cause']}") if what.get("cause") else ""
    filled = {
        "act": say.name("acts", str(what.get("act", ""))),
        "list": what.get("list", ""),
        "scheme": what.get("scheme", ""),
        "channel": what.get("channel", ""),
        "way": say.name("ways", str(what.get("way", ""))),
        "money": say.yuan(float(what.get("cents", 0))),
        "person": say.whole(float(what.get("person", 0))),
        "why": say.plain("life.why", why=why) if why else "",
        "how": say.plain(f"life.how.{what['how']}") if "how" in what else "",
    }
    for switch in ("told", "won", "on"):
        if switch in what:
            return say.plain(f"life.{kind}-{'yes' if what[switch] else 'no'}", **filled)
    return say.plain(f"life.{kind}-is", **filled)


def _withheld(what: Mapping[str, Any], before: Mapping[str, Any], say: Words) -> Iterator[str]:
    """What of rights and rewards is not as it was."""
    if what["rights"]:
        if (what["rights"], what["cause"]) != (before.get("rights"), before.get("cause")):
            why = say.plain("life.why", why=say.plain(f"causes.{what['cause']}")) if what.get("cause") else ""
            yield say.plain("life.withheld-is", rights=say.listed([say.plain(f"domains.{right}") for right in what["rights"]]), why=why)
    elif before.get("rights"):
        yield say.plain("life.free")
    if what["rewards"]:
        if what["rewards"] != before.get("rewards"):
            yield say.plain("life.given-is", rewards=say.listed([say.plain(f"rewards.{reward}") for reward in what["rewards"]]))
    elif before.get("rewards"):
        yield say.plain("life.ungiven")


def numbered(own: Sequence[Event], twin: Sequence[Event]) -> list[tuple[int, str]]:
    """The events that the picture numbers, by month: debts, and what the twin has not; the weightier first if there are too many."""
    others = {(event.month, event.text) for event in twin}
    only = [event for event in own if event.weight > 0 and ((event.month, event.text) not in others or event.kind == "debt")]
    kept = sorted(only, key=lambda event: (-event.weight, event.month))[: MOST_EVENTS * 2]
    by_month: dict[int, list[str]] = {}
    for event in own:
        if event in kept:
            texts = by_month.setdefault(event.month, [])
            if event.text not in texts:
                texts.append(event.text)
    weights = {month: max(event.weight for event in kept if event.month == month) for month in by_month}
    months = sorted(sorted(by_month, key=lambda month: (-weights[month], month))[:MOST_EVENTS])
    return [(month, "; ".join(by_month[month])) for month in months]


def portrait(person: Person, say: Words) -> str:
    """Who lives the life, in words."""
    if not person.adult:
        work = say.plain("life.child")
    elif person.employed:
        work = say.plain("life.at-work", wage=say.yuan(person.wage))
    else:
        work = say.plain("life.no-work")
    home = say.plain("life.alone") if person.household == 1 else say.plain("life.household", n=person.household)
    savings = say.plain("life.overdrawn" if person.savings < 0 else "life.savings", money=say.yuan(abs(person.savings)))
    return say.plain("life.portrait", age=person.age, group=say.name("groups", person.group), home=home, work=work, savings=savings)
