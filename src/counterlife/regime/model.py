"""The words of a regime file: one class a kind of rule, with the field names of the file (dashes are underscores here).

A name that must exist elsewhere in the file (a band, a list, a scheme) is checked in `counterlife.regime.check`, on the raw file, so
that all errors of a file are reported at once. Groups are the town's and are checked when a regime meets a town.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Discriminator, Field, ModelWrapValidatorHandler, PrivateAttr, Tag, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from counterlife.regime.adapting import Adapt, Covers
from counterlife.regime.check import complaints
from counterlife.regime.fields import BandName, Month, OneOf, Part, Slug, Sourced
from counterlife.regime.quantity import (
    Capacity,
    DatedShare,
    Duration,
    Money,
    Months,
    Number,
    Points,
    Quantity,
    Rate,
    Share,
    Signed,
    Term,
    default,
    is_quantity_mapping,
)  # fmt: skip
from counterlife.words import CONTEXTS, DOMAINS, KINDS, NATURES, RELATIONS, REWARDS, TRAITS

EXITS: Final = ("pay", "perform", "appeal", "correction", "repair", "expiry", "rectify")
STAGES_MOST: Final = 4
PROPENSITIES: Final = tuple(nature for nature in NATURES if nature != "attribute")


def _branch(raw: Any) -> str:
    if isinstance(raw, Mapping) and not is_quantity_mapping(raw) and not {"range", "source", "grade", "unit", "note"} & set(raw):
        return "groups"
    return "one"


GroupedShare = Annotated[Annotated[Share, Tag("one")] | Annotated[dict[str, Share], Tag("groups")], Discriminator(_branch)]
"""A share for all, or a mapping of groups to shares (a group that is not named has none)."""
GroupedDatedShare = Annotated[Annotated[DatedShare, Tag("one")] | Annotated[dict[str, DatedShare], Tag("groups")], Discriminator(_branch)]
GroupedRate = Annotated[Annotated[Rate, Tag("one")] | Annotated[dict[str, Rate], Tag("groups")], Discriminator(_branch)]

DomainName = Annotated[str, OneOf("domain", DOMAINS)]
RewardName = Annotated[str, OneOf("reward", REWARDS)]

NO_SHARE = default("share", 0)
ALL = default("share", 1)
ONE = default("number", 1)
NO_NUMBER = default("number", 0)
NO_RATE = default("rate", 0)
FOR_LIFE = default("duration", "for life")


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
    kept: Duration | None = None
    discretion: Discretion | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError("`until` is not after `since`")
        return self


class Records(Sourced):
    """How long records are kept."""

    kept: Duration = Field(default_factory=FOR_LIFE)


class Follow(Sourced):
    """What follows from a band: a threshold list named ``scheme/band``."""

    withholds: tuple[DomainName, ...] = ()
    gives: tuple[RewardName, ...] = ()
    notice: Share = Field(default_factory=NO_SHARE)
    publishes: bool = False


class Scheme(Sourced):
    """One authority's rules: who is covered, the catalog, the score and its bands, and what follows from them."""

    authority: str = ""
    ordinary: bool = False
    open: bool = False
    covers: Covers = Covers()
    score: Score | None = None
    bands: dict[BandName, Band] = Field(default_factory=dict)
    catalog: dict[str, Entry] = Field(default_factory=dict)
    records: Records = Records()
    follows: dict[str, Follow] = Field(default_factory=dict)


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


class ListRule(Sourced):
    """A blacklist or redlist: what puts a person on it, notice, term, ways off it, and what it withholds or gives."""

    authority: str = ""
    colour: Annotated[str, OneOf("colour", ("black", "red"))] = "black"
    unable: Share = Field(default_factory=ALL)
    below: Threshold | None = None
    above: Threshold | None = None
    notice: Share = Field(default_factory=NO_SHARE)
    term: Term = Field(default_factory=default("term", "until it ends"))
    exits: tuple[Annotated[str, OneOf("exit", EXITS)], ...] = ()
    withholds: tuple[DomainName, ...] = ()
    gives: tuple[RewardName, ...] = ()
    publishes: bool = False
    since: Month | None = None
    representative: Annotated[tuple[DomainName, ...], BeforeValidator(lambda raw: () if raw is False or raw == "no" else raw)] = ()
    """What a list of enterprises withholds, in person, from the legal representative of a firm on it; ``no`` for nothing."""
    grace: Months = Field(default_factory=default("number of months", "0 months"))
    stages: tuple[Stage, ...] = ()
    kin: Kin | None = None
    clears: Share = Field(default_factory=ALL)

    @model_validator(mode="after")
    def _stages_fit(self) -> Self:
        if len(self.stages) > STAGES_MOST:
            raise ValueError(f"a list has at most {STAGES_MOST} stages")
        if self.stages and self.colour == "red":
            raise ValueError("a red list has no stages: it withholds nothing")
        if (self.grace.value or self.clears.value != 1) and (self.below is not None or self.above is not None):
            raise ValueError("a threshold list has no `grace` and no `clears`: it lasts while it holds")
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
    false_reports: FalseReports | None = None
    matching: Matching | None = None
    malice: Malice | None = None
    review: Review | None = None
    removes: Share = Field(default_factory=NO_SHARE)
    direction: Direction | None = None
    locates: bool = False
    feeds: tuple[str, ...] = ()


class OrdinaryPay(Sourced):
    """The hazard that somebody able pays an open judgment without any list."""

    ordinary: Rate = Field(default_factory=NO_RATE)


class Law(Part):
    """Ordinary law beside any scheme."""

    pay: OrdinaryPay = OrdinaryPay()


class Association(Sourced):
    """The part of a score that comes from the scores of others."""

    weight: Share
    over: dict[Annotated[str, OneOf("kind of tie", ("family", "friend", "colleague"))], Share]
    scheme: str

    @model_validator(mode="after")
    def _weighs_something(self) -> Self:
        if not sum(share.value for share in self.over.values()):
            raise ValueError("`over` gives no kind of tie any weight")
        return self


class Look(Sourced):
    """What a classifier looks for: a propensity in the highest ranks of the town, or acts of the month."""

    propensity: Annotated[str, OneOf("propensity", PROPENSITIES)] | None = None
    above: Share | None = None
    acts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.propensity is None) == (not self.acts) or (self.propensity is None) != (self.above is None):
            raise ValueError("a classifier looks for a `propensity` with `above`, or for `acts`")
        return self


class Watch(Sourced):
    """Looking more at those flagged: a channel, and the share of them that is within its sight."""

    channel: str
    coverage: Share


class Guess(Sourced):
    """A classifier: whom it flags, how often wrongly, and what a flag brings."""

    scheme: str
    of: Look
    true_positive: GroupedShare
    false_positive: GroupedShare
    sticks: Share = Field(default_factory=default("share", 0.8))
    every: Months = Field(default_factory=default("number of months", "1 month"))
    points: Points | None = None
    band: BandName | None = None
    list: str | None = None
    kept: Duration | None = None
    since: Month | None = None
    watch: Watch | None = None


class Infer(Part):
    """What is guessed about people rather than seen."""

    association: Association | None = None
    prediction: Guess | None = None
    sentiment: Guess | None = None
    anomaly: Guess | None = None


class LookUps(Sourced):
    """Who looks a visible record up and refuses: the share of hirings, of searches for a home, and of persons lent nothing."""

    employer: Share = Field(default_factory=NO_SHARE)
    landlord: Share = Field(default_factory=NO_SHARE)
    lender: Share = Field(default_factory=NO_SHARE)


class FirmBear(Sourced):
    """What sanctions do to firms: shares of turnover lost while a right is withheld, and work lost in a firm without any turnover."""

    contracts: Share = Field(default_factory=NO_SHARE)
    credit: Share = Field(default_factory=NO_SHARE)
    licence: Share = Field(default_factory=NO_SHARE)
    jobs: Rate = Field(default_factory=NO_RATE)


class Bear(Sourced):
    """What sanctions do in life."""

    job_loss: Rate = Field(default_factory=NO_RATE)
    hire_refused: Share = Field(default_factory=NO_SHARE)
    ties_break: Rate = Field(default_factory=NO_RATE)
    look_ups: LookUps = LookUps()
    firms: FirmBear | None = None


class ListedPay(Sourced):
    """The hazard of paying that is added, or of performing an order, while somebody is listed and aware of it."""

    while_listed: Rate = Field(default_factory=NO_RATE)


class ByTruth(Sourced):
    """Two shares: where the listing is wrong, and where it is right."""

    if_wrong: Share
    if_right: Share


class Appeal(Sourced):
    """Appeal to a court with a limited number of cases a month."""

    capacity: Capacity
    files: ByTruth
    succeeds: ByTruth
    takes: Months = Field(default_factory=default("number of months", "1 month"))


class Correction(Sourced):
    """How wrong records are corrected: at the request of somebody who knows, or by an audit."""

    on_request: Rate = Field(default_factory=NO_RATE)
    audit: Rate = Field(default_factory=NO_RATE)


class Repair(Sourced):
    """Credit repair: after a waiting time, at a rate."""

    after: Months
    granted: Rate


class RateByTruth(Sourced):
    """Two rates: where the listing is wrong, and where it is right."""

    if_wrong: Rate
    if_right: Rate


class FirmRecourse(Sourced):
    """How firms come off lists: by rectifying, by an appeal that is won, by credit repair."""

    rectify: Rate = Field(default_factory=NO_RATE)
    appeal: RateByTruth | None = None
    repair: Repair | None = None


class Recourse(Part):
    """What a listed person can do."""

    look_up: Rate = Field(default_factory=NO_RATE)
    pay: ListedPay = ListedPay()
    perform: ListedPay = ListedPay()
    appeal: Appeal | None = None
    correction: Correction | None = None
    repair: Repair | None = None
    firms: FirmRecourse | None = None


class Phases(Part):
    """Which phases of the month take place."""

    act: bool = True
    observe: bool = True
    record: bool = True
    score: bool = True
    infer: bool = True
    listing: bool = True
    sanction: bool = True
    bear: bool = True
    recourse: bool = True
    adapt: bool = True


class Mute(Part):
    """Two switches: with ``follows`` off nothing follows from score or list, with ``known`` off nobody is told and nobody learns."""

    follows: bool = True
    known: bool = True


class Regime(Part):
    """All the rules in force in a town at once."""

    regime: Slug
    title: str = ""
    about: str = ""
    kind: tuple[Annotated[str, OneOf("kind", KINDS)], ...] = ()
    hypothesis: bool = False
    since: Month | None = None
    schemes: dict[Slug, Scheme] = Field(default_factory=dict)
    lists: dict[Slug, ListRule] = Field(default_factory=dict)
    agencies: dict[Slug, Agency] = Field(default_factory=dict)
    channels: dict[Slug, Channel] = Field(default_factory=dict)
    sharing: tuple[Sharing, ...] = ()
    law: Law = Law()
    infer: Infer = Infer()
    bear: Bear = Bear()
    recourse: Recourse = Recourse()
    adapt: Adapt = Adapt()
    phases: Phases = Phases()
    mute: Mute = Mute()
    _remarks: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, raw: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(raw, Mapping):
            return read(raw)
        if isinstance(raw.get("kind"), str):
            raw = {**raw, "kind": [raw["kind"]]}
        wrong = complaints(raw)
        try:
            regime = read(raw)
        except ValidationError as error:
            wrong = [*error_details(error), *wrong]
        if wrong:
            raise ValidationError.from_exception_data(cls.__name__, wrong)
        return regime

    @property
    def remarks(self) -> tuple[str, ...]:
        """What loading has to say beside errors, such as a safeguard's path that this regime has nothing for."""
        return self._remarks

    def with_remarks(self, remarks: Iterable[str]) -> Self:
        """The same regime with these remarks."""
        copy = self.model_copy()
        copy._remarks = tuple(remarks)
        return copy

    def muted(self, follows: bool = False, known: bool = False) -> Self:
        """The same rules with the two switches set: by default nothing follows and nobody knows."""
        return self.model_copy(update={"mute": Mute(follows=follows, known=known)})


def error_details(error: ValidationError) -> list[Any]:
    """The errors of one validation in the form in which another can raise them again."""
    details: list[InitErrorDetails] = []
    for detail in error.errors(include_url=False):
        context = detail.get("ctx", {})
        kind: Any = detail["type"]
        if kind == "regime":
            kind = PydanticCustomError("regime", "{message}", context)
        elif kind == "value_error":
            kind = PydanticCustomError("regime", "{message}", {"message": str(context["error"]), "hint": ""})
        details.append(InitErrorDetails(type=kind, loc=detail["loc"], input=detail["input"], ctx=context))
    return details


def of_group(by_group: Quantity[Any] | Mapping[str, Quantity[Any]], group: str) -> Any:
    """The value for a group of a quantity that may be given by group; 0 for a group that is not named."""
    if isinstance(by_group, Mapping):
        return by_group[group].value if group in by_group else 0
    return by_group.value
