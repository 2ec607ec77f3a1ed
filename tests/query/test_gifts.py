"""A gift is whatever suits the person or the day, not only what is called one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from query.search import SearchService
from tests.query.asking import broken_promises, found
from tests.query.understood import good, reading

LIPS, TOYS, RICE = "美妆个护/彩妆/口红", "玩具乐器/积木", "食品饮料/粮油/大米"
PENS = "文具/笔/钢笔"

GOODS = (
    good("L1", "丝绒哑光口红 送女友", LIPS),
    good("L2", "滋润口红", LIPS),
    good("T1", "积木 益智 生日礼物", TOYS),
    good("T2", "积木 城堡 六一儿童节", TOYS),
    good("R1", "盘锦大米 5kg 礼品", RICE),
    good("R2", "五常大米 5kg", RICE),
    good("P1", "钢笔 金尖 送礼", PENS),
    good("P2", "钢笔 练字", PENS),
)


@pytest.fixture(scope="module")
def understood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    folder: Path = tmp_path_factory.mktemp("gifts")
    with reading(folder, GOODS) as service:
        yield service


@pytest.mark.parametrize(
    ("text", "expected", "first"),
    [
        ("送女朋友的礼物", {"L1", "P1", "R1", "T1"}, "L1"),
        ("儿童节礼物", {"T2", "P1", "R1", "T1"}, "T2"),
        ("礼物", {"P1", "R1", "T1"}, None),
        ("送老师的礼物", {"P1", "R1", "T1"}, None),
        ("送女友的口红", {"L1", "L2"}, "L1"),
    ],
)
def test_what_suits_the_person_or_the_day_is_a_gift(
    understood: SearchService, text: str, expected: set[str], first: str | None
) -> None:
    hits = found(understood, text)
    assert set(hits) == expected
    assert first in (None, hits[0])


def test_chips_of_gifts_keep_their_promises(understood: SearchService) -> None:
    for text in ("送女朋友的礼物", "儿童节礼物", "送妈妈的生日礼物"):
        assert broken_promises(understood, text) == []
