"""Two engines asked the same real queries: where their first ten differ, and by what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.catalog import Product
from query.form import SearchForm
from query.page import SearchPage
from tests.relevance.shops import shops_of

__all__ = ["Agreement", "compared"]

TOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many queries found anything, had the same total, and showed the same first ten."""

    queries: int
    found: int
    totals: int
    identical: int
    differences: Sequence[str]


def compared(
    products: Iterable[Product], queries: Sequence[str], folder: Path, *, url: str, prefix: str
) -> Agreement:
    """Each query on both engines, freshly built from one database."""
    found = totals = identical = 0
    differences: list[str] = []
    with shops_of(products, folder, url=url, prefix=prefix) as (embedded, elastic):
        for text in queries:
            pages = [s.search(SearchForm(text=text, size=TOP)) for s in (embedded, elastic)]
            found += pages[0].total > 0
            totals += pages[0].total == pages[1].total
            tops = [[hit.id for hit in page.hits] for page in pages]
            if tops[0] == tops[1]:
                identical += 1
            else:
                differences.append(_explained(text, pages[0], pages[1]))
    return Agreement(
        queries=len(queries),
        found=found,
        totals=totals,
        identical=identical,
        differences=differences,
    )


def _explained(text: str, embedded: SearchPage, elastic: SearchPage) -> str:
    """The first place where they part, with the scores on each side."""
    for place, (ours, theirs) in enumerate(zip(embedded.hits, elastic.hits, strict=False), 1):
        if ours.id != theirs.id:
            return (
                f"{text}: place {place}: {ours.id} ({ours.score:.9f}) against "
                f"{theirs.id} ({theirs.score:.9f})"
            )
    return f"{text}: {len(embedded.hits)} hits against {len(elastic.hits)}"
