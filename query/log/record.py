"""A search as the log keeps it: everything with consent, hardly anything without."""

from typing import Any
from unicodedata import category

from indexer.folding import fold
from query.form import SearchForm
from query.log.tables import LONGEST_QUERY
from query.page import SearchPage
from recsys.days import day_of

__all__ = ["counted", "record", "spelling"]


def record(
    form: SearchForm, page: SearchPage, *, counter: str, session: str | None, now: float
) -> dict[str, Any]:
    """A search that was answered, as a record for a journal.

    `session` None means without consent: text, filters, total and day (semantics §6), and whether
    the search is one to count.
    """
    filters = {**form.chosen}
    filters |= {"price": tuple(map(str, form.prices))} if form.prices else {}
    filters |= {"drop": form.drop} if form.drop else {}
    found: dict[str, Any] = {
        "day": day_of(now),
        "text": _kept(form.text),
        "filters": {_kept(name): [*map(_kept, values)] for name, values in filters.items()},
        "total": page.total,
        # Turning pages and choosing filters is the same wish once more.
        "query": counted(form.text) if not filters and form.page == 1 else None,
    }
    if session is not None:
        found |= {
            "id": page.search_id,
            "time": round(now * 1000),
            "session": session,
            "counter": counter,
            "sort": form.sort,
            "page": form.page,
            "shown": [hit.id for hit in page.hits],
        }
    return found


def counted(text: str) -> str | None:
    """The one spelling under which a query is counted; None for what is not."""
    query = spelling(text)
    return query if query.isprintable() and 0 < len(query) <= LONGEST_QUERY else None


def spelling(text: str) -> str:
    """One for all ways to write a query; may be empty, too long, or nothing that shows."""
    # A zero-width space or a soft hyphen comes along when text is copied: nobody sees it.
    visible = "".join(character for character in text if category(character) != "Cf")
    return " ".join(fold(visible).split())


def _kept(text: str) -> str:
    return text.replace("\0", "")  # PostgreSQL takes every other character
