"""What is given up where nothing meets everything: no more than must be, and it is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import DocumentId
from query.page import SearchPage
from query.search import SearchService
from tests.query.asking import asked, broken_promises, found
from tests.query.understood import good, reading

_PHONES, _USED = "手机数码/手机通讯/手机", "手机数码/手机通讯/二手手机"
_SHOES = "鞋靴/运动鞋/跑步鞋"

GOODS = (
    good("P1", "苹果 iPhone 17 手机 黑色", _PHONES, brand="苹果", 颜色="黑色"),
    good("P2", "小米 Redmi 手机 黑色", _PHONES, brand="小米", 颜色="黑色"),
    good("P3", "苹果 iPhone 17 平板伴侣 白色", "手机数码/平板/平板电脑", brand="苹果", 颜色="白色"),
    good("U1", "苹果 iPhone 13 二手 9成新", _USED, brand="苹果", 颜色="白色"),
    good("U2", "苹果 iPhone 13 二手 黑色", _USED, brand="苹果", 颜色="黑色"),
    good("K1", "手机壳 适用 iPhone 13", "手机数码/手机配件/手机壳", brand="倍思"),
    good("R1", "安踏 女鞋 轻便 跑鞋", _SHOES, brand="安踏", 适用性别="女", 尺码="38"),
    good("R2", "安踏 男鞋 轻便 跑鞋", _SHOES, brand="安踏", 适用性别="男", 尺码="42"),
    good("C1", "小熊 电饭煲 5L", "家电/厨房小电/电饭煲", brand="小熊", 容量="5L"),
    good("C2", "小熊 电饭煲 3L", "家电/厨房小电/电饭煲", brand="小熊", 容量="3L"),
    good("C3", "美的 电热水壶", "家电/厨房小电/电热水壶", brand="美的"),
    good("N1", "联想 拯救者 笔记本电脑 RTX5060", "电脑/整机/笔记本电脑", brand="联想"),
    good("N2", "惠普 星 笔记本电脑", "电脑/整机/笔记本电脑", brand="惠普"),
    good("L1", "瑜伽垫 学生宿舍", "运动/健身/健身器材", brand="迪卡侬"),
    good("L2", "床帘 宿舍上铺", "家居/床品/床品套件", brand="南极人"),
)


def told(page: SearchPage) -> str:
    """What the page says of what was given up."""
    return " ".join(notice.text for notice in page.notices)


def test_the_type_that_a_model_implies_gives_way_to_the_shelf_it_is_on(
    understood: SearchService,
) -> None:
    page = asked(understood, "iphone 13")
    assert {hit.id for hit in page.hits} == {"U1", "U2"}
    assert "手机" in told(page)
    assert "iPhone 13" not in told(page)
    assert "category" not in {chip.slot for chip in page.chips}


def test_what_was_typed_beside_such_a_model_still_filters(understood: SearchService) -> None:
    page = asked(understood, "iphone 13 白色")
    assert found(understood, "iphone 13 白色") == ["U1"]
    assert "白色" not in told(page)


def test_a_colour_is_given_up_before_the_type_that_a_model_implies(
    understood: SearchService,
) -> None:
    page = asked(understood, "iphone 17 白色")
    assert [hit.id for hit in page.hits] == ["P1"]
    assert "白色" in told(page)


@pytest.mark.parametrize(
    ("text", "ids", "missing", "there"),
    [
        ("跑鞋 女 37.5", {"R1"}, "37.5", "女"),
        ("美的电饭煲 5L", {"C1"}, "美的", "5L"),
        ("美的电饭煲 5L 卫星通话", {"C1"}, "卫星通话", "5L"),
    ],
)
def test_only_that_is_given_up_without_which_there_is_nothing(
    understood: SearchService, text: str, ids: set[str], missing: str, there: str
) -> None:
    page = asked(understood, text)
    assert {hit.id for hit in page.hits} == ids
    assert missing in told(page)
    assert there not in told(page)


def test_chips_of_relaxed_pages_keep_their_promise(understood: SearchService) -> None:
    for text in (
        "跑鞋 女 37.5",
        "美的电饭煲 5L",
        "iphone 13 白色",
        "游戏本 联想",
        "手机 宿舍",
        "安踏 宿舍",
    ):
        assert not broken_promises(understood, text), text


def test_a_type_that_the_shop_lacks_is_looked_for_in_the_wider_one(
    understood: SearchService,
) -> None:
    page = asked(understood, "游戏本")
    assert {hit.id for hit in page.hits} == {"N1", "N2"}
    assert "没有“游戏本”" in told(page)
    assert found(understood, "游戏本 RTX5060") == ["N1"]
    assert found(understood, "联想 游戏本") == ["N1"]
    assert asked(understood, "游戏本 不要联想 不要惠普").total == 0
    assert asked(understood, "电饭煲 50以内").total == 0  # there are some, and none so cheap


def test_words_that_only_order_are_required_where_they_are_all(understood: SearchService) -> None:
    assert set(found(understood, "宿舍")) == {"L1", "L2"}
    assert set(found(understood, "宿舍 不要迪卡侬")) == {"L2"}
    assert found(understood, "迪卡侬 宿舍") == ["L1"]


def test_a_wish_that_only_orders_is_told_where_nothing_meets_it(
    understood: SearchService,
) -> None:
    for text, wish in (("不辣的电饭煲", "不辣"), ("夏季跑鞋", "夏季")):
        page = asked(understood, text)
        assert page.total == 2, text
        [notice] = page.notices
        assert (notice.kind, len(notice.slots)) == ("unmet", 1)
        assert wish in notice.text
        assert not asked(understood, text, ("drop", notice.slots[0])).notices
    assert asked(understood, "轻便跑鞋").notices == ()  # the title of the first says it
    assert asked(understood, "女鞋 轻便", ("page", "2")).notices == ()
    assert asked(understood, "宿舍").notices == ()  # required: it has nothing to order


def test_a_wish_that_an_attribute_meets_is_not_told(tmp_path: Path) -> None:
    goods = (
        good("A", "甲鸣 保温杯", "家居/水具/保温杯", brand="甲鸣", 适用季节="夏季"),
        good("B", "甲鸣 保温杯 大容量", "家居/水具/保温杯", brand="甲鸣", 适用季节="冬季"),
    )
    with reading(tmp_path, goods) as service:
        assert asked(service, "夏季保温杯").notices == ()
        [notice] = asked(service, "秋季保温杯").notices
        assert notice.kind == "unmet"


@pytest.mark.parametrize(
    ("text", "attribute", "value", "description"),
    [
        ("春秋 保温杯", "适用季节", "春秋", ""),  # which is kept as two values
        ("轻便 保温杯", "卖点", "轻便", ""),
        ("婴儿保温杯", "颜色", "白色", "婴儿可用"),
    ],
)
def test_what_another_field_says_is_not_told_as_missing(
    tmp_path: Path, text: str, attribute: str, value: str, description: str
) -> None:
    cup = replace(
        good("", "甲鸣 保温杯", "家居/水具/保温杯", brand="甲鸣"),
        attributes={attribute: (value,)},
        description=description,
    )
    with reading(tmp_path, [replace(cup, id=DocumentId(f"A{n}")) for n in range(9)]) as service:
        page = asked(service, text)
        assert (page.total, page.notices) == (9, ())


def test_what_is_on_another_page_does_not_meet_a_wish(tmp_path: Path) -> None:
    cups = [good(f"A{n}", "甲鸣 长柄 保温杯", "家居/水具/保温杯", brand="甲鸣") for n in range(10)]
    other = good("B", "甲鸣 轻便 长嘴 保温杯", "家居/水具/保温杯", brand="甲鸣")
    with reading(tmp_path, (*cups, other)) as service:
        page = asked(service, "长柄 轻便 保温杯")
        assert (page.total, [notice.kind for notice in page.notices]) == (10, ["unmet"])


def test_a_wish_beside_a_chosen_brand_is_told_too(tmp_path: Path) -> None:
    cups = [good(f"A{n}", "甲鸣 保温杯", "家居/水具/保温杯", brand="甲鸣") for n in range(9)]
    with reading(tmp_path, cups) as service:
        for choice in ((), (("f.brand", "甲鸣"),)):
            page = asked(service, "甲鸣 轻便", *choice)
            assert (page.total, [notice.kind for notice in page.notices]) == (9, ["unmet"])


def test_the_name_of_a_brand_is_no_name_of_a_type_that_the_shop_has_not(
    understood: SearchService, tmp_path: Path
) -> None:
    assert asked(understood, "红富士").total == 0  # 苹果 in these titles is a phone's
    fruit = good("F1", "烟台红富士苹果 5斤", "生鲜/水果/苹果")
    with reading(tmp_path, (*GOODS, fruit)) as service:
        assert found(service, "红富士") == ["F1"]
