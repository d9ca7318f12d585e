"""Arguments that are more than a word or a number."""

from __future__ import annotations

from counterlife.cli.faults import UsageFault

MOST_SEEDS = 10_000


def names(text: str) -> tuple[str, ...]:
    """``none,ordinary-fines`` as names; an empty text is none at all."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def seeds(text: str) -> list[int]:
    """Seeds: ``12`` is 1 to 12, ``1-12`` the same, ``1,5,9`` these three; ranges and single seeds can be mixed.

    Raises
    ------
    UsageFault
        If it is none of these.
    """
    if text.strip().isdecimal():
        return _span(text, 1, int(text))
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise UsageFault(f"--seeds {text}: write a number (12), a range (1-12) or a list (1,5,9)")
        found += _span(text, int(first), int(last)) if dash else [int(first)]
    if len(found) > MOST_SEEDS:
        raise UsageFault(f"--seeds {text}: at most {MOST_SEEDS} seeds")
    return found


def _span(text: str, first: int, last: int) -> list[int]:
    if not 0 <= last - first < MOST_SEEDS:
        raise UsageFault(f"--seeds {text}: from 1 to {MOST_SEEDS} seeds")
    return list(range(first, last + 1))
