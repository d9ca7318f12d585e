"""What drives the answer: told of draws from the stated ranges, if there are any, and of these rules and this town only."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.reading import Page

from counterlife.measure.finding import HEADLINE
from counterlife.report.page import Report
from counterlife.study.run import Run
from counterlife.study.store import StoreError
from counterlife.study.uncertainty import Uncertainty, open_draws, uncertainty

DRAWS = 24


@pytest.fixture(scope="module")
def draws(tmp_path_factory: pytest.TempPathFactory) -> Uncertainty:
    folder = tmp_path_factory.mktemp("draws") / "made"
    return uncertainty("judgment-defaulters", draws=DRAWS, people=4000, years=2, seeds=(1, 2), out=folder)


def test_without_draws_it_says_that_nothing_was_explored(report: Report) -> None:
    drives = report.exhibits["drives"]
    assert not drives.frames
    assert "no uncertainty run" in drives.lead
    assert "Ignorance: unexplored" in report.html()


@pytest.mark.parametrize("language", ["en", "de"])
def test_figures_over_draws_stand_in_the_table_and_in_the_sentence(run: Run, draws: Uncertainty, language: str) -> None:
    report = Report(run, language, open_draws(draws.folder, run.design))
    drives = report.exhibits["drives"]
    figures, drivers = drives.frames
    own = next(one for one in draws.figures if one.measure == HEADLINE.name and one.against == "none")
    (row,) = [row for row in figures.rows if row["most"].value == own.spread.most and row["draws-high"].value == own.spread.high]
    assert (row["above"].value, row["below"].value, row["of"].value) == (own.spread.above, own.spread.below, own.spread.draws)
    assert len(drivers.rows) == sum(len(one.spread.drivers) for one in draws.figures if one.against in ("none", None))
    page = Page(report.html())
    said = {place: (float(value), shown) for place, value, shown in page.numbers if place.startswith(("drives/", "drivers/"))}
    assert {place.rpartition("/")[2] for place in said} >= {"stated", "draws-low", "draws-high", "least", "most"}
    for place, (value, _) in said.items():
        table, number, key = place.split("/")
        assert value == {"drives": figures, "drivers": drivers}[table].cell(int(number), key).value
    words = " ".join(" ".join(page.words).split())
    assert report.say.plain("doubts.ignorance-drawn") in words
    assert report.say.plain("doubts.ignorance") not in words
    assert report.say.plain("finding.doubt-drawn") in words


def test_draws_of_something_else_are_refused(run: Run, draws: Uncertainty, tmp_path: Path) -> None:
    small = {"draws": 1, "people": 2000, "years": 1, "seeds": (1,), "measures": ("sanction.ever",)}
    other = uncertainty("judgment-defaulters", sets=("costs.record=0.3",), **small, out=tmp_path / "rules")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="other rules than this run's"):
        open_draws(other.folder, run.design)
    elsewhere = uncertainty("judgment-defaulters", town="uniform", **small, out=tmp_path / "town")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="another town"):
        open_draws(elsewhere.folder, run.design)
    with pytest.raises(StoreError, match="holds no draws"):
        open_draws(run.folder, run.design)
    assert open_draws(draws.folder, run.design).rows() == draws.rows()
