"""An index to ask whether a session was counted for a query on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index; searches that have no session or do not count are not in it."""
    given = sa.and_(sa.column("session").is_not(None), sa.column("query").is_not(None))
    op.create_index(
        "ix_searches_counted",
        "searches",
        ["session", "day", "query"],
        sqlite_where=given,
        postgresql_where=given,
    )
