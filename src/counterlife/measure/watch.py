"""Surveillance: who is within sight, what for, and where the records go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.measure.base import HUNDRED, PERSON_YEARS, Count, FieldRatio, Measure, ratio

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


def findability(view: View) -> Count | None:
    """Adults who can be found within a day at year ends, as months a person-year."""
    found, adults = (int(view.monthly(name)[view.ends].sum()) for name in ("findable", "adults"))
    return ratio(found, adults, n=view.last("adults"), events=min(found, view.last("findable")))


def files(view: View) -> Count | None:
    """Files held at year ends, one a person and scheme."""
    adults = int(view.monthly("adults")[view.ends].sum())
    held = int(view.files.sum())
    return ratio(held, adults, n=view.last("adults"), events=min(held, view.last("adults")))


def leaks(view: View) -> Count | None:
    """Files that get out: the hazard of each scheme times the files it holds at year ends."""
    hazards = view.weights.leaks
    held = view.files.sum(axis=1)
    leaked = sum(hazards.get(name, 0) * int(count) for name, count in zip(view.scene.schemes, held, strict=False))
    adults = int(view.monthly("adults")[view.ends].sum())
    return ratio(leaked, adults, n=view.last("adults"), events=int(held.sum()))


def unused(view: View) -> Count | None:
    """Records that expired without having moved anything."""
    return ratio(view.total("unused"), view.total("records-expired"))


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
        "watch.findability", FAMILY, "months per person-year", "adults at year ends and at the end",
        "adults within sight of a channel that finds a person within a day, at year ends / adults then, times 12",
        findability, 12, restates="channels.*.coverage of channels that locate", most=12,
    ),
    Measure(
        "watch.files", FAMILY, "files per 100 adults", "adults at year ends and at the end",
        "persons and schemes with a live record, at year ends / adults then",
        files, HUNDRED,
    ),
    Measure(
        "watch.leaks", FAMILY, "files per 1,000 person-years", "adults at year ends and at the end",
        "sum over schemes of the yearly hazard that a file gets out, times the files held at year ends / adults then; expected, not drawn",
        leaks, 1000, restates="schemes.*.records.leaks",
    ),
    Measure(
        "watch.unused", FAMILY, "of 100 records that expired", "records whose time was over in the window",
        "of these, those that never moved a band, put on a list or kept there, brought a fine, or had somebody refused",
        unused, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "watch.unseen", FAMILY, "per 1,000 person-years", "adult person-years in the window",
        "acts that a channel would have caught but for a private network, or an account or connection that is withheld / person-years",
        FieldRatio("unseen"), PERSON_YEARS,
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
