"""A run as it goes on, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

from counterlife.explorer.jobs import ENDED, FAILED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request

    from counterlife.explorer.jobs import Job

STILL: Final = 1.0
"""Seconds after which a stream without news looks whether its reader is still there."""


async def stream(job: Job, request: Request, language: str) -> AsyncIterator[str]:
    """The present state of a run, and then each change, until it ends or nobody reads."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def heard() -> None:
        loop.call_soon_threadsafe(news.set)

    job.listen(heard, language)
    told = 0
    try:
        while True:
            news.clear()
            version, ended, answered = job.version, job.state in ENDED, job.answered
            yield _event("progress", {"state": job.state, **job.progress()}, version)
            if answered > told:
                told = answered
                said = await asyncio.to_thread(job.answer, language)
                if said is not None:
                    yield _event("answer", {"seeds": said.plain["seeds"], "of": job.progress()["of"], "answer": said.plain}, version)
            if ended:
                failed = job.state == FAILED and job.fault is not None
                yield _event("fault", job.fault, version) if failed else _event("end", {"state": job.state}, version)
                return
            while not news.is_set():
                try:
                    await asyncio.wait_for(news.wait(), STILL)
                except TimeoutError:
                    if await request.is_disconnected():
                        return
                    yield ": still here\n\n"
    finally:
        job.leave(heard)


def _event(name: str, data: Any, version: int) -> str:
    return f"id: {version}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
