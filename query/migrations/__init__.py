"""The revisions of the tables of the search log, for `indexer.store.migrations` to run."""

from pathlib import Path

__all__ = ["QUERY"]

QUERY = Path(__file__).parent
"""Where the revisions are."""
