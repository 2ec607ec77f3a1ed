"""Feeds: files of products and FAQ entries read, mapped, checked, row by row.

The database is no matter of this package: `indexer.intake` brings the two together.
"""

from indexer.feed.checks import RowError
from indexer.feed.kinds import FAQ_FEED, PRODUCT_FEED, SKU_FEED, FeedKind
from indexer.feed.lines import LONGEST_LINE, Lines
from indexer.feed.mapping import Columns, Mapped, MappingError, parse_assignments
from indexer.feed.reading import TEXT, Format, Row, Rows, format_of, read, read_texts
from indexer.feed.rejects import Rejects
from indexer.feed.walk import Walk, Walked, Watcher

__all__ = [
    "FAQ_FEED",
    "LONGEST_LINE",
    "PRODUCT_FEED",
    "SKU_FEED",
    "TEXT",
    "Columns",
    "FeedKind",
    "Format",
    "Lines",
    "Mapped",
    "MappingError",
    "Rejects",
    "Row",
    "RowError",
    "Rows",
    "Walk",
    "Walked",
    "Watcher",
    "format_of",
    "parse_assignments",
    "read",
    "read_texts",
]
