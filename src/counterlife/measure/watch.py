"""Surveillance: who is within sight, what for, and where the records go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, Count, Measure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "surveillance"


def per_hit(view: View) -> Count | None:
    """Adults watched for each true violation on file."""
    return ratio(view.last("watched"), view.total("hits"))


def at_end(name: str) -> Callable[[View], Count | None]:
    """A stock of adults that is counted at year ends, at the end."""

    def function(view: View) -> Count | None:
        return ratio(view.last(name), view.last("adults"))

    return function


def of_records(name: str) -> Callable[[View], Count | None]:
    """Some of the records made."""

    def function(view: View) -> Count | None:
        return ratio(view.total(name), view.total("records"))

    return function


MEASURES: Final = (
    Measure(
        "watch.per-hit", FAMILY, "persons", "true records of violations and financial acts, in schemes beyond ordinary law",
        "adults within sight, at the end, of a channel that feeds such a scheme / true records of violations and financial acts there",
        per_hit,
    ),
    Measure(
        "watch.watched", FAMILY, "of 100 adults", "adults",
        "adults within sight, at the end, of a channel that feeds a scheme beyond ordinary law / adults",
        at_end("watched"), HUNDRED, restates="channels.*.coverage", most=HUNDRED,
    ),
    Measure(
        "watch.findable", FAMILY, "of 100 adults", "adults",
        "adults within sight, at the end, of a channel that finds a person within a day / adults",
        at_end("findable"), HUNDRED, restates="channels.*.coverage of channels that locate", most=HUNDRED,
    ),
    Measure(
        "watch.shared", FAMILY, "of 100 records", "records made",
        "records that reached a scheme by an agreement, beyond those that their channel feeds / records made",
        of_records("records-shared"), HUNDRED, restates="sharing", most=HUNDRED,
    ),
    Measure(
        "watch.unconsented", FAMILY, "of 100 records", "records made",
        "those of them without the consent of the person on file / records made",
        of_records("records-unconsented"), HUNDRED, restates="sharing", most=HUNDRED,
    ),
)  # fmt: skip
