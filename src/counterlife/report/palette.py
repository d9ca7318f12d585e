"""Colours, told apart by people who see colours differently, in light and in dark.

The four that carry meaning differ in lightness and in hue away from the red–green axis alone; shapes carry the same meaning again.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "paper": "#fbfaf7",
    "panel": "#f2f0ea",
    "ink": "#1b1b1d",
    "soft": "#56565c",
    "line": "#d9d6cd",
    "faint": "#8d8b85",
    "harm": "#b93a0b",
    "through": "#6a33c2",
    "own": "#4c5f78",
    "quiet": "#8a5a00",
    "help": "#00697a",
    "band": "#efc9b6",
}
DARK: Final = {
    "paper": "#131418",
    "panel": "#1d1f25",
    "ink": "#ecebe7",
    "soft": "#b3b3b8",
    "line": "#3a3c44",
    "faint": "#90929b",
    "harm": "#ff9466",
    "through": "#c2a5ff",
    "own": "#a9bdd6",
    "quiet": "#e6b450",
    "help": "#5cc8d8",
    "band": "#5c3323",
}


def css(name: str) -> str:
    """A colour that follows the page's scheme, with the light one where there is no page."""
    return f"var(--{name},{LIGHT[name]})"


def themed(svg: str) -> str:
    """An SVG in which the light colours follow the page's scheme.

    Renderers write colours as attributes; style wins over these and knows variables.
    """
    for name, colour in LIGHT.items():
        for place in ("fill", "stroke"):
            svg = svg.replace(f'{place}="{colour}"', f'{place}="{css(name)}"')
    return svg


def declared(colours: dict[str, str]) -> str:
    """The colours as CSS declarations."""
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
