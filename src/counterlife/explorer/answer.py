"""What a run says so far: the report's own exhibits, as data. Every number is made by the function that makes the report's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from counterlife.measure.registry import BY_NAME
from counterlife.report.charts import LAYOUTS
from counterlife.report.finding import best, chance, headline, hypothesis, people, picked
from counterlife.report.gather import ALL, Facts, Lived
from counterlife.report.page import EXHIBITS
from counterlife.report.say import words

if TYPE_CHECKING:
    from counterlife.measure.interval import Interval
    from counterlife.report.exhibit import Exhibit
    from counterlife.report.frame import Frame
    from counterlife.report.people100 import People


DOUBTS: Final = ("chance", "ignorance", "model")


@dataclass(frozen=True)
class Fresh(Facts):
    """Facts of a run that still goes on: a figure is taken when it is asked for, not looked up in a table of all."""

    def row(self, measure: str, world: str | None = None, group: str = ALL, against: str | None = None) -> Interval | None:
        """One figure, or None if it is not defined."""
        known = BY_NAME.get(measure)
        if known is None or known.over == "scheme" or bool(known.needs) != (against is not None):
            return None
        place = None if group == ALL else list(self.scene.groups).index(group)
        return self.taken(known, world, place, against)


@dataclass(frozen=True)
class Answer:
    """Everything that the page shows of a run, as data; the tables in it, by name; and the round number of people it is told in."""

    plain: dict[str, Any]
    frames: dict[str, Frame]
    people: int


def answer(run: Lived, language: str, people_in: int = 0) -> Answer:
    """What a run says, in a language.

    Parameters
    ----------
    people_in : int
        The round number of people that the finding was told in before; 0 to pick it.
    """
    say = words(language).instead("explorer")
    facts = Fresh(run, say, people_in)
    sentence, frame = headline(facts)
    hundred, pictures = people(facts)
    shown = [exhibit for exhibit in (make(facts) for make in EXHIBITS) if exhibit is not None]
    made = {
        "seeds": facts.seeds,
        "worlds": [{"world": world.name, "role": world.role, "title": facts.label(world.name)} for world in facts.design.worlds],
        "finding": {
            "sentence": str(sentence),
            "chance": str(chance(facts, frame)),
            "doubt": str(say("finding.doubt")),
            "best": str(hypothesis(facts, best(facts))),
            "frame": framed(frame),
        },
        "people": {"exhibit": exhibited(hundred), "size": pictures[0]["people"].out_of, "pictures": list(map(_picture, pictures))},
        "exhibits": {exhibit.id: exhibited(exhibit) for exhibit in shown},
        "doubts": {"title": say.plain("doubts.title"), **{kind: _doubt(kind, facts) for kind in DOUBTS}},
    }
    frames = [frame, *(one for exhibit in (hundred, *shown) for one in exhibit.frames)]
    return Answer(made, {one.id: one for one in frames}, picked(facts))


def _doubt(kind: str, facts: Facts) -> dict[str, str]:
    """A kind of doubt, and what became of it."""
    say = facts.say
    return {"title": say.plain(f"doubts.{kind}"), "text": str(say(f"doubts.{kind}-is", seeds=say.whole(facts.seeds)))}


def framed(frame: Frame) -> dict[str, Any]:
    """A table: each cell as it is, and as it is shown."""
    return {
        "id": frame.id,
        "title": frame.title,
        "columns": [{"key": column.key, "title": column.title, "number": column.number} for column in frame.columns],
        "rows": [{key: {"value": cell.value, "shown": cell.shown} for key, cell in row.items()} for row in frame.rows],
    }


def exhibited(one: Exhibit) -> dict[str, Any]:
    """An exhibit: its words, and its tables."""
    return {
        "id": one.id,
        "title": str(one.title),
        "lead": str(one.lead),
        "said": [str(sentence) for sentence in one.said],
        "notes": [str(note) for note in one.notes],
        "alt": one.alt,
        "open": one.open,
        "frames": [framed(frame) for frame in one.frames],
    }


def _picture(picture: dict[str, Any]) -> dict[str, Any]:
    """A hundred people of one world."""
    made: People = picture["people"]
    return {
        "world": picture["world"],
        "title": picture["title"],
        "sentence": made.sentence(),
        "counts": dict(made.counts),
        "happened": picture["happened"],
        "legend": str(made.legend(picture["happened"])),
        **{layout: str(made.svg(layout)) for layout in LAYOUTS},
    }
