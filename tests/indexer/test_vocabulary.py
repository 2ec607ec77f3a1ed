"""A shop's vocabulary: checked at the edge, kept as it came, and what it says of attributes."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from indexer.catalog import DocumentId, Product, Sku, fen
from indexer.errors import FeedError
from indexer.store import Store
from indexer.vocabulary import (
    VocabularyAttributes,
    VocabularyStore,
    attributes_of,
    read_vocabulary,
)

WHOLE = {
    "brands": {"苹果": ["apple"]},
    "categories": {"手机": ["智能手机", "移动电话"]},
    "models": [{"model": "iPhone 15", "aliases": [], "brand": "苹果", "category": "手机"}],
    "brand_categories": {"苹果": ["手机", "平板电脑"]},
    "attributes": {"材质": {"不锈钢": ["304不锈钢"]}},
    "dimensions": {"storage": ["机身存储"]},
}


def good(name: str, brand: str = "", **attributes: str) -> Product:
    return Product(
        id=DocumentId(name),
        title="杯子",
        price=fen(1),
        brand=brand,
        attributes={key: (value,) for key, value in attributes.items()},
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/shop.db", tmp_path) as opened:
        yield opened


def test_the_example_of_the_contract_is_read_as_it_stands() -> None:
    read = read_vocabulary(b"\xef\xbb\xbf" + orjson.dumps(WHOLE), "v.json")
    assert {**read, "models": [{**read["models"][0], "aliases": []}]} == WHOLE
    assert read_vocabulary(b"", "v.json") == read_vocabulary(b"{}", "v.json") == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"brands": {"苹果": "apple"}}', "v.json: brands.苹果: 应当是列表"),
        ('{"brands": {"苹果": ["apple", 3.5, {}]}}', "v.json: brands.苹果[2]: 应当是文字"),
        ('{"brands": {"苹果": [""]}}', "v.json: brands.苹果[0]: 不能为空"),
        ('{"brands": {"苹果": ["!!"]}}', "v.json: brands.苹果[0]: “!!”里没有文字或数字"),
        ('{"brands": {"苹果": ["a\\u0000b"]}}', "v.json: brands.苹果[0]: 含有控制字符"),
        ('{"brands": {"苹果": ["' + "长" * 65 + '"]}}', "v.json: brands.苹果[0]: 太长，最多 64"),
        ('{"brand": {}}', "v.json: brand: 没有这一项"),
        ('{"models": [{"model": "A"}, {"aliases": []}]}', "v.json: models[1].model: 缺少"),
        ('{"models": {}}', "v.json: models: 应当是列表"),
        ('{"dimensions": {"colour": ["外壳色"]}}', "没有“colour”这个维度，可用的有：storage、"),
        ('{"dimensions": {"color": ["壳"], "size": ["壳"]}}', "v.json: dimensions: “壳”既在“color”下"),
        ('{"brands": {"甲": ["ABC"], "乙": ["a b c"]}}', "v.json: brands: “a b c”既在“甲”下，又在“乙”下"),
        ('{"attributes": {"材质": {"钢": ["铁"], "铁": []}}}', "v.json: attributes.材质: “铁”既在"),
        ('{"brands": {}, "brands": {}}', "v.json: brands: 在同一个对象里写了两次"),
        ("[]", "v.json: 应当是一个 JSON 对象"),
        ('{"brands": \n', "v.json:2: 不是 JSON"),
        ("[" * 100_000, "v.json: 嵌套太深"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_part_and_entry(content: str, said: str) -> None:
    with pytest.raises(FeedError) as caught:
        read_vocabulary(content.encode(), "v.json")
    assert said in str(caught.value)


def test_names_become_dimensions_and_values_join_the_families_of_the_shop() -> None:
    attributes = attributes_of(
        {
            "dimensions": {"color": ["外壳色"], "ram": ["机身存储"]},
            "attributes": {"外壳色": {"黑": ["煤球"]}, "材质": {"冷轧钢": ["SPCC"]}},
        }
    )
    assert attributes.dimension("外壳色") == "color"
    assert attributes.normalize("外壳色", "曜石黑").family == "黑色"
    assert attributes.normalize("颜色", "煤球").family == "黑色"
    assert attributes.normalize("材质", "spcc").family == "冷轧钢"
    assert attributes.normalize("材质", "304不锈钢").family == "不锈钢"
    assert attributes.dimension("机身存储") == "ram"  # the shop's word stands
    assert attributes_of({}).dimension("机身存储") == "storage"


def test_what_a_vocabulary_touches_is_numbered_anew_and_nothing_else(store: Store) -> None:
    shelf = [
        good("A", 外壳色="黑色"),
        good("B", 颜色="煤球"),
        good("C", 颜色="红色", 产地="广东"),
        good("D", brand="APPLE"),
        Product(id=DocumentId("E"), title="杯", price=fen(1),
                skus=(Sku(id="E1", price=fen(1), attributes={"外壳色": ("白",)}),)),
    ]  # fmt: skip
    store.products.upsert(shelf)
    words = VocabularyStore(store)

    def touched(vocabulary: dict[str, object]) -> set[str]:
        before = store.change_number()
        count = words.replace(orjson.dumps(vocabulary), "v.json")
        changed: set[str] = {change.id for change in store.products.iterate(before)}
        assert len(changed) == count
        return changed

    assert touched({"dimensions": {"color": ["外壳色"]}}) == {"A", "E"}
    assert touched({"dimensions": {"color": ["外壳色"]}}) == set()
    assert touched(
        {"dimensions": {"color": ["外壳色"]}, "attributes": {"颜色": {"黑色": ["煤球"]}}}
    ) == {"B"}
    assert touched({"brands": {"苹果": ["apple"]}}) == {"A", "B", "D", "E"}
    assert touched({"brands": {"苹果": ["apple"]}, "categories": {"杯": ["盏"]}}) == set()
    assert [change.document for change in store.products.all()] == shelf


def test_a_product_that_changes_meanwhile_is_numbered_anew_too(store: Store) -> None:
    """An index may have taken it by the old words."""
    store.products.upsert([good("A", 产地="广东"), good("B", 外壳色="黑色")])

    def meanwhile(done: int, _: int) -> None:
        if done == 0:
            store.products.upsert([good("A", 外壳色="黑色"), good("Z", 产地="广东")])

    VocabularyStore(store).replace(
        b'{"dimensions": {"color": ["\xe5\xa4\x96\xe5\xa3\xb3\xe8\x89\xb2"]}}', "v", meanwhile
    )
    changes: dict[str, int] = {c.id: c.change for c in store.products.all()}
    assert min(changes["A"], changes["B"], changes["Z"]) > 4


def test_the_file_is_kept_byte_for_byte_and_a_wrong_one_changes_nothing(store: Store) -> None:
    words = VocabularyStore(store)
    assert words.content() == b"{}\n"
    kept = b'{ "brands" : {"\xe8\x8b\xb9\xe6\x9e\x9c": ["apple"]}}\n\n'
    words.replace(kept, "v.json")
    with pytest.raises(FeedError):
        words.replace(b'{"brands": 3}', "v.json")
    assert VocabularyStore(store).content() == kept
    assert words.read() == {"brands": {"苹果": ["apple"]}}
    assert words.read() is words.read()


def test_attributes_follow_the_vocabulary_when_they_are_told_to(store: Store) -> None:
    words = VocabularyStore(store)
    attributes = VocabularyAttributes(words.read)
    VocabularyStore(store).replace(orjson.dumps({"dimensions": {"color": ["外壳色"]}}), "v.json")
    assert attributes.dimension("外壳色") is None
    attributes.renew()
    assert attributes.dimension("外壳色") == "color"
    assert attributes.values("外壳色", "黑/白")[1].family == "白色"
    assert attributes.split("外壳色", "黑/白") == ("黑", "白")
    words.replace(b"{}", "v.json")
    attributes.renew()
    assert attributes.dimension("外壳色") is None
