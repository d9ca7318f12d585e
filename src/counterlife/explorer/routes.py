"""What can be asked of the explorer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

import counterlife
from counterlife.explorer import rules
from counterlife.explorer.asked import RunBody, Source
from counterlife.explorer.jobs import ENDED, Desk, Job
from counterlife.explorer.library import Library
from counterlife.explorer.stream import stream
from counterlife.report.say import LANGUAGES, words

Language = Annotated[str, Query(max_length=8)]
Id = Annotated[str, Path(max_length=64)]
Page = Annotated[str, Header(alias="X-Counterlife-Page", max_length=100)]


@dataclass(frozen=True)
class Start:
    """With what the page begins."""

    regime: str = "judgment-defaulters"
    people: int = 20_000
    years: float = 5
    seeds: tuple[int, ...] = (12, 40, 200)


@dataclass
class Explorer:
    """What the routes share."""

    library: Library
    start: Start
    desk: Desk = field(default_factory=Desk)


def reading(app: FastAPI, explorer: Explorer) -> None:
    """What can be read without a run."""
    library = explorer.library

    @app.get("/api/start")
    def start() -> dict[str, Any]:
        """With what the page begins."""
        begin = explorer.start
        return {
            "regime": begin.regime,
            "people": begin.people,
            "years": begin.years,
            "seeds": list(begin.seeds),
            "languages": list(LANGUAGES),
            "version": counterlife.__version__,
        }

    @app.get("/api/words")
    def every_word(lang: Language = "en") -> dict[str, Any]:
        """Every string of a language, by dotted key."""
        say = words(lang)
        return {"lang": say.language, "languages": list(LANGUAGES), "words": dict(say.table)}

    @app.get("/api/regimes")
    def regimes(lang: Language = "en") -> list[dict[str, Any]]:
        """The regimes of the library."""
        return library.regimes(words(lang))

    @app.get("/api/safeguards")
    def safeguards(lang: Language = "en") -> list[dict[str, Any]]:
        """The safeguards of the library."""
        return rules.safeguards(library, words(lang))

    @app.post("/api/regimes/check")
    def check(body: Source, lang: Language = "en") -> dict[str, Any]:
        """A regime file's words: what is wrong with them and where, or everything about the regime."""
        return rules.checked(body.source, library, words(lang))

    @app.get("/api/regimes/{name:path}")
    def regime(name: Annotated[str, Path(max_length=400)], lang: Language = "en") -> dict[str, Any]:
        """Everything about a regime: its text, sentences, dials, rulebook, safeguards and rivals."""
        return rules.shown(library.loaded(name), library.text(name), library, words(lang))


def running(app: FastAPI, explorer: Explorer) -> None:
    """Runs."""
    desk, library = explorer.desk, explorer.library

    @app.post("/api/runs", status_code=201)
    def begin(body: RunBody, response: Response, page: Page = "") -> dict[str, Any]:
        """Begin a run, or find it: the same design is the same run, and is lived once. A newer run of a page replaces its older one."""
        design = body.design(library)
        job, new = desk.submit(Job(identity(design.key(), body), design, body.stages, body.words()), page)
        response.status_code = 201 if new else 200
        return _state(job)

    @app.get("/api/runs/{id}")
    def state(id: Id, lang: Language = "en") -> dict[str, Any]:
        """How far a run is, and its latest answer."""
        words(lang)
        job = desk.get(id)
        return _state(job) | {"answer": job.answer(lang)}

    @app.delete("/api/runs/{id}")
    def stop(id: Id) -> dict[str, Any]:
        """Stop a run; what was lived is kept while the explorer is open."""
        job = desk.get(id)
        job.stop()
        return _state(job)

    @app.get("/api/runs/{id}/events", response_class=StreamingResponse)
    async def events(id: Id, request: Request, lang: Language = "en") -> Response:
        """A run as it goes on: ``progress``, ``answer``, ``end`` and ``fault``. Coming back shows the present state first."""
        words(lang)
        job = desk.get(id)
        if job.state in ENDED and request.headers.get("last-event-id") == str(job.version):
            return Response(status_code=204)
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(stream(job, request, lang), media_type="text/event-stream", headers=headers)


def identity(key: str, body: RunBody) -> str:
    """The name of a run: of its design, and of when it answers."""
    return hashlib.sha256(json.dumps([key, body.stages]).encode()).hexdigest()[:16]


def _state(job: Job) -> dict[str, Any]:
    design = job.design
    return {
        "id": job.id,
        "state": job.state,
        **job.progress(),
        "design": {
            "worlds": [{"name": world.name, "role": world.role} for world in design.worlds],
            "town": design.town.town,
            "people": design.people,
            "months": design.months,
            "start": job.words.start,
            "seeds": list(job.stages),
            "set": list(job.words.sets),
            "against": list(job.words.against),
            "with": list(job.words.with_),
            "regime": design.worlds[0].regime.regime,
        },
        **({"fault": job.fault["fault"]} if job.fault else {}),
    }
