"""Replay: one life as a timeline, beside its twins. Nothing was stored; the person's community is lived again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from counterlife.life import columns as col
from counterlife.life.community import PoolFullError, empty_state, empty_tally, live_into
from counterlife.town import traits
from counterlife.town.people import draw
from counterlife.words import CAUSES, DOMAINS, REWARDS, WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.regime.fill import Names
    from counterlife.regime.tables import RuleTables
    from counterlife.town.tables import TownTables

NOTES_MOST: Final = 65_536
KINDS: Final = (
    "act", "sighting", "record", "listed", "left", "learned", "appeal", "verdict", "paid", "job", "hardship", "fine", "withheld", "tie",
    "struck", "debt", "school", "university", "relief", "help", "joined", "quit", "held", "normal",
    "court-fine",
)  # fmt: skip
"""What a moment can be; the place is the number in `columns.N_…`."""

HOW: Final = ("freely", "under-pressure", "made-to")
"""How people join a scheme."""


@dataclass(frozen=True)
class Moment:
    """Something that happened to the person in one world.

    Attributes
    ----------
    month : int
        Months since the start.
    kind : str
        One of `KINDS`.
    what : dict
        Names and numbers, by kind: ``act``, ``channel``, ``scheme``, ``cause``, ``list``, ``told``, ``way``, ``won``, ``cents``, ``on``,
        ``how``, ``rights``, ``rewards``, ``person``.
    """

    month: int
    kind: str
    what: dict[str, object]


@dataclass(frozen=True)
class Person:
    """Who lives the life: traits that no world changes. Synthetic, drawn from aggregate margins."""

    number: int
    community: int
    age: int
    group: str
    adult: bool
    household: int
    employed: bool
    wage: int  # cents a month
    savings: int  # cents


class Standing(NamedTuple):
    """Where somebody stands with a scheme in a month, as its score phase reads it."""

    score: float  # points
    band: int


@dataclass(frozen=True)
class Life:
    """One life in several worlds.

    Attributes
    ----------
    person : Person
    worlds : tuple of str
    moments : tuple of tuple of Moment
        By world, in order of time.
    fork : int or None
        The first month in which something differs between the first world and the second; None if nothing ever does.
    standings : tuple of dict
        By world and scheme with a score: where the person stands each month, None where the scheme does not cover them.
    """

    person: Person
    worlds: tuple[str, ...]
    months: int
    moments: tuple[tuple[Moment, ...], ...]
    fork: int | None
    standings: tuple[Mapping[str, tuple[Standing | None, ...]], ...] = ()


def _bits(mask: int, words: Sequence[str], first: int = 0) -> list[str]:
    return [word for place, word in enumerate(words) if (mask >> (first + place)) & 1]


def _act(place: int, names: Names) -> str:
    return names.acts[place] if place >= 0 else "no act"


OF_LISTS: Final = (col.N_LISTED, col.N_LEFT, col.N_LEARNED, col.N_APPEAL, col.N_VERDICT)


def _of_list(kind: int, b: int, c: int) -> dict[str, object]:
    """What a note about a list says beside its name."""
    if kind == col.N_LISTED:
        return {"cause": CAUSES[b], "told": bool(c)}
    if kind == col.N_LEFT:
        return {"way": WAYS[b]}
    return {"won": bool(b)} if kind == col.N_VERDICT else {}


def _what(kind: int, a: int, b: int, c: int, names: Names) -> dict[str, object]:
    """The names behind a note's three numbers."""
    if kind == col.N_ACT:
        return {"act": names.acts[a]}
    if kind == col.N_SIGHT:
        return {"act": names.acts[a], "channel": names.channels[b], "cause": CAUSES[c]}
    if kind == col.N_RECORD:
        channel = names.channels[b & 255] if a >= 0 else "a classifier"
        return {"act": _act(a, names), "scheme": names.schemes[b >> 8], "channel": channel, "cause": CAUSES[c]}
    if kind in OF_LISTS:
        return {"list": names.lists[a]} | _of_list(kind, b, c)
    if kind in (col.N_PAID, col.N_FINE, col.N_DEBT):
        return {"cents": a}
    if kind == col.N_COURT_FINE:
        return {"cents": a, "list": names.lists[b]}
    if kind == col.N_MASK:
        return {"rights": _bits(a, DOMAINS), "rewards": _bits(a, REWARDS, len(DOMAINS)), "cause": CAUSES[b - 1] if b else ""}
    if kind == col.N_TIE:
        return {"person": a}
    if kind == col.N_STRUCK:
        return {"act": _act(a, names), "cause": CAUSES[b], "way": WAYS[c]}
    if kind in (col.N_JOINED, col.N_QUIT, col.N_HELD, col.N_NORMAL):
        return {"scheme": names.schemes[a], **({"how": HOW[b]} if kind == col.N_JOINED else {})}
    return {} if kind == col.N_UNIVERSITY else {"on": bool(a)}


def _person(community: traits.Community, town: TownTables, number: int) -> Person:
    home, place = divmod(number, town.persons)
    byte, column = community.byte[:, place], community.number[:, place]
    return Person(
        number=number,
        community=home,
        age=int(byte[traits.AGE]),
        group=town.groups[byte[traits.GROUP]],
        adult=bool(byte[traits.ADULT]),
        household=int(column[traits.HOUSEHOLD_SIZE]),
        employed=bool(byte[traits.EMPLOYED]),
        wage=int(column[traits.WAGE]),
        savings=int(column[traits.SAVINGS]),
    )


def _fork(one: Sequence[Moment], other: Sequence[Moment]) -> int | None:
    for a, b in zip(one, other, strict=False):
        if a != b:
            return min(a.month, b.month)
    longer = one if len(one) > len(other) else other
    return None if len(one) == len(other) else longer[min(len(one), len(other))].month


def replay(tables: RuleTables, names: Names, worlds: Sequence[str], town: TownTables, seed: int, person: int) -> Life:
    """Live a person's community again and write their life down.

    Parameters
    ----------
    tables, names : RuleTables, Names
        Of the worlds to show, the first being the one of interest.
    person : int
        ``community * persons of a community + place``.

    Notes
    -----
    The difference between two of the lives includes what reached the person through others, since the others live under the regime too.
    """
    home, place = divmod(person, town.persons)
    community = draw(town, seed, home)
    crowding = 1
    while True:
        state = empty_state(tables, community, crowding, NOTES_MOST)
        try:
            live_into(empty_tally(tables), state, tables, community, seed, home, watch=place)
        except PoolFullError:
            crowding *= 2
        else:
            break
    count = min(int(state.control[-1, col.C_NOTES]), NOTES_MOST)
    moments: list[list[Moment]] = [[] for _ in worlds]
    months = tables.cover.shape[2]
    standings: list[dict[str, list[Standing | None]]] = [{} for _ in worlds]
    for t, w, kind, a, b, c in state.note[:count].tolist():
        if kind == col.N_SCORE:
            standings[w].setdefault(names.schemes[a], [None] * months)[t] = Standing(b / 16, c)
            continue
        what = _what(kind, a, b, c, names)
        if kind == col.N_TIE:
            what = {"person": home * town.persons + a}
        moments[w].append(Moment(t, KINDS[kind], what))
    fork = _fork(moments[0], moments[1]) if len(worlds) > 1 else None
    who = _person(community, town, person)
    stood = tuple({name: tuple(each) for name, each in known.items() if who.adult} for known in standings)
    return Life(who, tuple(worlds), months, tuple(map(tuple, moments)), fork, stood)
