"""The words of `adapt`: how people change what they do under a regime. Perceived risk is one, and shared by what follows from it."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from counterlife.regime.fields import Part, Sourced
from counterlife.regime.quantity import Duration, Number, Share, Signed, default

NOTHING = default("number", 0)
NOBODY = default("share", 0)
HALF_A_YEAR = default("duration", "6 months")


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

    certainty: Number = Field(default_factory=NOTHING)
    severity: Number = Field(default_factory=NOTHING)
    added: Number = Field(default_factory=NOTHING)
    novelty: Share = Field(default_factory=NOBODY)
    fades: Duration = Field(default_factory=HALF_A_YEAR)
    near_band: Share = Field(default_factory=NOBODY)


class Adapt(Part):
    """How people change what they do."""

    risk: Risk | None = None
    fear: Fear | None = None
    deterrence: Deterrence | None = None

    @model_validator(mode="after")
    def _one_perceived_risk(self) -> Self:
        own = [] if self.fear is None else [self.fear.learning, self.fear.floor, self.fear.aware]
        given = [part for part in own if part is not None]
        if self.risk is not None and given:
            raise ValueError("perceived risk is given twice: write `learning`, `floor` and `aware` under `risk` or under `fear`")
        if self.fear is not None and self.risk is None and len(given) < 3:
            raise ValueError("`fear` needs `learning`, `floor` and `aware`, of its own or under `risk`")
        if self.deterrence is not None and self.risk is None and self.fear is None:
            raise ValueError("`deterrence` needs `risk`: how perceived risk learns, its floor, and who is aware")
        return self

    @property
    def perceived(self) -> Risk | None:
        """The perceived risk that all reactions share, wherever the file gives it."""
        fear = self.fear
        if self.risk is not None or fear is None or fear.learning is None or fear.floor is None or fear.aware is None:
            return self.risk
        return Risk(learning=fear.learning, floor=fear.floor, aware=fear.aware, source=fear.source, grade=fear.grade)
