"""The two pictures for a notebook, which shows what they return by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from counterlife.report.finding import people as in_worlds
from counterlife.report.gather import Facts
from counterlife.report.page import lifeline
from counterlife.report.say import words
from counterlife.study.lives import follow, only

if TYPE_CHECKING:
    from counterlife.report.lifeline import Lifeline
    from counterlife.report.people100 import People
    from counterlife.study.run import Run


@dataclass(frozen=True)
class Gallery:
    """A hundred people in each of several worlds."""

    worlds: tuple[People, ...]

    def _repr_html_(self) -> str:
        return Markup("").join(Markup(one._repr_html_()) for one in self.worlds)


def people(run: Run, language: str = "en") -> Gallery:
    """What became of a hundred people, or of a thousand, in each world of a run.

    Parameters
    ----------
    run : Run
        A finished run.
    language : str
        Of `counterlife.report.say.LANGUAGES`.
    """
    return Gallery(tuple(picture["people"] for picture in in_worlds(Facts(run, words(language)))[1]))


def life(run: Run, person: int, seed: int | None = None, language: str = "en") -> Lifeline:
    """One life beside its twin.

    Parameters
    ----------
    run : Run
        A finished run of a regime and a world to compare with.
    person : int
        From 0.
    seed : int, optional
        The replicate; the first one if not given.
    """
    facts = Facts(run, words(language))
    if facts.base is None:
        raise ValueError("this run has no other world, so there are no twins: give `against`")
    pair = only(facts.design, 0, facts.design.names.index(facts.base))
    found = follow(pair, person, facts.design.seeds[0] if seed is None else seed)
    return lifeline(facts, found)
