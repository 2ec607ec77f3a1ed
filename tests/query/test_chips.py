"""What a chip promises is the total of the page without it, whichever way that page finds its hits."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from indexer.errors import InvalidRequestError
from query.form import SearchForm
from query.page import SearchPage
from query.parse import Parse
from query.reading import Reader
from query.search import SearchService
from tests.query.asking import asked
from tests.query.understood import good, reading

GOODS = (
    good("A1", "甲鸣 星空棉花坐垫", "汽车用品/坐垫", brand="甲鸣"),
    good("A2", "甲鸣 毛巾", "家居/毛巾", brand="甲鸣"),
    good("D1", "丁鸣 毛巾", "家居/毛巾", brand="丁鸣"),
    *(good(f"B{n}", f"天空棉花 毛毯 {n} 号", "家居/毛毯", brand="乙鸣") for n in range(50)),
    *(good(f"C{n}", f"白棉花 书桌 {n} 号", "家居/书桌", brand="丙鸣") for n in range(20)),
)

MISTYPED = "jmmj"


class Guessing:
    """A reader that knows what MISTYPED was to be."""

    def __init__(self, reader: Reader) -> None:
        self.filters, self.names, self.choice = reader.filters, reader.names, reader.choice
        self.senses, self.shelves, self.wishes = reader.senses, reader.shelves, reader.wishes
        self._reader = reader

    def parse(self, text: str) -> Parse:
        """See Reader."""
        found = self._reader.parse(text)
        return replace(found, suggestions=("甲鸣毛巾",)) if text == MISTYPED else found


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """The search over GOODS."""
    with reading(tmp_path_factory.mktemp("shop"), GOODS, Guessing) as service:
        yield service


@pytest.mark.parametrize("facets", [(), ("brand",), ("category", "brand")])
def test_a_chip_has_its_count_whatever_facets_are_asked_for(
    shop: SearchService, facets: tuple[str, ...]
) -> None:
    text = "乙鸣 毛毯 150元以内"
    named = [("facet", key) for key in (*facets, "")]
    page = asked(shop, text, *named)
    assert {chip.slot for chip in page.chips} == {"brand", "category", "price_range"}
    assert page.chips == asked(shop, text).chips
    assert {facet.key for facet in page.facets} == set(facets)
    with pytest.raises(InvalidRequestError, match="slot:brand"):
        asked(shop, text, ("facet", "slot:brand"))


def behind(service: SearchService, page: SearchPage, slot: str) -> tuple[int, int]:
    """What the chip of a slot promises, and the total of the page behind its link."""
    (chip,) = (chip for chip in page.chips if chip.slot == slot)
    args = parse_qsl(urlsplit(chip.remove).query, keep_blank_values=True)
    return chip.without, service.search(SearchForm.from_args(args)).total


def test_few_hits_that_no_looser_way_adds_to_promise_the_way_of_the_page_behind(
    shop: SearchService,
) -> None:
    page = asked(shop, "甲鸣 星空棉花")
    assert (page.total, page.notices) == (1, ())
    # 51 have half of the pairs, which is a page; 71 have any of them.
    assert behind(shop, page, "brand") == (51, 51)


def test_where_only_signs_are_left_everything_is_found(shop: SearchService) -> None:
    page = asked(shop, "甲鸣😀")
    assert page.total == 2
    assert behind(shop, page, "brand") == (len(GOODS), len(GOODS))
    assert asked(shop, "😀").notices[0].kind == "no_words"


def test_the_chips_of_what_was_probably_meant_promise_the_same(shop: SearchService) -> None:
    page = asked(shop, MISTYPED)
    assert (page.total, page.searched) == (1, "甲鸣毛巾")
    assert behind(shop, page, "brand") == (2, 2)
    assert behind(shop, page, "category") == (2, 2)
