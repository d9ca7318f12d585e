"""The README shows what the program prints, and names commands and options that exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> list[str]:
    """The lines of the block of code below a mark."""
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)\n```", TEXT, re.S)
    assert found is not None, name
    return found[1].splitlines()


def printed(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "counterlife", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_life_is_what_the_program_prints() -> None:
    (command,) = re.findall(r"`(counterlife life [^`]+)`", TEXT)
    said = printed(*shlex.split(command)[1:]).splitlines()
    places = [said.index(line) for line in block("life")]
    assert places == sorted(places)


def test_set_up_is_two_commands_and_ci_runs_the_second() -> None:
    (demo,), (test,) = block("demo"), block("test")
    assert demo.endswith("counterlife demo")
    assert test.endswith("scripts/check.py")
    script = (ROOT / ".ci" / "run").read_text().replace('exec bash -c "$command" </dev/null', "")
    done = subprocess.run(["bash", "-c", script, str(ROOT / ".ci" / "run")], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == f"+ {test}\n"


COMMANDS = sorted({line.split("  ")[0] for line in TEXT.splitlines() if line.startswith("counterlife ")})


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_exist(command: str) -> None:
    words = shlex.split(command)
    helped = printed(words[1], "--help")
    for word in words[2:]:
        if word.startswith("--"):
            assert f"{word} " in helped


def test_files_that_are_linked_exist() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (ROOT / target).exists(), target
