"""Nearest documents: the exact integer dot product, with filters, ties by row."""

import random

import numpy as np
import pytest

from indexer.engine import Engine, IndexDocument
from indexer.filters import AllOf, Not, Range, Term, Terms
from indexer.request import NearestRequest
from tests.contract.conftest import NewEngine
from tests.contract.shelf import FIRST, SHELF, fill, item

VECTORS = {
    1: (10, 0, 0, 0),
    2: (0, 10, 0, 0),
    3: (-10, 0, 0, 0),
    4: (5, 5, 0, 0),
    5: None,
    6: (10, 0, 0, 0),
    7: (0, 0, 0, 0),
}


@pytest.fixture(scope="module")
def space(new_engine: NewEngine) -> Engine:
    """Seven goods with few directions; 5 has no vector."""
    documents = [
        item(row, brand="甲" if row % 2 else "乙", code=code) for row, code in VECTORS.items()
    ]
    return fill(new_engine(SHELF), reversed(documents))


def code(*values: int) -> bytes:
    """Signed bytes."""
    return bytes(value & 0xFF for value in values)


def test_the_greatest_products_come_first_and_equal_ones_by_row(space: Engine) -> None:
    hits = space.nearest(NearestRequest(code=code(3, 1, 0, 0), limit=10))
    assert hits.rows.tolist() == [1, 6, 4, 2, 7, 3]
    assert hits.scores.tolist() == [30, 30, 20, 10, 0, -30]


def test_only_as_many_as_asked_for(space: Engine) -> None:
    for limit in range(4):
        hits = space.nearest(NearestRequest(code=code(3, 1, 0, 0), limit=limit))
        assert hits.rows.tolist() == [1, 6, 4][:limit]


def test_a_tie_at_the_border_keeps_the_lower_row(space: Engine) -> None:
    hits = space.nearest(NearestRequest(code=code(1, 0, 0, 0), limit=1))
    assert hits.rows.tolist() == [1]
    all_zero = space.nearest(NearestRequest(code=code(0, 0, 0, 7), limit=3))
    assert (all_zero.rows.tolist(), all_zero.scores.tolist()) == ([1, 2, 3], [0, 0, 0])


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        pytest.param(Term("brand", "乙"), [6, 4, 2], id="a term"),
        pytest.param(Not(Term("brand", "乙")), [1, 7, 3], id="an exclusion"),
        pytest.param(AllOf((Term("brand", "甲"), Range("row", 2, None))), [7, 3], id="a range"),
        pytest.param(Terms("id", ("g3", "g5")), [3], id="those without a vector are left out"),
        pytest.param(Terms("id", ()), [], id="nobody"),
    ],
)
def test_filters_decide_who_may_be_near(space: Engine, filter_: Term, expected: list[int]) -> None:
    hits = space.nearest(NearestRequest(code=code(3, 1, 0, 0), limit=10, filters=filter_))
    assert hits.rows.tolist() == expected


def test_products_are_exact_at_the_ends_of_a_byte(new_engine: NewEngine) -> None:
    dimensions = 256
    documents = [
        item(1, code=(127,) * dimensions),
        item(2, code=(127,) * (dimensions - 1) + (126,)),
        item(3, code=(-128,) * dimensions),
        item(4, code=(-127,) + (-128,) * (dimensions - 1)),
    ]
    engine = fill(new_engine(SHELF), documents, dimensions=dimensions)
    hits = engine.nearest(NearestRequest(code=code(*(127,) * dimensions), limit=4))
    assert hits.rows.tolist() == [1, 2, 4, 3]
    assert hits.scores.tolist() == [4129024, 4128897, -4161409, -4161536]


def test_the_nearest_of_many_are_found_exactly(new_engine: NewEngine) -> None:
    chance = random.Random(7)
    dimensions = 32

    def vector() -> tuple[int, ...]:
        return tuple(chance.randint(-127, 127) for _ in range(dimensions))

    vectors = [vector() for _ in range(1500)]
    documents = [item(row, brand=f"b{row % 7}", code=vector) for row, vector in enumerate(vectors)]
    engine = fill(new_engine(SHELF), documents, dimensions=dimensions)
    matrix = np.array(vectors, dtype=np.int64)
    for number in range(20):
        wanted = vector()
        allowed = {f"b{number % 7}", f"b{(number + 1) % 7}"} if number % 2 else None
        products = matrix @ np.array(wanted)
        ranked = [
            row
            for row in np.lexsort((np.arange(1500), -products)).tolist()
            if allowed is None or f"b{row % 7}" in allowed
        ]
        filters = AllOf() if allowed is None else Terms("brand", tuple(allowed))
        hits = engine.nearest(NearestRequest(code=code(*wanted), limit=50, filters=filters))
        assert hits.rows.tolist() == ranked[:50]
        assert hits.scores.tolist() == products[ranked[:50]].tolist()


def test_a_changed_vector_counts_and_a_removed_one_does_not(new_engine: NewEngine) -> None:
    engine = fill(new_engine(SHELF), [item(row, code=(row, 0, 0, 0)) for row in range(1, 6)])
    engine.add(FIRST, [item(1, code=(100, 0, 0, 0)), item(4), item(9, code=(50, 0, 0, 0))])
    engine.remove(FIRST, ["g5"])
    engine.refresh(FIRST)
    hits = engine.nearest(NearestRequest(code=code(1, 0, 0, 0), limit=10, codes=True))
    assert hits.rows.tolist() == [1, 9, 3, 2]
    assert hits.scores.tolist() == [100, 50, 3, 2]
    assert hits.codes is not None
    assert hits.codes[:, 0].tolist() == [100, 50, 3, 2]


def test_without_vectors_nobody_is_near(new_engine: NewEngine) -> None:
    with_room = fill(new_engine(SHELF), [item(1), item(2)])
    assert len(with_room.nearest(NearestRequest(code=bytes(4), limit=5))) == 0
    without: list[IndexDocument] = [item(1), item(2)]
    engine = fill(new_engine(SHELF), without, dimensions=0)
    assert len(engine.nearest(NearestRequest(code=b"", limit=5))) == 0
