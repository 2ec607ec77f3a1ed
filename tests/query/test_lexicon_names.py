"""The base lists of brands, ambiguous names and models: every name says one thing, and only it."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import query
from indexer.demo.lines import lines, short_brand
from indexer.folding import fold

SOURCES = Path(query.__file__).parent / "lexicon" / "sources"

DEPARTMENTS = [
    "手机数码",
    "电脑办公",
    "家用电器",
    "厨房用具",
    "家居家装",
    "家庭清洁",
    "美妆个护",
    "母婴用品",
    "服饰内衣",
    "鞋靴箱包",
    "运动户外",
    "食品饮料",
    "酒水茶饮",
    "生鲜",
    "宠物用品",
    "玩具乐器",
    "图书文具",
    "汽车用品",
    "钟表珠宝",
    "医药保健",
    "工具五金",
]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))


BRANDS: dict[str, dict[str, list[str]]] = read("brands")
AMBIGUOUS: dict[str, dict[str, Any]] = read("ambiguous")
MODELS: dict[str, dict[str, Any]] = read("models")


def plain(name: str) -> str:
    """A name as it is compared: folded, without spaces."""
    return fold(name).replace(" ", "")


def brand_names() -> Iterator[tuple[str, str]]:
    """Every name of every brand, with the brand."""
    for table in BRANDS.values():
        for brand, aliases in table.items():
            yield from ((name, brand) for name in (brand, *aliases))


def model_names() -> Iterator[tuple[str, str]]:
    """Every name of every model, with the model."""
    for model, entry in MODELS.items():
        yield from ((name, model) for name in (model, *entry["aliases"]))


def said_twice(names: Iterator[tuple[str, str]]) -> list[str]:
    counts = Counter(plain(name) for name, _ in names)
    return [name for name, count in counts.items() if count > 1]


def strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def test_the_departments_are_the_agreed_ones_and_none_is_thin() -> None:
    assert sorted(BRANDS) == sorted(DEPARTMENTS)
    assert min(len(table) for table in BRANDS.values()) >= 30
    assert sum(len(table) for table in BRANDS.values()) >= 850


def test_a_name_belongs_to_one_brand_and_is_said_once() -> None:
    assert said_twice(brand_names()) == []


def test_a_name_belongs_to_one_model_and_is_said_once() -> None:
    assert said_twice(model_names()) == []


def test_no_model_is_called_as_a_brand() -> None:
    brands = {plain(name) for name, _ in brand_names()}
    assert [name for name, _ in model_names() if plain(name) in brands] == []


@pytest.mark.parametrize("entries", [BRANDS, MODELS], ids=["brands", "models"])
def test_aliases_are_written_as_folding_leaves_them(entries: dict[str, Any]) -> None:
    tables = (
        entries.values() if entries is BRANDS else [{m: e["aliases"] for m, e in MODELS.items()}]
    )
    for table in tables:
        for name, aliases in table.items():
            assert strings(aliases), name
            assert name == name.strip() != "", name
            assert [a for a in aliases if a != fold(a).strip()] == [], name


def test_names_are_long_enough_to_mean_something() -> None:
    names = [*brand_names(), *model_names()]
    assert [name for name, _ in names if len(plain(name)) < 2] == []
    assert [n for n, model in names if n != model and plain(n).isdecimal()] == []
    assert [model for model in MODELS if plain(model).isdecimal()] == []


def test_a_name_that_is_a_shelf_of_the_demo_shop_is_known_to_be_a_product_too() -> None:
    shelves = {plain(part) for line in lines() for part in line.category}
    products = {plain(name) for name, entry in AMBIGUOUS.items() if entry["word"] == "category"}
    names = {plain(name) for name, _ in (*brand_names(), *model_names())}
    assert names & shelves <= products


def test_every_brand_of_the_demo_shop_is_known() -> None:
    known = {plain(name) for name, _ in brand_names()}
    demo = {short_brand(entry.brand) for line in lines() for entry in line.entries}
    assert len(demo) > 500
    assert sorted(brand for brand in demo if plain(brand) not in known) == []


def test_every_model_has_a_known_brand_and_a_shelf() -> None:
    assert len(MODELS) >= 260
    brands = {brand for table in BRANDS.values() for brand in table}
    for model, entry in MODELS.items():
        assert set(entry) == {"aliases", "brand", "category"}, model
        assert entry["brand"] in brands, model
        assert entry["category"] == entry["category"].strip() != "", model


def test_ambiguous_names_are_brands_with_both_kinds_of_evidence() -> None:
    assert len(AMBIGUOUS) >= 60
    known = {plain(name) for name, _ in brand_names()}
    for name, entry in AMBIGUOUS.items():
        assert plain(name) in known, name
        assert strings(entry["brand_with"]), name
        assert strings(entry["word_with"]), name
        assert entry["brand_with"], name
        assert entry["word_with"], name
        words = [plain(word) for word in (*entry["brand_with"], *entry["word_with"])]
        assert len(set(words)) == len(words), name
        assert entry["word"] in {"category", "value", "word"}, name
        assert (entry["word"] == "category") == ("category" in entry), name
        assert set(entry) <= {"brand_with", "word_with", "word", "category"}, name


@pytest.mark.parametrize(
    ("typed", "brand"),
    [
        ("Estee Lauder", "雅诗兰黛"),
        ("SK2", "SK-II"),
        ("阿迪", "阿迪达斯"),
        ("ＮＩＫＥ", "耐克"),
        ("New Balance", "新百伦"),
        ("361度", "361°"),
    ],
)
def test_what_shoppers_type_for_a_brand(typed: str, brand: str) -> None:
    assert {plain(name): brand for name, brand in brand_names()}[plain(typed)] == brand


@pytest.mark.parametrize(
    ("typed", "model"),
    [
        ("苹果15promax", "iPhone 15 Pro Max"),
        ("红米k80", "Redmi K80"),
        ("空军一号", "Air Force 1"),
        ("mate60pro+", "Mate 60 Pro+"),
        ("狗屁王", "GPW"),
    ],
)
def test_what_shoppers_type_for_a_model(typed: str, model: str) -> None:
    assert {plain(name): model for name, model in model_names()}[plain(typed)] == model


@pytest.mark.parametrize("name", ["brands", "ambiguous", "models"])
def test_lines_stay_readable(name: str) -> None:
    text = (SOURCES / f"{name}.toml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if len(line) > 100] == []
