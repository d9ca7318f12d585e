"""A life in words: both lives are told, and what they share is said once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counterlife.cli.timeline import WHY, events, portrait, timeline, words
from counterlife.life.replay import KINDS, Life, Moment, Person
from counterlife.report import say, tracks
from counterlife.words import CAUSES

PERSON = Person(
    number=7, community=0, age=41, group="majority", adult=True, household=3, employed=True, wage=520_000, savings=1_000_000
)  # fmt: skip
SEEN: dict[str, object] = {"act": "traffic.ticket", "channel": "police-files", "cause": "earned"}
TICKET = (
    Moment(2, "act", {"act": "traffic.ticket"}),
    Moment(2, "sighting", SEEN),
    Moment(2, "record", SEEN | {"scheme": "fines"}),
    Moment(3, "fine", {"cents": 10_000}),
)
LISTED = (
    Moment(4, "listed", {"list": "defaulters", "cause": "unable", "told": False}),
    Moment(5, "withheld", {"rights": ["air", "credit"], "rewards": [], "cause": "unable"}),
)
EXAMPLES: dict[str, dict[str, Any]] = {
    "act": {"act": "a"}, "sighting": SEEN, "record": SEEN | {"scheme": "s"}, "listed": {"list": "l", "cause": "kin", "told": True},
    "left": {"list": "l", "way": "paid"}, "learned": {"list": "l"}, "appeal": {"list": "l"}, "verdict": {"list": "l", "won": True},
    "paid": {"cents": 1}, "job": {"on": False}, "hardship": {"on": True}, "fine": {"cents": 1},
    "withheld": {"rights": ["air"], "rewards": [], "cause": ""}, "tie": {"person": 3}, "struck": {"act": "a", "cause": "stale"},
    "debt": {"cents": 1}, "school": {"on": True}, "university": {}, "relief": {"on": True}, "help": {"on": False},
    "joined": {"scheme": "s", "how": "freely"}, "quit": {"scheme": "s"}, "held": {"scheme": "s"}, "normal": {"scheme": "s"},
    "court-fine": {"cents": 100_000, "list": "l"},
}  # fmt: skip


def told(life: Life) -> list[str]:
    return [line for line in timeline(life, 2014 * 12, 1).splitlines() if line.startswith("20")]


def test_both_lives() -> None:
    other = (Moment(4, "job", {"on": False}),)
    life = Life(PERSON, ("r", "none"), 12, (TICKET + LISTED, TICKET + other), 4)
    assert told(life) == [
        "2014-03  both  traffic.ticket: on file (fines, by police-files)",
        "2014-04  both  pays 100 yuan of fines",
        "2014-05  r     put on the list defaulters, though they cannot pay; not told",
        "2014-05  none  loses work",
        "2014-06  r     withheld from now on: air, credit, though they cannot pay",
    ]
    assert "The two lives fork in 2014-05" in timeline(life, 2014 * 12, 1)


def test_of_rights_and_rewards_what_changes_is_told() -> None:
    held = [(["air"], []), (["air"], ["fast-lane"]), ([], ["fast-lane"]), ([], []), (["air"], []), ([], [])]
    moments = tuple(
        Moment(month, "withheld", {"rights": rights, "rewards": rewards, "cause": "earned" if rights else ""})
        for month, (rights, rewards) in enumerate(held)
    )
    life = Life(PERSON, ("r", "none"), 12, (moments, ()), 0)
    assert [line.split("  ")[-1].strip() for line in told(life)] == [
        "withheld from now on: air",
        "given from now on: fast-lane",
        "nothing is withheld any more",
        "nothing is given any more",
        "withheld from now on: air",
        "nothing is withheld any more",
    ]
    said = [event.text for event in tracks.events(replace(life, moments=(moments[2:4], ())), 0, say.words("en"))]
    assert said[1] == "nothing is given any more"


def test_the_same_thing_twice_in_one_life_and_once_in_the_other() -> None:
    fine = Moment(3, "fine", {"cents": 100})
    assert told(Life(PERSON, ("r", "none"), 12, ((fine, fine), (fine,)), 3)) == [
        "2014-04  both  pays 1 yuan of fines",
        "2014-04  r     pays 1 yuan of fines",
    ]


def test_lives_that_never_differ_and_a_life_alone() -> None:
    assert "never differ" in timeline(Life(PERSON, ("r", "none"), 12, (TICKET, TICKET), None), 2014 * 12, 1)
    assert told(Life(PERSON, ("r",), 12, (TICKET,), None))[0].startswith("2014-03  r ")


def test_a_short_telling_leaves_out_the_routine_that_both_share() -> None:
    other = (Moment(4, "job", {"on": False}),)
    life = Life(PERSON, ("r", "none"), 12, (TICKET + LISTED + other, TICKET + other), 4)
    text = timeline(life, 2014 * 12, 1, short=True)
    assert [line for line in text.splitlines() if line.startswith("20")] == [
        "2014-05  r     put on the list defaulters, though they cannot pay; not told",
        "2014-05  both  loses work",
        "2014-06  r     withheld from now on: air, credit, though they cannot pay",
    ]
    assert "left out" in text
    assert told(Life(PERSON, ("r", "none"), 12, (TICKET, ()), 2)) == [
        line
        for line in timeline(Life(PERSON, ("r", "none"), 12, (TICKET, ()), 2), 2014 * 12, 1, short=True).splitlines()
        if line[:2] == "20"
    ]


def test_acts_are_told_only_where_somebody_recorded_them() -> None:
    unseen = Moment(2, "act", {"act": "speech.criticism"})
    assert len(list(events((unseen,)))) == 0
    assert "1 act in r that nobody recorded" in timeline(Life(PERSON, ("r",), 12, ((unseen, *TICKET),), None), 0, 1)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "act"])
def test_every_kind_of_moment_has_words(kind: str) -> None:
    text = words(kind, EXAMPLES[kind])
    assert text
    assert "{" not in text


def test_every_cause_has_words() -> None:
    assert set(WHY) == set(CAUSES)
    assert {cause for cause, why in WHY.items() if not why} == {"earned", "induced"}


def test_portrait() -> None:
    assert portrait(PERSON) == "41 years old, of the majority, in a household of 3, at work for 5,200 yuan a month, savings of 10,000 yuan"
    assert portrait(replace(PERSON, savings=-500_000)).endswith(", overdrawn by 5,000 yuan")
    for language, told in (("en", "overdrawn by 5,000 yuan"), ("de", "5.000 Yuan im Minus")):
        assert tracks.portrait(replace(PERSON, savings=-500_000), say.words(language)).endswith(told)
