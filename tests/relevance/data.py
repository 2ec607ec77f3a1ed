"""The development data as products and judgements. It is not part of the project: see `missing`."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from indexer.catalog import DocumentId, Fen, Product, fen
from indexer.feed import PRODUCT_FEED, Mapped

__all__ = ["DATA", "beauty", "chorus", "converted", "missing", "phones", "qbqtc", "real_queries"]

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"

Judgements = dict[str, dict[str, int]]


def missing(folder: str) -> str:
    """Why tests on a folder cannot run; empty where they can."""
    return "" if (DATA / folder).is_dir() else f"no development data at ../shared/data/{folder}"


def beauty() -> Iterator[Product]:
    """3,497 cosmetics: title, brand, price, sales."""
    for row in _table("zh-titles-beauty/items.tsv.gz"):
        identity, title, brand, price, sales, comments, _ = row
        yield Product(
            id=DocumentId(identity),
            title=title,
            brand=brand,
            price=fen(price),
            category=("美妆",),
            sales=int(sales) if sales else None,
            reviews=int(comments) if comments else None,
        )


def phones() -> Iterator[Product]:
    """186 phones with their SKUs and specifications, by the README's converter."""
    for line in converted("phones", DATA / "zh-catalog-phones").splitlines():
        yield from PRODUCT_FEED.documents(Mapped(json.loads(line)), lambda _: None)


def converted(name: str, folder: Path) -> str:
    """What the README's program of that name prints for a folder."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    program = next(text for text in programs if text.startswith(f'"""{name}.py'))
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], check=True, capture_output=True, text=True
    )
    return done.stdout


def qbqtc() -> tuple[list[Product], Judgements]:
    """19,317 web titles, and which are relevant to which query."""
    ids: dict[str, str] = {}
    judged: Judgements = {}
    for _, query, title, label in _table("zh-search-qbqtc/dev.tsv.gz"):
        identity = ids.setdefault(title, f"t{len(ids)}")
        grades = judged.setdefault(query, {})
        grades[identity] = max(grades.get(identity, 0), int(label))
    products = [
        Product(id=DocumentId(identity), title=title, price=Fen(100))
        for title, identity in ids.items()
    ]
    return products, judged


def chorus() -> tuple[list[Product], Judgements]:
    """19,406 English electronics, and 56 judged queries."""
    products = []
    with gzip.open(DATA / "en-search-chorus/products.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            products.append(
                Product(
                    id=DocumentId(read["id"]),
                    title=(read["title"] or read["name"])[:512],
                    brand=read["supplier"] or "",
                    price=Fen(read["price"] or 0),
                    description=read["short_description"] or "",
                    attributes={
                        name: (str(value),)
                        for name, value in read["attributes"].items()
                        if value not in ("", None)
                    },
                )
            )
    judged: Judgements = {}
    for query, identity, rating in _table("en-search-chorus/qrels.dev.tsv.gz"):
        judged.setdefault(query, {})[identity] = int(rating)
    return products, judged


def real_queries(count: int) -> list[str]:
    """What people typed into a big shop's box: evenly taken from 100,000."""
    queries = [row[-1] for row in _table("zh-queries-taobao/queries.train.tsv.gz")]
    return queries[:: len(queries) // count][:count]


def _table(name: str) -> Iterator[list[str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")
