"""Quantities and prices that are not wanted, in the words that people refuse them in."""

import pytest

from query.search import SearchService
from tests.query.asking import asked, broken_promises, found
from tests.query.understood import good

PHONES = "手机数码/手机通讯/手机"

GOODS = (
    good("S", "小米手机 64GB", PHONES, price=1000, 机身存储="64GB", 运行内存="4GB"),
    good("M", "小米手机 128GB", PHONES, price=2000, 机身存储="128GB", 运行内存="4GB"),
    good("L", "小米手机 256GB 全面屏", PHONES, price=3000, 机身存储="256GB", 运行内存="8GB"),
    good("X", "小米手机 512GB 全面屏 5G", PHONES, price=4000, 机身存储="512GB", 运行内存="8GB"),
    good(
        "N",
        "诺基亚手机 全面升级 防水",
        PHONES,
        brand="诺基亚",
        price=500,
        机身存储="32GB",
        运行内存="2GB",
    ),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("手机 不要128g", "NSLX"),
        ("不要128g的手机", "NSLX"),
        ("不要128g手机", "NSLX"),
        ("不要128g存储的手机", "NSLX"),
        ("手机 128g不要", "NSLX"),
        ("手机 不要64g和128g", "NLX"),
        ("不要64g或128g的手机", "NLX"),
        ("手机 64g和128g的不要", "NLX"),
        ("不要64g要128g的手机", "M"),
        ("手机 不要4G内存", "NLX"),
        ("不要4g内存的手机", "NLX"),
        ("4G内存 手机", "SM"),
        ("不要3000以上的手机", "NSML"),
        ("手机 3000以上不要", "NSML"),
        ("不要2000左右的手机", "NSLX"),
        ("手机 不要1000-2500的", "NLX"),
        ("1000到3000的手机 不要2000左右的", "SL"),
        ("手机 3000以上就不要了", "NSML"),
        ("手机 3000以上的都不要", "NSML"),
        ("手机 不要1000左右和2000左右的", "NLX"),
        ("手机 1000左右和2000左右的不要", "NLX"),
        ("不要1000以下和3000以上的手机", "SML"),
        ("手机 3000以内不要低于1000", "SML"),
        ("手机 要2000左右不要3000以上", "M"),
        ("手机 2000左右的不要诺基亚", "M"),
        ("手机 2000以内的不要64g", "NM"),
        ("手机 4g内存不要", "NLX"),
        ("手机 64g存储的不要", "NMLX"),
        ("手机 128g不要256g要", "L"),
        ("手机 64g不要128g也不要", "NLX"),
        ("手机 除了128g都可以", "NSLX"),
        ("不要128g小米手机", "SLX"),
        ("手机 不要128g和诺基亚", "SLX"),
        ("手机 不要诺基亚和128g", "SLX"),
        ("5G手机 内存8g", "X"),
        ("手机 不要诺基亚以外的", "N"),
        ("手机 不要64g不要128g不要256g", "NX"),
        ("不要64g不要128g要256g的手机", "L"),
        ("手机 要小米不要诺基亚不要三星", "SMLX"),
        ("手机 3000以上的不要啊", "NSML"),
        ("手机 64g的不要128g的也不要", "NLX"),
        ("不要诺基亚以外的手机", "N"),
        ("不要诺基亚", "SMLX"),
        ("不要全面屏", "NSM"),
        ("手机 不要全面屏", "NSM"),
        ("不要全面屏的手机", "NSM"),
    ],
)
def test_the_opposite_is_never_shown(understood: SearchService, text: str, ids: str) -> None:
    assert set(found(understood, text)) == set(ids)
    assert {notice.kind for notice in asked(understood, text).notices} == set()
    assert broken_promises(understood, text) == []
