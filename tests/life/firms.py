"""Random firms, and random rules for them, in the last lists and the last scheme of random tables."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.tables import NEVER
from counterlife.town import traits
from counterlife.words import DOMAINS, FIRM_SIZES, PHASES, SECTORS

if TYPE_CHECKING:
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

FIRM_ACTS: Final = 3
FIRM_LISTS: Final = 3
"""A red list, an event list and a threshold list."""
FIRM_SCHEMES: Final = 1


def monthly(rate: float) -> int:
    return int(rate * luck.RATE_ONE)


def share(p: float) -> int:
    return int(p * (1 << 32))


def with_firms(people: Community, seed: int) -> Community:
    """Put those at work into firms of a few; the first worker of a firm is its legal representative."""
    rng = random.Random(f"firms {seed}")
    workers = [p for p in range(people.byte.shape[1]) if people.byte[traits.EMPLOYED, p]]
    rng.shuffle(workers)
    rows: list[list[int]] = []
    while workers:
        size = rng.randint(1, 6)
        staff, workers = workers[:size], workers[size:]
        for p in staff:
            people.number[traits.WORKPLACE, p] = len(rows)
        frailty = rng.choice([0, 65536, 3 * 65536])
        rows.append([len(staff), rng.randrange(len(FIRM_SIZES)), staff[0], rng.randrange(3), rng.randint(0, 10**9), frailty])
    return people._replace(firm=np.array(rows, dtype=np.int32).reshape(-1, traits.FIRM_FIELDS).T.copy())


def draw_firm_rules(tables: RuleTables, seed: int) -> None:
    """Acts, channels, catalog, lists, sanctions and ways out of firms, in every world; a muted world has those of its twin."""
    rng = random.Random(f"firm rules {seed}")
    tables.town[rt.T_FIRMS] = tables.town[rt.T_PERSONS]
    for row in tables.firm_act:
        row[rt.FA_RATE], row[rt.FA_VICTIMS] = monthly(rng.choice([0.01, 0.1])), rng.randrange(5)
        row[rt.FA_SECTORS] = rng.choice([(1 << len(SECTORS)) - 1, 0b101])
    for w in range(len(tables.world)):
        _draw_rules(rng, tables, w)
        _draw_lists(rng, tables, w)
    if len(tables.world) > 1 and tables.world[0, rt.W_MUTE] == 1:
        for name in ("firm_world", "firm_sees", "firm_cover", "firm_mistaken", "firm_scheme", "firm_entry", "firm_listed", "firm_withheld"):
            getattr(tables, name)[1] = getattr(tables, name)[0]
        tables.channel[1], tables.band[1] = tables.channel[0], tables.band[0]
        tables.listed[1, -FIRM_LISTS:], tables.withheld[1, -FIRM_LISTS:] = tables.listed[0, -FIRM_LISTS:], tables.withheld[0, -FIRM_LISTS:]
    for w in range(len(tables.world)):
        if not (tables.world[w, rt.W_FOLLOWS] and tables.world[w, rt.W_KNOWN]):
            tables.firm_comply[w, :, rt.FC_MULTIPLIER] = 65536
        if not (tables.world[w, rt.W_FOLLOWS] and tables.world[w, rt.W_PHASES] >> PHASES.index("sanction") & 1):
            tables.firm_withheld[w] = tables.withheld[w, -FIRM_LISTS:] = 0


def _draw_rules(rng: random.Random, tables: RuleTables, w: int) -> None:
    scheme, months = tables.firm_scheme.shape[1] - 1, tables.cover.shape[2]
    court = rng.random() < 0.6
    tables.firm_world[w] = [
        *(rng.choice([0, 20_000, 50_000]) for _ in range(3)),
        monthly(rng.choice([0, 0.3])),
        *(share(0 if court and k in (1, 2) else rng.choice([0, 0.2])) for k in range(4)),
        rng.randrange(4),
        *(court, rng.choice([0, 40, 400, 4_000]) << 16),
        *(share(rng.random()) for _ in range(4)),
        *(rng.choice([1, 3]), share(rng.choice([0, 0.3]))),
        *(0, 0),
    ]  # fmt: skip
    grows = random.Random(f"gains {tables.firm_world[w].tolist()}")
    tables.firm_world[w, [rt.FW_GAINS, rt.FW_HIRES]] = grows.choice([0, 20_000, 65_536]), monthly(grows.choice([0, 0.5]))
    for row in tables.firm_comply[w]:
        row[:] = rng.choice([65536, 30_000, 0]), rng.choice([0, 0b1, 0b110]), rng.choice([0, 5])
    for ch in range(tables.channel.shape[1]):
        if tables.channel[w, ch, rt.CH_ON]:
            tables.channel[w, ch, rt.CH_FEEDS] |= rng.choice([0, 1]) << scheme
            tables.firm_sees[w, ch] = [rng.random() < 0.8 for _ in range(FIRM_ACTS)]
            tables.firm_cover[w, ch, : months // 2] = share(rng.choice([0, 0.5, 1]))
            tables.firm_cover[w, ch, months // 2 :] = share(rng.choice([0.5, 1]))
            tables.firm_mistaken[w, ch] = share(rng.choice([0, 0.3]))
            tables.channel[w, ch, rt.CH_SPARES] = rng.choice([0, 30_000, 65_536])
            tables.channel[w, ch, rt.CH_PRESSES] = random.Random(f"presses {w} {ch} {months}").choice([0, 30_000, 65_536])
    tables.firm_scheme[w, scheme] = [1, 1, 100, 0, 100, 3, rng.randrange(2)]
    tables.band[w, scheme, :3] = [0, 60, 90]
    for row in tables.firm_entry[w, scheme]:
        lists = rng.choice([-1, tables.firm_listed.shape[1] - 2, tables.firm_listed.shape[1] - 3])
        row[:7] = 1, rng.choice([0, -15, -50]), rng.choice([-1, -1, 0, 1]), lists, rng.choice([1, 4, NEVER]), rng.choice([0, 3]), NEVER
        row[rt.FE_FINE], row[rt.FE_ENDS] = rng.choice([0, 0, 10**8]), rng.choice([NEVER, months - 4])
        row[rt.FE_UNTIL] = min(row[rt.FE_UNTIL], row[rt.FE_ENDS])


def _draw_lists(rng: random.Random, tables: RuleTables, w: int) -> None:
    lists, scheme = tables.listed.shape[1], tables.firm_scheme.shape[1] - 1
    for l in range(lists - FIRM_LISTS, lists):
        threshold, red = l == lists - 1, l == lists - FIRM_LISTS
        row = tables.listed[w, l]
        row[rt.L_ON], row[rt.L_NOTICE], row[rt.L_PUBLISHES] = 1, share(rng.choice([0, 0.4])), rng.randrange(2)
        tables.firm_listed[w, l] = [
            1, scheme if threshold else -1, rng.randrange(2) if threshold else 0, NEVER if threshold else rng.choice([1, 3, NEVER]),
            rng.choice([0, 4]), rng.randrange(2), rng.randrange(2), rng.randrange(2), not red and rng.random() < 0.7,
            share(rng.choice([0, 0.5, 1])), red, 0, rng.choice([0, tables.cover.shape[2] - 3]),
        ]  # fmt: skip
        if red and rng.random() < 0.5:
            tables.firm_listed[w, l, [rt.FL_SCHEME, rt.FL_ABOVE, rt.FL_BAND]] = scheme, 1, 2
            tables.firm_entry[w, scheme, :, rt.FE_LIST][tables.firm_entry[w, scheme, :, rt.FE_LIST] == l] = -1
        turn = rng.randrange(tables.withheld.shape[2])
        tables.firm_withheld[w, l, turn:] = sum(
            1 << DOMAINS.index(name) for name in ("public-contract", "credit", "licence", "paperwork") if rng.random() < 0.6
        )
        if red:
            tables.firm_withheld[w, l, turn:] = rng.choice([0, 1, 3]) << len(DOMAINS)
        if tables.firm_listed[w, l, rt.FL_REPRESENTATIVE]:
            tables.withheld[w, l] = sum(1 << DOMAINS.index(name) for name in ("executive-post", "air") if rng.random() < 0.7)
