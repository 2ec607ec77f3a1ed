"""A name of its own for each test's indices, which are gone when the test is.

It removes indices by their whole names and so works where wildcards are refused.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import Elasticsearch

__all__ = ["index_prefix"]


@contextmanager
def index_prefix(url: str) -> Iterator[str]:
    """A prefix that nothing else on the server has; afterwards every index under it is removed."""
    prefix = f"xunhuo-test-{secrets.token_hex(6)}"
    try:
        yield prefix
    finally:
        with Elasticsearch(url, request_timeout=60) as client:
            answer = client.indices.get(index="*", expand_wildcards="all", features="aliases")
            for name in answer:
                if name.startswith(prefix):  # an alias goes with the last of its indices
                    client.indices.delete(index=name)
