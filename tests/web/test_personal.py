"""What pages do for who agreed: reasons, dismissals, the switch, being forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.behavior import looked_at, remembered, together
from tests.web.reading import read
from tests.web.recorded import OURS, agree, data_of, events_of
from web import Services

Shop = tuple[FlaskClient, Services]


@pytest.fixture
def lively(shop: Shop) -> Shop:
    """A shop of the test's own in which people looked at things together."""
    _, services = shop
    together(services, ["P1", "P2"], ["P1", "P4"], ["P5", "M007", "M009"], ["M003", "M031"])
    return shop


def ids(client: FlaskClient, query: str) -> list[str]:
    """The hits of a search by the API."""
    return [hit["id"] for hit in client.get(f"/api/v1/search?{query}&size=200").get_json()["hits"]]


def test_what_was_looked_at_lifts_what_goes_with_it_and_the_card_says_so(lively: Shop) -> None:
    client, services = lively
    before = ids(client, "q=毛巾")
    looked_at(client, services, "P5", "M003")
    page = client.get("/search?q=毛巾").get_data(as_text=True)
    after = ids(client, "q=毛巾")

    assert before.index("M031") > 20
    assert after.index("M031") < 3
    assert sorted(before) == sorted(after)
    assert "因为你看过“纯棉毛巾 3 号 加厚吸水洗脸巾”" in page
    assert "因为你看过“小米无线耳机 降噪 蓝牙5.3”" in page


def test_what_is_dismissed_is_last_with_the_next_request_until_it_is_taken_back(
    lively: Shop,
) -> None:
    client, services = lively
    looked_at(client, services, "M003")
    before = client.get("/api/v1/search?q=毛巾&size=200").get_json()
    form = {"product": "M031", "answer": "no", "next": "/search?q=毛巾"}
    led = client.post("/dismiss", data=form, headers=OURS)
    assert (led.status_code, led.headers["Location"]) == (303, "/search?q=%E6%AF%9B%E5%B7%BE")

    page = client.get("/search?q=毛巾").get_data(as_text=True)
    assert "会排到后面，也不再推荐" in page
    assert "会排到后面，也不再推荐" not in client.get("/search?q=毛巾").get_data(as_text=True)
    after = client.get("/api/v1/search?q=毛巾&size=200").get_json()
    assert [hit["id"] for hit in after["hits"]][-1] == "M031"
    assert after["hits"][-1]["because"] is None
    assert after["total"] == before["total"]
    assert after["facets"] == before["facets"]
    assert "M031" in ids(client, "q=毛巾&sort=price_asc")
    assert "M031" not in [hit["id"] for hit in client.get("/api/v1/recommend").get_json()["hits"]]
    assert "M031" not in client.get("/p/M003").get_data(as_text=True)

    settings = read(client.get("/consent").get_data(as_text=True))
    assert "纯棉毛巾 31 号" in settings.text("main")
    client.post("/dismiss", data=form | {"answer": "back"}, headers=OURS)
    again = client.get("/api/v1/search?q=毛巾&size=200").get_json()
    assert [hit["id"] for hit in again["hits"]] == [hit["id"] for hit in before["hits"]]


def test_what_is_dismissed_is_not_shown_as_close_in_meaning(lively: Shop) -> None:
    client, services = lively
    looked_at(client, services, "M003")

    def close() -> list[str]:
        page = client.get("/api/v1/search?q=降噪耳机").get_json()
        return [hit["id"] for hit in page["related"]]

    first, *others = close()
    client.post("/dismiss", data={"product": first, "answer": "no", "next": "/"}, headers=OURS)

    assert close() == others


def test_a_page_that_is_open_hears_that_it_was_dismissed(lively: Shop) -> None:
    client, services = lively
    looked_at(client, services, "M003")
    form = {"product": "M031", "answer": "no"}
    there = client.post("/dismiss", data=form, headers=OURS | {"Sec-Fetch-Dest": "empty"})
    assert (there.status_code, there.data) == (204, b"")
    assert "不再推荐" not in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/dismiss", "/personal", "/forget", "/basket", "/basket/line"])
def test_no_other_site_can_act_for_a_shopper(lively: Shop, address: str) -> None:
    client, _ = lively
    agree(client)
    form = {"product": "M031", "answer": "no", "quantity": "1"}
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(address, data=form, headers=headers).status_code == 403
    assert client.get("/consent").status_code == 200


def test_wishes_that_make_no_sense_are_refused(lively: Shop) -> None:
    client, _ = lively
    good = {"product": "M031", "answer": "no"}
    assert client.post("/dismiss", data=good, headers=OURS).status_code == 403  # not agreed
    agree(client)
    for form, status in (
        ({"product": "没有", "answer": "no"}, 404),
        ({"product": "M031", "answer": "maybe"}, 400),
        ({}, 400),
    ):
        assert client.post("/dismiss", data=form, headers=OURS).status_code == status
    assert client.post("/personal", data={"answer": "x"}, headers=OURS).status_code == 400
    away = client.post("/dismiss", data=good | {"next": "//evil.example/"}, headers=OURS)
    assert away.headers["Location"] == "/"


def test_who_switches_it_off_sees_what_everybody_sees(lively: Shop) -> None:
    client, services = lively
    plain, home = ids(client, "q=毛巾"), client.get("/").get_data(as_text=True)
    looked_at(client, services, "M003")
    assert ids(client, "q=毛巾") != plain
    assert "为你推荐" in client.get("/").get_data(as_text=True)

    assert client.post("/personal", data={"answer": "off"}, headers=OURS).status_code == 303
    assert ids(client, "q=毛巾") == plain
    assert "因为你看过" not in client.get("/search?q=毛巾").get_data(as_text=True)
    off = client.get("/").get_data(as_text=True)
    assert "为你推荐" not in off
    assert re.findall(r'href="(/p/[^"]+)"', off) == re.findall(r'href="(/p/[^"]+)"', home)
    assert "关着" in client.get("/consent").get_data(as_text=True)

    client.post("/personal", data={"answer": "on"}, headers=OURS)
    assert ids(client, "q=毛巾") != plain


def test_home_knows_who_has_a_history_and_nobody_else(lively: Shop) -> None:
    client, services = lively
    looked_at(client, services, "M003")
    page = client.get("/")
    shelf = page.get_data(as_text=True).split("为你推荐")[1].split("</section>")[0]
    assert 'href="/p/M031"' in shelf
    assert 'href="/p/M003"' not in shelf
    assert "因为你看过“纯棉毛巾 3 号" in shelf
    assert page.headers["Cache-Control"] == "private, no-cache"

    app = client.application
    for answer in (None, "no", "yes"):  # who agreed and has done nothing is nobody yet
        other = app.test_client()
        if answer:
            agree(other, answer)
        assert "为你推荐" not in other.get("/").get_data(as_text=True)
    assert app.test_client().get("/").headers["Cache-Control"] == "no-cache"
    crawler = {"User-Agent": "Baiduspider/2.0"}
    assert "为你推荐" not in client.get("/", headers=crawler).get_data(as_text=True)


def test_product_pages_say_what_goes_with_them_and_by_what(lively: Shop) -> None:
    client, _ = lively
    headings = read(client.get("/p/M003").get_data(as_text=True)).text("h2")
    assert "相似商品" in headings or "看过它的人还看" in headings
    alone = read(client.get("/p/M050").get_data(as_text=True)).text("h2")
    assert "相似商品" in alone
    assert "一起买" not in alone
    page = client.get("/p/P5").get_data(as_text=True)
    shelf = page.split("一起买")[1].split("</section>")[0]
    assert 'href="/p/M007"' in shelf


def test_what_is_taken_together_is_not_shown_again_below_as_similar(lively: Shop) -> None:
    client, _ = lively
    page = client.get("/p/P5").get_data(as_text=True)
    assert page.count('class="related"') == 2
    shown = re.findall(r'<h3 class="name"><a href="(/p/[^"?]+)"', page)
    assert sorted(set(shown)) == sorted(shown)


def test_who_wants_to_be_forgotten_leaves_nothing(lively: Shop) -> None:
    client, services = lively
    looked_at(client, services, "M003", "P5")
    client.get("/search?q=毛巾")
    client.post("/dismiss", data={"product": "M031", "answer": "no"}, headers=OURS)
    data = data_of(services)
    session = next(event.session for event in events_of(data) if event.session)
    assert session
    client.get("/p/P1")  # is still in the journal alone
    plain = ids(client.application.test_client(), "q=毛巾")

    page = client.post("/forget", headers=OURS)
    receipt = read(page.get_data(as_text=True)).text("dl")
    assert "浏览和点击 3 条" in receipt
    assert "不感兴趣的商品 1 条" in receipt
    services.mover.move()  # as its thread does four times a second
    assert list(holding(data, session)) == []
    assert client.get_cookie("consent") is None
    remembered(services)
    assert ids(client, "q=毛巾") == plain
    assert "还没有选" in client.get("/consent").get_data(as_text=True)
    assert client.post("/forget", headers=OURS).status_code == 200  # nobody is there to forget


def holding(data: Path, session: str) -> Iterator[Path]:
    """The files of a shop in which a session's number stands."""
    for path in data.rglob("*"):
        if path.is_file() and session.encode() in path.read_bytes():
            yield path


def test_over_https_no_cookie_is_sent_without(shop: Shop) -> None:
    client, _ = shop
    safe = {"base_url": "https://shop.example", "headers": OURS}
    answers = [
        client.post("/consent", data={"answer": "yes"}, **safe),
        client.post("/basket", data={"product": "P5"}, **safe),
        client.post("/personal", data={"answer": "off"}, **safe),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} == {
        "consent", "basket", "session", "personal",
    }  # fmt: skip
    for cookie in cookies:
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
