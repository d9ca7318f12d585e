"""Where the study meets the model: rules compiled, communities lived, measures taken. Loads the kernels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterlife import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from counterlife.study.design import Design
    from counterlife.study.layout import Layout
    from counterlife.study.work import Counts, Live

    Rows = list[dict[str, Any]]
    Measure = Callable[[Mapping[int, Counts]], tuple[Rows, Rows]]


@dataclass(frozen=True)
class Engine:
    """What a run needs of the model.

    Attributes
    ----------
    live : Live
        Lives communities of one seed.
    layout : Layout
        The axes of what is counted.
    measure : Measure
        Rows of measures, and rows of paired differences, from the counts of each seed.
    """

    live: Live
    layout: Layout
    measure: Measure


def engine(design: Design) -> Engine:
    """The model, made ready for a design."""
    kernels.prepare()
    raise NotImplementedError(design)
