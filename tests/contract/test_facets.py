"""Facets: exact counts over hits, and what a choice in one facet does to the others."""

import pytest

from indexer.engine import Engine, IndexDocument
from indexer.filters import AnyOf, Term, Terms
from indexer.request import RangesFacet, SearchRequest, Text, Token, ValuesFacet
from tests.contract.conftest import NewEngine
from tests.contract.shelf import FIRST, SHELF, fill, item

BRANDS = ValuesFacet(key="品牌", field="brand", size=10)
COLORS = ValuesFacet(key="颜色", field="color", size=10)
PRICES = RangesFacet(key="价格", field="price", ranges=((None, 100), (100, 400), (400, None)))


def counts(engine: Engine, request: SearchRequest, key: str) -> list[tuple[str | int, int]]:
    """The buckets of one facet."""
    return list(engine.search(request).facets[key])


def test_values_are_counted_downwards_then_by_name(shelf: Engine) -> None:
    request = SearchRequest(facets=(BRANDS, COLORS))
    # Equal counts: by code point, 小 (5C0F) before 张 (5F20) before 茅 (8305).
    assert counts(shelf, request, "品牌") == [("华为", 2), ("小米", 1), ("张裕", 1), ("茅台", 1)]
    assert counts(shelf, request, "颜色") == [("红", 4), ("白", 2), ("黑", 2)]


def test_only_as_many_values_as_asked_for(shelf: Engine) -> None:
    request = SearchRequest(facets=(ValuesFacet(key="品牌", field="brand", size=2),))
    assert counts(shelf, request, "品牌") == [("华为", 2), ("小米", 1)]


def test_a_facet_counts_hits_only(shelf: Engine) -> None:
    phone = Token("title_words", "手机")
    request = SearchRequest(
        text=Text(phone, ()), filters=Term("brand", "华为"), facets=(COLORS, PRICES)
    )
    assert counts(shelf, request, "颜色") == [("红", 2), ("黑", 1)]
    assert counts(shelf, request, "价格") == [(0, 0), (1, 2), (2, 1)]


def test_a_document_counts_once_a_range_however_many_prices_lie_in_it(shelf: Engine) -> None:
    # 3 has 10, 20 and 30 below 100; 5 has 300 and 301; 1 has 100 and 900.
    request = SearchRequest(facets=(PRICES,))
    assert counts(shelf, request, "价格") == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        pytest.param(((0, 100), (50, 250), (0, None)), [3, 2, 8], id="overlapping"),
        pytest.param(((400, None), (None, 100)), [3, 3], id="in the order asked"),
        pytest.param(((100, 100), (200, 100)), [0, 0], id="empty ranges"),
        pytest.param(((100, 101), (100, 101)), [1, 1], id="the same range twice"),
        pytest.param(((None, None),), [8], id="everything"),
        pytest.param(((None, 0), (6000, None)), [0, 0], id="nobody there"),
        pytest.param(((5000, 5001), (4999, 5000)), [1, 0], id="low belongs, high does not"),
    ],
)
def test_ranges_are_counted_as_they_are_asked(
    shelf: Engine, ranges: tuple[tuple[int | None, int | None], ...], expected: list[int]
) -> None:
    request = SearchRequest(facets=(RangesFacet(key="价格", field="price", ranges=ranges),))
    assert counts(shelf, request, "价格") == list(enumerate(expected))


def test_ranges_of_doubles(shelf: Engine) -> None:
    facet = RangesFacet(key="w", field="weight", ranges=((None, 1), (1, 6), (6, None)))
    assert counts(shelf, SearchRequest(facets=(facet,)), "w") == [(0, 2), (1, 1), (2, 1)]


def test_a_choice_narrows_the_hits_and_every_other_facet_but_not_its_own(shelf: Engine) -> None:
    request = SearchRequest(
        chosen={"品牌": Terms("brand", ("华为",))}, facets=(BRANDS, COLORS), limit=10
    )
    result = shelf.search(request)
    assert result.total == 2
    assert set(result.hits.rows.tolist()) == {1, 2}
    assert counts(shelf, request, "品牌") == [("华为", 2), ("小米", 1), ("张裕", 1), ("茅台", 1)]
    assert counts(shelf, request, "颜色") == [("红", 2), ("黑", 1)]


def test_choices_in_two_facets_narrow_each_other(shelf: Engine) -> None:
    request = SearchRequest(
        chosen={"品牌": Term("brand", "华为"), "颜色": Term("color", "黑")},
        facets=(BRANDS, COLORS, PRICES),
        limit=10,
    )
    result = shelf.search(request)
    assert (result.total, result.hits.rows.tolist()) == (1, [2])
    assert counts(shelf, request, "品牌") == [("华为", 1), ("小米", 1)]
    assert counts(shelf, request, "颜色") == [("红", 2), ("黑", 1)]
    assert counts(shelf, request, "价格") == [(0, 0), (1, 1), (2, 0)]


def test_a_choice_without_a_facet_holds_everywhere(shelf: Engine) -> None:
    request = SearchRequest(chosen={"其他": Term("color", "白")}, facets=(BRANDS, COLORS), limit=9)
    assert set(shelf.search(request).hits.rows.tolist()) == {3, 7}
    assert counts(shelf, request, "品牌") == [("小米", 1)]
    assert counts(shelf, request, "颜色") == [("白", 2), ("红", 1), ("黑", 1)]


def test_two_facets_of_one_column_keep_their_own_choices(shelf: Engine) -> None:
    other = ValuesFacet(key="再颜色", field="color", size=1)
    request = SearchRequest(chosen={"颜色": Term("color", "白")}, facets=(COLORS, other))
    assert counts(shelf, request, "颜色") == [("红", 4), ("白", 2), ("黑", 2)]
    assert counts(shelf, request, "再颜色") == [("白", 2)]


def test_a_choice_may_be_any_filter(shelf: Engine) -> None:
    either = AnyOf((Term("color", "白"), Term("brand", "茅台")))
    request = SearchRequest(chosen={"颜色": either}, facets=(COLORS, BRANDS), limit=9)
    assert set(shelf.search(request).hits.rows.tolist()) == {3, 4, 7}
    assert counts(shelf, request, "品牌") == [("小米", 1), ("茅台", 1)]


def test_without_hits_values_are_none_and_ranges_are_zero(shelf: Engine) -> None:
    request = SearchRequest(filters=Terms("brand", ()), facets=(BRANDS, PRICES))
    assert counts(shelf, request, "品牌") == []
    assert counts(shelf, request, "价格") == [(0, 0), (1, 0), (2, 0)]


def test_counts_are_exact_past_any_shortcut(new_engine: NewEngine) -> None:
    # Many rare values before a common one: an engine that looks at the first few miscounts.
    documents = [
        item(row, colors=(f"色{row:04}", *(("常见",) if row % 3 == 0 else ())))
        for row in range(1500)
    ]
    engine = fill(new_engine(SHELF), documents)
    facet = ValuesFacet(key="颜色", field="color", size=3)
    assert counts(engine, SearchRequest(facets=(facet,)), "颜色") == [
        ("常见", 500),
        ("色0000", 1),
        ("色0001", 1),
    ]
    everything = ValuesFacet(key="颜色", field="color", size=2000)
    buckets = engine.search(SearchRequest(facets=(everything,))).facets["颜色"]
    assert len(buckets) == 1501
    assert sum(count for _, count in buckets) == 2000
    late = ValuesFacet(key="颜色", field="color", size=2, prefix="色149")
    assert counts(engine, SearchRequest(facets=(late,)), "颜色") == [("色1490", 1), ("色1491", 1)]


def test_counts_are_exact_over_parts_written_apart(new_engine: NewEngine) -> None:
    # 常见 is nowhere among the commonest values of one part, and the commonest of all.
    def part(number: int) -> list[IndexDocument]:
        return [
            item(
                100 * number + place,
                colors=(f"色{number}-{place % 30}", *(("常见",) if place < 2 else ())),
            )
            for place in range(90)
        ]

    engine = fill(new_engine(SHELF), part(0))
    for number in range(1, 4):
        engine.add(FIRST, part(number))
        engine.refresh(FIRST)
    facet = ValuesFacet(key="颜色", field="color", size=2)
    expected = [("常见", 8), ("色0-0", 3)]
    assert counts(engine, SearchRequest(facets=(facet,)), "颜色") == expected


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("", ["a", "a+b", "a.b", "ab", "a\\b", '"a', "[a]", "[a-z]", "😀笑", "颜色\x1f红"]),
        ("a", ["a", "a+b", "a.b", "ab", "a\\b"]),
        ("a.", ["a.b"]),
        ("a+", ["a+b"]),
        ("a\\", ["a\\b"]),
        ("[a", ["[a]", "[a-z]"]),
        ('"', ['"a']),
        ("😀", ["😀笑"]),
        ("颜色\x1f", ["颜色\x1f红"]),
        (".*", []),
        ("a|", []),
        ("A", []),
        ("#@&<>~", []),
        ("没有", []),
    ],
)
def test_a_prefix_is_taken_as_it_stands(
    odd_shelf: Engine, prefix: str, expected: list[str]
) -> None:
    facet = ValuesFacet(key="颜色", field="color", size=100, prefix=prefix)
    buckets = odd_shelf.search(SearchRequest(facets=(facet,))).facets["颜色"]
    assert buckets == tuple((value, 1) for value in sorted(expected))


def test_what_is_counted_at_hand_is_what_a_search_counts(shelf: Engine) -> None:
    request = SearchRequest(
        filters=Terms("brand", ("华为", "小米")), limit=9, facets=(BRANDS, COLORS)
    )
    result = shelf.search(request)
    counted = shelf.at_hand(result.hits.rows.tolist(), request.facets)
    assert counted in (None, result.facets)
    assert shelf.at_hand([], (BRANDS,)) in (None, {"品牌": ()})
    few = ValuesFacet(key="色", field="color", size=1, prefix="白")
    assert shelf.at_hand([3, 4], (few,)) in (None, counts_of(shelf, Terms("row", (3, 4)), few))


def test_nothing_is_counted_at_hand_of_what_is_not_there(shelf: Engine) -> None:
    rows = shelf.search(SearchRequest(limit=9)).hits.rows.tolist()
    assert shelf.at_hand([*rows, 999], (BRANDS,)) is None


def counts_of(engine: Engine, filter_: Terms, facet: ValuesFacet) -> dict[str, object]:
    """What a search counts over a filter."""
    return dict(engine.search(SearchRequest(filters=filter_, facets=(facet,))).facets)
