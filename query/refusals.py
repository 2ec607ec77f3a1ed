"""The values of facets that say what a shopper does not want: nobody is offered those."""

from collections.abc import Iterable

from indexer.attributes import Attributes
from indexer.filters import Filter, Not
from indexer.fit import fields_of, meeting
from indexer.variants import attribute_columns, is_of_attributes

__all__ = ["Refusals"]


class Refusals:
    """What is refused by the filters that hold."""

    def __init__(self, filters: Iterable[Filter], attributes: Attributes) -> None:
        refused = (one.part for one in filters if isinstance(one, Not))
        refused = (part for part in refused if any(map(is_of_attributes, fields_of(part))))
        # What a product without any attribute has as well is not said by a value.
        tests = map(meeting, refused)
        self._tests = tuple(refuses for refuses in tests if not refuses({}))
        self._attributes = attributes

    def __bool__(self) -> bool:
        return bool(self._tests)

    def name(self, key: str, value: str) -> bool:
        """Whether this value of an attribute, or of a dimension, is refused: 白色 by 不要白色."""
        columns = attribute_columns({key: (value,)}, self._attributes)
        return any(refuses(columns) for refuses in self._tests)
