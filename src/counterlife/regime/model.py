"""The words of a regime file: one class a kind of rule, with the field names of the file (dashes are underscores here).

A name that must exist elsewhere in the file (a band, a list, a scheme) is checked in `counterlife.regime.check`, on the raw file, so
that all errors of a file are reported at once. Groups are the town's and are checked when a regime meets a town.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from counterlife.regime.adapting import Adapt
from counterlife.regime.channels import Channel, Sharing
from counterlife.regime.check import complaints
from counterlife.regime.fields import Month, OneOf, Part, Slug
from counterlife.regime.following import Bear, Infer, Law, Recourse
from counterlife.regime.lists import Agency, ListRule
from counterlife.regime.measuring import Costs
from counterlife.regime.schemes import Scheme
from counterlife.words import KINDS


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
    exempt: bool = False
    costs: Costs = Costs()
    matched: tuple[str, ...] = ()
    """Paths of the shares that grow with the budget where this regime, as a rival, is matched to another's staff-hours."""
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

    def exempting(self) -> Self:
        """The same rules with a random tenth of adults exempt from all but ordinary law."""
        return self.model_copy(update={"exempt": True})


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
