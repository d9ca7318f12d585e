"""The words of what is only counted: costs, what people hear of, and lending to those with a thin file."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from counterlife.regime.fields import Month, OneOf, Sourced
from counterlife.regime.quantity import Number, Share
from counterlife.regime.shared import NO_NUMBER

DEMANDS: Final = ("notice", "hearing")
Demand = Annotated[str, OneOf("demand", DEMANDS)]
"""What the rule of a list demands, whether it is kept or not."""


class Costs(Sourced):
    """Staff-hours of a record made, a review of an alert, an entry on a list, and a case decided."""

    record: Number = Field(default_factory=NO_NUMBER)
    review: Number = Field(default_factory=NO_NUMBER)
    listing: Number = Field(default_factory=NO_NUMBER)
    hearing: Number = Field(default_factory=NO_NUMBER)


class Credit(Sourced):
    """A score that lenders look at where somebody has a thin file (form 19): how well it tells who repays.

    ``auc`` is the chance that it ranks somebody who repays above somebody who does not.
    """

    scheme: str
    auc: Share
    since: Month | None = None


class FirmCredit(Sourced):
    """A rating that lenders look at where a micro-enterprise asks for a loan (form 19, for firms)."""

    scheme: str
    auc: Share
    since: Month | None = None


class Trust(Sourced):
    """Trust in institutions (form 20), points: what an unearned sanction that one hears of takes, and what a wrong seen punished gives."""

    falls: Number = Field(default_factory=NO_NUMBER)
    rises: Number = Field(default_factory=NO_NUMBER)
