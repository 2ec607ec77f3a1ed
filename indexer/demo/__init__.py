"""The demo shop: products, FAQ entries and a year of events, made from small sources.

Front door: `products`, `faqs` and `events` yield rows as a feed has them (contract §2); `load` puts
the shop into an empty store. `queries` are what one types there.
"""

from indexer.demo.events import events
from indexer.demo.faqs import faqs
from indexer.demo.lines import queries
from indexer.demo.loading import load
from indexer.demo.products import PRODUCTS, products

__all__ = ["PRODUCTS", "events", "faqs", "load", "products", "queries"]
