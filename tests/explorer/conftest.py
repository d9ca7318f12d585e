"""One explorer for all tests: a real server on a port of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.explorer.watching import SMALL, begin, watched

from counterlife.explorer.jobs import Desk
from counterlife.explorer.serve import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "a-token"


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The explorer's jobs."""
    return Desk()


@pytest.fixture(scope="session")
def address(desk: Desk) -> Iterator[str]:
    """Where it listens."""
    with beside(TOKEN, desk=desk) as home:
        yield home


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """A caller that knows the token."""
    with httpx.Client(base_url=address, headers={"authorization": f"Bearer {TOKEN}"}, timeout=120) as found:
        yield found


@pytest.fixture(scope="session")
def run(client: httpx.Client) -> str:
    """A small run that has ended."""
    found = begin(client, SMALL)["id"]
    assert watched(client, found)[-1][0] == "end"
    return str(found)


@pytest.fixture(scope="session")
def answer(client: httpx.Client, run: str) -> dict[str, Any]:
    """What it found."""
    found: dict[str, Any] = client.get(f"/api/runs/{run}").json()["answer"]
    return found
