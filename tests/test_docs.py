"""The documentation: its numbers are the library's, its examples load, and what it points to is there."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from counterlife import luck
from counterlife.measure.registry import BY_NAME
from counterlife.regime.load import load, load_safeguard
from counterlife.regime.names import library_names
from counterlife.study.case import load_case
from counterlife.town.profile import load_town

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
EXAMPLE = re.compile(r"```yaml\n# example: (regime|safeguard|town|case)\n(.*?)```", re.DOTALL)
EXAMPLES = [(kind, text) for page in PAGES for kind, text in EXAMPLE.findall(page.read_text("utf-8"))]
READERS: dict[str, Callable[[Path], object]] = {"regime": load, "safeguard": load_safeguard, "town": load_town, "case": load_case}
KNOWN = re.compile(r"^\| `([0-9a-f ]+)` \| `([0-9a-f ]+)` \| `([0-9a-f ]+)` \|$", re.MULTILINE)


def words(text: str) -> tuple[int, ...]:
    """Hexadecimal words."""
    return tuple(int(word, 16) for word in text.split())


@pytest.mark.parametrize("page", ["numbers", "measures"])
def test_what_is_made_from_the_library_is_as_the_library(page: str) -> None:
    told = subprocess.run(
        [sys.executable, str(DOCS / f"make_{page}.py"), "--check"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_examples_load(tmp_path: Path, kind: str, text: str) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, "utf-8")
    READERS[kind](file)


def test_there_is_an_example_of_each_kind() -> None:
    assert {kind for kind, _ in EXAMPLES} == set(READERS)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link}
    paths = set(re.findall(r"`((?:src|tests|docs|scripts)/[\w./-]+)`", text))
    inside = set(re.findall(r"`((?:regime|town|life|measure|study|cli|evidence|tables)/[\w./-]*)`", text))
    missing = [link for link in links if not (DOCS / link).exists()]
    missing += [path for path in paths if not (ROOT / path).exists()]
    missing += [path for path in inside if not (ROOT / "src" / "counterlife" / path).exists()]
    assert not missing


def test_luck_answers_as_its_page_says() -> None:
    page = (DOCS / "luck.md").read_text("utf-8")
    rows = KNOWN.findall(page)
    assert len(rows) == 3
    for counter, key, answer in rows:
        c0, c1, c2, c3 = words(counter)
        k0, k1 = words(key)
        assert luck.philox((c0, c1, c2, c3), (k0, k1)) == words(answer)
    named = set(re.findall(r"`([a-z-]+)`", "\n".join(row.split("|")[1] for row in page.splitlines() if row.startswith("| `"))))
    assert named == set(luck.PURPOSES)
    drawn = luck.words(1, luck.PERSON, 4117, 12, luck.PURPOSE["observe"], luck.code("police-files"), luck.code("traffic.ticket"))
    assert str(drawn) in page


def test_the_page_on_the_whole_system_is_about_every_safeguard_and_known_measures() -> None:
    page = (DOCS / "national.md").read_text("utf-8")
    spec = importlib.util.spec_from_file_location("make_national", DOCS / "make_national.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert {*made.WORSE, *made.AGAINST_NONE, *made.FEARED} <= set(BY_NAME)
    for name in made.TABLES:
        table = page.partition(f"<!-- {name} -->")[2].partition("<!-- end -->")[0]
        assert "| --- |" in table
    assert set(library_names("safeguards")) <= set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))
