"""JSON Schema of regime files, for completion and checks in an editor."""

from __future__ import annotations

from typing import Any, Final

from counterlife.regime.acts import acts
from counterlife.regime.model import Regime
from counterlife.regime.names import library_names

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SWITCH: Final = {"enum": [True, False, "on", "off"]}


def schema() -> dict[str, Any]:
    """The schema of a regime file as its author writes it: includes, `on` and `off`, and the names of acts are in it."""
    made: dict[str, Any] = _written(Regime.model_json_schema(by_alias=True, mode="validation"))
    properties = made["properties"]
    names = {"anyOf": [{"enum": library_names("regimes")}, {"type": "string", "pattern": r"\.ya?ml$"}]}
    properties["include"] = {
        "anyOf": [names, {"type": "array", "items": names}],
        "description": "regimes below this one: names of the library or paths of files",
    }
    properties["kind"] = {"anyOf": [properties["kind"], properties["kind"]["items"]]}
    made["$defs"]["Scheme"]["properties"]["catalog"]["propertyNames"] = {"enum": list(acts())}
    for part, key in (("FalseReports", "of"), ("Matching", "of"), ("Malice", "of"), ("Direction", "enters")):
        made["$defs"][part]["properties"][key] = {"enum": list(acts())}
    # What a file leaves out may come from a file that it includes.
    for part in made["$defs"].values():
        part.pop("required", None)
    return {"$schema": DIALECT, "title": "Counterlife regime file", **{key: value for key, value in made.items() if key != "title"}}


def _written(schema: Any) -> Any:
    """The schema with booleans as files write them, and without titles that only repeat a key."""
    if isinstance(schema, list):
        return [_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "boolean":
        return {**SWITCH, **{key: value for key, value in schema.items() if key == "default"}}
    return {
        key: {name: _written(part) for name, part in value.items()} if key in ("properties", "$defs") else _written(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
