"""The words of `adapt`: how people change what they do under a regime. Perceived risk is one, and shared by what follows from it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from counterlife.regime.fields import Month, OneOf, Part, Sourced
from counterlife.regime.measuring import Trust
from counterlife.regime.quantity import DatedRate, DatedShare, Duration, Money, Months, Number, Points, Rate, Share, Signed, default
from counterlife.words import CONTEXTS, SECTORS

NOTHING = default("number", 0)
NOBODY = default("share", 0)
NEVER = default("rate", 0)
NO_POINTS = default("number of points", 0)
AUDIENCES: Final = ("adults", "enterprises")
JOINING: Final = ("automatic", "opt-in")
HALF_A_YEAR = default("duration", "6 months")


class Covers(Sourced):
    """Whom a scheme covers, and how they come to be covered (form 17); a word alone says who, and all of them are."""

    who: Annotated[str, OneOf("audience", AUDIENCES)] = "adults"
    joining: Annotated[str, OneOf("way of joining", JOINING)] = "automatic"
    pilots: DatedShare | None = None
    places: tuple[str, ...] = ()
    opens: Month | None = None
    already: Share = Field(default_factory=NOBODY)
    joins: Rate = Field(default_factory=NEVER)
    imitates: Rate = Field(default_factory=NEVER)
    pressure: DatedRate = Field(default_factory=NEVER)
    leaves: Rate = Field(default_factory=NEVER)
    held: Share = Field(default_factory=NOBODY)
    mandatory: Month | None = None

    @model_validator(mode="before")
    @classmethod
    def _who_alone(cls, raw: Any) -> Any:
        return {"who": raw} if isinstance(raw, str) else raw

    @model_validator(mode="after")
    def _joins_what_is_open(self) -> Self:
        rates = (self.already, self.joins, self.imitates, self.leaves, self.held)
        moves = any(rate.value for rate in rates) or self.pressure != NEVER() or self.opens is not None or self.mandatory is not None
        if self.who == "enterprises" and (self.pilots is not None or self.places):
            raise ValueError("enterprises are all covered: take `pilots` and `places` away")
        if self.who == "enterprises" and self.joining != "automatic":
            raise ValueError("enterprises do not join: take `joining` away")
        if self.joining == "automatic" and moves:
            raise ValueError("joining is automatic: for people who join or leave write `joining: opt-in`")
        return self


class Risk(Sourced):
    """Perceived risk (form 2): how fast news teaches, what ordinary law alone makes people expect, and who knows of the regime."""

    learning: Share
    floor: Share
    aware: Share


class Fear(Sourced):
    """Fear of speaking (form 4), on the perceived risk of `Risk` or on its own ``learning``, ``floor`` and ``aware``."""

    strength: Signed
    steepness: Number
    learning: Share | None = None
    floor: Share | None = None
    aware: Share | None = None
    private: Share = Field(default_factory=NOBODY)


class Deterrence(Sourced):
    """Violations left undone (form 3): elasticities of certainty and severity, the effect of novelty, restraint at a band's edge."""

    certainty: Signed = Field(default_factory=default("signed share", 0))
    severity: Number = Field(default_factory=NOTHING)
    added: Number = Field(default_factory=NOTHING)
    novelty: Share = Field(default_factory=NOBODY)
    fades: Duration = Field(default_factory=HALF_A_YEAR)
    near_band: Share = Field(default_factory=NOBODY)


class Performance(Sourced):
    """Good acts done for points (form 16): who would, how much more, from how near, and what points drive out."""

    willing: Share
    more: Number
    reach: Points = Field(default_factory=NO_POINTS)
    crowds_out: Signed = Field(default_factory=default("signed share", 0))
    prices: dict[str, Money] = Field(default_factory=dict)


class Evasion(Sourced):
    """Cash, a smaller footprint, a private network (form 18): how far people keep out of sight of channels of some contexts."""

    strength: Share
    steepness: Number
    contexts: tuple[Annotated[str, OneOf("context", CONTEXTS)], ...]
    footprint: Share = Field(default_factory=NOBODY)
    """Of what is kept out of sight, the share that is missing from the factor of a score that reads the footprint."""


class PrivateNetwork(Sourced):
    """A private network (form 18): what it hides, from channels of which contexts, and how much more it is used under risk."""

    hides: Share
    contexts: tuple[Annotated[str, OneOf("context", CONTEXTS)], ...]
    more: Number = Field(default_factory=NOTHING)
    steepness: Number = Field(default_factory=NOTHING)


class Dropping(Sourced):
    """Ties that people drop for the other's band, where bands are shown: form 15 by choice of one end."""

    scheme: str
    band: str
    rate: Rate


class Habit(Sourced):
    """Convenience and habit: members of a scheme find it normal after some months, whyever they joined, and what that does to them."""

    scheme: str
    after: Months
    accepts: Share
    stays: Share = Field(default_factory=NOBODY)
    """Of the wishes to leave, those that go with it."""
    at_ease: Signed = Field(default_factory=default("signed share", 0))
    """Of the fear of speaking, what goes with it; below 0 what comes with it."""
    keeps: Share = Field(default_factory=NOBODY)
    """Of what good news wears off perceived risk, what stays: they go on as before."""


class Comply(Sourced):
    """How firms comply: their rate of an act times (1 + threat) to the power of -elasticity.

    ``threat`` is the sanction a list holds out, in multiples of what ordinary law gives for the act.
    """

    threat: Number
    elasticity: Number
    sectors: tuple[Annotated[str, OneOf("sector", SECTORS)], ...] = ()
    since: Month | None = None


class Lending(Sourced):
    """Lent identities (form 18): of the acts of those who know that rights are withheld from them, the share done in the name of a tie."""

    share: Share
    contexts: tuple[Annotated[str, OneOf("context", CONTEXTS)], ...]


class Adapt(Part):
    """How people change what they do."""

    risk: Risk | None = None
    fear: Fear | None = None
    deterrence: Deterrence | None = None
    performance: Performance | None = None
    evasion: Evasion | None = None
    private_network: PrivateNetwork | None = None
    dropping: Dropping | None = None
    lending: Lending | None = None
    habit: Habit | None = None
    comply: dict[str, Comply] = Field(default_factory=dict)
    trust: Trust | None = None

    @model_validator(mode="after")
    def _one_perceived_risk(self) -> Self:
        own = [] if self.fear is None else [self.fear.learning, self.fear.floor, self.fear.aware]
        given = [part for part in own if part is not None]
        if self.risk is not None and given:
            raise ValueError("perceived risk is given twice: write `learning`, `floor` and `aware` under `risk` or under `fear`")
        if self.fear is not None and self.risk is None and len(given) < 3:
            raise ValueError("`fear` needs `learning`, `floor` and `aware`, of its own or under `risk`")
        for name in ("deterrence", "performance", "evasion", "private_network", "dropping"):
            if getattr(self, name) is not None and self.risk is None and self.fear is None:
                raise ValueError(f"`{name.replace('_', '-')}` needs `risk`: how perceived risk learns, its floor, and who is aware")
        return self

    @property
    def perceived(self) -> Risk | None:
        """The perceived risk that all reactions share, wherever the file gives it."""
        fear = self.fear
        if self.risk is not None or fear is None or fear.learning is None or fear.floor is None or fear.aware is None:
            return self.risk
        return Risk(learning=fear.learning, floor=fear.floor, aware=fear.aware, source=fear.source, grade=fear.grade)
