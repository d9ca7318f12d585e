"""The table of mechanisms: no empty cell, nothing that does not exist, no key of a file without a mechanism."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterlife.measure.registry import BY_NAME
from counterlife.regime.load import load, plain
from counterlife.regime.model import Regime
from counterlife.regime.shape import fields, has_own_keys, is_mapping, unwrapped
from counterlife.study.mechanisms import FILES, MECHANISMS, PLAIN, TABLE, Mechanism, is_on, leaves, matches, users
from counterlife.words import PHASES

TESTS = Path(__file__).resolve().parents[1]
WAITING: set[str] = set()
"""Mechanisms that the engine has and no file of the library uses yet."""

PHASE_WORDS = {*PHASES, "town", "turn", "reckon"}


def named(mechanism: Mechanism) -> str:
    return mechanism.name


def functions(file: str) -> set[str]:
    """Names of the test functions of a file, none if there is no such file."""
    path = TESTS / file
    if not path.is_file():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def keys_of(annotation: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every place of a file where a value may stand; a name that is free is written ``x``."""
    for one in unwrapped(annotation):
        if has_own_keys(one):
            for key, inner in fields(one).items():
                yield from keys_of(inner, (*trail, key))
        elif is_mapping(one):
            yield from keys_of(one.__args__[1], (*trail, "x"))
        elif one is not type(None):
            yield trail


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=named)
def test_no_cell_is_empty(mechanism: Mechanism) -> None:
    assert mechanism.phases
    assert set(mechanism.phases) <= PHASE_WORDS
    assert mechanism.measures
    assert mechanism.tests
    assert bool(users(mechanism)) != (mechanism.name in WAITING), f"which files of the library use: {mechanism.name}?"


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=named)
def test_what_is_named_exists(mechanism: Mechanism) -> None:
    assert set(mechanism.measures) <= set(BY_NAME)
    for test in mechanism.tests:
        file, _, function = test.partition("::")
        assert function.startswith("test_")
        assert function in functions(file), f"there is no {test}"


def test_every_file_of_the_table_is_read() -> None:
    assert sorted(FILES) == sorted(path.stem for path in TABLE.iterdir())


def test_names_are_different_and_every_phase_has_a_mechanism() -> None:
    names = [mechanism.name for mechanism in MECHANISMS]
    assert len(set(names)) == len(names)
    assert {phase for mechanism in MECHANISMS for phase in mechanism.phases} == PHASE_WORDS


def test_every_key_of_a_regime_file_belongs_to_a_mechanism() -> None:
    known = [*PLAIN, *(key.partition("=")[0] for mechanism in MECHANISMS for key in mechanism.keys)]
    lost = sorted({".".join(trail) for trail in keys_of(Regime) if not any(matches(key, trail, "") for key in known)})
    assert not lost, f"append an entry to a file of study/coverage/ for {lost}"


def test_every_key_of_a_mechanism_is_one_of_regime_files() -> None:
    trails = {*keys_of(Regime), *((*trail, "by-date") for trail in keys_of(Regime))}
    declared = [key.partition("=")[0] for mechanism in MECHANISMS for key in mechanism.keys if not key.startswith("town:")]
    assert [key for key in declared if not any(matches(key, trail, "") for trail in trails)] == []


def test_a_file_uses_what_is_on_in_it() -> None:
    found = dict(leaves({"a": {"value": 0, "range": [0, 1]}, "b": {"c": ["x", "y"]}, "d": {"2014": {"value": "5"}}, "e": False, "f": None}))
    assert found == {("a",): "0", ("b", "c"): "y", ("d", "by-date"): "5", ("e",): "off", ("f",): ""}
    off = ("0", "0.0 per person-month", "0 yuan", "off", "for life", "")
    assert not [value for value in off if is_on(value)]
    assert all(is_on(value) for value in ("0.02", "10 yuan", "on", "24 months", "-5 points", "0.06 per person-year"))
    assert matches("lists.*.exits=pay", ("lists", "l", "exits"), "pay")
    assert not matches("lists.*.exits=pay", ("lists", "l", "exits"), "appeal")
    assert matches("lists.*.clears!=1", ("lists", "l", "clears"), "0.3")
    assert not matches("lists.*.clears!=1", ("lists", "l", "clears"), "1")
    assert not matches("bear.*", ("bear", "a", "b"), "1")
    assert matches("recourse.**", ("recourse", "a", "b"), "1")


def test_a_mechanism_that_is_taken_out_of_a_file_is_not_used_by_it() -> None:
    (repair,) = (one for one in MECHANISMS if one.name == "credit repair")
    regime = load("judgment-defaulters", ["recourse.repair=", "lists.defaulters.exits=[pay]"])
    values = list(leaves(plain(regime)))
    assert not [trail for trail, value in values for key in repair.keys if is_on(value) and matches(key, trail, value)]
    assert "judgment-defaulters" in users(repair)


def test_the_sections_of_the_model_have_mechanisms() -> None:
    text = (TESTS.parent / "docs" / "model.md").read_text("utf-8")
    files = re.findall(r"^### 6\.\d+ .*?`life/(\w+)\.py`", text, re.MULTILINE)
    assert len(files) >= len(PHASES)
    told = {phase for mechanism in MECHANISMS for phase in mechanism.phases}
    assert {name for name in files if name in PHASE_WORDS} <= told
