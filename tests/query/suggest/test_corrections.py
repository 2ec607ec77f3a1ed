"""A text with an error shows what was meant; one without is answered as if there were no errors."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.suggest import Action, Rule, SuggestService
from query.suggest.letters import Writing, slipped, slips
from query.suggest.phrases import Kind
from query.suggest.slips import Slips
from tests.query.suggest.errors import KINDS, drawn
from tests.query.suggest.phrases import index_of, phrase, service_of, texts

PHRASES = (
    phrase("苹果手机", weight=0.9), phrase("蓝牙耳机", weight=0.8), phrase("华为", Kind.BRAND, aliases=("HUAWEI",)),
    phrase("小米", Kind.BRAND, 0.7), "小米手机", "小米14手机", "洗面奶", "牛奶", "连衣裙", "充电器", "护发素", "中国红茶",
    "iPhone 15", "vivo平板电脑", "绿茶", "杯子", "被子", "手电筒",
)  # fmt: skip
SHOP = service_of(*PHRASES)


def shown(typed: str, service: SuggestService = SHOP) -> list[str]:
    return [one.text for one in service.suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("平果手机", "苹果手机"),  # another character of that sound
        ("平果手", "苹果手机"),
        ("平果shouj", "苹果手机"),
        ("兰牙耳机", "蓝牙耳机"),
        ("兰牙", "蓝牙耳机"),
        ("蘋菓手機", "苹果手机"),
        ("洗面乃", "洗面奶"),
        ("liulai", "牛奶"),  # sounds that many do not tell apart
        ("牛赖", "牛奶"),
        ("pinguosouji", "苹果手机"),
        ("pinguosou", "苹果手机"),
        ("zongguohong", "中国红茶"),
        ("fufasu", "护发素"),
        ("夫法素", "护发素"),
        ("xiaomu", "小米"),  # letters
        ("xioami", "小米"),
        ("xiaoomi", "小米"),
        ("huawie", "华为"),
        ("huwei", "华为"),
        ("lianyiqunn", "连衣裙"),
        ("lianyqiu", "连衣裙"),
        ("chongdianiq", "充电器"),
        ("zhongguohongcaha", "中国红茶"),
        ("iphnoe", "iPhone 15"),
        ("iphon15", "iPhone 15"),
        ("苹果shuoji", "苹果手机"),
        ("洗面nia", "洗面奶"),
        ("苹手果机", "苹果手机"),  # characters
        ("苹果果手", "苹果手机"),
        ("苹手机", "苹果手机"),
        ("充器", "充电器"),
        ("vivo板电脑", "vivo平板电脑"),
    ],
)
def test_what_was_meant_is_shown(typed: str, meant: str) -> None:
    assert meant in shown(typed)[:3]


@pytest.mark.parametrize(
    ("wrong", "error", "meant"),
    [("平果手机", 2, "苹果手机"), ("lanyaerjj", 9, "蓝牙耳机"), ("xiaomushouji", 6, "小米手机"),
     ("zongguohongcha", 5, "中国红茶"), ("手典筒", 2, "手电筒"), ("lianyiqnu", 8, "连衣裙")],
)  # fmt: skip
def test_it_is_shown_while_the_rest_is_still_typed(wrong: str, error: int, meant: str) -> None:
    for end in range(error, len(wrong) + 1):
        assert meant in shown(wrong[:end]), wrong[:end]


@pytest.mark.parametrize(
    "typed",
    ["杯子", "被", "beizi", "小米14", "xiaom", "手机", "pingguo", "hw", "绿c", "iphone", "15"],
)
def test_what_begins_a_phrase_is_no_error(typed: str) -> None:
    assert set(shown(typed)) == set(texts(index_of(*PHRASES), typed)) != set()


@pytest.mark.parametrize(
    "typed",
    [
        "小米15",  # a number is never wrong
        "iphone16",
        "hwjs",  # first letters say too little
        "lxj",
        "果",
        "xae",
        "机手苹果",  # two errors
        "挖掘机",
        "asdfgh",
        "きき",
        "😀😀😀😀",
        "-" * 20,
    ],
)
def test_what_is_nothing_like_a_phrase_gets_nothing(typed: str) -> None:
    assert shown(typed) == []


def test_homophones_count_more_than_near_sounds_and_heavy_phrases_more_than_light_ones() -> None:
    service = service_of(
        phrase("兰花", weight=0.4), phrase("蓝花", weight=0.5), phrase("南花", weight=0.6)
    )
    assert shown("拦花", service) == ["蓝花", "兰花", "南花"]


def test_what_stands_for_the_typed_part_is_marked() -> None:
    marks = {typed: SHOP.suggest(typed)[0].highlight for typed in ("平果手", "xaiomi", "苹手机")}
    assert marks == {
        "平果手": "<mark>苹果手</mark>机",
        "xaiomi": "<mark>小米</mark>",
        "苹手机": "<mark>苹果手机</mark>",
    }


def test_a_blocked_phrase_is_not_what_was_meant() -> None:
    service = service_of(*PHRASES, rules=(Rule(action=Action.BLOCK, text="小米"),))
    assert "小米" not in shown("xiaomu", service)
    assert "小米手机" in shown("xiaomu", service)
    assert (
        shown("洗面乃", service_of("洗面奶", rules=(Rule(action=Action.BLOCK, text="洗面奶"),)))
        == []
    )


def test_in_place_of_a_blocked_phrase_nothing_like_it_is_shown() -> None:
    service = service_of("杯子", "被子", rules=(Rule(action=Action.BLOCK, text="杯子"),))
    assert shown("杯子", service) == []


def test_what_is_forced_for_a_text_stands_alone_where_nothing_begins_so() -> None:
    rule = Rule(action=Action.FORCE, text="蓝牙耳机", prefix="平果")
    assert shown("平果", service_of(*PHRASES, rules=(rule,))) == ["蓝牙耳机"]


@pytest.mark.parametrize("kind", KINDS)
def test_of_errors_drawn_by_chance_nearly_all_show_what_was_meant(kind: str) -> None:
    """Of a Han character left out only those behind the first: every fourth is the first."""
    slips = list(drawn(index_of(*PHRASES), kind, 60))
    found = sum(slip.phrase in shown(slip.typed) for slip in slips)
    assert found >= len(slips) * (0.6 if kind == "dropped" else 0.9) > 0


LETTERS = st.text("abn1", min_size=5, max_size=14)


@given(LETTERS, st.data())
def test_a_row_is_read_as_a_slip_just_where_one_slip_makes_it(
    letters: str, data: st.DataObject
) -> None:
    """The two ways to find slips, by trying all and by looking at a row, say the same."""
    loose = [letter.isalpha() for letter in letters]
    tried = set(slips(letters, loose))
    near = st.sampled_from(sorted(tried)) if tried else st.nothing()
    row = data.draw(st.one_of(near, LETTERS)) + data.draw(st.text("abn1", max_size=3))
    if row.startswith(letters):
        return
    table = np.zeros((1, len(letters) + 1), np.uint8)
    known = row.encode()[: table.shape[1]]
    table[0, : len(known)] = list(known)
    [size] = slipped(table, letters, loose).tolist()
    if size:
        assert row[:size] in tried
    else:
        assert not any(row.startswith(one) for one in tried)


@given(st.lists(st.text("ab手机1é", min_size=1, max_size=12), max_size=8))
def test_rows_are_written_as_they_are_typed(phrases: Sequence[str]) -> None:
    index = index_of(*phrases)
    writing = Writing(index.sounds, index.initials, index.syllables)
    said = {"手": "shou", "机": "ji", "é": "\xff"}
    table = writing.written(index.starts, index.ends, 9)
    for row in range(len(index.starts)):
        chars = [chr(one) for one in index.chars[index.starts[row] : index.ends[row]].tolist()]
        whole = "".join(said.get(one, one) for one in chars)
        assert table[row].tobytes().rstrip(b"\0").decode("latin-1") == whole[:9]
        for letters in range(1, 10):
            begun = [
                i
                for i in range(len(chars))
                if len("".join(said.get(c, c) for c in chars[:i])) < letters
            ]
            assert writing.characters(index.starts[[row]], index.ends[[row]], letters) == len(begun)


def test_of_many_rows_alike_those_of_the_heaviest_phrases_are_read() -> None:
    index = index_of(
        *(phrase(f"苹果手机壳{number}", weight=1 / (1 + number)) for number in range(3000))
    )
    found = list(Slips(index).matches("pingguoshoujikr1"))
    rows = np.concatenate([one.rows for one in found])
    assert {index.text(int(one)) for one in index.phrases[rows]} >= {"苹果手机壳1", "苹果手机壳10"}
    assert len(rows) <= 1024
