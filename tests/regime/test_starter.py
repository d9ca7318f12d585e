"""New files and the editor's schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counterlife.regime.acts import acts
from counterlife.regime.load import RegimeError, load, plain
from counterlife.regime.model import Regime
from counterlife.regime.names import library_names
from counterlife.regime.schema import schema
from counterlife.regime.shape import fields
from counterlife.regime.starter import new_file_text

OWN = ("regime", "title", "about", "since", "hypothesis")


@pytest.mark.parametrize("base", library_names("regimes"))
def test_a_new_file_has_the_rules_of_its_base(base: str, tmp_path: Path) -> None:
    path = tmp_path / "our-system.yaml"
    path.write_text(new_file_text("our-system.yaml", base), encoding="utf-8")
    new, old = plain(load(path)), plain(load(base))
    assert new["regime"] == "our-system"
    assert {key: new[key] for key in new if key not in OWN} == {key: old[key] for key in old if key not in OWN}


def test_a_new_file_explains_itself() -> None:
    text = new_file_text("x", "rongcheng")
    assert "counterlife check x.yaml" in text
    assert "`rongcheng`" in text
    assert all(len(line) < 250 for line in text.splitlines())


def test_bad_names_and_bases() -> None:
    with pytest.raises(RegimeError, match="our-new-system"):
        new_file_text("Our new System", "rongcheng")
    with pytest.raises(RegimeError, match="did you mean `rongcheng`"):
        new_file_text("x", "rongchen")


def test_the_schema_knows_every_key() -> None:
    made = schema()
    assert set(made["properties"]) == {*fields(Regime), "include"}
    assert made["additionalProperties"] is False
    assert made["$defs"]["Scheme"]["properties"]["catalog"]["propertyNames"]["enum"] == list(acts())
    assert "mistaken-person" in made["$defs"]["Channel"]["properties"]
    assert made["$defs"]["Phases"]["properties"]["infer"]["enum"] == [True, False, "on", "off"]


def test_every_reference_of_the_schema_resolves() -> None:
    made = schema()

    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [one for value in part.values() for one in references(value)]
        return [one for value in part for one in references(value)] if isinstance(part, list) else []

    assert {one.removeprefix("#/$defs/") for one in references(made)} == set(made["$defs"])
