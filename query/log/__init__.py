"""The search log: what was searched and found, and what of it is popular."""

from query.log.popular import PopularQuery, hot, popular
from query.log.record import counted, record
from query.log.store import SearchLog

__all__ = ["PopularQuery", "SearchLog", "counted", "hot", "popular", "record"]
