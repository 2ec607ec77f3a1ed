"""Item-based collaborative filtering: products that people take near each other."""

from recsys.item_cf.counts import Counts, Window, counted, row_blocks
from recsys.item_cf.lists import Fading, Lists, Similarity, lists_of, steps_of

__all__ = [
    "Counts",
    "Fading",
    "Lists",
    "Similarity",
    "Window",
    "counted",
    "lists_of",
    "row_blocks",
    "steps_of",
]
