"""Consent: asked once, answered without a script, taken back at any time; and robots."""

import html
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.catalogue import HOSTILE
from tests.web.reading import read
from tests.web.recorded import NOW, OURS, agree, data_of, events_of, searches_of
from web import Services


def test_the_question_is_asked_until_it_is_answered(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, _ = shop
    address = "/search?q=%E5%8D%8E%E4%B8%BA&sort=newest"
    page = read(client.get(address).get_data(as_text=True))
    assert "搜索留 90 天（30 天后去掉编号），浏览和点击留 400 天" in page.text()
    assert page.attributes("input", name="next")["value"] == address
    buttons = [found for tag, found in page.tags if tag == "button" and found.get("name")]
    assert [(button["name"], button["value"]) for button in buttons] == [
        ("answer", "no"),
        ("answer", "yes"),
    ]

    answered = client.post("/consent", data={"answer": "no", "next": address}, headers=OURS)

    assert answered.status_code == 303
    assert answered.headers["Location"] == address
    cookie = answered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "你同意的话" not in client.get(address).get_data(as_text=True)
    settings = read(client.get("/consent").get_data(as_text=True)).text()
    assert "现在的选择： 不同意" in settings
    agree(client)
    assert "现在的选择： 同意" in read(client.get("/consent").get_data(as_text=True)).text()


def url_of(product: str) -> str:
    return "/p/" + quote(product, safe="/")


def test_the_way_back_is_the_page_itself_whatever_its_address(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, _ = shop
    odd = url_of(HOSTILE.id)
    for address in (
        odd,
        odd + "?s=1&n=2",
        "/",
        "/search?q=%FF&f.%E9%A2%9C%E8%89%B2=x%26y",
        "/nope",
    ):
        page = client.get(address)
        back = read(page.get_data(as_text=True)).attributes("input", name="next")["value"]
        answered = client.post("/consent", data={"answer": "no", "next": back}, headers=OURS)
        assert answered.headers["Location"] == address
        assert client.get(answered.headers["Location"]).status_code == page.status_code
        client.delete_cookie("consent")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
     "/\t/evil.example", "javascript:alert(1)", "", "p/P1", "/\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_the_way_back_is_never_elsewhere(
    shop: tuple[FlaskClient, Services], elsewhere: str
) -> None:
    response = shop[0].post("/consent", data={"answer": "no", "next": elsewhere}, headers=OURS)
    assert response.status_code == 303
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://[::"},
     {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}],
)  # fmt: skip
def test_nobody_else_can_answer(
    shop: tuple[FlaskClient, Services], headers: dict[str, str]
) -> None:
    client, _ = shop
    answered = client.post("/consent", data={"answer": "yes", "next": "/"}, headers=headers)
    assert answered.status_code == 403
    assert "Set-Cookie" not in answered.headers
    posted = client.post("/api/v1/events", json={}, headers=headers)
    assert posted.status_code == 403


def test_an_answer_that_is_none_is_refused(shop: tuple[FlaskClient, Services]) -> None:
    assert shop[0].post("/consent", data={"answer": "maybe"}, headers=OURS).status_code == 400


def test_without_consent_a_search_is_text_filters_total_and_day(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    addresses = ("/search?q=华为手机&f.color=黑色&price=1000-9000&sort=newest",
                 "/api/v1/search?q=华为手机")  # fmt: skip
    for answer in (None, "no"):
        if answer:
            agree(client, answer)
        for address in addresses:
            assert client.get(address).status_code == 200
        assert "?s=" not in client.get(addresses[0]).get_data(as_text=True)
        client.get("/p/P1?s=abc&n=1")

    found = searches_of(data_of(services))

    assert len(found) == 6
    assert events_of(services.settings.data) == []
    for search in found:
        assert search["text"] == "华为手机"
        assert search["day"] == 20602
        assert search["total"] >= 1
        personal = ("id", "time", "session", "counter", "sort", "page", "shown")
        assert [search[name] for name in personal] == [None] * len(personal)
    assert found[0]["filters"] == '{"color":["黑色"],"price":["1000-9000"]}'
    assert found[1]["filters"] == "{}"


def test_with_consent_searches_and_views_are_those_of_a_session(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    agree(client)
    page = client.get("/search?q=华为手机").get_data(as_text=True)
    links = [address for _, address in read(page).links if "?s=" in address]
    client.head(links[0])
    client.head("/search?q=华为手机")
    client.get(links[0], headers={"Sec-Purpose": "prefetch;prerender"})
    client.get(links[0])
    agree(client)  # once more: the same session
    client.get("/p/P5")
    agree(client, "no")
    client.get("/p/P2")
    agree(client)  # a new one
    client.get("/p/P3")

    (search,) = searches_of(data_of(services))
    events = events_of(services.settings.data)
    assert [(event.action, event.position) for event in events] == [
        ("click", 1),
        ("view", None),
        ("view", None),
        ("view", None),
    ]
    assert {event.time for event in events} == {NOW * 1000}
    assert [event.session == search["session"] for event in events] == [True, True, True, False]
    assert html.unescape(links[0]) == f"/p/{events[0].product}?s={search['id']}&n=1"


def test_another_variant_of_a_page_that_is_open_is_not_one_more_view(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    agree(client)
    client.get("/p/P1", headers={**OURS, "Sec-Fetch-Dest": "document"})
    client.get("/p/P1?sku=P1-256", headers={**OURS, "Sec-Fetch-Dest": "empty"})  # in place
    client.get("/p/P1?sku=P1-256", headers={**OURS, "Sec-Fetch-Dest": "document"})  # no scripts
    client.get("/p/P2?s=abc&n=1", headers={**OURS, "Sec-Fetch-Dest": "empty"})
    client.get("/p/P3", headers={**OURS, "Sec-Fetch-Dest": "image"})
    client.get("/p/P4")  # a browser that does not say

    events = events_of(data_of(services))
    assert [(event.action, event.product) for event in events] == [("view", "P1"), ("view", "P4")]


@pytest.mark.parametrize(
    ("headers", "stored"),
    [
        ({"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/)"}, 0),
        ({"User-Agent": "Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0) Chrome/1"}, 0),
        ({"User-Agent": "Sogou web spider/4.0"}, 0),
        ({"User-Agent": "Mozilla/5.0 (compatible; GPTBot/1.1; +https://openai.com/gptbot)"}, 0),
        ({"User-Agent": ""}, 0),
        ({"Sec-Purpose": "prefetch"}, 0),
        ({"Purpose": "prefetch"}, 0),
        ({"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18"}, 1),
        ({"User-Agent": "Mozilla/5.0 (Linux; Android 14; CUBOT P80) Chrome/140 Mobile"}, 1),
        ({"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50"}, 1),
        ({"User-Agent": "python-requests/2.32"}, 1),
    ],
)
def test_robots_and_what_is_fetched_ahead_leave_nothing(
    shop: tuple[FlaskClient, Services], headers: dict[str, str], stored: int
) -> None:
    client, services = shop
    agree(client)
    for address in ("/search?q=华为手机", "/api/v1/search?q=华为手机"):
        client.get(address, headers=headers)
    client.get("/p/P1", headers=headers)
    event = {"action": "cart", "product": "P1"}
    posted = client.post("/api/v1/events", json=event, headers={**OURS, **headers})
    assert posted.status_code == 202
    assert posted.get_json()["accepted"] == stored

    assert len(searches_of(data_of(services))) == 2 * stored
    assert len(events_of(services.settings.data)) == 2 * stored


def test_a_forged_session_is_nobody(shop: tuple[FlaskClient, Services]) -> None:
    client, services = shop
    for cookie in ("yes", "abc.def.ghi", "0123456789abcdef01234567", "\xff"):
        client.set_cookie("consent", cookie)
        assert client.get("/p/P1").status_code == 200
    assert events_of(data_of(services)) == []
