"""The result page: what a shopper sees and where each link leads."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from indexer.catalog import DocumentId, Product, fen
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.conftest import filled, quiet
from tests.web.filtering import chosen, filter_address
from tests.web.reading import PageRead, read
from web import Services, create_app


def page_at(client: FlaskClient, address: str) -> PageRead:
    """The page at an address, which must be there; a form's address leads on to its one spelling."""
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200, response.get_data(as_text=True)
    return read(response.get_data(as_text=True))


def test_nothing_asked_is_everything_best_seller_first(client: FlaskClient) -> None:
    page = page_at(client, "/search")
    assert "全部商品" in page.text("h1")
    assert "共 126 件" in page.text("h1")
    assert page.attributes("link", rel="canonical")["href"] == "/search"
    titles = [label for label, address in page.links if address.startswith("/p/")]
    assert titles[0].startswith("小米无线耳机")


def test_a_search_names_the_query_and_marks_it(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=毛巾")
    assert "毛巾" in page.text("title")
    assert page.attributes("input", id="q")["value"] == "毛巾"
    assert page.text("mark").startswith("毛巾")
    assert page.attributes("html")["lang"] == "zh-CN"


def test_choosing_a_value_narrows_to_its_count_and_choosing_again_undoes_it(
    client: FlaskClient,
) -> None:
    page = page_at(client, "/search?q=毛巾")
    assert "洁丽雅 40" in page.text("label")
    one = page_at(client, filter_address(page, tick=[("f.brand", "洁丽雅")]))
    assert "共 40 件" in one.text("h1")
    # A second value of the same facet adds to the first.
    both = page_at(client, filter_address(one, tick=[("f.brand", "三利")]))
    assert "共 80 件" in both.text("h1")
    without = page_at(client, both.link("去掉 品牌：洁丽雅"))
    assert "共 40 件" in without.text("h1")
    assert "去掉 品牌：三利" in " ".join(label for label, _ in without.links)
    back = page_at(client, filter_address(without, untick=[("f.brand", "三利")]))
    assert "共 120 件" in back.text("h1")
    assert (
        page_at(client, both.link("清除全部")).attributes("link", rel="canonical")["href"]
        == (page.attributes("link", rel="canonical")["href"])
    )


def test_facets_narrow_together_and_several_boxes_are_sent_at_once(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=毛巾&sort=price_asc&size=20&page=2")
    pairs = [("f.brand", "三利"), ("f.颜色", "米白"), ("f.颜色", "浅灰")]
    narrowed = page_at(client, filter_address(page, tick=pairs, low="20"))
    # Of every third towel the even half of four colours, without the cheapest.
    wanted = [n for n in range(120) if n % 3 == 1 and n % 4 in (0, 1) and 9.9 + n >= 20]
    assert f"共 {len(wanted)} 件" in narrowed.text("h1")
    canonical = unquote(narrowed.attributes("link", rel="canonical")["href"])
    assert canonical == (
        "/search?q=毛巾&f.brand=三利&f.颜色=浅灰&f.颜色=米白&price=20-&sort=price_asc&size=20"
    )
    assert sorted(chosen(narrowed)) == sorted(pairs)


def test_a_value_in_another_spelling_is_the_same_choice(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=手机&f.机身存储=256%20g")
    assert unquote(page.attributes("link", rel="canonical")["href"]).endswith("f.机身存储=256GB")
    removed = page_at(client, filter_address(page, untick=[("f.机身存储", "256GB")]))
    assert "去掉" not in " ".join(label for label, _ in removed.links)


def test_price_ranges_toggle_and_typed_prices_become_the_canonical_address(
    client: FlaskClient,
) -> None:
    page = page_at(client, "/search?q=毛巾")
    label, address = next(pair for pair in page.links if pair[0].startswith("¥"))
    ranged = page_at(client, address)
    count = label.split()[-1]
    assert f"共 {count} 件" in ranged.text("h1")
    response = client.get("/search?q=毛巾&sort=price_asc&page=2&price_low=20&price_high=30")
    assert response.status_code == 302
    assert unquote(response.headers["Location"]) == "/search?q=毛巾&price=20-30&sort=price_asc"
    typed = page_at(client, response.headers["Location"])
    assert typed.attributes("input", name="price_low")["value"] == "20"
    assert "¥20–30" in typed.text("nav")
    assert "共 10 件" in typed.text("h1")
    # Several ranges do not fit two boxes: they are kept until a box is filled.
    several = page_at(client, "/search?q=毛巾&price=20-30&price=50-60")
    assert several.attributes("input", name="price_low")["value"] == ""
    kept = client.get(filter_address(several)).headers["Location"]
    assert unquote(kept) == "/search?q=毛巾&price=20-30&price=50-60"
    replaced = client.get(filter_address(several, high="40")).headers["Location"]
    assert unquote(replaced) == "/search?q=毛巾&price=-40"
    emptied = (
        filter_address(typed).replace("price_low=20", "price_low=").replace("high=30", "high=")
    )
    assert unquote(client.get(emptied).headers["Location"]) == "/search?q=毛巾&sort=price_asc"


@pytest.mark.parametrize("boxes", ["price_low=-5", "price_low=abc", "price_high=1e999"])
def test_a_wrong_typed_price_is_explained(client: FlaskClient, boxes: str) -> None:
    response = client.get(f"/search?{boxes}")
    assert response.status_code == 400
    assert "价格" in read(response.get_data(as_text=True)).text("p")


def test_sorting_keeps_the_filters_and_orders_the_prices(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=毛巾&f.brand=三利&page=1")
    cheap = page_at(client, page.link("价格从低到高"))
    prices = [float(text.strip("¥")) for text in cheap.text("strong").split() if "¥" in text]
    assert prices == sorted(prices)
    assert len(prices) == 40
    assert page.link("相关度") == page.attributes("link", rel="canonical")["href"]


def test_pages_turn_and_end(client: FlaskClient) -> None:
    first = page_at(client, "/search?q=毛巾")
    assert not any(label == "上一页" for label, _ in first.links)
    second = page_at(client, first.link("下一页"))
    third = page_at(client, second.link("下一页"))
    assert not any(label == "下一页" for label, _ in third.links)
    ids = [address for page in (first, second, third) for _, address in page.links]
    ids = [address for address in ids if address.startswith("/p/")]
    assert len(ids) == len(set(ids)) == 120
    assert third.link("上一页") == second.attributes("link", rel="canonical")["href"]


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=毛巾&page=50")
    assert "这一页没有商品" in page.text("h2")
    assert page.link("去最后一页").endswith("page=3")


def test_a_card_names_the_fitting_variant_or_says_that_none_fits(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=华为手机&f.机身存储=256GB&price=-6000&f.brand=华为")
    text = page.text("article")
    # The price that the card shows is of the variant, where one fits.
    assert "¥2,599 原价 ¥3,099 曜石黑 256GB 款 华为" in text
    assert "256GB 款 ¥6,999 没有一款同时符合所选条件" in text
    assert text.index("¥2,599") < text.index("¥6,999")


def test_a_card_says_that_no_variant_meets_what_was_typed(tmp_path: Path) -> None:
    services = Services.open(filled(tmp_path))
    services.lexicon_keeper.ready()
    client = create_app(quiet(services)).test_client()
    text = page_at(client, "/search?q=6000元以内的华为手机 256GB").text("article")
    assert text.count("没有一款同时符合所选条件") == 1
    assert text.index("nova 12") < text.index("Mate 60") < text.index("没有一款同时符合")
    services.close()


def test_out_of_stock_is_said(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=手机壳")
    assert "缺货" in page.text("article")


def test_nothing_found_helps_on(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=卫星")
    assert "共 0 件" in page.text("h1")
    assert "没有找到符合的商品" in page.text("h2")
    assert "卫星" in page.text("p")
    assert page.link("看看全部商品") == "/search"
    everything = page_at(client, "/search")
    department = page_at(client, page.link("手机数码"))
    assert page.link("手机数码") in {address for _, address in page.links}
    assert "手机数码 5" in everything.text("label")
    assert "共 5 件" in department.text("h1")


def test_what_is_close_in_meaning_stands_apart_and_is_not_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A shop as small as this one has nothing close.
    monkeypatch.setattr("query.related._TO_HIT", -1)
    monkeypatch.setattr("query.related._TO_TEXT", -1)
    page = page_at(client, "/search?q=小米")
    found = client.get("/api/v1/search?q=小米").get_json()
    assert "共 2 件" in page.text("h1")
    assert "意思相近" in page.text("h2")
    shown = [address for _, address in page.links if address.startswith("/p/")]
    assert len(found["related"]) > 1
    assert shown == [f"/p/{hit['id']}" for hit in (*found["hits"], *found["related"])]


def test_nothing_left_tells_what_each_filter_hides(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=毛巾&f.brand=三利&f.颜色=米白&price=-5")
    ways = [pair for pair in page.links if pair[0].startswith(("不限", "去掉所有"))]
    assert [label.split()[0] for label, _ in ways] == ["去掉所有筛选条件", "不限价格"]
    assert unquote(ways[0][1]) == "/search?q=毛巾"
    for label, address in ways:
        assert f"共 {label.split()[-2]} 件" in page_at(client, address).text("h1")
    # Nothing is promised that finds nothing either.
    page = page_at(client, "/search?q=卫星&f.颜色=米白&price=-5")
    assert "去掉所有筛选条件" not in page.text("main")


def test_only_plain_searches_are_for_search_engines(client: FlaskClient) -> None:
    def robots(address: str) -> str:
        tags = page_at(client, address).tags
        found = [a["content"] for tag, a in tags if tag == "meta" and a.get("name") == "robots"]
        return found[0] if found else ""

    for plain in ("/search", "/search?q=毛巾", "/search?q=毛巾&page=2"):
        assert robots(plain) == "", plain
    for other in ("f.brand=三利", "price=-50", "sort=newest", "size=20", "raw=1", "drop=brand"):
        assert robots(f"/search?q=毛巾&{other}") == "noindex,follow", other
    assert robots("/search?q=卫星") == "noindex,follow"


def test_a_script_is_sent_what_changes_and_the_address_to_show(client: FlaskClient) -> None:
    address = "/search?q=毛巾&f.brand=三利&sort=price_asc"
    whole = client.get(address)
    part = client.get(address + "&price_low=&price_high=20", headers={"HX-Request": "true"})
    assert part.status_code == 200
    shown = unquote(part.headers["HX-Push-Url"])
    assert shown == "/search?q=毛巾&f.brand=三利&price=-20&sort=price_asc"
    assert "HX-Request" in part.headers["Vary"]
    assert "HX-Request" in whole.headers["Vary"]
    read_part = read(part.get_data(as_text=True))
    assert {"html", "head", "body", "main"}.isdisjoint(tag for tag, _ in read_part.tags)
    # The same address without a script has the same hits, filters and title.
    page = page_at(client, part.headers["HX-Push-Url"])
    assert part.headers["HX-Push-Url"] == page.attributes("link", rel="canonical")["href"]
    for tag in ("h1", "h3", "title", "fieldset", "ol"):
        assert read_part.text(tag) == page.text(tag), tag
    back = client.get(address, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert back.data == whole.data


def test_a_page_of_48_hits_and_12_facets_is_light(tmp_path: Path) -> None:
    settings = Settings.from_env({}, tmp_path)
    with Shop(settings) as shop:
        shop.store.products.upsert([rich_product(number) for number in range(96)])
        rebuild(shop.products)
    services = Services.open(settings)
    html = create_app(services).test_client().get("/search?q=手机").get_data(as_text=True)
    services.close()
    page = read(html)
    assert page.text("h3").count("手机") == 48
    assert len([tag for tag, _ in page.tags if tag == "fieldset"]) == 12
    assert "温馨提示" not in page.text("legend")  # sentences are nothing to choose by
    assert len(html.encode()) <= 60_000


def rich_product(number: int) -> Product:
    """A product as full catalogues have them: a long title, many attributes with many values."""
    return Product(
        id=DocumentId(f"{100_000 + number}"),
        title=f"品牌{number % 20} 全网通5G智能手机 曜石黑 双卡双待 官方正品 第{number}号",
        price=fen(999 + 37 * number),
        list_price=fen(1999 + 37 * number),
        brand=f"品牌{number % 20}",
        category=("手机数码", "手机通讯", f"手机{number % 4}"),
        attributes={f"规格参数{n}": (f"数值{number * (n + 3) % 24}",) for n in range(9)}
        | {"温馨提示": (f"第 {number} 批货：" + "首次使用前请充满电，远离火源，" * 3,)},
        sales=number * 310,
        rating=4.5,
        tags=("自营", "包邮", "分期"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "{{ 7*7 }}{% raw %}",
        "javascript:alert(1)",
        "手机\u202e\u0000\x07 &amp; <b>",
        "😀👨\u200d👩",
        "+ - : ( ) \" * ' ; DROP TABLE products; --",
        "   ",
    ],
)
def test_a_hostile_query_is_text_everywhere(client: FlaskClient, text: str) -> None:
    response = client.get("/search", query_string={"q": text, "f.brand": text, "drop": text})
    html = response.get_data(as_text=True)
    page = read(html)
    assert response.status_code == 200
    assert {"b", "i", "u"}.isdisjoint(tag for tag, _ in page.tags)
    scripts = [attrs.get("src", "") for tag, attrs in page.tags if tag == "script"]
    assert all(source.startswith("/static/") for source in scripts)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert "49" not in page.text("h1")
    assert page.attributes("input", id="q")["value"].strip("\0\n\r") == text.strip("\0\n\r")


def test_odd_bytes_in_an_address_are_no_server_error(client: FlaskClient) -> None:
    for query in ("q=%ff%fe", "q=%E6%89", "f.%ff=1", "q=a&q=b&&=&;", "%00=%00", "f.=1"):
        assert client.get(f"/search?{query}").status_code in (200, 400), query


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("page=0", "页码“0”不行，请给 1 到 5000 的整数。"),
        ("page=x", "页码“x”不行，请给 1 到 5000 的整数。"),
        ("page=99999", "请加些条件缩小范围"),
        ("sort=up", "没有“up”这种排序"),
        ("price=cheap", "看不懂"),
        ("f.没有这个属性=1", "没有这个属性"),
        ("q=" + "长" * 1001, "至多 1000 字"),
    ],
)
def test_what_cannot_be_answered_is_said_on_a_page(
    client: FlaskClient, query: str, says: str
) -> None:
    response = client.get(f"/search?{query}")
    assert response.status_code == 400
    page = read(response.get_data(as_text=True))
    assert says in page.text("main")
    assert "地址里的" not in page.text("main")
    assert page.link("看看全部商品") == "/search"


def test_every_page_has_its_landmarks_and_labels(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=手机")
    tags = [tag for tag, _ in page.tags]
    assert tags.count("main") == tags.count("h1") == 1
    assert page.attributes("form", role="search")
    named = {attrs["for"] for tag, attrs in page.tags if tag == "label" and "for" in attrs}
    inputs = [attrs for tag, attrs in page.tags if tag == "input"]
    for attrs in inputs:
        inside_label = attrs.get("type") in ("hidden", "checkbox")
        assert inside_label or attrs.get("id") in named or attrs.get("aria-label"), attrs
    assert all("aria-label" in attrs for tag, attrs in page.tags if tag == "nav")
    assert all("alt" in attrs for tag, attrs in page.tags if tag == "img")
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
