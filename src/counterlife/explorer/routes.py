"""What can be asked of the explorer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import FastAPI, Header, Path, Query, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse

import counterlife
from counterlife.explorer import rules
from counterlife.explorer.answer import exhibited
from counterlife.explorer.asked import MOST_PEOPLE, MOST_YEARS, STAGES, RunBody, Source
from counterlife.explorer.compare import compared
from counterlife.explorer.dossier import dossier
from counterlife.explorer.faults import Fault
from counterlife.explorer.jobs import ENDED, Desk, Job
from counterlife.explorer.library import Library
from counterlife.explorer.lives import by_number, by_rule, codes, person_of
from counterlife.explorer.stream import stream
from counterlife.regime.names import hint
from counterlife.report.reproduce import written
from counterlife.report.say import LANGUAGES, words
from counterlife.study.engine import layout_of
from counterlife.study.fingerprint import of_run

if TYPE_CHECKING:
    from counterlife.study.design import Design

Language = Annotated[str, Query(max_length=8)]
Id = Annotated[str, Path(max_length=64)]
Kind = Literal["harmed", "worst", "helped", "untouched", "typical"]
Step = Annotated[int, Query(ge=-1_000_000, le=1_000_000)]
Number = Annotated[int, Path(ge=0, le=MOST_PEOPLE * 2)]
Code = Annotated[str, Path(max_length=64)]
Month = Annotated[int | None, Query(ge=0, le=12 * MOST_YEARS)]
Page = Annotated[str, Header(alias="X-Counterlife-Page", max_length=100)]


@dataclass(frozen=True)
class Start:
    """With what the page begins."""

    regime: str = "judgment-defaulters"
    people: int = 20_000
    years: float = 5
    seeds: tuple[int, ...] = STAGES


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
            "regime": library.own or begin.regime,
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
        desk.leave(page)
        design = body.design(library)
        job, new = desk.submit(Job(identity(design, body.stages), design, body.stages, body.words(library)), page)
        response.status_code = 201 if new else 200
        return _state(job)

    @app.get("/api/runs/{id}")
    def state(id: Id, lang: Language = "en") -> dict[str, Any]:
        """How far a run is, and its latest answer."""
        words(lang)
        job = desk.get(id)
        said = job.answer(lang)
        return _state(job) | {"answer": None if said is None else said.plain}

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


def looking(app: FastAPI, explorer: Explorer) -> None:
    """What can be looked at in a run: lives, files, tables, comparisons, and how to repeat it."""
    desk = explorer.desk

    @app.get("/api/runs/{id}/lives")
    def lives(id: Id, kind: Kind = "harmed", step: Step = 0, lang: Language = "en") -> dict[str, Any]:
        """A life found by a rule of the report, or so many steps after it."""
        return by_rule(desk.get(id), kind, step, words(lang))

    @app.get("/api/runs/{id}/lives/{person}")
    def life(id: Id, person: Number, lang: Language = "en") -> dict[str, Any]:
        """The life of a synthetic person of this run."""
        return by_number(desk.get(id), person, words(lang))

    @app.get("/api/runs/{id}/codes")
    def some_codes(id: Id, lang: Language = "en") -> list[dict[str, Any]]:
        """Codes of a few synthetic people of this run, to ask for their files."""
        return codes(desk.get(id), words(lang))

    @app.get("/api/runs/{id}/file/{code}")
    def file(id: Id, code: Code, month: Month = None, lang: Language = "en") -> dict[str, Any]:
        """What each authority has on a synthetic person of this run at the end of a month, beside what really happened."""
        job, say = desk.get(id), words(lang)
        return dossier(job, person_of(code, job, say), month, say)

    @app.get("/api/runs/{id}/copy")
    def copy(id: Id) -> dict[str, Any]:
        """How to repeat what the latest answer stands on: as a command, in Python, and from a file with every rule."""
        job = desk.get(id)
        sample = job.sample
        asked = job.words if sample is None else replace(job.words, seeds=sample.design.seeds)
        made = written(asked, job.design.worlds[0].regime)
        mark = None if sample is None else of_run(sample.counts(), layout_of(job.design))
        return {**asdict(made), "fingerprint": mark}

    @app.get("/api/runs/{id}/compare/{other}")
    def compare(id: Id, other: Id, lang: Language = "en") -> dict[str, Any]:
        """A run beside another over the same seeds."""
        return exhibited(compared(desk.get(id), desk.get(other), words(lang)))

    @app.get("/api/runs/{id}/tables/{name}.csv", response_class=PlainTextResponse)
    def table(id: Id, name: Annotated[str, Path(max_length=64)], lang: Language = "en") -> Response:
        """A table of the latest answer, its raw values comma-separated."""
        words(lang)
        said = desk.get(id).answer(lang)
        known = {} if said is None else said.frames
        if name not in known:
            raise Fault(404, f"no table `{name}` in this answer", "name", hint(name, known))
        return PlainTextResponse(known[name].csv(), media_type="text/csv")


def identity(design: Design, stages: tuple[int, ...]) -> str:
    """The name of a run: of its design, and of when it answers."""
    return hashlib.sha256(json.dumps([design.record(), stages]).encode()).hexdigest()[:16]


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
