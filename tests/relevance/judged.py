"""The measures of judged queries, by engine and by baseline, in one run."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from indexer.analysis import Analyzer
from indexer.catalog import Product
from query.baselines import baseline
from query.evaluate import MEASURES, evaluated
from tests.relevance.shops import ranking, shops_of

__all__ = ["measured"]

_BASELINES = ("bm25-words", "bm25-bigrams")


def measured(
    products: Sequence[Product],
    judged: Mapping[str, Mapping[str, int]],
    folder: Path,
    *,
    url: str,
    prefix: str,
) -> dict[str, dict[str, float]]:
    """By who ranked (`embedded`, `elastic`, `bm25-…`): the mean of each measure."""
    names = list(MEASURES)
    with shops_of(products, folder, url=url, prefix=prefix) as (embedded, elastic):
        rankings: dict[str, Callable[[str, int], Sequence[str]]] = {
            "embedded": partial(ranking, embedded),
            "elastic": partial(ranking, elastic),
            **{name: baseline(name, Analyzer(), products) for name in _BASELINES},
        }
        table = {}
        for who, ranked in rankings.items():
            result = evaluated(judged, ranked, names)
            table[who] = {name: result.mean(name) for name in names}
    return table
