"""How measured times are spread: the percentiles that a table shows. It measures nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

__all__ = ["Spread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Percentiles, in milliseconds."""

    p50: float
    p90: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Of times in seconds, at least one."""
        p50, p90, p99 = (float(value) * 1000 for value in np.percentile(seconds, (50, 90, 99)))
        return cls(p50=p50, p90=p90, p99=p99)

    def to_json(self) -> dict[str, float]:
        """As a worker reports it."""
        return asdict(self)
