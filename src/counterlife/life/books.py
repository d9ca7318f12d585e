"""Books that must balance: whoever came on a list came by a counted way and left by a counted way, and so for everything counted.

Every identity is one between integers and holds to the last unit, in every world, list, month and group. `check` costs a few
additions over the tallies and runs after every run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from counterlife.life.tally import (
    AGES,
    FIRM_FLOW,
    FIRM_FLOW_SIZES,
    FLOW,
    FLOW_SIZES,
    LIST,
    LIST_SIZES,
    PAIR,
    PAIR_SIZES,
    ROW_ACT,
    ROW_CAUSE,
    ROW_CONTEXT,
    ROWS,
    SEEN,
    STRATUM,
    TENTH_PARTS,
)
from counterlife.words import CAUSES, CLASS_OF, NATURES, SPELLS, WAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from counterlife.life.tally import Tally

    Ints = NDArray[np.int64]

MOST_TOLD: Final = 5
"""How many faults a message tells before it counts the rest."""

SIGNED: Final = ("points-moved", "points-sum", "points-clamped")
"""Flows that may be negative."""

PERSONS: Final = ("sanctioned-any", "rewarded", "ever-sanctioned", "debtors", "hardship", "employed", "attentive", "watched", "findable")
"""Stocks of adults."""

INDUCED: Final = CAUSES.index("induced")
FALSE: Final = tuple(place for place, cause in enumerate(CAUSES) if CLASS_OF[cause] == "fact-wrong")
_FLOW_SIZE: Final = dict(FLOW_SIZES)
_FIRM_SIZE: Final = dict(FIRM_FLOW_SIZES)
_LIST_SIZE: Final = dict(LIST_SIZES)
_PAIR_SIZE: Final = dict(PAIR_SIZES)


class BooksError(Exception):
    """What was counted contradicts itself: a fault of the program, never of a regime file."""


@dataclass
class _Books:
    """The tallies by name, and the faults found so far."""

    tally: Tally
    names: dict[str, Sequence[str]]
    pairs: Sequence[tuple[int, int]]
    faults: list[str] = field(default_factory=list)

    def flow(self, name: str) -> Ints:
        """``[world, month, group]``, summed over the parts of a field."""
        total: Ints = self.parts(name).sum(axis=-1)
        return total

    def parts(self, name: str) -> Ints:
        """``[world, month, group, part]``."""
        return self.tally.flow[..., FLOW[name] : FLOW[name] + _FLOW_SIZE[name]]

    def lists(self, name: str) -> Ints:
        """``[world, list, month, group]``, summed over the parts of a field."""
        total: Ints = self.tally.list_[..., LIST[name] : LIST[name] + _LIST_SIZE[name]].sum(axis=-1)
        return total

    def pair(self, name: str) -> Ints:
        """``[pair, month, group, part]``."""
        return self.tally.pair[..., PAIR[name] : PAIR[name] + _PAIR_SIZE[name]]

    def spells(self, kind: str, *ways: str) -> Ints:
        """``[world, group]``: spells of a kind that ended by one of some ways (all ways if none is named)."""
        ends = self.tally.spell[:, SPELLS.index(kind)].sum(axis=2)
        total: Ints = ends[..., [WAYS.index(way) for way in ways or WAYS]].sum(axis=-1)
        return total

    def equal(self, what: str, one: Ints, other: Ints, axes: str) -> None:
        """Note a fault where the two differ; ``what`` says what they are, ``axes`` what their axes are."""
        self._note(what, one, other, one != other, "is not", axes)

    def most(self, what: str, one: Ints, other: Ints, axes: str) -> None:
        """Note a fault where the first exceeds the second."""
        self._note(what, one, other, one > other, "is above", axes)

    def _note(self, what: str, one: Ints, other: Ints, wrong: NDArray[np.bool_], verb: str, axes: str) -> None:
        if not wrong.any():
            return
        places = np.argwhere(wrong)
        first = tuple(int(i) for i in places[0])
        where = ", ".join(f"{axis} {self._name(axis, i)}" for axis, i in zip(axes.split(), first, strict=True))
        left, right = int(np.broadcast_to(one, wrong.shape)[first]), int(np.broadcast_to(other, wrong.shape)[first])
        more = f" (and {len(places) - 1} more places)" if len(places) > 1 else ""
        self.faults.append(f"{what}: {left} {verb} {right}, in {where}{more}")

    def pair_name(self, place: int) -> str:
        """A pair of worlds, for messages."""
        world, base = self.pairs[place]
        return f"world {self._name('world', world)} against {self._name('world', base)}"

    def _name(self, axis: str, place: int) -> str:
        names = self.names.get(axis, ())
        return names[place] if place < len(names) else str(place)


def check(
    tally: Tally,
    worlds: Sequence[str] = (),
    groups: Sequence[str] = (),
    lists: Sequence[str] = (),
    pairs: Sequence[tuple[int, int]] = (),
) -> None:
    """Check that the books of a run balance.

    Parameters
    ----------
    tally : Tally
        The counts of whole communities, from the first month to the last.
    worlds, groups, lists : sequence of str
        Names for the message, in table order; places are numbered where there is none.
    pairs : sequence of (int, int)
        The worlds compared in ``tally.pair``: (world, baseline).

    Raises
    ------
    BooksError
        With what does not balance, where, and by how much.
    """
    books = _Books(tally, {"world": worlds, "group": groups, "list": lists}, pairs)
    for part in (_signs, _lists, _spells, _sanctions, _cross, _records, _appeals, _money, _people, _firms, _pairs, _reckoned, _regions):
        part(books)
    if books.faults:
        told = "\n".join(f"  {fault}" for fault in books.faults[:MOST_TOLD])
        rest = len(books.faults) - MOST_TOLD
        raise BooksError("the books do not balance\n" + told + (f"\n  and {rest} more" if rest > 0 else ""))


def _before(stock: Ints, axis: int) -> Ints:
    """A stock at the end of the month before (nothing before the first)."""
    shifted = np.roll(stock, 1, axis=axis)
    np.moveaxis(shifted, axis, 0)[:1] = 0
    return shifted


def _regions(b: _Books) -> None:
    """What is counted by place adds up to what is counted of all, and the adults of a place are those whose fates are counted there."""
    region = b.tally.region
    if region.size:
        b.equal("months by place, summed", region.sum(axis=1), b.tally.flow, "world month group field")
        adults = np.moveaxis(region[:, :, -1, :, FLOW["adults"]], 1, 2)
        fates = b.tally.stratum[..., STRATUM.index("adults")].sum(axis=-1)
        b.equal("adults of a place", fates, adults, "world group place")


def _signs(b: _Books) -> None:
    """Counts are not negative, and what an act induced is counted as earned within a world."""
    for name in FLOW:
        if name not in SIGNED and int(b.parts(name).min(initial=0)) < 0:
            b.most(f"`{name}` below zero", -b.parts(name), np.zeros_like(b.parts(name)), "world month group part")
    for name in ("list_", "cross", "spell", "seen", "band", "person", "pair", "firm", "held", "stratum", "rank", "loss", "origin"):
        array: Ints = getattr(b.tally, name)
        if array.size and int(array.min()) < 0:
            b.faults.append(f"`{name}` holds a count below zero: {int(array.min())}")
    for name in ("records", "sanctioned"):
        induced = b.parts(name)[..., INDUCED]
        b.equal(f"`{name}` by the cause `induced` within a world", induced, np.zeros_like(induced), "world month group")


def _lists(b: _Books) -> None:
    """What stands on a list is what came less what left."""
    stock, entries, exits = b.lists("stock"), b.lists("entries"), b.lists("exits")
    b.equal("stock of a list = stock before + entries - exits", stock, _before(stock, 2) + entries - exits, "world list month group")
    unaware, told = b.lists("unaware"), b.lists("unnotified") - b.lists("learned")
    b.most("unaware on a list, at most those before + unnotified - learned", unaware, _before(unaware, 2) + told, "world list month group")
    b.most("unaware on a list, at most all on it", unaware, stock, "world list month group")
    b.most("unnotified entries, at most all entries", b.lists("unnotified"), entries, "world list month group")


def _spells(b: _Books) -> None:
    """Every spell begins by an entry and ends by an exit, or stands at the end."""

    def over_run(name: str) -> Ints:
        total: Ints = b.lists(name).sum(axis=(1, 2))
        return total

    def at_end(name: str) -> Ints:
        total: Ints = b.lists(name)[:, :, -1].sum(axis=1)
        return total

    def listed(*ways: str) -> Ints:
        return b.spells("listing", *ways) + b.spells("reward", *ways) + b.spells("copy", *ways)

    axes = "world group"
    b.equal("spells on a list = entries", listed(), over_run("entries"), axes)
    ways = b.tally.list_[..., LIST["exits"] : LIST["exits"] + len(WAYS)].sum(axis=(1, 2))
    for place, way in enumerate(WAYS):
        if way != "censored":
            b.equal(f"spells on a list that ended by `{way}` = exits by it", listed(way), ways[..., place], axes)
    b.equal("spells on a list still open = stock at the end", listed("censored"), at_end("stock"), axes)
    b.equal("spells unaware = unnotified entries", b.spells("unaware"), over_run("unnotified"), axes)
    b.equal("spells unaware that ended by learning = learned", b.spells("unaware", "learned"), over_run("learned"), axes)
    b.equal("spells unaware still open = unaware at the end", b.spells("unaware", "censored"), at_end("unaware"), axes)
    b.equal("spells of appeal = appeals filed", b.spells("appeal"), b.flow("appeals-filed").sum(axis=1), axes)
    decided = (b.flow("appeals-won") + b.flow("appeals-lost")).sum(axis=1)
    b.equal("spells of appeal that were decided = won + lost", b.spells("appeal", "decided"), decided, axes)
    b.equal("wrong records = made", b.spells("error"), b.flow("wrong-made").sum(axis=1), axes)
    ended = b.spells("error", "expired") + b.flow("wrong-corrected").sum(axis=1) + b.flow("wrong-records")[:, -1]
    b.equal("wrong records made = expired + corrected + alive at the end", b.flow("wrong-made").sum(axis=1), ended, axes)


def _sanctions(b: _Books) -> None:
    """A person-month sanctioned has exactly one cause, and who was once sanctioned stays so."""
    axes = "world month group"
    b.equal("sanctioned, summed over causes = counted person by person", b.flow("sanctioned"), b.flow("sanctioned-any"), axes)
    ever, earned, other = b.flow("ever-sanctioned"), b.flow("ever-earned"), b.flow("ever-unearned-only")
    b.equal("ever sanctioned = ever by an earned file + never so", ever, earned + other, axes)
    b.most("ever sanctioned falls", _before(ever, 1), ever, axes)
    b.most("ever sanctioned by an earned file falls", _before(earned, 1), earned, axes)
    b.most("sanctioned and knowing of it, at most sanctioned", b.flow("known-sanction"), b.flow("sanctioned-any"), axes)
    b.most("sanctioned now, at most those ever sanctioned", b.flow("sanctioned-any"), ever, axes)
    others = b.flow("ever-others-only")
    b.most("sanctioned only through others, at most those never by an earned file", others, other, axes)
    persons = b.tally.person
    b.equal("persons with a sanctioned month = ever sanctioned at the end", persons[..., 1:].sum(axis=-1), ever[:, -1], "world group")
    b.equal("persons by months sanctioned = adults", persons.sum(axis=-1), b.flow("adults")[:, -1], "world group")
    # The last cell holds longer times as well, so it bounds and does not equal.
    months, lived = persons @ np.arange(AGES), b.flow("sanctioned-any").sum(axis=1)
    b.most("months sanctioned by person, at most the months counted", months, lived, "world group")
    open_ended = persons[..., -1] > 0
    b.equal("months sanctioned by person = the months counted", np.where(open_ended, lived, months), lived, "world group")


def _cross(b: _Books) -> None:
    """A month withheld stands once under its cause, once under its act and once under its context."""
    axes = "world year group right"
    tables = ((ROW_CAUSE, ROW_ACT), (ROW_ACT, ROW_CONTEXT), (ROW_CONTEXT, ROWS))
    causes, acts, contexts = (b.tally.cross[:, :, :, low:high].sum(axis=3) for low, high in tables)
    b.equal("months withheld by cause = by act", causes, acts, axes)
    b.equal("months withheld by cause = by context", causes, contexts, axes)
    sanctioned = b.flow("sanctioned-any")
    yearly = np.add.reduceat(sanctioned, np.arange(0, sanctioned.shape[1], 12), axis=1)
    axes = "world year group"
    b.most("months of one right withheld, at most the months sanctioned", causes.max(axis=-1), yearly, axes)
    b.most("months sanctioned, at most the months of all rights withheld", yearly, causes.sum(axis=-1), axes)


def _records(b: _Books) -> None:
    """Points move only with records, and wrong records are made only by wrong causes."""
    axes = "world month group"
    moved, total = b.flow("points-moved").cumsum(axis=1), b.flow("points-sum")
    last = total.shape[1] - 1
    told = [*range(11, last, 12), last]
    b.equal("points on file = points moved so far (at year ends)", total[:, told], moved[:, told], axes.replace("month", "reading"))
    made = b.parts("records")[..., list(FALSE)].sum(axis=-1)
    b.equal("wrong records made = records by wrong causes", b.flow("wrong-made"), made, axes)
    wrong = b.flow("wrong-records")
    left = _before(wrong, 1) + made - b.flow("wrong-corrected")
    b.most("wrong records alive, at most those before + made - corrected", wrong, left, axes)
    gone = (b.flow("records-expired") + b.flow("records-struck")).cumsum(axis=1)
    b.most("records gone so far, at most records made so far", gone, b.flow("records").cumsum(axis=1), axes)
    b.most(
        "wrong records struck with others of their source, at most those corrected", b.flow("redressed"), b.flow("wrong-corrected"), axes
    )
    b.most("wrong records corrected, at most records struck", b.flow("wrong-corrected"), b.flow("records-struck"), axes)
    b.most("records shared without consent, at most those shared", b.flow("records-unconsented"), b.flow("records-shared"), axes)
    b.most("records shared, at most records made", b.flow("records-shared"), b.flow("records"), axes)
    b.most("true records of violations, at most earned records", b.flow("hits"), b.parts("records")[..., CAUSES.index("earned")], axes)
    b.most("expressions removed, at most made", b.flow("removed"), b.parts("acts")[..., NATURES.index("expression")], axes)
    kept = b.tally.seen[..., SEEN.index("true-kept") :]
    b.most("sightings kept, at most sightings", kept, b.tally.seen[..., : kept.shape[-1]], "world channel group field")
    schemes = b.tally.band.shape[1]
    seen = b.tally.seen.sum(axis=1) * schemes
    for place, cause in enumerate(("earned", "false-attribution", "false-report")):
        filed = b.parts("records")[..., CAUSES.index(cause)].sum(axis=1)
        b.most(f"records by `{cause}`, at most the sightings, once a scheme", filed, seen[..., place], "world group")


def _appeals(b: _Books) -> None:
    """Appeals filed are won, lost, dropped or wait."""
    axes = "world month group"
    waiting, filed = b.flow("appeals-waiting"), b.flow("appeals-filed")
    won, gone = b.flow("appeals-won"), b.flow("appeals-lost") + b.flow("appeals-dropped")
    b.equal("appeals waiting = waiting before + filed - won - lost - dropped", waiting, _before(waiting, 1) + filed - won - gone, axes)
    exits = b.tally.list_[..., LIST["exits"] + WAYS.index("appeal")].sum(axis=1)
    b.equal("exits by appeal = appeals won", exits, won, axes)


def _money(b: _Books) -> None:
    """A debt is paid once, in full, by somebody who had one."""
    axes = "world month group"
    left = (b.flow("debt-made") - b.flow("debt-paid")).cumsum(axis=1)
    debtors, made, paid = b.flow("debtors"), b.flow("debts-made"), b.flow("debts-paid")
    b.most("debt paid so far, at most debt made so far", -left, np.zeros_like(left), axes)
    b.equal("debt is open if and only if somebody owes", (left > 0).astype(np.int64), (debtors > 0).astype(np.int64), axes)
    b.most("debtors, at most those before + new debts - debts paid", debtors, _before(debtors, 1) + made - paid, axes)
    b.most("debtors, at least those before - debts paid", _before(debtors, 1) - paid, debtors, axes)


def _people(b: _Books) -> None:
    """Nobody comes or goes; jobs and ties change by counted steps."""
    axes = "world month group"
    adults = b.flow("adults")
    for name in ("adults", "children", "pupils"):
        people = b.flow(name)
        b.equal(f"`{name}` stay the same", people, np.broadcast_to(people[:, :1], people.shape), axes)
    for name in PERSONS:
        b.most(f"`{name}`, at most adults", b.flow(name), adults, axes)
    b.most("pupils refused, at most pupils", b.flow("pupils-refused"), b.flow("pupils"), axes)
    work, change = b.flow("employed"), b.flow("jobs-found") - b.flow("jobs-lost")
    b.equal("employed = employed before + found - lost", work[:, 1:], work[:, :-1] + change[:, :-1], axes)
    b.most("jobs made by rewards of firms, at most jobs found", b.flow("jobs-found-firm"), b.flow("jobs-found"), axes)
    b.most("members who may get used to a scheme, at most memberships", b.flow("users"), b.flow("members"), axes)
    b.most("members for whom it is normal, at most members", b.flow("normal"), b.flow("users"), axes)
    ends = b.flow("tie-ends")
    b.equal("ends of ties = ends before - broken", ends[:, 1:], ends[:, :-1] - b.flow("ties-broken")[:, 1:], axes)
    members = b.flow("members")
    moved = b.flow("joined") - b.flow("left-scheme")
    b.equal("members = members before + joined - left", members[:, 1:], members[:, :-1] + moved[:, 1:], axes)
    b.most("could not leave, at most members", b.flow("could-not-leave"), members, axes)
    bands = b.tally.band.sum(axis=-1)
    readings = [*range(11, adults.shape[1] - 1, 12), adults.shape[1] - 1]
    full = np.broadcast_to(adults[:, None, readings], bands.shape)
    b.equal("persons over all bands of a scheme = adults, or none", np.where(bands == 0, full, bands), full, "world scheme year group")


def _firms(b: _Books) -> None:
    """Firms stay; places on lists and records on file are what came less what left; sanctions and lost turnover are within bounds."""

    def part(name: str) -> Ints:
        return b.tally.firm[..., FIRM_FLOW[name] : FIRM_FLOW[name] + _FIRM_SIZE[name]]

    def flow(name: str) -> Ints:
        total: Ints = part(name).sum(axis=-1)
        return total

    axes = "world month size"
    firms, places, held = flow("firms"), flow("places"), part("on-file")
    b.equal("`firms` stay the same", firms, np.broadcast_to(firms[:, :1], firms.shape), axes)
    b.equal("places of firms = places before + entries - exits", places, _before(places, 1) + flow("entries") - flow("exits"), axes)
    left = part("records-expired") + part("records-struck")
    b.equal("records on firms = before + made - expired - struck", held, _before(held, 1) + part("records") - left, f"{axes} cause")
    red = flow("red-places")
    b.equal("places of firms on red lists = before + entries - exits", red, _before(red, 1) + flow("red-entries") - flow("red-exits"), axes)
    b.most("firms rewarded, at most their places on red lists the month before", flow("rewarded"), _before(red, 1), axes)
    b.most("firms not told, at most those that enter", flow("unnotified"), flow("entries"), axes)
    b.most(
        "places of firms unknown to them, at most before + not told - learned",
        flow("unaware"),
        _before(flow("unaware"), 1) + flow("unnotified") - flow("learned"),
        axes,
    )
    b.most("places of firms unknown to them, at most all", flow("unaware"), places, axes)
    waiting, won = flow("appeals-waiting"), flow("appeals-won")
    gone = won + flow("appeals-lost") + flow("appeals-dropped")
    due = _before(waiting, 1) + flow("appeals-filed") - gone
    b.equal("appeals of firms waiting = before + filed - decided - dropped", waiting, due, axes)
    b.equal("exits of firms by appeal = appeals won", part("exits")[..., WAYS.index("appeal")], won, axes)
    b.most("firms sanctioned, at most all firms", flow("sanctioned"), firms, axes)
    b.most("firms sanctioned, at most their places on lists the month before", flow("sanctioned"), _before(places, 1), axes)
    b.most("loans to firms, at most asked for", flow("loans-lent"), flow("loans-asked"), axes)
    b.most("turnover gained, at most turnover", flow("turnover-gained"), flow("turnover"), axes)
    b.most("turnover lost, at most turnover", flow("turnover-lost"), flow("turnover"), axes)
    b.most("jobs lost through firms, at most jobs lost", b.flow("jobs-lost-firm"), b.flow("jobs-lost"), "world month group")


def _pairs(b: _Books) -> None:
    """What differs between two worlds, person by person, adds up to the difference of their counts."""
    for place, (world, base) in enumerate(b.pairs):
        for what, one, other, counts in (
            ("acts added - withheld", "added", "withheld", b.parts("acts")),
            ("sanctioned here only - there only", "sanction-only", "sanction-spared", b.parts("sanctioned-any")),
            ("hardship here only - there only", "hardship-only", "hardship-spared", b.parts("hardship")),
        ):
            _compare(b, place, f"{what} = difference of the two worlds", b.pair(one) - b.pair(other), counts[world] - counts[base])
        private, quiet = (b.pair(name)[place, ..., 0] for name in ("withheld-private", "withheld-unsanctioned"))
        b.most(f"said in private, at most withheld ({b.pair_name(place)})", private, quiet, "month group")
        never = (b.flow("adults") - b.flow("ever-sanctioned"))[world]
        b.most(
            f"gone quiet, at most those never sanctioned ({b.pair_name(place)})", b.pair("ever-quiet")[place, ..., 0], never, "month group"
        )
        gained, performed = b.pair("points-gained")[place, ..., 0], b.pair("points-performed")[place, ..., 0]
        b.most(f"points performed, at most gained ({b.pair_name(place)})", performed, gained, "month group")
        work = b.parts("employed")
        # Work is counted at the month's start where the phase is on, and compared after the month.
        if work[world].any() and work[base].any():
            net = (b.pair("job-only") - b.pair("job-missing"))[:, :-1]
            _compare(b, place, "at work here only - there only = difference of the two worlds", net, (work[world] - work[base])[1:])
        earned = b.parts("sanctioned")[world, ..., CAUSES.index("earned")]
        induced = b.pair("induced")[place, ..., 0]
        b.most(f"sanctions induced, at most sanctions earned ({b.pair_name(place)})", induced, earned, "month group")


def _compare(b: _Books, place: int, what: str, net: Ints, due: Ints) -> None:
    b.equal(f"{what} ({b.pair_name(place)})", net[place], due, "month group part")


def _reckoned(b: _Books) -> None:
    """What only measures need agrees with what happened."""
    axes = "world month group"
    earned = b.parts("sanctioned")[..., CAUSES.index("earned")]
    for name, whole in (
        ("whole-file", "adults"), ("innocent-sanctioned", "ever-sanctioned"), ("promises-broken", "tie-ends"),
        ("thin-lent", "thin-asked"), ("banked", "thin-lent"), ("unused", "records-expired"),
        ("detained", "sanctioned-any"), ("helpers", "adults"), ("helpers-pressed", "helpers"),
    ):  # fmt: skip
        b.most(f"`{name}`, at most `{whole}`", b.flow(name), b.flow(whole), axes)
    b.most("earned months without notice or hearing, at most earned months", b.flow("unfair"), earned, axes)
    beyond = b.parts("beyond")
    b.most("earned months out of proportion, at most earned months", beyond[..., 0], earned, axes)
    b.most("earned months beyond a larger multiple, at most beyond a smaller", beyond[..., 1:], beyond[..., :-1], f"{axes} part")
    tenth = b.parts("tenth")
    for part in ("adults", "sanctioned", "hardship", "employed"):
        counted = tenth[..., TENTH_PARTS.index(part)]
        b.most(f"the tenth: `{part}`, at most those of everybody", counted, b.flow(part), axes)
        b.most(f"the tenth: `{part}`, at most all of it", counted, tenth[..., 0], axes)
    _strata(b)
    _readings(b)


def _strata(b: _Books) -> None:
    """People by place and conduct are everybody, with what happened to them."""
    strata, axes = b.tally.stratum.sum(axis=(2, 3)), "world group"
    at_end = ("adults", "ever-sanctioned", "ever-earned", "ever-unearned-only", "", "", "whole-file", "innocent-sanctioned")
    for place, name in enumerate(at_end):
        if name:
            b.equal(f"`{name}` over strata = at the end", strata[..., place], b.flow(name)[:, -1], axes)
    earned = b.parts("sanctioned")[..., CAUSES.index("earned")].sum(axis=1)
    b.equal("months over strata = months sanctioned", strata[..., 4], b.flow("sanctioned").sum(axis=1), axes)
    b.equal("earned months over strata = earned months", strata[..., 5], earned, axes)


def _readings(b: _Books) -> None:
    """Files, ranks, origins and losses count the same people."""
    last = b.flow("adults").shape[1] - 1
    adults = b.flow("adults")[:, None, [*range(11, last, 12), last]]
    b.most("files of a scheme, at most adults", b.tally.held, np.broadcast_to(adults, b.tally.held.shape), "world scheme year group")
    ranked, end = b.tally.rank.sum(axis=(3, 4)), adults[:, :, -1]
    b.equal("adults ranked by a score, all or none", ranked * (end - ranked), np.zeros_like(ranked), "world scheme group")
    by_record, by_points = (b.tally.origin[:, :, by].sum(axis=2) for by in range(2))
    b.equal("months withheld by deciding record = by points", by_record, by_points, "world group right")
    income, debt = (b.tally.loss[:, :, kind].sum(axis=-1) for kind in range(2))
    b.equal("persons by income lost = by debt added", income, debt, "pair group")
