"""What a typing error costs a shopper: `python -m tests.understanding.spelling`.

Over the names of the demo and the beauty shop: of the searches with an error, how many have the
first hit of the clean search among their first ten; and how many more are one click away from it,
on the first 你是不是要找. Clean names are to stay as they are.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import click

from indexer.catalog import Product
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.form import SearchForm
from query.lexicon.keeper import LexiconKeeper
from query.lexicon.lexicon import Lexicon
from query.reading import LexiconReader
from query.search import SearchService
from tests.intents import beauty
from tests.query.understanding.errors import KINDS, Errors, names
from tests.understanding.no_harm import demo_goods

__all__ = ["Reached", "main", "reached"]

_TOP = 10
_SEED = 3


class Reached(NamedTuple):
    """Of so many errors: the clean search's first hit is on the page, or one click away."""

    errors: int
    shown: int
    near: int


def reached(service: SearchService, pairs: Iterable[tuple[str, str]]) -> Reached:
    """For (word, the same with an error); a word that finds nothing is left out."""
    made = shown = near = 0
    for word, typed in pairs:
        first = _found(service, word)[:1]
        if not first:
            continue
        made += 1
        page = service.search(SearchForm(text=typed, size=_TOP))
        if first[0] in (hit.id for hit in page.hits):
            shown += 1
        elif any(first[0] in _found(service, text) for text in page.parse.suggestions[:1]):
            near += 1
    return Reached(made, shown, near)


def _found(service: SearchService, text: str) -> list[str]:
    return [hit.id for hit in service.search(SearchForm(text=text, size=_TOP)).hits]


def _shops() -> Iterator[tuple[str, Callable[[], Sequence[Product]]]]:
    yield "demo", lambda: list(demo_goods())
    yield "beauty", lambda: [product for product, _ in beauty.catalogue()]


@click.command()
@click.option("--most", default=400, show_default=True, help="names of each shop, at most")
def main(*, most: int) -> None:
    """Measure both shops and print a table."""
    click.echo("| shop | error | searches | on the page | or one click away |")
    click.echo("| --- | --- | ---: | ---: | ---: |")
    for name, goods in _shops():
        with (
            tempfile.TemporaryDirectory() as folder,
            Shop(Settings.from_env({}, Path(folder))) as shop,
        ):
            shop.store.products.upsert(goods())
            rebuild(shop.products)
            for line in _measured(name, shop, most):
                click.echo(line)


def _measured(name: str, shop: Shop, most: int) -> Iterator[str]:
    reader = LexiconKeeper(shop.products).ready().reader()
    service = SearchService(
        shop.products.engine,
        shop.products.known(),
        analyzer=shop.analyzer,
        attributes=shop.attributes,
        readers=lambda: reader,
    )
    if isinstance(reader, LexiconReader):
        yield from _table(name, service, reader.lexicon, most)


def _table(name: str, service: SearchService, lexicon: Lexicon, most: int) -> Iterator[str]:
    words = {latin: _some(names(lexicon, latin=latin), most) for latin in (False, True)}
    known = {*lexicon.words, *lexicon.weights}
    errors = Errors(lexicon.sounds, seed=_SEED)
    every = Reached(0, 0, 0)
    for kind in KINDS:
        made = ((word, errors.of(kind, word)) for word in words[kind == "latin"])
        # An error that is a name itself is none.
        found = reached(service, [(w, typed) for w, typed in made if typed and typed not in known])
        every = Reached(*map(sum, zip(every, found, strict=True)))
        yield from _line(name, kind, found)
    yield from _line(name, "all", every)
    clean = [*words[False], *words[True]]
    pages = (service.search(SearchForm(text=word, size=1)) for word in clean)
    same = sum(page.parse.corrected is None for page in pages)
    yield f"| {name} | none: names stay | {len(clean)} | {same / len(clean):.3f} | |"


def _line(name: str, kind: str, found: Reached) -> Iterator[str]:
    if found.errors:
        shown, near = found.shown / found.errors, (found.shown + found.near) / found.errors
        yield f"| {name} | {kind} | {found.errors} | {shown:.3f} | {near:.3f} |"


def _some(words: Sequence[str], most: int) -> list[str]:
    return sorted(Random(_SEED).sample(words, min(most, len(words))))


if __name__ == "__main__":
    main()
