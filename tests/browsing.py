"""A browser for pages, and what axe finds on one."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEEDED: Final = pytest.mark.skipif(CHROMIUM is None and "CI" not in os.environ, reason="there is no Chromium here")
VIEWS: Final[dict[str, Any]] = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
COLOURS: Final = ["color-contrast", "link-in-text-block"]
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CUT: Final = """[...document.querySelectorAll("table.stacks")].filter(one => one.checkVisibility() && (
  one.parentElement.scrollWidth > one.parentElement.clientWidth || [...one.querySelectorAll("caption,tbody th,tbody td")].some(
    cell => cell.checkVisibility() && cell.clientWidth < 200))).length"""
"""Tables that stand open and of which a phone does not show everything at once, or only in a narrow strip."""


def faults(page: Page, scheme: str = "light") -> list[str]:
    """What axe finds, with every table open; in the dark only colours are others, and only they are looked at again."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    only = {"type": "tag", "values": RULES} if scheme == "light" else {"type": "rule", "values": COLOURS}
    found: dict[str, Any] = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response
    return [f"{one['id']}: {node['target']} {node['html'][:140]}" for one in found["violations"] for node in one["nodes"][:3]]
