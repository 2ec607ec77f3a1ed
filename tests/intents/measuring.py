"""nDCG@10 of judged intents by who ranks, and whether both engines answer alike: all in one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from elasticsearch import Elasticsearch

from indexer.catalog import Product
from indexer.measures import ndcg_at
from query.form import SearchForm
from query.search import SearchService
from tests.intents.catalogues import Judged
from tests.intents.rival import RIVALS, filled, searcher
from tests.intents.values import Intent
from tests.relevance.shops import shops_of

__all__ = ["OURS", "Measured", "measured"]

OURS = "寻货"
_WORDS = "words only"
_TOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """By who ranked, one nDCG@10 an intent, in the order of `intents`.

    `failed`: the ten that 寻货 showed, by intent's place. `different`: texts for which the engines
    do not agree in total and first ten.
    """

    intents: Sequence[Intent]
    values: Mapping[str, list[float]]
    shown: Sequence[Sequence[str]]
    different: list[str] = field(default_factory=list)


def measured(
    judged: Judged, products: Sequence[Product], folder: Path, *, url: str, prefix: str
) -> Measured:
    """All intents of a catalogue over those products on both engines and by the rivals."""
    index = f"{prefix}-rival"
    values: dict[str, list[float]] = {}
    shown: list[Sequence[str]] = []
    different: list[str] = []
    with (
        Elasticsearch(url) as client,
        shops_of(products, folder, url=url, prefix=prefix, reading=True) as (embedded, elastic),
    ):
        filled(client, index, products)
        for intent, grades in judged.intents:
            ours, total = _asked(embedded, intent.text)
            if (ours, total) != _asked(elastic, intent.text):
                different.append(intent.text)
            shown.append(ours)
            tops: dict[str, Sequence[str]] = {
                OURS: ours,
                _WORDS: _asked(embedded, intent.text, raw=True)[0],
                **{name: searcher(client, index, name)(intent.text, _TOP) for name in RIVALS},
            }
            for who, ids in tops.items():
                found = [grades.get(id_, 0) for id_ in ids]
                values.setdefault(who, []).append(ndcg_at(_TOP, found, grades.values()))
    intents = [intent for intent, _ in judged.intents]
    return Measured(intents=intents, values=values, shown=shown, different=different)


def _asked(service: SearchService, text: str, *, raw: bool = False) -> tuple[list[str], int]:
    page = service.search(SearchForm(text=text, size=_TOP, raw=raw))
    return [hit.id for hit in page.hits], page.total
