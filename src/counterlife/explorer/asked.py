"""What can be asked for: the bodies of requests, and the designs that they mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from counterlife.explorer.faults import Fault
from counterlife.regime.load import Text
from counterlife.report.reproduce import DEFAULT_TOWN
from counterlife.report.reproduce import Asked as Words
from counterlife.study.design import Design, design
from counterlife.study.engine import shape_of

if TYPE_CHECKING:
    from counterlife.explorer.library import Library

STAGES: Final = (4, 12, 40, 200)
"""Seeds after which an answer is given, unless it is asked for otherwise."""

MOST_PEOPLE: Final = 200_000
MOST_YEARS: Final = 30
MOST_SEEDS: Final = 400
MOST_WORLDS: Final = 8
MOST_MONTHS: Final = 20_000_000_000
"""Person-months of a run, all worlds and seeds."""

MOST_BYTES: Final = 2_000_000_000
"""Of what a run counts, all seeds."""

Name = Annotated[str, Field(min_length=1, max_length=200)]
Seeds = Annotated[int, Field(ge=1, le=MOST_SEEDS)]


class Body(BaseModel):
    """A request's body: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Source(Body):
    """The words of a regime file."""

    source: Annotated[str, Field(max_length=250_000)]


class RunBody(Body):
    """A run: a regime of the library (or the words of one), what it is set against, and how large."""

    regime: Name | None = None
    source: Annotated[str, Field(max_length=250_000)] | None = None
    against: Annotated[tuple[Name, ...], Field(max_length=MOST_WORLDS)] = ("none",)
    with_: Annotated[tuple[Name, ...], Field(max_length=MOST_WORLDS, alias="with")] = ()
    set: Annotated[dict[Name, str | float | bool | None], Field(max_length=100)] = Field(default_factory=dict)
    town: Name = DEFAULT_TOWN
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] = 20_000
    years: Annotated[float, Field(gt=0, le=MOST_YEARS)] = 5
    start: Annotated[str, Field(max_length=7)] = "2014"
    seeds: Seeds | Annotated[tuple[Seeds, ...], Field(min_length=1, max_length=8)] = STAGES

    @property
    def stages(self) -> tuple[int, ...]:
        """Seeds after which an answer is given, growing; the last is all."""
        return tuple(sorted({self.seeds} if isinstance(self.seeds, int) else set(self.seeds)))

    @property
    def sets(self) -> tuple[str, ...]:
        """Settings as the command line writes them."""
        return tuple(f"{path}={_said(value)}" for path, value in self.set.items())

    def words(self, library: Library) -> Words:
        """The same in the words of the command line; a regime that was sent as a text has no name."""
        return Words(
            regime="" if self.regime is None else library.regime(self.regime),
            against=self.against,
            with_=self.with_,
            people=self.people,
            years=self.years,
            start=self.start,
            seeds=tuple(range(1, self.stages[-1] + 1)),
            sets=self.sets,
            town=self.town,
        )

    def design(self, library: Library) -> Design:
        """What is to be lived; a rival at the same budget is still to be matched.

        Raises
        ------
        Fault
            If it is too much, or says two things at once.
        RegimeError, DesignError
            If it can't be.
        """
        if (self.regime is None) == (self.source is None):
            raise Fault(
                422, "give either `regime` or `source`", "regime", "`regime` names one of the library, `source` holds a file's words"
            )
        library.town(self.town)
        for name in self.against:
            library.baseline(name)
        for name in (part.strip() for joined in self.with_ for part in joined.split("+")):
            library.safeguard(name)
        if 1 + len(self.against) + len(self.with_) > MOST_WORLDS:
            raise Fault(422, f"at most {MOST_WORLDS} worlds at a time", "with", "leave some out")
        made = design(
            Text(self.source) if self.source is not None else library.regime(str(self.regime)),
            against=self.against,
            with_=self.with_,
            people=self.people,
            years=self.years,
            start=self.start,
            seeds=range(1, self.stages[-1] + 1),
            sets=self.sets,
            town=self.town,
            match=False,
        )
        if made.person_months > MOST_MONTHS:
            message = f"{made.person_months:,} person-months are too many for a page: at most {MOST_MONTHS:,}"
            raise Fault(422, message, "people", "fewer people, years, seeds or worlds; or `counterlife run`, which has no such limit")
        return _fits(made)


def _fits(made: Design) -> Design:
    """The same design, if there is room for what it counts."""
    _, shapes = shape_of(made)
    size = 8 * sum(math.prod(shape) for shape in shapes.values()) * len(made.seeds)
    if size > MOST_BYTES:
        message = f"what it counts would fill {size // 10**6:,} megabytes: at most {MOST_BYTES // 10**6:,}"
        raise Fault(422, message, "seeds", "fewer seeds, years or worlds; or `counterlife run`, which keeps it on disk")
    return made


def limit(people: int, years: float, stages: tuple[int, ...]) -> str:
    """What is too large for a page, if anything is."""
    try:
        RunBody(regime="none", people=people, years=years, seeds=stages)
    except ValidationError as error:
        first = error.errors()[0]
        return f"{first['loc'][0]} {first['input']}: {first['msg'][:1].lower()}{first['msg'][1:]}"
    return ""


def _said(value: str | float | bool | None) -> str:
    """A value as a setting writes it; nothing takes away what is there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
