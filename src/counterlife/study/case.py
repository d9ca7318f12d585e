"""Case files: a question, a regime, and the rule by which a few synthetic lives are chosen, or a search worked out in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import Field, TypeAdapter, model_validator

from counterlife.evidence.facts import cited
from counterlife.measure.registry import BY_NAME
from counterlife.regime.fields import Month, OneOf, Part, Slug, Source, Sourced
from counterlife.regime.load import find, load
from counterlife.regime.names import hint
from counterlife.regime.quantity import Number, Share
from counterlife.regime.reading import Document, Problem, RegimeError, Trail, read, validated
from counterlife.regime.shared import DomainName
from counterlife.regime.units import month_text
from counterlife.study.design import MUTES, design
from counterlife.town.profile import load_town
from counterlife.words import CAUSES, CLASS_OF, CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterlife.study.design import Design

WHO: Final = ("adults", "pupils")
"""Whose lives: adults, or children with a paid school place."""

CAUSES_AND_CLASSES: Final = tuple(dict.fromkeys((*CAUSES, *CLASSES)))
"""A class of causes stands for all of its causes; ``earned`` is both."""

MOST_SHOWN: Final = 5
MOST_RUNS: Final = 100


class Lives(Part):
    """Whose lives are told. Every condition that is written must hold, in the world of the regime, at the end of the run.

    ``list``, ``act``, ``cause``, ``told`` and ``withheld`` speak of the latest entry on that list; ``refused`` of a pupil whose
    household's paid school places were refused in any month, because of an adult of the household.
    """

    who: Annotated[str, OneOf("kind of person", WHO)] = "adults"
    group: str | None = None
    list: str | None = None
    act: str | None = None
    cause: tuple[Annotated[str, OneOf("cause", CAUSES_AND_CLASSES)], ...] = ()
    told: bool | None = None
    withheld: tuple[DomainName, ...] = ()
    refused: bool = False
    months: Annotated[int, Field(ge=0)] = 0
    show: Annotated[int, Field(ge=1, le=MOST_SHOWN)] = 1

    @property
    def causes(self) -> frozenset[str]:
        """The causes that ``cause`` allows, classes spelled out; all if it says nothing."""
        return frozenset(cause for cause in CAUSES if not self.cause or cause in self.cause or CLASS_OF[cause] in self.cause)

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        about_list = self.act is not None or self.cause or self.told is not None or self.withheld
        if about_list and self.list is None:
            raise ValueError("`act`, `cause`, `told` and `withheld` are about a listing: name the `list`")
        if self.refused != (self.who == "pupils"):
            raise ValueError("`refused` is about pupils, and lives of pupils need it")
        if self.who == "pupils" and (self.list is not None or self.months):
            raise ValueError("a pupil is on no list: only `group`, `refused` and `show` can be said")
        if self.list is None and not (self.refused or self.months):
            raise ValueError("no rule chooses these lives: name a `list`, `refused` or `months`")
        return self


class Claim(Sourced):
    """A published claim of speed: so many enrolled faces compared in so many seconds."""

    gallery: Annotated[int, Field(ge=1)]
    seconds: Number


class Search(Part):
    """A person sought by cameras with face matching: ladders of what is not known, worked out by `counterlife.study.search`."""

    minutes: Number
    passes: Number
    faces: Number
    hit: Share
    coverage: tuple[Share, ...]
    galleries: tuple[Annotated[int, Field(ge=1)], ...]
    false_match: tuple[Share, ...]
    claim: Claim


class Case(Part):
    """A case file."""

    case: Slug
    title: str
    question: str
    about: str = ""
    leaves_out: str = ""
    facts: tuple[Source, ...] = ()
    regime: str | None = None
    with_: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    against: str = "none"
    town: str = "china-2020"
    start: Month = 2014 * 12
    years: Number = Field(default_factory=lambda: TypeAdapter(Number).validate_python(5))
    people: Annotated[int, Field(ge=1)] = 20_000
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)] = 12
    measures: tuple[Annotated[str, OneOf("measure", tuple(BY_NAME))], ...] = ()
    lives: Lives | None = None
    search: Search | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        run = self.lives is not None or bool(self.measures)
        if run == (self.search is not None):
            raise ValueError("a case has `lives`, `measures` or both, or else a `search`")
        if run != (self.regime is not None):
            raise ValueError("lives and measures need a `regime`, and a search needs none")
        return self


CASE: Final[TypeAdapter[Case]] = TypeAdapter(Case)


@dataclass(frozen=True)
class Loaded:
    """A case that can be told.

    Attributes
    ----------
    case : Case
        The file.
    design : Design or None
        Its worlds: the regime, and the world of the twins. None for a search.
    """

    case: Case
    design: Design | None


def title_of(name_or_path: str | Path) -> str:
    """The title of a case."""
    return _read(name_or_path)[2].title


def _read(name_or_path: str | Path) -> tuple[Path, Document, Case]:
    path, shown = find(name_or_path, "cases")
    document = read(path, shown)
    return path, document, validated(CASE, document)


def load_case(name_or_path: str | Path) -> Loaded:
    """A case of the library or of a file.

    Raises
    ------
    RegimeError
        With every problem found, each with file, line and column.
    DesignError
        If people, years or start can't be run.
    """
    path, document, case = _read(name_or_path)
    wrong = list(_unknown_facts(case, document))
    if case.regime is None:
        if wrong:
            raise RegimeError(wrong)
        return Loaded(case, None)
    rules = _at(document, ("regime",), case.regime, "regimes", path)
    overlays = [_at(document, ("with", place), name, "safeguards", path) for place, name in enumerate(case.with_)]
    regime = load(rules, case.set, overlays)
    town = load_town(_at(document, ("town",), case.town, "towns", path))
    lists = [*regime.lists, *(f"{name}/{band}" for name, scheme in regime.schemes.items() for band in scheme.follows)]
    rule = case.lives or Lives(months=1)
    checks = (
        (("lives", "list"), rule.list, lists, "list"),
        (("lives", "group"), rule.group, list(town.groups), "group"),
        (("lives", "act"), rule.act, list(town.acts), "act"),
    )
    for trail, name, known, what in checks:
        if name is not None and name not in known:
            where = f"the town {town.town}" if what != "list" else f"the regime {regime.regime}"
            wrong.append(Problem(f"no {what} `{name}` in {where}", document.place(trail), hint(name, known)))
    if wrong:
        raise RegimeError(wrong)
    made = design(
        rules,
        against=(case.against if case.against in MUTES else _at(document, ("against",), case.against, "regimes", path),),
        with_=("+".join(overlays),) if overlays else (),
        people=case.people,
        years=float(case.years.value),
        start=month_text(case.start),
        seeds=range(1, case.runs + 1),
        sets=case.set,
        town=str(_at(document, ("town",), case.town, "towns", path)),
    )
    return Loaded(case, made)


def _at(document: Document, trail: Trail, name: str, kind: str, path: Path) -> str:
    """A name as it can be loaded: files are sought beside the case; what is not there is a problem at its place."""
    try:
        file, shown = find(name, kind)
    except RegimeError as error:
        raise RegimeError([problem._replace(place=document.place(trail)) for problem in error.problems]) from None
    if shown != name:
        return name
    file = file if file.is_absolute() else path.parent / file
    if not file.is_file():
        raise RegimeError([Problem(f"no file `{name}`", document.place(trail))])
    return str(file)


def _unknown_facts(case: Case, document: Document) -> Iterator[Problem]:
    for place, source in enumerate(case.facts):
        if not cited(source):
            yield Problem(f"`{source}` is no id of a published fact", document.place(("facts", place)), "such as spc_list-23")
