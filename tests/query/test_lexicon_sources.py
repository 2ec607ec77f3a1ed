"""The shipped lexicons as data: every file has its form, no word means two things unsaid.

A parser that reads them is tested elsewhere; here is what any such parser may rely on.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer import folding
from indexer.demo.lines import lines, short_brand
from indexer.tables import table

SOURCES = Path(__file__).parents[2] / "query" / "lexicon" / "sources"
FILES = sorted(path.stem for path in SOURCES.glob("*.toml"))

# Words of every day: a brand goes by one only where ambiguous.toml says what else it is.
EVERYDAY = """
angel arrow bear benefit beyond blue breeze brother bull butterfly camel champion cheers
cherry chief citizen clear coach comfort continental crest crystal dove extra forever fox
free fresh gap garden giant giving green head hero home honor iris jeep keep king lee life
lion mercury moon nature nice one only pacific peak phoenix pigeon pilot puma puppy queen
raid red seven sharp shell smart snow star sun supreme tango taylor tempo tide tiger triumph
unit vans victor warrior whisper winner zebra
"""
DIMENSIONS = {
    "color": 80, "material": 70, "style": 40, "feature": 150, "scene": 60, "audience": 25,
    "season": 4, "gender": 3, "fit": 5, "stage": 4, "connectivity": 5, "interface": 5,
    "energy_rating": 5, "resolution": 5,
}  # fmt: skip
TRAPS = {"category", "feature", "material", "brand", "word"}


fold = cache(folding.fold)


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))


def strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for part in value.values():
                yield from strings(part)
        case Sequence():
            for part in value:
                yield from strings(part)
        case _:
            pass


def twice(words: Sequence[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


@pytest.fixture(scope="module")
def brands() -> dict[str, list[str]]:
    """A brand to its other names, whatever its department."""
    merged: dict[str, list[str]] = {}
    for rows in load("brands").values():
        for brand, aliases in rows.items():
            merged.setdefault(brand, []).extend(aliases)
    return merged


@pytest.fixture(scope="module")
def types() -> dict[str, list[str]]:
    """A type of product to its other names, whatever its department."""
    departments = load("categories")
    del departments["compound"]
    return {key: names for rows in departments.values() for key, names in rows.items()}


def words_of(rows: Mapping[str, Sequence[str]]) -> list[str]:
    return [fold(word) for key, others in rows.items() for word in (key, *others)]


def test_all_files_are_there() -> None:
    assert set(FILES) == {
        "accessories", "ambiguous", "brands", "categories", "covers", "cues", "homonyms", "kinds",
        "models", "traps", "values", "vehicles", "wider",
    }  # fmt: skip


def test_a_series_is_of_a_maker_and_no_mere_number() -> None:
    vehicles = load("vehicles")
    assert set(vehicles["series"]) <= set(vehicles["makers"])
    named = [
        *words_of(vehicles["makers"]),
        *(one for s in vehicles["series"].values() for one in s),
    ]
    assert twice([fold(one) for one in named]) == []
    assert all(fold(one) == one and not one.isdigit() for one in named)


def test_a_homonym_is_a_type_and_may_be_another(types: dict[str, list[str]]) -> None:
    spelled = {word for name, others in types.items() for word in (name, *others)}
    for word, one in load("homonyms").items():
        assert word in spelled
        assert one["type"] in ("", *types)
        assert all(fold(other) == other for other in one["with"])


def test_what_is_a_name_of_kinds_has_them_and_is_none_of_them(types: dict[str, list[str]]) -> None:
    wider, kinds = load("wider"), load("kinds")
    assert set(kinds["names"]) <= set(wider)

    def below(name: str) -> set[str]:
        parts = set(wider[name]) if name in kinds["names"] else set()
        return parts.union(*map(below, parts))

    assert [name for name in kinds["names"] if name in below(name)] == []
    assert set(kinds["endings"]) <= set(types)
    assert all(len(noun) == 1 and noun in name for name, noun in kinds["endings"].items())


def test_what_a_wide_word_covers_are_families() -> None:
    values = load("values")
    for dimension, covered in load("covers").items():
        families = {*table("families")[dimension]["same"], *table("families")[dimension]["ends"]}
        assert set(covered) <= set(values[dimension])
        assert {family for names in covered.values() for family in names} <= families


@pytest.mark.parametrize("name", ["accessories", "categories", "cues", "traps", "wider"])
def test_every_word_is_folded_but_for_the_keys_and_what_names_a_key(
    name: str, brands: dict[str, list[str]], types: dict[str, list[str]]
) -> None:
    named = {*brands, *types}
    assert [w for w in strings(load(name)) if fold(w) != w and w not in named] == []
    assert [w for w in strings(load(name)) if w != w.strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_no_list_repeats_itself(name: str) -> None:
    def repeats(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for part in value.values():
                yield from repeats(part)
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield from twice([fold(word) for word in value])

    assert list(repeats(load(name))) == []


def test_brands_stand_in_departments_and_bring_their_names_once(
    brands: dict[str, list[str]],
) -> None:
    departments = load("brands")
    assert len(departments) >= 20
    assert len(brands) >= 850
    met: set[str] = set()
    for rows in departments.values():
        for brand, aliases in rows.items():
            assert isinstance(aliases, list)
            assert not (brand in met and aliases), brand
            met.add(brand)
    assert twice([fold(brand) for brand in brands]) == []


def test_a_name_belongs_to_one_brand(brands: dict[str, list[str]]) -> None:
    assert twice(words_of(brands)) == []


def test_every_brand_of_the_demo_shop_is_known(brands: dict[str, list[str]]) -> None:
    names = set(words_of(brands))
    sold = {short_brand(entry.brand) for line in lines() for entry in line.entries}
    assert {brand for brand in sold if fold(brand) not in names} == set()


def test_a_word_names_one_type_of_product(types: dict[str, list[str]]) -> None:
    departments = load("categories")
    assert len(departments) >= 1 + 21
    assert len(types) >= 700
    assert twice(words_of(types)) == []
    assert twice([fold(key) for rows in departments.values() for key in rows]) == []


def test_every_leaf_of_the_demo_shop_is_a_type_or_a_compound(types: dict[str, list[str]]) -> None:
    compound = load("categories")["compound"]
    known = {*words_of(types), *map(fold, compound)}
    assert {leaf for line in lines() if fold(leaf := line.category[-1]) not in known} == set()
    assert {part for parts in compound.values() for part in parts} <= set(types)
    assert all(len(parts) > 1 for parts in compound.values())


def test_wide_and_narrow_types_are_types(types: dict[str, list[str]]) -> None:
    wider = load("wider")
    assert {*wider, *(part for parts in wider.values() for part in parts)} <= set(types)


def test_an_accessory_is_told_by_heads_and_cues() -> None:
    accessories = load("accessories")
    assert set(accessories) == {"heads", "for", "own", "parts", "tails", "things"}
    assert set(accessories["own"]) <= set(accessories["heads"])
    assert {"手机壳", "保护壳", "钢化膜", "充电器", "滤芯", "表带"} <= set(accessories["heads"])


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("不锈钢", "material"), ("无线", "feature"), ("免洗", "feature"), ("除湿机", "category"),
        ("非遗", "word"), ("不二家", "brand"), ("左右沙发", "brand"), ("三元催化器", "category"),
        ("四件套", "category"), ("元旦", "word"), ("小米椒", "category"), ("美美的", "word"),
    ],
)  # fmt: skip
def test_known_traps(word: str, what: str) -> None:
    assert {rows[word] for rows in load("traps").values() if word in rows} == {what}


def test_cues_have_their_tables() -> None:
    cues = load("cues")
    assert {cue["kind"] for cue in cues["negation"].values()} == {"prefix", "suffix"}
    assert all(isinstance(cue["sure"], bool) for cue in cues["negation"].values())
    assert [word for word in cues["negation"] if fold(word) != word] == []
    assert {"香精", "酒精", "蔗糖"} <= set(cues["ingredients"]["words"])
    assert set(cues["sorts"]) == {
        "price_asc", "price_desc", "sales_desc", "rating_desc", "newest", "value",
    }  # fmt: skip
    assert set(cues["flags"]) == {
        "free_shipping", "self_operated", "official_store", "used", "on_sale", "installment",
    }  # fmt: skip
    orders = [
        word for words in (*cues["sorts"].values(), *cues["flags"].values()) for word in words
    ]
    assert twice(orders) == []


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("max_after", "以下 以内 之内 内 封顶"),
        ("max_before", "不超过 低于 少于 最多 不到"),
        ("min_after", "以上 起 往上"),
        ("min_before", "至少 不低于 超过 高于"),
        ("approx_after", "左右 上下 附近 差不多 档"),
        ("approx_before", "约 大约 差不多"),
        ("over_after", "出头"),
        ("range_join", "到 至 - ~ —"),
    ],
)
def test_bounds_are_spelled_out(bound: str, words: str) -> None:
    assert set(words.split()) <= set(load("cues")["bounds"][bound])
