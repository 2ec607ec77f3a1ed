"""Strategies for catalogues: products with SKUs, gaps, unknown attributes and odd texts.

A catalogue is a few drawn designs, each sold many times under other prices: ties and pages that
are full need likeness, and hypothesis would never draw a hundred like products by chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from indexer.catalog import DocumentId, Fen, Product, Scalar, Sku

__all__ = ["DIMENSIONS", "LISTINGS", "Catalogue", "Listed", "catalogues", "listed", "products"]

DIMENSIONS = 8
"""Of the vectors: few, so that products tie."""

_MOST = 120
"""Products in a catalogue: below `result.WINDOW`, so that ties are decided however many tie."""

LISTINGS = 127
"""A prime above _MOST: `number * 37 % LISTINGS` gives each product a row out of order."""

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

_WORDS = [
    "手机",
    "手机",
    "手机",
    "手机壳",
    "连衣裙",
    "白酒",
    "红酒",
    "啤酒",
    "红色",
    "黑色",
    "碎花",
    "新款",
    "华为",
    "小米",
    "旗舰",
    "礼盒",
    "送礼",
    "酒",
    "男",
    "女",
    "iPhone",
    "15",
    "Pro",
    "256GB",
    "sm-c5000",
    "5G",
    "A4",
    "T恤",
    "c++",
    "1.5匹",
    "+",
    "-",
    '"',
    "*",
    "：",
    "😀",
    "哈哈哈哈",
    "哈",
    "ＨＵＡＷＥＩ",
    "華為",
]
_BRANDS = ("", "", "华为", "HUAWEI", "小米", 'A"B\\C', "A+B")
_LEVELS = ("手机数码", "手机", "配件", "服饰", "酒水 饮料", "a.b")
_TAGS = ("自营", "包邮", "二手", "新品*")
_KNOWN: Mapping[str, tuple[Scalar, ...]] = {
    "颜色": ("红色", "酒红", "曜石黑", "黑色", "白"),
    "机身颜色": ("黑色", "幻夜黑"),
    "机身存储": ("128GB", "256G", 512, "1TB"),
    "内存": ("8G", "12GB", 16),
    "净含量": ("500ml", "1L", "250g"),
    "适用人数": ("5–6人", "2人"),
    "尺码": ("S", "M", "XL", 38),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A product as it is sold: its row in the database and its vector."""

    product: Product
    row: int
    code: bytes | None


# The feed refuses control characters and lone surrogates, and strips what is outside.
_odd = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=6).map(
    lambda text: text.strip() or "奇"
)
_word = st.sampled_from(_WORDS)
_fen = st.integers(0, 40).map(lambda step: Fen(step * 2500))
_stock = st.sampled_from((None, 0, 3, 10))


def _titles() -> st.SearchStrategy[str]:
    words = st.lists(_word, min_size=1, max_size=5)
    return st.one_of(words.map("".join), words.map(" ".join), _odd)


def _descriptions() -> st.SearchStrategy[str]:
    # Repeated up to 150 words: the length of a text is exact only below 24 tokens.
    return st.builds(
        lambda words, times: " ".join(words * times),
        st.lists(_word, max_size=5),
        st.sampled_from((1, 1, 3, 9, 30)),
    )


def _known() -> st.SearchStrategy[tuple[str, tuple[Scalar, ...]]]:
    return st.sampled_from(tuple(_KNOWN)).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.lists(st.sampled_from(_KNOWN[name]), min_size=1, max_size=2).map(tuple),
        )
    )


def _unknown() -> st.SearchStrategy[tuple[str, tuple[Scalar, ...]]]:
    names = st.one_of(st.sampled_from(("a.b", "_id", "适用 机型(新)", "名\\字", "$gt")), _odd)
    values = st.one_of(
        _odd, st.integers(-5, 5), st.sampled_from((0.5, 1e6, "是", "a.b", "[a-z]+", "真 皮"))
    )
    return st.tuples(names, st.lists(values, min_size=1, max_size=2).map(tuple))


def _attributes() -> st.SearchStrategy[dict[str, tuple[Scalar, ...]]]:
    return st.lists(st.one_of(_known(), _known(), _unknown()), max_size=3).map(dict)


def _skus(least: int) -> st.SearchStrategy[tuple[Sku, ...]]:
    sku = st.builds(
        Sku,
        id=st.just("s"),
        price=st.one_of(st.none(), _fen, _fen),
        stock=_stock,
        attributes=_attributes(),
    )
    return st.lists(sku, min_size=least, max_size=3).map(
        lambda skus: tuple(replace(sku, id=f"s{number}") for number, sku in enumerate(skus))
    )


def products(*, least_skus: int = 0) -> st.SearchStrategy[Product]:
    """A product; its id and price are the caller's to set."""
    return st.builds(
        Product,
        id=st.just(DocumentId("design")),
        title=_titles(),
        price=_fen,
        brand=st.sampled_from(_BRANDS),
        category=st.lists(st.sampled_from(_LEVELS), max_size=2, unique=True).map(tuple),
        attributes=_attributes(),
        description=_descriptions(),
        stock=_stock,
        sales=st.sampled_from((None, 0, 5, 5, 900)),
        reviews=st.sampled_from((None, 0, 40)),
        rating=st.sampled_from((None, 3.5, 4.8, 5.0)),
        created=st.sampled_from((None, _EPOCH, _EPOCH + timedelta(days=3))),
        tags=st.lists(st.sampled_from(_TAGS), max_size=2, unique=True).map(tuple),
        skus=_skus(least_skus),
        group=st.sampled_from(("", "", "g1")),
    )


def listed(design: Product, number: int, vector: bytes) -> Listed:
    """The copy of a design that is sold as that number; every fifth has no vector."""
    code = bytes([number % 3]) + vector[1:]
    return Listed(
        product=replace(
            design,
            id=DocumentId(f"p{number}"),
            price=Fen(design.price + number % 4 * 100),
        ),
        row=number * 37 % LISTINGS,
        code=None if number % 5 == 0 else code,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Designs with their vectors, and which of them each product is of."""

    designs: tuple[Product, ...]
    vectors: tuple[bytes, ...]
    chosen: tuple[int, ...]

    def listings(self) -> list[Listed]:
        """The products, numbered in order."""
        return [
            listed(self.designs[choice], number, self.vectors[choice])
            for number, choice in enumerate(self.chosen)
        ]


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Up to 120 products of at most six designs; most catalogues fill a page of 48."""
    designs = draw(st.lists(products(), min_size=2, max_size=6))
    vectors = st.binary(min_size=DIMENSIONS, max_size=DIMENSIONS)
    size = draw(st.sampled_from((_MOST, _MOST, 100, 80, 80, 20, 1)))
    choices = st.integers(0, len(designs) - 1)
    return Catalogue(
        designs=tuple(designs),
        vectors=tuple(draw(vectors) for _ in designs),
        chosen=tuple(draw(st.lists(choices, min_size=size, max_size=size))),
    )
