"""A database that goes away while the shop serves is said to be away: no page calls the shop empty."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from web import Services

PAGES = ("/", "/p/P1", "/p/没有", "/search?q=没有这种东西")
CALLS = ("/api/v1/products/P1", "/api/v1/products/P1/similar", "/readyz")
EMPTY = ("没有商品", "没有找到符合", "还没有商品", "没有找到 -")

# As the drivers raise them: of a disk, of a lost connection, of a server that fails over.
FAILURES = [
    sqlite3.OperationalError("disk I/O error"),
    sqlite3.OperationalError("unable to open database file"),
    sqlite3.InterfaceError("the connection is closed"),
    sqlite3.InternalError("cannot execute in a read-only transaction"),
    sqlite3.DatabaseError("database disk image is malformed"),
    sqlite3.ProgrammingError("Cannot operate on a closed database."),
]


@contextmanager
def failing(services: Services, failure: Exception) -> Iterator[None]:
    """Every statement fails at the driver."""

    def fail(*_: object) -> None:
        raise failure

    engine = services.shop.store.database.engine
    for name in ("do_execute", "do_execute_no_params"):
        event.listen(engine, name, fail)
    try:
        yield
    finally:
        for name in ("do_execute", "do_execute_no_params"):
            event.remove(engine, name, fail)


def check_away(client: FlaskClient) -> None:
    for address in PAGES:
        page = client.get(address)
        assert (page.status_code, page.mimetype) == (503, "text/html"), address
        assert "暂时无法服务" in page.text
        assert not [word for word in EMPTY if word in page.text], address
        assert int(page.headers["Retry-After"]) > 0
    for address in CALLS:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json"), address
        assert "数据暂时取不到" in answer.get_json(force=True)["detail"]
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_it_is_503_until_the_database_is_back(
    shop: tuple[FlaskClient, Services], failure: Exception
) -> None:
    client, services = shop
    assert client.get("/search?q=毛巾").status_code == 200
    with failing(services, failure):
        check_away(client)
        # What needs no database goes on, and a page that is not there is not there.
        assert client.get("/search?q=毛巾").status_code == 200
        assert client.get("/nope").status_code == 404
    for address in ("/", "/p/P1", "/search?q=没有这种东西", *CALLS):
        assert client.get(address).status_code == 200, address
    assert 'kind="D' in client.get("/metrics").text


def test_a_file_that_cannot_be_opened_is_503(shop: tuple[FlaskClient, Services]) -> None:
    client, services = shop
    data = services.settings.data
    services.shop.store.close()  # as a restarted disk does: connections are made anew
    (data / "xunhuo.db").rename(data / "away.db")
    (data / "xunhuo.db").mkdir()
    check_away(client)
    (data / "xunhuo.db").rmdir()
    (data / "away.db").rename(data / "xunhuo.db")
    assert client.get("/p/P1").status_code == 200


def test_a_statement_of_ours_that_is_wrong_stays_an_error_of_ours(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    with failing(services, sqlite3.ProgrammingError("Incorrect number of bindings supplied")):
        assert client.get("/p/P1").status_code == 500
