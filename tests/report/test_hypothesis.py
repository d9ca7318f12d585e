"""A regime that is a hypothesis says so beside every figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from counterlife.report.page import Report
from counterlife.study import run as runs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def feared(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder: Path = tmp_path_factory.mktemp("runs") / "feared"
    return Report(runs.run("feared-national", against=("none",), with_=("notice",), people=4000, years=2, seeds=(1, 2), out=folder))


def test_the_word_stands_beside_every_figure(feared: Report) -> None:
    word = "hypothesis"
    assert word in str(feared.headline[0])
    assert all(word in str(picture["title"]) for picture in feared.people[1][:2])
    for exhibit in feared.exhibits.values():
        for spec in (exhibit.charts or {}).values():
            assert word in json.dumps(spec), exhibit.id
        for frame in exhibit.frames:
            if any(column.key == "value" for column in frame.columns) and frame.id != "numbers":
                titles = " ".join(column.title for column in frame.columns)
                worlds = [row["world"].shown for row in frame.rows if "world" in row]
                assert word in titles or (worlds and all(word in world for world in worlds)), frame.id
    said = feared.html().split('<p class="said">')[1:]
    assert said
    assert all(part.startswith(('<span class="hyp">', "<b>")) for part in said), "a life names its worlds, which say so"
