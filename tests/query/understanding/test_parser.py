"""Parses of any text: never an error, always inside the text, alike in every spelling."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.lexicon.lexicon import Lexicon
from query.parse import Parse
from query.understanding.parser import Understanding
from query.understanding.typed import LONGEST, typed
from tests.query.understanding.gold import cases

_CASES = [
    case.query
    for name in ("acceptance.jsonl", "development.jsonl")
    for case in cases(Path(__file__).parent / name)
]
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(_CASES), max_size=4).map(" ".join)


def meaning(parse: Parse) -> dict[str, object]:
    """What was understood, apart from where and in which script."""
    found = parse.to_json()
    return {
        name: found[name]
        for name in ("category", "brand", "model", "price_range", "attributes", "exclude", "sort")
    }


@given(TEXTS)
def test_any_text_is_parsed_inside_itself(understanding: Understanding, text: str) -> None:
    parse = understanding.parse(text)
    for slot in parse.slots:
        for span in slot.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert span.text == text[span.start : span.end]
    names = [slot.name for slot in parse.slots]
    assert len(names) == len(set(names))
    for name in names:
        assert parse.without([name]).slot(name) is None


@given(st.sampled_from(_CASES))
def test_width_and_case_change_no_meaning(understanding: Understanding, query: str) -> None:
    plain = meaning(understanding.parse(query))
    assert meaning(understanding.parse(query.translate(_WIDE))) == plain
    assert meaning(understanding.parse(query.upper())) == plain


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("蘋果手機 256G 不要白色", "苹果手机 256G 不要白色"),
        ("除了耐克的運動鞋 300以內", "除了耐克的运动鞋 300以内"),
        ("華為筆記本電腦", "华为笔记本电脑"),
    ],
)
def test_traditional_script_means_the_same(
    understanding: Understanding, traditional: str, simplified: str
) -> None:
    found = understanding.parse(traditional)
    assert meaning(found) == meaning(understanding.parse(simplified))
    assert all(span.text in traditional for slot in found.slots for span in slot.spans)


def test_a_long_text_is_read_at_its_beginning(understanding: Understanding) -> None:
    text = "2000到3000的华为手机 " * 1_000
    started = time.thread_time()
    parse = understanding.parse(text)
    assert time.thread_time() - started < 0.2
    assert parse.slot("brand") is not None
    assert all(span.end <= LONGEST for slot in parse.slots for span in slot.spans)
    assert parse.whole.count("华为手机") == 1_000


@pytest.mark.parametrize("text", ["", "   ", "???", "￥￥", "😀", "\x00\x01", "的"])
def test_what_says_nothing_stays_as_it_is(understanding: Understanding, text: str) -> None:
    parse = understanding.parse(text)
    assert parse.slots == ()
    assert parse.words == " ".join(text.split())


def test_a_dropped_slot_loses_its_words(understanding: Understanding) -> None:
    parse = understanding.parse("红色连衣裙 碎花")
    without = parse.without(["attributes.color"])
    assert "红" not in without.whole
    assert "碎花" in without.whole
    assert parse.without(["brand"]) is parse


def test_a_lexicon_reads_the_same_after_it_was_written(lexicon: Lexicon) -> None:
    again = Lexicon.from_bytes(lexicon.to_bytes())
    assert again.words == lexicon.words
    assert again.brands == lexicon.brands
    assert again.categories == lexicon.categories
    assert again.models == lexicon.models
    assert again.ambiguities == lexicon.ambiguities


def test_what_is_typed_is_bounded() -> None:
    text = typed("手机" * 500)
    assert len(text.text) == LONGEST
    assert text.cut
