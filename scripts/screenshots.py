"""The pictures of the documentation: a report and the explorer in a browser (page, phone, dark), and the picture on top of the README.

Run it as ``.venv/bin/python scripts/screenshots.py``. It needs Chromium and the extra ``dev``; what is shown is lived first.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from counterlife import kernels
from counterlife.explorer.routes import Start
from counterlife.explorer.serve import beside
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

DESKTOP: Final = {"width": 1010, "height": 800}
PHONE: Final = {"width": 390, "height": 844}
LIFE: Final = ".life"
CARD: Final = "section:not(#finding,#lives),.doubts,h2,nav,details,footer,.life~*,.lead,.range~.range"
"""What is left out of the page to make a card of the finding and one life."""

VIEWS: Final = {
    "report": (
        DESKTOP,
        "light",
        "body",
        CARD,
    ),
    "report-people": (DESKTOP, "light", "#people", ""),
    "report-dark": (DESKTOP, "dark", LIFE, ""),
    "report-phone": (PHONE, "light", "#finding", ""),
    "report-phone-dark": (PHONE, "dark", LIFE, ""),
}
"""Size of the window, colour scheme, what is shown, and what of it is left out. The first picture stands on top of the README."""

START: Final = Start(seeds=(12,))
TOKEN: Final = "pictures"
WIDE: Final = {"width": 1360, "height": 720}
TALL: Final = {"width": 1360, "height": 1250}
GUARDED: Final = "with=notice,appeal,correction&rival=ordinary-fines"
EXPLORER: Final = {
    "explorer": (TALL, "light", f"view=glance&{GUARDED}", ""),
    "explorer-bet": (WIDE, "light", "", "#bet-done"),
    "explorer-lives": (TALL, "dark", "regime=rongcheng&view=lives&kind=helped", "#life svg.lifeline:visible"),
    "explorer-file": (TALL, "light", "view=file&code={code}", "#dossier .paper"),
    "explorer-phone": (PHONE, "light", f"view=glance&{GUARDED}", ""),
    "explorer-phone-dark": (PHONE, "dark", "view=who", ""),
}
"""Size of the window, colour scheme, what the address says, and what must be there beside the answer."""

DONE: Final = "#result:not(.stale) .done:text('All 12 runs are done.')"

COLOURS: Final = 128
"""Colours of a picture, so that it is small; rare ones are kept, since a shape of few has its own."""


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
        kernels.load()
        with beside(TOKEN, START) as home:
            for name in EXPLORER:
                explore(browser, home, name)
        browser.close()
    return 0


def take(browser: Browser, page: Path, name: str) -> None:
    """One picture."""
    size, scheme, shown, without = VIEWS[name]
    context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=1.4)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(page.as_uri())
    roomy = f"{shown}{{padding:1.2rem}}" if shown != "body" else "section{border:0;padding:.4rem 0}"
    tab.add_style_tag(content=roomy + (f"{without}{{display:none!important}}" if without else ""))
    keep(tab.locator(shown).first.screenshot(), name)
    context.close()


def keep(drawn: bytes, name: str) -> None:
    """Write a picture, small."""
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(PICTURES / f"{name}.png", optimize=True)
    print(PICTURES / f"{name}.png")


def explore(browser: Browser, home: str, name: str) -> None:
    """One picture of the explorer, once its answer is there."""
    size, scheme, query, shown = EXPLORER[name]
    context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=1.25, locale="en-GB")  # type: ignore[arg-type]
    tab = context.new_page()
    tab.set_default_timeout(300_000)
    if "{code}" in query:
        tab.goto(f"{home}/?token={TOKEN}&view=file")
        query = query.format(code=tab.locator(".codes button").first.inner_text())
    tab.goto(f"{home}/?token={TOKEN}&{query}")
    if query:
        tab.locator(DONE).wait_for()
    if shown:
        tab.locator(shown).first.wait_for()
    tab.wait_for_timeout(300)
    keep(tab.screenshot(), name)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
