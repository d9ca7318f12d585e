"""The text of a new regime file: a regime's rules under another name, with a word on how to change them."""

from __future__ import annotations

import re
from pathlib import Path

from counterlife.regime.load import IDENTITY, find, load
from counterlife.regime.reading import Problem, RegimeError, read

HEAD = """\
# A regime file: what a system of scores, lists and consequences does, in its own words. Change anything below.
#
#   counterlife check {name}.yaml      errors with their place, and the numbers that lack a source
#   counterlife explain {name}.yaml    the same rules in sentences, for colleagues to correct
#   counterlife run {name}.yaml        what they do to people, beside ordinary law
#
# A number may be plain (`catches: 0.25`) or say what is known of it:
#   catches: {{value: 0.25, range: [0.05, 0.6], source: "annual report 2023, p. 14", grade: measured}}
# grade: measured (a published figure), reported (press or an NGO), assumed (your choice). Give reported and assumed numbers a range.
# Units are absolute: "2 per person-year", "24 months", "5 points", "2 per 1000 records", "5 per 10000 adults", "100 yuan".
# For completion in an editor: counterlife schema > regime.schema.json
# yaml-language-server: $schema=regime.schema.json

regime: {name}
title: {title}
about: >-
  Say here in two sentences whom the system covers, what it looks at and what follows from it.
kind: [{kind}]
{hypothesis}
# What follows is the text of `{base}`. Sources and grades are those of `{base}`: replace them by your own where you change a number.
"""


def new_file_text(name: str, base: str) -> str:
    """The text of a new file for ``NAME.yaml`` with the rules of another regime, which loads as it is.

    Parameters
    ----------
    name
        The new regime's name; of a path, the file's name without its ending.
    base
        A regime of the library, or a path.

    Raises
    ------
    RegimeError
        If the name is none, or the base does not load.
    """
    slug = Path(name).stem
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", slug):
        tidy = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-0123456789")
        tip = f"small letters, digits and dashes: {tidy or 'our-system'}"
        raise RegimeError([Problem(f"`{slug}` is no name for a regime", None, tip)])
    regime = load(base)
    path, shown = find(base, "regimes")
    keys = read(path, shown).keys
    first = min(place.line for trail, place in keys.items() if len(trail) == 1 and trail[0] not in IDENTITY)
    body = path.read_text(encoding="utf-8-sig").splitlines()[first - 1 :]
    head = HEAD.format(
        name=slug, base=regime.regime, title=slug.replace("-", " ").capitalize(), kind=", ".join(regime.kind),
        hypothesis="hypothesis: true\n" if regime.hypothesis else "",
    )  # fmt: skip
    return "\n".join([head, *body]).rstrip() + "\n"
