"""The command: it says where it listens, answers there, and ends at Ctrl-C without a word."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.explorer.watching import LONG, begin, events

from counterlife.cli.exploring import explore, stages
from counterlife.cli.faults import UsageFault


def test_it_serves_until_interrupted_even_while_a_run_is_watched() -> None:
    command = [sys.executable, "-m", "counterlife", "explore", "rongcheng", "--no-browser", "--people", "4000", "--seeds", "2,4"]
    env = {name: value for name, value in os.environ.items() if name not in ("NUMBA_CACHE_DIR", "PYTHONUNBUFFERED")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        address = urlsplit(server.stdout.readline().strip())
        assert (address.scheme, address.hostname) == ("http", "127.0.0.1")
        token = parse_qs(address.query)["token"][0]
        assert len(token) >= 32
        with httpx.Client(base_url=f"http://{address.netloc}", headers={"authorization": f"Bearer {token}"}, timeout=60) as client:
            assert client.get("/").text.startswith("<!doctype html>")
            start = client.get("/api/start").json()
            assert (start["regime"], start["people"], start["seeds"]) == ("rongcheng", 4000, [2, 4])
            stream = events(client, begin(client, LONG)["id"])
            assert next(stream)[0] == "progress"
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=60) in (0, 130)
        assert (server.stdout.read(), server.stderr.read()) == ("", "")


def test_what_cannot_be_served_is_said() -> None:
    assert stages("40,12,12") == (12, 40)
    with pytest.raises(UsageFault, match="as in 4,12,40,200"):
        stages("many")
    with pytest.raises(UsageFault, match=r"people 1000000000: input should be less than or equal to"):
        explore("none", 0, False, 10**9, 5, "12")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageFault, match=f"--port {port}: .*any port that is free"):
            explore("none", port, False, 2000, 5, "12")
