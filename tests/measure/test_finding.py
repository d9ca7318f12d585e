"""The finding in words: plain, with its range and its doubt, and honest where nothing is clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterlife.life.tally import FLOW, Tally, empty
from counterlife.measure.finding import Choice, Finding, choose, doubt, find, frequency, number, safeguard_sentence, within
from counterlife.measure.interval import CHANCE, Interval
from counterlife.measure.view import Scene

SCENE = Scene(("rules", "none", "rules+notice", "rules+appeal"), ("majority", "minority"))
TITLES = {"rules+notice": "notice", "rules+appeal": "appeal"}


def seed(*hurt: tuple[int, int], months: int = 60) -> Tally:
    """A seed with 9,000 and 1,000 adults and, by world, so many of each group sanctioned without their own doing."""
    tally = empty(4, months, 2, 0, 0, 0, 0)
    tally.flow[:, :, :, FLOW["adults"]] = 9000, 1000
    for world, (majority, minority) in enumerate(hurt):
        tally.flow[world, -1, :, FLOW["ever-unearned-only"]] = majority, minority
    return tally


def told(tallies: list[Tally], hypothesis: bool = False) -> Finding:
    return find(tallies, SCENE, "rules", TITLES, hypothesis=hypothesis)


CLEAR = [seed((180 + d, 60 + d), (0, 0), (170 + d, 60), (90 + d + d % 3 * 6, 30 + d)) for d in range(0, 24, 2)]


def test_a_clear_finding_has_frequency_window_range_and_runs() -> None:
    found = told(CLEAR)
    assert found.sentence == (
        "26 in 1,000 people whose own conduct would not have brought a sanction were sanctioned within five years, "
        "25–27 across twelve runs (chance only, 90 %)."
    )
    assert found.who == (
        "majority: 212 in 10,000 such people, 208–216 (chance only).",
        "minority: 710 in 10,000 such people, 673–747 (chance only).",
        "Part of a difference between groups is put in, by rates that the files give by group.",
    )
    assert found.safeguard == "With appeal, 114 in 10,000 fewer, 110–118 (chosen on six runs, measured on six others; chance only, 90 %)."
    assert "%" not in found.text().replace("90 %", "")


def test_nothing_happened_is_said_with_its_bound() -> None:
    found = told([seed() for _ in range(4)])
    assert found.sentence == (
        "None of 40,000 people whose own conduct would not have brought a sanction was sanctioned within five years, in four runs; "
        "had it been 6 in 100,000 or more, one would probably have been seen (chance only, 90 %)."
    )
    assert found.who == ()
    assert (
        found.safeguard == "None of the 2 safeguards tried changed this in the runs looked at (chosen on two runs, measured on two others)."
    )


def test_a_change_too_small_to_tell_is_not_told_as_none_fewer() -> None:
    change = Interval(-0.0001, -0.0003, -0.00001, 1_000_000, 40, 6, CHANCE)
    halves = "in the runs looked at (chosen on six runs, measured on six others; chance only, 90 %)."
    sentence = safeguard_sentence(Choice("rules+notice", 2, change, 6, 6), TITLES)
    assert sentence == f"None of the 2 safeguards tried changed this by as much as 1 in 100,000 {halves}"
    alone = safeguard_sentence(Choice("rules+notice", 1, change, 6, 6), TITLES)
    assert alone == f"The safeguard tried (notice) did not change this by as much as 1 in 100,000 {halves}"
    assert safeguard_sentence(Choice("rules+notice", 2, change._replace(lo=-0.0008), 6, 6), TITLES).startswith("With notice, ")
    barely = safeguard_sentence(Choice("rules+notice", 2, change._replace(value=-0.0003, lo=-0.0008), 6, 6), TITLES)
    assert barely.startswith("With notice, less than 1 in 100,000 fewer, 0–1 ")


def test_few_have_no_range() -> None:
    found = told([seed((2, 1)), seed((3, 0))])
    assert found.sentence == (
        "6 of 20,000 people whose own conduct would not have brought a sanction were sanctioned within five years, in two runs: "
        "too few for a range."
    )
    assert found.who[0] == "majority: 5 of 18,000 such people (too few for a range)."


def test_one_run_has_no_range() -> None:
    found = told([seed((270, 30))])
    assert found.sentence.startswith("3 in 100 people whose own")
    assert found.sentence.endswith("in one run: one run has no range.")
    assert found.safeguard == "Which safeguard changes this most was not compared: it takes a safeguard and four runs."


def test_nobody_to_count() -> None:
    tallies = [seed() for _ in range(4)]
    for tally in tallies:
        tally.flow[:, -1, :, FLOW["ever-earned"]] = 9000, 1000
    assert told(tallies).sentence.startswith("There were no people whose own conduct")


def test_a_hypothesis_is_named_in_every_sentence_with_a_figure() -> None:
    found = told(CLEAR, hypothesis=True)
    for line in (found.sentence, found.safeguard, *found.who):
        assert "hypothesis" in line or not any(sign.isdigit() for sign in line)
    assert "In this hypothesis, none of 40,000" in told([seed() for _ in range(4)], hypothesis=True).sentence


def test_the_best_safeguard_is_chosen_on_one_half_and_measured_on_the_other() -> None:
    # On every second seed `notice` looks best by luck; on the others it does nothing, and that is what is told.
    lucky = [seed((200, 0), (0, 0), (100 if i % 2 == 0 else 200, 0), (180 - i, 0)) for i in range(8)]
    choice = choose(lucky, SCENE, "rules", tuple(TITLES))
    assert choice is not None
    assert (choice.world, choice.tried, choice.change.value) == ("rules+notice", 2, 0.0)
    assert choose(lucky[:3], SCENE, "rules", tuple(TITLES)) is None
    assert choose(lucky, SCENE, "rules", ()) is None


def test_an_unclear_safeguard_is_called_unclear() -> None:
    noisy = [seed((200, 0), (0, 0), (200 + (-1) ** (i // 2) * 30, 0), (200 + (-1) ** (i // 2) * 25, 0)) for i in range(8)]
    assert "is unclear" in told(noisy).safeguard


def test_a_safeguard_that_makes_it_worse_is_said_to() -> None:
    worse = [seed((100 + i, 0), (0, 0), (200 + 2 * i, 0), (300 + 3 * i, 0)) for i in range(8)]
    assert " more, " in told(worse).safeguard


def test_no_safeguard_no_sentence() -> None:
    assert find(CLEAR, SCENE, "rules", {}).safeguard == ""


def test_the_doubt_names_what_is_assumed() -> None:
    assert "nobody has measured" in doubt(())
    assert "hangs on the rate of mistaken persons, assumed" in doubt(["the rate of mistaken persons"])
    assert "a, b and c, assumed" in doubt(["a", "b", "c"])


@pytest.mark.parametrize(
    ("value", "lo", "hi", "about", "between"),
    [
        (9.0, 7.2, 10.8, "9 in 100", "7–11"),
        (2.0, None, None, "2 in 100", ""),
        (0.2085, 0.1637, 0.2533, "21 in 10,000", "16–25"),
        (9.0, 8.9, 9.1, "90 in 1,000", "89–91"),
        (0.3, 0.3, 0.3, "3 in 1,000", "3–3"),
        (0.0001, None, None, "fewer than 1 in 100,000", ""),
    ],
)
def test_frequencies(value: float, lo: float | None, hi: float | None, about: str, between: str) -> None:
    assert frequency(value, lo, hi)[:2] == (about, between)


@given(st.floats(0.01, 100))
def test_a_frequency_keeps_its_share(value: float) -> None:
    count, out_of = (int(part.replace(",", "")) for part in frequency(value).about.split(" in "))
    assert count / out_of * 100 == pytest.approx(value, rel=0.25)


def test_windows_and_numbers() -> None:
    assert (within(60), within(12), within(18), within(240)) == (
        "within five years",
        "within one year",
        "within 18 months",
        "within 20 years",
    )
    assert (number(0), number(12), number(1300)) == ("no", "twelve", "1,300")
