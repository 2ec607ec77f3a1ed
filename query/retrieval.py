"""Finds the hits of a plan and puts them in order: strict or loose, fit, meaning, popularity.

It knows neither pages nor facets; the order of semantics §3 is made here, above both engines.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.embeddings import quantized
from indexer.engine import SearchEngine
from indexer.fields import SORTS
from indexer.filters import Filter, all_of, lowered
from indexer.fit import Fit
from indexer.knowledge import NOTHING_KNOWN, Knowledge, KnowledgeCache
from indexer.request import SearchRequest, Sort, Text
from indexer.result import Hits, SearchResult
from indexer.spare import SpareThreads
from query.counting import NO_COUNTS, Buckets, Counter, ToCount
from query.form import MAX_DEPTH, SearchForm
from query.page import Notice
from query.planner import Plan
from query.ranking import COLUMNS, Fits, fits_of, placed, scored, touches_skus
from recsys import Lift, Who
from recsys.rerank import Reason

__all__ = ["FEW", "Found", "Retriever"]

RANKED = 200
"""Hits that are ordered above the engine, the same for every page."""

FEW = 8
"""Strict hits below which a looser search is made, and what is close in meaning is shown."""

_ENOUGH = 48
"""Hits of a looser way with which it stands: a page. With 8, recall@100 on web titles is 0.886; with
48 it is 0.890, and 0.891 where only the loosest way is asked, which finds thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hits in the order to show, from the first on.

    `total` and the buckets of `facets` are of the way of asking that stands: the strict one
    where the hits are `firm`, of which no fewer filters could make a loose result. The buckets are
    counted in another thread meanwhile: `facets.result()` waits, and raises as a search does.
    `because`: why a hit stands at its place; None where nobody moved them.
    """

    total: int
    rows: Sequence[int]
    scores: Sequence[float]
    fits: Sequence[bool]
    skus: Sequence[Fit | None]
    because: Reason | None
    generation: str | None
    loose: bool
    firm: bool
    facets: Future[Buckets]
    notices: tuple[Notice, ...]


class Retriever:
    """Finds and orders products. Safe to share between threads."""

    def __init__(
        self,
        engine: SearchEngine,
        knowledge: KnowledgeCache,
        *,
        lifts: Callable[[Who], Lift | None],
        now: Callable[[], float],
        beside: SpareThreads,
    ) -> None:
        """`beside`: runs the counts of facets."""
        self._engine = engine
        self._knowledge = knowledge
        self._lifts = lifts
        self._now = now
        self._counter = Counter(engine, beside)

    def known(self, generation: str | None) -> Knowledge:
        """The artefacts of the generation that answered."""
        return NOTHING_KNOWN if generation is None else self._knowledge.of(generation)

    def lowered(self, choices: Mapping[str, Filter]) -> dict[str, Filter]:
        """The choices as the engine reads them."""
        everywhere = self._engine.schema.everywhere
        return {key: lowered(filter_, everywhere) for key, filter_ in choices.items()}

    def find(
        self,
        plan: Plan | None,
        choices: Mapping[str, Filter],
        form: SearchForm,
        to_count: ToCount = NO_COUNTS,
    ) -> Found:
        """The hits up to the end of the form's page, in order. No plan: everything that passes."""
        wanted = tuple(choices.values())
        by_sku = touches_skus(all_of(*wanted))
        resorted = by_sku and form.sort is not None
        name = form.sort or ("popularity" if plan is None else None)
        request = SearchRequest(
            text=plan.strict if plan else None,
            chosen=self.lowered(choices),
            sort=Sort(*SORTS[name]) if name else None,
            limit=MAX_DEPTH if resorted else max(form.start + form.size, RANKED),
            columns=COLUMNS,
            cards=by_sku,
            codes=plan is not None and name is None,
        )
        result, text, strict, counts = self._searched(request, plan, to_count)
        loose = plan is not None and text is not plan.strict
        fits = fits_of(result.hits, wanted)
        because: Reason | None = None
        if resorted:
            order = _fitting_first(result.hits, fits.mask, fits.skus, form.sort or "")
            scores = result.hits.scores
        elif form.sort is None:
            order, scores, because = self._by_relevance(result, strict, fits, plan, form.who)
        else:
            order, scores = np.arange(len(result.hits)), result.hits.scores
        return Found(
            total=result.total,
            rows=result.hits.rows[order].tolist(),
            scores=scores[order].tolist(),
            fits=fits.mask[order].tolist(),
            skus=[fits.skus[i] for i in order],
            because=because,
            generation=result.generation,
            loose=loose,
            firm=plan is None or not plan.looser or strict >= FEW,
            facets=counts,
            notices=tuple(_notices(result.total, strict if loose else None, resorted=resorted)),
        )

    def total(self, plan: Plan | None, choices: Mapping[str, Filter]) -> int:
        """The total of `find`, and nothing else of it."""
        request = SearchRequest(
            text=plan.strict if plan else None, chosen=self.lowered(choices), limit=0
        )
        result, _, _, _ = self._searched(request, plan, NO_COUNTS)
        return result.total

    def _searched(
        self, request: SearchRequest, plan: Plan | None, to_count: ToCount
    ) -> tuple[SearchResult, Text | None, int, Future[Buckets]]:
        """Strict, or looser where that finds more: the result, what was asked, the strict hits.

        By relevance, the strict hits stand before those that only a looser way has. Facets are
        counted as soon as it is known which way stands.
        """
        strict = self._engine.search(request)
        if plan is None or strict.total >= FEW or not plan.looser:
            return (
                strict,
                request.text,
                strict.total,
                self._counter.counting(request, to_count, strict),
            )
        for text in plan.looser:
            looser = replace(request, text=text)
            if text is plan.looser[-1]:
                counts = self._counter.counting(looser, to_count)
                result = self._engine.search(looser)
                break
            result = self._engine.search(looser)
            if result.total >= _ENOUGH:
                counts = self._counter.counting(looser, to_count, result)
                break
        if result.total <= strict.total:
            if request.chosen:  # the same hits, but not the same outside of a choice
                counts.cancel()
                counts = self._counter.counting(request, to_count, strict)
            return strict, request.text, strict.total, counts
        if request.sort is None:
            result = replace(result, hits=_strict_first(strict.hits, result.hits))
        return result, text, strict.total, counts

    def _by_relevance(
        self,
        result: SearchResult,
        strict: int,
        fits: Fits,
        plan: Plan | None,
        who: Who,
    ) -> tuple[NDArray[np.intp], NDArray[np.float64], Reason | None]:
        hits = result.hits
        size = min(RANKED, len(hits))
        top = float(hits.scores.max(initial=0.0)) or 1.0
        embedder = self.known(result.generation).embedder
        code = None if plan is None or embedder is None else quantized(embedder.embed([plan.text]))
        first = hits if len(hits) == size else hits.take(np.arange(size))
        scores = scored(first, code=None if code is None else code[0], now=self._now())
        lift = self._lifts(who)
        because: Reason | None = None
        if lift is not None:
            scores, because = lift(first.rows, scores)
        order = placed(first, scores, fits=fits, strict=np.arange(size) < strict)
        return (
            np.concatenate((order, np.arange(size, len(hits)))),
            np.concatenate((scores, hits.scores[size:] / top)),
            because and _placed(because, order),
        )


def _placed(because: Reason, order: NDArray[np.intp]) -> Reason:
    """Reasons by place instead of position; hits behind the ordered ones have none."""
    return lambda place: because(int(order[place])) if place < len(order) else None


def _strict_first(strict: Hits, loose: Hits) -> Hits:
    if not len(strict):
        return loose
    before = set(strict.rows.tolist())
    others = [i for i, row in enumerate(loose.rows.tolist()) if row not in before]
    return strict.followed_by(loose.take(np.array(others, dtype=np.intp)))


def _fitting_first(
    hits: Hits, fits: NDArray[np.bool_], skus: Sequence[Fit | None], sort: str
) -> NDArray[np.intp]:
    """The engine's order, but prices are those of the fitting SKUs, and what does not fit is last."""
    if sort not in ("price_asc", "price_desc"):
        return np.argsort(~fits, kind="stable")
    low = hits.columns["price_low"]
    prices = [low[i] if fit is None else fit.price for i, fit in enumerate(skus)]
    signed = np.array(prices, dtype=np.int64) * (-1 if sort == "price_desc" else 1)
    return np.lexsort((hits.rows, signed, ~fits))


def _notices(total: int, strict: int | None, *, resorted: bool) -> Sequence[Notice]:
    """`strict`: how many of the hits meet all words, where others are among them."""
    notices = []
    if strict is not None:
        few = f"完全符合的只有 {strict} 件" if strict else "没有完全符合的商品"
        text = f"{few}，下面也列出了相近的，一共 {total} 件"
        notices.append(Notice(kind="loose", text=text))
    if resorted and total > MAX_DEPTH:
        text = f"只有前 {MAX_DEPTH} 件按所选规格排序"
        notices.append(Notice(kind="sorted_partly", text=text))
    return notices
