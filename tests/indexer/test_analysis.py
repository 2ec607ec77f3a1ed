"""Documents and queries are cut alike: what stands in a text is found by it, in any spelling."""

import gzip
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import MAX_TOKEN, Analyzer, QueryToken, Streams, _Jieba
from indexer.fields import BLANK, BOUNDARY
from indexer.folding import fold

ANALYZER = Analyzer()
REFERENCE = Analyzer(_Jieba())

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
GOODS = st.text(
    st.sampled_from(
        "白酒红连衣裙女夏季華為手機Mate60ProSM-C5000 1.5匹/256GB'&+_【】（）😀𠮷龦〇é\u0301"
    ),
    max_size=40,
)

_TITLES = Path(__file__).parents[3] / "shared/data/zh-titles-beauty/items.tsv.gz"
_WORDS = (
    "白酒红酒连衣裙华为手机保护套羽绒服男士洗面奶控油清痘护肤套装电饭煲不粘锅儿童自行车蓝牙耳机"
)
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")


def tokens_of(streams: Streams) -> list[str]:
    return [*streams.words.split(" "), *streams.chars.split(" "), *streams.bigrams.split(" ")]


def is_found(token: QueryToken, streams: Streams) -> bool:
    """As the planner asks: as a word, or spelled out in a row."""
    spelled = " ".join(token.atoms)
    return f" {token.word} " in f" {streams.words} " or f" {spelled} " in f" {streams.chars} "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("白酒", {"白酒"}),
        ("连衣裙女夏", {"连衣裙", "连衣", "衣裙"}),
        ("中国科学院", {"中国", "科学", "学院", "科学院", "中国科学院"}),
        ("SM-C5000", {"smc5000", "sm", "c5000", "c", "5000"}),
        ("iPhone15", {"iphone15", "iphone", "15"}),
        ("1.5匹", {"1.5", "匹"}),
        ("256GB", {"256gb", "256", "gb"}),
        ("V1.5", {"v1.5", "v", "1.5"}),
        ("L'OREAL", {"loreal", "l", "oreal"}),
        ("100-200", {"100", "200"}),
    ],
)
def test_words_of_a_document_hold_the_shorter_ones_too(text: str, words: set[str]) -> None:
    assert words <= set(ANALYZER.document(text).words.split())


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("三星 SM-C5000 手机", "sm-c5000"),
        ("三星 SM-C5000 手机", "smc5000"),
        ("三星 SM-C5000 手机", "sm c5000"),
        ("三星 SM-C5000 手机", "ＳＭ－Ｃ５０００"),
        ("三星 SM-C5000 手机", "c5000"),
        ("三星 SM-C5000 手机", "5000"),
        ("Apple iPhone 15 Pro", "iphone15pro"),
        ("Apple iPhone15Pro", "iphone 15 pro"),
        ("格力空调1.5匹", "1.5匹"),
        ("格力空调 1.5P", "1.5p"),
        ("L'OREAL 欧莱雅", "loreal"),
        ("L'OREAL 欧莱雅", "L’OREAL"),
        ("连衣裙", "連衣裙"),
        ("華為手機", "华为手机"),
        ("ＶＩＶＯ手机", "vivo"),
        ("全棉时代100%棉", "100棉"),
        ("C++ 程序设计", "c"),
    ],
)
def test_a_shopper_finds_a_name_however_it_is_spelled(title: str, query: str) -> None:
    streams = ANALYZER.document(title)
    tokens = ANALYZER.query(query).words
    assert tokens
    assert [token for token in tokens if not is_found(token, streams)] == []


@pytest.mark.parametrize(
    "text", ["", " ", "!!!", "😀", "\x00\x07", "：（）", "\u202e", "+-*/", "_"]
)
def test_what_has_no_words_is_blank_in_documents_and_nothing_in_queries(text: str) -> None:
    assert ANALYZER.document(text) == Streams(BLANK, BLANK, BLANK)
    assert ANALYZER.document() == Streams(BLANK, BLANK, BLANK)
    assert ANALYZER.query(text).words == ()


@given(TEXTS | GOODS)
@example(f"{BLANK} {BOUNDARY}")
@example("_b_none_b")
@example("a" * 50)
def test_any_text_is_cut_into_clean_tokens(text: str) -> None:
    tokens = tokens_of(ANALYZER.document(text))
    if tokens == [BLANK] * 3:
        return
    assert not {BLANK, BOUNDARY} & set(tokens)
    assert all(0 < len(token) <= MAX_TOKEN and not re.search(r"\s", token) for token in tokens)
    query = ANALYZER.query(text)
    spelled = (atom for token in query.words for atom in (token.word, *token.atoms))
    for token in (*spelled, *query.chars, *query.bigrams):
        assert 0 < len(token) <= MAX_TOKEN
        assert not re.search(r"\s", token)
        assert token not in {BLANK, BOUNDARY}


def test_endless_runs_are_cut_off_alike_in_documents_and_queries() -> None:
    for text in ("a" * 5_000, "1" * 5_000, "ab12" * 2_000, "a-" * 3_000):
        streams = ANALYZER.document(text)
        assert max(map(len, tokens_of(streams))) <= MAX_TOKEN
        assert all(is_found(token, streams) for token in ANALYZER.query(text).words)


@given(TEXTS | GOODS)
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    streams = ANALYZER.document(text)
    query = ANALYZER.query(text)
    assert [token for token in query.words if not is_found(token, streams)] == []
    assert set(query.chars) <= set(streams.chars.split())
    assert set(query.bigrams) <= set(streams.bigrams.split())
    for run in query.runs:
        assert " ".join(run) in streams.chars


@given(TEXTS | GOODS)
@example("BIES")
@example("AAAS0")
def test_query_tokens_know_where_they_stand(text: str) -> None:
    words = ANALYZER.query(text).words
    spans = [(token.start, token.end) for token in words]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for token in words:
        if "ς" in fold(text) or re.search("[\u3400-\u9fff]", token.word):
            continue  # final sigma and script look at neighbours
        span = fold(text[token.start : token.end])
        plain = re.sub(r"[-.'&+_]", "", span)
        # All of it, side by side: bies is asked for as by, and aaas0 as aaa and 0.
        parts = [re.escape(atom) for atom in token.atoms or (token.word,)]
        spelt = "s?".join(f"(?:{part}|{re.sub('y$', 'ies', part)})" for part in parts)
        assert re.search(spelt, span) or re.search(spelt, plain)


@given(st.text(st.sampled_from("白酒红连衣裙女夏季"), max_size=20))
def test_without_traditional_or_latin_the_span_is_the_word(text: str) -> None:
    for token in ANALYZER.query(text).words:
        assert text[token.start : token.end] == token.word


@given(st.lists(st.text(st.sampled_from("红白黑色 a1"), max_size=6), max_size=5))
def test_no_phrase_crosses_from_one_value_into_the_next(values: list[str]) -> None:
    parts = ANALYZER.document(*values).chars.split(f" {BOUNDARY} ")
    assert parts == [
        alone for value in values if (alone := ANALYZER.document(value).chars) != BLANK
    ] or parts == [BLANK]


@given(st.lists(st.lists(TEXTS | GOODS, max_size=3), max_size=4))
@example([[], [""], ["酒", "", "！", "A1"], ["\n", "白\n酒"]])
def test_a_field_is_cut_alike_whatever_stands_beside_it(fields: list[list[str]]) -> None:
    assert ANALYZER.documents(fields) == [ANALYZER.document(*field) for field in fields]


@given(TEXTS | GOODS)
def test_the_words_of_a_text_are_those_of_its_document(text: str) -> None:
    assert (" ".join(ANALYZER.words(text)) or BLANK) == ANALYZER.document(text).words


def test_short_and_long_texts_are_cut_alike() -> None:
    title = "华为 Mate60 Pro 手机"
    padded = title + "！" * 100
    assert ANALYZER.document(padded) == ANALYZER.document(title) == ANALYZER.document(title)


def test_grams_are_single_characters_and_pairs() -> None:
    assert sorted(ANALYZER.grams("白酒 A1")) == sorted(["白", "酒", "白酒", "a", "1"])


def han_runs() -> Sequence[str]:
    """Runs of real titles where the data is at hand, of a few words otherwise."""
    if not _TITLES.exists():
        return [_WORDS[i : i + n] for i in range(len(_WORDS)) for n in range(1, 12)]
    with gzip.open(_TITLES, "rt", encoding="utf-8") as lines:
        titles = [line.split("\t")[1] for line in islice(lines, 1, 3_000)]
    return list(dict.fromkeys(run for title in titles for run in _HAN_RUN.findall(title)))


def test_the_fast_segmenter_cuts_as_the_reference_does() -> None:
    runs = han_runs()
    assert len(runs) > 100
    different = [
        run
        for run in runs
        if ANALYZER.query(run) != REFERENCE.query(run)
        or ANALYZER.document(run) != REFERENCE.document(run)
    ]
    assert different == []


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12))
@example("龦龧鿿一")
def test_the_fast_segmenter_cuts_rare_characters_as_the_reference_does(run: str) -> None:
    assert ANALYZER.query(run).words == REFERENCE.query(run).words
    assert ANALYZER.document(run) == REFERENCE.document(run)


def test_without_words_the_bigrams_hold_models_whole_and_the_rest_stays() -> None:
    texts = (
        "三星SM-C5000手机壳",
        "红色",
        "a long text of more than sixteen characters: 真丝连衣裙 GT-I9500",
    )
    whole, wordless = ANALYZER.document(*texts), ANALYZER.document(*texts, words=False)
    assert wordless.chars == whole.chars
    assert set(whole.bigrams.split()) < set(wordless.bigrams.split())
    assert {"smc5000", "c5000", "gti9500"} <= set(wordless.bigrams.split())


@pytest.mark.parametrize("analyzer", [ANALYZER, REFERENCE], ids=["default", "reference"])
def test_words_of_the_language_are_told_from_guessed_ones(analyzer: Analyzer) -> None:
    assert analyzer.is_word("师父")
    assert not analyzer.is_word("鼠镖")
    assert not analyzer.is_word("中国科")  # only the beginning of one
