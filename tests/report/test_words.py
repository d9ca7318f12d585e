"""Every string of one language is there in every other, with the same blanks, and every word of the model has a name."""

from __future__ import annotations

import string

import pytest

from counterlife.measure.registry import BY_NAME, MEASURES
from counterlife.regime.acts import acts as known_acts
from counterlife.report.compare import CHANGES, COSTS, claimed
from counterlife.report.effects import LINKS
from counterlife.report.say import LANGUAGES, WordsError, words
from counterlife.words import CAUSES, CLASSES, DOMAINS, KINDS, NATURES, REWARDS, WAYS


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_strings(language: str) -> None:
    english, other = words("en").table, words(language).table
    assert set(other) == set(english)
    for key, text in english.items():
        assert text, f"{key} is empty"
        assert blanks(other[key]) == blanks(text), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("causes", CAUSES), ("classes", CLASSES), ("domains", DOMAINS), ("rewards", REWARDS), ("ways", WAYS), ("kinds", KINDS),
        ("natures", tuple(nature for nature in NATURES if nature != "attribute")), ("acts", tuple(known_acts())),
    ],
)  # fmt: skip
def test_every_word_of_the_model_has_a_name(language: str, kind: str, names: tuple[str, ...]) -> None:
    assert [name for name in names if not words(language).has(f"{kind}.{name}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_of_a_report_has_a_name_and_its_unit_too(language: str) -> None:
    say = words(language)
    shown = {*claimed(), *CHANGES, *COSTS, *(measure.name for measure in MEASURES if measure.family in LINKS)} - {"wronged", "unsaid"}
    assert [name for name in sorted(shown) if not say.has(f"measures.{name}")] == []
    assert [name for name in sorted(shown) if not say.has(f"measure-units.{BY_NAME[name].unit}") and not say.has(f"common.{name}")] == []


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(WordsError, match="there are en, de"):
        words("xx")


def test_numbers_are_written_as_the_language_does() -> None:
    shown = {None: "–", 0: "0", 0.06061: "0.061", 1.876: "1.9", 67.54: "67.5", 1234.5: "1,234", -0.25: "−0.25"}
    assert {value: words("en").number(value) for value in shown} == shown
    assert [words("de").number(value) for value in (0.06061, 67.54, 1234.5)] == ["0,061", "67,5", "1.234"]
