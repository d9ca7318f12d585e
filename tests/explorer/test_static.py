"""The page's files: nothing inline, nothing from elsewhere, the report's colours, and no string that is not in the words."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from counterlife.report.palette import DARK, LIGHT
from counterlife.report.say import words

STATIC = files("counterlife.explorer") / "static"
TEXTS = {one.name: one.read_text(encoding="utf-8") for one in STATIC.iterdir() if one.name.endswith((".js", ".css", ".html", ".svg"))}
SERVER = ("server.", "dials.")
INSTEAD = "instead."
"""Sections that the server says itself."""

SCRIPTS = {name: text for name, text in TEXTS.items() if name.endswith(".js")}


def test_colours_are_the_reports() -> None:
    found = dict(re.findall(r"--([a-z]+):(light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\))", TEXTS["style.css"]))
    assert found == {name: f"light-dark({LIGHT[name]},{DARK[name]})" for name in LIGHT}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_nothing_comes_from_elsewhere(name: str) -> None:
    addresses = re.findall(r"(?:https?:)?//[a-z0-9][\w.-]+\.[a-z]{2,}[^\s\"'`)]*", TEXTS[name])
    assert [one for one in addresses if "www.w3.org" not in one] == []


def test_the_page_holds_no_script_and_no_style_of_its_own() -> None:
    page = TEXTS["index.html"]
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []
    assert "<style" not in page
    assert not re.search(r"\s(?:style|on[a-z]+)=", page)


def test_modules_import_only_each_other() -> None:
    for name, text in SCRIPTS.items():
        for target in re.findall(r"from \"([^\"]+)\"", text):
            assert target.removeprefix("./") in SCRIPTS, f"{name} imports {target}"


def test_every_string_that_is_asked_for_is_in_the_words() -> None:
    table = words("en").table
    asked = {key for text in SCRIPTS.values() for key in re.findall(r"\b(?:t|nodes)\(\"([\w.-]+)\"", text)}
    asked |= {
        f"{key}.{form}" for text in SCRIPTS.values() for key in re.findall(r"\bcounted\(\"([\w.-]+)\"", text) for form in ("one", "many")
    }
    assert len(asked) > 80
    assert [key for key in sorted(asked) if f"explorer.{key}" not in table and key not in table] == []


def test_no_string_of_the_page_is_left_over() -> None:
    text = "\n".join(SCRIPTS.values())
    made = {one.rpartition(".")[0] + "." for one in re.findall(r"`([\w.]+)\$\{", text) if "." in one}
    keys = {key.removeprefix("explorer.") for key in words("en").table if key.startswith("explorer.")}
    own = {key for key in keys if not key.startswith((*SERVER, INSTEAD))}
    asked = {key for key in own if f'"{key}"' in text or f'"{key.rpartition(".")[0]}"' in text or any(key.startswith(one) for one in made)}
    assert len(own) > 100
    assert own - asked == set()
    assert {key.removeprefix(INSTEAD) for key in keys if key.startswith(INSTEAD)} <= set(words("en").table)
    assert words("en").instead("explorer").table["claims.no-rival"] == words("en").table["explorer.instead.claims.no-rival"]
