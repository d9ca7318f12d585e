"""The state of a community: which column holds what. Kernels and reference use the same names.

State is kept as a few matrices by kind of number, [world, column, person], since compiled functions that take few arrays compile fast.
A kernel takes the column it works on as a one-dimensional slice and loops over that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from counterlife.words import DOMAINS, REWARDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Rows of State.byte, [world, column, person].
EMPLOYED: Final = 0
SCARRED: Final = 1  # has lost work before, so earns less
HARDSHIP: Final = 2
DIRTY: Final = 3  # a score may have changed this month
STALE: Final = 4  # what is withheld may have changed this month
CLASS: Final = 5  # 1 + cause of what is withheld now, 0 for nothing
REWARDED: Final = 6
EVER: Final = 7  # so far: bit 0 sanctioned, 1 and earned, 2 listed, 3 sanctioned otherwise than through others, 4 a university place lost
ATTENTIVE: Final = 8  # knows of the regime
HIT: Final = 9  # entered a blacklist this month, and it is known
REFUSED: Final = 10  # on a household's first member: its pupils are refused
FLAGGED: Final = 11  # bit k: a record of classifier k lives
DID: Final = 12  # bit k: did this month what classifier k looks for
VEILED: Final = 13  # uses a private network this month
SECOND: Final = 14  # has a second document, under which nobody has listed them
WORKED: Final = 15  # months with work since the last readings
THINNED: Final = 16  # the footprint is missing from a score
BYTES: Final = 17

# Rows of State.number (int32), [world, column, person].
BALANCE: Final = 0  # cents
DEBT: Final = 1  # open judgments, cents
FINE_DUE: Final = 2
FINE_NEW: Final = 3
LISTED: Final = 4  # bit l: on list l
AWARE: Final = 5  # bit l: knows of being on list l
ASKED: Final = 6  # bit l: has decided whether to appeal, since aware
WAITING: Final = 7  # bit l: an appeal waits
MASK: Final = 8  # rights withheld and rewards given this month
BROKEN: Final = 9  # bit k: tie k is broken
RISK: Final = 10  # perceived risk, 1/65536
STANDING: Final = 11  # first month of the present mask
FILE: Final = 12  # 1 + last record of the person (head of the chain), 0 for none
WRONG: Final = 13  # wrong records alive
MONTHS: Final = 14  # months sanctioned so far
PUBLIC: Final = 15  # bit 0: publicly listed this month; bit 1: on a list that counters tell others of
PENDING: Final = 16  # bit l: to be listed on list l when the grace is over
VISIBLE: Final = 17  # live records that anybody may look up
NUMBERS: Final = 18

# Rows of State.bit (int64), [row, block of 64 persons]: sets of persons, see `bits`.
BIT_CHOSEN: Final = 0  # whom a piece of a phase is about
BIT_SWAYED: Final = 1  # whose rate of an act something may change
BIT_ADULT: Final = 2
BIT_WORKER: Final = 3  # adults with a wage
BIT_PUPIL: Final = 4
BIT_TENTH: Final = 5  # of the tenth that may be exempt
BIT_GROUP: Final = 6  # one row a group

# Rows of State.mood (int64), [world, row, block of 64 persons]: sets of persons whose acts something may change, or bring to light.
MOOD_HARD: Final = 0  # in hardship
MOOD_BARRED: Final = 1  # something is withheld from them
MOOD_ATTENTIVE: Final = 2
MOOD_FLAGGED: Final = 3
MOODS: Final = 4

# Rows of State.force (int64), [world, row, act]: bits of the schemes whose catalog this month ...
NAMES: Final = 0  # ... has the act
PUNISHES: Final = 1  # ... and punishes it, beyond ordinary law
PAYS: Final = 2  # ... and gives points for it
FORCES: Final = 3

# Rows of State.lot (int32), [row, lot]: draws of rare processes that are made together.
LOT_ROW: Final = 0  # row of persons
LOT_CODE: Final = 1
LOT_INDEX: Final = 2
LOT_PERSON: Final = 3  # whom it concerns
LOT_CAUGHT: Final = 3  # of persons' acts (their rows are the persons): lots of those whom a channel catches at one act
LOTS: Final = 4

# Rows of State.eye (int64), [row, channel]: what a channel is in all worlds.
EYE_LOT: Final = 0  # the code of its lots, with its own number above that
EYE_CATCHES: Final = 1  # the most that it catches
EYE_MISTAKES: Final = 2  # the most that it takes others for the actor
EYES: Final = 3

# Rows of State.react (int32), [world, column, person]: what people have done about the regime.
JOINED: Final = 0  # bit k: has joined scheme k, where joining is up to people
HUSHED: Final = 1  # bit b: has withheld an expression of world b
USED: Final = 2  # 0 for nobody's member; else 1, how they joined, whether it has become normal, and since when, see `habit`
REACTS: Final = 3

# Places in State.scores (int32), [world, scheme, person, place]: a score is read one person at a time; what is read most comes first.
SCORE: Final = 0  # 1/16 point
OWN: Final = 1  # 1/16 point, without association
NEAR: Final = 2  # what association adds from: the neighbours' mean last month, 1/16 point
BAND: Final = 3
BAND_EARNED: Final = 4
BAND_SUM: Final = 5  # band from the score alone, before jumps
JUMP_CAUSE: Final = 6  # cause of the latest jump that was not own
LOWERED: Final = 7  # 1 + the record that last lowered the score
OFFSET: Final = 8  # the start less the start of somebody middling, points: what a factor score makes of fixed traits
TOTAL: Final = 9  # sum of all ledgers
CAPS: Final = 10  # live jumps, to any band
LEDGER: Final = 11  # one place a cause: sum of live deltas, points
JUMPS: Final = LEDGER + 19  # one place a band: live jumps to it
JUMPS_EARNED: Final = JUMPS + 8
ROOTED: Final = 46  # the offset of the beginning, points
FOOTPRINT: Final = 47  # weight of the footprint in the score times its rank, 1/65536
SCORE_PLACES: Final = 48  # three lines of the cache, of which most months need the first

# Places in State.listings (int32), [world, list, person, place].
SINCE: Final = 0  # month of entry
UNTIL: Final = 1  # month in which the term ends
CAUSE: Final = 2
RECORD: Final = 3  # 1 + deciding record, 0 for none
TOLD: Final = 4  # month since when the person knows
FILED: Final = 5  # month of the appeal
DUE: Final = 6  # month in which a pending listing falls due
GROUNDS: Final = 7  # 1 + record of a pending listing
LISTING_ROWS: Final = 8
COPIES_LOW: Final = DUE  # on a list of copies, which knows no grace: bits of the agencies that keep one
COPIES_HIGH: Final = GROUNDS

# Fields of State.records (int32), [world, record, field].
R_PERSON: Final = 0
R_SCHEME: Final = 1
R_ACT: Final = 2
R_CAUSE: Final = 3
R_CHANNEL: Final = 4
R_MONTH: Final = 5
R_EXPIRES: Final = 6
R_POINTS: Final = 7
R_JUMP: Final = 8
R_LIVE: Final = 9
R_NEXT: Final = 10  # 1 + next record that expires in the same month
R_BEFORE: Final = 11  # 1 + the person's record before this one
R_LIST: Final = 12
R_USED: Final = 13  # 1 once it has moved a band, a list or a decision
R_LEFT: Final = 14  # 1 + the month in which it left the file
RECORD_FIELDS: Final = 16  # one line of the cache

# Fields of State.sight (int32), [world, field, sighting]: what the channels saw this month, in order.
SI_PERSON: Final = 0  # the person on file
SI_ACT: Final = 1
SI_CHANNEL: Final = 2
SI_CAUSE: Final = 3  # 0 for somebody's own act
SI_ACTOR: Final = 4  # who did the act, or -1 for what never happened
SIGHT_FIELDS: Final = 5

# Kinds of note: what the watched person's timeline says. A note is (month, world, kind, a, b, c).
N_ACT: Final = 0  # act
N_SIGHT: Final = 1  # act, channel, cause
N_RECORD: Final = 2  # act, scheme * 256 + channel, cause
N_LISTED: Final = 3  # list, cause, told at once
N_LEFT: Final = 4  # list, way
N_LEARNED: Final = 5  # list
N_APPEAL: Final = 6  # list
N_VERDICT: Final = 7  # list, won
N_PAID: Final = 8  # cents
N_JOB: Final = 9  # 1 found, 0 lost
N_HARDSHIP: Final = 10  # 1 begins, 0 ends
N_FINE: Final = 11  # cents
N_MASK: Final = 12  # new mask, class
N_TIE: Final = 13  # the person at the other end
N_STRUCK: Final = 14  # act, cause, way
N_DEBT: Final = 15  # cents
N_SCHOOL: Final = 16  # 1 refused, 0 no longer
N_UNIVERSITY: Final = 17
N_RELIEF: Final = 18  # 1 ties help from now on, 0 no longer
N_HELP: Final = 19  # 1 helps a tie from now on, 0 no longer
N_JOINED: Final = 20  # scheme, how
N_QUIT: Final = 21  # scheme
N_HELD: Final = 22  # scheme: wished to leave and could not
N_NORMAL: Final = 23  # scheme: got used to it
N_COURT_FINE: Final = 24  # cents, list
N_SCORE: Final = 25  # scheme, score in 1/16 point, band: once a month
NOTE_FIELDS: Final = 6

# Counters of State.control (int64), [world + 1, field]; the last row is the month's own.
C_RECORDS: Final = 0  # records made so far
C_FRESH: Final = 1  # first record of this month
C_HEAD: Final = 3  # appeal queue
C_TAIL: Final = 4
C_FULL: Final = 6  # (last row) 1 when a pool was too small: the community is lived again with a larger one
C_SEED: Final = 7  # (last row)
C_COMMUNITY: Final = 8  # (last row)
C_WATCH: Final = 9  # (last row) the person whose life is written down, or -1
C_NOTES: Final = 10  # (last row) notes written
C_ADULTS: Final = 11  # (last row)
C_SIGHTS: Final = 12  # sightings this month
C_PILOTS: Final = 13  # bit k: this community is a pilot of scheme k
C_CLOSED: Final = 14  # bit k: this community lies in no place where scheme k is to be had
C_STEADY: Final = 16  # bit ch: nothing but the calendar moves the coverage of channel ch
C_FIRM_RECORDS: Final = 20  # records of firms made so far
C_FIRM_FRESH: Final = 21  # first of this month
C_FIRM_SIGHTS: Final = 22  # sightings of firms this month
C_FIRM_EVENTS: Final = 23  # (last row) acts of firms this month
C_LOG: Final = 24  # (last row) places of State.log in use
C_TOUCHED: Final = 26  # (last row) persons in that row of State.roll
C_FIRM_WAITING: Final = 28  # appeals of firms that wait
C_DOCKET_HEAD: Final = 29  # cases that wait for a judge before a listing
C_DOCKET_TAIL: Final = 30
C_FOUND_MATCH: Final = 31  # bit ch: this month an error was found in what channel ch pinned on somebody
C_FOUND_REPORT: Final = 32  # the same of what was reported to it
C_WEIGHED: Final = 33  # the own act that came on file last: person << 16 | act
C_HELPED: Final = 35  # of the watched person: 1 got help this month, 2 gave some
C_HELPING: Final = 36  # the same last month
C_FIRM_GAIN: Final = 37  # turnover that firms gain this month, of all of it, 1/65536
C_MATTERING: Final = 38  # bits of the schemes whose points can bring a sanction at all
C_REACHES: Final = 40  # 1 if some entry reaches back
CONTROLS: Final = 41

# Rows of State.firm (int32), [world, row, firm].
FM_LISTED: Final = 0  # bit l: on list l
FM_MASK: Final = 1  # rights withheld this month
FM_CLASS: Final = 2  # 0 nothing withheld, 1 for its own acts, 2 for another's
FM_LOSS: Final = 3  # share of turnover lost this month, fines among it, 1/65536
FM_AWARE: Final = 4  # bit l: knows of being on list l
FM_DUE: Final = 5  # fines due this month, cents
FM_FINED: Final = 6  # fines due next month
FM_ROWS: Final = 7

# Rows of State.firm_score (int32), [world, scheme, row, firm].
FM_BAND: Final = 0
FM_BAND_EARNED: Final = 1
FM_SUM: Final = 2  # points on file
FM_SUM_EARNED: Final = 3
FM_JUMP: Final = 4  # lowest band that a live record caps at
FM_JUMP_EARNED: Final = 5
FM_SCORE_ROWS: Final = 6

# Rows of State.firm_listing (int32), [world, list, row, firm].
FM_UNTIL: Final = 0
FM_SINCE: Final = 1
FM_CAUSE: Final = 2  # 0 its own acts, 1 another's
FM_WAY: Final = 3  # how it last left
FM_FILED: Final = 4  # 1 + month of an appeal that waits, 0 before that is decided upon, -1 once it no longer waits or was never filed
FM_LISTING_ROWS: Final = 5

# Fields of State.firm_record (int32), [world, field, record].
FR_FIRM: Final = 0
FR_SCHEME: Final = 1
FR_CAUSE: Final = 2
FR_MONTH: Final = 3
FR_EXPIRES: Final = 4
FR_POINTS: Final = 5
FR_JUMP: Final = 6
FR_LIST: Final = 7
FR_LIVE: Final = 8
FR_FIELDS: Final = 9

# Fields of State.firm_sight (int32), [world, field, sighting].
FV_FIRM: Final = 0  # the firm on file
FV_EVENT: Final = 1
FV_CHANNEL: Final = 2
FV_CAUSE: Final = 3
FV_FIELDS: Final = 4

# Rows of State.reckoned (int32), [world, row, person]: what `life.reckon` keeps of a person.
K_FIRST: Final = 0  # 1 + month at whose end the person first stood on a list that withholds
K_STOOD: Final = 1  # month ends on such a list among the 60 from then on
K_OWN: Final = 2  # months sanctioned for what the person did
K_OTHER: Final = 3  # months sanctioned otherwise
K_GRAVITY: Final = 4  # of the person's own acts on file so far, hundredths
K_CONDUCT: Final = 5  # acts so far that the regime punishes, seen or not
K_GUILTY: Final = 6  # 1 once a file of every own act would have brought a sanction
K_BANKED: Final = 7  # 1 once a loan has brought the person to a bank
K_FILES: Final = 8  # bit k: scheme k held a file of the person at the latest reading
K_ENTERED: Final = 9  # entries on lists that withhold
K_UNTOLD: Final = 10  # of these, not told at once
K_HARD: Final = 11  # months in hardship
K_WORKED: Final = 12  # months at whose end the person was at work
K_FILED: Final = 13  # records made
K_MISFILED: Final = 14  # of these, wrong ones
K_ROWS: Final = 15

# Rows of State.still (uint8), [row, person]: drawn once for a life, in all worlds.
TENTH: Final = 0  # of the tenth that may be exempt
APPLIES: Final = 1  # 1 + the month of the year in which somebody with a thin file may ask for a loan, 0 for all others
HELPERS: Final = 2  # ties of a kind that helps, to adults
UNBANKED: Final = 3  # uses no bank before the first loan
STILL_ROWS: Final = 4

COURT_ROWS: Final = 4
"""Rows of State.court, see `districts`."""

# Rows of State.whole (int32), [world, scheme, row, person].
WHOLE: Final = 0  # points that a file of every own act would hold
BAND_BEFORE: Final = 1  # band at the end of last month
MOVED_UP: Final = 2  # 1 + latest month in which the band rose
MOVED_DOWN: Final = 3  # 1 + latest month in which it fell
WHOLE_ROWS: Final = 4

# Rows of State.roll.
ROLL_TOUCHED: Final = 0  # in one world: on a list, sanctioned, or at the end of the months in which they are followed; C_TOUCHED of them
ROLLS: Final = 1

# Fields of State.log (int32), [field, place]: what a file of every own act will lose again.
LG_PERSON: Final = 0
LG_WHERE: Final = 1  # world * 32 + scheme
LG_POINTS: Final = 2
LG_NEXT: Final = 3  # 1 + first place of the next persons that expire in the same month
LG_END: Final = 4  # the place after the last of those who did the same in the same month; these four fields stand at the first of them
LOG_FIELDS: Final = 5

RIGHTS: Final = len(DOMAINS)
REWARD_BITS: Final = len(REWARDS)


class State(NamedTuple):
    """One community in W worlds."""

    byte: NDArray[np.uint8]
    number: NDArray[np.int32]
    react: NDArray[np.int32]
    scores: NDArray[np.int32]
    listings: NDArray[np.int32]
    records: NDArray[np.int32]
    bare: NDArray[np.int32]  # [world, scheme, person]: the month in which the latest record of no consequence leaves (`life.bare`)
    peers: NDArray[np.uint8]  # [group, person]: adults of a group to whom ties outside the family lead
    bucket: NDArray[np.int32]  # [world, month]: 1 + first record that expires in it
    queue: NDArray[np.int32]  # [world, 3, place]: person, list, month of entry
    ends: NDArray[np.int64]  # [world, group]: unbroken ties of adults outside the family
    court: NDArray[np.int64]  # [world, 2, district of the court]: capacity at hand in 1/65536 case, adults
    docket: NDArray[np.int32]  # [world, 2, place]: person, list: cases that wait for a judge, as they came
    cell: NDArray[np.int32]  # [world, right, person]: packed deciding entry of each right withheld
    did: NDArray[np.int64]  # [world, act, block of 64 persons]: who does an act this month
    acted: NDArray[np.int64]  # [world, block of 64 persons]: who does something this month that the regime punishes
    mood: NDArray[np.int64]
    force: NDArray[np.int64]
    turning: NDArray[np.uint8]  # [month]: 1 if some catalog changes in it
    seers: NDArray[np.int64]  # [world + 1, act]: bits of the channels that can see an act in a world; the last row: in some world
    eye: NDArray[np.int64]
    sight: NDArray[np.int32]
    adult: NDArray[np.int32]  # [n]: places of the adults, ascending; C_ADULTS of them
    outside: NDArray[np.int64]  # [group]: adults of the other groups
    bit: NDArray[np.int64]  # [BIT_GROUP + groups, block of 64 persons]
    usual: NDArray[np.uint16]  # [everyday act, person]: any lane below this is an act, if nothing sways the person
    ceiling: NDArray[np.uint16]  # [everyday act, person]: no lane above this can be an act, in any world
    most: NDArray[np.int64]  # [act]: the most that anything makes of a rate in some world, 1/65536
    top: NDArray[np.int32]  # [act, row]: the highest layer of rare points that the row can need, or -1 for none; acts of firms come last
    lane: NDArray[np.uint16]  # [8, n]: 16-bit draws for a whole community
    draw: NDArray[np.int64]  # [4, n]: words drawn for a whole community
    lot: NDArray[np.int32]
    drawn: NDArray[np.int64]  # [4, lot]: words drawn for lots
    span: NDArray[np.int32]  # [2, act]: the first lot of an act this month, and the one after the last; acts of firms come last
    point: NDArray[np.int64]  # [4, …]: words of the candidates of one layer
    covered: NDArray[np.int64]  # [channel, person]: the word that says whether a channel covers a person
    within: NDArray[np.int64]  # [world, channel, block of 64 persons]: who is within its sight, by the calendar
    viewed: NDArray[np.int64]  # [channel, block of 64 persons]: who may be within its sight this month in some world
    place: NDArray[np.int32]  # [n and some]: persons for whom words are drawn
    word: NDArray[np.int64]  # [4, n and some]: these words
    control: NDArray[np.int64]
    note: NDArray[np.int32]  # [place, 6]: the timeline of the watched person
    firm: NDArray[np.int32]
    firm_score: NDArray[np.int32]
    firm_listing: NDArray[np.int32]
    firm_record: NDArray[np.int32]
    firm_still: NDArray[np.uint8]  # [firm]: 1 + the month of the year in which a firm may ask for a loan, 0 for all others
    firm_event: NDArray[np.int32]  # [3, event]: firm, act, worlds as bits; by act and then firm
    firm_sight: NDArray[np.int32]
    reckoned: NDArray[np.int32]
    still: NDArray[np.uint8]
    whole: NDArray[np.int32]
    roll: NDArray[np.int32]  # [row, place]: places of persons, by ROLLS
    concern: NDArray[np.int32]  # [world, act]: bits of the schemes to which an act says something now
    log: NDArray[np.int32]
    logged: NDArray[np.int32]  # [month]: 1 + first place of the log that expires in it
    income: NDArray[np.int64]  # [world, person]: this month, cents
    loss: NDArray[np.int64]  # [pair, person]: cents of income of the baseline less those of the world
