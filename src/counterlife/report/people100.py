"""A hundred people: how many of them a regime leaves alone, and what it does to the others. Shapes tell them apart, not only colours.

The picture is plain SVG, made here; a notebook shows it by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from counterlife.report.palette import LIGHT, css

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterlife.report.say import Words

FATES: Final = ("mistake", "others", "own", "quiet", "untouched")
"""What a regime did to somebody, in the order of the picture."""

COLOURS: Final = {"mistake": "harm", "others": "through", "own": "own", "quiet": "quiet", "untouched": "faint"}
SIZES: Final = (100, 1000)
ACROSS: Final = {(100, "wide"): 20, (100, "narrow"): 10, (1000, "wide"): 50, (1000, "narrow"): 25}


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
        step = 22.0 if self.out_of == SIZES[0] else (12.0 if layout == "wide" else 14.0)
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

    def _repr_html_(self) -> str:
        """For a notebook."""
        say = self.words
        keys = Markup("").join(key(fate, say, self.counts[fate]) for fate in self.counts)
        return Markup("<figure><figcaption><b>{}</b></figcaption>{}<p>{}</p></figure>").format(self.title, self.svg(static=True), keys)


def icons(fate: str, centres: Sequence[tuple[float, float]], step: float, static: bool) -> Markup:
    """The icons of one fate as one path: ring, disc, cross, diamond or dash."""
    colour = LIGHT[COLOURS[fate]] if static else css(COLOURS[fate])
    d = "".join(_icon(fate, x, y, step) for x, y in centres)
    if fate in ("own", "others"):
        style = f"fill:{colour};stroke:none"
    else:
        width = {"untouched": 0.07, "mistake": 0.17, "quiet": 0.17}[fate] * step
        style = f"fill:none;stroke:{colour};stroke-width:{width:.2g}"
    return Markup('<path class="fate-{}" d="{}" style="{}"/>').format(fate, d, style)


def _icon(fate: str, x: float, y: float, step: float) -> str:
    if fate in ("untouched", "own"):
        r = step * (0.3 if fate == "untouched" else 0.33)
        return f"M{x - r:.4g} {y:.4g}a{r:.3g} {r:.3g} 0 1 0 {2 * r:.3g} 0a{r:.3g} {r:.3g} 0 1 0 {-2 * r:.3g} 0z"
    if fate == "mistake":
        r = step * 0.29
        return f"M{x - r:.4g} {y - r:.4g}l{2 * r:.3g} {2 * r:.3g}m{-2 * r:.3g} 0l{2 * r:.3g} {-2 * r:.3g}"
    if fate == "others":
        r = step * 0.4
        return f"M{x - r:.4g} {y:.4g}l{r:.3g} {-r:.3g}l{r:.3g} {r:.3g}l{-r:.3g} {r:.3g}z"
    r = step * 0.36
    return f"M{x - r:.4g} {y:.4g}h{2 * r:.3g}"


def key(fate: str, say: Words, count: int | None = None) -> Markup:
    """One entry of the legend."""
    icon = Markup('<svg class="key" viewBox="0 0 22 22" width="18" height="18" aria-hidden="true">{}</svg>').format(
        icons(fate, [(11, 11)], 22, False)
    )
    amount = "" if count is None else Markup("<b>{}</b> ").format(say.whole(count))
    return Markup('<span class="legend">{}<span>{}{}</span></span> ').format(icon, amount, say.plain(f"fates.{fate}"))


def apportion(shares: Mapping[str, float], out_of: int) -> dict[str, int]:
    """Shares of 1 as whole people that add up: each is rounded down, and the largest remainders get one more.

    Parameters
    ----------
    shares : mapping of str to float
        They add up to 1.
    out_of : int
        How many people.
    """
    floors = {name: int(share * out_of) for name, share in shares.items()}
    left = out_of - sum(floors.values())
    by_remainder = sorted(shares, key=lambda name: (floors[name] - shares[name] * out_of, list(shares).index(name)))
    for name in by_remainder[:left]:
        floors[name] += 1
    return floors


def size_for(worlds: Sequence[Mapping[str, float]]) -> int:
    """100 people, unless something that happened to somebody would not show among them: then 1,000."""
    small = [share for shares in worlds for fate, share in shares.items() if fate != "untouched" and share > 0]
    return SIZES[1] if any(share * SIZES[0] < 1 <= share * SIZES[1] for share in small) else SIZES[0]
