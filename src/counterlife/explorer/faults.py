"""What a caller is told when something can't be done: always JSON, with what, where and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterlife.regime.reading import RegimeError
from counterlife.report.say import WordsError
from counterlife.study.design import DesignError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterlife.regime.reading import Problem

BAD: tuple[type[Exception], ...] = (RegimeError, DesignError, WordsError)
"""Errors that the input is to blame for."""


class Fault(Exception):
    """Something that can't be done, with the HTTP status that says so."""

    def __init__(self, status: int, message: str, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.where, self.remedy = status, message, where, remedy

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        more = {"where": self.where, "remedy": self.remedy}
        return {"fault": {"message": self.message, **{name: value for name, value in more.items() if value}}}


def found(problem: Problem) -> dict[str, Any]:
    """One problem of a regime file, with its place."""
    place = problem.place
    return {
        "message": problem.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "text": place.text if place else "",
        "remedy": problem.hint,
    }


def of_regime(error: RegimeError) -> dict[str, Any]:
    """What is wrong with a regime: the first problem in words, and all of them with their places."""
    first = error.problems[0]
    place = first.place
    fault = Fault(400, first.message, f"{place.file}:{place.line}:{place.column}" if place else "", first.hint).plain()
    fault["fault"]["problems"] = [found(problem) for problem in error.problems]
    return fault


def of_input(error: Exception) -> dict[str, Any]:
    """An error that the input is to blame for."""
    return of_regime(error) if isinstance(error, RegimeError) else Fault(400, str(error)).plain()


def of_body(errors: Sequence[Any]) -> dict[str, Any]:
    """What is wrong with the shape of a request."""
    first = errors[0]
    where = ".".join(str(part) for part in first.get("loc", ()))
    return Fault(422, str(first.get("msg", "not readable")), where, "see /openapi.json").plain()
