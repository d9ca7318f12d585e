"""Real runs, small: what must not show in a result, and what must come out exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterlife.study import engine as engines
from counterlife.study import fingerprint, lives
from counterlife.study.design import Design, design
from counterlife.study.executors import Threads
from counterlife.study.progress import Quiet
from counterlife.study.run import carry_out, open_run, repeat
from counterlife.study.work import Counts, Interrupted, SeedSum, Worker

PEOPLE = 8000


def asked(**changes: Any) -> Design:
    wanted: dict[str, Any] = {"regime": "judgment-defaulters", "people": PEOPLE, "years": 1.5, "seeds": (3,)}
    return design(**(wanted | changes))


def lived(what: Design, first: int = 0, last: int | None = None) -> Counts:
    return engines.engine(what).live(what.seeds[0], first, what.communities if last is None else last)


def mark(what: Design, counts: Counts) -> str:
    return fingerprint.of_run({what.seeds[0]: counts}, engines.layout_of(what))


def worlds(what: Design) -> dict[str, str]:
    return fingerprint.of_worlds({what.seeds[0]: lived(what)}, engines.layout_of(what))


@pytest.mark.parametrize(("workers", "size", "backwards"), [(1, 4, False), (2, 1, True), (3, 2, False)])
def test_workers_order_and_size_do_not_show(workers: int, size: int, backwards: bool) -> None:
    what = asked()
    total = SeedSum(3, np.zeros(what.communities, dtype=np.bool_))
    executor = Threads(workers)
    try:
        Worker(engines.engine(what).live, executor, lambda _: None, Quiet(), 1).run([total], size, backwards)
    finally:
        executor.close()
    assert mark(what, total.counts) == mark(what, lived(what))


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_who_does_the_work_does_not_show(name: str, tmp_path: Path) -> None:
    if name == "dask":
        pytest.importorskip("distributed")
    what = asked()
    assert carry_out(what, out=tmp_path / "run", executor=name, workers=1).fingerprint == mark(what, lived(what))


def test_a_world_is_the_same_in_any_company() -> None:
    alone = worlds(asked(against=()))["judgment-defaulters"]
    company = worlds(asked(regime="rongcheng", against=("ordinary-fines", "judgment-defaulters", "none")))
    assert company["judgment-defaulters"] == alone
    assert worlds(asked(against=("none",)))["none"] == company["none"]
    assert company["none"] != alone


def test_more_people_leave_the_first_communities_as_they_are() -> None:
    few, many = asked(), asked(people=2 * PEOPLE)
    assert many.communities == 2 * few.communities
    assert mark(few, lived(many, 0, few.communities)) == mark(few, lived(few))


def test_a_regime_against_itself_differs_nowhere(tmp_path: Path) -> None:
    run = carry_out(asked(regime="none", against=("none",), seeds=(1, 2)), out=tmp_path / "run")
    differences = run.differences()
    assert {(row["world"], row["against"]) for row in differences} == {("none", "none#2")}
    assert {(row["value"], row["lo"], row["hi"]) for row in differences} == {(0.0, 0.0, 0.0)}
    counts = run.counts()[1]
    assert (counts["flow"][0] == counts["flow"][1]).all()
    assert counts["flow"].any()


def test_an_interrupted_run_resumes_to_the_same_and_reruns_to_the_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    what = asked(seeds=(3, 4), people=2 * PEOPLE)
    straight = carry_out(what, out=tmp_path / "straight", workers=1)
    model, left = engines.engine(what), [2]

    def breaks(seed: int, first: int, last: int) -> Counts:
        left[0] -= 1
        if left[0] == -1:
            raise KeyboardInterrupt
        return model.live(seed, first, last)

    with monkeypatch.context() as patch:
        patch.setattr(engines, "engine", lambda *_: engines.Engine(breaks, model.layout, model.measure, model.check))
        with pytest.raises(Interrupted):
            carry_out(what, out=tmp_path / "run", workers=1)
    resumed = carry_out(what, out=tmp_path / "run", workers=2)
    assert resumed.fingerprint == straight.fingerprint
    assert resumed.measures() == straight.measures()
    assert repeat(open_run(tmp_path / "run")).same


def test_the_life_that_is_shown_is_one_that_was_counted() -> None:
    what = asked(people=4 * PEOPLE, years=3)
    pair = lives.only(what, 0, 1)
    found = lives.median_wronged(pair, 3)
    assert found is not None
    person, many = found
    assert many == int(lived(what)["flow"][0, -1, :, ever_unearned_only()].sum())
    life = lives.follow(pair, person, 3)
    withheld = [moment for moment in life.moments[0] if moment.kind == "withheld" and moment.what["rights"]]
    assert withheld
    assert {moment.what["cause"] for moment in withheld}.isdisjoint({"earned", "induced"})
    assert life.fork is not None
    assert not [moment for moment in life.moments[1] if moment.kind == "withheld" and moment.what["rights"]]


def ever_unearned_only() -> int:
    from counterlife.life.tally import FLOW

    return FLOW["ever-unearned-only"]
