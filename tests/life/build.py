"""Rule tables and communities made by hand for tests: blank ones to fill in, and random ones in which everything happens often.

Random tables keep the promises of compiled ones: only scored schemes have points and bands, an entry names an event list that its world
has, red lists give and black ones withhold, and nothing is withheld where nothing follows.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
from tests.life.firms import FIRM_ACTS, FIRM_LISTS, FIRM_SCHEMES, draw_firm_rules, with_firms

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.fill_adapt import certainty_table
from counterlife.regime.tables import NEVER, RuleTables
from counterlife.town import traits
from counterlife.town.traits import Community
from counterlife.words import ACT_DOMAINS, CONTEXTS, DOMAINS, GUESSES, NATURES, PHASES, RELATIONS, REWARDS, TRAITS

if TYPE_CHECKING:
    from counterlife.regime.tables import Ints

ONE: Final = 1 << 32
GROUPS: Final = 3
PLACES: Final = 2
VAGUE: Final = 2
KINDS: Final = (0, 0, 1, 1, 2, 2)
"""The kinds of the tie slots: two of each."""
LISTS: Final = 6
SCHEMES: Final = 3
CHANNELS: Final = 4
_OF_ALL: Final = ("town", "discretion", "act", "demand", "pairs", "exp", "poisson_offset", "poisson_cdf", "obligation", "rank", "firm_act")
BY_WORLD: Final = tuple(name for name in RuleTables._fields if name not in _OF_ALL)
"""Tables that have a row a world."""


def monthly(rate: float) -> int:
    """A rate a month in the tables' fixed point."""
    return int(rate * luck.RATE_ONE)


def share(p: float) -> int:
    """A probability as a threshold."""
    return int(p * ONE)


def zeros(*shape: int) -> Ints:
    return np.zeros(shape, dtype=np.int64)


def blank_tables(
    persons: int,
    worlds: int = 1,
    months: int = 12,
    acts: int = 1,
    channels: int = 1,
    schemes: int = 1,
    lists: int = 1,
    slots: int = 0,
    firm_acts: int = 0,
) -> RuleTables:
    """Rules that do nothing: one group, rare acts that never happen, nothing switched on but the phases."""
    tables = RuleTables(
        town=np.array([persons, 1, slots, 0, 0, 0, 0], dtype=np.int64),
        act=zeros(acts, rt.ACT_FIELDS),
        demand=zeros(len(DOMAINS)),
        world=zeros(worlds, rt.W_FIELDS),
        channel=zeros(worlds, channels, rt.CH_FIELDS),
        sees=zeros(worlds, channels, acts),
        cover=zeros(worlds, channels, months, 1),
        mistaken=zeros(worlds, channels, 1),
        false_report=zeros(worlds, channels, 1),
        false_match=zeros(worlds, channels, 1),
        malice=zeros(worlds, channels, len(RELATIONS)),
        share=zeros(worlds, channels, months),
        scheme=zeros(worlds, schemes, rt.S_FIELDS),
        band=zeros(worlds, schemes, rt.BANDS),
        entry=zeros(worlds, schemes, acts, rt.E_FIELDS),
        listed=zeros(worlds, lists, rt.L_FIELDS),
        withheld=zeros(worlds, lists, months + 1),
        pairs=zeros(0, 2),
        exp=luck.table("exp").astype(np.int64),
        poisson_offset=luck.table("poisson-offset").astype(np.int64),
        poisson_cdf=luck.table("poisson-cdf").astype(np.int64),
        discretion=zeros(VAGUE * GROUPS, 4096),
        obligation=zeros(acts, 4096),
        react=zeros(worlds, rt.X_FIELDS),
        joining=zeros(worlds, schemes, rt.J_FIELDS),
        pressure=zeros(worlds, schemes, months),
        price=zeros(worlds, acts),
        deter_risk=zeros(worlds, 64 * rt.OCTAVES + 1) + 65_536,
        deter_month=zeros(worlds, months) + 65_536,
        stage=zeros(worlds, lists, rt.STAGES, 2),
        look=zeros(worlds, rt.LK_FIELDS),
        rank=zeros(len(TRAITS), 255),
        guess=zeros(worlds, len(GUESSES), rt.GU_FIELDS),
        guess_act=zeros(worlds, len(GUESSES), acts),
        guess_share=zeros(worlds, len(GUESSES), 2, 1),
        firm_world=zeros(worlds, rt.FW_FIELDS),
        firm_act=zeros(firm_acts, rt.FA_FIELDS),
        firm_comply=zeros(worlds, firm_acts, rt.FC_FIELDS),
        firm_sees=zeros(worlds, channels, firm_acts),
        firm_cover=zeros(worlds, channels, months),
        firm_mistaken=zeros(worlds, channels),
        firm_scheme=zeros(worlds, schemes, rt.FS_FIELDS),
        firm_entry=zeros(worlds, schemes, firm_acts, rt.FE_FIELDS),
        firm_listed=zeros(worlds, lists, rt.FL_FIELDS),
        firm_withheld=zeros(worlds, lists, months + 1),
    )
    tables.act[:, rt.ACT_CODE] = [luck.code(f"act-{a}") for a in range(acts)]
    tables.act[:, rt.ACT_DENSE] = -1
    tables.act[:, rt.ACT_HARDSHIP] = tables.act[:, rt.ACT_BOUND] = 65536
    tables.world[:, [rt.W_FOLLOWS, rt.W_KNOWN, rt.W_APPEAL_TAKES]] = 1
    tables.world[:, rt.W_MUTE] = -1
    tables.world[:, rt.W_PHASES] = (1 << len(PHASES)) - 1
    tables.channel[:, :, rt.CH_REPORT_ACT] = -1
    tables.channel[:, :, rt.CH_CODE] = [luck.code(f"channel-{ch}") for ch in range(channels)]
    tables.scheme[:, :, rt.S_CODE] = [luck.code(f"scheme-{s}") for s in range(schemes)]
    tables.entry[..., rt.E_JUMP] = tables.entry[..., rt.E_LIST] = -1
    tables.entry[..., rt.E_KEPT] = tables.entry[..., rt.E_UNTIL] = NEVER
    tables.listed[:, :, rt.L_CODE] = [luck.code(f"list-{l}") for l in range(lists)]
    tables.listed[:, :, rt.L_SCHEME] = -1
    tables.listed[:, :, rt.L_TERM] = NEVER
    tables.firm_act[:, rt.FA_CODE] = [luck.code(f"firm-act-{a}") for a in range(firm_acts)]
    tables.firm_comply[:, :, rt.FC_MULTIPLIER] = 65536
    tables.firm_entry[..., rt.FE_JUMP] = tables.firm_entry[..., rt.FE_LIST] = -1
    tables.firm_entry[..., rt.FE_KEPT] = tables.firm_entry[..., rt.FE_UNTIL] = NEVER
    tables.firm_listed[:, :, rt.FL_SCHEME] = -1
    return tables


def plain_community(persons: int, slots: int = 0) -> Community:
    """Adults of one group who live alone, own little, need nothing and are tied to nobody."""
    byte = np.zeros((traits.BYTES, persons), dtype=np.uint8)
    number = np.zeros((traits.NUMBERS, persons), dtype=np.int32)
    byte[traits.ADULT] = 1
    byte[traits.AGE] = 40
    number[traits.HOUSEHOLD] = np.arange(persons)
    number[traits.HOUSEHOLD_SIZE] = 1
    number[traits.WORKPLACE] = -1
    number[traits.BUFFER] = 1 << 30
    number[traits.FRAILTY : traits.FRAILTY + 4] = number[traits.DEMAND] = 65536
    tie, kinds = np.full((slots, persons), -1, dtype=np.int32), np.ones(slots, dtype=np.uint8)
    return Community(byte, number, tie, kinds, np.zeros((traits.FIRM_FIELDS, 0), dtype=np.int32))


def random_community(seed: int, persons: int) -> Community:
    """Households with children, three groups, ties of all kinds, work, and money that does not always suffice."""
    rng = random.Random(f"community {seed}")
    people = plain_community(persons, len(KINDS))
    people.tie_kind[:] = KINDS
    people.byte[traits.PLACE] = random.Random(f"place {seed}").randrange(PLACES)
    households = _settle(rng, people)
    for p in range(persons):
        _draw_person(rng, people, p)
    for k, kind in enumerate(KINDS):
        groups = households if kind == 0 else [list(range(persons))]
        for group in groups:
            _match(rng, people, k, group)
    return with_firms(people, seed)


def _settle(rng: random.Random, people: Community) -> list[list[int]]:
    households, first, persons = [], 0, people.byte.shape[1]
    while first < persons:
        size = min(rng.randint(1, 5), persons - first)
        members, group = list(range(first, first + size)), rng.randrange(GROUPS)
        for p in members:
            people.byte[traits.GROUP, p] = group
            people.byte[traits.ADULT, p] = p == first or rng.random() < 0.6
            people.number[traits.HOUSEHOLD, p] = first
            people.number[traits.HOUSEHOLD_SIZE, p] = size
        households.append(members)
        first += size
    return households


def _draw_person(rng: random.Random, people: Community, p: int) -> None:
    adult = bool(people.byte[traits.ADULT, p])
    wage = rng.choice([0, rng.randint(10_000, 90_000), rng.randint(10_000, 90_000)]) if adult else 0
    people.byte[traits.AGE, p] = rng.randint(18, 80) if adult else rng.randint(0, 17)
    people.byte[traits.PUPIL, p] = not adult and rng.random() < 0.7
    people.byte[traits.EMPLOYED, p] = wage > 0 and rng.random() < 0.8
    row = people.number[:, p]
    row[traits.WAGE] = wage
    if not adult:
        return
    row[traits.SUPPORT] = rng.randint(0, 20_000)
    row[traits.NEEDS] = rng.randint(0, 60_000)
    row[traits.SAVINGS] = rng.randint(0, 300_000)
    row[traits.BUFFER] = rng.randint(100_000, 1_000_000)
    row[traits.CREDIT] = rng.choice([0, rng.randint(0, 400_000)])
    for k in range(4):
        row[traits.FRAILTY + k] = rng.choice([0, 65536, rng.randint(0, 2 * 65536)])
    row[traits.DEMAND] = rng.randint(0, 2 * 65536)


def _match(rng: random.Random, people: Community, slot: int, group: list[int]) -> None:
    """Tie pairs of a group in one slot, leaving some out."""
    order = [p for p in group if rng.random() < 0.8]
    rng.shuffle(order)
    for p, q in zip(order[::2], order[1::2], strict=False):
        people.tie[slot, p], people.tie[slot, q] = q, p


def random_tables(seed: int, worlds: int, persons: int = 60, months: int = 18) -> RuleTables:
    """Rules under which everything happens often, in some of several worlds; world 1 is mostly world 0 muted.

    Parameters
    ----------
    seed : int
        Which rules.
    worlds : int
        How many worlds, at least 1.
    persons, months : int
        Of the community and the run, as for `random_community`.
    """
    rng = random.Random(f"tables {seed}")
    everyday, rare = rng.choice([1, 3, 9]), rng.randint(2, 4)
    schemes, lists = SCHEMES + FIRM_SCHEMES, LISTS + FIRM_LISTS
    tables = blank_tables(persons, worlds, months, everyday + rare, CHANNELS, schemes, lists, len(KINDS), FIRM_ACTS)
    tables = tables._replace(
        cover=zeros(worlds, CHANNELS, months, PLACES * GROUPS),
        mistaken=zeros(worlds, CHANNELS, GROUPS),
        false_report=zeros(worlds, CHANNELS, GROUPS),
        false_match=zeros(worlds, CHANNELS, GROUPS),
        guess_share=zeros(worlds, len(GUESSES), 2, GROUPS),
        pairs=_pairs(rng, worlds),
    )
    tables.town[rt.T_GROUPS] = GROUPS
    tables.town[rt.T_JOB_LOSS], tables.town[rt.T_HIRE] = monthly(rng.choice([0, 0.05])), monthly(rng.choice([0.01, 0.3]))
    tables.town[rt.T_SCAR] = rng.randint(0, 65536)
    tables.demand[:] = [monthly(rng.choice([0, 0.02, 0.2])) for _ in DOMAINS]
    _draw_acts(rng, tables, everyday)
    _draw_ranks(random.Random(f"ranks {seed}"), tables)
    for w in range(worlds):
        _draw_world(rng, tables, w)
        _draw_reactions(tables, w)
        _draw_channels(rng, tables, w)
        _draw_schemes(rng, tables, w)
        _draw_lists(rng, tables, w)
        _draw_entries(rng, tables, w)
        _draw_vague(seed, tables, w)
        _draw_more(random.Random(f"more {seed} {w}"), tables, w)
        _draw_guesses(random.Random(f"guesses {seed} {w}"), tables, w)
    if worlds > 1 and rng.random() < 0.8:
        _mute(tables, 0, 1)
    for w in range(worlds):
        _keep_promises(tables, w)
    draw_firm_rules(tables, seed)
    return tables


def _pairs(rng: random.Random, worlds: int) -> Ints:
    """World 0 against world 1, and up to two more."""
    every = [(w, b) for w in range(worlds) for b in range(worlds) if w != b]
    chosen = [(0, 1), *rng.sample(every, min(2, len(every)))] if every else []
    return np.array(chosen, dtype=np.int64).reshape(-1, 2)


def _draw_acts(rng: random.Random, tables: RuleTables, everyday: int) -> None:
    acts = len(tables.act)
    lanes = [*range(everyday), *[-1] * (acts - everyday)]
    rng.shuffle(lanes)
    often = rng.random() < 0.1  # rates that need the highest layers are slow in plain Python
    common = rng.choice([(0.02, 0.2, 1, 5), (0.01, 0.05, 0.1)])  # in a calm town an induced act can be the only one
    bins = np.random.default_rng(rng.randrange(1 << 30))
    for a, row in enumerate(tables.act):
        nature = a if a < len(NATURES) else rng.randrange(len(NATURES))
        hardship = rng.choice([32_768, 131_072, 524_288])
        if NATURES[nature] == "prosocial":
            hardship = 65_536
        row[rt.ACT_NATURE], row[rt.ACT_DOMAIN] = nature, rng.randrange(1, len(ACT_DOMAINS))
        row[rt.ACT_DENSE] = lanes[a]
        row[rt.ACT_HARDSHIP] = hardship
        row[rt.ACT_BOUND] = max(65_536, hardship) * {"expression": 7, "prosocial": 21}.get(NATURES[nature], 5) // 5 + 1
        most = 0.05 if often else 0.01
        row[rt.ACT_RATE] = monthly(rng.choice(common) if lanes[a] >= 0 else rng.choice([most, 0.003]))
        if NATURES[nature] == "financial" or rng.random() < 0.1:
            row[rt.ACT_OBLIGATION], row[rt.ACT_SPREAD] = rng.choice([5_000, 100_000, 1 << 29]), 65_536
            tables.obligation[a] = np.minimum(1 << 30, np.sort(bins.integers(0, 2 * row[rt.ACT_OBLIGATION], 4096)))


def _draw_world(rng: random.Random, tables: RuleTables, w: int) -> None:
    row = tables.world[w]
    values = {
        rt.W_FOLLOWS: int(rng.random() < 0.85),
        rt.W_KNOWN: int(rng.random() < 0.85),
        rt.W_PAY: monthly(rng.choice([0, 0.1])),
        rt.W_PAY_LISTED: monthly(rng.choice([0, 0.5])),
        rt.W_LOOK_UP: monthly(rng.choice([0, 0.1])),
        rt.W_APPEAL_CAPACITY: int(65_536 * 10_000 / max(1, tables.town[rt.T_PERSONS]) * rng.choice([0, 0.3, 2, 20])),
        rt.W_FILES_WRONG: share(rng.choice([0.3, 1])),
        rt.W_FILES_RIGHT: share(rng.choice([0.3, 1])),
        rt.W_WINS_WRONG: share(rng.choice([0.2, 0.7])),
        rt.W_WINS_RIGHT: share(rng.choice([0.2, 0.7])),
        rt.W_APPEAL_TAKES: rng.randint(1, 4),
        rt.W_CORRECT_REQUEST: monthly(rng.choice([0, 0.2])),
        rt.W_CORRECT_AUDIT: monthly(rng.choice([0, 0.05])),
        rt.W_REPAIR_AFTER: rng.randint(0, 4),
        rt.W_REPAIR: monthly(rng.choice([0.1, 0.5])),
        rt.W_JOB_LOSS: monthly(rng.choice([0, 0.1])),
        rt.W_HIRE_REFUSED: rng.randint(0, 65_536),
        rt.W_TIE_BREAK: share(rng.choice([0, 0.1, 0.5])),
        rt.W_FEAR: int(rng.random() < 0.75),
        rt.W_FEAR_STRENGTH: rng.choice([-26_214, 20_000, 65_536]),
        rt.W_FEAR_STEEPNESS: 65_536 * rng.choice([1, 20]),
        rt.W_FEAR_LEARNING: rng.choice([0, 4_000, 40_000, 65_536]),
        rt.W_FEAR_FLOOR: rng.choice([0, 66, 3_000]),
        rt.W_FEAR_AWARE: share(rng.choice([0, 0.3, 1])),
        rt.W_HAS_APPEAL: int(rng.random() < 0.8),
        rt.W_HAS_REPAIR: int(rng.random() < 0.7),
    }
    for field, value in values.items():
        row[field] = value
    if rng.random() < 0.3:
        row[rt.W_PHASES] &= ~(1 << rng.randrange(len(PHASES)))
    if w > 0 and rng.random() < 0.2:
        row[rt.W_MUTE] = rng.randrange(w)


def _draw_reactions(tables: RuleTables, w: int) -> None:
    """What people do about the regime: from a stream of its own, so that the rest stays as it was."""
    rng = random.Random(f"reactions {w} {tables.world[w].tolist()}")
    row = tables.react[w]
    row[rt.X_RISK] = tables.world[w, rt.W_FEAR] or rng.random() < 0.5
    row[rt.X_PRIVATE] = share(rng.choice([0, 0.6]))
    row[rt.X_DETER] = row[rt.X_RISK] and rng.random() < 0.7
    row[rt.X_NEAR] = rng.choice([0, 20_000, 65_536])
    row[rt.X_EVADE], row[rt.X_EVADE_STEEP] = rng.choice([0, 30_000, 65_536]) * row[rt.X_RISK], 65_536 * rng.choice([1, 20])
    row[rt.X_EVADE_FROM] = rng.getrandbits(len(CONTEXTS))
    row[rt.X_DROP] = share(rng.choice([0, 0.1, 0.5]))
    row[rt.X_DROP_SCHEME], row[rt.X_DROP_BAND] = rng.randrange(SCHEMES), rng.randrange(3)
    row[rt.X_PERFORM] = row[rt.X_RISK] and rng.random() < 0.7
    row[rt.X_WILLING], row[rt.X_MORE] = share(rng.choice([0, 0.5, 1])), rng.choice([0, 65_536, 3 * 65_536])
    row[rt.X_REACH], row[rt.X_CROWDS] = rng.choice([0, 10, 500]), rng.choice([-13_107, 0, 30_000])
    tables.price[w] = [rng.choice([0, 0, 100_000]) for _ in tables.price[w]]
    for s, joining in enumerate(tables.joining[w]):
        if rng.random() < 0.5:
            values = (1, luck.code(f"scheme-{s}"), rng.choice([0, 2]), rng.choice([0, 4, NEVER]), share(0.5), share(rng.choice([0, 0.4])))
            joining[: rt.J_JOINS] = values
            joining[[rt.J_JOINS, rt.J_IMITATES]] = [monthly(rng.choice([0, 0.1])), monthly(rng.choice([0, 0.5]))]
            joining[[rt.J_LEAVES, rt.J_HELD]] = [share(rng.choice([0, 0.1])), share(rng.choice([0, 0.5, 1]))]
            joining[rt.J_MANDATORY] = rng.choice([NEVER, NEVER, 0, 9])
            tables.pressure[w, s] = [monthly(rng.choice([0, 0.1])) for _ in tables.pressure[w, s]]
    tables.deter_risk[w] = certainty_table(rng.choice([Fraction(0), Fraction(1, 5), Fraction(2)]))
    tables.deter_month[w] = [rng.choice([65_536, rng.randint(0, 65_536)]) for _ in tables.deter_month[w]]


def _draw_channels(rng: random.Random, tables: RuleTables, w: int) -> None:
    acts, months = len(tables.act), tables.cover.shape[2]
    for ch in range(CHANNELS):
        if rng.random() < 0.15:
            tables.channel[w, ch] = 0
            continue
        row = tables.channel[w, ch]
        row[rt.CH_ON] = 1
        row[rt.CH_CONTEXT] = rng.randrange(1, len(CONTEXTS))
        row[rt.CH_CATCHES] = share(rng.choice([0.3, 0.8, 1]))
        row[rt.CH_FEEDS] = rng.randrange(1 << SCHEMES)
        tables.sees[w, ch] = [rng.random() < 0.7 for _ in range(acts)]
        turn = rng.randrange(months + 1)
        for g in range(GROUPS):
            tables.cover[w, ch, :turn, g] = share(rng.choice([0, 0.5, 1]))
            tables.cover[w, ch, turn:, g] = share(rng.choice([0.5, 1]))
            tables.mistaken[w, ch, g] = share(rng.choice([0, 0.2, 1]))
        if rng.random() < 0.5:
            row[rt.CH_REPORT_ACT] = rng.randrange(acts)
            tables.false_report[w, ch] = [monthly(rng.choice([0, 0.01, 0.06])) for _ in range(GROUPS)]
        _draw_alerts(rng, tables, w, ch)


def _draw_alerts(rng: random.Random, tables: RuleTables, w: int, ch: int) -> None:
    """Coverage elsewhere, wrong matches, malice, review, removal, direction and sharing of one channel, each in some channels only.

    They are drawn apart, so that they change nothing else.
    """
    rng = random.Random(f"alerts {w} {ch} {rng.getstate()[1][0]}")
    for place in range(1, PLACES):
        for g in range(GROUPS):
            tables.cover[w, ch, :, place * GROUPS + g] = share(rng.choice([0, 0.5, 1]))
    acts, row = len(tables.act), tables.channel[w, ch]
    if rng.random() < 0.4:
        row[rt.CH_MATCH_ACT] = 1 + rng.randrange(acts)
        tables.false_match[w, ch] = [monthly(rng.choice([0, 0.01, 0.06])) for _ in range(GROUPS)]
    if rng.random() < 0.4:
        row[rt.CH_MALICE_ACT] = 1 + rng.randrange(acts)
        tables.malice[w, ch] = [monthly(rng.choice([0, 0.003, 0.02])) for _ in RELATIONS]
    if rng.random() < 0.5:
        row[rt.CH_DROPS_TRUE], row[rt.CH_DROPS_WRONG] = share(rng.choice([0, 0.2])), share(rng.choice([0, 0.5, 1]))
    if rng.random() < 0.4:
        row[rt.CH_REMOVES] = share(rng.choice([0.2, 1]))
    if rng.random() < 0.4:
        row[rt.CH_DIRECT_ACT], row[rt.CH_DIRECTS] = 1 + rng.randrange(acts), share(rng.choice([0.1, 1]))
    row[rt.CH_LOCATES] = rng.random() < 0.3
    if rng.random() < 0.5:
        turn, given = rng.randrange(tables.share.shape[2]), rng.randrange(1 << SCHEMES) & ~int(row[rt.CH_FEEDS])
        tables.share[w, ch, turn:] = given | (given & rng.randrange(1 << SCHEMES)) << rt.CONSENTED


def _draw_schemes(rng: random.Random, tables: RuleTables, w: int) -> None:
    for s in range(SCHEMES):
        if rng.random() < 0.1:
            tables.scheme[w, s] = 0
            continue
        row = tables.scheme[w, s]
        row[rt.S_ON] = 1
        row[rt.S_ORDINARY] = rng.random() < 0.2
        if rng.random() < 0.25:
            continue
        least, bands = rng.choice([0, 350, -50]), rng.randint(1, rt.BANDS)
        most = least + rng.choice([40, 200])
        row[rt.S_SCORED] = 1
        row[rt.S_START], row[rt.S_LEAST], row[rt.S_MOST] = rng.randint(least + 10, most), least, most
        row[rt.S_BANDS] = bands
        tables.band[w, s, :bands] = [least, *sorted(rng.sample(range(least + 1, most + 1), bands - 1))]
        if rng.random() < 0.5:
            row[rt.S_WEIGHT] = rng.choice([3_277, 30_000, 65_536])
            row[rt.S_WEIGHT_FAMILY : rt.S_WEIGHT_COLLEAGUE + 1] = [rng.choice([0, 200, 500]) for _ in range(3)]


def _draw_more(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Grace, stages, orders, lists that linger or follow households, and records that others look up."""
    tables.world[w, rt.W_PERFORM] = monthly(rng.choice([0, 0.3]))
    tables.look[w] = rng.randint(0, 65_536), share(rng.choice([0, 0.5])), share(rng.choice([0, 0.8]))
    for row in tables.scheme[w]:
        row[rt.S_OPEN] = row[rt.S_ON] and rng.random() < 0.5
    for l, row in enumerate(tables.listed[w]):
        if not row[rt.L_ON] or rng.random() < 0.5:
            continue
        row[rt.L_PERFORM] = not row[rt.L_RED] and rng.random() < 0.5
        if row[rt.L_SCHEME] < 0:
            row[rt.L_GRACE] = rng.choice([0, 1, 3])
            row[rt.L_LINGERS] = share(rng.choice([0, 0.6]))
        if not row[rt.L_RED]:
            tables.stage[w, l, 0] = rng.choice([0, 1, 4]), _some_rights(rng, False)
            tables.stage[w, l, 1] = rng.choice([2, 6]), rng.choice([0, _some_rights(rng, False)])
    parents = [l for l in range(LISTS - 1) if tables.listed[w, l, rt.L_ON] and not tables.listed[w, l, rt.L_RED]]
    last = tables.listed[w, LISTS - 1]
    if parents and last[rt.L_ON] and not last[rt.L_RED] and last[rt.L_SCHEME] < 0 and rng.random() < 0.5:
        last[rt.L_KIN], last[rt.L_TERM] = 1 + rng.choice(parents), NEVER
        last[[rt.L_GRACE, rt.L_LINGERS, rt.L_PERFORM, rt.L_REPAIR, rt.L_PAY, rt.L_CORRECTION]] = 0


def _draw_ranks(rng: random.Random, tables: RuleTables) -> None:
    bounds = ((0, 90_000), (0, 300_000), (18, 80), (0, 131_072), (-131_072, 0))
    for row, (low, high) in zip(tables.rank, bounds, strict=True):
        row[:] = sorted(rng.randint(low, high) for _ in row)


def _draw_guesses(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Factor scores for some schemes, and classifiers of all kinds."""
    events = [l for l in range(LISTS) if _takes_events(tables, w, l)]
    schemes = [s for s in range(SCHEMES) if tables.scheme[w, s, rt.S_ON]]
    for s in schemes:
        if tables.scheme[w, s, rt.S_SCORED] and rng.random() < 0.3:
            weights = rng.choice([(65_536, 0, 0, 0, 0), (10_000, 15_536, 20_000, 5_000, 15_000)])
            tables.scheme[w, s, rt.S_FACTOR : rt.S_FACTOR + len(TRAITS)] = weights
    for k, row in enumerate(tables.guess[w]):
        if not schemes or rng.random() < 0.8:
            continue
        s = rng.choice(schemes)
        bands, scored = int(tables.scheme[w, s, rt.S_BANDS]), tables.scheme[w, s, rt.S_SCORED]
        row[rt.GU_ON], row[rt.GU_CODE], row[rt.GU_SCHEME] = 1, luck.code(GUESSES[k]), s
        row[rt.GU_POINTS] = rng.choice([-30, 0]) if scored else 0
        row[rt.GU_JUMP] = rng.randrange(bands) if bands and rng.random() < 0.3 else -1
        row[rt.GU_LIST] = rng.choice(events) if events and rng.random() < 0.5 else -1
        row[rt.GU_KEPT], row[rt.GU_EVERY] = rng.choice([1, 4, NEVER]), rng.choice([1, 3])
        row[rt.GU_SINCE], row[rt.GU_STICKS] = rng.choice([0, 2]), share(rng.choice([0, 0.8, 1]))
        row[rt.GU_NATURE], row[rt.GU_ABOVE] = rng.choice([-1, rng.randrange(4)]), 65_536
        row[rt.GU_WATCH], row[rt.GU_COVER] = rng.randrange(-1, CHANNELS), share(rng.choice([0.3, 1]))
        tables.guess_act[w, k] = [rng.random() < 0.4 for _ in tables.act]
        for g in range(GROUPS):
            tables.guess_share[w, k, :, g] = share(rng.choice([0, 0.2])), share(rng.choice([0.2, 0.9]))


def _takes_events(tables: RuleTables, w: int, l: int) -> bool:
    row = tables.listed[w, l]
    return bool(row[rt.L_ON] and row[rt.L_SCHEME] < 0 and not row[rt.L_KIN])


def _draw_lists(rng: random.Random, tables: RuleTables, w: int) -> None:
    scored = [s for s in range(SCHEMES) if tables.scheme[w, s, rt.S_BANDS] > 1]
    for l in range(LISTS):
        if rng.random() < 0.1:
            tables.listed[w, l] = 0
            continue
        row, red = tables.listed[w, l], rng.random() < 0.25
        values = {
            rt.L_ON: 1,
            rt.L_RED: int(red),
            rt.L_UNABLE: share(rng.choice([0, 0.5, 1])),
            rt.L_NOTICE: share(rng.choice([0, 0.3, 1])),
            rt.L_TERM: rng.choice([1, 2, 6, NEVER]),
            rt.L_PUBLISHES: int(rng.random() < 0.5),
            rt.L_SINCE: rng.choice([0, 0, 3]),
            rt.L_PAY: int(rng.random() < 0.6),
            rt.L_APPEAL: int(rng.random() < 0.8),
            rt.L_CORRECTION: int(rng.random() < 0.7),
            rt.L_REPAIR: int(rng.random() < 0.7),
            rt.L_ORDINARY: int(rng.random() < 0.2),
        }
        if scored and rng.random() < 0.5:
            s = rng.choice(scored)
            values |= {
                rt.L_SCHEME: s,
                rt.L_BAND: rng.randrange(tables.scheme[w, s, rt.S_BANDS]),
                rt.L_ABOVE: int(red or rng.random() < 0.1),
                rt.L_TERM: NEVER,
            }
        for field, value in values.items():
            row[field] = value
        turn = rng.randrange(tables.withheld.shape[2])
        tables.withheld[w, l, :turn] = _some_rights(rng, red)
        tables.withheld[w, l, turn:] = _some_rights(rng, red)


def _some_rights(rng: random.Random, red: bool) -> int:
    """Rewards of a red list, else rights withheld; now and then none."""
    if rng.random() < 0.1:
        return 0
    if red:
        return rng.randrange(1, 1 << len(REWARDS)) << len(DOMAINS)
    telling = ("credit", "loan-at-city-bank", "public-job", "private-job", "school")
    chosen = {name for name in telling if rng.random() < 0.4} | set(rng.sample(DOMAINS, 2))
    return sum(1 << DOMAINS.index(name) for name in chosen)


def _draw_entries(rng: random.Random, tables: RuleTables, w: int) -> None:
    months = tables.cover.shape[2]
    events = [l for l in range(LISTS) if tables.listed[w, l, rt.L_ON] and tables.listed[w, l, rt.L_SCHEME] < 0]
    for s in range(SCHEMES):
        if not tables.scheme[w, s, rt.S_ON]:
            tables.entry[w, s] = 0
            continue
        bands = int(tables.scheme[w, s, rt.S_BANDS])
        for row in tables.entry[w, s]:
            if rng.random() < 0.3:
                row[:] = 0
                continue
            row[rt.E_ON] = 1
            if tables.scheme[w, s, rt.S_SCORED]:
                row[rt.E_POINTS] = rng.choice([-40, -10, -3, 0, 2, 25])
            if bands and rng.random() < 0.25:
                row[rt.E_JUMP] = rng.randrange(bands)
            if events and rng.random() < 0.5:
                row[rt.E_LIST] = rng.choice(events)
            row[rt.E_KEPT] = rng.choice([1, 3, 12, NEVER])
            row[rt.E_FINE] = rng.choice([0, 0, 2_000, 50_000])
            row[rt.E_SINCE] = rng.choice([0, 0, 2])
            row[rt.E_UNTIL] = rng.choice([NEVER, NEVER, max(3, months - 3)])


def _draw_vague(seed: int, tables: RuleTables, w: int) -> None:
    """Some entries are vague; drawn apart, so that this changes nothing else."""
    rng = random.Random(f"vague {seed} {w}")
    for k in range(len(tables.discretion)):
        tables.discretion[k] = sorted(rng.choices((0, share(0.1), share(0.5), share(0.9), ONE), k=4096))
    for row in tables.entry[w].reshape(-1, rt.E_FIELDS):
        if row[rt.E_ON] and rng.random() < 0.3:
            row[rt.E_VAGUE], row[rt.E_CORE] = 1 + GROUPS * rng.randrange(VAGUE), share(rng.choice([0, 0.4]))


def _mute(tables: RuleTables, w: int, mute: int) -> None:
    """Make one world another one muted: it records and lists the same, but nothing follows and nobody knows."""
    for name in BY_WORLD:
        column = getattr(tables, name)
        column[mute] = column[w]
    tables.world[w, [rt.W_FOLLOWS, rt.W_KNOWN]] = 1
    tables.world[w, rt.W_JOB_LOSS] = monthly(0.3)  # hardship that the twin is spared induces acts
    tables.entry[:, :, :, rt.E_FINE] *= 5
    tables.world[mute, [rt.W_FOLLOWS, rt.W_KNOWN]] = 0
    tables.react[mute, [rt.X_DETER, rt.X_PERFORM, rt.X_EVADE, rt.X_DROP]] = 0
    tables.world[w, rt.W_MUTE], tables.world[mute, rt.W_MUTE] = mute, -1


def _keep_promises(tables: RuleTables, w: int) -> None:
    """An off phase has nothing to read, muted lists withhold nothing, and entries know whether they punish, as in compiled tables."""
    phases = {name: bool(tables.world[w, rt.W_PHASES] >> k & 1) for k, name in enumerate(PHASES)}
    if not tables.world[w, rt.W_FOLLOWS]:
        tables.look[w] = 0
    if not phases["infer"]:
        tables.scheme[w, :, rt.S_WEIGHT] = 0
        tables.guess[w] = 0
    if not phases["adapt"]:
        tables.world[w, rt.W_FEAR] = 0
        tables.react[w] = 0
    for l, row in enumerate(tables.listed[w]):
        if not phases["sanction"] or not (tables.world[w, rt.W_FOLLOWS] or row[rt.L_ORDINARY]) or not row[rt.L_ON]:
            tables.withheld[w, l] = 0
            tables.stage[w, l] = 0
    for s, scheme in enumerate(tables.scheme[w]):
        for row in tables.entry[w, s]:
            if row[rt.E_LIST] >= 0 and tables.listed[w, row[rt.E_LIST], rt.L_KIN]:
                row[rt.E_LIST] = -1
            blacklists = row[rt.E_ON] and row[rt.E_LIST] >= 0 and not tables.listed[w, row[rt.E_LIST], rt.L_RED]
            costs = row[rt.E_POINTS] < 0 or row[rt.E_JUMP] >= 0 or blacklists or row[rt.E_FINE] > 0
            row[rt.E_PUNISHES] = row[rt.E_ON] and not scheme[rt.S_ORDINARY] and costs
