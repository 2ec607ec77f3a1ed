"""For whom products are, as filters: by whatever says it, an attribute, a category or the title.

Most that is sold is for everybody and says nothing: it is left out only where it is for the other one.
"""

import re
from functools import cached_property

from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Filter, Not, Term, Terms
from query.lexicon.lexicon import Lexicon

__all__ = ["GENDER", "GENDERS", "Genders"]

GENDER = "attributes.gender"
"""The slot."""

GENDERS = {"男": "女", "女": "男"}
"""Each with the other one."""

_FOR_BOTH = "通用"
_SPOKEN = ("gender", "audience")
_BOTH_PATH = re.compile("男女|女男")


class Genders:
    """Compiles genders for one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def wanted(self, gender: str, *, alone: bool) -> Filter:
        """What is for that one; `alone`, nothing else is sought: what says nothing is left out."""
        says = self._says(gender)
        return says if alone else AnyOf((says, Not(self._says(GENDERS[gender]))))

    def unwanted(self, gender: str) -> Filter:
        """What is for that one alone."""
        return AllOf((self._says(gender), Not(self._says(GENDERS[gender]))))

    def _says(self, gender: str) -> Filter:
        families = (f"{name}{PAIR}{one}" for name in _SPOKEN for one in (gender, _FOR_BOTH))
        return AnyOf(
            (
                Terms("family", tuple(families)),
                Terms("category", self._paths[gender]),
                Term("title_chars", gender),
            )
        )

    @cached_property
    def _paths(self) -> dict[str, tuple[str, ...]]:
        """By gender the catalogue's highest paths for it: 服饰内衣/女装."""
        found: dict[str, dict[str, None]] = {gender: {} for gender in GENDERS}
        for category in self._lexicon.categories.values():
            for path in category.paths:
                parts = path.split("/")
                for at, part in enumerate(parts, 1):
                    genders = GENDERS if _BOTH_PATH.match(part) else part[:1]
                    for gender in genders:
                        if gender in found:
                            found[gender]["/".join(parts[:at])] = None
        return {gender: tuple(paths) for gender, paths in found.items()}
