"""One explorer for all tests: a real server on a port of this machine."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from counterlife.explorer.app import build
from counterlife.explorer.serve import HOST, configured, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "a-token"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where it listens."""
    with listening(0) as listener:
        host = f"{HOST}:{listener.getsockname()[1]}"
        server = uvicorn.Server(configured(build(TOKEN, frozenset({host}))))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://{host}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """A caller that knows the token."""
    with httpx.Client(base_url=address, headers={"authorization": f"Bearer {TOKEN}"}, timeout=120) as found:
        yield found
