"""How often events were taken back, and what people do not want to see."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    erasures = op.create_table(
        "erasures",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(erasures, [{"key": 1, "number": 0}])
    op.create_table(
        "dismissals",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("user", sa.String(256)),
        sa.Column("session", sa.String(256)),
        sa.Column("received", sa.Integer, nullable=False),
    )
    for name in ("user", "session"):
        given = sa.column(name).is_not(None)
        op.create_index(
            f"ix_dismissals_{name}",
            "dismissals",
            [name],
            sqlite_where=given,
            postgresql_where=given,
        )
