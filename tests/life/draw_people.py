"""Random rules about acts, people's reactions and channels, for `tests.life.build`."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from tests.life.blank import CHANNELS, GROUPS, PLACES, SCHEMES, monthly, share

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.fill_adapt import certainty_table
from counterlife.regime.tables import NEVER
from counterlife.words import ACT_DOMAINS, CONTEXTS, NATURES, PHASES, RELATIONS

if TYPE_CHECKING:
    from counterlife.regime.tables import Ints, RuleTables


def pairs(rng: random.Random, worlds: int) -> Ints:
    """World 0 against world 1, and up to two more."""
    every = [(w, b) for w in range(worlds) for b in range(worlds) if w != b]
    chosen = [(0, 1), *rng.sample(every, min(2, len(every)))] if every else []
    return np.array(chosen, dtype=np.int64).reshape(-1, 2)


def draw_acts(rng: random.Random, tables: RuleTables, everyday: int) -> None:
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


def draw_world(rng: random.Random, tables: RuleTables, w: int) -> None:
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


def draw_reactions(tables: RuleTables, w: int) -> None:
    """What people do about the regime: from a stream of its own, so that the rest stays as it was."""
    rng = random.Random(f"reactions {w} {tables.world[w].tolist()}")
    row = tables.react[w]
    row[rt.X_RISK] = tables.world[w, rt.W_FEAR] or rng.random() < 0.5
    row[rt.X_PRIVATE] = share(rng.choice([0, 0.6]))
    row[rt.X_DETER] = row[rt.X_RISK] and rng.random() < 0.7
    row[rt.X_NEAR] = rng.choice([0, 20_000, 65_536])
    lends = random.Random(f"lending {w} {tables.world[w].tolist()}")
    row[rt.X_LEND], row[rt.X_LEND_FROM] = share(lends.choice([0, 0.5])), lends.getrandbits(len(CONTEXTS))
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
            values = (
                rng.choice([1, 1, 2]),
                luck.code(f"scheme-{s}"),
                rng.choice([0, 2]),
                rng.choice([0, 4, NEVER]),
                share(0.5),
                share(rng.choice([0, 0.4])),
            )
            joining[: rt.J_JOINS] = values
            growing = random.Random(f"pilots {w} {s} {values}")
            first = growing.choice([0.0, 0.5])
            joining[rt.J_PILOTS] = growing.random() < 0.5
            tables.pilot[w, s] = share(first)
            if joining[rt.J_PILOTS]:
                tables.pilot[w, s, 3:], tables.pilot[w, s, 7:] = share(0.6), share(growing.choice([0.6, 1]))
            joining[[rt.J_JOINS, rt.J_IMITATES]] = [monthly(rng.choice([0, 0.1])), monthly(rng.choice([0, 0.5]))]
            joining[[rt.J_LEAVES, rt.J_HELD]] = [share(rng.choice([0, 0.1])), share(rng.choice([0, 0.5, 1]))]
            joining[rt.J_MANDATORY] = rng.choice([NEVER, NEVER, 0, 9])
            joining[rt.J_PLACES] = rng.choice([0, 0, 1, 2])
            tables.pressure[w, s] = [monthly(rng.choice([0, 0.1])) for _ in tables.pressure[w, s]]
    used = random.Random(f"habit {w} {tables.world[w].tolist()}")
    joined = [s + 1 for s, joining in enumerate(tables.joining[w]) if joining[rt.J_OPT_IN] == 1]
    row[rt.X_HABIT], row[rt.X_HABIT_AFTER] = used.choice([0, *joined, *joined]), used.choice([1, 3])
    row[rt.X_HABIT_TAKES] = share(used.choice([0.5, 1]))
    row[[rt.X_HABIT_STAYS, rt.X_HABIT_EASE, rt.X_HABIT_KEEPS]] = [used.choice([0, 30_000, 65_536]) for _ in range(3)]
    row[rt.X_HABIT_EASE] *= used.choice([-1, 1])
    tables.deter_risk[w] = certainty_table(rng.choice([Fraction(0), Fraction(1, 5), Fraction(2), Fraction(-1, 5)]))
    tables.deter_month[w] = [rng.choice([65_536, rng.randint(0, 65_536)]) for _ in tables.deter_month[w]]


def draw_channels(rng: random.Random, tables: RuleTables, w: int) -> None:
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
