"""Whatever is typed has its answer: no words, too many, signs of other languages, wrong choices."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import InvalidRequestError
from query.form import SearchForm
from query.search import SearchService
from tests.query.asking import asked, ids
from tests.query.goods import GOODS


def test_the_empty_text_is_the_whole_shop_by_popularity(service: SearchService) -> None:
    page = asked(service, "", size=200)
    assert page.total == len(page.hits) == len(GOODS)
    assert page.notices == ()
    assert ids(page)[0] == "A1"
    assert asked(service, " 　\t\n").total == len(GOODS)


@pytest.mark.parametrize(
    "text",
    [
        "!!!",
        "😀",
        '+-:()"*',
        "\x00\x07",
        "\u202e\u200f",
        "：（）",
        "👨\u200d👩",
        "_",
        "<>",
        "%%",
        "'",
    ],
)
def test_what_has_no_words_is_said_to_have_none(service: SearchService, text: str) -> None:
    page = asked(service, text)
    assert page.total == 0
    assert (page.hits, page.facets, page.related) == ((), (), ())
    assert [notice.kind for notice in page.notices] == ["no_words"]
    assert page.query == text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('title:手机 AND "小米"', None),
        ("小米* OR 华为~2", None),
        ("+小米 -手机", None),
        ("'; DROP TABLE products; --", None),
        ("1' OR '1'='1", None),
        ("<script>alert(1)</script>", None),
        ("<b>特价</b>", "Q3"),
        ("小米\x00手机", None),
        ("\u202e小米手机", None),
        ("😀抱枕", "Q4"),
        ("שלום", None),
        ("مرحبا", None),
        ("白酒\u200b茅台", "W1"),
        ("（茅台）", "W1"),
        ("茅台" * 400, "W1"),
        ("a" * 1_000, None),
        ("a1" * 500, None),
        ("酒 " * 500, None),
    ],
)
def test_odd_queries_are_words_like_any_other(
    service: SearchService, text: str, first: str | None
) -> None:
    page = asked(service, text, size=200)
    assert page.total == len(page.hits)
    assert page.query == text
    assert first is None or ids(page)[0] == first


def test_a_pasted_page_is_refused_with_the_limit(service: SearchService) -> None:
    with pytest.raises(InvalidRequestError, match="至多 1000 字") as refused:
        asked(service, "手机" * 5_000)
    assert refused.value.field == "q"


def test_a_pasted_paragraph_is_searched_by_its_beginning(service: SearchService) -> None:
    paragraph = "茅台白酒" + "".join(chr(0x4E00 + i) for i in range(0, 3_000, 7))
    page = asked(service, paragraph)
    assert page.notices[0].kind == "shortened"


def test_an_unknown_facet_names_those_there_are(service: SearchService) -> None:
    for key in (
        "口味",
        "voltage",
        "_pairs",
        "variants",
        "price_low",
        "价格",
        "a[b]>c.d",
        "x" * 300,
    ):
        shown = re.escape(f"没有“{key[:40]}”这个筛选项")
        with pytest.raises(InvalidRequestError, match=f"{shown}.*brand") as refused:
            asked(service, "手机", (f"f.{key}", "辣"))
        assert refused.value.field == f"f.{key}"
        with pytest.raises(InvalidRequestError, match=f"{shown}.*brand") as refused:
            asked(service, "手机", ("facet", key))
        assert refused.value.field == "facet"
    for key in ("price", "颜色\x1f黑色", "\x1fpairs", "\x00"):
        with pytest.raises(InvalidRequestError, match="price=1000-2000"):
            asked(service, "手机", (f"f.{key}", "1"))
    for keys in (("颜色\x1f黑色",), ("\x1fpairs",), tuple(map(str, range(13)))):
        with pytest.raises(InvalidRequestError, match="筛选项") as refused:
            asked(service, "手机", *(("facet", key) for key in keys))
        assert refused.value.field == "facet"


def test_a_known_facet_without_the_value_is_an_empty_result(service: SearchService) -> None:
    assert asked(service, "手机", ("f.颜色", "桃红")).total == 0
    assert asked(service, "白酒", ("f.尺码", "XL")).total == 0
    assert asked(service, "手机", ("f.brand", "没有")).total == 0


ANYTHING = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.dictionaries(ANYTHING, ANYTHING.map(lambda value: (value,)), max_size=2),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_at_all_is_answered_or_refused_by_name(
    service: SearchService, text: str, chosen: dict[str, tuple[str, ...]]
) -> None:
    form = SearchForm(text=text, chosen=chosen)
    try:
        page = service.search(form)
    except InvalidRequestError as error:
        refused = error.field
    else:
        refused = ""
        assert page.to_json()["query"] == text
        assert page.total >= len(page.hits)
    assert not refused or refused.removeprefix("f.") in chosen
