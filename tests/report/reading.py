"""A page read back: the numbers marked on it, and the text of its elements."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """What tests want to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.numbers: list[tuple[str, str, str]] = []
        """Where each marked number comes from, its raw value, and what is shown."""
        self.ids: list[str] = []
        self.snippets: dict[str, str] = {}
        self.links: list[str] = []
        self.words: list[str] = []
        self._number: tuple[str, str] | None = None
        self._snippet = ""
        self._within: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag not in ("meta", "br", "link", "input"):
            self._within.append(tag)
        if "id" in known and tag == "section":
            self.ids.append(known["id"])
        if tag == "data":
            self._number = (known["data-of"], known["value"])
        if tag == "pre" and known.get("id", "").startswith("snippet-"):
            self._snippet = known["id"].removeprefix("snippet-")
            self.snippets[self._snippet] = ""
        self.links += [known[name] for name in ("href", "src") if name in known]

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()
        if tag == "pre":
            self._snippet = ""

    def handle_data(self, data: str) -> None:
        if self._number is not None:
            self.numbers.append((*self._number, data))
            self._number = None
        if self._snippet:
            self.snippets[self._snippet] += data
        if not {"script", "style"} & set(self._within):
            self.words.append(data)
