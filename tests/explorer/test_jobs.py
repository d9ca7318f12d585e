"""Jobs answer at each stage from counts whose books balance, and from no others."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from counterlife.explorer.answer import answer
from counterlife.explorer.jobs import ENDED, FAILED, Desk, Job, Sample
from counterlife.explorer.residents import Residents
from counterlife.report.finding import picked
from counterlife.report.gather import Facts
from counterlife.report.reproduce import Asked
from counterlife.report.say import words
from counterlife.study.design import Design, design

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.study.work import Counts
    from counterlife.town.tables import TownTables
    from counterlife.town.traits import Community

LIVING, OF = Residents.living, Residents.of
WORDS = Asked("judgment-defaulters", ("none",), (), 1, 1, "2014", (1,), (), "china-2020")


def ended(plan: Design, stages: tuple[int, ...], words: Asked | None = None) -> Job:
    """A job that was driven to its end."""
    desk = Desk(2)
    job, _ = desk.submit(Job("id", plan, stages, words or WORDS), "")
    while job.state not in ENDED:
        time.sleep(0.01)
    desk.close()
    for driver in [one for one in threading.enumerate() if one.name == "job-id"]:
        driver.join()
    return job


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("wrong", [1, 3])
def test_counts_that_contradict_themselves_are_no_answer(monkeypatch: pytest.MonkeyPatch, wrong: int) -> None:
    def living(self: Residents, plan: Design, look: Callable[[], None]) -> Callable[[int, int, int], Counts]:
        live = LIVING(self, plan, look)

        def made(seed: int, first: int, last: int) -> Counts:
            counts = live(seed, first, last)
            counts["list_"][0, 0, 3, 0, 0] += seed == wrong
            return counts

        return made

    plan = design("judgment-defaulters", people=1, years=1, seeds=[1, 2, 3, 4])
    monkeypatch.setattr(Residents, "living", living)
    job = ended(plan, (2, 4))
    assert job.state == FAILED
    assert job.answered == {1: 0, 3: 2}[wrong]
    assert "do not balance" in str(job.fault)


def test_a_stopped_job_gives_up_what_is_under_way_and_lacks_nothing_when_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = design("judgment-defaulters", people=12_000, years=1, seeds=[1, 2])
    straight = ended(plan, (2,))
    lived: list[tuple[int, int]] = []

    def of(self: Residents, town: TownTables, seed: int, number: int) -> Community:
        lived.append((seed, number))
        if len(lived) == 3:
            job.stop()
        return OF(self, town, seed, number)

    monkeypatch.setattr(Residents, "of", of)
    desk = Desk(1)
    job, _ = desk.submit(Job("id", plan, (2,), WORDS), "")
    while job.state not in ENDED:
        time.sleep(0.01)
    assert (job.state, job.done, len(lived)) == ("stopped", 0, 3), "not even the unit that was begun"
    desk.submit(job, "")
    while job.state != "done":
        time.sleep(0.01)
    desk.close()
    for seed, counts in straight.counts(2).items():
        assert all(np.array_equal(array, job.counts(2)[seed][name]) for name, array in counts.items())


def test_what_was_compiled_serves_every_answer() -> None:
    plan = design("judgment-defaulters", people=1, years=1, seeds=[1, 2, 3])
    job = ended(plan, (2, 3))
    assert job.state == "done"
    assert job.sample is not None
    assert job.sample.design.seeds == (1, 2, 3)
    assert job.sample.design.compiled is plan.compiled
    assert {name: array.tolist() for name, array in job.summed(1, 3).items()} == {
        name: (job.counts(3)[2][name] + job.counts(3)[3][name]).tolist() for name in job.counts(3)[2]
    }


def test_a_rival_is_matched_before_it_is_lived_as_it_is_for_the_command_line() -> None:
    asked = {"people": 1, "years": 1, "seeds": [1, 2, 3, 4], "against": ("none", "ordinary-fines@budget")}
    plain, matched = (design("judgment-defaulters", **asked, match=match) for match in (False, True))  # type: ignore[arg-type]
    job = ended(plain, (4,), replace(WORDS, against=tuple(matched.names[1:])))
    assert job.state == "done"
    assert job.sample is not None
    assert job.sample.design.record() == matched.record() != plain.record()


def test_the_finding_keeps_its_number_of_people_as_it_sharpens() -> None:
    plan = design("judgment-defaulters", people=6_000, years=4, seeds=range(1, 7), sets=("lists.defaulters.unable=1",))
    job = ended(plan, (2, 6))
    assert job.sample is not None
    first = picked(Facts(Sample(plan, job.counts(2)), words("en")))
    assert job.people == first > 0, "as the first answer picked it"
    for people in (1_000, 100_000):
        made = answer(job.sample, "en", people)
        assert made.people == people
        assert all(made.frames[name].columns[1].title.count(f" {people:,} ") for name in ("finding", "who"))
        cells = made.frames["finding"].rows[0]
        assert len({cells[key].shown for key in ("lo", "value", "hi")}) == 3, "a range is told however coarse its people"
