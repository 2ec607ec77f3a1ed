"""Searches whose texts are read: in which order what was understood shows its hits."""

from pathlib import Path

from tests.query.asking import found
from tests.query.understood import good, reading

POWDER, CREAM = "美容护肤/彩妆/粉饼", "美容护肤/护肤/面霜"


def test_what_is_more_than_the_type_decides_the_order(tmp_path: Path) -> None:
    goods = [
        good("A", "粉饼 配粉饼盒", POWDER),
        good("B", "干湿两用定妆粉饼 轻薄遮瑕 保湿", POWDER),
        *(good(f"C{n}", f"{'保湿' * (n % 3 == 0)}面霜 {n} 号", CREAM) for n in range(30)),
    ]
    with reading(tmp_path, goods) as service:
        assert found(service, "保湿粉饼") == ["B", "A"]
