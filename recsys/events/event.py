"""An event: what someone did with a product. Checked at the edges, a plain value inside."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, StringConstraints

from indexer.feed.checks import (
    Count,
    Id,
    Money,
    RowModel,
    ShortText,
    filled,
    refusal,
    validated,
)
from indexer.feed.times import Time

__all__ = ["ACTIONS", "EVENT_FIELDS", "INTERESTS", "Event", "event"]

ACTIONS = ("impression", "view", "click", "favorite", "cart", "buy", "refund")
"""What can be done with a product, from the faintest on (contract §2)."""

INTERESTS = frozenset({"view", "click", "favorite", "cart", "buy"})
"""The actions that tell of an interest: an impression does not, and a refund takes it back."""


class Event(NamedTuple):
    """One event; a tuple, as millions are read. `time`: milliseconds since 1970, `price`: fen.

    `arrival` numbers events in the order in which they came, from 1; 0: not stored yet.
    """

    action: str
    product: str
    time: int | None = None
    user: str | None = None
    session: str | None = None
    query: str | None = None
    search_id: str | None = None
    position: int | None = None
    quantity: int | None = None
    price: int | None = None
    arrival: int = 0


def _action(value: object) -> object:
    if value not in ACTIONS:
        message = f"是 {str(value)[:40]}，可用：{'、'.join(ACTIONS)}。"
        raise refusal(message)
    return value


class _EventRow(RowModel):
    action: Annotated[str, BeforeValidator(_action)]
    product: Id
    time: Time | None = None
    user: ShortText | None = None
    session: ShortText | None = None
    query: (
        Annotated[
            str,
            StringConstraints(strip_whitespace=True, max_length=1_000, pattern=r"^[^\p{Cc}]*$"),
        ]
        | None
    ) = None
    search_id: ShortText | None = None
    position: Count | None = None
    quantity: Count | None = None
    price: Money | None = None


EVENT_FIELDS = tuple(_EventRow.model_fields)
"""The fields of an event, named as in the contract."""


def event(fields: Mapping[str, Any]) -> Event:
    """The event that these fields of the contract tell of; unknown fields are none.

    Raises RowError naming the first field that breaks the contract.
    """
    row = validated(_EventRow, filled(fields))
    return Event(
        action=row.action,
        product=row.product,
        time=None if row.time is None else round(row.time.timestamp() * 1000),
        user=row.user or None,
        session=row.session or None,
        query=row.query or None,
        search_id=row.search_id or None,
        position=row.position,
        quantity=row.quantity,
        price=row.price,
    )
