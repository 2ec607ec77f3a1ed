"""A real Elasticsearch for a run of the tests, from the first place that has one.

Nothing here is a stand-in: without a server the tests that need one say so.
"""

from tests.elastic_server.prefix import index_prefix
from tests.elastic_server.server import start
from tests.elastic_server.shared import Sharing
from tests.elastic_server.values import Server, ServerMissingError

__all__ = ["Server", "ServerMissingError", "Sharing", "index_prefix", "start"]
