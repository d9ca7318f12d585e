"""Enterprises: the part of each phase that is theirs. Acts, sightings, records, fines, rating, sanctions, turnover.

A firm acts, is seen, filed, rated and listed as a person is, with fewer ways: the deciding question is only whether a record tells of
its own act or of another firm's. What a list withholds from it costs turnover, and with that its workers' jobs (`bear`). A list may
also list its legal representative in person (`listing.name_representatives`): that is the one way from firms to persons' files.
Lists are in `firm_lists`, ways out in `firm_recourse`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterlife import luck
from counterlife.dice import words
from counterlife.life.bits import lowest
from counterlife.life.columns import (
    C_COMMUNITY,
    C_FIRM_EVENTS,
    C_FIRM_FRESH,
    C_FIRM_GAIN,
    C_FIRM_RECORDS,
    C_FIRM_SIGHTS,
    C_FULL,
    C_SEED,
    FM_AWARE,
    FM_BAND,
    FM_BAND_EARNED,
    FM_CAUSE,
    FM_CLASS,
    FM_DUE,
    FM_FILED,
    FM_FINED,
    FM_JUMP,
    FM_JUMP_EARNED,
    FM_LISTED,
    FM_LOSS,
    FM_MASK,
    FM_SUM,
    FM_SUM_EARNED,
    FR_CAUSE,
    FR_EXPIRES,
    FR_FIRM,
    FR_JUMP,
    FR_LIST,
    FR_LIVE,
    FR_MONTH,
    FR_POINTS,
    FR_SCHEME,
    FV_CAUSE,
    FV_CHANNEL,
    FV_EVENT,
    FV_FIRM,
    RIGHTS,
)  # fmt: skip
from counterlife.life.kernel import part
from counterlife.life.rare import place_of, point_of
from counterlife.life.tally import FIRM_FLOW
from counterlife.regime.tables import (
    BANDS,
    CH_CATCHES,
    CH_CODE,
    CH_FEEDS,
    CH_PRESSES,
    CH_SPARES,
    FA_CODE,
    FA_RATE,
    FA_SECTORS,
    FA_VICTIMS,
    FC_MULTIPLIER,
    FC_SECTORS,
    FC_SINCE,
    FE_ENDS,
    FE_FINE,
    FE_JUMP,
    FE_KEPT,
    FE_LIST,
    FE_ON,
    FE_POINTS,
    FE_SINCE,
    FE_UNTIL,
    FL_RED,
    FS_BANDS,
    FS_LEAST,
    FS_MOST,
    FS_ON,
    FS_ORDINARY,
    FS_SCORED,
    FS_START,
    FW_CONTRACTS,
    FW_CREDIT,
    FW_GAINS,
    FW_JOBS,
    FW_LICENCE,
    NEVER,
    W_FOLLOWS,
    W_PHASES,
)  # fmt: skip
from counterlife.town.traits import FIRM_FRAILTY, SECTOR, SIZE_CLASS, TURNOVER
from counterlife.words import DOMAINS, PHASES

if TYPE_CHECKING:
    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

ACT, OBSERVE, RECORD, SCORE = (PHASES.index(name) for name in ("act", "observe", "record", "score"))
BEAR = PHASES.index("bear")
ALL_RIGHTS = (1 << RIGHTS) - 1
NO_PAPERWORK = 1 << DOMAINS.index("paperwork")
MONEY_MOST = (1 << 31) - 1
NO_CONTRACTS, NO_CREDIT, NO_LICENCE = (1 << DOMAINS.index(name) for name in ("public-contract", "credit", "licence"))
RARE, COVERED, SEES = (luck.PURPOSE[name] for name in ("act-rare", "covered", "observe"))
FIRM, ROW, SPAN, ROW_PERSONS, STATIC, RARE_MOST = (
    luck.FIRM, luck.ROW, luck.COMMUNITY_SPAN, luck.ROW_PERSONS, luck.STATIC, luck.RARE_MOST,
)  # fmt: skip
F_FIRMS, F_ACTS, F_VICTIMS, F_SEEN, F_RECORDS = (FIRM_FLOW[name] for name in ("firms", "acts", "victims", "seen", "records"))
F_EXPIRED, F_FILE = FIRM_FLOW["records-expired"], FIRM_FLOW["on-file"]
F_PLACES, F_RED_PLACES, F_REWARDED, F_UNAWARE, F_WAITING, F_FINES = (
    FIRM_FLOW[name] for name in ("places", "red-places", "rewarded", "unaware", "appeals-waiting", "fines")
)  # fmt: skip
F_SANCTIONED, F_TURNOVER, F_LOST, F_BAND = (FIRM_FLOW[name] for name in ("sanctioned", "turnover", "turnover-lost", "band"))
F_GAINED = FIRM_FLOW["turnover-gained"]
F_NO_CONTRACTS, F_NO_CREDIT, F_NO_LICENCE = (FIRM_FLOW[f"without-{name}"] for name in ("contracts", "credit", "licence"))


@part
def takes_place(r: RuleTables, w: int, phase: int) -> bool:
    """Whether a phase is on in a world."""
    return (r.world[w, W_PHASES] >> phase) & 1 != 0


@part
def firm_base(r: RuleTables, c: Community, a: int, f: int) -> int:
    """A firm's rate of an act where nothing is threatened, 2^-40 a month."""
    if (r.firm_act[a, FA_SECTORS] >> c.firm[SECTOR, f]) & 1 == 0:
        return 0
    return min((r.firm_act[a, FA_RATE] * c.firm[FIRM_FRAILTY, f]) >> 16, RARE_MOST)


@part
def firm_rate(t: int, r: RuleTables, c: Community, w: int, a: int, f: int) -> int:
    """A firm's rate of an act in one world: what a threat leaves of it."""
    base = firm_base(r, c, a, f)
    if t >= r.firm_comply[w, a, FC_SINCE] and (r.firm_comply[w, a, FC_SECTORS] >> c.firm[SECTOR, f]) & 1 != 0:
        return (base * r.firm_comply[w, a, FC_MULTIPLIER]) >> 16
    return base


@part
def worlds_of_firm(t: int, r: RuleTables, c: Community, a: int, f: int, point: int) -> int:
    """In which worlds (bits) a point in a firm's rate space makes an act happen."""
    worlds = 0
    for w in range(r.world.shape[0]):
        if takes_place(r, w, ACT) and point < firm_rate(t, r, c, w, a, f):
            worlds |= 1 << w
    return worlds


@part
def add_event(s: State, f: int, a: int, worlds: int, first: int, end: int) -> int:
    """Put an act of a firm among those from place ``first`` on, by firm; a firm does it once a month. Returns where they end."""
    firms, acts, where = s.firm_event[0], s.firm_event[1], s.firm_event[2]
    place = end
    while place > first and firms[place - 1] > f:
        place -= 1
    if place > first and firms[place - 1] == f:
        where[place - 1] |= worlds
        return end
    for e in range(end, place, -1):
        firms[e], acts[e], where[e] = firms[e - 1], acts[e - 1], where[e - 1]
    firms[place], acts[place], where[place] = f, a, worlds
    return end + 1


@part
def firms_act(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Find in all worlds at once what firms do this month, from the points drawn; few of a row's are of a firm that is there."""
    events, acts = 0, r.act.shape[0]
    for a in range(r.firm_act.shape[0]):
        first = events
        for k in range(s.span[0, acts + a], s.span[1, acts + a]):
            f = place_of(s, k)
            worlds = worlds_of_firm(t, r, c, a, f, point_of(s, k)) if f < c.firm.shape[1] else 0
            if worlds != 0:
                events = add_event(s, f, a, worlds, first, events)
        for e in range(first, events):
            for w in range(r.world.shape[0]):
                if (s.firm_event[2, e] >> w) & 1 != 0:
                    flow = y.firm[w, t, c.firm[SIZE_CLASS, s.firm_event[0, e]]]
                    flow[F_ACTS] += 1
                    flow[F_VICTIMS] += r.firm_act[a, FA_VICTIMS]
    s.control[s.control.shape[0] - 1, C_FIRM_EVENTS] = events


@part
def looks_at(s: State, r: RuleTables, w: int, ch: int, f: int) -> int:
    """Below which draw a channel catches an act of a firm: less where it is trusted, more where it has to go through all papers."""
    catches = r.channel[w, ch, CH_CATCHES]
    if s.firm[w, FM_MASK, f] >> RIGHTS != 0:
        catches = (catches * (65536 - r.channel[w, ch, CH_SPARES])) >> 16
    if s.firm[w, FM_MASK, f] & NO_PAPERWORK != 0:
        catches += (((1 << 32) - catches) * r.channel[w, ch, CH_PRESSES]) >> 16
    return catches


@part
def firms_observe(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """Pass the month's acts of firms through the channels; some are pinned on another firm of the community."""
    last = s.control.shape[0] - 1
    seed, base, firms = s.control[last, C_SEED], s.control[last, C_COMMUNITY] * SPAN, c.firm.shape[1]
    for w in range(r.world.shape[0]):
        s.control[w, C_FIRM_SIGHTS] = 0
    for e in range(s.control[last, C_FIRM_EVENTS]):
        f, a, worlds = s.firm_event[0, e], s.firm_event[1, e], s.firm_event[2, e]
        for ch in range(r.channel.shape[1]):
            drawn, within, caught, doubt, other = False, 0, 0, 0, 0
            for w in range(r.world.shape[0]):
                if (worlds >> w) & 1 == 0 or r.firm_sees[w, ch, a] == 0 or not takes_place(r, w, OBSERVE):
                    continue
                if not drawn:
                    drawn = True
                    within = words(seed, FIRM, base + f, STATIC, COVERED, r.channel[w, ch, CH_CODE], 0)[0]
                    draws = words(seed, FIRM, base + f, t, SEES, r.channel[w, ch, CH_CODE], r.firm_act[a, FA_CODE])
                    caught, doubt, other = draws[0], draws[2], (draws[1] * firms) >> 32
                catches = looks_at(s, r, w, ch, f)
                if within >= r.firm_cover[w, ch, t] or caught >= catches:
                    continue
                k = s.control[w, C_FIRM_SIGHTS]
                if k >= s.firm_sight.shape[2]:
                    s.control[last, C_FULL] = 1
                    continue
                cause = 1 if other != f and doubt < r.firm_mistaken[w, ch] else 0
                on_file = other if cause != 0 else f
                s.firm_sight[w, FV_FIRM, k] = on_file
                s.firm_sight[w, FV_EVENT, k] = e
                s.firm_sight[w, FV_CHANNEL, k] = ch
                s.firm_sight[w, FV_CAUSE, k] = cause
                s.control[w, C_FIRM_SIGHTS] = k + 1
                y.firm[w, t, c.firm[SIZE_CLASS, on_file], F_SEEN + cause] += 1


@part
def file_on_firm(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, scheme: int, i: int) -> None:
    """Enter one sighting in a firm's file."""
    k = s.control[w, C_FIRM_RECORDS]
    if k >= s.firm_record.shape[2]:
        s.control[s.control.shape[0] - 1, C_FULL] = 1
        return
    f, cause = s.firm_sight[w, FV_FIRM, i], s.firm_sight[w, FV_CAUSE, i]
    a = s.firm_event[1, s.firm_sight[w, FV_EVENT, i]]
    kept, fine = r.firm_entry[w, scheme, a, FE_KEPT], r.firm_entry[w, scheme, a, FE_FINE]
    if fine != 0 and (r.world[w, W_FOLLOWS] != 0 or r.firm_scheme[w, scheme, FS_ORDINARY] != 0):
        s.firm[w, FM_FINED, f] = min(MONEY_MOST, s.firm[w, FM_FINED, f] + fine)
    s.firm_record[w, FR_FIRM, k] = f
    s.firm_record[w, FR_SCHEME, k] = scheme
    s.firm_record[w, FR_CAUSE, k] = cause
    s.firm_record[w, FR_MONTH, k] = t
    s.firm_record[w, FR_EXPIRES, k] = min(t + kept if kept < NEVER else NEVER, r.firm_entry[w, scheme, a, FE_ENDS])
    s.firm_record[w, FR_POINTS, k] = r.firm_entry[w, scheme, a, FE_POINTS]
    s.firm_record[w, FR_JUMP, k] = r.firm_entry[w, scheme, a, FE_JUMP]
    s.firm_record[w, FR_LIST, k] = r.firm_entry[w, scheme, a, FE_LIST]
    s.firm_record[w, FR_LIVE, k] = 1
    s.control[w, C_FIRM_RECORDS] = k + 1
    y.firm[w, t, c.firm[SIZE_CLASS, f], F_RECORDS + cause] += 1


@part
def firms_record(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Let old records of firms go, then enter what was seen; an act once a scheme, by the first channel that saw it."""
    s.control[w, C_FIRM_FRESH] = s.control[w, C_FIRM_RECORDS]
    if not takes_place(r, w, RECORD):
        return
    for k in range(s.control[w, C_FIRM_RECORDS]):
        if s.firm_record[w, FR_LIVE, k] != 0 and s.firm_record[w, FR_EXPIRES, k] == t:
            s.firm_record[w, FR_LIVE, k] = 0
            y.firm[w, t, c.firm[SIZE_CLASS, s.firm_record[w, FR_FIRM, k]], F_EXPIRED + s.firm_record[w, FR_CAUSE, k]] += 1
    event, done = -1, 0
    for i in range(s.control[w, C_FIRM_SIGHTS]):
        if s.firm_sight[w, FV_EVENT, i] != event:
            event, done = s.firm_sight[w, FV_EVENT, i], 0
        a, feeds = s.firm_event[1, event], r.channel[w, s.firm_sight[w, FV_CHANNEL, i], CH_FEEDS]
        for scheme in range(r.firm_scheme.shape[1]):
            entry = r.firm_entry[w, scheme, a]
            in_force = r.firm_scheme[w, scheme, FS_ON] != 0 and entry[FE_ON] != 0 and entry[FE_SINCE] <= t < entry[FE_UNTIL]
            if in_force and (feeds >> scheme) & 1 != 0 and (done >> scheme) & 1 == 0:
                done |= 1 << scheme
                file_on_firm(t, s, r, c, y, w, scheme, i)


@part
def firm_band(r: RuleTables, w: int, k: int, points: int) -> int:
    """The band of a firm's points, start included and kept within bounds."""
    x = max(r.firm_scheme[w, k, FS_LEAST], min(r.firm_scheme[w, k, FS_START] + points, r.firm_scheme[w, k, FS_MOST]))
    band = 0
    for place in range(r.firm_scheme[w, k, FS_BANDS]):
        if x >= r.band[w, k, place]:
            band = place
    return band


@part
def open_firms(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Before the first month: every firm stands where all start."""
    for k in range(r.firm_scheme.shape[1]):
        for f in range(c.firm.shape[1]):
            s.firm_score[w, k, FM_BAND, f] = firm_band(r, w, k, 0)
            s.firm_score[w, k, FM_BAND_EARNED, f] = s.firm_score[w, k, FM_BAND, f]


@part
def firms_score(s: State, r: RuleTables, c: Community, w: int) -> None:
    """Rate every firm off its live records."""
    for k in range(r.firm_scheme.shape[1]):
        if r.firm_scheme[w, k, FS_ON] == 0 or r.firm_scheme[w, k, FS_SCORED] == 0 or not takes_place(r, w, SCORE):
            continue
        score = s.firm_score[w, k]
        for f in range(c.firm.shape[1]):
            score[FM_SUM, f], score[FM_SUM_EARNED, f] = 0, 0
            score[FM_JUMP, f], score[FM_JUMP_EARNED, f] = BANDS, BANDS
        for i in range(s.control[w, C_FIRM_RECORDS]):
            if s.firm_record[w, FR_LIVE, i] == 0 or s.firm_record[w, FR_SCHEME, i] != k:
                continue
            f, points, jump = s.firm_record[w, FR_FIRM, i], s.firm_record[w, FR_POINTS, i], s.firm_record[w, FR_JUMP, i]
            jump = BANDS if jump < 0 else jump
            score[FM_SUM, f] += points
            score[FM_JUMP, f] = min(score[FM_JUMP, f], jump)
            if s.firm_record[w, FR_CAUSE, i] == 0:
                score[FM_SUM_EARNED, f] += points
                score[FM_JUMP_EARNED, f] = min(score[FM_JUMP_EARNED, f], jump)
        for f in range(c.firm.shape[1]):
            score[FM_BAND, f] = min(firm_band(r, w, k, score[FM_SUM, f]), score[FM_JUMP, f])
            score[FM_BAND_EARNED, f] = min(firm_band(r, w, k, score[FM_SUM_EARNED, f]), score[FM_JUMP_EARNED, f])


@part
def firms_sanction(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Count what is withheld from firms this month."""
    for f in range(c.firm.shape[1]):
        flow, mask = y.firm[w, t, c.firm[SIZE_CLASS, f]], s.firm[w, FM_MASK, f]
        flow[F_FIRMS] += 1
        if mask == 0:
            continue
        flow[F_REWARDED] += 1 if mask >> RIGHTS != 0 else 0
        if mask & ALL_RIGHTS != 0:
            flow[F_SANCTIONED + s.firm[w, FM_CLASS, f] - 1] += 1
            flow[F_NO_CONTRACTS] += 1 if mask & NO_CONTRACTS != 0 else 0
            flow[F_NO_CREDIT] += 1 if mask & NO_CREDIT != 0 else 0
            flow[F_NO_LICENCE] += 1 if mask & NO_LICENCE != 0 else 0


@part
def gain_turnover(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """What firms gain while something is given to them; how much that is of all turnover decides whom they hire."""
    s.control[w, C_FIRM_GAIN] = 0
    if r.firm_world[w, FW_GAINS] == 0:
        return
    gained, turnover = 0, 0
    for f in range(c.firm.shape[1]):
        turnover += c.firm[TURNOVER, f]
        if s.firm[w, FM_MASK, f] >> RIGHTS != 0:
            more = (c.firm[TURNOVER, f] * r.firm_world[w, FW_GAINS]) >> 16
            gained += more
            y.firm[w, t, c.firm[SIZE_CLASS, f], F_GAINED] += more
    s.control[w, C_FIRM_GAIN] = (gained << 16) // max(1, turnover)


@part
def firms_bear(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """What the rights withheld cost a firm this month, and the fines that fall due."""
    if not takes_place(r, w, BEAR):
        return
    gain_turnover(t, s, r, c, y, w)
    for f in range(c.firm.shape[1]):
        mask, due, loss = s.firm[w, FM_MASK, f], s.firm[w, FM_DUE, f], 0
        flow = y.firm[w, t, c.firm[SIZE_CLASS, f]]
        flow[F_TURNOVER] += c.firm[TURNOVER, f]
        s.firm[w, FM_LOSS, f] = 0
        if mask | due == 0:
            continue
        if mask & NO_CONTRACTS != 0:
            loss += r.firm_world[w, FW_CONTRACTS]
        if mask & NO_CREDIT != 0:
            loss += r.firm_world[w, FW_CREDIT]
        if mask & NO_LICENCE != 0:
            loss += r.firm_world[w, FW_LICENCE]
        loss = min(loss, 65536)
        flow[F_LOST] += (c.firm[TURNOVER, f] * loss) >> 16
        flow[F_FINES] += due
        if due != 0 and c.firm[TURNOVER, f] != 0:
            loss = min(65536, loss + (due << 16) // c.firm[TURNOVER, f])
        s.firm[w, FM_LOSS, f] = loss


@part
def firm_job_loss(s: State, r: RuleTables, w: int, f: int) -> int:
    """What a firm's lost turnover adds to its workers' rate of losing work, 2^-40 a month."""
    return (s.firm[w, FM_LOSS, f] * r.firm_world[w, FW_JOBS]) >> 16


@part
def stand(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int, f: int) -> None:
    """Count where a firm stands on lists at the month's end, and settle what is withheld from it next month."""
    flow, mask, own, lists = y.firm[w, t, c.firm[SIZE_CLASS, f]], 0, False, int(s.firm[w, FM_LISTED, f])
    while lists != 0:
        l = lowest(lists)
        lists &= lists - 1
        mask |= r.firm_withheld[w, l, t + 1]
        if r.firm_listed[w, l, FL_RED] != 0:
            flow[F_RED_PLACES] += 1
            continue
        flow[F_PLACES] += 1
        flow[F_UNAWARE] += 1 if (s.firm[w, FM_AWARE, f] >> l) & 1 == 0 else 0
        flow[F_WAITING] += 1 if s.firm_listing[w, l, FM_FILED, f] > 0 else 0
        own = own or (r.firm_withheld[w, l, t + 1] != 0 and s.firm_listing[w, l, FM_CAUSE, f] == 0)
    s.firm[w, FM_MASK, f] = mask
    s.firm[w, FM_CLASS, f] = 0 if mask & ALL_RIGHTS == 0 else 1 if own else 2


@part
def firms_turn(t: int, s: State, r: RuleTables, c: Community, y: Tally, w: int) -> None:
    """Count what stands at the month's end, then settle what is withheld from firms next month."""
    for k in range(s.control[w, C_FIRM_RECORDS]):
        if s.firm_record[w, FR_LIVE, k] != 0:
            y.firm[w, t, c.firm[SIZE_CLASS, s.firm_record[w, FR_FIRM, k]], F_FILE + s.firm_record[w, FR_CAUSE, k]] += 1
    for k in range(r.firm_scheme.shape[1]):
        if r.firm_scheme[w, k, FS_ON] != 0 and r.firm_scheme[w, k, FS_SCORED] != 0:
            for f in range(c.firm.shape[1]):
                y.firm[w, t, c.firm[SIZE_CLASS, f], F_BAND + s.firm_score[w, k, FM_BAND, f]] += 1
    for f in range(c.firm.shape[1]):
        if s.firm[w, FM_LISTED, f] != 0:
            stand(t, s, r, c, y, w, f)
        else:
            s.firm[w, FM_MASK, f], s.firm[w, FM_CLASS, f] = 0, 0
        s.firm[w, FM_DUE, f] = s.firm[w, FM_FINED, f]
        s.firm[w, FM_FINED, f] = 0
