"""How phrases can be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.suggest.spelling import LONGEST, compact, places, spelled


def said(text: str) -> set[str]:
    spelling = spelled(text)
    assert spelling is not None
    return {" ".join(sounds) for sounds in spelling.sounds}


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("华为手机", {"hua wei shou ji"}),
        ("重庆火锅", {"chong qing huo guo"}),  # not zhong: the word decides
        ("体重秤", {"ti zhong cheng"}),
        ("长城", {"chang cheng"}),
        ("音乐", {"yin yue"}),
        ("乐高", {"le gao", "yue gao"}),  # no word that the table knows: both
        ("绿茶", {"lv cha"}),
        ("連衣裙", {"lian yi qun"}),
        ("ＴＣＬ电视", {"t c l dian shi"}),
        ("5G手机", {"5 g shou ji"}),
    ],
)
def test_phrases_are_read_as_people_read_them(text: str, sounds: set[str]) -> None:
    assert said(text) == sounds


def test_a_character_that_is_mostly_read_one_way_is_read_that_way() -> None:
    """No 车 as jū and no 石 as dàn."""
    assert said("石") == {"shi"}
    assert said("车") == {"che"}


def test_many_characters_read_twice_make_few_readings() -> None:
    spelling = spelled("长 长 长 长 长")
    assert spelling is not None
    assert 1 < len(spelling.sounds) <= 4


def test_words_begin_after_blanks_and_where_the_script_changes() -> None:
    spelling = spelled("华为Mate 60-Pro手机")
    assert spelling is not None
    assert spelling.chars == "华为mate60pro手机"
    assert [spelling.chars[start:] for start in spelling.starts] == [
        "华为mate60pro手机", "mate60pro手机", "60pro手机", "pro手机", "手机",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "  ", "😀", "——！"])
def test_signs_alone_cannot_be_typed(text: str) -> None:
    assert spelled(text) is None


@given(st.text(max_size=80))
def test_every_text_is_spelled_character_by_character(text: str) -> None:
    spelling = spelled(text)
    key = compact(text)
    assert (spelling is None) == (key == "")
    assert len(places(text)) == len(key)
    if spelling is not None:
        assert spelling.chars == key[:LONGEST]
        assert all(len(sounds) == len(spelling.chars) for sounds in spelling.sounds)
        assert spelling.starts[0] == 0
        assert max(spelling.starts) < len(spelling.chars)


@given(st.text(max_size=40))
def test_the_place_of_a_character_is_inside_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in places(text))
