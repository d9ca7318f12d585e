"""Seeds and names from the command line."""

from __future__ import annotations

import pytest

from counterlife.cli.faults import UsageFault
from counterlife.cli.values import names, seeds


@pytest.mark.parametrize(
    ("text", "found"),
    [("3", [1, 2, 3]), ("1", [1]), ("1,5,9", [1, 5, 9]), ("2-4", [2, 3, 4]), ("0-1,9", [0, 1, 9]), ("5-5", [5])],
)
def test_seeds(text: str, found: list[int]) -> None:
    assert seeds(text) == found


@pytest.mark.parametrize("text", ["", "0", "-1", "4-2", "1,,2", "x", "1-x", "10001", "1-999999999999", "1.5"])
def test_no_seeds(text: str) -> None:
    with pytest.raises(UsageFault, match="--seeds"):
        seeds(text)


def test_names() -> None:
    assert names("none, ordinary-fines") == ("none", "ordinary-fines")
    assert names("") == ()
