"""The hand-written sources of the demo shop: departments and their lines of goods, read and joined.

A line is what one shelf holds (手机, 连衣裙, 牙膏): how its titles are worded, which choices there
are, which brands and models with which prices. How products come of it is in `products`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from indexer.demo.pools import UNIT, Pool, cut_factor

__all__ = ["FAQS", "HIDDEN", "Entry", "Line", "lines", "short_brand", "source"]

FAQS = "faqs"
"""The one source that is no department."""

HIDDEN = "_"
"""Begins the names of pools of phrases, which stand in titles only."""

_FEN = 100
_EITHER = "|"
_LEVEL = "/"
_BRACKETS = "（"
_NAME = re.compile(r"\{[^{}]+\}")
_MODEL, _PRICE = "model", "price"
_DEFAULT_SPREAD = 120  # thousandths by which shops differ from the price in the source
_SHARE = 1_000_000
_FEW = 3  # phrases with which titles still differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A brand's model, or a brand alone, with its usual price and the pools it brings itself."""

    brand: str
    model: str
    price: int
    pools: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One shelf. `share`: of the shop; `level`: what a good seller of it has sold in all."""

    category: tuple[str, ...]
    share: int
    level: int
    spread: int
    season: str
    titles: tuple[str, ...]
    picks: Mapping[str, Sequence[str]]
    variants: Mapping[str, Sequence[str]]
    single: int
    tags: tuple[str, ...]
    dear_tags: tuple[str, ...]
    always: tuple[str, ...]
    text: tuple[str, ...]
    closing: tuple[str, ...]
    queries: tuple[str, ...]
    together: tuple[str, ...]
    entries: tuple[Entry, ...]

    def pools(self, entry: Entry) -> tuple[list[Pool], list[Pool]]:
        """The pools of a product's own choices, and those by which its variants differ."""
        own = {**self.picks, **{k: v for k, v in entry.pools.items() if k not in self.variants}}
        variants = {name: entry.pools.get(name, given) for name, given in self.variants.items()}
        literal = _NAME.sub("", "".join(self.titles)) + entry.brand
        told = [entry.model, *(text for name in entry.pools for text in own.get(name, ()))]
        told += [options[0] for options in own.values() if len(options) == 1]
        for name in own.keys() - entry.pools.keys():
            if name.startswith(HIDDEN):
                own[name] = _fresh(own[name], literal, told)
        return (
            [_pool(name, tuple(options)) for name, options in own.items()],
            [_pool(name, tuple(options)) for name, options in variants.items()],
        )


@cache
def _pool(name: str, options: tuple[str, ...]) -> Pool:
    """One pool for all lines and entries that choose from the same."""
    return Pool(name, options)


def _fresh(options: Sequence[str], literal: str, told: Sequence[str]) -> Sequence[str]:
    """The phrases that do not stammer: none that the title says anyway, none like what it tells."""
    left = [text for text in options if not text or (text not in literal and text not in told)]
    pairs = {text[i : i + 2] for text in told for i in range(len(text) - 1)}
    other = [
        text for text in left if not any(text[i : i + 2] in pairs for i in range(len(text) - 1))
    ]
    return (other if len(other) >= _FEW else left) or options


def short_brand(brand: str) -> str:
    """`华为（HUAWEI）` as 华为."""
    return brand.partition(_BRACKETS)[0]


def source(name: str) -> dict[str, Any]:
    """One source file of that name, read anew at each call."""
    return tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lines() -> tuple[Line, ...]:
    """All lines of all departments, in the order of the files' names."""
    names = sorted(file.name.removesuffix(".toml") for file in _folder().iterdir())
    return tuple(line for name in names if name != FAQS for line in _department(source(name)))


def queries(limit: int) -> list[str]:
    """What shoppers of the demo look for: the commonest query of each of its biggest shelves.

    At most `limit`, the biggest shelf first. `events` tells what its year of shoppers searched.
    """
    biggest = sorted(lines(), key=lambda line: -line.share)
    return list(dict.fromkeys(line.queries[0] for line in biggest))[:limit]


def _folder() -> Traversable:
    return files("indexer.demo") / "sources"


def _department(content: Mapping[str, Any]) -> Iterator[Line]:
    shelves = content["lines"]
    total = sum(shelf.get("share", 1) for shelf in shelves)
    for shelf in shelves:
        yield Line(
            category=(content["name"], *shelf["category"].split(_LEVEL)),
            share=content["share"] * shelf.get("share", 1) * _SHARE // total,
            level=shelf.get("level", content["level"]),
            spread=shelf.get("spread", _DEFAULT_SPREAD),
            season=shelf.get("season", ""),
            titles=tuple(shelf["titles"]),
            picks=shelf.get("pick", {}),
            variants=shelf.get("sku", {}),
            single=shelf.get("single", 0),
            tags=tuple(shelf.get("tags", content.get("tags", ()))),
            dear_tags=tuple(shelf.get("dear_tags", content.get("dear_tags", ()))),
            always=tuple(shelf.get("always", ())),
            text=tuple(shelf["text"]),
            closing=tuple(content["text"]),
            queries=tuple(shelf["queries"]),
            together=tuple(shelf.get("together", ())),
            entries=tuple(_entries(shelf)),
        )


def _entries(shelf: Mapping[str, Any]) -> Iterator[Entry]:
    columns = shelf.get("columns", [_MODEL, _PRICE])
    for brand, models in shelf.get("models", {}).items():
        for cells in models:
            row = dict(zip(columns, cells, strict=False))
            yield Entry(
                brand=brand,
                model=str(row.pop(_MODEL, "")),
                price=round(row.pop(_PRICE, shelf.get("price", 0)) * _FEN),
                pools={name: str(cell).split(_EITHER) for name, cell in row.items() if cell != ""},
            )
    for option in shelf.get("brands", ()):
        brand, factor = cut_factor(option)
        price = round(shelf["price"] * _FEN) * factor // UNIT
        yield Entry(brand=brand, model="", price=price, pools={})
