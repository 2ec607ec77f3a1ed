"""The best of many scores."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["best"]


def best(scores: NDArray[np.float32], limit: int) -> NDArray[np.int32]:
    """The numbers of the highest scores, the highest first; of equals the smaller number first.

    At most `limit`; what scores minus infinity is not among them.
    """
    near = np.flatnonzero(scores > -np.inf)
    if len(near) > limit:
        # Most scores are the same nothing, with which a partition is slow: they go first.
        high = near[scores[near] > scores[near].mean()]
        near = high if len(high) >= limit else near
        least = np.partition(scores[near], len(near) - limit)[len(near) - limit]
        near = near[scores[near] >= least]
    return near[np.argsort(-scores[near], kind="stable")][:limit].astype(np.int32)
