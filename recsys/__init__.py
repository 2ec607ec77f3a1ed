"""Behaviour: what shoppers did, and what follows from it for the order of products."""

from recsys.history import NOBODY, Who
from recsys.rerank import Lift, Lifted

__all__ = ["NOBODY", "Lift", "Lifted", "Who"]
