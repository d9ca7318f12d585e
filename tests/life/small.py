"""Shipped regimes in small towns in which much happens, for tests that hold the compiled month to something."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from counterlife.life.tally import FLOW_SIZES, LIST_SIZES, PAIR_SIZES, Tally
from counterlife.regime.compile import Compiled, compile_tables
from counterlife.regime.load import load, to_yaml
from counterlife.town.profile import load_town
from counterlife.town.tables import TownTables, town_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.regime.model import Regime

START = (2017, 6)
"""Agencies that join in July 2018 do so within a run."""
HOT_TOWN = (
    "acts.*.rate={value: 0.08 per person-year}",
    "acts.traffic.ticket.rate={value: 4 per person-year}",
    "acts.help.gift.rate={value: 3 per person-year}",
    "acts.speech.criticism.rate={value: 6 per person-year}",
    "acts.traffic.jaywalking.rate={value: 20 per person-year}",
    "acts.public-order.littering.rate={value: 3 per person-year}",
    "acts.court.unpaid-judgment.rate={value: 0.5 per person-year}",
    "acts.court.unpaid-judgment.obligation.median={value: 2000 yuan}",
    "work.loss={value: 5 per 100 person-months}",
    "savings.median={value: 500 yuan}",
    "credit={value: 1000 yuan}",
    "school.private={value: 0.8}",
    "hardship.financial={value: 4}",
    "demand.air={value: 0.3 per person-month}",
    "enterprises.acts.*.rate={value: 4 per firm-year}",
    "enterprises.frailty={value: 3}",
    "enterprises.sectors={aviation: 0.3, food: 0.3, manufacture: 0.4}",
)
"""Acts, unemployment and empty purses, so that sixty people in a year and a half meet everything. No number keeps its range: no claims."""

SEEN = ("channels.*.catches={value: 0.9}", "channels.*.coverage={value: 0.9}", "channels.*.mistaken-person={value: 0.2}")
HOT_RULES = (
    *SEEN,
    "bear.ties-break={value: 0.2 per person-month}",
    "bear.job-loss={value: 0.1 per person-month}",
    "recourse.look-up={value: 0.1 per person-month}",
    "recourse.appeal.capacity={value: 300 per 10000 adults}",
    "recourse.appeal.files.if-wrong={value: 0.7}",
    "recourse.appeal.files.if-right={value: 0.5}",
    "recourse.correction.on-request={value: 0.2 per person-month}",
    "recourse.repair.after={value: 2 months}",
    "recourse.repair.granted={value: 0.2 per person-month}",
)
WATCHED = (
    *SEEN,
    "channels.cameras.matching.gallery={value: 100000}",
    "channels.cameras.matching.probes={value: 10 per person-month}",
    "channels.informants.malice.rate.neighbour={value: 0.1 per person-month}",
    "channels.internet-monitoring.removes={value: 0.3}",
    "channels.internet-monitoring.direction.share={value: 0.2}",
    "channels.informants.review.keeps-wrong={value: 0.5}",
)
JOINED = (
    *dict.fromkeys((*HOT_RULES, *WATCHED)),
    "schemes.platform.covers={places: [elsewhere]}",
    "lists.defaulters.term={value: 8 months}",
    "lists.flagged.term={value: 6 months}",
    "adapt.fear.aware={value: 0.5}",
    "bear.firms.jobs={value: 1 per person-month}",
)
HOT = {
    "sesame": SEEN,
    "credit-record": SEEN,
    "transit-bans": (*SEEN, "lists.*.term={value: 6 months}"),
    "suining": SEEN,
    "fuzhou": SEEN,
    "hangzhou": (*SEEN, "schemes.qianjiang.covers.joins={value: 0.1 per person-month}"),
    "watchlist-us": (*SEEN, "channels.name-screening.matching.probes={value: 5 per person-month}"),
    "jharkhand": SEEN,
    "consumer-credit": SEEN,
    "platform-rating": SEEN,
    "robodebt": SEEN,
    "toeslagen": (*SEEN, "infer.prediction.every={value: 2 months}", "infer.prediction.false-positive={value: 0.05}"),
    "none": SEEN,
    "monitoring": WATCHED,
    "high-surveillance-region": (*WATCHED, "lists.flagged.term={value: 6 months}", "adapt.fear.aware={value: 0.5}"),
    "ordinary-fines": SEEN,
    "rongcheng": (
        *HOT_RULES,
        "schemes.points.bands.B.from={value: 985 points}",
        "schemes.points.bands.C.from={value: 970 points}",
        "schemes.points.bands.A.from={value: 995 points}",
        "schemes.points.records.kept={value: 9 months}",
        "channels.gatherers.false-reports.rate={value: 0.1 per person-month}",
        "infer.association={weight: 0.3, over: {family: 0.5, friend: 0.3}, scheme: points}",
        "adapt.fear.aware={value: 0.5}",
    ),
    "dishonest-enterprise": (
        "channels.*.catches={value: 0.9}",
        "channels.*.coverage={value: 0.9}",
        "channels.*.mistaken-firm={value: 0.2}",
        "lists.serious-violators.term={value: 6 months}",
        "bear.firms.jobs={value: 1 per person-month}",
        "bear.ties-break={value: 0.2 per person-month}",
    ),
    "civil-aviation": ("channels.*.catches={value: 0.9}", "bear.firms.jobs={value: 1 per person-month}"),
    "national": (
        *JOINED,
        "schemes.points.records.kept={value: 9 months}",
        "schemes.points.bands.A.from={value: 995 points}",
        "schemes.points.bands.B.from={value: 985 points}",
        "schemes.points.bands.C.from={value: 970 points}",
        "schemes.points.covers={}",
    ),
    "feared-national": (
        *JOINED,
        "schemes.citizen-score.bands.restricted.from={value: 800 points}",
        "infer.prediction.every={value: 2 months}",
        "infer.sentiment.every={value: 2 months}",
        "infer.anomaly.every={value: 3 months}",
        "infer.anomaly.false-positive={value: 0.05}",
    ),
    "judgment-defaulters": (
        *HOT_RULES,
        "lists.defaulters.term={value: 8 months}",
        "lists.defaulters.notice={value: 0.5}",
        "recourse.pay.while-listed={value: 0.3 per person-month}",
    ),
}


@cache
def hot_town(persons: int) -> TownTables:
    """`china-2020`, small and hot."""
    return town_tables(load_town("china-2020", (f"community={persons} persons", *HOT_TOWN)))


def hot(name: str, *overlays: str, more: Sequence[str] = ()) -> Regime:
    """A shipped regime, with numbers that make much happen; then safeguards over it, which settings would otherwise undo."""
    regime = load(name, (*HOT[name], *more))
    if not overlays:
        return regime
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.yaml"
        file.write_text(to_yaml(regime))
        return load(file, (), overlays)


def compiled(
    worlds: Sequence[Regime], persons: int, months: int, pairs: Sequence[tuple[int, int]] = (), mutes: Mapping[int, int] | None = None
) -> Compiled:
    """Worlds in the hot town."""
    return compile_tables(worlds, hot_town(persons), START, months, pairs, mutes)


_FIELDS = {"flow": FLOW_SIZES, "list_": LIST_SIZES, "pair": PAIR_SIZES}


def unequal(one: Tally, other: Tally) -> list[str]:
    """Where two tallies differ: array, field and the first place, for a message that says where to look."""
    found = []
    for name in Tally._fields:
        a, b = getattr(one, name), getattr(other, name)
        assert a.shape == b.shape, name
        fields = [field for field, size in _FIELDS.get(name, ()) for _ in range(size)]
        for place in np.argwhere(a != b)[:3]:
            field = fields[place[-1]] if fields else ""
            found.append(f"{name} {field} at {place.tolist()}: {a[tuple(place)]} and {b[tuple(place)]}")
    return found
