"""Channels: who sees which acts, how well, what they pin on whom, and where their records go."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from counterlife.regime.fields import Month, OneOf, Sourced
from counterlife.regime.quantity import DatedShare, Number, Rate, Share
from counterlife.regime.shared import ALL, NO_NUMBER, NO_RATE, NO_SHARE, ONE, GroupedDatedShare, GroupedRate, GroupedShare
from counterlife.words import CONTEXTS, RELATIONS


class FalseReports(Sourced):
    """Reports of what never happened: their rate per adult, for all or by the group of the person reported."""

    rate: GroupedRate
    of: str


class Review(Sourced):
    """A person looks at each alert before it counts: the share kept of those about whoever acted, and of all others."""

    keeps_true: Share = Field(default_factory=ALL)
    keeps_wrong: Share = Field(default_factory=ALL)


class Matching(Sourced):
    """Faces compared with a gallery: how often, how often two different faces are taken for one, and the act then put on file.

    ``probes`` are faces of a person that pass, each compared with a gallery of ``gallery`` wanted faces. ``searches`` are faces looked for
    in a gallery that holds everybody within sight.
    """

    of: str
    false_match: GroupedShare
    gallery: Number = Field(default_factory=ONE)
    probes: Rate = Field(default_factory=NO_RATE)
    searches: Number = Field(default_factory=NO_NUMBER)


class Malice(Sourced):
    """Malicious reports: at which rate over which relation, and of which act."""

    of: str
    rate: dict[Annotated[str, OneOf("relation", RELATIONS)], Rate]


class Direction(Sourced):
    """Direction from above: for this share of the expressions that a channel has on file, an act is entered that nobody did."""

    share: Share
    enters: str


class Sharing(Sourced):
    """An agreement by which the records of a channel, or all that enters one scheme, enter another scheme's file as well."""

    from_: str
    to: str
    since: Month | None = None
    consent: bool = False


class Channel(Sourced):
    """A way of seeing acts: coverage, sensitivity, records pinned on somebody else, and where the records go."""

    context: Annotated[str, OneOf("context", CONTEXTS)]
    sees: tuple[str, ...] = ()
    coverage: DatedShare = Field(default_factory=ALL)
    coverage_of: dict[str, DatedShare] = Field(default_factory=dict)
    coverage_at: dict[str, GroupedDatedShare] = Field(default_factory=dict)
    catches: Share = Field(default_factory=ALL)
    mistaken_person: GroupedShare = Field(default_factory=NO_SHARE)
    mistaken_firm: Share = Field(default_factory=NO_SHARE)
    spares: Share = Field(default_factory=NO_SHARE)
    presses: Share = Field(default_factory=NO_SHARE)
    """Of the acts of firms from which easy paperwork is withheld that it would miss, those it catches all the same."""
    """Of the acts of firms on a red list that it would catch, those it does not look at."""
    false_reports: FalseReports | None = None
    matching: Matching | None = None
    malice: Malice | None = None
    review: Review | None = None
    removes: Share = Field(default_factory=NO_SHARE)
    direction: Direction | None = None
    locates: bool = False
    feeds: tuple[str, ...] = ()
