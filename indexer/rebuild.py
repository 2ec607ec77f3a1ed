"""Builds a new generation from the database, checks it, and lets searches read it at once.

The old generation serves until then; a failure leaves it as it was (semantics §4).
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeVar

from indexer.analysis import ANALYZER_VERSION
from indexer.apply import replay
from indexer.catalog import Faq, Product
from indexer.documents import DocumentBuilder, Row
from indexer.embeddings import SAMPLE, LatentSemantics
from indexer.engine import Generation, IndexDocument
from indexer.errors import InvalidRequestError, WriterBusyError, XunhuoError
from indexer.index import Index
from indexer.knowledge import Knowledge
from indexer.statistics import ProductStatistics
from indexer.store import GenerationState

__all__ = ["ABANDONED", "Progress", "prune", "rebuild"]

T = TypeVar("T", Product, Faq)

Progress = Callable[[str, int, int], None]
"""(what is being done, how many are done, of how many)."""

ABANDONED = timedelta(hours=6)
"""A build that has not ended by then never will."""

_KEPT = 2  # generations: the published one and the one to go back to
_BATCH = 500
_CATCHING_UP = 10  # rounds; each is shorter than the one before
_HASH_BITS = 64

_SELDOM = 200_000
"""New objects between two searches for garbage in cycles, instead of 700: a batch is 50,000 and
leaves none. Its searches through all that is cached took a tenth of a rebuild."""


def rebuild(
    index: Index[T], *, now: datetime | None = None, progress: Progress = lambda *_: None
) -> Generation:
    """A new, published generation with everything that the database holds.

    Memory is bounded: statistics and at most about SAMPLE texts to fit vectors on. Raises
    BulkRejectedError where the engine refuses documents, XunhuoError where the counts differ;
    the new generation is removed then.
    """
    now = now or datetime.now(UTC)
    generation = Generation(now.astimezone(UTC).strftime("%Y%m%dt%H%M%S%fz"))
    key = index.key(generation)
    started_at = index.store.change_number()
    index.store.generations.begin(key, applied=started_at, analyzer=ANALYZER_VERSION, now=now)
    try:
        with _garbage_sought_seldom():
            _fill(index, generation, started_at, progress)
        index.engine.publish(generation)
    except BaseException:
        # Where even this fails, the error above is the one to show; `prune` removes what is left.
        with suppress(XunhuoError):
            index.engine.drop(generation)
            index.store.generations.forget(key)
        raise
    index.store.generations.publish(key)
    prune(index, now=now)
    return generation


def prune(index: Index[T], *, now: datetime | None = None, unfinished: bool = False) -> int:
    """Drop all but the published generation and the last one before it; how many were dropped.

    Builds that never ended go after six hours, or at once where `unfinished`: only for when no
    rebuild is running.
    """
    now = now or datetime.now(UTC)
    published = index.engine.published()
    records = {r.key.name: r for r in index.store.generations.known(index.place, index.name)}
    existing = {generation.name for generation in index.engine.generations()}
    whole = [
        name
        for name in sorted(existing)
        if name in records and records[name].state is not GenerationState.BUILDING
    ]
    kept = {published.name} if published else set()
    kept |= set([name for name in whole if name not in kept][-(_KEPT - 1) :])
    dropped = 0
    for name in sorted(existing | set(records)):
        record = records.get(name)
        building = record is not None and record.state is GenerationState.BUILDING
        recent = record is not None and now - record.created < ABANDONED
        if name in kept or (building and recent and not unfinished):
            continue
        generation = Generation(name)
        try:
            index.engine.drop(generation)
        except (InvalidRequestError, WriterBusyError):
            continue  # published, or still open for writing, in another process: next time
        index.store.generations.forget(index.key(generation))
        dropped += 1
    return dropped


def _fill(index: Index[T], generation: Generation, started_at: int, progress: Progress) -> None:
    index.attributes.renew()
    total = index.catalogue.count()
    index.note_demo(index.key(generation))
    knowledge = _learned(index, total, progress)
    index.keep(index.key(generation), knowledge)
    dimensions = 0 if knowledge.embedder is None else knowledge.embedder.dimensions
    builder = index.builder(knowledge)
    index.engine.create(generation, dimensions=dimensions)
    index.engine.add(generation, _documents(index, builder, total, progress))
    _catch_up(index, generation, builder, started_at)


@contextmanager
def _garbage_sought_seldom() -> Iterator[None]:
    """See `_SELDOM`; as before afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _learned(index: Index[T], total: int, progress: Progress) -> Knowledge:
    """One pass over the records: statistics, and a sample for the vectors."""
    builder = index.builder(Knowledge(statistics=ProductStatistics()))
    threshold = (SAMPLE << _HASH_BITS) // max(total, SAMPLE)
    sample: list[str] = []

    def records() -> Iterator[T]:
        for done, change in enumerate(index.catalogue.all()):
            if change.document is None:
                continue
            if _hashed(change.id) < threshold:
                sample.append(builder.text(change.document))
            if done % _BATCH == 0:
                progress("统计", done, total)
            yield change.document

    statistics = index.statistics(records())
    progress("学习语义", 0, 1)
    embedder = LatentSemantics.fit(index.analyzer, sample)
    progress("学习语义", 1, 1)
    return Knowledge(statistics=statistics, embedder=embedder)


def _documents(
    index: Index[T], builder: DocumentBuilder[T], total: int, progress: Progress
) -> Iterator[IndexDocument]:
    changes = index.catalogue.all()
    done = 0
    while batch := list(islice(changes, _BATCH)):
        yield from builder.build(
            [
                Row(row=change.row, change=change.change, record=change.document)
                for change in batch
                if change.document is not None
            ]
        )
        done += len(batch)
        progress("建立索引", done, total)


def _catch_up(
    index: Index[T], generation: Generation, builder: DocumentBuilder[T], applied: int
) -> None:
    """Bring in what changed meanwhile, and prove that nothing is missing."""
    for _ in range(_CATCHING_UP):
        upto = index.store.change_number()
        replay(index, generation, builder, applied)
        index.engine.refresh(generation)
        applied = upto
        counted, wanted = index.engine.count(generation), index.catalogue.count()
        if counted == wanted:
            return
        if index.store.change_number() == applied:
            message = f"新索引有 {counted} 个文档，数据库有 {wanted} 个，没有切换"
            raise XunhuoError(message)
    # Records change faster than they can be counted; what is missing still is in the queue.


def _hashed(identity: str) -> int:
    digest = hashlib.blake2b(identity.encode(), digest_size=_HASH_BITS // 8).digest()
    return int.from_bytes(digest, "big")
