"""The search log: what is counted, what is popular, and that no single person makes it so."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Table, event, func, select

from indexer.errors import FeedError
from indexer.feed import Watcher
from indexer.settings import Retention, Settings
from indexer.shop import Shop
from indexer.store import Database
from query.commands import main
from query.form import PriceRange, SearchForm
from query.log import SearchLog, hot, popular, record
from query.log.intake import import_queries
from query.log.tables import counts, queries, searches
from query.page import SearchPage
from query.parse import plain
from recsys.days import DAY
from recsys.events import Events
from recsys.journal import Journal, Mover
from tests.indexer.conftest import database_url

__all__ = ["database_url"]

NOW = 1_780_000_000.0
_IDS = count()


@pytest.fixture
def log(database_url: str) -> Iterator[SearchLog]:
    database = Database(database_url)
    yield SearchLog(database)
    database.close()


def search(
    text: str,
    session: str | None = None,
    *,
    total: int = 5,
    ago: float = 0,
    **form: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """A search `ago` days before now, as a journal would give it."""
    asked = SearchForm(text=text, **form)
    page = SearchPage(
        search_id=f"id{next(_IDS)}", query=text, searched=text, total=total, page=asked.page,
        size=48, took_ms=1, parse=plain(text), hits=(),
    )  # fmt: skip
    return record(asked, page, counter="page", session=session, now=NOW - ago * DAY)


def take(log: SearchLog, *records: dict[str, Any]) -> None:
    with log.database.writing() as connection:
        log.take(connection, records)


def names(log: SearchLog, **choices: Any) -> list[str]:  # noqa: ANN401
    return [query.text for query in popular(log.database, limit=10, now=NOW, **choices)]


def rows(log: SearchLog, table: Table) -> int:
    with log.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_spellings_of_a_query_are_one(log: SearchLog) -> None:
    take(log, *(search(text, f"s{n}") for n, text in enumerate(
        ["iPhone 15", "ＩＰＨＯＮＥ　15", " iphone  15 ", "iphone 15",
         "華為手機", "华为手机", "\u200b华为\u00ad手机\ufeff"])))  # fmt: skip
    found = popular(log.database, limit=10, now=NOW)
    assert [(query.text, query.weight, query.total) for query in found] == [
        ("iphone 15", 4.0, 5),
        ("华为手机", 3.0, 5),
    ]


def test_turning_pages_choosing_filters_and_long_texts_do_not_count(log: SearchLog) -> None:
    take(
        log,
        *(search("手机", f"s{n}", page=2) for n in range(5)),
        *(search("手机", f"s{n}", chosen={"brand": ("华为",)}) for n in range(5)),
        *(search("手机", f"s{n}", prices=(PriceRange(1, 2),)) for n in range(5)),
        *(search("长" * 65, f"s{n}") for n in range(5)),
        *(search("  ", f"s{n}") for n in range(5)),
        *(search("\u200b", f"s{n}") for n in range(5)),
    )
    assert names(log) == []
    assert rows(log, searches) == 30


def test_one_person_cannot_push_a_word(log: SearchLog) -> None:
    for _ in range(5):  # batches of one session, day after day
        take(log, *(search("推销", "spammer", ago=ago) for ago in range(3) for _ in range(20)))
    take(log, *(search("毛巾", f"s{n}") for n in range(6)))
    assert names(log) == ["毛巾"]

    # Nor without consent: a flood weighs as much as ten people a day, and that of one day nothing.
    take(log, *(search("刷屏") for _ in range(5_000)))
    assert names(log) == ["毛巾"]
    take(log, search("刷屏", ago=1))
    take(log, *(search("耳机", f"s{n}") for n in range(4)), *(search("耳机") for _ in range(30)))
    assert names(log)[:2] == ["耳机", "刷屏"]
    weights = {query.text: query.weight for query in popular(log.database, limit=10, now=NOW)}
    assert 10 < weights["刷屏"] < 11
    assert weights["耳机"] == 34


def test_a_busy_session_costs_a_batch_no_more_than_a_new_one(log: SearchLog) -> None:
    def look_ups(*records: dict[str, Any]) -> tuple[int, str]:
        """How many rows a batch reads of what its sessions searched before, and how."""
        asked: list[tuple[str, Any]] = []

        def listen(*told: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
            _, _, statement, parameters, *_ = told
            if statement.startswith("SELECT"):
                asked.append((statement, parameters))

        listens = (log.database.engine, "before_cursor_execute", listen)
        event.listen(*listens)
        take(log, *records)
        event.remove(*listens)
        with log.database.reading() as connection:
            found = [connection.exec_driver_sql(*asking).all() for asking in asked]
            prefix = "EXPLAIN QUERY PLAN " if log.database.sqlite else "EXPLAIN "
            plans = [connection.exec_driver_sql(prefix + s, p).all() for s, p in asked]
        return sum(map(len, found)), str(plans)

    take(log, *(search(f"词 {number}", "busy") for number in range(500)))
    rows_read, plan = look_ups(search("词 7", "busy"), search("新词", "busy"), search("词 7", "s2"))
    assert rows_read <= 3
    if log.database.sqlite:  # PostgreSQL chooses by statistics that are not there yet
        assert "ix_searches_counted" in plan


def test_a_query_of_one_person_is_nobody_elses_business(log: SearchLog) -> None:
    take(log, search("张三 13800000000", "s1"), search("李四"))
    assert names(log) == []


def test_what_finds_nothing_is_not_popular_until_it_does(log: SearchLog) -> None:
    take(log, *(search("卫星", f"s{n}", total=0) for n in range(9)))
    assert names(log) == []
    take(log, search("卫星", "s9", total=2))
    assert names(log) == ["卫星"]
    take(log, search("卫星", "s10", total=0))
    assert names(log) == []


def test_the_recent_matters_more_and_hot_words_are_of_these_days(log: SearchLog) -> None:
    take(log, *(search("羽绒服", f"s{n}", ago=40) for n in range(20)))
    take(log, *(search("凉鞋", f"s{n}") for n in range(5)))
    take(log, *(search("旧词", f"s{n}", ago=100) for n in range(50)))
    assert names(log) == ["凉鞋", "羽绒服"]
    assert names(log, half_life=1_000.0) == ["羽绒服", "凉鞋"]
    assert [query.text for query in hot(log.database, limit=5, now=NOW)] == ["凉鞋"]


def test_no_stranger_puts_a_word_on_the_first_page(log: SearchLog) -> None:
    take(log, *(search("无名的话") for _ in range(200)))
    take(log, *(search("两个人的话", f"s{n % 2}") for n in range(200)))
    assert hot(log.database, limit=5, now=NOW) == []
    take(log, search("两个人的话", "s2"))
    assert [query.text for query in hot(log.database, limit=5, now=NOW)] == ["两个人的话"]


def test_retention_takes_the_session_then_the_search_then_the_counts(log: SearchLog) -> None:
    kept = Retention(log_days=90, session_days=30)
    take(log, search("手机", "s1"), search("手机", "s2"), search("手机", "s3"))
    take(log, search("一次", "s1"))

    def raw() -> list[tuple[str | None, str | None, int | None]]:
        with log.database.reading() as connection:
            query = select(searches.c.session, searches.c.id, searches.c.time)
            return [(row.session, row.id, row.time) for row in connection.execute(query)]

    assert log.expire(NOW + 30 * DAY, kept) == 0
    assert {session for session, _, _ in raw()} == {"s1", "s2", "s3"}

    assert log.expire(NOW + 31 * DAY, kept) == 0
    assert raw() == [(None, None, None)] * 4
    # Who searched it is forgotten, and what just one person searched as well.
    assert rows(log, counts) == rows(log, queries) == 1

    assert log.expire(NOW + 91 * DAY, kept) == 4
    assert raw() == []
    later = popular(log.database, limit=9, now=NOW + 91 * DAY, days=120)
    assert [query.text for query in later] == ["手机"]

    log.expire(NOW + 401 * DAY, kept)
    assert rows(log, counts) == rows(log, queries) == 0


def test_a_flood_of_different_queries_does_not_fill_the_counts(
    log: SearchLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("query.log.store._ROWS_A_DAY", 50)
    take(log, *(search(f"随机 {n}", ago=1) for n in range(200)))
    take(log, *(search("手机", f"s{n}", ago=1) for n in range(3)))
    log.expire(NOW, Retention())
    assert rows(log, counts) == rows(log, queries) == 50
    assert names(log) == ["手机"]


def test_a_statement_that_fails_tells_our_own_log_nothing_of_shoppers(
    log: SearchLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Events(log.database)  # the journal's table is of this house
    journal = Journal(tmp_path / "journal")
    journal.append("search", [search("张三的病历", "session7")])
    with log.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE searches")

    with caplog.at_level(logging.DEBUG):
        Mover(journal, log.database, {"search": log.take}).stop()

    assert "the journal waits" in caplog.text
    assert "no such table: searches" in caplog.text or "UndefinedTable" in caplog.text
    assert "session7" not in caplog.text
    assert "张三" not in caplog.text


def imported(data: Path, path: Path) -> Result:
    return CliRunner().invoke(main, ["log", "import", str(path), "--data", str(data)])


def test_past_queries_are_imported_and_wrong_lines_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    path = tmp_path / "past.tsv"
    lines = ["华为手机\t30", "華為手機\t3", "毛巾", "", "x\tmany", "y\t0", "\t5", "长" * 70]
    path.write_bytes("\r\n".join(lines).encode() + b"\r\n\xff\xfe\t3\n")

    result = imported(tmp_path / "var", path)

    assert result.exit_code == 3
    assert result.stdout == "查询：读 8 行，计 34 次，不合格 4\n"
    assert f"{path}:5: count: 应当是 1 到 1,000,000,000 的整数，写的是 many。" in result.stderr
    assert f"{path}:6: count: " in result.stderr
    assert f"{path}:7: query: 缺少，必填。" in result.stderr
    assert f"{path}:9: 第 1 个字节起不是 UTF-8 编码" in result.stderr
    assert "有 1 行的查询超过 64 字" in result.stderr
    (kept,) = (tmp_path / "var" / "rejects").iterdir()
    assert len(kept.read_bytes().splitlines()) == 4
    with Shop(Settings.from_env({}, tmp_path / "var")) as shop:
        log = SearchLog(shop.behavior)
        now = max(NOW, kept.stat().st_mtime)
        found = popular(log.database, limit=10, now=now)
        assert [(query.text, query.total) for query in found] == [
            ("华为手机", None),
            ("毛巾", None),
        ]
        assert found[0].weight == pytest.approx(33, rel=0.1)
        assert hot(log.database, limit=10, now=now) == []


def test_a_past_query_that_shows_nothing_is_not_called_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    path = tmp_path / "past.tsv"
    path.write_text("毛\u200b巾\t3\n\u200b\t4\n手机\ue000\n" + "长" * 65 + "\n", encoding="utf-8")
    result = imported(tmp_path / "var", path)
    assert result.stdout == "查询：读 4 行，计 3 次，不合格 2\n"
    assert f"{path}:2: query: " in result.stderr
    assert f"{path}:3: query: " in result.stderr
    assert "有 1 行的查询超过 64 字" in result.stderr


def test_a_broken_file_of_queries_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    path = tmp_path / "past.tsv"
    path.write_bytes("手机\t3\n毛巾\t4\n".encode("utf-16"))
    result = imported(tmp_path / "var", path)
    assert result.exit_code == 1
    assert "UTF-16" in result.stderr


def test_past_queries_may_be_in_gbk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    path = tmp_path / "past.tsv"
    path.write_bytes("手机\t3\n毛巾\t4\n".encode("gbk"))
    result = imported(tmp_path / "var", path)
    assert result.exit_code == 0
    assert "按 GB18030（GBK）读" in result.stderr
    with Shop(Settings.from_env({}, tmp_path / "var")) as shop, shop.behavior.reading() as reader:
        assert set(reader.scalars(select(queries.c.query))) == {"手机", "毛巾"}


def test_nobody_waits_while_a_file_of_queries_is_read(log: SearchLog, tmp_path: Path) -> None:
    path = tmp_path / "past.tsv"
    path.write_text("手机\t3\n\t5\n毛巾\n手机\t2\n", encoding="utf-8")
    meanwhile: list[FeedError] = []

    def search_meanwhile(error: FeedError) -> None:
        if log.database.sqlite:
            with closing(sqlite3.connect(tmp_path / "xunhuo.db", timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")  # raises where the lock is taken
        take(log, search("毛巾", "s1"))
        meanwhile.append(error)

    watcher = Watcher(reject=search_meanwhile)
    result = import_queries(path, log.database, tmp_path, datetime.fromtimestamp(NOW, UTC), watcher)

    assert (result.searches, result.rejected, len(meanwhile)) == (6, 1, 1)
    found = popular(log.database, limit=10, now=NOW)
    assert [(query.text, query.weight, query.total) for query in found] == [
        ("手机", 5, None),
        ("毛巾", 1, 5),
    ]
    assert list((tmp_path / "staging").iterdir()) == []


def test_popular_queries_agree_with_counting_by_hand(log: SearchLog) -> None:
    draw = Random(5)
    made = [
        (f"词{int(draw.paretovariate(0.7)) % 30}", draw.choice([None, *map(str, range(8))]),
         draw.randrange(20))
        for _ in range(3_000)
    ]  # fmt: skip
    for start in range(0, len(made), 250):
        take(log, *(search(t, s, ago=a) for t, s, a in made[start : start + 250]))

    expected: dict[str, float] = {}
    for text in {text for text, _, _ in made}:
        for ago in range(20):
            sessions = len({s for t, s, a in made if (t, a) == (text, ago) and s})
            unknown = sum(1 for t, s, a in made if (t, a) == (text, ago) and s is None)
            believed = sessions + min(unknown, 10 + 10 * sessions)
            expected[text] = expected.get(text, 0) + believed * 0.5 ** (ago / 14)
    found = popular(log.database, limit=100, now=NOW)
    assert {query.text for query in found} <= expected.keys()
    assert len(found) >= 25
    for query in found:
        assert query.weight == pytest.approx(expected[query.text])
    assert [query.weight for query in found] == sorted((q.weight for q in found), reverse=True)
