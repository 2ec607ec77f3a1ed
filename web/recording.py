"""What a request leaves behind: a search in the log, a view or a click among the events.

Nothing here holds up or fails a page. Robots leave nothing, who has not agreed leaves no event.
"""

from collections.abc import Sequence
from contextlib import suppress

from flask import request

from query import log
from query.form import SearchForm
from query.page import SearchPage
from recsys.events import Event, journaled
from recsys.journal import JournalFullError
from web.context import services
from web.visitor import visitor

__all__ = ["POSITION", "SEARCH", "accept", "carted", "searched", "viewed"]

SEARCH, POSITION = "s", "n"
"""Parameters of a link to a product: from the page of which search, at which place.

`product.js` takes them out of the address once they were read: a reload is no second click.
"""

_SEARCHES_SHARE = 0.75  # of the journal: a full one takes clicks and purchases after searches
_LONGEST_ID = 64
_LONGEST_NUMBER = 6


def searched(form: SearchForm, page: SearchPage, *, counter: str) -> None:
    """Remember a search that was answered at a counter: `page` or `api`."""
    who = visitor()
    if who.robot or request.method != "GET":
        return
    shop = services()
    found = log.record(form, page, counter=counter, session=who.session, now=shop.now())
    with suppress(JournalFullError):  # counted by the journal
        shop.journal.append("search", [found], share=_SEARCHES_SHARE)


def viewed(product: str) -> None:
    """Remember that a product's page was seen, and the click on a result that led there."""
    who = visitor()
    if who.robot or who.session is None or request.method != "GET" or not _newly_opened():
        return
    search = request.args.get(SEARCH, "")
    position = request.args.get(POSITION, "")
    events = [Event("view", product, session=who.session)]
    # A link that was passed on has the parameters too, but does not come from our own pages.
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if ours and search.isascii() and search.isalnum() and len(search) <= _LONGEST_ID:
        number = position[:_LONGEST_NUMBER]
        place = int(number) if number.isascii() and number.isdigit() else None
        clicked = events[0]._replace(action="click", search_id=search, position=place)
        events = [clicked, events[0]._replace(search_id=search)]
    with suppress(JournalFullError):
        accept(events)


def carted(product: str, quantity: int, price: int) -> None:
    """Remember that pieces of a product were put into the basket, for `price` fen each."""
    who = visitor()
    if who.robot or who.session is None:
        return
    event = Event("cart", product, session=who.session, quantity=quantity, price=price)
    with suppress(JournalFullError):
        accept([event])


def accept(events: Sequence[Event]) -> None:
    """Remember events so that `kill -9` loses none; raises JournalFullError."""
    shop = services()
    now = shop.now()
    shop.journal.append("event", [journaled(event, now) for event in events])


def _newly_opened() -> bool:
    """Whether a product's page comes on the screen, not another variant in one that is open."""
    return request.headers.get("Sec-Fetch-Dest", "document") == "document" and (
        "sku" not in request.args
    )
