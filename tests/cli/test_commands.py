"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.study import fake

from counterlife.cli import show
from counterlife.measure.finding import Finding
from counterlife.study import engine as engines
from counterlife.study.engine import Engine

Output = tuple[int, str, str]
SMALL = ("--people", "20000", "--years", "1", "--seeds", "2", "--town", "uniform")


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, fake.live)


def use(monkeypatch: pytest.MonkeyPatch, live: Any) -> None:
    row = {"against": None, "lo": 1.0, "hi": 3.0, "unit": "of 100", "note": "", "n": 1, "count": 1, "seeds": 2}
    rows = [row | {"measure": "m.m", "world": world, "group": "all", "value": 2.0} for world in ("rongcheng", "none")]
    monkeypatch.setattr(
        engines,
        "engine",
        lambda *_: Engine(live, fake.LAYOUT, lambda _: {"measures": rows, "differences": [], "ratios": []}, lambda _: None),
    )
    monkeypatch.setattr(show, "finding", lambda _: Finding("Two in 100.", "A doubt.", (), ""))


def test_alone_it_prints_six_lines_and_names_demo(cli: Any) -> None:
    code, out, _ = cli()
    assert code == 0
    assert len(out.splitlines()) == 6
    assert "counterlife demo" in out


def test_help_names_every_command(cli: Any) -> None:
    _, out, _ = cli("--help")
    for command in (
        "demo",
        "run",
        "uncertainty",
        "life",
        "case",
        "check",
        "explain",
        "list",
        "schema",
        "measures",
        "plan",
        "coverage",
        "rerun",
        "new",
    ):
        assert f"\n  {command} " in out
    assert not [line for line in out.splitlines()[1:] if line.endswith("...")], "a summary is cut off"


def test_json_is_exactly_one_object(cli: Any, model: None) -> None:
    code, out, err = cli("run", "rongcheng", *SMALL, "--json")
    assert code == 0
    assert all(line.startswith("note: ") for line in err.splitlines())
    result = json.loads(out)
    wanted = {"regime", "worlds", "people", "months", "seeds", "fingerprint", "measures", "seconds", "person_months_per_second"}
    assert wanted <= set(result)
    assert {"measure", "world", "group", "value", "lo", "hi", "unit", "n"} <= set(result["measures"][0])
    assert result["seeds"] == [1, 2]
    assert Path(result["folder"]).is_dir()


def test_run_prints_a_table_and_the_folder(cli: Any, model: None) -> None:
    code, out, err = cli("run", "rongcheng", *SMALL[2:], "--people", "19999")
    assert code == 0
    assert out.index("Two in 100.\nA doubt.\n") < out.index("m.m")
    assert "2 (1 to 3)" in out
    assert "runs/rongcheng-" in out
    assert "rounded up to 20,000 people" in err


def test_a_run_and_its_rerun(cli: Any, model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("run", "rongcheng", *SMALL, "--out", "here")[0] == 0
    code, out, _ = cli("rerun", "here")
    assert (code, "the same to the last bit" in out) == (0, True)
    use(monkeypatch, lambda seed, first, last: fake.live(seed + 1, first, last))
    code, out, _ = cli("rerun", "here")
    assert (code, "NOT the same" in out) == (1, True)


def test_stopped_by_the_user(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, fake.Breaks(3))
    code, out, err = cli("run", "rongcheng", *SMALL, "--set", "schemes.points.score.start=990 points", "--workers", "1")
    assert (code, out) == (130, "")
    (told,) = [line for line in err.splitlines() if not line.startswith("note: ")]
    command = shlex.split(told.split("to go on: ")[1])
    assert not [path for path in Path("runs").iterdir() if path.suffix != ".partial"]
    use(monkeypatch, fake.live)
    assert cli(*command[1:])[0] == 0
    assert [path.suffix for path in Path("runs").iterdir()] == [""]


def test_the_command_in_the_manifest_asks_for_the_same_run(cli: Any, model: None) -> None:
    cli("run", "rongcheng", *SMALL, "--with", "notice,notice+appeal", "--against", "none,mute", "--set", "bear.hire-refused=0.1")
    (folder,) = Path("runs").iterdir()
    manifest = json.loads((folder / "manifest.json").read_text())
    cli(*shlex.split(manifest["command"])[1:])
    assert list(Path("runs").iterdir()) == [folder]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "rongchang"), "did you mean `rongcheng`"),
        (("run", "rongcheng", "--town", "uniforn"), "did you mean `uniform`"),
        (("run", "rongcheng", "--with", "notise"), "did you mean `notice`"),
        (("run", "rongcheng", "--against", "nine"), "did you mean `none`"),
        (("run", "rongcheng", "--people", "0"), "at least 1"),
        (("run", "rongcheng", "--people", "many"), "--people"),
        (("run", "rongcheng", "--years", "0"), "whole months"),
        (("run", "rongcheng", "--seeds", "1,1"), "given twice"),
        (("run", "rongcheng", "--seeds", "a-b"), "write a number"),
        (("run", "rongcheng", "--seeds", "0"), "from 1 to"),
        (("run", "rongcheng", "--start", "then"), "2014-07"),
        (("run", "rongcheng", "--workers", "0"), "at least 1"),
        (("run", "rongcheng", "--set", "recourse.lookup=0"), "did you mean `look-up`"),
        (("run", "missing.yaml"), "no such file"),
        (("rum",), "Did you mean 'run'"),
        (("rerun", "nowhere"), "not the folder of a run"),
        (("life", "rongcheng", "-1"), "-1"),
        (("check", "missing.yaml"), "no such file"),
        (("new", "mine.txt"), "ends in .yaml"),
        (("new", "mine.yaml", "--from", "rongchen"), "did you mean `rongcheng`"),
    ],
)
def test_bad_input_says_what_to_do(cli: Any, words: tuple[str, ...], says: str) -> None:
    code, out, err = cli(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    assert not list(Path().iterdir())


def test_a_file_with_three_mistakes(cli: Any) -> None:
    Path("bad.yaml").write_text("regime: bad\ninclude: [none]\nkindd: record\nbear: {job-loss: 3 apples, hire-refused: 1.5}\n")
    code, out, err = cli("run", "bad.yaml")
    assert (code, out) == (2, "")
    assert [line.split(" ")[0] for line in err.splitlines() if line.startswith("bad.yaml")] == [
        "bad.yaml:3:1:",
        "bad.yaml:4:18:",
        "bad.yaml:4:42:",
    ]
    assert "3 problems" in err
    assert [path.name for path in Path().iterdir()] == ["bad.yaml"]


def test_new_file_passes_check_and_is_never_overwritten(cli: Any) -> None:
    assert cli("new", "mine.yaml", "--from", "judgment-defaulters")[0] == 0
    code, out, _ = cli("check", "mine.yaml")
    assert (code, "mine.yaml: no errors" in out) == (0, True)
    text = Path("mine.yaml").read_text()
    code, _, err = cli("new", "mine.yaml")
    assert (code, "exists already" in err) == (2, True)
    assert Path("mine.yaml").read_text() == text


def test_check_goes_on_after_a_bad_file(cli: Any) -> None:
    code, out, err = cli("check", "missing.yaml", "rongcheng")
    assert code == 2
    assert "rongcheng: no errors" in out
    assert "no such file" in err


def test_list_names_the_library(cli: Any) -> None:
    _, out, _ = cli("list")
    for name in ("rongcheng", "judgment-defaulters", "ordinary-fines", "none", "notice", "appeal", "china-2020", "uniform", "students"):
        assert f"  {name} " in out


def test_schema_is_json(cli: Any) -> None:
    _, out, _ = cli("schema")
    assert "schemes" in json.loads(out)["properties"]


def test_explain_measures_and_plan(cli: Any) -> None:
    assert "points" in cli("explain", "rongcheng")[1]
    assert "wrongful.share" in cli("measures")[1]
    from counterlife.words import PHASES

    plan = cli("plan")[1]
    assert [line.split()[1] for line in plan.splitlines() if line[:2].strip().isdecimal()] == list(PHASES)


def test_version(cli: Any) -> None:
    import counterlife

    assert cli("--version")[1] == f"counterlife {counterlife.__version__}\n"


def test_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "counterlife", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("counterlife ")
