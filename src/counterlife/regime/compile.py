"""From regimes and a town to rule tables: names become places, exact numbers the integers that the month reads.

What follows from a band (`Scheme.follows`) becomes a threshold list named ``scheme/band``: at or below the band where everybody starts
above it, at or above it otherwise. Agencies add what they withhold to each list they receive. A world's numbers are the same in any
company; only their places differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.acts import acts
from counterlife.regime.fill import (
    Frame,
    Names,
    bands_worst_first,
    fill_channel,
    fill_entry,
    fill_guesses,
    fill_scheme,
    fill_world,
    rate,
)
from counterlife.regime.fill_adapt import BACKLASH_MOST, CROWDING_IN_MOST, DEFIED_MOST, NETWORKED_MOST, PERFORMED_MOST, fill_joining, fixed
from counterlife.regime.fill_bear import fill_bars
from counterlife.regime.fill_copies import fill_copies
from counterlife.regime.fill_lists import KIN, fill_list
from counterlife.regime.fill_reckon import blank_reckoning, fill_reckoning
from counterlife.regime.fill_sharing import fill_sharing
from counterlife.regime.firms import blank_firms, fill_firm_list, fill_firm_scheme, fill_firm_world, of_enterprises
from counterlife.regime.lists import ListRule, Threshold
from counterlife.regime.reading import Problem, RegimeError
from counterlife.regime.tables import RuleTables
from counterlife.town.tables import BINS, Q_FRAILTY, edges, log_normal
from counterlife.words import ACT_DOMAINS, COPIES, DOMAINS, GUESSES, NATURES, RELATIONS, REWARDS, TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterlife.regime.model import Regime
    from counterlife.regime.schemes import Scheme
    from counterlife.regime.tables import Ints
    from counterlife.town.tables import TownAct, TownTables

WORLDS_MOST: Final = 24
LISTS_MOST: Final = 31
SCHEMES_MOST: Final = 31
CHANNELS_MOST: Final = 62
SLOTS_MOST: Final = 32
MONTHS_MOST: Final = 12_000
"""Together with the longest term this stays below `tables.NEVER`."""
DEBT_MOST: Final = 1 << 30
WORD_MOST: Final = (1 << 63) - 1


@dataclass(frozen=True)
class Compiled:
    """Rule tables with their names, and what the rules name but the town lacks."""

    tables: RuleTables
    names: Names
    absent: tuple[tuple[str, ...], ...]
    """By world: acts that a catalog or a channel names and nobody in the town commits."""


def compile_tables(
    worlds: Sequence[Regime],
    town: TownTables,
    start: tuple[int, int],
    months: int,
    pairs: Sequence[tuple[int, int]] = (),
    mutes: Mapping[int, int] | None = None,
) -> Compiled:
    """The rules of some regimes in one town, as arrays.

    Parameters
    ----------
    worlds : sequence of Regime
        One regime a world, at most 24.
    town : TownTables
        Who lives there, and what they do at which rates.
    start : (int, int)
        Year and month (1 to 12) in which the run starts.
    months : int
        Length of the run, from 1 to 12,000.
    pairs : sequence of (int, int)
        Worlds compared person by person: (world, baseline).
    mutes : mapping of int to int
        For a world, the world that is the same regime muted.

    Raises
    ------
    RegimeError
        With everything that does not fit the town or the limits of the tables.
    """
    wrong = [*_run_problems(worlds, town, start, months, pairs, mutes or {}), *_town_problems(town, _defied(worlds))]
    _refuse(wrong)
    lists = [lists_of(regime, wrong) for regime in worlds]
    names = _names(worlds, town, lists)
    wrong += _limit_problems(names)
    _refuse(wrong)
    vague = sum(
        entry.discretion is not None for regime in worlds for scheme in regime.schemes.values() for entry in scheme.catalog.values()
    )
    tables = _blank(names, town, len(worlds), months, pairs, vague)
    tables.act[:, rt.ACT_BOUND] = [_bound(act, _defied(worlds)) for act in town.acts]
    if any(scheme.score is not None and scheme.score.factors for regime in worlds for scheme in regime.schemes.values()):
        tables.rank[:] = [edges(town, trait) for trait in TRAITS]
    frame = Frame(tables, names, start[0] * 12 + start[1] - 1, months, wrong, {})
    for w, regime in enumerate(worlds):
        fill_world(frame, w, regime, (mutes or {}).get(w, -1), town)
        for name, channel in regime.channels.items():
            fill_channel(frame, w, regime, name, channel)
        fill_sharing(frame, w, regime)
        for name, scheme in regime.schemes.items():
            if scheme.covers.who == "enterprises":
                fill_firm_scheme(frame, w, regime, name, scheme)
                continue
            fill_scheme(frame, w, regime, name, scheme)
            fill_joining(frame, w, regime, name)
            for act, entry in scheme.catalog.items():
                fill_entry(frame, w, regime, name, act, entry, lists[w])
        fill_guesses(frame, w, regime, lists[w], town)
        for name, rule in lists[w].items():
            if of_enterprises(regime, name, rule, wrong):
                fill_firm_list(frame, w, regime, name, rule)
            else:
                fill_list(frame, w, regime, name, rule)
        fill_copies(frame, w, regime, lists[w])
        fill_bars(frame, w)
        fill_firm_world(frame, w, regime, town)
        fill_reckoning(frame, w, regime, lists[w], town)
    _refuse(wrong)
    present = (*names.acts, *names.firm_acts)
    return Compiled(tables, names, tuple(_absent(regime, present) for regime in worlds))


@lru_cache(maxsize=64)
def obligation(median: int, spread: Fraction) -> tuple[int, ...]:
    """Sums in cents that an act leaves unpaid, by 4,096 equally likely bins of a log-normal; at most 2^30."""
    return tuple(min(DEBT_MOST, cents) for cents in log_normal(median, spread).tolist())


def start_band(scheme: Scheme) -> int:
    """The place of the band in which everybody starts."""
    start = scheme.score.middling if scheme.score else 0
    return max((k for k, (_, least) in enumerate(bands_worst_first(scheme)) if start >= least), default=0)


def lists_of(regime: Regime, wrong: list[Problem]) -> dict[str, ListRule]:
    """All lists of a regime: those it names, and one for each band from which something follows."""
    lists = dict(regime.lists)
    for name, rule in regime.lists.items():
        if rule.kin is not None:
            lists[name + KIN] = ListRule(
                authority=rule.authority, notice=rule.notice, withholds=rule.kin.family
            ).model_copy(update={"since": rule.since})  # fmt: skip
    for name, scheme in regime.schemes.items():
        order = [band for band, _ in bands_worst_first(scheme)]
        for band, follow in scheme.follows.items():
            above = order.index(band) > start_band(scheme)
            if follow.gives and (follow.withholds or not above):
                why = "gives and withholds" if follow.withholds else "lies below the start and gives"
                tip = "only a band above the start gives, and it only gives"
                wrong.append(Problem(f"{regime.regime}: band `{name}/{band}` {why}", None, tip))
                continue
            here = Threshold(scheme=name, band=band)
            lists[f"{name}/{band}"] = ListRule(
                authority=scheme.authority,
                colour="red" if above and not follow.withholds else "black",
                above=here if above else None,
                below=None if above else here,
                notice=follow.notice,
                exits=("appeal",),
                withholds=follow.withholds,
                gives=follow.gives,
                publishes=follow.publishes,
                demands=follow.demands,
            ).model_copy(update={"since": scheme.since})
    for name, rule in list(lists.items()):
        kept = any(name in agency.receives and agency.withholds and agency.clears.value != 1 for agency in regime.agencies.values())
        if kept and rule.colour == "black" and not of_enterprises(regime, name, rule, []):
            lists[name + COPIES] = ListRule(authority=rule.authority)
    return lists


def _refuse(wrong: Sequence[Problem]) -> None:
    if wrong:
        raise RegimeError(wrong)


def _run_problems(
    worlds: Sequence[Regime],
    town: TownTables,
    start: tuple[int, int],
    months: int,
    pairs: Sequence[tuple[int, int]],
    mutes: Mapping[int, int],
) -> list[Problem]:
    found = []
    if not 1 <= len(worlds) <= WORLDS_MOST:
        found.append(Problem(f"{len(worlds)} worlds: a run has from 1 to {WORLDS_MOST}"))
    if not 1 <= months <= MONTHS_MOST:
        found.append(Problem(f"{months} months: a run has from 1 to {MONTHS_MOST:,}"))
    if not 1 <= start[1] <= 12:
        found.append(Problem(f"month {start[1]} of a year: there are 12"))
    if town.slots > SLOTS_MOST:
        found.append(Problem(f"town `{town.name}` has {town.slots} slots of ties; there are at most {SLOTS_MOST}"))
    for w, other in chain(pairs, mutes.items()):
        if not (0 <= w < len(worlds) and 0 <= other < len(worlds)) or w == other:
            found.append(Problem(f"worlds {w} and {other} are no pair of the {len(worlds)} worlds"))
    return found


def _town_problems(town: TownTables, defied: bool) -> list[Problem]:
    found = []
    for act in town.acts:
        nature = NATURES.index(acts()[act.name].nature)
        frailty = int(town.quantile[Q_FRAILTY + nature].max()) if NATURES[nature] != "attribute" else 65536
        most = (rate(act.rate) * frailty >> 16) * _bound(act, defied) >> 16
        if not act.everyday and most > luck.RARE_MOST:
            tip = "draw it as `everyday`, or lower its rate"
            found.append(Problem(f"town `{town.name}`: the frailest would commit `{act.name}` more than twice a month", None, tip))
        base = min(rate(act.rate) * frailty >> 16, luck.RATE_MOST)
        if base * _bound(act, defied) > WORD_MOST:
            message = f"town `{town.name}`: hardship multiplies `{act.name}` beyond what can be reckoned with"
            found.append(Problem(message, None, f"at its rate `hardship` is at most {_most_hardship(act, base, defied)}"))
    frailest = int(town.enterprises.frailty.max()) if town.enterprises else 0
    for deed in town.enterprises.acts if town.enterprises else ():
        if (rate(deed.rate) * frailest) >> 16 > luck.RARE_MOST:
            message = f"town `{town.name}`: some firm would commit `{deed.name}` more than twice a month"
            found.append(Problem(message, None, "lower its rate"))
    if town.job_loss > 2:
        found.append(Problem(f"town `{town.name}`: work is lost more than twice a month"))
    return found


def _limit_problems(names: Names) -> list[Problem]:
    found = []
    for what, known, most in (("schemes", names.schemes, SCHEMES_MOST), ("lists", names.lists, LISTS_MOST)):
        if len(known) > most:
            found.append(Problem(f"{len(known)} {what} over all worlds: there are at most {most}", None, "live fewer regimes together"))
    if len(names.channels) > CHANNELS_MOST:
        message = f"{len(names.channels)} channels over all worlds: there are at most {CHANNELS_MOST}"
        found.append(Problem(message, None, "live fewer regimes together"))
    if len(names.agencies) > rt.AGENCIES_MOST:
        message = f"{len(names.agencies)} agencies keep copies over all worlds: there are at most {rt.AGENCIES_MOST}"
        found.append(Problem(message, None, "live fewer regimes together, or join agencies that withhold the same"))
    agencies = ("agencies", names.agencies)
    for what, known in (agencies, ("acts", names.acts), ("channels", names.channels), ("schemes", names.schemes), ("lists", names.lists)):
        by_code: dict[int, str] = {}
        for name in known:
            other = by_code.setdefault(luck.code(name), name)
            if other != name:
                found.append(Problem(f"the {what} `{other}` and `{name}` would share their luck", None, "rename one of them"))
    return found


def _names(worlds: Sequence[Regime], town: TownTables, lists: Sequence[Mapping[str, ListRule]]) -> Names:
    def union(of_world: Sequence[Iterable[str]]) -> tuple[str, ...]:
        return tuple(sorted(set(chain.from_iterable(of_world))))

    channels = tuple(frozenset(regime.channels) for regime in worlds)
    schemes = tuple(frozenset(regime.schemes) for regime in worlds)
    held = tuple(frozenset(rules) for rules in lists)
    return Names(
        acts=tuple(act.name for act in town.acts),
        firm_acts=tuple(act.name for act in town.enterprises.acts) if town.enterprises else (),
        groups=town.groups,
        places=town.places,
        channels=union(channels),
        schemes=union(schemes),
        lists=union(held),
        channels_of=channels,
        schemes_of=schemes,
        lists_of=held,
        agencies=tuple(sorted({name for regime in worlds for name, agency in regime.agencies.items() if agency.clears.value != 1})),
        bands_of=tuple(
            {name: tuple(band for band, _ in bands_worst_first(scheme)) for name, scheme in regime.schemes.items()} for regime in worlds
        ),
    )


def _absent(regime: Regime, present: Sequence[str]) -> tuple[str, ...]:
    named = set(chain.from_iterable(scheme.catalog for scheme in regime.schemes.values()))
    for channel in regime.channels.values():
        named.update(name for name in channel.sees if not name.endswith("*"))
        named.update(part.of for part in (channel.false_reports, channel.matching, channel.malice) if part is not None)
        if channel.direction is not None:
            named.add(channel.direction.enters)
    for guess in GUESSES:
        rule = getattr(regime.infer, guess)
        named.update(() if rule is None else (name for name in rule.of.acts if not name.endswith("*")))
    return tuple(sorted(named - set(present)))


def _blank(names: Names, town: TownTables, worlds: int, months: int, pairs: Sequence[tuple[int, int]], vague: int) -> RuleTables:
    """Tables with the town in them, with room for some vague entries, and nothing else."""

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    n_acts, n_groups = len(names.acts), len(names.groups)
    n_channels, n_schemes, n_lists = len(names.channels), len(names.schemes), len(names.lists)
    firms = town.enterprises.most if town.enterprises else 0
    work = (rate(town.job_loss), rate(town.hire), fixed(town.scar))
    fields = (len(town.groups), town.slots, *work, firms, town.arrears, *town.relief, town.district)
    everyday = [act.name for act in town.acts if act.everyday]
    rows = [_act_row(act, everyday.index(act.name) if act.everyday else -1) for act in town.acts]
    bins = [obligation(act.median, act.spread) if act.median else (0,) * BINS for act in town.acts]
    return RuleTables(
        town=np.array([town.persons, *fields], dtype=np.int64),
        act=np.array(rows, dtype=np.int64).reshape(n_acts, rt.ACT_FIELDS),
        demand=np.array([rate(town.demand.get(name, Fraction(0))) for name in DOMAINS], dtype=np.int64),
        world=zeros(worlds, rt.W_FIELDS),
        channel=zeros(worlds, n_channels, rt.CH_FIELDS),
        sees=zeros(worlds, n_channels, n_acts),
        cover=zeros(worlds, n_channels, months, n_groups * len(names.places)),
        mistaken=zeros(worlds, n_channels, n_groups),
        false_report=zeros(worlds, n_channels, n_groups),
        false_match=zeros(worlds, n_channels, n_groups),
        malice=zeros(worlds, n_channels, len(RELATIONS)),
        share=zeros(worlds, n_channels, months),
        scheme=zeros(worlds, n_schemes, rt.S_FIELDS),
        band=zeros(worlds, n_schemes, rt.BANDS),
        entry=zeros(worlds, n_schemes, n_acts, rt.E_FIELDS),
        listed=zeros(worlds, n_lists, rt.L_FIELDS),
        withheld=zeros(worlds, n_lists, months + 1),
        pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        exp=luck.table("exp").astype(np.int64),
        poisson_offset=luck.table("poisson-offset").astype(np.int64),
        poisson_cdf=luck.table("poisson-cdf").astype(np.int64),
        discretion=zeros(vague * n_groups, BINS),
        obligation=np.array(bins, dtype=np.int64).reshape(n_acts, BINS),
        joining=zeros(worlds, n_schemes, rt.J_FIELDS),
        pressure=zeros(worlds, n_schemes, months),
        pilot=zeros(worlds, n_schemes, months),
        price=zeros(worlds, n_acts),
        react=zeros(worlds, rt.X_FIELDS),
        deter_risk=zeros(worlds, 64 * rt.OCTAVES + 1),
        deter_month=zeros(worlds, months),
        copy=zeros(worlds, len(names.agencies), rt.CP_FIELDS),
        stage=zeros(worlds, n_lists, rt.STAGES, 2),
        look=zeros(worlds, rt.LK_FIELDS),
        worth=zeros(worlds, len(DOMAINS) + len(REWARDS)),
        rank=zeros(len(TRAITS), 255),
        guess=zeros(worlds, len(GUESSES), rt.GU_FIELDS),
        guess_act=zeros(worlds, len(GUESSES), n_acts),
        guess_share=zeros(worlds, len(GUESSES), 2, n_groups),
        **blank_firms(town, worlds, n_channels, n_schemes, n_lists, months),
        **blank_reckoning(names, town, worlds),
    )


def _defied(worlds: Sequence[Regime]) -> bool:
    """Whether some world has backlash against deterrence; where none has, no violation comes near the higher bound."""
    return any(regime.adapt.deterrence is not None and regime.adapt.deterrence.certainty.value < 0 for regime in worlds)


def _bound(act: TownAct, defied: bool) -> int:
    """The largest product of multipliers an act can have, in 1/65536, rounded up: hardship, backlash, networks, good acts for points."""
    most = Fraction(max(65536, fixed(act.hardship)))
    if acts()[act.name].nature == "expression":
        most *= 1 + BACKLASH_MOST
    if acts()[act.name].veils:
        most *= Fraction(1 + NETWORKED_MOST) / (1 + BACKLASH_MOST)
    if acts()[act.name].nature == "violation":
        most *= 1 + (DEFIED_MOST if defied else 0)
    if acts()[act.name].nature == "prosocial":
        most *= 1 + PERFORMED_MOST + CROWDING_IN_MOST
    return -int(-most // 1)


def _most_hardship(act: TownAct, base: int, defied: bool) -> int:
    """The largest whole multiplier of hardship at which an act's rate still fits a word."""
    other = Fraction(_bound(act, defied), max(65536, fixed(act.hardship)))
    return int(WORD_MOST / (base * 65536 * other))


def _act_row(act: TownAct, lane: int) -> list[int]:
    known = acts()[act.name]
    row = [0] * rt.ACT_FIELDS
    row[rt.ACT_CODE] = luck.code(act.name)
    row[rt.ACT_NATURE] = NATURES.index(known.nature)
    row[rt.ACT_DOMAIN] = ACT_DOMAINS.index(known.domain)
    row[rt.ACT_RATE] = rate(act.rate)
    row[rt.ACT_DENSE] = lane
    row[rt.ACT_HARDSHIP] = fixed(act.hardship)
    row[rt.ACT_OBLIGATION] = act.median
    row[rt.ACT_SPREAD] = fixed(act.spread)
    row[rt.ACT_GRAVITY] = fixed(known.gravity.value, 100)
    row[rt.ACT_VEILS] = known.veils
    row[rt.ACT_VICTIMS] = fixed(known.victims.value, 1000)
    return row
