"""Filling in one world's part of rule tables from its regime."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain, product
from typing import TYPE_CHECKING, Final, NamedTuple

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.acts import matching
from counterlife.regime.fill_adapt import fill_adapt, fixed
from counterlife.regime.fill_bear import fill_bear
from counterlife.regime.names import hint
from counterlife.regime.reading import Problem
from counterlife.regime.shared import of_group
from counterlife.regime.tables import NEVER
from counterlife.town.tables import BINS, Q_FRAILTY, threshold
from counterlife.words import CONTEXTS, DOMAINS, GUESSES, NATURES, PHASES, RELATIONS, REWARDS, TIE_KINDS, TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterlife.regime.channels import Channel
    from counterlife.regime.following import Guess
    from counterlife.regime.lists import ListRule
    from counterlife.regime.model import Regime
    from counterlife.regime.schemes import Discretion, Entry, Scheme
    from counterlife.regime.tables import Ints, RuleTables
    from counterlife.town.tables import TownTables

NOBODY: Final = 1 << 40
"""A propensity that no person reaches."""


OFFICIAL_SD_MOST: Final = 10


@dataclass(frozen=True)
class Names:
    """The names behind the places of rule tables."""

    acts: tuple[str, ...]
    groups: tuple[str, ...]
    places: tuple[str, ...]
    channels: tuple[str, ...]
    schemes: tuple[str, ...]
    lists: tuple[str, ...]
    channels_of: tuple[frozenset[str], ...]
    """By world: the channels it has."""
    schemes_of: tuple[frozenset[str], ...]
    lists_of: tuple[frozenset[str], ...]
    bands_of: tuple[dict[str, tuple[str, ...]], ...]
    """By world and scheme: the bands, worst first."""
    firm_acts: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    """Those that keep copies."""


class Frame(NamedTuple):
    """What filling in a world needs beside its regime."""

    tables: RuleTables
    names: Names
    start: int  # months from January of year 0
    months: int
    wrong: list[Problem]
    vague: dict[tuple[Fraction, Fraction, tuple[Fraction, ...]], int]  # first row of the table of discretion, by what it says

    def since(self, month: int | None, default: int | None = None) -> int:
        """A month counted from year 0 as a month of the run; what began before the run began at its start."""
        month = default if month is None else month
        return 0 if month is None else min(max(0, month - self.start), NEVER)


def rate(per_month: Fraction) -> int:
    """A rate a month in units of 2^-40, rounded down."""
    return int(per_month * luck.RATE_ONE)


def rights(withholds: Iterable[str], gives: Iterable[str] = ()) -> int:
    """Bits of rights, then of rewards."""
    return sum(1 << DOMAINS.index(name) for name in set(withholds)) + sum(1 << len(DOMAINS) + REWARDS.index(name) for name in set(gives))


def bands_worst_first(scheme: Scheme) -> list[tuple[str, int]]:
    """Names of the bands of a scheme and the least points of each."""
    return sorted(((name, band.from_.value) for name, band in scheme.bands.items()), key=lambda band: band[1])


def fill_world(frame: Frame, w: int, regime: Regime, mute: int, town: TownTables) -> None:
    row, recourse = frame.tables.world[w], regime.recourse
    row[rt.W_FOLLOWS], row[rt.W_KNOWN] = regime.mute.follows, regime.mute.known
    row[rt.W_PAY] = rate(regime.law.pay.ordinary.value)
    row[rt.W_PAY_LISTED] = rate(recourse.pay.while_listed.value)
    row[rt.W_PERFORM] = rate(recourse.perform.while_listed.value)
    row[rt.W_LOOK_UP] = rate(recourse.look_up.value)
    if recourse.correction is not None:
        row[rt.W_CORRECT_REQUEST] = rate(recourse.correction.on_request.value)
        row[rt.W_CORRECT_AUDIT] = rate(recourse.correction.audit.value)
    if recourse.repair is not None:
        row[rt.W_HAS_REPAIR] = 1
        row[rt.W_REPAIR_AFTER] = min(recourse.repair.after.value, NEVER)
        row[rt.W_REPAIR] = rate(recourse.repair.granted.value)
    if recourse.ombudsman is not None:
        row[rt.W_OMBUDSMAN] = rate(recourse.ombudsman.complaints.value * recourse.ombudsman.succeeds.value)
    if recourse.redress is not None:
        row[rt.W_REDRESS] = threshold(recourse.redress.finds.value)
    if recourse.copies is not None:
        row[rt.W_COPY_TOLD], row[rt.W_COPY_REQUEST] = threshold(recourse.copies.notice.value), rate(recourse.copies.on_request.value)
    row[rt.W_MUTE] = mute
    row[rt.W_PHASES] = sum(1 << k for k, phase in enumerate(PHASES) if getattr(regime.phases, phase))
    row[rt.W_APPEAL_TAKES] = 1
    papers = regime.law.documents
    if papers is not None:
        row[rt.W_SECOND], row[rt.W_DOCUMENTS] = threshold(papers.second.value), rights(papers.rights)
        row[rt.W_JOINED] = NEVER if papers.joined is None else frame.since(papers.joined)
    leave = regime.law.authorisation
    if leave is not None:
        row[rt.W_JUDGED], row[rt.W_JUDGES] = 1, fixed(leave.capacity.value)
        row[rt.W_STOPS_WRONG], row[rt.W_STOPS_RIGHT] = ((1 << 32) - threshold(each.value) for each in leave.passes.both)
    _fill_appeal(frame, row, regime)
    fill_bear(frame, w, row, regime)
    fill_adapt(frame, w, row, regime)
    if town.job_loss + regime.bear.job_loss.value + regime.bear.travel_work.job_loss.value > 2:
        frame.wrong.append(Problem(f"{regime.regime}: with `bear.job-loss`, work is lost more than twice a month"))


def _fill_appeal(frame: Frame, row: Ints, regime: Regime) -> None:
    appeal = regime.recourse.appeal
    if appeal is None:
        return
    row[rt.W_HAS_APPEAL] = 1
    row[rt.W_APPEAL_CAPACITY] = fixed(appeal.capacity.value)
    files, wins = Fraction(1), Fraction(1)
    for aid in appeal.aids.values():
        files, wins = files * aid.files.value, wins * aid.succeeds.value
    row[rt.W_FILES_WRONG], row[rt.W_FILES_RIGHT] = (threshold(min(Fraction(1), files * each.value)) for each in appeal.files.both)
    row[rt.W_WINS_WRONG], row[rt.W_WINS_RIGHT] = (threshold(min(Fraction(1), wins * each.value)) for each in appeal.succeeds.both)
    row[rt.W_APPEAL_TAKES] = appeal.takes.value
    if appeal.takes.value < 1:
        frame.wrong.append(Problem(f"{regime.regime}: an appeal takes at least a month", None, "`recourse.appeal.takes`: write `1 month`"))


def _known_groups(frame: Frame, where: str, named: Iterable[str]) -> None:
    for group in named:
        if group not in frame.names.groups:
            frame.wrong.append(Problem(f"{where}: the town has no group `{group}`", None, hint(group, frame.names.groups)))


def fill_channel(frame: Frame, w: int, regime: Regime, name: str, channel: Channel) -> None:
    names, ch = frame.names, frame.names.channels.index(name)
    where = f"{regime.regime}: channels.{name}"
    row = frame.tables.channel[w, ch]
    row[rt.CH_ON] = 1
    row[rt.CH_CODE] = luck.code(name)
    row[rt.CH_CONTEXT] = CONTEXTS.index(channel.context)
    row[rt.CH_CATCHES] = threshold(channel.catches.value)
    row[rt.CH_FEEDS] = sum(1 << names.schemes.index(scheme) for scheme in set(channel.feeds))
    row[rt.CH_REPORT_ACT] = -1
    seen = set(chain.from_iterable(matching(pattern) for pattern in channel.sees))
    frame.tables.sees[w, ch] = [act in seen for act in names.acts]
    _fill_cover(frame, w, ch, where, channel)
    for g, group in enumerate(names.groups):
        frame.tables.mistaken[w, ch, g] = threshold(Fraction(of_group(channel.mistaken_person, group)))
    if isinstance(channel.mistaken_person, dict):
        _known_groups(frame, f"{where}.mistaken-person", channel.mistaken_person)
    if channel.review is not None:
        row[rt.CH_DROPS_TRUE] = (1 << 32) - threshold(channel.review.keeps_true.value)
        row[rt.CH_DROPS_WRONG] = (1 << 32) - threshold(channel.review.keeps_wrong.value)
    row[rt.CH_REMOVES] = threshold(channel.removes.value)
    row[rt.CH_LOCATES] = channel.locates
    direction = channel.direction
    if direction is not None and direction.enters in names.acts:
        row[rt.CH_DIRECT_ACT] = 1 + names.acts.index(direction.enters)
        row[rt.CH_DIRECTS] = threshold(direction.share.value)
    _fill_reports(frame, w, ch, where, channel)
    _fill_matching(frame, w, ch, where, channel)
    _fill_malice(frame, w, ch, where, channel)


def _fill_cover(frame: Frame, w: int, ch: int, where: str, channel: Channel) -> None:
    """Who is within sight: by place before group, by both before either."""
    names = frame.names
    _known_groups(frame, f"{where}.coverage-of", channel.coverage_of)
    for place, shares in channel.coverage_at.items():
        if place not in names.places:
            known = [name for name in names.places if name]
            frame.wrong.append(Problem(f"{where}.coverage-at: the town has no place `{place}`", None, hint(place, known)))
        if isinstance(shares, dict):
            _known_groups(frame, f"{where}.coverage-at.{place}", shares)
    for k, (place, group) in enumerate(product(names.places, names.groups)):
        share = channel.coverage_of.get(group, channel.coverage)
        there = channel.coverage_at.get(place, share)
        share = there.get(group, share) if isinstance(there, dict) else there
        frame.tables.cover[w, ch, :, k] = [threshold(each) for each in share.by_month(frame.start, frame.months)]


def _fill_reports(frame: Frame, w: int, ch: int, where: str, channel: Channel) -> None:
    names, reports = frame.names, channel.false_reports
    if reports is None:
        return
    if isinstance(reports.rate, dict):
        _known_groups(frame, f"{where}.false-reports.rate", reports.rate)
    rates = [Fraction(of_group(reports.rate, group)) for group in names.groups]
    if max(rates) > 2:
        frame.wrong.append(Problem(f"{where}: somebody is falsely reported more than twice a month"))
    if reports.of in names.acts:
        frame.tables.channel[w, ch, rt.CH_REPORT_ACT] = names.acts.index(reports.of)
        frame.tables.false_report[w, ch] = [rate(each) for each in rates]


def false_positive(false_match: Fraction, gallery: Fraction) -> Fraction:
    """The chance that one face is falsely matched with any of a gallery: 1 - (1 - FMR)^N.

    Notes
    -----
    Decimal's exp and ln are correctly rounded, so the number is the same on every machine.
    """
    if false_match == 1 or gallery == 0:
        return Fraction(1 if gallery else 0)
    context = Context(prec=50, Emax=999_999, Emin=-999_999)
    apart = context.divide(Decimal(false_match.denominator - false_match.numerator), Decimal(false_match.denominator))
    faces = context.divide(Decimal(gallery.numerator), Decimal(gallery.denominator))
    return 1 - Fraction(context.exp(context.multiply(faces, context.ln(apart))))


def _fill_matching(frame: Frame, w: int, ch: int, where: str, channel: Channel) -> None:
    """A wrong match is drawn at the person hit: comparisons of their face times the chance of a wrong one."""
    names, matching = frame.names, channel.matching
    if matching is None:
        return
    if isinstance(matching.false_match, dict):
        _known_groups(frame, f"{where}.matching.false-match", matching.false_match)
    rates = []
    for group in names.groups:
        wrong = Fraction(of_group(matching.false_match, group))
        rates.append(matching.probes.value * false_positive(wrong, matching.gallery.value) + matching.searches.value * wrong)
    if max(rates) > 2:
        frame.wrong.append(Problem(f"{where}: somebody is falsely matched more than twice a month"))
    if matching.of in names.acts:
        frame.tables.channel[w, ch, rt.CH_MATCH_ACT] = 1 + names.acts.index(matching.of)
        frame.tables.false_match[w, ch] = [rate(min(each, Fraction(2))) for each in rates]


def _fill_malice(frame: Frame, w: int, ch: int, where: str, channel: Channel) -> None:
    malice = channel.malice
    if malice is None:
        return
    rates = [malice.rate[name].value if name in malice.rate else Fraction(0) for name in RELATIONS]
    ties = len(TIE_KINDS) + 1
    if max(rates[:ties]) * int(frame.tables.town[rt.T_SLOTS]) + sum(rates[ties:]) > 2:
        frame.wrong.append(Problem(f"{where}: somebody could be reported out of malice more than twice a month"))
    if malice.of in frame.names.acts:
        frame.tables.channel[w, ch, rt.CH_MALICE_ACT] = 1 + frame.names.acts.index(malice.of)
        frame.tables.malice[w, ch] = [rate(each) for each in rates]


def end_of(frame: Frame, regime: Regime, scheme: Scheme) -> int:
    """The month in which a scheme ends, 0 if it has no end; one that ended before the run ends in its first month."""
    since, ends = scheme.begins(regime.since), [] if scheme.until is None else [scheme.until]
    if scheme.lasts.value is not None:
        ends.append((frame.start if since is None else since) + scheme.lasts.value)
    return max(1, frame.since(min(ends))) if ends else 0


def fill_scheme(frame: Frame, w: int, regime: Regime, name: str, scheme: Scheme) -> None:
    s = frame.names.schemes.index(name)
    row = frame.tables.scheme[w, s]
    row[rt.S_ON] = 1
    row[rt.S_CODE] = luck.code(name)
    row[rt.S_ORDINARY] = scheme.ordinary
    row[rt.S_OPEN] = scheme.open
    row[rt.S_UNTIL], row[rt.S_KEEPS] = end_of(frame, regime, scheme), scheme.files == "kept"
    row[rt.S_STALE] = (1 << 32) - threshold(scheme.records.removed.value)
    if scheme.score is not None:
        row[rt.S_SCORED] = 1
        row[rt.S_START], row[rt.S_LEAST] = scheme.score.middling, scheme.score.least.value
        row[rt.S_MOST] = scheme.score.most.value
        weights = Fraction(sum(factor.weight.value for factor in scheme.score.factors.values()))
        for factor in scheme.score.factors.values():
            row[rt.S_FACTOR + TRAITS.index(factor.from_)] += fixed(factor.weight.value / weights)
    bands = bands_worst_first(scheme)
    row[rt.S_BANDS] = len(bands)
    frame.tables.band[w, s, : len(bands)] = [least for _, least in bands]
    association = regime.infer.association
    if association is not None and association.scheme == name and regime.phases.infer:
        row[rt.S_WEIGHT] = fixed(association.weight.value)
        for kind, share in association.over.items():
            row[rt.S_WEIGHT_FAMILY + TIE_KINDS.index(kind)] = fixed(share.value, 1000)


def fill_guesses(frame: Frame, w: int, regime: Regime, lists: Mapping[str, ListRule], town: TownTables) -> None:
    """The classifiers of a world, unless its phase is off."""
    for k, name in enumerate(GUESSES):
        guess: Guess | None = getattr(regime.infer, name)
        if guess is not None and regime.phases.infer:
            _fill_guess(frame, w, regime, k, guess, town)
            if guess.list is not None and lists[guess.list].colour != "black":
                frame.wrong.append(Problem(f"{regime.regime}: infer.{name} puts on the red list `{guess.list}`"))


def _fill_guess(frame: Frame, w: int, regime: Regime, k: int, guess: Guess, town: TownTables) -> None:
    names, row, where = frame.names, frame.tables.guess[w, k], f"{regime.regime}: infer.{GUESSES[k]}"
    scheme = regime.schemes[guess.scheme]
    kept = (guess.kept or scheme.records.kept).value
    if kept == 0 or guess.every.value < 1:
        frame.wrong.append(Problem(f"{where}: records are kept, and screenings lie apart, at least 1 month"))
    row[rt.GU_ON] = 1
    row[rt.GU_CODE] = luck.code(GUESSES[k])
    row[rt.GU_SCHEME] = names.schemes.index(guess.scheme)
    row[rt.GU_POINTS] = guess.points.value if guess.points else 0
    row[rt.GU_JUMP] = -1 if guess.band is None else [band for band, _ in bands_worst_first(scheme)].index(guess.band)
    row[rt.GU_LIST] = -1 if guess.list is None else names.lists.index(guess.list)
    row[rt.GU_KEPT] = NEVER if kept is None else min(kept, NEVER)
    row[rt.GU_SINCE] = frame.since(guess.since, regime.since)
    row[rt.GU_EVERY] = max(1, guess.every.value)
    row[rt.GU_STICKS] = threshold(guess.sticks.value)
    row[rt.GU_NATURE] = -1
    if guess.of.propensity is not None and guess.of.above is not None:
        nature = NATURES.index(guess.of.propensity)
        place = int(guess.of.above.value * BINS)
        row[rt.GU_NATURE] = nature
        row[rt.GU_ABOVE] = town.quantile[Q_FRAILTY + nature][place] if place < BINS else NOBODY
    row[rt.GU_WATCH] = -1
    if guess.watch is not None:
        row[rt.GU_WATCH], row[rt.GU_COVER] = names.channels.index(guess.watch.channel), threshold(guess.watch.coverage.value)
    looked_for = set(chain.from_iterable(matching(pattern) for pattern in guess.of.acts))
    frame.tables.guess_act[w, k] = [act in looked_for for act in names.acts]
    for side, (key, shares) in enumerate((("false-positive", guess.false_positive), ("true-positive", guess.true_positive))):
        if isinstance(shares, dict):
            _known_groups(frame, f"{where}.{key}", shares)
        frame.tables.guess_share[w, k, side] = [threshold(Fraction(of_group(shares, group))) for group in names.groups]


def fill_entry(frame: Frame, w: int, regime: Regime, name: str, act: str, entry: Entry, lists: Mapping[str, ListRule]) -> None:
    scheme = regime.schemes[name]
    kept = (entry.kept or scheme.records.kept).value
    if kept == 0:
        tip = "records are kept for at least 1 month"
        frame.wrong.append(Problem(f"{regime.regime}: schemes.{name} keeps records of `{act}` for no time", None, tip))
    if act not in frame.names.acts:
        return
    points = entry.points.value if entry.points else 0
    fine = entry.fine.value if entry.fine else 0
    blacklists = entry.list is not None and lists[entry.list].colour == "black"
    row = frame.tables.entry[w, frame.names.schemes.index(name), frame.names.acts.index(act)]
    row[rt.E_ON] = 1
    row[rt.E_POINTS] = points
    row[rt.E_JUMP] = -1 if entry.band is None else [band for band, _ in bands_worst_first(scheme)].index(entry.band)
    row[rt.E_LIST] = -1 if entry.list is None else frame.names.lists.index(entry.list)
    row[rt.E_KEPT] = NEVER if kept is None else min(kept, NEVER)
    row[rt.E_FINE] = fine
    row[rt.E_SINCE] = frame.since(entry.since, scheme.begins(regime.since))
    ends = end_of(frame, regime, scheme) or NEVER
    row[rt.E_UNTIL] = ends if entry.until is None else min(ends, frame.since(entry.until))
    row[rt.E_RETRO] = entry.retroactive and row[rt.E_SINCE] < row[rt.E_UNTIL]
    if entry.discretion is not None:
        _fill_discretion(frame, row, f"{regime.regime}: schemes.{name}.catalog.{act}.discretion", entry.discretion)
    row[rt.E_PUNISHES] = not scheme.ordinary and (points < 0 or entry.band is not None or blacklists or fine > 0)


def _fill_discretion(frame: Frame, row: Ints, where: str, rule: Discretion) -> None:
    _known_groups(frame, f"{where}.group", rule.group)
    if rule.official_sd.value > OFFICIAL_SD_MOST:
        frame.wrong.append(Problem(f"{where}: officials are too unlike", None, f"`official-sd` is at most {OFFICIAL_SD_MOST}"))
        return
    more = tuple(rule.group[group].value if group in rule.group else Fraction(0) for group in frame.names.groups)
    first = frame.vague.setdefault((rule.mean.value, rule.official_sd.value, more), len(frame.vague) * len(more))
    row[rt.E_VAGUE], row[rt.E_CORE] = 1 + first, threshold(rule.core.value)
    for g, each in enumerate(more):
        frame.tables.discretion[first + g] = applied(rule.mean.value, rule.official_sd.value, each)


@lru_cache(maxsize=64)
def applied(mean: Fraction, spread: Fraction, more: Fraction) -> tuple[int, ...]:
    """Thresholds at which officials apply a vague entry, by 4,096 equally likely strictnesses z: logit⁻¹(logit mean + spread z + more).

    Notes
    -----
    Decimal's exp and ln are correctly rounded, so the table is the same on every machine.
    """
    if mean in (0, 1):
        return (threshold(mean),) * BINS
    context = Context(prec=28, Emax=999_999, Emin=-999_999)

    def decimal(number: Fraction) -> Decimal:
        return context.divide(Decimal(number.numerator), Decimal(number.denominator))

    middle = context.add(context.ln(decimal(mean / (1 - mean))), decimal(more))
    step = decimal(spread / 65536)
    odds = [context.exp(context.add(middle, context.multiply(step, Decimal(int(z) - (1 << 20))))) for z in luck.table("normal")]
    return tuple(int(context.divide(each, context.add(each, Decimal(1))) * (1 << 32)) for each in odds)
