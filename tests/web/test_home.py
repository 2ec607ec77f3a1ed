"""The home page and the pages of categories: where a visit without a question begins."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from indexer.apply import apply
from indexer.catalog import DocumentId, Product, fen
from indexer.errors import EngineUnavailableError
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.page import FacetValue
from query.search import SearchService
from tests.web.reading import PageRead, read
from web import Services, create_app


def shown(client: FlaskClient, address: str) -> PageRead:
    """The page at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    return read(response.get_data(as_text=True))


def shop_of(folder: Path, goods: list[Product]) -> Services:
    """The services of a shop with those goods."""
    settings = Settings.from_env({}, folder)
    with Shop(settings) as shop:
        shop.store.products.upsert(goods)
        rebuild(shop.products)
    return Services.open(settings)


def test_home_has_the_departments_with_their_counts(client: FlaskClient) -> None:
    page = shown(client, "/")
    assert page.attributes("link", rel="canonical")["href"] == "/"
    for name, count in (("家居", 120), ("手机数码", 5)):
        department = shown(client, page.link(f"{name} {count} 件"))
        assert name in department.text("h1")
        assert f"共 {count} 件" in department.text("h1")


def test_home_shows_each_product_once_and_the_best_seller_first(client: FlaskClient) -> None:
    page = shown(client, "/")
    products = [address for _, address in page.links if address.startswith("/p/")]
    assert products[0] == "/p/P5"
    assert len(products) == len(set(products))
    towels = shown(client, page.link("全部 家居"))
    assert "家居" in towels.text("h1")


def test_what_is_sold_out_opens_no_shelf(tmp_path: Path) -> None:
    goods = [
        Product(
            id=DocumentId(str(n)),
            title=f"茶 {n}",
            price=fen(n),
            created=datetime(2026, 1, n, tzinfo=UTC),
            stock=0 if n > 10 else None,
        )
        for n in range(1, 15)
    ]
    services = shop_of(tmp_path, goods)
    page = create_app(services).test_client().get("/").get_data(as_text=True)
    services.close()
    newest = page.split("新上架</h2>")[1].split("</section>")[0]
    assert re.findall(r'href="/p/(\d+)"', newest) == ["4", "3", "2", "1", "14", "13"]


def test_a_shop_with_one_root_shows_what_is_below_it(tmp_path: Path) -> None:
    goods = [
        Product(id=DocumentId(str(n)), title=f"茶 {n}", price=fen(n), category=("食品", kind))
        for n, kind in enumerate(("绿茶", "绿茶", "红茶"), 1)
    ]
    services = shop_of(tmp_path, goods)
    page = shown(create_app(services).test_client(), "/")
    services.close()
    departments = [(label, unquote(link)) for label, link in page.links if link.startswith("/c/")]
    assert departments == [("绿茶 2 件", "/c/食品/绿茶"), ("红茶 1 件", "/c/食品/红茶")]


def test_words_asked_for_often_lead_to_their_results(
    shop_settings: Settings,
) -> None:
    services = Services.open(shop_settings)
    quiet = create_app(replace(services, hot_words=list)).test_client()
    assert "大家在搜" not in shown(quiet, "/").text("main")
    asking = replace(services, hot_words=lambda: ["毛巾 & 浴巾", "手机"])
    client = create_app(asking).test_client()
    page = shown(client, "/")
    assert "大家在搜" in page.text("h2")
    asked = shown(client, page.link("毛巾 & 浴巾"))
    assert asked.attributes("input", id="q")["value"] == "毛巾 & 浴巾"
    services.close()


def test_a_demo_says_so_on_every_page(shop_settings: Settings) -> None:
    services = Services.open(shop_settings)
    demo = create_app(replace(services, is_demo=lambda: True)).test_client()
    real = create_app(services).test_client()
    for address in ("/", "/search", "/c/家居", "/p/P1", "/nope"):
        assert "演示商店" in demo.get(address).get_data(as_text=True)
        assert "演示商店" not in real.get(address).get_data(as_text=True)
    services.close()


def test_a_category_stands_between_what_is_above_and_below_it(client: FlaskClient) -> None:
    page = shown(client, "/c/手机数码")
    assert "手机数码" in page.text("h1")
    assert page.text("title") == "手机数码 - 寻货"
    below = shown(client, page.link("手机配件 1 件"))
    assert below.text("title") == "手机配件 - 手机数码 - 寻货"
    assert "手机壳" in below.text("article")
    assert shown(client, below.link("手机数码")).text("title") == page.text("title")
    assert below.link("首页") == "/"


def test_a_category_is_the_result_page_of_everything_in_it(client: FlaskClient) -> None:
    page = shown(client, "/c/家居/毛巾")
    same = shown(client, "/search?f.category=家居/毛巾")

    def products(read_page: PageRead) -> list[str]:
        return [link for _, link in read_page.links if link.startswith("/p/")]

    assert products(page) == products(same)
    address = page.attributes("link", rel="canonical")["href"]
    assert unquote(address) == "/c/家居/毛巾"
    assert same.attributes("link", rel="canonical")["href"] == address
    second = shown(client, page.attributes("link", rel="next")["href"])
    assert "第 2 页" in second.text("title")
    assert not set(products(second)) & set(products(page))
    cheap = shown(client, page.link("价格从低到高"))
    assert cheap.text("strong").removeprefix("筛选 ").startswith("¥9.90")


def test_a_category_narrowed_further_is_a_search(client: FlaskClient) -> None:
    response = client.get("/c/家居?f.brand=三利&page=1")
    assert response.status_code == 302
    assert unquote(response.headers["Location"]) == "/search?f.brand=三利&f.category=家居"
    assert "共 40 件" in shown(client, response.headers["Location"]).text("h1")


@pytest.mark.parametrize("path", ["没有", "家居/没有", "没有/", "%2e%2e", "<b>", "%00", "%20"])
def test_a_category_that_is_not_there_is_not_found_and_helps_on(
    client: FlaskClient, path: str
) -> None:
    response = client.get(f"/c/{path}", follow_redirects=True)
    page = read(response.get_data(as_text=True))
    if response.status_code == 200:  # not an address of a category: a search that finds nothing
        assert response.request.path == "/search"
        assert "共 0 件" in page.text("h1")
        return
    assert response.status_code == 404
    assert "全部商品" in shown(client, page.link("看看全部商品")).text("h1")
    assert "家居" in shown(client, page.link("家居")).text("h1")


@pytest.mark.parametrize("path", ["家居/", "家居//毛巾", " 家居 /毛巾"])
def test_a_category_has_one_address(client: FlaskClient, path: str) -> None:
    response = client.get(f"/c/{path}", follow_redirects=True)
    assert response.status_code == 200
    names = [name for name in path.replace(" ", "").split("/") if name]
    assert unquote(response.request.path) == f"/c/{'/'.join(names)}"


def test_pages_of_choices_and_orders_are_not_for_search_engines(client: FlaskClient) -> None:
    def listed(address: str) -> bool:
        page = shown(client, address)
        robots = [attrs for tag, attrs in page.tags if attrs.get("name") == "robots"]
        return not robots

    for address in ("/", "/search", "/search?q=毛巾", "/c/家居", "/c/家居?page=2", "/p/P1"):
        assert listed(address), address
    for address in (
        "/search?q=毛巾&f.brand=三利",
        "/search?q=毛巾&sort=newest",
        "/search?q=毛巾&price=-20",
        "/search?f.brand=三利&f.category=家居",
        "/search?q=卫星",
        "/c/家居?sort=price_asc",
    ):
        assert not listed(address), address


@pytest.mark.parametrize("address", ["/", "/search", "/search?q=毛巾", "/c/家居", "/p/P1"])
def test_a_page_is_small(client: FlaskClient, address: str) -> None:
    assert len(client.get(address).data) <= 60_000


def test_a_shop_whose_goods_are_all_gone_says_how_to_get_some(tmp_path: Path) -> None:
    services = shop_of(tmp_path, [Product(id=DocumentId("1"), title="茶", price=fen(1))])
    client = create_app(services).test_client()
    assert "茶" in shown(client, "/").text("article")
    services.shop.store.products.delete([DocumentId("1")])
    rebuild(services.shop.products)
    services.close()
    services = Services.open(Settings.from_env({}, tmp_path))
    assert "店里还没有商品" in shown(create_app(services).test_client(), "/").text("h1")
    services.close()


def test_an_engine_that_is_away_is_told_without_more_questions(
    shop_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = Services.open(shop_settings)
    client = create_app(services).test_client()

    def away(*_: object, **__: object) -> None:
        raise EngineUnavailableError("away")

    for name in ("search", "top", "categories"):
        monkeypatch.setattr(type(services.search), name, away)
    assert client.get("/").status_code == 503
    missing = client.get("/nope")
    services.close()
    assert missing.status_code == 404
    assert read(missing.get_data(as_text=True)).link("回首页") == "/"


def test_a_name_with_signs_is_linked_whole(tmp_path: Path) -> None:
    names = ("100%?#&=+", "<b>粗</b>".replace("/", "|"), "\\ \"'")
    goods = [
        Product(id=DocumentId(str(n)), title="茶", price=fen(1), category=("茶", name))
        for n, name in enumerate(names)
    ]
    services = shop_of(tmp_path, goods)
    client = create_app(services).test_client()
    home = shown(client, "/")
    for name in names:
        page = shown(client, f"/c/{quote(f'茶/{name}')}")
        assert name in page.text("h1")
        assert home.link(name) == page.attributes("link", rel="canonical")["href"]
    services.close()


def test_the_window_is_dressed_once_for_all_and_anew_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = [Product(id=DocumentId("1"), title="红茶", price=fen(1), category=("茶",))]
    services = shop_of(tmp_path, goods)
    client = create_app(services).test_client()
    monkeypatch.setattr("web.shop.window._SECONDS", 1e9)
    monkeypatch.setattr("web.shop.window._LEAST", 0.0)
    asked: list[str] = []
    categories = type(services.search).categories

    def counted(search: SearchService, parent: str = "") -> tuple[FacetValue, ...]:
        asked.append(parent)
        return categories(search, parent)

    monkeypatch.setattr(type(services.search), "categories", counted)
    assert "红茶" in shown(client, "/").text("article")
    once = len(asked)
    assert "茶" in read(client.get("/nope").get_data(as_text=True)).text("main")
    assert "红茶" in shown(client, "/").text("article")
    assert len(asked) == once
    added = Product(id=DocumentId("2"), title="绿茶", price=fen(2), category=("茶",))
    services.shop.store.products.upsert([added])
    apply(services.shop.products)
    assert "绿茶" in shown(client, "/").text("main")
    services.close()
