"""Every regime of the library in at most ten sentences, in every language."""

from __future__ import annotations

import pytest

from counterlife.regime.load import load
from counterlife.regime.names import library_names
from counterlife.report.say import LANGUAGES, words
from counterlife.report.sentences import MOST, in_round, ten


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", library_names("regimes"))
def test_at_most_ten_sentences(name: str, language: str) -> None:
    said = [str(sentence) for sentence in ten(load(name), words(language), 2018 * 12)]
    assert 1 <= len(said) <= MOST
    assert len(set(said)) == len(said)
    assert not any(mark in sentence for sentence in said for mark in ("{", "}", "None", "Fraction"))


def test_the_sentences_hold_the_files_numbers() -> None:
    said = " ".join(map(str, ten(load("judgment-defaulters"), words(), 2018 * 12)))
    assert "lists 30 in 100 all the same" in said
    assert "10 in 100 are told at once" in said
    assert "2 in 1,000 of records" in said


@pytest.mark.parametrize(("share", "told"), [(0, "0 in 100"), (0.3, "30 in 100"), (0.002, "2 in 1,000"), (0.00004, "4 in 100,000")])
def test_shares_in_round_numbers(share: float, told: str) -> None:
    assert in_round(share, words()) == told
