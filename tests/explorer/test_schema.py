"""Whatever is asked in whatever way: never an error of the server's own, and every refusal in one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from tests.explorer.conftest import TOKEN

if TYPE_CHECKING:
    from schemathesis.schemas import APIOperation

SIZE = {"people": 2000, "years": 0.5, "seeds": 1}
"""What every run that gets through is held to, so that none is long."""

CALM: dict[str, Any] = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}
"""The same examples each time, however slow the machine."""

ROUTES = {
     "GET /api/start", "GET /api/words", "GET /api/regimes", "GET /api/safeguards", "POST /api/regimes/check",
    "GET /api/regimes/{name}", "POST /api/runs", "GET /api/runs/{id}", "DELETE /api/runs/{id}", "GET /api/runs/{id}/events",
    "GET /api/runs/{id}/lives", "GET /api/runs/{id}/lives/{person}", "GET /api/runs/{id}/codes", "GET /api/runs/{id}/file/{code}",
    "GET /api/runs/{id}/copy", "GET /api/runs/{id}/compare/{other}", "GET /api/runs/{id}/tables/{name}.csv",
}  # fmt: skip


@pytest.fixture(scope="module")
def operations(client: httpx.Client) -> dict[str, APIOperation[Any, Any, Any, Any]]:
    """Everything that the document describes."""
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {f"{one.method.upper()} {one.path}": one for one in found}


def test_the_document_describes_every_route(operations: dict[str, Any]) -> None:
    assert set(operations) == ROUTES


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_nothing_makes_the_server_fail(route: str, operations: dict[str, Any], client: httpx.Client, run: str) -> None:
    operation = operations[route]

    @given(case=operation.as_strategy(), real=st.booleans())
    @settings(max_examples=25, phases=[Phase.generate], **CALM)
    def ask(case: Any, real: bool) -> None:
        if real and "id" in case.path_parameters:
            case.path_parameters["id"] = run
        if route == "POST /api/runs" and isinstance(case.body, dict):
            case.body = {**case.body, **SIZE, **({"regime": "rongcheng"} if real else {})}
            if real:
                case.body.pop("source", None)
        sent = case.as_transport_kwargs(base_url=str(client.base_url))
        headers = {**dict(sent.pop("headers", {}) or {}), "authorization": f"Bearer {TOKEN}"}
        sent.pop("cookies", None)
        found = client.request(**sent, headers=headers)
        assert found.status_code < 500, found.text
        if found.status_code >= 400:
            assert set(found.json()) == {"fault"}
            assert found.json()["fault"]["message"]

    ask()


MISSING = (
    ("PUT", "/api/runs"),
    ("POST", "/api/start"),
    ("PATCH", "/api/runs/x"),
    ("TRACE", "/"),
    ("GET", "/api/nothing"),
    ("GET", "/static/../app.py"),
)


@pytest.mark.parametrize(("method", "path"), MISSING)
def test_what_is_not_there_is_said_so(client: httpx.Client, method: str, path: str) -> None:
    found = client.request(method, path)
    assert found.status_code in (404, 405)
    assert found.json()["fault"]["message"]


@given(body=st.binary(max_size=400))
@settings(max_examples=40, **CALM)
def test_bytes_that_are_no_json_are_refused(client: httpx.Client, body: bytes) -> None:
    for path in ("/api/runs", "/api/regimes/check"):
        found = client.post(path, content=body, headers={"content-type": "application/json"})
        assert 400 <= found.status_code < 500
        assert found.json()["fault"]["message"]


@given(text=st.text(max_size=300))
@settings(max_examples=60, **CALM)
def test_any_words_of_a_regime_are_checked(client: httpx.Client, text: str) -> None:
    found = client.post("/api/regimes/check", json={"source": text})
    assert found.status_code == 200
    assert found.json()["ok"] or found.json()["faults"]
