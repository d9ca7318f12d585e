"""The declared workload: its closed form, and the entries that run where the tests run."""

from __future__ import annotations

import importlib
from itertools import product
from pathlib import Path

import pytest
from benchmarks.peers import PEERS
from benchmarks.workload import CHANCES, MILDER, MONTHS, POINTS, TOLERANCE, Report, add, clamp, figures, month_law, pooled, under, worst

from benchmarks import workload
from counterlife.town.profile import load_town

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_law_of_a_month_adds_up_all_64_combinations() -> None:
    law: dict[int, float] = {}
    for done in product((0, 1), repeat=6):
        chance = 1.0
        for did, probability in zip(done, CHANCES, strict=True):
            chance *= probability if did else 1 - probability
        total = sum(worth for did, worth in zip(done, POINTS, strict=True) if did)
        law[total] = law.get(total, 0.0) + chance
    assert month_law() == pytest.approx(law)
    assert sum(workload.RATES) == pytest.approx(1.0), "once a year in all"


def test_scores_are_clamped_at_both_ends_and_the_threshold_is_within() -> None:
    assert [clamp(total) for total in (-200, -100, -20, 0, 5, 6)] == [0, 0, 80, 100, 105, 105]
    assert under(-20, {0: 1.0}) == 1.0
    assert under(-19, {0: 1.0}) == 0.0
    assert under(-19, {0: 0.75, -3: 0.25}) == 0.25


def test_a_listing_begins_as_often_as_the_law_of_three_months_says() -> None:
    """Checked by the months themselves: the law of who is listed now, less that of who is listed now and was before."""
    month = month_law()
    rest = {0: 1.0}
    for _ in range(workload.TERM - 1):
        rest = add(rest, month)
    both = sum(p * under(total, month) ** 2 for total, p in rest.items())
    listed = sum(p for total, p in add(rest, month).items() if clamp(total) <= workload.THRESHOLD)
    by_name = {figure.name: figure.mean for figure in figures()}
    assert by_name["begun, month 60"] == pytest.approx(listed - both, rel=1e-9)
    assert by_name["listed, month 60"] == pytest.approx(listed, rel=1e-12)


def reported(name: str, people: int, **more: int) -> Report:
    entry = importlib.import_module(f"benchmarks.entries.{name}")
    report = entry.run(people, 1, **more)
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize(("name", "people"), [("python", 2_000), ("numpy", 20_000), ("pandas", 4_000), ("polars", 4_000)])
def test_entries_agree_with_the_closed_form(name: str, people: int) -> None:
    pytest.importorskip(name)
    off, figure = worst(reported(name, people), people)
    assert off < TOLERANCE, figure


@pytest.mark.parametrize("threads", [1, 2])
def test_an_ordinary_run_agrees_with_the_closed_form(threads: int) -> None:
    off, figure = worst(reported("counterlife", 8_000, threads=threads), 8_000)
    assert off < TOLERANCE, figure


@pytest.mark.parametrize(("name", "people"), [("numpy", 20_000), ("counterlife", 8_000)])
def test_twins_share_their_luck(name: str, people: int) -> None:
    """Under equal rules nothing differs; under milder ones each world still meets its own closed form, and fewer are listed."""
    run_twins = importlib.import_module(f"benchmarks.entries.{name}").run_twins
    own, same = run_twins(people, 1, POINTS)
    assert own == same
    again, milder = run_twins(people, 1, MILDER)
    assert again == own
    off, figure = worst(milder, people, MILDER)
    assert off < TOLERANCE, figure
    assert all(mild <= strict for mild, strict in zip(milder.listed, own.listed, strict=True))


def test_another_workload_does_not_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Points that count for two months less, a list that begins a point higher or a higher ceiling are noticed."""
    entry = importlib.import_module("benchmarks.entries.numpy")
    for constant, other in (("TERM", 22), ("THRESHOLD", 81), ("MOST", 115)):
        with monkeypatch.context() as patch:
            patch.setattr(entry, constant, other)
            off, _ = worst(entry.run(20_000, 1), 20_000)
        assert off > TOLERANCE, constant


def test_reports_of_repeats_are_pooled() -> None:
    one, other = Report([1] * MONTHS, [2] * MONTHS, [3] * 10), Report([4] * MONTHS, [5] * MONTHS, [6] * 10)
    assert pooled([one, other]) == Report([5] * MONTHS, [7] * MONTHS, [9] * 10)
    assert worst(Report([1], [2], [3]), 10)[1] == "a report of another length"


def test_every_entry_has_its_module_and_every_module_is_an_entry() -> None:
    modules = {path.stem for path in (ROOT / "benchmarks" / "entries").glob("*.py")}
    assert {peer.name for peer in PEERS} == modules
    pinned = {path.stem for path in (ROOT / "benchmarks" / "requirements").glob("*.txt")}
    assert pinned <= modules


def test_the_declaration_says_the_same_numbers() -> None:
    text = (ROOT / "benchmarks" / "DECLARATION.md").read_text(encoding="utf-8")
    for place, (rate, points) in enumerate(zip(workload.RATES, POINTS, strict=True), 1):
        assert f"| {place} | {rate:.2f} | {points:+d} |".replace("-", "−") in text
    ends = f"score of {workload.THRESHOLD} or less", f"or {workload.MOST} if"
    for number in (f"term of {workload.TERM} months", f"{MONTHS} months", *ends):
        assert number in text


def test_the_town_takes_other_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = importlib.import_module("benchmarks.entries.counterlife")
    monkeypatch.setattr(entry, "FACTOR", 10.0)
    monkeypatch.setattr(entry, "RATES", tuple(10 * rate for rate in workload.RATES))
    acts = load_town(str(entry.town())).acts
    assert sorted(float(act.rate.value) * 12 for act in acts.values()) == pytest.approx(sorted(10 * rate for rate in workload.RATES))
