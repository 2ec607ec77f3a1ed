"""Asks for pages over HTTP, follows the link of each chip and compares the totals."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.web.server import Server

__all__ = ["Tally", "followed"]

_ONE = ("size", "1")  # the totals are wanted, not the hits


@dataclass(slots=True)
class Tally:
    """What was seen. `loose`, `relaxed`: chips on pages with such a notice. `broken`: each chip whose
    page has another total, in words."""

    pages: int = 0
    chips: int = 0
    loose: int = 0
    relaxed: int = 0
    empty: int = 0
    broken: list[str] = field(default_factory=list)


def followed(server: Server, texts: Iterable[str], *, deep: bool = False) -> Tally:
    """Every chip of the pages for these texts; `deep`: the chips of the pages behind them too."""
    tally = Tally()
    for text in texts:
        _follow(server, [("q", text), _ONE], tally, deep=deep)
    return tally


def _follow(server: Server, args: list[tuple[str, str]], tally: Tally, *, deep: bool) -> None:
    page = _page(server, args)
    tally.pages += 1
    kinds = {notice["kind"] for notice in page["notices"]}
    for chip in page["chips"]:
        left = parse_qsl(urlsplit(chip["remove"]).query, keep_blank_values=True)
        total = _page(server, left)["total"]
        tally.chips += 1
        tally.loose += "loose" in kinds
        tally.relaxed += bool(kinds & {"relaxed", "words"})
        tally.empty += page["total"] == 0
        if total != chip["without"]:
            tally.broken.append(
                f"{dict(args)} without {chip['slot']}: {chip['without']} promised, {total} found"
                f" ({page['total']} with it, {sorted(kinds)})"
            )
        if deep:
            _follow(server, left, tally, deep=False)


def _page(server: Server, args: list[tuple[str, str]]) -> dict[str, Any]:
    status, body = server.get(f"/api/v1/search?{urlencode(args, quote_via=quote)}")
    assert status == 200, (args, status, body)
    page: dict[str, Any] = json.loads(body)
    return page
