"""What the parser does to queries that need nothing done: `python -m tests.understanding.no_harm OUT`.

Real queries hardly ever hold a price, a negation or an error. Every price, exclusion, refused word
that only titles know and automatic correction is listed with its query in a file of OUT, to be read
by eye, and counted.
"""

import csv
import gzip
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import Product
from indexer.demo import products
from indexer.feed import PRODUCT_FEED, Columns, Lines, Mapped, RowError, format_of, read
from query.lexicon.building import built
from query.parse import Parse
from query.suggest.spelling import compact
from query.understanding.parser import Understanding
from tests.relevance.data import DATA

__all__ = ["QUERIES", "demo_goods", "goods_of", "main", "noted", "queries_of"]

QUERIES = DATA / "zh-queries-taobao" / "queries.train.tsv.gz"


def demo_goods() -> Iterator[Product]:
    """The products of the demo shop."""
    for row in products():
        yield from PRODUCT_FEED.documents(Mapped(dict(row)), lambda _: None)


def goods_of(feeds: Iterable[Path]) -> Iterator[Product]:
    """The good rows of product feeds."""
    columns = Columns(PRODUCT_FEED.fields, {}, {})
    for path in feeds:
        with Lines(path) as lines:
            rows = read(lines, format_of(path))
            for row in rows.rows:
                try:
                    mapped = columns.apply(row.readable(), table=rows.columns is not None)
                    yield from PRODUCT_FEED.documents(mapped, lambda _: None)
                except RowError:
                    continue


def noted(parse: Parse) -> dict[str, str]:
    """What a parse claims of those things that are hardly ever there, by the file it is listed in."""
    found = parse.to_json()
    claims: dict[str, str] = {}
    if found["price_range"] is not None:
        claims["prices"] = str(found["price_range"])
    if any(found["exclude"].values()):
        claims["exclusions"] = str(found["exclude"])
    words = parse.slot("exclude.words")
    if words is not None:
        claims["refused"] = str(list(words.values))
    if parse.corrected is not None:
        is_script = compact(parse.corrected) == compact(parse.query)
        claims["scripts" if is_script else "corrections"] = parse.corrected
    return claims


def queries_of(path: Path) -> Iterator[str]:
    """The last column of a table, or a query a line."""
    opened: Callable[..., TextIO] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").rpartition("\t")[2]


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--catalogue", multiple=True, type=click.Path(exists=True, path_type=Path), help="else the demo"
)
@click.option("--queries", default=QUERIES, type=click.Path(exists=True, path_type=Path))
@click.option("--most", default=100_000, show_default=True, help="queries that are looked at")
def main(*, out: Path, catalogue: tuple[Path, ...], queries: Path, most: int) -> None:
    """List what a parser of that catalogue claims, and count it."""
    goods = list(goods_of(catalogue) if catalogue else demo_goods())
    understanding = Understanding(built(lambda: goods, Attributes.shipped()), Analyzer())
    out.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[tuple[str, str]]] = {
        name: [] for name in ("prices", "exclusions", "refused", "corrections", "scripts")
    }
    seen = suggested = 0
    for query in islice(queries_of(queries), most):
        parse = understanding.parse(query)
        seen += 1
        suggested += bool(parse.suggestions)
        for name, claim in noted(parse).items():
            rows[name].append((query, claim))
    for name, listed in rows.items():
        with (out / f"{name}.tsv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="\t", lineterminator="\n").writerows(listed)
    click.echo(_table({name: len(listed) for name, listed in rows.items()}, seen, suggested))


def _table(counts: Mapping[str, int], seen: int, suggested: int) -> str:
    lines = [f"{seen:,} queries"]
    lines += [
        f"{name:12} {count:7,} {count / seen:8.3%}"
        for name, count in {**counts, "suggested": suggested}.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
