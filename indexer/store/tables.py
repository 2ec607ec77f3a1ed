"""The tables of the record of truth.

A description only: `indexer.store.migrations` makes them in a database, revision by revision.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

__all__ = [
    "CHANGE",
    "artefacts",
    "bindings",
    "counters",
    "faqs",
    "generations",
    "metadata",
    "products",
    "word_lists",
]

CHANGE = "change"
"""The counter of changes. Whoever holds its row may write: changes are numbered as they commit."""

metadata = MetaData(
    # Alembic can only alter a constraint that has a name.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _catalogue(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("row", Integer, primary_key=True, autoincrement=False),
        Column("id", String(64), nullable=False, unique=True),
        Column("change", BigInteger, nullable=False, index=True),
        Column("deleted", Boolean, nullable=False),
        Column("demo", Boolean, nullable=False),
        Column("digest", LargeBinary(16)),  # None when deleted, as is the payload
        Column("payload", LargeBinary),
        # Counting reads an index instead of every payload.
        Index(f"ix_{name}_deleted", "deleted", "row"),
        Index(f"ix_{name}_demo", "demo"),
    )


products = _catalogue("products")
faqs = _catalogue("faqs")

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

generations = Table(
    "generations",
    metadata,
    Column("engine", String(64), primary_key=True),
    Column("index", String(32), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("applied", BigInteger, nullable=False),
    Column("analyzer", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created", String(40), nullable=False),  # ISO 8601 with an offset
)

word_lists = Table(
    "word_lists",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

artefacts = Table(
    "artefacts",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

bindings = Table(
    "generation_artefacts",
    metadata,
    Column("engine", String(64), primary_key=True),
    Column("index", String(32), primary_key=True),
    Column("generation", String(64), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("hash", String(64), ForeignKey("artefacts.hash"), nullable=False, index=True),
)
