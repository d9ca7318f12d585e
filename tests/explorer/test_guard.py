"""Nobody but this machine's own browser is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from counterlife.explorer.guard import MOST_BODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


def test_the_token_opens(client: httpx.Client) -> None:
    assert client.get("/api/start").status_code == 200
    assert client.get("/api/start", headers={"authorization": ""}, params={"token": "a-token"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/start", "/api/regimes", "/openapi.json", "/api/runs/0/events", "/nowhere"])
@pytest.mark.parametrize("token", ["none", "a-toke", "a-token2", "ä"])
def test_without_the_token_nothing_is_said(client: httpx.Client, path: str, token: str) -> None:
    found = client.get(path, headers=[(b"authorization", f"Bearer {token}".encode())])
    assert found.status_code == 401
    assert "token" in found.json()["fault"]["message"]


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1:1", "127.0.0.1", "127.0.0.1.example.org:80"])
def test_another_host_is_refused(client: httpx.Client, host: str) -> None:
    found = client.get("/", headers={"host": host})
    assert found.status_code == 421
    assert found.json()["fault"]["where"] == "Host"


@pytest.mark.parametrize("origin", ["http://example.org", "null", "http://127.0.0.1:1"])
def test_another_origin_is_refused(client: httpx.Client, origin: str) -> None:
    for found in (client.post("/api/runs", json={}, headers={"origin": origin}), client.get("/api/start", headers={"origin": origin})):
        assert found.status_code == 403
    assert client.get("/api/start", headers={"origin": str(client.base_url).rstrip("/")}).status_code == 200


def test_a_body_too_large_is_refused_declared_or_not(client: httpx.Client) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(MOST_BODY // 1000 + 2):
            yield b"x" * 1000

    declared = client.post("/api/regimes/check", content=b"x" * (MOST_BODY + 1), headers={"content-type": "application/json"})
    streamed = client.post("/api/regimes/check", content=parts(), headers={"content-type": "application/json"})
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert declared.json()["fault"]["where"] == "body"


def test_an_endless_address_is_refused(client: httpx.Client) -> None:
    assert client.get("/api/start", params={"x": "y" * 9000}).status_code == 414


def test_every_answer_carries_the_policy(client: httpx.Client) -> None:
    for path in ("/", "/api/start", "/nowhere", "/static/nothing.js"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"], headers["cache-control"]) == (
            "nosniff",
            "no-referrer",
            "no-store",
        )


def test_no_page_of_the_framework_is_served(client: httpx.Client) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]
    assert client.get("/docs").json()["fault"]["message"]
