"""The real schema fits every engine: each column takes a value, finds it and gives it back."""

import pytest

from indexer.engine import Engine, IndexDocument
from indexer.fields import FAQS, PRODUCTS, Kind, Schema
from indexer.filters import Exists, Filter, Range, Term
from indexer.request import Phrase, SearchRequest, Sort, Text, Token
from tests.contract.conftest import NewEngine
from tests.contract.shelf import fill


def _document(schema: Schema, row: int, *, full: bool) -> IndexDocument:
    kinds: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for field in schema.fields:
        kinds[field.kind].append(field.name)
    return IndexDocument(
        id=f"p{row}",
        row=row,
        texts={name: f"{name} 甲 乙" for name in (*kinds[Kind.TEXT], *kinds[Kind.PHRASE])},
        keywords={
            "id": (f"p{row}",),
            **{name: (f"{name}值",) for name in kinds[Kind.KEYWORD] if full and name != "id"},
        },
        integers={
            "row": (row,),
            **{n: (row * 10,) for n in kinds[Kind.INTEGER] if n != "row" and (full or "by_" in n)},
        },
        doubles={name: (row + 0.5,) for name in kinds[Kind.DOUBLE] if full},
    )


@pytest.mark.parametrize("schema", [PRODUCTS, FAQS], ids=lambda schema: schema.name)
def test_every_column_of_the_schemas_is_searchable(new_engine: NewEngine, schema: Schema) -> None:
    engine = fill(
        new_engine(schema), [_document(schema, 1, full=False), _document(schema, 2, full=True)]
    )

    def found(filter_: Filter) -> list[int]:
        return [
            int(row) for row in engine.search(SearchRequest(filters=filter_, limit=5)).hits.rows
        ]

    for field in schema.columns:
        if field.name in {"id", "row"} or field.name.startswith("by_"):
            continue
        assert found(Exists(field.name)) == [2], field.name
        match field.kind:
            case Kind.KEYWORD:
                assert found(Term(field.name, f"{field.name}值")) == [2], field.name
            case Kind.DOUBLE:
                assert found(Range(field.name, 2.5, 2.5)) == [2], field.name
            case _:
                assert found(Range(field.name, 11, 20)) == [2], field.name


@pytest.mark.parametrize("schema", [PRODUCTS, FAQS], ids=lambda schema: schema.name)
def test_every_text_of_the_schemas_is_searchable(new_engine: NewEngine, schema: Schema) -> None:
    engine = fill(new_engine(schema), [_document(schema, row, full=True) for row in (1, 2)])

    def total(engine: Engine, clause: Token | Phrase) -> int:
        return engine.search(SearchRequest(text=Text(clause, (clause,)), limit=5)).total

    for field in schema.fields:
        if field.kind in {Kind.TEXT, Kind.PHRASE}:
            assert total(engine, Token(field.name, field.name)) == 2
        if field.kind is Kind.PHRASE:
            assert total(engine, Phrase(field.name, ("甲", "乙"))) == 2
            assert total(engine, Phrase(field.name, ("乙", "甲"))) == 0


def test_every_sort_of_products_orders(new_engine: NewEngine) -> None:
    engine = fill(new_engine(PRODUCTS), [_document(PRODUCTS, row, full=True) for row in (2, 1, 3)])
    for field in PRODUCTS.columns:
        if field.name.startswith("by_"):
            for descending in (False, True):
                request = SearchRequest(sort=Sort(field.name, descending=descending), limit=5)
                rows = engine.search(request).hits.rows.tolist()
                assert rows == ([3, 2, 1] if descending else [1, 2, 3]), field.name
