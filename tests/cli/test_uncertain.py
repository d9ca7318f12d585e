"""``counterlife uncertainty``: what it tells, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterlife.cli.uncertain import text
from counterlife.study import ranges
from counterlife.study.uncertainty import Uncertainty, uncertainty

SMALL = ("--people", "2000", "--years", "1", "--seeds", "2", "--draws", "2", "--measures", "sanction.ever,gain.victims")


def test_it_tells_figures_as_stated_and_over_draws(cli: Any) -> None:
    code, out, _ = cli("uncertainty", "rongcheng", *SMALL)
    assert code == 0
    assert "rongcheng: 2 draws from " in out
    assert "of rules, 121 of the town); 2,000 synthetic people, 12 months, 2 seeds each" in out
    assert "rongcheng less none" in out
    (line,) = [line for line in out.splitlines() if line.startswith("sanction.ever")]
    assert "2 of 2" in line
    assert line.endswith("in 100 persons")
    assert "not a probability" in " ".join(out.split())
    assert "runs/uncertainty-rongcheng-" in out
    code, again, _ = cli("uncertainty", "rongcheng", *SMALL)
    assert "lived before; nothing had to be lived again" in again
    assert again.splitlines()[-1] == out.splitlines()[-1]


def test_json_is_exactly_one_object(cli: Any) -> None:
    code, out, _ = cli("uncertainty", "rongcheng", *SMALL, "--json")
    assert code == 0
    found = json.loads(out)
    assert found["measures"] == ["sanction.ever", "gain.victims"]
    assert {figure["measure"] for figure in found["figures"]} == {"sanction.ever", "gain.victims"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--draws", "0"), "draws 0: from 1 to 10,000"),
        (("--measures", "wrongful.rsk"), "no measure `wrongful.rsk`"),
        (("--against", "ordinary-fines@budget"), "leave @budget out"),
        (("--seeds", "x"), "--seeds x"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing_behind(cli: Any, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = cli("uncertainty", "rongcheng", *SMALL, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not list(tmp_path.iterdir())


def test_ctrl_c_says_how_to_go_on(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(design: Any, at: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ranges, "drawn", stop)
        code, _, err = cli("uncertainty", "rongcheng", *SMALL)
    assert code == 130
    command = err.strip().splitlines()[-1].partition("to go on: ")[2]
    assert command.startswith("counterlife uncertainty rongcheng --people 2000")
    code, out, _ = cli(*command.split()[1:])
    assert code == 0
    assert "rongcheng: 2 draws" in out


def test_draws_left_out_and_what_never_moves_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = uncertainty("rongcheng", people=2000, years=1, seeds=(1, 2), draws=1, measures=("gain.repaid",), out=tmp_path / "made")
    odd = found.manifest | {"draws": 2, "left_out": [{"draw": 2, "why": "two bands begin at 80 points"}]}
    told = text(Uncertainty(found.folder, odd))
    assert "1 draw left out, whose values do not fit together: two bands begin at 80 points" in told
    assert "0 as stated and in every draw: gain.repaid" in told
