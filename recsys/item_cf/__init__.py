"""Item-based collaborative filtering: products that people take near each other."""

from recsys.item_cf.counts import Counts, Window, counted, row_blocks
from recsys.item_cf.lists import WHOLE, Fading, Lists, Similarity, lists_of, steps_of
from recsys.item_cf.live import LiveCounts, Tails
from recsys.item_cf.settings import WindowSettings

__all__ = [
    "WHOLE",
    "Counts",
    "Fading",
    "Lists",
    "LiveCounts",
    "Similarity",
    "Tails",
    "Window",
    "WindowSettings",
    "counted",
    "lists_of",
    "row_blocks",
    "steps_of",
]
