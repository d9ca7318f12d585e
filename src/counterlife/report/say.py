"""Every word that a page shows, from one file a language; numbers as the language writes them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES: Final = ("en", "de")
HOME: Final = "counterlife.report"


class WordsError(ValueError):
    """A language that there is no file for."""


@dataclass(frozen=True)
class Words:
    """The strings of one language, by dotted key."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **values: Any) -> Markup:
        """A string with its blanks filled in, ready for a page; what is filled in is escaped unless it is markup."""
        return Markup(self.table[key]).format(**values)

    def plain(self, key: str, **values: Any) -> str:
        """A string with its blanks filled in, as plain text."""
        return self.table[key].format(**{name: _text(value) for name, value in values.items()})

    def instead(self, place: str) -> Words:
        """The same words, but for those that are others at some place: ``place.instead.key`` in place of ``key``."""
        lead = f"{place}.instead."
        others = {key.removeprefix(lead): text for key, text in self.table.items() if key.startswith(lead)}
        return Words(self.language, {**self.table, **others})

    def has(self, key: str) -> bool:
        """Whether there is such a string."""
        return key in self.table

    def name(self, kind: str, word: str, otherwise: str | None = None) -> str:
        """A word of the model (an act, a right, a cause) in the language; the word itself, or what is given, where there is none."""
        return self.table.get(f"{kind}.{word}", word if otherwise is None else otherwise)

    def counted(self, key: str, amount: int, **values: Any) -> Markup:
        """A string that differs between one and many: ``key.one`` or ``key.many``, with the amount as ``{n}``."""
        return self(f"{key}.{'one' if amount == 1 else 'many'}", n=self.whole(amount), **values)

    def whole(self, amount: float) -> str:
        """A whole number with its thousands parted."""
        return f"{round(amount):,}".replace(",", self.table["format.thousands"])

    def number(self, value: float | None) -> str:
        """A number in three digits, in two where it is below 10: no range of a simulation is finer."""
        if value is None:
            return "–"
        if value == 0:
            return "0"
        if abs(value) >= 100:
            return self.whole(value).replace("-", "−")
        digits = max(0, (2 if abs(value) >= 10 else 1) - _exponent(value))
        text = f"{value:.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace(".", self.table["format.decimal"]).replace("-", "−")

    def listed(self, parts: Sequence[str]) -> str:
        """Several things in one sentence."""
        if len(parts) < 2:
            return "".join(parts)
        return self.plain("format.and", first=", ".join(parts[:-1]), last=parts[-1])

    def month(self, month: int) -> str:
        """A month counted from January of year 0."""
        return self.plain("format.month", year=month // 12, month=self.table[f"months.{month % 12 + 1}"])

    def yuan(self, cents: float) -> str:
        """A sum of money."""
        return self.plain("format.yuan", n=self.whole(cents / 100))

    def years(self, months: int) -> str:
        """A span of time."""
        amount, unit = _span(months)
        return str(self.counted(f"format.{unit}", amount))

    def within(self, months: int) -> str:
        """A window of time, as part of a sentence."""
        amount, unit = _span(months)
        return str(self.counted(f"format.within-{unit}", amount))


def _span(months: int) -> tuple[int, str]:
    return (months // 12, "years") if months % 12 == 0 else (months, "months")


def _exponent(value: float) -> int:
    return int(f"{abs(value):e}".rpartition("e")[2])


def _text(value: Any) -> str:
    return str(Markup(value).striptags()) if isinstance(value, Markup) else str(value)


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str = "en") -> Words:
    """The strings of a language.

    Raises
    ------
    WordsError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise WordsError(f"language `{language}`: there are {', '.join(LANGUAGES)}")
    text = files(HOME).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(tomllib.loads(text), "")))


def _flat(part: Mapping[str, Any], above: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in part.items():
        key = f"{above}.{name}" if above else name
        found += _flat(value, key) if isinstance(value, dict) else [(key, value)]
    return found
