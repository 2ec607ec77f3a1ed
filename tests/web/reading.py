"""Reads a page as a visitor does: its links, its headings, its text."""

from collections.abc import Sequence
from html.parser import HTMLParser

__all__ = ["PageRead", "read"]

_VOID = frozenset({"meta", "link", "input", "img", "br", "hr"})
_UNREAD = frozenset({"script", "style", "svg"})


class PageRead(HTMLParser):
    """What stands on a page. `tags`: every element with its attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.links: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Remember an element."""
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a":
            self.links.append(("", found.get("href", "")))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; one that was never opened fails the test."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Remember a text and where it stands."""
        if self._open and self._open[-1] not in _UNREAD:
            self.texts.append((tuple(self._open), data))
        if "a" in self._open:
            text, address = self.links[-1]
            self.links[-1] = (" ".join(f"{text} {data}".split()), address)

    def text(self, tag: str | None = None) -> str:
        """The text inside every element of a name, or of the whole page."""
        return " ".join(
            " ".join(data for inside, data in self.texts if tag is None or tag in inside).split()
        )

    def link(self, text: str) -> str:
        """The address of the first link that contains a text."""
        for label, address in self.links:
            if text in label:
                return address
        raise AssertionError(f"no link {text!r} among {[label for label, _ in self.links]}")

    def attributes(self, tag: str, **wanted: str) -> dict[str, str]:
        """The attributes of the first element with these among them."""
        for name, found in self.tags:
            if name == tag and wanted.items() <= found.items():
                return found
        raise AssertionError(f"no <{tag}> with {wanted}")


def read(html: str) -> PageRead:
    """The page; elements must be closed in order."""
    page = PageRead()
    page.feed(html)
    page.close()
    assert page._open == []
    return page
