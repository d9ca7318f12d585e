"""A scheme: whom it covers, its catalog, its score and bands, and what follows from a band."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from counterlife.regime.adapting import Covers
from counterlife.regime.fields import BandName, Month, OneOf, Sourced
from counterlife.regime.measuring import Demand
from counterlife.regime.quantity import Duration, Money, Number, Points, Rate, Share, Signed
from counterlife.regime.shared import ALL, FOR_LIFE, NO_NUMBER, NO_RATE, NO_SHARE, PROPENSITIES, DomainName, RewardName, Tier
from counterlife.words import TRAITS

FILES: Final = ("deleted", "kept")


class Factor(Sourced):
    """A factor of a score: its weight among the factors, and the trait whose rank in the town it is."""

    weight: Share
    from_: Annotated[str, OneOf("trait", TRAITS)]


class Score(Sourced):
    """A score in points and its bounds: everybody starts at ``start``, or each where ``factors`` put them."""

    start: Points | None = None
    least: Points
    most: Points
    factors: dict[str, Factor] = Field(default_factory=dict)
    claims: Annotated[str, OneOf("propensity", PROPENSITIES)] | None = None
    """The propensity that it is said to measure."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.factors and self.start is None:
            raise ValueError("a score needs a `start`, or `factors`")
        if self.factors and self.start is not None:
            raise ValueError("a score has one `start` for all, or `factors` that give each person their own")
        if self.factors and not any(factor.weight.value for factor in self.factors.values()):
            raise ValueError("`factors` weigh nothing")
        if not self.least.value <= self.middling <= self.most.value:
            raise ValueError(f"the score starts at {self.start}, outside {self.least} to {self.most}")
        return self

    @property
    def middling(self) -> int:
        """Points at the start; of a factor score those of somebody in the middle of every rank."""
        return self.start.value if self.start is not None else (self.least.value + self.most.value) // 2


class Band(Sourced):
    """A band of a score: it reaches from these points up to the next band."""

    from_: Points


class Discretion(Sourced):
    """A vague heading: within its core it always applies; beyond, an official decides.

    ``mean`` is the chance with the middling official and group, ``official_sd`` how unlike officials are and ``group`` what a group adds,
    both in logits.
    """

    mean: Share
    official_sd: Number = Field(default_factory=NO_NUMBER)
    group: dict[str, Signed] = Field(default_factory=dict)
    core: Share = Field(default_factory=NO_SHARE)


class Entry(Sourced):
    """What a catalog does about one act; with nothing named, the act is kept on file and no more."""

    points: Points | None = None
    band: BandName | None = None
    list: str | None = None
    fine: Money | None = None
    since: Month | None = None
    until: Month | None = None
    retroactive: bool = False
    """Whether acts done before it was in force count once it is."""
    kept: Duration | None = None
    discretion: Discretion | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError("`until` is not after `since`")
        if self.retroactive and self.discretion is not None:
            raise ValueError("an entry that is `retroactive` leaves nothing to `discretion`")
        return self


class Records(Sourced):
    """How long records are kept, and what share of those whose time is over are removed a month; the others go stale."""

    kept: Duration = Field(default_factory=FOR_LIFE)
    removed: Share = Field(default_factory=ALL)
    leaks: Rate = Field(default_factory=NO_RATE)
    """At which a file gets out, per file."""


class Follow(Sourced):
    """What follows from a band: a threshold list named ``scheme/band``."""

    withholds: tuple[DomainName, ...] = ()
    gives: tuple[RewardName, ...] = ()
    notice: Share = Field(default_factory=NO_SHARE)
    publishes: Tier = "counter"
    demands: tuple[Demand, ...] = ()


class Scheme(Sourced):
    """One authority's rules: who is covered, the catalog, the score and its bands, and what follows from them."""

    authority: str = ""
    since: Month | None = None
    lasts: Duration = Field(default_factory=FOR_LIFE)
    until: Month | None = None
    files: Annotated[str, OneOf("end of files", FILES)] = "deleted"
    """What happens to its files when it ends."""
    ordinary: bool = False
    open: bool = False
    covers: Covers = Covers()
    score: Score | None = None
    bands: dict[BandName, Band] = Field(default_factory=dict)
    catalog: dict[str, Entry] = Field(default_factory=dict)
    records: Records = Records()
    follows: dict[str, Follow] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _ends_whole(self) -> Self:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError("`until` is not after `since`")
        if self.until is None and self.lasts.value is None and self.files != "deleted":
            raise ValueError("`files` says what happens to files at the end: give the scheme `until` or `lasts`")
        return self

    def begins(self, since: int | None) -> int | None:
        """When the scheme begins, in a regime that began ``since``; ordinary law has always been there."""
        return None if self.ordinary else since if self.since is None else self.since
