"""The settings of the default model: one for all shops."""

from dataclasses import dataclass, field

from recsys.item_cf.counts import Window
from recsys.item_cf.lists import Fading, Similarity

__all__ = ["WindowSettings"]


@dataclass(frozen=True)
class WindowSettings:
    """One setting for all shops, chosen on the validation parts of two public logs.

    `half_life`: weeks after which a count is worth half, None: counts do not fade. `memory`: what a
    step of a history weighs for each later step, of the `last` that are looked at; the newest
    weighs 1.
    """

    window: Window = field(default_factory=Window)
    similarity: Similarity = field(default_factory=Similarity)
    half_life: float | None = None
    memory: float = 0.5
    last: int = 20

    def fading(self, at: int) -> Fading:
        """How counts fade at the time of a bucket."""
        return Fading(at, self.half_life)
