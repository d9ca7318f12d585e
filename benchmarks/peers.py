"""The entries: who they are, how many people they live at a time, and an environment for each."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tokenize
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


class SetUpError(Exception):
    """An entry's environment can't be made."""


@dataclass(frozen=True)
class Peer:
    """An entry of the comparison.

    Attributes
    ----------
    name : str
        Of its module in `entries/`, and of its file of requirements, if it has one.
    title : str
        As the table has it.
    people : int
        How many people it lives at a time: a size that suits it, lived within about a second.
    threads : tuple of int
        The numbers of threads it is run with.
    twins : bool
        Whether it also lives two worlds over common luck.
    files : tuple of str
        What counts as its lines, beside its module.
    """

    name: str
    title: str
    people: int
    threads: tuple[int, ...] = (1,)
    twins: bool = False
    files: tuple[str, ...] = ()

    @property
    def requirements(self) -> Path:
        """Its pinned packages; without such a file it runs in the environment that this program runs in."""
        return HERE / "requirements" / f"{self.name}.txt"

    def lines(self) -> int:
        """Lines of code and of rules, without blank lines, comments and docstrings."""
        return code_lines(HERE / "entries" / f"{self.name}.py") + sum(text_lines(HERE / name) for name in self.files)

    def interpreter(self, environments: Path) -> Path:
        """The interpreter that has its packages, set up if need be.

        Raises
        ------
        SetUpError
            If they can't be installed.
        """
        if not self.requirements.exists():
            return Path(sys.executable)
        key = hashlib.sha256(self.requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
        folder = environments / f"{self.name}-{key}"
        python = folder / "bin" / "python"
        done = folder / "ready"
        if not done.exists():
            for command in (
                [sys.executable, "-m", "venv", "--clear", folder],
                [python, "-m", "pip", "install", "-q", "-r", self.requirements],
            ):
                ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=own_environment(1))
                if ran.returncode:
                    said = [line for line in (ran.stderr or ran.stdout).splitlines() if line.strip()]
                    raise SetUpError(said[-1] if said else f"exit code {ran.returncode}")
            done.touch()
        return python


PEERS = (
    Peer("counterlife", "Counterlife", 200_000, (1, 2), True, ("regime.yaml", "town.yaml")),
    Peer("mesa", "Mesa", 3_000),
    Peer("agentpy", "agentpy", 2_000),
    Peer("simpy", "SimPy", 1_000),
    Peer("salabim", "salabim", 500),
    Peer("vivarium", "Vivarium", 3_000, twins=True),
    Peer("starsim", "Starsim", 20_000, twins=True),
    Peer("laser", "LASER (laser-core)", 50_000, (1, 2)),
    Peer("python", "plain Python", 5_000),
    Peer("pandas", "pandas", 20_000),
    Peer("numpy", "NumPy", 50_000, twins=True),
    Peer("polars", "Polars", 100_000, (1, 2)),
    Peer("jax", "JAX", 50_000, (1, 2)),
    Peer("numba", "Numba, a plain loop", 100_000, (1, 2)),
    Peer("numba_made", "Numba, made for this workload", 400_000, (1, 2)),
)


def own_environment(threads: int) -> dict[str, str]:
    """The environment variables of a worker: those of this process, with as many threads as told in whatever has threads."""
    told = {
        name: str(threads)
        for name in ("NUMBA_NUM_THREADS", "POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return kept | told


def code_lines(path: Path) -> int:
    """Lines of a module that hold code."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER}
    lines: set[int] = set()
    fresh = True
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.STRING and fresh:
                continue  # a docstring: a statement that begins with a string
            if token.type not in skipped:
                lines.update(range(token.start[0], token.end[0] + 1))
                fresh = False
            elif token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING):
                fresh = True
    return len(lines)


def text_lines(path: Path) -> int:
    """Lines of a file of rules that hold something."""
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#"))
