"""Filling in what rule tables say of the lists of persons: what brings on them, how long, the ways off, what they and agencies withhold."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from counterlife import luck
from counterlife.regime import tables as rt
from counterlife.regime.acts import acts
from counterlife.regime.fill import end_of, rights
from counterlife.regime.reading import Problem
from counterlife.regime.related import related
from counterlife.regime.tables import NEVER
from counterlife.town.tables import threshold
from counterlife.words import DOMAINS, GUESSES, REWARDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterlife.regime.fill import Frame
    from counterlife.regime.lists import ListRule
    from counterlife.regime.model import Regime
    from counterlife.regime.schemes import Scheme

FINE_MOST: Final = 1 << 30
"""The largest fine, cents."""
KIN: Final = "/kin"
"""Ends the name of the list of households that follows another list."""


def _is_ordinary(regime: Regime, name: str, rule: ListRule) -> bool:
    """Whether a list belongs to ordinary law: the scheme it reads is, or all those that put on it are."""
    if name.endswith(KIN):
        return _is_ordinary(regime, name.removesuffix(KIN), regime.lists[name.removesuffix(KIN)])
    limit = rule.below or rule.above
    if limit is not None:
        return regime.schemes[limit.scheme].ordinary
    feeding = [scheme for scheme in regime.schemes.values() if any(entry.list == name for entry in scheme.catalog.values())]
    return bool(feeding) and all(scheme.ordinary for scheme in feeding)


def fill_list(frame: Frame, w: int, regime: Regime, name: str, rule: ListRule) -> None:
    names, row = frame.names, frame.tables.listed[w, frame.names.lists.index(name)]
    red, ordinary, limit = rule.colour == "red", _is_ordinary(regime, name, rule), rule.below or rule.above
    if (red and rule.withholds) or (rule.gives and not red):
        tip = "a red list only gives, a black one only withholds"
        frame.wrong.append(Problem(f"{regime.regime}: the {rule.colour} list `{name}` {'withholds' if red else 'gives'}", None, tip))
    row[rt.L_ON] = 1
    row[rt.L_CODE] = luck.code(name)
    row[rt.L_RED] = red
    row[rt.L_SCHEME] = -1
    if limit is not None:
        row[rt.L_SCHEME] = names.schemes.index(limit.scheme)
        row[rt.L_BAND] = names.bands_of[w][limit.scheme].index(limit.band)
    row[rt.L_ABOVE] = rule.above is not None
    row[rt.L_UNABLE] = threshold(rule.unable.value)
    row[rt.L_NOTICE] = threshold(rule.notice.value)
    row[rt.L_TERM] = NEVER if rule.term.value is None else min(rule.term.value, NEVER)
    row[rt.L_PUBLISHES], row[rt.L_SECRET] = rule.publishes == "public", rule.publishes == "authorities"
    row[rt.L_SINCE] = frame.since(rule.since, None if ordinary else regime.since)
    ways = {rt.L_PAY: "pay", rt.L_PERFORM: "perform", rt.L_APPEAL: "appeal", rt.L_CORRECTION: "correction", rt.L_REPAIR: "repair"}
    for column, way in ways.items():
        row[column] = way in rule.exits
    row[rt.L_ORDINARY] = ordinary
    row[rt.L_UNTIL] = list_ends(frame, regime, name, rule)
    if rule.proportion is not None and rule.proportion.per_point is not None and limit is None:
        row[rt.L_PER_POINT] = max(1, rule.proportion.per_point.value)
    row[rt.L_GRACE] = min(rule.grace.value, NEVER)
    row[rt.L_LINGERS] = (1 << 32) - threshold(rule.clears.value)
    row[rt.L_KIN] = 1 + names.lists.index(name.removesuffix(KIN)) if name.endswith(KIN) else 0
    if regime.phases.sanction and (regime.mute.follows or ordinary):
        _fill_withheld(frame, w, regime, name, rule)
        if rule.fine is not None:
            row[rt.L_FINE], row[rt.L_FINE_AFTER] = min(rule.fine.sum.value, FINE_MOST), min(rule.fine.after.value, NEVER)
            row[rt.L_FINED] = threshold(rule.fine.share.value)
            frame.tables.world[w, rt.W_COURT_FINES] |= rule.fine.sum.value > 0


def _behind(regime: Regime, name: str, rule: ListRule) -> Iterator[tuple[Scheme, tuple[str, ...]]]:
    """The schemes that bring people on a list, each with the acts by which it does."""
    limit = rule.below or rule.above
    if limit is not None:
        scheme = regime.schemes[limit.scheme]
        yield scheme, tuple(act for act, entry in scheme.catalog.items() if entry.band or (entry.points and entry.points.value < 0))
        return
    for key, scheme in regime.schemes.items():
        acts_on = tuple(act for act, entry in scheme.catalog.items() if entry.list == name)
        guesses = [getattr(regime.infer, guess) for guess in GUESSES]
        guessed = any(guess is not None and (guess.scheme, guess.list) == (key, name) for guess in guesses)
        if acts_on or guessed:
            yield scheme, acts_on


def list_ends(frame: Frame, regime: Regime, name: str, rule: ListRule) -> int:
    """The month in which the last scheme behind a list ends, 0 if one has no end; a list of households ends as the one it follows.

    Listings by an event go on where the scheme keeps its files.
    """
    if name.endswith(KIN):
        return 0
    bands = rule.below is not None or rule.above is not None
    ends = [end_of(frame, regime, scheme) * (bands or scheme.files == "deleted") for scheme, _ in _behind(regime, name, rule)]
    return max(ends) if ends and all(ends) else 0


def _related(regime: Regime, name: str, rule: ListRule) -> Iterable[str]:
    """The rights that a list may withhold: all, or those related to the spheres of the acts that bring people on it."""
    if rule.proportion is None or not rule.proportion.related:
        return DOMAINS
    named = set(chain.from_iterable(done for _, done in _behind(regime, name, rule)))
    return set(chain.from_iterable(related(acts()[act].domain) for act in named))


def _fill_withheld(frame: Frame, w: int, regime: Regime, name: str, rule: ListRule) -> None:
    """What a list withholds or gives by itself, and what each agency adds from the month in which it receives the list."""
    months = frame.tables.withheld[w, frame.names.lists.index(name)]
    within = rights(_related(regime, name, rule), REWARDS)
    months |= rights(rule.withholds, rule.gives) & within
    for stage, row in zip(rule.stages, frame.tables.stage[w, frame.names.lists.index(name)], strict=False):
        row[:] = min(stage.after.value, NEVER), rights(stage.withholds) & within
    for title, agency in regime.agencies.items():
        if name not in agency.receives or not agency.withholds:
            continue
        if rule.colour == "red":
            frame.wrong.append(Problem(f"{regime.regime}: agency `{title}` withholds from those on the red list `{name}`"))
        months[frame.since(agency.since) :] |= rights(agency.withholds) & within
