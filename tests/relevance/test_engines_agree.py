"""Real queries over real shops show the same products on both engines."""

from pathlib import Path

import pytest

from tests.relevance.agreement import compared
from tests.relevance.data import beauty, missing, phones, real_queries

pytestmark = [
    pytest.mark.relevance,
    pytest.mark.elastic,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing("zh-titles-beauty")), reason=missing("zh-titles-beauty")),
]

QUERIES = 400  # of 1,000: `python -m tests.relevance` asks them all


@pytest.mark.parametrize("catalogue", [beauty, phones], ids=["beauty", "phones"])
def test_ninety_nine_of_a_hundred_top_tens_are_identical(
    catalogue: object, tmp_path: Path, elastic_url: str, elastic_prefix: str
) -> None:
    assert callable(catalogue)
    agreement = compared(
        list(catalogue()), real_queries(QUERIES), tmp_path, url=elastic_url, prefix=elastic_prefix
    )
    assert agreement.queries == QUERIES
    assert agreement.found > QUERIES / 10  # else nothing was compared
    assert agreement.identical >= 0.99 * QUERIES, "\n".join(agreement.differences)
    assert agreement.totals == QUERIES
