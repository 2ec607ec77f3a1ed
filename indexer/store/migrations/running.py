"""Running revisions with Alembic: only what a database lacks, all of it or none.

It is loaded when there is something to run: Alembic takes a third of a second of every command.
"""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text

from indexer.errors import XunhuoError
from indexer.store.database import Database
from indexer.store.tables import metadata

__all__ = ["revisions", "run"]

# Any number that nothing else on the server uses: it makes starting processes queue.
_ADVISORY_LOCK = 0x78756E


def run(database: Database, table: str, folder: Path, to: str) -> None:
    """Run the revisions in `folder/versions` that `table` does not know, up to `to`.

    One transaction, which holds the write lock. Raises XunhuoError for a revision in the database
    that is not among them.
    """
    script = _scripts(folder)
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


def revisions(folder: Path) -> list[str]:
    """All revisions of a house, the oldest first."""
    return [revision.revision for revision in reversed(list(_scripts(folder).walk_revisions()))]


def _scripts(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])
