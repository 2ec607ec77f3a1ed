"""What stands over the results of a category: where it is, and what is below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from query.page import FacetValue
from query.places import trail_of
from query.search import SearchService
from web.shop.links import Links

__all__ = ["CategoryHead"]


@dataclass(frozen=True, slots=True)
class CategoryHead:
    """A category: its levels from the root, with the address of each; its parts."""

    trail: Sequence[tuple[str, str]]
    parts: Sequence[FacetValue]

    @classmethod
    def of(cls, links: Links, search: SearchService) -> Self | None:
        """The category that a result page is of; None where it is of anything else."""
        if not links.is_category:
            return None
        (path,) = links.form.chosen["category"]
        return cls(trail_of(path.split("/")), search.categories(path))

    @property
    def name(self) -> str:
        """Its own name."""
        return self.trail[-1][0]

    @property
    def title(self) -> str:
        """Its name, then those of the levels above: 手机 - 手机数码."""
        return " - ".join(name for name, _ in reversed(self.trail))
