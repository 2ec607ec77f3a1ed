"""What plain Elasticsearch makes of the same feed and query: its `standard` analyzer and a phrase boost."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.catalog import Product

__all__ = ["RIVALS", "filled", "searcher"]

_FIELDS = ("title", "brand", "category", "attributes")


def filled(client: Elasticsearch, index: str, products: Iterable[Product]) -> None:
    """An index of the products, each field by the server's standard analyzer."""
    text = {"type": "text", "analyzer": "standard"}
    client.indices.create(
        index=index,
        mappings={"properties": dict.fromkeys(_FIELDS, text)},
        settings={"number_of_shards": 1, "number_of_replicas": 0},
    )
    actions = ({"_index": index, "_id": one.id, **_document(one)} for one in products)
    bulk(client, actions, refresh="wait_for")


def _document(product: Product) -> dict[str, Any]:
    owned = (product.attributes, *(sku.attributes for sku in product.skus))
    values = dict.fromkeys(
        f"{name} {value}" for one in owned for name, found in one.items() for value in found
    )
    return {
        "title": product.title,
        "brand": " ".join((product.brand, *product.brand_aliases)),
        "category": " ".join(product.category),
        "attributes": list(values),
    }


def _most_fields(text: str) -> dict[str, Any]:
    return {
        "bool": {
            "must": {
                "multi_match": {
                    "query": text,
                    "type": "most_fields",
                    "fields": ["title", "brand^2", "category", "attributes^0.5"],
                }
            },
            "should": {"match_phrase": {"title": {"query": text, "slop": 3, "boost": 2}}},
        }
    }


def _cross_fields(text: str) -> dict[str, Any]:
    found = _most_fields(text)
    found["bool"]["must"]["multi_match"] |= {"type": "cross_fields", "minimum_should_match": "75%"}
    found["bool"]["must"]["multi_match"]["fields"] = list(_FIELDS)
    return found


RIVALS: dict[str, Callable[[str], dict[str, Any]]] = {
    "standard, most_fields": _most_fields,
    "standard, cross_fields": _cross_fields,
}
"""A rival's name to the query that it makes of a text."""


def searcher(client: Elasticsearch, index: str, rival: str) -> Callable[[str, int], Sequence[str]]:
    """(text, depth) to ids, the best first."""

    def search(text: str, depth: int) -> Sequence[str]:
        answer = client.search(index=index, query=RIVALS[rival](text), size=depth, source=False)
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    return search
