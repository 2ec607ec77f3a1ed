"""How a generation is named wherever records speak of one."""

from dataclasses import dataclass

__all__ = ["GenerationKey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationKey:
    """One build of one index on one engine. `engine` tells clusters and prefixes apart too."""

    engine: str
    index: str
    name: str
