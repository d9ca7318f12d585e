"""What is guessed about people, what sanctions do in life, and what a listed person can do."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from counterlife.regime.fields import BandName, Month, OneOf, Part, Slug, Sourced
from counterlife.regime.measuring import Credit, FirmCredit
from counterlife.regime.quantity import Capacity, Duration, Money, Months, Number, Points, Rate, Share, default
from counterlife.regime.shared import ALL, NO_RATE, NO_SHARE, ONE, PROPENSITIES, DomainName, GroupedShare, RewardName


class OrdinaryPay(Sourced):
    """The hazard that somebody able pays an open judgment without any list."""

    ordinary: Rate = Field(default_factory=NO_RATE)


class ByTruth(Sourced):
    """Two shares: where the listing is wrong, and where it is right."""

    if_wrong: Share
    if_right: Share

    @property
    def both(self) -> tuple[Share, Share]:
        """The share where the listing is wrong, then the other."""
        return self.if_wrong, self.if_right


class Authorisation(Sourced):
    """A judge looks at each case before somebody comes on a black list by an event: how many a month, and which listings pass."""

    capacity: Capacity
    passes: ByTruth


class Documents(Sourced):
    """A second document under which somebody is not listed: who has one, which rights ask for one, and since when they are joined up."""

    second: Share
    rights: tuple[DomainName, ...]
    joined: Month | None = None


class Law(Part):
    """Ordinary law beside any scheme."""

    pay: OrdinaryPay = OrdinaryPay()
    authorisation: Authorisation | None = None
    documents: Documents | None = None


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
    credit: Credit | None = None
    firm_credit: FirmCredit | None = None


class LookUps(Sourced):
    """Who looks a visible record up and refuses: the share of hirings, of searches for a home, and of persons lent nothing."""

    employer: Share = Field(default_factory=NO_SHARE)
    landlord: Share = Field(default_factory=NO_SHARE)
    lender: Share = Field(default_factory=NO_SHARE)
    public: Share = Field(default_factory=NO_SHARE)
    """Of those who look somebody up, those who find a listing whose names are public."""
    counter: Share = Field(default_factory=NO_SHARE)
    """Those who find one of which only counters tell."""


class University(Sourced):
    """A place at a university that is withheld: who from 18 to 22 seeks one, and the share of the wage that is lost with it for good."""

    sought: Share = Field(default_factory=ALL)
    wage: Share = Field(default_factory=NO_SHARE)


class Account(Sourced):
    """Life without a bank account: the share of income that it costs, and of acts that payment apps and banks no longer see."""

    income: Share = Field(default_factory=NO_SHARE)
    unseen: Share = Field(default_factory=NO_SHARE)


class Offline(Sourced):
    """Life without the internet: the share of the wage that it costs, of expressions not made, of acts not seen on line or in payments."""

    wage: Share = Field(default_factory=NO_SHARE)
    silent: Share = Field(default_factory=NO_SHARE)
    unseen: Share = Field(default_factory=NO_SHARE)


class FirmBear(Sourced):
    """What sanctions do to firms: shares of turnover lost while a right is withheld, and work lost in a firm without any turnover."""

    contracts: Share = Field(default_factory=NO_SHARE)
    credit: Share = Field(default_factory=NO_SHARE)
    licence: Share = Field(default_factory=NO_SHARE)
    jobs: Rate = Field(default_factory=NO_RATE)
    gains: Share = Field(default_factory=NO_SHARE)
    """Of turnover, gained while a red list or a high band gives something."""
    hires: Rate = Field(default_factory=NO_RATE)
    """At which somebody without work would find some if all firms gained as much as their turnover."""


class TravelWork(Sourced):
    """Work that needs travel or a licence: who of those at work has such, and at which further rate it is lost while these are withheld."""

    needed: Share = Field(default_factory=NO_SHARE)
    job_loss: Rate = Field(default_factory=NO_RATE)
    hotels: Share = Field(default_factory=NO_SHARE)
    """Of that rate, what is left where only hotels are withheld."""


class Property(Sourced):
    """Homes that cannot be bought: of hirings, those lost because one cannot move to where the work is."""

    hirings: Share = Field(default_factory=NO_SHARE)


class Paperwork(Sourced):
    """Easy paperwork withheld: how much longer one waits until credit repair can be granted."""

    delay: Months = Field(default_factory=default("number of months", "0 months"))


class Honour(Sourced):
    """Honours withheld: whether rewards go with them."""

    rewards: bool = False
    """Whoever has honours withheld is given no reward."""


class Worth(Sourced):
    """What a month without a right costs, by right, and what a month with a reward saves, by reward."""

    costs: dict[DomainName, Money] = Field(default_factory=dict)
    saves: dict[RewardName, Money] = Field(default_factory=dict)


class Bear(Sourced):
    """What sanctions do in life."""

    job_loss: Rate = Field(default_factory=NO_RATE)
    hire_refused: Share = Field(default_factory=NO_SHARE)
    ties_break: Rate = Field(default_factory=NO_RATE)
    benefit: Share = Field(default_factory=NO_SHARE)
    """Of the income without work, lost while benefits are withheld."""
    detention: Share = Field(default_factory=NO_SHARE)
    """Of the wage, lost while somebody is detained."""
    subsidy: Share = Field(default_factory=NO_SHARE)
    """Of any income, lost while subsidies are withheld."""
    travel_work: TravelWork = TravelWork()
    property_: Property = Property()
    paperwork: Paperwork = Paperwork()
    honour: Honour = Honour()
    worth: Worth = Worth()
    university: University = University()
    bank_account: Account = Account()
    internet: Offline = Offline()
    look_ups: LookUps = LookUps()
    firms: FirmBear | None = None


class ListedPay(Sourced):
    """The hazard of paying that is added, or of performing an order, while somebody is listed and aware of it."""

    while_listed: Rate = Field(default_factory=NO_RATE)


class Aid(Sourced):
    """Help with appeals: how many times as often they are filed, and succeed."""

    files: Number = Field(default_factory=ONE)
    succeeds: Number = Field(default_factory=ONE)


class Court(Sourced):
    """A court with a limited number of cases a month: who goes to it, who wins, and how long a case takes at least."""

    capacity: Capacity
    files: ByTruth
    succeeds: ByTruth
    takes: Months = Field(default_factory=default("number of months", "1 month"))


class Appeal(Court):
    """Appeal to a court, and what helps with it."""

    aids: dict[Slug, Aid] = Field(default_factory=dict)


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
    """How firms learn of listings and come off them: by rectifying, by an appeal (won at a rate, or before a court), by credit repair."""

    learns: Rate = Field(default_factory=NO_RATE)
    """At which a firm that was not told learns that it is on a list."""
    rectify: Rate = Field(default_factory=NO_RATE)
    appeal: RateByTruth | None = None
    court: Court | None = None
    repair: Repair | None = None

    @model_validator(mode="after")
    def _one_appeal(self) -> Self:
        if self.appeal is not None and self.court is not None:
            raise ValueError("appeals of firms are won at a rate (`appeal`) or decided by a court (`court`), not both")
        return self


class Ombudsman(Sourced):
    """An office without a court: how often those who know of a listing complain, and for which share of unearned ones it is heeded."""

    complaints: Rate
    succeeds: Share


class Redress(Sourced):
    """Collective redress: once an error is found, the share of the wrong records of the same source that are found too and struck."""

    finds: Share


class Copies(Sourced):
    """What can be done about copies that agencies keep: who is told, how often they have them cleared, whether they can appeal."""

    notice: Share = Field(default_factory=NO_SHARE)
    on_request: Rate = Field(default_factory=NO_RATE)
    appeal: bool = False


class Recourse(Part):
    """What a listed person can do."""

    look_up: Rate = Field(default_factory=NO_RATE)
    pay: ListedPay = ListedPay()
    perform: ListedPay = ListedPay()
    appeal: Appeal | None = None
    correction: Correction | None = None
    repair: Repair | None = None
    ombudsman: Ombudsman | None = None
    redress: Redress | None = None
    copies: Copies | None = None
    firms: FirmRecourse | None = None
