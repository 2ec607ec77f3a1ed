"""What the home page puts in the window: departments, and shelves of products worth seeing."""

from collections.abc import Sequence
from dataclasses import dataclass

from query.form import SearchForm
from query.page import FacetValue, HitCard
from query.places import form_address
from query.search import SearchService

__all__ = ["Shelf", "departments", "shelves"]

_ON_A_SHELF = 6
_ASKED = 3 * _ON_A_SHELF  # no product stands on two shelves
_DEPARTMENTS = 24
_OF_DEPARTMENTS = 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some products under a title, and where all of them are."""

    title: str
    address: str
    hits: Sequence[HitCard]


def departments(search: SearchService) -> Sequence[FacetValue]:
    """The largest parts of the shop by their paths: of one that has a single root, what is below."""
    found = search.categories()
    while len(found) == 1 and (below := search.categories(found[0].value)):
        found = below
    return found[:_DEPARTMENTS]


def shelves(search: SearchService, parts: Sequence[FacetValue]) -> list[Shelf]:
    """The best sellers, the newest, the best of the largest departments; none in an empty shop."""
    shown: set[str] = set()
    made: list[Shelf] = []

    def put(title: str, form: SearchForm, *, only_with: str = "") -> bool:
        there = (
            hit
            for hit in search.top(form)
            if hit.id not in shown and (not only_with or hit.record.get(only_with))
        )
        # An order that was asked for takes no heed of stock; a window shows what can be had.
        hits = sorted(there, key=lambda hit: hit.stock == 0)[:_ON_A_SHELF]
        if not hits or (made and len(hits) < _ON_A_SHELF):  # half a shelf looks forlorn
            return False
        shown.update(hit.id for hit in hits)
        made.append(
            Shelf(title, form_address(SearchForm(sort=form.sort, chosen=form.chosen)), hits)
        )
        return True

    if not put("卖得最好", SearchForm(size=_ASKED, sort="sales_desc"), only_with="sales"):
        put("热门商品", SearchForm(size=_ASKED))
    put("新上架", SearchForm(size=_ASKED, sort="newest"), only_with="created")
    for part in parts[:_OF_DEPARTMENTS]:
        put(part.label, SearchForm(size=_ASKED, chosen={"category": (part.value,)}))
    return made
