"""Runs that go on while somebody watches: lived in threads beside the server, answered in stages, stopped as soon as nobody cares.

A job is one design. Its communities are lived by threads that all jobs share, so two browsers get half of the machine each. A thread of
its own hands out the work and makes the answers; the server's event loop never waits for either.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from counterlife.explorer.answer import Answer, answer
from counterlife.explorer.faults import BAD, Fault, of_input
from counterlife.explorer.residents import Residents
from counterlife.report.chosen import search
from counterlife.report.gather import Facts
from counterlife.study import engine as engines
from counterlife.study.design import at_budget
from counterlife.study.executors import Threads
from counterlife.study.lives import only
from counterlife.study.work import SeedSum, Unit, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterlife.report.chosen import Adults
    from counterlife.report.reproduce import Asked
    from counterlife.report.say import Words
    from counterlife.study.design import Design
    from counterlife.study.store import Rows
    from counterlife.study.work import Counts, Live

WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
ENDED: Final = (DONE, STOPPED, FAILED)

ALONE: Final = 10.0
"""Seconds after which a run that nobody listens to is stopped."""

KEPT: Final = 12
"""Jobs that are remembered; the one longest out of use goes first."""

KEPT_BYTES: Final = 1_500_000_000
"""Of what they counted."""

AHEAD: Final = 2
"""Units of communities promised at a time, for each thread."""

UNIT: Final = 10_000
"""About how many persons are lived between two looks at whether to stop."""

TOLD_EVERY: Final = 0.2
"""Seconds between two words of progress."""


class Sample:
    """Some seeds of a design, as what a report tells of."""

    def __init__(self, design: Design, counts: dict[int, Counts]) -> None:
        self.design = design.over(counts)
        self._counts = counts

    def counts(self) -> dict[int, Counts]:
        """Everything counted, by seed."""
        return self._counts

    def measures(self) -> Rows:
        """The whole table of figures."""
        return engines.engine(self.design).measure(self._counts)["measures"]


class StoppedError(Exception):
    """Nobody cares for the job any more."""


class Job:
    """One design being lived.

    Attributes
    ----------
    id : str
        Made from the design: the same one asked for again is the same job.
    state : str
        ``waiting``, ``running``, ``done``, ``stopped`` or ``failed``.
    answered : int
        Seeds that the latest answer stands on.
    people : int
        The round number of people that the finding is told in, once an answer has picked it; it does not change as the answer sharpens.
    version : int
        Grows with everything that changes.
    """

    def __init__(self, id: str, design: Design, stages: tuple[int, ...], words: Asked) -> None:
        self.id, self.design, self.stages, self.words = id, design, stages, words
        self.state = WAITING
        self.answered = 0
        self.people = 0
        self._matched = False
        self.languages: set[str] = set()
        self._sample: Sample | None = None
        self._answers: dict[str, Answer] = {}
        self._saying = threading.Lock()
        self._adults: Adults | None = None
        self._twins: Design | None = None
        self._searching = threading.Lock()
        self.fault: dict[str, Any] | None = None
        self.version = 0
        self.clients: set[str] = set()
        self.sums = [SeedSum(seed, np.zeros(design.communities, dtype=np.bool_)) for seed in design.seeds]
        self.done = 0
        self.seconds = 0.0
        self.seen = time.monotonic()
        self._stop = threading.Event()
        self._told = 0.0
        self._lock = threading.Lock()
        self._listeners: set[Callable[[], None]] = set()

    def counts(self, seeds: int) -> dict[int, Counts]:
        """Everything counted of the first so many seeds, which must have been lived."""
        return {total.seed: dict(total.counts) for total in self.sums[:seeds]}

    def summed(self, first: int, last: int) -> Counts:
        """Everything counted in seeds ``first`` … ``last`` - 1 together, whose books must balance as those of each."""
        parts = [total.counts for total in self.sums[first:last]]
        return {name: np.add.reduce([part[name] for part in parts]) for name in parts[0]}

    def progress(self) -> dict[str, Any]:
        """How far it is, in seeds."""
        done = self.done // self.design.communities
        stage = next((stage for stage in self.stages if stage > self.answered), self.stages[-1])
        return {"done": done, "of": len(self.sums), "seconds": round(self.seconds, 2), "stage": stage, "stages": list(self.stages)}

    def answer(self, language: str) -> Answer | None:
        """The latest answer, in a language; made when it is first asked for."""
        self.languages.add(language)
        with self._saying:
            if self._sample is None:
                return None
            if language not in self._answers:
                self._answers[language] = answer(self._sample, language, self.people)
            return self._answers[language]

    @property
    def size(self) -> int:
        """Bytes of what was counted so far."""
        return sum(array.nbytes for total in self.sums for array in total.counts.values())

    @property
    def sample(self) -> Sample | None:
        """What the latest answer stands on."""
        return self._sample

    @property
    def known(self) -> Sample:
        """The design without counts: enough to say what its worlds are called."""
        return Sample(self.design, {})

    def twins(self, say: Words) -> Design:
        """The regime's world and that of the twins, in the first replicate."""
        base = Facts(self.known, say).base
        if base is None:
            raise Fault(404, say.plain("explorer.server.no-twins"), "against")
        if self._twins is None:
            self._twins = only(self.design, 0, self.design.names.index(base))
        return self._twins

    def adults(self, say: Words) -> Adults:
        """What is known of everybody in the first replicate, to choose lives from; found when it is first asked for."""
        with self._searching:
            if self._adults is None:
                self._adults = search(self.twins(say), 1)
            return self._adults

    def match(self) -> None:
        """Match a rival to the regime's budget, if one is asked for: a few seconds, given up when the job is stopped."""
        if not self._matched:
            self.design = at_budget(self.design, self.words.against, self.look)
            self._matched = True

    def look(self) -> None:
        """Give up what is under way, if the job has been stopped: the next one is waited for."""
        if self.stopping:
            raise StoppedError

    def settle(self, sample: Sample) -> None:
        """Answer from more seeds, in every language that was asked for, then say so."""
        made = {language: answer(sample, language, self.people) for language in self.languages or {"en"}}
        with self._saying:
            self.people = next(iter(made.values())).people
            self._sample, self._answers, self.answered = sample, made, len(sample.design.seeds)
        self.changed()

    def listen(self, heard: Callable[[], None], language: str) -> None:
        """Call something at every change, from whatever thread made it; answers are wanted in a language."""
        self.languages.add(language)
        with self._lock:
            self._listeners.add(heard)
            self.seen = time.monotonic()

    def leave(self, heard: Callable[[], None]) -> None:
        """Call it no more."""
        with self._lock:
            self._listeners.discard(heard)
            self.seen = time.monotonic()

    @property
    def alone(self) -> float:
        """For how many seconds nobody has listened."""
        with self._lock:
            return 0.0 if self._listeners else time.monotonic() - self.seen

    def stop(self) -> None:
        """Live no further community."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it has been told to stop."""
        return self._stop.is_set()

    def resume(self) -> bool:
        """Go on where it was stopped; returns whether nobody drives it any more."""
        with self._lock:
            self._stop.clear()
            if self.state not in (STOPPED, FAILED):
                return False
            self.state, self.fault = WAITING, None
            return True

    def over(self) -> bool:
        """Say whether it is done or stopped; neither, if it was stopped and taken up again meanwhile."""
        with self._lock:
            if self.answered == self.stages[-1]:
                self.state = DONE
            elif self._stop.is_set():
                self.state = STOPPED
            return self.state in ENDED

    def failed(self, fault: dict[str, Any]) -> None:
        """End it with what went wrong."""
        with self._lock:
            self.state, self.fault = FAILED, fault

    def changed(self) -> None:
        """Tell whoever listens."""
        with self._lock:
            self.version += 1
            heard = list(self._listeners)
        for one in heard:
            with suppress(RuntimeError):  # The listener's loop has ended with the server.
                one()

    def lived(self, seeds: int) -> bool:
        """Whether the first so many seeds are done."""
        return all(bool(total.done.all()) for total in self.sums[:seeds])

    def take(self, unit: Unit, counts: Counts, seconds: float) -> None:
        """Add what a community counted, and say so now and then."""
        unit.sum.take(unit.first, unit.last, counts)
        self.done += unit.last - unit.first
        self.seconds = seconds
        if time.monotonic() - self._told > TOLD_EVERY:
            self._told = time.monotonic()
            self.changed()


class Desk:
    """Takes jobs, lives them, forgets them.

    Parameters
    ----------
    workers : int, optional
        Threads that live communities; by default one a core.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._threads = Threads(workers)
        self._residents = Residents()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._drivers: set[threading.Thread] = set()
        self._closed = False

    def submit(self, job: Job, client: str) -> tuple[Job, bool]:
        """Begin a job, or find it begun, or take it up where it was stopped. Returns whether it is new."""
        with self._lock:
            if self._closed:
                raise Fault(503, "the explorer is closing")
            known = self._jobs.get(job.id)
            new = known is None
            found = known or job
            self._jobs[found.id] = found
            self._jobs.move_to_end(found.id)
            found.seen = time.monotonic()
            if client:
                found.clients.add(client)
            if new or found.resume():
                self._begin(found)
            self._forget()
        return found, new

    def leave(self, client: str) -> None:
        """Stop what a client asked for before and nobody else did: it is about to ask for something else."""
        with self._lock:
            for job in self._jobs.values() if client else ():
                if client in job.clients:
                    job.clients.discard(client)
                    if not job.clients:
                        job.stop()

    def _forget(self) -> None:
        """Drop what has ended and was longest out of use, but not the last two, of which one may be pinned."""
        ended = [job for job in self._jobs.values() if job.state in ENDED]
        for job in ended[:-2]:
            if len(self._jobs) <= KEPT and sum(other.size for other in self._jobs.values()) <= KEPT_BYTES:
                return
            del self._jobs[job.id]

    def _begin(self, job: Job) -> None:
        driver = threading.Thread(target=self._drive, args=(job,), name=f"job-{job.id}", daemon=True)
        self._drivers.add(driver)
        driver.start()

    def get(self, id: str) -> Job:
        """A job that is remembered."""
        with self._lock:
            job = self._jobs.get(id)
            if job is not None:
                self._jobs.move_to_end(id)
        if job is None:
            raise Fault(404, f"no run `{id}`", "id", "runs are kept while the explorer is open, the last few of them; ask for it again")
        job.seen = time.monotonic()
        return job

    def sweep(self) -> None:
        """Stop what nobody listens to."""
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            if job.state not in ENDED and job.alone > ALONE:
                job.stop()

    def stop(self) -> None:
        """Stop everything and take nothing more."""
        with self._lock:
            self._closed = True
            for job in self._jobs.values():
                job.stop()

    def close(self) -> None:
        """Stop everything and wait for what is under way."""
        self.stop()
        for driver in list(self._drivers):
            driver.join(timeout=30)
        self._threads.close()

    def _drive(self, job: Job) -> None:
        try:
            self._live(job)
            while not job.over():
                self._live(job)
        except BAD as error:
            job.failed(of_input(error))
        except Exception as error:
            job.failed(Fault(500, f"the run failed: {type(error).__name__}: {error}").plain())
            raise
        finally:
            job.changed()
            self._drivers.discard(threading.current_thread())

    def _live(self, job: Job) -> None:
        """Live what is lacking, the first seeds first, and answer at each stage before the next begins."""
        job.state = RUNNING
        try:
            job.match()
        except StoppedError:
            return
        model = engines.engine(job.design)
        live = self._residents.living(job.design, job.look)
        begun = time.monotonic() - job.seconds
        size = max(1, UNIT // job.design.town.community)
        for stage in job.stages:
            self._stage(job, live, units(job.sums[:stage], size, first_size=size), begun)
            if not job.lived(stage):
                return
            if job.answered < stage:
                model.check({stage: job.summed(job.answered, stage)})
                job.settle(Sample(job.design, job.counts(stage)))

    def _stage(self, job: Job, live: Live, todo: Iterator[Unit], begun: float) -> None:
        """Live the units of a stage, or until it is stopped and nothing is under way."""
        pending: dict[Future[Counts], Unit] = {}
        self._promise(job, live, todo, pending)
        while pending:
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                unit = pending.pop(future)
                with suppress(StoppedError):
                    job.take(unit, future.result(), time.monotonic() - begun)
            self._promise(job, live, todo, pending)

    def _promise(self, job: Job, live: Live, todo: Iterator[Unit], pending: dict[Future[Counts], Unit]) -> None:
        while not job.stopping and len(pending) < AHEAD * self._threads.workers:
            unit = next(todo, None)
            if unit is None:
                return
            pending[self._threads.submit(live, unit.sum.seed, unit.first, unit.last)] = unit
