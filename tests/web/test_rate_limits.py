"""Who asks too often waits; nobody else does."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from indexer.errors import SettingsError
from indexer.settings import Settings
from tests.web.conftest import ClientFactory
from tests.web.server import running
from web import rate_limits
from web.rate_limits import BoundedMemory
from web.visitor import COOKIE

SEARCH = "/api/v1/search?q=毛巾"


def statuses(client: FlaskClient, count: int, address: str = "/p/P1", who: str = "") -> list[int]:
    """The statuses of some requests from one address."""
    environ = {"REMOTE_ADDR": who} if who else {}
    return [client.get(address, environ_overrides=environ).status_code for _ in range(count)]


def test_a_program_is_told_when_to_come_back(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="3/minute")
    assert statuses(client, 3, SEARCH) == [200] * 3
    answer = client.get(SEARCH)
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json(force=True)
    assert problem["status"] == 429
    assert problem["field"] is None
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Retry-After"] in problem["detail"]
    assert client.get("/api/v1/nothing").status_code == 429


def test_a_person_is_told_kindly(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="1/minute")
    client.get("/")
    page = client.get("/search?q=毛巾")
    assert page.status_code == 429
    assert page.mimetype == "text/html"
    assert "请求太频繁" in page.text
    assert int(page.headers["Retry-After"]) > 0


def test_after_the_wait_all_is_well(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="2/second")
    assert 429 in statuses(client, 30)
    time.sleep(int(client.get("/p/P1").headers["Retry-After"]) + 0.05)
    assert statuses(client, 1) == [200]


def test_every_one_of_several_limits_holds(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="100/second,2/hour")
    assert statuses(client, 3) == [200, 200, 429]
    assert int(client.get("/p/P1").headers["Retry-After"]) > 3000


def test_what_machines_and_pages_need_is_never_refused(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="1/minute")
    assert statuses(client, 2) == [200, 429]
    for address in ("/healthz", "/readyz", "/metrics", "/static/icon.svg"):
        for _ in range(3):
            with client.get(address) as answer:
                assert answer.status_code == 200


def test_visitors_are_counted_apart(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="1/minute")
    for address in ("198.51.100.1", "198.51.100.2", "2001:db8::1", "2001:db8:0:1::1"):
        assert statuses(client, 2, who=address) == [200, 429], address
    # One household of IPv6, and one IPv4 address in two spellings.
    assert statuses(client, 1, who="2001:db8::ffff:1") == [429]
    assert statuses(client, 1, who="::ffff:198.51.100.1") == [429]


def agreed(client: FlaskClient, who: str) -> str:
    """The cookie of a browser that has agreed, which it asked for from an address."""
    answer = client.post(
        "/consent",
        data={"answer": "yes"},
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_overrides={"REMOTE_ADDR": who},
    )
    client.delete_cookie(COOKIE)
    return answer.headers["Set-Cookie"].partition(";")[0]


def asked(client: FlaskClient, cookie: str, who: str) -> int:
    """The status of a request with that cookie."""
    bare = client.application.test_client(use_cookies=False)
    environ = {"REMOTE_ADDR": who, "HTTP_COOKIE": cookie}
    return bare.get("/p/P1", environ_overrides=environ).status_code


def test_a_session_is_counted_wherever_it_comes_from(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="3/minute")
    cookie, other = agreed(client, "198.51.100.99"), agreed(client, "198.51.100.98")
    found = [asked(client, cookie, f"198.51.100.{n}") for n in range(5)]
    assert found == [200, 200, 200, 429, 429]
    # Neither another session nor who has none waits for it.
    assert asked(client, other, "198.51.100.4") == 200
    assert asked(client, "", "198.51.100.4") == 200
    assert asked(client, "", "198.51.100.4") == 429


def test_who_drops_or_changes_cookies_does_not_escape_the_address(
    client_with: ClientFactory,
) -> None:
    client = client_with(RATE_LIMIT="4/minute")
    cookies = [agreed(client, f"198.51.100.{n}") for n in range(6)]
    # Not the last character: some of its bits say nothing.
    forged = [f"{cookie[:-2]}{'x' if cookie[-2] != 'x' else 'y'}{cookie[-1]}" for cookie in cookies]
    for who, shown in (
        ("203.0.113.1", cookies),
        ("203.0.113.2", [*cookies[:3], "", "", ""]),
        ("203.0.113.3", ["", cookies[0], "", cookies[1], "", cookies[0]]),
        ("203.0.113.4", forged),
    ):
        assert [asked(client, cookie, who) for cookie in shown] == [200] * 4 + [429] * 2
    # Nobody is made to wait by who forged their cookie.
    assert asked(client, cookies[5], "203.0.113.5") == 200


def test_a_session_older_than_its_cookie_is_none(
    client_with: ClientFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_with(RATE_LIMIT="2/minute")
    cookie = agreed(client, "198.51.100.99")
    now = time.time() + 181 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: now)
    assert [asked(client, cookie, f"198.51.100.{n}") for n in range(4)] == [200] * 4


@pytest.fixture
def client_by_default(client_with: ClientFactory, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A visitor of a shop that says nothing of limits, with a default that is soon reached."""
    # 6,000 a minute: enough for a person who types, too little for a scraper.
    assert rate_limits._DEFAULT == ("6000/minute",)
    monkeypatch.setattr(rate_limits, "_DEFAULT", ("20/minute",))
    return client_with()


@pytest.mark.parametrize("who", ["127.0.0.1", "::1", "172.17.0.1", "::ffff:10.1.2.3", "fd00::1"])
def test_the_default_leaves_out_our_own_network(client_by_default: FlaskClient, who: str) -> None:
    # A proxy that was not told of stands there, and brings everybody.
    assert set(statuses(client_by_default, 30, "/nope", who=who)) == {404}


def test_in_our_own_network_a_session_has_its_limit(client_by_default: FlaskClient) -> None:
    # Behind a proxy that was not told of, it is all that tells visitors apart.
    cookie = agreed(client_by_default, "127.0.0.1")
    found = [asked(client_by_default, cookie, "127.0.0.1") for _ in range(21)]
    assert found == [200] * 20 + [429]
    assert asked(client_by_default, "", "127.0.0.1") == 200


@pytest.mark.parametrize("who", ["1.2.3.4", "240e::1"])
def test_the_default_holds_for_the_world(client_by_default: FlaskClient, who: str) -> None:
    found = statuses(client_by_default, 30, "/api/v1/nope", who=who)
    assert found[0] == 404
    assert found[-1] == 429


def test_it_can_be_switched_off(
    client_with: ClientFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "_DEFAULT", ("20/minute",))
    client = client_with(RATE_LIMIT="off")
    assert 429 not in statuses(client, 30, "/api/v1/nope", who="1.2.3.4")


def test_nobody_chooses_an_address_for_themselves(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="1/minute")
    found = [
        client.get("/p/P1", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(3)
    ]
    assert found == [200, 429, 429]


def test_behind_a_trusted_proxy_its_visitors_are_told_apart(client_with: ClientFactory) -> None:
    client = client_with(RATE_LIMIT="1/minute", TRUSTED_PROXIES="1")
    for last, expected in (("198.51.100.1", 200), ("198.51.100.2", 200), ("198.51.100.1", 429)):
        # What stands before the proxy's own entry was sent by the visitor.
        headers = {"X-Forwarded-For": f"203.0.113.{expected % 256}, {last}"}
        assert client.get("/p/P1", headers=headers).status_code == expected


def test_counting_loses_nothing_between_threads() -> None:
    memory = BoundedMemory()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: memory.incr("a", 60), range(4000)))
    assert memory.get("a") == 4000


def test_a_flood_of_addresses_takes_bounded_memory() -> None:
    memory = BoundedMemory(bound=100)
    for number in range(1000):
        memory.incr(f"address {number}", 60)
        memory.incr("steady", 60)
    assert len(memory) == 100
    assert memory.get("address 999") == 1
    assert memory.get("address 0") == 0
    memory.reset()
    assert len(memory) == 0


def test_a_shop_that_cannot_count_still_sells(
    client_with: ClientFactory, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_with(RATE_LIMIT="1/minute", RATE_LIMIT_STORAGE="redis://:geheim@127.0.0.1:9")
    with caplog.at_level(logging.WARNING):
        assert statuses(client, 3) == [200, 200, 200]
    assert "not counted" in caplog.text
    assert "geheim" not in caplog.text


def test_a_storage_that_does_not_exist_is_named_with_the_cure(client_with: ClientFactory) -> None:
    with pytest.raises(SettingsError, match="--extra redis") as caught:
        client_with(RATE_LIMIT_STORAGE="nosuch://:geheim@a")
    assert caught.value.variable == "XUNHUO_RATE_LIMIT_STORAGE"
    assert "geheim" not in str(caught.value)


def test_over_real_http(shop_settings: Settings, tmp_path: Path) -> None:
    variables = {"XUNHUO_RATE_LIMIT": "3/minute", "XUNHUO_TRUSTED_PROXIES": "1"}
    with running(shop_settings.data, tmp_path / "log", variables=variables) as server:

        def ask(who: str) -> tuple[int, str]:
            request = Request(f"{server.url}/api/v1/search", headers={"X-Forwarded-For": who})
            try:
                with urlopen(request, timeout=10) as answer:
                    return answer.status, answer.headers["Content-Type"]
            except HTTPError as error:
                with error:
                    return error.code, error.headers["Content-Type"]

        good, wait = (200, "application/json"), (429, "application/problem+json")
        assert [ask("198.51.100.1") for _ in range(4)] == [good, good, good, wait]
        assert ask("198.51.100.2") == good
    assert "Traceback" not in (tmp_path / "log").read_text()
