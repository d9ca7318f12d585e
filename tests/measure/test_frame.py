"""The frame: overall, by group, differences and ratios, the same figures as the tables give."""

from __future__ import annotations

import pytest
from tests.measure.toy import SCENE, toy

from counterlife.measure.frame import OVERALL, Frame, FrameError
from counterlife.measure.interval import CHANCE

SEEDS = [toy(seed, 40) for seed in range(6)]


def framed(*measures: str, **more: str) -> Frame:
    return Frame(SEEDS, SCENE, measures, against="there", **more)


def test_overall_lies_between_the_groups() -> None:
    frame = framed("sanction.share", "work.share")
    for name in frame.names:
        whole, groups = frame.overall[name], frame.by_group[name]
        values = [figure.value for figure in groups.values() if figure is not None]
        assert whole is not None
        assert min(values) <= whole.value <= max(values)
        assert whole.lo is not None
        assert whole.lo < whole.value < (whole.hi or 0)
        assert whole.note == CHANCE


def test_differences_and_ratios_are_paired_by_seed() -> None:
    frame = framed("sanction.share")
    groups, gap = frame.by_group["sanction.share"], frame.differences()["sanction.share"]["minority"]
    assert groups["minority"] is not None
    assert groups["majority"] is not None
    assert gap is not None
    assert gap.value == pytest.approx(groups["minority"].value - groups["majority"].value)
    crude = framed("gap.diff[sanction.share]").by_group["gap.diff[sanction.share]"]["minority"]
    assert crude is not None
    assert (crude.value, crude.lo, crude.hi) == pytest.approx((gap.value, gap.lo, gap.hi))
    times = frame.ratios()["sanction.share"]["minority"]
    assert times is not None
    assert times.value == pytest.approx(groups["minority"].value / groups["majority"].value, rel=0.05)
    assert "majority" not in frame.differences()["sanction.share"]
    to_all = frame.differences(to=OVERALL)["sanction.share"]["minority"]
    assert to_all is not None
    assert abs(to_all.value) < abs(gap.value)


def test_the_widest_pair_of_groups() -> None:
    frame = framed("sanction.share")
    widest, least = frame.difference("sanction.share"), frame.ratio("sanction.share")
    assert {frame.group_min("sanction.share"), frame.group_max("sanction.share")} == {"majority", "minority"}
    assert widest is not None
    assert widest.value > 0
    assert least is not None
    assert 0 < least.value < 1


def test_measures_that_compare_worlds_take_the_baseline() -> None:
    assert framed("bear.jobs").overall["bear.jobs"] is not None
    assert Frame(SEEDS, SCENE, "bear.jobs").overall["bear.jobs"] is None, "compared with nothing, nothing can be said"


def test_a_part_is_named_in_brackets() -> None:
    frame = framed("listing.entries[court]", "listing.entries[points]", "listing.entries")
    one, other, both = (frame.overall[name] for name in frame.names)
    assert one is not None
    assert other is not None
    assert both is not None
    assert one.value + other.value == pytest.approx(both.value)


def test_everything_defined_if_nothing_is_named() -> None:
    frame = framed()
    assert len(frame.names) > 60
    assert all(figure is not None for figure in frame.overall.values())
    rows = frame.rows()
    assert {row["what"] for row in rows} == {"value", "difference", "ratio"}
    assert {row["group"] for row in rows if row["what"] == "value"} == {OVERALL, "majority", "minority"}


@pytest.mark.parametrize(
    ("measures", "more", "words"),
    [
        (("sanction.shares",), {}, "no measure `sanction.shares`"),
        (("listing.entries[tribunal]",), {}, "there are court, points"),
        (("sanction.share",), {"world": "elsewhere"}, "no world `elsewhere`"),
        (("sanction.share",), {"groups": ("all",)}, "there are majority, minority"),
    ],
)
def test_what_a_run_does_not_hold_is_refused(measures: tuple[str, ...], more: dict[str, str], words: str) -> None:
    with pytest.raises(FrameError, match=words):
        framed(*measures, **more)
