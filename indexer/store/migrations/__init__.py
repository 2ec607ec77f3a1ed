"""Bringing a database to the present revision, for every house by the same way.

The revisions themselves are the files beside this one, and in the other houses' folders.
"""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from indexer.errors import XunhuoError
from indexer.store.database import Database
from indexer.store.tables import metadata

__all__ = ["INDEXER", "current", "revisions", "upgrade"]

INDEXER = Path(__file__).parent
"""The revisions of the indexer's own tables."""

# Any number that nothing else on the server uses: it makes starting processes queue.
_ADVISORY_LOCK = 0x78756E


def upgrade(database: Database, house: str, folder: Path, *, to: str = "heads") -> None:
    """Run the revisions in `folder/versions` that `database` lacks, all or none.

    `house` names the table that remembers the revision: houses move on independently. Safe to
    call from processes that start together: the write lock makes them queue. Raises XunhuoError
    for a database that a later version of the program has written.
    """
    script = ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])
    table = f"{house}_revision"
    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        environment = EnvironmentContext(
            Config(),
            script,
            fn=lambda revision, _context: script._upgrade_revs(to, revision),  # noqa: SLF001
            destination_rev=to,
        )
        with environment:
            environment.configure(
                connection=connection,
                target_metadata=metadata,  # for the names of constraints
                version_table=table,
                # SQLite's DDL is transactional once the driver's own BEGIN is out of the way.
                transactional_ddl=True,
            )
            try:
                environment.run_migrations()
            except CommandError as error:
                message = "数据库由更新的版本写成，请升级程序，或从备份恢复。"
                raise XunhuoError(message) from error


def current(connection: Connection, house: str) -> str | None:
    """The revision of that house's tables, None before the first."""
    options = {"version_table": f"{house}_revision"}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def revisions(folder: Path) -> list[str]:
    """All revisions of a house, the oldest first."""
    script = ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]
