"""Looking at the page in a browser as somebody does, and keeping what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browsing import VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TOKEN = "page-token"
PARTS = ("glance", "who", "change", "lives", "file", "book", "doubt", "repeat")
WAIT = 120_000


class Visit:
    """A page somebody looks at, and all that goes wrong on it."""

    def __init__(self, browser: Browser, home: str, view: str = "desktop", scheme: str = "light", **options: Any) -> None:
        options = {"viewport": VIEWS[view], "color_scheme": scheme, "reduced_motion": "reduce", "locale": "en-GB", **options}
        self.home = home
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.wrong: list[str] = []
        note = self.wrong.append
        self.page.on("request", lambda request: None if request.url.startswith((f"{home}/", "data:", "blob:")) else note(request.url))
        self.page.on("console", lambda message: note(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: note(str(error)))

    def open(self, query: str = "view=glance", done: bool = True) -> Page:
        """Open the page; without ``view`` in the query it is a first visit, with a bet."""
        self.page.goto(f"{self.home}/?token={TOKEN}&{query}")
        if done:
            self.done()
        return self.page

    def done(self) -> None:
        """Wait until all runs that were asked for are done."""
        until(
            self.page,
            "!document.querySelector('#result.stale') && /^All 4 runs|^Alle 4 L/.test(document.querySelector('.done').textContent)",
        )

    def part(self, name: str) -> None:
        """Look at a part of the answer, by its link."""
        self.page.evaluate("name => document.querySelector(`[data-key=view-${name}]`).click()", name)

    def close(self) -> None:
        """Nothing must have gone wrong."""
        self.context.close()
        assert self.wrong == []


def until(page: Page, said: str, given: object = None) -> None:
    """Wait until something is true of the page; what the browser itself offers for that needs a laxer policy."""
    for _ in range(WAIT // 50):
        if page.evaluate(said, given):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {said}")
