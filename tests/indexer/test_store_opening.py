"""Opening a store: addresses, migrations, the promises of the database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from indexer.catalog import DocumentId, Fen, Product
from indexer.errors import DamagedError, SettingsError, XunhuoError
from indexer.store import Database, Store, metadata, migrations
from indexer.store.migrations.running import revisions
from tests.indexer.conftest import POSTGRES_VARIABLE

# How a database of each revision was written: a row of every table that it had.
OLD_ROWS: dict[str, tuple[str, ...]] = {
    "0001": (
        """INSERT INTO products ("row", id, change, deleted, demo, digest, payload)
           VALUES (1, 'A', 1, false, false, NULL, :payload), (2, 'B', 2, true, false, NULL, NULL)""",
        """INSERT INTO faqs ("row", id, change, deleted, demo, digest, payload)
           VALUES (1, 'Q', 3, false, true, NULL, :answer)""",
        "UPDATE counters SET value = 3",
        """INSERT INTO generations (engine, "index", name, applied, analyzer, state, created)
           VALUES ('embedded', 'products', 'g', 2, '1', 'published', '2026-11-24T00:00:00+00:00')""",
        "INSERT INTO artefacts (hash, kind, content) VALUES ('h', 'model', :payload)",
        """INSERT INTO generation_artefacts (engine, "index", generation, kind, hash)
           VALUES ('embedded', 'products', 'g', 'model', 'h')""",
    ),
}
OLD_ROWS["0002"] = (
    *OLD_ROWS["0001"],
    "INSERT INTO word_lists (name, digest, content) VALUES ('synonyms', 'd', :payload)",
)
PAYLOADS = {
    "payload": b'{"id":"A","title":"T","price":1.0}',
    "answer": b'{"id":"Q","question":"?","answer":"!"}',
}


def test_every_revision_has_its_old_rows() -> None:
    assert list(OLD_ROWS) == revisions(migrations.INDEXER)


def test_files_are_named_by_their_revisions() -> None:
    names = sorted(path.name for path in (migrations.INDEXER / "versions").glob("*.py"))

    assert [name.partition("_")[0] for name in names] == revisions(migrations.INDEXER)


@pytest.mark.parametrize("revision", OLD_ROWS)
def test_a_database_of_every_revision_is_brought_up_with_its_data(
    revision: str, database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    migrations.upgrade(database, "indexer", migrations.INDEXER, to=revision)
    with database.writing() as connection:
        for statement in OLD_ROWS[revision]:
            clause = text(statement)
            names = [name for name in PAYLOADS if f":{name}" in statement]
            connection.execute(clause, {name: PAYLOADS[name] for name in names})
    database.close()

    with Store.open(database_url, tmp_path) as store:
        assert store.products.get(["A", "B"]) == {
            "A": Product(id=DocumentId("A"), title="T", price=Fen(100))
        }
        assert store.faqs.count(demo=True) == 1
        assert store.change_number() == 3
        assert store.products.upsert([Product(id=DocumentId("C"), title="T", price=Fen(1))]).added
        assert store.products.rows(["C"]) == {"C": 3}
        published = store.generations.published("embedded", "products")
        assert published is not None
        assert store.artefacts.bound(published.key) == {"model": "h"}


def test_the_revisions_make_the_tables_that_the_program_knows(store: Store) -> None:
    with store.database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "indexer_revision", "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
    newest = revisions(migrations.INDEXER)[-1]
    assert migrations.current(store.database, "indexer") == newest


def test_another_house_keeps_its_own_revisions(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    (folder / "versions").mkdir(parents=True)
    (folder / "versions" / "0001_visits.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'v1'\ndown_revision = None\n\n"
        "def upgrade():\n    op.create_table('visits', sa.Column('id', sa.Integer, primary_key=True))\n"
    )

    migrations.upgrade(store.database, "visitors", folder)
    migrations.upgrade(store.database, "visitors", folder)

    assert migrations.current(store.database, "visitors") == "v1"
    with store.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM visits")) == 0


def test_a_revision_that_fails_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    (folder / "versions").mkdir(parents=True)
    (folder / "versions" / "0001_broken.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'v1'\ndown_revision = None\n\n"
        "def upgrade():\n    op.create_table('visits', sa.Column('id', sa.Integer, primary_key=True))\n"
        "    raise RuntimeError\n"
    )

    with pytest.raises(RuntimeError):
        migrations.upgrade(store.database, "visitors", folder)

    assert migrations.current(store.database, "visitors") is None
    with store.database.reading() as connection:
        assert not store.database.engine.dialect.has_table(connection, "visits")


def test_a_database_of_a_later_version_is_refused(database_url: str, tmp_path: Path) -> None:
    with Store.open(database_url, tmp_path) as store, store.database.writing() as connection:
        connection.execute(text("UPDATE indexer_revision SET version_num = '9999'"))

    with pytest.raises(XunhuoError, match="更新的版本"):
        Store.open(database_url, tmp_path)


def test_processes_that_start_together_make_one_database(database_url: str, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from indexer.store import Store\n"
        "with Store.open(sys.argv[1], Path(sys.argv[2])) as store: store.products.count()"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, database_url, str(tmp_path)], stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]

    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("no address", "例如 sqlite:"),
        ("nosuch://host/db", "例如 sqlite:"),
        ("mysql://host/db", "可用 sqlite 或 postgresql|例如 sqlite:"),
        ("sqlite://", "需要一个文件"),
        ("sqlite:///:memory:", "需要一个文件"),
    ],
)
def test_an_address_that_cannot_be_meant_is_named(url: str, cure: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=cure) as caught:
        Store.open(url, tmp_path)

    assert caught.value.variable == "XUNHUO_DATABASE_URL"


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all, but long enough to be looked at" * 100)

    with pytest.raises(DamagedError, match="备份"):
        Store.open(f"sqlite:///{tmp_path}/x.db", tmp_path)


def test_a_folder_that_is_missing_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(XunhuoError, match="无法使用"):
        Store.open(f"sqlite:///{tmp_path}/no/such/x.db", tmp_path)


def test_sqlite_syncs_every_commit(tmp_path: Path) -> None:
    with (
        Store.open(f"sqlite:///{tmp_path}/x.db", tmp_path) as store,
        store.database.reading() as connection,
    ):
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_postgresql_is_tried_too() -> None:
    if not os.environ.get(POSTGRES_VARIABLE):
        pytest.skip(f"the store's tests run on SQLite only: {POSTGRES_VARIABLE} is not set")
