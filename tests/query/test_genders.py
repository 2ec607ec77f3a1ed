"""男 and 女 leave out what is for the other one, whatever says so, and nothing that is for all."""

import pytest

from query.search import SearchService
from tests.query.asking import asked, broken_promises, found
from tests.query.understood import good

HERS, HIS = "服饰内衣/女装/T恤", "服饰内衣/男装/T恤"
SHOES, SCENT, CLEANSERS = "鞋靴/单鞋", "美妆/香水", "美妆/洁面"

GOODS = (
    good("T1", "短袖T恤 纯棉", HERS),
    good("T2", "短袖T恤 宽松", HIS),
    good("T3", "T恤女 印花"),
    good("T4", "情侣T恤男女 纯色", "服饰内衣/T恤"),
    good("T5", "纯色T恤", "服饰内衣/T恤"),
    good("S1", "短靴 粗跟", SHOES, 适用性别="女"),
    good("S2", "短靴 系带", SHOES, 适用性别="男"),
    good("S3", "短靴 平底", SHOES, 适用性别="男女"),
    good("S4", "短靴 马丁", "鞋靴/男女靴"),
    good("X1", "淡香水 50ml", SCENT, 适用人群="男士"),
    good("X2", "花香香水 50ml", SCENT, 适用人群="女士"),
    good("X3", "木质香水 50ml", SCENT),
    good("F1", "泡沫洗面奶 洗面奶", CLEANSERS),
    good("F2", "珂润泡沫慕斯洗面奶", CLEANSERS),
    good("F3", "男士火山泥控油深层清洁毛孔磨砂洁面膏 洗面奶 150ml", CLEANSERS),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T恤 女", {"T1", "T3", "T4", "T5"}),
        ("男T恤", {"T2", "T4", "T5"}),
        ("短靴 女", {"S1", "S3", "S4"}),
        ("男士香水", {"X1", "X3"}),
        ("T恤 不要男款", {"T1", "T3", "T4", "T5"}),
        ("男", {"T2", "T4", "S2", "S3", "S4", "X1", "F3"}),
    ],
)
def test_who_it_is_for(understood: SearchService, text: str, expected: set[str]) -> None:
    assert set(found(understood, text)) == expected
    assert not asked(understood, text).notices


@pytest.mark.parametrize("text", ["T恤 女", "短靴 女", "男士香水"])
def test_every_chip_keeps_its_promise(understood: SearchService, text: str) -> None:
    assert "attributes.gender" in [chip.slot for chip in asked(understood, text).chips]
    assert not broken_promises(understood, text)


def test_what_says_that_it_is_for_them_stands_before_what_may_be(
    understood: SearchService,
) -> None:
    assert found(understood, "洗面奶 男士")[0] == "F3"
