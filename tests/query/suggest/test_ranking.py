"""Which of the matches stand first, and how kinds share the places."""

from hypothesis import given
from hypothesis import strategies as st

from query.suggest.phrases import Kind, distinct
from query.suggest.ranking import Ranking, arranged
from tests.query.suggest.phrases import PHRASES, index_of, phrase, texts

B, C, Q, P = Kind.BRAND, Kind.CATEGORY, Kind.QUERY, Kind.PRODUCT


def test_the_heavier_phrase_stands_first() -> None:
    index = index_of(phrase("手表", weight=0.2), phrase("手机", weight=0.9))
    assert texts(index, "手") == ["手机", "手表"]


def test_a_whole_phrase_stands_before_heavier_ones_that_go_on() -> None:
    index = index_of(phrase("手机壳", weight=1.0), phrase("手机", weight=0.1))
    assert texts(index, "shouji") == texts(index, "sj") == ["手机", "手机壳"]


def test_the_beginning_of_a_phrase_counts_more_than_a_word_inside() -> None:
    index = index_of(phrase("苹果 手机壳", weight=0.7), phrase("手机支架", weight=0.6))
    assert texts(index, "手机") == ["手机支架", "苹果 手机壳"]


def test_the_reading_of_fewer_parts_stands_first() -> None:
    index = index_of(phrase("西安凉皮", weight=0.6), phrase("先锋音箱", weight=0.5))
    assert texts(index, "xian") == ["先锋音箱", "西安凉皮"]


def test_one_suggestion_of_each_spelling() -> None:
    brand = phrase("华为", B, 0.3, aliases=("HUAWEI",))
    found = distinct([phrase("華為", weight=0.8), brand, phrase("华 为", weight=0.1)])
    assert [(one.kind, one.text, one.weight) for one in found] == [(B, "华为", 0.8)]


def test_a_phrase_is_found_once_however_many_of_its_words_begin_so() -> None:
    assert texts(index_of("mate mate mate"), "mate") == ["mate mate mate"]


def test_products_stand_below_and_no_kind_takes_all_places() -> None:
    kinds = [P, P, B, B, B, B, B, C, C, C, C, C, C, Q, P, P, P]
    shown = [kinds[place] for place in arranged(kinds, limit=10)]
    assert shown == [B, B, B, C, C, C, C, P, P, P]


def test_places_that_others_leave_are_filled() -> None:
    assert arranged([P] * 12, limit=10) == list(range(10))
    assert arranged([B] * 12 + [P], limit=10) == [*range(9), 12]
    assert arranged([Q, Q], limit=10) == [0, 1]
    assert arranged([Q, P], limit=0) == []
    assert arranged([Q, P], limit=1) == [0]


@given(st.lists(st.sampled_from(list(Kind)), max_size=40), st.integers(0, 12))
def test_places_are_taken_once_and_none_is_left_free(kinds: list[Kind], limit: int) -> None:
    chosen = arranged(kinds, limit=limit)
    assert len(set(chosen)) == len(chosen) == min(limit, len(kinds))
    shown = [kinds[place] for place in chosen]
    assert shown == sorted(shown, key=lambda kind: kind is P)


@given(PHRASES, st.randoms())
def test_the_order_of_what_comes_in_changes_nothing(phrases: list[str], chance: object) -> None:
    shuffled = sorted(phrases, key=lambda _: chance.random())  # type: ignore[attr-defined]
    for typed in ("h", "hua", "华", "s"):
        assert texts(index_of(*phrases), typed) == texts(index_of(*shuffled), typed)


def test_of_many_equal_phrases_the_same_ones_are_kept() -> None:
    index = index_of(*(phrase(f"手机{number}", weight=0.5) for number in range(2000)))
    again = Ranking(index).ranked("手机", limit=5)
    assert [index.text(found.phrase) for found in again] == [
        "手机0",
        "手机1",
        "手机10",
        "手机100",
        "手机1000",
    ]
