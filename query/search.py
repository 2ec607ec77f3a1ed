"""The walk of a search: text and choices in, one page out. Command line, pages and API share it.

Rewriting, parsing and reranking are given from outside; the steps are modules of their own.
"""

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import orjson

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.engine import SearchEngine
from indexer.errors import InvalidRequestError
from indexer.filters import EVERYTHING, Filter, Term
from indexer.knowledge import KnowledgeCache
from indexer.request import SearchRequest, Text, ValuesFacet
from indexer.spare import SpareThreads
from query.answering import Answer, Answering
from query.cards import hit_card
from query.choices import LEVELS, chosen_filters
from query.facets import Facets
from query.form import SearchForm
from query.highlight import Highlighter
from query.page import FacetValue, HitCard, Notice, PageFacet, SearchPage
from query.parse import Parse, Rewriter, unchanged
from query.personal import is_titled, reasons
from query.planner import Plan, Planner
from query.reading import Readers, words_only
from query.refusals import Refusals
from query.related import Related, few
from query.retrieval import Found, Retriever
from query.synonyms import Present, no_synonyms
from query.titled import TITLE, Titled
from recsys import NOBODY, Lift, Who

__all__ = ["SearchService"]

_RELATED = 12
_FIRST = 3  # hits whose titles may say that a wish is met
_THREADS = 8  # two for each of the server's: counts of facets, and what is close in meaning
_CATEGORIES = 3_000  # below one category, or in the shop: the largest come first


class SearchService:
    """Searches the published products. Safe to share between threads."""

    def __init__(  # noqa: PLR0913 - the composition root names each part
        self,
        engine: SearchEngine,
        knowledge: KnowledgeCache,
        *,
        analyzer: Analyzer,
        attributes: Attributes,
        rewrite: Rewriter = unchanged,
        readers: Readers = words_only,
        synonyms: Present = no_synonyms,
        lifts: Callable[[Who], Lift | None] = lambda _: None,
        dismissed: Callable[[Who], Collection[str]] = lambda _: (),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._engine = engine
        self._attributes = attributes
        self._planner = Planner(analyzer, engine.schema, synonyms)
        self._beside = SpareThreads(_THREADS, "beside", waiting=engine.remote)
        self._retriever = Retriever(engine, knowledge, lifts=lifts, now=now, beside=self._beside)
        self._close = Related(engine, self._retriever)
        self._dismissed = dismissed
        self._is_title = Titled(engine, analyzer)
        self._rewrite = rewrite
        self._readers = readers

    def search(self, form: SearchForm) -> SearchPage:
        """The page that was asked for.

        Raises InvalidRequestError for an unknown facet, NothingPublishedError without an index,
        EngineUnavailableError where the engine is away: never an empty page for a failure.
        """
        with self._beside:
            return self._page(form)

    def _page(self, form: SearchForm) -> SearchPage:
        started = time.perf_counter()
        form = form.checked()
        searched = form.text if form.raw else self._rewrite(form.text)
        if not form.raw and self._is_title(searched, shortest=TITLE):
            form = replace(form, raw=True, who=NOBODY)
        facets = Facets(form, self._attributes)
        answering = self._answering(form, facets)
        asked = answering.asked(searched)
        if not asked.says_something:
            return _without_words(form, searched, asked.parse, started)
        answer = answering.answer(asked)
        found, parse, plan = answer.found, answer.asked.parse, answer.asked.plan
        self._check_names(form, found)
        hits = self._cards(found, plan, form)  # while facets are being counted
        if found.because is not None and (is_titled(searched, hits) or self._is_title(searched)):
            return self._page(replace(form, who=NOBODY))
        related = self._relating(found, plan, answer.choices, form)
        first = [hit.title for hit in hits[:_FIRST]]
        unmet = answering.unmet(answer, first) if form.page == 1 else ()
        shown = self._shown(facets, answer)
        found_chips = answering.chips(answer, [facet.key for facet in shown])
        return SearchPage(
            search_id=os.urandom(8).hex(),
            query=form.text,
            searched=parse.corrected or searched,
            total=found.total,
            page=form.page,
            size=form.size,
            parse=parse,
            hits=hits,
            chips=found_chips,
            readings=answering.readings(answer.asked),
            facets=shown,
            notices=(*_notices(plan, answer), *unmet, *answering.unproven(answer, found_chips)),
            related=related(),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def top(self, form: SearchForm) -> tuple[HitCard, ...]:
        """The hits alone of a search without text: as `search` has them, at half its price.

        Raises as a search does; its filters are not checked against the catalogue.
        """
        form = replace(form, text="").checked()
        found = self._retriever.find(None, chosen_filters(form, self._attributes), form)
        return self._cards(found, None, form)

    def finds(self, text: str) -> bool:
        """Whether some product has what a text asks for: as it stands, not loosened.

        Takes a fraction of a search. Raises as a search does.
        """
        asked = self._answering(SearchForm()).asked(self._rewrite(text))
        if asked.plan is None:
            return False
        request = SearchRequest(
            text=Text(asked.plan.strict.required, ()),
            chosen=self._retriever.lowered(asked.filters),
            limit=0,
        )
        return self._engine.search(request).total > 0

    def categories(self, parent: str = "") -> tuple[FacetValue, ...]:
        """The categories right below a path, or the departments, those with the most products first.

        None below a leaf, or where the path is unknown. Raises as a search does.
        """
        prefix = f"{parent}/" if parent else ""
        facet = ValuesFacet(key="category", field="category", size=_CATEGORIES, prefix=prefix)
        below = Term("category", parent) if parent else EVERYTHING
        counts = self._engine.facets(SearchRequest(filters=below, facets=(facet,)))["category"]
        return tuple(
            FacetValue(value=str(path), label=name, count=count, selected=False)
            for path, count in counts
            if "/" not in (name := str(path).removeprefix(prefix))
        )

    def close(self) -> None:
        """End its threads; it can search no more."""
        self._beside.shutdown()

    def _answering(self, form: SearchForm, facets: Facets | None = None) -> Answering:
        return Answering(
            form,
            words_only() if form.raw else self._readers(),
            planner=self._planner,
            retriever=self._retriever,
            attributes=self._attributes,
            facets=facets,
        )

    def _shown(self, facets: Facets, answer: Answer) -> tuple[PageFacet, ...]:
        found = answer.found
        refusals = Refusals(answer.step.filters.values(), self._attributes)
        statistics = self._retriever.known(found.generation).statistics
        return facets.shown(found.total, found.facets.result(), statistics, refusals)

    def _check_names(self, form: SearchForm, found: Found) -> None:
        """A facet that no product has is a mistake in the address, not an empty result."""
        given = dict.fromkeys(form.facets or (), "facet") | {key: f"f.{key}" for key in form.chosen}
        for key, parameter in given.items():
            if key in {*LEVELS, "price"} or found.facets.result().get(key):
                continue
            known = self._retriever.known(found.generation).statistics.names
            if key in known or any(self._attributes.dimension(name) == key for name in known):
                continue
            if not self._engine.search(SearchRequest(filters=Term("name", key))).total:
                some = "、".join((*LEVELS, *known[:10]))
                message = f"没有“{key[:40]}”这个筛选项，可用的有：{some}"
                raise InvalidRequestError(parameter, message)

    def _cards(self, found: Found, plan: Plan | None, form: SearchForm) -> tuple[HitCard, ...]:
        page = range(form.start, min(form.start + form.size, len(found.rows)))
        sources = self._engine.get([found.rows[i] for i in page])
        there = [i for i in page if found.rows[i] in sources]  # not deleted a moment ago
        records = [orjson.loads(sources[found.rows[i]]) for i in there]
        mark = Highlighter(plan.tokens if plan else None, grams=found.loose)
        titles = mark([record["title"] for record in records])
        because = reasons(self._engine, found.because, there)
        return tuple(
            hit_card(
                record,
                title,
                score=found.scores[i],
                fits=found.fits[i],
                fit=found.skus[i],
            )._replace(because=because.get(i))
            for i, record, title in zip(there, records, titles, strict=True)
        )

    def _relating(
        self, found: Found, plan: Plan | None, choices: Mapping[str, Filter], form: SearchForm
    ) -> Callable[[], tuple[HitCard, ...]]:
        """Begins to look for what is close in meaning: a scan of all vectors, beside the page."""
        if plan is None or form.page > 1 or not few(found):
            return tuple
        return self._beside.submit(self._related, found, plan, choices, form).result

    def _related(
        self, found: Found, plan: Plan, choices: Mapping[str, Filter], form: SearchForm
    ) -> tuple[HitCard, ...]:
        near = self._near_cards(self._close.near(plan, found, choices, limit=_RELATED))
        out = self._dismissed(form.who) if near and form.who else ()
        return tuple(hit for hit in near if hit.id not in out)

    def _near_cards(self, near: Sequence[tuple[int, float]]) -> tuple[HitCard, ...]:
        if not near:
            return ()
        sources = self._engine.get([row for row, _ in near])
        there = [(orjson.loads(sources[row]), cosine) for row, cosine in near if row in sources]
        titles = Highlighter(None, grams=False)([record["title"] for record, _ in there])
        return tuple(
            hit_card(record, title, score=cosine, fits=True, fit=None)
            for (record, cosine), title in zip(there, titles, strict=True)
        )


def _without_words(form: SearchForm, searched: str, parse: Parse, started: float) -> SearchPage:
    text = f"“{parse.words.strip()[:40]}”里没有可以搜索的字词"
    return SearchPage(
        search_id=os.urandom(8).hex(),
        query=form.text,
        searched=searched,
        total=0,
        page=form.page,
        size=form.size,
        parse=parse,
        hits=(),
        notices=(Notice(kind="no_words", text=text),),
        took_ms=(time.perf_counter() - started) * 1000,
    )


def _notices(plan: Plan | None, answer: Answer) -> Sequence[Notice]:
    cut = plan is not None and plan.cut
    shortened = [Notice(kind="shortened", text="搜索词太长，只用了前面的一部分")] if cut else []
    relaxed = [answer.step.notice] if answer.step.notice and answer.found.total else []
    return [*shortened, *relaxed, *answer.found.notices]
