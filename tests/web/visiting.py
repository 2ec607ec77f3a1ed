"""What a visitor of a result page reads and does in a real browser."""

import re
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Locator, Page, expect

__all__ = ["asked", "box", "choices", "titles", "total", "understood"]


def asked(page: Page) -> str:
    """The path and the parameters of the address, readable."""
    parts = urlsplit(page.url)
    return unquote(f"{parts.path}?{parts.query}")


def total(page: Page, count: int) -> None:
    """Wait until the page says that it found so many."""
    expect(page.locator(".total")).to_have_text(f"共 {count} 件")


def box(page: Page, facet: str, value: str) -> None:
    """Tick a value, or take the tick away."""
    page.get_by_role("group", name=facet, exact=True).get_by_label(re.compile(f"^{value} ")).click()


def choices(page: Page) -> Locator:
    """The chips of what was chosen in the filters."""
    return page.get_by_role("navigation", name="已选条件")


def understood(page: Page) -> Locator:
    """The chips of what was understood, and what leads back to it."""
    return page.get_by_role("navigation", name="从搜索词理解的条件")


def titles(page: Page) -> list[str]:
    """The products on the page, in their order."""
    return page.locator("#results .cards h3").all_inner_texts()
