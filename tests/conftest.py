"""Before anything is compiled: where compiled kernels are kept. No test measures time, those of random examples neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.browsing import CHROMIUM

from counterlife import kernels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

kernels.prepare()
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
