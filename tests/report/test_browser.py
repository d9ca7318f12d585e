"""The page in a browser: it asks nobody for anything, runs without errors, and is usable by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browsing import CUT, NEEDED, VIEWS, faults

from counterlife.report.page import Report

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from counterlife.study.run import Run

pytestmark = NEEDED


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


def opened(browser: Browser, file: Path, view: str, scheme: str = "light", scripts: bool = True) -> tuple[Page, list[str]]:
    """The page, and whatever goes wrong on it: requests, errors."""
    context = browser.new_context(
        viewport=VIEWS[view],
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page, wrong = context.new_page(), []
    page.on("request", lambda request: None if request.url.startswith((file.as_uri(), "data:")) else wrong.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    return page, wrong


@pytest.mark.parametrize(("view", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")])
def test_axe_finds_nothing(browser: Browser, file: Path, view: str, scheme: str) -> None:
    page, wrong = opened(browser, file, view, scheme)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"]
    assert page.evaluate(CUT) == 0 or view == "desktop"
    assert wrong == []
    page.context.close()


def test_charts_come_alive_when_pointed_at(browser: Browser, file: Path) -> None:
    page, wrong = opened(browser, file, "desktop")
    charts = page.locator(".chart .wide")
    for place in range(charts.count()):
        charts.nth(place).scroll_into_view_if_needed()
        charts.nth(place).hover()
        charts.nth(place).locator(".vega-embed svg").wait_for(timeout=10_000)
    assert charts.count() >= 5
    assert wrong == []
    page.context.close()


def test_nothing_is_missing_without_scripts(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, "desktop", scripts=False)
    assert page.locator(".chart .wide > svg").count() >= 5
    assert page.locator("svg.people:visible").count() >= 3
    assert page.locator("svg.lifeline:visible").count() >= 2
    page.context.close()


def test_pictures_can_be_saved(browser: Browser, file: Path) -> None:
    page, wrong = opened(browser, file, "desktop", "dark")
    for name in ("people-1", "spread", "life-median"):
        with page.expect_download() as saving:
            page.locator(f"[data-picture={name}] > button").click()
        assert saving.value.suggested_filename == f"{name}.svg"
        text = saving.value.path().read_text(encoding="utf-8")
        assert text.startswith("<svg")
        assert "var(" not in text
    assert wrong == []
    page.context.close()


def test_keys_alone_reach_every_table_and_link(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, "desktop")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "scroll"
    assert (
        page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches && getComputedStyle(document.documentElement).scrollBehavior")
        == "auto"
    )
    page.context.close()


def test_the_second_language_in_a_browser(browser: Browser, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.de.html"
    file.write_text(Report(run, "de").html(), encoding="utf-8")
    page, wrong = opened(browser, file, "phone")
    assert page.locator("html").get_attribute("lang") == "de"
    assert "von 10.000 Menschen" in page.locator("h1").inner_text()
    assert "auf Englisch" in page.locator("#regime").inner_text()
    assert any("," in text for text in page.locator("#quiet .narrow svg text").all_text_contents())
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS["phone"]["width"]
    assert wrong == []
    page.context.close()
