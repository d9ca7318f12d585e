"""The server: what can be asked of it, and how it says that it can't."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import counterlife
from counterlife.explorer import faults
from counterlife.explorer.faults import Fault
from counterlife.explorer.guard import Guard
from counterlife.explorer.jobs import Desk
from counterlife.explorer.library import Library
from counterlife.explorer.routes import Explorer, Start, looking, reading, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SWEEP: Final = 1.0


def build(token: str, hosts: frozenset[str], start: Start | None = None, desk: Desk | None = None) -> FastAPI:
    """The server.

    Parameters
    ----------
    token : str
        What whoever asks has to know.
    hosts : frozenset of str
        Names and ports that the header Host may say.
    """
    start = start or Start()
    own = start.regime if start.regime.endswith((".yaml", ".yml")) else None
    explorer = Explorer(Library(own), start, desk or Desk())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sweeper = asyncio.create_task(_sweep(explorer.desk))
        yield
        sweeper.cancel()
        await asyncio.to_thread(explorer.desk.close)

    app = FastAPI(
        title="Counterlife explorer", version=counterlife.__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        lifespan=lifespan,
    )  # fmt: skip
    app.state.desk = explorer.desk
    app.add_middleware(Guard, hosts=hosts, token=token)
    _say_faults(app)
    reading(app, explorer)
    running(app, explorer)
    looking(app, explorer)
    _page(app)
    return app


async def _sweep(desk: Desk) -> None:
    while True:
        await asyncio.sleep(SWEEP)
        desk.sweep()


def _say_faults(app: FastAPI) -> None:
    """Every fault is JSON of one form."""

    @app.exception_handler(Fault)
    def _fault(request: Request, fault: Fault) -> JSONResponse:
        return JSONResponse(fault.plain(), fault.status)

    @app.exception_handler(RequestValidationError)
    def _shape(request: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse(faults.of_body(error.errors()), 422)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse(Fault(error.status_code, str(error.detail)).plain(), error.status_code, headers=error.headers)

    for kind in faults.BAD:

        @app.exception_handler(kind)
        def _input(request: Request, error: Exception) -> JSONResponse:
            return JSONResponse(faults.of_input(error), 400)


def _page(app: FastAPI) -> None:
    """The page itself, the same for everybody."""
    home = files("counterlife.explorer") / "static"

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return HTMLResponse(home.joinpath("index.html").read_text(encoding="utf-8"))

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return Response(status_code=204)

    app.mount("/static", StaticFiles(directory=str(home)), name="static")
