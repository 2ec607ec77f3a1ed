"""What people went on to after a search, as a lexicon takes it; who stores it is for others."""

from collections.abc import Iterator, Mapping
from typing import Protocol

__all__ = ["NOTHING_FOLLOWED", "Followed"]


class Followed(Protocol):
    """Searches, and the products that people looked at, put into the basket or bought after them."""

    def products(self) -> frozenset[str]:
        """The ids of all products that anybody went on to."""
        ...

    def people(self) -> Iterator[Mapping[str, frozenset[str]]]:
        """A mapping a person: each text that they searched to the products that they meant."""
        ...

    def state(self) -> str:
        """In short what there is: another one when people have moved on, or were forgotten."""
        ...


class _NothingFollowed:
    """The Followed of a shop that keeps no log."""

    def products(self) -> frozenset[str]:
        """See Followed."""
        return frozenset()

    def people(self) -> Iterator[Mapping[str, frozenset[str]]]:
        """See Followed."""
        return iter(())

    def state(self) -> str:
        """See Followed."""
        return ""


NOTHING_FOLLOWED: Followed = _NothingFollowed()
