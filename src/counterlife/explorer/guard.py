"""Who may ask: this machine's own browser with the token, and nobody else.

A page of another site can send requests to this server and, with a name of its own that leads here, even read what comes back. So the
name asked for must be this machine's, whatever is asked for by a script must come from this server's own page, and everything but the
page itself needs the token. The page, its scripts and its words are the same for everybody and hold nothing of a run; a browser asks for
scripts without a token, and the page that says that a token is missing needs words, so these need none.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from counterlife.explorer.faults import Fault

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY: Final = 256 * 1024
"""Bytes of a request's body."""

MOST_QUERY: Final = 8 * 1024
OPEN: Final = ("/", "/favicon.ico", "/api/words")
OPEN_BELOW: Final = "/static/"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Refuses what it must, and puts the headers on everything that goes out.

    Parameters
    ----------
    app : ASGIApp
        What is guarded.
    hosts : collection of str
        What the header Host may say.
    token : str
        What whoever asks has to know.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        try:
            self._admit(scope)
            await self._app(scope, await _whole(receive), out)
        except Fault as fault:
            await _refuse(fault, out)

    def _admit(self, scope: Scope) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get(b"host", "").lower() not in self._hosts:
            raise Fault(421, "this server answers to its own address only", "Host", "open the address that `counterlife explore` printed")
        origin = headers.get(b"origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self._hosts}:
            raise Fault(403, "another site's page may not ask here", "Origin")
        if len(scope["query_string"]) > MOST_QUERY:
            raise Fault(414, f"the address is longer than {MOST_QUERY} bytes")
        if not (scope["path"] in OPEN or scope["path"].startswith(OPEN_BELOW)):
            self._know(scope, headers)
        if headers.get(b"content-length", "0").isdecimal() and int(headers.get(b"content-length", "0")) > MOST_BODY:
            raise _too_large()

    def _know(self, scope: Scope, headers: dict[bytes, str]) -> None:
        scheme, _, given = headers.get(b"authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            raise Fault(401, "the token is missing or wrong", "token", "open the address that `counterlife explore` printed")


def _too_large() -> Fault:
    return Fault(413, f"larger than {MOST_BODY:,} bytes", "body", "a regime file is far smaller")


async def _whole(receive: Receive) -> Receive:
    """A request's body, read before anybody works on it, so that one without a declared length is refused too."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return _again(message, receive)
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BODY:
            raise _too_large()
    return _again({"type": "http.request", "body": body, "more_body": False}, receive)


def _again(first: Message, receive: Receive) -> Receive:
    """A message once more, then whatever comes."""
    waiting = [first]

    async def next_one() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_one


async def _refuse(fault: Fault, send: Send) -> None:
    body = json.dumps(fault.plain()).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if fault.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
