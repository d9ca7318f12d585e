"""A hundred people: how many of them a regime leaves alone, and what it does to the others. Shapes tell them apart, not only colours.

The picture is plain SVG, made here; a notebook shows it by itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from counterlife.report.palette import LIGHT, css

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterlife.report.say import Words

FATES: Final = ("mistake", "others", "own", "quiet", "untouched")
"""What a regime did to somebody, in the order of the picture."""

COLOURS: Final = {"mistake": "harm", "others": "through", "own": "own", "quiet": "quiet", "untouched": "faint"}
UNTOUCHED: Final = "untouched"
SIZES: Final = (100, 1000)
ACROSS: Final = {(100, "wide"): 20, (100, "narrow"): 10, (1000, "wide"): 50, (1000, "narrow"): 40}


@dataclass(frozen=True)
class People:
    """So many people of one world, by what became of them.

    Attributes
    ----------
    counts : mapping of str to int
        Of every fate in `FATES` that is known; they add up to ``out_of``.
    out_of : int
        100, or 1,000 where a hundred would not show what happened.
    title : str
        The world.
    words : Words
        The language.
    """

    counts: Mapping[str, int]
    out_of: int
    title: str
    words: Words

    def sentence(self) -> str:
        """The picture in words."""
        say = self.words
        parts = [say.plain("people.part", n=say.whole(self.counts[fate]), fate=say.plain(f"fates.{fate}")) for fate in self.counts]
        return say.plain("people.sentence", title=self.title, n=say.whole(self.out_of), parts=say.listed(parts))

    def svg(self, layout: str = "wide", static: bool = False) -> Markup:
        """The picture.

        Parameters
        ----------
        layout : {"wide", "narrow"}
            For a page or for a phone.
        static : bool
            With fixed colours, for paper and for programs that know no style sheets.
        """
        across = ACROSS[self.out_of, layout]
        step = 22.0 if self.out_of == SIZES[0] else (12.0 if layout == "wide" else 9.0)
        height = self.out_of // across * step
        order = [fate for fate in FATES for _ in range(self.counts.get(fate, 0))]
        paths = []
        for fate in FATES:
            places = [place for place, one in enumerate(order) if one == fate]
            if places:
                centres = [((place % across + 0.5) * step, (place // across + 0.5) * step) for place in places]
                paths.append(icons(fate, centres, step, static))
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="people" viewBox="0 0 {:g} {:g}" width="{:g}" height="{:g}" role="img" '
            'aria-label="{}">{}</svg>'
        ).format(across * step, height, across * step, height, self.sentence(), Markup("").join(paths))

    def legend(self, fates: Iterable[str], static: bool = False) -> Markup:
        """What the shapes mean, and how many there are of each."""
        return Markup("").join(key(fate, self.words, self.counts[fate], static) for fate in fates)

    def _repr_html_(self) -> str:
        """For a notebook."""
        keys = self.legend((fate for fate, count in self.counts.items() if count), static=True)
        return Markup("<figure><figcaption><b>{}</b></figcaption>{}<p>{}</p></figure>").format(self.title, self.svg(static=True), keys)


def icons(fate: str, centres: Sequence[tuple[float, float]], step: float, static: bool) -> Markup:
    """The icons of one fate as one path: ring, disc, cross, diamond or dash."""
    colour = LIGHT[COLOURS[fate]] if static else css(COLOURS[fate])
    reach, outline = _icon(fate, step)
    rise = reach if fate == "mistake" else 0.0
    d = "".join(f"M{x - reach:.4g} {y - rise:.4g}{outline}" for x, y in centres)
    if fate in ("own", "others"):
        style = f"fill:{colour};stroke:none"
    else:
        width = {"untouched": 0.07, "mistake": 0.17, "quiet": 0.17}[fate] * step
        style = f"fill:none;stroke:{colour};stroke-width:{width:.2g}"
    return Markup('<path class="fate-{}" d="{}" style="{}"/>').format(fate, d, style)


def _icon(fate: str, step: float) -> tuple[float, str]:
    """How far an icon reaches from its centre, and its outline from the left: for a cross from the upper left."""
    if fate in ("untouched", "own"):
        r = step * (0.3 if fate == "untouched" else 0.33)
        return r, f"a{r:.3g} {r:.3g} 0 1 0 {2 * r:.3g} 0a{r:.3g} {r:.3g} 0 1 0 {-2 * r:.3g} 0z"
    if fate == "mistake":
        r = step * 0.29
        return r, f"l{2 * r:.3g} {2 * r:.3g}m{-2 * r:.3g} 0l{2 * r:.3g} {-2 * r:.3g}"
    if fate == "others":
        r = step * 0.4
        return r, f"l{r:.3g} {-r:.3g}l{r:.3g} {r:.3g}l{-r:.3g} {r:.3g}z"
    r = step * 0.36
    return r, f"h{2 * r:.3g}"


def key(fate: str, say: Words, count: int, static: bool = False) -> Markup:
    """One entry of the legend."""
    icon = Markup('<svg class="key" viewBox="0 0 22 22" width="18" height="18" aria-hidden="true">{}</svg>').format(
        icons(fate, [(11, 11)], 22, static)
    )
    amount = Markup("<b>{}</b> ").format(say.whole(count) if count else say.plain("people.fewer"))
    return Markup('<span class="legend">{}<span>{}{}</span></span> ').format(icon, amount, say.plain(f"fates.{fate}"))


def apportion(shares: Mapping[str, float], out_of: int) -> dict[str, int]:
    """Shares of 1 as whole people that add up: each is rounded, and whoever is untouched (or else the most frequent) makes up the rest.

    Parameters
    ----------
    shares : mapping of str to float
        They add up to 1.
    out_of : int
        How many people.
    """
    counts = {name: math.floor(share * out_of + 0.5) for name, share in shares.items()}
    over = sum(counts.values()) - out_of
    rest = UNTOUCHED if counts.get(UNTOUCHED, 0) >= over else max(counts, key=lambda name: counts[name])
    counts[rest] -= over
    return counts


def size_for(shares: Mapping[str, float]) -> int:
    """100 people, unless those sanctioned though their own conduct brought no sanction would not show among them: then 1,000."""
    wronged = shares.get("mistake", 0) + shares.get("others", 0)
    return SIZES[1] if 0 < wronged * SIZES[0] < 1 else SIZES[0]
