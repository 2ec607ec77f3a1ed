"""The catalogue, the change counter, generations and artefacts.

A revision never changes once it was released: later ones alter what it made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    for name in ("products", "faqs"):
        op.create_table(
            name,
            sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("id", sa.String(64), nullable=False),
            sa.Column("change", sa.BigInteger, nullable=False),
            sa.Column("deleted", sa.Boolean, nullable=False),
            sa.Column("demo", sa.Boolean, nullable=False),
            sa.Column("digest", sa.LargeBinary(16)),
            sa.Column("payload", sa.LargeBinary),
            sa.UniqueConstraint("id"),
        )
        op.create_index(f"ix_{name}_change", name, ["change"])
        op.create_index(f"ix_{name}_deleted", name, ["deleted", "row"])
        op.create_index(f"ix_{name}_demo", name, ["demo"])
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counters, [{"name": "change", "value": 0}])
    op.create_table(
        "generations",
        sa.Column("engine", sa.String(64), primary_key=True),
        sa.Column("index", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("applied", sa.BigInteger, nullable=False),
        sa.Column("analyzer", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created", sa.String(40), nullable=False),
    )
    op.create_table(
        "artefacts",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "generation_artefacts",
        sa.Column("engine", sa.String(64), primary_key=True),
        sa.Column("index", sa.String(32), primary_key=True),
        sa.Column("generation", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("hash", sa.String(64), sa.ForeignKey("artefacts.hash"), nullable=False),
    )
    op.create_index("ix_generation_artefacts_hash", "generation_artefacts", ["hash"])
