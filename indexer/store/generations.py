"""Which generations of which index exist, and up to which change each has everything.

The engines build and publish; this only remembers, so that nothing is applied twice or lost.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from indexer.store.artefacts import drop_unbound
from indexer.store.database import Database
from indexer.store.generation_key import GenerationKey
from indexer.store.tables import bindings, generations

__all__ = ["GenerationRecord", "GenerationState", "Generations"]


class GenerationState(StrEnum):
    """Where a generation stands."""

    BUILDING = "building"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRecord:
    """A generation as the database knows it: `applied` is the change up to which it is whole."""

    key: GenerationKey
    applied: int
    analyzer: str
    state: GenerationState
    created: datetime


class Generations:
    """The records of all generations. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Records in `database`."""
        self._database = database

    def begin(self, key: GenerationKey, *, applied: int, analyzer: str, now: datetime) -> None:
        """Remember a generation that is being built from the state after change `applied`."""
        with self._database.writing() as connection:
            connection.execute(
                insert(generations).values(
                    engine=key.engine,
                    index=key.index,
                    name=key.name,
                    applied=applied,
                    analyzer=analyzer,
                    state=GenerationState.BUILDING.value,
                    created=now.isoformat(),
                )
            )

    def set_applied(self, key: GenerationKey, change: int) -> None:
        """Remember that the engine has everything up to `change`; a lower number is ignored."""
        with self._database.writing() as connection:
            connection.execute(
                update(generations)
                .where(_is(key), generations.c.applied < change)
                .values(applied=change)
            )

    def publish(self, key: GenerationKey) -> None:
        """Remember that searches read this generation; the one before it is retired."""
        published = generations.c.state == GenerationState.PUBLISHED.value
        same = and_(generations.c.engine == key.engine, generations.c.index == key.index)
        with self._database.writing() as connection:
            connection.execute(
                update(generations)
                .where(same, published)
                .values(state=GenerationState.RETIRED.value)
            )
            connection.execute(
                update(generations).where(_is(key)).values(state=GenerationState.PUBLISHED.value)
            )

    def get(self, key: GenerationKey) -> GenerationRecord | None:
        """That generation's record, None when it was never begun or is forgotten."""
        with self._database.reading() as connection:
            found = connection.execute(select(generations).where(_is(key))).first()
        return None if found is None else _record(found)

    def published(self, engine: str, index: str) -> GenerationRecord | None:
        """The record of the generation that searches read, None without one."""
        known = self.known(engine, index)
        return next((item for item in known if item.state is GenerationState.PUBLISHED), None)

    def known(self, engine: str, index: str) -> list[GenerationRecord]:
        """All records of that index on that engine, the oldest first (names sort by age)."""
        query = select(generations).where(
            generations.c.engine == engine, generations.c.index == index
        )
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(generations.c.name)).all()
        return [_record(row) for row in found]

    def everything(self) -> list[GenerationRecord]:
        """The records of all engines and indexes, in the order of engine, index and age."""
        order = (generations.c.engine, generations.c.index, generations.c.name)
        with self._database.reading() as connection:
            found = connection.execute(select(generations).order_by(*order)).all()
        return [_record(row) for row in found]

    def forget(self, key: GenerationKey) -> None:
        """Forget a generation that was dropped, and the artefacts that only it was bound to."""
        with self._database.writing() as connection:
            connection.execute(
                delete(bindings).where(
                    bindings.c.engine == key.engine,
                    bindings.c.index == key.index,
                    bindings.c.generation == key.name,
                )
            )
            connection.execute(delete(generations).where(_is(key)))
            drop_unbound(connection)


def _is(key: GenerationKey) -> ColumnElement[bool]:
    return and_(
        generations.c.engine == key.engine,
        generations.c.index == key.index,
        generations.c.name == key.name,
    )


def _record(row: Row[*tuple[Any, ...]]) -> GenerationRecord:
    engine, index, name, applied, analyzer, state, created = row
    return GenerationRecord(
        key=GenerationKey(engine=engine, index=index, name=name),
        applied=applied,
        analyzer=analyzer,
        state=GenerationState(state),
        created=datetime.fromisoformat(created),
    )
