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


def test_english_electronics_beat_plain_bm25_by_three_per_cent_on_both_engines(
    tmp_path: Path, elastic_url: str, elastic_prefix: str
) -> None:
    products, judged = chorus()
    table = measured(products, judged, tmp_path, url=elastic_url, prefix=elastic_prefix)
    bm25 = max(table[name]["nDCG@10"] for name in table if name.startswith("bm25"))
    assert table["embedded"]["nDCG@10"] >= 1.03 * bm25
    assert table["embedded"] == pytest.approx(table["elastic"], abs=1e-9)
