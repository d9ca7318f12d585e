"""Wrongful: sanctions that a person's own true acts, under the regime's own catalog, did not bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counterlife.life.tally import MULTIPLES, SEEN
from counterlife.measure.base import HUNDRED, Count, Measure, of_persons, ratio
from counterlife.measure.view import UNEARNED, causes_of
from counterlife.words import CAUSES, CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterlife.measure.view import View

FAMILY: Final = "wrongful"
EARNED: Final = causes_of("earned")
ALERTS: Final = SEEN.index("true-kept")
"""Fields of sightings before this one count all, those from it on what a review keeps."""


def share_of(causes: tuple[int, ...]) -> Callable[[View], Count | None]:
    """Months sanctioned by some causes, of all months sanctioned."""

    def function(view: View) -> Count | None:
        return of_persons(view, view.total("sanctioned", causes), view.total("sanctioned"))

    return function


def risk(view: View) -> Count | None:
    """Persons sanctioned in some month, of those whose earned file never brought a sanction."""
    return ratio(view.last("ever-unearned-only"), view.last("adults") - view.last("ever-earned"))


def innocent(view: View) -> Count | None:
    """Persons sanctioned in some month, of those whom a file of every own act, seen or not, would never have brought a sanction."""
    return ratio(view.last("innocent-sanctioned"), view.last("adults") - view.last("whole-file"))


def of_earned(field: str, part: int = 0) -> Callable[[View], Count | None]:
    """Earned months of which something is so, of all earned months."""

    def function(view: View) -> Count | None:
        return of_persons(view, view.total(field, (part,)), view.total("sanctioned", EARNED), view.last("ever-earned"))

    return function


def induced(view: View) -> Count | None:
    """Earned months whose deciding act does not happen in the muted world."""
    counted = view.paired("induced")
    if counted is None:
        return None
    return of_persons(view, int(counted.sum()), view.total("sanctioned", EARNED), view.last("ever-earned"))


def precision(view: View) -> Count | None:
    """True alerts of all alerts, as they come in."""
    seen = view.seen[:ALERTS]
    return ratio(int(seen[0]), int(seen.sum()))


def reviewed(view: View) -> Count | None:
    """True alerts of all that a review keeps."""
    kept = view.seen[ALERTS:]
    return ratio(int(kept[0]), int(kept.sum()))


def kept_share(view: View) -> Count | None:
    """Alerts that a review keeps."""
    return ratio(int(view.seen[ALERTS:].sum()), int(view.seen[:ALERTS].sum()))


def wrong_records(view: View) -> Count | None:
    """Wrong records made of all records made."""
    return ratio(view.total("wrong-made"), view.total("records"))


def _class_share(name: str) -> Measure:
    causes = ", ".join(CAUSES[place] for place in causes_of(name))
    return Measure(
        f"wrongful.share.{name}", FAMILY, "of 100 sanctioned months", "person-months with at least one right withheld",
        f"person-months sanctioned whose one cause is of the class {name} ({causes}) / person-months sanctioned",
        share_of(causes_of(name)), HUNDRED, most=HUNDRED,
    )  # fmt: skip


EARNED_UNIT: Final = "of 100 earned months"
EARNED_MONTHS: Final = "person-months sanctioned by the earned file"

MEASURES: Final = (
    Measure(
        "wrongful.share", FAMILY, "of 100 sanctioned months", "person-months with at least one right withheld",
        "person-months sanctioned that the earned file alone would not bring / person-months sanctioned",
        share_of(UNEARNED), HUNDRED, most=HUNDRED,
    ),
    *(_class_share(name) for name in CLASSES if name != "earned"),
    Measure(
        "wrongful.risk", FAMILY, "in 100 persons", "adults whose earned file brings no sanction in the window",
        "adults sanctioned in any month and never by their earned file / adults whose earned file never brings a sanction",
        risk, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "wrongful.innocent", FAMILY, "in 100 persons", "adults whom a file of every own act, seen or not, never brings a sanction",
        "adults sanctioned in any month whom such a file never brings a sanction / adults whom it never brings one; differs from "
        "wrongful.risk by conduct that nobody saw",
        innocent, HUNDRED, most=HUNDRED,
    ),
    Measure(
        "wrongful.unfair", FAMILY, EARNED_UNIT, EARNED_MONTHS,
        "earned person-months whose list demands a notice or a hearing that was skipped / earned person-months; beside the wrongful "
        "classes, never added to them",
        of_earned("unfair"), HUNDRED, restates="lists.*.notice, where lists.*.demands names it", most=HUNDRED,
    ),
    *(
        Measure(
            f"wrongful.beyond{multiple}", FAMILY, EARNED_UNIT, EARNED_MONTHS,
            f"earned person-months of those sanctioned longer, so far, than {multiple} month{'s' * (multiple > 1)} a point of gravity of "
            "their own acts on file / earned person-months; out of proportion, beside the wrongful classes, never added to them",
            of_earned("beyond", place), HUNDRED, "gravity and multiples: own judgement", most=HUNDRED,
        )
        for place, multiple in enumerate(MULTIPLES)
    ),
    Measure(
        "induced.share", FAMILY, EARNED_UNIT, EARNED_MONTHS,
        "earned person-months whose deciding act does not occur where nothing follows and nobody knows / earned person-months",
        induced, HUNDRED, needs="mute", most=HUNDRED,
    ),
    Measure(
        "match.ppv", FAMILY, "of 100 sightings", "sightings by channels, false reports among them, before any review",
        "sightings of the person who acted / sightings, by the person on file",
        precision, HUNDRED, restates="channels.*.mistaken-person and channels.*.false-reports", over="channel", most=HUNDRED,
    ),
    Measure(
        "match.ppv-reviewed", FAMILY, "of 100 sightings", "sightings by channels, false reports among them, that a review keeps",
        "sightings of the person who acted that a review keeps / sightings that it keeps, by the person on file",
        reviewed, HUNDRED, restates="channels.*.review", over="channel", most=HUNDRED,
    ),
    Measure(
        "match.kept", FAMILY, "of 100 sightings", "sightings by channels, false reports among them, before any review",
        "sightings that a review keeps / sightings",
        kept_share, HUNDRED, restates="channels.*.review", over="channel", most=HUNDRED,
    ),
    Measure(
        "records.wrong", FAMILY, "of 1,000 records", "records made",
        "records of what the person on file did not do / records made",
        wrong_records, 1000, restates="channels.*.mistaken-person and channels.*.false-reports", most=1000,
    ),
)  # fmt: skip
