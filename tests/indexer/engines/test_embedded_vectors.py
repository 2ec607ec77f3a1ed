"""The exact scan of the embedded engine against sums done by hand, with and without its library."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.engine import Engine
from indexer.engines.embedded import EmbeddedEngine
from indexer.engines.embedded.vectors import products, products_by_numpy
from indexer.filters import EVERYTHING, AllOf, Filter, Not, Range, Term
from indexer.request import NearestRequest
from tests.contract.shelf import FIRST, SHELF, fill, item

DIMENSIONS = 16
GOODS = 3000


@pytest.mark.parametrize("dimensions", [1, 4, 256, 1024, 1500])
@pytest.mark.parametrize("rows", [0, 1, 3, 20_000])
def test_products_are_exact_with_and_without_the_library(rows: int, dimensions: int) -> None:
    chance = np.random.default_rng(rows + dimensions)
    codes = chance.integers(-128, 128, (rows, dimensions), dtype=np.int8)
    code = chance.choice(np.array([-128, 127], dtype=np.int8), dimensions)
    codes[::2] = code  # the greatest sums there are
    expected = codes.astype(np.int64) @ code.astype(np.int64)
    for multiply in (products, products_by_numpy):
        assert np.array_equal(multiply(codes, code), expected)


def vectors(seed: int) -> NDArray[np.int8]:
    """Coarse vectors: many products are equal."""
    return np.random.default_rng(seed).integers(-2, 3, (GOODS, DIMENSIONS), dtype=np.int8)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Goods whose first vectors were better than those they have now; every tenth has none."""
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index"), SHELF)
    best = (2,) * DIMENSIONS
    fill(engine, [item(row, code=best) for row in range(GOODS)], dimensions=DIMENSIONS)
    codes = vectors(1).tolist()
    engine.add(
        FIRST,
        [
            item(
                row,
                brand=f"b{row % 100}",
                prices=(row,),
                code=tuple(codes[row]) if row % 10 else None,
            )
            for row in range(GOODS)
        ],
    )
    engine.refresh(FIRST)
    yield engine
    engine.close()


@pytest.mark.parametrize("limit", [1, 10, 500, GOODS])
@pytest.mark.parametrize(
    ("filter_", "passing"),
    [
        pytest.param(EVERYTHING, np.full(GOODS, fill_value=True), id="all"),
        pytest.param(Range("price", 0, 1999), np.arange(GOODS) < 2000, id="two thirds"),
        pytest.param(Not(Range("price", 300, None)), np.arange(GOODS) < 300, id="a tenth"),
        pytest.param(Term("brand", "b7"), np.arange(GOODS) % 100 == 7, id="a hundredth"),
        pytest.param(
            AllOf((Term("brand", "b7"), Range("price", 7, 7))), np.arange(GOODS) == 7, id="one"
        ),
    ],
)
def test_the_nearest_are_those_of_a_full_scan(
    engine: Engine, filter_: Filter, passing: NDArray[np.bool_], limit: int
) -> None:
    codes, live = vectors(1), np.arange(GOODS) % 10 > 0
    for seed in range(3):
        code = vectors(100 + seed)[0]
        expected = codes.astype(np.int64) @ code.astype(np.int64)
        allowed = np.flatnonzero(passing & live)
        order = allowed[np.lexsort((allowed, -expected[allowed]))][:limit]
        hits = engine.nearest(NearestRequest(code=code.tobytes(), limit=limit, filters=filter_))
        assert hits.rows.tolist() == order.tolist()
        assert hits.scores.tolist() == expected[order].tolist()
