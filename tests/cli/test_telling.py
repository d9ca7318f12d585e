"""``counterlife case`` and ``counterlife coverage``: what they print, and that they fail as every command does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counterlife.cli.telling import criterion, frequency
from counterlife.measure.interval import Interval
from counterlife.study.case import Lives

SMALL = """\
case: small
title: A small case
question: How long?
facts: [spc_list-23]
regime: judgment-defaulters
years: 1
people: 4000
runs: 2
lives: {list: defaulters, show: 2}
measures: [due.unnotified]
leaves-out: Much.
"""


def test_a_case_says_its_rule_how_common_it_is_and_that_nobody_is_real(cli: Any) -> None:
    Path("small.yaml").write_text(SMALL)
    code, out, _ = cli("case", "small.yaml")
    text = " ".join(out.split())
    assert code == 0
    assert "No real person is simulated." in text
    assert "The lives told here are those of adults whose latest entry on the list defaulters stands on file." in text
    assert "in 10,000 adults" in text
    assert "the 2 in the middle are told" in text
    assert out.count("beside none, over the same luck") == 2
    assert "Left out: Much." in text
    assert "\ndue.unnotified" in out
    assert "of 100" in out
    assert "spc_list-23 air ticket purchases blocked" in text


def test_the_search_is_a_table(cli: Any) -> None:
    code, out, _ = cli("case", "reporter")
    assert code == 0
    assert "466,666,667 comparisons a second" in " ".join(out.split())
    assert [line.split()[-1] for line in out.splitlines() if " 1 in 10,000 " in line] == ["140,000", "0.016"]
    assert "e+" not in out
    assert "e-" not in out
    assert "no lives are simulated" in " ".join(out.split())


def test_bad_input(cli: Any) -> None:
    Path("bad.yaml").write_text(SMALL.replace("defaulters, show", "defaulter, show"))
    code, out, err = cli("case", "bad.yaml")
    assert (code, out) == (2, "")
    assert "bad.yaml:9:" in err
    code, out, err = cli("case", "studends")
    assert (code, out) == (2, "")
    assert "did you mean `students`" in err


def test_coverage_is_a_table_with_every_mechanism(cli: Any) -> None:
    from counterlife.study.mechanisms import MECHANISMS

    code, out, _ = cli("coverage")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["mechanism", "phase", "used", "by", "measures", "tests"]
    assert len(lines) > len(MECHANISMS)
    for mechanism in MECHANISMS:
        assert any(line.startswith(mechanism.name[:20]) for line in lines)
        assert all(test in out for test in mechanism.tests)


def test_list_shows_cases(cli: Any) -> None:
    assert "  journalist " in cli("list")[1].split("\ncases\n")[1]


def test_a_rule_in_words() -> None:
    rule = Lives(
        list="defaulters", act="court.unpaid-judgment", cause=("unable",), told=False, withheld=("air",), months=3, group="minority"
    )
    assert criterion(rule) == (
        "adults of the minority whose latest entry on the list defaulters was brought by court.unpaid-judgment and has the cause unable, "
        "who were not told of it, from whom it withheld air at once, who were sanctioned for 3 months or more"
    )
    assert criterion(Lives(who="pupils", refused=True)).startswith("children with a paid school place whose household's")


def test_how_common_in_words() -> None:
    assert frequency(Interval(127.0, 121.0, 132.0, 9, 200, 12, "chance only"), "adults", 12) == (
        "127 in 10,000 adults, 121 to 132 across 12 runs (chance only, 90 %)."
    )
    assert "too few for a range" in frequency(Interval(0.2, None, None, 9, 3, 12, ""), "adults", 12)
    assert frequency(None, "adults", 12) == "there are no adults."
