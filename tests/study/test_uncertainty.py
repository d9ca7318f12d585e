"""A design as stated and over draws from its ranges: kept, resumed, and the same whoever does the work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterlife.regime.load import Text
from counterlife.study import ranges
from counterlife.study.design import DesignError
from counterlife.study.run import open_run, run
from counterlife.study.store import StoreError, partial_of, write_rows
from counterlife.study.uncertainty import FIGURES, Uncertainty, uncertainty
from counterlife.study.work import Interrupted

SMALL: dict[str, Any] = {
    "people": 2000,
    "years": 1,
    "seeds": (1, 2),
    "draws": 3,
    "measures": ("sanction.ever", "due.unaware24", "gain.victims"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Uncertainty:
    return uncertainty("rongcheng", **SMALL, out=tmp_path_factory.mktemp("draws") / "made")


def test_the_design_as_stated_is_the_run_that_it_is_without_draws(made: Uncertainty, tmp_path: Path) -> None:
    plain = run("rongcheng", people=2000, years=1, seeds=(1, 2), out=tmp_path / "plain")
    (wanted,) = [row for row in plain.differences() if (row["measure"], row["group"], row["against"]) == ("sanction.ever", "all", "none")]
    (found,) = [row for row in made.rows() if (row["draw"], row["measure"], row["against"]) == (0, "sanction.ever", "none")]
    assert {name: found[name] for name in ("value", "lo", "hi", "unit")} == {name: wanted[name] for name in ("value", "lo", "hi", "unit")}


def test_every_draw_has_its_values_and_figures(made: Uncertainty) -> None:
    assert {row["draw"] for row in made.rows()} == {0, 1, 2, 3}
    inputs = made.inputs()
    assert len(made.values()) == 3 * len(inputs)
    assert {(row["world"], row["against"]) for row in made.rows()} >= {("rongcheng", "none")}
    values = {figure.measure: figure for figure in made.figures}
    found = values["sanction.ever"]
    drawn = [row["value"] for row in made.rows() if row["draw"] and (row["measure"], row["against"]) == ("sanction.ever", "none")]
    assert (found.spread.least, found.spread.most, found.spread.draws) == (min(drawn), max(drawn), 3)
    assert found.stated is not None
    assert len(set(drawn)) == 3, "other values, other figures"


def test_a_share_that_other_worlds_have_nothing_of_is_told_as_it_is(made: Uncertainty, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    for name in ("values", "inputs"):
        (tmp_path / "made" / f"{name}.parquet").write_bytes((made.folder / f"{name}.parquet").read_bytes())
    row: dict[str, Any] = {"world": "rongcheng", "against": None, "lo": None, "hi": None, "unit": "of 100"}
    rows = [row | {"draw": draw, "measure": name, "value": draw} for name in ("due.wait", "sanction.ever") for draw in (0, 1, 2, 3)]
    rows += [row | {"draw": draw, "measure": "due.wait", "against": "none", "value": -draw} for draw in (1, 3)]
    rows += [row | {"draw": draw, "measure": "sanction.ever", "against": "none", "value": -draw} for draw in (0, 1, 2, 3)]
    write_rows(tmp_path / "made" / "figures.parquet", rows, FIGURES)
    found = Uncertainty(tmp_path / "made", made.manifest).figures
    assert [(one.measure, one.against, one.spread.draws) for one in found] == [("due.wait", None, 3), ("sanction.ever", "none", 3)]


def test_a_draw_can_be_lived_again_from_its_values(made: Uncertainty, tmp_path: Path) -> None:
    paths = {row["path"] for row in made.inputs()}
    told = {row["path"]: row["value"] for row in made.values() if row["draw"] == 2 and not row["path"].startswith("town.")}
    assert told.keys() <= paths
    assert len(told) > 10
    again = uncertainty("rongcheng", **SMALL, workers=1, executor="threads", out=tmp_path / "again")
    assert again.rows() == made.rows(), "the same however many work"
    assert again.values() == made.values()


def test_an_interrupted_one_goes_on_where_it_stopped(made: Uncertainty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, lived = ranges.drawn, []

    def stop(design: Any, at: Any) -> Any:
        lived.append(1)
        if len(lived) == 2:
            raise KeyboardInterrupt
        return usual(design, at)

    monkeypatch.setattr(ranges, "drawn", stop)
    with pytest.raises(Interrupted):
        uncertainty("rongcheng", **SMALL, out=tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert (partial_of(tmp_path / "again") / "draw-1.json").exists()
    lived[:] = [1, 1]
    found = uncertainty("rongcheng", **SMALL, out=tmp_path / "again")
    assert len(lived) == 4, "two draws were still to be lived"
    assert found.rows() == made.rows()
    assert not found.reused
    assert uncertainty("rongcheng", **SMALL, out=tmp_path / "again").reused


def test_values_that_do_not_fit_together_are_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = ranges.drawn
    calls = iter(range(9))

    def refuse(design: Any, at: Any) -> Any:
        if next(calls) == 1:
            raise DesignError("two bands begin at 80 points")
        return usual(design, at)

    monkeypatch.setattr(ranges, "drawn", refuse)
    found = uncertainty("rongcheng", **SMALL, out=tmp_path / "made")
    assert found.manifest["left_out"] == [{"draw": 2, "why": "two bands begin at 80 points"}]
    assert {row["draw"] for row in found.rows()} == {0, 1, 3}
    assert found.figures[0].spread.draws == 2


def test_everything_can_be_had_as_plain_data(made: Uncertainty) -> None:
    found = json.loads(json.dumps(made.result()))
    assert found["draws"] == 3
    assert found["figures"][0]["spread"]["draws"] == 3
    assert {"path", "stated", "low", "high", "grade", "source"} == set(found["inputs"][0])


def test_safeguards_are_followed_too(tmp_path: Path) -> None:
    asked = SMALL | {"draws": 1, "measures": ("sanction.ever",)}
    found = uncertainty("judgment-defaulters", with_="notice", **asked, out=tmp_path / "made")
    assert {(figure.world, figure.against) for figure in found.figures} == {
        ("judgment-defaulters", "none"), ("judgment-defaulters+notice", "none"), ("judgment-defaulters+notice", "judgment-defaulters"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"draws": 0}, "draws 0: from 1 to 10,000"),
        ({"draws_seed": -1}, "seed of the draws -1"),
        ({"measures": ("sanction.evr",)}, r"no measure `sanction.evr`; .*sanction.ever"),
        ({"measures": ()}, "no measures"),
        ({"against": ("ordinary-fines@budget",)}, "leave @budget out"),
        ({"workers": 0}, "workers 0: at least 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=message):
        uncertainty("rongcheng", **(SMALL | changes), out=tmp_path / "made")
    assert not list(tmp_path.iterdir())


def test_without_ranges_there_is_nothing_to_draw_from(tmp_path: Path) -> None:
    bare = Text("regime: bare\ntitle: Nothing but a name\n", "bare.yaml")
    with pytest.raises(DesignError, match="state no ranges to draw from"):
        uncertainty(bare, (), **SMALL, town="uniform", out=tmp_path / "made")


def test_its_folder_is_no_run(made: Uncertainty) -> None:
    with pytest.raises(StoreError, match="holds draws from ranges, not a run"):
        open_run(made.folder)
