"""Lists: what puts a person or a firm on one, the ways off it, what it withholds, and who else acts on it."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from counterlife.regime.fields import Month, OneOf, Part, Sourced
from counterlife.regime.measuring import Demand
from counterlife.regime.quantity import Money, Months, Share, Term, default
from counterlife.regime.shared import ALL, NO_SHARE, DomainName, RewardName, Tier

EXITS: Final = ("pay", "perform", "appeal", "correction", "repair", "expiry", "rectify")
STAGES_MOST: Final = 4


class Threshold(Part):
    """A band of a scheme at which a list begins."""

    scheme: str
    band: str


class Stage(Sourced):
    """A stage of a listing: what it withholds beside the rest, once it has lasted so long."""

    after: Months
    withholds: tuple[DomainName, ...]


class Kin(Sourced):
    """What a list withholds from the adults who live with somebody on it."""

    family: tuple[DomainName, ...]


class CourtFine(Sourced):
    """A fine that the court adds while an order stays unperformed: on which share of those on its list, after how long, and how much."""

    sum: Money
    after: Months
    share: Share = Field(default_factory=ALL)


class Proportion(Sourced):
    """A limit by the act: how long a listing lasts at most for each point of its gravity, and whether only related rights are withheld."""

    per_point: Months | None = None
    related: bool = False


class ListRule(Sourced):
    """A blacklist or redlist: what puts a person on it, notice, term, ways off it, and what it withholds or gives."""

    authority: str = ""
    colour: Annotated[str, OneOf("colour", ("black", "red"))] = "black"
    unable: Share = Field(default_factory=ALL)
    below: Threshold | None = None
    above: Threshold | None = None
    notice: Share = Field(default_factory=NO_SHARE)
    notice_firm: Share = Field(default_factory=ALL)
    """Of the firms that come on a list of enterprises, those told at once."""
    term: Term = Field(default_factory=default("term", "until it ends"))
    exits: tuple[Annotated[str, OneOf("exit", EXITS)], ...] = ()
    withholds: tuple[DomainName, ...] = ()
    gives: tuple[RewardName, ...] = ()
    publishes: Tier = "counter"
    since: Month | None = None
    representative: Annotated[tuple[DomainName, ...], BeforeValidator(lambda raw: () if raw is False or raw == "no" else raw)] = ()
    """What a list of enterprises withholds, in person, from the legal representative of a firm on it; ``no`` for nothing."""
    grace: Months = Field(default_factory=default("number of months", "0 months"))
    stages: tuple[Stage, ...] = ()
    kin: Kin | None = None
    fine: CourtFine | None = None
    proportion: Proportion | None = None
    clears: Share = Field(default_factory=ALL)
    demands: tuple[Demand, ...] = ()
    """What its rule demands before somebody is on it; whether that is kept, `notice` and `exits` say."""

    @model_validator(mode="after")
    def _stages_fit(self) -> Self:
        if len(self.stages) > STAGES_MOST:
            raise ValueError(f"a list has at most {STAGES_MOST} stages")
        if self.stages and self.colour == "red":
            raise ValueError("a red list has no stages: it withholds nothing")
        if (self.grace.value or self.clears.value != 1) and (self.below is not None or self.above is not None):
            raise ValueError("a threshold list has no `grace` and no `clears`: it lasts while it holds")
        if self.fine is not None and not {"pay", "perform"} & set(self.exits):
            raise ValueError("a court fines for an order: its list has the exit `pay` or `perform`")
        if not self.clears.value:
            raise ValueError("`clears` is 0: nobody would ever leave by paying or by the end of a term")
        return self

    @model_validator(mode="after")
    def _one_way_on(self) -> Self:
        threshold = self.below is not None or self.above is not None
        if self.below is not None and self.above is not None:
            raise ValueError("a list has `below` or `above`, not both")
        if threshold and self.term.value is not None:
            raise ValueError("a threshold list lasts while it holds: it has no fixed term")
        if not threshold and self.term.text == "while it holds":
            raise ValueError("the term `while it holds` needs `below` or `above`")
        if "expiry" in self.exits and self.term.value is None:
            raise ValueError("the exit `expiry` needs a fixed term")
        return self


class Agency(Sourced):
    """Who else acts on lists: joint sanctions."""

    receives: tuple[str, ...]
    withholds: tuple[DomainName, ...] = ()
    since: Month | None = None
    clears: Share = Field(default_factory=ALL)
    """Of its copies of those who left a list, the share that it clears a month."""
