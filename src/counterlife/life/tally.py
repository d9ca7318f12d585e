"""What is counted: the integers that leave a community, and where each stands.

Everything a measure can ever say is counted here, inside the community, month by month. Tallies add up: over communities, batches,
threads and machines. Stocks (``sanctioned``, ``income`` …) are summed over months too, so a sum over months is person-months or cents.

Arrays of `Tally` (all int64):

``flow``    [world, month, group, field]            flows and stocks, fields in FLOWS
``list_``   [world, list, month, group, field]      the same for each list, fields in LIST_FLOWS
``cross``   [world, year, group, row, right]        months withheld: rows are causes, then act domains, then contexts
``spell``   [world, kind, group, age, way]          how spells ended at which age in months (capped), by SPELLS and WAYS
``seen``    [world, channel, group, field]          sightings true, mistaken, false reports, and those kept, by the group on file
``band``    [world, scheme, year, group, band]      persons per band at year's end
``person``  [world, group, months]                  persons by months sanctioned (histogram, capped), at the end
``pair``    [pair, month, group, field]             counts across two worlds, fields in PAIR_FLOWS
``firm``    [world, month, size, field]             flows and stocks of firms by size class, fields in FIRM_FLOWS
``held``    [world, scheme, year, group]            adults of whom a record lives, at year's end
``stratum`` [world, group, place, conduct, field]   persons by place and own conduct, at the end; fields in STRATUM
``rank``    [world, scheme, group, score, trait]    adults by score and declared trait, at the end
``loss``    [pair, group, kind, bin]                adults listed in the muted world by what they lost over the run, kinds in LOSSES
``lost``    [pair, group, kind]                     the same in sum, cents
``origin``  [world, group, by, act, right]          at year ends, thousandths of months withheld, by deciding record and by points
``region``  [world, place, month, group, field]     ``flow`` again, by the place where a community lies; empty in a town of one place
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from counterlife.regime.tables import TRAIT_BINS
from counterlife.words import ACT_DOMAINS, CAUSES, CONTEXTS, DOMAINS, FIRM_SIZES, GUESSES, NATURES, SPELLS, WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def _layout(*fields: tuple[str, int]) -> tuple[dict[str, int], int]:
    """Offsets of named fields of given sizes, and the total size."""
    offsets, place = {}, 0
    for name, size in fields:
        offsets[name] = place
        place += size
    return offsets, place


CAUSE_COUNT: Final = len(CAUSES)
AGES: Final = 122
"""Ages 0 to 120 months, then one cell for older."""

MULTIPLES: Final = (1, 3, 10)
"""Months a point of gravity beyond which an earned sanction is out of proportion: a judgement, so there are three."""

TENTH_PARTS: Final = ("adults", "hardship", "employed", "income", "sanctioned", "spoken")
"""What is counted of the tenth: persons, in hardship, at work, cents, sanctioned, expressions."""

STRATA: Final = (0, 1, 3, 6, 12, 24)
"""Least numbers of own acts that the regime punishes, seen or not, of each class of conduct."""

STRATUM: Final = (
    "adults", "ever", "ever-earned", "ever-unearned-only", "months", "months-earned", "whole-file", "innocent-sanctioned",
    "entries", "untold", "followed", "stuck", "hardship", "worked", "records", "records-wrong",
)  # fmt: skip
"""Fields of `Tally.stratum`."""

SCORE_STEPS: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
SCORE_BINS: Final = 2 * len(SCORE_STEPS) + 1
"""Points above or below the start, in steps that grow; the start itself is in the middle."""

LOSS_SIDE: Final = 92
LOSS_BINS: Final = 2 * LOSS_SIDE + 1
"""Yuan lost or won, in four parts of each doubling; less than one yuan is in the middle."""

LOSSES: Final = ("income", "debt")

FLOW_SIZES: Final = (
    ("adults", 1),  # stock
    ("children", 1),
    ("acts", len(NATURES)),
    ("records", CAUSE_COUNT),
    ("records-expired", 1),
    ("records-struck", 1),
    ("points-moved", 1),  # change of the unclamped sums, all schemes: new records, expiries, strikes
    ("points-sum", 1),  # stock: unclamped sums at month's end
    ("points-clamped", 1),  # stock: clamped minus unclamped
    ("sanctioned", CAUSE_COUNT),  # stock: persons with at least one right withheld, by the cause
    ("sanctioned-any", 1),  # the same, counted person by person
    ("rewarded", 1),  # stock
    ("ever-sanctioned", 1),  # stock: persons sanctioned so far
    ("ever-earned", 1),  # stock: persons whose earned file has brought a sanction so far
    ("ever-unearned-only", 1),  # stock: sanctioned so far, never by their earned file
    ("wrong-records", 1),  # stock: wrong records alive
    ("wrong-made", 1),
    ("wrong-corrected", 1),  # by request, audit or appeal
    ("appeals-filed", 2),  # wrong listing, right listing
    ("appeals-won", 2),
    ("appeals-lost", 2),
    ("appeals-dropped", 1),
    ("appeals-waiting", 1),  # stock
    ("income", 1),  # cents
    ("fines", 1),  # cents paid
    ("debts-made", 1),
    ("debt-made", 1),  # cents
    ("debts-paid", 1),
    ("debt-paid", 1),  # cents
    ("debtors", 1),  # stock
    ("hardship", 1),  # stock
    ("employed", 1),  # stock
    ("jobs-lost", 1),
    ("jobs-found", 1),
    ("pupils", 1),  # stock
    ("pupils-refused", 1),  # stock: child-months
    ("ties-broken", 1),  # ends of ties, of adults
    ("tie-ends", 1),  # stock: ends of live ties other than family, of adults
    ("attentive", 1),  # stock: adults who know of the regime
    ("removed", 1),  # expressions removed by a censor
    ("records-shared", 1),  # records that came to a scheme by an agreement, beyond the channel's own schemes
    ("records-unconsented", 1),  # those of them without the consent of the person on file
    ("hits", 1),  # earned records of violations and financial acts, in schemes that are not ordinary law
    ("watched", 1),  # adults within sight of a channel that feeds such a scheme (at year ends and at the end)
    ("findable", 1),  # adults who can be found within a day (at year ends and at the end)
    ("joined", 3),  # opt-in schemes: freely, under pressure, made to
    ("left-scheme", 1),
    ("could-not-leave", 1),
    ("members", 1),  # stock: memberships of opt-in schemes at the month's end
    ("housing-lost", 1),  # searches for a home that failed for a visible record
    ("credit-refused", 1),  # stock: persons who are lent nothing for a visible record
    ("flags", 2 * len(GUESSES)),  # by classifier: flagged and what it looks for, flagged and not
    ("ties-dropped", 1),  # of ties-broken: because of the other's band
    ("jobs-lost-firm", 1),  # of the jobs lost, those that the firm's sanction took
    ("ever-others-only", 1),  # stock: of ever-unearned-only, only ever through others (at year ends and at the end)
    ("known-sanction", 1),  # stock: of sanctioned-any, those who know of a listing that withholds
    ("whole-file", 1),  # (year ends) adults whose every own act, on file, would have brought a sanction so far
    ("innocent-sanctioned", 1),  # (year ends) adults sanctioned so far of whom that is not so
    ("stuck", 2),  # first entries followed for 60 months: on a list at 36 or more of their ends, at fewer
    ("gravity", 3),  # of own acts on file, once an act, hundredths: as judged, least, most
    ("beyond", len(MULTIPLES)),  # earned months beyond so many months a point of gravity
    ("unfair", 1),  # earned months on a list that skipped the notice or hearing that its rule demands
    ("promises-broken", 1),  # ends of live ties other than family whose other end did a financial act this month
    ("unearned-known", 1),  # unearned sanctions that somebody hears of, one's own among them
    ("wrongs-punished", 1),  # earned sanctions of others that somebody hears of
    ("thin-asked", 1),  # loans asked for by adults with a thin file
    ("thin-lent", 2),  # such loans given: to those who will repay, to those who will not
    ("unused", 1),  # of the records that expired, those that never moved a band, a list or a decision
    ("weight-of-acts", 1),  # (year ends) points on file, without sign, for what people did
    ("weight-of-attributes", 1),  # (year ends) the same for what they are, whom they know, and what was guessed
    ("tenth", len(TENTH_PARTS)),  # of the tenth of adults that may be exempt
    ("detained", 1),  # stock
    ("university-lost", 1),  # persons who lose a place at a university for good
    ("unseen", 1),  # acts caught but for a private network, or for an account or a connection that is withheld
    ("relief", 1),  # cents that ties gave
    ("helpers", 1),  # stock: persons who gave
    ("helpers-pressed", 1),  # stock: of these, those left with less than their essentials of a month
    ("redressed", 1),  # of the wrong records corrected, those struck because an error was found in another of the same source
    ("harmed", 1),  # persons harmed by acts of persons, thousandths, by the group of whoever acted
    ("users", 1),  # stock: members of the scheme that its members may get used to
    ("normal", 4),  # stock: of these, those who have: joined freely, under pressure, made to, before the run
    ("court-fined", 1),  # fines that courts added for an order that stays unperformed
    ("court-fine", 1),  # cents of these; they fall due like other fines
    ("purchases-lost", 1),  # homes sought to buy while property is withheld
    ("jobs-found-firm", 1),  # of the jobs found, those that rewards of firms made
    ("banked", 1),  # persons who come to use a bank by a loan
    ("slipped", 1),  # stock: persons from whom a right would be withheld but for a second document
)
FLOW, FLOWS = _layout(*FLOW_SIZES)

LIST_SIZES: Final = (
    ("stock", 1),
    ("entries", CAUSE_COUNT),
    ("exits", len(WAYS)),
    ("unnotified", 1),
    ("renewed", 1),
    ("unaware", 1),  # stock
    ("learned", 1),
    ("averted", 1),  # listings avoided within the grace
)
LIST, LIST_FLOWS = _layout(*LIST_SIZES)

PAIR_SIZES: Final = (
    ("withheld", len(NATURES)),  # acts in the baseline and not in the world
    ("added", len(NATURES)),  # acts in the world and not in the baseline
    ("withheld-unsanctioned", 1),  # expressions withheld by persons not sanctioned so far
    ("added-unsanctioned", 1),
    ("spoken-unsanctioned", 1),  # their expressions in the baseline
    ("hardship-only", 1),  # hardship in the world and not in the baseline
    ("hardship-spared", 1),
    ("job-only", 1),  # at work in the world and not in the baseline
    ("job-missing", 1),
    ("ties-missing", 1),  # tie ends alive in the baseline and broken in the world, stock
    ("sanction-only", 1),  # sanctioned in the world and not in the baseline
    ("sanction-spared", 1),
    ("induced", 1),  # sanctioned months that the muted world would not have brought (pairs with the muted world)
    ("acts-after-listing", 2),  # financial acts of persons listed so far in the baseline: in the world, in the baseline
    ("persons-listed-before", 1),  # stock: persons listed so far in the baseline
    ("withheld-private", 1),  # of withheld-unsanctioned: moved to private channels; the rest is lost
    ("points-gained", 1),  # by records of own acts
    ("points-performed", 1),  # of these, by acts that do not happen in the baseline
    ("ever-quiet", 1),  # stock: adults not sanctioned so far who have withheld an expression (at year ends and at the end)
)
PAIR, PAIR_FLOWS = _layout(*PAIR_SIZES)

FIRM_FLOW_SIZES: Final = (
    ("firms", 1),  # stock
    ("acts", 1),
    ("victims", 1),  # persons harmed by the acts
    ("seen", 2),  # sightings of the firm's own act, of another's; so for all pairs below
    ("records", 2),
    ("records-expired", 2),
    ("records-struck", 2),
    ("on-file", 2),  # stock: live records
    ("entries", 2),
    ("renewed", 1),
    ("exits", len(WAYS)),
    ("places", 1),  # stock: places on lists
    ("sanctioned", 2),  # stock: firms with at least one right withheld, by the cause
    ("without-contracts", 1),  # stock
    ("without-credit", 1),  # stock
    ("without-licence", 1),  # stock
    ("turnover", 1),  # cents, before what is lost
    ("turnover-lost", 1),  # cents
    ("band", 8),  # stock at the end of the month: firms in each band, all schemes that rate firms
    ("unnotified", 1),  # of the entries, those not told at once
    ("learned", 1),
    ("unaware", 1),  # stock: of the places, those that their firms do not know of
    ("appeals-filed", 2),  # for another firm's act, for its own
    ("appeals-won", 2),
    ("appeals-lost", 2),
    ("appeals-dropped", 1),
    ("appeals-waiting", 1),  # stock
    ("fines", 1),  # cents paid
    ("red-entries", 1),  # on lists that give
    ("red-exits", 1),
    ("red-places", 1),  # stock
    ("rewarded", 1),  # stock: firms given something
    ("turnover-gained", 1),  # cents
    ("loans-asked", 1),  # by micro-enterprises
    ("loans-lent", 2),  # of these given: to those that will repay, to those that will not
)
FIRM_FLOW, FIRM_FLOWS = _layout(*FIRM_FLOW_SIZES)

SEEN: Final = ("true", "mistaken", "false-report", "true-kept", "mistaken-kept", "false-report-kept")
"""Alerts as they come in, then those of them that a review keeps. Wrong matches are among the mistaken."""

ROW_CAUSE: Final = 0
ROW_ACT: Final = CAUSE_COUNT
ROW_CONTEXT: Final = CAUSE_COUNT + len(ACT_DOMAINS)
ROWS: Final = CAUSE_COUNT + len(ACT_DOMAINS) + len(CONTEXTS)


class Tally(NamedTuple):
    """The counts of some communities, as the module's docstring lays them out."""

    flow: Ints
    list_: Ints
    cross: Ints
    spell: Ints
    seen: Ints
    band: Ints
    person: Ints
    pair: Ints
    firm: Ints
    held: Ints
    stratum: Ints
    rank: Ints
    loss: Ints
    lost: Ints
    origin: Ints
    region: Ints


def empty(worlds: int, months: int, groups: int, lists: int, channels: int, schemes: int, pairs: int, places: int = 1) -> Tally:
    """A tally of nothing, of the shape a run needs."""
    years = (months + 11) // 12

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Tally(
        flow=zeros(worlds, months, groups, FLOWS),
        list_=zeros(worlds, lists, months, groups, LIST_FLOWS),
        cross=zeros(worlds, years, groups, ROWS, len(DOMAINS)),
        spell=zeros(worlds, len(SPELLS), groups, AGES, len(WAYS)),
        seen=zeros(worlds, channels, groups, len(SEEN)),
        band=zeros(worlds, schemes, years, groups, 8),
        person=zeros(worlds, groups, AGES),
        pair=zeros(pairs, months, groups, PAIR_FLOWS),
        firm=zeros(worlds, months, len(FIRM_SIZES), FIRM_FLOWS),
        held=zeros(worlds, schemes, years, groups),
        stratum=zeros(worlds, groups, places, len(STRATA), len(STRATUM)),
        rank=zeros(worlds, schemes, groups, SCORE_BINS, TRAIT_BINS),
        loss=zeros(pairs, groups, len(LOSSES), LOSS_BINS),
        lost=zeros(pairs, groups, len(LOSSES)),
        origin=zeros(worlds, groups, 2, len(ACT_DOMAINS), len(DOMAINS)),
        region=zeros(worlds, places if places > 1 else 0, months, groups, FLOWS),
    )


def add(one: Tally, other: Tally) -> Tally:
    """The counts of both."""
    return Tally(*(a + b for a, b in zip(one, other, strict=True)))


def as_dict(tally: Tally) -> Mapping[str, Ints]:
    """Name to array."""
    return tally._asdict()
