"""包邮, 自营, 二手 narrow a search to what the catalogue says of its products."""

from dataclasses import replace

import pytest

from indexer.catalog import Product
from query.search import SearchService
from tests.query.asking import asked, broken_promises, found
from tests.query.understood import good

PHONES, USED, CASES = "手机数码/手机", "手机数码/二手手机", "手机数码/配件/手机壳"


def tagged(product: Product, *tags: str) -> Product:
    return replace(product, tags=tags)


GOODS = (
    tagged(good("P1", "苹果 iPhone 16 手机", PHONES, brand="苹果"), "自营", "包邮"),
    tagged(good("P2", "苹果 iPhone 15 手机", PHONES, brand="苹果"), "包邮"),
    good("U1", "苹果 iPhone 14 备用机", USED, brand="苹果"),
    good("U2", "苹果 iPhone 13 手机", PHONES, brand="苹果", 成色="95新"),
    good("C1", "磁吸手机壳 透明 包邮", CASES),
    tagged(good("C2", "液态硅胶手机壳", CASES), "包邮"),
    good("C3", "磨砂手机壳", CASES),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二手苹果手机", {"U1", "U2"}),
        ("二手苹果", {"U1", "U2"}),
        ("自营 手机", {"P1"}),
        ("手机 包邮", {"P1", "P2"}),
        ("自营 包邮 手机", {"P1"}),
        ("包邮 手机壳", {"C1", "C2"}),
        ("不要二手的苹果手机", {"P1", "P2"}),
        ("手机壳 不要包邮 不要自营", {"C3"}),
        ("手机 不要自营 不要二手", {"P2"}),
        ("苹果手机 不要二手翻新", {"P1", "P2"}),
        ("苹果手机 不要二手和翻新的", {"P1", "P2"}),
        ("苹果手机 不要二手 包邮", {"P1", "P2"}),
        ("苹果手机 二手的不要", {"P1", "P2"}),
        ("苹果手机 二手和翻新不要", {"P1", "P2"}),
        ("苹果手机 二手翻新的不要", {"P1", "P2"}),
        ("二手不要 手机", {"P1", "P2"}),
    ],
)
def test_a_promise_is_kept(understood: SearchService, text: str, expected: set[str]) -> None:
    assert set(found(understood, text)) == expected


@pytest.mark.parametrize("text", ["二手苹果手机", "包邮 手机壳", "自营 包邮 手机", "二手苹果"])
def test_its_chip_says_what_is_found_without_it(understood: SearchService, text: str) -> None:
    assert "flags" in [chip.slot for chip in asked(understood, text).chips]
    assert not broken_promises(understood, text)


def test_its_chip_names_it(understood: SearchService) -> None:
    labels = [chip.label for chip in asked(understood, "自营 包邮 手机").chips]
    assert "标签：自营、包邮" in labels
    refused = asked(understood, "不要二手的苹果手机")
    assert refused.chips[0].label == "不要标签：二手"


def test_a_promise_that_nothing_keeps_is_given_up_and_told(understood: SearchService) -> None:
    page = asked(understood, "特价 手机壳")
    assert {hit.id for hit in page.hits} == {"C1", "C2", "C3"}
    assert page.notices[0].slots == ("flags",)
    assert "促销" in page.notices[0].text
