"""Quantities: exact, in the units of the file, and refused with the accepted forms named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from counterlife.regime.quantity import Quantity, Reads
from counterlife.regime.units import DIMENSIONS, month, month_text


def read(dimension: str, raw: Any, dated: bool = False) -> Quantity[Any]:
    return Reads(dimension, dated).read(raw)


def messages(dimension: str, raw: Any, dated: bool = False) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        read(dimension, raw, dated)
    return [error["msg"] + " | " + error.get("ctx", {})["hint"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("dimension", "raw", "value"),
    [
        ("share", 0.3, Fraction(3, 10)),
        ("share", "30 %", Fraction(3, 10)),
        ("share", "30%", Fraction(3, 10)),
        ("share", "1/3", Fraction(1, 3)),
        ("share", "2 per 1000 records", Fraction(1, 500)),
        ("share", "3 in 1,000", Fraction(3, 1000)),
        ("signed share", "-10 %", Fraction(-1, 10)),
        ("number", 20, Fraction(20)),
        ("rate", "2 per person-year", Fraction(1, 6)),
        ("rate", "0.01 per person-month", Fraction(1, 100)),
        ("rate", "1 per 1000 adult-years", Fraction(1, 12_000)),
        ("rate", "1.5 per 100 person-years", Fraction(15, 12_000)),
        ("rate", "30 % a year", Fraction(3, 120)),
        ("rate", "2 per month", Fraction(2)),
        ("rate", 0, Fraction(0)),
        ("duration", "24 months", 24),
        ("duration", "2.5 years", 30),
        ("duration", "1 year", 12),
        ("duration", "for life", None),
        ("number of months", "6 months", 6),
        ("term", "until it ends", None),
        ("term", "while it holds", None),
        ("number of points", -5, -5),
        ("number of points", "+30 points", 30),
        ("sum of money", "20,000 yuan", 2_000_000),
        ("sum of money", "0.5 yuan", 50),
        ("capacity", "5 per 10000 adults", Fraction(5)),
        ("capacity", "1 per 1,000 adults a month", Fraction(10)),
    ],
)
def test_reads_exactly(dimension: str, raw: Any, value: object) -> None:
    assert read(dimension, raw).value == value


@pytest.mark.parametrize(
    ("dimension", "raw"),
    [
        ("share", 1.01), ("share", "-1 %"), ("share", "2 per person-year"), ("share", True), ("share", None), ("share", []),
        ("share", "1/0"), ("share", "2 per 0 records"), ("share", "nan"), ("share", ""), ("share", "."), ("share", "1e9999"),
        ("share", "0." + "3" * 100),
        ("signed share", -1.5), ("number", -1), ("number", "20 points"), ("rate", 0.02), ("rate", "2"), ("rate", "-1 per person-year"),
        ("rate", "2 per person-day"), ("duration", 24), ("duration", "15 days"), ("duration", "1 month or so"), ("duration", "0.3 months"),
        ("duration", "until it ends"), ("number of months", "for life"), ("term", "0 months"), ("number of points", 0.5),
        ("number of points", "5 yuan"), ("number of points", 10**9), ("sum of money", 100), ("sum of money", "-1 yuan"),
        ("sum of money", "0.001 yuan"), ("capacity", 5), ("capacity", "5 per 0 adults"),
    ],
)  # fmt: skip
def test_refuses_and_names_the_forms(dimension: str, raw: Any) -> None:
    (message,) = messages(dimension, raw)
    assert DIMENSIONS[dimension].forms in message


def test_what_is_known_of_a_number() -> None:
    quantity = read(
        "rate", {"value": 2, "unit": "per person-year", "range": [0, 6], "source": "rongcheng-05", "grade": "reported", "note": "x"}
    )
    assert (quantity.low, quantity.value, quantity.high) == (0, Fraction(1, 6), Fraction(1, 2))
    assert (quantity.source, quantity.grade, quantity.note) == ("rongcheng-05", "reported", "x")


def test_bare_ends_of_a_range_share_the_unit_of_the_value() -> None:
    assert read("share", {"value": "2 per 1000 records", "range": [0, 20]}).high == Fraction(1, 50)


def test_a_range_is_told_in_the_unit_that_it_was_read_in() -> None:
    (said,) = messages("share", {"value": "80 %", "range": [0.3, 1]})
    assert "value 80 % lies outside its range [0.3 %, 1 %]" in said
    assert "share the unit of the value, here `%`" in said


def test_a_value_that_cannot_be_read_is_told_without_its_range() -> None:
    (said,) = messages("rate", {"value": "2 per person-yeer", "range": [1, "3 per person-year"]})
    assert "2 per person-yeer" in said
    assert len(messages("rate", {"value": "2 per person-yeer", "range": [1, "3 per person-yeer"]})) == 2


def test_a_plain_number_is_its_own_range() -> None:
    quantity = read("duration", "5 years")
    assert (quantity.low, quantity.high, quantity.range) == (60, 60, None)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"value": 0.5, "rnage": [0, 1]}, "did you mean `range`?"),
        ({"range": [0, 1]}, "needs a `value`"),
        ({"value": 0.5, "range": [1, 0]}, "upside down"),
        ({"value": 0.5, "range": [0, 0.4]}, "outside its range"),
        ({"value": 0.5, "range": [0]}, "[lowest, highest]"),
        ({"value": 0.5, "grade": "guessed"}, "no grade `guessed`"),
        ({"value": 0.5, "source": "rongcheng-99"}, "did you mean `rongcheng-0"),
        ({"value": 0.5, "note": 3}, "a note is text"),
        ({2014: 0.5}, "cannot change by date"),
    ],
)
def test_says_what_is_wrong_with_a_mapping(raw: Any, said: str) -> None:
    assert any(said in message for message in messages("share", raw))


def test_several_errors_at_once() -> None:
    assert len(messages("share", {"value": 2, "grade": "sure", "source": "rongcheng-99"})) == 3


def test_a_forever_lies_beyond_every_end() -> None:
    quantity = read("duration", {"value": "5 years", "range": ["1 year", "for life"]})
    assert quantity.high is None
    assert "outside" in messages("duration", {"value": "for life", "range": ["1 year", "5 years"]})[0]


def test_changes_by_date() -> None:
    quantity = read("share", {"2019-07": {"value": 0.7, "grade": "assumed"}, "2014": 0.2}, dated=True)
    july = month("2019-07")
    assert quantity.at(month("2013-12")) == 0
    assert quantity.by_month(july - 1, 2) == (Fraction(1, 5), Fraction(7, 10))
    with pytest.raises(ValueError, match="by date"):
        _ = quantity.value


@pytest.mark.parametrize("raw", [{"2014": 0.1, "2014-01": 0.2}, {"2014-13": 0.1}, {"2014": {"2015": 0.1}}])
def test_refuses_bad_dates(raw: Any) -> None:
    assert messages("share", raw, dated=True)


def test_a_value_may_be_dates() -> None:
    raw = {"value": {"2014": 0.2, "2019": 0.7}, "range": [0.1, 1], "grade": "assumed"}
    quantity = read("share", raw, dated=True)
    assert quantity.at(month("2020")) == Fraction(7, 10)
    assert "outside" in messages("share", {**raw, "range": [0.3, 1]}, dated=True)[0]


parts = st.integers(0, 10**6).flatmap(lambda low: st.integers(max(low, 1), 10**9).map(lambda high: Fraction(low, high)))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "share": parts,
    "signed share": parts | parts.map(lambda share: -share),
    "number": st.fractions(0, 10**9, max_denominator=10**9),
    "gamma shape": st.fractions(0, 10**9, max_denominator=10**9),
    "rate": st.fractions(0, 10**9, max_denominator=10**9),
    "duration": st.none() | st.integers(0, 12_000),
    "number of months": st.integers(0, 12_000),
    "term": st.none() | st.integers(1, 12_000),
    "number of points": st.integers(-30_000, 30_000),
    "sum of money": st.integers(0, 2**31 - 1),
    "capacity": st.fractions(0, 10**9, max_denominator=10**9),
}
assert set(VALUES) == set(DIMENSIONS)


@given(st.data(), st.sampled_from(sorted(VALUES)))
def test_every_value_reads_back(data: st.DataObject, dimension: str) -> None:
    value = data.draw(VALUES[dimension])
    assert read(dimension, DIMENSIONS[dimension].render(value)).value == value


@given(st.data(), st.sampled_from(sorted(VALUES)), st.sampled_from(["measured", "reported", "assumed", None]))
def test_every_quantity_reads_back(data: st.DataObject, dimension: str, grade: str | None) -> None:
    order = DIMENSIONS[dimension]
    low, value, high = sorted(data.draw(st.tuples(*[VALUES[dimension]] * 3)), key=lambda one: (one is None, one or 0))
    raw: dict[str, Any] = {"value": order.render(value), "range": [order.render(low), order.render(high)], "note": "n"}
    quantity = read(dimension, raw | ({"grade": grade} if grade else {}))
    assert (quantity.low, quantity.value, quantity.high) == (low, value, high)
    assert read(dimension, quantity.plain()) == quantity


@given(st.dictionaries(st.integers(12_000, 35_999), parts, min_size=1, max_size=5), st.integers(11_990, 36_010))
def test_a_dated_quantity_holds_from_the_last_date(steps: dict[int, Fraction], when: int) -> None:
    quantity = read("share", {month_text(since): str(value) for since, value in steps.items()}, dated=True)
    past = [since for since in steps if since <= when]
    assert quantity.at(when) == (steps[max(past)] if past else 0)
    assert read("share", quantity.plain(), dated=True) == quantity


@given(st.text(max_size=20), st.sampled_from(sorted(DIMENSIONS)))
def test_no_words_break_the_reader(text: str, dimension: str) -> None:
    try:
        quantity = read(dimension, text)
    except ValidationError:
        return
    assert read(dimension, quantity.plain()) == quantity
