"""Rule tables: what the kernels read. One set of flat integer arrays for W worlds and one town.

Names are gone here: acts stand in the town's order, channels, schemes and lists sorted by name over all worlds, so that nothing a world
does depends on which others it is lived with. A world that lacks a channel, scheme or list has zeros there.
Rates are in 2^-40 a month, probabilities thresholds out of 2^32, shares of numbers 16-bit fixed point, money cents, times months.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from counterlife.words import TRAITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NEVER: Final = 32_000
"""A month no run reaches: the end of what has no fixed end."""

# Columns of RuleTables.act, one row an act of the town.
ACT_CODE: Final = 0
ACT_NATURE: Final = 1
ACT_DOMAIN: Final = 2
ACT_RATE: Final = 3  # base rate, 2^-40 a month
ACT_DENSE: Final = 4  # lane number among the everyday acts, or -1 for a rare act
ACT_HARDSHIP: Final = 5  # multiplier under hardship, 1/65536
ACT_OBLIGATION: Final = 6  # median obligation in cents that the act leaves unpaid, 0 for none
ACT_SPREAD: Final = 7  # log-normal spread of the obligation, 1/65536
ACT_BOUND: Final = 8  # the largest product of multipliers, 1/65536: belongs to the catalog of acts, never to the worlds run
ACT_GRAVITY: Final = 9  # gravity in hundredths of a point
ACT_VEILS: Final = 10  # 1 if whoever does it hides from channels what else they do that month
ACT_VICTIMS: Final = 11  # persons harmed by one act, thousandths
ACT_FIELDS: Final = 12

# Columns of RuleTables.world, one row a world.
W_FOLLOWS: Final = 0  # 1 if sanctions of non-ordinary schemes take hold
W_KNOWN: Final = 1  # 1 if people may know
W_PAY: Final = 2  # rate at which somebody able pays an open judgment under ordinary law
W_PAY_LISTED: Final = 3  # added rate for those listed on a list with the exit `pay`, and aware
W_LOOK_UP: Final = 4  # rate of looking up one's own file
W_APPEAL_CAPACITY: Final = 5  # cases a month and 10,000 adults, 1/65536
W_FILES_WRONG: Final = 6  # threshold: files an appeal if the listing is wrong
W_FILES_RIGHT: Final = 7
W_WINS_WRONG: Final = 8  # threshold: an appeal succeeds if the listing is wrong
W_WINS_RIGHT: Final = 9
W_APPEAL_TAKES: Final = 10  # least months from filing to decision, at least 1
W_CORRECT_REQUEST: Final = 11  # rate of correction of a wrong record at the request of somebody aware
W_CORRECT_AUDIT: Final = 12  # rate of correction of a wrong record by audit
W_REPAIR_AFTER: Final = 13
W_REPAIR: Final = 14  # rate of repair, once `after` is over
W_JOB_LOSS: Final = 15  # rate added while a job domain is withheld
W_HIRE_REFUSED: Final = 16  # share of hirings lost while a job domain is withheld, 1/65536
W_TIE_BREAK: Final = 17  # threshold a month for each tie of a publicly listed person
W_FEAR: Final = 18  # 1 if fear of speaking is on
W_FEAR_STRENGTH: Final = 19  # phi, 1/65536, may be negative
W_FEAR_STEEPNESS: Final = 20  # kappa, 1/65536
W_FEAR_LEARNING: Final = 21  # w, 1/65536
W_FEAR_FLOOR: Final = 22  # p_b, 1/65536
W_FEAR_AWARE: Final = 23  # threshold: aware from the start
W_MUTE: Final = 24  # the world that is this regime muted, or -1
W_HAS_APPEAL: Final = 25
W_HAS_REPAIR: Final = 26
W_PHASES: Final = 27  # bit k: phase k of words.PHASES is on
W_PERFORM: Final = 28  # rate at which somebody listed and aware performs an order, on lists with the exit `perform`
W_JUDGED: Final = 29  # 1 if a judge looks at each case before somebody comes on a black list by an event
W_JUDGES: Final = 30  # cases a month and 10,000 adults, 1/65536
W_STOPS_WRONG: Final = 31  # threshold: a wrong listing is stopped
W_STOPS_RIGHT: Final = 32
W_BENEFIT: Final = 33  # share of the income without work that is lost while benefits are withheld, 1/65536
W_DETAINED: Final = 34  # share of the wage that is lost while somebody is detained, 1/65536
W_BARS: Final = 35  # 1 if somebody may be detained, or say less without the internet
W_STUDIES: Final = 36  # threshold: somebody from 18 to 22 seeks a place at a university
W_UNIVERSITY: Final = 37  # share of the wage that is lost for good with such a place, 1/65536
W_SUBSIDY: Final = 38  # share of any income that is lost while subsidies are withheld, 1/65536
W_ACCOUNT: Final = 39  # share of any income that is lost without a bank account, 1/65536
W_OFFLINE: Final = 40  # share of the wage that is lost without the internet, 1/65536
W_ACCOUNT_UNSEEN: Final = 41  # threshold: what is done without an account is not seen where payments are
W_OFFLINE_UNSEEN: Final = 42  # threshold: what is done without the internet is not seen there, nor where payments are
W_SILENT: Final = 43  # share of expressions not made without the internet, 1/65536
W_OMBUDSMAN: Final = 44  # rate at which a listing that is not earned, and known, ends by an ombudsman; 0 for none
W_REDRESS: Final = 45  # threshold: a wrong record of a source in which an error was found is struck; 0 for none
W_COPY_TOLD: Final = 46  # threshold: whoever is held on copies is told what can be done about it
W_COPY_REQUEST: Final = 47  # rate at which those told have their copies cleared
W_TRAVELS: Final = 48  # threshold: somebody's work needs travel or a licence
W_TRAVEL_LOSS: Final = 49  # rate at which such work is lost while travel or the licence is withheld
W_WORTH: Final = 50  # 1 if RuleTables.worth has anything
W_COURT_FINES: Final = 51  # 1 if some list has the court fine those who stand on it
W_BUYS: Final = 52  # 1 if it is counted who cannot buy a home
W_TIED: Final = 53  # share of hirings lost while property is withheld, since one cannot move, 1/65536
W_HOTEL_LOSS: Final = 54  # rate at which work that needs travel is lost while only hotels are withheld
W_PAPERS: Final = 55  # months longer until credit repair while easy paperwork is withheld
W_HONOURS: Final = 56  # 1 if nobody from whom honours are withheld is given a reward
W_SECOND: Final = 57  # threshold: has a second document, under which nobody is listed
W_DOCUMENTS: Final = 58  # bits: rights for which a document is asked
W_JOINED: Final = 59  # month from which the documents of a person are joined up
W_FIELDS: Final = 60

# Columns of RuleTables.react, one row a world: what people do about the regime.
X_RISK: Final = 0  # 1 if perceived risk is followed (W_FEAR_LEARNING, W_FEAR_FLOOR, W_FEAR_AWARE)
X_PRIVATE: Final = 1  # threshold: what fear withholds is said in private
X_DETER: Final = 2  # 1 if violations are deterred
X_NEAR: Final = 3  # share of violations left undone where one more costs a band, 1/65536
X_PERFORM: Final = 4  # 1 if good acts are done for points
X_WILLING: Final = 5  # threshold: would do so
X_MORE: Final = 6  # what they add to a rate, 1/65536
X_REACH: Final = 7  # from how many points below the next band
X_CROWDS: Final = 8  # what points drive out of a rate, 1/65536, may be negative
X_EVADE: Final = 9  # most of a channel's sight that people keep out of, 1/65536
X_EVADE_STEEP: Final = 10  # how fast that comes with perceived risk, 1/65536
X_EVADE_FROM: Final = 11  # bit k: channels of context k
X_DROP: Final = 12  # threshold: drops a tie to somebody in a low band this month
X_DROP_SCHEME: Final = 13
X_DROP_BAND: Final = 14  # this band or a worse one
X_LEND: Final = 15  # threshold: somebody sanctioned who knows acts in the name of a tie
X_LEND_FROM: Final = 16  # bit k: before channels of context k
X_VEIL: Final = 17  # threshold: what those who use a private network do is not seen
X_VEIL_FROM: Final = 18  # bit k: by channels of context k
X_VEIL_MORE: Final = 19  # what certain risk adds to the rate of using one, 1/65536
X_VEIL_STEEP: Final = 20  # how fast that comes with perceived risk, 1/65536
X_THIN: Final = 21  # share of the footprint kept out of sight that a factor score takes off, 1/65536
X_HABIT: Final = 22  # 1 + the scheme that its members get used to, 0 for none
X_HABIT_AFTER: Final = 23  # months of membership after which they do, at least 1
X_HABIT_TAKES: Final = 24  # threshold: does at all
X_HABIT_STAYS: Final = 25  # share of the wishes to leave that goes with it, 1/65536
X_HABIT_EASE: Final = 26  # share of the fear of speaking that goes with it, 1/65536; may be negative
X_HABIT_KEEPS: Final = 27  # share of what good news wears off that stays, 1/65536
X_FIELDS: Final = 28

# Columns of RuleTables.joining, [world, scheme, field].
J_OPT_IN: Final = 0  # 1 if only those who joined are covered, 2 if all who live in some communities are, 0 if everybody is
J_CODE: Final = 1
J_SINCE: Final = 2  # month in which pilot communities open
J_OPENS: Final = 3  # month in which all do
J_PILOTS: Final = 4  # 1 if pilots grow in number, see RuleTables.pilot
J_ALREADY: Final = 5  # threshold: has joined before the run
J_JOINS: Final = 6  # rate
J_IMITATES: Final = 7  # rate, times the share of the community's adults who have joined
J_LEAVES: Final = 8  # threshold
J_HELD: Final = 9  # threshold: cannot leave
J_MANDATORY: Final = 10  # month from which everybody has to
J_PLACES: Final = 11  # bits: the places of the town where it is to be had, 0 for all
J_FIELDS: Final = 12

OCTAVES: Final = 16
"""Perceived risk is at most 2^16 times its floor; see RuleTables.deter_risk."""

# Columns of RuleTables.channel, [world, channel, field].
CH_ON: Final = 0
CH_CODE: Final = 1
CH_CONTEXT: Final = 2
CH_CATCHES: Final = 3  # threshold
CH_FEEDS: Final = 4  # bit s: feeds scheme s
CH_REPORT_ACT: Final = 5  # the act that false reports tell of, or -1
CH_DROPS_TRUE: Final = 6  # threshold: a review drops an alert about the person who acted
CH_DROPS_WRONG: Final = 7  # threshold: a review drops any other alert
CH_MATCH_ACT: Final = 8  # 1 + the act that a wrong match tells of, 0 for none
CH_MALICE_ACT: Final = 9  # 1 + the act that malicious reports tell of, 0 for none
CH_REMOVES: Final = 10  # threshold: a caught expression is removed
CH_DIRECTS: Final = 11  # threshold: an entry is directed for an expression on file
CH_DIRECT_ACT: Final = 12  # 1 + the act that is entered then, 0 for none
CH_LOCATES: Final = 13  # 1 if it finds those within its sight within a day
CH_SPARES: Final = 14  # share of the acts of firms on a red list that it lets pass, 1/65536
CH_PRESSES: Final = 15  # share of the acts of firms without easy paperwork that it would miss, and catches all the same, 1/65536
CH_FIELDS: Final = 16

# Columns of RuleTables.scheme, [world, scheme, field].
S_ON: Final = 0
S_CODE: Final = 1
S_SCORED: Final = 2
S_START: Final = 3
S_LEAST: Final = 4
S_MOST: Final = 5
S_BANDS: Final = 6  # how many bands
S_ORDINARY: Final = 7  # 1 for ordinary law, which no mute world mutes
S_WEIGHT: Final = 8  # weight of association, 1/65536; 0 for none
S_WEIGHT_FAMILY: Final = 9  # integer weights of the kinds of tie, in thousandths
S_WEIGHT_FRIEND: Final = 10
S_WEIGHT_COLLEAGUE: Final = 11
S_FACTOR: Final = 12  # weights of a factor score, one a trait of words.TRAITS, 1/65536; all 0 where everybody has one start
S_OPEN: Final = S_FACTOR + len(TRAITS)  # 1 if anybody may look a record up
S_UNTIL: Final = S_OPEN + 1  # month in which the scheme ends and its files go, 0 for none
S_KEEPS: Final = S_UNTIL + 1  # 1 if its files stay for their time when it ends
S_STALE: Final = S_KEEPS + 1  # threshold: a record whose time is over is not removed this month; 0 where all are
S_FIELDS: Final = S_STALE + 1

BANDS: Final = 8
"""Most bands a scheme can have; RuleTables.band[world, scheme, k] is the least score of band k, worst first (0 reaches down for ever)."""

# Columns of RuleTables.entry, [world, scheme, act, field].
E_ON: Final = 0
E_POINTS: Final = 1
E_JUMP: Final = 2  # the band that caps the score while the record lives, or -1
E_LIST: Final = 3  # the list that the record puts on, or -1
E_KEPT: Final = 4  # months, or NEVER
E_FINE: Final = 5  # cents
E_SINCE: Final = 6  # first month of the run in which the entry is in force
E_UNTIL: Final = 7  # first month in which it no longer is
E_PUNISHES: Final = 8  # 1 if the entry costs points, caps the band, lists on a blacklist or fines, in a scheme that is not ordinary law
E_VAGUE: Final = 9  # 1 + the first of the rows of RuleTables.discretion (one a group) of a vague entry, 0 for a plain one
E_CORE: Final = 10  # threshold: an act lies within the core of a vague entry
E_RETRO: Final = 11  # 1 if acts done before it was in force count once it is
E_FIELDS: Final = 12
OFFICIALS: Final = 16
"""Officials of a community who apply a scheme's vague entries."""

# Columns of RuleTables.listed, [world, list, field].
L_ON: Final = 0
L_CODE: Final = 1
L_RED: Final = 2
L_SCHEME: Final = 3  # scheme of a threshold list, or -1 for an event list
L_BAND: Final = 4
L_ABOVE: Final = 5  # 1: holds at or above the band; 0: at or below
L_UNABLE: Final = 6  # threshold: somebody unable is listed all the same
L_NOTICE: Final = 7  # threshold
L_TERM: Final = 8  # months, or NEVER
L_PUBLISHES: Final = 9
L_SINCE: Final = 10  # no entries before this month of the run
L_PAY: Final = 11  # exits, 1 if open
L_APPEAL: Final = 12
L_CORRECTION: Final = 13
L_REPAIR: Final = 14
L_ORDINARY: Final = 15
L_GRACE: Final = 16  # months between a record and its listing, in which paying or performing avoids it
L_PERFORM: Final = 17  # 1 if performing an order ends the listing
L_LINGERS: Final = 18  # threshold: a listing that ought to end is not cleared this month; 0 where all are
L_KIN: Final = 19  # 1 + the list whose people have their households listed here, or 0
L_UNTIL: Final = 20  # month in which the list ends with the schemes behind it, 0 for none
L_PER_POINT: Final = 21  # a listing lasts at most so many months a point of gravity of its act, 0 for no such limit
L_COPIES: Final = 22  # 1 + the list of those of whom agencies kept a copy after they left this one, or 0
L_COPY: Final = 23  # on such a list: 1 + the list that it follows, or 0
L_SECRET: Final = 24  # 1 if nobody at a counter says why a right is refused
L_FINE: Final = 25  # cents that the court adds once somebody has stood on it for a while, 0 for none
L_FINE_AFTER: Final = 26  # months
L_FINED: Final = 27  # threshold: is fined at all
L_FIELDS: Final = 28

# Columns of RuleTables.copy, [world, agency, field]: agencies that do not clear their copies of a list at once.
CP_CODE: Final = 0
CP_CLEARS: Final = 1  # threshold a month
CP_SINCE: Final = 2  # month from which it receives lists
CP_RIGHTS: Final = 3  # what it withholds
CP_RECEIVES: Final = 4  # bit l: receives list l, and what follows from it takes hold
CP_FIELDS: Final = 5
AGENCIES_MOST: Final = 62
COPY_HALF: Final = 31
"""Agencies that keep a copy of somebody are bits of two 32-bit numbers."""

STAGES: Final = 4
"""Most later stages of a list; RuleTables.stage[world, list, k] is (months listed after which it begins, rights)."""

# Columns of RuleTables.look, [world, field]: what a record open to look-up costs.
LK_EMPLOYER: Final = 0  # share of hirings lost, 1/65536
LK_LENDER: Final = 1  # threshold: lent nothing while a record is visible; once for life
LK_LANDLORD: Final = 2  # threshold: a search for a home fails
LK_PUBLIC: Final = 3  # share of those who look that find a listing whose names are public, 1/65536
LK_COUNTER: Final = 4  # share that find one which is told at counters only, 1/65536
LK_FIELDS: Final = 5

# Columns of RuleTables.guess, [world, classifier, field]; classifiers by words.GUESSES.
GU_ON: Final = 0
GU_CODE: Final = 1
GU_SCHEME: Final = 2  # whose file the record enters
GU_POINTS: Final = 3
GU_JUMP: Final = 4  # band or -1
GU_LIST: Final = 5  # list or -1
GU_KEPT: Final = 6  # months, or NEVER
GU_SINCE: Final = 7  # first month in which it screens
GU_EVERY: Final = 8  # months between screenings
GU_STICKS: Final = 9  # threshold: a person's error is drawn once for life
GU_NATURE: Final = 10  # what it looks for: a propensity of this nature, or -1 for acts of the month
GU_ABOVE: Final = 11  # from this propensity on, 1/65536
GU_WATCH: Final = 12  # channel that then looks at those flagged, or -1
GU_COVER: Final = 13  # threshold: share of those flagged within its sight
GU_FIELDS: Final = 14

# Columns of RuleTables.town, one vector.
T_PERSONS: Final = 0  # persons of a community
T_GROUPS: Final = 1
T_SLOTS: Final = 2  # tie slots
T_JOB_LOSS: Final = 3  # rate
T_HIRE: Final = 4  # rate of finding work again
T_SCAR: Final = 5  # share of the wage lost after a job loss, 1/65536
T_FIRMS: Final = 6  # most firms of a community, 0 in a town without enterprises
T_ARREARS: Final = 7  # months of essentials that can be owed beyond the credit line, or -1 for no end
T_RELIEF: Final = 8  # share of a shortfall that ties cover, 1/65536
T_RELIEF_FROM: Final = 9  # bit k: ties of kind k
T_DISTRICT: Final = 10  # persons of a district of the court, 0 for the whole community
T_FIELDS: Final = 11

# Columns of RuleTables.firm_world, [world, field].
FW_CONTRACTS: Final = 0  # share of turnover lost while public contracts are withheld, 1/65536
FW_CREDIT: Final = 1
FW_LICENCE: Final = 2
FW_JOBS: Final = 3  # rate at which a worker loses work in a firm without any turnover
FW_RECTIFY: Final = 4  # threshold a month, as the next three
FW_APPEAL_WRONG: Final = 5
FW_APPEAL_RIGHT: Final = 6
FW_REPAIR: Final = 7
FW_REPAIR_AFTER: Final = 8  # months
FW_COURT: Final = 9  # 1 if a court with a queue decides appeals of firms, in place of a rate at which they are won
FW_CAPACITY: Final = 10  # its cases a month and 10,000 adults, 1/65536
FW_FILES_WRONG: Final = 11  # threshold: files an appeal if the listing is for another firm's act
FW_FILES_RIGHT: Final = 12
FW_WINS_WRONG: Final = 13  # threshold: the appeal succeeds
FW_WINS_RIGHT: Final = 14
FW_TAKES: Final = 15  # least months from filing to decision
FW_LEARNS: Final = 16  # threshold a month: a firm that was not told learns of its listing
FW_GAINS: Final = 17  # share of turnover gained while something is given, 1/65536
FW_HIRES: Final = 18  # rate at which somebody without work finds some where all firms gain as much as their turnover
FW_FIELDS: Final = 19

# Columns of RuleTables.firm_act, one row an act of firms, in the town's order.
FA_CODE: Final = 0
FA_RATE: Final = 1  # per firm, 2^-40 a month
FA_VICTIMS: Final = 2  # persons harmed by one act
FA_SECTORS: Final = 3  # bits of words.SECTORS: who can do it
FA_FIELDS: Final = 4

# Columns of RuleTables.firm_comply, [world, act, field].
FC_MULTIPLIER: Final = 0  # what the threat leaves of the rate, 1/65536
FC_SECTORS: Final = 1  # bits: whom it is made to
FC_SINCE: Final = 2
FC_FIELDS: Final = 3

# Columns of RuleTables.firm_scheme, [world, scheme, field]; bands are in RuleTables.band.
FS_ON: Final = 0
FS_SCORED: Final = 1
FS_START: Final = 2
FS_LEAST: Final = 3
FS_MOST: Final = 4
FS_BANDS: Final = 5
FS_ORDINARY: Final = 6  # 1 for ordinary law, whose fines no muted world mutes
FS_FIELDS: Final = 7

# Columns of RuleTables.firm_entry, [world, scheme, act, field].
FE_ON: Final = 0
FE_POINTS: Final = 1
FE_JUMP: Final = 2  # or -1
FE_LIST: Final = 3  # or -1
FE_KEPT: Final = 4
FE_SINCE: Final = 5
FE_UNTIL: Final = 6
FE_FINE: Final = 7  # cents
FE_ENDS: Final = 8  # month in which the scheme's files go, NEVER if they never do
FE_FIELDS: Final = 9

# Columns of RuleTables.firm_listed, [world, list, field]: the lists of firms. In `listed` they stand for the persons listed through a firm.
FL_ON: Final = 0
FL_SCHEME: Final = 1  # scheme of a threshold list, or -1
FL_BAND: Final = 2
FL_TERM: Final = 3
FL_SINCE: Final = 4
FL_RECTIFY: Final = 5  # exits, 1 if open
FL_APPEAL: Final = 6
FL_REPAIR: Final = 7
FL_REPRESENTATIVE: Final = 8  # 1 if the legal representative is listed in person
FL_NOTICE: Final = 9  # threshold: the firm is told at once
FL_RED: Final = 10
FL_ABOVE: Final = 11  # 1: a threshold list that holds at or above the band
FL_UNTIL: Final = 12  # month in which the list ends with the schemes behind it, 0 for none
FL_FIELDS: Final = 13

# Columns of RuleTables.reckon, [world, field]: what is counted beside what happens, and what is changed in order to count.
RK_EXEMPT: Final = 0  # 1 if a tenth of the adults is exempt from all but ordinary law
RK_CREDIT: Final = 1  # 1 + the scheme whose score tells lenders of thin files, 0 for none
RK_GOOD: Final = 2  # threshold: the score has them lend to a thin file that would repay
RK_BAD: Final = 3  # the same for one that would not
RK_PLAIN: Final = 4  # threshold: they lend to a thin file without any score
RK_SINCE: Final = 5  # first month of the score that tells lenders
RK_FIRM_CREDIT: Final = 6  # 1 + the scheme whose rating tells lenders of micro-enterprises, 0 for none
RK_FIRM_GOOD: Final = 7  # threshold: the rating has them lend to one that would repay
RK_FIRM_BAD: Final = 8  # the same for one that would not
RK_FIRM_PLAIN: Final = 9  # threshold: they lend without any rating
RK_FIRM_SINCE: Final = 10
RK_FIELDS: Final = 11

# Bits of RuleTables.demands, [world, list]: what the rule demands and may be skipped.
DEMANDS_NOTICE: Final = 1
DEMANDS_HEARING: Final = 2

TRAIT_BINS: Final = 8
"""Parts of the town, equally many in each, by a declared trait; RuleTables.claim[world, scheme] is (1 + nature or 0, then their edges)."""

# RuleTables.thin: adults with a thin file of credit, one vector of thresholds.
TH_SHARE: Final = 0  # has one
TH_APPLIES: Final = 1  # asks for a loan in the month of the year that is theirs
TH_DEFAULT: Final = 2  # would not repay it
TH_UNBANKED: Final = 3  # of those with a thin file, uses no bank until a loan is given
TH_FIRM_APPLIES: Final = 4  # a micro-enterprise asks for a loan in the month of the year that is its own
TH_FIRM_DEFAULT: Final = 5  # it would not repay it
TH_FIELDS: Final = 6

SHARED: Final = (1 << 31) - 1
"""Bits of RuleTables.share: schemes that get a channel's records by agreement; the 31 bits above say with the consent of those on file."""
CONSENTED: Final = 31


class RuleTables(NamedTuple):
    """The rules of W worlds as arrays (all int64)."""

    town: Ints  # [T_FIELDS]
    act: Ints  # [acts, ACT_FIELDS]
    demand: Ints  # [len(DOMAINS)] attempts to use a right, 2^-40 a month
    world: Ints  # [W, W_FIELDS]
    channel: Ints  # [W, channels, CH_FIELDS]
    sees: Ints  # [W, channels, acts] 0 or 1
    cover: Ints  # [W, channels, months, places x groups] thresholds: share of persons within sight
    mistaken: Ints  # [W, channels, groups] thresholds, by the group of the person hit
    false_report: Ints  # [W, channels, groups] rates, by the group of the target
    false_match: Ints  # [W, channels, groups] rates of wrong matches, by the group of the person hit
    malice: Ints  # [W, channels, len(RELATIONS)] rates of malicious reports
    share: Ints  # [W, channels, months] bits of schemes, see SHARED
    scheme: Ints  # [W, schemes, S_FIELDS]
    band: Ints  # [W, schemes, BANDS]
    entry: Ints  # [W, schemes, acts, E_FIELDS]
    listed: Ints  # [W, lists, L_FIELDS]
    withheld: Ints  # [W, lists, months + 1] bits of DOMAINS then REWARDS; zero where nothing follows
    pairs: Ints  # [pairs, 2] worlds compared person by person: (world, baseline)
    exp: Ints  # tables of luck.py, as int64
    poisson_offset: Ints
    poisson_cdf: Ints
    discretion: Ints  # [rows, 4096] thresholds: a vague entry is applied, by the strictness of the official, least first
    obligation: Ints  # [acts, 4096] cents by quantile bin; zeros for acts that leave nothing unpaid
    react: Ints  # [W, X_FIELDS]
    deter_risk: Ints  # [W, 64 * OCTAVES + 1] what is left of a deterred violation by perceived risk over its floor, 1/65536
    joining: Ints  # [W, schemes, J_FIELDS]
    pressure: Ints  # [W, schemes, months] rate of joining that pressure adds
    pilot: Ints  # [W, schemes, months] thresholds: a community is a pilot by then; they never fall
    price: Ints  # [W, acts] cents that an act done for points costs
    deter_month: Ints  # [W, months] what severity and novelty leave of it, 1/65536
    stage: Ints  # [W, lists, STAGES, 2]
    copy: Ints  # [W, agencies, CP_FIELDS]
    look: Ints  # [W, LK_FIELDS]
    worth: Ints  # [W, len(DOMAINS) + len(REWARDS)] cents a month: below 0 what a right withheld costs, above what a reward saves
    rank: Ints  # [len(TRAITS), 255] the town's quantiles of each trait, at 1/256 to 255/256
    guess: Ints  # [W, len(GUESSES), GU_FIELDS]
    guess_act: Ints  # [W, len(GUESSES), acts] 1 for the acts that a classifier looks for
    guess_share: Ints  # [W, len(GUESSES), 2, groups] thresholds: flagged if not what it looks for, and if so
    firm_world: Ints  # [W, FW_FIELDS]
    firm_act: Ints  # [firm acts, FA_FIELDS]
    firm_comply: Ints  # [W, firm acts, FC_FIELDS]
    firm_sees: Ints  # [W, channels, firm acts] 0 or 1
    firm_cover: Ints  # [W, channels, months] thresholds
    firm_mistaken: Ints  # [W, channels] thresholds
    firm_scheme: Ints  # [W, schemes, FS_FIELDS]
    firm_entry: Ints  # [W, schemes, firm acts, FE_FIELDS]
    firm_listed: Ints  # [W, lists, FL_FIELDS]
    firm_withheld: Ints  # [W, lists, months + 1] bits of DOMAINS then REWARDS, withheld from the firm or given to it
    reckon: Ints  # [W, RK_FIELDS]
    demands: Ints  # [W, lists] bits
    claim: Ints  # [W, schemes, TRAIT_BINS]
    gravity: Ints  # [acts, 3] hundredths of a point: as judged, and the ends of the range
    thin: Ints  # [TH_FIELDS]
