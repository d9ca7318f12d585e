"""The library: every file loads, says what it is, and no number stands without evidence."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from counterlife.evidence.facts import cited, fact, facts
from counterlife.regime.acts import acts, matching
from counterlife.regime.explain import explain
from counterlife.regime.load import load, load_safeguard
from counterlife.regime.names import library_names
from counterlife.regime.numbers import lacks, numbers
from counterlife.regime.quantity import Quantity
from counterlife.words import ACT_DOMAINS, CLASSES, KINDS, NATURES

REGIMES = library_names("regimes")
GUARDS = library_names("safeguards")
JUDGING = re.compile(r"\b(oppress|dystop|orwell|evil|unfair|abus|victim|draconian|tyrann|cruel|discriminat)", re.IGNORECASE)


def test_what_is_shipped() -> None:
    assert {"none", "rongcheng", "judgment-defaulters", "ordinary-fines"} <= set(REGIMES)
    assert {"notice", "appeal", "expiry", "no-association", "correction"} <= set(GUARDS)


@pytest.mark.parametrize("name", REGIMES)
def test_a_regime_says_what_it_is(name: str) -> None:
    regime = load(name)
    assert regime.regime == name
    assert regime.title
    assert regime.about.endswith(".")
    assert regime.kind
    assert set(regime.kind) <= set(KINDS)


@pytest.mark.parametrize("name", REGIMES)
@pytest.mark.parametrize("guard", [None, *GUARDS])
def test_every_number_has_evidence(name: str, guard: str | None) -> None:
    assert lacks(load(name, overlays=[guard] if guard else [])) == ()


@pytest.mark.parametrize("name", GUARDS)
def test_a_safeguard_says_what_it_is(name: str) -> None:
    guard = load_safeguard(name)
    assert guard.safeguard == name
    assert guard.title
    assert guard.about.endswith(".")
    assert guard.source
    assert guard.set


@pytest.mark.parametrize("name", [*REGIMES])
def test_every_effect_has_a_source_or_is_general(name: str) -> None:
    regime = load(name)
    for scheme in regime.schemes.values():
        assert all(follow.source for follow in scheme.follows.values())
    assert all(agency.source for agency in regime.agencies.values())


@pytest.mark.parametrize("name", REGIMES)
def test_words_are_neutral(name: str) -> None:
    assert not JUDGING.search(explain(load(name)).split("\nSources\n")[0])


@pytest.mark.parametrize("name", REGIMES)
def test_ordinary_law_is_in_every_regime(name: str) -> None:
    law, regime = load("none"), load(name)
    assert regime.law.pay.ordinary.value > 0
    assert set(law.schemes["fines"].catalog) <= set(regime.schemes["fines"].catalog)
    assert regime.schemes["fines"].ordinary
    assert "fines" in regime.channels["police-files"].feeds
    assert regime.channels["police-files"].catches == law.channels["police-files"].catches


def test_the_rival_looks_as_the_scheme_looks() -> None:
    points, rival = load("rongcheng").channels["gatherers"], load("ordinary-fines").channels["gatherers"]
    assert (points.coverage, points.catches, points.false_reports) == (rival.coverage, rival.catches, rival.false_reports)


def test_nothing_follows_in_ordinary_law() -> None:
    for name in ("none", "ordinary-fines"):
        regime = load(name)
        assert not regime.lists
        assert all(scheme.ordinary and not scheme.follows and scheme.score is None for scheme in regime.schemes.values())


@pytest.mark.parametrize("name", REGIMES)
def test_ranges_of_bands_cannot_cross(name: str) -> None:
    for scheme in load(name).schemes.values():
        bands = sorted((band.from_ for band in scheme.bands.values()), key=lambda points: points.value)
        assert all(below.high < above.low for below, above in zip(bands, bands[1:], strict=False))


def test_explain_mentions_every_number() -> None:
    for name in REGIMES:
        regime = load(name)
        text = explain(regime)
        for stated in numbers(regime):
            shown = [step for _, step in stated.quantity.dated] or [stated.quantity]
            assert all(step.text in text for step in shown), stated.path
            assert all(end in text for end in stated.quantity.ends), stated.path
            assert all(f"\n- {id}: " in text for id in cited(stated.source or "")), stated.path


def test_explain_says_what_an_overlay_found_nothing_for() -> None:
    assert "has nothing for `infer.association`" in explain(load("rongcheng", overlays=["no-association"]))


def test_explain_names_numbers_without_evidence() -> None:
    text = explain(load("none", sets=["recourse.look-up=0.01 per person-month", "bear.hire-refused={value: 0.1, grade: assumed}"]))
    assert "`recourse.look-up`: no source and no grade" in text
    assert "`bear.hire-refused`: assumed, but no range" in text


def test_explain_tells_switches_and_guesses() -> None:
    text = explain(
        load("rongcheng", sets=["phases.bear=off", "infer.association={weight: 0.05, over: {friend: 1}, scheme: points}"], mute="both")
    )
    assert "The phases bear do not take place." in text
    assert "0.05 of the score of `points` comes from the scores of others" in text
    assert text.count("Muted: ") == 2


def test_paths_of_numbers_can_be_set() -> None:
    for stated in numbers(load("rongcheng")):
        value = stated.quantity.plain()
        again = {one.path: one for one in numbers(load("rongcheng", sets=[f"{stated.path}={_flow(value)}"]))}
        assert again[stated.path].quantity == stated.quantity


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]" if isinstance(value, list) else f"'{str(value).replace(chr(39), chr(39) * 2)}'"


def test_acts() -> None:
    assert len(acts()) >= 40
    for name, act in acts().items():
        assert name.partition(".")[0] == (act.domain if act.who == "person" else "firm")
        assert act.about.endswith(".")
        assert isinstance(act.gravity, Quantity)
        assert act.gravity.value == 0 or act.gravity.grade == "assumed"
        assert act.gravity.low <= act.gravity.value <= act.gravity.high
        if act.nature in ("prosocial", "attribute"):
            assert act.gravity.value == 0
    assert {act.nature for act in acts().values()} == set(NATURES)
    assert {act.domain for act in acts().values()} == set(ACT_DOMAINS) - {"none"}
    assert list(acts()) == sorted(acts())


def test_a_pattern_means_a_sphere_of_life() -> None:
    assert "traffic.ticket" in matching("traffic.*")
    assert all(name.startswith("traffic.") for name in matching("traffic.*"))
    assert matching("traffic.ticket") == ("traffic.ticket",)
    assert matching("traffic") == matching("x.*") == ()


def test_facts() -> None:
    assert fact("rongcheng-01").value == "1000"
    assert Fraction(fact("other_cities-08").value.rstrip("%")) == 11
    assert all(row.confidence in ("high", "medium", "low") for row in facts().values())
    with pytest.raises(KeyError):
        fact("rongcheng-99")


def test_citations_in_words_are_no_ids() -> None:
    assert cited("spc_list-01, rongcheng-02") == ("spc_list-01", "rongcheng-02")
    assert cited("annual report 2023, p. 14") == cited("spc_list-01 and others") == ()
    assert CLASSES[0] == "earned"
