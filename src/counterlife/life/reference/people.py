"""The people of the reference model, their files and their worlds, as plain objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from counterlife.life.tally import AGES, FLOW, LIST
from counterlife.regime import tables as rt
from counterlife.town import traits
from counterlife.words import CAUSES, DOMAINS, NATURES, PHASES, REWARDS, SPELLS, TIE_KINDS, WAYS

if TYPE_CHECKING:
    from counterlife.life.reference.dice import Dice
    from counterlife.life.reference.firms import Firm, FirmRecord, FirmSighting
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

EARNED: Final = CAUSES.index("earned")
INDUCED: Final = CAUSES.index("induced")
FALSE_ATTRIBUTION: Final = CAUSES.index("false-attribution")
FALSE_REPORT: Final = CAUSES.index("false-report")
STALE: Final = CAUSES.index("stale")
NOT_IN_CATALOG: Final = CAUSES.index("not-in-catalog")
VAGUE: Final = CAUSES.index("vague")
DIRECTION: Final = CAUSES.index("direction")
LENT: Final = CAUSES.index("lent-identity")
THROUGH_FIRM: Final = CAUSES.index("firm")
ASSOCIATION: Final = CAUSES.index("association")
PREDICTION: Final = CAUSES.index("prediction")
UNABLE: Final = CAUSES.index("unable")
WRONG_CAUSES: Final = frozenset(CAUSES.index(name) for name in ("false-attribution", "false-report", "stale", "copy"))
RULED_CAUSES: Final = frozenset(CAUSES.index(name) for name in ("not-in-catalog", "vague", "direction"))
ACTLESS_CAUSES: Final = frozenset(CAUSES.index(name) for name in ("association", "prediction", "sentiment", "anomaly", "kin"))
"""Guesses, and what came through kin: no act of the person stands behind them."""

RIGHT_BITS: Final = (1 << len(DOMAINS)) - 1
REWARD_BITS: Final = ((1 << len(REWARDS)) - 1) << len(DOMAINS)
FAMILY: Final = TIE_KINDS.index("family")
PUBLIC: Final = 1
AT_COUNTERS: Final = 2
"""Tiers of publication of the lists that somebody is on, as bits."""


def right(name: str) -> int:
    """The bit of a right in a mask."""
    return 1 << DOMAINS.index(name)


def own_cause(cause: int) -> int:
    """The cause under which a world counts: what was induced is earned, since a world does not know its muted twin."""
    return EARNED if cause == INDUCED else cause


@dataclass(frozen=True)
class Tie:
    """One tie as seen from one end."""

    slot: int
    kind: int
    other: int


@dataclass(frozen=True)
class Resident:
    """What is fixed about somebody, in every world. Money in cents a month, frailty and demand in 1/65536."""

    place: int
    town_place: int
    group: int
    adult: bool
    pupil: bool
    employed: bool
    age: int
    household: int
    workplace: int
    wage: int
    support: int
    needs: int
    savings: int
    buffer: int
    credit: int
    frailty: tuple[int, ...]
    demand: int
    ties: tuple[Tie, ...]


def residents(community: Community) -> tuple[Resident, ...]:
    """The people of a community, in the order of their places."""
    number, slots = community.number.tolist(), community.tie.tolist()
    kinds = community.tie_kind.tolist()
    people = []
    for p, byte in enumerate(community.byte.T.tolist()):
        frailty = tuple(number[traits.FRAILTY + k][p] for k in range(4))
        people.append(
            Resident(
                place=p,
                town_place=byte[traits.PLACE],
                group=byte[traits.GROUP],
                adult=bool(byte[traits.ADULT]),
                pupil=bool(byte[traits.PUPIL]),
                employed=bool(byte[traits.EMPLOYED]),
                age=byte[traits.AGE],
                household=number[traits.HOUSEHOLD][p],
                workplace=number[traits.WORKPLACE][p],
                wage=number[traits.WAGE][p],
                support=number[traits.SUPPORT][p],
                needs=number[traits.NEEDS][p],
                savings=number[traits.SAVINGS][p],
                buffer=number[traits.BUFFER][p],
                credit=number[traits.CREDIT][p],
                frailty=(*frailty, 65536),  # attributes do not differ by temper
                demand=number[traits.DEMAND][p],
                ties=tuple(Tie(k, kinds[k], others[p]) for k, others in enumerate(slots) if others[p] >= 0),
            )
        )
    return tuple(people)


@dataclass(eq=False)
class Record:
    """An act as one scheme has it on file, about somebody who may not have done it."""

    person: Person
    scheme: int
    act: int  # -1 if a classifier made the record
    cause: int
    channel: int
    month: int
    expires: int
    points: int
    jump: int
    list_: int
    live: bool = True
    used: bool = False  # has moved a band, a list or a decision
    left: int = -1  # month in which it left the file

    @property
    def ruled(self) -> bool:
        """Whether the rule itself should not have brought it: not in the catalog, vague, directed."""
        return self.cause in RULED_CAUSES

    @property
    def wrong(self) -> bool:
        """Whether the fact on file is not one."""
        return self.cause in WRONG_CAUSES


@dataclass(eq=False)
class Listing:
    """Somebody's place on one list."""

    since: int
    until: int
    cause: int
    record: Record | None
    aware: bool = False
    asked: bool = False
    waiting: bool = False
    filed: int = 0
    copies: set[int] = field(default_factory=set)  # on a list of copies: agencies that keep one
    second: bool = False  # the person has a document by which the list does not know them
    told: int = -1  # month since when the person knows

    @property
    def wrong(self) -> bool:
        """Whether it was brought by anything but the person's own acts under the rules."""
        return self.cause not in (EARNED, INDUCED)


@dataclass(eq=False)
class Standing:
    """Where somebody stands in one scheme. Scores in 1/16 point, the ledger in points by cause."""

    score: int
    own: int
    near: int
    band: int
    band_earned: int
    band_sum: int
    offset: int = 0  # own start less that of somebody middling, points
    jump_cause: int = 0
    lowered: Record | None = None
    ledger: list[int] = field(default_factory=lambda: [0] * len(CAUSES))
    jumps: list[int] = field(default_factory=lambda: [0] * rt.BANDS)
    jumps_earned: list[int] = field(default_factory=lambda: [0] * rt.BANDS)


@dataclass(eq=False)
class Habit:
    """A membership that somebody may get used to: how they joined, their first month in it, and whether it has become normal."""

    how: int
    first: int
    normal: bool = False


@dataclass(frozen=True)
class Cell:
    """Who answers for one right withheld: the cause of the deciding listing, and where its record came from."""

    cause: int
    domain: int
    context: int


@dataclass(eq=False)
class Person:
    """Somebody in one world."""

    traits: Resident
    employed: bool
    balance: int
    standings: list[Standing]
    scarred: bool = False
    hardship: bool = False
    dirty: bool = False
    stale: bool = False
    attentive: bool = False
    hit: bool = False
    acted: bool = False
    public: int = 0  # by the tiers of the lists they are on: PUBLIC, AT_COUNTERS
    university_lost: bool = False
    veiled: bool = False  # uses a private network this month
    second: bool = False  # has a second document
    rooted: list[int] = field(default_factory=list)  # by scheme: the offset of the beginning
    flagged: set[int] = field(default_factory=set)  # classifiers of which a record lives
    ever_sanctioned: bool = False
    ever_earned: bool = False
    ever_listed: bool = False
    ever_otherwise: bool = False  # sanctioned otherwise than through others
    debt: int = 0
    fine_due: int = 0
    fine_new: int = 0
    risk: int = 0
    wrong: int = 0
    visible: int = 0  # live records that anybody may look up
    months: int = 0
    mask: int = 0
    cause: int | None = None  # of what is withheld now
    cells: dict[int, Cell] = field(default_factory=dict)  # by right
    settled: int = 0  # month since which mask, cause and cells stand
    broken: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)  # schemes, of those one has to join
    used: dict[int, Habit] = field(default_factory=dict)  # by scheme, where members may get used to it
    listings: dict[int, Listing] = field(default_factory=dict)
    pending: dict[int, tuple[int, Record]] = field(default_factory=dict)  # by list: when the grace ends, and the record
    file: list[Record] = field(default_factory=list)
    # What only measures need.
    tenth: bool = False  # of the tenth that may be exempt
    asks_in: int | None = None  # month of the year in which somebody with a thin file may ask for a loan
    first_stood: int | None = None  # month at whose end they first stood on a blacklist
    stood: int = 0
    own_months: int = 0
    other_months: int = 0
    gravity: int = 0
    conduct: int = 0
    guilty: bool = False  # a file of every own act would have brought a sanction
    whole: list[tuple[int, int, int]] = field(default_factory=list)  # that file: scheme, points, expires
    bands: list[int] = field(default_factory=list)  # of last month
    entered: int = 0  # entries on blacklists
    untold: int = 0
    hard_months: int = 0
    worked: int = 0
    banked: bool = False  # a loan has brought them to a bank

    @property
    def group(self) -> int:
        """Their group in the town."""
        return self.traits.group

    @property
    def rights_withheld(self) -> int:
        """Bits of the rights withheld this month."""
        return self.mask & RIGHT_BITS

    def ties(self) -> list[Tie]:
        """Ties that hold."""
        return [tie for tie in self.traits.ties if tie.slot not in self.broken]


@dataclass(frozen=True)
class Event:
    """Somebody did something this month."""

    act: int
    place: int


@dataclass(frozen=True)
class Sighting:
    """What a channel reports: an act, the person it says did it, and why it says so. ``event`` is None for what never happened."""

    person: int
    act: int
    channel: int
    cause: int
    event: Event | None


class Rules:
    """The rules of one world, as plain lists under the columns of `regime.tables`."""

    def __init__(self, tables: RuleTables, world: int) -> None:
        self.town: list[int] = tables.town.tolist()
        self.act: list[list[int]] = tables.act.tolist()
        self.demand: list[int] = tables.demand.tolist()
        self.obligation = tables.obligation
        self.world: list[int] = tables.world[world].tolist()
        self.react: list[int] = tables.react[world].tolist()
        self.joining: list[list[int]] = tables.joining[world].tolist()
        self.pressure: list[list[int]] = tables.pressure[world].tolist()
        self.pilot: list[list[int]] = tables.pilot[world].tolist()
        self.price: list[int] = tables.price[world].tolist()
        self.deter_risk: list[int] = tables.deter_risk[world].tolist()
        self.deter_month: list[int] = tables.deter_month[world].tolist()
        self.channel: list[list[int]] = tables.channel[world].tolist()
        self.sees: list[list[int]] = tables.sees[world].tolist()
        self.cover: list[list[list[int]]] = tables.cover[world].tolist()
        self.mistaken: list[list[int]] = tables.mistaken[world].tolist()
        self.false_report: list[list[int]] = tables.false_report[world].tolist()
        self.false_match: list[list[int]] = tables.false_match[world].tolist()
        self.malice: list[list[int]] = tables.malice[world].tolist()
        self.share: list[list[int]] = tables.share[world].tolist()
        self.discretion = tables.discretion
        self.scheme: list[list[int]] = tables.scheme[world].tolist()
        self.band: list[list[int]] = tables.band[world].tolist()
        self.entry: list[list[list[int]]] = tables.entry[world].tolist()
        self.listed: list[list[int]] = tables.listed[world].tolist()
        self.withheld: list[list[int]] = tables.withheld[world].tolist()
        self.copy: list[list[int]] = tables.copy[world].tolist()
        self.stage: list[list[list[int]]] = tables.stage[world].tolist()
        self.look: list[int] = tables.look[world].tolist()
        self.worth: list[int] = tables.worth[world].tolist()
        self.rank: list[list[int]] = tables.rank.tolist()
        self.guess: list[list[int]] = tables.guess[world].tolist()
        self.guess_act: list[list[int]] = tables.guess_act[world].tolist()
        self.guess_share: list[list[list[int]]] = tables.guess_share[world].tolist()
        self.firm_world: list[int] = tables.firm_world[world].tolist()
        self.firm_act: list[list[int]] = tables.firm_act.tolist()
        self.firm_comply: list[list[int]] = tables.firm_comply[world].tolist()
        self.firm_sees: list[list[int]] = tables.firm_sees[world].tolist()
        self.firm_cover: list[list[int]] = tables.firm_cover[world].tolist()
        self.firm_mistaken: list[int] = tables.firm_mistaken[world].tolist()
        self.firm_scheme: list[list[int]] = tables.firm_scheme[world].tolist()
        self.firm_entry: list[list[list[int]]] = tables.firm_entry[world].tolist()
        self.firm_listed: list[list[int]] = tables.firm_listed[world].tolist()
        self.firm_withheld: list[list[int]] = tables.firm_withheld[world].tolist()
        self.reckon: list[int] = tables.reckon[world].tolist()
        self.demands: list[int] = tables.demands[world].tolist()
        self.claim: list[list[int]] = tables.claim[world].tolist()
        self.gravity: list[list[int]] = tables.gravity.tolist()
        self.thin: list[int] = tables.thin.tolist()

    def on(self, phase: str) -> bool:
        """Whether a phase happens in this world."""
        return bool(self.world[rt.W_PHASES] >> PHASES.index(phase) & 1)

    def entry_in_force(self, scheme: int, act: int, month: int) -> list[int] | None:
        """What a scheme's catalog says of an act this month, if anything."""
        entry = self.entry[scheme][act]
        in_force = self.scheme[scheme][rt.S_ON] and entry[rt.E_ON] and entry[rt.E_SINCE] <= month < entry[rt.E_UNTIL]
        return entry if in_force else None

    def held(self, l: int, held: Listing, month: int) -> int:
        """What a listing withholds or gives in a month, but for what a second document still opens."""
        slips = held.second and month < self.world[rt.W_JOINED]
        return self.in_name(l, held, month) & ~(self.world[rt.W_DOCUMENTS] if slips else 0)

    def in_name(self, l: int, held: Listing, month: int) -> int:
        """What it does by the list, its agencies and stages reached; or by copies that are left."""
        bits = self.withheld[l][month]
        for after, more in self.stage[l]:
            bits |= more if month - held.since > after else 0
        for agency in held.copies:
            bits |= self.copy[agency][rt.CP_RIGHTS] & self.withheld[self.listed[l][rt.L_COPY] - 1][month]
        return bits

    def is_over(self, scheme: int, month: int) -> bool:
        """Whether a scheme has ended."""
        return 0 < self.scheme[scheme][rt.S_UNTIL] <= month

    def scored_schemes(self) -> list[int]:
        """Schemes of this world that keep a score."""
        return [s for s, scheme in enumerate(self.scheme) if scheme[rt.S_ON] and scheme[rt.S_SCORED]]

    def covers(self, scheme: int, person: Person) -> bool:
        """Whether a scheme keeps a file on somebody: on everybody, or on those who joined; not on those exempt from it."""
        if self.exempts(person) and not self.scheme[scheme][rt.S_ORDINARY]:
            return False
        return not self.joining[scheme][rt.J_OPT_IN] or scheme in person.joined

    def exempts(self, person: Person) -> bool:
        """Whether somebody is exempt from all but ordinary law."""
        return bool(self.reckon[rt.RK_EXEMPT]) and person.tenth

    def clamp(self, scheme: int, points: int) -> int:
        """Points, kept within the bounds of the scheme."""
        row = self.scheme[scheme]
        return max(row[rt.S_LEAST], min(points, row[rt.S_MOST]))

    def band_of(self, scheme: int, points: int) -> int:
        """The highest band whose least score is reached; the worst band has no least."""
        reached = [k for k in range(self.scheme[scheme][rt.S_BANDS]) if points >= self.band[scheme][k]]
        return max(reached, default=0)


@dataclass(eq=False)
class World:
    """One community under one regime."""

    number: int
    rules: Rules
    dice: Dice
    months: int
    people: list[Person]
    adults: list[Person]
    tally: Tally
    records: list[Record] = field(default_factory=list)
    fresh: list[Record] = field(default_factory=list)  # this month's
    aside: list[Record] = field(default_factory=list)  # what will be on file once the catalog names it
    queue: list[tuple[Person, int, int]] = field(default_factory=list)  # appeals: person, list, month of entry
    docket: list[tuple[Person, int, tuple[int, Record]]] = field(default_factory=list)  # cases that wait for a judge
    courts: dict[int, int] = field(default_factory=dict)  # by district: capacity at hand, 1/65536 case
    found: set[tuple[int, int]] = field(default_factory=set)  # sources in which an error was found this month: channel and cause
    judges: dict[int, int] = field(default_factory=dict)  # by district: 1/65536 case, before a listing
    firms_courts: dict[int, int] = field(default_factory=dict)  # by district: 1/65536 case of a firm
    firms_gain: int = 0  # turnover gained this month, of all of it, 1/65536
    events: list[Event] = field(default_factory=list)  # this month's, by act and then person
    done: set[Event] = field(default_factory=set)  # the same, for looking up
    sightings: list[Sighting] = field(default_factory=list)  # this month's
    pilots: set[int] = field(default_factory=set)  # schemes of which this community is a pilot
    closed: set[int] = field(default_factory=set)  # schemes that are to be had in other places only
    mute: World | None = None
    firms: list[Firm] = field(default_factory=list)
    firm_events: list[tuple[int, Firm]] = field(default_factory=list)  # this month's: act and firm
    firm_sightings: list[FirmSighting] = field(default_factory=list)
    firm_records: list[FirmRecord] = field(default_factory=list)

    def count(self, field_name: str, month: int, group: int, more: int = 0, amount: int = 1) -> None:
        """Add to a flow; ``more`` is the place within a field of several."""
        self.tally.flow[self.number, month, group, FLOW[field_name] + more] += amount

    def count_list(self, list_: int, field_name: str, month: int, group: int, more: int = 0) -> None:
        """Add one to a flow of a list."""
        self.tally.list_[self.number, list_, month, group, LIST[field_name] + more] += 1

    def end_spell(self, kind: str, group: int, age: int, way: str) -> None:
        """Count how a spell ended, at which age in months."""
        self.tally.spell[self.number, SPELLS.index(kind), group, min(age, AGES - 1), WAYS.index(way)] += 1


def district_of(world: World, place: int) -> int:
    """The district of the court in which somebody lives."""
    size = world.rules.town[rt.T_DISTRICT]
    return place // size if size else 0


def left_unpaid(rules: Rules, record: Record) -> bool:
    """Whether a record is of an act that leaves an obligation."""
    return record.act >= 0 and rules.act[record.act][rt.ACT_OBLIGATION] > 0


def nature_of(rules: Rules, act: int) -> str:
    """The nature of an act, in words."""
    return NATURES[rules.act[act][rt.ACT_NATURE]]
