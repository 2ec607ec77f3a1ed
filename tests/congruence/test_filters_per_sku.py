"""Filters as a shop means them: SKU by SKU, and the same through documents and an engine."""

from itertools import count

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from indexer.catalog import DocumentId, Fen, Product, Sku
from indexer.engine import Engine, Generation
from indexer.fields import PAIR, PRODUCTS
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms, lowered
from indexer.request import SearchRequest
from tests.congruence.catalogues import Listed, listed, products
from tests.congruence.documents import Documents
from tests.congruence.drawing import Drawing
from tests.congruence.per_sku import Owner, meets, owners
from tests.engines import NewEngine
from tests.naive import NaiveEngine

_CATALOGUES = 12
_FILTERS = 60
_DECISIVE = 40
"""Of the fixed run: answers that would be wrong if `Not` read what any SKU has. It has 84."""

_SHOP_LEVEL = ("id", "brand", "category", "tags")
_names = count(1)


def filters(held: list[Owner]) -> st.SearchStrategy[Filter]:
    """Trees over what the products have, a price for each, and a value that nobody has."""
    values = [
        (column, value)
        for owner in held
        for column, found in owner.items()
        for value in sorted(found, key=str)  # sets of strings have another order in every run
        if column not in _SHOP_LEVEL or owner is held[0]
    ]
    terms = [Term(column, value) for column, value in values if not isinstance(value, float)]
    pairs = sorted({str(value) for owner in held for value in owner.get("pair", ())})
    numbers = [(column, value) for column, value in values if not isinstance(value, str)]
    leaf: st.SearchStrategy[Filter] = st.one_of(
        st.sampled_from([*terms, Term("pair", f"颜色{PAIR}没有")]),
        st.lists(st.sampled_from([*pairs, "没有"]), max_size=3).map(
            lambda values: Terms("pair", tuple(values))
        ),
        st.sampled_from(numbers).flatmap(lambda number: st.sampled_from(_ranges(*number))),
        st.sampled_from([Exists(column) for column in _SHOP_LEVEL]),
    )
    return st.recursive(
        st.one_of(leaf, leaf.map(Not)),
        lambda part: st.one_of(
            st.lists(part, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(part, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            st.builds(Not, part),
            st.builds(Not, part),
        ),
        max_leaves=6,
    )


def _ranges(column: str, value: float) -> list[Filter]:
    sides = ((None, value), (value, None), (value, value), (value - 2500, value + 100))
    return [Range(column, low, high) for low, high in sides]


def rebuild(engine: Engine, documents: Documents, catalogue: list[Listed]) -> None:
    """Publish a generation of these products only."""
    before, generation = engine.published(), Generation(f"20260101t{next(_names):06}z")
    engine.create(generation, dimensions=0)
    engine.add(generation, documents.of(catalogue))
    engine.refresh(generation)
    engine.publish(generation)
    if before is not None:
        engine.drop(before)


def found(engine: Engine, filter_: Filter) -> set[int]:
    """The rows that an engine gives for a filter as it stands."""
    return set(engine.search(SearchRequest(filters=filter_, limit=200)).hits.rows.tolist())


def test_engines_filter_as_if_they_looked_at_every_sku(
    new_engine: NewEngine, documents: Documents, drawing: Drawing
) -> None:
    engine, naive = new_engine(PRODUCTS), NaiveEngine(PRODUCTS)
    decisive = 0

    @drawing.catalogues(_CATALOGUES)
    @given(st.lists(st.one_of(products(), products(least_skus=2)), min_size=4, max_size=12))
    def over(designs: list[Product]) -> None:
        catalogue = [
            Listed(product=one.product, row=one.row, code=None)
            for one in (listed(design, n, bytes(8)) for n, design in enumerate(designs))
        ]
        rebuild(engine, documents, catalogue)
        rebuild(naive, documents, catalogue)
        read = {one.row: owners(one.product, documents.attributes) for one in catalogue}
        held = [owner for itself, skus in read.values() for owner in (itself, *skus)]

        @drawing.requests(_FILTERS)
        @given(filters(held))
        def agree(filter_: Filter) -> None:
            nonlocal decisive
            note(repr(filter_))
            expected = {row for row, (itself, skus) in read.items() if meets(filter_, itself, skus)}
            assert found(engine, lowered(filter_, PRODUCTS.everywhere)) == expected
            decisive += found(naive, filter_) != expected

        agree()

    over()
    if drawing.fixed:
        assert decisive >= _DECISIVE


RED, BLACK = f"颜色{PAIR}红色", f"颜色{PAIR}黑色"


@pytest.fixture(scope="module")
def phones(new_engine: NewEngine, documents: Documents) -> Engine:
    """1: red for 10 yuan and black for 30. 2: red for 20 and 20. 3: no colour, 20, no SKUs.

    4: black itself, with a red SKU and one that says no colour.
    """

    def sku(number: int, price: int, *colors: str) -> Sku:
        attributes = {"颜色": colors} if colors else {}
        return Sku(id=f"s{number}", price=Fen(price), attributes=attributes)

    def phone(number: int, *skus: Sku, color: str = "") -> Listed:
        product = Product(
            id=DocumentId(f"p{number}"),
            title="手机",
            price=min((sku.price for sku in skus if sku.price is not None), default=Fen(2000)),
            attributes={"颜色": (color,)} if color else {},
            skus=skus,
        )
        return Listed(product=product, row=number, code=None)

    engine = new_engine(PRODUCTS)
    catalogue = [
        phone(1, sku(1, 1000, "红色"), sku(2, 3000, "黑色")),
        phone(2, sku(1, 2000, "红色"), sku(2, 2000, "红色")),
        phone(3),
        phone(4, sku(1, 1000, "红色"), sku(2, 1000), color="黑色"),
    ]
    rebuild(engine, documents, catalogue)
    return engine


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        pytest.param(Term("pair", RED), {1, 2, 4}, id="any SKU has it"),
        pytest.param(Term("pair", BLACK), {1, 4}, id="the product itself has it"),
        pytest.param(Not(Term("pair", RED)), {1, 3, 4}, id="not every SKU has it"),
        pytest.param(Not(Term("pair", BLACK)), {1, 2, 3, 4}, id="no product has it everywhere"),
        pytest.param(Range("price", 2000, 2999), {2, 3}, id="any price lies there"),
        pytest.param(Range("price", 1500, 2500), {2, 3}, id="not between two prices"),
        pytest.param(Not(Range("price", None, 2000)), {1}, id="not every price lies there"),
        pytest.param(Not(Range("price", 1000, 3000)), set(), id="every price lies there"),
        pytest.param(Not(Range("price", 2000, None)), {1, 4}, id="some price is lower"),
        pytest.param(Not(Term("price", 1000)), {1, 2, 3}, id="not every price is that"),
        pytest.param(Not(Terms("price", (1000, 2000))), {1}, id="not every price is one of those"),
        pytest.param(
            AllOf((Term("pair", BLACK), Range("price", None, 1000))), {1, 4}, id="each is met"
        ),
        pytest.param(
            Not(AnyOf((Term("pair", RED), Range("price", 3000, None)))), {1, 3, 4}, id="neither"
        ),
        pytest.param(
            Not(AllOf((Term("pair", RED), Range("price", 2000, None)))), {1, 3, 4}, id="not both"
        ),
        pytest.param(Not(Not(Term("pair", RED))), {1, 2, 4}, id="twice not"),
    ],
)
def test_a_filter_is_read_sku_by_sku(phones: Engine, filter_: Filter, expected: set[int]) -> None:
    assert found(phones, lowered(filter_, PRODUCTS.everywhere)) == expected
