"""The engine for more than one machine: Elasticsearch 9.2 or newer, by its official client.

Scripts, by-query requests, custom analyzers and anything paid are not used: a plain cluster will do.
"""

from indexer.engines.elastic.connection import connect
from indexer.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine", "connect"]
