"""The phrases that a shop forces into the search box or keeps out of it.

A revision never changes once it was released: later ones alter what it made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "suggestion_rules",
        sa.Column("action", sa.String(8), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("prefix", sa.String(64), primary_key=True),
        sa.Column("text", sa.String(64), nullable=False),
    )
