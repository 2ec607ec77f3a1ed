"""Behaviour: what shoppers did, and what follows from it for the order of products."""

from recsys.rerank import Reranker, same_order

__all__ = ["Reranker", "same_order"]
