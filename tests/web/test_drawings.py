"""Pictures that are drawn where a feed has none: chosen by the words of any catalogue."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import web
from tests.web.reading import read
from web.shop.drawings import product_drawing
from web.shop.icons import ICONS, icon_of

_SPRITE = Path(web.__file__).parent / "static" / "icons.svg"


@pytest.mark.parametrize(
    ("category", "title", "icon"),
    [
        (("手机数码", "手机"), "华为 Mate 60 Pro", "phone"),
        (("手机数码", "手机配件"), "华为手机壳 Mate 60 保护套", "case"),
        (("数码", "配件"), "无线耳机 降噪", "headphones"),
        (("食品", "糖果巧克力"), "牛奶巧克力 礼盒", "cookie"),
        (("食品", "牛奶"), "纯牛奶 250ml*12", "milk"),
        (("家居", "保温杯"), "316不锈钢", "cup"),
        (("家居", "毛巾"), "纯棉 加厚吸水", "towel"),
        ((), "飞天茅台 53度 白酒", "wine"),
        (("美妆",), "补水面膜 10片", "facemask"),
        (("宠物生活", "主粮"), "成猫通用", "pet"),
        (("汽车用品", "汽车装饰", "脚垫座垫"), "适用丰田脚垫 防水", "car"),
        (("文具", "书写工具"), "按动笔 12支装", "pen"),
        (("家庭清洁", "清洁工具", "拖把扫把"), "平板拖把懒人吸水", "mop"),
        (("内衣", "内裤"), "纯棉 三条装", "briefs"),
        (("家庭清洁", "未知的一类"), "某种东西", "soap"),  # by the level above
        (("家庭清洁", "驱蚊用品"), "驱蚊水 婴儿房可用 露营", "spray"),
        # Not what its leaf says, where the title begins with the name of another thing.
        (("一次性用品", "垃圾袋"), "加厚一次性纸杯 50只", "cup"),
        (("一次性用品", "垃圾袋"), "抽绳垃圾袋 配手套", "sack"),
        (("数码", "充电器"), "30W充电器 适用平板电脑", "cable"),
        (("数码", "充电器"), "适用苹果手机 快充 送数据线", "cable"),
        (("家居", "沙发"), "真皮 客厅家用 生日礼物", "sofa"),
        (("酒水饮料",), "", "drink"),
        (("童装童鞋",), "", "shoe"),
        (("未知",), "某种东西 包邮", None),
        (("Phones",), "Mate 60", None),
        ((), "", None),
    ],
)
def test_the_last_noun_says_what_a_thing_is(
    category: tuple[str, ...], title: str, icon: str | None
) -> None:
    assert icon_of(category, title) == icon


def test_every_icon_is_drawn_and_every_drawing_is_used() -> None:
    drawn = re.findall(r'<symbol id="(\w+)"', _SPRITE.read_text())
    assert sorted(drawn) == sorted(ICONS)
    assert len(drawn) >= 24


def test_a_character_stands_where_no_word_is_known() -> None:
    drawing = product_drawing({"title": "……Mate", "category": []})
    assert (drawing.icon, drawing.initial) == (None, "M")
    assert product_drawing({"title": "……"}).initial == "货"


def test_pages_point_to_one_file_of_drawings(client: FlaskClient) -> None:
    page = read(client.get("/search?q=毛巾").get_data(as_text=True))
    used = {attrs["href"] for tag, attrs in page.tags if tag == "use"}
    assert {address.partition("#")[2] for address in used} == {"towel"}
    with client.get(next(iter(used)).partition("#")[0]) as sprite:
        assert sprite.mimetype == "image/svg+xml"
        assert "immutable" in sprite.headers["Cache-Control"]
