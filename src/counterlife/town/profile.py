"""Town profiles: who lives in a town, by aggregate margins, in the words of a file.

The same kind of file as a regime's: quantities with sources and ranges, `include`, errors with positions. `load_town` reads one,
`counterlife.town.tables.town_tables` turns it into what communities are drawn from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError, core_schema

from counterlife import luck
from counterlife.regime.acts import acts
from counterlife.regime.fields import OneOf, Part, Slug, Sourced
from counterlife.regime.load import find
from counterlife.regime.names import hint
from counterlife.regime.patch import put, setting
from counterlife.regime.quantity import Money, Months, Number, Quantity, Rate, Reads, Share, Trouble, complaint, default
from counterlife.regime.reading import Document, Problem, RegimeError, merge, read, validated
from counterlife.town import tables as t
from counterlife.town.margins import AGE_MOST, HOUSEHOLD_MOST, MarginError, years
from counterlife.words import DOMAINS, NATURES, SECTORS, TIE_KINDS

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

EVERYDAY_MOST: Final = 24
GROUPS_MOST: Final = 16
PLACES_MOST: Final = 16
SPREAD_MOST: Final = 10
SHAPES: Final = ("0.3", "0.5", "0.8", "1", "1.5", "2", "3")
"""Gamma shapes for which a table is shipped."""

NO_MONEY = default("sum of money", 0)
NO_SHARE = default("share", 0)
NO_RATE = default("rate", 0)


class _Persons:
    """Annotation: the size of a community, written ``2000 persons``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(lambda n: f"{n} persons")
        )

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "description": "persons of one community: 2000 persons, at most 65,535"}

    def read(self, raw: Any) -> int:
        found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,9})\s+persons?", str(raw).strip())
        persons = int(found[1].replace(",", "")) if found else 0
        if 1 <= persons < luck.COMMUNITY_SPAN:
            return persons
        message = f"`{raw}` is no size of a community"
        raise PydanticCustomError("regime", "{message}", {"message": message, "hint": "write `2000 persons`: from 1 to 65,535"})


class _Shape(Reads):
    """Annotation: the shape k of a gamma distribution of mean 1, or ``none`` for people who are all alike."""

    def read(self, raw: Any) -> Quantity[Fraction] | None:  # type: ignore[override]
        if raw is None or raw == "none":
            return None
        quantity: Quantity[Fraction] = super().read(raw)
        if quantity.value not in map(Fraction, SHAPES):
            raise ValidationError.from_exception_data(
                "shape", [complaint(f"no table for the gamma shape {quantity}", hint=f"there are {', '.join(SHAPES)}, and `none`")]
            )
        return quantity

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda shape: "none" if shape is None else shape.plain()),
        )


SHAPE: Final = "gamma shape"
Shape = Annotated["Quantity[Fraction] | None", _Shape(SHAPE)]
Age = Annotated[str, Field(pattern=r"^\d{1,3}(-\d{1,3})?$")]
Count = Annotated[str, Field(pattern=r"^[1-9]\d{0,4}$")]
Slots = Annotated[int, Field(ge=0, le=t.SLOTS_MOST)]


class LogNormal(Sourced):
    """A log-normal sum of money: its median, and the standard deviation of its natural logarithm."""

    median: Money
    spread: Number = Field(default_factory=default("number", 0))

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.spread.value > SPREAD_MOST:
            raise ValueError(f"a spread of {self.spread} is too wide: at most {SPREAD_MOST}")
        return self


class Savings(LogNormal):
    """Savings at the start; ``run-down``: whoever ordinarily earns less than their essentials has used up savings and credit by then."""

    run_down: bool = False


class Group(Sourced):
    """A group of the population: its share, and the wages of its members a month."""

    share: Share
    wage: LogNormal


class Place(Sourced):
    """Where communities lie: a share of all of them, or with ``of`` a share of those of one group."""

    share: Share
    of: str | None = None


class Households(Sourced):
    """Share of households by size, and how often, by size, a member after the first is a child, relative to other sizes."""

    sizes: dict[Count, Share]
    children: dict[Count, Number] = Field(default_factory=dict)


class Needs(Sourced):
    """Essentials a month, who bears those of a household, and how many months of them can be owed beyond credit (unsaid: no end)."""

    adult: Money = Field(default_factory=NO_MONEY)
    child: Money = Field(default_factory=NO_MONEY)
    borne: Annotated[str, OneOf("way of bearing", t.WAYS_BORNE)] = "equally"
    arrears: Months | None = None


class Support(Sourced):
    """Income without work a month: of those who could work, of other adults below 60, of those from 60 on."""

    jobless: Money = Field(default_factory=NO_MONEY)
    outside: Money = Field(default_factory=NO_MONEY)
    pension: Money = Field(default_factory=NO_MONEY)


class Work(Sourced):
    """Work from 18 to 59: who takes part, who of them has work at the start, losing and finding it, and the wage lost for good."""

    takes_part: Share
    employed: Share
    loss: Rate = Field(default_factory=NO_RATE)
    hire: Rate = Field(default_factory=NO_RATE)
    scar: Share = Field(default_factory=NO_SHARE)


class School(Sourced):
    """Share of the children from 6 to 17 with a place that is paid for."""

    private: Share = Field(default_factory=NO_SHARE)


class Frailty(Part):
    """How unlike people are: gamma shapes of their propensities by nature of act, and of their use of rights (``demand``)."""

    violation: Shape = None
    financial: Shape = None
    expression: Shape = None
    prosocial: Shape = None
    demand: Shape = None


class Relief(Sourced):
    """Informal support: the share of a shortfall of essentials that those tied to somebody cover, and ties of which kinds do."""

    covers: Share = Field(default_factory=NO_SHARE)
    ties: tuple[Annotated[str, OneOf("kind of tie", TIE_KINDS)], ...] = TIE_KINDS[:2]


class Friends(Sourced):
    """Friends: an adult has about ``degree`` of them, in ``slots`` slots; ``homophily`` is the share sought in the own group."""

    slots: Slots = 0
    degree: Number = Field(default_factory=default("number", 0))
    homophily: Share = Field(default_factory=NO_SHARE)


class Colleagues(Sourced):
    """Colleagues: about ``degree`` a worker, in ``slots`` slots; ``firms`` is the share of firms by number of workers."""

    slots: Slots = 0
    degree: Number = Field(default_factory=default("number", 0))
    firms: dict[Count, Share] = Field(default_factory=dict)


class Ties(Part):
    """The ties of a community: drawn (``random``), none, or an exact graph over everybody (``star``, ``ring``)."""

    shape: Annotated[str, OneOf("shape of ties", t.SHAPES)] = "random"
    friend: Friends = Friends()
    colleague: Colleagues = Colleagues()


class Happens(Sourced):
    """An act that happens: its rate per adult, how it is drawn, and the debt it leaves unpaid."""

    rate: Rate
    drawn: Annotated[str, OneOf("way of drawing", ("everyday", "rare"))] = "rare"
    obligation: LogNormal | None = None


class FirmHappens(Sourced):
    """An act of enterprises: its rate per firm, how many persons it harms, and the sectors that can do it (all, if none is named)."""

    rate: Rate
    victims: Number = Field(default_factory=default("number", 0))
    sectors: tuple[Annotated[str, OneOf("sector", SECTORS)], ...] = ()


class FirmLoans(Sourced):
    """Loans to micro-enterprises: which of them ask for one in a year, which would not repay, and where a lender breaks even."""

    applies: Share
    default: Share
    break_even: Share


class Enterprises(Sourced):
    """Enterprises as actors: their sectors, turnover a worker and month, how unlike they are, and what they do."""

    sectors: dict[Annotated[str, OneOf("sector", SECTORS)], Share]
    turnover: Money = Field(default_factory=NO_MONEY)
    frailty: Shape = None
    loans: FirmLoans | None = None
    acts: dict[str, FirmHappens] = Field(default_factory=dict)


class ThinFiles(Sourced):
    """Adults about whom lenders know little: who of them asks for a loan in a year, who would not repay, and where a lender breaks even."""

    share: Share
    applies: Share
    default: Share
    break_even: Share
    unbanked: Share = Field(default_factory=NO_SHARE)
    """Of them, those who use no bank until a loan is given to them."""


class Town(Part):
    """A town: all that is fixed about its people, and what they do at which rates."""

    town: Slug
    title: str
    about: str = ""
    community: Annotated[int, _Persons()]
    district: Annotated[int, _Persons()] | None = None
    """Persons of a district of the court; the whole community if it is not said, or is not larger."""
    groups: dict[Slug, Group]
    segregation: Share = Field(default_factory=NO_SHARE)
    places: dict[Slug, Place] = Field(default_factory=dict)
    ages: dict[Age, Share]
    households: Households
    needs: Needs = Needs()
    support: Support = Support()
    savings: Savings
    buffer: Money = Field(default_factory=NO_MONEY)
    credit: Money = Field(default_factory=NO_MONEY)
    work: Work
    school: School = School()
    frailty: Frailty = Frailty()
    ties: Ties = Ties()
    relief: Relief = Relief()
    demand: dict[Annotated[str, OneOf("domain", DOMAINS)], Rate] = Field(default_factory=dict)
    hardship: dict[Annotated[str, OneOf("nature", NATURES)], Number] = Field(default_factory=dict)
    acts: dict[str, Happens] = Field(default_factory=dict)
    enterprises: Enterprises | None = None
    thin_files: ThinFiles | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_frailty(cls, raw: Any) -> Any:
        """``frailty: none`` says the same as naming no shape."""
        return {**raw, "frailty": {}} if isinstance(raw, Mapping) and raw.get("frailty") == "none" else raw

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        trouble = Trouble()
        _check_shares(self, trouble)
        _check_places(self, trouble)
        _check_households(self, trouble)
        _check_ties(self, trouble)
        _check_acts(self, trouble)
        if trouble.errors:
            raise ValidationError.from_exception_data("town", trouble.errors)
        return self


def distributions(town: Town) -> dict[tuple[str, ...], dict[str, Quantity[Fraction]]]:
    """Shares that add up to 1: below each path that has such, the path of every share and the share."""
    shares: dict[tuple[str, ...], dict[str, Quantity[Fraction]]] = {
        ("groups",): {f"{name}.share": group.share for name, group in town.groups.items()},
        ("ages",): town.ages,
        ("households", "sizes"): town.households.sizes,
    }
    if town.enterprises is not None:
        shares["enterprises", "sectors"] = town.enterprises.sectors
    if town.ties.colleague.slots:
        shares["ties", "colleague", "firms"] = town.ties.colleague.firms
    return {path: {".".join((*path, name)): share for name, share in found.items()} for path, found in shares.items()}


def _check_shares(town: Town, trouble: Trouble) -> None:
    """Distributions add up to 1."""
    for path, shares in distributions(town).items():
        total = sum((share.value for share in shares.values()), Fraction(0))
        if total != 1:
            tip = "they add up to 1; `key:` with nothing behind it takes an included key away"
            trouble.add(f"the shares of `{'.'.join(path)}` add up to {float(total):.6g}", *path, hint=tip)
    if len(town.groups) > GROUPS_MOST:
        trouble.add(f"{len(town.groups)} groups are too many", "groups", hint=f"at most {GROUPS_MOST}")


def _check_places(town: Town, trouble: Trouble) -> None:
    """Places belong to groups that are there; those of no group add up to 1, and those of one group to at most 1."""
    if not town.places:
        return
    sums = dict.fromkeys((None, *town.groups), Fraction(0))
    for name, place in town.places.items():
        if place.of not in sums:
            trouble.add(f"no group `{place.of}`", "places", name, "of", hint=hint(str(place.of), town.groups))
        else:
            sums[place.of] += place.share.value
    if sums[None] != 1:
        trouble.add(f"the shares of places of no group add up to {float(sums[None]):.6g}", "places", hint="they add up to 1")
    for group in town.groups:
        if sums[group] > 1:
            trouble.add(f"the shares of places of group `{group}` add up to more than 1", "places")
    if len(town.places) > PLACES_MOST:
        trouble.add(f"{len(town.places)} places are too many", "places", hint=f"at most {PLACES_MOST}")


def _check_households(town: Town, trouble: Trouble) -> None:
    """Sizes and ages can be, alone and together."""
    before, seen = len(trouble.errors), set[int]()
    for size in town.households.sizes:
        if int(size) > HOUSEHOLD_MOST:
            trouble.add(f"a household of {size} is too large", "households", "sizes", size, hint=f"at most {HOUSEHOLD_MOST} persons")
    for size in town.households.children:
        if size not in town.households.sizes:
            trouble.add(f"no household has {size} persons", "households", "children", size, hint=hint(size, town.households.sizes))
    for band in town.ages:
        span = years(band)
        if not span or span[-1] > AGE_MOST:
            trouble.add(f"`{band}` is no band of ages", "ages", band, hint=f"write `0-14` or `40`, up to {AGE_MOST}")
        elif seen & set(span):
            trouble.add(f"`{band}` overlaps another band of ages", "ages", band)
        seen.update(span[: AGE_MOST + 1])
    if len(trouble.errors) > before or sum(share.value for share in town.ages.values()) != 1:
        return
    try:
        t.household_chances(town)
    except MarginError as error:
        trouble.add(str(error), "households")


def _check_ties(town: Town, trouble: Trouble) -> None:
    """Ties fit their slots, and exact graphs their community."""
    ties, n = town.ties, town.community
    for name, kind in (("friend", ties.friend), ("colleague", ties.colleague)):
        if kind.degree.value > kind.slots:
            tip = "a slot holds one tie a person"
            trouble.add(f"{kind.degree} ties do not fit {kind.slots} slots", "ties", name, "degree", hint=tip)
    if ties.shape == "ring" and (n < 4 or n % 2):
        trouble.add(f"no ring of {n} persons", "ties", "shape", hint="`community` must be even, and at least 4")
    slots = len(t.slot_kinds(town))
    if slots > t.SLOTS_MOST:
        trouble.add(f"these ties need {slots} slots", "ties", hint=f"at most {t.SLOTS_MOST}")


def _check_acts(town: Town, trouble: Trouble) -> None:
    """Acts are known, and not drawn more often than their way of drawing carries."""
    for name, act in town.acts.items():
        known = [known for known, entry in acts().items() if entry.who == "person"]
        if name not in known:
            tip = "write it below `enterprises.acts`" if name in acts() else hint(name, known)
            trouble.add(f"no act `{name}`", "acts", name, hint=tip)
        most = luck.RATE_MOST if act.drawn == "everyday" else luck.RARE_MOST
        if act.rate.value * luck.RATE_ONE > most:
            tip = f"at most {12 * most // luck.RATE_ONE} per person-year"
            trouble.add(f"{act.rate} is too often for an act drawn `{act.drawn}`", "acts", name, "rate", hint=tip)
    for name, deed in (town.enterprises.acts if town.enterprises else {}).items():
        here = ("enterprises", "acts", name)
        known = [known for known, entry in acts().items() if entry.who == "firm"]
        if name not in known:
            trouble.add(f"no act `{name}` of enterprises", *here, hint=hint(name, known))
        if deed.rate.value * luck.RATE_ONE > luck.RARE_MOST:
            trouble.add(f"{deed.rate} is too often", *here, "rate", hint="at most 24 per firm-year")
    everyday = [name for name, act in town.acts.items() if act.drawn == "everyday"]
    for name in everyday[EVERYDAY_MOST:]:
        tip = f"at most {EVERYDAY_MOST}; draw others as `rare`"
        trouble.add(f"`{name}` is one everyday act too many", "acts", name, hint=tip)


TOWN: Final[TypeAdapter[Town]] = TypeAdapter(Town)


def load_town(name_or_path: str | Path, sets: Iterable[str] = ()) -> Town:
    """A town profile of the library or of a file.

    Parameters
    ----------
    name_or_path
        A name of the library (``china-2020``), or the path of a YAML file.
    sets
        Single settings ``path=value``, in order.

    Raises
    ------
    RegimeError
        With every problem found, each with file, line and column.
    """
    path, shown = find(name_or_path, "towns")
    document = _resolved(path, shown, ())
    wrong: list[Problem] = []
    for text in sets:
        try:
            _set(document, text)
        except RegimeError as error:
            wrong += error.problems
    try:
        town = validated(TOWN, document)
    except RegimeError as error:
        raise RegimeError([*wrong, *error.problems]) from None
    if wrong:
        raise RegimeError(wrong)
    return town


def _set(document: Document, text: str) -> None:
    path, value, place = setting(text)
    if not put(document, Town, path, value, place):
        raise RegimeError([Problem(f"nothing is there to set for `{path}`", place)])


def _resolved(path: Path, shown: str, above: tuple[Path, ...]) -> Document:
    """A town profile on top of the one it includes."""
    document = read(path, shown)
    if "include" not in document.data:
        return document
    place, name = document.place(("include",)), document.data.pop("include")
    name = name[0] if isinstance(name, list) and len(name) == 1 else name
    if not isinstance(name, str):
        raise RegimeError([Problem("`include` takes the name or path of one town profile", place, "write include: uniform")])
    try:
        inner, inner_shown = find(name, "towns")
    except RegimeError as error:
        raise RegimeError([problem._replace(place=place) for problem in error.problems]) from None
    inner = path.parent / inner
    if inner.resolve() in (*above, path.resolve()):
        raise RegimeError([Problem(f"`{name}` ends up including itself", place)])
    if not inner.is_file():
        raise RegimeError([Problem(f"no file `{name}` to include", place)])
    below = _resolved(inner, inner_shown, (*above, path.resolve()))
    for key in ("town", "title", "about"):
        below.data.pop(key, None)
        below.drop((key,))
    return merge(below, document)
