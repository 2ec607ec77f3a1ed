"""Searches, and how often each query was made.

A revision never changes once it was released: later ones alter what it made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "searches",
        sa.Column("arrival", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.Column("id", sa.String(64)),
        sa.Column("time", sa.BigInteger),
        sa.Column("session", sa.String(64)),
        sa.Column("counter", sa.String(8)),
        sa.Column("sort", sa.String(32)),
        sa.Column("page", sa.Integer),
        sa.Column("shown", sa.Text),
        sa.Column("query", sa.String(64)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_searches_day", "searches", ["day"])
    for name in ("id", "session"):
        given = sa.column(name).is_not(None)
        op.create_index(
            f"ix_searches_{name}", "searches", [name], sqlite_where=given, postgresql_where=given
        )
    op.create_table(
        "query_counts",
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("query", sa.String(64), primary_key=True),
        sa.Column("sessions", sa.BigInteger, nullable=False),
        sa.Column("anonymous", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_query_counts_query", "query_counts", ["query"])
    op.create_table(
        "queries",
        sa.Column("query", sa.String(64), primary_key=True),
        sa.Column("total", sa.BigInteger),
        sa.Column("imported", sa.BigInteger, nullable=False),
        sa.Column("imported_day", sa.Integer),
    )
    op.create_index("ix_queries_imported", "queries", ["imported"])
