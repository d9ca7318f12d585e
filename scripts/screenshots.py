"""The pictures of the documentation: a report in a browser (page, phone, dark) and the picture on top of the README.

Run it as ``.venv/bin/python scripts/screenshots.py``. It needs Chromium and the extra ``dev``; what is shown is lived first.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from counterlife.report.formats import write
from counterlife.report.page import Report
from counterlife.study import run as runs

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
RUN: Final = {
    "regime": "judgment-defaulters",
    "against": ("none", "ordinary-fines"),
    "with_": ("notice", "appeal", "correction", "notice+appeal+correction"),
    "people": 20_000,
    "years": 5,
    "seeds": range(1, 13),
}
"""What the demo lives, with all of its safeguards together beside them."""

VIEWS: Final = {
    "report-top": ({"width": 1060, "height": 800}, "light", "#finding"),
    "report-people": ({"width": 1060, "height": 800}, "light", "#people"),
    "report-life": ({"width": 1060, "height": 800}, "light", ".life:first-of-type"),
    "report-dark": ({"width": 1060, "height": 800}, "dark", ".life:first-of-type"),
    "report-phone": ({"width": 390, "height": 844}, "light", "#finding"),
    "report-phone-life": ({"width": 390, "height": 844}, "dark", ".life:first-of-type"),
}
"""Size of the window, colour scheme, and what is shown."""


def main() -> int:
    """Make every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here: install Debian's package `chromium`", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    report = Report(runs.run(**RUN))  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        (page,) = write(report, ("html",), Path(folder))
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in VIEWS:
            take(browser, page, name)
        browser.close()
    return 0


def take(browser: Browser, page: Path, name: str) -> None:
    """One picture."""
    size, scheme, shown = VIEWS[name]
    context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=1.5)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.locator(shown).first.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
