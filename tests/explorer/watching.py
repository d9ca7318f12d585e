"""Asking for runs as a page does, and reading what comes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

SMALL: Final[dict[str, Any]] = {
    "regime": "judgment-defaulters",
    "against": ["none", "ordinary-fines"],
    "with": ["notice", "notice+appeal"],
    "people": 6000,
    "years": 3,
    "seeds": [2, 4],
}
"""A run small enough for every test."""

LONG: Final[dict[str, Any]] = {"regime": "judgment-defaulters", "people": 40_000, "years": 10, "seeds": [100]}
"""A run that no test waits for."""


def begin(client: httpx.Client, body: dict[str, Any], page: str = "", status: int | None = None) -> dict[str, Any]:
    """Ask for a run."""
    found = client.post("/api/runs", json=body, headers={"x-counterlife-page": page})
    assert found.status_code in ((200, 201) if status is None else (status,)), found.text
    made: dict[str, Any] = found.json()
    return made


def events(client: httpx.Client, run: str, last: str = "", lang: str = "en") -> Iterator[tuple[str, Any, str]]:
    """The events of a run: name, data, id."""
    headers = {"last-event-id": last} if last else {}
    with client.stream("GET", f"/api/runs/{run}/events", params={"lang": lang}, headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        event: dict[str, str] = {}
        for line in stream.iter_lines():
            name, colon, value = line.partition(": ")
            if line and colon and name:
                event[name] = value
            elif not line and event:
                yield event["event"], json.loads(event["data"]), event["id"]
                event = {}


def watched(client: httpx.Client, run: str, lang: str = "en") -> list[tuple[str, Any, str]]:
    """Everything that a run says until it ends."""
    return list(events(client, run, lang=lang))


def state(client: httpx.Client, run: str) -> str:
    """Whether a run goes on."""
    return str(client.get(f"/api/runs/{run}").json()["state"])
