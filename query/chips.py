"""What was understood, as chips to remove: each filter with its words and the total without it.

The total is exact: it is what the page of the chip's link then says.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from indexer.filters import Filter
from indexer.request import Facet, RangesFacet
from query.choices import LEVELS
from query.counting import Buckets
from query.form import SearchForm
from query.labels import slot_label
from query.page import Chip, Reading
from query.parse import Parse
from query.prices import Steps, steps_facet
from query.reading import Reader
from query.slot_filters import told_by

__all__ = ["chip_facets", "chips", "choice_key", "readings"]

_SLOT = "\x1fslot:"  # in front of a slot's name: no key of a facet is like it (`query.form`)
_PRICE = "price_range"


def choice_key(slot: str) -> str:
    """Under which key a slot's filter is among the choices of a request.

    A price is there as if it was chosen: the ranges to choose from count what is outside of it too.
    """
    return "price" if slot == _PRICE else _SLOT + slot


def chip_facets(filters: Mapping[str, Filter]) -> tuple[Facet, ...]:
    """What to count beside a page: all that passes without the filter of each slot.

    Of the price it is the facet that pages show, under its key.
    """
    return tuple(
        steps_facet("price")
        if name == _PRICE
        else RangesFacet(key=choice_key(name), field="row", ranges=((None, None),))
        for name in filters
    )


def chips(  # noqa: PLR0913 - a page's own counts, and a search where they do not hold
    parse: Parse,
    filters: Mapping[str, Filter],
    form: SearchForm,
    counted: Callable[[], Buckets] | None,
    total: Callable[[str], int],
    *,
    written: Callable[[str], str | None],
) -> tuple[Chip, ...]:
    """A chip for each slot that filters. `written`: what a dimension is called beside it.

    `counted` gives the counts of `chip_facets`, where they hold.
    They do where the page stands as typed, firmly, and the other slots filter the same without a
    slot; else `total` searches without it.
    """
    found = []
    for slot in parse.slots:
        if slot.name not in filters:
            continue
        if counted is None or told_by(parse, slot.name):
            without = total(slot.name)
        elif slot.name == _PRICE:
            without = Steps(counted()[choice_key(slot.name)]).total
        else:
            without = counted()[choice_key(slot.name)][0][1]
        address = replace(form, drop=(*form.drop, slot.name), page=1).address()
        found.append(
            Chip(
                slot=slot.name,
                label=slot_label(slot, written(slot.key)),
                text=slot.text,
                source=slot.source,
                without=without,
                remove=address,
            )
        )
    return tuple(found)


def readings(parse: Parse, form: SearchForm, reader: Reader) -> tuple[Reading, ...]:
    """The other meanings of words that nothing decides, each as a search by that meaning.

    On the page of such a search it is the first meaning that is the other one.
    """
    found = []
    for one in parse.undecided:
        choice = reader.choice(one)
        if choice is None:
            continue
        key, values = choice
        back = parse.slot(one.slot) is None
        if not back:
            label = f"{LEVELS[key]}：{one.value}"
            drop, chosen = (*form.drop, one.slot), {**form.chosen, key: values}
        elif one.slot in LEVELS and set(form.chosen.get(key, ())) == set(values):
            label = f"{LEVELS[one.slot]}：{one.text}"
            drop = tuple(slot for slot in form.drop if slot != one.slot)
            chosen = {other: kept for other, kept in form.chosen.items() if other != key}
        else:
            continue
        address = replace(form, drop=drop, chosen=chosen, page=1).address()
        found.append(Reading(text=one.text, label=label, address=address, back=back))
    return tuple(found)
