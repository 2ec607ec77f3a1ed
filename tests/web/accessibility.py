"""What axe-core finds wrong with a page in a real browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["violations"]

# WCAG 2.2 up to AA, and axe's own advice on landmarks and headings. Target sizes are off by default.
_OPTIONS = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}  # fmt: skip
_AXE = Axe()


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule of WCAG 2.2 AA, the gravest first; none is right.

    The page is judged as it stands: at its size, in its colours, with what is open on it. Works
    under our content policy; nothing is loaded from elsewhere.
    """
    found = _AXE.run(page, options=_OPTIONS).response["violations"]
    grave = sorted(found, key=lambda violation: _IMPACTS.index(violation["impact"]))
    return [_line(violation, node) for violation in grave for node in violation["nodes"]]


_IMPACTS = ("critical", "serious", "moderate", "minor", None)


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    summary = " ".join(node["failureSummary"].split())
    return f"{violation['impact']} {violation['id']} at {node['target']}: {summary}"
