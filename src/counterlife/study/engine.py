"""Where the study meets the model: rules compiled, communities lived, measures taken. Loads the kernels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from counterlife import kernels
from counterlife.life import books
from counterlife.life.tally import Tally, as_dict, empty
from counterlife.measure.regions import regions
from counterlife.measure.table import scene_of, table
from counterlife.measure.view import Costs, Weights
from counterlife.regime.tables import L_RED
from counterlife.study.layout import layout
from counterlife.study.living import Lives, own_code
from counterlife.study.store import REGIONS, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterlife.measure.table import Result
    from counterlife.measure.view import Scene
    from counterlife.regime.model import Regime
    from counterlife.study.design import Design
    from counterlife.study.layout import Layout
    from counterlife.study.store import Rows
    from counterlife.study.work import Counts, Live

    Measure = Callable[[Mapping[int, Counts]], Mapping[str, Rows]]


@dataclass(frozen=True)
class Engine:
    """What a run needs of the model.

    Attributes
    ----------
    live : Live
        Lives communities of one seed.
    layout : Layout
        The axes of what is counted.
    measure : Measure
        The tables of figures (`counterlife.study.store.TABLES`), from the counts of each seed.
    check : callable
        Raises `counterlife.life.books.BooksError` if the counts of each seed contradict themselves.
    """

    live: Live
    layout: Layout
    measure: Measure
    check: Callable[[Mapping[int, Counts]], None]


def engine(design: Design, say: Callable[[str], None] | None = None) -> Engine:
    """The model, made ready for a design.

    Parameters
    ----------
    say : callable, optional
        Told when the kernels have to be compiled first.

    Raises
    ------
    RegimeError
        If a regime doesn't fit the town.
    """
    tables, town = design.compiled.tables, design.town_tables
    kernels.load(say, tables)
    lives = Lives(tables, town, own_code())
    return Engine(lives, layout_of(design), partial(measured, design), partial(check_books, design))


def layout_of(design: Design) -> Layout:
    """The axes of what is counted in a design's worlds."""
    names, worlds = design.compiled.names, design.names
    pairs = [(worlds[world], worlds[baseline]) for world, baseline in design.pairs]
    return layout(worlds, pairs, names.groups, names.lists, names.channels, names.schemes, names.places)


def shape_of(design: Design) -> tuple[Layout, dict[str, tuple[int, ...]]]:
    """The axes of what is counted in a design's worlds, and the shape of each array."""
    layout = layout_of(design)
    labels = layout.labels
    worlds, groups, lists, channels, schemes, pairs, places = (
        len(labels[axis]) for axis in ("world", "group", "list", "channel", "scheme", "pair", "place")
    )
    blank = as_dict(empty(worlds, design.months, groups, lists, channels, schemes, pairs, places))
    return layout, {name: array.shape for name, array in blank.items()}


def check_books(design: Design, by_seed: Mapping[int, Counts]) -> None:
    """Check that the books of a run balance.

    Raises
    ------
    BooksError
        If what was counted contradicts itself.
    """
    names = design.compiled.names
    for counts in by_seed.values():
        books.check(Tally(**counts), design.names, names.groups, names.lists, design.pairs)


def measured(design: Design, by_seed: Mapping[int, Counts]) -> dict[str, Rows]:
    """The tables of figures of a run, once its books are found to balance.

    Raises
    ------
    BooksError
        If what was counted contradicts itself.
    """
    names, found = design.compiled.names, _table(design, by_seed)
    rows = dict(zip(TABLES, (found.rows, found.differences, found.ratios), strict=True))
    tables = {name: [dict(row) for row in each] for name, each in rows.items()}
    if by_region := regions([Tally(**by_seed[seed]) for seed in sorted(by_seed)], scene(design), names.places):
        tables[REGIONS] = [dict(row) for row in by_region]
    return tables


def compared(design: Design, by_seed: Mapping[int, Counts], measures: Sequence[str]) -> Rows:
    """A few figures of everybody: differences between worlds, and the regime's own values.

    Raises
    ------
    BooksError
        If what was counted contradicts itself.
    """
    found = _table(design, by_seed, (), measures)
    whole = [row for row in (*found.differences, *found.rows) if "[" not in row["measure"]]
    told = [dict(row) for row in whole if row["against"] is not None or row["world"] == design.names[0]]
    order = {name: place for place, name in enumerate(measures)}
    return sorted(told, key=lambda row: order[row["measure"]])


def _table(
    design: Design, by_seed: Mapping[int, Counts], groups: Sequence[str] | None = None, measures: Sequence[str] | None = None
) -> Result:
    """The measures of a run whose books balance."""
    check_books(design, by_seed)
    baselines: dict[str, list[str]] = {}
    for world, baseline in design.contrasts:
        baselines.setdefault(design.names[world], []).append(design.names[baseline])
    tallies = [Tally(**by_seed[seed]) for seed in sorted(by_seed)]
    return table(tallies, design.compiled.names, design.names, baselines, groups, measures=measures, **_compared(design))


def scene(design: Design) -> Scene:
    """What the axes of the tallies stand for, for measures taken one by one."""
    return scene_of(design.compiled.names, design.names, **_compared(design))


def _compared(design: Design) -> dict[str, Any]:
    """Pairs of worlds, muted worlds and redlists, by name."""
    worlds, compiled = design.names, design.compiled
    red = compiled.tables.listed[:, :, L_RED].max(axis=0).tolist()
    return {
        "pairs": [(worlds[world], worlds[baseline]) for world, baseline in design.pairs],
        "mutes": {worlds[world]: worlds[mute] for world, mute in design.mutes.items()},
        "red": [name for name, is_red in zip(compiled.names.lists, red, strict=True) if is_red],
        "follows": {worlds[world]: worlds[silent] for world, silent in design.silent.items()},
        "exempts": {worlds[world]: worlds[exempt] for world, exempt in design.exempts.items()},
        "weights": {world.name: weights_of(world.regime) for world in design.worlds},
    }


def weights_of(regime: Regime) -> Weights:
    """What a regime's rules say of what is only counted."""
    costs, trust = regime.costs, regime.adapt.trust
    hours = (costs.record, costs.review, costs.listing, costs.hearing)
    return Weights(
        costs=Costs(*(float(cost.value) for cost in hours)),
        reviewed=frozenset(name for name, channel in regime.channels.items() if channel.review is not None),
        leaks={name: 12 * float(scheme.records.leaks.value) for name, scheme in regime.schemes.items()},
        trust=None if trust is None else (float(trust.falls.value), float(trust.rises.value)),
    )
