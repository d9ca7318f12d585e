"""A run whose books do not balance is an error, and leaves no result: a count changed on its way, a kernel that forgets to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from counterlife import kernels
from counterlife.life import columns as col
from counterlife.life import community, month
from counterlife.life.books import BooksError
from counterlife.life.kernel import phase
from counterlife.life.tally import FLOW, LIST
from counterlife.study.design import Design, design
from counterlife.study.run import carry_out, repeat

if TYPE_CHECKING:
    from pathlib import Path

    from counterlife.life.columns import State
    from counterlife.life.tally import Tally
    from counterlife.regime.tables import RuleTables
    from counterlife.town.traits import Community

WHEN = 5


def asked() -> Design:
    return design("judgment-defaulters", people=4000, years=1, seeds=(3,), start="2016")


def changed(array: str, place: tuple[int, ...]) -> Any:
    """Lives communities, and adds one to one of the second one's counts."""
    honest = community.live

    def live(tables: RuleTables, town: Any, seed: int, first: int, last: int) -> Tally:
        tally = honest(tables, town, seed, first, last)
        if first <= 1 < last:
            getattr(tally, array)[place] += 1
        return tally

    return live


@pytest.mark.parametrize(
    ("array", "place", "message"),
    [
        ("list_", (0, 0, WHEN, 0, LIST["entries"]), r"stock of a list .* month 5, group majority"),
        ("flow", (0, WHEN, 0, FLOW["sanctioned"]), "sanctioned, summed over causes"),
        ("flow", (1, WHEN, 1, FLOW["employed"]), r"employed .* world none, month 4, group minority"),
        ("spell", (0, 0, 0, 3, 0), "spells on a list that ended by `paid`"),
        ("cross", (0, 0, 0, 0, 1), "months withheld by cause = by act"),
        ("person", (0, 0, 0), "persons by months sanctioned"),
        ("pair", (0, WHEN, 0, 0), "acts added - withheld"),
        ("flow", (0, WHEN, 0, FLOW["unfair"] - 1), "earned months beyond a larger multiple"),
        ("origin", (0, 0, 1, 0, 0), "by deciding record = by points"),
    ],
)
def test_a_changed_count_stops_the_run(
    array: str, place: tuple[int, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(community, "live", changed(array, place))
    with pytest.raises(BooksError, match=message):
        carry_out(asked(), out=tmp_path / "run", workers=1)
    assert not (tmp_path / "run").exists()


@phase
def slip(t: int, s: State, r: RuleTables, c: Community, y: Tally) -> None:
    """In one month somebody gets on a list without being counted."""
    if t == WHEN:
        s.number[0, col.LISTED, s.adult[0]] |= 1


def test_a_kernel_that_forgets_to_count_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = 1 + month.MONTH.index("life.listing.listing")
    monkeypatch.setitem(kernels._entered, "slip", kernels.enter(*slip.machine_code()))
    monkeypatch.setattr(month, "MONTH", (*month.MONTH[:place], "slip", *month.MONTH[place:]))
    with pytest.raises(BooksError, match=r"stock of a list = stock before \+ entries - exits"):
        carry_out(asked(), out=tmp_path / "run", workers=1)
    assert not (tmp_path / "run").exists()


def test_a_repetition_is_checked_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = carry_out(asked(), out=tmp_path / "run", workers=1)
    monkeypatch.setattr(community, "live", changed("stratum", (0, 0, 0, 0, 0)))
    with pytest.raises(BooksError, match="`adults` over strata = at the end"):
        repeat(before, workers=1)


def test_the_same_run_balances(tmp_path: Path) -> None:
    assert carry_out(asked(), out=tmp_path / "run", workers=1).measures()
