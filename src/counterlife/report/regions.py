"""The finding by region: a tile for each place of the town. Places are made up; where they lie says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from counterlife.life.tally import FLOW
from counterlife.measure.finding import HEADLINE
from counterlife.measure.interval import over_seeds
from counterlife.measure.regions import views
from counterlife.report import charts
from counterlife.report.exhibit import Exhibit
from counterlife.report.finding import out_of
from counterlife.report.frame import Cell, Column, frame, text

if TYPE_CHECKING:
    from counterlife.report.gather import Facts

TILE: Final = {"wide": 150, "narrow": 120}
"""Side of a tile, in pixels."""
ACROSS: Final = {"wide": 4, "narrow": 2}
"""Tiles in a row, at most."""


def where(facts: Facts) -> Exhibit | None:
    """The finding by region, as tiles; None in a town of one place."""
    say, places = facts.say, facts.design.compiled.names.places
    if len(places) < 2:
        return None
    seen = [views(facts.tallies, facts.scene, place, facts.main) for place in range(len(places))]
    found = [over_seeds(HEADLINE, [HEADLINE.function(view) for view in each]) for each in seen]
    living = [sum(int(view.flow[-1, [FLOW["adults"], FLOW["children"]]].sum()) for view in each) for each in seen]
    size = out_of(facts, found)
    unit = facts.unit("wronged-in", n=say.whole(size))
    rows = [
        {"region": text(name), "people": Cell(100 * many / sum(living), say.number(100 * many / sum(living)))}
        | facts.figure(one, size / 100, whole=True)
        for name, many, one in zip(places, living, found, strict=True)
    ]
    columns = (Column("region", say.plain("columns.region")), Column("people", say.plain("where.people"), True), *facts.columns(unit))
    made = frame("where", say.plain("where.table"), columns, rows)
    told = [
        say("who.said", group=row["region"].shown, n=say.whole(size), **{key: made.told(place, key) for key in ("value", "lo", "hi")})
        for place, row in enumerate(made.rows)
        if row["lo"].value is not None and row["note"].value == "chance"
    ]
    few = [
        say("who.few", group=row["region"].shown, count=made.told(place, "count"), of=made.told(place, "of"))
        for place, row in enumerate(made.rows)
        if row["note"].value == "few"
    ]

    def draw(layout: str) -> dict[str, Any]:
        return charts.tiles(made, "region", unit, layout, TILE[layout], ACROSS[layout])

    return Exhibit(
        "where",
        say("where.title"),
        say("where.lead", n=say.whole(size)),
        (made,),
        draw=draw if any(row["value"].value is not None for row in made.rows) else None,
        alt=" ".join(say.plain("format.plain", text=sentence) for sentence in told),
        said=(*told, *few),
        notes=(say("where.note"),),
    )
