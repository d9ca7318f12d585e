"""What can be chosen from: regimes, safeguards and towns of the library, and the file that the explorer was opened with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counterlife.explorer.faults import Fault
from counterlife.regime.load import load, load_safeguard
from counterlife.regime.names import hint, library_file, library_names
from counterlife.regime.reading import parse
from counterlife.study.design import AT_BUDGET, EXEMPT, MUTES

if TYPE_CHECKING:
    from counterlife.regime.load import Safeguard
    from counterlife.regime.model import Regime
    from counterlife.report.say import Words

_BLOCK: Final = re.compile(r"^[\w-]+:[ \t]*(?:#.*)?$", re.MULTILINE)
"""The first key of a file with a part below it; what a regime says about itself stands above."""


@dataclass(frozen=True)
class Library:
    """Everything that can be named in a request.

    Attributes
    ----------
    file : str or None
        A file on this machine that the explorer was started with; no other file can be named.
    """

    file: str | None = None

    @cached_property
    def own(self) -> str | None:
        """The name of the regime in that file."""
        return None if self.file is None else load(self.file).regime

    def regime(self, name: str) -> str:
        """What loads the regime of a name: the name itself, or the path of the file that the explorer was opened with."""
        if self.file is not None and name == self.own:
            return self.file
        known = library_names("regimes")
        if name not in known:
            raise Fault(404, f"no regime `{name}` in the library", "regime", hint(name, known))
        return name

    def baseline(self, name: str) -> str:
        """A world to compare with."""
        return name if name in MUTES or name == EXEMPT else self.regime(name.removesuffix(AT_BUDGET))

    def safeguard(self, name: str) -> str:
        """A safeguard of the library."""
        known = library_names("safeguards")
        if name not in known:
            raise Fault(404, f"no safeguard `{name}` in the library", "with", hint(name, known))
        return name

    def town(self, name: str) -> str:
        """A town of the library."""
        known = library_names("towns")
        if name not in known:
            raise Fault(404, f"no town `{name}` in the library", "town", hint(name, known))
        return name

    def loaded(self, name: str) -> Regime:
        """A regime by name."""
        return load(self.regime(name))

    def text(self, name: str) -> str:
        """The words of a regime's file."""
        found = self.regime(name)
        return (Path(found) if found == self.file else library_file("regimes", found)).read_text(encoding="utf-8")

    def regimes(self, say: Words) -> list[dict[str, Any]]:
        """All regimes, by what their files say about themselves; the file that the explorer was opened with first."""
        names = dict.fromkeys([*([self.own] if self.own else []), *library_names("regimes")])
        return [
            {"name": name, "own": name == self.own, **about(self.text(name)), **({} if name == self.own else _told(name, say))}
            for name in names
        ]

    @cached_property
    def safeguards(self) -> tuple[Safeguard, ...]:
        """All safeguards."""
        return tuple(load_safeguard(name) for name in library_names("safeguards"))


@lru_cache(maxsize=64)
def about(text: str) -> dict[str, Any]:
    """What a regime's file says about itself, read without the rules below it, which take a tenth of a second each."""
    rules = _BLOCK.search(text)
    said = parse(text[: rules.start()] if rules else text, "").data
    known = said if isinstance(said, dict) else {}
    kind = known.get("kind", [])
    return {
        "title": str(known.get("title", "")),
        "summary": str(known.get("about", "")),
        "kind": [kind] if isinstance(kind, str) else kind,
        "hypothesis": known.get("hypothesis") is True,
    }


def _told(name: str, say: Words) -> dict[str, Any]:
    key = f"regimes.{name}"
    return {"title": say.plain(key)} if say.has(key) else {}
