"""Events and the positions of journals.

A revision never changes once it was released: later ones alter what it made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "events",
        sa.Column("arrival", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("time", sa.BigInteger),
        sa.Column("received", sa.Integer),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("user", sa.String(256)),
        sa.Column("session", sa.String(256)),
        sa.Column("query", sa.Text),
        sa.Column("search_id", sa.String(256)),
        sa.Column("position", sa.BigInteger),
        sa.Column("quantity", sa.BigInteger),
        sa.Column("price", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    for name in ("user", "session", "received", "search_id"):
        given = sa.column(name).is_not(None)
        op.create_index(
            f"ix_events_{name}", "events", [name], sqlite_where=given, postgresql_where=given
        )
    demo = sa.column("demo").is_(True)
    op.create_index("ix_events_demo", "events", ["demo"], sqlite_where=demo, postgresql_where=demo)
    op.create_table(
        "journal",
        sa.Column("segment", sa.String(64), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
    )
