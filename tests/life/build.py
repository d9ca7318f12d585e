"""Random rule tables and communities, in which everything happens often.

Random tables keep the promises of compiled ones: only scored schemes have points and bands, an entry names an event list that its world
has, red lists give and black ones withhold, and nothing is withheld where nothing follows. The draws are in `tests.life.draw_people` and
`tests.life.draw_rules`, blank tables in `tests.life.blank`.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.life.blank import AGENCIES, CHANNELS, GROUPS, KINDS, LISTS, PLACES, SCHEMES, blank_tables, monthly, plain_community, zeros
from tests.life.draw_people import draw_acts, draw_channels, draw_reactions, draw_world, pairs
from tests.life.draw_rules import (
    draw_bars,
    draw_copies,
    draw_ends,
    draw_entries,
    draw_guesses,
    draw_limits,
    draw_lists,
    draw_more,
    draw_ranks,
    draw_reckoning,
    draw_redress,
    draw_rights,
    draw_schemes,
    draw_vague,
    keep_promises,
    mute,
)
from tests.life.firms import FIRM_ACTS, FIRM_LISTS, FIRM_SCHEMES, draw_firm_rules, with_firms

from counterlife.regime import tables as rt
from counterlife.town import traits
from counterlife.words import DOMAINS, GUESSES, NATURES

if TYPE_CHECKING:
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community


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
        copy=zeros(worlds, AGENCIES, rt.CP_FIELDS),
        pairs=pairs(rng, worlds),
    )
    tables.town[rt.T_GROUPS] = GROUPS
    tables.town[rt.T_JOB_LOSS], tables.town[rt.T_HIRE] = monthly(rng.choice([0, 0.05])), monthly(rng.choice([0.01, 0.3]))
    tables.town[rt.T_SCAR] = rng.randint(0, 65536)
    tables.town[rt.T_ARREARS] = random.Random(f"arrears {seed}").choice([-1, -1, 0, 3])
    helps = random.Random(f"relief {seed}")
    tables.town[[rt.T_RELIEF, rt.T_RELIEF_FROM]] = helps.choice([0, 20_000, 65_536]), helps.randrange(1 << 3)
    tables.town[rt.T_DISTRICT] = random.Random(f"district {seed}").choice([0, 0, 10, 25, 100])
    tables.demand[:] = [monthly(rng.choice([0, 0.02, 0.2])) for _ in DOMAINS]
    draw_acts(rng, tables, everyday)
    tables.act[:, rt.ACT_VEILS] = [row[rt.ACT_NATURE] == NATURES.index("expression") and helps.random() < 0.5 for row in tables.act]
    tables.act[:, rt.ACT_GRAVITY] = random.Random(f"gravity {seed}").choices((0, 50, 300, 1_000), k=len(tables.act))
    tables.act[:, rt.ACT_VICTIMS] = random.Random(f"victims {seed}").choices((0, 1, 1_500), k=len(tables.act))
    draw_ranks(random.Random(f"ranks {seed}"), tables)
    for w in range(worlds):
        draw_world(rng, tables, w)
        draw_reactions(tables, w)
        draw_channels(rng, tables, w)
        draw_schemes(rng, tables, w)
        draw_lists(rng, tables, w)
        draw_entries(rng, tables, w)
        draw_vague(seed, tables, w)
        draw_more(random.Random(f"more {seed} {w}"), tables, w)
        draw_bars(random.Random(f"bars {seed} {w}"), tables, w)
        draw_rights(random.Random(f"rights {seed} {w}"), tables, w)
        draw_limits(random.Random(f"limits {seed} {w}"), tables, w)
        draw_copies(random.Random(f"copies {seed} {w}"), tables, w)
        draw_redress(random.Random(f"redress {seed} {w}"), tables, w)
        draw_ends(random.Random(f"ends {seed} {w}"), tables, w)
        draw_guesses(random.Random(f"guesses {seed} {w}"), tables, w)
    draw_reckoning(random.Random(f"reckoning {seed}"), tables)
    if worlds > 1 and rng.random() < 0.8:
        mute(tables, 0, 1)
    for w in range(worlds):
        keep_promises(tables, w)
    draw_firm_rules(tables, seed)
    return tables
