"""Filling in what rule tables say of enterprises: schemes that cover them, their lists, what sanctions cost them, how they comply."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.acts import matching
from counterlife.regime.fill import bands_worst_first, end_of, rate, rights
from counterlife.regime.fill_adapt import fixed
from counterlife.regime.fill_lists import list_ends
from counterlife.regime.reading import Problem
from counterlife.regime.tables import NEVER
from counterlife.town.tables import threshold
from counterlife.words import SECTORS

if TYPE_CHECKING:
    from counterlife.regime.fill import Frame
    from counterlife.regime.following import Court
    from counterlife.regime.lists import ListRule
    from counterlife.regime.model import Regime
    from counterlife.regime.schemes import Entry, Scheme
    from counterlife.regime.tables import Ints
    from counterlife.town.tables import TownTables

EVERY_SECTOR = (1 << len(SECTORS)) - 1


def blank_firms(town: TownTables, worlds: int, channels: int, schemes: int, lists: int, months: int) -> dict[str, Ints]:
    """The arrays of firms, with the town's acts in them and nothing else."""
    acts = town.enterprises.acts if town.enterprises else ()

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    rows = [[luck.code(act.name), rate(act.rate), act.victims, act.sectors] for act in acts]
    comply = zeros(worlds, len(acts), rt.FC_FIELDS)
    comply[:, :, rt.FC_MULTIPLIER] = 65536
    return {
        "firm_world": zeros(worlds, rt.FW_FIELDS),
        "firm_act": np.array(rows, dtype=np.int64).reshape(len(acts), rt.FA_FIELDS),
        "firm_comply": comply,
        "firm_sees": zeros(worlds, channels, len(acts)),
        "firm_cover": zeros(worlds, channels, months),
        "firm_mistaken": zeros(worlds, channels),
        "firm_scheme": zeros(worlds, schemes, rt.FS_FIELDS),
        "firm_entry": zeros(worlds, schemes, len(acts), rt.FE_FIELDS),
        "firm_listed": zeros(worlds, lists, rt.FL_FIELDS),
        "firm_withheld": zeros(worlds, lists, months + 1),
    }


def of_enterprises(regime: Regime, name: str, rule: ListRule, wrong: list[Problem]) -> bool:
    """Whether a list holds enterprises: the scheme it reads covers them, or those whose entries put on it do."""
    limit = rule.below or rule.above
    feeding = [scheme for scheme in regime.schemes.values() if any(entry.list == name for entry in scheme.catalog.values())]
    covered = {scheme.covers.who for scheme in ([regime.schemes[limit.scheme]] if limit else feeding)}
    if len(covered) > 1:
        wrong.append(Problem(f"{regime.regime}: the list `{name}` would hold both adults and enterprises", None, "make two lists of it"))
    firms = covered == {"enterprises"}
    if not firms and rule.representative:
        wrong.append(Problem(f"{regime.regime}: the list `{name}` holds no enterprises, so nobody represents those on it"))
    if not firms and "rectify" in rule.exits:
        wrong.append(Problem(f"{regime.regime}: the list `{name}` holds persons; `rectify` is a way out of enterprises"))
    if firms and (rule.stages or rule.kin is not None or rule.fine is not None):
        wrong.append(Problem(f"{regime.regime}: the list `{name}` holds enterprises, which have no `stages`, no `kin` and no `fine`"))
    if firms and ((rule.colour == "red" and rule.withholds) or (rule.gives and rule.colour != "red")):
        does, tip = "withholds" if rule.colour == "red" else "gives", "a red list only gives, a black one only withholds"
        wrong.append(Problem(f"{regime.regime}: the {rule.colour} list `{name}` {does}", None, tip))
    if firms and rule.colour == "red" and rule.representative:
        wrong.append(Problem(f"{regime.regime}: the red list `{name}` withholds from the legal representatives of those on it"))
    return firms


def fill_firm_scheme(frame: Frame, w: int, regime: Regime, name: str, scheme: Scheme) -> None:
    """A scheme that covers enterprises. The persons' columns stay empty: no person has a file in it."""
    s, bands = frame.names.schemes.index(name), bands_worst_first(scheme)
    score = scheme.score
    row = frame.tables.firm_scheme[w, s]
    row[rt.FS_ON], row[rt.FS_BANDS], row[rt.FS_ORDINARY] = 1, len(bands), scheme.ordinary
    if score is not None and score.start is None:
        frame.wrong.append(Problem(f"{regime.regime}: schemes.{name} covers enterprises, whose score has a `start` and no factors"))
    elif score is not None and score.start is not None:
        row[rt.FS_SCORED] = 1
        row[rt.FS_START], row[rt.FS_LEAST], row[rt.FS_MOST] = score.start.value, score.least.value, score.most.value
    frame.tables.band[w, s, : len(bands)] = [least for _, least in bands]
    for act, entry in scheme.catalog.items():
        _fill_entry(frame, w, regime, name, act, entry)


def _fill_entry(frame: Frame, w: int, regime: Regime, name: str, act: str, entry: Entry) -> None:
    scheme, names = regime.schemes[name], frame.names
    kept = (entry.kept or scheme.records.kept).value
    if kept == 0:
        tip = "records are kept for at least 1 month"
        frame.wrong.append(Problem(f"{regime.regime}: schemes.{name} keeps records of `{act}` for no time", None, tip))
    if entry.retroactive:
        frame.wrong.append(Problem(f"{regime.regime}: schemes.{name} counts earlier acts; of enterprises that is not modelled"))
    if entry.discretion is not None:
        frame.wrong.append(Problem(f"{regime.regime}: schemes.{name} leaves `{act}` to officials, which is modelled for persons only"))
    if act not in names.firm_acts:
        return
    row = frame.tables.firm_entry[w, names.schemes.index(name), names.firm_acts.index(act)]
    row[rt.FE_ON] = 1
    row[rt.FE_POINTS] = entry.points.value if entry.points else 0
    row[rt.FE_JUMP] = -1 if entry.band is None else [band for band, _ in bands_worst_first(scheme)].index(entry.band)
    row[rt.FE_LIST] = -1 if entry.list is None else names.lists.index(entry.list)
    row[rt.FE_KEPT] = NEVER if kept is None else min(kept, NEVER)
    row[rt.FE_SINCE] = frame.since(entry.since, scheme.begins(regime.since))
    ends = end_of(frame, regime, scheme) or NEVER
    row[rt.FE_UNTIL] = ends if entry.until is None else min(ends, frame.since(entry.until))
    row[rt.FE_ENDS] = NEVER if scheme.files == "kept" else ends
    row[rt.FE_FINE] = entry.fine.value if entry.fine else 0


def fill_firm_list(frame: Frame, w: int, regime: Regime, name: str, rule: ListRule) -> None:
    """A list of enterprises. In the persons' table it stands for the legal representatives, who leave it only with their firms."""
    names, l = frame.names, frame.names.lists.index(name)
    row, person, limit = frame.tables.firm_listed[w, l], frame.tables.listed[w, l], rule.below or rule.above
    row[rt.FL_ON], row[rt.FL_SCHEME] = 1, -1
    if limit is not None:
        row[rt.FL_SCHEME] = names.schemes.index(limit.scheme)
        row[rt.FL_BAND] = names.bands_of[w][limit.scheme].index(limit.band)
    row[rt.FL_TERM] = NEVER if rule.term.value is None else min(rule.term.value, NEVER)
    row[rt.FL_SINCE] = frame.since(rule.since, regime.since)
    row[rt.FL_RECTIFY], row[rt.FL_APPEAL], row[rt.FL_REPAIR] = (way in rule.exits for way in ("rectify", "appeal", "repair"))
    row[rt.FL_REPRESENTATIVE] = bool(rule.representative)
    row[rt.FL_NOTICE], row[rt.FL_RED], row[rt.FL_ABOVE] = threshold(rule.notice_firm.value), rule.colour == "red", rule.above is not None
    row[rt.FL_UNTIL] = list_ends(frame, regime, name, rule)
    person[rt.L_ON], person[rt.L_CODE], person[rt.L_SCHEME], person[rt.L_TERM] = 1, luck.code(name), -1, NEVER
    person[rt.L_NOTICE], person[rt.L_PUBLISHES] = threshold(rule.notice.value), rule.publishes == "public"
    if not (regime.phases.sanction and regime.mute.follows):
        return
    frame.tables.withheld[w, l] |= rights(rule.representative)
    months = frame.tables.firm_withheld[w, l]
    months |= rights(rule.withholds, rule.gives)
    for agency in regime.agencies.values():
        if name in agency.receives:
            months[frame.since(agency.since) :] |= rights(agency.withholds)


def fill_firm_world(frame: Frame, w: int, regime: Regime, town: TownTables) -> None:
    """What sanctions cost firms, their ways out, which channels see them, and how they comply."""
    row, bear, recourse = frame.tables.firm_world[w], regime.bear.firms, regime.recourse.firms
    if bear is not None:
        row[rt.FW_CONTRACTS], row[rt.FW_CREDIT] = fixed(bear.contracts.value), fixed(bear.credit.value)
        row[rt.FW_LICENCE], row[rt.FW_JOBS] = fixed(bear.licence.value), rate(bear.jobs.value)
        row[rt.FW_GAINS], row[rt.FW_HIRES] = fixed(bear.gains.value), rate(bear.hires.value)
        if town.job_loss + regime.bear.job_loss.value + bear.jobs.value > 2:
            frame.wrong.append(Problem(f"{regime.regime}: with `bear.firms.jobs`, work is lost more than twice a month"))
    if recourse is not None:
        row[rt.FW_RECTIFY] = luck.chance(rate(recourse.rectify.value))
        if recourse.appeal is not None:
            row[rt.FW_APPEAL_WRONG] = luck.chance(rate(recourse.appeal.if_wrong.value))
            row[rt.FW_APPEAL_RIGHT] = luck.chance(rate(recourse.appeal.if_right.value))
        row[rt.FW_LEARNS] = luck.chance(rate(recourse.learns.value))
        if recourse.court is not None:
            _fill_court(frame, row, regime, recourse.court)
        if recourse.repair is not None:
            row[rt.FW_REPAIR] = luck.chance(rate(recourse.repair.granted.value))
            row[rt.FW_REPAIR_AFTER] = min(recourse.repair.after.value, NEVER)
    names = frame.names
    for name, channel in regime.channels.items():
        ch, seen = names.channels.index(name), {act for pattern in channel.sees for act in matching(pattern)}
        frame.tables.firm_sees[w, ch] = [act in seen for act in names.firm_acts]
        frame.tables.firm_cover[w, ch] = [threshold(share) for share in channel.coverage.by_month(frame.start, frame.months)]
        frame.tables.firm_mistaken[w, ch] = threshold(channel.mistaken_firm.value)
        frame.tables.channel[w, ch, [rt.CH_SPARES, rt.CH_PRESSES]] = fixed(channel.spares.value), fixed(channel.presses.value)
    if regime.phases.adapt and regime.mute.follows and regime.mute.known:
        _fill_comply(frame, w, regime)


def _fill_court(frame: Frame, row: Ints, regime: Regime, court: Court) -> None:
    row[rt.FW_COURT], row[rt.FW_CAPACITY], row[rt.FW_TAKES] = 1, fixed(court.capacity.value), court.takes.value
    row[rt.FW_FILES_WRONG], row[rt.FW_FILES_RIGHT] = (threshold(each.value) for each in court.files.both)
    row[rt.FW_WINS_WRONG], row[rt.FW_WINS_RIGHT] = (threshold(each.value) for each in court.succeeds.both)
    if court.takes.value < 1:
        tip = "`recourse.firms.court.takes`: write `1 month`"
        frame.wrong.append(Problem(f"{regime.regime}: an appeal takes at least a month", None, tip))


def _fill_comply(frame: Frame, w: int, regime: Regime) -> None:
    for act, rule in regime.adapt.comply.items():
        if act in frame.names.firm_acts:
            row = frame.tables.firm_comply[w, frame.names.firm_acts.index(act)]
            row[rt.FC_MULTIPLIER] = left_by(rule.threat.value, rule.elasticity.value)
            row[rt.FC_SECTORS] = sum(1 << SECTORS.index(sector) for sector in set(rule.sectors)) or EVERY_SECTOR
            row[rt.FC_SINCE] = frame.since(rule.since, regime.since)


def left_by(threat: Fraction, elasticity: Fraction) -> int:
    """What a threat leaves of a rate, (1 + threat)^-elasticity in 1/65536; all of it where either is 0.

    Notes
    -----
    Decimal's exp and ln are correctly rounded, so the number is the same on every machine.
    """
    context = Context(prec=28)
    base = context.divide(Decimal((1 + threat).numerator), Decimal((1 + threat).denominator))
    power = context.divide(Decimal(elasticity.numerator), Decimal(elasticity.denominator))
    return fixed(Fraction(context.exp(context.multiply(-power, context.ln(base)))))
