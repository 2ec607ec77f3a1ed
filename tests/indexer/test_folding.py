"""What shoppers spell in many ways has one spelling, and the way back to the raw text holds."""

import unicodedata

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.folding import fold, fold_all, folded, folded_lines

# Surrogates are no text: feeds and addresses cannot carry them.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
ODD = st.text(
    st.sampled_from(
        "aAß İΣσςϴ酒發乾坤麵１Ａｶﾞ㎏ﬁ①½\u0301\u3099\u1100\u1161\u11a8👨\u200d👩\u202eשa，"
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("ＩＰＨＯＮＥ　１５", "iphone 15"),
        ("IPhone", "iphone"),
        ("連衣裙", "连衣裙"),
        ("皮膚髮乳液", "皮肤发乳液"),
        ("颱風，（紅）", "台风,(红)"),
        ("一目瞭然 反覆", "一目了然 反复"),
        ("傢俱 毛坏 么麼", "家具 毛坯 幺么"),
        ("英哩 海哩 甦醒 甦生", "英里 海里 苏醒 苏生"),
        ("彷彿 沈船 藉口 衹得", "仿佛 沉船 借口 只得"),
        ("𩶘", "䲞"),
        ("５００㎖", "500ml"),
        ("Ⅲ代", "iii代"),
        ("ｶﾞｽ", "ガス"),
        ("café", "café"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_width_case_and_script_do_not_matter(written: str, one: str) -> None:
    assert fold(written) == one


def test_simplified_text_is_left_alone() -> None:
    text = "文件盒 头发 发展 干净 干部 面条 后面 皇后 里程"
    assert fold(text) == text


@given(TEXTS | ODD)
@example("ｶﾞ")
@example("ﾡￂ")
@example("İΣ")
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


def test_every_single_character_is_settled_after_one_fold() -> None:
    unsettled = [
        character
        for character in map(chr, range(0x110000))
        if not 0xD800 <= ord(character) < 0xE000 and fold(fold(character)) != fold(character)
    ]
    assert unsettled == []


@given(TEXTS | ODD)
def test_the_way_back_covers_the_raw_text_in_order(text: str) -> None:
    fold_ = folded(text)
    spans = [fold_.raw_span(i, i + 1) for i in range(len(fold_.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    if spans:
        assert fold_.raw_span(0, len(fold_.text)) == (0, len(text))


@given(TEXTS | ODD)
def test_a_raw_slice_folds_to_what_stands_for_it(text: str) -> None:
    """Script apart, which looks at neighbours: 乾 alone is 干, beside 坤 it stays."""
    fold_ = folded(text)
    for i, character in enumerate(fold_.text):
        start, end = fold_.raw_span(i, i + 1)
        if "\u3400" <= character <= "\u9fff" or set(text) & set("ΣσςΣ"):
            continue
        assert character in fold(text[start:end])


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.lists(TEXTS | ODD, max_size=5))
@example(["乾", "坤 連衣裙"])
def test_texts_together_fold_as_each_does_alone(texts: list[str]) -> None:
    assert folded_lines(texts) == [folded(text) for text in texts]
    assert fold_all(texts) == [fold(text) for text in texts]


HAN = st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)


@given(st.text(HAN | st.sampled_from("乾坤藉口沈没反覆瞭解"), max_size=20))
def test_the_script_is_that_of_the_converter(text: str) -> None:
    text = unicodedata.normalize("NFKC", text).lower()
    convert = opencc.OpenCC("t2s").convert
    expected = text
    while (following := convert(expected)) != expected:
        expected = following
    assert fold(text) == expected
