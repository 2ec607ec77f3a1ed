"""The products and queries that are measured: a generator's, or files that are given.

It measures nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson

__all__ = ["GENERATOR", "Workload", "generated", "given"]

GENERATOR = Path(__file__).parents[3] / "shared" / "tools" / "gen_products.py"
"""Deterministic by seed, words by Zipf's law; it lies beside the checkout, not in it."""

_SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """`feed`: JSON Lines of contract §2 with `products` lines. `queries`: distinct texts.

    `narrowed`: addresses' query strings of as many searches with two filters and three facets each,
    as a rival was asked; none where nothing is known to filter by.
    """

    feed: Path
    products: int
    queries: tuple[str, ...]
    source: str
    narrowed: tuple[str, ...] = ()


def generated(folder: Path, *, products: int, queries: int) -> Workload:
    """Write the generator's products to a file in the folder and draw queries for them."""
    spec = spec_from_file_location("gen_products", GENERATOR)
    if spec is None or spec.loader is None or not GENERATOR.exists():
        message = f"{GENERATOR} is not there: give --feed and --queries"
        raise SystemExit(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    catalogue = module.Catalogue(_SEED)
    feed = folder / "products.jsonl"
    with feed.open("wb") as file:
        for product in catalogue.products(products):
            file.write(orjson.dumps(_record(product)) + b"\n")
    drawn = list(islice(_distinct(catalogue, queries), queries))
    return Workload(
        feed=feed,
        products=products,
        queries=tuple(text for text, _ in drawn),
        source=f"{GENERATOR.name}, seed {_SEED}",
        narrowed=tuple(_narrowed(text, query) for text, query in drawn),
    )


def given(feed: Path, queries: Path) -> Workload:
    """A feed in contract form, and a file with a query a line."""
    texts = (line.strip() for line in queries.read_text("utf-8").splitlines())
    with feed.open("rb") as file:
        products = sum(1 for line in file if line.strip())
    return Workload(
        feed=feed,
        products=products,
        queries=tuple(dict.fromkeys(filter(None, texts))),
        source=feed.name,
    )


def _record(product: dict[str, Any]) -> dict[str, Any]:
    """A product of the generator as a feed of contract §2 has it."""
    kept = ("id", "title", "brand", "category", "price", "sales", "rating", "stock")
    return {
        **{name: product[name] for name in kept},
        "attributes": dict(attribute.split(":", 1) for attribute in product["attrs"]),
        "description": product["desc_tokens"],
        "created": datetime.fromtimestamp(product["created_at"], UTC).isoformat(),
    }


def _distinct(
    catalogue: Any,  # noqa: ANN401 - loaded by its path
    number: int,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Texts of two or three words, each once, and the queries that they are of."""
    # A few queries come twice: drawn with a margin, so that enough are left.
    return iter({" ".join(q["tokens"]): q for q in catalogue.queries(2 * number)}.items())


def _narrowed(text: str, query: dict[str, Any]) -> str:
    """The words in the product's department, at about its price, with three facets."""
    price = f"{query['lo']}-{query['hi']}"
    asked = {"q": text, "raw": 1, "f.category": query["cat1"], "price": price}
    return urlencode({**asked, "facet": ("brand", "category", "price")}, doseq=True)
