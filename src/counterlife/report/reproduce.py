"""How to repeat a run: as a command, in Python, and from a file that holds all rules. Tests run all three."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from counterlife.regime.load import RegimeError, fingerprint, load, to_yaml
from counterlife.study.design import MUTES

if TYPE_CHECKING:
    from counterlife.regime.model import Regime
    from counterlife.study.design import Design
    from counterlife.study.run import Run

DEFAULT_TOWN: Final = "china-2020"


@dataclass(frozen=True)
class Asked:
    """A run in the words in which it can be asked for."""

    regime: str
    against: tuple[str, ...]
    with_: tuple[str, ...]
    people: int
    years: float
    start: str
    seeds: tuple[int, ...]
    sets: tuple[str, ...]
    town: str

    def command(self) -> str:
        """For a terminal."""
        words = ["counterlife", "run", self.regime, "--people", str(self.people), "--years", f"{self.years:g}", "--start", self.start]
        words += ["--seeds", _span(self.seeds), "--against", ",".join(self.against), "--town", self.town]
        words += ["--with", ",".join(self.with_)] if self.with_ else []
        return shlex.join([*words, *(word for text in self.sets for word in ("--set", text))])

    def python(self) -> str:
        """For a notebook."""
        lines = [repr(self.regime), f"against={self.against!r}"]
        lines += [f"with_={self.with_!r}"] if self.with_ else []
        lines += [f"people={self.people:_}", f"years={self.years:g}", f"start={self.start!r}", f"seeds={_seeds(self.seeds)}"]
        lines += [f"sets={self.sets!r}"] if self.sets else []
        lines += [f"town={self.town!r}"] if self.town != DEFAULT_TOWN else []
        body = "".join(f"    {line},\n" for line in lines)
        return f"import counterlife\n\nrun = counterlife.run(\n{body})\nprint(run.fingerprint)\n"


@dataclass(frozen=True)
class Snippets:
    """What stands on the page.

    Attributes
    ----------
    yaml : str
        A regime file with every rule in force, nothing included from elsewhere.
    file : str
        Its name.
    from_file : str
        The command that runs it.
    """

    command: str
    python: str
    yaml: str
    file: str
    from_file: str


def snippets(run: Run) -> Snippets:
    """The ways to repeat a run."""
    return written(asked(run.manifest.get("command", ""), run.design), run.design.worlds[0].regime)


def written(own: Asked, regime: Regime) -> Snippets:
    """The ways to repeat what was asked for; a regime without a name in the library is the file that stands beside them."""
    file = f"{regime.regime}.yaml"
    plain = replace(own, regime=f"./{file}", sets=())
    if not own.regime:
        own = plain
    return Snippets(own.command(), own.python(), to_yaml(regime), file, plain.command())


def asked(command: str, design: Design) -> Asked:
    """What was asked for: from the manifest's command, or, for a run from Python, from its worlds."""
    options = _options(command)
    own = design.worlds[0].regime
    against, with_ = [], []
    for world in design.worlds[1:]:
        name = world.name.partition("#")[0]
        if world.role == "with":
            with_.append("+".join(name.split("+")[1:]))
        else:
            against.append(name.partition("(")[0] if name.partition("(")[0] in MUTES else name)
    year, month = divmod(design.start, 12)
    return Asked(
        regime=options.get("regime") or _named(own),
        against=tuple(options["against"].split(",")) if "against" in options else tuple(against),
        with_=tuple(options["with"].split(",")) if "with" in options else tuple(with_),
        people=design.people,
        years=design.months / 12,
        start=f"{year}-{month + 1:02d}" if month else str(year),
        seeds=design.seeds,
        sets=tuple(options.get("set", ())),
        town=options.get("town", design.town.town),
    )


def _named(own: Any) -> str:
    """The name of a regime if the library's is the same, else the file that the page gives."""
    try:
        same = fingerprint(load(own.regime)) == fingerprint(own)
    except RegimeError:
        same = False
    return str(own.regime) if same else f"./{own.regime}.yaml"


def _options(command: str) -> dict[str, Any]:
    """A recorded command's regime and options; nothing of one that is not a run."""
    words = shlex.split(command)
    if words[:2] != ["counterlife", "run"]:
        return {}
    found: dict[str, Any] = {"regime": words[2]}
    for option, value in zip(words[3::2], words[4::2], strict=False):
        name = option.removeprefix("--")
        if name == "set":
            found.setdefault("set", []).append(value)
        else:
            found[name] = value
    return found


def _runs(seeds: tuple[int, ...]) -> bool:
    return seeds == tuple(range(seeds[0], seeds[-1] + 1))


def _span(seeds: tuple[int, ...]) -> str:
    return f"{seeds[0]}-{seeds[-1]}" if _runs(seeds) else ",".join(map(str, seeds))


def _seeds(seeds: tuple[int, ...]) -> str:
    return f"range({seeds[0]}, {seeds[-1] + 1})" if _runs(seeds) and len(seeds) > 1 else repr(seeds)
