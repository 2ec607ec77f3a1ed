"""What generations were built with, as bytes known by their hash.

What the bytes mean is for those who put them here.
"""

from hashlib import blake2b

from sqlalchemy import ColumnElement, Connection, delete, select

from indexer.errors import DamagedError
from indexer.store.database import Database
from indexer.store.generation_key import GenerationKey
from indexer.store.tables import artefacts, bindings

__all__ = ["Artefacts", "drop_unbound", "fingerprint"]

_HASH_BYTES = 32  # 64 hexadecimal digits, as wide as the column


def fingerprint(content: bytes) -> str:
    """The hash by which an artefact is known: the same bytes, the same name, everywhere."""
    return blake2b(content, digest_size=_HASH_BYTES).hexdigest()


class Artefacts:
    """All artefacts. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Artefacts in `database`."""
        self._database = database

    def put(self, generation: GenerationKey, kind: str, content: bytes) -> str:
        """Keep the bytes as that generation's `kind`, in place of an earlier one; their hash."""
        name = fingerprint(content)
        where = _bound_to(generation)
        with self._database.writing() as connection:
            known = connection.scalar(select(artefacts.c.hash).where(artefacts.c.hash == name))
            if known is None:
                values = {"hash": name, "kind": kind, "content": content}
                connection.execute(artefacts.insert().values(values))
            connection.execute(delete(bindings).where(*where, bindings.c.kind == kind))
            connection.execute(
                bindings.insert().values(
                    engine=generation.engine,
                    index=generation.index,
                    generation=generation.name,
                    kind=kind,
                    hash=name,
                )
            )
            drop_unbound(connection)
        return name

    def bound(self, generation: GenerationKey) -> dict[str, str]:
        """The generation's artefacts, kind to hash."""
        query = select(bindings.c.kind, bindings.c.hash).where(*_bound_to(generation))
        with self._database.reading() as connection:
            return dict(connection.execute(query).all())

    def load(self, name: str) -> bytes:
        """The bytes of that hash. Raises DamagedError where they are gone or have changed."""
        query = select(artefacts.c.content).where(artefacts.c.hash == name)
        with self._database.reading() as connection:
            content = connection.scalar(query)
        if content is None or fingerprint(bytes(content)) != name:
            message = f"索引的附属数据 {name[:12]} 丢失或损坏，请运行 python -m indexer rebuild。"
            raise DamagedError(message)
        return bytes(content)


def drop_unbound(connection: Connection) -> None:
    """Remove the artefacts that no generation has."""
    used = select(bindings.c.hash)
    connection.execute(delete(artefacts).where(artefacts.c.hash.not_in(used)))


def _bound_to(generation: GenerationKey) -> tuple[ColumnElement[bool], ...]:
    return (
        bindings.c.engine == generation.engine,
        bindings.c.index == generation.index,
        bindings.c.generation == generation.name,
    )
