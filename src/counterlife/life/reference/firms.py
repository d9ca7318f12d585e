"""Enterprises, in plain Python: what they do, who sees it, what is on file, which lists they are on, and what that costs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from counterlife.life.reference.people import REWARD_BITS, right
from counterlife.life.tally import FIRM_FLOW
from counterlife.luck import FIRM, RARE_MOST, STATIC
from counterlife.regime import tables as rt
from counterlife.town import traits

if TYPE_CHECKING:
    from counterlife.life.reference.people import World
    from counterlife.town.traits import Community

MONEY_MOST: Final = (1 << 31) - 1
OWN: Final = 0
ANOTHERS: Final = 1
COSTLY: Final = {"contracts": "public-contract", "credit": "credit", "licence": "licence"}
"""Rights whose loss costs turnover, by their name in the books."""


@dataclass(eq=False)
class FirmRecord:
    """An act as one scheme has it on a firm's file."""

    firm: Firm
    scheme: int
    cause: int
    month: int
    expires: int
    points: int
    jump: int
    list_: int
    live: bool = True


@dataclass(eq=False)
class FirmListing:
    """A firm's place on one list."""

    since: int
    until: int
    cause: int
    aware: bool = True
    asked: bool = False
    filed: int | None = None  # month of an appeal that waits


@dataclass(eq=False)
class Firm:
    """A firm in one world."""

    place: int
    size_class: int
    executive: int
    sector: int
    turnover: int
    frailty: int
    bands: list[tuple[int, int]] = field(default_factory=list)  # by scheme: as filed, and by its own acts alone
    listings: dict[int, FirmListing] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)  # by list: how it last left
    mask: int = 0
    cause: int | None = None
    loss: int = 0
    due: int = 0  # fines that fall due this month
    fined: int = 0  # and next month


@dataclass(frozen=True)
class FirmSighting:
    """What a channel says a firm did; ``actor`` is the firm that did it."""

    firm: Firm
    actor: int
    act: int
    channel: int
    cause: int


def settle_firms(world: World, community: Community) -> None:
    """The firms of a community before the first month."""
    for place, row in enumerate(community.firm.T.tolist()):
        firm = Firm(place, *(row[k] for k in (traits.SIZE_CLASS, traits.EXECUTIVE, traits.SECTOR, traits.TURNOVER, traits.FIRM_FRAILTY)))
        firm.bands = [(band_of(world, s, 0),) * 2 for s in range(len(world.rules.firm_scheme))]
        world.firms.append(firm)


def count(world: World, name: str, t: int, firm: Firm, more: int = 0, amount: int = 1) -> None:
    """Add to a flow of firms."""
    world.tally.firm[world.number, t, firm.size_class, FIRM_FLOW[name] + more] += amount


def firms_act(world: World, t: int) -> None:
    """A rare act happens to the firms with a point of its Poisson process below their rate."""
    world.firm_events = []
    for a, row in enumerate(world.rules.firm_act):
        most = max((base_rate(world, a, firm) for firm in world.firms), default=0)
        points = world.dice.lowest_points(t, "act-rare", row[rt.FA_CODE], most) if most else {}
        for firm in world.firms:
            if firm.place in points and points[firm.place] < rate_of(world, a, firm, t):
                world.firm_events.append((a, firm))
                count(world, "acts", t, firm)
                count(world, "victims", t, firm, amount=row[rt.FA_VICTIMS])


def base_rate(world: World, a: int, firm: Firm) -> int:
    """How often a firm does it where nothing threatens; nothing outside the act's sectors."""
    row = world.rules.firm_act[a]
    return min(row[rt.FA_RATE] * firm.frailty >> 16, RARE_MOST) if row[rt.FA_SECTORS] >> firm.sector & 1 else 0


def rate_of(world: World, a: int, firm: Firm, t: int) -> int:
    """How often a firm does it this month: less where a list threatens."""
    rate, threat = base_rate(world, a, firm), world.rules.firm_comply[a]
    threatened = t >= threat[rt.FC_SINCE] and threat[rt.FC_SECTORS] >> firm.sector & 1
    return rate * threat[rt.FC_MULTIPLIER] >> 16 if threatened else rate


def firms_observe(world: World, t: int) -> None:
    """Each channel sees the acts of the firms within its sight, or takes another firm for the actor."""
    world.firm_sightings = []
    for a, firm in world.firm_events:
        for ch, row in enumerate(world.rules.channel):
            if not world.rules.firm_sees[ch][a]:
                continue
            within = world.dice.words(FIRM, firm.place, STATIC, "covered", row[rt.CH_CODE])[0]
            act_code = world.rules.firm_act[a][rt.FA_CODE]
            caught, whom, doubt, _ = world.dice.words(FIRM, firm.place, t, "observe", row[rt.CH_CODE], act_code)
            catches = row[rt.CH_CATCHES]
            if firm.mask & REWARD_BITS:
                catches = catches * (65536 - row[rt.CH_SPARES]) >> 16
            if firm.mask & right("paperwork"):
                catches += ((1 << 32) - catches) * row[rt.CH_PRESSES] >> 16
            if within >= world.rules.firm_cover[ch][t] or caught >= catches:
                continue
            other = world.firms[whom * len(world.firms) >> 32]
            mistaken = other is not firm and doubt < world.rules.firm_mistaken[ch]
            sighting = FirmSighting(other if mistaken else firm, firm.place, a, ch, ANOTHERS if mistaken else OWN)
            world.firm_sightings.append(sighting)
            count(world, "seen", t, sighting.firm, sighting.cause)


def firms_record(world: World, t: int) -> None:
    """Old records go; then the sightings are filed, an act at most once a scheme."""
    rules = world.rules
    for old in world.firm_records:
        if old.live and old.expires == t:
            old.live = False
            count(world, "records-expired", t, old.firm, old.cause)
    filed = set()
    for sighting in world.firm_sightings:
        for s, scheme in enumerate(rules.firm_scheme):
            entry = rules.firm_entry[s][sighting.act]
            in_force = scheme[rt.FS_ON] and entry[rt.FE_ON] and entry[rt.FE_SINCE] <= t < entry[rt.FE_UNTIL]
            key = (sighting.actor, sighting.act, s)
            if in_force and rules.channel[sighting.channel][rt.CH_FEEDS] >> s & 1 and key not in filed:
                filed.add(key)
                expires = min(t + entry[rt.FE_KEPT] if entry[rt.FE_KEPT] < rt.NEVER else rt.NEVER, entry[rt.FE_ENDS])
                new = FirmRecord(
                    sighting.firm, s, sighting.cause, t, expires, entry[rt.FE_POINTS], entry[rt.FE_JUMP], entry[rt.FE_LIST]
                )  # fmt: skip
                world.firm_records.append(new)
                if rules.world[rt.W_FOLLOWS] or scheme[rt.FS_ORDINARY]:
                    new.firm.fined = min(MONEY_MOST, new.firm.fined + entry[rt.FE_FINE])
                count(world, "records", t, new.firm, new.cause)


def band_of(world: World, s: int, points: int) -> int:
    """The band that points on file leave a firm in."""
    row = world.rules.firm_scheme[s]
    score = max(row[rt.FS_LEAST], min(row[rt.FS_START] + points, row[rt.FS_MOST]))
    return max((k for k in range(row[rt.FS_BANDS]) if score >= world.rules.band[s][k]), default=0)


def rated(world: World) -> list[int]:
    """The schemes that rate firms."""
    return [s for s, row in enumerate(world.rules.firm_scheme) if row[rt.FS_ON] and row[rt.FS_SCORED]]


def firms_score(world: World, _t: int) -> None:
    """Points are those of the live records; a jump caps the band while its record lives."""
    for s in rated(world):
        for firm in world.firms:
            live = [record for record in world.firm_records if record.live and record.scheme == s and record.firm is firm]
            own = [record for record in live if record.cause == OWN]
            firm.bands[s] = rated_at(world, s, live), rated_at(world, s, own)


def rated_at(world: World, s: int, records: list[FirmRecord]) -> int:
    """The band that some records bring."""
    sums = band_of(world, s, sum(record.points for record in records))
    return min([sums, *(record.jump for record in records if record.jump >= 0)])


def firms_sanction(world: World, t: int) -> None:
    """What is withheld from firms this month."""
    for firm in world.firms:
        count(world, "firms", t, firm)
        count(world, "rewarded", t, firm, amount=int(firm.mask & REWARD_BITS != 0))
        if firm.cause is not None:
            count(world, "sanctioned", t, firm, firm.cause)
        for name, domain in COSTLY.items():
            count(world, f"without-{name}", t, firm, amount=int(firm.mask & right(domain) != 0))


def firms_bear(world: World, t: int) -> None:
    """Turnover lost to what is withheld; the fines of last month weigh on jobs like turnover lost."""
    row = world.rules.firm_world
    gains = {firm: firm.turnover * row[rt.FW_GAINS] >> 16 for firm in world.firms if firm.mask & REWARD_BITS}
    for firm, more in gains.items():
        count(world, "turnover-gained", t, firm, amount=more)
    world.firms_gain = (sum(gains.values()) << 16) // max(1, sum(firm.turnover for firm in world.firms))
    shares = {"contracts": row[rt.FW_CONTRACTS], "credit": row[rt.FW_CREDIT], "licence": row[rt.FW_LICENCE]}
    for firm in world.firms:
        firm.loss = min(65536, sum(shares[name] for name, domain in COSTLY.items() if firm.mask & right(domain)))
        count(world, "turnover", t, firm, amount=firm.turnover)
        count(world, "turnover-lost", t, firm, amount=firm.turnover * firm.loss >> 16)
        count(world, "fines", t, firm, amount=firm.due)
        if firm.turnover:
            firm.loss = min(65536, firm.loss + (firm.due << 16) // firm.turnover)


def firms_turn(world: World, t: int) -> None:
    """Stocks at the month's end, and what is withheld from the next month on."""
    for record in world.firm_records:
        count(world, "on-file", t, record.firm, record.cause, int(record.live))
    for firm in world.firms:
        for s in rated(world):
            count(world, "band", t, firm, firm.bands[s][0])
        red = [l for l in firm.listings if world.rules.firm_listed[l][rt.FL_RED]]
        black = {l: held for l, held in firm.listings.items() if l not in red}
        count(world, "red-places", t, firm, amount=len(red))
        count(world, "places", t, firm, amount=len(black))
        count(world, "unaware", t, firm, amount=sum(not held.aware for held in black.values()))
        count(world, "appeals-waiting", t, firm, amount=sum(held.filed is not None for held in black.values()))
        firm.mask = 0
        for l in firm.listings:
            firm.mask |= world.rules.firm_withheld[l][t + 1]
        firm.cause = min((held.cause for l, held in black.items() if world.rules.firm_withheld[l][t + 1]), default=None)
        firm.due, firm.fined = firm.fined, 0
