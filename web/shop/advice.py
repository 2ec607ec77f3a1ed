"""Where to go from a search that found nothing: every number is what going there then gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from query.form import SearchForm
from query.page import FacetValue, SearchPage
from query.search import SearchService

__all__ = ["Advice", "Way", "advice"]

_MAX_TRIED = 4  # filters to search without: each is a search, and four are read at a glance
_DEPARTMENTS = 8


@dataclass(frozen=True, slots=True)
class Way:
    """A place to go and how many products are there."""

    label: str
    address: str
    total: int


@dataclass(frozen=True, slots=True)
class Advice:
    """`without`: the search less one filter or one thing understood, the most products first, and
    less all filters where that finds more; never the whole shop in place of all that was asked for.
    `departments`: the largest.
    """

    without: Sequence[Way]
    departments: Sequence[Way]


def advice(
    search: SearchService, form: SearchForm, page: SearchPage, departments: Sequence[FacetValue]
) -> Advice:
    """The ways on from a page without hits; `form` is as the index spells it. Raises as a search."""
    labels = {facet.key: facet.label for facet in page.facets}
    fewer = [
        (labels.get(key, key), replace(form, chosen=_less(form, key), page=1))
        for key in form.chosen
    ]
    if form.prices:
        fewer.append(("价格", replace(form, prices=(), page=1)))
    fewer = [(f"不限{label}", less) for label, less in fewer[:_MAX_TRIED]]
    if len(form.chosen) + bool(form.prices) > 1:
        fewer.append(("去掉所有筛选条件", replace(form, chosen={}, prices=(), page=1)))
    ways = [
        Way(label, less.address(), search.search(replace(less, size=1)).total)
        for label, less in fewer
    ]
    if len(page.chips) > 1 or page.parse.words.strip() or form.chosen or form.prices:
        # Without the only thing that was asked for it is the whole shop: no answer to anything.
        ways += [Way(f"去掉“{chip.label}”", chip.remove, chip.without) for chip in page.chips]
    without = sorted((way for way in ways if way.total), key=lambda way: -way.total)
    largest = [
        Way(part.label, SearchForm(chosen={"category": (part.value,)}).address(), part.count)
        for part in departments[:_DEPARTMENTS]
    ]
    return Advice(without, largest)


def _less(form: SearchForm, key: str) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in form.chosen.items() if name != key}
