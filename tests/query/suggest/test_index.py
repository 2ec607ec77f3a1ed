"""Every phrase is found by all the ways to type its beginning, and only so."""

import pytest
from hypothesis import given

from query.suggest.index import SuggestionIndex
from query.suggest.spelling import compact, spelled
from tests.query.suggest.phrases import PHRASES, index_of, phrase, texts

SHELF = index_of(
    phrase("华为", aliases=("HUAWEI",)), "华为手机", "华为手机壳", "苹果手机", "iPhone 15 Pro", "重庆火锅底料",
    "西安凉皮", "先锋音箱", "乐高积木", "绿茶", "連衣裙 夏季", "ＳＯＮＹ　耳机",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("华wei", {"华为", "华为手机", "华为手机壳"}),
        ("hua为", {"华为", "华为手机", "华为手机壳"}),
        ("hwsj", {"华为手机", "华为手机壳"}),
        ("huawsj", {"华为手机", "华为手机壳"}),
        ("huaweishoujik", {"华为手机壳"}),
        ("hws机壳", {"华为手机壳"}),
        ("iphone", {"iPhone 15 Pro"}),
        ("ＩＰＨＯＮＥ１５", {"iPhone 15 Pro"}),
        ("15p", {"iPhone 15 Pro"}),
        ("pingg", {"苹果手机"}),
        ("HUAW", {"华为", "华为手机", "华为手机壳"}),
        ("華為手機", {"华为手机", "华为手机壳"}),
        ("连衣裙", {"連衣裙 夏季"}),
        ("lianyiqunxia", {"連衣裙 夏季"}),
        ("chongqing", {"重庆火锅底料"}),
        ("zhongqing", set()),
        ("xian", {"西安凉皮", "先锋音箱"}),
        ("xi'an", {"西安凉皮", "先锋音箱"}),
        ("legao", {"乐高积木"}),
        ("lvc", {"绿茶"}),
        ("sony", {"ＳＯＮＹ　耳机"}),
        ("erji", {"ＳＯＮＹ　耳机"}),
        ("机", set()),
        ("hwjs", set()),
        ("手华", set()),
    ],
)
def test_what_was_meant_is_found(typed: str, found: set[str]) -> None:
    assert set(texts(SHELF, typed)) == found


@given(PHRASES)
def test_every_phrase_is_found_by_its_beginnings(phrases: list[str]) -> None:
    """By its characters, its pinyin, its initials, and a syllable followed by initials."""
    index = index_of(*phrases)
    for number in range(len(index)):
        text = index.text(number)
        spelling = spelled(text)
        assert spelling is not None
        sounds = spelling.sounds[0]
        ways = (
            spelling.chars,
            "".join(sounds),
            "".join(sound[0] for sound in sounds),
            sounds[0] + "".join(sound[0] for sound in sounds[1:]),
            spelling.chars[0] + "".join(sounds[1:]),
        )
        for way in ways:
            for length in {1, 2, len(way) // 2, len(way)}:
                typed = way[:length]
                if compact(typed) == typed and typed:
                    assert text in texts(index, typed, limit=99), (way, typed)


@given(PHRASES)
def test_a_written_index_reads_the_same(phrases: list[str]) -> None:
    index = index_of(*phrases)
    again = SuggestionIndex.from_bytes(index.to_bytes())
    for typed in ("h", "华", "hua", "a", "5", "き"):
        assert texts(again, typed) == texts(index, typed)
    assert [again.target(i) for i in range(len(again))] == [
        index.target(i) for i in range(len(index))
    ]


def test_an_empty_index_finds_nothing() -> None:
    assert texts(index_of(), "hua") == []
    assert index_of().whole("华为") is None


def test_a_whole_phrase_is_known_by_its_characters() -> None:
    number = SHELF.whole("连衣裙夏季")
    assert number is not None
    assert SHELF.text(number) == "連衣裙 夏季"
    assert SHELF.whole("连衣裙") is None
    assert SHELF.whole("huawei") is None  # an alias is another phrase's
