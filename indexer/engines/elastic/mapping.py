"""How a generation's index is made: the mapping, derived from the one table of fields.

Documents are written in this shape by `writing`; nothing is guessed from what they hold (strict).
"""

from collections.abc import Mapping
from typing import Any

from indexer.errors import InvalidRequestError
from indexer.fields import SORTS, Field, Kind, Schema

__all__ = ["CARD", "CODE", "SOURCE", "VECTOR", "Columns", "column", "mapping_of", "settings_of"]

CARD = "_card"
CODE = "_code"
SOURCE = "_source_"
VECTOR = "_vector"

Columns = Mapping[str, Field]
"""A schema's columns by name."""

_SORTED_ONLY = frozenset(name for name, _ in SORTS.values())

_KINDS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
    Kind.PHRASE: {"type": "text", "analyzer": "whitespace", "index_options": "positions"},
    Kind.KEYWORD: {"type": "keyword"},
    Kind.INTEGER: {"type": "long"},
    Kind.DOUBLE: {"type": "double"},
}


def column(columns: Columns, name: str) -> Field:
    """The column of that name; raises InvalidRequestError when there is none."""
    field = columns.get(name)
    if field is None:
        raise InvalidRequestError(name, f"没有这一列：{name}")
    return field


def mapping_of(schema: Schema, dimensions: int) -> dict[str, Any]:
    """The mapping of an index of `schema` with vectors of that many dimensions (0: without)."""
    properties = {field.name: _property(field) for field in schema.fields}
    # Read with each hit, so kept in columns; the source of a page's hits is read on its own.
    properties[CARD] = properties[CODE] = {"type": "binary", "doc_values": True}
    properties[SOURCE] = {"type": "binary", "store": True}
    if dimensions:
        properties[VECTOR] = {
            "type": "dense_vector",
            "dims": dimensions,
            # Components are whole numbers: in floats, products up to 2**24 are exact.
            "similarity": "max_inner_product",
            # A scan of quantised vectors; rescored it gives the exact top on 5,000 and 100,000
            # vectors, filtered or not, while a graph lost some and took 3 times as long to index.
            "index_options": {"type": "int8_flat"},
        }
    return {
        "dynamic": "strict",
        "_meta": {"dimensions": dimensions},
        # The record of truth is the database; what a page shows is in SOURCE.
        "_source": {"enabled": False},
        "properties": properties,
    }


def settings_of(*, shards: int) -> dict[str, Any]:
    """The settings of a new index: no refreshes while it is filled."""
    return {
        "number_of_shards": shards,
        # On one node none, so that it is green; on more, one, so that a lost node loses nothing.
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",
    }


def _property(field: Field) -> dict[str, Any]:
    mapped = dict(_KINDS[field.kind])
    if field.name in _SORTED_ONLY:
        mapped["index"] = False  # its doc values are enough
    return mapped
