"""Starting the server: a port of this machine, a token, the kernels loaded, and a browser."""

from __future__ import annotations

import secrets
import socket
import sys
import threading
import time
import webbrowser
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import uvicorn

from counterlife import kernels
from counterlife.explorer.answer import answer
from counterlife.explorer.app import build
from counterlife.explorer.jobs import Sample
from counterlife.explorer.library import Library
from counterlife.report.say import words
from counterlife.study.design import design
from counterlife.study.engine import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastapi import FastAPI

    from counterlife.explorer.jobs import Desk
    from counterlife.explorer.routes import Start

HOST: Final = "127.0.0.1"


def serve(start: Start, port: int = 0, browser: bool = True, say: Callable[[str], None] | None = None) -> None:
    """Serve until Ctrl-C.

    Parameters
    ----------
    port : int
        0 for any that is free.
    browser : bool
        Whether to open the page.
    say : callable, optional
        Told the address; by default it is printed, at once even where the output is not a terminal.

    Raises
    ------
    OSError
        If the port is taken.
    """
    with listening(port) as listener:
        port = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        kernels.load(lambda line: print(line, file=sys.stderr))
        warm(start.regime)
        hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
        server = Server(build(token, hosts, start))
        address = f"http://{HOST}:{port}/?token={token}"
        (say or _at_once)(address)
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        server.run(sockets=[listener])


def _at_once(line: str) -> None:
    print(line, flush=True)


@contextmanager
def beside(token: str, start: Start | None = None, desk: Desk | None = None) -> Iterator[str]:
    """A server in a thread of this program, for as long as something is done with it: its address, without the token."""
    with listening(0) as listener:
        host = f"{HOST}:{listener.getsockname()[1]}"
        server = Server(build(token, frozenset({host}), start, desk))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://{host}"
        finally:
            server.should_exit = True
            thread.join()


def warm(regime: str) -> None:
    """Read the library, live one community and answer from it, so that nobody waits for what is made once."""
    Library().regimes(words("en"))
    small = design(regime, people=1, years=1, seeds=[1])
    model = engine(small)
    answer(Sample(small, {1: model.live(1, 0, 1)}), "en")


def configured(app: FastAPI) -> uvicorn.Config:
    """How the server runs: no log of addresses, which hold the token, and no long goodbye to whoever does not listen."""
    return uvicorn.Config(app, access_log=False, log_level="warning", timeout_graceful_shutdown=5, lifespan="on", ws="none")


class Server(uvicorn.Server):
    """A server that ends what it streams before it goes."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(configured(app))
        self._desk: Desk = app.state.desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop all runs, whose streams then end; close the rest."""
        self._desk.stop()
        await super().shutdown(sockets)


def listening(port: int) -> socket.socket:
    """A socket of this machine alone."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
