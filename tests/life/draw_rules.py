"""Random schemes, lists and classifiers, and what makes random rules keep the promises of compiled ones, for `tests.life.build`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.life.blank import BY_WORLD, CHANNELS, GROUPS, LISTS, ONE, SCHEMES, VAGUE, monthly, share

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.tables import NEVER
from counterlife.words import CONTEXTS, DOMAINS, GUESSES, PHASES, REWARDS, TRAITS

if TYPE_CHECKING:
    from counterlife.regime.tables import RuleTables


def draw_schemes(rng: random.Random, tables: RuleTables, w: int) -> None:
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


def draw_more(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Grace, stages, orders, lists that linger or follow households, and records that others look up."""
    tables.world[w, rt.W_PERFORM] = monthly(rng.choice([0, 0.3]))
    tables.world[w, [rt.W_BENEFIT, rt.W_DETAINED]] = random.Random(f"without {w} {tables.world[w].tolist()}").choice(
        [(0, 0), (65_536, 30_000)]
    )
    tables.look[w, : rt.LK_PUBLIC] = rng.randint(0, 65_536), share(rng.choice([0, 0.5])), share(rng.choice([0, 0.8]))
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


def draw_bars(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Detention on some lists, what other rights cost, private networks, thin footprints, and tiers of publication."""
    detention = 1 << DOMAINS.index("detention")
    for l, row in enumerate(tables.listed[w]):
        if rng.random() < 0.7:
            tables.withheld[w, l] &= ~detention
            tables.stage[w, l, :, 1] &= ~detention
        row[rt.L_SECRET] = not row[rt.L_PUBLISHES] and rng.random() < 0.3
    costs = [rt.W_UNIVERSITY, rt.W_SUBSIDY, rt.W_ACCOUNT, rt.W_OFFLINE, rt.W_SILENT]
    tables.world[w, costs] = [rng.choice([0, 20_000, 65_536]) for _ in costs]
    tables.world[w, rt.W_STUDIES] = share(rng.choice([0, 0.5, 1]))
    tables.world[w, [rt.W_ACCOUNT_UNSEEN, rt.W_OFFLINE_UNSEEN]] = [share(rng.choice([0, 0.5])) for _ in range(2)]
    tables.look[w, [rt.LK_PUBLIC, rt.LK_COUNTER]] = [rng.choice([0, 40_000, 65_536]) for _ in range(2)]
    tables.world[w, [rt.W_TRAVELS, rt.W_TRAVEL_LOSS]] = share(rng.choice([0, 0.5, 1])), monthly(rng.choice([0, 0.1]))
    tables.worth[w, : len(DOMAINS)] = [-rng.choice([0, 0, 2_000, 50_000]) for _ in DOMAINS]
    tables.worth[w, len(DOMAINS) :] = [rng.choice([0, 1_000]) for _ in REWARDS]
    tables.worth[w] *= rng.choice([0, 1])
    tables.world[w, rt.W_WORTH] = tables.worth[w].any()
    row = tables.react[w]
    row[rt.X_VEIL] = share(rng.choice([0, 0.5, 1])) * row[rt.X_RISK]
    row[rt.X_VEIL_FROM], row[rt.X_VEIL_MORE] = rng.getrandbits(len(CONTEXTS)), rng.choice([0, 65_536])
    row[rt.X_VEIL_STEEP] = 65_536 * rng.choice([1, 20])
    row[rt.X_THIN] = rng.choice([0, 65_536]) * row[rt.X_RISK]


def draw_rights(rng: random.Random, tables: RuleTables, w: int) -> None:
    """What property, hotels, paperwork and honours withheld do, and fines that courts add."""
    row = tables.world[w]
    row[rt.W_TIED], row[rt.W_PAPERS] = rng.choice([0, 30_000, 65_536]), rng.choice([0, 2])
    row[rt.W_BUYS], row[rt.W_HONOURS] = rng.randrange(2), rng.randrange(2)
    row[rt.W_SECOND], row[rt.W_JOINED] = share(rng.choice([0, 0.4, 1])), rng.choice([0, 5, NEVER])
    row[rt.W_DOCUMENTS] = _some_rights(rng, False)
    row[rt.W_HOTEL_LOSS] = rng.choice([0, row[rt.W_TRAVEL_LOSS] // 2])
    for rule in tables.listed[w]:
        if rule[rt.L_ON] and not rule[rt.L_RED] and not rule[rt.L_COPY] and rng.random() < 0.4:
            rule[[rt.L_FINE, rt.L_FINE_AFTER, rt.L_FINED]] = rng.choice([3_000, 1 << 30]), rng.choice([0, 2]), share(rng.choice([0.5, 1]))


def draw_limits(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Judges before a listing, limits by the act, and schemes that end."""
    row, months = tables.world[w], tables.cover.shape[2]
    row[rt.W_JUDGED] = rng.random() < 0.3
    row[rt.W_JUDGES], row[rt.W_STOPS_WRONG], row[rt.W_STOPS_RIGHT] = (
        65_536 * rng.choice([30, 200, 9_000]),
        share(0.5),
        share(rng.choice([0, 0.3])),
    )
    for s in range(SCHEMES):
        if tables.scheme[w, s, rt.S_ON] and rng.random() < 0.2:
            tables.scheme[w, s, rt.S_UNTIL] = ends = rng.randint(1, months)
            for entry in tables.entry[w, s]:
                entry[rt.E_UNTIL] = min(ends, entry[rt.E_UNTIL])
    for l in range(LISTS):
        if tables.listed[w, l, rt.L_ON] and not tables.listed[w, l, rt.L_KIN]:
            tables.listed[w, l, rt.L_UNTIL] = rng.choice([0, 0, 0, rng.randint(1, months)])
            tables.listed[w, l, rt.L_PER_POINT] = rng.choice([0, 0, 1, 3])


def draw_redress(rng: random.Random, tables: RuleTables, w: int) -> None:
    """An ombudsman, sources looked into, copies that can be contested."""
    row = tables.world[w]
    row[rt.W_OMBUDSMAN] = monthly(rng.choice([0, 0.4]))
    row[rt.W_REDRESS] = share(rng.choice([0, 0.5, 1]))
    row[rt.W_COPY_TOLD], row[rt.W_COPY_REQUEST] = share(rng.choice([0, 0.6])), monthly(rng.choice([0, 0.3]))
    for rule in tables.listed[w]:
        rule[rt.L_APPEAL] = rng.randrange(2) if rule[rt.L_COPY] else rule[rt.L_APPEAL]


def draw_copies(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Agencies that keep copies of one list, those that do on both sides of the limit of one number."""
    listed, follows = tables.listed[w], LISTS - 2
    parents = [l for l in range(LISTS - 2) if listed[l, rt.L_ON] and not listed[l, rt.L_RED]]
    kin = [int(row[rt.L_KIN]) - 1 for row in listed]
    if not parents or not listed[follows, rt.L_ON] or follows in kin or rng.random() < 0.3:
        return
    parent = rng.choice(parents)
    listed[follows] = 0
    listed[follows, [rt.L_ON, rt.L_COPY, rt.L_ORDINARY]] = 1, 1 + parent, listed[parent, rt.L_ORDINARY]
    listed[follows, rt.L_CODE] = luck.code(f"list-{follows}")
    listed[follows, rt.L_SCHEME], listed[follows, rt.L_TERM] = -1, NEVER
    listed[parent, rt.L_COPIES] = 1 + follows
    tables.withheld[w, follows], tables.stage[w, follows] = 0, 0
    for agency in (0, 1, 30, 31, 33):
        row = tables.copy[w, agency]
        row[rt.CP_CODE], row[rt.CP_CLEARS] = luck.code(f"agency-{agency}"), share(rng.choice([0.1, 0.5]))
        row[rt.CP_SINCE], row[rt.CP_RIGHTS] = rng.choice([0, 5]), _some_rights(rng, False)
        row[rt.CP_RECEIVES] = (1 << parent) * (rng.random() < 0.8)


def draw_ends(rng: random.Random, tables: RuleTables, w: int) -> None:
    """Records that nobody removes, schemes that end and keep their files, and entries that count what was done before them."""
    for s, scheme in enumerate(tables.scheme[w, :SCHEMES]):
        scheme[rt.S_STALE] = scheme[rt.S_ON] * share(rng.choice([0, 0, 0, 0.6]))
        scheme[rt.S_KEEPS] = scheme[rt.S_ON] * (rng.random() < 0.4)
        for row in tables.entry[w, s]:
            if row[rt.E_ON] and not row[rt.E_VAGUE] and rng.random() < 0.2:
                row[rt.E_SINCE], row[rt.E_RETRO] = rng.choice([4, 7]), 1
                row[rt.E_RETRO] = row[rt.E_SINCE] < row[rt.E_UNTIL]


def draw_ranks(rng: random.Random, tables: RuleTables) -> None:
    bounds = ((0, 90_000), (0, 300_000), (18, 80), (0, 131_072), (-131_072, 0))
    for row, (low, high) in zip(tables.rank, bounds, strict=True):
        row[:] = sorted(rng.randint(low, high) for _ in row)


def draw_guesses(rng: random.Random, tables: RuleTables, w: int) -> None:
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
    return bool(row[rt.L_ON] and row[rt.L_SCHEME] < 0 and not row[rt.L_KIN] and not row[rt.L_COPY])


def draw_lists(rng: random.Random, tables: RuleTables, w: int) -> None:
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
    telling = ("credit", "loan-at-city-bank", "public-job", "private-job", "school", "benefit", "detention", "property", "honour")
    chosen = {name for name in telling if rng.random() < 0.4} | set(rng.sample(DOMAINS, 2))
    return sum(1 << DOMAINS.index(name) for name in chosen)


def draw_entries(rng: random.Random, tables: RuleTables, w: int) -> None:
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


def draw_vague(seed: int, tables: RuleTables, w: int) -> None:
    """Some entries are vague; drawn apart, so that this changes nothing else."""
    rng = random.Random(f"vague {seed} {w}")
    for k in range(len(tables.discretion)):
        tables.discretion[k] = sorted(rng.choices((0, share(0.1), share(0.5), share(0.9), ONE), k=4096))
    for row in tables.entry[w].reshape(-1, rt.E_FIELDS):
        if row[rt.E_ON] and rng.random() < 0.3:
            row[rt.E_VAGUE], row[rt.E_CORE] = 1 + GROUPS * rng.randrange(VAGUE), share(rng.choice([0, 0.4]))


def draw_reckoning(rng: random.Random, tables: RuleTables) -> None:
    """What is only counted, and who is exempt in order to count; drawn apart, so that this changes nothing else."""
    for row in tables.gravity:
        row[:] = sorted(rng.choices((0, 50, 100, 500, 1_500), k=3))
    tables.thin[: rt.TH_UNBANKED] = [share(rng.choice([0, 0.3, 1])), share(rng.choice([0, 0.5])), share(0.3)]
    apart = random.Random(f"loans {tables.thin.tolist()} {tables.gravity.tolist()}")
    tables.thin[rt.TH_UNBANKED :] = share(apart.choice([0, 0.5, 1])), share(apart.choice([0, 0.6])), share(0.3)
    for w in range(len(tables.world)):
        row = tables.reckon[w]
        row[rt.RK_EXEMPT] = rng.random() < 0.3
        row[rt.RK_CREDIT], row[rt.RK_SINCE] = rng.randrange(SCHEMES + 1), rng.choice([0, 3])
        row[rt.RK_GOOD], row[rt.RK_BAD], row[rt.RK_PLAIN] = share(0.8), share(0.2), share(rng.choice([0, 1]))
        row[rt.RK_FIRM_CREDIT], row[rt.RK_FIRM_SINCE] = apart.choice([0, SCHEMES + 1]), apart.choice([0, 3])
        row[[rt.RK_FIRM_GOOD, rt.RK_FIRM_BAD, rt.RK_FIRM_PLAIN]] = share(0.8), share(0.2), share(apart.choice([0, 1]))
        tables.demands[w, :LISTS] = [rng.randrange(4) for _ in range(LISTS)]
        for claim in tables.claim[w, :SCHEMES]:
            claim[0] = rng.randrange(5)
            claim[1:] = sorted(rng.choices(range(2 * 65536), k=rt.TRAIT_BINS - 1))


def mute(tables: RuleTables, w: int, mute: int) -> None:
    """Make one world another one muted: it records and lists the same, but nothing follows and nobody knows."""
    for name in BY_WORLD:
        column = getattr(tables, name)
        column[mute] = column[w]
    tables.world[w, [rt.W_FOLLOWS, rt.W_KNOWN]] = 1
    tables.world[w, rt.W_JOB_LOSS] = monthly(0.3)  # hardship that the twin is spared induces acts
    tables.entry[:, :, :, rt.E_FINE] *= 5
    tables.world[mute, [rt.W_FOLLOWS, rt.W_KNOWN]] = 0
    tables.react[mute, [rt.X_DETER, rt.X_PERFORM, rt.X_EVADE, rt.X_DROP, rt.X_LEND, rt.X_VEIL, rt.X_THIN]] = 0
    tables.world[w, rt.W_MUTE], tables.world[mute, rt.W_MUTE] = mute, -1


def keep_promises(tables: RuleTables, w: int) -> None:
    """An off phase has nothing to read, muted lists withhold nothing, and entries know whether they punish, as in compiled tables."""
    phases = {name: bool(tables.world[w, rt.W_PHASES] >> k & 1) for k, name in enumerate(PHASES)}
    tables.world[w, rt.W_BARS] = 1
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
            tables.stage[w, l], row[rt.L_FINE] = 0, 0
            tables.copy[w, :, rt.CP_RECEIVES] &= ~(1 << l)
    tables.world[w, rt.W_COURT_FINES] = tables.listed[w, :, rt.L_FINE].any()
    for s, scheme in enumerate(tables.scheme[w]):
        for row in tables.entry[w, s]:
            if row[rt.E_LIST] >= 0 and not _takes_events(tables, w, row[rt.E_LIST]):
                row[rt.E_LIST] = -1
            blacklists = row[rt.E_ON] and row[rt.E_LIST] >= 0 and not tables.listed[w, row[rt.E_LIST], rt.L_RED]
            costs = row[rt.E_POINTS] < 0 or row[rt.E_JUMP] >= 0 or blacklists or row[rt.E_FINE] > 0
            row[rt.E_PUNISHES] = row[rt.E_ON] and not scheme[rt.S_ORDINARY] and costs
