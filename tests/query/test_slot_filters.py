"""Which products a slot's filter lets pass, those that say it in their titles alone among them."""

from pathlib import Path

import pytest

from query.search import SearchService
from tests.query.asking import found
from tests.query.understood import good, reading

PHONE, CASE = "手机数码/手机通讯/手机", "手机数码/手机配件/手机壳"
FACE, LIPS = "美容护肤/护肤", "美容护肤/彩妆"

GOODS = (
    good("P1", "小米 红米5A 3GB+32GB", PHONE, brand="小米", 机身存储="32GB", 颜色="曜石黑"),
    good("P2", "小米 红米Note5 白条免息", PHONE, brand="小米", 机身存储="64GB", 颜色="香槟金"),
    good("P3", "华为手机电信版 4GB+64GB"),
    good("P4", "华为手机壳 防摔"),
    good("P5", "适用华为手机 磁吸保护壳"),
    good("P6", "华为手机 机6 白色 3GB+128GB"),
    good("P7", "OPPO手机 6GB+128GB"),
    good("P8", "荣耀手机 移动联通4G 12GB+512GB", 内存="12GB", 机身存储="512GB"),
    good("W1", "绿联 Lightning充电线 2米 适用iPhone14/13", "手机数码/数据线"),
    good("W2", "山泽 双Type-C充电线 2米", "手机数码/数据线"),
    good("C1", "华为手机壳 透明", CASE, brand="华为"),
    good("M1", "欧珀莱乳液 保湿", f"{FACE}/乳液", brand="欧珀莱"),
    good("M2", "欧珀莱保湿乳 120ml"),
    good("M3", "佰草集保湿洁面乳 泡沫"),
    good("L1", "兰蔻口红 正红", f"{LIPS}/口红", brand="兰蔻"),
    good("L2", "兰蔻唇釉 丝绒", f"{LIPS}/唇彩", brand="兰蔻"),
    good("L3", "兰蔻唇釉 镜面", f"{LIPS}/口红", brand="兰蔻"),
    good("L4", "唇釉刷 便携", "家居/收纳"),
    good("S1", "客厅沙发 头层牛皮", "家居/沙发", 材质="头层牛皮"),
    good("S2", "客厅沙发 免洗", "家居/沙发", 材质="PU皮"),
    good("S3", "客厅沙发 简约", "家居/沙发", 材质="棉麻"),
    good("S4", "客厅沙发 北欧", "家居/沙发"),
    good("B1", "记忆棉床垫1.8米 静音", "家居/床垫"),
    good("B2", "椰棕床垫 1.5米 静音", "家居/床垫"),
    good("D1", "布艺软榻三人位 可拆洗", "家居/软榻"),
    good("D2", "布艺软榻四人位 可拆洗", "家居/软榻"),
    good("T1", "爽肤水 无酒精 补水", f"{FACE}/爽肤水", 成分="甘油"),
    good("T2", "爽肤水 收缩毛孔", f"{FACE}/爽肤水", 成分="酒精"),
    good("T3", "爽肤水 补水", f"{FACE}/爽肤水"),
)


def test_a_title_that_only_joins_two_words_is_no_accessory(understood: SearchService) -> None:
    assert set(found(understood, "华为手机")) == {"P3", "P6"}  # 机电 of 电池 stands in 手机电信


def test_a_network_in_a_title_is_no_memory_where_an_attribute_tells(
    understood: SearchService,
) -> None:
    assert found(understood, "4GB内存手机") == ["P3"]


def test_a_word_of_a_title_stands_together(understood: SearchService) -> None:
    assert set(found(understood, "乳液")) == {"M1", "M2"}  # 保湿乳 is one, 保湿洁面乳 is none


def test_a_narrower_type_stands_under_the_wider_one_or_beside_it(understood: SearchService) -> None:
    assert set(found(understood, "唇釉")) == {"L2", "L3"}


def test_one_character_of_a_title_is_no_color(understood: SearchService) -> None:
    assert found(understood, "白色手机") == ["P6"]


def test_a_quantity_of_a_title_stands_as_one_word(understood: SearchService) -> None:
    assert found(understood, "手机 6gb+128gb") == ["P7"]  # the others have a 6 here and gb there


def test_a_quantity_is_found_in_titles_too(understood: SearchService) -> None:
    assert set(found(understood, "64g的手机")) == {"P2", "P3"}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("床垫 1.8米", "B1"),
        ("1.5m床垫", "B2"),
        ("床垫 1.8公尺", "B1"),
        ("软榻 三人位", "D1"),
        ("4人位 软榻", "D2"),
    ],
)
def test_titles_write_quantities_in_units_and_numerals_of_their_own(
    understood: SearchService, text: str, id_: str
) -> None:
    assert found(understood, text) == [id_]


def test_what_fits_a_line_of_a_brand_fits_the_brand(understood: SearchService) -> None:
    assert found(understood, "苹果充电线") == ["W1"]


def test_who_wants_no_leather_wants_no_imitation(understood: SearchService) -> None:
    assert set(found(understood, "沙发 不要皮的")) == {"S3", "S4"}
    assert set(found(understood, "皮革 沙发")) == {"S1", "S2"}


def test_a_claim_of_titles_excludes_and_comes_first(understood: SearchService) -> None:
    assert found(understood, "无酒精 爽肤水") == ["T1", "T3"]


def test_an_attribute_that_holds_types_says_what_a_product_is(tmp_path: Path) -> None:
    goods = (
        good("W1", "龟牌 大容量 四季", "汽车/清洗/洗车用品", 品名="玻璃水"),
        good("W2", "龟牌 泡沫 浓缩", "汽车/清洗/洗车用品", 品名="洗车液"),
        good("J1", "乐事 桶装", "食品/零食/膨化食品", 品名="薯片", 口味="玻璃水"),
        good("B1", "贝亲 80抽 带盖", "母婴/尿裤湿巾/婴儿湿巾", 口味="原味"),
        good("B2", "心相印 湿巾 便携", "清洁/纸品/抽纸", 口味="原味"),
    )
    with reading(tmp_path, goods) as service:
        assert found(service, "玻璃水") == ["W1"]
        assert set(found(service, "湿巾")) == {"B1", "B2"}
        assert found(service, "龟牌 不要玻璃水") == ["W2"]
