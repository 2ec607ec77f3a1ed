"""The revisions of the tables of behaviour, for `indexer.store.migrations` to run."""

from pathlib import Path

__all__ = ["RECSYS"]

RECSYS = Path(__file__).parent
"""Where the revisions are."""
