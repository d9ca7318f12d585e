"""An exhibit: a frame with its chart or picture, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from counterlife.report.charts import LAYOUTS, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from counterlife.report.frame import Frame


@dataclass(frozen=True)
class Exhibit:
    """Something shown, and the table behind it.

    Attributes
    ----------
    id : str
        Unique on the page; the name of its files.
    title, lead : Markup
        Its heading, and what it shows and what its ranges contain.
    frames : tuple of Frame
        The tables that the chart or picture is drawn from; the first is the main one.
    draw : callable or None
        Makes the Vega-Lite specification of a layout; called only where a chart is shown.
    pictures : mapping of str to Markup
        SVG made by hand, by layout.
    alt : str
        The picture in a sentence, for those who don't see it.
    notes : tuple of Markup
        What else to know.
    said : tuple of Markup
        What it says, in sentences.
    open : bool
        Whether its table is shown at once.
    marks : tuple of str
        What parts decimals and thousands on the axes.
    """

    id: str
    title: Markup
    lead: Markup
    frames: tuple[Frame, ...] = ()
    draw: Callable[[str], dict[str, Any]] | None = None
    pictures: dict[str, Markup] | None = None
    alt: str = ""
    notes: tuple[Markup, ...] = ()
    said: tuple[Markup, ...] = ()
    open: bool = False
    marks: tuple[str, str] = (".", ",")

    @cached_property
    def charts(self) -> dict[str, dict[str, Any]]:
        """Vega-Lite specifications by layout; none if nothing is drawn."""
        return {layout: written(self.draw(layout), *self.marks) for layout in LAYOUTS} if self.draw else {}
