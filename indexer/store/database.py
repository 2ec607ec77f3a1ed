"""A database: connections that keep our promises of durability, and the two kinds of transaction.

It knows no table. SQLite and PostgreSQL behave alike from here on.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
)

from indexer.errors import DamagedError, DatabaseUnavailableError, SettingsError

__all__ = ["DATABASE_VARIABLE", "Database", "is_made"]

DATABASE_VARIABLE = "XUNHUO_DATABASE_URL"

# Moving a million staged rows holds the write lock for about twenty seconds: others wait it out.
_BUSY_SECONDS = 60

# Of each connection, and there are a dozen. What another one writes empties it; the system keeps the
# file's pages anyway: with SQLite's own 2 MB an import takes as long, and a busy shop 20 MB more.
_CACHE_KB = 512

# To what the log of writes shrinks again: else it stays as long as the largest import ever made it.
_LOG_KB = 32 * 1024

_WRITES = "xunhuo_writes"

# All else, and a connection that is lost in the middle of these, is the database's.
_OUR_FAULTS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)

# Switching a new file to WAL fails at once when another process does the same.
_WAL_ATTEMPTS = 100
_WAL_PAUSE = 0.05

_log = logging.getLogger(__name__)


class Database:
    """One database. Safe to share between threads; each transaction has its own connection."""

    def __init__(self, url: str) -> None:
        """Connect on first use. Raises SettingsError for an address that cannot be meant."""
        address = _address(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        try:
            self.engine = create_engine(
                address,
                # As many connections as threads ask for: a thread has at most one.
                max_overflow=-1,
                pool_pre_ping=not self.sqlite,  # a restarted server costs nobody an error
                hide_parameters=True,  # sessions and search texts stay out of every log
                connect_args={"timeout": _BUSY_SECONDS} if self.sqlite else {},
            )
        except ImportError as error:
            message = "PostgreSQL 需要驱动 psycopg：请用 uv sync --extra postgres 安装。"
            raise SettingsError(DATABASE_VARIABLE, message) from error
        if self.sqlite:
            _make_durable(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and waits for nobody."""
        with self._translated(), self.engine.connect() as plain:
            connection = plain
            if not self.sqlite:
                connection = plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: on leaving it is on disk whole, on an exception not at all.

        SQLite takes its write lock at the start: a later upgrade could only fail.
        """
        with self._translated(), self.engine.connect() as plain:
            connection = plain.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def erasing(self) -> Iterator[Connection]:
        """As `writing`, for what must be gone: SQLite overwrites it, and the log of its writes goes.

        PostgreSQL does so in its own time, by its autovacuum.
        """
        if not self.sqlite:
            with self.writing() as connection:
                yield connection
            return
        with self.writing() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            yield connection
        # Not through a Connection, which would begin a transaction.
        with self._translated(), closing(self.engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig)
            _log.debug("database error", exc_info=True)
            if "malformed" in reason or "not a database" in reason:
                message = f"数据库文件已损坏，请从备份恢复：{reason}"
                raise DamagedError(message) from error
            if "database is locked" in reason:
                message = f"数据库被另一个进程占用超过 {_BUSY_SECONDS} 秒，请稍后再试。"
                raise DatabaseUnavailableError(message) from error
            if isinstance(error, _OUR_FAULTS) and not error.connection_invalidated:
                raise
            message = f"数据库无法使用，请检查地址、权限和磁盘空间：{reason}"
            raise DatabaseUnavailableError(message) from error


def is_made(url: str) -> bool:
    """Whether the file of a database is there; one on a server is taken for granted.

    Raises SettingsError for an address that cannot be meant.
    """
    address = _address(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        message = "不是数据库地址，例如 sqlite:////data/xunhuo.db 或 postgresql://用户@主机/库名。"
        raise SettingsError(DATABASE_VARIABLE, message) from error
    if backend not in ("sqlite", "postgresql"):
        message = f"不支持 {backend}，可用 sqlite 或 postgresql。"
        raise SettingsError(DATABASE_VARIABLE, message)
    if backend == "sqlite" and address.database in (None, "", ":memory:"):
        message = "SQLite 需要一个文件：内存里的数据库断电就没有了。"
        raise SettingsError(DATABASE_VARIABLE, message)
    # SQLAlchemy 2.0 would take psycopg2 here, 2.1 takes psycopg.
    return address.set(drivername="postgresql+psycopg") if backend == "postgresql" else address


def _make_durable(engine: Engine) -> None:
    """Have every SQLite connection write through to the disk, and begin as it means to go on."""

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own object
        # The driver would begin by itself, late and without the write lock.
        raw.isolation_level = None
        _use_wal(raw)
        # FULL syncs the log at every commit: what was acknowledged survives a power cut.
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        raw.execute(f"PRAGMA journal_size_limit={_LOG_KB * 1024}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_wal(raw: Any) -> None:  # noqa: ANN401
    for attempt in range(_WAL_ATTEMPTS):
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except raw.OperationalError as error:
            if "locked" not in str(error) or attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(_WAL_PAUSE)
        else:
            return
