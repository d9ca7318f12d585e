"""What is said of a run under way: nothing of a short one, the hours left of a long one."""

from __future__ import annotations

import pytest

from counterlife.study import progress
from counterlife.study.progress import Bar, Clock, Log, duration


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def lived(time: Time, total: int, seconds: float, steps: int, rate: int) -> Log:
    """A run under way, of so many steps, at a rate of person-months a second after a first step that compiles for a minute."""
    log = Log("national", Clock(time))
    log.start(total, 0)
    time.now += 60
    log.advance(1)
    for _ in range(steps):
        time.now += seconds
        log.advance(round(rate * seconds))
    return log


def test_a_short_run_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    lived(Time(), 1_000_000, 1, 9, 100_000)
    assert capsys.readouterr().err == ""


def test_a_long_run_says_how_many_hours_are_left_once_it_knows(capsys: pytest.CaptureFixture[str]) -> None:
    lived(Time(), 36_000_000_000, 1, 4, 1_000_000)
    assert capsys.readouterr().err == ""
    lived(Time(), 36_000_000_000, 1, 9, 1_000_000)
    told = capsys.readouterr().err
    assert told.count("10.0 hours left at this rate (1 M person-months/s)") == 1
    assert "the same command goes on" in told


def test_a_log_gets_a_line_every_ten_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    lived(Time(), 7_000_000_000, 60, 60, 1_000_000)
    told = capsys.readouterr().err.splitlines()
    assert [line.split(" · ")[0] for line in told] == [f"national: {share} %" for share in ("0.857", "9.43", "18", "26.6", "35.1", "43.7")]
    assert told[-1].endswith("66 minutes left at this rate")


def test_what_was_lived_before_is_no_rate() -> None:
    time = Time()
    clock = Clock(time)
    clock.start(1000, 900)
    assert clock.left is None
    clock.advance(10)
    time.now += 9
    clock.advance(9)
    assert clock.rate == pytest.approx(1)
    assert clock.left == pytest.approx(81)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (7, "7 seconds"),
        (89, "89 seconds"),
        (91, "1.5 minutes"),
        (5399, "90 minutes"),
        (7200, "2.0 hours"),
        (12 * 3600, "12 hours"),
        (3e5, "3.5 days"),
    ],
)
def test_times_are_told_in_words(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_a_bar_says_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr(progress, "PROBE", 0.0)
    bar = Bar("national")
    bar.start(1 << 60, 0)
    for _ in range(3):
        bar.advance(1)
    bar.stop()
    assert "this run takes long" in " ".join(capsys.readouterr().err.split())
