"""Judged queries on both engines: better than plain BM25, and the same on each."""

from pathlib import Path

import pytest

from tests.relevance.data import chorus, missing
from tests.relevance.judged import measured

pytestmark = [
    pytest.mark.relevance,
    pytest.mark.elastic,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing("en-search-chorus")), reason=missing("en-search-chorus")),
]


_OTHERS = 5
"""Of so many products that nobody judged one is there: the suite has no time for all of them."""


def test_english_electronics_beat_plain_bm25_by_three_per_cent_on_both_engines(
    tmp_path: Path, elastic_url: str, elastic_prefix: str
) -> None:
    everything, judged = chorus()
    known = {identity for grades in judged.values() for identity in grades}
    others = [product for product in everything if product.id not in known]
    products = [product for product in everything if product.id in known] + others[::_OTHERS]
    table = measured(products, judged, tmp_path, url=elastic_url, prefix=elastic_prefix)
    bm25 = max(table[name]["nDCG@10"] for name in table if name.startswith("bm25"))
    assert table["embedded"]["nDCG@10"] >= 1.03 * bm25
    assert table["embedded"] == pytest.approx(table["elastic"], abs=1e-9)
