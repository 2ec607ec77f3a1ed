"""The embedded engine: an index in a folder, searched inside the process with nothing to start.

What is not here: text analysis, ranking above the hits, and the record of truth.
"""

from indexer.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
